/** A meeting's notes into tasks, changes and new records: looked through, applied and taken back with the keyboard. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { useWorkbench } from './support/openWorkbench.js';

const NOTES = `# Fjordline Energy: renewal

The Fjordline renewal is $345,000 now, up from $330k. It could close by 15 January 2031.
They will not renew at 40k. Should we move the deal to Lost?
Ingrid is now Chief Data Officer.

## Action items
- [ ] Send the redlined contract to Ingrid by 2031-03-07 (@Ada)
- [ ] Chloé: prepare the forecast demo

New: Solveig Dahl <solveig.dahl@kwantum-labs.example> from Kwantum Labs.
`;

describe('a text into updates', () => {
  const vscode = useWorkbench({ size: { width: 1360, height: 900 } });
  const press = (key: string) => vscode().page.keyboard.press(key);
  const view = () => vscode().webview();
  const box = (name: RegExp) => view().getByRole('checkbox', { name });

  before(async () => {
    writeFileSync(path.join(vscode().folder, 'fjordline.md'), NOTES);
    await vscode().activity('Attio').waitFor();
    await vscode().activity('Attio').click();
    await vscode().page.getByRole('button', { name: 'Explore the Sample Workspace' }).click();
    await vscode().tree('Records').row('Companies').waitFor();
  });

  it('is a list by record: what is there, what will be, and the sentence', async () => {
    await vscode().openFile('fjordline.md');
    await vscode().runCommand('Attio: Turn Text into CRM Updates…');
    await vscode().tab('Updates: fjordline').waitFor();
    await view().getByRole('heading', { name: 'Fjordline renewal' }).waitFor();
    await view().getByText('$330,000').waitFor();
    await view().getByText('$345,000', { exact: true }).waitFor();
    assert.equal(await box(/Chief Data Officer/).isChecked(), true);
    assert.equal(await box(/Close date/).isChecked(), false);
    await view().getByText('Not ticked: said as a possibility.').waitFor();
    assert.equal(await view().getByText('40k', { exact: true }).count(), 0);
    await vscode().screenshot('updates list');
    await vscode().useTheme('light');
    await vscode().screenshot('updates list light');
    await vscode().useTheme('dark');
  });

  it('is looked through with the keyboard: down, space, edit, drop, and to the line', async () => {
    const { quickInput } = vscode();
    await view()
      .getByRole('button', { name: /^Apply \d+ Accepted/ })
      .focus();
    await press('ArrowDown');
    await view().locator('[data-item]:focus-within').first().waitFor();
    await box(/Close date/).focus();
    await press('Space');
    await view().getByRole('button', { name: 'Apply 8 Accepted Updates' }).waitFor();
    await press('Space');
    await view().getByRole('button', { name: 'Apply 7 Accepted Updates' }).waitFor();
    assert.equal(await box(/Close date/).evaluate((element) => element.ownerDocument.activeElement === element), true);
    await press('Delete');
    await box(/Close date/).waitFor({ state: 'detached' });
    await view().getByRole('button', { name: 'Bring Back 1 Dropped One' }).waitFor();

    await box(/Deal value/).focus();
    await press('e');
    await quickInput.shown('Deal value of Fjordline renewal');
    await quickInput.type('350000');
    await vscode().screenshot('updates edit');
    await quickInput.accept();
    await view().getByText('$350,000').waitFor();

    await box(/redlined contract/).focus();
    await press('l');
    await vscode().editor.find('Send the redlined contract');
    await vscode().screenshot('updates line');
  });

  it('is applied as one change that shows all of it first, and undone as one', async () => {
    const { dialog, notifications } = vscode();
    await view().getByRole('button', { name: 'Apply 7 Accepted Updates' }).click();
    const question = await dialog.text();
    assert.match(question, /Apply 7 updates from “fjordline”/);
    assert.match(question, /Change the deal value of Fjordline renewal/);
    assert.doesNotMatch(question, /⚠/);
    await vscode().screenshot('updates approval');
    await dialog.press('Make 7 Changes');
    await notifications.toast('Applied 7 updates').waitFor();
    await view().getByText('7 applied.').waitFor();
    await vscode().screenshot('updates applied');
    await view().getByRole('button', { name: 'Undo What Was Applied' }).click();
    await dialog.press('Undo');
    await view().getByText('7 undone,').waitFor();
    await vscode().screenshot('updates undone');
  });

  it('comes back after a reload with what was dropped', async () => {
    const loaded = vscode().page.waitForEvent('load');
    await vscode().runCommand('Developer: Reload Window');
    await loaded;
    await vscode().ready();
    await vscode().tab('Updates: fjordline').waitFor();
    await view().getByText('$330,000').waitFor({ timeout: 60_000 });
    await view().getByRole('button', { name: 'Bring Back 1 Dropped One' }).waitFor();
  });

  it('says so where a text asks for nothing', async () => {
    writeFileSync(path.join(vscode().folder, 'weather.md'), 'It rained. We talked about ferries.\n');
    await vscode().openFile('weather.md');
    await vscode().runCommand('Attio: Turn Text into CRM Updates…');
    await view().getByText('Nothing in this text asks for a change in Attio').waitFor();
    await vscode().screenshot('updates nothing');
  });
});
