import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { StagedMove } from '../../../../src/editor/pipeline/moves.js';
import { asMove, byAge, keyOfMove, restaged, sameMove } from '../../../../src/editor/pipeline/stagedRules.js';

const move = (more: Partial<StagedMove> = {}): StagedMove => ({
  account: 'a',
  of: { target: 'objects', object: 'deals' },
  attribute: 'stage',
  card: 'card',
  object: 'deals',
  recordId: 'card',
  from: 'lead',
  to: 'won',
  base: ['lead'],
  at: '2026-11-21T10:00:00.000Z',
  ...more,
});
const stage = fc.constantFrom('lead', 'talk', 'won', null);

describe('moves that wait', () => {
  it('has none of a card that goes back to where it is, however it went about', () => {
    fc.assert(
      fc.property(fc.array(stage, { maxLength: 8 }), stage, (path, home) => {
        let known: StagedMove | undefined;
        for (const to of [...path, home]) known = restaged(known, move({ from: home, to }));
        assert.equal(known, undefined);
      }),
    );
  });

  it('has one of a card: from where it is to where it was put last, since it first left', () => {
    fc.assert(
      fc.property(fc.array(stage, { minLength: 1, maxLength: 8 }), (path) => {
        let known: StagedMove | undefined;
        let since = -1;
        path.forEach((to, at) => {
          known = restaged(known, move({ to, at: new Date(at).toISOString() }));
          if (to === 'lead') since = -1;
          else if (since < 0) since = at;
        });
        const last = path.at(-1);
        if (last === 'lead') return assert.equal(known, undefined);
        assert.deepEqual(known, move({ to: last ?? null, at: new Date(since).toISOString() }));
      }),
    );
  });

  it('goes by what the person saw last where someone else moved it in between', () => {
    const next = move({ from: 'talk', base: ['talk'], at: '2026-11-21T11:00:00.000Z' });
    assert.deepEqual(restaged(move(), next), next);
  });

  it('tells moves apart by account, attribute and card, whatever the letters of the id', () => {
    const one = move({ card: 'AB' });
    assert.equal(keyOfMove(one), keyOfMove(move({ card: 'ab' })));
    for (const other of [{ account: 'b' }, { attribute: 'tier' }, { card: 'c' }])
      assert.notEqual(keyOfMove(move()), keyOfMove(move(other)));
    assert(sameMove(move(), move({ at: 'later' })));
    assert(!sameMove(move(), move({ to: 'talk' })));
    assert(!sameMove(move(), move({ owesNote: true })));
  });

  it('is read back as it was written, and nothing else is taken for one', () => {
    const all = [
      move(),
      move({ to: null, from: null, of: { target: 'lists', list: 'l' }, entryId: 'e', owesNote: true }),
      move({ sent: { at: '2026-11-21T10:00:00.000Z', message: '' } }),
    ];
    for (const one of all) assert.deepEqual(asMove(JSON.parse(JSON.stringify(one))), one);
    const { to: _, ...half } = move();
    const wrong = [
      null,
      1,
      'x',
      {},
      half,
      move({ of: { target: 'lists', list: 'l' } }),
      move({ card: '' }),
      { ...move(), base: 'x' },
      { ...move(), sent: null },
      { ...move(), sent: { at: '2026-11-21T10:00:00.000Z' } },
    ];
    for (const one of wrong) assert.equal(asMove(one), undefined);
    fc.assert(fc.property(fc.anything(), (any) => void asMove(any)));
  });

  it('lists the oldest first, in one order', () => {
    const all = [move({ at: '2' }), move({ at: '1', card: 'b' }), move({ at: '1', card: 'a' })];
    assert.deepEqual([...all].sort(byAge), [all[2], all[1], all[0]]);
  });
});
