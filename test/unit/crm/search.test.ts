import assert from 'node:assert/strict';
import { createCatalog } from '../../../src/crm/createCatalog.js';
import { type Candidate, rank } from '../../../src/crm/ranking.js';
import type { Catalog } from '../../../src/crm/types.js';
import {
  account,
  domain,
  email,
  type FakeApi,
  failure,
  id,
  personName,
  reference,
  sampleApi,
  text,
} from '../../support/fakeApi.js';

const by = { surface: 'test' };

describe('search', () => {
  let api: FakeApi;
  let catalog: Catalog;

  beforeEach(() => {
    api = sampleApi();
    api.addRecord('companies', id(1), { name: text('Acme Robotics'), domains: domain('acme.example') });
    api.addRecord('companies', id(2), { name: text('Northern Acme'), domains: domain('north.example') });
    api.addRecord('people', id(3), {
      name: personName('Ada Acmeson'),
      email_addresses: email('ada@acme.example'),
      company: reference('companies', id(1)),
    });
    api.addRecord('projects', id(4), { name: text('Acme rollout') });
    catalog = createCatalog(api, account, { locale: 'en-GB', timeZone: 'UTC' });
  });
  afterEach(() => catalog.dispose());

  const titles = async (query: string) =>
    (await catalog.search(query, by)).map((match) => `${match.rank} ${match.title}`);

  it('ranks prefix before word before the rest, over all objects', async () => {
    // Ada is found by her address, which starts as the query does.
    const expected = ['prefix Acme Robotics', 'prefix Acme rollout', 'word Northern Acme', 'word Ada Acmeson'];
    assert.deepEqual(await titles('acme'), expected);
  });

  it('takes several words in any order', async () => {
    const found = await catalog.search('robotics acme', by);
    assert.equal(found[0]?.title, 'Acme Robotics');
    assert.equal(found[0]?.rank, 'word');
  });

  it('finds by e-mail address, domain, web address, link and id, as exact', async () => {
    const link = `https://app.attio.com/${account.slug}/company/${id(1)}/overview`;
    assert.equal((await titles('ada@acme.example'))[0], 'exact Ada Acmeson');
    assert.equal((await titles('ADA@acme.example'))[0], 'exact Ada Acmeson');
    assert.equal((await titles('acme.example'))[0], 'exact Acme Robotics');
    assert.equal((await titles('https://www.acme.example/pricing?x=1'))[0], 'exact Acme Robotics');
    assert.deepEqual(await titles(link), ['exact Acme Robotics']);
    assert.deepEqual(await titles(id(4)), ['exact Acme rollout']);
  });

  it('does not follow a link into another workspace', async () => {
    assert.deepEqual(await titles(`https://app.attio.com/elsewhere/company/${id(1)}`), []);
  });

  it('includes what was just read though Attio’s search does not know it yet', async () => {
    await catalog.record({ object: 'companies', recordId: id(1) }, by);
    api.records.search = async () => [];
    assert.deepEqual(await titles('robot'), ['word Acme Robotics']);
  });

  it('shows each record once and asks once for the same words', async () => {
    await catalog.record({ object: 'companies', recordId: id(1) }, by);
    const found = await catalog.search('acme.example', by);
    assert.equal(found.filter((match) => match.ref.recordId === id(1)).length, 1);
    await Promise.all([catalog.search('acme', by), catalog.search('acme', by)]);
    await catalog.search('acme', by);
    assert.equal(
      api.calls.filter(({ name, args }) => name === 'records.search' && (args[0] as { query: string }).query === 'acme')
        .length,
      1,
    );
  });

  it('forgives a letter left out, and does not find what only holds the letters somewhere', async () => {
    await catalog.recordsPage('companies', { offset: 0 }, by);
    api.records.search = async () => [];
    assert.deepEqual(await titles('robtics'), ['fuzzy Acme Robotics']);
    assert.deepEqual(await titles('acs'), []);
  });

  it('gives Attio’s default set for nothing', async () => {
    assert.equal((await catalog.search('  ', by)).length, 4);
  });

  it('still finds when one object refuses the look-up', async () => {
    api.before = ({ name, args }) => {
      if (name === 'records.query' && args[0] === 'people') throw failure('permission');
    };
    assert.equal((await titles('ada@acme.example')).length, 1);
  });

  it('rejects when Attio cannot be reached', async () => {
    api.before = () => {
      throw failure('offline');
    };
    await assert.rejects(catalog.search('acme', by), { kind: 'offline' });
  });

  it('puts the newest first among equals', () => {
    const one = (n: number, createdAt: string): Candidate => ({
      ref: { object: 'x', recordId: id(n) },
      title: 'Acme',
      describe: () => '',
      objectNoun: 'X',
      createdAt,
    });
    const ranked = rank('acme', [one(1, '2024-01-01'), one(2, '2026-01-01'), one(3, '2025-01-01')]);
    assert.deepEqual(
      ranked.map((match) => match.ref.recordId),
      [id(2), id(3), id(1)],
    );
  });
});
