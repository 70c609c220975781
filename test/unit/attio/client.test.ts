import assert from 'node:assert/strict';
import { type Approved, mintApproved } from '../../../src/attio/approved.js';
import { type AttioApi, type ClientOptions, createClient } from '../../../src/attio/client.js';
import { eachNote, eachRecord } from '../../../src/attio/each.js';
import type { Operation } from '../../../src/attio/operation.js';
import { pages } from '../../../src/attio/pages.js';
import type { CreateNote, DeleteNote } from '../../../src/attio/writes.js';
import { EagerClock } from './fakeClock.js';
import { type Answer, json, type Loopback, reset, serve } from './loopback.js';
import { failure } from './rejected.js';

const ID = '891dcbfc-9141-415d-9b2a-2238a6cc012d';
const NOTE_ID = 'ff3f3bd4-40f4-4f80-8187-cd02385af424';
const APPROVAL = { how: 'asked', at: '2026-05-16T12:00:00Z', surface: 'notes.draft' } as const;
const CREATE: CreateNote = {
  kind: 'note.create',
  parentObject: 'companies',
  parentRecordId: ID,
  title: 'Secret title',
  format: 'markdown',
  content: 'Secret content',
};
const DELETE: DeleteNote = {
  kind: 'note.delete',
  noteId: NOTE_ID,
  note: {
    parentObject: 'companies',
    parentRecordId: ID,
    title: 'Secret title',
    content: 'Secret content',
    createdAt: '2026-05-16T12:00:00Z',
  },
};
const record = (id: string) => ({
  id: { workspace_id: 'w', object_id: 'o', record_id: id },
  created_at: 't',
  web_url: null,
  values: {},
});
const note = {
  id: { workspace_id: 'w', note_id: NOTE_ID },
  parent_object: 'companies',
  parent_record_id: ID,
  title: '',
  content_plaintext: '',
  content_markdown: '',
  created_by_actor: null,
  created_at: '',
};

describe('the client', () => {
  let server: Loopback;
  let api: AttioApi;
  let operations: Operation[];
  let clock: EagerClock;
  afterEach(async () => {
    await api?.close();
    await server?.close();
  });

  async function setUp(answers: Answer[], options: Partial<ClientOptions> = {}) {
    server = await serve(...answers);
    operations = [];
    clock = new EagerClock();
    api = createClient(
      { baseUrl: server.url, key: 'key-of-tests', onOperation: (operation) => operations.push(operation), ...options },
      { clock, random: () => 1 },
    );
  }
  const body = (nth = 0): unknown => JSON.parse(server.received[nth]!.body);

  describe('reports each operation once', () => {
    it('that went well: what, on what, who asked, how many, how often', async () => {
      await setUp([json(503, {}), json(200, { data: [record('a'), record('b')] }, { 'x-attio-execution-id': 'e-2' })]);
      const query = {
        filter: {
          $and: [
            { name: 'Secret' },
            {
              path: [
                ['companies', 'team'],
                ['people', 'email_addresses'],
              ],
              constraints: {},
            },
          ],
        },
        sorts: [{ direction: 'asc', attribute: 'created_at' } as const],
      };
      await api.records.query('companies', query, { surface: 'tree' });
      assert.equal(operations.length, 1);
      const { startedAt, ms, ...rest } = operations[0]!;
      assert.ok(Math.abs(Date.now() - Date.parse(startedAt)) < 10_000 && ms >= 0);
      assert.deepEqual(rest, {
        name: 'records.query',
        kind: 'read',
        object: 'companies',
        attributes: ['name', 'team', 'email_addresses', 'created_at'],
        surface: 'tree',
        attempts: 2,
        status: 200,
        executionId: 'e-2',
        outcome: 'ok',
        count: 2,
      });
    });

    const outcomes: [string, Answer[], (client: AttioApi) => Promise<unknown>, Partial<Operation>][] = [
      [
        'refused',
        [json(404, { code: 'not_found', message: 'x' })],
        (c) => c.records.get('people', ID),
        { outcome: 'refused', errorKind: 'not-found', errorCode: 'not_found', status: 404, target: ID, attempts: 1 },
      ],
      [
        'failed',
        [json(500, {})],
        (c) => c.objects.list(),
        { outcome: 'failed', errorKind: 'server', status: 500, attempts: 3 },
      ],
      [
        'unreadable',
        [json(200, { data: [{ id: {} }] })],
        (c) => c.members.list(),
        { outcome: 'failed', errorKind: 'unreadable', status: 200, attempts: 1 },
      ],
      [
        'unknown',
        [reset],
        (c) => c.notes.create(mintApproved(CREATE, APPROVAL)),
        { outcome: 'unknown', errorKind: 'offline', attempts: 1, approval: APPROVAL },
      ],
      [
        'unknown for an unreadable write',
        [json(200, { data: {} })],
        (c) => c.notes.create(mintApproved(CREATE, APPROVAL)),
        { outcome: 'unknown', errorKind: 'unreadable', attempts: 1 },
      ],
      [
        'invalid',
        [reset],
        (c) => c.notes.list({ limit: 51 }),
        { outcome: 'refused', errorKind: 'validation', attempts: 0 },
      ],
      [
        'cancelled',
        [reset],
        (c) => c.notes.get(NOTE_ID, { signal: AbortSignal.abort() }),
        { outcome: 'cancelled', errorKind: 'cancelled', attempts: 0 },
      ],
    ];
    for (const [what, answers, call, expected] of outcomes) {
      it(`that was ${what}`, async () => {
        await setUp(answers);
        await failure(call(api));
        assert.equal(operations.length, 1);
        for (const [key, value] of Object.entries(expected))
          assert.deepEqual(operations[0]![key as keyof Operation], value, key);
      });
    }

    it('of writes too, with their approval and never a value', async () => {
      await setUp([json(200, { data: note }), json(200, {})]);
      await api.notes.create(mintApproved({ ...CREATE, createdAt: '2026-01-01T00:00:00.123456789Z' }, APPROVAL), {
        surface: 'draft',
      });
      await api.notes.delete(mintApproved(DELETE, { ...APPROVAL, how: 'undo' }));
      assert.deepEqual(
        operations.map(({ name, kind, object, target, attributes, approval }) => ({
          name,
          kind,
          object,
          target,
          attributes,
          how: approval?.how,
        })),
        [
          {
            name: 'notes.create',
            kind: 'write',
            object: 'companies',
            target: ID,
            attributes: ['title', 'content', 'created_at'],
            how: 'asked',
          },
          {
            name: 'notes.delete',
            kind: 'write',
            object: 'companies',
            target: NOTE_ID,
            attributes: undefined,
            how: 'undo',
          },
        ],
      );
      assert.ok(!JSON.stringify(operations).includes('Secret'));
      assert.equal((body() as { data: { created_at: string } }).data.created_at, '2026-01-01T00:00:00.123Z');
      assert.equal(server.received[1]!.body, '');
    });

    it('even to a listener that throws', async () => {
      await setUp([json(200, { active: false })], {
        onOperation: () => {
          throw new Error('the disk is full');
        },
      });
      assert.deepEqual(await api.self.get(), { active: false });
    });
  });

  describe('writes only what was approved', () => {
    const forged: [string, unknown][] = [
      ['a cast', { change: CREATE, approval: APPROVAL }],
      ['a copy of an approval', { ...mintApproved(CREATE, APPROVAL) }],
      ['a bare change', CREATE],
      ['nothing', undefined],
      ['an approval of something else', mintApproved(DELETE, APPROVAL)],
    ];
    for (const [what, approved] of forged) {
      it(`refuses ${what}, and reports it`, async () => {
        await setUp([json(200, { data: note })]);
        const error = await failure(api.notes.create(approved as Approved<CreateNote>));
        assert.equal(error.kind, 'validation');
        assert.equal(error.fate, 'no');
        assert.match(error.message, /not approved/);
        assert.equal(server.received.length, 0);
        assert.equal(operations.length, 1);
        assert.equal(operations[0]!.outcome, 'refused');
        assert.equal(operations[0]!.approval, undefined);
      });
    }

    it('and what was approved cannot change afterwards', async () => {
      await setUp([json(200, { data: note })]);
      const change = { ...CREATE };
      const approved = mintApproved(change, APPROVAL);
      change.parentRecordId = NOTE_ID;
      await api.notes.create(approved);
      assert.equal((body() as { data: { parent_record_id: string } }).data.parent_record_id, ID);
    });
  });

  describe('checks what it sends, before it sends', () => {
    const create = (more: object) => (c: AttioApi) =>
      c.notes.create(mintApproved({ ...CREATE, ...more } as CreateNote, APPROVAL));
    const faults: [string, (client: AttioApi) => Promise<unknown>, string][] = [
      ['a limit of 501', (c) => c.records.query('people', { limit: 501 }), 'limit'],
      ['a limit of 0', (c) => c.records.query('people', { limit: 0 }), 'limit'],
      ['half an offset', (c) => c.records.query('people', { offset: 1.5 }), 'offset'],
      [
        'filter and view at once',
        (c) => c.records.query('people', { filter: {}, filter_view_id: ID }),
        'filter_view_id',
      ],
      ['a key that the body has not', (c) => c.records.query('people', { sort: [] } as object), 'sort'],
      ['a sort by nothing', (c) => c.records.query('people', { sorts: [{ direction: 'asc' }] }), 'sorts.0'],
      ['an object that climbs', (c) => c.objects.get('..'), 'object'],
      ['an object with a slash', (c) => c.records.query('people/records', {}), 'object'],
      ['no object', (c) => c.records.query('', {}), 'object'],
      ['a truncated record id', (c) => c.records.get('people', ID.slice(1)), 'record_id'],
      ['a member id that is none', (c) => c.members.get('me'), 'workspace_member_id'],
      ['a search in nothing', (c) => c.records.search({ query: 'x', objects: [] }), 'objects'],
      ['notes of a record of no object', (c) => c.notes.list({ parent_record_id: ID }), 'parent_object'],
      ['a format that is none', create({ format: 'html' }), 'format'],
      ['a title that is none', create({ title: null }), 'title'],
      ['a key that a note has not', create({ tags: [] }), 'tags'],
      ['a note from before 1970', create({ createdAt: '1969-12-31T23:59:59Z' }), 'createdAt'],
      ['a note from the future', create({ createdAt: '2999-01-01T00:00:00Z' }), 'createdAt'],
      ['a time that is none', create({ createdAt: 'yesterday' }), 'createdAt'],
    ];
    for (const [what, call, field] of faults) {
      it(`refuses ${what} and names ${field}`, async () => {
        await setUp([json(200, { data: [] })]);
        const error = await failure(call(api));
        assert.equal(error.kind, 'validation');
        assert.equal(error.details.field, field);
        assert.ok(error.message.includes(field), error.message);
        assert.equal(server.received.length, 0);
        assert.ok(!error.message.includes('Secret'));
      });
    }

    it('lists what is allowed', async () => {
      await setUp([json(200, {})]);
      const error = await failure(create({ format: 'html' })(api));
      assert.deepEqual(error.details.allowed, ['markdown', 'plaintext']);
      assert.match(error.message, /markdown/);
    });
  });

  it('searches as the workspace, cuts the query at 256 characters, and keeps the limit in range', async () => {
    await setUp([json(200, { data: [] })]);
    await api.records.search({ query: `${'x'.repeat(255)}😀`, objects: ['people'], limit: 100 });
    assert.deepEqual(body(0), {
      query: 'x'.repeat(255),
      objects: ['people'],
      limit: 25,
      request_as: { type: 'workspace' },
    });
    await api.records.search({ query: '', objects: ['people', 'deals'], limit: 0 });
    assert.deepEqual(body(1), { query: '', objects: ['people', 'deals'], limit: 1, request_as: { type: 'workspace' } });
  });

  it('names the scope that is missing', async () => {
    const answer = json(403, { status_code: 403, type: 'auth_error', code: 'unauthorized', message: 'Not allowed.' });
    await setUp([answer], { scopes: ['note:read', 'object_configuration:read', 'record_permission:read-write'] });
    const error = await failure(api.notes.create(mintApproved(CREATE, APPROVAL)));
    assert.equal(error.kind, 'permission');
    assert.deepEqual(error.details.missingScopes, ['note:read-write']);
    assert.match(error.message, /note:read-write/);
    assert.match(error.remedy, /^Grant it to the key/);
    const list = await failure(api.attributes.list('lists', 'sales'));
    assert.deepEqual(list.details.missingScopes, ['list_configuration:read']);
    const dead = await failure(api.notes.list({}));
    assert.equal(dead.kind, 'key-invalid');
  });

  it('reads what the documents say never happens', async () => {
    const odd = {
      ...record(ID),
      web_url: undefined,
      new_key: 1,
      values: {
        future: [
          { active_from: 't', active_until: null, created_by_actor: null, attribute_type: 'hologram', depth: 3 },
        ],
        bare: { attribute_type: 'text', value: 'x' },
        gone: null,
        holes: [null, { attribute_type: 'number', value: null, created_by_actor: { type: 'robot', id: null } }],
      },
    };
    await setUp([json(200, { data: [odd, null], pagination: {} }), json(200, { data: [null] })]);
    const list = await api.records.query('people', {});
    assert.equal(list.length, 1);
    const [read] = list;
    assert.equal(read!.web_url, null);
    assert.equal((read as unknown as { new_key: number }).new_key, 1);
    assert.equal(read!.values.future![0]!.depth, 3);
    assert.equal(read!.values.bare![0]!.value, 'x');
    assert.deepEqual(read!.values.gone, []);
    assert.equal(read!.values.holes![0]!.created_by_actor!.type, 'robot');
    assert.deepEqual(await api.notes.list({}), []);
  });

  describe('a success that brings no list', () => {
    const READS: [string, (api: AttioApi) => Promise<unknown>][] = [
      ['records', (api) => api.records.query('companies', {})],
      ['objects', (api) => api.objects.list()],
      ['members', (api) => api.members.list()],
      ['attributes', (api) => api.attributes.list('objects', 'companies')],
      ['meetings', (api) => api.meetings.list({})],
    ];
    const BODIES = ['{}', 'null', '', '{"data":null}', '{"error":"upstream timeout"}', '{"data":{}}', '[]'];
    const raw =
      (body: string): Answer =>
      (response) =>
        response.writeHead(200, { 'content-type': 'application/json' }).end(body);
    for (const [what, read] of READS) {
      it(`of ${what} is unreadable, not "nothing there", and asked for again`, async () => {
        for (const body of BODIES) {
          await setUp([raw(body)]);
          const error = await failure(read(api));
          assert.deepEqual(
            [error.kind, error.fate, server.received.length],
            ['unreadable', 'no', 3],
            `${body}: ${error.message}`,
          );
          await api.close();
          await server.close();
        }
        await setUp([raw('{"error":"upstream timeout"}'), json(200, { data: [] })]);
        const found = await read(api);
        assert.deepEqual(Array.isArray(found) ? found : (found as { items: unknown[] }).items, []);
      });
    }

    it('of SQL is unreadable', async () => {
      await setUp([json(200, { data: {} })]);
      assert.equal((await failure(api.sql.query('SELECT 1'))).kind, 'unreadable');
    });

    it('a delete is confirmed by {} or nothing, and by no error', async () => {
      for (const body of ['{}', '', 'null', '{"data":{}}']) {
        await setUp([raw(body)]);
        await api.notes.delete(mintApproved(DELETE, APPROVAL));
        await api.close();
        await server.close();
      }
      await setUp([raw('{"error":"upstream timeout"}')]);
      const error = await failure(api.notes.delete(mintApproved(DELETE, APPROVAL)));
      assert.deepEqual([error.kind, error.fate, server.received.length], ['unreadable', 'unknown', 1]);
    });
  });

  it('an answer without the ids it needs says where, not what', async () => {
    await setUp([json(200, { data: [{ id: { record_id: 7 }, values: { name: 'Secret' } }] })]);
    const error = await failure(api.records.query('people', {}));
    assert.equal(error.kind, 'unreadable');
    assert.match(error.message, /data\.0\.id\.record_id/);
    assert.ok(!error.message.includes('Secret'));
  });

  it('reads attributes to the last page, in order and once each', async () => {
    const attribute = (n: number) => ({
      id: { attribute_id: `a${n}` },
      api_slug: `s${n}`,
      title: `T${n}`,
      type: 'text',
    });
    // A server with smaller pages than asked for, whose rows shift by one between two pages.
    await setUp([
      (response, request, nth) => {
        const offset = Number(new URL(request.url, 'http://x').searchParams.get('offset'));
        const all = Array.from({ length: 130 }, (_, n) => attribute(n));
        json(200, { data: all.slice(Math.max(0, offset - (nth > 0 ? 1 : 0)), offset + 100) })(response, request, nth);
      },
    ]);
    const list = await api.attributes.list('objects', 'people');
    assert.deepEqual(
      list.map(({ api_slug }) => api_slug),
      Array.from({ length: 130 }, (_, n) => `s${n}`),
    );
    assert.equal(operations.length, 1);
    assert.equal(operations[0]!.attempts, server.received.length);
    assert.equal(operations[0]!.count, 130);
  });

  it('iterates over records page by page, only as far as asked', async () => {
    const rows: Answer = (response, request, nth) => {
      const { limit, offset } = JSON.parse(request.body) as { limit: number; offset: number };
      const all = Array.from({ length: 25 }, (_, n) => record(`r${n}`));
      json(200, { data: all.slice(offset, offset + limit) })(response, request, nth);
    };
    await setUp([rows]);
    const seen: string[] = [];
    for await (const one of eachRecord(api, 'people', { limit: 10 })) seen.push(one.id.record_id);
    assert.deepEqual(
      seen,
      Array.from({ length: 25 }, (_, n) => `r${n}`),
    );
    assert.equal(server.received.length, 3);
    for await (const one of eachRecord(api, 'people', { limit: 10 })) if (one.id.record_id === 'r3') break;
    assert.equal(server.received.length, 4);
  });

  it('iterating ends on a server that ignores the offset, and on an abort', async () => {
    await setUp([json(200, { data: Array.from({ length: 50 }, (_, n) => ({ ...note, id: { note_id: `n${n}` } })) })]);
    let count = 0;
    for await (const _ of eachNote(api)) count++;
    assert.equal(count, 50);
    assert.equal(server.received.length, 2);
    const abort = new AbortController();
    await assert.rejects(async () => {
      for await (const _ of eachNote(api, {}, { signal: abort.signal })) abort.abort(new Error('enough'));
    }, /enough|cancelled/);
    assert.equal(server.received.length, 3);
  });

  it('remembers a bounded number of rows, and stops between pages when told', async () => {
    const all = [...Array.from({ length: 2500 }, (_, n) => n), 0, 2499];
    const fetchPage = async (limit: number, offset: number) => all.slice(offset, offset + limit);
    const seen: number[] = [];
    for await (const n of pages(fetchPage, { limit: 500, id: String })) seen.push(n);
    // 0 came so long ago that it is new again; 2499 came just before.
    assert.deepEqual(seen, all.slice(0, -1));
    const abort = new AbortController();
    await assert.rejects(async () => {
      for await (const _ of pages(fetchPage, { limit: 500, id: String, signal: abort.signal }))
        abort.abort(new Error('enough'));
    }, /enough/);
  });

  it('lists notes ten times a second at most', async () => {
    await setUp([json(200, { data: [] })]);
    const before = clock.now();
    for (let i = 0; i < 15; i++) await api.notes.list({});
    assert.ok(clock.now() - before >= 1000);
    const then = clock.now();
    for (let i = 0; i < 15; i++) await api.objects.list();
    assert.ok(clock.now() - then < 500);
  });

  it('sends a key over https or to this machine only', () => {
    for (const baseUrl of [
      'http://api.attio.com',
      'http://10.0.0.1',
      'ftp://api.attio.com',
      'http://127.0.0.1.evil.example',
    ]) {
      assert.throws(() => createClient({ baseUrl, key: 'k' }), /https/, baseUrl);
    }
    for (const baseUrl of ['https://api.attio.com', 'http://127.0.0.1:1', 'http://localhost:1', 'http://[::1]:1']) {
      void createClient({ baseUrl, key: 'k' }).close();
    }
  });
});
