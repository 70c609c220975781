import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { seedId } from '../../../src/sandbox/seed.js';
import { type Json, useSandbox } from './api.js';

const ACME = seedId('companies', 'acme-robotics');

describe('sandbox tasks', () => {
  const api = useSandbox();
  const task = (more: Json = {}) => ({
    data: {
      content: 'Call back',
      format: 'plaintext',
      deadline_at: null,
      is_completed: false,
      linked_records: [],
      assignees: [],
      ...more,
    },
  });
  const ids = async (query: string) =>
    (await api.get(`/v2/tasks?${query}`)).body.data.map((one: Json) => one.id.task_id) as string[];

  it('lists the oldest first, all of them, and pages', async () => {
    const { body } = await api.get('/v2/tasks');
    assert.equal(body.data.length, 18);
    const times = body.data.map((one: Json) => one.created_at);
    assert.deepEqual(times, [...times].sort());
    const all = body.data.map((one: Json) => one.id.task_id);
    assert.deepEqual([...(await ids('limit=10')), ...(await ids('limit=10&offset=10'))], all);
    assert.deepEqual(await ids('sort=created_at:desc'), [...all].reverse());
  });

  it('puts what was never completed last, either way round', async () => {
    for (const direction of ['asc', 'desc']) {
      const { body } = await api.get(`/v2/tasks?sort=completed_at:${direction}`);
      const done = body.data.map((one: Json) => one.is_completed);
      assert.deepEqual(
        done,
        [...done].sort((a, b) => Number(b) - Number(a)),
      );
    }
  });

  it('filters by record, assignee and completion', async () => {
    const of = await ids(`linked_object=companies&linked_record_id=${ACME}`);
    assert.ok(of.includes(seedId('tasks', 'send-security')) && of.includes(seedId('tasks', 'safety-signoff')));
    assert.equal((await ids('assignee=finn@northwind-labs.example')).length, 1);
    assert.deepEqual(await ids('assignee=null'), [seedId('tasks', 'price-list')]);
    assert.deepEqual(await ids('assignee='), [seedId('tasks', 'price-list')]);
    assert.equal((await ids('is_completed=true')).length, 3);
    assert.equal((await api.get('/v2/tasks?linked_object=companies')).status, 400);
  });

  it('links by id, by unique attribute and by bare text, and answers with object ids', async () => {
    const linked_records = [
      { target_object: 'companies', target_record_id: ACME },
      { target_object: 'people', email_addresses: [{ email_address: 'grace.okafor@acme-robotics.example' }] },
      'lumenhealth.example',
      'maya@orbitalfoods.example',
    ];
    const { status, body } = await api.post('/v2/tasks', task({ linked_records }));
    assert.equal(status, 200);
    assert.deepEqual(
      body.data.linked_records.map((link: Json) => [link.target_object_id, link.target_record_id]),
      [
        [seedId('objects', 'companies'), ACME],
        [seedId('objects', 'people'), seedId('people', 'grace-okafor')],
        [seedId('objects', 'companies'), seedId('companies', 'lumen-health')],
        [seedId('objects', 'people'), seedId('people', 'maya-thornton')],
      ],
    );
  });

  it('writes nothing of a task that names what is not there', async () => {
    const nobody = task({ assignees: [{ workspace_member_email_address: 'nobody@northwind-labs.example' }] });
    for (const body of [task({ linked_records: ['nowhere.example'] }), nobody, task({ content: 'x'.repeat(2001) })]) {
      assert.ok((await api.post('/v2/tasks', body)).status >= 400);
    }
    const half = { data: { is_completed: true, linked_records: ['nowhere.example'] } };
    const path = `/v2/tasks/${seedId('tasks', 'send-security')}`;
    assert.equal((await api.call('PATCH', path, half)).status, 404);
    assert.equal((await api.get(path)).body.data.is_completed, false);
    assert.equal((await api.get('/v2/tasks')).body.data.length, 18);
  });

  it('is completed with a time, and reopened without', async () => {
    const path = `/v2/tasks/${seedId('tasks', 'send-security')}`;
    const done = await api.call('PATCH', path, { data: { is_completed: true } });
    assert.ok(Math.abs(Date.parse(done.body.data.completed_at) - Date.now()) < 10_000);
    const again = await api.call('PATCH', path, { data: { is_completed: true, assignees: [] } });
    assert.equal(again.body.data.completed_at, done.body.data.completed_at);
    assert.deepEqual(again.body.data.assignees, []);
    const open = await api.call('PATCH', path, { data: { is_completed: false } });
    assert.equal(open.body.data.completed_at, null);
    assert.equal(open.body.data.linked_records.length, 2);
  });

  it('loses links on request: in answers, or in what is written', async () => {
    const path = `/v2/tasks/${seedId('tasks', 'send-security')}`;
    api.faults({ kind: 'drop-linked-records', fields: ['linked_records', 'assignees'] });
    const { body } = await api.get(path);
    assert.equal('linked_records' in body.data || 'assignees' in body.data, false);
    assert.equal(
      (await api.get('/v2/tasks')).body.data.some((one: Json) => 'linked_records' in one),
      false,
    );

    api.faults({ kind: 'drop-linked-records', when: 'write', times: 1 });
    const made = await api.post('/v2/tasks', task({ linked_records: ['lumenhealth.example'] }));
    assert.deepEqual(made.body.data.linked_records, []);
    const next = await api.post('/v2/tasks', task({ linked_records: ['lumenhealth.example'] }));
    assert.equal(next.body.data.linked_records.length, 1);
  });
});
