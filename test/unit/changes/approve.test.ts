import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Approval, Approved } from '../../../src/attio/approved.js';
import { isApproved } from '../../../src/attio/approved.js';
import type { AttioApi } from '../../../src/attio/client.js';
import type {
  CreateNote,
  CreateOption,
  DeleteEntry,
  DeleteNote,
  MergeRecords,
  UpdateRecord,
} from '../../../src/attio/writes.js';
import { approve } from '../../../src/changes/approve.js';
import type { Batch, SingleChange } from '../../../src/changes/change.js';
import { id } from '../../support/fakeApi.js';

const now = Date.parse('2026-05-03T10:00:00Z');
const approval: Approval = { how: 'asked', at: new Date(now).toISOString(), surface: 'test' };
const create: CreateNote = {
  kind: 'note.create',
  parentObject: 'companies',
  parentRecordId: id(1),
  title: 'Call',
  format: 'markdown',
  content: 'Text',
};
const note = {
  parentObject: 'companies',
  parentRecordId: id(1),
  title: 'Call',
  content: 'Text',
  createdAt: '2026-05-01T10:00:00Z',
};
const remove: DeleteNote = { kind: 'note.delete', noteId: id(2), note };

describe('approving', () => {
  it('makes of a change and a word something the client takes, and freezes it', () => {
    const approved = approve(create, approval, now);
    assert.equal(isApproved(approved), true);
    assert.deepEqual(approved.change, create);
    assert.throws(() => {
      (approved as { change: CreateNote }).change = { ...create, title: 'Other' };
    }, TypeError);
    // What was approved is a copy: the caller's own object can change without changing it.
    const mine = { ...create };
    const copy = approve(mine, approval, now);
    mine.title = 'Changed later';
    assert.equal(copy.change.title, 'Call');
    assert.equal(isApproved(approve(remove, { ...approval, how: 'undo' }, now)), true);
    assert.equal(isApproved({ change: create, approval }), false);
  });

  it('refuses what is no change', () => {
    const bad: unknown[] = [
      undefined,
      null,
      {},
      { ...create, kind: 'note.shred' },
      { ...create, parentRecordId: 'x' },
      { ...create, parentObject: '../companies' },
      { ...create, title: undefined },
      { ...create, content: 5 },
      { ...create, format: 'html' },
      { ...create, createdAt: 'yesterday' },
      { ...create, createdAt: '2027-01-01T00:00:00Z' },
      { ...create, createdAt: '1969-01-01T00:00:00Z' },
      { ...create, meetingId: 'x' },
      { ...remove, noteId: '' },
      { ...remove, note: undefined },
    ];
    for (const one of bad)
      assert.throws(
        () => approve(one as SingleChange, approval, now),
        { name: 'AttioError', kind: 'validation', fate: 'no' },
        JSON.stringify(one),
      );
  });

  it('refuses what is no word', () => {
    const bad: unknown[] = [
      undefined,
      null,
      true,
      {},
      { ...approval, how: 'guessed' },
      { ...approval, at: 'now' },
      { ...approval, surface: ' ' },
      { ...approval, at: new Date(now - 2 * 3_600_000).toISOString() },
      { ...approval, at: new Date(now + 2 * 3_600_000).toISOString() },
      { ...approval, kept: 'yes' },
      { ...approval, kept: true, at: new Date(now - 31 * 24 * 3_600_000).toISOString() },
      { ...approval, kept: true, at: new Date(now + 2 * 3_600_000).toISOString() },
    ];
    for (const one of bad)
      assert.throws(() => approve(create, one as Approval, now), { kind: 'validation' }, JSON.stringify(one));
    fc.assert(fc.property(fc.anything(), (one) => void assert.throws(() => approve(create, one as Approval, now))));
  });

  it('takes an old word for a write that has waited since', () => {
    const kept = { ...approval, kept: true as const, at: new Date(now - 29 * 24 * 3_600_000).toISOString() };
    assert.equal(isApproved(approve(create, kept, now)), true);
  });

  it('is the only way: an unapproved change does not compile', () => {
    const tries = (api: AttioApi) => {
      // @ts-expect-error a plain change is not approved
      void api.notes.create(create);
      // @ts-expect-error nor is one that only looks so
      void api.notes.create({ change: create, approval });
      // @ts-expect-error nor may the approval of one kind of write serve another
      void api.notes.delete(approve(create, approval, now));
      const update: UpdateRecord = { kind: 'record.update', mode: 'append', object: 'a', recordId: id(1), values: {} };
      const merge: MergeRecords = {
        kind: 'record.merge',
        object: 'a',
        primaryRecordId: id(1),
        secondaryRecordId: id(2),
      };
      const entry: DeleteEntry = { kind: 'entry.delete', list: 'a', entryId: id(1) };
      const option: CreateOption = {
        kind: 'option.create',
        target: 'objects',
        identifier: 'a',
        attribute: 'b',
        title: 'c',
      };
      // @ts-expect-error a plain change of a record is not approved
      void api.records.update(update);
      // @ts-expect-error nor is it by an approval beside it
      void api.records.update({ change: update, approval });
      // @ts-expect-error the approval of an update is none for a merge
      void api.records.merge(approve(update, approval, now));
      // @ts-expect-error nor that of a merge for a delete
      void api.records.delete(approve(merge, approval, now));
      // @ts-expect-error a place in a list is not taken away unapproved
      void api.entries.delete(entry);
      // @ts-expect-error nor an option created
      void api.attributes.createOption(option);
      const batch: Batch = { kind: 'batch', title: 'all', changes: [update] };
      // @ts-expect-error a batch is approved as a whole and sent change by change, never at once
      void approve(batch, approval, now);
      void api.records.update(approve(update, approval, now));
      // @ts-expect-error the brand cannot be written down
      const forged: Approved<CreateNote> = { change: create, approval };
      void api.notes.create(approve(create, approval, now));
      return forged;
    };
    assert.equal(typeof tries, 'function');
  });
});
