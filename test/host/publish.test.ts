import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type CodeLens,
  ConfigurationTarget,
  commands,
  languages,
  type TextDocument,
  Uri,
  WorkspaceEdit,
  window,
  workspace,
} from 'vscode';
import type { Note } from '../../src/attio/types.js';
import { seedId, seedUrl } from '../../src/sandbox/seed.js';
import type { Sandbox } from '../../src/sandbox/server.js';
import { attio, clearOutbox, signInToSandbox, signOutEverywhere } from './support/attio.js';
import { shown } from './support/changes.js';
import { clearNotes, edit, notesOf, openFile, until } from './support/notes.js';
import { type Answer, type ScriptedUi, scriptedUi } from './support/scriptedUi.js';
import { greatestTurn } from './support/turns.js';

const ACME = seedId('companies', 'acme-robotics');
const GRACE = seedId('people', 'grace-okafor');

const CALL = `---
title: "Kick-off: grippers" # ours
attendees: [grace.okafor@acme-robotics.example]
tags:   [ a,b ]
---

# Kick-off: grippers

We met about **grippers**.
They want them by spring.
`;

describe('publishing files', () => {
  let sandbox: Sandbox;

  beforeEach(async () => {
    // In a browser VS Code saves by itself; here it is the test that saves.
    await workspace.getConfiguration('files').update('autoSave', 'off', ConfigurationTarget.Global);
    sandbox = await signInToSandbox();
  });
  afterEach(async () => {
    const { services } = await attio();
    for (const key of services.context.globalState.keys())
      if (/^attio\.(?:published|renamed)/.test(key)) await services.context.globalState.update(key, undefined);
    await workspace.getConfiguration('attio').update('notes.linkIn', undefined, ConfigurationTarget.Global);
    await workspace.getConfiguration('files').update('autoSave', undefined, ConfigurationTarget.Global);
    await clearOutbox();
    await clearNotes();
    await signOutEverywhere();
    await sandbox.close();
  });

  async function run(command: string, argument: unknown, ...answers: Answer[]): Promise<ScriptedUi> {
    const { ui } = await attio();
    const script = scriptedUi(...answers);
    ui.use(script);
    await commands.executeCommand(command, ...(argument === undefined ? [] : [argument]));
    script.done();
    return script;
  }

  const onDisk = (document: TextDocument) => readFile(document.uri.fsPath, 'utf8');
  const notes = async () => [
    ...(await notesOf(sandbox, 'companies', ACME)),
    ...(await notesOf(sandbox, 'people', GRACE)),
  ];
  const called = async (title: string) => (await notes()).filter((note) => note.title === title);
  const block = (...made: Note[]) =>
    `attio:\n${made.map(({ parent_object, id }) => `  - record: ${parent_object === 'people' ? seedUrl('people', 'grace-okafor') : seedUrl('companies', 'acme-robotics')}\n    note: ${id.note_id}\n`).join('')}`;
  async function lenses(document: TextDocument): Promise<string[]> {
    const found = await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 50);
    return found.map(({ command }) => command?.title ?? '');
  }
  /** Both sides of what is laid side by side meanwhile; it goes when the question is over. */
  async function compared(work: () => Promise<unknown>): Promise<string[]> {
    const texts: string[] = [];
    const listener = workspace.onDidOpenTextDocument((document) => {
      if (document.uri.scheme === 'attio-compare') texts.push(document.getText());
    });
    try {
      await work();
    } finally {
      listener.dispose();
    }
    return texts.slice(-2);
  }
  /** Somebody else changes or deletes a note. */
  async function elsewhere(method: 'PATCH' | 'DELETE', noteId: string, data?: object): Promise<void> {
    const answer = await fetch(`${sandbox.url}/v2/notes/${noteId}`, {
      method,
      headers: { authorization: `Bearer ${sandbox.key}`, 'content-type': 'application/json' },
      ...(data && { body: JSON.stringify({ data }) }),
    });
    assert.equal(answer.status, 200);
  }

  /** A file that is published on Acme. */
  async function published(name = '2026-11-03-call.md', text = CALL): Promise<{ document: TextDocument; note: Note }> {
    const { document } = await openFile(name, text);
    await run('attio.publishFile', undefined, { picks: ['Acme Robotics'] }, { confirm: 'Publish' });
    const [note] = await called('Kick-off: grippers');
    assert(note);
    return { document, note };
  }

  it('puts a note on each record chosen, and the links into the front matter with every other byte kept', async () => {
    const { document } = await openFile('2026-11-03-call.md', CALL);
    const script = await run(
      'attio.publishFile',
      undefined,
      { picks: ['Acme Robotics', 'Grace Okafor'] },
      { confirm: 'Publish' },
    );
    const [proposed, question] = script.asked;
    assert.deepEqual(proposed?.lines?.slice(0, 2), [
      proposed?.lines?.find((line) => /^Grace Okafor \| Person.*\| Attendee grace\.okafor@/.test(line)),
      proposed?.lines?.find((line) => /^Acme Robotics \| Company.*\| Company of the attendee/.test(line)),
    ]);
    assert.match(question?.title ?? '', /Publish “Kick-off: grippers” on Grace Okafor and Acme Robotics/);
    const made = await called('Kick-off: grippers');
    assert.equal(made.length, 2);
    for (const note of made) {
      assert.equal(note.content_markdown, 'We met about **grippers**.\nThey want them by spring.');
      assert.match(note.created_at, /^2026-11-03/);
    }
    const [grace, acme] = [
      made.find((one) => one.parent_object === 'people')!,
      made.find((one) => one.parent_object === 'companies')!,
    ];
    const wanted = CALL.replace('---\n\n#', `${block(grace, acme)}---\n\n#`);
    assert.equal(document.getText(), wanted);
    assert.equal(await onDisk(document), wanted);
    assert.equal(document.isDirty, false);
    assert(
      script.said.some(({ message }) =>
        /^Published “Kick-off: grippers” on Grace Okafor and Acme Robotics\.$/.test(message),
      ),
    );
    assert.match((await lenses(document))[0] ?? '', /Published on Grace Okafor and Acme Robotics · in step/);
  });

  it('takes back what it has just published, and the link with it', async () => {
    const { document } = await openFile('call.md', 'Hello acme-robotics.example');
    await run(
      'attio.publishFile',
      undefined,
      { picks: ['Acme Robotics'] },
      { confirm: 'Publish' },
      { press: 'Undo', on: /^Published “Call”/ },
    );
    assert.equal((await called('Call')).length, 0);
    assert.equal(await onDisk(document), 'Hello acme-robotics.example');
  });

  it('updates the same note, after the difference was shown, and knows when there is nothing to do', async () => {
    const { document, note } = await published();
    const none = await run('attio.publishFile', undefined);
    assert.match(none.said.at(-1)?.message ?? '', /is in step with its note on Acme Robotics. Nothing was sent/);
    await edit(document, 'by spring', 'by summer');
    assert.match((await lenses(document)).join(), /changed here since/);
    const sides = await compared(() => run('attio.publishFile', undefined, { cancel: true }));
    assert.deepEqual(sides.map((text) => /by \w+/.exec(text)?.[0]).sort(), ['by spring', 'by summer']);
    await run('attio.publishFile', undefined, { confirm: 'Update' });
    assert.equal(window.activeTextEditor?.document, document, 'what was compared goes');
    const [now] = await called('Kick-off: grippers');
    assert.equal(now?.id.note_id, note.id.note_id);
    assert.match(now?.content_markdown ?? '', /by summer/);
    assert.equal((await called('Kick-off: grippers')).length, 1);
    assert.equal(document.isDirty, true, 'what the person has not saved stays unsaved');
    assert.match(await onDisk(document), /by spring/);
  });

  it('writes the title with the text, and says nothing of a file that says the same in other words of Markdown', async () => {
    const { document, note } = await published();
    await edit(document, '"Kick-off: grippers"', 'Grippers');
    await edit(document, '**grippers**', '__grippers__');
    await run('attio.publishFile', undefined, { confirm: 'Update' });
    const [now] = await called('Grippers');
    assert.equal(now?.id.note_id, note.id.note_id);
  });

  it('shows a note that was changed on both sides, and overwrites it only when told to', async () => {
    const { document, note } = await published();
    await elsewhere('PATCH', note.id.note_id, { format: 'markdown', content: 'Theirs.' });
    await edit(document, 'by spring', 'by summer');
    const sides = await compared(() => run('attio.publishFile', undefined, { pick: 'Cancel' }));
    assert.equal((await called('Kick-off: grippers'))[0]?.content_markdown, 'Theirs.');
    assert.deepEqual(sides.map((text) => /by \w+|Theirs\./.exec(text)?.[0]).sort(), ['Theirs.', 'by summer']);
    const script = await run(
      'attio.publishFile',
      undefined,
      { pick: 'Overwrite with the File' },
      { confirm: 'Update' },
    );
    assert.match(script.asked[0]?.title ?? '', /was changed in Attio, and the file was changed, too/);
    assert.match((await called('Kick-off: grippers'))[0]?.content_markdown ?? '', /by summer/);
  });

  it('takes Attio’s text and title into the file, and nothing else of it changes', async () => {
    const { document, note } = await published();
    await document.save();
    await elsewhere('PATCH', note.id.note_id, { title: 'Renamed: it', format: 'markdown', content: 'Theirs.\nOnly.' });
    const script = await run('attio.publishFile', undefined, { pick: 'Take Attio’s' });
    assert.match(script.asked[0]?.title ?? '', /and the file was not$/);
    const text = await onDisk(document);
    assert.equal(
      text,
      CALL.replace('"Kick-off: grippers"', '"Renamed: it"')
        .replace('---\n\n#', `${block(note)}---\n\n#`)
        .replace('We met about **grippers**.\nThey want them by spring.', 'Theirs.\nOnly.'),
    );
    const none = await run('attio.publishFile', undefined);
    assert.match(none.said.at(-1)?.message ?? '', /Nothing was sent/);
  });

  it('takes Attio’s text into a plain text, and says that the title stays another', async () => {
    const { document } = await openFile('log.txt', 'acme-robotics.example\n');
    await run('attio.publishFile', undefined, { picks: ['Acme Robotics'] }, { confirm: 'Publish' });
    const [note] = await called('Log');
    await elsewhere('PATCH', note!.id.note_id, { title: 'Renamed', format: 'plaintext', content: 'Theirs.' });
    const script = await run('attio.publishFile', undefined, { pick: 'Take Attio’s' });
    assert.match(script.said.at(-1)?.message ?? '', /has the text of the note.* is still called “Renamed”: it takes/);
    assert.equal(document.getText(), 'Theirs.\n');
    assert.equal((await called('Renamed')).length, 1);
  });

  it('puts Attio’s text beside the file for a merge by hand, which then overwrites what was seen', async () => {
    const { document, note } = await published();
    await elsewhere('PATCH', note.id.note_id, { format: 'markdown', content: 'Theirs.' });
    await edit(document, 'by spring', 'by summer');
    await run('attio.publishFile', undefined, { pick: 'Merge in the Editor' });
    await edit(document, 'by summer', 'by summer. Theirs');
    await run('attio.publishFile', document.uri, { confirm: 'Update' });
    assert.match((await called('Kick-off: grippers'))[0]?.content_markdown ?? '', /by summer\. Theirs/);
  });

  it('offers a note that was deleted in Attio anew, in the place of its link', async () => {
    const { document, note } = await published();
    await elsewhere('DELETE', note.id.note_id);
    const script = await run('attio.publishFile', undefined, { confirm: 'Create It Anew' }, { confirm: 'Publish' });
    assert.match(script.asked[0]?.title ?? '', /The note on Acme Robotics was deleted in Attio/);
    const [now] = await called('Kick-off: grippers');
    assert(now && now.id.note_id !== note.id.note_id);
    assert.equal(await onDisk(document), CALL.replace('---\n\n#', `${block(now)}---\n\n#`));
  });

  it('removes the link to a note that was deleted, when told to', async () => {
    const { document, note } = await published();
    await elsewhere('DELETE', note.id.note_id);
    await run('attio.publishFile', undefined, { confirm: 'Remove the Link' }, { cancel: true });
    assert.equal(await onDisk(document), CALL);
  });

  it('keeps unsaved text unsaved', async () => {
    const { document } = await openFile('call.md', CALL);
    await edit(document, 'by spring', 'by summer');
    const script = await run('attio.publishFile', undefined, { picks: ['Acme Robotics'] }, { confirm: 'Publish' });
    const [note] = await called('Kick-off: grippers');
    assert.equal(await onDisk(document), CALL);
    assert.equal(
      document.getText(),
      CALL.replace('by spring', 'by summer').replace('---\n\n#', `${block(note!)}---\n\n#`),
    );
    assert(script.said.some(({ message }) => /has unsaved text: save it to keep the link/.test(message)));
  });

  it('writes the link past formatters, mixed line ends and encodings that saving would change', async () => {
    const bytes = Buffer.concat([
      Buffer.from('---\r\ntitle: Caf'),
      Buffer.from([0xe9]),
      Buffer.from('\r\n---\nOne  \r\nTwo acme-robotics.example\n'),
    ]);
    const { document } = await openFile('call.md', '');
    await writeFile(document.uri.fsPath, bytes);
    await until('the editor has read the file', () => document.getText().includes('Two'));
    await run('attio.publishFile', undefined, { picks: ['Acme Robotics'] }, { confirm: 'Publish' });
    const now = await readFile(document.uri.fsPath);
    const text = now.toString('latin1');
    const at = text.indexOf('attio:');
    const end = text.indexOf('---', at);
    assert(at > 0);
    assert.equal(Buffer.concat([now.subarray(0, at), now.subarray(end)]).compare(bytes), 0);
    assert.match(text.slice(at, end), /^attio:\r\n {2}- record: \S+\r\n {4}note: [0-9a-f-]{36}\r\n$/);
  });

  it('links a file that was changed, closed and renamed while its note waited', async () => {
    const { document } = await openFile('call.md', CALL);
    sandbox.setFaults([{ kind: 'status', status: 503, method: 'POST', path: '/v2/notes', times: 1000 }]);
    const script = await run('attio.publishFile', undefined, { picks: ['Acme Robotics'] }, { confirm: 'Publish' });
    await script.heard(/kept in the outbox/);
    assert.equal(await onDisk(document), CALL);
    assert.match((await lenses(document))[0] ?? '', /Waits to be sent: the note on Acme Robotics/);
    await edit(document, 'by spring', 'by summer');
    await document.save();
    await commands.executeCommand('workbench.action.closeAllEditors');
    const to = Uri.joinPath(document.uri, '../renamed.md');
    const move = new WorkspaceEdit();
    move.renameFile(document.uri, to);
    assert(await workspace.applyEdit(move));
    sandbox.setFaults([]);
    await run('attio.sendOutbox', undefined);
    await until('the note is there', async () => (await called('Kick-off: grippers')).length > 0);
    const [note, ...more] = await called('Kick-off: grippers');
    assert(note && more.length === 0);
    const wanted = CALL.replace('by spring', 'by summer').replace('---\n\n#', `${block(note)}---\n\n#`);
    await until('the renamed file has its link', async () => (await readFile(to.fsPath, 'utf8')) === wanted);
    assert.match((await lenses(await workspace.openTextDocument(to))).join(), /changed here since/);
  });

  it('replaces an earlier version that still waits, or sends it first', async () => {
    const { document } = await openFile('call.md', CALL);
    sandbox.setFaults([{ kind: 'status', status: 400, method: 'POST', path: '/v2/notes' }]);
    const script = await run('attio.publishFile', undefined, { picks: ['Acme Robotics'] }, { confirm: 'Publish' });
    await script.heard(/outbox/);
    assert.match((await lenses(document))[0] ?? '', /Not accepted by Attio: the note on Acme Robotics/);
    await edit(document, 'by spring', 'by summer');
    sandbox.setFaults([]);
    await run(
      'attio.publishFile',
      undefined,
      { confirm: 'Replace It' },
      { picks: ['Acme Robotics'] },
      { confirm: 'Publish' },
    );
    const [note, ...more] = await called('Kick-off: grippers');
    assert.match(note?.content_markdown ?? '', /by summer/);
    assert.deepEqual(more, []);
    sandbox.setFaults([{ kind: 'status', status: 503, method: 'PATCH', path: '/v2/notes', times: 1000 }]);
    await edit(document, 'by summer', 'by autumn');
    const second = await run('attio.publishFile', undefined, { confirm: 'Update' });
    await second.heard(/kept in the outbox/);
    await edit(document, 'by autumn', 'by winter');
    sandbox.setFaults([]);
    await run('attio.publishFile', undefined, { confirm: 'Send It First' }, { confirm: 'Update' });
    assert.match((await called('Kick-off: grippers'))[0]?.content_markdown ?? '', /by winter/);
    assert.equal((await called('Kick-off: grippers')).length, 1);
  });

  it('refuses front matter that is broken, and leaves it', async () => {
    const text = '---\ntitle: a: b\n---\nHello acme-robotics.example\n';
    const { document } = await openFile('call.md', text);
    const script = await run('attio.publishFile', undefined, { press: 'Show', on: /was not published/ });
    assert.match(script.said.at(-1)?.message ?? '', /line 2: .*Nothing in the file was touched\.$/);
    assert.equal(window.activeTextEditor?.selection.active.line, 1);
    assert.equal(await onDisk(document), text);
  });

  it('keeps the link apart from a file that is not to be touched, and from text files', async () => {
    await workspace.getConfiguration('attio').update('notes.linkIn', 'storage', ConfigurationTarget.Global);
    const { document } = await openFile('call.md', CALL);
    await run('attio.publishFile', undefined, { picks: ['Acme Robotics'] }, { confirm: 'Publish' });
    assert.equal(await onDisk(document), CALL);
    assert.match((await lenses(document))[0] ?? '', /Published on Acme Robotics · in step/);
    await workspace.getConfiguration('attio').update('notes.linkIn', undefined, ConfigurationTarget.Global);
    const { document: plain } = await openFile('2026-11-02 log.txt', '# not a heading\nacme-robotics.example\n');
    await run('attio.publishFile', undefined, { picks: ['Acme Robotics'] }, { confirm: 'Publish' });
    assert.equal(await onDisk(plain), '# not a heading\nacme-robotics.example\n');
    const [note] = await called('Log');
    assert.equal(note?.content_plaintext, '# not a heading\nacme-robotics.example');
    const none = await run('attio.publishFile', undefined);
    assert.match(none.said.at(-1)?.message ?? '', /Nothing was sent/);
  });

  it('keeps the link of a file that is renamed in VS Code, and finds that of one that was renamed elsewhere', async () => {
    await workspace.getConfiguration('attio').update('notes.linkIn', 'storage', ConfigurationTarget.Global);
    const { document } = await openFile('call.md', CALL);
    await run('attio.publishFile', undefined, { picks: ['Acme Robotics'] }, { confirm: 'Publish' });
    const inCode = Uri.joinPath(document.uri, '../inside.md');
    const move = new WorkspaceEdit();
    move.renameFile(document.uri, inCode);
    assert(await workspace.applyEdit(move));
    const { services } = await attio();
    await until(
      'the link has moved',
      () => inCode.toString() in services.context.globalState.get<object>('attio.publishedFiles', {}),
    );
    const moved = await workspace.openTextDocument(inCode);
    await window.showTextDocument(moved, { preview: false });
    const none = await run('attio.publishFile', undefined);
    assert.match(none.said.at(-1)?.message ?? '', /Nothing was sent/);
    await commands.executeCommand('workbench.action.closeAllEditors');
    const outside = Uri.joinPath(inCode, '../outside.md');
    await rename(inCode.fsPath, outside.fsPath);
    await window.showTextDocument(await workspace.openTextDocument(outside), { preview: false });
    await until(
      'it is known by its new name',
      () => outside.toString() in services.context.globalState.get<object>('attio.publishedFiles', {}),
    );
    const script = await run('attio.publishFile', undefined);
    assert.match(script.said.at(-1)?.message ?? '', /Nothing was sent/);
    assert.equal((await called('Kick-off: grippers')).length, 1);
  });

  it('says that another file sends the same note', async () => {
    const { document } = await published();
    await document.save();
    const copy = await openFile('copy.md', (await onDisk(document)).replace('by spring', 'by winter'));
    const script = await run('attio.publishFile', undefined, { confirm: 'Publish This File' }, { confirm: 'Update' });
    assert.match(script.asked[0]?.title ?? '', /last published from 2026-11-03-call\.md/);
    assert.match((await called('Kick-off: grippers'))[0]?.content_markdown ?? '', /by winter/);
    assert.match((await lenses(copy.document))[0] ?? '', /in step/);
  });

  it('adds a further record, and those that the front matter names', async () => {
    const { document } = await published();
    await run(
      'attio.publishFile',
      { uri: document.uri.toString(), another: true },
      { picks: ['Grace Okafor'] },
      { confirm: 'Publish' },
    );
    assert.equal((await called('Kick-off: grippers')).length, 2);
    const named = await openFile('named.md', `---\nattio: ${seedUrl('people', 'grace-okafor')}\n---\nHello`);
    assert.match((await lenses(named.document)).join(), /For Grace Okafor · not published yet/);
    const script = await run('attio.publishFile', undefined, { picks: ['Grace Okafor'] }, { confirm: 'Publish' });
    assert.deepEqual(script.asked[0]?.picked, ['Grace Okafor']);
    const [note] = await called('Named');
    assert.equal(await onDisk(named.document), `---\n${block(note!)}---\nHello`);
  });

  it('compares with Attio, and unlinks', async () => {
    const { document } = await published();
    await edit(document, 'by spring', 'by summer');
    await run('attio.compareWithNote', undefined);
    assert.match(shown().at(-1) ?? '', /by summer/);
    await run('attio.unlinkFile', document.uri, { confirm: 'Unlink' });
    assert.equal(document.getText(), CALL.replace('by spring', 'by summer'));
    assert.equal((await called('Kick-off: grippers')).length, 1);
    assert.deepEqual(await lenses(document), []);
  });

  it('previews what Attio will have, and marks each piece that is put into another form', async () => {
    const { document } = await openFile(
      'p.md',
      '---\ntitle: T\n---\n\nText\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- [ ] open\n',
    );
    await run('attio.previewNote', undefined);
    const preview = workspace.textDocuments.find(({ uri }) => uri.scheme === 'attio-preview');
    assert.match(preview?.getText() ?? '', /^# T\n\nText\n/);
    assert.doesNotMatch(preview?.getText() ?? '', /\|---/);
    const marks = languages.getDiagnostics(document.uri).filter(({ source }) => source === 'Attio');
    assert.deepEqual(
      marks.map(({ range }) => range.start.line),
      [6, 10],
    );
    assert.match(marks[0]!.message, /^Attio keeps no tables/);
    assert.equal(window.activeTextEditor?.document, document, 'the keyboard stays in the file');
    await edit(document, '- [ ] open', '- open');
    await until(
      'the marks follow',
      () => languages.getDiagnostics(document.uri).filter(({ source }) => source === 'Attio').length === 1,
    );
    await window.tabGroups.close(
      window.tabGroups.all.flatMap(({ tabs }) => tabs.filter(({ label }) => /in Attio/.test(label))),
    );
    await until('the marks are gone', () => languages.getDiagnostics(document.uri).length === 0);
  });

  it('starts a note from a template, and publishes it where it was begun', async () => {
    await run('attio.newNoteFromTemplate', { object: 'companies', recordId: ACME }, { pick: 'Call Summary' });
    const document = window.activeTextEditor!.document;
    assert(document.isUntitled);
    const text = document.getText();
    assert.match(text, /^---\ntitle: Call with Acme Robotics\ndate: \d{4}-\d\d-\d\d \d\d:\d\d\nattio:\n {2}- record: /);
    assert.match(text, /\*\*About:\*\* \[Acme Robotics\]\(https:\/\/app\.attio\.com/);
    assert.doesNotMatch(text, /\{\{|\*\*With:/);
    await run('attio.publishFile', undefined, { picks: ['Acme Robotics'] }, { confirm: 'Publish' });
    assert.match(document.getText(), /note: [0-9a-f-]{36}\n---/);
    assert.equal((await called('Call with Acme Robotics')).length, 1);
    await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('starts a meeting note from a meeting, whose note hangs on the meeting', async () => {
    const { services } = await attio();
    const { catalog } = await services.connections.current();
    const { meetings } = await catalog.meetings({ when: 'past' }, { surface: 'test' });
    const meeting = meetings.find(({ linked_records }) => linked_records.length > 0)!;
    const script = await run('attio.newMeetingNote', { meeting: { id: meeting.id.meeting_id } }, { picks: [/./] });
    assert.match(script.asked[0]?.lines?.[0] ?? '', /Linked to the meeting$/);
    const document = window.activeTextEditor!.document;
    assert.match(document.getText(), new RegExp(`meeting: ${meeting.id.meeting_id}`));
    await run('attio.publishFile', undefined, { picks: [/./] }, { confirm: 'Publish' });
    const noteId = /note: ([0-9a-f-]{36})/.exec(document.getText())?.[1];
    assert(noteId);
    const note = await catalog.note(noteId, { surface: 'test', fresh: true });
    assert.equal(note?.meeting_id, meeting.id.meeting_id, document.getText());
    assert.equal(note?.title, meeting.title);
    await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('publishes 300 kB of emoji, right-to-left text, tables and nested lists without a visible pause', async function () {
    this.timeout(120_000);
    const part = `## Teil 🎉👩‍👩‍👧

שלום עולם, **مرحبا** بالعالم — 日本語 \`code\` and [link](https://x.example).

| a | ב | 🎉 |
|---|---|----|
| 1 | שלום | x |

- one
  - two 👍
    1. three
    2. مرحبا
- [x] done

> quote

`;
    const text = `# Long acme-robotics.example\n\n${part.repeat(Math.ceil(300_000 / Buffer.byteLength(part)))}`;
    assert(Buffer.byteLength(text) >= 300_000);
    // Elsewhere, so that its work is not taken for ours.
    await signOutEverywhere();
    const { services } = await attio();
    const child = spawn(process.execPath, [join(services.context.extensionPath, 'dist', 'sandboxServer.js')], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const server = JSON.parse(String(line)) as { url: string; key: string };
    const far = { url: server.url, key: server.key } as Sandbox;
    process.env.ATTIO_API_URL = far.url;
    await run('attio.signIn', undefined, { pick: /API key/i }, { input: far.key });
    const { document } = await openFile('long.md', text);
    await lenses(document);
    const greatest = await greatestTurn(`${services.context.extensionPath}/dist/`, async () => {
      await run('attio.publishFile', undefined, { picks: ['Acme Robotics'] }, { confirm: 'Publish' });
      await lenses(document);
    });
    assert(greatest > 0 && greatest < 0.2, `${greatest} of the work in one turn`);
    const made = (await notesOf(far, 'companies', ACME)).find(({ title }) => title.startsWith('Long'));
    assert(made && made.content_markdown.length > 100_000);
    await until('it is in step', async () => /in step/.test((await lenses(document))[0] ?? ''));
    child.kill();
  });
});
