/**
 * What the client does about each fault, against the sample workspace over HTTP: how often it asks, how it ends, and that
 * nothing is lost and nothing is made twice. Waits are counted, not waited for.
 */
import assert from 'node:assert/strict';
import { type AttioApi, createClient } from '../../src/attio/client.js';
import { eachNote, eachRecord } from '../../src/attio/each.js';
import { AttioError } from '../../src/attio/errors.js';
import type { TransportSettings } from '../../src/attio/settings.js';
import { type Fault, type Sandbox, startSandbox } from '../../src/sandbox/server.js';
import { EagerClock } from '../unit/attio/fakeClock.js';
import { ok } from './support/calls.js';

type Kind = 'read' | 'write';
/** `ok`, or the kind and fate of the error. */
type End = 'ok' | `${AttioError['kind']}/${AttioError['fate']}`;
interface Expected {
  end: End;
  requests: number;
  /** Whether the write has happened all the same. */
  done?: boolean;
}
const FINE: Expected = { end: 'ok', requests: 1 };
const AGAIN: Expected = { end: 'ok', requests: 2 };

interface Case {
  name: string;
  faults: Fault[];
  read: Expected;
  write: Expected;
  /** What the error says besides. */
  says?: RegExp;
}

const past = 'Tue, 23 May 2023 14:42:01 GMT';
const limited = (retryAfter: number | string | null, times = 1): Fault[] => [{ kind: 'rate-limit', retryAfter, times }];

const CASES: Case[] = [
  { name: 'nothing', faults: [], read: FINE, write: FINE },
  { name: 'latency', faults: [{ kind: 'latency', read: 40, write: 60 }], read: FINE, write: FINE },
  { name: '429, date', faults: limited(1), read: AGAIN, write: AGAIN },
  { name: '429, seconds', faults: limited('1'), read: AGAIN, write: AGAIN },
  { name: '429, past date', faults: limited(past), read: AGAIN, write: AGAIN },
  { name: '429, rubbish', faults: limited('soon'), read: AGAIN, write: AGAIN },
  { name: '429, no header', faults: limited(null), read: AGAIN, write: AGAIN },
  {
    name: '429, again and again',
    faults: limited(1, 99),
    read: { end: 'rate-limited/no', requests: 3 },
    write: { end: 'rate-limited/no', requests: 3 },
    says: /wait a moment/i,
  },
  {
    name: '429, for an hour',
    faults: limited('3600', 99),
    read: { end: 'rate-limited/no', requests: 1 },
    write: { end: 'rate-limited/no', requests: 1 },
  },
  {
    name: '500 once',
    faults: [{ kind: 'status', status: 500 }],
    read: AGAIN,
    write: { end: 'server/unknown', requests: 1, done: false },
    says: /look in Attio/,
  },
  {
    name: '503 always',
    faults: [{ kind: 'status', status: 503, times: 99 }],
    read: { end: 'server/no', requests: 3 },
    write: { end: 'server/unknown', requests: 1, done: false },
  },
  {
    name: '409 concurrent write, once',
    faults: [{ kind: 'status', status: 409, type: 'invalid_request_error', code: 'concurrent_write_conflict' }],
    read: AGAIN,
    write: AGAIN,
  },
  {
    name: '409 concurrent write, always',
    faults: [
      { kind: 'status', status: 409, type: 'invalid_request_error', code: 'concurrent_write_conflict', times: 99 },
    ],
    read: { end: 'conflict/no', requests: 2 },
    write: { end: 'conflict/no', requests: 2 },
  },
  {
    name: '413',
    faults: [{ kind: 'status', status: 413, type: 'invalid_request_error', code: 'validation_type' }],
    read: { end: 'too-large/no', requests: 1 },
    write: { end: 'too-large/no', requests: 1 },
  },
  {
    name: '402 plan',
    faults: [{ kind: 'status', status: 403, type: 'auth_error', code: 'billing_error', message: 'Not on this plan.' }],
    read: { end: 'plan-limit/no', requests: 1 },
    write: { end: 'plan-limit/no', requests: 1 },
    says: /plan/,
  },
  {
    name: 'reset before acting',
    faults: [{ kind: 'reset', when: 'before' }],
    read: AGAIN,
    write: { end: 'offline/unknown', requests: 1, done: false },
    says: /look in Attio/,
  },
  {
    name: 'reset after acting',
    faults: [{ kind: 'reset', when: 'after' }],
    read: AGAIN,
    write: { end: 'offline/unknown', requests: 1, done: true },
    says: /look in Attio/,
  },
  {
    name: 'truncated answer',
    faults: [{ kind: 'truncate' }],
    read: AGAIN,
    write: { end: 'unreadable/unknown', requests: 1, done: true },
  },
  {
    name: 'malformed answer',
    faults: [{ kind: 'malformed', body: '{"data": [' }],
    read: AGAIN,
    write: { end: 'unreadable/unknown', requests: 1, done: true },
  },
  {
    name: 'JSON of another kind',
    faults: [{ kind: 'malformed', body: '{"data": {"hello": 1}}' }],
    read: AGAIN,
    write: { end: 'unreadable/unknown', requests: 1, done: true },
  },
  { name: 'slow body', faults: [{ kind: 'slow', ms: 120 }], read: FINE, write: FINE },
  {
    name: 'body in drips for ever',
    faults: [{ kind: 'slow', ms: 5000 }],
    read: AGAIN,
    write: { end: 'timeout/unknown', requests: 1, done: true },
  },
  {
    name: 'no answer',
    faults: [{ kind: 'hang' }],
    read: AGAIN,
    write: { end: 'timeout/unknown', requests: 1 },
  },
  {
    name: 'key revoked',
    faults: [{ kind: 'revoked' }],
    read: { end: 'key-invalid/no', requests: 1 },
    write: { end: 'key-invalid/no', requests: 1 },
    says: /Sign in again/,
  },
  {
    name: 'scopes missing',
    faults: [
      { kind: 'missing-scopes', scopes: ['record_permission:read', 'note:read-write', 'record_permission:read-write'] },
    ],
    read: { end: 'permission/no', requests: 1 },
    write: { end: 'permission/no', requests: 1 },
    says: /Grant (?:it|them) to the key/,
  },
];

/** Impatient, so that what hangs is over soon. */
const settings = (): Partial<TransportSettings> => ({
  clock: new EagerClock(),
  random: () => 1,
  timeouts: { connectMs: 2000, headersMs: 400, bodyMs: 400 },
  patience: {
    person: { attempts: 3, maxWaitMs: 8000, totalMs: 600, giveUpMs: 25_000, queueMs: 25_000 },
    bulk: { attempts: 8, maxWaitMs: 300_000, totalMs: 2000, giveUpMs: 900_000, queueMs: Number.POSITIVE_INFINITY },
  },
});

describe('the client and the faults of the sample workspace', () => {
  let sandbox: Sandbox;
  let calm: AttioApi;
  let api: AttioApi;
  let company: string;
  const rows: string[][] = [];

  before(async () => {
    sandbox = await startSandbox();
    calm = createClient({ baseUrl: sandbox.url, key: sandbox.key });
    company = (await calm.records.query('companies', { limit: 1 }))[0]!.id.record_id;
  });
  beforeEach(() => {
    sandbox.reset();
    api = createClient({ baseUrl: sandbox.url, key: sandbox.key }, settings());
  });
  afterEach(() => api.close());
  after(async () => {
    await calm.close();
    await sandbox.close();
    const widths = rows[0]!.map((_, n) => Math.max(...rows.map((row) => row[n]!.length)));
    for (const row of rows) console.log(`    ${row.map((cell, n) => cell.padEnd(widths[n]!)).join('  ')}`);
  });
  rows.push(['fault', 'operation', 'end', 'requests', 'effect']);

  const notes = async () => {
    let count = 0;
    for await (const one of eachNote(calm, { parent_object: 'companies', parent_record_id: company })) {
      if (one.title === 'Of the fault test') count++;
    }
    return count;
  };
  const named = async () => {
    const filter = { name: { value: { $eq: 'Of the fault test' } } };
    return (await calm.records.query('companies', { filter })).length;
  };

  interface Tried {
    name: string;
    kind: Kind;
    /** How many requests are its own. */
    path: RegExp;
    prepare?(): Promise<unknown>;
    run(prepared: unknown): Promise<unknown>;
    /** How often it has happened; a write that is right has happened once. */
    effect?(prepared: unknown): Promise<number>;
  }

  const create = (client: AttioApi) =>
    client.notes.create(
      ok({
        kind: 'note.create',
        parentObject: 'companies',
        parentRecordId: company,
        title: 'Of the fault test',
        format: 'plaintext',
        content: 'x',
      }),
    );
  const OPERATIONS: Tried[] = [
    {
      name: 'records.query',
      kind: 'read',
      path: /records\/query$/,
      run: async () => {
        const found = await api.records.query('companies', { limit: 3 });
        assert.equal(found.length, 3);
      },
    },
    { name: 'notes.create', kind: 'write', path: /^\/v2\/notes$/, run: () => create(api), effect: notes },
    {
      name: 'records.create',
      kind: 'write',
      path: /\/records$/,
      run: () =>
        api.records.create(ok({ kind: 'record.create', object: 'companies', values: { name: 'Of the fault test' } })),
      effect: named,
    },
    {
      name: 'records.update',
      kind: 'write',
      path: /\/records\/[^/]+$/,
      prepare: async () =>
        (await calm.records.create(ok({ kind: 'record.create', object: 'companies', values: { name: 'Before' } }))).id
          .record_id,
      run: (recordId) =>
        api.records.update(
          ok({
            kind: 'record.update',
            mode: 'overwrite',
            object: 'companies',
            recordId: recordId as string,
            values: { name: 'Of the fault test' },
          }),
        ),
      effect: named,
    },
    {
      name: 'notes.delete',
      kind: 'write',
      path: /^\/v2\/notes\/[^/]+$/,
      prepare: async () => (await create(calm)).id.note_id,
      run: (noteId) =>
        api.notes.delete(
          ok({
            kind: 'note.delete',
            noteId: noteId as string,
            note: { parentObject: 'companies', parentRecordId: company, title: '', content: '', createdAt: '' },
          }),
        ),
      effect: async () => 1 - (await notes()),
    },
  ];

  for (const { name, faults, says, ...expected } of CASES) {
    for (const operation of OPERATIONS) {
      // A truncated `{}` of a delete, or JSON of another kind, is as good as a whole one: nothing in it matters.
      const nothingToRead = operation.name === 'notes.delete' && name === 'JSON of another kind';
      const { end, requests, done } = nothingToRead ? FINE : expected[operation.kind];
      it(`${name}: ${operation.name} ends ${end} after ${requests}`, async () => {
        const prepared = await operation.prepare?.();
        const before = sandbox.requests().length;
        sandbox.setFaults(faults);
        const error: unknown = await operation.run(prepared).then(
          () => undefined,
          (reason: unknown) => reason,
        );
        const seen = sandbox.requests().slice(before);
        sandbox.setFaults([]);
        if (error !== undefined && !AttioError.is(error)) throw error;
        const ended: End = error === undefined ? 'ok' : `${error.kind}/${error.fate}`;
        assert.equal(ended, end, error?.message);
        // Requests are logged when they are over; those that hang are over when the client has left.
        if (name !== 'no answer') assert.equal(seen.length, requests);
        assert.ok(seen.every((one) => operation.path.test(new URL(one.path, 'http://x').pathname)));
        if (error) {
          assert.equal(error.details.attempts, requests);
          assert.match(error.remedy, /^[A-Z].+\.$/);
          if (says) assert.match(error.remedy, says);
        }
        const effect = await operation.effect?.(prepared);
        if (effect !== undefined) {
          const happened = end === 'ok' ? true : error?.fate === 'no' ? false : done;
          if (happened === undefined) assert.ok(effect <= 1);
          else assert.equal(effect, happened ? 1 : 0);
        }
        rows.push([name, operation.name, ended, String(requests), effect === undefined ? '' : String(effect)]);
      });
    }
  }

  it('a limit on the scores of queries: the query is tried thrice, and other reads are not held up', async () => {
    sandbox.setFaults([{ kind: 'score-limit', ceiling: 0 }]);
    const query = { filter: { name: { $contains: 'a' } }, limit: 500 };
    await assert.rejects(api.records.query('companies', query), (error: unknown) => {
      assert.ok(AttioError.is(error, 'rate-limited'));
      assert.equal(error.details.attempts, 3);
      return true;
    });
    const before = sandbox.requests().length;
    await api.objects.list();
    assert.equal(sandbox.requests().length, before + 1);
  });

  it('links that Attio leaves out of tasks are read as none', async () => {
    const tasks = await api.tasks.list({});
    assert.ok(tasks.some((task) => task.linked_records.length > 0));
    sandbox.setFaults([{ kind: 'drop-linked-records', fields: ['linked_records', 'assignees'] }]);
    for (const task of await api.tasks.list({})) {
      assert.deepEqual(task.linked_records, []);
      assert.deepEqual(task.assignees, []);
    }
  });

  it('sixty notes at once under the real limits, with a 429 and a 409 among them: each is there once', async () => {
    sandbox.setFaults([
      { kind: 'limits' },
      { kind: 'rate-limit', retryAfter: '0', method: 'POST', times: 2 },
      { kind: 'status', status: 409, code: 'concurrent_write_conflict', method: 'POST', times: 1 },
    ]);
    const bulk = { priority: 'bulk' as const };
    const titles = Array.from({ length: 60 }, (_, n) => `Note ${n}`);
    const paced = createClient({ baseUrl: sandbox.url, key: sandbox.key });
    await Promise.all(
      titles.map((title) =>
        paced.notes.create(
          ok({
            kind: 'note.create',
            parentObject: 'companies',
            parentRecordId: company,
            title,
            format: 'plaintext',
            content: '',
          }),
          bulk,
        ),
      ),
    );
    await paced.close();
    const limitedAnswers = sandbox.requests().filter((one) => one.status === 429).length;
    sandbox.setFaults([]);
    const there: string[] = [];
    for await (const note of eachNote(calm, { parent_object: 'companies', parent_record_id: company })) {
      if (/^Note \d+$/.test(note.title)) there.push(note.title);
    }
    assert.deepEqual(there.sort(), titles.sort());
    // The two that were asked for, and none of the pace's own making.
    assert.equal(limitedAnswers, 2);
  });

  it('paging through trouble gives each record once', async () => {
    const all = new Set<string>();
    for await (const record of eachRecord(calm, 'people')) all.add(record.id.record_id);
    sandbox.setFaults([
      { kind: 'rate-limit', times: 1 },
      { kind: 'reset', when: 'after', times: 1 },
      { kind: 'truncate', times: 1 },
    ]);
    const seen: string[] = [];
    for await (const record of eachRecord(api, 'people', { limit: 10 })) seen.push(record.id.record_id);
    assert.equal(seen.length, all.size);
    assert.deepEqual(new Set(seen), all);
  });
});
