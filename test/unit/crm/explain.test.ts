import assert from 'node:assert/strict';
import { type Asked, AttioError, type AttioErrorDetails } from '../../../src/attio/errors.js';
import type { AttioList, Attribute, SelectOption } from '../../../src/attio/types.js';
import { createCatalog } from '../../../src/crm/createCatalog.js';
import { createExplain, type Explain, type ExplainParts, type ExplainSettings } from '../../../src/crm/explain.js';
import type { Catalog } from '../../../src/crm/types.js';
import { account, attribute, type FakeApi, failure, gate, id, sampleApi } from '../../support/fakeApi.js';

const refused = (serverMessage: string, more: Partial<AttioErrorDetails> = {}): AttioError =>
  failure('validation', { serverMessage, message: `Could not do it: ${serverMessage}`, ...more });
const OPTION = 'Cannot find select attribute with select option title "Custmer".';
const FILTER = 'Unknown attribute slug: job_titel';

describe('explanations', () => {
  let api: FakeApi;
  let catalog: Catalog;
  let time: number;
  /** What was read for the explanations alone, in order. */
  let reads: string[];
  let lists: ExplainParts['api']['lists']['list'];
  let choices: (read: string) => Promise<{ title: string; is_archived: boolean }[]>;

  function explaining(settings: ExplainSettings = {}): Explain {
    const own: ExplainParts['api'] = {
      attributes: {
        list: async (target, identifier) => {
          reads.push(`attributes ${target} ${identifier}`);
          return [attribute('tier', 'select'), attribute('owner', 'actor-reference')];
        },
        options: (_, of, slug) => choices(`options ${of} ${slug}`) as Promise<SelectOption[]>,
        statuses: (_, of, slug) => choices(`statuses ${of} ${slug}`) as Promise<never>,
      },
      lists: { list: (options) => lists(options) },
    };
    return createExplain({ api: own, catalog }, { clock: { now: () => time }, ...settings });
  }
  const companies = (body?: unknown): Asked => ({ params: { object: 'companies' }, body });
  const people = (body?: unknown): Asked => ({ params: { object: 'people' }, body });

  beforeEach(() => {
    time = 1_000_000;
    reads = [];
    api = sampleApi();
    catalog = createCatalog(api, account);
    choices = async (read) => {
      reads.push(read);
      return [
        { title: 'Prospect', is_archived: false },
        { title: 'Customer', is_archived: false },
        { title: 'Custom', is_archived: true },
      ];
    };
    lists = async () => {
      reads.push('lists');
      return [{ api_slug: 'renewals' } as AttioList];
    };
  });
  afterEach(() => catalog.dispose());

  it('an attribute that a filter misspells: the nearest, and what there is', async () => {
    const error = await explaining()(refused(FILTER), people({ filter: { job_titel: 'CTO' } }));
    assert.match(error.remedy, /^Did you mean “job_title”\? There is no “job_titel”; there are: job_title, /);
    assert.deepEqual(error.details.allowed?.includes('email_addresses'), true);
    assert.equal(error.message, `Could not do it: ${FILTER}`);
  });

  it('of an attribute to write, only those that can be written', async () => {
    api.defs.get('people')!.push(attribute('job_titles', 'text', { is_writable: false }));
    const message = 'Cannot find attribute with slug/ID "jobtitles".';
    const written = await explaining()(refused(message), people({ data: { values: { jobtitles: 'CTO' } } }));
    assert.match(written.remedy, /^Did you mean “job_title”\?/);
    assert.ok(!written.details.allowed!.includes('job_titles'));
  });

  it('of what records are matched by, only what is unique', async () => {
    const message = 'No attribute was found for matching_attribute slug/ID "domain".';
    const error = await explaining()(refused(message), companies({ data: { values: { domain: 'x.example' } } }));
    assert.equal(error.remedy, 'Did you mean “domains”? There is no “domain”; there are: domains.');
  });

  it('looks in the object that a path leads to', async () => {
    const path = [
      ['companies', 'team'],
      ['people', 'job_titel'],
    ];
    const filter = { $and: [{ path, constraints: { $contains: 'CTO' } }] };
    const error = await explaining()(refused(FILTER), companies({ filter }));
    assert.match(error.remedy, /Did you mean “job_title”/);
    assert.deepEqual(
      api.calls.filter(({ name }) => name === 'attributes.list').map(({ args }) => args.at(-1)),
      ['people'],
    );
  });

  const values = { data: { values: { name: 'Custmer & Co', categories: ['Custmer'] } } };
  const inFilters: [string, unknown][] = [
    ['a value', values],
    ['a value as an object', { data: { values: { categories: [{ option: 'Custmer' }] } } }],
    ['a filter', { filter: { $or: [{ name: 'x' }, { $not: { categories: { $eq: 'Custmer' } } }] } }],
    ['a filter, in short', { filter: { categories: 'Custmer' } }],
    [
      'a path',
      {
        filter: {
          path: [
            ['people', 'company'],
            ['companies', 'categories'],
          ],
          constraints: { $eq: 'Custmer' },
        },
      },
    ],
  ];
  for (const [what, body] of inFilters) {
    it(`an option that ${what} misspells: the options of that attribute, less the archived`, async () => {
      const asked = what === 'a path' ? people(body) : companies(body);
      const error = await explaining()(refused(OPTION), asked);
      assert.equal(
        error.remedy,
        'Did you mean “Customer”? There is no “Custmer” in categories; there are: Customer, Prospect.',
      );
      assert.equal(error.details.field, 'categories');
      assert.deepEqual(error.details.allowed, ['Prospect', 'Customer']);
      assert.deepEqual(reads, ['options companies categories']);
    });
  }

  it('a status, of an entry of a list', async () => {
    const message = 'Cannot find status attribute with status title "Prospekt".';
    const body = { data: { entry_values: { stage: 'Prospekt' } } };
    const error = await explaining()(refused(message), { params: { list: 'renewals', entry_id: id(1) }, body });
    assert.match(error.remedy, /^Did you mean “Prospect”\?/);
    assert.deepEqual(reads, ['statuses renewals stage']);
  });

  it('an option that is to be renamed', async () => {
    const params = { target: 'objects', identifier: 'companies', attribute: 'categories', option: 'Custmer' };
    const error = await explaining()(refused(OPTION), { params, body: { data: { title: 'X' } } });
    assert.match(error.remedy, /^Did you mean “Customer”\?/);
  });

  it('an object, and a list', async () => {
    const object = failure('not-found', { serverMessage: 'Object with slug/ID "compnies" not found.' });
    const explain = explaining();
    assert.match((await explain(object, { params: { object: 'compnies' } })).remedy, /^Did you mean “companies”\?/);
    const list = failure('not-found', { serverMessage: 'Could not find list with slug/ID "renewal".' });
    assert.match((await explain(list, { params: { list: 'renewal' } })).remedy, /^Did you mean “renewals”\?/);
    assert.deepEqual(reads, ['lists']);
  });

  it('an attribute that Attio calls by its id gets its name, also of a list', async () => {
    const owner: Attribute = attribute('name', 'text', { title: 'Full name' });
    owner.id.attribute_id = id(77);
    api.defs.set('people', [owner]);
    const message = `Required value for attribute with ID "${id(77)}" was not provided.`;
    const error = await explaining()(refused(message), people({ data: { values: {} } }));
    assert.equal(
      error.message,
      'Could not do it: Required value for the attribute “Full name” (name) was not provided.',
    );
    assert.equal(error.details.field, 'name');
    assert.equal(error.remedy, 'Try again.');
    const other = refused(message);
    assert.equal(await explaining()(other, { params: { list: 'renewals' } }), other);
    assert.deepEqual(reads, ['attributes lists renewals']);
  });

  describe('costs', () => {
    it('nothing when the catalog knows, and one read for many at once', async () => {
      await catalog.attributes('people', { surface: 'test' });
      const explain = explaining();
      await explain(refused(FILTER), people({ filter: {} }));
      assert.equal(api.calls.length, 1);
      await Promise.all(Array.from({ length: 20 }, () => explain(refused(OPTION), companies(values))));
      await explain(refused(OPTION), companies(values));
      assert.deepEqual([reads.length, api.calls.length], [1, 1]);
      time += 60_001;
      await explain(refused(OPTION), companies(values));
      assert.equal(reads.length, 2);
    });

    it('one read where the object is known by its id alone', async () => {
      await explaining()(refused(FILTER), { params: { object: id(901) }, body: { filter: {} } });
      assert.deepEqual([reads, api.calls.length], [[`attributes objects ${id(901)}`], 0]);
    });

    it('nothing for errors about something else', async () => {
      const explain = explaining();
      for (const error of [
        failure('rate-limited', { serverMessage: 'Rate limit exceeded, please try again later' }),
        failure('server', { serverMessage: OPTION }),
        failure('not-found', { serverMessage: `Record with ID "${id(1)}" not found.` }),
        refused('Attribute with slug "name" is not writable.'),
        refused('unknown_filter_attribute_slug: $or'),
        refused(OPTION),
      ]) {
        assert.equal(await explain(error, { params: {}, body: { filter: { $or: [] } } }), error);
      }
      assert.deepEqual([reads, api.calls], [[], []]);
    });

    it('asks anew when the schema is known to have changed', async () => {
      const explain = explaining();
      await explain(refused(OPTION), companies(values));
      catalog.forget({ what: 'object', object: 'companies' });
      await explain(refused(OPTION), companies(values));
      assert.equal(reads.length, 2);
    });
  });

  describe('never stands in the way', () => {
    it('of a look that fails: the error is as it was, and the next one does not look again at once', async () => {
      choices = async (read) => {
        reads.push(read);
        throw failure('permission');
      };
      const explain = explaining();
      const error = refused(OPTION);
      assert.equal(await explain(error, companies(values)), error);
      assert.equal(await explain(error, companies(values)), error);
      assert.equal(reads.length, 1);
      time += 30_001;
      await explain(error, companies(values));
      assert.equal(reads.length, 2);
    });

    it('of a look that does not end: it is given up, and not repeated for a while', async () => {
      let given: AbortSignal | undefined;
      const { wait, open } = gate();
      api.before = ({ options }) => {
        given = options?.signal;
        return wait;
      };
      const explain = explaining({ patienceMs: 5 });
      const error = refused(FILTER);
      assert.equal(await explain(error, people({ filter: {} })), error);
      assert.equal(given?.aborted, true);
      assert.equal(await explain(error, people({ filter: {} })), error);
      assert.equal(api.count('attributes.list'), 1);
      open();
    });

    it('of who lets go meanwhile', async () => {
      const { wait, open } = gate();
      api.before = () => wait;
      const leaving = new AbortController();
      const error = refused(FILTER);
      const told = explaining()(error, people({ filter: {} }), leaving.signal);
      leaving.abort();
      assert.equal(await told, error);
      open();
      assert.equal(await explaining()(error, people({ filter: {} }), leaving.signal), error);
    });

    it('with a body or a message of any kind', async () => {
      const explain = explaining();
      for (const body of [null, 7, 'x', [], { data: null }, { data: { values: [] } }, { filter: [[['x']]] }]) {
        const error = refused(OPTION);
        assert.equal(await explain(error, companies(body)), error);
      }
      const knot: Record<string, unknown> = {};
      knot.$and = [knot];
      assert.ok(AttioError.is(await explain(refused(OPTION), companies({ filter: knot }))));
    });
  });
});
