import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { seedId } from '../../../src/sandbox/seed.js';
import { type Json, useSandbox } from './api.js';

describe('sandbox record writes', () => {
  const api = useSandbox();
  const write = (method: string, path: string, values: object) =>
    api.call(method, `/v2/objects/${path}`, { data: { values } });
  const acme = seedId('companies', 'acme-robotics');
  const stack = (record: Json) => record.values.tech_stack.map(({ option }: Json) => option.title);

  it('creates in front of all others, stamped with the token', async () => {
    const { status, body } = await write('POST', 'companies/records', {
      name: 'New & Co',
      domains: ['www.New.example/path'],
    });
    assert.equal(status, 200);
    const [domain] = body.data.values.domains;
    assert.deepEqual(
      [domain.domain, domain.root_domain, domain.created_by_actor.type],
      ['new.example', 'new.example', 'api-token'],
    );
    const [first] = await api.query('companies', { limit: 1 });
    assert.deepEqual(first, body.data);
    assert.equal((await api.query('companies')).length, 63);
  });

  it('prepends with PATCH and replaces with PUT', async () => {
    await write('PUT', `companies/records/${acme}`, { tech_stack: ['Go', 'Java'] });
    const patched = await write('PATCH', `companies/records/${acme}`, { tech_stack: ['COBOL', 'Go'] });
    assert.deepEqual(stack(patched.body.data), ['COBOL', 'Go', 'Java']);
    const put = await write('PUT', `companies/records/${acme}`, { tech_stack: ['Python'] });
    assert.deepEqual(stack(put.body.data), ['Python']);
    assert.equal(put.body.data.values.name[0].value, 'Acme Robotics');
  });

  it('is as before after a change and its opposite, on both sides of relationships and in their order', async () => {
    const bare = (record: Json) =>
      Object.fromEntries(
        Object.entries(record.values as Record<string, Json[]>).map(([slug, values]) => [
          slug,
          values.map(({ active_from, created_by_actor, ...value }) => value),
        ]),
      );
    const all = async () => {
      const lists = await Promise.all(['people', 'companies', 'deals', 'projects'].map((one) => api.query(one)));
      return new Map(lists.flat().map((record) => [record.id.record_id as string, bare(record)]));
    };
    const before = await all();
    const links = (id: string, slug: string) =>
      before.get(id)![slug]!.map(({ target_object, target_record_id }) => ({ target_object, target_record_id }));
    let times = 0;
    const both = async (object: string, id: string, values: object, opposite: object) => {
      assert.equal((await write('PUT', `${object}/records/${id}`, values)).status, 200);
      assert.equal((await write('PUT', `${object}/records/${id}`, opposite)).status, 200);
      times++;
    };
    for (const project of (await api.query('projects')).slice(0, 8)) {
      const id = project.id.record_id;
      await both('projects', id, { client: [] }, { client: links(id, 'client') });
      await both('projects', id, { contacts: [] }, { contacts: links(id, 'contacts') });
    }
    for (const company of (await api.query('companies')).slice(0, 20)) {
      const id = company.id.record_id;
      const team = links(id, 'team');
      await both('companies', id, { team: team.slice(1) }, { team });
    }
    const titles = before.get(acme)!.categories!.map(({ option }) => option.title);
    await both(
      'companies',
      acme,
      { name: 'Other', categories: ['Maritime'] },
      { name: 'Acme Robotics', categories: titles },
    );
    assert.deepEqual(await all(), before);
    assert.ok(times > 30);
  });

  it('keeps what was, with the time it ended', async () => {
    const deal = seedId('deals', 'lumen-imaging');
    await write('PATCH', `deals/records/${deal}`, { stage: 'Negotiation' });
    const { data } = (await api.get(`/v2/objects/deals/records/${deal}/attributes/stage/values?show_historic=true`))
      .body;
    assert.deepEqual(
      data.map(({ status }: Json) => status.title),
      ['Lead', 'Negotiation'],
    );
    assert.ok(data[0].active_until !== null && data[0].active_until === data[1].active_from);
  });

  it('moves both sides of a relationship', async () => {
    const grace = seedId('people', 'grace-okafor');
    await write('PATCH', `people/records/${grace}`, { company: 'lumenhealth.example' });
    const team = async (company: string) =>
      (await api.get(`/v2/objects/companies/records/${seedId('companies', company)}`)).body.data.values.team.map(
        (one: Json) => one.target_record_id,
      );
    assert.ok((await team('lumen-health')).includes(grace));
    assert.ok(!(await team('acme-robotics')).includes(grace));
    await write('PUT', `companies/records/${acme}`, { team: [{ target_object: 'people', target_record_id: grace }] });
    const person = (await api.get(`/v2/objects/people/records/${grace}`)).body.data;
    assert.deepEqual(
      person.values.company.map((one: Json) => one.target_record_id),
      [acme],
    );
    assert.ok(!(await team('lumen-health')).includes(grace));
  });

  const refused: [string, string, string, object, string][] = [
    ['a taken domain', 'POST', 'companies/records', { domains: ['acme-robotics.example'] }, 'uniqueness_conflict'],
    ['a deal without owner', 'POST', 'deals/records', { name: 'x', stage: 'Lead' }, 'missing_value'],
    [
      'clearing a required value',
      'PATCH',
      `deals/records/${seedId('deals', 'acme-renewal')}`,
      { name: null },
      'missing_value',
    ],
    ['an unknown option', 'PATCH', `companies/records/${acme}`, { account_status: 'Friend' }, 'value_not_found'],
    ['an unknown attribute', 'PATCH', `companies/records/${acme}`, { nickname: 'x' }, 'value_not_found'],
    ['a read-only attribute', 'PATCH', `companies/records/${acme}`, { logo_url: 'x' }, 'system_edit_unauthorized'],
    [
      'a reference to nothing',
      'PATCH',
      `people/records/${seedId('people', 'grace-okafor')}`,
      { company: 'nobody.example' },
      'value_not_found',
    ],
    [
      'a name without full_name',
      'POST',
      'people/records',
      { name: { first_name: 'A', last_name: 'B' } },
      'validation_type',
    ],
    ['half a location', 'POST', 'people/records', { primary_location: { locality: 'Oslo' } }, 'validation_type'],
    ['a bare value for many', 'POST', 'companies/records', { domains: 'x.example' }, 'validation_type'],
  ];
  for (const [what, method, path, values, code] of refused) {
    it(`refuses ${what}, and writes nothing of it`, async () => {
      const before = await api.query(path.split('/')[0]!);
      const { status, body } = await write(method, path, {
        ...values,
        ...(method === 'PATCH' && { description: undefined }),
      });
      assert.deepEqual([status, body.code], [400, code]);
      assert.deepEqual(await api.query(path.split('/')[0]!), before);
    });
  }

  it('names the record that has the value already', async () => {
    const { body } = await write('POST', 'companies/records', { domains: ['acme-robotics.example'] });
    assert.match(body.message, /^The value "\{"domain":"acme-robotics\.example"\}" provided for attribute with ID/);
    assert.ok(body.message.endsWith(`Conflicting record IDs: ${acme}`));
  });

  it('asserts: finds by the matching attribute, or creates', async () => {
    const path = 'companies/records?matching_attribute=domains';
    const found = await write('PUT', path, { domains: ['acme-robotics.example'], tech_stack: ['Go'] });
    assert.equal(found.body.data.id.record_id, acme);
    assert.equal(found.body.data.values.domains.length, 2, 'the matching attribute keeps what it had');
    assert.deepEqual(stack(found.body.data), ['Go']);
    const made = await write('PUT', path, { domains: ['brand-new.example'] });
    assert.equal(made.status, 200);
    assert.equal((await api.query('companies')).length, 63);
    const not = await write('PUT', 'companies/records?matching_attribute=name', { name: 'x' });
    assert.equal(not.body.code, 'matching_attribute_definition_not_unique');
  });

  it('deletes with notes and entries, and is let go of', async () => {
    const deleted = await api.call('DELETE', `/v2/objects/companies/records/${acme}`);
    assert.deepEqual([deleted.status, deleted.body], [200, {}]);
    assert.equal((await api.get(`/v2/objects/companies/records/${acme}`)).status, 404);
    assert.equal((await api.get(`/v2/notes/${seedId('notes', 'acme-kickoff')}`)).status, 404);
    const grace = (await api.get(`/v2/objects/people/records/${seedId('people', 'grace-okafor')}`)).body.data;
    assert.deepEqual(grace.values.company, []);
    assert.equal((await api.query('companies', { offset: 10 })).length, 51);
  });
});
