/** A note as a document, as a person edits one: from the tree, the difference, a conflict, a reload, a selection appended. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { seedId } from '../../src/sandbox/seed.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.js';
import { useWorkbench } from './support/openWorkbench.js';

const ACME = seedId('companies', 'acme-robotics');
const TITLE = 'Kick-off: second plant';

interface Note {
  id: { note_id: string };
  title: string;
  content_markdown: string;
}

describe('a note as a document, in the workbench', function () {
  this.bail(true);
  let sandbox: Sandbox;
  const env: Record<string, string> = {};
  before(async () => {
    sandbox = await startSandbox();
    env.ATTIO_API_URL = sandbox.url;
  });
  after(() => sandbox.close());
  const vscode = useWorkbench({ extension: 'development', env, size: { width: 1360, height: 860 } });
  const press = (key: string) => vscode().page.keyboard.press(key);
  const lens = (text: string | RegExp) =>
    vscode().page.locator('.codelens-decoration > *').filter({ hasText: text }).first();
  const replace = async (old: string, text: string) => {
    await vscode().editor.select(old);
    await vscode().page.keyboard.insertText(text);
  };

  const ask = async (method: string, where: string, data?: object) => {
    const answer = await fetch(`${sandbox.url}/v2/notes${where}`, {
      method,
      headers: { authorization: `Bearer ${sandbox.key}`, 'content-type': 'application/json' },
      ...(data && { body: JSON.stringify({ data }) }),
    });
    assert.equal(answer.status, 200);
    return ((await answer.json()) as { data: unknown }).data;
  };
  const notes = () => ask('GET', `?parent_object=companies&parent_record_id=${ACME}&limit=50`) as Promise<Note[]>;
  const titled = async (title: string) => {
    const note = (await notes()).find((one) => one.title === title);
    assert(note, `no note “${title}”`);
    return note;
  };

  it('opens from the palette: record by search, then its notes with date and author', async () => {
    const { quickInput } = vscode();
    await vscode().signIn(sandbox.key);
    await vscode().runCommand('Attio: Open Note as Document');
    await quickInput.shown('Open a Note as Document');
    await quickInput.type('acme robotics');
    await quickInput.pick('Acme Robotics');
    await quickInput.row(TITLE).first().waitFor();
    await vscode().screenshot('note document choose');
    // With the mouse over it a row shows its whole text in a box that lies over the others.
    await quickInput.type(TITLE);
    await quickInput.accept();
    await vscode().tab('Kick-off second plant').waitFor();
    await lens('As it is in Attio').waitFor();
    await vscode().screenshot('note document opened');
  });

  it('shows the difference on Ctrl+S, with what Attio does not keep, and sends it', async () => {
    await replace('second plant', 'second plant 🤖');
    await replace('No ~~spreadsheets~~ manual exports', 'No `manual` exports, שלום');
    await lens('Not in Attio yet: save to Northwind Labs').waitFor();
    await press('ControlOrMeta+S');
    const text = await vscode().dialog.text();
    assert.match(text, /second plant 🤖/);
    assert.match(text, /manual/);
    await vscode().screenshot('note document approval');
    await vscode().dialog.press('Update Note');
    await lens('As it is in Attio').waitFor();
    assert.match((await titled('Kick-off: second plant 🤖')).content_markdown, /manual exports, שלום/);
    await vscode().notifications.toast(/note/i).waitFor();
    await vscode().screenshot('note document sent');
    await vscode().notifications.dismiss(/note/i);
  });

  it('stops at a conflict, side by side, and takes Attio’s by choice', async () => {
    const { quickInput, page } = vscode();
    const note = await titled('Kick-off: second plant 🤖');
    await ask('PATCH', `/${note.id.note_id}`, {
      format: 'markdown',
      content: note.content_markdown.replace('in Boston', 'in Chicago'),
    });
    await replace('in Boston', 'in Denver');
    await press('ControlOrMeta+S');
    await quickInput.shown('changed in Attio since you began');
    await vscode().tab('Attio’s ↔ yours').waitFor();
    await page.locator('.monaco-diff-editor .char-insert, .monaco-diff-editor .line-insert').first().waitFor();
    await vscode().screenshot('note document conflict');
    assert.match((await titled(note.title)).content_markdown, /in Chicago/);
    await quickInput.type('Take Attio');
    await quickInput.accept();
    await vscode().tab('Attio’s ↔ yours').waitFor({ state: 'detached' });
    await vscode().editor.find('in Chicago');
    await lens('As it is in Attio').waitFor();
  });

  it('keeps what is not sent over a reload, though the key is gone', async () => {
    await replace('in Chicago', 'in Utah');
    const { page, userDataDir } = vscode();
    const edits = path.join(userDataDir, 'User/globalStorage/attio-community.attio-crm/edits');
    const kept = () => readdirSync(edits).map((file) => readFileSync(path.join(edits, file), 'utf8'));
    // It is on disk a moment after it is typed.
    while (!kept().some((text) => text.includes('in Utah'))) await page.evaluate('new Promise(requestAnimationFrame)');
    await vscode().reload();
    await vscode()
      .tab(/^Kick-off/)
      .first()
      .click();
    await vscode().editor.find('in Utah');
    // The rig keeps secrets in memory only: after a reload the key is asked for again.
    await lens('your text is kept here').waitFor();
    await vscode().page.getByRole('button', { name: 'Enter API Key Again' }).click();
    await vscode().quickInput.shown();
    await vscode().quickInput.type(sandbox.key);
    await vscode().quickInput.accept();
    await lens('Not in Attio yet').waitFor();
    await vscode().screenshot('note document reloaded');
    await vscode()
      .tab(/^Kick-off/)
      .first()
      .click();
    await vscode().editor.clickAt('in Utah');
    await press('ControlOrMeta+S');
    await vscode().dialog.press('Update Note');
    await lens('As it is in Attio').waitFor();
    assert.match((await titled('Kick-off: second plant 🤖')).content_markdown, /in Utah/);
  });
});
