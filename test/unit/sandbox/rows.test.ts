import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { type Row, SYSTEM } from '../../../src/sandbox/model.js';
import { heldRows, joined, Rows } from '../../../src/sandbox/rows.js';

/** A row made at second `at`. */
const row = (id: string, at: number): Row => ({
  id,
  createdAt: new Date(at * 1000).toISOString(),
  createdBy: SYSTEM,
  values: new Map(),
});

const times = fc.uniqueArray(fc.nat(1000), { maxLength: 12 });

describe('sandbox rows', () => {
  it('are the same from every offset, in every order, as if they were a list (property)', () => {
    fc.assert(
      fc.property(times, times, fc.array(fc.nat(40), { maxLength: 8 }), fc.nat(30), (old, written, removed, offset) => {
        const held = old.sort((a, b) => b - a).map((at) => row(`old-${at}`, at));
        const half = Math.floor(held.length / 2);
        const rows = new Rows(joined(heldRows(held.slice(0, half)), heldRows(held.slice(half))));
        const added = written.map((at) => row(`new-${at}`, at));
        for (const one of added) rows.add(one);
        const all = [...[...added].reverse(), ...held];
        for (const index of removed) {
          const [gone] = index < all.length ? all.splice(index, 1) : [];
          if (gone) assert.equal(rows.remove(gone.id), true);
        }
        const ids = (from: Iterable<Row>) => [...from].map((one) => one.id);
        const listed = all.map((one) => one.id);
        assert.equal(rows.size, all.length);
        assert.deepEqual(ids(rows.from(offset)), listed.slice(offset));
        const at = (one: Row) => Date.parse(one.createdAt);
        for (const direction of ['asc', 'desc'] as const) {
          const sorted = ids(rows.byCreation(direction));
          const sign = direction === 'asc' ? 1 : -1;
          assert.deepEqual(
            sorted.map((id) => at(rows.get(id)!)),
            all.map(at).sort((a, b) => sign * (a - b)),
          );
          assert.deepEqual(ids(rows.byCreation(direction, offset)), sorted.slice(offset));
        }
      }),
    );
  });
});
