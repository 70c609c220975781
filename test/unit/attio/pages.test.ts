import assert from 'node:assert/strict';
import { cursorPages, onePage } from '../../../src/attio/pages.js';

const id = (row: string) => row;
async function all<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const row of rows) list.push(row);
  return list;
}

describe('pages by cursor', () => {
  const book: Record<string, { items: string[]; next: string | null }> = {
    '': { items: ['a', 'b'], next: 'c1' },
    c1: { items: [], next: 'c2' },
    c2: { items: ['b', 'c'], next: null },
  };
  const asked: (string | undefined)[] = [];
  const fetchPage = async (cursor: string | undefined) => {
    asked.push(cursor);
    return book[cursor ?? '']!;
  };
  beforeEach(() => asked.splice(0));

  it('go on over an empty page to the end, each row once', async () => {
    assert.deepEqual(await all(cursorPages(fetchPage, { id })), ['a', 'b', 'c']);
    assert.deepEqual(asked, [undefined, 'c1', 'c2']);
  });

  it('begin where they are told to', async () => {
    assert.deepEqual(await all(cursorPages(fetchPage, { id, cursor: 'c2' })), ['b', 'c']);
  });

  it('read nothing ahead of who takes the rows', async () => {
    const rows = cursorPages(fetchPage, { id });
    await rows.next();
    await rows.next();
    assert.deepEqual(asked, [undefined]);
    await rows.return();
    assert.deepEqual(asked, [undefined]);
  });

  it('end when a cursor comes back, instead of going round', async () => {
    let count = 0;
    const round = async () => ({ items: [`${count++}`], next: 'same' });
    assert.deepEqual(await all(cursorPages(round, { id })), ['0', '1']);
  });

  it('stop between pages when aborted', async () => {
    const stop = new AbortController();
    const rows = cursorPages(fetchPage, { id, signal: stop.signal });
    await rows.next();
    await rows.next();
    stop.abort(new Error('enough'));
    await assert.rejects(rows.next(), /enough/);
    assert.equal(asked.length, 1);
  });

  it('remember a bounded number of rows', async () => {
    const pageOf = (n: number) => Array.from({ length: 1000 }, (_, i) => `${n * 1000 + i}`);
    const endless = async (cursor: string | undefined) => {
      const n = Number(cursor ?? 0);
      // After ten thousand rows the first page comes again: it is long forgotten, and given again.
      return n < 10 ? { items: pageOf(n), next: String(n + 1) } : { items: pageOf(0), next: null };
    };
    assert.equal((await all(cursorPages(endless, { id }))).length, 11_000);
  });
});

describe('one page that is all', () => {
  it('gives each row once, and asks once', async () => {
    let asked = 0;
    const rows = onePage(async () => ['a', 'b', 'a'].slice(0, 3 + asked++), { id });
    assert.deepEqual(await all(rows), ['a', 'b']);
    assert.equal(asked, 1);
  });

  it('does not ask when it was aborted before', async () => {
    const rows = onePage(() => assert.fail('it asked'), { id, signal: AbortSignal.abort(new Error('no')) });
    await assert.rejects(rows.next(), /no/);
  });
});
