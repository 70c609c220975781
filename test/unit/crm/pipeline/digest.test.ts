import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { HistoricValue } from '../../../../src/crm/edit/types.js';
import { Digest, type DigestSetup, kindOf, MAX_TOLD } from '../../../../src/crm/pipeline/digest.js';
import { type DigestTold, digestMarkdown } from '../../../../src/crm/pipeline/digestMarkdown.js';
import type { Card, Pipeline } from '../../../../src/crm/pipeline/types.js';

const DAY = 86_400_000;
const TO = Date.parse('2026-11-21T12:00:00Z');
const ago = (days: number) => new Date(TO - days * DAY).toISOString();

const pipeline: Pipeline = {
  ref: { of: { target: 'objects', object: 'deals' }, attribute: 'stage' },
  name: 'Deals',
  attributeTitle: 'Deal stage',
  type: 'status',
  objects: ['deals'],
  stages: [
    { id: 'lead', title: 'Lead' },
    { id: 'talk', title: 'Talk', targetTime: 'P7D' },
    { id: 'won', title: 'Won 🎉', celebrated: true },
    { id: 'lost', title: 'Lost' },
    { id: 'ice', title: 'On ice', archived: true },
    { id: null, title: 'No stage' },
  ],
  money: 'value',
};

let made = 0;
const card = (more: Partial<Card>): Card => ({
  id: `card-${String(++made).padStart(5, '0')}`,
  ref: { object: 'deals', recordId: `00000000-0000-4000-8000-${String(made).padStart(12, '0')}` },
  title: 'A deal',
  description: '',
  stage: 'lead',
  since: ago(100),
  createdAt: ago(200),
  owners: [],
  base: [],
  readAt: TO,
  ...more,
});

const setup = (more: Partial<DigestSetup> = {}): DigestSetup => ({
  pipeline,
  from: TO - 7 * DAY,
  to: TO,
  stuckDays: 14,
  withTask: new Set(),
  withMeeting: new Set(),
  ...more,
});
const told = (more: Partial<DigestTold> = {}): DigestTold => ({
  locale: 'en-GB',
  timeZone: 'UTC',
  workspace: { name: 'Northwind Labs', slug: 'northwind' },
  members: new Map([['ada', 'Ada Lovelace']]),
  tasks: { count: 2, more: false },
  meetings: { count: 1, more: false },
  histories: 0,
  ...more,
});

function digest(cards: Card[], histories = new Map<string, HistoricValue[]>(), how: Partial<DigestSetup> = {}) {
  const ground = setup(how);
  const all = new Digest(ground);
  all.add(cards);
  const result = all.finish(histories);
  return { all, result, text: digestMarkdown(result, ground, told({ histories: histories.size })) };
}

const value = (text: string, days: number, by = ''): HistoricValue => ({ text, from: ago(days), until: null, by });
const section = (text: string, title: string) => text.split(/^## /m).find((one) => one.startsWith(title)) ?? '';

describe('the digest of a pipeline', () => {
  it('tells won and lost by what Attio celebrates, and else by the usual titles', () => {
    const kinds = (title: string, celebrated?: true) => kindOf({ id: 'x', title, ...(celebrated && { celebrated }) });
    assert.deepEqual(
      ['Won', 'Closed won', 'Closed – lost', 'Disqualified', 'Signed', 'Wonderful', 'Closing', 'Lead'].map((one) =>
        kinds(one),
      ),
      ['won', 'won', 'lost', 'lost', 'won', 'open', 'open', 'open'],
    );
    assert.equal(kinds('Delivered', true), 'won');
    assert.equal(kindOf({ id: null, title: 'Won' }), 'open');
  });

  it('says of what moved from where, through what, when and by whom', () => {
    const one = card({
      title: 'Acme',
      stage: 'talk',
      since: ago(2),
      owners: ['ada'],
      money: { amount: 5000, currency: 'EUR' },
    });
    const histories = new Map([
      [one.id, [value('Talk', 2, 'Ada Lovelace'), value('Lead', 5), value('On ice', 40), value('Lead', 90)]],
    ]);
    const { text, all } = digest([one], histories);
    assert.deepEqual(all.arrivals, [one]);
    assert.match(
      section(text, 'Moved (1, €5,000)'),
      /On ice → Lead → Talk on 19 Nov 2026, by Ada Lovelace · owner Ada Lovelace/,
    );
    assert.match(
      section(text, 'Won'),
      /^Won \(0\)\n\n\*Told by the stage Won 🎉 \(celebrated in Attio\)\.\*\n\nNone\./,
    );
  });

  it('does not call moved what was created in its stage, nor what moved before', () => {
    const born = card({ createdAt: ago(1), since: ago(1) });
    const old = card({ since: ago(8) });
    const { result } = digest([born, old]);
    assert.deepEqual([result.moved.count, result.created.count], [0, 1]);
  });

  it('tells where it went without a history', () => {
    const { text } = digest([card({ title: 'Acme', stage: 'won', since: ago(3) })]);
    assert.match(
      section(text, 'Won'),
      /Acme\]\(https:\/\/app\.attio\.com\/northwind\/deals\/record\/[\w-]+(?:\/overview)?\) · to Won 🎉 on 18 Nov 2026$/m,
    );
  });

  it('goes by the target time of a stage, and by the days of the setting elsewhere', () => {
    const cards = [
      card({ title: 'Late talk', stage: 'talk', since: ago(9) }),
      card({ title: 'Young talk', stage: 'talk', since: ago(6) }),
      card({ title: 'Old lead', since: ago(15) }),
      card({ title: 'Young lead', since: ago(13) }),
      card({ title: 'Old win', stage: 'won', since: ago(300) }),
      card({ title: 'Nowhere', stage: null, since: ago(300) }),
    ];
    const { text, result } = digest(cards);
    assert.deepEqual(
      result.stuck.first.map(({ card: { title } }) => title),
      ['Old lead', 'Late talk'],
    );
    assert.match(section(text, 'Stuck'), /Late talk.* · in Talk for 9 days, 2 days over its target time/);
    assert.match(
      section(text, 'Stuck'),
      /Longer in a stage than its target time \(Talk 7 days\), elsewhere longer than 14 days\./,
    );
  });

  it('finds what has neither an open task nor a meeting ahead, the dearest first', () => {
    const [task, meeting, cheap, dear, won] = [
      card({ title: 'Task' }),
      card({ title: 'Meeting' }),
      card({ title: 'Cheap', money: { amount: 1, currency: 'USD' } }),
      card({ title: 'Dear', money: { amount: 9, currency: 'USD' } }),
      card({ title: 'Won', stage: 'won' }),
    ];
    const { result } = digest([task!, meeting!, cheap!, dear!, won!], new Map(), {
      withTask: new Set([task!.ref.recordId]),
      withMeeting: new Set([meeting!.ref.recordId]),
    });
    assert.deepEqual(
      result.idle?.first.map(({ card: { title } }) => title),
      ['Dear', 'Cheap'],
    );
  });

  it('says what the key may not read instead of calling everything idle', () => {
    const ground = setup();
    delete (ground as { withTask?: unknown }).withTask;
    delete (ground as { withMeeting?: unknown }).withMeeting;
    const all = new Digest(ground);
    all.add([card({})]);
    const { tasks: _t, meetings: _m, ...rest } = told();
    const text = digestMarkdown(all.finish(new Map()), ground, { ...rest, tasks: undefined, meetings: undefined });
    assert.match(section(text, 'No next step'), /Not known: the key may read neither tasks nor meetings\./);
    assert.doesNotMatch(text, /without a next step/);
  });

  it('adds no currency to another, and counts what is in each stage', () => {
    const money = (amount: number, currency: string) => card({ money: { amount, currency } });
    const { text } = digest([money(0.1, 'USD'), money(0.2, 'USD'), money(5, 'EUR'), card({ stage: null })]);
    assert.match(section(text, 'Stages'), /\| Lead \| 3 \| €5 \+ US\$0\.30 \|/);
    assert.match(section(text, 'Stages'), /\| No stage \| 1 \|/);
    assert.doesNotMatch(section(text, 'Stages'), /On ice/);
    assert.match(section(text, 'Stages'), /\| \*\*All\*\* \| 4 \|/);
  });

  it('says so of a pipeline with nothing in it', () => {
    const { text } = digest([]);
    assert.match(
      text,
      /^# Pipeline digest: Deals\n\n14 Nov 2026 to 21 Nov 2026, by Deal stage\. Nothing is in this pipeline\./,
    );
    assert.match(
      text,
      /Made from 0 records, 2 open tasks and 1 meeting ahead of Deals in Northwind Labs on 21 Nov 2026, 12:00\./,
    );
  });

  it('names at most a hundred of a kind, counts the rest, and asks for no more histories than that', () => {
    const cards = Array.from({ length: 1234 }, (_, at) => card({ stage: 'talk', since: ago(at / 200) }));
    const { text, all, result } = digest(cards);
    assert.equal(all.arrivals.length, MAX_TOLD);
    assert.equal(result.moved.count, 1234);
    assert.deepEqual(
      result.moved.first.map(({ card: one }) => one.id),
      cards.slice(0, MAX_TOLD).map(({ id }) => id),
    );
    assert.match(section(text, 'Moved (1,234)'), /- … and 1,134 more$/m);
    assert.match(text, /At most 100 of a kind are named\./);
  });

  it('writes what others wrote as text: no link, image, markup or line break of it holds', () => {
    const title = '![x](https://evil.example)\n# <img src=x> `a` | b';
    const { text } = digest([
      card({ title, stage: 'won', since: ago(1), company: { ref: { object: 'companies', recordId: 'x' }, title } }),
    ]);
    assert.doesNotMatch(text, /[^\\]\[x/);
    assert.doesNotMatch(text, /^# <|[^\\]<img|[^\\]`/m);
  });

  it('reads the same however the cards came', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            stage: fc.constantFrom('lead', 'talk', 'won', 'lost', null),
            since: fc.integer({ min: 0, max: 60 }).map(ago),
            createdAt: fc.integer({ min: 0, max: 90 }).map(ago),
            title: fc.constantFrom('A', 'B', 'C'),
          }),
          { maxLength: 30 },
        ),
        fc.nat(),
        (parts, turn) => {
          const cards = parts.map((part) => card(part));
          const at = cards.length === 0 ? 0 : turn % cards.length;
          assert.equal(digest(cards).text, digest([...cards.slice(at), ...cards.slice(0, at)].reverse()).text);
        },
      ),
    );
  });
});
