/** A record's places in lists, as a person works with them: on the record's page, as a document, and one value of one. */
import assert from 'node:assert/strict';
import { seedId } from '../../src/sandbox/seed.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.js';
import { useWorkbench } from './support/openWorkbench.js';

const ACME = seedId('deals', 'acme-renewal');

describe('a place in a list, in the workbench', function () {
  this.bail(true);
  let sandbox: Sandbox;
  const env: Record<string, string> = {};
  before(async () => {
    sandbox = await startSandbox();
    env.ATTIO_API_URL = sandbox.url;
  });
  after(() => sandbox.close());
  const vscode = useWorkbench({ extension: 'development', env, size: { width: 1280, height: 860 } });

  const lens = (text: string) => vscode().page.locator('.codelens-decoration > *').filter({ hasText: text }).first();
  const section = () => vscode().webview().getByRole('region', { name: 'Lists' });

  async function api<T>(method: string, path: string, data?: unknown): Promise<T> {
    const answer = await fetch(`${sandbox.url}/v2/${path}`, {
      method,
      headers: { authorization: `Bearer ${sandbox.key}`, 'content-type': 'application/json' },
      ...(data !== undefined && { body: JSON.stringify({ data }) }),
    });
    assert(answer.ok, `${method} ${path}: ${answer.status}`);
    return ((await answer.json()) as { data: T }).data;
  }
  const entry = async () => {
    const [place] = await api<{ entry_id: string }[]>('GET', `objects/deals/records/${ACME}/entries`);
    return `lists/renewals_2026/entries/${place!.entry_id}`;
  };
  const due = async () =>
    (await api<{ entry_values: { due: { value: string }[] } }>('GET', await entry())).entry_values.due[0]?.value;

  it('is on the page of its record', async () => {
    const { quickInput } = vscode();
    await vscode().signIn(sandbox.key);
    await vscode().runCommand('Attio: Search Records');
    await quickInput.type('acme robotics renewal');
    await quickInput.pick('Acme Robotics renewal 2027');
    await section().getByText('Proposal sent').waitFor();
    await section().scrollIntoViewIfNeeded();
    await vscode().screenshot('entry on the page');
  });

  it('opens as a document from there', async () => {
    await section().getByRole('button', { name: 'Edit: Renewals 2026' }).click();
    await vscode().tab('Acme Robotics renewal 2027 in Renewals 2026').waitFor();
    await lens('As it is in Attio').waitFor();
    await vscode().screenshot('entry opened');
  });

  it('completes statuses, shows what changes, and sends it', async () => {
    const { editor, page, dialog } = vscode();
    await editor.select('Proposal sent');
    await page.keyboard.type('Sig');
    await page.locator('.suggest-widget.visible').getByText('Signed').first().waitFor();
    await vscode().screenshot('entry completion');
    await page.keyboard.press('Enter');
    await editor.find('step: Signed');
    await lens('Send 1 change to Northwind Labs').waitFor();
    await page.keyboard.press('ControlOrMeta+S');
    assert.match(await dialog.text(), /Step.*Proposal sent.*Signed/s);
    await vscode().screenshot('entry approval');
    await dialog.press('Save Changes');
    await lens('As it is in Attio').waitFor();
    await vscode()
      .notifications.toast(/Changed the step of Acme Robotics renewal 2027/i)
      .waitFor();
    await vscode().screenshot('entry sent');
    await vscode().notifications.dismiss(/Changed the step/i);
  });

  it('stops at a conflict', async () => {
    const { editor, page, notifications } = vscode();
    await editor.select('2026-12-15');
    await page.keyboard.insertText('2027-01-10');
    await lens('Send 1 change to Northwind Labs').waitFor();
    await api('PUT', await entry(), { entry_values: { due: '2026-12-24' } });
    await page.keyboard.press('ControlOrMeta+S');
    await notifications.toast('Nothing was sent').waitFor();
    await vscode().tab('Attio’s changes and yours').waitFor();
    assert.equal(await due(), '2026-12-24');
    await vscode()
      .tab(/^Acme Robotics renewal 2027 in/)
      .first()
      .click();
    await lens('Attio now:').waitFor();
    await vscode().screenshot('entry conflict');
    await lens('Take Attio’s').click();
    await lens('As it is in Attio').waitFor();
    await notifications.dismiss('Nothing was sent');
  });

  it('is given one value from the palette, which document and page follow', async () => {
    const { quickInput, dialog, editor } = vscode();
    await vscode().runCommand('Attio: Set Attribute of List Entry…');
    await quickInput.shown('Which attribute?');
    await vscode().screenshot('entry attributes');
    await quickInput.pick('At risk');
    await quickInput.pick('Yes');
    await dialog.press('Save Changes');
    await editor.find('at_risk: true');
    await lens('As it is in Attio').waitFor();
    await vscode()
      .tab(/^Acme Robotics renewal 2027$/)
      .first()
      .click();
    await section().getByText('Signed').waitFor();
    await section().scrollIntoViewIfNeeded();
    await vscode().screenshot('entry page followed');
  });
});
