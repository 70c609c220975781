import assert from 'node:assert/strict';
import type { Conflict } from '../../../../src/changes/change.js';
import { labels, sameConflicts, sides } from '../../../../src/editor/changes/comparison.js';
import { ago, quoted, surfaceName } from '../../../../src/editor/changes/words.js';

const conflict = (more: Partial<Conflict> = {}): Conflict => ({
  slug: 'stage',
  label: 'Stage',
  base: 'Lead',
  theirs: 'Won',
  mine: 'Lost',
  ...more,
});

describe('a comparison', () => {
  it('differs in the values alone, and says what was there before', () => {
    const { theirs, mine } = sides([conflict(), conflict({ label: 'Notes', base: 'a\nb', theirs: '', mine: 'c\nd' })]);
    const [left, right] = [theirs.split('\n'), mine.split('\n')];
    assert.deepEqual(
      left.filter((line) => !right.includes(line)),
      ['  Won', '  (empty)'],
    );
    assert.deepEqual(
      right.filter((line) => !left.includes(line)),
      ['  Lost', '  c', '  d'],
    );
    for (const side of [theirs, mine]) assert.match(side, /^Stage\n before both changes:\n {2}Lead\n now:\n/);
  });

  it('is agreed to for what was shown, and not for what came after', () => {
    assert(sameConflicts([conflict()], [conflict({ base: 'whatever it was' })]));
    assert(!sameConflicts([conflict()], [conflict({ theirs: 'Open' })]));
    assert(!sameConflicts([conflict()], [conflict(), conflict({ slug: 'owner' })]));
    assert(!sameConflicts(undefined, [conflict()]));
  });

  it('is named by what is different', () => {
    const several = ['A', 'B', 'C', 'D'].map((label) => conflict({ label }));
    assert.equal(labels(several.slice(0, 1)), '“A”');
    assert.equal(labels(several.slice(0, 2)), '“A” and “B”');
    assert.equal(labels(several), '“A”, “B” and 2 more values');
    const due = conflict({ label: 'Due date of the task “Call Ada”', named: true });
    assert.equal(labels([due]), 'Due date of the task “Call Ada”');
  });
});

describe('a change of the past in words', () => {
  it('says how long ago it was', () => {
    const now = Date.UTC(2026, 4, 20, 12);
    const times = [0, 59_000, 60_000, 3 * 3_600_000, 30 * 3_600_000, -5000].map((passed) => ago(now - passed, now));
    assert.deepEqual(times, ['just now', 'just now', '1 minute ago', '3 hours ago', 'yesterday', 'just now']);
  });

  it('names the surface', () => {
    assert.equal(surfaceName('notes.quick'), 'quick note');
    assert.equal(surfaceName('records.setAttribute'), 'records: set attribute');
    assert.equal(surfaceName('tree'), 'tree');
  });

  it('quotes what has quotation marks of its own', () => assert.equal(quoted('Deleted “A”'), '“Deleted ‘A’”'));
});
