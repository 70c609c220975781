import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { seedId } from '../../../src/sandbox/seed.js';
import { type Json, nameOf, useSandbox } from './api.js';

describe('sandbox record queries', () => {
  const api = useSandbox();
  const ids = (records: Json[]) => records.map((record) => record.id.record_id);

  it('answers all records by default, newest first', async () => {
    const records = await api.query('projects');
    assert.equal(records.length, 130);
    const times = records.map((record) => record.created_at);
    assert.deepEqual(times, [...times].sort().reverse());
  });

  it('pages without gaps or repeats, whatever the page size', async () => {
    const all = ids(await api.query('companies'));
    assert.equal(all.length, 62);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 4, max: 70 }), fc.boolean(), async (limit, filtered) => {
        const paged: string[] = [];
        for (let offset = 0; ; offset += limit) {
          const filter = filtered ? { created_at: { $gt: '2000-01-01' } } : undefined;
          const page = ids(await api.query('companies', { limit, offset, ...(filter && { filter }) }));
          paged.push(...page);
          if (page.length < limit) break;
        }
        assert.deepEqual(paged, all);
      }),
      { numRuns: 12 },
    );
  });

  it('refuses more than 500 at once, and other shapes', async () => {
    for (const body of [{ limit: 501 }, { limit: 'many' }, { sorts: [{ attribute: 'name' }] }, { filter: [] }]) {
      const answer = await api.post('/v2/objects/people/records/query', body);
      assert.deepEqual(
        [answer.status, answer.body.code, answer.body.message],
        [400, 'validation_type', 'Body payload validation error.'],
      );
      assert.equal(answer.body.validation_errors[0].path[0], Object.keys(body)[0]);
    }
  });

  it('gives a score that grows with the question', async () => {
    const score = async (body: unknown) =>
      Number((await api.post('/v2/objects/people/records/query', body)).headers.get('x-attio-record-query-score'));
    assert.equal(await score({}), 0);
    assert.equal(await score({ filter: { job_title: 'CTO' }, sorts: [{ direction: 'asc', attribute: 'name' }] }), 2);
  });

  it('finds by shorthand and by the verbose form', async () => {
    const short = await api.names('people', {
      name: 'Grace Okafor',
      email_addresses: 'grace.okafor@acme-robotics.example',
    });
    const long = await api.names('people', {
      $and: [
        { name: { full_name: { $eq: 'Grace Okafor' } } },
        { email_addresses: { email_address: { $eq: 'grace.okafor@acme-robotics.example' } } },
      ],
    });
    assert.deepEqual(short, ['Grace Okafor']);
    assert.deepEqual(long, short);
  });

  it('finds many by id in one call, also deleted or foreign ones among them', async () => {
    const wanted = [seedId('companies', 'acme-robotics'), seedId('companies', 'lumen-health')];
    const found = await api.query('companies', {
      filter: { record_id: { $in: [...wanted, seedId('companies', 'no-such')] } },
    });
    assert.deepEqual(ids(found).sort(), [...wanted].sort());
  });

  const cases: [string, string, unknown, string[]][] = [
    [
      'text contains, whatever the case',
      'companies',
      { name: { $contains: 'ROBOTICS' } },
      ['Acme Robotics', 'Canyon Robotics'],
    ],
    ['text in', 'companies', { name: { $in: ['Plume', 'Papercrane Studio'] } }, ['Papercrane Studio', 'Plume']],
    ['a second domain', 'companies', { domains: 'acme-arms.example' }, ['Acme Robotics']],
    ['root domain', 'projects', { staging_domain: { root_domain: 'atlascarto.example' } }, ['Atlas rollout']],
    [
      'e-mail domain',
      'people',
      { email_addresses: { email_domain: { $eq: 'glasswing.example' } } },
      ['Miguel Antunes', 'Teresa Lobo'],
    ],
    ['phone without plus', 'people', { phone_numbers: '16175550110' }, ['Grace Okafor']],
    ['phone country', 'people', { phone_numbers: { country_code: 'IL' } }, ['נועה בן־דוד']],
    ['currency range', 'deals', { value: { $gte: 1_000_000, $lt: 2_000_000 } }, ['Brassfield mainframe bridge']],
    ['rating', 'projects', { confidence: { $gte: 4 }, codename: 'North Cape' }, ['Atlas rollout']],
    [
      'date',
      'deals',
      { close_date: { $gt: '2027-05-31' } },
      ['Brassfield mainframe bridge', 'Silverline Rail tender no. 44/B'],
    ],
    ['archived status by title', 'deals', { stage: 'On ice' }, ['Anchor Shipyard yard plan']],
    ['select by title', 'companies', { account_status: 'Legacy reseller' }, ['$(zap) Lightning $(trash)']],
    ['checkbox', 'projects', { billable: false, codename: 'Brass Band' }, ['Mainframe bridge']],
    ['location', 'people', { primary_location: { locality: 'Zürich' }, job_title: 'CEO' }, ['Anna Keller']],
    [
      'reference',
      'people',
      { company: { target_object: 'companies', target_record_id: seedId('companies', 'glasswing') } },
      ['Miguel Antunes', 'Teresa Lobo'],
    ],
    ['last name begins', 'people', { name: { last_name: { $starts_with: 'Ven' } } }, ['Priya Venkataraman']],
    [
      'or',
      'deals',
      { $or: [{ name: 'Nimbus API bundle' }, { name: 'Lumen imaging add-on' }] },
      ['Lumen imaging add-on', 'Nimbus API bundle'],
    ],
    ['not, and no value', 'deals', { $and: [{ $not: { value: { $gte: 0 } } }] }, ['Nimbus API bundle']],
    [
      'empty e-mail',
      'people',
      { email_addresses: { $not_empty: false }, company: { target_record_id: { $in: [] } } },
      [],
    ],
    [
      'path',
      'people',
      {
        path: [
          ['people', 'company'],
          ['companies', 'name'],
        ],
        constraints: { value: { $eq: 'Lumen Health' } },
      },
      ['Oliver Fenwick', 'Priya Venkataraman'],
    ],
    [
      'long path',
      'deals',
      {
        path: [
          ['deals', 'associated_company'],
          ['companies', 'team'],
          ['people', 'name'],
        ],
        constraints: { last_name: 'Roche' },
      },
      ['Willow rosters'],
    ],
  ];
  for (const [what, object, filter, expected] of cases) {
    it(`filters: ${what}`, async () => assert.deepEqual(await api.names(object, filter), expected));
  }

  it('filters by actor with both properties together', async () => {
    const owner = { referenced_actor_type: 'workspace-member', referenced_actor_id: seedId('members', 'finn') };
    assert.deepEqual(await api.names('deals', { owner }), ['Moonrise archive']);
    assert.equal(
      await api.refusal('deals', { owner: { referenced_actor_id: owner.referenced_actor_id } }),
      '400 filter_error',
    );
  });

  const refusals: [string, string, unknown, string][] = [
    ['unknown attribute', 'people', { nickname: 'x' }, '400 unknown_filter_attribute_slug'],
    ['$not around $or', 'people', { $not: { $or: [{ job_title: 'CTO' }] } }, '400 unknown_filter_attribute_slug'],
    ['$in on a status', 'deals', { stage: { $in: ['Lead'] } }, '400 invalid_filter_operator'],
    ['$ne', 'people', { job_title: { $ne: 'CTO' } }, '400 invalid_filter_operator'],
    ['original phone number', 'people', { phone_numbers: { original_phone_number: '1' } }, '400 invalid_filter_field'],
    ['latitude', 'people', { primary_location: { latitude: '1' } }, '400 invalid_filter_field'],
    ['a location as text', 'people', { primary_location: 'Oslo' }, '400 invalid_filter_field'],
    ['an unknown option', 'companies', { account_status: 'Friend' }, '400 value_not_found'],
    [
      'a path from elsewhere',
      'people',
      { path: [['companies', 'name']], constraints: { value: 'x' } },
      '400 filter_error',
    ],
    ['a wrong operand', 'deals', { value: { $gt: 'much' } }, '400 filter_error'],
  ];
  for (const [what, object, filter, code] of refusals) {
    it(`refuses: ${what}`, async () => assert.equal(await api.refusal(object, filter), code));
  }

  it('sorts by a field of a personal name, what has none last either way', async () => {
    const last = (record: Json) => record.values.name[0]?.last_name || undefined;
    for (const direction of ['asc', 'desc']) {
      const people = await api.query('people', { sorts: [{ direction, attribute: 'name', field: 'last_name' }] });
      const names = people.map(last);
      assert.equal(names.filter((name) => name !== undefined).length, 70);
      assert.deepEqual(names.slice(70), [undefined, undefined]);
      const sorted = names.slice(0, 70).sort(new Intl.Collator('en', { sensitivity: 'base' }).compare);
      assert.deepEqual(names.slice(0, 70), direction === 'asc' ? sorted : sorted.reverse());
    }
  });

  it('sorts by number, and along a path', async () => {
    const deals = await api.query('deals', { sorts: [{ direction: 'desc', attribute: 'value' }], limit: 2 });
    assert.deepEqual(deals.map(nameOf), ['Silverline Rail tender no. 44/B', 'Brassfield mainframe bridge']);
    const people = await api.query('people', {
      sorts: [
        {
          direction: 'asc',
          path: [
            ['people', 'company'],
            ['companies', 'name'],
          ],
        },
      ],
      limit: 2,
    });
    assert.deepEqual(people.map(nameOf).sort(), ['Grace Okafor', 'Tomas Lindqvist']);
  });

  it('keeps both sides of relationships in step', async () => {
    const acme = (await api.get(`/v2/objects/companies/records/${seedId('companies', 'acme-robotics')}`)).body.data;
    const team = acme.values.team.map((value: Json) => value.target_record_id);
    assert.deepEqual(team.sort(), [seedId('people', 'grace-okafor'), seedId('people', 'tomas-lindqvist')].sort());
    assert.equal(acme.values.associated_deals.length, 2);
  });

  it('keeps history, oldest first, on request only', async () => {
    const path = `/v2/objects/deals/records/${seedId('deals', 'acme-renewal')}/attributes/stage/values`;
    const titles = (answer: Json) =>
      answer.body.data.map((value: Json) => [value.status.title, value.active_until !== null]);
    assert.deepEqual(titles(await api.get(path)), [['Negotiation', false]]);
    const all = titles(await api.get(`${path}?show_historic=true`));
    assert.deepEqual(all.slice(-3), [
      ['Lead', true],
      ['In Progress', true],
      ['Negotiation', false],
    ]);
  });

  it('answers 404 for a record that is not there', async () => {
    const id = seedId('companies', 'gone');
    const { status, body } = await api.get(`/v2/objects/companies/records/${id}`);
    assert.deepEqual([status, body.message], [404, `Record with ID "${id}" not found.`]);
  });
});

describe('sandbox search', () => {
  const api = useSandbox();
  const search = (body: object) =>
    api.post('/v2/objects/records/search', { request_as: { type: 'workspace' }, ...body });
  const texts = async (query: string, objects = ['people', 'companies', 'deals', 'projects']) =>
    (await search({ query, objects })).body.data.map((hit: Json) => hit.record_text);

  it('needs request_as, in the words of the recording', async () => {
    const { status, body } = await api.post('/v2/objects/records/search', {
      query: 'a',
      objects: ['people'],
      limit: 5,
    });
    assert.equal(status, 400);
    assert.deepEqual(body.validation_errors, [{ code: 'invalid', path: ['request_as'], message: 'Invalid input' }]);
  });

  it('finds by name, domain, e-mail, phone, without accents, and with a slip', async () => {
    assert.equal((await texts('Acme Robotics'))[0], 'Acme Robotics');
    assert.deepEqual(await texts('lumenhealth.example', ['companies']), ['Lumen Health']);
    assert.deepEqual(await texts('chidi.eze@baobab.example'), ['Chidi Eze']);
    assert.deepEqual(await texts('+16175550110'), ['Grace Okafor']);
    assert.deepEqual(await texts('elise font'), ['Élise Fontaine']);
    assert.deepEqual(await texts('okafar'), ['Grace Okafor']);
    assert.deepEqual(await texts('zzzz'), []);
  });

  it('does not look into custom text attributes', async () => {
    assert.deepEqual(await texts('North Cape'), []);
  });

  it('answers strings of people and companies, and at most 25', async () => {
    const { data } = (await search({ query: '', objects: ['people'] })).body;
    assert.equal(data.length, 25);
    const [hit] = (await search({ query: 'grace okafor', objects: ['people'] })).body.data;
    assert.deepEqual(hit.email_addresses, ['grace.okafor@acme-robotics.example']);
    assert.equal((await search({ query: 'a', objects: ['people'], limit: 26 })).status, 400);
    assert.equal((await search({ query: 'a'.repeat(257), objects: ['people'] })).status, 400);
    assert.equal((await search({ query: 'a', objects: [] })).status, 400);
  });

  it('refuses unknown objects and members', async () => {
    assert.equal((await search({ query: 'a', objects: ['ships'] })).body.code, 'value_not_found');
    const as = { request_as: { type: 'workspace-member', email_address: 'nobody@northwind-labs.example' } };
    assert.equal((await search({ query: 'a', objects: ['people'], ...as })).body.code, 'value_not_found');
  });
});
