import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { JournalEntry } from '../../../../src/changes/journal.js';
import {
  entryLine,
  kept,
  readJournal,
  undoneLine,
  writtenJournal,
} from '../../../../src/editor/changes/journalFormat.js';

const DAY = 86_400_000;

const entries = (): fc.Arbitrary<JournalEntry[]> =>
  fc
    .uniqueArray(
      fc.record({
        id: fc.uuid(),
        minute: fc.integer({ min: 0, max: 10_000 }),
        sentence: fc.string({ unit: 'binary' }),
        text: fc.string({ unit: 'binary' }),
      }),
      { selector: ({ id }) => id, maxLength: 8 },
    )
    .map((some) =>
      some.map(({ id, minute, sentence, text }) => ({
        id,
        at: new Date(Date.UTC(2026, 0, 1) + minute * 60_000).toISOString(),
        accountId: 'attio:w',
        surface: 'records.edit',
        sentence,
        change: { kind: 'record.update', mode: 'overwrite', object: 'deals', recordId: id, values: { name: text } },
      })),
    );

const ids = (some: JournalEntry[]) => some.map(({ id }) => id).sort();
const stable = (some: JournalEntry[]) =>
  JSON.parse(JSON.stringify([...some].sort((a, b) => (a.id < b.id ? -1 : 1)))) as unknown;

describe('the journal’s file', function () {
  this.timeout(20_000);
  it('reads what was written, whatever stands in it, oldest first', () =>
    fc.assert(
      fc.property(entries(), (some) => {
        const read = readJournal(writtenJournal(some));
        assert.deepEqual(stable(read), stable(some));
        const times = read.map(({ at }) => at);
        assert.deepEqual(times, [...times].sort());
      }),
    ));

  it('reads the same from lines in any order and from lines that are there twice', () =>
    fc.assert(
      fc.property(entries(), fc.array(fc.nat(7), { maxLength: 6 }), fc.func(fc.nat()), (some, undone, order) => {
        const marks = undone
          .flatMap((index) => some[index] ?? [])
          .map(({ id }) => undoneLine(id, { at: '2026-02-01T00:00:00.000Z', by: 'x' }));
        const lines = [...some.map(entryLine), ...marks];
        const twice = [...lines, ...lines].map((text, at) => ({ text, key: order(at) }));
        const shuffled = twice.sort((a, b) => a.key - b.key).map(({ text }) => text);
        assert.deepEqual(readJournal(shuffled.join('')), readJournal(lines.join('')));
      }),
    ));

  it('loses to a torn write that one line alone, wherever it was torn and whatever comes after', () =>
    fc.assert(
      fc.property(entries(), entries(), fc.nat(), (before, after, cut) => {
        const torn = entryLine({ ...sample, id: 'torn' });
        const part = Buffer.from(torn).subarray(0, cut % (Buffer.byteLength(torn) - 1));
        const file = Buffer.concat([Buffer.from(writtenJournal(before)), part, Buffer.from(writtenJournal(after))]);
        const read = readJournal(file.toString('utf8'));
        const found = read.filter(({ id }) => id !== 'torn');
        assert.deepEqual(ids(found), [...new Set([...ids(before), ...ids(after)])].sort());
      }),
    ));

  it('passes over whatever else is in it', () =>
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.json()), { maxLength: 10 }), (junk) => {
        const lines = junk.filter((text) => !text.includes('\n'));
        const read = readJournal(`${lines.join('\n')}${entryLine(sample)}${lines.join('\n')}`);
        assert.deepEqual(ids(read), [sample.id]);
      }),
    ));

  it('marks what was taken back, when and by which entry', () => {
    const undone = { at: '2026-02-01T00:00:00.000Z', by: 'b' };
    assert.deepEqual(readJournal(undoneLine(sample.id, undone) + entryLine(sample))[0]?.undone, undone);
    assert.deepEqual(readJournal(undoneLine('another', undone) + entryLine(sample))[0]?.undone, undefined);
  });

  it('keeps what is younger than so many days, and with 0 nothing', () => {
    const at = Date.parse(sample.at);
    assert.equal(kept([sample], 7, at + 7 * DAY - 1).length, 1);
    assert.equal(kept([sample], 7, at + 7 * DAY).length, 0);
    assert.equal(kept([sample], 0, at).length, 0);
  });
});

const sample: JournalEntry = {
  id: 'sample',
  at: '2026-01-15T12:00:00.000Z',
  accountId: 'attio:w',
  surface: 'records.edit',
  sentence: 'Changed the stage of “Zażółć” (Deal)',
  change: { kind: 'record.delete', object: 'deals', recordId: '6f0e1c52-9a53-4d0e-8b1c-52a1f0f3c0de' },
};
