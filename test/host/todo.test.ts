import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmod, mkdir, realpath, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  type CodeAction,
  type CodeLens,
  ConfigurationTarget,
  commands,
  extensions,
  NotebookCellData,
  NotebookCellKind,
  NotebookData,
  Position,
  Range,
  Selection,
  type TextDocument,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { Task } from '../../src/attio/workTypes.js';
import { seedId } from '../../src/sandbox/seed.js';
import type { Sandbox } from '../../src/sandbox/server.js';
import { attio, signInToSandbox, signOutEverywhere } from './support/attio.js';
import { ask } from './support/changes.js';
import { clearNotes, edit, openFile, save, select, until } from './support/notes.js';
import { type Answer, type ScriptedUi, scriptedUi } from './support/scriptedUi.js';

const execute = promisify(execFile);
const ADA = seedId('members', 'ada');
const GRACE = seedId('people', 'grace-okafor');
const DOMAIN = 'grace.okafor@acme-robotics.example';

describe('lines and tasks', () => {
  let sandbox: Sandbox;
  let before: Set<string>;

  beforeEach(async () => {
    // In a browser VS Code saves by itself; here it is the test that saves.
    await workspace.getConfiguration('files').update('autoSave', 'off', ConfigurationTarget.Global);
    sandbox = await signInToSandbox();
    before = new Set((await allTasks()).map(({ id }) => id.task_id));
  });
  afterEach(async () => {
    for (const name of ['todo.codeLens', 'todo.linkBack', 'todo.patterns']) await set(name, undefined);
    await workspace.getConfiguration('files').update('autoSave', undefined, ConfigurationTarget.Global);
    await clearNotes();
    await signOutEverywhere();
    await sandbox.close();
  });

  const set = (name: string, value: unknown) =>
    workspace.getConfiguration('attio').update(name, value, ConfigurationTarget.Global);

  async function allTasks(): Promise<Task[]> {
    const answer = await ask(sandbox, 'GET', 'tasks?limit=500&sort=created_at:asc');
    assert.equal(answer.status, 200);
    return ((await answer.json()) as { data: Task[] }).data;
  }
  /** Those that the test has made, oldest first. */
  const made = async () => (await allTasks()).filter(({ id }) => !before.has(id.task_id));
  const linkOf = ({ id }: Task) =>
    `https://app.attio.com/${sandbox.workspace.slug}/tasks?id=${id.task_id}&command-menu-page=task`;

  async function run(command: string, argument: unknown, ...answers: Answer[]): Promise<ScriptedUi> {
    const { ui } = await attio();
    const script = scriptedUi(...answers);
    ui.use(script);
    await commands.executeCommand(command, ...(argument === undefined ? [] : [argument]));
    return script;
  }

  async function lenses(document: TextDocument): Promise<CodeLens[]> {
    const found = await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 50);
    return found.filter(({ command }) => /^attio\.(?:newTaskFromLine|syncTaskLine)$/.test(command?.command ?? ''));
  }
  const titles = async (document: TextDocument) => (await lenses(document)).map(({ command }) => command!.title);
  const press = async (lens: CodeLens | undefined, ...answers: Answer[]) => {
    assert(lens?.command, 'there is no such lens');
    return run(lens.command.command, lens.command.arguments![0], ...answers);
  };
  const lensWith = async (document: TextDocument, words: RegExp) =>
    (await lenses(document)).find(({ command }) => words.test(command!.title));

  async function actions(document: TextDocument, range: Range): Promise<CodeAction[]> {
    const found = await commands.executeCommand<CodeAction[]>('vscode.executeCodeActionProvider', document.uri, range);
    return found.filter(({ command }) => command?.command === 'attio.newTaskFromLine');
  }
  const at = (document: TextDocument, words: string) => document.positionAt(document.getText().indexOf(words));
  const target = (document: TextDocument, ...lines: number[]) => ({ uri: document.uri.toString(), lines });

  /** A task of Attio, made past the extension. */
  async function task(content: string, more: object = {}): Promise<Task> {
    const data = {
      content,
      format: 'plaintext',
      deadline_at: null,
      is_completed: false,
      linked_records: [],
      assignees: [],
      ...more,
    };
    const answer = await ask(sandbox, 'POST', 'tasks', data);
    assert.equal(answer.status, 200);
    return ((await answer.json()) as { data: Task }).data;
  }
  const stateOf = async ({ id }: Task) => {
    const answer = await ask(sandbox, 'GET', `tasks/${id.task_id}`);
    return ((await answer.json()) as { data: Task }).data;
  };

  it('makes a task of a TODO: text, assignee, deadline, record, and the place it was said', async () => {
    const { document } = await openFile(
      'grip.ts',
      `const a = 1;\nrun(); // TODO(ada): send the offer to ${DOMAIN} by 2027-01-15\n`,
    );
    const [action, other] = await actions(document, new Range(at(document, 'TODO'), at(document, 'TODO')));
    assert.deepEqual(
      [action?.title, action?.kind?.value, other?.title],
      ['Create Attio task', 'quickfix.attio.todo', 'Create Attio task, edit it first…'],
    );
    const script = await run(
      action!.command!.command,
      action!.command!.arguments![0],
      { confirm: 'Create Task' },
      { press: 'Add Link to Line', on: /Created the task/ },
    );
    await script.heard(/Created the task/);
    const [one, ...more] = await made();
    assert(one);
    assert.equal(more.length, 0);
    assert.equal(one.content_plaintext, `send the offer to ${DOMAIN}\ngrip.ts:2`);
    assert.match(one.deadline_at ?? '', /^2027-01-15T/);
    assert.deepEqual(
      one.assignees.map((who) => who.referenced_actor_id),
      [ADA],
    );
    assert.deepEqual(
      one.linked_records.map((link) => link.target_record_id),
      [GRACE],
    );
    const question = script.asked.find(({ kind }) => kind === 'confirm');
    assert.match(question?.detail ?? '', /grip\.ts:2/);
    assert.match(question?.detail ?? '', /Ada Brightwater/);
    assert.match(question?.detail ?? '', /Grace Okafor/);
    await until('the link is in the line', () => document.lineAt(1).text.endsWith(linkOf(one)));
    assert.equal(
      document.lineAt(1).text,
      `run(); // TODO(ada): send the offer to ${DOMAIN} by 2027-01-15 ${linkOf(one)}`,
    );
    // A line with its task offers none.
    assert.deepEqual(await actions(document, new Range(at(document, 'TODO'), at(document, 'TODO'))), []);
    const again = await run('attio.newTaskFromLine', target(document, 1));
    assert.match(again.said[0]?.message ?? '', /has its task in Attio already/);
    // One edit, undone as any typing.
    await commands.executeCommand('undo');
    assert(!document.lineAt(1).text.includes('app.attio.com'));
  });

  it('costs one look-up of what the line names, the members once, and one write', async () => {
    const { document } = await openFile('a.md', `- [ ] @bruno: write to ${DOMAIN}\n`);
    const seen = sandbox.requests().length;
    const script = await run('attio.newTaskFromLine', target(document, 0), { confirm: 'Create Task' });
    await script.heard(/Created the task/);
    const requests = sandbox
      .requests()
      .slice(seen)
      .map(({ method, path }) => `${method} ${path.split('?')[0]}`);
    assert.deepEqual(
      requests.filter((one) => /tasks/.test(one)),
      ['POST /v2/tasks'],
    );
    // None where a view of the window has asked for them already.
    assert(requests.filter((one) => /workspace_members/.test(one)).length <= 1, requests.join('\n'));
    assert(requests.length <= 10, requests.join('\n'));
  });

  it('makes tasks of all selected lines with one approval, and links them in one edit, also when the text moved', async () => {
    await set('todo.linkBack', 'always');
    const text = '# Plan\r\n\r\n- [ ] first @bruno\r\n- [x] done\r\n- [ ] second 🎉\r\n\r\nwords\r\n* [ ] שלישי\r\n';
    const editor = await openFile('plan.md', text);
    const { document } = editor;
    editor.selections = [new Selection(0, 0, 5, 0), new Selection(7, 2, 7, 2)];
    const { ui } = await attio();
    const script = scriptedUi({ pick: 'Create 3 Tasks' }, { confirm: 'Make 3 Changes' });
    const { confirm } = script;
    ui.use({
      ...script,
      confirm: async (options) => {
        // Somebody types above while it is asked.
        await editor.edit((builder) => builder.insert(new Position(0, 0), 'New first line\r\n'));
        return confirm(options);
      },
    });
    await commands.executeCommand('attio.newTaskFromLine');
    const tasks = await made();
    assert.deepEqual(
      tasks.map(({ content_plaintext: content }) => content),
      ['first\nplan.md:3', 'second 🎉\nplan.md:5', 'שלישי\nplan.md:8'],
    );
    await until('the links are there', () => document.getText().split('app.attio.com').length === 4);
    assert.equal(
      document.getText(),
      `New first line\r\n${text}`
        .replace('first @bruno', `first @bruno ${linkOf(tasks[0]!)}`)
        .replace('second 🎉', `second 🎉 ${linkOf(tasks[1]!)}`)
        .replace('שלישי', `שלישי ${linkOf(tasks[2]!)}`),
    );
    await commands.executeCommand('undo');
    assert.equal(document.getText(), `New first line\r\n${text}`, 'it was more than one edit');
  });

  it('asks who is meant, lets all of it be put right, and gives up where a question is closed', async () => {
    const { document } = await openFile('a.py', '# TODO(zoe): by Friday send it, then call by Monday\n');
    const script = await run(
      'attio.newTaskFromLine',
      { ...target(document, 0), review: true },
      { pick: 'Chloé Marchetti' },
      { pick: /Mon/ },
      { pick: 'Text…' },
      { input: 'Call them' },
      { pick: 'For Whom…' },
      { picks: ['Ada Brightwater', 'Bruno Castellan'] },
      { pick: 'Create Task' },
      { confirm: 'Create Task' },
    );
    await script.heard(/Created the task/);
    const [who, when] = script.asked;
    assert.equal(who?.title, 'Who Is “zoe”?');
    assert(!who?.labels?.includes('Finn Östergård'), 'somebody suspended is offered');
    assert.equal(when?.title, 'Due When?');
    const [one] = await made();
    assert.equal(one?.content_plaintext, 'Call them\na.py:1');
    assert.equal(one.assignees.length, 2);
    assert(one.deadline_at);
    const closed = await run(
      'attio.newTaskFromLine',
      target(document, 0),
      { press: 'Create Another', on: /already/ },
      { cancel: true },
    );
    assert.equal(closed.asked.length, 1);
    assert.equal((await made()).length, 1);
  });

  it('takes its task and link back by the message’s Undo', async () => {
    await set('todo.linkBack', 'always');
    const { document } = await openFile('a.md', '- [ ] call Acme\n');
    const { ui } = await attio();
    const script = scriptedUi(
      { confirm: 'Create Task' },
      { press: 'Undo', on: /Created the task/ },
      { confirm: 'Undo' },
    );
    ui.use(script);
    await commands.executeCommand('attio.newTaskFromLine', target(document, 0));
    await script.heard(/^Undone/);
    await until('the link is gone', () => document.getText() === '- [ ] call Acme\n');
    assert.equal((await made()).length, 0);
  });

  it('takes the link back by every other way to undo, and no other link', async () => {
    await set('todo.linkBack', 'always');
    const kept = await task('kept');
    const text = `- [ ] call Acme\n- [ ] write\n- [ ] other ${linkOf(kept)}\n`;
    const { document } = await openFile('a.md', text);
    for (const line of [0, 1])
      await (await run('attio.newTaskFromLine', target(document, line), { confirm: 'Create Task' })).heard(/Created/);
    await until('both have links', () => document.getText().split('app.attio.com').length === 4);
    // The last of them while its document is in no editor.
    await save(document);
    await commands.executeCommand('workbench.action.closeAllEditors');
    await (await run('attio.undoLastChange', undefined, { confirm: 'Undo' })).heard(/^Undone/);
    const again = await workspace.openTextDocument(document.uri);
    const first = (await made()).find(({ content_plaintext: content }) => content.startsWith('call Acme'))!;
    await until(
      'one link is gone',
      () => again.getText() === `- [ ] call Acme ${linkOf(first)}\n- [ ] write\n- [ ] other ${linkOf(kept)}\n`,
    );
    await window.showTextDocument(again);
    await (await run('attio.undoLastChange', undefined, { confirm: 'Undo' })).heard(/^Undone/);
    await until('the other is gone', () => again.getText() === text);
  });

  it('shows what colleagues did meanwhile when tasks are refreshed, and by itself after a while', async () => {
    const one = await task('one');
    const { document } = await openFile('a.md', `- [ ] x ${linkOf(one)}\n`);
    assert.match((await titles(document))[0]!, /Open/);
    await ask(sandbox, 'DELETE', `tasks/${one.id.task_id}`);
    await run('attio.refreshTasks', undefined);
    await until('the lens says so', async () => /Not in Attio any more/.test((await titles(document))[0]!));

    const two = await task('two');
    const later: (() => void)[] = [];
    const real = globalThis.setTimeout;
    const now = Date.now;
    const reads = () => sandbox.requests().filter(({ path }) => path.endsWith(two.id.task_id)).length;
    try {
      globalThis.setTimeout = ((run: () => void, ms: number, ...rest: unknown[]) => {
        if (ms === 120_000) later.push(run);
        return real(run, ms, ...rest);
      }) as typeof setTimeout;
      await edit(document, linkOf(one), linkOf(two));
      await until('the other is shown', async () => /Open/.test((await titles(document))[0]!));
      const before = reads();
      await titles(document);
      assert.equal(reads(), before, 'it was asked without need');
      Date.now = () => now() + 120_000;
      assert(window.state.focused, 'the window has no focus');
      later.at(-1)?.();
      await until('it is asked again', () => reads() > before);
    } finally {
      globalThis.setTimeout = real;
      Date.now = now;
    }
  });

  it('puts no link into an editor that can only be read', async () => {
    await set('todo.linkBack', 'ask');
    const { document } = await openFile('a.md', '- [ ] call\n');
    await commands.executeCommand('workbench.action.files.setActiveEditorReadonlyInSession');
    try {
      const script = await run(
        'attio.newTaskFromLine',
        target(document, 0),
        { confirm: 'Create Task' },
        { press: 'Add Link to Line', on: /Created/ },
        { press: 'Copy Link', on: /can only be read/ },
      );
      await script.heard(/can only be read/);
      assert.equal(document.getText(), '- [ ] call\n');
    } finally {
      await commands.executeCommand('workbench.action.files.setActiveEditorWriteableInSession');
    }
    const files = workspace.getConfiguration('files');
    await files.update('readonlyInclude', { '**/b.md': true }, ConfigurationTarget.Global);
    try {
      const { document: other } = await openFile('b.md', '- [ ] call\n');
      const script = await run('attio.newTaskFromLine', target(other, 0), { confirm: 'Create Task' });
      await script.heard(/Created/);
      assert.equal(script.said.find(({ message }) => /Created/.test(message))?.buttons[0], 'Copy Link');
    } finally {
      await files.update('readonlyInclude', undefined, ConfigurationTarget.Global);
    }
  });

  it('offers what the key may do, also after its scopes have changed', async () => {
    await set('todo.codeLens', true);
    const one = await task('one');
    const { document } = await openFile('a.md', `- [ ] new\n- [x] x ${linkOf(one)}\n`);
    await until('it is offered', async () => (await titles(document)).length === 2);
    const { services } = await attio();
    const shown: string[][] = [];
    sandbox.setFaults([{ kind: 'missing-scopes', scopes: ['task:read-write'] }]);
    const listener = services.accounts.onDidChange(async () => shown.push(await titles(document)));
    try {
      await run('attio.signIn', undefined, { pick: /API key/i }, { input: sandbox.key });
      await until('the scopes are known', () => shown.length > 0);
      assert.deepEqual(shown[0], ['$(circle-large-outline) Ticked here, open in Attio']);
    } finally {
      listener.dispose();
      sandbox.setFaults([]);
    }
  });

  it('says which records Attio dropped, and links them again', async () => {
    const { document } = await openFile('a.md', `- [ ] write to ${DOMAIN}\n`);
    sandbox.setFaults([{ kind: 'drop-linked-records', when: 'write', times: 1 }]);
    const { ui } = await attio();
    const script = scriptedUi(
      { confirm: 'Create Task' },
      { press: 'Link Again', on: /did not link the task to Grace Okafor/ },
      { confirm: 'Save Changes' },
    );
    ui.use(script);
    await commands.executeCommand('attio.newTaskFromLine', target(document, 0));
    await until('the task is linked', () => script.said.length > 1);
    script.done();
    const told = script.said.find(({ message }) => /did not link/.test(message));
    assert.equal(told?.severity, 'warn');
    assert.equal(told.buttons[0], 'Link Again');
    const [one] = await made();
    assert.equal((await stateOf(one!)).linked_records[0]?.target_record_id, GRACE);
  });

  it('shows how tasks stand: open, done there, done here, gone; and brings each in step', async () => {
    const [open, doneThere, doneHere, gone] = [
      await task('one', {
        deadline_at: '2030-01-15T12:00:00.000Z',
        assignees: [{ referenced_actor_type: 'workspace-member', referenced_actor_id: ADA }],
      }),
      await task('two', { is_completed: true }),
      await task('three'),
      await task('four'),
    ];
    await ask(sandbox, 'DELETE', `tasks/${gone.id.task_id}`);
    const text = [
      `- [ ] one ${linkOf(open)}`,
      `- [ ] two ${linkOf(doneThere)}`,
      `- [x] three ${linkOf(doneHere)}`,
      `- [ ] four ${linkOf(gone)}`,
      '- [ ] five',
      '',
    ].join('\n');
    const { document } = await openFile('a.md', text);
    const seen = sandbox.requests().length;
    const shown = await titles(document);
    assert.equal(shown.length, 5, shown.join('\n'));
    assert.match(shown[0]!, /Open · due .*2030 · Ada$/);
    assert.match(shown[1]!, /Done in Attio .* · Tick Here$/);
    assert.equal(shown[2], 'Reopen in Attio');
    assert.match(shown[3]!, /Ticked here · Complete in Attio$/);
    assert.match(shown[4]!, /Not in Attio any more · Remove Link$/);
    const asked = () =>
      sandbox
        .requests()
        .slice(seen)
        .filter(({ path }) => /tasks/.test(path)).length;
    const once = asked();
    assert(once <= 3, `${once} requests for four tasks`);
    // Typing asks nothing.
    for (const word of ['a', 'b', 'c']) {
      await edit(document, '- [ ] five', `- [ ] five ${word}`);
      await titles(document);
      await edit(document, `- [ ] five ${word}`, '- [ ] five');
    }
    assert.equal(asked(), once);

    await press(await lensWith(document, /Tick Here/));
    assert.equal(document.lineAt(1).text, `- [x] two ${linkOf(doneThere)}`);
    await press(await lensWith(document, /Remove Link/));
    assert.equal(document.lineAt(3).text, '- [ ] four');
    const script = await press(await lensWith(document, /Complete in Attio/), { confirm: 'Complete Task' });
    await script.heard(/Completed/);
    assert.equal((await stateOf(doneHere)).is_completed, true);
    assert.match((await titles(document))[2]!, /Done /);
    // By the menu both sides are completed.
    const both = await press(
      await lensWith(document, /Open/),
      { pick: 'Complete in Attio' },
      { confirm: 'Complete Task' },
    );
    await both.heard(/Completed/);
    assert.equal((await stateOf(open)).is_completed, true);
    await until('the box is ticked', () => document.lineAt(0).text.startsWith('- [x]'));
  });

  it('writes DONE for a TODO whose task is done', async () => {
    const one = await task('call', { is_completed: true });
    const { document } = await openFile('a.ts', `// TODO: call ${linkOf(one)}\n`);
    await press(await lensWith(document, /Mark Done Here/));
    assert.equal(document.lineAt(0).text, `// DONE: call ${linkOf(one)}`);
    assert.match((await titles(document))[0]!, /Done /);
  });

  it('asks once after a save for all that was ticked, and completes it with one approval', async () => {
    const tasks = [await task('one'), await task('two'), await task('three')];
    const { document } = await openFile('a.md', tasks.map((one) => `- [ ] x ${linkOf(one)}\n`).join(''));
    const { ui } = await attio();
    const script = scriptedUi(
      { press: 'Complete 3 in Attio', on: /ticked here and open in Attio/ },
      { confirm: 'Make 3 Changes' },
    );
    ui.use(script);
    const editor = window.activeTextEditor!;
    await editor.edit((builder) => {
      for (const line of [0, 1, 2]) builder.replace(new Range(line, 3, line, 4), 'x');
    });
    await save(document);
    await script.heard(/ticked here and open in Attio/);
    await script.heard(/Completed/);
    for (const one of tasks) assert.equal((await stateOf(one)).is_completed, true);
    assert.equal(script.said.filter(({ message }) => /ticked here/.test(message)).length, 1);
  });

  it('does not ask again for what was answered with Not Now', async () => {
    const one = await task('one');
    const { document } = await openFile('a.md', `- [x] x ${linkOf(one)}\nwords\n`);
    const { ui } = await attio();
    const script = scriptedUi({ press: 'Not Now', on: /ticked here/ });
    ui.use(script);
    await edit(document, 'words', 'more words');
    await save(document);
    await script.heard(/ticked here/);
    const second = scriptedUi();
    ui.use(second);
    await edit(document, 'more words', 'words');
    await save(document);
    // The lens is read after the listener of the save.
    await titles(document);
    assert.deepEqual(second.said, []);
    assert.equal((await stateOf(one)).is_completed, false);
  });

  it('shows a lens for new tasks where it is wanted, and asks nothing for it', async () => {
    const { document } = await openFile('a.ts', '// TODO: one\nconst TODO_LIST = 1;\n// FIXME two\n');
    assert.deepEqual(await titles(document), []);
    await set('todo.codeLens', true);
    const seen = sandbox.requests().length;
    assert.deepEqual(await titles(document), ['$(checklist) Create Attio task', '$(checklist) Create Attio task']);
    await set('todo.patterns', ['FIXME']);
    assert.equal((await titles(document)).length, 1);
    assert.equal(sandbox.requests().length, seen);
  });

  it('offers nothing where nobody is signed in, nor in what is none of the person’s texts', async () => {
    await set('todo.codeLens', true);
    const preview = await workspace.openTextDocument(Uri.parse('attio-compare:/a.md'));
    assert.deepEqual(await actions(preview, new Range(0, 0, 0, 0)), []);
    const { document } = await openFile('a.ts', '// TODO: one\n');
    assert.equal((await actions(document, new Range(0, 5, 0, 5))).length, 2);
    assert.equal((await actions(document, new Range(1, 0, 1, 0))).length, 0);
    await signOutEverywhere();
    assert.deepEqual(await actions(document, new Range(0, 5, 0, 5)), []);
    assert.deepEqual(await titles(document), []);
  });

  it('works in a text that is not saved, in notebooks, and beside a file that is only read', async () => {
    await set('todo.linkBack', 'always');
    const untitled = await workspace.openTextDocument({ language: 'markdown', content: '- [ ] unsaved\n' });
    await window.showTextDocument(untitled);
    await (await run('attio.newTaskFromLine', target(untitled, 0), { confirm: 'Create Task' })).heard(/Created/);
    const [first] = await made();
    assert.equal(first?.content_plaintext, 'unsaved');
    await until('the link is there', () => untitled.getText() === `- [ ] unsaved ${linkOf(first)}\n`);

    const notebook = await workspace.openNotebookDocument(
      'jupyter-notebook',
      new NotebookData([
        new NotebookCellData(NotebookCellKind.Code, 'x = 1', 'python'),
        new NotebookCellData(NotebookCellKind.Code, 'y = 2\n# TODO: plot it', 'python'),
      ]),
    );
    const cell = notebook.cellAt(1).document;
    await (await run('attio.newTaskFromLine', target(cell, 1), { confirm: 'Create Task' })).heard(/Created/);
    const [, second] = await made();
    await until('the link is in the cell', () => cell.lineAt(1).text === `# TODO: plot it ${linkOf(second!)}`);

    await set('todo.linkBack', 'ask');
    const { document } = await openFile('read.md', '- [ ] only read\n');
    await chmod(document.uri.fsPath, 0o444);
    const script = await run('attio.newTaskFromLine', target(document, 0), { confirm: 'Create Task' });
    await script.heard(/Created/);
    const told = script.said.find(({ message }) => /Created/.test(message));
    if (process.getuid?.() !== 0) assert.equal(told?.buttons[0], 'Copy Link');
    assert.equal(document.getText(), '- [ ] only read\n');
  });

  it('makes a task of a line without a mark where it is asked to, and says where there is nothing', async () => {
    const editor = await openFile('a.md', 'Call Acme tomorrow\n\n');
    select(editor, 'Acme');
    const script = await run('attio.newTaskFromLine', undefined, { pick: 'Create Task' }, { confirm: 'Create Task' });
    await script.heard(/Created/);
    assert.equal((await made())[0]?.content_plaintext, 'Call Acme\na.md:1');
    editor.selection = new Selection(1, 0, 1, 0);
    const none = await run('attio.newTaskFromLine', undefined);
    assert.match(none.said[0]?.message ?? '', /nothing to do in what is selected/);
  });

  it('links to the line on the remote where it is there, and names file and line where it is not', async () => {
    const [root] = workspace.workspaceFolders ?? [];
    const folder = join(await realpath(root!.uri.fsPath), 'todo-repository');
    await mkdir(folder);
    try {
      const git = async (...args: string[]) =>
        (
          await execute('git', ['-c', 'user.name=T', '-c', 'user.email=t@t.example', ...args], { cwd: folder })
        ).stdout.trim();
      await git('init', '-q', '-b', 'main');
      await git('remote', 'add', 'origin', 'https://someone:token@github.com/acme/gripper.git');
      const path = join(folder, 'grip.py');
      await writeFile(path, 'a = 1\n# TODO: one\n');
      await git('add', '.');
      await git('commit', '-q', '-m', 'one');
      const commit = await git('rev-parse', 'HEAD');
      // As after a push.
      await git('update-ref', 'refs/remotes/origin/main', commit);
      await git('branch', '-q', '--set-upstream-to=origin/main');
      const api = (await extensions.getExtension('vscode.git')!.activate()).getAPI(1) as {
        openRepository(root: Uri): Promise<unknown>;
        getRepository(uri: Uri): { state: { HEAD?: { commit?: string; upstream?: unknown } } } | null;
      };
      await api.openRepository(Uri.file(folder));
      const head = () => api.getRepository(Uri.file(path))?.state.HEAD;
      await until('git has read the repository', () => head()?.commit === commit && head()?.upstream !== undefined);
      const document = await workspace.openTextDocument(Uri.file(path));
      await window.showTextDocument(document);
      await edit(document, 'a = 1', 'a = 1\nb = 2\n# TODO: two');
      for (const line of [2, 3])
        await (await run('attio.newTaskFromLine', target(document, line), { confirm: 'Create Task' })).heard(/Created/);
      assert.deepEqual(
        (await made()).map(({ content_plaintext: content }) => content),
        ['two\ntodo-repository/grip.py:3', `one\nhttps://github.com/acme/gripper/blob/${commit}/grip.py#L2`],
      );
      await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
