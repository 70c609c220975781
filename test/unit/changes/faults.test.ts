import assert from 'node:assert/strict';
import fc from 'fast-check';
import { AttioError } from '../../../src/attio/errors.js';
import type { ApplyOutcome, Batch, SingleChange } from '../../../src/changes/change.js';
import { seedId } from '../../../src/sandbox/ids.js';
import type { Fault, Sandbox } from '../../../src/sandbox/server.js';
import {
  agree,
  assertBack,
  Chance,
  type Desk,
  desk,
  dice,
  portrait,
  type World,
  withSandbox,
  worldOf,
} from './sandboxed.js';

const RUNS = Number(process.env.FUZZ_RUNS ?? 10);

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
    case 'note.update':
      return { method: 'PATCH', path: '/v2/notes' };
    case 'task.create':
    case 'task.delete':
      return { method: change.kind === 'task.create' ? 'POST' : 'DELETE', path: '/v2/tasks' };
    default:
      return { method: change.kind === 'note.create' ? 'POST' : 'DELETE', path: '/v2/notes' };
  }
}

const LOST = new AttioError({
  kind: 'timeout',
  operation: 'test',
  message: 'No answer came.',
  remedy: 'Try again.',
  fate: 'unknown',
});

describe('writes that go wrong on the way', function () {
  this.timeout(20_000 + RUNS * 5000);
  let sandbox: Sandbox;
  let own: Desk;

  withSandbox((fresh, at) => {
    sandbox = fresh;
    own = at;
  });

  /** The same world written to without faults. */
  async function ideal(changes: SingleChange[], start: World): Promise<string[] | undefined> {
    sandbox.reset();
    const calm = desk(sandbox);
    const batch: Batch = { kind: 'batch', title: 'Do', changes };
    const outcome = await calm.service.write(batch, calm.options());
    await calm.close();
    return outcome.status === 'applied' ? portrait(await worldOf(sandbox), start) : undefined;
  }

  const counts = (world: World) => [world.rows.length, world.notes.length, world.tasks.length];

  it('are done once, or not at all and are done by the next try, and are in the journal', async () => {
    const kinds = fc.constantFrom(
      'record.create',
      'record.update',
      'record.delete',
      'entry.create',
      'entry.update',
      'entry.delete',
      'note.create',
      'note.update',
      'note.delete',
      'task.create',
      'task.delete',
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
          // From the word on: what is read before has the paths of writes in part.
          const fault = { ...FAULTS[name]!(path), method, times } as Fault;
          const change = alone ? changes[0]! : ({ kind: 'batch', title: 'Do', changes } as Batch);
          const tries: ApplyOutcome[] = [];
          for (let again = 0; again < 3; again++) {
            tries.push(
              await own.service.write(
                change,
                own.options({
                  approve: (preview, asked) => {
                    if (again === 0) sandbox.setFaults([fault]);
                    return agree(preview, asked);
                  },
                }),
              ),
            );
            sandbox.setFaults([]);
            if (tries.at(-1)!.status === 'applied') break;
          }
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
          assertBack(await worldOf(sandbox), start, story);
        },
      ),
      { numRuns: RUNS },
    );
    assert(tried > RUNS / 4);
  });

  describe('a create whose answer was lost', () => {
    const unique: SingleChange = { kind: 'record.create', object: 'companies', values: { domains: ['lost.example'] } };
    const plain: SingleChange = { kind: 'record.create', object: 'projects', values: { name: 'Lost and found' } };
    const placed: SingleChange = {
      kind: 'entry.create',
      list: 'target_accounts',
      parentObject: 'companies',
      parentRecordId: seedId('companies', 'orbital-foods'),
      values: { fit: 4 },
    };
    const cases: [string, SingleChange][] = [
      ['a record with a unique value', unique],
      ['a record without', plain],
      ['a place in a list', placed],
    ];
    for (const [what, change] of cases) {
      it(`is found, and not sent again: ${what}`, async () => {
        sandbox.reset();
        const { records, entries } = own.api;
        const [make, place] = [records.create, entries.create];
        records.create = (approved, call) => make(approved, call).then(() => Promise.reject(LOST));
        entries.create = (approved, call) => place(approved, call).then(() => Promise.reject(LOST));
        const outcome = await own.service.write(change, own.options());
        assert(outcome.status === 'applied' && outcome.applied.alreadyDone, JSON.stringify(outcome));
        assert.equal(own.journal.entries.length, 1);
      });

      it(`and that is not found is looked for first when it is tried again: ${what}`, async () => {
        sandbox.reset();
        const before = await worldOf(sandbox);
        const { method, path } = written(change);
        const { records, entries } = own.api;
        const [make, place] = [records.create, entries.create];
        let late: (() => Promise<unknown>) | undefined;
        // It is on its way for longer than anybody looks for it.
        records.create = async (approved, call) => {
          late = () => make(approved, call);
          throw LOST;
        };
        entries.create = async (approved, call) => {
          late = () => place(approved, call);
          throw LOST;
        };
        const first = await own.service.write(change, own.options());
        assert(first.status === 'failed' && first.error.fate === 'unknown');
        assert.equal(own.journal.entries.length, 0);
        await late!();
        records.create = make;
        entries.create = place;
        const sent = () =>
          sandbox.requests().filter((one) => one.method === method && one.path.endsWith(path.split('?')[0]!)).length;
        const then = sent();
        const second = await own.service.write(change, own.options());
        assert(second.status === 'applied' && second.applied.alreadyDone, JSON.stringify(second));
        assert.equal(sent(), then);
        assert.equal((await worldOf(sandbox)).rows.length, before.rows.length + 1);
        const undone = await own.service.undo(own.journal.entries[0]!, own.options());
        assert.equal(undone.status, 'applied');
        assert.deepEqual(portrait(await worldOf(sandbox)), portrait(before));
      });
    }

    it('is not taken for another one that was the same before', async () => {
      sandbox.reset();
      const twin = await own.service.write(plain, own.options());
      assert(twin.status === 'applied');
      own.api.records.create = () => Promise.reject(LOST);
      assert.equal((await own.service.write(plain, own.options())).status, 'failed');
    });
  });

  it('that turn out to be made are in the journal after all, with what was there before', async () => {
    sandbox.reset();
    const before = await worldOf(sandbox);
    const change: SingleChange = {
      kind: 'record.update',
      mode: 'overwrite',
      object: 'deals',
      recordId: seedId('deals', 'acme-renewal'),
      values: { next_step: 'Call', priority: 1 },
    };
    const { records } = own.api;
    const [put, get] = [records.update, records.get];
    records.update = (approved, call) => put(approved, call).then(() => Promise.reject(LOST));
    records.get = () => Promise.reject(LOST);
    const first = await own.service.write(change, own.options());
    assert(first.status === 'failed' && first.error.fate === 'unknown');
    Object.assign(records, { update: put, get });
    const second = await own.service.write(change, own.options());
    assert(second.status === 'applied' && second.applied.alreadyDone);
    assert.equal(own.seen.length, 1);
    const undone = await own.service.undo(own.journal.entries[0]!, own.options());
    assert.equal(undone.status, 'applied');
    assert.deepEqual(portrait(await worldOf(sandbox)), portrait(before));
  });

  it('are taken back once, whatever goes wrong with that', async () => {
    const kinds = fc.constantFrom(
      'record.create',
      'record.update',
      'record.delete',
      'entry.delete',
      'note.update',
      'note.delete',
      'task.create',
      'task.delete',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        kinds,
        fc.constantFrom(...Object.keys(FAULTS)),
        fc.constantFrom('POST', 'PUT', 'PATCH', 'DELETE'),
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
          assertBack(await worldOf(sandbox), start, story);
          assert(own.journal.entries[0]!.undone, story);
        },
      ),
      { numRuns: RUNS },
    );
  });
});
