import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { seedId } from '../../../src/sandbox/seed.js';
import { seedEntryId } from '../../../src/sandbox/seedWork.js';
import { type Json, useSandbox } from './api.js';

const company = (key: string) => seedId('companies', key);

describe('sandbox list entries', () => {
  const api = useSandbox();
  const entry = (record: string, entry_values: Json = {}) => ({
    data: { parent_object: 'companies', parent_record_id: company(record), entry_values },
  });

  it('lets a record be in a list twice, and then cannot assert it', async () => {
    const path = '/v2/lists/target_accounts/entries';
    const once = await api.call('PUT', path, entry('verdant-labs', { fit: 1 }));
    const again = await api.call('PUT', path, entry('verdant-labs', { fit: 2 }));
    assert.equal(once.body.data.id.entry_id, again.body.data.id.entry_id);
    assert.equal(again.body.data.entry_values.fit[0].value, 2);
    assert.equal((await api.post(path, entry('verdant-labs'))).status, 200);
    const refused = await api.call('PUT', path, entry('verdant-labs'));
    assert.deepEqual([refused.status, refused.body.code], [400, 'multiple_match_results']);
  });

  it('keeps the parent of an entry', async () => {
    const path = `/v2/lists/renewals_2026/entries/${seedEntryId('renewals', 'acme-renewal')}`;
    for (const data of [
      { entry_values: { parent_record: [{ target_record_id: company('papercrane') }] } },
      { entry_values: {}, parent_record_id: company('papercrane') },
    ]) {
      const { status, body } = await api.call('PATCH', path, { data });
      assert.deepEqual([status, body.code], [400, 'immutable_value']);
    }
  });

  it('moves an entry through its pipeline and remembers where it was', async () => {
    const path = `/v2/lists/renewals_2026/entries/${seedEntryId('renewals', 'acme-renewal')}`;
    await api.call('PATCH', path, { data: { entry_values: { step: 'Signed' } } });
    const { body } = await api.get(`${path}/attributes/step/values?show_historic=true`);
    assert.deepEqual(
      body.data.map((value: Json) => [value.status.title, value.active_until === null]),
      [
        ['Proposal sent', false],
        ['Signed', true],
      ],
    );
    assert.equal((await api.call('DELETE', path)).status, 200);
    assert.equal((await api.get(path)).status, 404);
  });

  it('replaces the whole history of an attribute', async () => {
    const path = `/v2/objects/companies/records/${company('acme-robotics')}/attributes/health/values`;
    const data = [
      { value: 1, active_from: '2025-01-01T00:00:00Z', active_until: '2025-06-01T00:00:00Z' },
      { value: 4, active_from: '2025-06-01T00:00:00Z' },
    ];
    assert.equal((await api.call('PUT', path, { data })).status, 200);
    const now = await api.get(path);
    assert.deepEqual([now.body.data.length, now.body.data[0].value], [1, 4]);
    assert.equal((await api.get(`${path}?show_historic=true`)).body.data.length, 2);
  });
});

describe('sandbox merge', () => {
  const api = useSandbox();

  it('makes one of two: both are gone, and the one says so until it is there', async () => {
    api.faults({ kind: 'slow-merge', ms: 600_000 });
    const [primary, secondary] = [company('verdant-labs'), company('kestrel-logistics')];
    const running = await api.post('/v2/objects/companies/records/merge', {
      data: { primary_record_id: primary, secondary_record_id: secondary },
    });
    const path = `/v2/objects/companies/records/${running.body.data.new_record_id}`;
    const early = await api.get(path);
    assert.deepEqual([early.status, early.body.code], [404, 'merge_in_progress']);
    const write = await api.call('PATCH', path, { data: { values: { name: 'X' } } });
    assert.deepEqual([write.status, write.body.code], [400, 'merge_in_progress']);
    for (const old of [primary, secondary]) {
      assert.equal((await api.get(`/v2/objects/companies/records/${old}`)).status, 404);
    }
  });

  it('moves all that was about the two', async () => {
    api.faults({ kind: 'slow-merge', ms: 0 });
    const [primary, secondary] = [company('acme-robotics'), company('papercrane')];
    const before = await api.get(`/v2/objects/companies/records/${secondary}`);
    const merged = await api.post('/v2/objects/companies/records/merge', {
      data: { primary_record_id: primary, secondary_record_id: secondary },
    });
    assert.equal(merged.status, 202);
    const id = merged.body.data.new_record_id;
    const path = `/v2/objects/companies/records/${id}`;
    const { body } = await api.get(path);
    assert.equal(body.data.values.name[0].value, 'Acme Robotics');
    const domains = body.data.values.domains.map((value: Json) => value.domain);
    assert.ok(domains.includes('acme-robotics.example') && domains.includes(before.body.data.values.domains[0].domain));
    const person = await api.get(`/v2/objects/people/records/${seedId('people', 'kenji-morimoto')}`);
    assert.equal(person.body.data.values.company[0].target_record_id, id);
    const notes = await api.get(`/v2/notes?parent_object=companies&parent_record_id=${id}`);
    assert.ok(notes.body.data.some((note: Json) => note.id.note_id === seedId('notes', 'acme-kickoff')));
    const task = await api.get(`/v2/tasks/${seedId('tasks', 'send-security')}`);
    assert.ok(task.body.data.linked_records.some((link: Json) => link.target_record_id === id));
  });
});
