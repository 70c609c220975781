import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { DraftGone, DraftStore } from '../../../../src/editor/notes/draftStore.js';

const account = { id: 'sample:1', name: 'Northwind Labs', slug: 'northwind-labs' };
const record = { object: 'companies', recordId: '11111111-1111-4111-8111-111111111111' };

describe('drafts on disk', () => {
  let folder: string;
  let store: DraftStore;
  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'drafts-')), 'drafts');
    store = new DraftStore(folder);
  });
  afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }));

  it('keep any text exactly, for the next process too', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 200 }), async (text) => {
        const { meta } = await store.create({ account, record, text });
        assert.equal((await new DraftStore(folder).read(meta.id))?.text, text.toWellFormed());
        await store.remove(meta.id);
      }),
      { numRuns: 25 },
    );
  });

  it('are readable by their owner only', async () => {
    // Windows has no modes; its profile folder is the owner's.
    if (process.platform === 'win32') return;
    const { meta } = await store.create({ account, record, text: 'secret plans' });
    await store.save(meta.id, 'more of them');
    await store.describe(meta.id, { record });
    for (const name of await readdir(folder)) {
      const { mode } = await stat(join(folder, name));
      assert.equal(mode & 0o777, 0o600, name);
    }
    assert.equal((await stat(folder)).mode & 0o777, 0o700);
  });

  it('list newest first, and leave out what is broken', async () => {
    const old = await store.create({ account, record, text: 'old' });
    const young = await store.create({ account, record, text: 'young' });
    await utimes(join(folder, `${old.meta.id}.md`), 1, 1);
    await writeFile(join(folder, 'broken0.json'), '{"version": 1');
    await writeFile(join(folder, 'broken0.md'), 'x');
    assert.deepEqual(
      (await store.list()).map(({ meta }) => meta.id),
      [young.meta.id, old.meta.id],
    );
  });

  it('say nothing of a draft that nobody made', async () => {
    assert.deepEqual(await store.list(), []);
    assert.equal(await store.read('nothere'), undefined);
    assert.equal(await store.stat('nothere'), undefined);
    await store.remove('nothere');
  });

  it('do not come back from a late save once they are sent or discarded', async () => {
    const { meta } = await store.create({ account, record, text: 'sent' });
    await store.remove(meta.id);
    await assert.rejects(store.save(meta.id, 'typed on'), DraftGone);
    await store.keep(meta.id, 'typed on');
    assert.deepEqual(await readdir(folder), []);
  });

  it('keep what is typed without looking newer than the last save', async () => {
    // A time on disk is finer than the milliseconds an editor goes by.
    for (const seconds of [1_700_000_000, 1_700_000_000.0003, 1_700_000_000.0007, 1_700_000_000.9996]) {
      const { meta } = await store.create({ account, record, text: 'a' });
      const path = join(folder, `${meta.id}.md`);
      await utimes(path, seconds, seconds);
      const before = await store.stat(meta.id);
      await store.keep(meta.id, 'a and more');
      assert.equal(await readFile(path, 'utf8'), 'a and more');
      assert.equal((await store.stat(meta.id))?.mtime, before?.mtime, `${seconds}`);
      await store.keep(meta.id, 'a and yet more');
      assert.equal((await store.stat(meta.id))?.mtime, before?.mtime, `${seconds}, kept twice`);
      await store.save(meta.id, 'a and more');
      assert.notEqual((await store.stat(meta.id))?.mtime, before?.mtime);
    }
  });

  it('keep nothing over what another window has written since', async () => {
    const { meta } = await store.create({ account, record, text: 'both begin here' });
    const path = join(folder, `${meta.id}.md`);
    const other = new DraftStore(folder);
    for (const window of [store, other]) await window.show(meta.id);
    await store.save(meta.id, 'typed in this window');
    await other.keep(meta.id, 'typed in the other');
    assert.equal(await readFile(path, 'utf8'), 'typed in this window');
    // Once the other window shows it, what is typed there builds on it.
    await other.show(meta.id);
    await other.keep(meta.id, 'typed in this window and the other');
    assert.equal(await readFile(path, 'utf8'), 'typed in this window and the other');
  });

  it('end with the last of many saves, and leave no half-written files', async () => {
    const { meta } = await store.create({ account, record, text: '' });
    const texts = Array.from({ length: 30 }, (_, at) => `${at} `.repeat(2000));
    await Promise.all(texts.map((text, at) => (at % 2 ? store.save(meta.id, text) : store.keep(meta.id, text))));
    assert.equal((await store.read(meta.id))?.text, texts.at(-1));
    assert.deepEqual((await readdir(folder)).sort(), [`${meta.id}.json`, `${meta.id}.md`]);
  });
});

describe('the right to send a draft', () => {
  let folder: string;
  let one: DraftStore;
  let other: DraftStore;
  let id: string;
  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'drafts-')), 'drafts');
    one = new DraftStore(folder);
    other = new DraftStore(folder);
    id = (await one.create({ account, record, text: 'x' })).meta.id;
  });
  afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }));

  it('is held by one window at a time, and free again when released', async () => {
    const held = await one.claim(id);
    assert(held);
    assert.equal(await other.claim(id), undefined);
    assert.equal((await other.stat(id))?.locked, true);
    await held.release();
    assert.equal((await other.stat(id))?.locked, false);
    const taken = await other.claim(id);
    assert(taken);
    await taken.release();
  });

  it('goes to one of many who ask at once', async () => {
    const claims = await Promise.all(Array.from({ length: 12 }, (_, at) => (at % 2 ? one : other).claim(id)));
    assert.equal(claims.filter((claim) => claim !== undefined).length, 1);
    await claims.find((claim) => claim !== undefined)?.release();
    assert.deepEqual(
      (await readdir(folder)).filter((name) => name.includes('claim')),
      [],
    );
  });

  it('is taken over from a window that died, by one alone', async () => {
    await writeFile(join(folder, `${id}.claim`), 'a window that is gone');
    const past = Date.now() / 1000 - 120;
    await utimes(join(folder, `${id}.claim`), past, past);
    assert.equal((await one.stat(id))?.locked, false);
    const claims = await Promise.all([one.claim(id), other.claim(id), one.claim(id), other.claim(id)]);
    const held = claims.filter((claim) => claim !== undefined);
    assert.equal(held.length, 1);
    await held[0]!.release();
    assert.deepEqual(
      (await readdir(folder)).filter((name) => name.includes('claim')),
      [],
    );
  });
});
