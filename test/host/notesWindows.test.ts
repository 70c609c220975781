import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, realpath, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  commands,
  EventEmitter,
  extensions,
  type FileChangeEvent,
  FilePermission,
  Uri,
  window,
  workspace,
} from 'vscode';
import { DraftFileSystem } from '../../src/editor/notes/draftFileSystem.js';
import { DraftStore, digestOf } from '../../src/editor/notes/draftStore.js';
import { draftId } from '../../src/editor/notes/draftUri.js';
import { seedId } from '../../src/sandbox/seed.js';
import type { Sandbox } from '../../src/sandbox/server.js';
import { attio, signInToSandbox, signOutEverywhere } from './support/attio.js';
import {
  activeDraft,
  clearNotes,
  draftFiles,
  draftsFolder,
  edit,
  notesOf,
  save,
  select,
  until,
  upToDate,
} from './support/notes.js';
import { lensTitles, otherOutbox } from './support/outbox.js';
import { type Answer, scriptedUi } from './support/scriptedUi.js';

const GRACE = seedId('people', 'grace-okafor');
const run = promisify(execFile);

async function command(id: string, argument: unknown, ...answers: Answer[]) {
  const { ui } = await attio();
  const script = scriptedUi(...answers);
  ui.use(script);
  await commands.executeCommand(id, ...(argument === undefined ? [] : [argument]));
  script.done();
  return script;
}

describe('drafts of notes in two windows', () => {
  let sandbox: Sandbox;
  /** Another window over the same storage. */
  let other: DraftStore;

  beforeEach(async () => {
    sandbox = await signInToSandbox();
    other = new DraftStore(await draftsFolder());
  });
  afterEach(async () => {
    await clearNotes();
    await signOutEverywhere();
    await sandbox.close();
  });

  async function draft() {
    await command('attio.newNote', { object: 'people', recordId: GRACE });
    const document = activeDraft();
    await edit(document, 'title:', 'title: From two windows');
    await save(document);
    return { document, id: draftId(document.uri)! };
  }

  const count = async () => (await notesOf(sandbox, 'people', GRACE)).length;

  it('are not sent while the other window sends them, and cannot be typed in meanwhile', async () => {
    const before = await count();
    const { document, id } = await draft();
    const claim = await other.claim(id);
    assert(claim);
    await upToDate(document);
    await assert.rejects(edit(document, 'From two', 'Typed in two'), /may not be typed in/);
    assert.equal((await workspace.fs.stat(document.uri)).permissions, FilePermission.Readonly);
    const script = await command('attio.createNoteFromDraft', undefined, { confirm: 'Create Note' });
    assert.match(script.said[0]?.message ?? '', /Another window/);
    assert.equal(await count(), before);
    await claim.release();
    assert.equal((await workspace.fs.stat(document.uri)).permissions, undefined);
    await upToDate(document);
    await edit(document, 'From two', 'Typed in two');
    await command('attio.createNoteFromDraft', undefined, { confirm: 'Create Note' });
    assert.equal(await count(), before + 1);
  });

  it('keep their record, and stay, while the other window sends them', async () => {
    const { document, id } = await draft();
    const text = document.getText();
    const meta = await other.meta(id);
    const claim = await other.claim(id);
    assert(claim);
    for (const what of ['attio.changeDraftRecord', 'attio.discardDraft']) {
      const script = await command(what, undefined);
      assert.deepEqual(
        script.said.map(({ message }) => message),
        ['Another window is creating this note at the moment.'],
      );
    }
    assert.equal(document.getText(), text);
    assert.deepEqual(await other.meta(id), meta);
    await claim.release();
    await command('attio.changeDraftRecord', undefined, { pick: 'Acme Robotics', type: 'acme robotics' });
    assert.match(document.getText(), /record: Acme Robotics /);
  });

  it('are not sent again when the other window has sent them while this one asked', async () => {
    const before = await count();
    const { id } = await draft();
    const { ui } = await attio();
    const script = scriptedUi({ confirm: 'Create Note' });
    const confirm = script.confirm;
    script.confirm = async (options) => {
      await other.remove(id);
      return confirm(options);
    };
    ui.use(script);
    await commands.executeCommand('attio.createNoteFromDraft');
    assert.match(script.said[0]?.message ?? '', /no longer exists/);
    assert.equal(await count(), before);
  });

  it('are looked for first when the other window died while it sent them', async () => {
    const before = await count();
    const { id, document } = await draft();
    const sent = {
      kind: 'note.create',
      parentObject: 'people',
      parentRecordId: GRACE,
      title: 'From two windows',
      format: 'markdown',
      content: '',
    } as const;
    const text = document.getText();
    const store = await otherOutbox();
    const [itemId] = (await store.newIds(1)).ids;
    const { account } = (await other.meta(id))!;
    // Until it has died, it is at it: this window, which sends by itself too (when it is looked at, say), leaves it alone.
    const claim = await store.claim(account.id);
    assert(claim);
    await store.add([
      {
        version: 1,
        id: itemId!,
        account,
        change: sent,
        approval: { how: 'asked', at: new Date().toISOString(), surface: 'notes.draft' },
        origin: { kind: 'draft', draftId: id, digest: digestOf(text) },
        state: 'sending',
        createdAt: Date.now(),
        since: Date.now(),
        before: [],
        attempts: 1,
      },
    ]);
    // It died after Attio had the note.
    const { kind: _kind, ...data } = { ...sent, parent_object: 'people', parent_record_id: GRACE };
    const answer = await fetch(`${sandbox.url}/v2/notes`, {
      method: 'POST',
      headers: { authorization: `Bearer ${sandbox.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        data: { parent_object: 'people', parent_record_id: GRACE, title: data.title, format: 'markdown', content: '' },
      }),
    });
    assert.equal(answer.status, 200);
    await until('the draft is known to wait', async () => (await lensTitles())[0]?.includes('In the outbox') === true);
    const script = scriptedUi();
    (await attio()).ui.use(script);
    await claim.release();
    await commands.executeCommand('attio.createNoteFromDraft');
    await script.heard(/which waited in the outbox, is in Attio now/);
    assert.equal(await count(), before + 1);
    await until('the draft is gone', async () => (await draftFiles()).length === 0);
  });

  it('show what the other window saved', async () => {
    const { document, id } = await draft();
    await other.save(id, document.getText().replace('From two windows', 'Changed over there'));
    await until('the text of the other window shows', () => document.getText().includes('Changed over there'));
    assert.equal(document.isDirty, false);
  });

  it('survive: a new window reads them from storage, under any name', async () => {
    const { document, id } = await draft();
    const fired: FileChangeEvent[] = [];
    const emitter = new EventEmitter<FileChangeEvent[]>();
    emitter.event((events) => fired.push(...events));
    const files = new DraftFileSystem(new DraftStore(await draftsFolder()), (events) => emitter.fire(events));
    const renamed = Uri.parse(`attio-draft://${id}/Some other name.md`);
    assert.equal(Buffer.from(await files.readFile(renamed)).toString(), document.getText());
    assert.equal((await files.stat(renamed)).size, Buffer.byteLength(document.getText()));
    await assert.rejects(
      async () => files.stat(Uri.parse(`attio-draft://${id}/.editorconfig`)),
      /FileNotFound|EntryNotFound/,
    );
    await assert.rejects(
      async () => files.readFile(Uri.parse('attio-draft://zzzzzzzz/x.md')),
      /FileNotFound|EntryNotFound/,
    );
    files.dispose();
    assert.equal((await draftFiles()).length, 2);
  });
});

describe('notes from code in a git repository', () => {
  let sandbox: Sandbox;
  let folder: string;

  beforeEach(async () => {
    sandbox = await signInToSandbox();
    const [root] = workspace.workspaceFolders ?? [];
    assert(root);
    folder = join(await realpath(root.uri.fsPath), 'gripper');
    await mkdir(folder);
  });
  afterEach(async () => {
    await clearNotes();
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
    await signOutEverywhere();
    await sandbox.close();
  });

  const git = async (...args: string[]) =>
    (await run('git', ['-c', 'user.name=T', '-c', 'user.email=t@t.example', ...args], { cwd: folder })).stdout.trim();

  interface GitApi {
    openRepository(root: Uri): Promise<unknown>;
    getRepository(
      uri: Uri,
    ): { state: { HEAD?: { commit?: string }; remotes: unknown[] }; status(): Promise<void> } | null;
  }

  it('link to the lines at the commit, and say when the file has changed since', async () => {
    await git('init', '-q', '-b', 'main');
    await git('remote', 'add', 'origin', 'https://someone:token@github.com/acme/gripper.git');
    await mkdir(join(folder, 'src'));
    const path = join(folder, 'src', 'grip.py');
    await writeFile(path, 'a = 1\nb = 2\nprint(a + b)\n');
    await git('add', '.');
    await git('commit', '-q', '-m', 'one');
    const commit = await git('rev-parse', 'HEAD');
    const api = (await extensions.getExtension('vscode.git')!.activate()).getAPI(1) as GitApi;
    await api.openRepository(Uri.file(folder));
    const repository = api.getRepository(Uri.file(path));
    assert(repository, 'the Git extension does not know the repository');
    await until(
      'git has read the repository',
      () => repository.state.HEAD?.commit === commit && repository.state.remotes.length > 0,
    );

    const editor = await window.showTextDocument(await workspace.openTextDocument(Uri.file(path)), { preview: false });
    select(editor, 'b = 2\nprint(a + b)\n');
    await command('attio.newNoteFromSelection', undefined, { pick: 'Grace Okafor', type: 'grace' });
    const reference = `[\`gripper/src/grip.py\` lines 2–3](https://github.com/acme/gripper/blob/${commit}/src/grip.py#L2-L3)`;
    const text = activeDraft().getText();
    assert(text.includes(`${reference}\n`), text);
    assert.match(text, /```python\nb = 2\nprint\(a \+ b\)\n```/);
    assert.doesNotMatch(text, /token|someone/);

    await window.showTextDocument(editor.document);
    await edit(editor.document, 'a = 1\n', 'a = 1\n\n');
    select(window.activeTextEditor!, 'b = 2\n');
    await command('attio.newNoteFromSelection', undefined, { pick: 'Grace Okafor', type: 'grace' });
    assert.match(activeDraft().getText(), /#L3\) \(uncommitted changes\)/);
    await editor.document.save();
  });
});
