import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ApplyOutcome, Batch, SingleChange } from '../../../src/changes/change.js';
import { type Fault, type Sandbox, startSandbox } from '../../../src/sandbox/server.js';
import { Chance, type Desk, desk, dice, portrait, type World, worldOf } from './sandboxed.js';

const RUNS = Number(process.env.FUZZ_RUNS ?? 25);

/** What goes wrong with writes; of the reads beside them the client's own tests speak. */
const FAULTS: Record<string, (path: string) => Fault> = {
  'reset before acting': (path) => ({ kind: 'reset', when: 'before', path }),
  'reset after acting': (path) => ({ kind: 'reset', when: 'after', path }),
  'a 500': (path) => ({ kind: 'status', status: 500, path }),
  'a 503': (path) => ({ kind: 'status', status: 503, path }),
  'a 429': (path) => ({ kind: 'rate-limit', retryAfter: 0, path }),
  'half an answer': (path) => ({ kind: 'truncate', path }),
  'an answer that is none': (path) => ({ kind: 'malformed', path }),
};

/** Where a change is written to. */
function written(change: SingleChange): { method: string; path: string } {
  switch (change.kind) {
    case 'record.create':
      return { method: 'POST', path: `/objects/${change.object}/records` };
    case 'record.update':
      return { method: change.mode === 'append' ? 'PATCH' : 'PUT', path: change.recordId };
    case 'record.delete':
      return { method: 'DELETE', path: change.recordId };
    case 'entry.create':
      return { method: 'POST', path: `/lists/${change.list}/entries` };
    case 'entry.update':
      return { method: change.mode === 'append' ? 'PATCH' : 'PUT', path: change.entryId };
    case 'entry.delete':
      return { method: 'DELETE', path: change.entryId };
    default:
      return { method: change.kind === 'note.create' ? 'POST' : 'DELETE', path: '/v2/notes' };
  }
}

describe('writes that go wrong on the way', function () {
  this.timeout(20_000 + RUNS * 5000);
  let sandbox: Sandbox;
  let own: Desk;

  before(async () => {
    sandbox = await startSandbox();
  });
  after(() => sandbox.close());
  beforeEach(() => {
    own = desk(sandbox);
  });
  afterEach(() => own.close());

  /** The same world written to without faults. */
  async function ideal(changes: SingleChange[], start: World): Promise<string[] | undefined> {
    sandbox.reset();
    const calm = desk(sandbox);
    const batch: Batch = { kind: 'batch', title: 'Do', changes };
    const outcome = await calm.service.write(batch, calm.options());
    await calm.close();
    return outcome.status === 'applied' ? portrait(await worldOf(sandbox), start) : undefined;
  }

  const counts = (world: World) => [world.rows.length, world.notes.length];

  it('are done once, or not at all and are done by the next try, and are in the journal', async () => {
    const kinds = fc.constantFrom(
      'record.create',
      'record.update',
      'record.delete',
      'entry.create',
      'entry.update',
      'entry.delete',
      'note.create',
      'note.delete',
    );
    const names = Object.keys(FAULTS);
    let tried = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        kinds,
        fc.constantFrom(...names),
        fc.integer({ min: 1, max: 3 }),
        fc.boolean(),
        async (seed, kind, name, times, alone) => {
          sandbox.reset();
          const start = await worldOf(sandbox);
          const chance = new Chance(start, dice(seed));
          const first = alone ? [] : [chance.change('note.create', 0)];
          const changes = [...first, chance.change(kind, first.length)];
          const wanted = await ideal(changes, start);
          if (!wanted) return;
          const goal = await worldOf(sandbox);
          sandbox.reset();
          own.catalog.forget({ what: 'everything' });
          await own.journal.clear();
          const { method, path } = written(changes.at(-1)!);
          // Reads by POST (queries) have the path of writes; they are left alone.
          const fault = { ...FAULTS[name]!(path), method, times } as Fault;
          sandbox.setFaults([fault]);
          const change = alone ? changes[0]! : ({ kind: 'batch', title: 'Do', changes } as Batch);
          const tries: ApplyOutcome[] = [];
          for (let again = 0; again < 3; again++) {
            tries.push(await own.service.write(change, own.options()));
            if (tries.at(-1)!.status === 'applied') break;
            sandbox.setFaults([]);
          }
          sandbox.setFaults([]);
          tried++;
          const story = JSON.stringify({ name, times, change, tries }).slice(0, 3000);
          assert.equal(tries.at(-1)!.status, 'applied', story);
          const now = await worldOf(sandbox);
          assert.deepEqual(counts(now), counts(goal), story);
          // Whatever it took to write it, the journal takes it back.
          for (const entry of [...own.journal.entries].reverse()) {
            const undone = await own.service.undo(entry, own.options());
            assert.equal(undone.status, 'applied', `${JSON.stringify(undone)} ${story}`);
          }
          assert.deepEqual(portrait(await worldOf(sandbox), start), portrait(start), story);
        },
      ),
      { numRuns: RUNS },
    );
    assert(tried > RUNS / 4);
  });

  it('are taken back once, whatever goes wrong with that', async () => {
    const kinds = fc.constantFrom('record.create', 'record.update', 'record.delete', 'entry.delete', 'note.delete');
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        kinds,
        fc.constantFrom(...Object.keys(FAULTS)),
        fc.constantFrom('POST', 'PUT', 'DELETE'),
        async (seed, kind, name, method) => {
          sandbox.reset();
          own.catalog.forget({ what: 'everything' });
          await own.journal.clear();
          const start = await worldOf(sandbox);
          const outcome = await own.service.write(new Chance(start, dice(seed)).change(kind, 0), own.options());
          const entry = own.journal.entries[0];
          if (outcome.status !== 'applied' || !entry) return;
          // One request of the undo, whichever it is: a POST may be a query, which is read again.
          sandbox.setFaults([{ ...FAULTS[name]!('/v2/'), method } as Fault]);
          const tries: ApplyOutcome[] = [];
          for (let again = 0; again < 3; again++) {
            tries.push(await own.service.undo(entry, own.options()));
            if (tries.at(-1)!.status === 'applied') break;
            sandbox.setFaults([]);
          }
          sandbox.setFaults([]);
          const story = JSON.stringify({ kind, name, method, tries }).slice(0, 3000);
          assert.equal(tries.at(-1)!.status, 'applied', story);
          assert.deepEqual(portrait(await worldOf(sandbox), start), portrait(start), story);
          assert(own.journal.entries[0]!.undone, story);
        },
      ),
      { numRuns: RUNS },
    );
  });
});
