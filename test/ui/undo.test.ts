/** Changes of the past, as a person meets them: the list, one written out, an undo, and an undo that stops. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { seedId } from '../../src/sandbox/seed.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.js';
import { useWorkbench } from './support/openWorkbench.js';

const GRACE = seedId('people', 'grace-okafor');

describe('changes of the past, in the workbench', () => {
  let sandbox: Sandbox;
  const env: Record<string, string> = {};
  before(async () => {
    sandbox = await startSandbox();
    env.ATTIO_API_URL = sandbox.url;
  });
  after(() => sandbox.close());
  const vscode = useWorkbench({ extension: 'development', env, size: { width: 1280, height: 860 } });

  const ask = async (method: 'GET' | 'PATCH', rest: string, data?: unknown) => {
    const answer = await fetch(`${sandbox.url}/v2/notes${rest}`, {
      method,
      headers: { authorization: `Bearer ${sandbox.key}`, 'content-type': 'application/json' },
      ...(data !== undefined && { body: JSON.stringify({ data }) }),
    });
    return ((await answer.json()) as { data: unknown }).data;
  };
  const notes = async () =>
    (await ask('GET', `?parent_object=people&parent_record_id=${GRACE}&limit=50`)) as {
      id: { note_id: string };
      title: string;
    }[];
  const made = async () => (await notes()).find(({ title }) => title.startsWith('Talked to'));

  /** A note from a selection that names one record. */
  const quickNote = async () => {
    const { editor, page, dialog, notifications } = vscode();
    await vscode().openFile('talk.md');
    await editor.select('Talked to', 'pilot.');
    await vscode().runCommand('Attio: Quick Note from Selection…');
    await page.getByText('Title of the note').waitFor();
    await page.keyboard.press('Enter');
    // The message of the note before may still be there.
    const before = new Set((await notes()).map(({ id }) => id.note_id));
    await dialog.press('Create Note');
    await notifications.toast('Note created on Grace Okafor').waitFor();
    while ((await notes()).every(({ id }) => before.has(id.note_id)))
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  };

  it('names the scopes in the box for the key', async () => {
    const { quickInput, page } = vscode();
    writeFileSync(
      path.join(vscode().folder, 'talk.md'),
      'Talked to grace.okafor@acme-robotics.example about the pilot.\n',
    );
    await vscode().runCommand('Attio: Sign In…');
    await quickInput.pick('API key');
    await page.getByText('object_configuration:read-write').first().waitFor();
    await vscode().screenshot('key prompt with scopes');
    await quickInput.type(sandbox.key);
    await page.keyboard.press('Enter');
    await vscode().statusItem('Northwind Labs').first().waitFor();
  });

  it('lists them, and writes one out', async () => {
    await quickNote();
    const { quickInput, editor } = vscode();
    await vscode().runCommand('Attio: Recent Changes');
    await quickInput.row('Created the note').first().waitFor();
    await vscode().screenshot('recent changes');
    await quickInput.accept();
    await editor.find('quick note');
    await vscode().page.locator('.codelens-decoration').filter({ hasText: 'Undo' }).first().waitFor();
    await vscode().screenshot('recent change written out');
  });

  it('takes the last one back, shown first', async () => {
    const { dialog, notifications } = vscode();
    await vscode().runCommand('Attio: Undo Last Change');
    assert.match(await dialog.text(), /Takes back: Created the note/);
    await vscode().screenshot('undo shown first');
    await dialog.press('Undo');
    await notifications.toast(/^Undone/).waitFor();
    assert.equal(await made(), undefined);
  });

  it('stops where someone else changed it since, with both sides', async () => {
    await quickNote();
    const note = await made();
    assert(note);
    await ask('PATCH', `/${note.id.note_id}`, { content: 'Somebody else wrote this.', format: 'plaintext' });
    await vscode().runCommand('Attio: Undo Last Change');
    await vscode()
      .notifications.toast(/was not taken back: someone changed/)
      .waitFor();
    await vscode().page.getByText('Somebody else wrote this.').first().waitFor();
    await vscode().screenshot('undo refused');
    assert(await made(), 'it was deleted all the same');
  });
});
