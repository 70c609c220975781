import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, it } from 'mocha';
import { isLoopback, wants } from '../../../src/sandbox/delivery.js';
import { seedId } from '../../../src/sandbox/seed.js';
import { seedEntryId } from '../../../src/sandbox/seedWork.js';
import { type Json, useSandbox } from './api.js';

interface Got {
  headers: IncomingHttpHeaders;
  text: string;
  event: Json;
}

describe('sandbox webhooks', () => {
  const api = useSandbox({ webhookRetry: 20 });
  const arrivals = new EventEmitter();
  let got: Got[] = [];
  let statuses: number[] = [];
  const receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    response.writeHead(statuses.shift() ?? 200).end();
    got.push({ headers: request.headers, text, event: JSON.parse(text).events[0] });
    arrivals.emit('one');
  });
  let target = '';
  before(async () => {
    receiver.listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    target = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  });
  beforeEach(() => {
    got = [];
    statuses = [];
  });
  after(() => receiver.close());

  async function arrived(count: number): Promise<Got[]> {
    while (got.length < count) await once(arrivals, 'one');
    return got;
  }

  const subscribe = async (types: string[], filter: unknown = null, target_url = target) => {
    const subscriptions = types.map((event_type) => ({ event_type, filter }));
    return (await api.post('/v2/webhooks', { data: { target_url, subscriptions } })).body.data;
  };

  it('tells the secret once, and signs with it', async () => {
    const { id, secret } = await subscribe(['task.updated']);
    assert.match(secret, /^[0-9a-f]{64}$/);
    assert.equal('secret' in (await api.get(`/v2/webhooks/${id.webhook_id}`)).body.data, false);
    await api.call('PATCH', `/v2/tasks/${seedId('tasks', 'send-security')}`, { data: { is_completed: true } });
    const [{ headers, text, event }] = (await arrived(1)) as [Got];
    const signature = createHmac('sha256', secret).update(text).digest('hex');
    assert.deepEqual([headers['attio-signature'], headers['x-attio-signature']], [signature, signature]);
    assert.ok(headers['idempotency-key']);
    assert.equal(JSON.parse(text).webhook_id, id.webhook_id);
    assert.deepEqual(event.id, {
      workspace_id: api.sandbox.workspace.id,
      task_id: seedId('tasks', 'send-security'),
    });
    assert.equal(event.actor.type, 'api-token');
  });

  it('tells of records, notes, entries, tasks and comments, with ids and no values', async () => {
    const types = ['record.created', 'record.updated', 'record.deleted', 'note.created', 'note-content.updated'];
    await subscribe([...types, 'note.deleted', 'list-entry.created', 'list-entry.updated', 'comment.created']);
    const made = await api.post('/v2/objects/companies/records', { data: { values: { name: 'Hush Ltd' } } });
    const path = `/v2/objects/companies/records/${made.body.data.id.record_id}`;
    await api.call('PATCH', path, { data: { values: { health: 2 } } });
    await api.call('PATCH', path, { data: { values: { health: 2 } } });
    const note = await api.post('/v2/notes', {
      data: {
        parent_object: 'companies',
        parent_record_id: made.body.data.id.record_id,
        title: 'Hush',
        format: 'markdown',
        content: 'Hush',
      },
    });
    const content = { data: { format: 'markdown', content: 'Hush hush' } };
    await api.call('PATCH', `/v2/notes/${note.body.data.id.note_id}`, content);
    await api.call('DELETE', `/v2/notes/${note.body.data.id.note_id}`);
    await api.call('DELETE', path);
    const entry = `/v2/lists/renewals_2026/entries/${seedEntryId('renewals', 'acme-renewal')}`;
    await api.call('PATCH', entry, { data: { entry_values: { at_risk: true } } });
    const author = { type: 'workspace-member', id: seedId('members', 'ada') };
    const thread_id = seedId('comments', 'acme-discount');
    await api.post('/v2/comments', { data: { format: 'plaintext', content: 'Hush', author, thread_id } });

    const events = await arrived(8);
    assert.deepEqual(
      events.map(({ event }) => event.event_type),
      [
        'record.created',
        'record.updated',
        'note.created',
        'note-content.updated',
        'note.deleted',
        'record.deleted',
        'list-entry.updated',
        'comment.created',
      ],
    );
    assert.equal(events[1]!.event.id.attribute_id, seedId('attributes', 'companies.health'));
    assert.equal(events[6]!.event.parent_object_id, seedId('objects', 'deals'));
    assert.doesNotMatch(events.map(({ text }) => text).join(), /hush/i);
  });

  it('tries again with the same Idempotency-Key until it is answered 2xx', async () => {
    await subscribe(['task.deleted']);
    statuses = [500, 302];
    await api.call('DELETE', `/v2/tasks/${seedId('tasks', 'old-fax')}`);
    const all = await arrived(3);
    assert.equal(new Set(all.map(({ headers }) => headers['idempotency-key'])).size, 1);
    assert.equal(new Set(all.map(({ text }) => text)).size, 1);
  });

  it('keeps to its filters', async () => {
    const deals = { $and: [{ field: 'id.object_id', operator: 'equals', value: seedId('objects', 'deals') }] };
    await subscribe(['record.updated'], deals);
    const rename = { data: { values: { name: 'N' } } };
    await api.call('PATCH', `/v2/objects/companies/records/${seedId('companies', 'papercrane')}`, rename);
    await api.call('PATCH', `/v2/objects/deals/records/${seedId('deals', 'acme-renewal')}`, rename);
    const [{ event }] = (await arrived(1)) as [Got];
    assert.equal(event.id.record_id, seedId('deals', 'acme-renewal'));
    const not = { $or: [{ field: 'actor.type', operator: 'not_equals', value: 'system' }] };
    assert.equal(wants({ event_type: 'record.updated', filter: not }, event), true);
  });

  it('keeps other targets and never calls them', async () => {
    await subscribe(['task.deleted'], null, 'https://hooks.elsewhere.example/attio');
    await api.call('DELETE', `/v2/tasks/${seedId('tasks', 'old-fax')}`);
    const { body } = await api.get('/_sandbox/deliveries');
    assert.deepEqual(
      body.deliveries.map((one: Json) => [one.eventType, one.state, one.attempts.length]),
      [['task.deleted', 'not-loopback', 0]],
    );
    const plain = await api.post('/v2/webhooks', {
      data: { target_url: 'http://elsewhere.example', subscriptions: [] },
    });
    assert.equal(plain.status, 400);
    for (const host of ['127.0.0.1.elsewhere.example', 'localhost.elsewhere.example', '10.0.0.1', '[::2]']) {
      assert.equal(isLoopback(new URL(`http://${host}/`)), false, host);
    }
  });

  it('is unique by target, event and filter, and pages by 10 to 100', async () => {
    await subscribe(['task.deleted']);
    const subscriptions = [{ event_type: 'task.deleted', filter: null }];
    const again = await api.post('/v2/webhooks', { data: { target_url: target, subscriptions } });
    assert.deepEqual([again.status, again.body.code], [409, 'uniqueness_conflict']);
    assert.equal((await api.get('/v2/webhooks?limit=9')).status, 400);
    assert.equal((await api.get('/v2/webhooks?limit=101')).status, 400);
    assert.equal((await api.get('/v2/webhooks?limit=100&offset=1')).body.data.length, 1);
  });
});
