import assert from 'node:assert/strict';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { type AttioApi, createClient } from '../../src/attio/client.js';
import { AttioError } from '../../src/attio/errors.js';
import { fromAnswer } from '../../src/attio/failure.js';
import { type KnownOperation, OPERATIONS, scopesFor } from '../../src/attio/operations.js';
import { DEFAULTS } from '../../src/attio/settings.js';
import { type Answer, json, type Loopback, type Received, serve } from '../unit/attio/loopback.js';
import { CALLS } from './support/calls.js';
import { type DocumentedOperation, documents, matchPath, type OpenApi } from './support/documents.js';
import { LEFT_OUT, LOST_KEYS, RECENT_BODIES, RECENT_PARAMETERS, WIDENED } from './support/recent.js';
import { recordedCall } from './support/recordings.js';

const docs = documents();

(docs ? describe : () => undefined)('the client and the documents', () => {
  if (!docs) return;
  const { older, newer, added, recorded } = docs;
  const ajv = new Ajv2020({ strict: false, allErrors: true, coerceTypes: false });
  addFormats.default(ajv);
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((one) => one.close()));
  });

  async function setUp(answer: Answer): Promise<{ api: AttioApi; server: Loopback }> {
    const server = await serve(answer);
    const once = { ...DEFAULTS.patience.person, attempts: 1 };
    const api = createClient(
      { baseUrl: server.url, key: 'key-of-tests' },
      { patience: { ...DEFAULTS.patience, person: once } },
    );
    open.push(api, server);
    return { api, server };
  }

  function assertValid(api: OpenApi, schema: object, value: unknown, what: string): void {
    const valid = ajv.validate({ ...schema, components: api.components }, value);
    assert.ok(valid, `${what}: ${ajv.errorsText(ajv.errors)}`);
  }

  for (const [name, calls] of Object.entries(CALLS)) {
    it(`${name} sends what the documents ask for`, async () => {
      // What comes back does not matter here; deletes alone make something of an answer of nothing.
      const { api, server } = await setUp(json(200, {}));
      for (const call of calls) {
        await call(api).catch((error: unknown) => assert.ok(AttioError.is(error, 'unreadable'), String(error)));
      }
      assert.equal(server.received.length, calls.length);
      for (const request of server.received) {
        const { pathname } = new URL(request.url, server.url);
        const spec = OPERATIONS[name as keyof typeof OPERATIONS];
        assert.equal(request.method, spec.method);
        const versions = [
          ['2026-02', older],
          ['2026-08', newer],
        ] as const;
        const known = versions.flatMap(([version, document]) => {
          const found = matchPath(document, request.method, pathname);
          return found ? [{ version, document, key: `${request.method} ${found.path}`, path: found.path }] : [];
        });
        for (const { version, document, key, path } of known) {
          if (version === '2026-02' && key in WIDENED) continue;
          const documented = document.paths[path]![request.method.toLowerCase()]!;
          await assertDocumented(`${version} ${key}`, key, document, documented, request, version === '2026-08');
        }
        if (known.length > 0) continue;
        const recent = `${spec.method} ${spec.path}`;
        assert.ok(recent in RECENT_BODIES, `${recent} is not documented`);
        const body = RECENT_BODIES[recent];
        if (body) assertValid(newer, body, JSON.parse(request.body), recent);
        else assert.equal(request.body, '', `${recent} has a body`);
      }
    });
  }

  async function assertDocumented(
    what: string,
    key: string,
    document: OpenApi,
    documented: DocumentedOperation,
    { url, headers, body }: Received,
    newest: boolean,
  ): Promise<void> {
    const { searchParams } = new URL(url, 'http://x');
    const parameters = documented.parameters ?? [];
    for (const [name, value] of searchParams) {
      const schema =
        parameters.find((one) => one.in === 'query' && one.name === name)?.schema ?? RECENT_PARAMETERS[key]?.[name];
      assert.ok(schema, `${what}: no parameter ${name}`);
      assertValid(document, schema, typedAs(schema, value), `${what} ${name}`);
    }
    for (const parameter of parameters.filter((one) => one.required && one.in === 'query')) {
      assert.ok(searchParams.has(parameter.name), `${what}: ${parameter.name} is missing`);
    }
    const content = documented.requestBody?.content;
    if (content?.['multipart/form-data']) {
      const type = { 'content-type': headers['content-type'] ?? '' };
      const form = await new Response(body, { headers: type }).formData();
      const file = form.get('file');
      assert.ok(file instanceof File && file.name === 'a "plan".txt' && (await file.text()) === 'hello', what);
      const schema = closed(content['multipart/form-data'].schema);
      assertValid(document, schema, { ...Object.fromEntries(form), file: 'hello' }, what);
      return;
    }
    const schema = content?.['application/json']?.schema;
    if (!schema) {
      assert.equal(body, '', `${what} has a body`);
      return;
    }
    const sent = JSON.parse(body);
    // Only the newer document can say that a key is unknown, but for those that it lost.
    if (newest) for (const lost of LOST_KEYS[key] ?? []) delete sent.data[lost];
    assertValid(document, newest ? closed(schema) : (schema as object), sent, what);
  }

  it('every operation of the documents is one of the client, or is left out for a reason', () => {
    const documented = (api: OpenApi) =>
      Object.entries(api.paths).flatMap(([path, methods]) =>
        path.startsWith('/scim') ? [] : Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
      );
    const theirs = [...new Set([...documented(older), ...documented(newer), ...added])].filter((key) => !LEFT_OUT[key]);
    const ours = Object.values(OPERATIONS).map(({ method, path }) => `${method} ${path}`);
    assert.deepEqual([...ours].sort(), theirs.sort());
    assert.deepEqual(Object.keys(CALLS).sort(), Object.keys(OPERATIONS).sort());
    const rows = Object.entries(OPERATIONS).map(
      ([name, { method, path }]) => `    ${name.padEnd(26)}${method.padEnd(7)}${path}`,
    );
    const out = Object.entries(LEFT_OUT).map(([key, why]) => `    ${key}: ${why}`);
    console.log(`  ${rows.length} operations\n${rows.join('\n')}\n  left out\n${out.join('\n')}`);
  });

  it('every operation names the scopes that the documents ask for', () => {
    for (const [name, { method, path }] of Object.entries(OPERATIONS)) {
      const scopes = (api: OpenApi) => {
        const documented = api.paths[path]?.[method.toLowerCase()];
        const told = /Required scopes?: ([^\n]*)/.exec(documented?.description ?? '')?.[1] ?? '';
        return [
          ...(documented?.security?.flatMap((one) => Object.values(one).flat()) ?? []),
          ...[...told.matchAll(/`([a-z_]+:read(?:-write)?)`/g)].map((match) => match[1]!),
        ];
      };
      const wanted = new Set([...scopes(older), ...scopes(newer)]);
      const onObjects = scopesFor(name as KnownOperation);
      const own = new Set([...onObjects, ...scopesFor(name as KnownOperation, 'lists')]);
      for (const scope of wanted) assert.ok(own.has(scope), `${name} needs ${scope}`);
      const one = own.size === onObjects.length && !(`${method} ${path}` in RECENT_BODIES);
      // Where it is about objects or lists, the security of the document names one of the two.
      if (one) assert.deepEqual([...own].sort(), [...wanted].sort(), name);
    }
  });

  describe('every recording reads through the client', () => {
    for (const [n, exchange] of recorded.entries()) {
      const { pathname, search } = new URL(exchange.url);
      it(`${n + 1}: ${exchange.method} ${pathname} ${exchange.status}`, async () => {
        const { api, server } = await setUp(
          json(exchange.status, exchange.response, {
            'x-attio-execution-id': exchange.headers['x-attio-execution-id'] ?? 'none',
          }),
        );
        const call = recordedCall(exchange);
        if (exchange.status >= 400) {
          await assert.rejects(call.run(api), (error: unknown) => {
            const [kind, words] =
              exchange.status === 404 ? (['not-found', /endpoint/] as const) : (['validation', /request_as/] as const);
            assert.ok(AttioError.is(error, kind));
            assert.match(error.message, words);
            assert.equal(error.details.executionId, exchange.headers['x-attio-execution-id']);
            return true;
          });
          // What is answered with "no such endpoint" is no operation of ours, so another one was made to meet it.
          if (exchange.status === 404) return;
        } else {
          const read = await call.run(api);
          if (exchange.method === 'DELETE') assert.equal(read, undefined);
          // Nothing that came is lost, and nothing of it is changed.
          else assertKept((exchange.response as { data?: unknown }).data ?? exchange.response, read, pathname);
        }
        const sent = server.received[0]!;
        const url = new URL(sent.url, server.url);
        assert.equal(`${sent.method} ${url.pathname}`, `${exchange.method} ${pathname}`);
        if (!call.own) assert.equal(url.search, search);
        if (exchange.request && !call.own) assert.deepEqual(JSON.parse(sent.body), exchange.request);
      });
    }
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

/** The text of a query parameter as what the document says it is. */
function typedAs(schema: { type?: unknown }, value: string): unknown {
  if (/^(integer|number)$/.test(String(schema.type))) return Number(value);
  return schema.type === 'boolean' ? value === 'true' : value;
}

/** Whatever is in `sent` is in `read` too, but for nulls in place of what was left out. */
function assertKept(sent: unknown, got: unknown, where: string): void {
  // A page has its rows in `items`.
  const read = Array.isArray(sent) && typeof got === 'object' && got !== null && 'items' in got ? got.items : got;
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
