import assert from 'node:assert/strict';
import { namedFirst } from '../../../../src/editor/notes/named.js';

const order = (selection: string, ...titles: string[]) =>
  namedFirst(
    selection,
    titles.map((title) => ({ title })),
  ).map(({ title, named }) => (named ? `${title}!` : title));

describe('records that a selection names', () => {
  it('come before the others, both in their order', () => {
    assert.deepEqual(order('Tomas has the budget', 'Grace Okafor', 'Tomas Lindqvist', 'Halcyon'), [
      'Tomas Lindqvist!',
      'Grace Okafor',
      'Halcyon',
    ]);
    assert.deepEqual(order('Halcyon, then Grace', 'Grace Okafor', 'Acme', 'Halcyon'), [
      'Grace Okafor!',
      'Halcyon!',
      'Acme',
    ]);
    assert.deepEqual(order('', 'Grace Okafor'), ['Grace Okafor']);
  });

  it('are named by whole words of three letters or more', () => {
    assert.deepEqual(order('Tomasz is on it', 'Tomas Lindqvist'), ['Tomas Lindqvist']);
    assert.deepEqual(order('the AG of it', 'Meier AG', 'Li'), ['Meier AG', 'Li']);
    assert.deepEqual(order("Ask O'Brien's team", "Una O'Brien"), ["Una O'Brien!"]);
    assert.deepEqual(order('in 2024', '2024'), ['2024']);
  });

  it('in any script, case and composition', () => {
    assert.deepEqual(order('MÜLLER will', 'Jörg Müller'), ['Jörg Müller!']);
    assert.deepEqual(order('mu\u0308ller will', 'Jörg Müller'), ['Jörg Müller!']);
    assert.deepEqual(order('Звонить ОЛЬГЕ', 'Ольге Петровой'), ['Ольге Петровой!']);
    assert.deepEqual(order('Mülle', 'Müller'), ['Müller']);
  });
});
