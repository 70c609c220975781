/** What a board of two thousand cards costs beside one of a hundred. What is drawn in the page is counted in test/ui/board.test.ts. */
import { readFileSync } from 'node:fs';
import { runInThisContext } from 'node:vm';
import type { Card } from '../../src/crm/pipeline/types.js';
import { BoardCards } from '../../src/editor/board/cards.js';
import type { Face } from '../../src/editor/board/faces.js';
import { type Bench, type Figure, median } from './support/figure.js';

const MANY = 2000;
const FEW = 100;
const STAGES = ['lead', 'talks', 'offer', 'won'];
/** Of a card and of a column, in pixels. */
const [STEP, HEIGHT] = [133, 700];

interface Script {
  attioBoardCards(): {
    set(setup: object): void;
    put(put: Face[], drop: string[]): void;
    look(filter: { owner: string; text: string }): void;
    layout(): { lanes: { cards: Face[] }[] };
  };
  attioBoardWindow(count: number, step: number, top: number, height: number): [number, number];
}

const card = (at: number, stage = STAGES[at % STAGES.length]!): Card => ({
  id: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
  ref: { object: 'deals', recordId: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}` },
  title: `Deal ${at}: an expansion of the second plant`,
  description: '',
  stage,
  since: new Date(Date.UTC(2026, 0, 1) + at * 3_600_000).toISOString(),
  createdAt: '2026-01-01T00:00:00Z',
  money: { amount: 1000 + at, currency: 'USD' },
  owners: ['00000000-0000-4000-8000-0000000000aa'],
  company: { ref: { object: 'companies', recordId: 'x' }, title: `Company ${at}` },
  base: [stage],
  readAt: 0,
});

async function run(): Promise<Figure[]> {
  runInThisContext(readFileSync(new URL('../../media/boardCards.js', import.meta.url), 'utf8'));
  const script = globalThis as unknown as Script;

  const measure = (count: number) => {
    const host = new BoardCards(() => undefined);
    host.put(Array.from({ length: count }, (_, at) => card(at)));
    const first = host.news()!;
    host.put([card(7, 'lead')]);
    const move = host.news()!;
    const page = script.attioBoardCards();
    page.set({ columns: STAGES.map((id) => ({ id, title: id })), people: [], me: null, canMove: true, money: true });
    page.put(first.put, []);
    page.look({ owner: '', text: '' });
    const drawn = page.layout().lanes.reduce((sum, { cards }) => {
      const [from, to] = script.attioBoardWindow(cards.length, STEP, 0, HEIGHT);
      return sum + to - from;
    }, 0);
    const typing = Array.from({ length: 20 }, (_, at) => {
      const began = performance.now();
      page.look({ owner: '', text: `expansion ${at}` });
      page.layout();
      return performance.now() - began;
    });
    return {
      drawn,
      told: JSON.stringify(first).length,
      moved: move.put.length + move.drop.length,
      typing: median(typing),
    };
  };
  const [few, many] = [measure(FEW), measure(MANY)];
  return [
    {
      what: `cards drawn of ${MANY.toLocaleString('en')}, to those of ${FEW}`,
      kind: 'ratio',
      measured: many.drawn / few.drawn,
      budget: { most: 1 },
      note: `${many.drawn} and ${few.drawn}`,
    },
    { what: 'cards told to the board again when one moves', kind: 'count', measured: many.moved, budget: { most: 1 } },
    {
      what: 'bytes told per card',
      kind: 'count',
      measured: Math.round(many.told / MANY),
      budget: { most: 400 },
    },
    { what: `a filter over ${MANY.toLocaleString('en')} cards`, kind: 'time', measured: many.typing, unit: 'ms' },
  ];
}

export const bench: Bench = { name: 'board', run };
