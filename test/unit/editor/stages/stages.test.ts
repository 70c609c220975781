import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Card, Money, Pipeline } from '../../../../src/crm/pipeline/types.js';
import type { Catalog } from '../../../../src/crm/types.js';
import type { CardRow, StageNode } from '../../../../src/editor/stages/nodes.js';
import { Counts, place, stageRows } from '../../../../src/editor/stages/stageRows.js';
import { shifted, tallyOf, tallyText } from '../../../../src/editor/stages/tally.js';

const STAGES = ['lead', 'won', null] as const;
const pipeline: Pipeline = {
  ref: { of: { target: 'objects', object: 'deals' }, attribute: 'stage' },
  name: 'Deals',
  attributeTitle: 'Stage',
  type: 'status',
  objects: ['deals'],
  stages: STAGES.map((id) => ({ id, title: id ?? 'No stage' })),
};

function card(id: string, stage: Card['stage'], createdAt: string, money?: Money): Card {
  const ref = { object: 'deals', recordId: id };
  const said = { title: id, description: '', owners: [], base: [], readAt: 0 };
  return { id, ref, stage, createdAt, ...said, ...(money && { money }) };
}

interface Row extends CardRow {
  card: Card;
}

/** A pipeline of an object with these cards, newest first, and so many on a page. */
function grouped(all: Card[], limit = 50) {
  const asked: string[] = [];
  const catalog: Pick<Catalog, 'cards'> = {
    cards: async (_pipeline, { stage, offset }) => {
      asked.push(`${stage} from ${offset}`);
      const mine = all.filter((one) => one.stage === stage).sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
      return {
        cards: mine.slice(offset, offset + limit),
        next: offset + limit < mine.length ? offset + limit : undefined,
      };
    },
  };
  const make = (parent: StageNode<{ id: string }, Row>, one: Card): Row => ({
    id: `${parent.id}/${one.id}`,
    parent,
    account: 'me',
    pipeline,
    card: one,
    ref: { ...one.ref, account: 'me' },
  });
  const stages = stageRows<{ id: string }, Row>({ id: 'deals' }, pipeline, {
    account: 'me',
    surface: 'test',
    catalog: async () => catalog as Catalog,
    card: make,
    merge: (old, read) => {
      delete old.guest;
      return Object.assign(old, read);
    },
  });
  const [lead, won, none] = stages;
  /** As when a write told of it. */
  const now = (one: Card | undefined, id = one!.id) => {
    const row = stages.flatMap(({ branch }) => branch.nodes).find((other) => other.card.id === id);
    all.splice(0, all.length, ...all.filter((other) => other.id !== id), ...(one ? [one] : []));
    return place(stages, row, one, make);
  };
  const ids = (stage: (typeof stages)[number]) => stage.branch.nodes.map((row) => row.card.id);
  return { stages, lead: lead!, won: won!, none: none!, asked, now, ids };
}

const day = (number: number) => `2026-01-${String(number).padStart(2, '0')}T00:00:00Z`;

describe('how much is in a stage', () => {
  it('adds amounts of one currency, never of two, and hides what adding leaves of cents', () => {
    const cards = [
      { money: { amount: 0.1, currency: 'EUR' } },
      { money: { amount: 0.2, currency: 'EUR' } },
      { money: { amount: 1200, currency: 'USD' } },
      {},
    ];
    assert.deepEqual(tallyOf(cards, true), {
      count: 4,
      sums: [
        { amount: 1200, currency: 'USD' },
        { amount: 0.3, currency: 'EUR' },
      ],
      whole: true,
    });
    assert.equal(tallyText(tallyOf(cards, true)), '4 · $1,200 + €0.30');
    assert.equal(tallyText(tallyOf(cards, false)), '4+');
    assert.equal(tallyText(tallyOf([], true)), '0');
  });

  it('is the same after one came as when it was there from the start', () => {
    const money = fc.record({ amount: fc.integer({ min: 0, max: 1e9 }), currency: fc.constantFrom('USD', 'EUR') });
    const cards = fc.array(fc.record({ money }, { requiredKeys: [] }));
    fc.assert(
      fc.property(cards, fc.record({ money }, { requiredKeys: [] }), (before, one) => {
        assert.deepEqual(shifted(tallyOf(before, true), one, 1), tallyOf([...before, one], true));
        assert.deepEqual(shifted(tallyOf([...before, one], true), one, -1), tallyOf(before, true));
      }),
    );
  });
});

describe('the counts of all stages', () => {
  it('follow cards that no row shows, and end where too many were counted to be remembered', () => {
    const { stages, lead, won } = grouped([]);
    const usd = (amount: number) => ({ amount, currency: 'USD' });
    const counts = new Counts(stages, new Map([['a', { stage: 'lead', recordId: 'a', money: usd(5) }]]));
    assert.deepEqual(lead.counted, { count: 1, sums: [usd(5)], whole: true });
    counts.moved(stages, 'a', card('a', 'won', day(1), usd(7)));
    assert.deepEqual([lead.counted?.count, won.counted], [0, { count: 1, sums: [usd(7)], whole: true }]);
    // By its record it is found, wherever it is.
    assert.deepEqual([counts.ofRecord('A'), counts.ofRecord('b')], [['a'], []]);
    counts.moved(stages, 'a', undefined);
    assert.deepEqual(counts.ofRecord('a'), []);
    assert.equal(won.counted?.count, 0);
    const many = new Counts(
      stages,
      new Map(Array.from({ length: 50_001 }, (_, at) => [`${at}`, { stage: 'lead', recordId: `${at}` }])),
    );
    assert.equal(lead.counted?.count, 50_001);
    many.moved(stages, '3', card('3', 'won', day(1)));
    assert.equal(lead.counted, undefined);
  });
});

describe('a card that moved', () => {
  it('goes from one stage to the first place of the other, and nothing is read', async () => {
    const { lead, won, asked, now, ids } = grouped([
      card('a', 'lead', day(3)),
      card('b', 'lead', day(2)),
      card('c', 'won', day(1)),
    ]);
    await Promise.all([lead.branch.read(), won.branch.read()]);
    assert.deepEqual(now(card('b', 'won', day(2))), [lead, won]);
    assert.deepEqual([ids(lead), ids(won)], [['a'], ['b', 'c']]);
    assert.deepEqual(asked, ['lead from 0', 'won from 0']);
  });

  it('is taken out of its stage when the other was not opened, and shows there once it is', async () => {
    const { lead, won, now, ids } = grouped([card('a', 'lead', day(3))]);
    await lead.branch.read();
    assert.deepEqual(now(card('a', 'won', day(3))), [lead, won]);
    assert.deepEqual([ids(lead), ids(won)], [[], []]);
    await won.branch.read();
    assert.deepEqual(ids(won), ['a']);
  });

  it('shows anew where it stays: its row when its words changed, its stage when the amount did', async () => {
    const { lead, now } = grouped([card('a', 'lead', day(3))]);
    await lead.branch.read();
    const [row] = lead.branch.nodes;
    assert.deepEqual(now(card('a', 'lead', day(3))), []);
    assert.deepEqual(now({ ...card('a', 'lead', day(3)), title: 'other' }), [row]);
    assert.deepEqual(now(card('a', 'lead', day(3), { amount: 1, currency: 'USD' })), [lead]);
    assert.deepEqual(now(undefined, 'a'), [lead]);
    assert.equal(lead.branch.nodes.length, 0);
  });

  it('loses no card and lists none twice while pages are read on', async () => {
    const step = fc.record({ at: fc.nat(), to: fc.constantFrom(...STAGES), more: fc.constantFrom(...STAGES) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const all = Array.from({ length: 12 }, (_, at) => card(`c${at}`, STAGES[at % 3]!, day(at + 1)));
        const pipelineNow = grouped(all, 2);
        for (const { branch } of pipelineNow.stages) await branch.read();
        for (const { at, to, more } of steps) {
          const one = all[at % all.length]!;
          pipelineNow.now({ ...one, stage: to });
          await pipelineNow.stages.find(({ stage }) => stage.id === more)!.branch.more();
        }
        for (const node of pipelineNow.stages) {
          await node.branch.read();
          while (node.branch.hasMore) await node.branch.more();
          const shown = pipelineNow.ids(node);
          assert.deepEqual([...shown].sort(), [...new Set(shown)].sort());
          const wanted = all.filter(({ stage }) => stage === node.stage.id).map(({ id }) => id);
          assert.deepEqual([...shown].sort(), wanted.sort());
        }
      }),
    );
  });
});
