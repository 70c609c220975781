import assert from 'node:assert/strict';
import { fullerFirst } from '../../../../src/editor/edit/fullerFirst.js';
import { value } from '../records/model.js';

type Side = Parameters<typeof fullerFirst>[0];

const side = (created: string, values: number): Side => ({
  view: {
    record: { created_at: created } as Side['view']['record'],
    values: Array.from({ length: 8 }, (_, at) =>
      value(`Value ${at}`, at < values ? [{ text: 'x' }] : [], { is_writable: true }),
    ),
  },
});

describe('the record that a merge offers first', () => {
  const [poor, full, old] = [side('2026-01-02', 2), side('2026-01-02', 6), side('2020-01-01', 2)];

  it('is the fuller one, and of two alike the older, in whatever order they come', () => {
    assert.deepEqual(fullerFirst(poor, full), [full, poor]);
    assert.deepEqual(fullerFirst(full, poor), [full, poor]);
    assert.deepEqual(fullerFirst(poor, old), [old, poor]);
    assert.deepEqual(fullerFirst(old, full), [full, old]);
  });

  it('does not count what Attio fills in', () => {
    const enriched = side('2026-01-02', 2);
    enriched.view.values.push(value('Likes', [{ text: '1' }], { is_writable: false }));
    assert.deepEqual(fullerFirst(old, enriched), [old, enriched]);
  });
});
