import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type CodeAction, commands, type Diagnostic, FilePermission, languages, window, workspace } from 'vscode';
import type { Fault } from '../../src/sandbox/faults.js';
import { seedId, seedUrl } from '../../src/sandbox/seed.js';
import type { Sandbox } from '../../src/sandbox/server.js';
import { attio, signInToSandbox, signOutEverywhere } from './support/attio.js';
import {
  activeDraft,
  clearNotes,
  draftFiles,
  draftsFolder,
  edit,
  notesOf,
  openFile,
  select,
  until,
  upToDate,
} from './support/notes.js';
import { lensTitles, readOutbox } from './support/outbox.js';
import { type Answer, type ScriptedUi, scriptedUi } from './support/scriptedUi.js';

const ACME = seedId('companies', 'acme-robotics');
const GRACE = seedId('people', 'grace-okafor');

const MINUTES = `# Weekly

Talked to grace.okafor@acme-robotics.example about the **gripper**.
She wants it by spring.

Unrelated: see lumenhealth.example.
`;
const PARAGRAPH = 'Talked to grace.okafor@acme-robotics.example about the **gripper**.\nShe wants it by spring.';

describe('notes from a selection', () => {
  let sandbox: Sandbox;
  let before: number;

  beforeEach(async () => {
    sandbox = await signInToSandbox();
    before = (await notesOf(sandbox, 'people', GRACE)).length;
  });
  afterEach(async () => {
    await clearNotes();
    await signOutEverywhere();
    await sandbox.close();
  });

  /** Runs a command with these answers; all of them must be asked for. */
  async function run(command: string, argument: unknown, ...answers: Answer[]): Promise<ScriptedUi> {
    const { ui } = await attio();
    const script = scriptedUi(...answers);
    ui.use(script);
    await commands.executeCommand(command, ...(argument === undefined ? [] : [argument]));
    script.done();
    return script;
  }

  /** A draft on Grace made from the paragraph about her. */
  async function draftOnGrace(): Promise<ReturnType<typeof activeDraft>> {
    const editor = await openFile('weekly.md', MINUTES);
    select(editor, PARAGRAPH);
    await run('attio.newNoteFromSelection', undefined, { pick: 'Grace Okafor' });
    return activeDraft();
  }

  const graceNotes = () => notesOf(sandbox, 'people', GRACE);

  it('offers the records of the selection, then those of the document, and opens a draft', async () => {
    const editor = await openFile('weekly.md', MINUTES);
    select(editor, PARAGRAPH);
    const script = await run('attio.newNoteFromSelection', undefined, { pick: 'Grace Okafor' });
    assert.deepEqual(script.asked[0]?.labels?.slice(0, 3), ['Grace Okafor', 'Acme Robotics', 'Lumen Health']);
    const draft = activeDraft();
    assert.equal(draft.languageId, 'markdown');
    assert.equal(
      draft.getText(),
      `---\ntitle: Talked to grace.okafor@acme-robotics.example about the gripper\nrecord: Grace Okafor <${seedUrl('people', 'grace-okafor')}>\n---\n\n${PARAGRAPH}\n`,
    );
    assert.equal((await graceNotes()).length, before, 'a draft writes nothing');
  });

  it('creates the note after showing where it goes, and undoes it', async () => {
    const draft = await draftOnGrace();
    await edit(
      draft,
      'title: Talked to grace.okafor@acme-robotics.example about the gripper',
      'title: Gripper by spring',
    );
    const script = await run(
      'attio.createNoteFromDraft',
      undefined,
      { confirm: 'Create Note' },
      { press: 'Undo', on: /Note created on Grace Okafor/ },
    );
    const [question] = script.asked;
    assert.match(question?.title ?? '', /“Gripper by spring” on Grace Okafor \(Person\)/);
    assert.match(question?.detail ?? '', /Workspace: Northwind Labs/);
    assert.match(question?.detail ?? '', /She wants it by spring/);
    assert(script.said.some(({ message }) => /^Undone: the note/.test(message)));
    assert.equal((await graceNotes()).length, before);
    assert.deepEqual(await draftFiles(), []);
    const writes = sandbox
      .requests()
      .filter(({ method }) => method !== 'GET' && method !== 'POST')
      .map(({ method }) => method);
    assert.deepEqual(writes, ['DELETE']);
  });

  it('stores what was written, closes the draft and leaves nothing behind', async () => {
    await draftOnGrace();
    const script = await run('attio.createNoteFromDraft', undefined, { confirm: 'Create Note' });
    const made = (await graceNotes()).find(({ title }) => title.startsWith('Talked to'));
    assert.match(made?.content_markdown ?? '', /\*\*gripper\*\*/);
    assert.match(made?.content_plaintext ?? '', /gripper\.\s+She wants/);
    const [told] = script.said.filter(({ severity }) => severity !== 'status');
    assert.deepEqual(told?.buttons, ['Open in Attio', 'Undo', 'Show Record']);
    await until('the draft is closed', () => window.activeTextEditor?.document.uri.scheme !== 'attio-draft');
    assert.deepEqual(await draftFiles(), []);
  });

  it('offers the draft back after an undo', async () => {
    const draft = await draftOnGrace();
    const text = draft.getText();
    await run(
      'attio.createNoteFromDraft',
      undefined,
      { confirm: 'Create Note' },
      { press: 'Undo', on: /Note created/ },
      { press: 'Edit Draft Again', on: /^Undone: the note/ },
    );
    assert.equal(activeDraft().getText(), text);
  });

  it('shows what someone wrote since before an undo takes it away', async () => {
    await draftOnGrace();
    const { ui } = await attio();
    const script = scriptedUi(
      { confirm: 'Create Note' },
      { press: 'Undo All the Same', on: /was not taken back: someone changed .* in Attio since/ },
    );
    const info = script.info;
    script.info = async (message, ...buttons) => {
      if (/Note created/.test(message)) {
        const [note] = (await graceNotes()).filter(({ title }) => title.startsWith('Talked to'));
        const answer = await fetch(`${sandbox.url}/v2/notes/${note!.id.note_id}`, {
          method: 'PATCH',
          headers: { authorization: `Bearer ${sandbox.key}`, 'content-type': 'application/json' },
          body: JSON.stringify({ data: { title: 'Somebody was here' } }),
        });
        assert.equal(answer.status, 200);
        await buttons.find(({ title }) => title === 'Undo')?.run?.();
        return undefined;
      }
      return info(message, ...buttons);
    };
    ui.use(script);
    await commands.executeCommand('attio.createNoteFromDraft');
    script.done();
    assert.deepEqual(script.said[0]?.buttons, ['Undo All the Same', 'Keep Attio’s', 'Show Comparison']);
    await script.heard(/^Undone: /);
    assert.equal((await graceNotes()).length, before);
  });

  describe('cancelled', () => {
    it('leaves everything as it was', async () => {
      const editor = await openFile('weekly.md', MINUTES);
      await run('attio.newNoteFromSelection', undefined, { cancel: true });
      select(editor, PARAGRAPH);
      await run('attio.newNoteFromSelection', undefined, { cancel: true });
      await run('attio.quickNoteFromSelection', undefined, { cancel: true });
      await run('attio.quickNoteFromSelection', undefined, { input: 'Title' }, { cancel: true });
      assert.deepEqual(await draftFiles(), []);
      assert.equal(window.activeTextEditor?.document, editor.document);
      assert.equal((await graceNotes()).length, before);
    });

    it('keeps the draft as it is when the preview is declined', async () => {
      const draft = await draftOnGrace();
      const text = draft.getText();
      await run('attio.createNoteFromDraft', undefined, { cancel: true });
      assert.equal(activeDraft().getText(), text);
      assert.equal((await draftFiles()).length, 2);
      assert.equal((await graceNotes()).length, before);
    });
  });

  describe('what is taken', () => {
    it('joins several cursors in the order of the text', async () => {
      const editor = await openFile('weekly.md', MINUTES);
      select(editor, 'She wants it by spring.', 'Talked to grace.okafor@acme-robotics.example');
      await run('attio.newNoteFromSelection', undefined, { pick: 'Grace Okafor' });
      const text = activeDraft().getText();
      assert(text.indexOf('Talked to grace') < text.lastIndexOf('She wants it'), text);
    });

    it('is the whole document when nothing is selected, after asking', async () => {
      await openFile('weekly.md', MINUTES);
      await run('attio.newNoteFromSelection', undefined, { confirm: 'Use Whole Document' }, { pick: 'Grace Okafor' });
      const text = activeDraft().getText();
      assert.match(text, /title: Weekly/);
      assert.match(text, /Unrelated/);
    });

    it('keeps the language of code, and says where it stands', async () => {
      const editor = await openFile('gripper.ts', 'const a = 1;\nconst grip = () => a;\nexport { grip };\n');
      select(editor, 'const grip = () => a;\nexport { grip };\n');
      await run('attio.newNoteFromSelection', undefined, { pick: 'Acme Robotics', type: 'acme' });
      const text = activeDraft().getText();
      assert.match(text, /`gripper\.ts` lines 2–3/);
      assert.match(text, /```typescript\nconst grip = \(\) => a;\nexport \{ grip \};\n```/);
    });

    it('keeps emoji, right-to-left text and line breaks to the letter', async () => {
      const words = 'שלום 👩🏽‍🚀 — مرحبا\nzweite Zeile ß\nthird\u00a0line';
      const editor = await openFile('mixed.md', `${words}\n`);
      select(editor, words);
      await run('attio.newNoteFromSelection', undefined, { pick: 'Grace Okafor', type: 'grace' });
      await run('attio.createNoteFromDraft', undefined, { confirm: 'Create Note' });
      const made = (await graceNotes()).find(({ title }) => title.includes('שלום'));
      for (const line of words.split('\n')) assert(made?.content_plaintext.includes(line), line);
    });

    it('may be 300 kB', async () => {
      const long = Array.from({ length: 6000 }, (_, at) => `- point ${at} of the long list, with 👍 and words`).join(
        '\n',
      );
      const editor = await openFile('long.md', `${long}\n`);
      select(editor, long);
      await run('attio.newNoteFromSelection', undefined, { pick: 'Grace Okafor', type: 'grace' });
      const script = await run('attio.createNoteFromDraft', undefined, { confirm: 'Create Note' });
      assert((script.asked[0]?.detail?.length ?? 0) < 3000, 'the dialog shows the beginning only');
      const made = (await graceNotes()).find(({ title }) => title.startsWith('point 0'));
      assert.match(made?.content_plaintext ?? '', /point 5999 of/);
    });
  });

  describe('the code action', () => {
    const actions = async (kind?: string) => {
      const { document, selection } = window.activeTextEditor!;
      const found = await commands.executeCommand<CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        selection,
        kind,
      );
      return found.filter(({ title }) => title.includes('Attio'));
    };

    it('is offered for a selection, and not without one, in a draft, or with a key that may not write', async () => {
      const editor = await openFile('weekly.md', MINUTES);
      assert.equal((await actions()).length, 0);
      select(editor, PARAGRAPH);
      assert.equal((await actions()).length, 1);
      assert.equal((await actions('refactor')).length, 1);
      assert.equal((await actions('source')).length, 0);
      await run('attio.newNoteFromSelection', undefined, { pick: 'Grace Okafor' });
      select(window.activeTextEditor!, 'gripper');
      assert.equal((await actions()).length, 0);
      await signOutEverywhere();
      await window.showTextDocument(editor.document);
      select(window.activeTextEditor!, PARAGRAPH);
      assert.equal((await actions()).length, 0);
    });
  });

  describe('a quick note', () => {
    it('goes to the one record the selection names, after one look', async () => {
      const editor = await openFile('weekly.md', MINUTES);
      select(editor, PARAGRAPH);
      const script = await run(
        'attio.quickNoteFromSelection',
        undefined,
        { input: 'Quick one' },
        { confirm: 'Create Note' },
      );
      assert.deepEqual(
        script.asked.map(({ kind }) => kind),
        ['input', 'confirm'],
      );
      assert((await graceNotes()).some(({ title }) => title === 'Quick one'));
      assert.deepEqual(await draftFiles(), []);
    });

    it('asks for the record when only a domain speaks', async () => {
      const editor = await openFile('weekly.md', MINUTES);
      select(editor, 'Unrelated: see lumenhealth.example.');
      await run(
        'attio.quickNoteFromSelection',
        undefined,
        { input: 'Quick one' },
        { pick: 'Lumen Health' },
        { confirm: 'Create Note' },
      );
      const notes = await notesOf(sandbox, 'companies', seedId('companies', 'lumen-health'));
      assert(notes.some(({ title }) => title === 'Quick one'));
    });

    it('becomes a draft when it fails', async () => {
      const editor = await openFile('weekly.md', MINUTES);
      select(editor, PARAGRAPH);
      sandbox.setFaults([{ kind: 'status', status: 400, method: 'POST', path: '/v2/notes' } as Fault]);
      const script = await run(
        'attio.quickNoteFromSelection',
        undefined,
        { input: 'Quick one' },
        { confirm: 'Create Note' },
      );
      assert.match(script.said.find(({ severity }) => severity === 'error')?.message ?? '', /open as a draft/);
      assert.match(activeDraft().getText(), /title: Quick one\n[\s\S]*gripper/);
    });
  });

  describe('when Attio does not answer as hoped', () => {
    const faulty = (...faults: Fault[]) => sandbox.setFaults(faults);

    it('keeps the draft through an error, and creates one note on the next try', async () => {
      const draft = await draftOnGrace();
      faulty({ kind: 'status', status: 503, method: 'POST', path: '/v2/notes', times: 1 });
      const script = await run(
        'attio.createNoteFromDraft',
        undefined,
        { confirm: 'Create Note' },
        { press: 'Send Now', on: /kept in the outbox/ },
      );
      assert.match(script.said[0]?.message ?? '', /kept in the outbox and sent as soon as it can be/);
      await script.heard(/is in Attio now/);
      assert.equal((await graceNotes()).length, before + 1);
      await until('the draft is gone', async () => draft.isClosed || (await draftFiles()).length === 0);
    });

    it('makes one note when the answer is lost', async () => {
      await draftOnGrace();
      faulty({ kind: 'reset', when: 'after', method: 'POST', path: '/v2/notes' });
      const script = await run('attio.createNoteFromDraft', undefined, { confirm: 'Create Note' });
      assert.equal((await graceNotes()).length, before + 1);
      assert(
        script.said.some(({ message }) => /had created the note on Grace/.test(message)),
        JSON.stringify(script.said),
      );
    });

    it('makes one note when the answer is lost and looking fails too', async () => {
      await draftOnGrace();
      const looks = { kind: 'status', status: 404, method: 'GET', path: '/v2/notes', times: 50 } as const;
      faulty({ kind: 'reset', when: 'after', method: 'POST', path: '/v2/notes' }, looks);
      const first = await run('attio.createNoteFromDraft', undefined, { confirm: 'Create Note' });
      assert.match(
        first.said.find(({ severity }) => severity === 'warn')?.message ?? '',
        /kept in the outbox.*may have been created/,
      );
      faulty();
      assert.equal((await graceNotes()).length, before + 1);
      // No question: it was agreed to, and nothing is sent.
      const second = await run('attio.createNoteFromDraft', undefined);
      await second.heard(/which waited in the outbox, is in Attio now/);
      assert.equal((await graceNotes()).length, before + 1);
      assert.deepEqual(await draftFiles(), []);
    });

    it('cannot be typed in while its note may be there, and is taken back once that is known', async () => {
      const draft = await draftOnGrace();
      const looks = { kind: 'status', status: 404, method: 'GET', path: '/v2/notes', times: 50 } as const;
      faulty({ kind: 'status', status: 500, method: 'POST', path: '/v2/notes' }, looks);
      await run('attio.createNoteFromDraft', undefined, { confirm: 'Create Note' });
      await upToDate(draft);
      assert.equal((await workspace.fs.stat(draft.uri)).permissions, FilePermission.Readonly);
      assert.match((await lensTitles())[0] ?? '', /In the outbox: perhaps created/);
      faulty();
      const item = (await readOutbox())[0];
      await run('attio.takeBackOutboxItem', { id: item?.id });
      assert.equal((await graceNotes()).length, before);
      await upToDate(draft);
      await edit(draft, 'She wants it by spring.', 'She wants it by winter.');
      await run('attio.createNoteFromDraft', undefined, { confirm: 'Create Note' });
      assert.equal((await graceNotes()).length, before + 1);
    });

    it('says that it is offline, and keeps the draft', async () => {
      const draft = await draftOnGrace();
      await sandbox.close();
      const script = await run('attio.createNoteFromDraft', undefined, { confirm: 'Create Note' });
      const told = script.said.find(({ severity }) => severity === 'warn');
      assert.match(told?.message ?? '', /Grace Okafor is kept in the outbox/);
      assert.deepEqual(told?.buttons.slice(0, 2), ['Send Now', 'Show Outbox']);
      assert.equal(draft.isClosed, false);
      assert.equal((await draftFiles()).length, 2);
    });

    it('names the scope that the key lacks', async () => {
      await signOutEverywhere();
      await sandbox.close();
      sandbox = await signInToSandbox({
        scopes: ['object_configuration:read', 'record_permission:read', 'note:read', 'user_management:read'],
      });
      await run('attio.newNote', { object: 'people', recordId: GRACE });
      await edit(activeDraft(), 'title:', 'title: Not allowed');
      const script = await run('attio.createNoteFromDraft', undefined);
      assert.match(script.said.find(({ severity }) => severity === 'error')?.message ?? '', /note:read-write/);
      assert.equal(
        sandbox.requests().some(({ method, path }) => method === 'POST' && path.startsWith('/v2/notes')),
        false,
      );
      assert.equal((await draftFiles()).length, 2);
    });
  });

  describe('a draft', () => {
    const lensesOf = lensTitles;

    it('has its buttons above the first line', async () => {
      await draftOnGrace();
      assert.deepEqual(await lensesOf(), [
        '$(cloud-upload) Create note on Grace Okafor (Northwind Labs)',
        'Change record…',
        'Discard',
      ]);
    });

    it('is on disk a moment after typing, for its owner only, and is never shown as unsaved', async () => {
      const draft = await draftOnGrace();
      await edit(draft, 'She wants it by spring.', 'She wants it by spring. Or summer.');
      const name = (await draftFiles()).find((file) => file.endsWith('.md'))!;
      const path = join(await draftsFolder(), name);
      await until('the text is on disk', async () => (await readFile(path, 'utf8')).includes('Or summer.'));
      await until('the document is saved', () => !draft.isDirty);
      if (process.platform !== 'win32') assert.equal((await stat(path)).mode & 0o777, 0o600);
    });

    it('is kept without being reformatted where saving would trim what is typed', async () => {
      const draft = await draftOnGrace();
      const files = workspace.getConfiguration('files');
      await files.update('trimTrailingWhitespace', true, true);
      try {
        await edit(draft, 'She wants it by spring.', 'She wants it   ');
        const name = (await draftFiles()).find((file) => file.endsWith('.md'))!;
        const path = join(await draftsFolder(), name);
        await until('the text is on disk', async () => (await readFile(path, 'utf8')).includes('She wants it   \n'));
        assert.match(draft.getText(), /She wants it {3}\n/);
        assert.equal(await draft.save(), true, 'what was kept does not stand in the way of saving');
      } finally {
        await files.update('trimTrailingWhitespace', undefined, true);
      }
    });

    it('says what is wrong with it, and what Attio will not keep', async () => {
      const draft = await draftOnGrace();
      await edit(draft, 'She wants it by spring.', '| a | b |\n|---|---|\n| 1 | 2 |');
      await edit(draft, 'title: Talked to grace.okafor@acme-robotics.example about the gripper', 'title:');
      await edit(draft, seedUrl('people', 'grace-okafor'), 'https://example.com/');
      let found: Diagnostic[] = [];
      await until('three problems show', () => {
        found = languages.getDiagnostics(draft.uri).filter(({ source }) => source === 'Attio');
        return found.length === 3;
      });
      assert.deepEqual(
        found.map(({ range }) => range.start.line),
        [1, 2, 6],
      );
      const script = await run('attio.createNoteFromDraft', undefined);
      assert.match(script.said[0]?.message ?? '', /no title/);
      assert.equal((await graceNotes()).length, before);
    });

    it('changes its record, and nothing else', async () => {
      const draft = await draftOnGrace();
      const text = draft.getText();
      await run('attio.changeDraftRecord', undefined, { pick: 'Acme Robotics', type: 'acme robotics' });
      const line = /^record: .*$/m;
      assert.equal(draft.getText().replace(line, ''), text.replace(line, ''));
      assert.match(draft.getText(), new RegExp(`record: Acme Robotics <${seedUrl('companies', 'acme-robotics')}>`));
      assert.match((await lensesOf())[0]!, /Create note on Acme Robotics/);
      await run('attio.createNoteFromDraft', undefined, { confirm: 'Create Note' });
      assert((await notesOf(sandbox, 'companies', ACME)).some(({ title }) => title.startsWith('Talked to')));
    });

    it('asks before it is discarded with text in it, and not without', async () => {
      await draftOnGrace();
      await run('attio.discardDraft', undefined, { cancel: true });
      assert.equal((await draftFiles()).length, 2);
      await run('attio.discardDraft', undefined, { confirm: 'Discard' });
      assert.deepEqual(await draftFiles(), []);
      await run('attio.newNote', { object: 'people', recordId: GRACE });
      await run('attio.discardDraft', undefined);
      assert.deepEqual(await draftFiles(), []);
    });

    it('is sent as it is the moment the button is pressed', async () => {
      const draft = await draftOnGrace();
      for (const word of ['one', 'two', 'three']) {
        await edit(draft, 'She wants', `${word} She wants`);
        const { ui } = await attio();
        const script = scriptedUi({ cancel: true });
        ui.use(script);
        await commands.executeCommand('attio.createNoteFromDraft');
        assert.match(script.asked[0]?.detail ?? '', new RegExp(`${word} She wants`));
      }
    });

    it('is listed, and opens again as it was left', async () => {
      const draft = await draftOnGrace();
      const text = draft.getText();
      await commands.executeCommand('workbench.action.closeAllEditors');
      await run('attio.openDrafts', undefined, { pick: /Talked to/ });
      assert.equal(activeDraft().getText(), text);
    });

    it('that belongs to an account signed out of says so and sends nothing', async () => {
      await draftOnGrace();
      await signOutEverywhere();
      assert.match((await lensesOf())[0]!, /Sign in to Northwind Labs/);
      const script = await run('attio.createNoteFromDraft', undefined);
      assert.match(script.said[0]?.message ?? '', /belongs to Northwind Labs/);
    });

    it('is sent once, however often the button is pressed', async () => {
      await draftOnGrace();
      const { ui } = await attio();
      const script = scriptedUi({ confirm: 'Create Note' });
      ui.use(script);
      await Promise.all([1, 2, 3].map(() => commands.executeCommand('attio.createNoteFromDraft')));
      script.done();
      assert.equal((await graceNotes()).length, before + 1);
    });
  });

  describe('deleting', () => {
    it('shows the note first, and brings it back by Undo', async () => {
      await draftOnGrace();
      await run('attio.createNoteFromDraft', undefined, { confirm: 'Create Note' });
      const note = (await graceNotes()).find(({ title }) => title.startsWith('Talked to'))!;
      const target = {
        note: { id: note.id.note_id, parentObject: 'people', parentRecordId: GRACE, title: note.title },
      };
      await run('attio.deleteNote', target, { cancel: true });
      assert.equal((await graceNotes()).length, before + 1);
      const script = await run(
        'attio.deleteNote',
        target,
        { confirm: 'Delete Note' },
        { press: 'Undo', on: /is deleted from Grace Okafor/ },
      );
      assert.match(script.asked[0]?.detail ?? '', /gripper/);
      assert(script.said.some(({ message }) => /its id has changed/.test(message)));
      const back = (await graceNotes()).find(({ title }) => title === note.title);
      assert(back);
      assert.notEqual(back.id.note_id, note.id.note_id);
      assert.equal(back.content_markdown, note.content_markdown);
      assert.equal(new Date(back.created_at).getTime(), new Date(note.created_at).getTime());
    });

    it('keeps the text as a draft when Undo fails', async () => {
      await draftOnGrace();
      await run('attio.createNoteFromDraft', undefined, { confirm: 'Create Note' });
      const note = (await graceNotes()).find(({ title }) => title.startsWith('Talked to'))!;
      const target = {
        note: { id: note.id.note_id, parentObject: 'people', parentRecordId: GRACE, title: note.title },
      };
      sandbox.setFaults([{ kind: 'status', status: 400, method: 'POST', path: '/v2/notes' }]);
      await run(
        'attio.deleteNote',
        target,
        { confirm: 'Delete Note' },
        { press: 'Undo', on: /is deleted from Grace Okafor/ },
        { press: 'Keep as Draft', on: /is not back yet/ },
      );
      assert.match(activeDraft().getText(), /\*\*gripper\*\*/);
    });

    it('says when the note is gone already', async () => {
      const target = {
        note: { id: seedId('notes', 'nobody'), parentObject: 'people', parentRecordId: GRACE, title: 'x' },
      };
      const script = await run('attio.deleteNote', target);
      assert.match(script.said[0]?.message ?? '', /no longer in Attio/);
    });
  });
});
