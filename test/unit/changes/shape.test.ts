import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Change, SingleChange } from '../../../src/changes/change.js';
import { pendingId, pendingIndex, withIds } from '../../../src/changes/pending.js';
import { hasShape, keyOf } from '../../../src/changes/shape.js';
import { id } from '../../support/fakeApi.js';

const now = Date.parse('2026-05-03T10:00:00Z');
const on = { target: 'objects', identifier: 'deals' } as const;
const update = {
  kind: 'record.update',
  mode: 'overwrite',
  object: 'deals',
  recordId: id(1),
  values: { name: 'x' },
} as const;

const task = {
  content: 'Send the offer',
  deadlineAt: '2026-05-04T09:00:00.000Z',
  isCompleted: false,
  linkedRecords: [
    { object: 'companies', recordId: id(1) },
    { object: 'people', matching: { email_addresses: ['ada@acme.example'] } },
  ],
  assignees: [{ memberId: id(2) }, { email: 'ada@acme.example' }],
};

const GOOD: Change[] = [
  { kind: 'note.update', noteId: id(1), title: 'T' },
  {
    kind: 'note.update',
    noteId: id(1),
    format: 'markdown',
    content: '',
    base: { parentObject: 'companies', parentRecordId: id(2), title: '', content: 'Before' },
  },
  { kind: 'task.create', ...task },
  { kind: 'task.delete', taskId: id(1) },
  { kind: 'task.delete', taskId: id(2), task },
  { kind: 'record.create', object: 'deals', values: {} },
  { kind: 'record.assert', object: 'deals', matchingAttribute: 'name', values: { name: 'x' } },
  { ...update, base: { name: ['y'] } },
  { kind: 'record.delete', object: 'deals', recordId: id(1) },
  { kind: 'record.merge', object: 'deals', primaryRecordId: id(1), secondaryRecordId: id(2) },
  { kind: 'entry.create', list: 'l', parentObject: 'deals', parentRecordId: id(1), values: {} },
  { kind: 'entry.update', mode: 'append', list: 'l', entryId: id(1), values: { a: null } },
  { kind: 'entry.delete', list: 'l', entryId: id(1) },
  { kind: 'object.create', apiSlug: 'a', singularNoun: 'A', pluralNoun: 'As' },
  { kind: 'object.update', object: 'a', pluralNoun: 'As' },
  { kind: 'object.delete', object: 'a' },
  {
    ...on,
    kind: 'attribute.create',
    title: 'T',
    description: null,
    apiSlug: 't',
    type: 'text',
    isRequired: false,
    isUnique: false,
    isMultiselect: false,
  },
  { ...on, kind: 'attribute.update', attribute: 't', isArchived: true },
  { ...on, kind: 'option.create', attribute: 't', title: 'O' },
  { ...on, kind: 'option.update', attribute: 't', option: 'O', title: 'P' },
  { ...on, kind: 'status.create', attribute: 't', title: 'S' },
  { ...on, kind: 'status.update', attribute: 't', status: 'S', targetTimeInStatus: null },
];

describe('the shape of changes', () => {
  it('of every kind is known, alone and in a batch', () => {
    for (const change of GOOD) assert.equal(hasShape(change, now), undefined, JSON.stringify(change));
    const batch: Change = { kind: 'batch', title: 'All', changes: GOOD as SingleChange[] };
    assert.equal(hasShape(batch, now), undefined);
    assert.equal(new Set([...GOOD, batch].map(keyOf)).size, GOOD.length + 1);
  });

  it('is none when anything of it is missing or of another kind', () => {
    for (const change of GOOD) {
      for (const key of Object.keys(change)) {
        if (key === 'base') continue;
        const broken = { ...change, [key]: { not: 'it' } } as unknown as Change;
        // Values by slug may be anything that JSON can say.
        if (key === 'values') (broken as unknown as Record<string, unknown>).values = { 'not a slug': 1 };
        assert.notEqual(hasShape(broken, now), undefined, `${key} of ${JSON.stringify(broken)}`);
      }
    }
    for (const values of [
      { a: undefined },
      { a: () => 1 },
      { a: new Date() },
      { a: Number.NaN },
      { 'a/b': 1 },
      [],
      null,
    ]) {
      assert.notEqual(hasShape({ ...update, values } as unknown as Change, now), undefined);
    }
    assert.notEqual(hasShape({ ...update, values: {} }, now), undefined);
    const note = { kind: 'note.update', noteId: id(1) } as const;
    const base = { parentObject: 'companies', parentRecordId: id(2), title: '', content: '' };
    const wrong: Change[] = [
      note,
      { ...note, content: 'x' },
      { ...note, title: 'x', format: 'markdown' },
      { ...note, title: 'x', base: { ...base, parentRecordId: 'x' } },
      { ...note, title: 'x', base: null as never },
      { kind: 'task.create', ...task, content: ' ' },
      { kind: 'task.create', ...task, content: 'x'.repeat(2001) },
      { kind: 'task.create', ...task, deadlineAt: 'tomorrow' },
      { kind: 'task.create', ...task, linkedRecords: [{ object: 'companies', recordId: 'x' }] },
      { kind: 'task.create', ...task, linkedRecords: [{ object: 'companies', matching: {} }] },
      { kind: 'task.create', ...task, assignees: [{ email: '' }] },
      { kind: 'task.delete', taskId: id(1), task: { ...task, content: '' } },
    ];
    for (const change of wrong) assert.notEqual(hasShape(change, now), undefined, JSON.stringify(change));
    assert.notEqual(hasShape({ ...update, base: 'x' } as unknown as Change, now), undefined);
    fc.assert(fc.property(fc.anything(), (one) => assert.notEqual(hasShape(one as Change, now), undefined)));
  });

  it('of a batch refers only to what is created before', () => {
    const create: SingleChange = { kind: 'record.create', object: 'companies', values: {} };
    const refer = (to: number): SingleChange => ({
      ...update,
      values: { company: [{ target_object: 'companies', target_record_id: pendingId(to) }] },
    });
    const shape = (...changes: SingleChange[]) => hasShape({ kind: 'batch', title: 'B', changes }, now);
    assert.equal(shape(create, refer(0)), undefined);
    assert.match(shape(refer(1), create)!, /number 1 .* not created before/);
    assert.match(shape(refer(0))!, /not created before/);
    assert.match(shape(update, refer(0))!, /not created before/);
    assert.match(shape()!, /no changes/);
    const nested = { kind: 'batch', title: 'B', changes: [create] } as unknown as SingleChange;
    assert.match(shape(nested)!, /batches in it/);
    fc.assert(fc.property(fc.nat(100_000), (index) => pendingIndex(pendingId(index)) === index));
    assert.equal(pendingIndex(id(3)), undefined);
    assert.deepEqual(
      withIds(refer(0), (one) => (one === pendingId(0) ? id(9) : undefined)),
      {
        ...update,
        values: { company: [{ target_object: 'companies', target_record_id: id(9) }] },
      },
    );
  });

  it('names changes that do the same alike, whatever the person saw', () => {
    const upper = { ...update, recordId: id(1).toUpperCase(), base: { name: ['z'] } };
    assert.equal(
      keyOf(upper),
      keyOf({ values: update.values, recordId: id(1), object: 'deals', mode: 'overwrite', kind: 'record.update' }),
    );
    assert.notEqual(keyOf({ ...update, values: { name: null } }), keyOf({ ...update, values: { name: [] } }));
    assert.notEqual(keyOf({ ...update, mode: 'append' }), keyOf(update));
  });
});
