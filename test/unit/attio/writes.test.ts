import assert from 'node:assert/strict';
import { mintApproved } from '../../../src/attio/approved.js';
import { type AttioApi, createClient } from '../../../src/attio/client.js';
import {
  eachComment,
  eachEntry,
  eachHit,
  eachMeeting,
  eachTask,
  eachThread,
  eachValue,
} from '../../../src/attio/each.js';
import { AttioError } from '../../../src/attio/errors.js';
import type { Operation } from '../../../src/attio/operation.js';
import type { Write } from '../../../src/attio/writes.js';
import { type Sandbox, startSandbox } from '../../../src/sandbox/server.js';
import { EagerClock } from './fakeClock.js';
import { json, type Loopback, serve } from './loopback.js';
import { failure } from './rejected.js';

const ID = '891dcbfc-9141-415d-9b2a-2238a6cc012d';
const APPROVAL = { how: 'asked', at: '2026-05-16T12:00:00Z', surface: 'test' } as const;
const ok = <W extends Write>(change: W) => mintApproved(change, APPROVAL);

type Run = (api: AttioApi, approved: never) => Promise<unknown>;

describe('writes', () => {
  let server: Loopback;
  let api: AttioApi;
  let operations: Operation[];
  beforeEach(async () => {
    operations = [];
    server = await serve(json(200, {}));
    api = createClient(
      { baseUrl: server.url, key: 'key-of-tests', onOperation: (operation) => operations.push(operation) },
      { clock: new EagerClock(), random: () => 1 },
    );
  });
  afterEach(async () => {
    await api.close();
    await server.close();
  });

  const task = {
    kind: 'task.create',
    content: 'x',
    deadlineAt: null,
    isCompleted: false,
    linkedRecords: [],
    assignees: [],
  };
  const hook = {
    kind: 'webhook.create',
    targetUrl: 'https://x.example',
    subscriptions: [{ event_type: 'task.created', filter: null }],
  };
  const meeting = {
    kind: 'meeting.create',
    title: '',
    description: '',
    start: { date: '2027-01-01' },
    end: { date: '2027-01-02' },
    isAllDay: true,
    participants: [],
    externalRef: 'r',
  };
  /** What is wrong, the change, the method, and what the error says of the field. */
  const WRONG: [string, object, Run, string, RegExp?][] = [
    [
      'no record id',
      { kind: 'record.delete', object: 'people', recordId: 'x' },
      (a, c) => a.records.delete(c),
      'recordId',
    ],
    [
      'an object that leaves its path',
      { kind: 'record.create', object: '../x', values: {} },
      (a, c) => a.records.create(c),
      'object',
    ],
    [
      'an update of nothing',
      { kind: 'record.update', mode: 'append', object: 'people', recordId: ID, values: {} },
      (a, c) => a.records.update(c),
      'values',
      /at least one attribute/,
    ],
    [
      'an unknown mode',
      { kind: 'record.update', mode: 'replace', object: 'people', recordId: ID, values: { a: 1 } },
      (a, c) => a.records.update(c),
      'mode',
    ],
    [
      'a value that is no JSON',
      { kind: 'record.create', object: 'people', values: { name: undefined } },
      (a, c) => a.records.create(c),
      'values.name',
    ],
    [
      'a number that is none',
      { kind: 'record.create', object: 'people', values: { n: Number.NaN } },
      (a, c) => a.records.create(c),
      'values.n',
    ],
    [
      'a key that is not known',
      { kind: 'record.create', object: 'people', values: {}, extra: 1 },
      (a, c) => a.records.create(c),
      'extra',
      /not known/,
    ],
    [
      'a merge with itself',
      { kind: 'record.merge', object: 'people', primaryRecordId: ID, secondaryRecordId: ID.toUpperCase() },
      (a, c) => a.records.merge(c),
      'secondaryRecordId',
    ],
    [
      'a history without times',
      { kind: 'record.values', object: 'people', recordId: ID, attribute: 'name', values: [{ value: 'x' }] },
      (a, c) => a.records.writeValues(c),
      'values.0.active_from',
    ],
    [
      'a history of nothing',
      { kind: 'entry.values', list: 'sales', entryId: ID, attribute: 'name', values: [] },
      (a, c) => a.entries.writeValues(c),
      'values',
    ],
    [
      'a note without change',
      { kind: 'note.update', noteId: ID },
      (a, c) => a.notes.update(c),
      'note',
      /title, content/,
    ],
    [
      'content without format',
      { kind: 'note.update', noteId: ID, content: 'x' },
      (a, c) => a.notes.update(c),
      'format',
    ],
    ['a task that is too long', { ...task, content: 'x'.repeat(2001) }, (a, c) => a.tasks.create(c), 'content', /2000/],
    [
      'a deadline that is no time',
      { ...task, deadlineAt: 'tomorrow' },
      (a, c) => a.tasks.create(c),
      'deadlineAt',
      /ISO time/,
    ],
    [
      'a link to nothing',
      { ...task, linkedRecords: [{ object: 'people' }] },
      (a, c) => a.tasks.create(c),
      'linkedRecords.0',
    ],
    ['a task update of nothing', { kind: 'task.update', taskId: ID }, (a, c) => a.tasks.update(c), 'task'],
    [
      'a comment on nothing',
      { kind: 'comment.create', on: {}, content: 'x', authorId: ID },
      (a, c) => a.comments.create(c),
      'on',
    ],
    [
      'a comment of the future',
      { kind: 'comment.create', on: { threadId: ID }, content: 'x', authorId: ID, createdAt: '2999-01-01T00:00:00Z' },
      (a, c) => a.comments.create(c),
      'createdAt',
      /future/,
    ],
    ['a meeting of two minds', { ...meeting, isAllDay: false }, (a, c) => a.meetings.create(c), 'isAllDay'],
    [
      'a meeting without reference',
      { ...meeting, externalRef: undefined },
      (a, c) => a.meetings.create(c),
      'externalRef',
    ],
    [
      'a recording of nothing',
      { kind: 'recording.create', meetingId: ID },
      (a, c) => a.recordings.create(c),
      'videoUrl',
    ],
    [
      'a webhook without https',
      { ...hook, targetUrl: 'http://x.example' },
      (a, c) => a.webhooks.create(c),
      'targetUrl',
      /https/,
    ],
    [
      'an event that is none',
      { ...hook, subscriptions: [{ event_type: 'record.exploded', filter: null }] },
      (a, c) => a.webhooks.create(c),
      'subscriptions.0.event_type',
    ],
    [
      'a folder without name',
      { kind: 'file.create', object: 'people', recordId: ID, file: { type: 'folder', name: '' } },
      (a, c) => a.files.create(c),
      'file',
    ],
    [
      'an unknown type',
      {
        kind: 'attribute.create',
        target: 'objects',
        identifier: 'people',
        title: 'T',
        description: null,
        apiSlug: 't',
        type: 'interaction',
        isRequired: false,
        isUnique: false,
        isMultiselect: false,
      },
      (a, c) => a.attributes.create(c),
      'type',
    ],
    [
      'a duration that is none',
      {
        kind: 'status.create',
        target: 'lists',
        identifier: 'x',
        attribute: 'stage',
        title: 'T',
        targetTimeInStatus: 'a week',
      },
      (a, c) => a.attributes.createStatus(c),
      'targetTimeInStatus',
    ],
    [
      'a title that is a way up',
      { kind: 'option.update', target: 'objects', identifier: 'people', attribute: 'tier', option: '..', title: 'x' },
      (a, c) => a.attributes.updateOption(c),
      'option',
    ],
    ['a list change of nothing', { kind: 'list.update', list: 'sales' }, (a, c) => a.lists.update(c), 'list'],
  ];
  for (const [what, change, run, field, words] of WRONG) {
    it(`with ${what} are not sent, and the field is named`, async () => {
      const error = await failure(run(api, mintApproved(change, APPROVAL) as never));
      assert.equal(error.kind, 'validation');
      assert.equal(error.fate, 'no');
      assert.equal(error.details.field, field);
      if (words) assert.match(error.message, words);
      assert.equal(server.received.length, 0);
      assert.equal(operations[0]?.outcome, 'refused');
    });
  }

  it('list the allowed values where there are few', async () => {
    const change = { ...hook, subscriptions: [{ event_type: 'x', filter: null }] };
    const error = await failure(api.webhooks.create(mintApproved(change, APPROVAL) as never));
    assert.ok(error.details.allowed?.includes('record.created'));
  });

  it('without an approval are not sent, whichever they are', async () => {
    const change = { kind: 'record.delete', object: 'people', recordId: ID };
    const tries: Promise<unknown>[] = [
      api.records.delete({ change, approval: APPROVAL } as never),
      api.records.update(undefined as never),
      api.records.update({ change: { ...change, mode: 'overwrite' }, approval: APPROVAL } as never),
      // An approval is for the operation that was shown.
      api.entries.delete(mintApproved(change, APPROVAL) as never),
    ];
    for (const one of tries) assert.equal((await failure(one)).details.field, 'approval');
    assert.equal(server.received.length, 0);
  });

  it('send values as arrays, and none for null', async () => {
    const values = { name: 'x', tags: ['a', 'b'], owner: null, place: { locality: 'Oslo' } };
    await api.records.create(ok({ kind: 'record.create', object: 'people', values })).catch(() => undefined);
    assert.deepEqual(JSON.parse(server.received[0]!.body), {
      data: { values: { name: ['x'], tags: ['a', 'b'], owner: [], place: [{ locality: 'Oslo' }] } },
    });
  });

  it('escape titles in paths', async () => {
    const change = {
      kind: 'option.update' as const,
      target: 'objects' as const,
      identifier: 'people',
      attribute: 'tier',
    };
    await api.attributes.updateOption(ok({ ...change, option: 'A/B 100%?', title: 'x' })).catch(() => undefined);
    assert.match(server.received[0]!.url, /\/options\/A%2FB%20100%25%3F$/);
  });

  it('are told apart in the audit, by slugs and ids alone', async () => {
    const values = { name: 'Secret', stage: 'Secret' };
    const change = { kind: 'record.update' as const, object: 'deals', recordId: ID, values };
    await api.records.update(ok({ ...change, mode: 'append' })).catch(() => undefined);
    await api.records.update(ok({ ...change, mode: 'overwrite' })).catch(() => undefined);
    assert.deepEqual(
      operations.map(({ name, kind, object, target, attributes }) => ({ name, kind, object, target, attributes })),
      ['records.update', 'records.overwrite'].map((name) => ({
        name,
        kind: 'write',
        object: 'deals',
        target: ID,
        attributes: ['name', 'stage'],
      })),
    );
    assert.ok(!JSON.stringify(operations).includes('Secret'));
    assert.deepEqual(
      server.received.map(({ method }) => method),
      ['PATCH', 'PUT'],
    );
  });
});

describe('reads', () => {
  const REFUSED: [string, (api: AttioApi) => Promise<unknown>, RegExp][] = [
    ['tasks of half a record', (a) => a.tasks.list({ linked_object: 'people' }), /together/],
    ['threads of nothing', (a) => a.threads.list({} as never), /object and a record_id/],
    ['too many threads', (a) => a.threads.list({ object: 'people', record_id: ID, limit: 51 }), /at most 50/],
    ['too few webhooks', (a) => a.webhooks.list({ limit: 9 }), /at least 10/],
    ['too many meetings', (a) => a.meetings.list({ limit: 201 }), /at most 200/],
    ['two addresses in one', (a) => a.meetings.list({ participants: ['a@x.example,b@x.example'] }), /one address/],
    ['a thread that is no id', (a) => a.threads.get('x'), /UUID/],
    ['no SQL', (a) => a.sql.query(''), /empty/],
  ];
  for (const [what, run, words] of REFUSED) {
    it(`of ${what} are not sent`, async () => {
      const api = createClient({ baseUrl: 'http://127.0.0.1:9', key: 'key-of-tests' });
      await assert.rejects(run(api), (error: unknown) => {
        assert.ok(AttioError.is(error, 'validation'));
        assert.match(error.message, words);
        assert.equal(error.details.attempts, 0);
        return true;
      });
      await api.close();
    });
  }

  it('take answers as they come: with nulls, without keys, with new kinds', async () => {
    const id = { workspace_id: 'w', task_id: ID };
    const server = await serve(
      json(200, {
        data: [
          { id, content_plaintext: 'x' },
          { id, linked_records: null, assignees: [null], is_completed: null, news: 1 },
        ],
      }),
      json(200, { data: { id: { comment_id: ID }, resolved_by: null, record: null } }),
      json(200, { data: [{ id: { meeting_id: ID }, start: { weekday: 3 }, participants: null }] }),
      json(200, { data: { id: { webhook_id: ID }, status: 'sleeping', subscriptions: [{ event_type: 'x.y' }] } }),
      json(200, {
        data: {
          id: { call_recording_id: ID },
          status: 'completed',
          transcript: { segments: [{ speech: 'a', speaker: null }] },
        },
      }),
      json(200, { data: [{ id: { file_id: ID }, file_type: 'hologram', content_size: '12' }], pagination: null }),
    );
    const api = createClient({ baseUrl: server.url, key: 'key-of-tests' });
    const [bare, odd] = await api.tasks.list({});
    assert.deepEqual(
      [bare!.linked_records, bare!.assignees, bare!.completed_at, bare!.is_completed],
      [[], [], null, false],
    );
    assert.deepEqual([odd!.linked_records, odd!.assignees, (odd as unknown as { news: number }).news], [[], [], 1]);
    const comment = await api.comments.get(ID);
    assert.deepEqual([comment.resolved_by, comment.record, comment.entry], [null, null, null]);
    const meetings = await api.meetings.list({});
    assert.deepEqual([meetings.items[0]!.start, meetings.items[0]!.participants, meetings.next], [null, [], null]);
    const webhook = await api.webhooks.get(ID);
    assert.deepEqual([webhook.status, webhook.subscriptions[0]!.filter], ['sleeping', null]);
    const recording = await api.recordings.get(ID, ID);
    assert.equal(recording.transcript?.segments[0]?.speaker.name, '');
    const files = await api.files.list({ object: 'people', record_id: ID });
    assert.deepEqual([files.items[0]!.file_type, files.items[0]!.content_size, files.next], ['hologram', null, null]);
    await api.close();
    await server.close();
  });
});

describe('the whole API, on the sample workspace', () => {
  let sandbox: Sandbox;
  let api: AttioApi;
  let company: string;
  before(async () => {
    sandbox = await startSandbox();
    api = createClient({ baseUrl: sandbox.url, key: sandbox.key });
    company = (await api.records.query('companies', { limit: 1 }))[0]!.id.record_id;
  });
  beforeEach(() => sandbox.reset());
  after(async () => {
    await api.close();
    await sandbox.close();
  });
  async function all<T>(rows: AsyncIterable<T>): Promise<T[]> {
    const list: T[] = [];
    for await (const row of rows) list.push(row);
    return list;
  }

  it('a record is created, asserted, changed both ways, read with its history, merged and deleted', async () => {
    const made = await api.records.create(
      ok({ kind: 'record.create', object: 'companies', values: { name: 'Alpha', domains: ['alpha.example'] } }),
    );
    const recordId = made.id.record_id;
    const same = await api.records.assert(
      ok({
        kind: 'record.assert',
        object: 'companies',
        matchingAttribute: 'domains',
        values: { domains: ['alpha.example'], name: 'Alpha Two' },
      }),
    );
    assert.equal(same.id.record_id, recordId);
    const update = { kind: 'record.update' as const, object: 'companies', recordId };
    const more = await api.records.update(ok({ ...update, mode: 'append', values: { domains: 'beta.example' } }));
    assert.equal(more.values.domains!.length, 2);
    const fewer = await api.records.update(ok({ ...update, mode: 'overwrite', values: { domains: 'beta.example' } }));
    assert.equal(fewer.values.domains!.length, 1);
    const of = { target: 'objects' as const, identifier: 'companies', id: recordId };
    const names = await all(eachValue(api, of, 'name', { show_historic: true, limit: 1 }));
    assert.deepEqual(
      names.map((one) => one.value),
      ['Alpha', 'Alpha Two'],
    );
    const { new_record_id: merged } = await api.records.merge(
      ok({ kind: 'record.merge', object: 'companies', primaryRecordId: recordId, secondaryRecordId: company }),
    );
    await assert.rejects(api.records.get('companies', recordId), (error: unknown) => AttioError.is(error, 'not-found'));
    assert.match(merged, /^[0-9a-f-]{36}$/);
    company = (await api.records.query('companies', { limit: 1, offset: 1 }))[0]!.id.record_id;
  });

  it('an entry is added, asserted, changed and removed', async () => {
    const lists = await api.lists.list();
    const list = lists.find((one) => one.parent_object.includes('companies'))!.api_slug;
    const parent = (await api.records.query('companies', { limit: 1 }))[0]!.id.record_id;
    const made = await api.entries.create(
      ok({ kind: 'entry.create', list, parentObject: 'companies', parentRecordId: parent, values: {} }),
    );
    const entryId = made.id.entry_id;
    assert.ok((await all(eachEntry(api, list, { limit: 2 }))).some((one) => one.id.entry_id === entryId));
    assert.ok((await api.records.entries('companies', parent)).some((one) => one.entry_id === entryId));
    await api.entries.delete(ok({ kind: 'entry.delete', list, entryId }));
    await assert.rejects(api.entries.get(list, entryId), (error: unknown) => AttioError.is(error, 'not-found'));
  });

  it('a note is changed and keeps the rest', async () => {
    const [note] = await api.notes.list({ limit: 1 });
    const noteId = note!.id.note_id;
    const changed = await api.notes.update(ok({ kind: 'note.update', noteId, title: 'Another title' }));
    assert.equal(changed.title, 'Another title');
    assert.equal(changed.content_plaintext, note!.content_plaintext);
  });

  it('a task is created for a record, completed, and deleted', async () => {
    const parent = (await api.records.query('companies', { limit: 1 }))[0]!.id.record_id;
    const made = await api.tasks.create(
      ok({
        kind: 'task.create',
        content: 'Call them',
        deadlineAt: '2027-01-01T10:00:00Z',
        isCompleted: false,
        linkedRecords: [{ object: 'companies', recordId: parent }],
        assignees: [],
      }),
    );
    const taskId = made.id.task_id;
    assert.equal(made.linked_records[0]!.target_record_id, parent);
    const done = await api.tasks.update(ok({ kind: 'task.update', taskId, isCompleted: true }));
    assert.ok(done.is_completed && done.completed_at);
    const linked = { linked_object: 'companies', linked_record_id: parent, limit: 1 };
    assert.ok((await all(eachTask(api, linked))).some((one) => one.id.task_id === taskId));
    await api.tasks.delete(ok({ kind: 'task.delete', taskId }));
    await assert.rejects(api.tasks.get(taskId), (error: unknown) => AttioError.is(error, 'not-found'));
  });

  it('a thread is begun, answered, paged and deleted with its head', async () => {
    const parent = (await api.records.query('companies', { limit: 1 }))[0]!.id.record_id;
    const authorId = (await api.members.list())[0]!.id.workspace_member_id;
    const head = await api.comments.create(
      ok({ kind: 'comment.create', on: { object: 'companies', recordId: parent }, content: 'First', authorId }),
    );
    const threadId = head.thread_id;
    for (const content of ['Second', 'Third']) {
      await api.comments.create(ok({ kind: 'comment.create', on: { threadId }, content, authorId }));
    }
    const comments = await all(eachComment(api, threadId, { limit: 1 }));
    assert.deepEqual(
      comments.map((one) => one.content_plaintext),
      ['First', 'Second', 'Third'],
    );
    const threads = await all(eachThread(api, { object: 'companies', record_id: parent, limit: 1 }));
    assert.ok(threads.some((one) => one.id.thread_id === threadId));
    await api.comments.delete(ok({ kind: 'comment.delete', commentId: head.id.comment_id }));
    await assert.rejects(api.threads.get(threadId), (error: unknown) => AttioError.is(error, 'not-found'));
  });

  it('meetings are paged, found again by their reference, and given links', async () => {
    const every = await all(eachMeeting(api, { limit: 1 }));
    assert.equal(every.length, (await api.meetings.list({ limit: 200 })).items.length);
    const change = {
      kind: 'meeting.create' as const,
      title: 'Kick-off',
      description: '',
      start: { datetime: '2027-11-27T14:00:00Z' },
      end: { datetime: '2027-11-27T15:00:00Z' },
      isAllDay: false,
      participants: [{ email_address: 'ada@acme.example', is_organizer: true, status: 'accepted' as const }],
      externalRef: 'ref-1',
    };
    const made = await api.meetings.create(ok(change));
    const meetingId = made.id.meeting_id;
    const parent = (await api.records.query('deals', { limit: 1 }))[0]!.id.record_id;
    const links = [{ object: 'deals', recordId: parent }];
    const update = { kind: 'meeting.update' as const, meetingId };
    const linked = await api.meetings.update(ok({ ...update, mode: 'append', linkedRecords: links }));
    assert.ok(linked.linked_records.some((one) => one.record_id === parent));
    const none = await api.meetings.update(ok({ ...update, mode: 'overwrite', linkedRecords: [] }));
    assert.deepEqual(none.linked_records, []);
    const recording = await api.recordings.create(
      ok({
        kind: 'recording.create',
        meetingId,
        transcript: [{ speech: 'Hello', start_time: 0, end_time: 1, speaker: { name: 'Ada' } }],
      }),
    );
    const recordingId = recording.id.call_recording_id;
    assert.equal((await api.recordings.get(meetingId, recordingId)).transcript?.segments[0]?.speech, 'Hello');
    await api.recordings.delete(ok({ kind: 'recording.delete', meetingId, recordingId }));
    await api.meetings.delete(ok({ kind: 'meeting.delete', meetingId }));
  });

  it('webhooks give their secret once', async () => {
    const made = await api.webhooks.create(
      ok({
        kind: 'webhook.create',
        targetUrl: 'https://example.com/hook',
        subscriptions: [{ event_type: 'note.created', filter: null }],
      }),
    );
    assert.match(made.secret, /^[0-9a-f]{64}$/);
    const again = await api.webhooks.get(made.id.webhook_id);
    assert.ok(!('secret' in again));
    await api.webhooks.delete(ok({ kind: 'webhook.delete', webhookId: made.id.webhook_id }));
  });

  it('SQL says that the plan does not have it; a search gives each hit once', async () => {
    await assert.rejects(api.sql.query('select 1'), (error: unknown) => AttioError.is(error, 'plan-limit'));
    const hits = await all(eachHit(api, { query: '', objects: ['companies', 'people'] }));
    assert.equal(new Set(hits.map((hit) => hit.id.record_id)).size, hits.length);
    assert.ok(hits.length > 0 && hits.length <= 25);
  });
});
