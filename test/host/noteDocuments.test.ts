import assert from 'node:assert/strict';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CodeLens,
  commands,
  languages,
  Selection,
  TabInputText,
  TabInputTextDiff,
  type TextDocument,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { Note } from '../../src/attio/types.js';
import { readFrontMatter } from '../../src/crm/publish/frontMatter.js';
import { NoteStore } from '../../src/editor/noteDocuments/noteFile.js';
import { seedId } from '../../src/sandbox/seed.js';
import type { Sandbox } from '../../src/sandbox/server.js';
import { attio, clearOutbox, signInToSandbox, signOutEverywhere } from './support/attio.js';
import { activeDraft, clearNotes, edit, notesOf, openFile, select, until, upToDate } from './support/notes.js';
import { type Answer, type ScriptedUi, scriptedUi } from './support/scriptedUi.js';
import { greatestTurn } from './support/turns.js';

const ACME = seedId('companies', 'acme-robotics');
const PRIYA = seedId('people', 'priya-venkat');
const KICK_OFF = 'Kick-off: second plant';
const AS_IS = '$(check) As it is in Attio';
const SAVE = 'workbench.action.files.save';

describe('a note as a document', () => {
  let sandbox: Sandbox;
  /** What every PATCH said. */
  let sent: Record<string, unknown>[];

  beforeEach(async () => {
    sandbox = await signInToSandbox();
    sent = [];
    const { api } = await (await attio()).services.connections.current();
    const { update } = api.notes;
    api.notes.update = (approved, options) => {
      const { title, content } = approved.change;
      sent.push({ ...(title !== undefined && { title }), ...(content !== undefined && { content }) });
      return update(approved, options);
    };
  });
  afterEach(async () => {
    sandbox.setFaults([]);
    for (const uri of openNotes()) {
      await use({ confirm: 'Discard' });
      await commands.executeCommand('attio.revertNote', uri);
    }
    await clearOutbox();
    await clearNotes();
    await signOutEverywhere();
    await rm(await folder(), { recursive: true, force: true, maxRetries: 10 });
    await sandbox.close();
  });

  const openNotes = (): Uri[] =>
    window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .flatMap(({ input }) => (input instanceof TabInputText && input.uri.scheme === 'attio-note' ? [input.uri] : []));
  const folder = async () => join((await attio()).services.context.globalStorageUri.fsPath, 'edits');
  const kept = async () => (await readdir(await folder()).catch(() => [])).filter((name) => name.endsWith('.json'));

  async function use(...answers: Answer[]): Promise<ScriptedUi> {
    const { ui } = await attio();
    const script = scriptedUi(...answers);
    ui.use(script);
    return script;
  }

  async function run(command: string, argument: unknown, ...answers: Answer[]): Promise<ScriptedUi> {
    const script = await use(...answers);
    await commands.executeCommand(command, ...(argument === undefined ? [] : [argument]));
    script.done();
    return script;
  }

  const theNote = async (title = KICK_OFF, object = 'companies', record = ACME): Promise<Note> => {
    const note = (await notesOf(sandbox, object, record)).find((one) => one.title === title);
    assert(note, `no note “${title}”`);
    return note;
  };
  const targetOf = (note: Note) => ({
    note: {
      id: note.id.note_id,
      parentObject: note.parent_object,
      parentRecordId: note.parent_record_id,
      title: note.title,
    },
  });

  async function open(note?: Note): Promise<TextDocument> {
    const script = await use();
    await commands.executeCommand('attio.openNote', targetOf(note ?? (await theNote())));
    const document = window.activeTextEditor?.document;
    assert.equal(document?.uri.scheme, 'attio-note', JSON.stringify(script.said));
    // VS Code holds on to documents that were open a moment ago, with what they were then.
    if (!document!.isDirty) await upToDate(document!);
    await until('it is read', async () => {
      return Buffer.from(await workspace.fs.readFile(document!.uri)).toString() === document!.getText();
    });
    return document!;
  }

  /** Saves by hand and waits until the answers are used. */
  async function save(document: TextDocument, ...answers: Answer[]): Promise<ScriptedUi> {
    const script = await use(...answers);
    await window.showTextDocument(document);
    await commands.executeCommand(SAVE);
    await until('the answers are used', () => {
      try {
        script.done();
        return true;
      } catch {
        return false;
      }
    });
    return script;
  }

  /** Somebody else changes or deletes a note. */
  async function elsewhere(method: 'PATCH' | 'DELETE', note: Note, data?: object): Promise<void> {
    const answer = await fetch(`${sandbox.url}/v2/notes/${note.id.note_id}`, {
      method,
      headers: { authorization: `Bearer ${sandbox.key}`, 'content-type': 'application/json' },
      ...(data && { body: JSON.stringify({ data }) }),
    });
    assert.equal(answer.status, 200);
  }

  const lenses = async (document: TextDocument) =>
    (await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 20)).map(
      ({ command }) => command?.title ?? '',
    );
  const lens = (document: TextDocument, title: string | RegExp) =>
    until(`there is the lens ${title}`, async () => {
      const found = await lenses(document);
      return found.some((one) => (typeof title === 'string' ? one === title : title.test(one)));
    });
  const said = (script: ScriptedUi, message: RegExp) => script.said.some((one) => message.test(one.message));
  const tabs = () => window.tabGroups.all.flatMap(({ tabs }) => tabs).map(({ label }) => label);

  it('opens with title, record and text; nothing of it is on disk', async () => {
    const document = await open();
    assert.equal(document.languageId, 'markdown');
    assert.match(document.uri.path, /^\/Kick-off second plant\.md$/);
    assert.match(
      document.getText(),
      /^---\ntitle: Kick-off: second plant\nrecord: Acme Robotics <https:\/\/app\.attio\.com\/.*>\n---\n\n/,
    );
    await lens(document, AS_IS);
    assert.deepEqual(languages.getDiagnostics(document.uri), []);
    assert.deepEqual(await kept(), []);
  });

  it('is chosen by record, then by title, day and author', async () => {
    const script = await run(
      'attio.openNote',
      undefined,
      { pick: 'Acme Robotics', type: 'acme robotics' },
      { pick: KICK_OFF },
    );
    assert.equal(window.activeTextEditor?.document.uri.scheme, 'attio-note');
    const lines = script.asked[1]?.lines ?? [];
    const line = lines.find((one) => one.startsWith(KICK_OFF)) ?? '';
    assert.match(line, /\d{4}.* · (?:[A-Z]\w+ \w+|an API key|a colleague|Attio)/);
    const times = (await notesOf(sandbox, 'companies', ACME)).sort((a, b) => b.created_at.localeCompare(a.created_at));
    assert.deepEqual(
      script.asked[1]?.labels,
      times.map(({ title }) => title),
    );
  });

  it('shows the difference when it is saved, and sends only what is another', async () => {
    const document = await open();
    await edit(document, 'title: Kick-off: second plant', 'title: Kick-off: third plant');
    await lens(document, /Not in Attio yet: save to Northwind Labs/);
    const script = await save(document, { confirm: 'Update Note' });
    assert.match(script.asked[0]?.detail ?? '', /third plant/);
    await until('it is in Attio', () => sent.length === 1);
    assert.deepEqual(sent, [{ title: 'Kick-off: third plant' }]);
    await lens(document, AS_IS);
    assert.equal(document.isDirty, false);
    assert.deepEqual(await kept(), []);
    const note = await theNote('Kick-off: third plant');
    await edit(document, document.getText().trimEnd().slice(-12), '👩‍🚀 שלום and **more**\n');
    await save(document, { confirm: 'Update Note' });
    await lens(document, AS_IS);
    assert.deepEqual(Object.keys(sent[1] ?? {}), ['content']);
    assert.match((await theNote(note.title)).content_markdown, /👩‍🚀 שלום and \*\*more\*\*$/);
  });

  it('says what Attio does not keep, by the lines of the document, and marks it', async () => {
    const document = await open();
    await edit(document, document.getText(), `${document.getText()}\n| a | b |\n| - | - |\n| 1 | 2 |\n`);
    const line = document.getText().split('\n').indexOf('| a | b |');
    await until('it is marked', () =>
      languages.getDiagnostics(document.uri).some(({ range }) => range.start.line === line),
    );
    const script = await save(document, { confirm: 'Update Note' });
    assert.match(script.asked[0]?.detail ?? '', new RegExp(`Line ${line + 1}: Attio keeps no tables`));
    await lens(document, AS_IS);
    assert.doesNotMatch(document.getText(), /\| a \| b \|/, 'the document is what Attio keeps');
  });

  it('sends nothing when only the spelling is another, nor when nothing is', async () => {
    const document = await open();
    const before = document.getText();
    const script = await save(document);
    await commands.executeCommand('attio.sendNote', document.uri);
    await until('it is said', () => said(script, /has no changes to send/));
    await edit(document, '---\n\n', '---\n\n\n');
    const again = await save(document);
    await until('it is said', () => said(again, /has no changes to send/));
    assert.deepEqual(sent, []);
    assert.equal((await theNote()).content_markdown.trim(), before.split('---\n\n')[1]!.trim());
  });

  it('keeps what is typed and what was declined, for its owner only, and forgets it with the account', async () => {
    const document = await open();
    await edit(document, 'second plant', 'fourth plant');
    await until('it is kept', async () => (await kept()).length === 1);
    const script = await save(document, { cancel: true });
    await until('it is said', () => said(script, /nothing was sent; your changes are kept here/));
    assert.deepEqual(sent, []);
    const [file] = await kept();
    assert.equal((await stat(join(await folder(), file!))).mode & 0o777, 0o600);
    await commands.executeCommand('workbench.action.closeActiveEditor');
    const again = await open();
    assert.match(again.getText(), /^title: Kick-off: fourth plant$/m);
    await lens(again, /Not in Attio yet/);
    await commands.executeCommand('workbench.action.closeActiveEditor');
    await signOutEverywhere();
    assert.deepEqual(await kept(), []);
  });

  it('goes back to what Attio has, and shows the difference', async () => {
    const document = await open();
    const before = document.getText();
    await edit(document, 'second plant', 'fourth plant');
    await commands.executeCommand('attio.showNoteDifference', document.uri);
    await until('it is shown', () => tabs().some((label) => /in Attio ↔ your changes/.test(label)));
    await run('attio.revertNote', document.uri, { confirm: 'Discard' });
    await until('it is as before', () => document.getText() === before && !document.isDirty);
    assert.deepEqual(await kept(), []);
  });

  it('stops where the head is damaged, says where, and puts it back', async () => {
    const document = await open();
    await edit(
      document,
      `<${/<(.*)>/.exec(document.getText())![1]}>`,
      `<https://app.attio.com/northwind-labs/person/${PRIYA}>`,
    );
    const script = await save(document, { press: 'Put the Head Back', on: /Line 3: A note stays on its record/ });
    assert(script);
    await lens(document, AS_IS);
    assert.deepEqual(sent, []);
  });

  describe('changed in Attio meanwhile', () => {
    it('follows what the person has not touched', async () => {
      const document = await open();
      await edit(document, 'title: Kick-off: second plant', 'title: Mine');
      await elsewhere('PATCH', await theNote(), { content: 'Theirs, all new.', format: 'markdown' });
      const script = await save(document, { confirm: 'Update Note' });
      assert.doesNotMatch(script.asked[0]?.detail ?? '', /all new/);
      await lens(document, AS_IS);
      assert.match(document.getText(), /title: Mine\n[\s\S]*Theirs, all new\./);
      assert.deepEqual(sent, [{ title: 'Mine' }]);
    });

    const both = async (): Promise<TextDocument> => {
      const document = await open();
      await edit(document, document.getText().split('---\n\n')[1]!.trim(), 'Mine, all new.');
      await elsewhere('PATCH', await theNote(), { content: 'Theirs, all new.', format: 'markdown' });
      return document;
    };

    it('is shown side by side; Cancel changes nothing', async () => {
      const document = await both();
      const script = await save(document, { cancel: true });
      assert.match(script.asked[0]?.title ?? '', /the text changed in Attio since you began/);
      assert.deepEqual(script.asked[0]?.labels, ['Take Attio’s', 'Overwrite with Mine', 'Cancel']);
      const sides = window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .find(
          ({ input }) => input instanceof TabInputTextDiff && input.modified.toString() === document.uri.toString(),
        );
      assert(sides, 'both sides are shown');
      assert.match(document.getText(), /Mine, all new\./);
      await lens(document, /Changed in Attio as well/);
      assert.deepEqual(sent, []);
      assert.equal((await theNote()).content_markdown, 'Theirs, all new.');
    });

    it('is overwritten only by choice, with the difference to what Attio has now', async () => {
      const document = await both();
      const script = await save(document, { pick: 'Overwrite with Mine' }, { confirm: 'Update Note' });
      assert.match(script.asked[1]?.detail ?? '', /Theirs, all new/);
      await lens(document, AS_IS);
      assert.equal((await theNote()).content_markdown, 'Mine, all new.');
      await until('the sides are closed', () => !tabs().some((label) => /Attio’s ↔ yours/.test(label)));
    });

    it('is taken by choice; Undo in the editor brings the own text back', async () => {
      const document = await both();
      await save(document, { pick: 'Take Attio’s' });
      await lens(document, AS_IS);
      assert.match(document.getText(), /Theirs, all new\./);
      assert.deepEqual(sent, []);
      await window.showTextDocument(document);
      await commands.executeCommand('undo');
      await until('mine is back', () => document.getText().includes('Mine, all new.'));
    });
  });

  describe('deleted in Attio meanwhile', () => {
    const deleted = async (): Promise<{ document: TextDocument; note: Note }> => {
      const note = await theNote();
      const document = await open(note);
      await edit(document, 'second plant', 'fifth plant');
      await elsewhere('DELETE', note);
      return { document, note };
    };

    it('is made anew, once, with its date, and opens', async () => {
      const { document, note } = await deleted();
      await save(document, { confirm: 'Create It Anew' }, { confirm: 'Create Note' });
      await until('the new one is open', () => {
        const uri = window.activeTextEditor?.document.uri;
        return uri?.scheme === 'attio-note' && !uri.authority.startsWith(note.id.note_id);
      });
      const anew = (await notesOf(sandbox, 'companies', ACME)).filter(({ title }) => title === 'Kick-off: fifth plant');
      assert.equal(anew.length, 1);
      assert.equal(Date.parse(anew[0]!.created_at), Date.parse(note.created_at));
      await until('nothing is kept', async () => (await kept()).length === 0);
      assert.equal(openNotes().length, 1);
    });

    it('is kept as a draft', async () => {
      const { document } = await deleted();
      await save(document, { confirm: 'Keep as Draft' });
      await until('the draft is open', () => window.activeTextEditor?.document.uri.scheme === 'attio-draft');
      assert.match(
        activeDraft().getText(),
        /^---\ntitle: Kick-off: fifth plant\nrecord: Acme Robotics <.*>\n---\n\n\S/,
      );
      assert.deepEqual(await kept(), []);
      assert.deepEqual(openNotes(), []);
    });

    it('shows what was begun of it also after it is opened again', async () => {
      const { document, note } = await deleted();
      await save(document, { cancel: true });
      await commands.executeCommand('workbench.action.closeActiveEditor');
      const again = await open(note);
      assert.match(again.getText(), /fifth plant/);
      await lens(again, /Deleted in Attio/);
    });
  });

  it('waits in the outbox when Attio cannot be reached, and is there once', async () => {
    const document = await open();
    await edit(document, 'second plant', 'sixth plant');
    sandbox.setFaults([{ kind: 'status', status: 503, method: 'PATCH', path: '/v2/notes', times: 1000 }]);
    const script = await save(document, { confirm: 'Update Note' });
    await script.heard(/kept in the outbox/);
    await lens(document, /In the outbox: /);
    // Saved once more, it is asked what becomes of the earlier version.
    await edit(document, 'sixth plant', 'seventh plant');
    sandbox.setFaults([]);
    const asked = await save(document, { confirm: 'Replace It' }, { confirm: 'Update Note' });
    assert.match(asked.asked[0]?.title ?? '', /earlier version of “.*” waits in the outbox/);
    await lens(document, AS_IS);
    assert.equal((await theNote('Kick-off: seventh plant')).title, 'Kick-off: seventh plant');
    assert.deepEqual(await kept(), []);
  });

  it('follows when what waited is sent, with what was typed on since', async () => {
    const document = await open();
    await edit(document, 'second plant', 'sixth plant');
    sandbox.setFaults([{ kind: 'status', status: 503, method: 'PATCH', path: '/v2/notes', times: 1000 }]);
    const script = await save(document, { confirm: 'Update Note' });
    await script.heard(/kept in the outbox/);
    await edit(document, 'sixth plant', 'seventh plant');
    sandbox.setFaults([]);
    await use();
    await commands.executeCommand('attio.sendWaitingNote', document.uri);
    assert.equal((await theNote('Kick-off: sixth plant')).title, 'Kick-off: sixth plant');
    await lens(document, /Not in Attio yet/);
    assert.match(document.getText(), /seventh plant/);
    await save(document, { confirm: 'Update Note' });
    await lens(document, AS_IS);
    assert.deepEqual(sent.at(-1), { title: 'Kick-off: seventh plant' });
  });

  it('stays here when Attio refuses it, and says why', async () => {
    const document = await open();
    await edit(document, 'second plant', 'sixth plant');
    sandbox.setFaults([{ kind: 'status', status: 400, method: 'PATCH', path: '/v2/notes' }]);
    const script = await save(document, { confirm: 'Update Note' });
    await until('it is said', () => script.said.some(({ severity }) => severity === 'error'));
    await lens(document, /Not in Attio yet/);
    assert.equal((await kept()).length, 1);
    await save(document, { confirm: 'Update Note' });
    await lens(document, AS_IS);
  });

  it('follows an undo', async () => {
    const document = await open();
    const before = document.getText();
    await edit(document, 'second plant', 'sixth plant');
    await save(document, { confirm: 'Update Note' }, { press: 'Undo', on: /note/ }, { confirm: 'Undo' });
    await until('it is as before', () => document.getText() === before);
    assert.equal((await theNote()).title, KICK_OFF);
  });

  it('of two windows keeps both texts', async () => {
    const document = await open();
    const note = await theNote();
    const { services } = await attio();
    const target = { account: services.accounts.active!.id, noteId: note.id.note_id };
    const base = {
      title: note.title,
      content: note.content_markdown,
      parentObject: note.parent_object,
      parentRecordId: note.parent_record_id,
      createdAt: note.created_at,
      record: { name: 'Acme Robotics', url: 'https://app.attio.com/' },
    };
    const other = new NoteStore(await folder());
    assert.equal(await other.save({ version: 1, target, base, text: 'typed elsewhere', mtime: 1 }), true);
    const script = await use();
    await edit(document, 'second plant', 'sixth plant');
    await script.heard(/being edited in another window, too/);
    assert.equal((await other.read(target))?.text, 'typed elsewhere');
    await other.remove(target);
  });

  it('is read-only where the key may not write notes', async () => {
    const { services } = await attio();
    sandbox.setFaults([{ kind: 'missing-scopes', scopes: ['note:read-write'] }]);
    await use();
    await commands.executeCommand('attio.checkKey').then(undefined, () => {});
    const account = services.accounts.active!;
    if (account.scopes.includes('note:read-write')) services.accounts.keyRefused(account);
    await until('the scopes are known', () => services.accounts.active?.scopes.includes('note:read-write') === false);
    const document = await open();
    await lens(document, '$(lock) Read-only');
    const editor = await window.showTextDocument(document);
    await commands.executeCommand('type', { text: 'x' });
    assert.equal(editor.document.isDirty, false);
  });

  it('takes 300 kB with emoji and right-to-left text', async () => {
    const part = 'Grüße 👩‍🚀 שלום עולם **bold** and a [link](https://example.com)\n\n- one\n  - two\n\n';
    const huge = part.repeat(Math.ceil(300_000 / part.length));
    const made = await fetch(`${sandbox.url}/v2/notes`, {
      method: 'POST',
      headers: { authorization: `Bearer ${sandbox.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        data: { parent_object: 'companies', parent_record_id: ACME, title: 'Long', format: 'markdown', content: huge },
      }),
    });
    assert.equal(made.status, 200);
    const note = await theNote('Long');
    const { services } = await attio();
    const document = await open(note);
    assert(document.getText().length > 250_000);
    await lens(document, AS_IS);
    const greatest = await greatestTurn(`${services.context.extensionPath}/dist/`, async () => {
      await edit(document, 'Grüße 👩‍🚀', 'Changed 👩‍🚀');
      const script = await use({ confirm: 'Update Note' });
      // Comes back when it is sent, however long that takes.
      await commands.executeCommand('attio.sendNote', document.uri);
      script.done();
    });
    assert(greatest > 0 && greatest < 0.2, `${greatest} of the work in one turn`);
    await lens(document, AS_IS);
    assert.match((await theNote('Long')).content_markdown, /^Changed 👩‍🚀 שלום/);
  }).timeout(120_000);

  describe('as a file', () => {
    it('has title, date and link, and is in step', async () => {
      const note = await theNote();
      const uri = Uri.file(join(tmpdir(), `attio-${process.pid}-${Date.now()}.md`));
      try {
        await run('attio.saveNoteAsFile', targetOf(note), { save: uri });
        const text = await readFile(uri.fsPath, 'utf8');
        const { title, date, links, body, problems } = readFrontMatter(text);
        assert.deepEqual(
          { title, date: Date.parse(date!), problems },
          { title: KICK_OFF, date: Date.parse(note.created_at), problems: [] },
        );
        assert.deepEqual(
          links.map(({ note }) => note),
          [note.id.note_id],
        );
        assert.equal(body.trim(), note.content_markdown.trim());
        const document = window.activeTextEditor!.document;
        assert.equal(document.uri.toString(), uri.toString());
        await lens(document, /in step/i);
      } finally {
        await commands.executeCommand('workbench.action.closeAllEditors');
        await rm(uri.fsPath, { force: true });
      }
    });
  });

  it('is inserted at every cursor with heading and link, in one step of undo', async () => {
    const note = await theNote();
    const text = '# Week 46\n\nfirst\n\nsecond\n';
    const editor = await openFile('week.md', text);
    const at = (word: string) => editor.document.positionAt(text.indexOf(word) + word.length);
    editor.selections = ['first', 'second'].map((word) => new Selection(at(word), at(word)));
    await run('attio.insertNote', targetOf(note));
    const after = editor.document.getText();
    assert.equal(after.match(/^## Kick-off: second plant$/gm)?.length, 2);
    assert.match(
      after,
      new RegExp(`\\[Note on Acme Robotics of [^\\]]+\\]\\(https://app\\.attio\\.com/[^)]*${note.id.note_id}`),
    );
    assert.match(after, /first\n\n## Kick-off/);
    await commands.executeCommand('undo');
    assert.equal(editor.document.getText(), text);
  });

  describe('with a selection appended', () => {
    it('keeps what it had, after the person has seen it', async () => {
      const editor = await openFile('call.md', 'Talked to grace.okafor@acme-robotics.example about 🤖 spares.\n');
      select(editor, 'Talked to grace.okafor@acme-robotics.example about 🤖 spares.');
      const before = await theNote();
      const script = await run(
        'attio.appendToNote',
        undefined,
        { pick: 'Acme Robotics' },
        { pick: KICK_OFF },
        { confirm: 'Update Note' },
      );
      assert.equal(script.asked[1]?.labels?.[0], 'New Note');
      assert.match(script.asked[2]?.detail ?? '', /spares/);
      const { content_markdown } = await theNote();
      assert(content_markdown.startsWith(before.content_markdown.trim()), content_markdown);
      assert.match(content_markdown.slice(before.content_markdown.trim().length), /🤖 spares/);
      assert.equal(sent.length, 1);
    });

    it('becomes a new note', async () => {
      const editor = await openFile('call.md', 'Talked about acme-robotics.example spares.\n');
      select(editor, 'Talked about acme-robotics.example spares.');
      await run(
        'attio.appendToNote',
        undefined,
        { pick: 'Acme Robotics' },
        { pick: 'New Note' },
        { input: 'Spares' },
        { confirm: 'Create Note' },
      );
      assert.match((await theNote('Spares')).content_markdown, /spares/);
    });

    it('is never there twice though the answer is lost', async () => {
      const editor = await openFile('call.md', 'Only once at acme-robotics.example.\n');
      select(editor, 'Only once at acme-robotics.example.');
      sandbox.setFaults([{ kind: 'reset', when: 'after', method: 'PATCH', path: '/v2/notes' }]);
      await run(
        'attio.appendToNote',
        undefined,
        { pick: 'Acme Robotics' },
        { pick: KICK_OFF },
        { confirm: 'Update Note' },
      );
      await until('it is there', async () => (await theNote()).content_markdown.includes('Only once'));
      assert.equal((await theNote()).content_markdown.split('Only once').length, 2);
    });

    it('goes into the document of a note that is being edited', async () => {
      const document = await open();
      await edit(document, 'second plant', 'eighth plant');
      await until('it is kept', async () => (await kept()).length === 1);
      const editor = await openFile('call.md', 'About acme-robotics.example spares.\n');
      select(editor, 'About acme-robotics.example spares.');
      await run(
        'attio.appendToNote',
        undefined,
        { pick: 'Acme Robotics' },
        { pick: KICK_OFF },
        { confirm: 'Append to the Document' },
      );
      assert.match(document.getText(), /title: Kick-off: eighth plant[\s\S]*spares/);
      assert.deepEqual(sent, []);
    });
  });

  it('does not exist: says so instead of an empty editor', async () => {
    const note = await theNote();
    await elsewhere('DELETE', note);
    const script = await use();
    await commands.executeCommand('attio.openNote', targetOf(note));
    await script.heard(/This note is not in Attio any more: it was deleted/);
    assert.deepEqual(openNotes(), []);
  });
});
