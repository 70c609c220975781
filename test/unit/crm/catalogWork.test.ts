/** Tasks and threads of comments through the catalog, against a server of Attio's kind. */
import assert from 'node:assert/strict';
import type { Account } from '../../../src/attio/account.js';
import { type AttioApi, createClient } from '../../../src/attio/client.js';
import { parseScopes } from '../../../src/attio/scopes.js';
import type { Comment, Task } from '../../../src/attio/workTypes.js';
import { createCatalog } from '../../../src/crm/createCatalog.js';
import type { Catalog, CatalogChange, TaskQuestion } from '../../../src/crm/types.js';
import { seedId } from '../../../src/sandbox/seed.js';
import { type Sandbox, startSandbox } from '../../../src/sandbox/server.js';

const by = { surface: 'test' };
const ACME = { object: 'companies', recordId: seedId('companies', 'acme-robotics') };
const ADA = seedId('members', 'ada');

describe('tasks and comments in the catalog', () => {
  let sandbox: Sandbox;
  let api: AttioApi;
  let account: Account;
  let catalog: Catalog;
  let clock: { time: number; now(): number };
  let changes: CatalogChange[];
  let seen = 0;

  before(async () => {
    sandbox = await startSandbox();
    api = createClient({ baseUrl: sandbox.url, key: sandbox.key });
    const self = await api.self.get(by);
    assert.ok(self.active);
    account = {
      id: `attio:${self.workspace_id}`,
      via: 'attio',
      workspaceId: self.workspace_id,
      slug: self.workspace_slug,
      name: self.workspace_name,
      scopes: parseScopes(self.scope),
    };
  });
  after(async () => {
    await api.close();
    await sandbox.close();
  });
  beforeEach(() => {
    sandbox.reset();
    clock = { time: Date.parse('2026-11-21T08:30:00Z'), now: () => clock.time };
    catalog = createCatalog(api, account, { clock, locale: 'en-GB', timeZone: 'UTC' });
    changes = [];
    catalog.onDidChange((change) => changes.push(change));
    seen = sandbox.requests().length;
  });
  afterEach(() => catalog.dispose());

  /** Requests since the last call, as `METHOD /path?query`. */
  const requests = () => {
    const list = sandbox.requests().slice(seen);
    seen += list.length;
    return list.map(({ method, path }) => `${method} ${path.replace(/^\/v2/, '')}`);
  };
  async function send<T>(method: string, path: string, data?: unknown): Promise<T> {
    const response = await fetch(`${sandbox.url}/v2${path}`, {
      method,
      headers: { authorization: `Bearer ${sandbox.key}`, 'content-type': 'application/json' },
      ...(data !== undefined && { body: JSON.stringify({ data }) }),
    });
    const answer = (await response.json()) as { data: T; message?: string };
    assert.equal(response.status, 200, answer.message);
    requests();
    return answer.data;
  }

  describe('tasks', () => {
    const open: TaskQuestion = { done: false };
    const done: TaskQuestion = { done: true };
    const list = async (question: TaskQuestion) => (await catalog.tasks(question, 0, by)).tasks;
    const ids = (tasks: readonly Task[]) => tasks.map((one) => one.id.task_id);
    const newTask = (more: object = {}) =>
      send<Task>('POST', '/tasks', {
        content: 'Send the price list',
        format: 'plaintext',
        deadline_at: null,
        is_completed: false,
        linked_records: [{ target_object: ACME.object, target_record_id: ACME.recordId }],
        assignees: [{ referenced_actor_type: 'workspace-member', referenced_actor_id: ADA }],
        ...more,
      });

    it('come open ones oldest first, done ones as they were completed, with one request each', async () => {
      const [first, second] = [await list(open), await list(done)];
      assert.equal(requests().length, 2);
      assert.ok(first.length > 0 && first.every((one) => !one.is_completed));
      assert.ok(second.length > 0 && second.every((one) => one.is_completed));
      const made = first.map((one) => one.created_at);
      assert.deepEqual(made, [...made].sort());
      const ended = second.map((one) => one.completed_at ?? '');
      assert.deepEqual(ended, [...ended].sort().reverse());
      assert.equal((await catalog.tasks(open, 0, by)).next, undefined);
      await catalog.task(first[0]!.id.task_id.toUpperCase(), by);
      assert.deepEqual(requests(), []);
      clock.time += 61_000;
      await list(open);
      assert.equal(requests().length, 1, 'a page is believed for a short while only');
    });

    it('of a record, also by the id of its object, and of a member', async () => {
      const objectId = seedId('objects', 'companies');
      const mine = await list({ ...open, record: { object: objectId, recordId: ACME.recordId } });
      assert.ok(mine.length > 0);
      assert.ok(mine.every((one) => one.linked_records.some((link) => link.target_record_id === ACME.recordId)));
      const adas = await list({ ...open, assignee: ADA });
      assert.ok(adas.every((one) => one.assignees.some((who) => who.referenced_actor_id === ADA)));
      assert.notEqual(adas.length, (await list(open)).length);
    });

    it('follow what a write answered, without another request', async () => {
      const questions: TaskQuestion[] = [
        open,
        done,
        { ...open, record: ACME },
        { ...open, assignee: ADA },
        { ...open, assignee: seedId('members', 'bruno') },
      ];
      for (const question of questions) await list(question);
      await catalog.objects(by);
      const task = await newTask();
      catalog.learnTask(task);
      const holds = async (one: Task) =>
        Promise.all(questions.map(async (question) => ids(await list(question)).includes(one.id.task_id)));
      assert.deepEqual(await holds(task), [true, false, true, true, false]);
      assert.deepEqual(changes.at(-1), { what: 'task', taskId: task.id.task_id, refs: [ACME] });
      const completed = await send<Task>('PATCH', `/tasks/${task.id.task_id}`, {
        is_completed: true,
        linked_records: [],
      });
      catalog.learnTask(completed);
      assert.deepEqual(await holds(task), [false, true, false, false, false]);
      assert.deepEqual(changes.at(-1), { what: 'task', taskId: task.id.task_id, refs: [ACME] }, 'it was linked to it');
      assert.equal(ids(await list(done))[0], task.id.task_id, 'completed last');
      assert.equal((await catalog.task(task.id.task_id, by))?.is_completed, true);
      catalog.forgetTask(task.id.task_id, []);
      assert.deepEqual(await holds(task), [false, false, false, false, false]);
      assert.equal(await catalog.task(task.id.task_id, by), undefined);
      assert.deepEqual(requests(), []);
    });

    it('are kept as they were made when one is changed', async () => {
      const before = await list(open);
      const changed = await send<Task>('PATCH', `/tasks/${before[1]!.id.task_id}`, { deadline_at: null });
      catalog.learnTask(changed);
      const after = await list(open);
      assert.deepEqual(ids(after), ids(before));
      assert.equal(after[1]!.deadline_at, null);
    });

    it('do without what Attio leaves out at times', async () => {
      sandbox.setFaults([{ kind: 'drop-linked-records', fields: ['linked_records', 'assignees'] }]);
      const [task] = await list(open);
      catalog.learnTask(task!);
      assert.deepEqual(changes.at(-1), { what: 'task', taskId: task!.id.task_id, refs: [] });
    });

    it('are five hundred to a page, and a task that is gone is none', async () => {
      assert.equal(await catalog.task(seedId('tasks', 'no such task'), by), undefined);
      await list(open);
      assert.match(requests().at(-1)!, /limit=500/);
    });
  });

  describe('threads', () => {
    const comment = (on: object, content: string, more: object = {}) =>
      send<Comment>('POST', '/comments', {
        format: 'plaintext',
        content,
        author: { type: 'workspace-member', id: ADA },
        ...on,
        ...more,
      });
    const onAcme = { record: { object: 'companies', record_id: ACME.recordId } };
    const says = (thread: { comments: Comment[] }) => thread.comments.map((one) => one.content_plaintext);

    it('come newest first, each with its comments oldest first, and once', async () => {
      const place = { ref: ACME };
      const earlier = (await catalog.threads(place, 0, by)).threads.length;
      const one = await comment(onAcme, 'First', { created_at: '2026-11-20T08:00:00Z' });
      await comment({ thread_id: one.thread_id }, 'An answer', { created_at: '2026-11-20T09:00:00Z' });
      await comment(onAcme, 'Second', { created_at: '2026-11-20T10:00:00Z' });
      catalog.forget({ what: 'comments', place: { ref: { ...ACME, recordId: ACME.recordId.toUpperCase() } } });
      const { threads, next } = await catalog.threads(place, 0, by);
      assert.equal(threads.length, earlier + 2);
      const mine = threads.filter((thread) => /^(First|Second)$/.test(says(thread)[0]!));
      assert.deepEqual(mine.map(says), [['Second'], ['First', 'An answer']]);
      assert.equal(next, undefined);
      requests();
      await catalog.threads({ ref: { object: 'companies', recordId: ACME.recordId.toUpperCase() } }, 0, by);
      assert.deepEqual(requests(), []);
      assert.equal(changes.length, 1);
    });

    it('of an entry are told from those of its record', async () => {
      const [entry] = await api.entries.query('target_accounts', { limit: 1 }, by);
      const place = { list: seedId('lists', 'target-accounts'), entryId: entry!.id.entry_id };
      await comment({ entry: { list: 'target_accounts', entry_id: entry!.id.entry_id } }, 'In the list');
      await catalog.lists(by);
      const { threads } = await catalog.threads(place, 0, by);
      assert.ok(threads.some((thread) => says(thread).includes('In the list')));
      const ref = { object: entry!.parent_object, recordId: entry!.parent_record_id };
      const others = await catalog.threads({ ref }, 0, by);
      assert.ok(!others.threads.some((thread) => says(thread).includes('In the list')));
    });

    it('are completed where Attio shows the first eighty replies only', async () => {
      const head = await comment(onAcme, 'Head');
      for (let n = 1; n <= 85; n++) await comment({ thread_id: head.thread_id }, `Reply ${n}`);
      const { threads } = await catalog.threads({ ref: ACME }, 0, by);
      const mine = threads.find((one) => one.id.thread_id === head.thread_id)!;
      assert.equal(mine.comments.length, 86);
      assert.equal(says(mine)[0], 'Head');
      assert.equal(new Set(says(mine)).size, 86);
      assert.equal(mine.has_more_comments, false);
      assert.equal(requests().length, 2);
    });
  });
});
