import assert from 'node:assert/strict';
import { commands, TabInputTextDiff, window } from 'vscode';
import type { CreateTask, UpdateNote } from '../../src/attio/writes.js';
import type { ApplyOutcome } from '../../src/changes/change.js';
import { seedId } from '../../src/sandbox/ids.js';
import type { Sandbox } from '../../src/sandbox/server.js';
import { run } from './support/accounts.js';
import { attio, signInToSandbox, signOutEverywhere } from './support/attio.js';
import { ACME, activeText, ask, write, writes } from './support/changes.js';

const NOTE = seedId('notes', 'acme-price');

describe('changes of notes and tasks', () => {
  let sandbox: Sandbox;
  let original: { title: string; content_markdown: string; parent_object: string; parent_record_id: string };

  const note = async () =>
    ((await (await ask(sandbox, 'GET', `notes/${NOTE}`)).json()) as { data: typeof original }).data;
  const tasks = async (content: string) => {
    const { data } = (await (await ask(sandbox, 'GET', 'tasks')).json()) as { data: { content_plaintext: string }[] };
    return data.filter((task) => task.content_plaintext === content).length;
  };
  const update = (content: string): UpdateNote => ({
    kind: 'note.update',
    noteId: NOTE,
    format: 'markdown',
    content,
    base: {
      parentObject: original.parent_object,
      parentRecordId: original.parent_record_id,
      title: original.title,
      content: original.content_markdown,
    },
  });

  beforeEach(async () => {
    sandbox = await signInToSandbox();
    original = await note();
  });
  afterEach(async () => {
    const { ui } = await attio();
    await commands.executeCommand('workbench.action.closeAllEditors');
    ui.use(undefined);
    await signOutEverywhere();
    await sandbox.close();
  });

  it('the lines of a note that go and come are in the dialog, the rest is offered beside; undo brings the text back', async () => {
    const more = Array.from({ length: 20 }, (_, at) => `- point ${at}`).join('\n');
    const change = update(`${original.content_markdown.replace('8%', '9%')}\n\n${more}`);
    const { outcome, script } = await write(change, [{ confirm: 'Show Details' }, { pick: 'Update Note' }]);
    assert.equal(outcome.status, 'applied', JSON.stringify(outcome));
    const { detail = '' } = script.asked[0]!;
    assert.match(detail, /Text: 21 lines come, 1 line goes\n− .*8%.*\n\+ .*9%.*\n\+ - point 0\n/);
    assert.match(detail, /… and 16 more lines/);
    assert.match(script.said.at(-1)?.message ?? '', /^Changed the text of the note “Price history” on /);
    assert.deepEqual(script.said.at(-1)?.buttons, ['Undo', 'Show Record', 'Open in Attio']);
    const undo = await run('attio.undoLastChange', [{ confirm: 'Undo' }]);
    await undo.heard(/^Undone: Changed the text of the note/);
    assert.equal((await note()).content_markdown, original.content_markdown);
  });

  it('a note that someone changed since is shown side by side, and overwritten only by choice', async () => {
    await ask(sandbox, 'PATCH', `notes/${NOTE}`, { format: 'markdown', content: 'Theirs' });
    const sent = writes(sandbox).length;
    const done = new Promise<ApplyOutcome>((later) => {
      void write(
        update('Mine'),
        [{ press: 'Overwrite with Mine', on: /someone changed Text of the note “Price history” in Attio/ }],
        {
          later,
        },
      );
    });
    assert.equal((await done).status, 'applied');
    assert(window.tabGroups.all.flatMap(({ tabs }) => tabs).some(({ input }) => input instanceof TabInputTextDiff));
    assert.equal(writes(sandbox).length, sent + 1);
    assert.equal((await note()).content_markdown, 'Mine');
  });

  it('a task is created after its preview, opens its record, is written out, and goes by undo', async () => {
    const change: CreateTask = {
      kind: 'task.create',
      content: 'Send the offer',
      deadlineAt: '2099-05-04T09:00:00.000Z',
      isCompleted: false,
      linkedRecords: [{ object: 'companies', recordId: ACME }],
      assignees: [],
    };
    const { outcome, script } = await write(change, [{ confirm: 'Create Task' }]);
    assert.equal(outcome.status, 'applied', JSON.stringify(outcome));
    assert.match(
      script.asked[0]?.detail ?? '',
      /\nTask: Send the offer\nRecords: Acme Robotics \(Company\)\nDue: .*2099/,
    );
    assert.deepEqual(script.said.at(-1)?.buttons, ['Undo', 'Show Record', 'Open in Attio']);
    assert.equal(await tasks('Send the offer'), 1);
    await run('attio.recentChanges', [{ pick: 'Created the task “Send the offer” for Acme Robotics (Company)' }]);
    assert.match(activeText(), /^Created the task “Send the offer”[\s\S]*Records\n {4}after: {2}Acme Robotics\n/);
    const undo = await run('attio.undoLastChange', [{ confirm: 'Undo' }]);
    await undo.heard(/^Undone: Created the task/);
    assert.equal(await tasks('Send the offer'), 0);
  });
});
