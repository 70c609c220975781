import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { seedId } from '../../../src/sandbox/seed.js';
import { useSandbox } from './api.js';

const ATTRIBUTE = {
  title: 'Berth',
  description: 'Where it lies',
  api_slug: 'berth',
  type: 'text',
  is_required: false,
  is_unique: false,
  is_multiselect: false,
  config: {},
};

describe('sandbox configuration writes', () => {
  const api = useSandbox();

  async function ships(): Promise<void> {
    const body = { data: { api_slug: 'ships', singular_noun: 'Ship', plural_noun: 'Ships' } };
    assert.equal((await api.post('/v2/objects', body)).status, 200);
    await api.post('/v2/objects/ships/attributes', { data: { ...ATTRIBUTE, api_slug: 'name', title: 'Name' } });
  }

  it('makes an object whose records can be written, found and deleted with it', async () => {
    await ships();
    const made = await api.post('/v2/objects/ships/records', { data: { values: { name: 'Ada' } } });
    assert.equal(made.status, 200);
    assert.match(made.body.data.web_url, /\/custom\/ships\/record\//);
    assert.deepEqual(await api.names('ships', { name: 'Ada' }), ['Ada']);
    assert.equal((await api.call('DELETE', '/v2/objects/ships')).status, 200);
    assert.equal((await api.get('/v2/objects/ships')).status, 404);
    assert.equal((await api.call('DELETE', '/v2/objects/companies')).status, 400);
  });

  it('keeps references when an object gets another slug', async () => {
    assert.equal((await api.call('PATCH', '/v2/objects/projects', { data: { api_slug: 'jobs' } })).status, 200);
    assert.equal((await api.get('/v2/objects/projects')).status, 404);
    const company = await api.get(`/v2/objects/companies/records/${seedId('companies', 'acme-robotics')}`);
    const [project] = company.body.data.values.projects;
    assert.equal(project.target_object, 'jobs');
    assert.equal((await api.get(`/v2/objects/jobs/records/${project.target_record_id}`)).status, 200);
    const back = await api.get('/v2/objects/companies/attributes/projects');
    assert.equal(back.body.data.relationship.object_slug, 'jobs');
  });

  it('keeps both sides of a new relationship in step', async () => {
    await ships();
    const relationship = { object: 'companies', title: 'Ships', api_slug: 'ships', is_multiselect: true };
    const owner = { ...ATTRIBUTE, api_slug: 'owner', type: 'record-reference', relationship };
    assert.equal((await api.post('/v2/objects/ships/attributes', { data: owner })).status, 200);
    const target = { target_object: 'companies', target_record_id: seedId('companies', 'acme-robotics') };
    const made = await api.post('/v2/objects/ships/records', { data: { values: { name: 'Ada', owner: target } } });
    const company = await api.get(`/v2/objects/companies/records/${target.target_record_id}`);
    assert.equal(company.body.data.values.ships[0].target_record_id, made.body.data.id.record_id);
  });

  it('shows a new attribute on every record, hides an archived one, and keeps its slug taken', async () => {
    assert.equal((await api.post('/v2/objects/deals/attributes', { data: ATTRIBUTE })).status, 200);
    assert.deepEqual((await api.query('deals', { limit: 1 }))[0].values.berth, []);
    await api.call('PATCH', '/v2/objects/deals/attributes/berth', { data: { is_archived: true } });
    assert.equal('berth' in (await api.query('deals', { limit: 1 }))[0].values, false);
    const again = await api.post('/v2/objects/deals/attributes', { data: ATTRIBUTE });
    assert.deepEqual([again.status, again.body.code], [409, 'slug_conflict']);
  });

  it('fills in defaults, and insists on what is required', async () => {
    const level = {
      ...ATTRIBUTE,
      api_slug: 'level',
      type: 'number',
      default_value: { type: 'static', template: [{ value: 7 }] },
    };
    await api.post('/v2/objects/companies/attributes', { data: level });
    await api.post('/v2/objects/companies/attributes', { data: { ...ATTRIBUTE, is_required: true } });
    const without = await api.post('/v2/objects/companies/records', { data: { values: { name: 'New' } } });
    assert.deepEqual([without.status, without.body.code], [400, 'missing_value']);
    const made = await api.post('/v2/objects/companies/records', { data: { values: { name: 'New', berth: 'B' } } });
    assert.equal(made.body.data.values.level[0].value, 7);
  });

  it('has no custom unique attributes on people and companies, and no multi-select numbers', async () => {
    const unique = await api.post('/v2/objects/people/attributes', { data: { ...ATTRIBUTE, is_unique: true } });
    assert.equal(unique.body.message, 'Cannot set attribute as unique.');
    const many = { ...ATTRIBUTE, type: 'number', is_multiselect: true };
    assert.equal((await api.post('/v2/objects/people/attributes', { data: many })).status, 400);
  });

  it('renames a status everywhere it stands, and takes new ones', async () => {
    const path = '/v2/objects/deals/attributes/stage/statuses';
    await api.call('PATCH', `${path}/Negotiation`, { data: { title: 'Haggling', target_time_in_status: 'P7D' } });
    const deal = await api.get(`/v2/objects/deals/records/${seedId('deals', 'acme-renewal')}`);
    assert.equal(deal.body.data.values.stage[0].status.title, 'Haggling');
    assert.equal(deal.body.data.values.stage[0].status.target_time_in_status, 'P7D');
    await api.post(path, { data: { title: 'Signed', celebration_enabled: true } });
    const moved = await api.call('PATCH', `/v2/objects/deals/records/${seedId('deals', 'acme-renewal')}`, {
      data: { values: { stage: 'Signed' } },
    });
    assert.equal(moved.body.data.values.stage[0].status.celebration_enabled, true);
    const bad = await api.post(path, { data: { title: 'Late', target_time_in_status: '7 days' } });
    assert.deepEqual([bad.status, bad.body.validation_errors[0].path], [400, ['data', 'target_time_in_status']]);
  });

  it('makes a list that records can be put in', async () => {
    const list = {
      name: 'Suppliers',
      api_slug: 'suppliers',
      parent_object: 'companies',
      workspace_access: null,
      workspace_member_access: [{ workspace_member_id: seedId('members', 'ada'), level: 'full-access' }],
    };
    const made = await api.post('/v2/lists', { data: list });
    assert.deepEqual(made.body.data.workspace_member_access, list.workspace_member_access);
    const entry = { parent_object: 'companies', parent_record_id: seedId('companies', 'papercrane'), entry_values: {} };
    assert.equal((await api.post('/v2/lists/suppliers/entries', { data: entry })).status, 200);
    const found = await api.post('/v2/lists/suppliers/entries/query', {});
    assert.equal(found.body.data[0].parent_record_id, entry.parent_record_id);
  });

  it('shows a view’s records by its filter, and pages of views', async () => {
    const first = await api.get('/v2/objects/companies/views?limit=1');
    const second = await api.get(`/v2/objects/companies/views?limit=1&cursor=${first.body.pagination.next_cursor}`);
    assert.deepEqual(
      [...first.body.data, ...second.body.data].map((view) => view.title),
      ['All companies', 'Customers'],
    );
    assert.equal(second.body.pagination.next_cursor, null);
    const filter_view_id = seedId('views', 'customers');
    const shown = await api.query('companies', { filter_view_id });
    assert.equal(shown.length, (await api.query('companies', { filter: { account_status: 'Customer' } })).length);
    const wrong = await api.post('/v2/objects/people/records/query', { filter_view_id });
    assert.equal(wrong.status, 400);
  });
});

describe('sandbox references', () => {
  const api = useSandbox();

  it('let go of a record that is deleted, also where they go one way', async () => {
    const atlas = `/v2/objects/projects/records/${seedId('projects', 'atlas-rollout')}`;
    const { body } = await api.get(atlas);
    const [deal] = body.data.values.deal;
    const [related] = body.data.values.related;
    await api.call('DELETE', `/v2/objects/deals/records/${deal.target_record_id}`);
    await api.call('DELETE', `/v2/objects/${related.target_object}/records/${related.target_record_id}`);
    const after = (await api.get(atlas)).body.data.values;
    assert.deepEqual(after.deal, []);
    assert.equal(after.related.length, body.data.values.related.length - 1);
  });
});
