/** Quick edits as a person makes them, with the keyboard alone: set, link, list, delete, merge, duplicates. */
import assert from 'node:assert/strict';
import { seedId } from '../../src/sandbox/seed.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.js';
import { useWorkbench } from './support/openWorkbench.js';

const ACME = seedId('companies', 'acme-robotics');

describe('quick edits, in the workbench', function () {
  this.bail(true);
  let sandbox: Sandbox;
  const env: Record<string, string> = {};
  before(async () => {
    sandbox = await startSandbox();
    env.ATTIO_API_URL = sandbox.url;
    await make({ name: 'ACME Robotics GmbH', domains: ['shop.acme-robotics.example'], description: 'The shop.' });
    await make({ name: 'Lumen Heath', domains: ['lumen-heath.example'] });
    await make({ name: 'שלום תעשיות בע״מ 🚀', description: 'A name that runs the other way.' });
    await make({ name: 'שלום תעשיות בע״מ', domains: ['shalom.example'] });
  });
  after(() => sandbox.close());
  const vscode = useWorkbench({ extension: 'development', env, size: { width: 1280, height: 860 } });

  const api = async (method: string, path: string, data?: unknown) => {
    const answer = await fetch(`${sandbox.url}/v2/objects/companies/records${path}`, {
      method,
      headers: { authorization: `Bearer ${sandbox.key}`, 'content-type': 'application/json' },
      ...(data !== undefined && { body: JSON.stringify({ data }) }),
    });
    return { status: answer.status, text: await answer.text() };
  };
  const make = (values: Record<string, unknown>) => api('POST', '', { values });
  const press = (key: string) => vscode().page.keyboard.press(key);
  const type = (text: string) => vscode().quickInput.type(text);
  /** Types what finds one row of a list, and takes it. */
  const choose = async (typed: string, row: string | RegExp) => {
    const { quickInput } = vscode();
    await type(typed);
    await quickInput.rows.first().filter({ hasText: row }).waitFor();
    await press('Enter');
  };
  /** The picture once nothing fades in any more. */
  const picture = async (name: string) => {
    let last: Buffer | undefined;
    for (let tries = 0; tries < 20; tries++) {
      const now = await vscode().page.screenshot();
      if (last?.equals(now)) break;
      last = now;
    }
    await vscode().screenshot(name);
  };
  /** Agrees with Enter. Where a page had the focus before, VS Code for the web may give it back to the page: it is set here. */
  const agree = async (verb: string) => {
    const { dialog } = vscode();
    const text = await dialog.text();
    await dialog.box.locator('.dialog-buttons .monaco-button').getByText(verb, { exact: true }).focus();
    await press('Enter');
    await dialog.box.waitFor({ state: 'hidden' });
    return text;
  };

  it('sets an attribute of the record whose page is in front', async () => {
    const { quickInput, notifications } = vscode();
    await vscode().signIn(sandbox.key);
    await vscode().runCommand('Attio: Search Records…');
    await quickInput.shown('Search Records');
    await choose('acme robotics', 'Acme Robotics');
    await vscode().webview().getByRole('heading', { name: 'Acme Robotics', level: 1 }).waitFor();
    await vscode().runCommand('Attio: Set Attribute…');
    await quickInput.shown('Set an Attribute of Acme Robotics');
    await quickInput.row('Account status').first().waitFor();
    await picture('edit set attribute');
    await choose('account st', 'Account status');
    await quickInput.shown('Account status of Acme Robotics');
    await quickInput.row('Churned').first().waitFor();
    await picture('edit set attribute value');
    await choose('churn', 'Churned');
    const { dialog } = vscode();
    await dialog.text();
    await picture('edit set attribute approval');
    assert.match(await agree('Save Changes'), /Customer → Churned/);
    await notifications.toast(/Acme Robotics/).waitFor();
    await vscode().webview().getByText('Churned').first().waitFor();
    await picture('edit set attribute done');
    await notifications.dismiss(/Acme Robotics/);
  });

  it('links a record to others', async () => {
    const { quickInput, notifications } = vscode();
    await vscode().runCommand('Attio: Link Record…');
    await quickInput.shown('Link Acme Robotics with Another Record');
    await quickInput.row('Team').first().waitFor();
    await picture('edit link attribute');
    await choose('team', 'Team');
    await quickInput.shown('Team of Acme Robotics');
    await type('priya');
    await quickInput.rows.first().filter({ hasText: 'Priya' }).waitFor();
    await picture('edit link search');
    await press('Enter');
    await vscode().dialog.text();
    await picture('edit link approval');
    await agree('Save Changes');
    await notifications.toast(/Acme Robotics/).waitFor();
    await notifications.dismiss(/Acme Robotics/);
  });

  it('adds to a list', async () => {
    const { quickInput, notifications } = vscode();
    await vscode().runCommand('Attio: Add to List…');
    await quickInput.shown('Add Acme Robotics to a List');
    await quickInput.row('Target accounts').first().waitFor();
    await picture('edit add to list');
    await press('Enter');
    await vscode().dialog.text();
    await picture('edit add to list approval');
    await agree('Add to List');
    await notifications.toast(/Target accounts/).waitFor();
    await notifications.press(/Target accounts/, 'Undo');
    await agree('Undo');
    await notifications.toast(/Undone/).waitFor();
    await notifications.dismiss(/Undone/);
  });

  it('finds duplicates, compares two, and keeps two apart', async () => {
    const { quickInput, notifications, page } = vscode();
    await vscode().runCommand('Attio: Find Duplicates…');
    await quickInput.shown('Among which records?');
    await choose('compan', 'Companies');
    await quickInput.row('ACME Robotics GmbH').first().waitFor();
    await picture('edit duplicates');
    await choose('Heath', 'Lumen Heath');
    await quickInput.shown('Not a Duplicate');
    await picture('edit duplicates decide');
    await choose('not a', 'Not a Duplicate');
    await quickInput.row('Show Those Kept Apart').first().waitFor();
    await picture('edit duplicates one apart');
    await choose('GmbH', 'ACME Robotics GmbH');
    await quickInput.row('Compare').first().waitFor();
    await press('Enter');
    await notifications.toast(/the same\?/).waitFor();
    await page.locator('.editor-group-container').nth(1).waitFor();
    await vscode().tab('ACME Robotics GmbH').waitFor();
    for (const at of [0, 1]) await vscode().webview(at).getByRole('heading', { level: 1 }).waitFor();
    await picture('edit duplicates compare');
  });

  it('merges two after showing what is lost', async () => {
    const { quickInput, notifications, dialog } = vscode();
    await notifications.press(/the same\?/, 'Merge…');
    await quickInput.shown('Which company wins');
    await quickInput.row('Compare Side by Side').first().waitFor();
    await picture('edit merge winner');
    await choose('Acme Robotics', /^Acme Robotics/);
    const text = await dialog.text();
    await picture('edit merge approval');
    assert.match(text, /Cannot be undone\. Both originals are kept/);
    await dialog.press('Merge Records');
    await notifications.toast(/Merged/).waitFor();
    await quickInput.row(/↔/).first().waitFor();
    await picture('edit merged, back at the list');
    await quickInput.dismiss();
    assert.equal((await api('GET', `/${ACME}`)).status, 404);
    await notifications.dismiss(/Merged/);
  });

  it('deletes a record after showing what hangs on it, and brings it back', async () => {
    const { quickInput, notifications, dialog } = vscode();
    await vscode().runCommand('View: Close All Editors');
    await vscode().runCommand('Attio: Delete Record…');
    await quickInput.shown('Delete a Record');
    await type('lumen health');
    await quickInput.rows.first().filter({ hasText: 'Lumen Health' }).waitFor();
    await press('Enter');
    const text = await dialog.text();
    await picture('edit delete approval');
    assert.match(text, /Notes: \d/);
    await dialog.press('Delete Company');
    await notifications.toast(/Deleted Lumen Health/).waitFor();
    await picture('edit deleted');
    await notifications.press(/Deleted Lumen Health/, 'Undo');
    await dialog.press('Undo');
    await notifications.toast(/created anew/).waitFor();
    await picture('edit delete undone');
  });
});
