import assert from 'node:assert/strict';
import { AttioError } from '../../../src/attio/errors.js';
import type { CreateTask } from '../../../src/attio/writes.js';
import type { Approver, Batch, Change } from '../../../src/changes/change.js';
import { pendingId } from '../../../src/changes/pending.js';
import { seedId } from '../../../src/sandbox/ids.js';
import type { Sandbox } from '../../../src/sandbox/server.js';
import { agree, assertBack, type Desk, desk, raw, withSandbox, worldOf } from './sandboxed.js';
import { applied, failed } from './support.js';

const acme = seedId('companies', 'acme-robotics');
const grace = seedId('people', 'grace-okafor');
const ada = seedId('members', 'ada');
const old = seedId('tasks', 'send-security');

const LOST = new AttioError({
  kind: 'timeout',
  operation: 'tasks.create',
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

describe('tasks as changes, on the sample workspace', function () {
  this.timeout(60_000);
  let sandbox: Sandbox;
  let own: Desk;
  let time: number;
  withSandbox(
    (fresh, at) => {
      sandbox = fresh;
      own = at;
      time = Date.now();
    },
    { now: () => time },
  );

  const write = (change: Change, more = {}) => own.service.write(change, own.options(more));
  const undoLast = (more = {}) => own.service.undo(own.journal.entries.at(-1)!, own.options(more));
  const tasks = () => raw(sandbox, 'GET', '/v2/tasks');
  const named = async (content: string) =>
    (await tasks()).filter((one: { content_plaintext: string }) => one.content_plaintext === content);
  const task = (id: string) => raw(sandbox, 'GET', `/v2/tasks/${id}`);
  const sent = (method: string) => sandbox.requests().filter((one) => one.method === method).length;

  describe('a task', () => {
    it('is shown with its records, date and people, created, and deleted by undo', async () => {
      const before = await worldOf(sandbox);
      const done = applied(await write(offer));
      const [preview] = own.seen;
      assert.equal(
        preview!.sentence,
        'Create the task “Send the offer” for Acme Robotics (Company) and Grace Okafor (Person)',
      );
      assert.equal(preview!.verb, 'Create Task');
      const fields = Object.fromEntries(preview!.fields.map(({ label, after }) => [label, after]));
      assert.equal(fields.Records, 'Acme Robotics (Company), Grace Okafor (Person)');
      assert.match(fields.Due!, /2099/);
      assert.match(fields['Given to']!, /^Ada /);
      assert.equal(fields.Completed, undefined);
      assert.deepEqual(preview!.warnings, []);
      assert.deepEqual(done.differences, []);
      const stored = await task(done.task!.id.task_id);
      assert.equal(stored.content_plaintext, 'Send the offer');
      assert.equal(stored.linked_records.length, 2);
      const [entry] = own.journal.entries;
      assert.match(entry!.sentence, /^Created the task “Send the offer” for Acme/);
      assert.deepEqual(entry!.target, { object: 'companies', recordId: acme, title: 'Acme Robotics (Company)' });
      applied(await undoLast());
      assert.match(own.seen[1]!.sentence, /^Delete the task “Send the offer” for/);
      assert.match(own.seen[1]!.warnings.join(), /^Undoing this undo creates the task again/);
      assertBack(await worldOf(sandbox), before);
      // And made again by undoing that.
      applied(await undoLast());
      const [again] = await named('Send the offer');
      assert.deepEqual(again.linked_records, stored.linked_records);
      assert.deepEqual(again.assignees, stored.assignees);
      assert.equal(again.deadline_at, stored.deadline_at);
    });

    it('without anything but its words is created too', async () => {
      const bare = { ...offer, deadlineAt: null, linkedRecords: [], assignees: [], content: 'Call\nback' };
      const done = applied(await write(bare));
      assert.equal(own.seen[0]!.sentence, 'Create the task “Call back”');
      assert.deepEqual(done.differences, []);
      assert.equal(own.journal.entries[0]!.target, undefined);
    });

    it('warns of records and people that are not there, of a date in the past, and of what the key may not do', async () => {
      const odd: CreateTask = {
        ...offer,
        deadlineAt: '2020-01-01T00:00:00.000Z',
        linkedRecords: [{ object: 'companies', recordId: seedId('companies', 'nowhere') }],
        assignees: [{ email: 'nobody@x.example' }],
      };
      const { warnings } = await own.service.preview(odd);
      assert.match(
        warnings.join('\n'),
        /was not found in Attio.*\nNobody in the workspace is known as nobody@.*\n.*past/,
      );
      const poor = desk(sandbox, { scopes: ['task:read', 'user_management:read', 'object_configuration:read'] });
      assert.match((await poor.service.preview(offer)).warnings[0]!, /lacks task:read-write/);
      await poor.close();
      assert.equal(failed(await write({ ...offer, content: 'x'.repeat(2001) })).kind, 'validation');
    });

    it('given to somebody by address and linked by a value is as it should be', async () => {
      const by: CreateTask = {
        ...offer,
        linkedRecords: [{ object: 'people', matching: { email_addresses: ['grace.okafor@acme-robotics.example'] } }],
        assignees: [{ email: (await raw(sandbox, 'GET', `/v2/workspace_members/${ada}`)).email_address }],
      };
      const done = applied(await write(by));
      assert.match(own.seen[0]!.sentence, /for people with grace\.okafor@/);
      assert.deepEqual(done.differences, []);
      applied(await undoLast());
      assert.equal((await named('Send the offer')).length, 0);
    });

    it('of which Attio drops a record says so, and is undone', async () => {
      sandbox.setFaults([{ kind: 'drop-linked-records', when: 'write' }]);
      const done = applied(await write(offer));
      sandbox.setFaults([]);
      assert.deepEqual(done.differences, [
        'Attio did not link the task to Acme Robotics (Company) and Grace Okafor (Person).',
      ]);
      applied(await undoLast());
      assert.equal((await named('Send the offer')).length, 0);
    });

    it('of which Attio only leaves the records out of its answers is whole, and its undo knows them', async () => {
      sandbox.setFaults([{ kind: 'drop-linked-records', when: 'answer' }]);
      const done = applied(await write(offer));
      assert.deepEqual(done.differences, []);
      assert.equal(done.undo?.kind === 'task.delete' && done.undo.task?.linkedRecords.length, 2);
      applied(await undoLast());
      sandbox.setFaults([]);
      applied(await undoLast());
      assert.equal((await named('Send the offer'))[0].linked_records.length, 2);
    });

    it('says what else did not stick', async () => {
      const { tasks: api } = own.api;
      const make = api.create;
      api.create = async (approved, options) => ({
        ...(await make(approved, options)),
        content_plaintext: 'Send',
        deadline_at: null,
        is_completed: true,
      });
      assert.equal(applied(await write(offer)).differences.length, 3);
    });
  });

  describe('a create that was not answered', () => {
    it('is found by what it says, its records and its time, and not sent again', async () => {
      const { tasks: api } = own.api;
      const make = api.create;
      // The same, made before by this window and known to it.
      const first = applied(await write(offer));
      api.create = (approved, options) => make(approved, options).then(() => Promise.reject(LOST));
      const done = applied(await write(offer));
      assert.equal(done.alreadyDone, true);
      assert.notEqual(done.task!.id.task_id, first.task!.id.task_id);
      assert.equal((await named('Send the offer')).length, 2);
    });

    it('is found also where Attio dropped its records', async () => {
      const { tasks: api } = own.api;
      const make = api.create;
      api.create = async (approved, options) => {
        sandbox.setFaults([{ kind: 'drop-linked-records', when: 'write' }]);
        await make(approved, options);
        sandbox.setFaults([]);
        throw LOST;
      };
      const done = applied(await write(offer));
      assert.equal(done.alreadyDone, true);
      assert.match(done.differences[0]!, /did not link/);
    });

    it('is not taken for a task of other records, another date, or made long before', async () => {
      const others: CreateTask[] = [
        { ...offer, linkedRecords: [{ object: 'companies', recordId: seedId('companies', 'lumen-health') }] },
        { ...offer, deadlineAt: '2099-06-04T09:00:00.000Z' },
        { ...offer, content: 'Send the offers' },
      ];
      for (const other of others) applied(await write(other));
      own.api.tasks.create = () => Promise.reject(LOST);
      const error = failed(await write(offer));
      assert.equal(error.fate, 'unknown');
      assert.match(error.message, /was looked for and was not found/);
    });

    it('and comes late is found by the next try, and counts once', async () => {
      const { tasks: api } = own.api;
      const make = api.create;
      let late = async (): Promise<unknown> => undefined;
      api.create = async (approved, options) => {
        late = () => make(approved, options);
        throw LOST;
      };
      failed(await write(offer));
      await late();
      api.create = make;
      assert.equal(applied(await write(offer)).alreadyDone, true);
      assert.equal((await named('Send the offer')).length, 1);
      // The one after it is another task.
      assert.equal(applied(await write(offer)).alreadyDone, undefined);
      assert.equal((await named('Send the offer')).length, 2);
    });

    it('by an earlier session is looked for from the time it was sent, apart from those that are known', async () => {
      applied(await write(offer));
      const [first] = await named('Send the offer');
      const later = desk(sandbox);
      const again = (more: object) => later.service.write(offer, later.options({ mayBeDone: true, ...more }));
      const found = applied(await again({ since: time - 1000 }));
      assert.equal(found.task!.id.task_id, first.id.task_id);
      const other = applied(await again({ notThese: [first.id.task_id.toUpperCase()] }));
      assert.equal(other.alreadyDone, undefined);
      const [one, two] = await named('Send the offer');
      const known = [one.id.task_id, two.id.task_id];
      const late = applied(await again({ since: Date.now() + 60 * 60_000, notThese: [] }));
      assert.equal(late.alreadyDone, undefined);
      assert(!known.includes(late.task!.id.task_id));
      await later.close();
    });
  });

  describe('a delete', () => {
    it('shows what goes, and brings it back', async () => {
      const before = await worldOf(sandbox);
      const done = applied(await write({ kind: 'task.delete', taskId: old }));
      const [preview] = own.seen;
      assert.match(preview!.sentence, /^Delete the task “Send the security overview to Grace” for Acme Robotics/);
      assert.deepEqual([preview!.verb, preview!.destructive], ['Delete Task', true]);
      assert(preview!.fields.every(({ before: value, after }) => value !== undefined && after === undefined));
      assert.equal(done.undo?.kind, 'task.create');
      assert.equal((await named('Send the security overview to Grace')).length, 0);
      applied(await undoLast());
      assertBack(await worldOf(sandbox), before);
    });

    it('of what is gone has nothing to do', async () => {
      await raw(sandbox, 'DELETE', `/v2/tasks/${old}`);
      const done = applied(await write({ kind: 'task.delete', taskId: old }));
      assert.match(done.differences[0]!, /does not have it any more/);
      assert.equal(own.seen.length, 0);
    });

    it('as an undo stops where someone worked on the task since', async () => {
      const done = applied(await write(offer));
      const id = done.task!.id.task_id;
      await raw(sandbox, 'PATCH', `/v2/tasks/${id}`, {
        data: { is_completed: true, deadline_at: null, assignees: [] },
      });
      const outcome = await undoLast();
      assert(outcome.status === 'conflict');
      assert.deepEqual(
        outcome.conflicts.map(({ slug, theirs }) => [slug, theirs]),
        [
          ['deadline_at', ''],
          ['is_completed', 'yes'],
          ['assignees', ''],
        ],
      );
      assert.equal((await task(id)).is_completed, true);
      applied(await undoLast({ overConflicts: true }));
      assert.equal((await named('Send the offer')).length, 0);
      // What comes back is what they made of it.
      applied(await undoLast());
      assert.equal((await named('Send the offer'))[0].is_completed, true);
    });

    it('stops when someone completes it while the person reads', async () => {
      const meanwhile: Approver = async (preview, change) => {
        await raw(sandbox, 'PATCH', `/v2/tasks/${old}`, { data: { is_completed: true } });
        time += 5000;
        return { ...(await agree(preview, change))!, at: new Date(time).toISOString() };
      };
      const outcome = await write({ kind: 'task.delete', taskId: old }, { approve: meanwhile });
      assert.equal(outcome.status, 'conflict');
      assert.equal(sent('DELETE'), 0);
    });

    it('that was not answered is settled by looking, at once or by the next try', async () => {
      const { tasks: api } = own.api;
      const [remove, get] = [api.delete, api.get];
      api.delete = (approved, options) => remove(approved, options).then(() => Promise.reject(LOST));
      const one = applied(await write({ kind: 'task.delete', taskId: old }));
      assert.equal(one.alreadyDone, true);
      applied(await undoLast());
      const [back] = await named('Send the security overview to Grace');
      const change: Change = { kind: 'task.delete', taskId: back.id.task_id };
      const word: Approver = async (preview, asked) => {
        api.get = () => Promise.reject(LOST);
        return agree(preview, asked);
      };
      const error = failed(await write(change, { approve: word }));
      assert.match(error.message, /The task “Send the security.*could not be looked for: it may have been deleted/);
      Object.assign(api, { delete: remove, get });
      const two = applied(await write(change));
      assert.equal(two.alreadyDone, true);
      applied(await undoLast());
      assert.equal((await named('Send the security overview to Grace')).length, 1);
    });
  });

  it('in a batch go with a record and a note, are one entry, and are undone as one', async () => {
    const before = await worldOf(sandbox);
    const batch: Batch = {
      kind: 'batch',
      title: 'Create Ada Byron with a note and a task',
      changes: [
        {
          kind: 'record.create',
          object: 'people',
          values: { name: { first_name: 'Ada', last_name: 'Byron', full_name: 'Ada Byron' } },
        },
        {
          kind: 'note.create',
          parentObject: 'people',
          parentRecordId: pendingId(0),
          title: 'Call',
          format: 'markdown',
          content: 'x',
        },
        { ...offer, linkedRecords: [{ object: 'people', recordId: pendingId(0) }] },
        { kind: 'task.delete', taskId: pendingId(2) },
        { ...offer, linkedRecords: [{ object: 'people', recordId: pendingId(0) }, ...offer.linkedRecords] },
        { kind: 'task.delete', taskId: old },
      ],
    };
    const done = applied(await write(batch));
    const parts = own.seen[0]!.parts!.map(({ sentence }) => sentence);
    assert.match(parts[2]!, /^Create the task “Send the offer” for Ada Byron/);
    assert.equal(parts[3], 'Delete the task “Send the offer”');
    assert.match(parts[4]!, /for Ada Byron and 2 more records$/);
    const [made] = await named('Send the offer');
    assert.equal(made.linked_records.length, 3);
    assert.deepEqual(done.differences, []);
    assert.equal(own.journal.entries.length, 1);
    const between = await worldOf(sandbox);
    applied(await undoLast());
    assertBack(await worldOf(sandbox), before);
    applied(await undoLast());
    assertBack(await worldOf(sandbox), between);
  });

  it('that fail in the middle of a batch are gone on with, none twice', async () => {
    const { tasks: api } = own.api;
    const make = api.create;
    let count = 0;
    api.create = (approved, options) => {
      count++;
      if (count === 2) return make(approved, options).then(() => Promise.reject(LOST));
      return make(approved, options);
    };
    const list = api.list;
    const batch: Batch = {
      kind: 'batch',
      title: 'Create three tasks',
      changes: ['One', 'Two', 'Three'].map((content) => ({ ...offer, content })),
    };
    // Nor can it be looked for at once.
    api.list = () => Promise.reject(LOST);
    const first = await write(batch);
    assert.equal(failed(first).fate, 'unknown');
    Object.assign(api, { list });
    applied(await write(batch));
    for (const content of ['One', 'Two', 'Three']) assert.equal((await named(content)).length, 1, content);
    assert.equal(own.journal.entries.length, 2);
    for (const entry of [...own.journal.entries].reverse()) applied(await own.service.undo(entry, own.options()));
    for (const content of ['One', 'Two', 'Three']) assert.equal((await named(content)).length, 0, content);
  });
});
