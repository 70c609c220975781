import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { commands, EventEmitter, type TreeItem, window, workspace } from 'vscode';
import type { Note } from '../../src/attio/types.js';
import type { UpdateNote } from '../../src/attio/writes.js';
import type { OutboxItem } from '../../src/changes/outboxItem.js';
import type { NotesRoom } from '../../src/editor/notes/room.js';
import type { NotesNode } from '../../src/editor/outbox/nodes.js';
import { NotesTree } from '../../src/editor/outbox/notesTree.js';
import { seedId } from '../../src/sandbox/seed.js';
import type { Sandbox } from '../../src/sandbox/server.js';
import { attio, clearOutbox, outboxFolder, signInToSandbox, signOutEverywhere } from './support/attio.js';
import { activeDraft, clearNotes, draftFiles, edit, notesOf, openFile, save, select, until } from './support/notes.js';
import { lensTitles, otherOutbox, readOutbox } from './support/outbox.js';
import { type Answer, type ScriptedUi, scriptedUi } from './support/scriptedUi.js';

const GRACE = seedId('people', 'grace-okafor');
const TEXT = 'Talked to grace.okafor@acme-robotics.example about spring.';
describe('the outbox', () => {
  let sandbox: Sandbox;
  let before: number;

  beforeEach(async () => {
    sandbox = await signInToSandbox();
    before = (await graceNotes()).length;
  });
  afterEach(async () => {
    await clearNotes();
    await signOutEverywhere();
    await sandbox.close();
  });

  const graceNotes = () => notesOf(sandbox, 'people', GRACE);

  async function run(command: string, argument: unknown, ...answers: Answer[]): Promise<ScriptedUi> {
    const { ui } = await attio();
    const script = scriptedUi(...answers);
    ui.use(script);
    await commands.executeCommand(command, ...(argument === undefined ? [] : [argument]));
    script.done();
    return script;
  }

  async function draft(title: string): Promise<void> {
    await run('attio.newNote', { object: 'people', recordId: GRACE });
    await edit(activeDraft(), 'title:', `title: ${title}`);
    await edit(activeDraft(), '---\n\n', `---\n\n${TEXT} (${title})\n`);
  }

  /**
   * A note that is approved while Attio takes none, and asks not to be tried again by itself before the test is over: each
   * of those tries would be counted, and could send the note before the test asks for it.
   */
  async function waiting(title: string): Promise<OutboxItem> {
    await draft(title);
    const refusal = { kind: 'status', status: 503, method: 'POST', path: '/v2/notes', times: 50 } as const;
    sandbox.setFaults([{ ...refusal, retryAfter: 240 }]);
    const script = await run('attio.createNoteFromDraft', undefined, { confirm: 'Create Note' });
    assert(script.said.some(({ message }) => /kept in the outbox/.test(message)));
    const item = (await readOutbox()).find(({ change }) => change.title === title);
    assert(item);
    return item;
  }

  it('makes two of a note that is approved twice', async () => {
    for (const at of [1, 2]) {
      const editor = await openFile('weekly.md', TEXT);
      select(editor, TEXT);
      await run('attio.quickNoteFromSelection', undefined, { input: 'The same' }, { confirm: 'Create Note' });
      assert.equal((await graceNotes()).filter(({ title }) => title === 'The same').length, at);
    }
  });

  it('warns of what is rewritten for Attio, and sends it rewritten', async () => {
    const table = `${TEXT}\n\n| a | b |\n|---|---|\n| 1 | 2 |`;
    const editor = await openFile('weekly.md', table);
    select(editor, table);
    const script = await run(
      'attio.quickNoteFromSelection',
      undefined,
      { input: 'With a table' },
      { confirm: 'Create Note' },
    );
    assert.match(script.asked.find(({ kind }) => kind === 'confirm')?.detail ?? '', /⚠ .*table/i);
    const made = (await graceNotes()).find(({ title }) => title === 'With a table');
    assert(made && !made.content_markdown.includes('---'), made?.content_markdown);
    assert(!script.said.some(({ message }) => /differs from what was sent/.test(message)));
  });

  it('is shown in the view and in the draft, and is sent when asked', async () => {
    const item = await waiting('Away');
    assert.match((await lensTitles())[0] ?? '', /In the outbox/);
    const { services } = await attio();
    const changed = new EventEmitter<NotesNode | undefined>();
    // The window's own: a second one would be told in its place of what is sent, also in the tests after this one.
    const room = (await services.finishing.get('draft')?.()) as NotesRoom;
    const tree = new NotesTree(services, changed, room);
    try {
      const rows = async () => {
        const lines: TreeItem[] = [];
        for (const section of await tree.getChildren()) {
          lines.push(tree.getTreeItem(section));
          for (const row of await tree.getChildren(section)) lines.push(tree.getTreeItem(row));
        }
        return lines;
      };
      const [outbox, row, ...others] = await rows();
      assert.deepEqual([outbox?.label, outbox?.description, row?.label], ['Outbox', '1', 'Away']);
      assert.match(String(row?.description), /Grace Okafor · just now/);
      assert.match(String(row?.contextValue), /^outbox\./);
      // Where it takes long to come here, it was tried again by itself.
      assert.match(String(row?.tooltip), /Tried (?:once|\d+ times)\n/);
      // Files that were published by this machine before are not meant.
      const ofFiles = /^(?:section\.files|file)/;
      const besides = others.filter(({ contextValue }) => !ofFiles.test(String(contextValue)));
      assert.deepEqual(besides, [], 'a draft that waits is not among the drafts as well');
      await draft('Not yet');
      await save(activeDraft());
      assert.deepEqual(
        (await rows()).filter(({ contextValue }) => !ofFiles.test(String(contextValue))).map(({ label }) => label),
        ['Outbox', 'Away', 'Drafts', 'Not yet'],
      );
    } finally {
      tree.dispose();
    }
    sandbox.setFaults([]);
    const script = await run('attio.sendOutboxItem', { id: item.id });
    await script.heard(/“Away” on Grace Okafor, which waited in the outbox, is in Attio now/);
    assert.equal((await graceNotes()).length, before + 1);
    assert.deepEqual(await readOutbox(), []);
  });

  it('gives a quick note back as a draft', async () => {
    const editor = await openFile('weekly.md', TEXT);
    select(editor, TEXT);
    sandbox.setFaults([{ kind: 'status', status: 500, method: 'POST', path: '/v2/notes', times: 50 }]);
    await run('attio.quickNoteFromSelection', undefined, { input: 'Quick' }, { confirm: 'Create Note' });
    assert.deepEqual(await draftFiles(), []);
    const [item] = await readOutbox();
    await run('attio.takeBackOutboxItem', { id: item?.id });
    assert.match(activeDraft().getText(), /title: Quick\nrecord: Grace Okafor <[\s\S]*about spring\./);
    assert.deepEqual(await readOutbox(), []);
    sandbox.setFaults([]);
    assert.equal((await graceNotes()).length, before);
  });

  it('asks before an account with notes that wait is signed out of, and keeps them', async () => {
    await waiting('Away');
    const { services, ui } = await attio();
    const script = scriptedUi({ confirm: 'Sign Out' });
    ui.use(script);
    await commands.executeCommand('attio.signOut', services.accounts.active?.id);
    assert.match(script.asked[0]?.detail ?? '', /One approved note waits in the outbox: it is kept/);
    assert.equal((await readOutbox()).length, 1);
    const told = await run('attio.sendOutbox', undefined);
    await told.heard(/not signed in to Northwind Labs/);
    sandbox.setFaults([]);
    const back = scriptedUi({ pick: /API key/i }, { input: sandbox.key });
    ui.use(back);
    await commands.executeCommand('attio.signIn');
    await until('the note is sent', async () => (await graceNotes()).length === before + 1);
    await until('it is known', async () => (await readOutbox()).length === 0);
  });

  it('deletes them with the account where that is wanted', async () => {
    await waiting('Away');
    const { services, ui } = await attio();
    ui.use(scriptedUi({ confirm: 'Sign Out and Delete Waiting Notes' }));
    await commands.executeCommand('attio.signOut', services.accounts.active?.id);
    assert.deepEqual(await readOutbox(), []);
  });

  it('keeps nothing and sends nothing when this machine cannot keep it', async () => {
    await draft('No room');
    await clearOutbox();
    const folder = await outboxFolder();
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
    await writeFile(folder, '');
    try {
      const script = await run('attio.createNoteFromDraft', undefined, { confirm: 'Create Note' });
      await script.heard(/Nothing was sent to Attio: the note could not be kept on this machine first/);
      assert.equal((await graceNotes()).length, before);
      assert.equal((await draftFiles()).length, 2);
    } finally {
      await rm(folder, { force: true });
    }
  });

  it('shows both sides of a note that was changed meanwhile, and overwrites it by choice', async () => {
    const { services } = await attio();
    const connection = await services.connections.current();
    const [note] = await graceNotes();
    assert(note);
    const base = {
      parentObject: note.parent_object,
      parentRecordId: note.parent_record_id,
      title: note.title,
      content: note.content_markdown,
    };
    const change: UpdateNote = {
      kind: 'note.update',
      noteId: note.id.note_id,
      format: 'markdown',
      content: 'What I wrote.',
      base,
    };
    await patch(note, { title: 'Somebody was here', content: 'And wrote this.' });
    const store = await otherOutbox();
    const [id] = (await store.newIds(1)).ids;
    const { account } = connection;
    await store.add([
      {
        version: 1,
        id: id!,
        account: { id: account.id, name: account.name, slug: account.slug },
        change,
        approval: { how: 'asked', at: new Date().toISOString(), surface: 'notes.test' },
        origin: { kind: 'quick' },
        state: 'waiting',
        createdAt: Date.now(),
        attempts: 0,
      },
    ]);
    await run('attio.sendOutbox', undefined);
    await until('the conflict is known', async () => (await readOutbox())[0]?.state === 'conflict');
    assert.equal((await one(note)).content_markdown, 'And wrote this.');
    const script = await run(
      'attio.openOutboxItem',
      { id },
      { press: 'Overwrite with Mine', on: /was changed in Attio/ },
    );
    await script.heard(/is in Attio now/);
    assert.equal((await one(note)).content_markdown, 'What I wrote.');
    assert.equal((await one(note)).title, 'Somebody was here');
  });

  async function patch(note: Note, { title, content }: { title: string; content: string }): Promise<void> {
    const answer = await fetch(`${sandbox.url}/v2/notes/${note.id.note_id}`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${sandbox.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ data: { title, format: 'markdown', content } }),
    });
    assert.equal(answer.status, 200);
  }
  const one = async (note: Note): Promise<Note> =>
    (await graceNotes()).find(({ id }) => id.note_id === note.id.note_id)!;

  describe('closing a draft', () => {
    const close = async () => {
      await workspace.saveAll();
      await commands.executeCommand('workbench.action.closeActiveEditor');
    };

    it('asks when there is text in it, and keeps it', async () => {
      await draft('Closed');
      const { ui } = await attio();
      const script = scriptedUi({ press: 'Open Again', on: /“Closed” is not in Attio yet. It is kept/ });
      ui.use(script);
      await close();
      await until('it is open again', () => window.activeTextEditor?.document.uri.scheme === 'attio-draft');
      assert.deepEqual(script.said[0]?.buttons, ['Create Note', 'Open Again', 'Discard']);
      assert.match(activeDraft().getText(), /title: Closed/);
    });

    it('discards it when that is pressed, and brings it back by Undo', async () => {
      await draft('Closed');
      const { ui } = await attio();
      const script = scriptedUi(
        { press: 'Discard', on: /“Closed” is not in Attio yet/ },
        { press: 'Undo', on: /“Closed” is discarded/ },
      );
      ui.use(script);
      await close();
      await until('it is open again', () => window.activeTextEditor?.document.uri.scheme === 'attio-draft');
      script.done();
      assert.match(activeDraft().getText(), /title: Closed/);
    });
  });
});
