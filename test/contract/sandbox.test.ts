/**
 * What the sandbox answers, against Attio's documents and against recordings of the real API. Where the two disagree the
 * recordings win: LIES lists what real answers have that the documents say they never have.
 */
import assert from 'node:assert/strict';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { after, before, beforeEach, describe, it } from 'mocha';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.js';
import { ALIKE, CALLS, type SandboxCall, SINCE } from './sandboxCalls.js';
import { answerSchema, loadSpec, shapeOf } from './sandboxSpec.js';

// biome-ignore lint/suspicious/noExplicitAny: answers are walked freely
type Json = any;

/** Where a document says what no real answer keeps (places of the answer, `*` for any index or key). */
const LIES: readonly [place: string, keyword: string, why: string, operation?: string][] = [
  ['/data/config/currency/default_currency_code', 'enum', 'null on every attribute that is not a currency'],
  ['/data/config/currency/display_type', 'enum', 'null on every attribute that is not a currency'],
  ['/data/resolved_by', 'type', 'null while unresolved'],
  ['/data/comments/*/resolved_by', 'type', 'null while unresolved'],
  ['/data', 'type', 'a file is described by bytes', 'POST /v2/files/upload'],
];

/** Keys that real answers have today and the recordings of May 2026 have not (api.md section 2.1). */
const NEWER = new Set(['.token_level']);

/** Places that the documents call nullable and the few recordings happen to have filled. */
const NULLABLE = /<location>\.|\.record_image$|_actor\.id$/;

/** Those of LIES that answers met. */
const met = new Set<(typeof LIES)[number]>();

const spec = loadSpec();
if (!spec) {
  process.stdout.write(
    'Sandbox contract: no documents (ATTIO_SPEC_DIR, or ../shared/attio); nothing to compare with.\n',
  );
} else {
  const { documents, exchanges } = spec;

  describe('sandbox contract', () => {
    let sandbox: Sandbox;
    before(async () => {
      sandbox = await startSandbox();
    });
    beforeEach(() => sandbox.reset());
    after(() => sandbox.close());

    async function ask(method: string, address: string, body?: unknown) {
      const response = await fetch(sandbox.url + address, {
        method,
        headers: { authorization: `Bearer ${sandbox.key}` },
        redirect: 'manual',
        ...(body !== undefined && { body: body instanceof FormData ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
    }

    for (const [file, document] of documents) {
      describe(`against ${file}`, () => {
        const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
        ajv.addSchema({ $id: 'doc', components: document.components });

        /** What an answer has that its document forbids, apart from LIES. */
        function wrongs(operation: string, schema: Json, answer: Json): string[] {
          const text = JSON.stringify(schema).replaceAll('"#/components/', '"doc#/components/');
          const validate = ajv.compile(JSON.parse(text));
          validate(answer);
          return [...new Set((validate.errors ?? []).filter((error) => !isLie(error, operation)).map(tell))];
        }

        for (const [operation, address, status, body] of CALLS) {
          const [method] = operation.split(' ') as [string];
          const [likeMethod, likePath] = (SINCE[operation] ?? operation).split(' ') as [string, string];
          const schema = answerSchema(document, likeMethod, likePath, status);
          if (!schema) continue;
          it(`${method} ${address} ${status}`, async () => {
            const answer = await ask(method, address, body);
            assert.equal(answer.status, status, JSON.stringify(answer.body)?.slice(0, 500));
            if (status === 204) assert.equal(answer.body, undefined);
            else assert.deepEqual(wrongs(operation, schema, answer.body), []);
          });
        }
      });
    }

    describe('operations covered', () => {
      const documented = operationsOf([...documents.values()]);

      for (const call of CALLS) {
        const schemas = [...documents.values()].map((document) => schemaOf(document, call));
        if (schemas.some((schema) => schema !== undefined)) continue;
        // No document says what this answer is like: its status at least.
        it(`${call[0]} ${call[2]}`, async () => {
          const [method] = call[0].split(' ') as [string];
          assert.equal((await ask(method, call[1], call[3])).status, call[2]);
        });
      }

      it('are all there are', () => {
        const covered = new Map<string, Set<number>>();
        for (const [operation, , status] of CALLS) {
          covered.set(operation, (covered.get(operation) ?? new Set()).add(status));
        }
        const all = [...new Set([...documented, ...Object.keys(SINCE)])].sort(byPath);
        const width = Math.max(...all.map((operation) => operation.length));
        const table = all.map(
          (operation) => `  ${operation.padEnd(width)}  ${[...(covered.get(operation) ?? [])].join(' ')}`,
        );
        process.stdout.write(
          `Operations of the sandbox that are tested, with their statuses (${all.length}):\n${table.join('\n')}\n`,
        );
        assert.deepEqual(
          all.filter((operation) => !covered.has(operation)),
          [],
        );
        assert.deepEqual(
          [...covered.keys()].filter((operation) => !all.includes(operation)),
          [],
        );
      });
    });

    describe('the list of lies', () => {
      it('holds none that no answer meets', () =>
        assert.deepEqual(
          LIES.filter((lie) => !met.has(lie)),
          [],
        ));
    });

    describe('against the recordings', () => {
      for (const [recorded, address, method = 'GET', body] of ALIKE) {
        it(`${method} ${address}`, async () => {
          const alike = exchanges.filter((exchange) => recorded.test(`${exchange.method} ${exchange.url}`));
          assert.ok(alike.length > 0, 'no recording of it');
          const answer = await ask(method, address, body);
          assert.ok(alike.every(({ status }) => status === answer.status));
          for (const name of Object.keys(alike[0]!.headers)) assert.ok(answer.headers.has(name), `no header ${name}`);
          sameShape(
            alike.map(({ response }) => response),
            answer.body,
          );
        });
      }

      it('records are as recorded, value by value', async () => {
        const real = exchanges.filter(({ url, status }) => url.endsWith('/records/query') && status === 200);
        const ours = await Promise.all(
          ['companies', 'deals'].map((object) => ask('POST', `/v2/objects/${object}/records/query`, {})),
        );
        const shape = merged(real.map(({ response }) => response));
        const got = merged(ours.map(({ body }) => body));
        for (const place of shape.keys()) assert.ok(got.has(place), `${place} is recorded and not answered`);
      });
    });
  });
}

/** `METHOD /path` of every operation of the documents; users of SCIM are no part of this. */
function operationsOf(all: readonly Json[]): string[] {
  return all.flatMap((document) =>
    Object.entries<Json>(document.paths)
      .filter(([path]) => path.startsWith('/v2/'))
      .flatMap(([path, operations]) =>
        Object.keys(operations)
          .filter((method) => ['get', 'post', 'put', 'patch', 'delete'].includes(method))
          .map((method) => `${method.toUpperCase()} ${path}`),
      ),
  );
}

function byPath(a: string, b: string): number {
  const key = (operation: string) => operation.split(' ').reverse().join(' ');
  return key(a) < key(b) ? -1 : 1;
}

function schemaOf(document: Json, [operation, , status]: SandboxCall): Json {
  const [method, path] = (SINCE[operation] ?? operation).split(' ') as [string, string];
  return answerSchema(document, method, path, status);
}

/** An error that LIES explains. */
function isLie(error: ErrorObject, operation: string): boolean {
  const place = error.instancePath.replace(/^\/data\/\d+/, '/data').replace(/\/\d+/g, '/*');
  const lie = LIES.find(
    ([at, keyword, , of]) => at === place && keyword === error.keyword && (of === undefined || of === operation),
  );
  if (lie) met.add(lie);
  return lie !== undefined;
}

function tell(error: ErrorObject): string {
  return `${error.instancePath.replace(/\/\d+/g, '/*')} ${error.keyword} ${error.message} ${JSON.stringify(error.params)}`;
}

function merged(answers: Json[]): Map<string, Set<string>> {
  const all = new Map<string, Set<string>>();
  for (const answer of answers) {
    for (const [place, types] of shapeOf(answer)) all.set(place, new Set([...(all.get(place) ?? []), ...types]));
  }
  return all;
}

/** Same keys in the same places, and no types the recordings have not; where they saw only null, anything may be. */
function sameShape(recorded: Json[], answer: Json): void {
  const real = merged(recorded);
  const ours = shapeOf(answer);
  const known = (place: string) => [...real.keys()].some((one) => one.startsWith(place.replace(/<[^>]*>.*$/, '')));
  for (const place of real.keys()) {
    if (place.includes('<')) continue;
    if (!place.includes('[]') || [...ours.keys()].some((one) => one.includes('[]'))) {
      assert.ok(ours.has(place) || underNull(place, ours), `${place} is recorded and not answered`);
    }
  }
  for (const [place, types] of ours) {
    const seen = real.get(place);
    if (!seen) {
      const value = place.includes('<') || underNull(place, real) || NEWER.has(place);
      assert.ok(
        value && (known(place) || NEWER.has(place) || underNull(place, real)),
        `${place} is answered and not recorded`,
      );
    } else if (!(seen.size === 1 && seen.has('null'))) {
      const allowed = NULLABLE.test(place) ? new Set([...seen, 'null']) : seen;
      for (const type of types) assert.ok(allowed.has(type), `${place} is ${type}, recorded as ${[...seen]}`);
    }
  }
}

/** Whether a place lies within something that is null or an empty array in the other answer. */
function underNull(place: string, other: Map<string, Set<string>>): boolean {
  return [...other].some(
    ([at, types]) =>
      place !== at &&
      place.startsWith(at) &&
      at !== '' &&
      (types.has('null') || (types.has('array') && !other.has(`${at}[]`))),
  );
}
