import assert from 'node:assert/strict';
import fc from 'fast-check';
import { after, before, describe, it } from 'mocha';
import { countsOf, generatedId, generatedIndex } from '../../../src/sandbox/generated.js';
import { gather, scatter } from '../../../src/sandbox/scatter.js';
import { startSandbox } from '../../../src/sandbox/server.js';
import { TopK } from '../../../src/sandbox/topK.js';
import { Api, type Json } from './api.js';

const RECORDS = 200_000;

describe('records without number', () => {
  const api = new Api();
  before(async () => {
    api.sandbox = await startSandbox({ records: RECORDS });
  });
  after(() => api.sandbox.close());
  const ids = (records: Json[]) => records.map((one) => one.id.record_id as string);

  it('have ids that say which they are', () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), (index) => {
        assert.equal(gather(scatter(index)), index);
        for (const object of ['people', 'companies', 'deals'] as const) {
          assert.equal(generatedIndex(object, generatedId(object, index)), index);
        }
        assert.equal(generatedIndex('people', generatedId('deals', index)), -1);
      }),
    );
  });

  it('are as many as asked for, however few', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000 }), (records) => {
        const { people, companies, deals } = countsOf(records);
        assert.equal(people + companies + deals, records);
        assert.ok(deals <= companies && people >= 0);
      }),
    );
  });

  it('page to the very end, each once, with the written ones', async () => {
    const { people } = countsOf(RECORDS);
    const total = people + 72;
    const last = await api.query('people', { limit: 500, offset: total - 300 });
    assert.equal(last.length, 300);
    assert.deepEqual(await api.query('people', { offset: total }), []);
    const before = await api.query('people', { limit: 500, offset: total - 600 });
    assert.equal(new Set([...ids(before), ...ids(last)]).size, 600);
    const oldest = { sorts: [{ attribute: 'created_at', direction: 'asc' }], limit: 300 };
    assert.deepEqual(ids(await api.query('people', oldest)), ids(last).reverse());
  });

  it('are found by id, e-mail address and domain, and stay unique', async () => {
    const [person] = await api.query('people', { limit: 1, offset: 80_000 });
    const { email_address } = person.values.email_addresses[0];
    const again = await api.query('people', { filter: { email_addresses: email_address } });
    assert.deepEqual(again, [person]);
    const company = person.values.company[0].target_record_id;
    const { body } = await api.get(`/v2/objects/companies/records/${company}`);
    const team = body.data.values.team.map((value: Json) => value.target_record_id);
    assert.ok(team.includes(person.id.record_id));
    const taken = { data: { values: { email_addresses: [email_address] } } };
    assert.equal((await api.post('/v2/objects/people/records', taken)).body.code, 'uniqueness_conflict');
    assert.equal((await api.get(`/v2/objects/people/records/${generatedId('people', 4_000_000)}`)).status, 404);
  });

  it('can be written to: relationships, deletes and all', async () => {
    const [person] = await api.query('people', { limit: 1, offset: 90_000 });
    const path = `/v2/objects/people/records/${person.id.record_id}`;
    const old = person.values.company[0].target_record_id;
    const [other] = await api.query('companies', { limit: 1, offset: 30_000 });
    const company = { target_object: 'companies', target_record_id: other.id.record_id };
    assert.equal((await api.call('PATCH', path, { data: { values: { company } } })).status, 200);
    const members = async (id: string) =>
      (await api.get(`/v2/objects/companies/records/${id}`)).body.data.values.team.map(
        (value: Json) => value.target_record_id,
      ) as string[];
    assert.ok((await members(other.id.record_id)).includes(person.id.record_id));
    assert.ok(!(await members(old)).includes(person.id.record_id));
    const [next] = await api.query('people', { limit: 1, offset: 90_001 });
    assert.equal((await api.call('DELETE', path)).status, 200);
    assert.deepEqual(ids(await api.query('people', { limit: 1, offset: 90_000 })), [next.id.record_id]);
  });

  it('fill a list, newest first, about records that are there', async () => {
    const grown = new Api();
    grown.sandbox = await startSandbox({ records: 1000, entries: 3000 });
    try {
      const query = async (body: Json): Promise<Json[]> =>
        (await grown.post('/v2/lists/renewals_2026/entries/query', body)).body.data;
      const newest = { sorts: [{ attribute: 'created_at', direction: 'desc' }], limit: 500 };
      const all: Json[] = [];
      for (let offset = 0; ; offset += 500) {
        const page = await query({ ...newest, offset });
        all.push(...page);
        if (page.length < 500) break;
      }
      assert.equal(all.length, 3007);
      assert.equal(new Set(all.map((one) => one.id.entry_id)).size, 3007);
      const made = all.map((one) => one.created_at as string);
      assert.deepEqual(made, [...made].sort().reverse());
      const last = all.at(-1)!;
      assert.equal((await grown.get(`/v2/objects/deals/records/${last.parent_record_id}`)).status, 200);
      const path = `/v2/lists/renewals_2026/entries/${last.id.entry_id}`;
      assert.deepEqual((await grown.get(path)).body.data, last);
      assert.equal((await grown.call('PATCH', path, { data: { entry_values: { step: 'Signed' } } })).status, 200);
      const [again] = await query({ filter: { entry_id: last.id.entry_id } });
      assert.equal(again!.entry_values.step[0].status.title, 'Signed');
      const { body } = await grown.get(`/v2/objects/deals/records/${last.parent_record_id}/entries`);
      assert.ok(body.data.some((one: Json) => one.entry_id === last.id.entry_id));
      const none = await query({ filter: { $not: { step: { active_from: { $gte: '1970-01-01T00:00:00Z' } } } } });
      assert.ok(none.length > 100 && none.every((one) => one.entry_values.step.length === 0));
    } finally {
      await grown.sandbox.close();
    }
  });

  it('sort as if all were held', async () => {
    const names = async (offset: number) =>
      (
        await api.query('companies', {
          filter: { account_status: 'Customer' },
          sorts: [{ attribute: 'name', direction: 'asc' }],
          limit: 40,
          offset,
        })
      ).map((one) => one.values.name[0].value as string);
    const page = [...(await names(0)), ...(await names(40))];
    assert.deepEqual(page, [...page].sort(new Intl.Collator('en', { sensitivity: 'base', numeric: true }).compare));
  });

  it('keep the best of a stream in the order of a sort', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.nat(20), (numbers, most) => {
        const best = new TopK<[number, number]>(most, (a, b) => a[0] - b[0] || a[1] - b[1]);
        for (const [at, number] of numbers.entries()) best.offer([number, at]);
        const all = numbers.map((number, at): [number, number] => [number, at]);
        assert.deepEqual(best.list, all.sort((a, b) => a[0] - b[0] || a[1] - b[1]).slice(0, most));
      }),
    );
  });

  it('cost no memory to look through, and let others in between', async () => {
    const search = {
      query: 'nobody at all',
      objects: ['people', 'companies', 'deals'],
      request_as: { type: 'workspace' },
    };
    await api.post('/v2/objects/records/search', search);
    const before = process.memoryUsage().rss;
    const order: string[] = [];
    const scan = async () => {
      const sorts = [{ attribute: 'job_title', direction: 'asc' }];
      await api.query('people', { sorts, limit: 10 });
      await api.post('/v2/objects/records/search', search);
      order.push('scan');
    };
    const quick = async () => {
      await api.get('/v2/self');
      order.push('quick');
    };
    await Promise.all([scan(), quick(), quick(), quick()]);
    assert.deepEqual(order, ['quick', 'quick', 'quick', 'scan']);
    const grown = (process.memoryUsage().rss - before) / 1e6;
    // Held, 200 000 records are several hundred megabytes.
    assert.ok(grown < 120, `${Math.round(grown)} MB more`);
  });
});
