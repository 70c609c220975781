/** What the board's script reckons, run alone: it is loaded as the page loads it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { runInThisContext } from 'node:vm';
import type { Column, Face, Person } from '../../../../src/editor/board/faces.js';

interface Lane {
  column: Column;
  all: number;
  cards: Face[];
  sums: { amount: number; currency: string }[];
  share: number;
}

interface Cards {
  faces: Map<string, Face>;
  set(setup: {
    columns: Column[];
    people: Partial<Person>[];
    me: string | null;
    canMove: boolean;
    money: boolean;
  }): void;
  put(put: Face[], drop: string[]): void;
  look(filter: { owner: string; text: string }): void;
  layout(): { lanes: Lane[]; shown: number; all: number; shareOf: 'sum' | 'count' };
  send(id: string, stage: string | null): void;
  callBack(id: string): void;
}

runInThisContext(readFileSync(new URL('../../../../media/boardCards.js', import.meta.url), 'utf8'));
const { attioBoardCards, attioBoardWindow } = globalThis as unknown as {
  attioBoardCards(): Cards;
  attioBoardWindow(count: number, step: number, top: number, height: number): [number, number];
};

const face = (id: string, stage: string | null, more: Partial<Face> = {}): Face => ({
  id,
  title: `Deal ${id}`,
  stage,
  createdAt: 0,
  owners: [],
  ...more,
});
const usd = (amount: number) => ({ money: { amount, currency: 'USD' } });

describe('cards of a board', () => {
  let cards: Cards;
  beforeEach(() => {
    cards = attioBoardCards();
    cards.set({
      columns: [
        { id: 'lead', title: 'Lead' },
        { id: 'won', title: 'Won' },
        { id: 'old', title: 'Old', archived: true },
        { id: null, title: 'No stage' },
      ],
      people: [{ id: 'ada', name: 'Ada Brightwater' }],
      me: 'ada',
      canMove: true,
      money: true,
    });
    cards.look({ owner: '', text: '' });
  });
  const lanes = () => cards.layout().lanes.map(({ column, cards }) => [column.title, ...cards.map(({ id }) => id)]);

  it('stand in their columns, those first that came last; archived and none only with something in them', () => {
    cards.put([face('a', 'lead', { since: 1 }), face('b', 'lead', { since: 2 }), face('c', 'won')], []);
    assert.deepEqual(lanes(), [
      ['Lead', 'b', 'a'],
      ['Won', 'c'],
    ]);
    cards.put([face('d', 'old'), face('e', 'gone'), face('a', null)], ['c']);
    assert.deepEqual(lanes(), [['Lead', 'b'], ['Won'], ['Old', 'd'], ['No stage', 'a', 'e']]);
  });

  it('are summed by currency, and share by what can be compared', () => {
    cards.put([face('a', 'lead', usd(30)), face('b', 'won', usd(10)), face('c', 'won')], []);
    const one = cards.layout();
    assert.equal(one.shareOf, 'sum');
    assert.deepEqual(
      one.lanes.map(({ share }) => share),
      [0.75, 0.25],
    );
    cards.put(
      [
        face('d', 'won', { money: { amount: 0.1, currency: 'EUR' } }),
        face('e', 'won', { money: { amount: 0.2, currency: 'EUR' } }),
      ],
      [],
    );
    const two = cards.layout();
    assert.equal(two.shareOf, 'count');
    assert.deepEqual(two.lanes[1]?.sums, [
      { currency: 'USD', amount: 10 },
      { currency: 'EUR', amount: 0.3 },
    ]);
    assert.deepEqual(
      two.lanes.map(({ share }) => share),
      [0.2, 0.8],
    );
  });

  it('are found by owner and by every word, whatever case and accents', () => {
    cards.put(
      [
        face('a', 'lead', { title: 'Zürich plant', owners: ['ada'] }),
        face('b', 'lead', { company: 'Zurich Foods', owners: ['bob'] }),
        face('c', 'won'),
      ],
      [],
    );
    const found = (owner: string, text: string) => {
      cards.look({ owner, text });
      return cards.layout().lanes.flatMap((lane) => lane.cards.map(({ id }) => id));
    };
    assert.deepEqual(found('', 'zurich'), ['b', 'a']);
    assert.deepEqual(found('', 'PLANT zürich'), ['a']);
    assert.deepEqual(found('', 'brightwater'), ['a']);
    assert.deepEqual(found('me', ''), ['a']);
    assert.deepEqual(found('bob', ''), ['b']);
    assert.deepEqual(found('nobody', ''), ['c']);
    assert.deepEqual(found('nobody', 'x'), []);
    assert.deepEqual(
      cards.layout().lanes.map(({ all }) => all),
      [2, 1],
      'what is there is counted all the same',
    );
  });

  it('stand where they are staged for, carried or being moved to, and come back', () => {
    cards.put([face('a', 'lead'), face('b', 'lead', { staged: { to: 'won', at: 5 } })], []);
    assert.deepEqual(lanes(), [
      ['Lead', 'a'],
      ['Won', 'b'],
    ]);
    cards.send('a', 'won');
    assert.deepEqual(lanes(), [['Lead'], ['Won', 'a', 'b']]);
    cards.callBack('a');
    assert.deepEqual(lanes(), [
      ['Lead', 'a'],
      ['Won', 'b'],
    ]);
  });

  it('are drawn as far as they are seen, however many there are', () => {
    for (const count of [100, 2000, 5000]) {
      for (const top of [0, 777, 5000, count * 133, count * 1000]) {
        const [first, end] = attioBoardWindow(count, 133, top, 700);
        assert(first >= 0 && end <= count, `${first} to ${end}`);
        assert(end - first <= 13, `${end - first} of ${count} at ${top}`);
      }
      assert.deepEqual(attioBoardWindow(count, 133, 0, 700), [0, 9]);
    }
    assert.deepEqual(attioBoardWindow(0, 133, 0, 700), [0, 0]);
  });
});
