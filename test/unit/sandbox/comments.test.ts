import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { seedId } from '../../../src/sandbox/seed.js';
import { seedEntryId } from '../../../src/sandbox/seedWork.js';
import { startSandbox } from '../../../src/sandbox/server.js';
import { Api, type Json, useSandbox } from './api.js';

const THREAD = seedId('comments', 'acme-discount');
const onRecord = { record: { object: 'companies', record_id: seedId('companies', 'acme-robotics') } };
const comment = (more: Json) => ({
  data: {
    format: 'plaintext',
    content: 'Hm.',
    author: { type: 'workspace-member', id: seedId('members', 'ada') },
    ...more,
  },
});

describe('sandbox comments', () => {
  const api = useSandbox();

  it('lists the threads of a record apart from those of its list entries', async () => {
    const orbital = seedId('companies', 'orbital-foods');
    const record = await api.get(`/v2/threads?object=companies&record_id=${orbital}`);
    assert.deepEqual(record.body.data, []);
    const entry = seedEntryId('target-accounts', 'orbital-foods');
    const { body } = await api.get(`/v2/threads?list=target_accounts&entry_id=${entry}`);
    assert.equal(body.data[0].comments.length, 2);
    assert.equal(body.data[0].has_more_comments, false);
    assert.deepEqual(body.data[0].comments[0].entry, { entry_id: entry, list_id: seedId('lists', 'target-accounts') });
    assert.equal(body.data[0].comments[0].record.record_id, orbital);
    assert.equal((await api.get('/v2/threads')).status, 400);
  });

  it('starts a thread with its own id, and answers in it', async () => {
    const head = await api.post('/v2/comments', comment(onRecord));
    assert.equal(head.body.data.thread_id, head.body.data.id.comment_id);
    const reply = await api.post('/v2/comments', comment({ thread_id: head.body.data.thread_id }));
    assert.equal(reply.body.data.thread_id, head.body.data.thread_id);
    assert.deepEqual(reply.body.data.record, head.body.data.record);
  });

  it('takes exactly one parent, and an author who exists', async () => {
    assert.equal((await api.post('/v2/comments', comment({}))).status, 400);
    assert.equal((await api.post('/v2/comments', comment({ ...onRecord, thread_id: THREAD }))).status, 400);
    const nobody = { type: 'workspace-member', id: seedId('members', 'nobody') };
    const refused = await api.post('/v2/comments', comment({ ...onRecord, author: nobody }));
    assert.deepEqual([refused.status, refused.body.statusCode, refused.body.code], [400, 400, 'value_not_found']);
  });

  it('pages through a long thread, and shows the first 81 in lists', async () => {
    for (let n = 0; n < 85; n++) {
      const created_at = new Date(Date.UTC(2025, 0, 1, 0, n)).toISOString();
      await api.post('/v2/comments', comment({ thread_id: THREAD, content: String(n), created_at }));
    }
    const listed = await api.get(`/v2/threads?object=deals&record_id=${seedId('deals', 'acme-renewal')}`);
    assert.deepEqual([listed.body.data[0].comments.length, listed.body.data[0].has_more_comments], [81, true]);
    const seen = new Set<string>();
    let cursor: string | null = '';
    for (let page = 0; cursor !== null; page++) {
      assert.ok(page < 10);
      const { body } = await api.get(`/v2/threads/${THREAD}?limit=20${cursor && `&cursor=${cursor}`}`);
      for (const one of body.data.comments) seen.add(one.id.comment_id);
      cursor = body.pagination.next_cursor;
    }
    assert.equal(seen.size, 88);
    const late = await api.get(`/v2/threads/${THREAD}?created_after=2026-11-16T09:30:00Z`);
    assert.equal(late.body.data.comments.length, 2);
  });

  it('deletes a thread with its head, and one answer alone', async () => {
    await api.call('DELETE', `/v2/comments/${seedId('comments', 'acme-discount-2')}`);
    assert.equal((await api.get(`/v2/threads/${THREAD}`)).body.data.comments.length, 2);
    await api.call('DELETE', `/v2/comments/${THREAD}`);
    assert.equal((await api.get(`/v2/threads/${THREAD}`)).status, 404);
    assert.equal((await api.get(`/v2/comments/${seedId('comments', 'acme-discount-3')}`)).status, 404);
  });

  it('needs the scopes of what the comment is on', async () => {
    const narrow = new Api();
    narrow.sandbox = await startSandbox({
      scopes: ['comment:read', 'object_configuration:read', 'record_permission:read'],
    });
    try {
      assert.equal((await narrow.get(`/v2/threads/${THREAD}`)).status, 200);
      const onEntry = await narrow.get(`/v2/comments/${seedId('comments', 'orbital-tier')}`);
      assert.equal(onEntry.status, 403);
      assert.match(onEntry.body.message, /list_configuration:read, list_entry:read/);
    } finally {
      await narrow.sandbox.close();
    }
  });
});
