import assert from 'node:assert/strict';
import type { Applied, Change, SingleChange } from '../../../src/changes/change.js';
import type { JournalEntry } from '../../../src/changes/journal.js';
import { asNow, idNow, renewedBy, renewedIn } from '../../../src/changes/renewed.js';
import { seedId } from '../../../src/sandbox/seed.js';
import type { Sandbox } from '../../../src/sandbox/server.js';
import { id } from '../../support/fakeApi.js';
import { type Desk, raw, withSandbox } from './sandboxed.js';
import { applied } from './support.js';

const LIST = 'renewals_2026';
const ACME = { object: 'deals', recordId: seedId('deals', 'acme-renewal') };

describe('what an undo made again', () => {
  let sandbox: Sandbox;
  let own: Desk;
  let entryId: string;

  withSandbox((fresh, at) => {
    sandbox = fresh;
    own = at;
  });
  beforeEach(async () => {
    [{ entry_id: entryId }] = await raw(sandbox, 'GET', `/v2/objects/deals/records/${ACME.recordId}/entries`);
  });

  const write = async (change: Change): Promise<Applied> => applied(await own.service.write(change, own.options()));
  /** As Undo Last Change does. */
  async function undoLast(): Promise<Applied> {
    const last = own.journal.entries.findLast(({ undone, undoes }) => !undone && undoes === undefined)!;
    return applied(await own.service.undo(last, own.options()));
  }
  const atRisk = (values: boolean): SingleChange => ({
    kind: 'entry.update',
    mode: 'overwrite',
    list: LIST,
    entryId,
    values: { at_risk: values },
  });
  const entries = () => raw(sandbox, 'GET', `/v2/objects/deals/records/${ACME.recordId}/entries`);
  const riskOf = async (entry: string): Promise<boolean> =>
    (await raw(sandbox, 'GET', `/v2/lists/${LIST}/entries/${entry}`)).entry_values.at_risk[0].value;

  it('is what older changes of the entry are taken back on, however often it was removed', async () => {
    await write(atRisk(true));
    for (let round = 0; round < 2; round++) {
      const [{ entry_id: now }] = await entries();
      await write({ kind: 'entry.delete', list: LIST, entryId: now });
      await undoLast();
    }
    const [{ entry_id: now }] = await entries();
    assert.notEqual(now, entryId);
    assert.equal(await riskOf(now), true);
    await undoLast();
    assert.equal(await riskOf(now), false);
  });

  it('is found after a batch as well, and by what is undone of an undo', async () => {
    await write(atRisk(true));
    const removal: SingleChange = { kind: 'entry.delete', list: LIST, entryId };
    const note: SingleChange = {
      kind: 'note.create',
      parentObject: 'deals',
      parentRecordId: ACME.recordId,
      title: 'Out',
      content: 'Taken out.',
      format: 'markdown',
    };
    await write({ kind: 'batch', title: 'Remove it, and say so', changes: [note, removal] });
    await undoLast();
    const first = own.journal.entries.at(-1)!;
    // The undo is taken back, and that as well.
    applied(await own.service.undo(first, own.options()));
    assert.deepEqual(await entries(), []);
    applied(await own.service.undo(own.journal.entries.at(-1)!, own.options()));
    const [{ entry_id: now }] = await entries();
    await undoLast();
    assert.equal(await riskOf(now), false);
  });

  it('is a record with what hangs on it, and what refers to it', async () => {
    const rename = (recordId: string, name: string): SingleChange => ({
      kind: 'record.update',
      mode: 'overwrite',
      object: 'deals',
      recordId,
      values: { name },
    });
    const before = (await raw(sandbox, 'GET', `/v2/objects/deals/records/${ACME.recordId}`)).values.name[0].value;
    await write(rename(ACME.recordId, 'Another name'));
    await write(atRisk(true));
    await write({ kind: 'record.delete', ...ACME });
    const back = await undoLast();
    const now = back.parts?.[0]?.record?.id.record_id;
    assert(now && now !== ACME.recordId);
    await undoLast();
    await undoLast();
    assert.equal((await raw(sandbox, 'GET', `/v2/objects/deals/records/${now}`)).values.name[0].value, before);
    const [{ entry_id: entry }] = await raw(sandbox, 'GET', `/v2/objects/deals/records/${now}/entries`);
    assert.equal(await riskOf(entry), false);
  });

  it('is a note or a task', async () => {
    const made = await write({
      kind: 'task.create',
      content: 'Call them',
      deadlineAt: null,
      isCompleted: false,
      linkedRecords: [],
      assignees: [],
    } as Change);
    const taskId = made.task!.id.task_id;
    await write({ kind: 'task.update', taskId, isCompleted: true } as Change);
    await write({ kind: 'task.delete', taskId } as Change);
    await undoLast();
    await undoLast();
    const gone = await undoLast();
    assert.equal(gone.change.kind, 'task.delete');
    assert.equal(gone.differences.length, 0, gone.differences.join());
    assert(
      (await raw(sandbox, 'GET', '/v2/tasks?limit=500')).every(
        (one: { content_plaintext: string }) => one.content_plaintext !== 'Call them',
      ),
    );
  });
});

describe('ids of now', () => {
  const entry = (...renewed: [number, number][]): JournalEntry => ({
    id: 'one',
    at: '2026-11-20T10:00:00Z',
    accountId: 'attio:acme',
    surface: 'changes.undo',
    sentence: 'Undid',
    change: { kind: 'batch', title: '', changes: [] },
    renewed: renewed.map(([before, now]): [string, string] => [id(before), id(now)]),
  });

  it('are found through every step, and never for ever', () => {
    const renewed = renewedIn([entry([1, 2]), entry([2, 3], [5, 6]), entry([6, 5])]);
    assert.equal(idNow(renewed, id(1)), id(3));
    assert.equal(idNow(renewed, id(3)), undefined);
    // Ids do not come back: of such a journal it is only asked that it ends.
    assert(idNow(renewed, id(5)));
  });

  it('stand in a change wherever an id does, and in no other text', () => {
    const change: Change = {
      kind: 'record.update',
      mode: 'overwrite',
      object: 'people',
      recordId: id(1),
      values: { company: [{ target_object: 'companies', target_record_id: id(2) }], name: `of ${id(1)}` },
    };
    const now = asNow(change, renewedIn([entry([1, 7], [2, 8])]));
    assert.deepEqual(now, {
      ...change,
      recordId: id(7),
      values: { company: [{ target_object: 'companies', target_record_id: id(8) }], name: `of ${id(1)}` },
    });
    assert.equal(asNow(change, new Map()), change);
  });

  it('are none where nothing was made in its place', () => {
    const change: Change = { kind: 'batch', title: '', changes: [] };
    assert.deepEqual(renewedBy({ again: [[id(1), 4]] }, { change, parts: [], differences: [], undo: undefined }), []);
  });
});
