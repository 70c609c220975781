import assert from 'node:assert/strict';
import type { Pipeline } from '../../../../src/crm/pipeline/types.js';
import type { StagedMove } from '../../../../src/editor/pipeline/moves.js';
import { goesText, stageTitle, wayText } from '../../../../src/editor/stages/title.js';

const pipeline: Pipeline = {
  ref: { of: { target: 'objects', object: 'deals' }, attribute: 'stage' },
  name: 'Deals',
  attributeTitle: 'Stage',
  type: 'status',
  objects: ['deals'],
  stages: [
    { id: 'lead', title: 'Lead' },
    { id: 'won', title: 'Won' },
    { id: 'lost', title: 'Lost' },
  ],
};
const move: StagedMove = {
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
};

describe('where a staged move goes, in words', () => {
  it('calls a stage that is gone so, and only what has none “No stage”', () => {
    assert.equal(stageTitle(pipeline, 'won'), 'Won');
    assert.equal(stageTitle(pipeline, null), 'No stage');
    assert.equal(stageTitle(pipeline, 'deleted'), 'a stage that is gone');
    assert.equal(stageTitle(undefined, 'won'), 'a stage that is gone');
  });

  it('goes by where the card stands now', () => {
    const said = (stage: string, more: Partial<StagedMove> = {}) => [
      goesText(pipeline, { stage }, { ...move, ...more }),
      wayText(pipeline, { stage }, { ...move, ...more }),
    ];
    assert.deepEqual(said('lead'), ['→ Won', '→ Won from Lead in Deals']);
    assert.deepEqual(said('lost'), ['→ Won, staged from Lead', 'in Lost now, staged Lead → Won in Deals']);
    assert.deepEqual(said('won'), ['staged, but here already', 'in Won already, staged from Lead in Deals']);
    assert.deepEqual(said('won', { owesNote: true }), [
      'its note is still to be written',
      'in Won in Deals; its note is still to be written',
    ]);
    assert.equal(wayText(pipeline, undefined, move), '→ Won from Lead in Deals');
  });
});
