/** The whole loop, as a person without a key does it: explore, browse, search, hover, note, undo, audit. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { seedId, seedUrl } from '../../src/sandbox/seed.js';
import { startSandbox } from '../../src/sandbox/server.js';
import { useWorkbench } from './support/openWorkbench.js';

const ACME = seedUrl('companies', 'acme-robotics');
const ACME_ID = seedId('companies', 'acme-robotics');

/** The sample workspace is the same at every start, so another one tells what the second page begins with. */
async function companyOnPageTwo(): Promise<string> {
  const sandbox = await startSandbox();
  const answer = await fetch(`${sandbox.url}/v2/objects/companies/records/query`, {
    method: 'POST',
    headers: { authorization: `Bearer ${sandbox.key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ sorts: [{ attribute: 'created_at', direction: 'desc' }], offset: 50, limit: 1 }),
  });
  const { data } = (await answer.json()) as { data: { values: { name: { value: string }[] } }[] };
  await sandbox.close();
  const name = data[0]?.values.name[0]?.value;
  assert(name, 'the sample workspace has no second page of companies');
  return name;
}

describe('the whole loop on the sample workspace', () => {
  const vscode = useWorkbench({ size: { width: 1360, height: 860 } });

  before(() => {
    writeFileSync(
      path.join(vscode().folder, 'call.md'),
      `# Call with Grace\n\nSee ${ACME} please.\n\nThe pilot goes on until March, says grace.okafor@acme-robotics.example today.\n`,
    );
  });

  it('starts without a key', async () => {
    const { page, welcome } = vscode();
    await vscode().activity('Attio').waitFor();
    await vscode().activity('Attio').click();
    await welcome.waitFor();
    await vscode().statusItem('Attio: Sign In').waitFor();
    await page.getByRole('button', { name: 'Explore the Sample Workspace' }).click();
    await vscode().statusItem('Northwind Labs').first().waitFor();
  });

  it('lists every object, custom ones too', async () => {
    const tree = vscode().tree('Records');
    await tree.row('Projects').waitFor();
    assert.deepEqual(await tree.labels(), ['People', 'Companies', 'Deals', 'Projects']);
  });

  it('browses fifty records a page and loads more', async () => {
    const tree = vscode().tree('Records');
    await tree.expand('Companies');
    await tree.row('Terrace Coffee').waitFor();
    await (await tree.scrollTo(/^Load more/i)).click();
    await tree.scrollTo(await companyOnPageTwo());
  });

  it('opens a record as a page', async () => {
    const tree = vscode().tree('Records');
    const row = await tree.scrollTo('Acme Robotics');
    await row.click();
    await vscode().tab('Acme Robotics').waitFor();
    const page = vscode().webview();
    await page.getByRole('heading', { name: 'Acme Robotics', level: 1 }).waitFor();
    await page.getByRole('link', { name: 'acme-robotics.example' }).first().waitFor();
    await page.getByRole('link', { name: 'Grace Okafor' }).first().waitFor();
  });

  it('finds a record as one types, and an e-mail address exactly', async () => {
    const { quickInput } = vscode();
    await vscode().runCommand('Attio: Search Records…');
    await quickInput.shown('Search Records');
    await quickInput.type('lumen');
    await quickInput.row('Lumen Health').first().waitFor();
    await quickInput.type('grace.okafor@acme-robotics.example');
    await quickInput.row('Grace Okafor').first().waitFor();
    await quickInput.row('Lumen Health').first().waitFor({ state: 'detached' });
    await quickInput.accept();
    await quickInput.hidden();
    await vscode().tab('Grace Okafor').waitFor();
  });

  it('says what a link points to', async () => {
    await vscode().openFile('call.md');
    const hover = await vscode().editor.hover('app.attio.com', 'Acme Robotics');
    assert.match(hover, /Acme Robotics/);
    assert.match(hover, /acme-robotics\.example/);
    assert.match(hover, /Northwind Labs/);
  });

  it('opens the record on Ctrl+click', async () => {
    await vscode().page.keyboard.press('Escape');
    await vscode().runCommand('View: Close All Editors');
    await vscode().openFile('call.md');
    await vscode().editor.followLink('app.attio.com');
    await vscode().tab('Acme Robotics').waitFor();
  });

  it('turns a selection into a note on the record it speaks of, once approved', async () => {
    const { editor, quickInput, dialog, notifications } = vscode();
    await vscode().openFile('call.md');
    await editor.select('The pilot goes on', 'today.');
    await vscode().runCommand('Attio: New Note from Selection…');
    await quickInput.row('Grace Okafor').first().waitFor();
    const [first] = await quickInput.labels();
    assert.equal(first, 'Grace Okafor', 'the record the selection speaks of comes first');
    await quickInput.accept();
    await editor.lines.filter({ hasText: 'record:' }).waitFor();
    assert.match(await editor.visibleText(), /The pilot goes on until March/);
    await vscode().runCommand('Attio: Create Note');
    const question = await dialog.text();
    assert.match(question, /Grace Okafor/);
    assert.match(question, /Northwind Labs/);
    assert.match(question, /The pilot goes on until March/);
    await dialog.press('Create Note');
    await notifications.toast('Note created on Grace Okafor').waitFor();
  });

  it('takes the note back', async () => {
    const { notifications } = vscode();
    await notifications.press('Note created on Grace Okafor', 'Undo');
    await notifications.toast(/deleted|undone|taken back/i).waitFor();
  });

  it('has an audit line for every operation', async () => {
    await vscode().runCommand('Attio: Show Audit Log');
    await vscode().page.locator('.panel .output-view-container, .panel .monaco-editor').first().waitFor();
    const log = vscode().log('Attio Audit');
    for (const operation of [
      'objects.list',
      'records.query companies',
      'records.search',
      'notes.create people/',
      'notes.delete',
    ])
      assert(log.includes(operation), `${operation} is missing in:\n${log}`);
    assert.match(
      log,
      /notes\.create people\/[0-9a-f-]{36} \[.*title.*content.*\] approved:asked via notes\.draft → ok 200/,
    );
    assert.match(log, /notes\.delete .*approved:undo/);
    assert(!/The pilot goes on/.test(log), 'a note’s text is in the audit');
    assert(!log.includes('Grace'), 'a value is in the audit');
    assert(log.includes(ACME_ID) || log.includes('companies'));
  });
});
