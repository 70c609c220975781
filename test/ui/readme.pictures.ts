/** Renews the pictures of the README from the real workbench: `npm run test:ui -- --pictures`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { seedUrl } from '../../src/sandbox/seed.js';
import { projectRoot } from '../support/workbench/paths.js';
import { useWorkbench } from './support/openWorkbench.js';
import type { Workbench } from './support/workbench.js';

const folder = path.join(projectRoot, 'media', 'readme');

const callNotes = `# Call with Grace Okafor

Grace (grace.okafor@acme-robotics.example) walked us through the pilot.
The account: ${seedUrl('companies', 'acme-robotics')}

- The **pilot** goes on until March, with two more warehouses
- Security review is done; legal wants the ==data processing addendum==
- Next call on Thursday

## Numbers

| Site   | Robots |
|--------|--------|
| Malmö  | 12     |
| Lagos  | 9      |
`;

for (const theme of ['dark', 'light'] as const) {
  describe(`pictures, ${theme}`, () => {
    const vscode = useWorkbench({
      size: { width: 1280, height: 760 },
      settings: {
        'workbench.colorTheme': theme === 'dark' ? 'Default Dark Modern' : 'Default Light Modern',
        'editor.minimap.enabled': false,
        'window.title': 'meeting-notes',
      },
    });

    const picture = async (name: string) => {
      mkdirSync(folder, { recursive: true });
      // A tooltip of whatever the mouse was left on belongs to no picture but a hover's.
      if (name !== 'hover' && name !== 'overview') await vscode().page.mouse.move(600, 745);
      await settled(vscode());
      await vscode().page.screenshot({ path: path.join(folder, `${name}-${theme}.png`) });
    };

    const lens = (text: string) => vscode().page.locator('.codelens-decoration > *').filter({ hasText: text }).first();
    /** Types until the wanted row leads, and takes it. */
    const choose = async (label: string) => {
      const { quickInput } = vscode();
      await quickInput.row(label).first().waitFor();
      await quickInput.type(label);
      await quickInput.rows.first().filter({ hasText: label }).waitFor();
      await quickInput.accept();
    };

    before(async () => {
      writeFileSync(path.join(vscode().folder, 'call.md'), callNotes);
      await vscode().activity('Attio').waitFor();
      await vscode().activity('Attio').click();
      await vscode().welcome.waitFor();
    });

    it('sign-in', async () => {
      await vscode().runCommand('Attio: Sign In…');
      await vscode().quickInput.pick('API key');
      await vscode().quickInput.shown('object_configuration:read');
      await picture('sign-in');
      await vscode().quickInput.dismiss();
    });

    it('a record', async () => {
      await vscode().page.getByRole('button', { name: 'Explore the Sample Workspace' }).click();
      const tree = vscode().tree('Records');
      await tree.expand('Companies');
      await tree.row('Acme Robotics').click();
      await vscode().webview().getByRole('heading', { name: 'Acme Robotics', level: 1 }).waitFor();
      await vscode().webview().getByRole('heading', { name: 'Notes' }).waitFor();
      await tree.expand('Acme Robotics');
      await picture('record');
    });

    it('search', async () => {
      await vscode().runCommand('Attio: Search Records…');
      await vscode().quickInput.type('lumen');
      await vscode().quickInput.row('Lumen Health').first().waitFor();
      await picture('search');
      await vscode().quickInput.dismiss();
    });

    it('a hover, and everything at once', async () => {
      await vscode().openFile('call.md');
      await vscode().editor.hover('app.attio.com');
      await picture('hover');
      await vscode().page.keyboard.press('Escape');
      await vscode().runCommand('View: Move Editor into Next Group');
      await vscode().webview().getByRole('heading', { name: 'Acme Robotics', level: 1 }).waitFor();
      await vscode().editor.hover('app.attio.com');
      // The one at the top of the page has no pair.
      if (theme === 'dark') await picture('overview');
      await vscode().runCommand('View: Close All Editors');
    });

    it('a record as a document, and what saving it asks', async () => {
      const { editor, quickInput, page } = vscode();
      await vscode().runCommand('Attio: Edit Record');
      await quickInput.shown('Edit a Record');
      await quickInput.type('acme robotics');
      // Found by the search only: until its answer is there, Enter takes nothing.
      await quickInput.row('Tomas Lindqvist').first().waitFor();
      await quickInput.accept();
      await lens('As it is in Attio').waitFor();
      await editor.select('2016-04-01');
      await page.keyboard.insertText('2016-06-01');
      await editor.select('51-200');
      await page.keyboard.press('Delete');
      await page.keyboard.press('Control+Space');
      await page.locator('.suggest-widget.visible').getByText('201-500').first().waitFor();
      await picture('edit');
      await page.keyboard.type('201');
      await page.keyboard.press('Enter');
      await lens('Send 2 changes').waitFor();
      await page.keyboard.press('ControlOrMeta+S');
      await vscode().dialog.text();
      await picture('difference');
      await vscode().dialog.press('Save Changes');
      await vscode().notifications.dismiss('Acme Robotics');
      await vscode().runCommand('View: Close All Editors');
    });

    it('a duplicate, found while creating', async () => {
      const { quickInput, page } = vscode();
      await vscode().runCommand('Attio: New Person…');
      await quickInput.shown('New Person · Name');
      await quickInput.type('Grace Okafor');
      await quickInput.accept();
      await quickInput.shown('Email addresses');
      await quickInput.type('grace.okafor@acme-robotics.example');
      await quickInput.accept();
      await quickInput.row('Link Acme Robotics').first().waitFor();
      await quickInput.accept();
      await quickInput.row('Create Person').waitFor();
      await quickInput.accept();
      await quickInput.row('Update Grace Okafor Instead…').waitFor();
      await picture('duplicate');
      await page.keyboard.press('Escape');
      await quickInput.hidden();
    });

    it('a filtered object, and the history of a value', async () => {
      const { quickInput } = vscode();
      const tree = vscode().tree('Records');
      await vscode().runCommand('Attio: Filter and Sort…');
      await choose('Deals');
      await choose('Add Condition…');
      await choose('Deal value');
      await choose('is at least');
      await quickInput.shown('Deal value is at least');
      await quickInput.type('50k');
      await quickInput.accept();
      await quickInput.row('Show Records').waitFor();
      await choose('Sort By…');
      await choose('Deal value');
      await choose('Largest first');
      await quickInput.row('Show Records').waitFor();
      await quickInput.accept();
      await quickInput.hidden();
      await vscode().page.locator('.sidebar [aria-label^="Collapse All"]').first().click();
      await tree.expand('Deals');
      await (await tree.scrollTo('Acme Robotics renewal 2027')).click();
      const history = vscode().webview().getByRole('button', { name: 'History of Deal stage' });
      await history.press('Enter');
      await vscode().webview().locator('.timeline li').first().waitFor();
      await picture('filter');
      await vscode().runCommand('View: Close All Editors');
    });

    it('how an object is set up', async () => {
      const { quickInput } = vscode();
      await vscode().runCommand('Attio: Describe Object');
      await quickInput.shown('Which object?');
      await quickInput.type('projects');
      await quickInput.accept();
      await vscode().webview().getByRole('heading', { name: 'Projects', level: 1 }).waitFor();
      await vscode().webview().getByText('Kick-off').waitFor();
      await picture('object');
      await vscode().runCommand('View: Close All Editors');
    });

    it('a draft, its approval, and the note', async () => {
      await vscode().openFile('call.md');
      await vscode().editor.clickAt('# Call');
      await vscode().page.keyboard.press('ControlOrMeta+A');
      await vscode().runCommand('Attio: New Note from Selection…');
      await vscode().quickInput.row('Acme Robotics').first().waitFor();
      await picture('pick');
      await vscode().quickInput.accept();
      await vscode().editor.lines.filter({ hasText: 'record:' }).waitFor();
      await vscode().page.getByText('Create note on Acme Robotics').waitFor();
      await picture('draft');
      await vscode().runCommand('Attio: Create Note');
      await vscode().dialog.text();
      await picture('approve');
      await vscode().dialog.press('Create Note');
      await vscode().notifications.toast('Note created').waitFor();
      await picture('created');
    });

    it('the audit', async () => {
      await vscode().notifications.dismiss('Note created');
      await vscode().runCommand('Attio: Show Audit Log');
      await vscode().page.locator('.panel .view-line').filter({ hasText: 'notes.create' }).first().waitFor();
      await picture('audit');
    });
  });
}

/** Resolves when two frames in a row look the same: nothing fades or loads any more. */
async function settled({ page }: Workbench): Promise<void> {
  let last: Buffer | undefined;
  for (let tries = 0; tries < 20; tries++) {
    const now = await page.screenshot();
    if (last?.equals(now)) return;
    last = now;
  }
}
