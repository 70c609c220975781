/**
 * What the sandbox answers, against Attio's documents and against recordings of the real API. Where the two disagree the
 * recordings win: LIES lists what real answers have that the documents say they never have.
 */
import assert from 'node:assert/strict';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { after, before, beforeEach, describe, it } from 'mocha';
import { seedId } from '../../src/sandbox/seed.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.js';
import { answerSchema, loadSpec, shapeOf } from './sandboxSpec.js';

// biome-ignore lint/suspicious/noExplicitAny: answers are walked freely
type Json = any;

/** Where a document says what no real answer keeps (places of the answer, `*` for any index or key). */
const LIES: readonly [place: string, keyword: string, why: string][] = [
  ['/data/config/currency/default_currency_code', 'enum', 'null on every attribute that is not a currency'],
  ['/data/config/currency/display_type', 'enum', 'null on every attribute that is not a currency'],
];

const RECORD = seedId('companies', 'acme-robotics');
const NOTE = seedId('notes', 'acme-kickoff');
const GONE = seedId('notes', 'gone');
const noteBody = (parent: string) => ({
  data: { parent_object: 'companies', parent_record_id: parent, title: 'T', format: 'markdown', content: '# A' },
});
const values = { data: { values: { domains: ['acme-robotics.example'], health: 3 } } };
const search = { query: 'a', request_as: { type: 'workspace' } };

/** Operation of the document, address, body, status. */
const CALLS: [operation: string, address: string, status: number, body?: unknown][] = [
  ['GET /v2/self', '/v2/self', 200],
  ['GET /v2/objects', '/v2/objects', 200],
  ['GET /v2/objects/{object}', '/v2/objects/projects', 200],
  ['GET /v2/objects/{object}', '/v2/objects/ships', 404],
  ...['people', 'companies', 'deals', 'projects'].flatMap((object): (typeof CALLS)[number][] => [
    ['GET /v2/{target}/{identifier}/attributes', `/v2/objects/${object}/attributes`, 200],
    ['POST /v2/objects/{object}/records/query', `/v2/objects/${object}/records/query`, 200, {}],
    ['POST /v2/objects/records/search', '/v2/objects/records/search', 200, { ...search, objects: [object] }],
  ]),
  ['GET /v2/{target}/{identifier}/attributes', '/v2/lists/target_accounts/attributes', 200],
  ['GET /v2/{target}/{identifier}/attributes/{attribute}', '/v2/objects/companies/attributes/team', 200],
  ['GET /v2/{target}/{identifier}/attributes/{attribute}', '/v2/objects/companies/attributes/nothing', 404],
  [
    'GET /v2/{target}/{identifier}/attributes/{attribute}/options',
    '/v2/objects/companies/attributes/categories/options',
    200,
  ],
  [
    'GET /v2/{target}/{identifier}/attributes/{attribute}/options',
    '/v2/objects/companies/attributes/nothing/options',
    404,
  ],
  ['GET /v2/{target}/{identifier}/attributes/{attribute}/statuses', '/v2/objects/deals/attributes/stage/statuses', 200],
  [
    'GET /v2/{target}/{identifier}/attributes/{attribute}/statuses',
    '/v2/objects/deals/attributes/nothing/statuses',
    404,
  ],
  ['POST /v2/objects/{object}/records/query', '/v2/objects/ships/records/query', 404, {}],
  ['POST /v2/objects/records/search', '/v2/objects/records/search', 400, { ...search, objects: ['ships'] }],
  ['GET /v2/objects/{object}/records/{record_id}', `/v2/objects/companies/records/${RECORD}`, 200],
  ['GET /v2/objects/{object}/records/{record_id}', `/v2/objects/companies/records/${GONE}`, 404],
  [
    'GET /v2/objects/{object}/records/{record_id}/entries',
    `/v2/objects/companies/records/${seedId('companies', 'orbital-foods')}/entries`,
    200,
  ],
  [
    'GET /v2/objects/{object}/records/{record_id}/attributes/{attribute}/values',
    `/v2/objects/companies/records/${RECORD}/attributes/domains/values`,
    200,
  ],
  ['POST /v2/objects/{object}/records', '/v2/objects/companies/records', 200, { data: { values: { name: 'New' } } }],
  ['POST /v2/objects/{object}/records', '/v2/objects/companies/records', 400, { data: { values: { nothing: 'New' } } }],
  ['PUT /v2/objects/{object}/records', '/v2/objects/companies/records?matching_attribute=domains', 200, values],
  ['PUT /v2/objects/{object}/records', '/v2/objects/companies/records?matching_attribute=nothing', 400, values],
  ['PATCH /v2/objects/{object}/records/{record_id}', `/v2/objects/companies/records/${RECORD}`, 200, values],
  ['PATCH /v2/objects/{object}/records/{record_id}', `/v2/objects/companies/records/${GONE}`, 404, values],
  ['PUT /v2/objects/{object}/records/{record_id}', `/v2/objects/companies/records/${RECORD}`, 200, values],
  [
    'PUT /v2/objects/{object}/records/{record_id}',
    `/v2/objects/deals/records/${seedId('deals', 'acme-renewal')}`,
    400,
    { data: { values: { owner: [] } } },
  ],
  ['DELETE /v2/objects/{object}/records/{record_id}', `/v2/objects/companies/records/${RECORD}`, 200],
  ['DELETE /v2/objects/{object}/records/{record_id}', `/v2/objects/companies/records/${GONE}`, 404],
  ['GET /v2/lists', '/v2/lists', 200],
  ['GET /v2/lists/{list}', '/v2/lists/renewals_2026', 200],
  ['GET /v2/lists/{list}', '/v2/lists/nothing', 404],
  ['POST /v2/lists/{list}/entries/query', '/v2/lists/target_accounts/entries/query', 200, {}],
  ['GET /v2/lists/{list}/entries/{entry_id}', `/v2/lists/target_accounts/entries/${GONE}`, 404],
  ['GET /v2/notes', '/v2/notes?limit=50', 200],
  ['GET /v2/notes', `/v2/notes?parent_object=companies&parent_record_id=${GONE}`, 404],
  ['GET /v2/notes/{note_id}', `/v2/notes/${NOTE}`, 200],
  ['GET /v2/notes/{note_id}', `/v2/notes/${GONE}`, 404],
  ['POST /v2/notes', '/v2/notes', 200, noteBody(RECORD)],
  ['POST /v2/notes', '/v2/notes', 404, noteBody(GONE)],
  ['POST /v2/notes', '/v2/notes', 413, { data: { ...noteBody(RECORD).data, content: 'x'.repeat(1_000_001) } }],
  ['DELETE /v2/notes/{note_id}', `/v2/notes/${seedId('notes', 'empty')}`, 200],
  ['DELETE /v2/notes/{note_id}', `/v2/notes/${GONE}`, 404],
  ['GET /v2/workspace_members', '/v2/workspace_members', 200],
  ['GET /v2/workspace_members/{workspace_member_id}', `/v2/workspace_members/${seedId('members', 'ada')}`, 200],
  ['GET /v2/workspace_members/{workspace_member_id}', `/v2/workspace_members/${GONE}`, 404],
];

/** Keys that real answers have today and the recordings of May 2026 have not (api.md section 2.1). */
const NEWER = new Set(['.token_level']);

/** Places that the documents call nullable and the few recordings happen to have filled. */
const NULLABLE = /<location>\.|\.record_image$|_actor\.id$/;

/** Recorded address, and what to ask the sandbox in its place. */
const ALIKE: [recorded: RegExp, address: string, method?: string, body?: unknown][] = [
  [/GET .*\/v2\/self$/, '/v2/self'],
  [/GET .*\/v2\/objects$/, '/v2/objects'],
  [/GET .*\/v2\/objects\/people$/, '/v2/objects/people'],
  [/GET .*\/v2\/objects\/companies\/attributes$/, '/v2/objects/companies/attributes'],
  [/GET .*\/v2\/objects\/people\/attributes$/, '/v2/objects/people/attributes'],
  [/GET .*\/v2\/objects\/people\/attributes\/name$/, '/v2/objects/people/attributes/name'],
  [/GET .*\/categories\/options$/, '/v2/objects/companies/attributes/categories/options'],
  [/GET .*\/stage\/statuses$/, '/v2/objects/deals/attributes/stage/statuses'],
  [/POST .*\/companies\/records\/query$/, '/v2/objects/companies/records/query', 'POST', {}],
  [/POST .*\/deals\/records\/query$/, '/v2/objects/deals/records/query', 'POST', {}],
  [/POST .*\/records\/search$/, '/v2/objects/records/search', 'POST', { query: 'a', objects: ['people'], limit: 5 }],
  [/GET .*\/people\/records\?limit=5$/, '/v2/objects/people/records?limit=5'],
  [/GET .*\/v2\/lists$/, '/v2/lists'],
  [/GET .*\/v2\/lists\/[^/]+$/, '/v2/lists/target_accounts'],
  [/GET .*\/v2\/workspace_members$/, '/v2/workspace_members'],
  [/GET .*\/v2\/workspace_members\/[^/]+$/, `/v2/workspace_members/${seedId('members', 'ada')}`],
];

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
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return { status: response.status, headers: response.headers, body: (await response.json()) as Json };
    }

    for (const [file, document] of documents) {
      describe(`against ${file}`, () => {
        const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
        ajv.addSchema({ $id: 'doc', components: document.components });

        /** What an answer has that its document forbids, apart from LIES. */
        function wrongs(schema: Json, answer: Json): string[] {
          const text = JSON.stringify(schema).replaceAll('"#/components/', '"doc#/components/');
          const validate = ajv.compile(JSON.parse(text));
          validate(answer);
          return [...new Set((validate.errors ?? []).filter((error) => !isLie(error)).map(tell))];
        }

        for (const [operation, address, status, body] of CALLS) {
          const [method, path] = operation.split(' ') as [string, string];
          const schema = answerSchema(document, method, path, status);
          if (!schema) continue;
          it(`${method} ${address} ${status}`, async () => {
            const answer = await ask(method, address, body);
            assert.equal(answer.status, status, JSON.stringify(answer.body).slice(0, 500));
            assert.deepEqual(wrongs(schema, answer.body), []);
          });
        }
      });
    }

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

/** An error that LIES explains, or the echo of one in the `anyOf` around it. */
function isLie(error: ErrorObject): boolean {
  const place = error.instancePath.replace(/^\/data\/\d+/, '/data');
  const lie = LIES.find(([at, keyword]) => at === place && keyword === error.keyword);
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
