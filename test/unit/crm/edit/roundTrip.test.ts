/** What is written, read, put into the written form and written again is the same, for every type that can be written. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { AttioRecord, Attribute, AttributeValue } from '../../../../src/attio/types.js';
import type { Json } from '../../../../src/attio/values.js';
import { isEditable } from '../../../../src/crm/edit/form.js';
import { sameWritten, writable, writableValues } from '../../../../src/crm/edit/writable.js';
import { startSandbox } from '../../../../src/sandbox/server.js';

type Sandbox = Awaited<ReturnType<typeof startSandbox>>;

const RUNS = { numRuns: 15 };

describe('the written form of values', function () {
  this.timeout(20_000);
  let sandbox: Sandbox;
  const attributes = new Map<string, Attribute[]>();
  const records = new Map<string, string>();

  async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${sandbox.url}/v2${path}`, {
      method,
      headers: { authorization: `Bearer ${sandbox.key}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as { data: T; message?: string };
    assert.equal(response.status, 200, `${method} ${path}: ${answer.message} ${JSON.stringify(body)}`);
    return answer.data;
  }

  before(async () => {
    sandbox = await startSandbox();
    for (const object of ['people', 'companies', 'deals', 'projects']) {
      attributes.set(object, await call('GET', `/objects/${object}/attributes`));
      const [record] = await call<AttioRecord[]>('POST', `/objects/${object}/records/query`, { limit: 1 });
      records.set(object, record!.id.record_id);
    }
  });
  after(() => sandbox.close());

  const bare = (values: AttributeValue[]) =>
    values.map(({ active_from, active_until, created_by_actor, ...rest }) => rest);

  async function put(object: string, slug: string, value: Json): Promise<AttributeValue[]> {
    const path = `/objects/${object}/records/${records.get(object)}`;
    const record = await call<AttioRecord>('PUT', path, { data: { values: { [slug]: value } } });
    return record.values[slug]!;
  }

  /** `input` is anything that Attio accepts; returns what it became in the written form. */
  async function check(object: string, slug: string, input: Json): Promise<Json[]> {
    const attribute = attributes.get(object)!.find((one) => one.api_slug === slug)!;
    const first = await put(object, slug, input);
    const written = writable(first, attribute);
    if (!attribute.is_required) await put(object, slug, []);
    const second = await put(object, slug, written);
    assert.deepEqual(bare(second), bare(first), `${object}.${slug} of ${JSON.stringify(input)}`);
    assert.deepEqual(writable(second, attribute), written);
    assert.ok(sameWritten(attribute.type, writable(second, attribute), written));
    return written;
  }

  function holds(title: string, object: string, slug: string, input: fc.Arbitrary<Json>): void {
    it(title, async () => {
      await fc.assert(
        fc.asyncProperty(input, async (value) => void (await check(object, slug, value))),
        RUNS,
      );
    });
  }

  const decimals = fc.integer({ min: -1e11, max: 1e11 }).map((n) => n / 10_000);
  const moment = fc
    .date({ min: new Date('1970-01-02'), max: new Date('2999-12-30'), noInvalidDate: true })
    .map((date) => date.toISOString());
  const label = fc.stringMatching(/^[a-z][a-z0-9]{0,9}$/);
  const host = fc.tuple(label, label, fc.constantFrom('example', 'com', 'co.uk')).map((parts) => parts.join('.'));
  const calling = fc.constantFrom(['+49', 'DE'], ['+1', 'US'], ['+44', 'GB'], ['+351', 'PT']);
  const subscriber = fc.integer({ min: 20_000_000, max: 89_999_999 }).map(String);
  const phone: fc.Arbitrary<Json> = fc.oneof(
    fc.tuple(calling, subscriber).map(([[prefix], rest]) => `${prefix}${rest}`),
    fc.tuple(calling, subscriber).map(([[prefix], rest]) => `${prefix} (${rest.slice(0, 3)}) ${rest.slice(3)}`),
    fc
      .tuple(calling, subscriber)
      .map(([[, country], rest]) => ({ original_phone_number: `0${rest}`, country_code: country! })),
  );
  const email = fc
    .tuple(fc.stringMatching(/^[A-Za-z][A-Za-z0-9.+]{0,8}[A-Za-z]$/), host)
    .map(([local, of]) => `${local}@${of}`);
  const part = fc.option(fc.string({ minLength: 1, maxLength: 20 }), { nil: null });
  const location: fc.Arbitrary<Json> = fc.record({
    line_1: fc.string({ minLength: 1, maxLength: 30 }),
    line_2: part,
    line_3: part,
    line_4: part,
    locality: part,
    region: part,
    postcode: part,
    country_code: fc.constantFrom('DE', 'US', null),
    latitude: fc.constantFrom('34.0483313', '-12.5', null),
    longitude: fc.constantFrom('-118.4610985', null),
  });
  const name: fc.Arbitrary<Json> = fc.oneof(
    fc.tuple(label, label).map(([first, last]) => `${last}, ${first}`),
    fc.record({
      first_name: fc.string({ maxLength: 12 }),
      last_name: fc.string({ maxLength: 12 }),
      full_name: fc.string({ minLength: 1, maxLength: 30 }),
    }),
  );

  holds(
    'keeps texts, also empty ones and ones with several lines',
    'projects',
    'name',
    fc.oneof(fc.string(), fc.constant('a\n\n b ')),
  );
  holds('keeps numbers', 'projects', 'hours', decimals);
  holds('keeps money without its currency, which is the attribute’s', 'projects', 'budget', decimals);
  holds('keeps ratings', 'projects', 'confidence', fc.integer({ min: 0, max: 5 }));
  holds('keeps both sides of a checkbox', 'projects', 'billable', fc.boolean());
  holds(
    'keeps days',
    'projects',
    'kickoff',
    moment.map((iso) => iso.slice(0, 10)),
  );
  holds('keeps moments', 'projects', 'last_deployed', moment);
  holds('keeps locations with all ten keys', 'projects', 'site', location);
  holds('keeps domains', 'companies', 'domains', fc.uniqueArray(host, { maxLength: 4 }));
  holds('keeps e-mail addresses as they are spelt', 'projects', 'support_email', email);
  holds(
    'keeps several e-mail addresses',
    'people',
    'email_addresses',
    fc.uniqueArray(email, { maxLength: 4, selector: (one) => one.toLowerCase() }),
  );
  holds(
    'keeps phone numbers as they are written, with their country',
    'people',
    'phone_numbers',
    fc.array(phone, { maxLength: 3 }) as fc.Arbitrary<Json>,
  );
  holds('keeps all three parts of names', 'people', 'name', name);

  it('keeps options and statuses by id, archived ones too', async () => {
    for (const [object, slug, what] of [
      ['companies', 'account_status', 'options'],
      ['deals', 'stage', 'statuses'],
      ['projects', 'tags', 'options'],
    ] as const) {
      const all = await call<{ id: Record<string, string>; title: string }[]>(
        'GET',
        `/objects/${object}/attributes/${slug}/${what}?show_archived=true`,
      );
      const multi = attributes.get(object)!.find((one) => one.api_slug === slug)!.is_multiselect;
      for (const one of all) {
        const id = one.id.option_id ?? one.id.status_id!;
        assert.deepEqual(await check(object, slug, multi ? [one.title] : one.title), [id]);
      }
      if (multi)
        assert.equal(
          (
            await check(
              object,
              slug,
              all.slice(0, 4).map((one) => one.title),
            )
          ).length,
          4,
        );
    }
  });

  it('keeps references to records and to colleagues', async () => {
    const companies = await call<AttioRecord[]>('POST', '/objects/companies/records/query', { limit: 3 });
    const people = await call<AttioRecord[]>('POST', '/objects/people/records/query', { limit: 3 });
    const to = (object: string) => (record: AttioRecord) => ({
      target_object: object,
      target_record_id: record.id.record_id,
    });
    const related = [...companies.map(to('companies')), ...people.map(to('people'))];
    assert.deepEqual(await check('projects', 'related', related), related);
    assert.deepEqual(await check('projects', 'client', to('companies')(companies[1]!)), [
      to('companies')(companies[1]!),
    ]);
    const members = await call<{ id: { workspace_member_id: string }; email_address: string }[]>(
      'GET',
      '/workspace_members',
    );
    const crew = await check(
      'projects',
      'crew',
      members.slice(0, 3).map((one) => one.email_address),
    );
    assert.deepEqual(
      crew,
      members.slice(0, 3).map((one) => ({
        referenced_actor_type: 'workspace-member',
        referenced_actor_id: one.id.workspace_member_id,
      })),
    );
  });

  it('of every record there is can be written back whole without changing it', async () => {
    for (const object of ['people', 'companies', 'deals', 'projects']) {
      const all = await call<AttioRecord[]>('POST', `/objects/${object}/records/query`, { limit: 15 });
      const editable = attributes.get(object)!.filter(isEditable);
      for (const record of all) {
        const values = writableValues(record, attributes.get(object)!);
        assert.deepEqual(
          Object.keys(values),
          editable.map((one) => one.api_slug),
        );
        const path = `/objects/${object}/records/${record.id.record_id}`;
        const again = await call<AttioRecord>('PUT', path, { data: { values } });
        for (const { api_slug } of editable)
          assert.deepEqual(bare(again.values[api_slug]!), bare(record.values[api_slug]!), `${object}.${api_slug}`);
      }
    }
  });
});
