import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { JournalEntry } from '../../../../src/changes/journal.js';
import { journalStore, memoryJournal } from '../../../../src/editor/changes/journalStore.js';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 4, 20);

const entry = (id: string, at = NOW): JournalEntry => ({
  id,
  at: new Date(at).toISOString(),
  accountId: 'attio:w',
  surface: 'records.edit',
  sentence: `Changed ${id}`,
  change: { kind: 'record.delete', object: 'deals', recordId: '6f0e1c52-9a53-4d0e-8b1c-52a1f0f3c0de' },
});

describe('the journal on disk', () => {
  let folder: string;
  let file: string;
  let days: number;
  const open = (more: Partial<Parameters<typeof journalStore>[0]> = {}) =>
    journalStore({ file, retentionDays: () => days, now: () => NOW, ...more });
  const ids = async (journal: { list(): Promise<JournalEntry[]> }) => (await journal.list()).map(({ id }) => id);

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'attio-journal-'));
    file = path.join(folder, 'journal', 'account.jsonl');
    days = 7;
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is there before its first entry: empty', async () => {
    assert.deepEqual(await open().list(), []);
    assert.equal(await open().get('a'), undefined);
  });

  it('is for its owner’s eyes only', async () => {
    if (process.platform === 'win32') return;
    await open().append(entry('a'));
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.equal((await stat(path.dirname(file))).mode & 0o777, 0o700);
  });

  it('is one journal for two windows, whose lines never mix', async () => {
    const windows = [open(), open()];
    await Promise.all(
      Array.from({ length: 60 }, (_, at) => windows[at % 2]!.append(entry(`e${String(at).padStart(2, '0')}`))),
    );
    await windows[0]!.markUndone('e01', { at: 'then', by: 'e02' });
    for (const one of windows) {
      assert.equal((await one.list()).length, 60);
      assert.deepEqual((await one.get('e01'))?.undone, { at: 'then', by: 'e02' });
    }
  });

  it('loses nothing to windows that write while another lets go of what is too old', async () => {
    const [one, other, pruner] = [open(), open(), open()];
    for (let at = 0; at < 20; at++) await one.append(entry(`old${at}`, NOW - 8 * DAY));
    await Promise.all([
      ...Array.from({ length: 40 }, (_, at) => (at % 2 ? one : other).append(entry(`new${at}`))),
      pruner.prune(),
      open().prune(),
    ]);
    await pruner.prune();
    assert.equal((await one.list()).length, 40);
    const text = await readFile(file, 'utf8');
    assert(!text.includes('old'), 'old values are still on disk');
    assert.deepEqual(await readdir(path.dirname(file)), ['account.jsonl'], 'nothing is left beside it');
  });

  it('goes on after a write that was torn', async () => {
    await open().append(entry('a'));
    await writeFile(file, '{"entry":{"id":"torn","at":"2026-', { flag: 'a' });
    await open().append(entry('b'));
    assert.deepEqual(await ids(open()), ['a', 'b']);
  });

  it('rewrites even where a window died while it rewrote, later', async () => {
    const journal = open();
    await journal.append(entry('old', NOW - 8 * DAY));
    await writeFile(`${file}.rewrite`, '');
    await journal.prune();
    assert((await readFile(file, 'utf8')).includes('old'), 'another window may be at it');
    const { utimes } = await import('node:fs/promises');
    await utimes(`${file}.rewrite`, new Date(0), new Date(0));
    await journal.prune();
    assert(!(await readFile(file, 'utf8')).includes('old'));
  });

  it('keeps nothing with a retention of 0, from the moment it is set', async () => {
    const journal = open();
    await journal.append(entry('a'));
    days = 0;
    assert.deepEqual(await journal.list(), []);
    await journal.append(entry('b'));
    await journal.prune();
    await assert.rejects(stat(file), { code: 'ENOENT' });
    days = 7;
    assert.deepEqual(await journal.list(), []);
  });

  it('never shows what is too old, whether or not it is still in the file', async () => {
    await open().append(entry('old', NOW - 8 * DAY));
    await open().append(entry('new'));
    assert.deepEqual(await ids(open()), ['new']);
  });

  it('writes no key to disk, and still takes such a change back in its window', async () => {
    const journal = open({ holdsSecret: (text) => text.includes('s3cret-key') });
    await journal.append({ ...entry('a'), sentence: 'Wrote s3cret-key into a note' });
    await journal.append(entry('b'));
    assert(!(await readFile(file, 'utf8')).includes('s3cret'));
    assert.deepEqual((await ids(journal)).sort(), ['a', 'b']);
    await journal.markUndone('a', { at: 'then', by: 'b' });
    assert.equal((await journal.get('a'))?.undone?.by, 'b');
    assert.deepEqual(await ids(open()), ['b']);
  });

  it('is gone when it is cleared', async () => {
    const journal = open();
    await journal.append(entry('a'));
    await journal.clear();
    await assert.rejects(stat(file), { code: 'ENOENT' });
    assert.deepEqual(await journal.list(), []);
  });
});

describe('the journal in memory', () => {
  it('keeps, marks and forgets, and nobody changes what it keeps', async () => {
    let days = 7;
    const journal = memoryJournal(() => days);
    const first = entry('a');
    await journal.append(first);
    first.sentence = 'something else';
    assert.equal((await journal.get('a'))?.sentence, 'Changed a');
    await journal.markUndone('a', { at: 'then', by: 'b' });
    assert.equal((await journal.list())[0]?.undone?.by, 'b');
    days = 0;
    assert.deepEqual(await journal.list(), []);
    days = 7;
    await journal.clear();
    assert.deepEqual(await journal.list(), []);
  });
});
