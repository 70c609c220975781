import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { OutboxItem } from '../../../../src/changes/outboxItem.js';
import { forgetWaiting, waitingFor } from '../../../../src/editor/outbox/forget.js';
import { OutboxStore } from '../../../../src/editor/outbox/store.js';

const item = (id: string, more: Partial<OutboxItem> = {}): OutboxItem => ({
  version: 1,
  id,
  account: { id: 'attio:one', name: 'One', slug: 'one' },
  change: {
    kind: 'note.create',
    parentObject: 'people',
    parentRecordId: '5deeb5ab-2c13-537c-a774-f809dd6335fb',
    title: 'Call',
    format: 'markdown',
    content: 'x',
  },
  approval: { how: 'asked', at: '2026-01-02T03:04:05.000Z', surface: 'test' },
  origin: { kind: 'quick' },
  state: 'waiting',
  createdAt: 1,
  attempts: 0,
  ...more,
});

describe('the outbox on disk', () => {
  let storage: string;
  let store: OutboxStore;
  beforeEach(async () => {
    storage = await mkdtemp(join(tmpdir(), 'outbox-'));
    store = new OutboxStore(join(storage, 'outbox'));
  });
  afterEach(() => rm(storage, { recursive: true, force: true }));
  const ids = async () => (await store.list()).items.map(({ id }) => id);

  it('gives back what was put in, in order, to its owner only', async () => {
    await store.add([item('b2'), item('a1')]);
    assert.deepEqual(await ids(), ['a1', 'b2']);
    if (process.platform !== 'win32') {
      assert.equal((await stat(join(store.folder, 'a1.json'))).mode & 0o777, 0o600);
      assert.equal((await stat(store.folder)).mode & 0o777, 0o700);
    }
    await store.put(item('a1', { state: 'sending' }));
    assert.equal((await store.list()).items[0]?.state, 'sending');
    await store.remove('a1');
    assert.deepEqual(await ids(), ['b2']);
  });

  it('counts what was approved together only when all of it is there', async () => {
    await store.put(item('a1', { group: 'g1' })).catch(() => {});
    await store.add([item('a0')]);
    await store.put(item('a1', { group: 'g1' }));
    assert.deepEqual(await ids(), ['a0']);
    await store.add([item('b1', { group: 'g2' }), item('b2', { group: 'g2' })]);
    assert.deepEqual(await ids(), ['a0', 'b1', 'b2']);
    const past = Date.now() / 1000 - 3600;
    await utimes(join(store.folder, 'a1.json'), past, past);
    await store.tidy();
    assert(!(await readdir(store.folder)).includes('a1.json'), 'a part of what was never approved goes');
    assert.deepEqual(await ids(), ['a0', 'b1', 'b2']);
  });

  it('takes all or nothing', async () => {
    await writeFile(join(storage, 'outbox'), 'a file where the folder should be');
    await assert.rejects(store.add([item('a1')]));
    await rm(join(storage, 'outbox'));
    assert.deepEqual(await ids(), []);
  });

  it('makes ids that sort after all there are, also when the clock was set back', async () => {
    const future = (Date.now() + 7 * 24 * 60 * 60_000).toString(36).padStart(10, '0');
    await store.add([item(`${future}000abcdef12`)]);
    const { ids: made } = await store.newIds(3);
    await store.add(made.map((id) => item(id)));
    assert.deepEqual(await ids(), [`${future}000abcdef12`, ...made]);
    const { ids: next } = await store.newIds(1);
    assert(next[0]! > made[2]!);
  });

  it('leaves alone what it cannot read, and what a later version wrote', async () => {
    await store.add([item('a1')]);
    await writeFile(join(store.folder, 'b2.json'), '{"version":1,');
    await writeFile(join(store.folder, 'c3.json'), JSON.stringify({ ...item('c3'), version: 2 }));
    assert.deepEqual(await ids(), ['a1']);
    await store.tidy();
    assert.equal((await readdir(store.folder)).filter((name) => name.endsWith('.json')).length, 3);
  });

  it('is held by one at a time for each account', async () => {
    const other = new OutboxStore(store.folder);
    const held = await store.claim('attio:one');
    assert(held);
    assert.equal(await other.claim('attio:one'), undefined);
    const another = await other.claim('attio:two');
    assert(another);
    await held.release();
    const taken = await other.claim('attio:one');
    assert(taken);
    await taken.release();
    await another.release();
  });

  it('forgets an account and no other', async () => {
    await store.add([item('a1'), item('a2', { account: { id: 'attio:two', name: 'Two', slug: 'two' } })]);
    await store.put({ version: 1, id: 'a0', account: { id: 'attio:one' }, state: 'sent', noteId: 'n', sentAt: 1 });
    assert.equal(await waitingFor({ fsPath: storage }, 'attio:one'), 1);
    await forgetWaiting({ fsPath: storage }, 'attio:one');
    const { items, traces } = await store.list();
    assert.deepEqual([items.map(({ id }) => id), traces.length], [['a2'], 0]);
  });
});
