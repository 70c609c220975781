/** Renews the pictures of the README from the real workbench: `npm run test:ui -- --pictures`. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { seedUrl } from '../../src/sandbox/seed.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.js';
import { useWorkbench } from './support/openWorkbench.js';
import { away, drag, fold, look, SIZE, TITLE, take, widen } from './support/pictures.js';

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

const kickOff = `---
attendees: [grace.okafor@acme-robotics.example]
---

# Kick-off with Lumen Health

**Priya** showed us the scanners. Grace has had the same feed
since the summer and will tell her how it went.

| Who   | What            | Until    |
|-------|-----------------|----------|
| Grace | sends the offer | March    |
| Priya | security review | February |

To do:

- [x] Send the security overview
- [ ] Call priya.venkataraman@lumenhealth.example

> Summer is too late for us.
`;

const renewal = `# Fjordline Energy: renewal

The Fjordline renewal is $345,000 now, up from $330k.
It could close by 15 January 2027. Ingrid is now Chief Data Officer.

## Action items

- [ ] Send the redlined contract to Ingrid by 2026-12-04 (@Ada)

New: Solveig Dahl <solveig.dahl@kwantum-labs.example> from Kwantum Labs.
`;

const workshop = `# Workshop at Acme Robotics

- [ ] Send the agenda to grace.okafor@acme-robotics.example @ada by 2027-01-15
- [ ] Book the room for the workshop
- [ ] @bruno: price the grippers in 2 weeks
`;

for (const theme of ['dark', 'light'] as const) {
  describe(`pictures, ${theme}`, () => {
    const vscode = useWorkbench(look(theme));
    const picture = (name: string) => take(vscode(), name, theme);

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
      writeFileSync(path.join(vscode().folder, '2026-11-18-kick-off.md'), kickOff);
      writeFileSync(path.join(vscode().folder, 'fjordline.md'), renewal);
      writeFileSync(path.join(vscode().folder, 'workshop.md'), workshop);
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
      await fold(vscode(), 'Notes', 'folded');
      await tree.expand('Companies');
      await tree.row('Acme Robotics').click();
      await vscode().webview().getByRole('heading', { name: 'Acme Robotics', level: 1 }).waitFor();
      await vscode().webview().getByRole('heading', { name: 'Notes' }).waitFor();
      await tree.expand('Acme Robotics');
      await vscode().statusItem('Exploring').waitFor({ state: 'detached' });
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
      await vscode().editor.hover('app.attio.com', 'Acme Robotics');
      await picture('hover');
      await vscode().page.keyboard.press('Escape');
      await vscode().runCommand('View: Move Editor into Next Group');
      await vscode().webview().getByRole('heading', { name: 'Acme Robotics', level: 1 }).waitFor();
      // The one at the top of the page has no pair, and more room.
      if (theme === 'dark') {
        await vscode().page.setViewportSize({ width: 1440, height: 855 });
        await drag(vscode().page, vscode().page.locator('.editor-group-container').first(), 440);
        await vscode().editor.hover('app.attio.com', 'Acme Robotics');
        await picture('overview');
        await vscode().page.setViewportSize(SIZE);
      }
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
      await vscode().statusItem('is kept for the next time').waitFor({ state: 'detached' });
      await widen(vscode(), 400);
      await picture('filter');
      await widen(vscode(), 300);
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
      await fold(vscode(), 'Notes', 'open');
      await vscode().openFile('call.md');
      await vscode().editor.clickAt('# Call');
      await vscode().page.keyboard.press('ControlOrMeta+A');
      await vscode().runCommand('Attio: New Note from Selection…');
      await away(vscode());
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
      await vscode().editor.clickAt('# Call');
      await vscode().runCommand('Attio: Show Audit Log');
      await vscode().page.locator('.panel .view-line').filter({ hasText: 'notes.create' }).first().waitFor();
      await picture('audit');
      await vscode().runCommand('View: Hide Panel');
      await vscode().runCommand('View: Close All Editors');
    });

    it('the records that a file speaks of', async () => {
      const { quickInput, page } = vscode();
      await vscode().openFile('2026-11-18-kick-off.md');
      await vscode().runCommand('Attio: Publish File as Note…');
      await away(vscode());
      await quickInput.row(/Grace Okafor.*Attendee grace\.okafor@/s).waitFor();
      await quickInput.row(/Priya Venkataraman/).waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Space');
      await quickInput.shown('1 Selected');
      await picture('publish');
      await quickInput.dismiss();
      await vscode().runCommand('View: Close All Editors');
    });

    it('meetings, and the transcript of a call', async () => {
      const meetings = vscode().tree('Meetings');
      for (const view of ['Records', 'Notes']) await fold(vscode(), view, 'folded');
      await fold(vscode(), 'Meetings', 'open');
      await meetings.expand('Past');
      await meetings.expand('Acme Robotics: second plant');
      await widen(vscode(), 400);
      await meetings.row('Recording').click();
      await vscode().editor.find('Yes, go ahead.');
      await picture('meetings');
      await widen(vscode(), 300);
      await fold(vscode(), 'Meetings', 'folded');
      await fold(vscode(), 'Records', 'open');
      await vscode().runCommand('View: Close All Editors');
    });

    it('what a text asks for', async () => {
      await vscode().openFile('fjordline.md');
      await vscode().runCommand('Attio: Turn Text into CRM Updates…');
      await vscode().webview().getByRole('heading', { name: 'Fjordline renewal' }).waitFor();
      await vscode().page.setViewportSize({ ...SIZE, height: 1040 });
      await picture('updates');
      await vscode().page.setViewportSize(SIZE);
      await vscode().runCommand('View: Close All Editors');
    });

    it('a list by its stages, and its cards on a board', async () => {
      const { quickInput, page } = vscode();
      const lists = vscode().tree('Lists');
      for (const view of ['Records', 'Notes', 'Meetings']) await fold(vscode(), view, 'folded');
      await fold(vscode(), 'Lists', 'open');
      await lists.expand('Renewals 2026');
      await lists.contextMenu('Renewals 2026', 'Count All Stages');
      await lists.row('Proposal sent').filter({ hasText: '$289,000' }).waitFor();
      for (const stage of ['Signed', 'Proposal sent']) await lists.expand(stage);
      await widen(vscode(), 400);
      await lists.row('Acme Robotics renewal 2027').click();
      await vscode().webview().getByRole('heading', { name: 'Acme Robotics renewal 2027', level: 1 }).waitFor();
      await picture('lists');
      await vscode().runCommand('View: Close All Editors');
      await page.keyboard.press('ControlOrMeta+B');
      await vscode().runCommand('Attio: Open Pipeline…');
      await quickInput.shown('Which list or object?');
      await quickInput.type('Deals');
      await quickInput.accept();
      await vscode().tab('Deals').waitFor();
      await vscode().webview().locator('li.card').filter({ hasText: 'Acme Robotics renewal 2027' }).waitFor();
      await picture('board');
      await vscode().runCommand('View: Close All Editors');
      await page.keyboard.press('ControlOrMeta+B');
    });

    it('moves that are staged', async () => {
      const { quickInput, dialog } = vscode();
      const lists = vscode().tree('Lists');
      await vscode().setSettings({ 'attio.pipeline.stageMoves': true });
      for (const [title, stage] of [
        ['Redwood Toys shop renewal', 'Lost'],
        ['Acme Robotics renewal 2027', 'Signed'],
      ] as const) {
        await lists.contextMenu(title, 'Move to Stage…');
        await quickInput.shown(`Move ${title}`);
        await quickInput.type(stage);
        await quickInput.accept();
        await lists
          .row(title)
          .filter({ hasText: `→ ${stage}` })
          .first()
          .waitFor();
      }
      await vscode().runCommand('Attio: Review Staged Moves…');
      await away(vscode());
      await quickInput.row('Acme Robotics renewal 2027').waitFor();
      await picture('moves');
      await quickInput.dismiss();
      await vscode().runCommand('Attio: Discard Staged Moves…');
      await dialog.press('Discard Moves');
      await lists.row(/^Staged moves/).waitFor({ state: 'detached' });
      await vscode().setSettings({ 'attio.pipeline.stageMoves': false });
      await fold(vscode(), 'Lists', 'folded');
    });

    it('tasks, and the line of one', async () => {
      const { editor, dialog, notifications, page } = vscode();
      const tasks = vscode().tree('Tasks');
      await fold(vscode(), 'Tasks', 'open');
      await tasks.row('Done').waitFor();
      await vscode().openFile('workshop.md');
      await editor.clickAt('Send the agenda');
      await vscode().setSettings({ 'attio.todo.codeLens': true });
      await lens('Create Attio task').click();
      await dialog.press('Create Task');
      await notifications.press('Created the task', 'Add Link to Line');
      await lens('Open · due').waitFor();
      await page.keyboard.press('ControlOrMeta+S');
      await picture('tasks');
      await page.keyboard.press('ControlOrMeta+B');
      await picture('todo');
      await vscode().setSettings({ 'attio.todo.codeLens': false });
      await vscode().runCommand('View: Close All Editors');
      await page.keyboard.press('ControlOrMeta+B');
      await fold(vscode(), 'Tasks', 'folded');
    });

    it('comments', async () => {
      const { quickInput } = vscode();
      await vscode().runCommand('Attio: Comments…');
      await quickInput.shown('Comments of a Record');
      await quickInput.type('Acme Robotics renewal 2027');
      await quickInput.pick('Acme Robotics renewal 2027');
      const comments = vscode().webview().getByRole('region', { name: 'Comments' });
      await comments.locator('.thread').first().waitFor();
      await comments.scrollIntoViewIfNeeded();
      await picture('comments');
      await fold(vscode(), 'Records', 'open');
      await vscode().runCommand('View: Close All Editors');
    });

    it('a file beside the note it becomes', async () => {
      await vscode().openFile('2026-11-18-kick-off.md');
      await vscode().page.keyboard.press('ControlOrMeta+B');
      await vscode().runCommand('Attio: Preview as Attio Keeps It');
      await vscode()
        .tab(/in Attio/)
        .waitFor();
      await vscode().page.locator('.squiggly-info').first().waitFor();
      await picture('preview');
    });
  });

  // The server of the sample workspace is never away: this one is.
  describe(`pictures of the outbox, ${theme}`, function () {
    // A note that is not taken is tried a few times before it waits.
    this.timeout(180_000);
    let sandbox: Sandbox;
    const env: Record<string, string> = {};
    before(async () => {
      sandbox = await startSandbox();
      env.ATTIO_API_URL = sandbox.url;
    });
    after(() => sandbox.close());
    const vscode = useWorkbench({
      // The files that drafts are made from make room for each other.
      ...look(theme, { 'workbench.editor.enablePreviewFromQuickOpen': true }),
      extension: 'development',
      env,
    });

    /** A draft about the company that the file is about. */
    const draft = async (file: string, record: string) => {
      await vscode().openFile(file);
      await vscode().editor.clickAt('# ');
      await vscode().page.keyboard.press('ControlOrMeta+A');
      await vscode().runCommand('Attio: New Note from Selection…');
      await vscode().quickInput.shown('Which record');
      await vscode().quickInput.type(record);
      await vscode().quickInput.rows.first().filter({ hasText: record }).waitFor();
      await vscode().quickInput.accept();
      await vscode().editor.lines.filter({ hasText: 'record:' }).waitFor();
    };

    it('a note that waits, a draft, and a published file', async () => {
      const { quickInput, dialog, notifications, page } = vscode();
      writeFileSync(path.join(vscode().folder, 'call.md'), callNotes);
      writeFileSync(path.join(vscode().folder, '2026-11-18-kick-off.md'), kickOff);
      writeFileSync(path.join(vscode().folder, 'fjordline.md'), renewal);
      await vscode().openView('Attio', 'Records');
      await vscode().signIn(sandbox.key);
      await vscode().tree('Records').row('Companies').waitFor();
      await vscode().openFile('2026-11-18-kick-off.md');
      await vscode().runCommand('Attio: Publish File as Note…');
      await quickInput.row(/Grace Okafor.*Attendee grace\.okafor@/s).waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Space');
      await quickInput.shown('1 Selected');
      await quickInput.accept();
      await dialog.press('Publish');
      await notifications.dismiss('Published');
      await vscode().runCommand('View: Close All Editors');
      await draft('fjordline.md', 'Fjordline Energy');
      await draft('call.md', 'Acme Robotics');
      sandbox.setFaults([{ kind: 'reset', when: 'before', path: '/v2/', times: 500 }]);
      await vscode().runCommand('Attio: Create Note');
      await dialog.press('Create Note');
      await notifications.dismiss('is kept in the outbox');
      await fold(vscode(), 'Records', 'folded');
      await vscode().tree('Notes').row('Outbox').waitFor();
      await widen(vscode(), 460);
      // A window that runs an extension from its folder says so in its title: nobody's does who has installed it.
      await page.locator('.titlebar .window-title').evaluate((element, title) => {
        element.textContent = title;
      }, TITLE);
      await take(vscode(), 'outbox', theme);
    });
  });
}
