import assert from 'node:assert/strict';
import { Branch, type Page } from '../../../../src/editor/tree/branch.js';

interface Node {
  id: string;
  name: string;
}

/** A branch over numbered nodes, whose readings the test answers one by one. */
function rig(total: number, size: number) {
  const asked: { offset: number; fresh: boolean; signal: AbortSignal; settle: (error?: Error) => void }[] = [];
  const branch = new Branch<Node>({
    read: (offset, fresh, signal) =>
      new Promise<Page<Node>>((resolve, reject) => {
        const settle = (error?: Error) => {
          if (error) return reject(error);
          const end = Math.min(total, offset + size);
          const nodes = Array.from({ length: end - offset }, (_, i) => ({
            id: `${offset + i}`,
            name: `read ${asked.length}`,
          }));
          resolve({ nodes, next: end < total ? end : undefined });
        };
        asked.push({ offset, fresh, signal, settle });
      }),
    merge: (old, read) => Object.assign(old, { name: read.name }),
  });
  const answer = async (error?: Error) => {
    await new Promise(setImmediate);
    asked.at(-1)!.settle(error);
    await new Promise(setImmediate);
  };
  const ids = () => branch.nodes.map(({ id }) => id).join();
  return { branch, asked, answer, ids };
}

describe('a list read page by page', () => {
  it('asks once for all who ask at the same time', async () => {
    const { branch, asked, answer, ids } = rig(3, 2);
    const both = Promise.all([branch.read(), branch.read()]);
    await answer();
    await both;
    assert.equal(asked.length, 1);
    assert.equal(ids(), '0,1');
    const more = Promise.all([branch.more(), branch.more()]);
    await answer();
    const [first] = await more;
    assert.equal(first?.id, '2');
    assert.equal(asked.length, 2);
    assert.equal(branch.hasMore, false);
    assert.equal(await branch.more(), undefined);
    assert.equal(asked.length, 2);
  });

  it('keeps a failure until someone asks again', async () => {
    const { branch, asked, answer, ids } = rig(1, 2);
    const first = branch.read();
    await answer(new Error('no'));
    await first;
    await branch.read();
    await branch.read();
    assert.equal(asked.length, 1);
    assert.equal(branch.failure?.of, 'list');
    await branch.retry();
    const again = branch.read();
    await answer();
    await again;
    assert.equal(asked.length, 2);
    assert.equal(asked[1]!.fresh, true);
    assert.equal(branch.failure, undefined);
    assert.equal(ids(), '0');
  });

  it('keeps what is listed when the next page fails, and retries that page', async () => {
    const { branch, asked, answer, ids } = rig(4, 2);
    const first = branch.read();
    await answer();
    await first;
    const more = branch.more();
    await answer(new Error('no'));
    assert.equal(await more, undefined);
    assert.equal(branch.failure?.of, 'more');
    assert.equal(ids(), '0,1');
    const retry = branch.retry();
    await answer();
    await retry;
    assert.deepEqual(
      asked.map(({ offset }) => offset),
      [0, 2, 2],
    );
    assert.equal(ids(), '0,1,2,3');
  });

  it('reads again as many pages as are listed, into the same nodes', async () => {
    const { branch, asked, answer, ids } = rig(6, 2);
    const first = branch.read();
    await answer();
    await first;
    const more = branch.more();
    await answer();
    await more;
    const before = [...branch.nodes];
    branch.refresh(true);
    const again = branch.read();
    await answer();
    await answer();
    await again;
    assert.deepEqual(
      asked.map(({ offset, fresh }) => `${offset} ${fresh}`),
      ['0 false', '2 false', '0 true', '2 true'],
    );
    assert.equal(ids(), '0,1,2,3');
    assert.ok(branch.nodes.every((node, i) => node === before[i]));
    assert.equal(branch.nodes[0]!.name, 'read 3');
    assert.equal(branch.hasMore, true);
  });

  it('drops the answer of a reading that was replaced', async () => {
    const { branch, asked, ids } = rig(2, 2);
    const reading = branch.read();
    await new Promise(setImmediate);
    branch.refresh(false);
    await new Promise(setImmediate);
    assert.equal(asked[0]!.signal.aborted, true);
    asked[0]!.settle(new Error('late'));
    await new Promise(setImmediate);
    assert.equal(asked.length, 2);
    asked[1]!.settle();
    await reading;
    assert.equal(branch.failure, undefined);
    assert.equal(ids(), '0,1');
  });

  it('learns nothing once closed', async () => {
    const { branch, asked, ids } = rig(2, 2);
    const reading = branch.read();
    await new Promise(setImmediate);
    branch.close();
    assert.equal(asked[0]!.signal.aborted, true);
    asked[0]!.settle();
    await reading;
    assert.equal(ids(), '');
    await branch.read();
    assert.equal(asked.length, 1);
  });

  it('lists a node once that comes on two pages', async () => {
    let call = 0;
    const branch = new Branch<Node>({
      read: async () =>
        call++ === 0
          ? {
              nodes: [
                { id: 'a', name: '' },
                { id: 'b', name: '' },
              ],
              next: 2,
            }
          : {
              nodes: [
                { id: 'b', name: '' },
                { id: 'c', name: '' },
              ],
              next: undefined,
            },
      merge: (old) => old,
    });
    await branch.read();
    assert.equal((await branch.more())?.id, 'c');
    assert.deepEqual(
      branch.nodes.map(({ id }) => id),
      ['a', 'b', 'c'],
    );
  });

  it('moves on by what is put first and taken out', async () => {
    const { branch, asked, answer, ids } = rig(6, 2);
    const first = branch.read();
    await answer();
    await first;
    branch.putFirst({ id: 'new', name: 'made' });
    assert.equal(ids(), 'new,0,1');
    const more = branch.more();
    await answer();
    await more;
    assert.equal(asked.at(-1)!.offset, 3, 'what was second on the list is third now');
    branch.remove(branch.nodes[1]!);
    const again = branch.more();
    await answer();
    await again;
    assert.equal(asked.at(-1)!.offset, 4);
  });

  it('lets everything go when something else is asked for', async () => {
    const { branch, asked, answer, ids } = rig(6, 2);
    const first = branch.read();
    await answer();
    await first;
    void branch.more();
    branch.restart();
    assert.equal(ids(), '');
    assert.ok(asked[1]!.signal.aborted);
    assert.equal(branch.touched, false);
    const second = branch.read();
    await answer();
    await second;
    assert.equal(ids(), '0,1');
    assert.equal(asked.length, 3);
  });

  it('goes on by cursors where pages have those, also after a refresh and a row less', async () => {
    const pages: Record<string, Page<Node, string>> = {
      '': { nodes: [{ id: 'a', name: '' }], next: 'two' },
      two: { nodes: [{ id: 'b', name: '' }], next: 'three' },
      three: { nodes: [{ id: 'c', name: '' }], next: undefined },
    };
    const asked: string[] = [];
    const branch = new Branch<Node, string>({
      first: '',
      read: async (cursor) => {
        asked.push(cursor);
        return pages[cursor]!;
      },
      merge: (old) => old,
    });
    await branch.read();
    await branch.more();
    branch.refresh(true);
    await branch.read();
    branch.remove(branch.nodes[0]!);
    await branch.more();
    assert.deepEqual(asked, ['', 'two', '', 'two', 'three']);
    assert.equal(branch.nodes.map(({ id }) => id).join(), 'b,c');
    assert.equal(branch.hasMore, false);
  });
});
