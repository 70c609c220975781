/** A Markdown file made into notes with the keyboard alone, and kept in step with them. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { seedId } from '../../src/sandbox/seed.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.js';
import { useWorkbench } from './support/openWorkbench.js';

const NAME = '2026-11-18-kick-off.md';
const TEXT = `---
attendees: [grace.okafor@acme-robotics.example]
tags:  [robots, spring]   # ours
---

# Kick-off with Lumen Health

We met **Priya** about the scanners; see lumenhealth.example.

| Who   | What        | Until |
|-------|-------------|-------|
| Grace | send offer  | May   |

- [ ] call \`priya.venkataraman@lumenhealth.example\`
  - before Friday 🎉

> They want it by spring.
`;

const GRACE = seedId('people', 'grace-okafor');

describe('publishing a file with the keyboard', function () {
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
  const type = (text: string) => vscode().page.keyboard.insertText(text);
  const onDisk = () => readFileSync(path.join(vscode().folder, NAME), 'utf8');
  const lens = (text: string | RegExp) =>
    vscode().page.locator('.codelens-decoration').filter({ hasText: text }).first();

  const command = (title: string) => vscode().quickInput.runByKeyboard(title);

  const ask = async (method: string, where: string, data?: object) => {
    const answer = await fetch(`${sandbox.url}/v2/notes${where}`, {
      method,
      headers: { authorization: `Bearer ${sandbox.key}`, 'content-type': 'application/json' },
      ...(data && { body: JSON.stringify({ data }) }),
    });
    return (await answer.json()) as { data: { title: string; id: { note_id: string }; content_markdown: string }[] };
  };
  /** The note on Grace, behind the extension's back. */
  const theirs = async () => {
    const { data } = await ask('GET', `?parent_object=people&parent_record_id=${GRACE}`);
    const note = data.find(({ title }) => title === 'Kick-off with Lumen Health');
    assert(note);
    return note;
  };

  it('begins with a file', async () => {
    writeFileSync(path.join(vscode().folder, NAME), TEXT);
    await vscode().signIn(sandbox.key);
    await vscode().openFile(NAME);
    await press('ControlOrMeta+B');
  });

  it('shows what Attio will have beside what is written, and goes from one change to the next', async () => {
    const { page } = vscode();
    await command('Attio: Preview as Attio Keeps It');
    await vscode()
      .tab(/in Attio/)
      .waitFor();
    await vscode().statusItem('F8 goes from one to the next').waitFor();
    await page.locator('.squiggly-info').first().waitFor();
    await press('F8');
    await page.locator('.marker-widget').getByText('Attio keeps no tables').waitFor();
    await vscode().screenshot('publish-1-preview');
    await press('F8');
    await page
      .locator('.marker-widget')
      .getByText(/checkboxes|inline code/)
      .waitFor();
    await press('Escape');
  });

  it('proposes records with the reason, and asks once for all of them', async () => {
    const { quickInput, dialog, notifications } = vscode();
    await command('Attio: Publish File as Note…');
    await quickInput.row(/Grace Okafor.*Attendee grace\.okafor@/s).waitFor();
    await quickInput.row(/Lumen Health.*lumenhealth\.example in line 8/s).waitFor();
    await vscode().screenshot('publish-2-records');
    await press('ArrowDown');
    await press('Space');
    await quickInput.shown('1 Selected');
    for (let row = 0; row < 3; row++) await press('ArrowDown');
    await press('Space');
    await quickInput.shown('2 Selected');
    await press('Enter');
    const question = await dialog.text();
    await vscode().screenshot('publish-3-approval');
    assert.match(question, /Publish “Kick-off with Lumen Health” on Grace Okafor and Lumen Health/);
    await press('Enter');
    await notifications.toast('Published “Kick-off with Lumen Health”').waitFor();
    await lens(/Published on Grace Okafor and Lumen Health · in step/).waitFor();
    await vscode().screenshot('publish-4-in-step');
    assert.equal(onDisk().replace(/attio:\n(?: {2}- record: .*\n {4}note: .*\n){2}/, ''), TEXT);
  });

  it('says that the file was changed since, and shows the difference before it updates the notes', async () => {
    const { editor, dialog, notifications, page } = vscode();
    await notifications.dismiss('Published');
    await press('ControlOrMeta+End');
    await type('\nThey called again: summer is fine.\n');
    await lens('changed here since').waitFor();
    await vscode().screenshot('publish-5-changed');
    await command('Attio: Publish File as Note…');
    const question = await dialog.text();
    await vscode().screenshot('publish-6-difference');
    assert.match(question, /summer is fine/);
    await press('Enter');
    await notifications.toast('Updated the note on Grace Okafor and Lumen Health').waitFor();
    // What was compared goes, and the file is in front again.
    await page.locator('.monaco-diff-editor').waitFor({ state: 'detached' });
    await editor.find('They called again');
    await press('ControlOrMeta+S');
    await lens('in step').waitFor();
  });

  it('shows a conflict side by side, and changes nothing when it is cancelled', async () => {
    const { quickInput, notifications, page, editor } = vscode();
    await notifications.dismiss('Updated');
    const { id } = await theirs();
    await ask('PATCH', `/${id.note_id}`, {
      format: 'markdown',
      content: 'They want it **now**.\n\nGrace sends the offer.',
    });
    // A message that goes leaves the focus nowhere.
    await editor.clickAt('They called again');
    await press('ControlOrMeta+End');
    await type('\nAnd autumn, too.\n');
    await editor.find('And autumn');
    await command('Attio: Publish File as Note…');
    await quickInput.row('Merge in the Editor').waitFor();
    await page.locator('.monaco-diff-editor').waitFor();
    await vscode().screenshot('publish-7-conflict');
    await press('Escape');
    await quickInput.hidden();
    assert.match((await theirs()).content_markdown, /^They want it \*\*now\*\*/);
    // Decided: what was compared goes by itself, and the file is in front again.
    await page.locator('.monaco-diff-editor').waitFor({ state: 'detached' });
    await editor.find('And autumn');
    await press('ControlOrMeta+S');
    await lens('Published on Grace Okafor · changed on both sides').waitFor();
    await vscode().screenshot('publish-8-both-sides');
  });

  it('offers a note that was deleted in Attio anew', async () => {
    const { dialog } = vscode();
    const { id } = await theirs();
    await ask('DELETE', `/${id.note_id}`);
    await command('Attio: Publish File as Note…');
    const question = await dialog.text();
    await vscode().screenshot('publish-9-deleted');
    assert.match(question, /The note on Grace Okafor was deleted in Attio/);
    await press('Escape');
    await dialog.box.waitFor({ state: 'hidden' });
    await lens('deleted in Attio').waitFor();
    await vscode().screenshot('publish-10-lens-deleted');
  });

  it('starts a note from a template for a meeting', async () => {
    const { quickInput, editor } = vscode();
    await command('Attio: New Meeting Note…');
    await quickInput.row('For a Record…').waitFor();
    await vscode().screenshot('publish-11-meetings');
    await type('Intro: Orbital');
    await quickInput.row('Intro: Orbital Foods').first().waitFor();
    await press('Enter');
    await quickInput.shown('Records for');
    await vscode().screenshot('publish-12-meeting-records');
    await press('Enter');
    await editor.find('## Agenda');
    await lens(/For Orbital Foods, .*· not published yet/).waitFor();
    await vscode().screenshot('publish-13-meeting-note');
  });
});
