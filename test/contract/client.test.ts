import assert from 'node:assert/strict';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { mintApproved } from '../../src/attio/approved.js';
import { type AttioApi, createClient } from '../../src/attio/client.js';
import { AttioError } from '../../src/attio/errors.js';
import { fromAnswer } from '../../src/attio/failure.js';
import { OPERATIONS, scopesFor } from '../../src/attio/operations.js';
import { type Answer, json, type Loopback, serve } from '../unit/attio/loopback.js';
import { documents, type Exchange, matchPath, type OpenApi } from './support/documents.js';

const docs = documents();
const ID = '891dcbfc-9141-415d-9b2a-2238a6cc012d';
const APPROVAL = { how: 'asked', at: '2026-05-16T12:00:00Z', surface: 'test' } as const;
const note = { parentObject: 'companies', parentRecordId: ID, title: 'T', content: 'C' };

/** Every operation of the client, called in each way that changes what is sent. */
const CALLS: Record<keyof typeof OPERATIONS, ((api: AttioApi) => Promise<unknown>)[]> = {
  'self.get': [(api) => api.self.get()],
  'objects.list': [(api) => api.objects.list()],
  'objects.get': [(api) => api.objects.get('companies'), (api) => api.objects.get(ID)],
  'attributes.list': [
    (api) => api.attributes.list('objects', 'people'),
    (api) => api.attributes.list('lists', 'sales'),
  ],
  'attributes.options': [(api) => api.attributes.options('objects', 'people', 'categories')],
  'attributes.statuses': [(api) => api.attributes.statuses('lists', ID, 'stage')],
  'records.query': [
    (api) => api.records.query('people', {}),
    (api) =>
      api.records.query('people', {
        filter: { $or: [{ name: 'x' }, { record_id: { $in: [ID] } }] },
        sorts: [
          { direction: 'desc', attribute: 'name', field: 'last_name' },
          {
            direction: 'asc',
            path: [
              ['people', 'company'],
              ['companies', 'name'],
            ],
          },
        ],
        limit: 500,
        offset: 50,
      }),
    (api) => api.records.query('people', { filter_view_id: ID }),
  ],
  'records.get': [(api) => api.records.get('people', ID)],
  'records.search': [
    (api) => api.records.search({ query: 'x'.repeat(1000), objects: ['people'], limit: 99 }),
    (api) => api.records.search({ query: '', objects: ['people', ID] }),
  ],
  'notes.list': [
    (api) => api.notes.list({}),
    (api) => api.notes.list({ parent_object: 'people', parent_record_id: ID, limit: 50, offset: 50 }),
  ],
  'notes.get': [(api) => api.notes.get(ID)],
  'notes.create': [
    (api) => api.notes.create(mintApproved({ kind: 'note.create', format: 'markdown', ...note }, APPROVAL)),
    (api) =>
      api.notes.create(
        mintApproved(
          {
            kind: 'note.create',
            format: 'plaintext',
            createdAt: '2026-05-09T21:43:08.480000000Z',
            meetingId: null,
            ...note,
          },
          APPROVAL,
        ),
      ),
  ],
  'notes.delete': [
    (api) =>
      api.notes.delete(
        mintApproved(
          { kind: 'note.delete', noteId: ID, note: { ...note, createdAt: '2026-05-09T21:43:08Z' } },
          APPROVAL,
        ),
      ),
  ],
  'members.list': [(api) => api.members.list()],
  'members.get': [(api) => api.members.get(ID)],
};

(docs ? describe : () => undefined)('the client and the documents', () => {
  if (!docs) return;
  const { older, newer, recorded } = docs;
  const ajv = new Ajv2020({ strict: false, allErrors: true, coerceTypes: false });
  addFormats.default(ajv);
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((one) => one.close()));
  });

  async function setUp(answer: Answer): Promise<{ api: AttioApi; server: Loopback }> {
    const server = await serve(answer);
    const api = createClient({ baseUrl: server.url, key: 'key-of-tests' });
    open.push(api, server);
    return { api, server };
  }

  function assertValid(api: OpenApi, schema: object, value: unknown, what: string): void {
    const valid = ajv.validate({ ...schema, components: api.components }, value);
    assert.ok(valid, `${what}: ${ajv.errorsText(ajv.errors)}`);
  }

  for (const [name, calls] of Object.entries(CALLS)) {
    // The newer document knows more, so only it can say that a key is unknown.
    it(`${name} sends what both documents ask for`, async () => {
      // What comes back does not matter here.
      const { api, server } = await setUp(json(200, {}));
      for (const call of calls) {
        await call(api).catch((error: unknown) => assert.ok(AttioError.is(error, 'unreadable'), String(error)));
      }
      assert.equal(server.received.length, calls.length);
      for (const { method, url, body } of server.received) {
        const { pathname, searchParams } = new URL(url, server.url);
        for (const [document, version] of [
          [older, '2026-02'],
          [newer, '2026-08'],
        ] as const) {
          const what = `${version} ${method} ${url}`;
          const found = matchPath(document, method, pathname);
          assert.ok(found, `${what} is not documented`);
          const documented = document.paths[found.path]![method.toLowerCase()]!;
          const parameters = documented.parameters ?? [];
          for (const [key, value] of searchParams) {
            const parameter = parameters.find((one) => one.in === 'query' && one.name === key);
            assert.ok(parameter, `${what}: no parameter ${key}`);
            const typed = /^(integer|number)$/.test(String(parameter.schema.type)) ? Number(value) : value;
            assertValid(document, parameter.schema, typed, `${what} ${key}`);
          }
          for (const parameter of parameters.filter((one) => one.required && one.in === 'query')) {
            assert.ok(searchParams.has(parameter.name), `${what}: ${parameter.name} is missing`);
          }
          const schema = documented.requestBody?.content['application/json']?.schema;
          if (schema)
            assertValid(document, version === '2026-08' ? closed(schema) : (schema as object), JSON.parse(body), what);
          else assert.equal(body, '', `${what} has a body`);
        }
      }
    });
  }

  it('every operation names the scopes that the document asks for', () => {
    for (const [name, { method, path }] of Object.entries(OPERATIONS)) {
      const documented = older.paths[path]?.[method.toLowerCase()];
      assert.ok(documented, `${method} ${path}`);
      const wanted = new Set(documented.security?.flatMap((one) => Object.values(one).flat()));
      const own = new Set([
        ...scopesFor(name as keyof typeof OPERATIONS),
        ...(path.includes('{target}') ? scopesFor(name as keyof typeof OPERATIONS, 'lists') : []),
      ]);
      // Where the target is an object or a list, the document names one of the two.
      for (const scope of wanted) assert.ok(own.has(scope), `${name} needs ${scope}`);
      if (!path.includes('{target}')) assert.deepEqual([...own].sort(), [...wanted].sort(), name);
    }
  });

  describe('every recording reads through the client', () => {
    const object = (path: string[]) => path[2]!;
    /** How the client would have asked, by the documented path. */
    const ask: Record<string, (api: AttioApi, path: string[], exchange: Exchange) => Promise<unknown>> = {
      'GET /v2/self': (api) => api.self.get(),
      'GET /v2/objects': (api) => api.objects.list(),
      'GET /v2/objects/{object}': (api, path) => api.objects.get(object(path)),
      'GET /v2/{target}/{identifier}/attributes': (api, path) => api.attributes.list('objects', object(path)),
      'GET /v2/{target}/{identifier}/attributes/{attribute}/options': (api, path) =>
        api.attributes.options('objects', object(path), path[4]!),
      'GET /v2/{target}/{identifier}/attributes/{attribute}/statuses': (api, path) =>
        api.attributes.statuses('objects', object(path), path[4]!),
      'POST /v2/objects/{object}/records/query': (api, path, { request }) =>
        api.records.query(object(path), request as object),
      'POST /v2/objects/records/search': (api, _, { request }) =>
        api.records.search(request as { query: string; objects: string[] }),
      'GET /v2/notes': (api) => api.notes.list({}),
      'GET /v2/workspace_members': (api) => api.members.list(),
      'GET /v2/workspace_members/{workspace_member_id}': (api, path) => api.members.get(path[2]!),
    };
    const covered = new Set<string>();

    for (const [n, exchange] of recorded.entries()) {
      const { pathname } = new URL(exchange.url);
      const found = matchPath(older, exchange.method, pathname);
      const key = `${exchange.method} ${found?.path}`;
      const call = ask[key];
      if (!call) continue;
      covered.add(key);
      it(`${n + 1}: ${exchange.method} ${pathname} ${exchange.status}`, async () => {
        const { api, server } = await setUp(
          json(exchange.status, exchange.response, {
            'x-attio-execution-id': exchange.headers['x-attio-execution-id'] ?? 'none',
          }),
        );
        const path = pathname.split('/').slice(1);
        if (exchange.status >= 400) {
          await assert.rejects(call(api, path, exchange), (error: unknown) => {
            assert.ok(AttioError.is(error, 'validation'));
            assert.match(error.message, /request_as/);
            assert.equal(error.details.executionId, exchange.headers['x-attio-execution-id']);
            return true;
          });
        } else {
          const read = await call(api, path, exchange);
          const data = (exchange.response as { data?: unknown }).data ?? exchange.response;
          // Nothing that came is lost, and nothing of it is changed.
          assertKept(data, read, pathname);
        }
        const sent = new URL(server.received[0]!.url, server.url).pathname;
        assert.equal(sent, pathname);
      });
    }

    it('and none of the operations we have was left out', () => {
      assert.deepEqual([...covered].sort(), Object.keys(ask).sort());
    });
  });

  describe('every 4xx of the documents and recordings says what is wrong with which field', () => {
    const tried = (operation: string) =>
      ({ operation, doing: 'do it', kind: 'read', scopes: [], host: 'api.attio.com', proxied: false }) as const;
    /** The field that a person would look for, by what is asked; all of Attio's wordings are about one of these. */
    const FIELD =
      /object|list|attribute|option|status|title|slug|filter|record|note|task|thread|comment|meeting|webhook|member|participants|video_url|workspace_access|show_historic|default_value|matching_attribute|data|endpoint|request_as|[0-9a-f]{8}-/;

    for (const [path, methods] of Object.entries(older.paths)) {
      for (const [method, documented] of Object.entries(methods)) {
        for (const [status, response] of Object.entries(documented.responses ?? {})) {
          if (!/^4/.test(status) || path.startsWith('/scim')) continue;
          const schema = response.content?.['application/json']?.schema as
            | { properties?: Record<string, { example?: unknown; enum?: unknown[] }> }
            | undefined;
          const body = Object.fromEntries(
            Object.entries(schema?.properties ?? {}).map(([key, property]) => [
              key,
              property.example ?? property.enum?.[0],
            ]),
          );
          if (typeof body.message !== 'string') continue;
          it(`${method.toUpperCase()} ${path} ${status}: ${body.message}`, () => {
            const details = fromAnswer(tried('x.y'), { status: Number(status), headers: {} }, body, undefined);
            assert.ok(details.field !== undefined && FIELD.test(details.field), `field: ${details.field}`);
            assert.ok(details.message.includes(details.field), details.message);
            assert.ok(details.message.includes((body.message as string).replace(/\.$/, '')), details.message);
            assert.notEqual(details.remedy, '');
            assert.equal(details.code, body.code);
          });
        }
      }
    }
    for (const { method, url, status, response } of recorded.filter((one) => one.status >= 400)) {
      it(`recorded: ${method} ${new URL(url).pathname} ${status}`, () => {
        const { field, message } = fromAnswer(tried('x.y'), { status, headers: {} }, response, undefined);
        assert.ok(field !== undefined && message.includes(field), message);
      });
    }
  });
});

/** The schema with all its objects closed: a key that the document does not know must not be sent. */
function closed(schema: unknown): object {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema as unknown as object;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)])) as Record<
    string,
    unknown
  >;
  // A filter is an object with any keys, and says so.
  const free = inner.type !== 'object' || !inner.properties || Object.keys(inner.properties as object).length === 0;
  if (!free && inner.additionalProperties === undefined) inner.additionalProperties = false;
  return inner;
}

/** Whatever is in `sent` is in `read` too, but for nulls in place of what was left out. */
function assertKept(sent: unknown, read: unknown, where: string): void {
  if (Array.isArray(sent)) {
    assert.ok(Array.isArray(read) && read.length === sent.length, where);
    for (const [n, item] of sent.entries()) assertKept(item, read[n], `${where}[${n}]`);
  } else if (typeof sent === 'object' && sent !== null) {
    assert.ok(typeof read === 'object' && read !== null, where);
    for (const [key, value] of Object.entries(sent))
      assertKept(value, (read as Record<string, unknown>)[key], `${where}.${key}`);
  } else {
    assert.equal(read, sent, where);
  }
}
