/**
 * What a person is told about a name that Attio does not know: the client, the catalog and the sample workspace over HTTP,
 * put together as the extension does.
 */
import assert from 'node:assert/strict';
import { type AttioApi, createClient } from '../../src/attio/client.js';
import { AttioError } from '../../src/attio/errors.js';
import type { Operation } from '../../src/attio/operation.js';
import { createCatalog } from '../../src/crm/createCatalog.js';
import { createExplain, type Explain } from '../../src/crm/explain.js';
import type { Catalog } from '../../src/crm/types.js';
import { seedId } from '../../src/sandbox/seed.js';
import { type Fault, type Sandbox, startSandbox } from '../../src/sandbox/server.js';
import { ok } from './support/calls.js';

const ACME = seedId('companies', 'acme-robotics');

describe('explanations of refusals by the sample workspace', () => {
  let sandbox: Sandbox;
  let api: AttioApi;
  let catalog: Catalog;
  let operations: Operation[];

  before(async () => {
    sandbox = await startSandbox();
  });
  after(() => sandbox.close());
  beforeEach(() => {
    sandbox.reset();
    operations = [];
    let explain: Explain = async (error) => error;
    api = createClient({
      baseUrl: sandbox.url,
      key: sandbox.key,
      explain: (...refused) => explain(...refused),
      onOperation: (operation) => operations.push(operation),
    });
    catalog = createCatalog(api, {
      id: 'a',
      workspaceId: 'w',
      slug: 'sample',
      name: 'Sample',
      via: 'sample',
      scopes: [],
    });
    explain = createExplain({ api, catalog });
  });
  afterEach(async () => {
    catalog.dispose();
    await api.close();
  });

  async function refusal(call: Promise<unknown>): Promise<AttioError> {
    try {
      await call;
    } catch (error) {
      if (AttioError.is(error)) return error;
      throw error;
    }
    throw new Error('it was not refused');
  }
  const write = (object: string, values: Record<string, string | null>) =>
    refusal(api.records.update(ok({ kind: 'record.update', mode: 'overwrite', object, recordId: ACME, values })));
  const said = ({ message, remedy }: AttioError) => `${message} ${remedy}`;

  it('a write with a misspelt option', async () => {
    const error = await write('companies', { categories: 'Agricultre' });
    assert.match(
      said(error),
      /^Could not update the record: Cannot find select attribute with select option title "Agricultre"\. Did you mean “Agriculture”\? There is no “Agricultre” in categories; there are: Agriculture, .* and \d+ more\./,
    );
    assert.ok(error.details.allowed!.length > 3);
    assert.deepEqual([error.kind, error.fate, error.details.status], ['validation', 'no', 400]);
    assert.deepEqual(
      operations.map(({ name, surface }) => `${name} ${surface}`),
      ['records.overwrite unknown', 'attributes.options explanation'],
    );
    await write('companies', { categories: 'Agricultre' });
    assert.equal(operations.length, 3);
  });

  it('a write with a misspelt attribute', async () => {
    const error = await write('companies', { categroies: 'Agriculture' });
    assert.match(
      said(error),
      /^Could not update the record: .*"categroies"\. Did you mean “categories”\? There is no “categroies”; there are: /,
    );
    // What Attio fills in itself is no advice for a write.
    assert.ok(!error.details.allowed!.includes('created_at'));
  });

  it('a query with a misspelt attribute in its filter, and in its sorts', async () => {
    const query = { filter: { job_titel: 'CTO' }, limit: 5 };
    const error = await refusal(api.records.query('people', query));
    assert.match(said(error), /^Could not query records: .*job_titel\. Did you mean “job_title”\? /);
    assert.ok(error.details.allowed!.includes('created_at'));
    const sorts = [{ attribute: 'job_titel', direction: 'asc' as const }];
    assert.match((await refusal(api.records.query('people', { sorts }))).remedy, /^Did you mean “job_title”\? /);
    assert.equal(operations.filter(({ name }) => name === 'attributes.list').length, 1);
  });

  it('a query for a stage that is not there', async () => {
    const error = await refusal(api.records.query('deals', { filter: { stage: { $eq: 'In Progres' } } }));
    assert.match(error.remedy, /^Did you mean “In Progress”\? .*Lead/);
  });

  it('an object and a list that are not there', async () => {
    const object = await refusal(api.records.query('compnies', {}));
    assert.match(said(object), /"compnies" not found\. Did you mean “companies”\?/);
    assert.match((await refusal(catalog.attributes('peple', { surface: 'test' }))).remedy, /Did you mean “people”/);
    const [list] = await api.lists.list();
    const slug = list!.api_slug!;
    assert.match((await refusal(api.entries.query(`${slug}s`, {}))).remedy, new RegExp(`^Did you mean “${slug}”`));
  });

  it('a value that is missing, and one that is taken, name the attribute as people know it', async () => {
    const nameless = await refusal(api.records.create(ok({ kind: 'record.create', object: 'deals', values: {} })));
    assert.match(
      nameless.message,
      /^Could not create the record: Required value for the attribute “.+” \(\w+\) was not/,
    );
    assert.ok(['name', 'stage', 'owner'].includes(nameless.details.field!));
    const taken = await refusal(
      api.records.create(
        ok({ kind: 'record.create', object: 'companies', values: { domains: 'acme-robotics.example' } }),
      ),
    );
    assert.equal(taken.kind, 'duplicate');
    assert.match(taken.message, /the attribute “Domains” \(domains\) conflicts/);
    assert.deepEqual(taken.details.conflictingRecordIds, [ACME]);
  });

  it('without leave to look, or when the look breaks, the refusal is told as it is', async () => {
    const path = '/attributes';
    const broken: Fault[] = [
      { kind: 'status', status: 403, code: 'unauthorized', type: 'auth_error', path, times: 9 },
      { kind: 'status', status: 404, code: 'not_found', path, times: 9 },
    ];
    for (const fault of broken) {
      sandbox.setFaults([fault]);
      const error = await write('companies', { categories: 'Agricultre' });
      assert.match(error.message, /"Agricultre"\.$/);
      assert.equal(error.remedy, 'Choose a value that exists in Attio; names must match exactly.');
    }
    assert.equal(operations.filter(({ surface }) => surface === 'explanation').length, 1);
  });
});
