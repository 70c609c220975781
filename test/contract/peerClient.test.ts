/**
 * Someone else's Attio client (attio-ts-sdk, made from Attio's own document), pointed at the sample workspace as it would
 * be at Attio: nothing here is special but the address and the key. It also refuses what it would refuse of Attio's real
 * answers, since it believes the document where the document is wrong.
 */
import assert from 'node:assert/strict';
import { createAttioSdk, filters } from 'attio-ts-sdk';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.js';

type Call<T> = (input?: unknown) => Promise<T>;
interface Made {
  id: { record_id: string };
}

/** What is used of it; its own types brand every id. */
interface Peer {
  objects: { list: Call<{ api_slug: string }[]> };
  lists: { list: Call<unknown[]> };
  workspaceMembers: { list: Call<unknown[]> };
  metadata: { listAttributes: Call<unknown> };
  search: { records: Call<unknown> };
  records: {
    create: Call<Made>;
    upsert: Call<Made>;
    update: Call<Made>;
    get: Call<Made>;
    delete: Call<boolean>;
    query: Call<Made[]>;
  };
  notes: { create: Call<{ id: { note_id: string }; content_markdown: string }>; delete: Call<unknown> };
  tasks: {
    create: Call<{ id: { task_id: string } }>;
    update: Call<{ is_completed: boolean }>;
    delete: Call<unknown>;
  };
}

describe('a client of someone else on the sample workspace', () => {
  let sandbox: Sandbox;
  let sdk: Peer;

  before(async () => {
    sandbox = await startSandbox();
    sdk = createAttioSdk({ apiKey: sandbox.key, baseUrl: sandbox.url }) as unknown as Peer;
  });
  after(() => sandbox.close());

  it('lists objects, lists and members', async () => {
    assert.deepEqual(
      (await sdk.objects.list()).map((object) => object.api_slug),
      ['people', 'companies', 'deals', 'projects'],
    );
    assert((await sdk.lists.list()).length >= 3);
    assert((await sdk.workspaceMembers.list()).length >= 6);
  });

  it('creates, upserts, finds, updates and deletes a record', async () => {
    const object = 'companies';
    const created = await sdk.records.create({
      object,
      values: { name: [{ value: 'Peer Ltd' }], domains: [{ domain: 'peer.example' }] },
    });
    const recordId = created.id.record_id;
    const again = await sdk.records.upsert({
      object,
      matchingAttribute: 'domains',
      values: { domains: [{ domain: 'peer.example' }], description: [{ value: 'first' }] },
    });
    assert.equal(again.id.record_id, recordId);
    await sdk.records.update({ object, recordId, values: { description: [{ value: 'second' }] } });
    const found = await sdk.records.query({ object, filter: filters.contains('name', 'peer ltd') });
    assert.deepEqual(
      found.map(({ id }) => id.record_id),
      [recordId],
    );
    const hits = await sdk.search.records({ query: 'Peer Ltd', objects: [object] });
    assert(JSON.stringify(hits).includes(String(recordId)));
    assert.equal(await sdk.records.delete({ object, recordId }), true);
    await assert.rejects(async () => sdk.records.get({ object, recordId }), /not found/);
  });

  it('queries deals, a page at a time', async () => {
    const deals = await sdk.records.query({ object: 'deals', limit: 20 });
    assert.equal(deals.length, 20);
  });

  it('writes a note and a task on a record, and takes them away', async () => {
    const [deal] = await sdk.records.query({ object: 'deals', limit: 1 });
    assert(deal);
    const note = await sdk.notes.create({
      parentObject: 'deals',
      parentRecordId: deal.id.record_id,
      title: 'From elsewhere',
      format: 'markdown',
      content: '**Bold** words',
    });
    assert.equal(note.content_markdown.trim(), '**Bold** words');
    await sdk.notes.delete({ noteId: note.id.note_id });
    const task = await sdk.tasks.create({
      data: {
        content: 'Call back',
        format: 'plaintext',
        deadline_at: null,
        is_completed: false,
        linked_records: [{ target_object: 'deals', target_record_id: deal.id.record_id }],
        assignees: [],
      },
    });
    const done = await sdk.tasks.update({ taskId: task.id.task_id, data: { is_completed: true } });
    assert.equal(done.is_completed, true);
    await sdk.tasks.delete({ taskId: task.id.task_id });
    const left = sandbox.requests().filter(({ status }) => (status ?? 0) >= 400);
    assert.deepEqual(
      left.map(({ status }) => status),
      [404],
      'nothing of it was refused but the record that was deleted',
    );
  });

  it('refuses answers that are as Attio’s are: a currency without a code on an attribute that has none', async () => {
    await assert.rejects(
      async () => sdk.metadata.listAttributes({ target: 'objects', identifier: 'companies' }),
      /default_currency_code/,
    );
  });
});
