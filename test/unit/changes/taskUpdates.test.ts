import assert from 'node:assert/strict';
import { AttioError } from '../../../src/attio/errors.js';
import type { CreateTask, UpdateTask } from '../../../src/attio/writes.js';
import type { Approver, Batch, Change } from '../../../src/changes/change.js';
import { seedId } from '../../../src/sandbox/ids.js';
import type { Sandbox } from '../../../src/sandbox/server.js';
import { agree, assertBack, type Desk, desk, raw, withSandbox, worldOf } from './sandboxed.js';
import { applied, failed } from './support.js';

const acme = seedId('companies', 'acme-robotics');
const grace = seedId('people', 'grace-okafor');
const lumen = seedId('companies', 'lumen-health');
const ada = seedId('members', 'ada');
const bruno = seedId('members', 'bruno');

const LOST = new AttioError({
  kind: 'timeout',
  operation: 'tasks.update',
  message: 'No answer came.',
  remedy: 'Try again.',
  fate: 'unknown',
});

const offer: CreateTask = {
  kind: 'task.create',
  content: 'Send the offer',
  deadlineAt: '2099-05-04T09:00:00.000Z',
  isCompleted: false,
  linkedRecords: [
    { object: 'companies', recordId: acme },
    { object: 'people', recordId: grace },
  ],
  assignees: [{ memberId: ada }],
};

describe('changes of tasks, on the sample workspace', function () {
  this.timeout(60_000);
  let sandbox: Sandbox;
  let own: Desk;
  let time: number;
  let taskId: string;
  withSandbox(
    (fresh, at) => {
      sandbox = fresh;
      own = at;
      time = Date.now();
    },
    { now: () => time },
  );
  beforeEach(async () => {
    const done = applied(await own.service.write(offer, own.options()));
    taskId = done.task!.id.task_id;
    own.seen.length = 0;
  });

  const write = (change: Change, more = {}) => own.service.write(change, own.options(more));
  const update = (parts: Omit<UpdateTask, 'kind' | 'taskId'>, more = {}) =>
    write({ kind: 'task.update', taskId, ...parts }, more);
  const undoLast = (more = {}) => own.service.undo(own.journal.entries.at(-1)!, own.options(more));
  const task = (id = taskId) => raw(sandbox, 'GET', `/v2/tasks/${id}`);
  const patch = (data: object) => raw(sandbox, 'PATCH', `/v2/tasks/${taskId}`, { data });
  const calls = async (run: () => Promise<unknown>) => {
    const before = sandbox.requests().length;
    await run();
    return sandbox
      .requests()
      .slice(before)
      .map(({ method, path }) => `${method} ${path.split('?')[0]!.replace(/[0-9a-f-]{36}/g, '…')}`);
  };
  const linksOf = (one: { linked_records: { target_record_id: string }[] }) =>
    one.linked_records.map(({ target_record_id }) => target_record_id);

  it('complete, are reopened by undo, and completed again by undoing that', async () => {
    const before = await worldOf(sandbox);
    const done = applied(await update({ isCompleted: true }));
    const [preview] = own.seen;
    assert.equal(
      preview!.sentence,
      'Complete the task “Send the offer” for Acme Robotics (Company) and Grace Okafor (Person)',
    );
    assert.deepEqual([preview!.verb, preview!.destructive, preview!.warnings], ['Complete Task', false, []]);
    assert.deepEqual(preview!.fields, [{ label: 'Completed', slug: 'is_completed', before: 'no', after: 'yes' }]);
    assert.deepEqual(done.differences, []);
    assert.deepEqual(done.undo, { kind: 'task.update', taskId, isCompleted: false, base: { isCompleted: true } });
    assert.equal((await task()).is_completed, true);
    const entry = own.journal.entries.at(-1)!;
    assert.match(entry.sentence, /^Completed the task “Send the offer” for/);
    assert.equal(entry.target!.recordId, acme);
    applied(await undoLast());
    assert.match(own.seen[1]!.sentence, /^Reopen the task/);
    assertBack(await worldOf(sandbox), before);
    applied(await undoLast());
    assert.equal((await task()).is_completed, true);
  });

  it('cost one write and no more than the look', async () => {
    await own.service.preview({ kind: 'task.update', taskId, isCompleted: true });
    assert.deepEqual(await calls(() => update({ isCompleted: true })), ['GET /v2/tasks/…', 'PATCH /v2/tasks/…']);
  });

  it('say what of them changes, and in whose name', async () => {
    const sentences: [Omit<UpdateTask, 'kind' | 'taskId'>, RegExp][] = [
      [{ deadlineAt: '2099-06-01T09:00:00.000Z' }, /^Change the deadline of the task “Send the offer” for/],
      [{ deadlineAt: null }, /^Remove the deadline of/],
      [{ assignees: [{ memberId: bruno }] }, /^Change the assignees of/],
      [
        { linkedRecords: [...offer.linkedRecords, { object: 'companies', recordId: lumen }] },
        /^Link the task “Send the offer” to Lumen Health \(Company\)$/,
      ],
      [{ linkedRecords: offer.linkedRecords.slice(0, 1) }, /^Unlink the task “Send the offer” from Grace Okafor/],
      [{ linkedRecords: [{ object: 'companies', recordId: lumen }] }, /^Change the records of/],
      [{ isCompleted: true, deadlineAt: null }, /^Change the completion and deadline of/],
    ];
    for (const [parts, words] of sentences)
      assert.match((await own.service.preview({ kind: 'task.update', taskId, ...parts })).sentence, words);
    await patch({ deadline_at: null });
    const set = await own.service.preview({ kind: 'task.update', taskId, deadlineAt: '2020-01-01T00:00:00.000Z' });
    assert.match(set.sentence, /^Set the deadline of/);
    assert.match(set.warnings.join(), /due in the past/);
    assert.equal(set.destructive, false);
  });

  it('warn of what is new and not there, and not of what was', async () => {
    const odd = await own.service.preview({
      kind: 'task.update',
      taskId,
      linkedRecords: [...offer.linkedRecords, { object: 'companies', recordId: seedId('companies', 'nowhere') }],
      assignees: [{ memberId: ada }, { email: 'nobody@x.example' }],
    });
    assert.equal(odd.warnings.length, 2);
    assert.match(odd.warnings.join('\n'), /was not found in Attio.*\nNobody in the workspace is known as nobody@/);
    const poor = desk(sandbox, {
      scopes: ['task:read', 'user_management:read', 'object_configuration:read', 'record_permission:read'],
    });
    const plain = await poor.service.preview({ kind: 'task.update', taskId, isCompleted: true });
    assert.match(plain.warnings[0]!, /lacks task:read-write/);
    await poor.close();
  });

  it('that Attio has already send nothing, also where a colleague is named by address', async () => {
    const { email_address: email } = await raw(sandbox, 'GET', `/v2/workspace_members/${ada}`);
    const done = applied(await update({ isCompleted: false, assignees: [{ email }], deadlineAt: offer.deadlineAt }));
    assert.match(done.differences[0]!, /already has it that way/);
    assert.equal(own.seen.length, 0);
    assert.equal(sandbox.requests().filter(({ method }) => method === 'PATCH').length, 0);
  });

  it('send only what is different', async () => {
    const done = applied(await update({ isCompleted: true, assignees: [{ memberId: ada }] }));
    assert.deepEqual(done.change, {
      kind: 'task.update',
      taskId,
      isCompleted: true,
      base: { isCompleted: false },
    });
  });

  it('are conflicts where somebody made something else of it than was seen, and not otherwise', async () => {
    await patch({ deadline_at: '2099-12-01T09:00:00.000Z', assignees: [] });
    const wanted = {
      deadlineAt: '2099-07-01T09:00:00.000Z',
      base: { deadlineAt: offer.deadlineAt, assignees: offer.assignees },
    };
    const outcome = await update(wanted);
    assert(outcome.status === 'conflict');
    assert.deepEqual(
      outcome.conflicts.map(({ slug }) => slug),
      ['deadline_at'],
    );
    const [{ label, base, theirs, mine }] = outcome.conflicts as [(typeof outcome.conflicts)[0]];
    assert.equal(label, 'Due date of the task “Send the offer”');
    assert.match(base, /May/);
    assert.match(theirs, /Dec/);
    assert.match(mine, /Jul/);
    applied(await update(wanted, { overConflicts: true }));
    // What they wanted is what it was to be.
    await patch({ is_completed: true });
    const same = await update({ isCompleted: true, base: { isCompleted: false } });
    assert.match(applied(same).differences[0]!, /already/);
  });

  it('stop when somebody changes it while the person reads, and go on where they did the same', async () => {
    const meanwhile =
      (data: object): Approver =>
      async (preview, change) => {
        await patch(data);
        time += 5000;
        return { ...(await agree(preview, change))!, at: new Date(time).toISOString() };
      };
    const outcome = await update({ deadlineAt: null }, { approve: meanwhile({ deadline_at: '2099-12-01T00:00:00Z' }) });
    assert.equal(outcome.status, 'conflict');
    const same = applied(await update({ isCompleted: true }, { approve: meanwhile({ is_completed: true }) }));
    assert.equal(same.alreadyDone, true);
    assert.equal(same.undo, undefined);
  });

  it('of what is gone are refused', async () => {
    await raw(sandbox, 'DELETE', `/v2/tasks/${taskId}`);
    const error = failed(await update({ isCompleted: true }));
    assert.equal(error.kind, 'not-found');
    assert.match(error.message, /the task is not there any more/);
  });

  it('say which records Attio dropped, and the undo brings back those that were there', async () => {
    sandbox.setFaults([{ kind: 'drop-linked-records', when: 'write' }]);
    const done = applied(
      await update({ linkedRecords: [...offer.linkedRecords, { object: 'companies', recordId: lumen }] }),
    );
    sandbox.setFaults([]);
    assert.deepEqual(done.differences, [
      'Attio did not link the task to Acme Robotics (Company), Grace Okafor (Person) and Lumen Health (Company).',
    ]);
    applied(await undoLast());
    assert.deepEqual(linksOf(await task()), [acme, grace]);
  });

  it('of which Attio only leaves records out of its answers are whole', async () => {
    sandbox.setFaults([{ kind: 'drop-linked-records', when: 'answer' }]);
    const more = [...offer.linkedRecords, { object: 'companies', recordId: lumen }];
    const done = applied(await update({ linkedRecords: more, base: { linkedRecords: offer.linkedRecords } }));
    assert.deepEqual(done.differences, []);
    applied(await undoLast());
    sandbox.setFaults([]);
    assert.deepEqual(linksOf(await task()), [acme, grace]);
  });

  it('say which colleagues Attio did not take, and who it is still given to', async () => {
    const { tasks: api } = own.api;
    const [send, get] = [api.update, api.get];
    api.update = async (approved, options) => {
      api.get = async (id, how) => ({ ...(await get(id, how)), assignees: [] });
      return { ...(await send(approved, options)), assignees: [] };
    };
    const done = applied(await update({ assignees: [{ memberId: bruno }] }));
    assert.match(done.differences.join(' '), /^Attio did not give the task to Bruno .*\.$/);
    api.get = get;
    await patch({ assignees: [] });
    api.update = async (approved, options) => {
      const answer = await send(approved, options);
      const one = (id: string) => ({ referenced_actor_type: 'workspace-member', referenced_actor_id: id });
      return { ...answer, assignees: [one(ada), one(bruno)] };
    };
    const both = applied(await update({ assignees: [{ memberId: bruno }] }));
    assert.match(both.differences.join(' '), /^The task is still given to Ada .*\.$/);
  });

  it('that were not answered are settled by looking, at once or by the next try', async () => {
    const { tasks: api } = own.api;
    const send = api.update;
    api.update = (approved, options) => send(approved, options).then(() => Promise.reject(LOST));
    const one = applied(await update({ isCompleted: true }));
    assert.equal(one.alreadyDone, true);
    assert.equal(one.undo?.kind, 'task.update');
    // Not made, as far as can be seen; then made all the same.
    let late = async (): Promise<unknown> => undefined;
    api.update = async (approved, options) => {
      late = () => send(approved, options);
      throw LOST;
    };
    const error = failed(await update({ deadlineAt: null }));
    assert.equal(error.fate, 'unknown');
    assert.match(error.message, /The task “Send the offer” was read again and is as it was/);
    await late();
    api.update = send;
    const two = applied(await update({ deadlineAt: null }));
    assert.equal(two.alreadyDone, true);
    applied(await undoLast());
    assert.match((await task()).deadline_at, /^2099-05-04T09:00/);
  });

  it('in a batch are conflicts that name their task once; its undo has its title in single quotation marks', async () => {
    const second = applied(await write({ ...offer, content: 'Call “Grace”' })).task!.id.task_id;
    const due = (id: string, deadlineAt: string, base: string | null): UpdateTask => ({
      kind: 'task.update',
      taskId: id,
      deadlineAt,
      base: { deadlineAt: base },
    });
    const to = '2099-07-01T09:00:00.000Z';
    const batch: Batch = {
      kind: 'batch',
      title: 'Set the deadline of “both”',
      changes: [due(taskId, to, offer.deadlineAt), due(second, to, null)],
    };
    const outcome = await write(batch);
    assert(outcome.status === 'conflict');
    assert.deepEqual(
      outcome.conflicts.map(({ label, named }) => [label, named]),
      [['Due date of the task “Call ‘Grace’”', true]],
    );
    const { undo } = applied(await write(batch, { overConflicts: true }));
    assert.equal(undo?.kind === 'batch' && undo.title, 'Undo “Set the deadline of ‘both’”');
  });

  it('in a batch see what was done before them, and are undone as one', async () => {
    const before = await worldOf(sandbox);
    const batch: Batch = {
      kind: 'batch',
      title: 'Complete the task and put it off',
      changes: [
        { kind: 'task.update', taskId, isCompleted: true, base: { isCompleted: false } },
        { kind: 'task.update', taskId, deadlineAt: null, isCompleted: false, base: { isCompleted: false } },
        { kind: 'task.delete', taskId },
      ],
    };
    applied(await write(batch));
    assert.equal(own.journal.entries.at(-1)!.sentence, 'Completed the task and put it off');
    applied(await undoLast());
    assertBack(await worldOf(sandbox), before);
  });

  it('replaced by another with other words are one approval, one entry and one undo', async () => {
    const before = await worldOf(sandbox);
    const { kind: _, ...state } = offer;
    const batch: Batch = {
      kind: 'batch',
      title: 'Replace the task “Send the offer” by “Send the new offer”',
      changes: [
        { ...offer, content: 'Send the new offer' },
        { kind: 'task.delete', taskId, task: state },
      ],
    };
    const done = applied(await write(batch));
    assert.equal(own.seen.length, 1);
    assert.equal(own.seen[0]!.parts!.length, 2);
    assert.equal(own.journal.entries.at(-1)!.sentence, batch.title.replace('Replace', 'Replaced'));
    const made = done.parts![0]!.task!;
    const stored = await task(made.id.task_id);
    assert.equal(stored.content_plaintext, 'Send the new offer');
    assert.deepEqual(linksOf(stored), [acme, grace]);
    await assert.rejects(task());
    const entries = own.journal.entries.length;
    applied(await undoLast());
    assert.equal(own.journal.entries.length, entries + 1);
    assertBack(await worldOf(sandbox), before);
    await assert.rejects(task(made.id.task_id));
    // Undone twice over, it is the new one again.
    applied(await undoLast());
    const named = (await raw(sandbox, 'GET', '/v2/tasks')).map(
      ({ content_plaintext: words }: { content_plaintext: string }) => words,
    );
    assert(named.includes('Send the new offer') && !named.includes('Send the offer'));
  });

  it('replaced where the old one was changed meanwhile stop before anything is made', async () => {
    await patch({ is_completed: true });
    const { kind: _, ...state } = offer;
    const outcome = await write({
      kind: 'batch',
      title: 'Replace the task',
      changes: [
        { ...offer, content: 'Another' },
        { kind: 'task.delete', taskId, task: state },
      ],
    });
    assert.equal(outcome.status, 'conflict');
    assert.equal(sandbox.requests().filter(({ method }) => method === 'DELETE').length, 0);
  });

  it('tell the catalog, so that nobody asks again', async () => {
    const learnt: string[] = [];
    const told: string[] = [];
    own.catalog.learnTask = (one) => void learnt.push(one.id.task_id);
    own.catalog.forgetTask = (id) => void told.push(id);
    applied(await update({ isCompleted: true }));
    applied(await write({ kind: 'task.delete', taskId }));
    assert.deepEqual([learnt, told], [[taskId], [taskId]]);
  });

  it('are refused when they are not well-formed', async () => {
    const wrong: [object, RegExp][] = [
      [{}, /changes nothing/],
      [{ isCompleted: 'yes' }, /completed/],
      [{ deadlineAt: 'tomorrow' }, /not a date/],
      [{ linkedRecords: [{ object: 'companies' }] }, /not named properly/],
      [{ assignees: [{}] }, /not named properly/],
      [{ isCompleted: true, base: { isCompleted: 1 } }, /what was there/],
      [{ isCompleted: true, taskId: 'x' }, /names no task/],
    ];
    for (const [parts, words] of wrong) assert.match(failed(await update(parts as never)).message, words);
  });
});
