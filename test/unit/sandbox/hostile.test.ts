/** Bodies that are nearly right: whatever stands in the place of a value, the answer is a refusal and no accident. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { CALLS } from '../../contract/sandboxCalls.js';
import { type Json, useSandbox } from './api.js';

type Path = (string | number)[];

/** Every place in a body, the whole included. */
function places(value: Json, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, inner]) => places(inner, [...at, key]))];
}

function replaced(value: Json, [key, ...rest]: Path, by: Json): Json {
  if (key === undefined) return by;
  const copy = Array.isArray(value) ? [...value] : { ...value };
  copy[key] = replaced(value[key], rest, by);
  return copy;
}

const odd = fc.oneof(
  fc.constantFrom(
    null,
    true,
    0,
    -1,
    1e300,
    '',
    'null',
    '__proto__',
    '2026-13-45T99:00:00Z',
    [],
    {},
    [null],
    [[]],
    [{}],
  ),
  fc.constantFrom({ target_object: 'companies' }, { target_record_id: null }, { option: {} }, { constructor: 1 }),
  fc.string(),
  fc.jsonValue({ maxDepth: 2 }),
);

const READ = [
  '/v2/objects',
  '/v2/objects/companies/attributes',
  '/v2/objects/deals/attributes/stage/statuses',
  '/v2/lists',
  '/v2/notes?limit=50',
  '/v2/tasks',
  '/v2/meetings?ends_from=2020-01-01T00:00:00Z',
  '/v2/webhooks',
];

describe('sandbox against odd bodies', () => {
  const api = useSandbox();
  const written = CALLS.filter(([, , , body]) => body !== undefined && !(body instanceof FormData)).filter(
    ([, , , body]) => JSON.stringify(body).length < 10_000,
  );

  for (const operation of new Set(written.map(([name]) => name))) {
    it(operation, async () => {
      const calls = written.filter(([name]) => name === operation);
      const [method] = operation.split(' ') as [string];
      const spots = calls.flatMap(([, address, , body]) => places(body).map((at) => ({ address, body, at })));
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...spots), odd, async ({ address, body, at }, value) => {
          const answer = await api.call(method, address, replaced(body, at, value));
          assert.ok(answer.status < 500, JSON.stringify(answer.body));
        }),
        { numRuns: 30 },
      );
      // What was taken of it can be read.
      for (const address of READ) assert.equal((await api.get(address)).status, 200, address);
      // By id: a slug that was sent may be the new name of one of them.
      for (const { id } of (await api.get('/v2/objects')).body.data) await api.query(id.object_id);
      for (const { id } of (await api.get('/v2/lists')).body.data)
        assert.equal((await api.post(`/v2/lists/${id.list_id}/entries/query`, {})).status, 200);
    });
  }
});
