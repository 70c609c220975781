import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Batch } from '../../../src/changes/change.js';
import type { Sandbox } from '../../../src/sandbox/server.js';
import { assertBack, Chance, type Desk, dice, KINDS, portrait, type World, withSandbox, worldOf } from './sandboxed.js';

const RUNS = Number(process.env.FUZZ_RUNS ?? 20);

function batchOf(world: World, seed: number, kinds: readonly string[]): Batch {
  const chance = new Chance(world, dice(seed));
  const changes = kinds.map((kind, index) => chance.change(kind, index));
  return { kind: 'batch', title: 'Change this and that', changes };
}

describe('undoing, on the sample workspace', function () {
  this.timeout(20_000 + RUNS * 4000);
  let sandbox: Sandbox;
  let own: Desk;

  withSandbox((fresh, at) => {
    sandbox = fresh;
    own = at;
  });

  it('any batch leaves everything as it was, and undoing that does it again', async () => {
    const kinds = fc.array(fc.constantFrom(...KINDS), { minLength: 1, maxLength: 5 });
    const tally = { applied: 0, part: 0, nothing: 0 };
    await fc.assert(
      fc.asyncProperty(fc.nat(), kinds, async (seed, chosen) => {
        sandbox.reset();
        own.catalog.forget({ what: 'everything' });
        await own.journal.clear();
        const before = await worldOf(sandbox);
        const batch = batchOf(before, seed, chosen);
        const outcome = await own.service.write(batch, own.options());
        if (outcome.status === 'failed' && !outcome.applied) {
          tally.nothing++;
          // Attio refused the first: nothing was done.
          assert.equal(outcome.error.fate, 'no');
          assert(['validation', 'duplicate', 'not-found'].includes(outcome.error.kind), outcome.error.message);
          assert.deepEqual(portrait(await worldOf(sandbox)), portrait(before));
          assert.equal(own.journal.entries.length, 0);
          return;
        }
        assert(outcome.status === 'applied' || outcome.status === 'failed', outcome.status);
        if (outcome.status === 'failed') {
          tally.part++;
          assert(['validation', 'duplicate', 'not-found'].includes(outcome.error.kind), outcome.error.message);
        } else tally.applied++;
        const between = await worldOf(sandbox);
        const entry = own.journal.entries[0];
        if (!entry) return assert.deepEqual(portrait(between), portrait(before));
        const undone = await own.service.undo(entry, own.options());
        assert.equal(undone.status, 'applied', JSON.stringify({ undone, batch }));
        const after = await worldOf(sandbox);
        assertBack(after, before);
        const redo = own.journal.entries.find(({ undoes }) => undoes === entry.id);
        assert(own.journal.entries[0]!.undone);
        if (!redo) return;
        const redone = await own.service.undo(redo, own.options());
        assert.equal(redone.status, 'applied', JSON.stringify({ redone }));
        assertBack(await worldOf(sandbox), between);
      }),
      { numRuns: RUNS, ...(process.env.FUZZ_SEED && { seed: Number(process.env.FUZZ_SEED) }) },
    );
    assert(tally.applied > tally.nothing, JSON.stringify(tally));
  });
});
