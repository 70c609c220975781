/**
 * What happened in a pipeline lately, and what should: from all of its cards, seen page by page and not kept but for those
 * that are told of. Pure; how it reads is in digestMarkdown.ts.
 */
import type { HistoricValue } from '../edit/types.js';
import { durationMs } from '../targetTime.js';
import type { Card, Money, Pipeline, Stage } from './types.js';

/** So many of a kind are told one by one; the rest is counted. */
export const MAX_TOLD = 100;
/** What comes into its stage within this of being created was created in it, in milliseconds. */
const BORN_MS = 60_000;
const DAY_MS = 86_400_000;

export type StageKind = 'open' | 'won' | 'lost';

export interface DigestSetup {
  pipeline: Pipeline;
  /** Milliseconds since 1970. */
  from: number;
  to: number;
  /** So many days are too long in a stage that has no target time. */
  stuckDays: number;
  /** Ids of the records with an open task; undefined: not known. */
  withTask?: ReadonlySet<string>;
  /** Ids of the records with a meeting ahead; undefined: not known. */
  withMeeting?: ReadonlySet<string>;
}

/** Some cards of a kind: all counted, the first of them kept. */
export interface Told<T extends { card: Card } = { card: Card }> {
  count: number;
  sums: Money[];
  first: T[];
}

/** A card that came into its stage within the time told of. */
export interface Arrival {
  card: Card;
  /** Titles of the stages it was in, the last one that of now; only that where it is not known. */
  path: string[];
  /** ISO. */
  at: string;
  /** Name of who moved it there. Empty: unknown. */
  by: string;
}

export interface StageSum {
  stage: Stage;
  kind: StageKind;
  count: number;
  sums: Money[];
}

export interface DigestResult {
  stages: StageSum[];
  all: { count: number; sums: Money[] };
  won: Told<Arrival>;
  lost: Told<Arrival>;
  /** Between the other stages. */
  moved: Told<Arrival>;
  created: Told;
  /** Longest first. `allowedMs`: how long it might have been in its stage. */
  stuck: Told<{ card: Card; days: number; allowedMs: number; target: boolean }>;
  /** Dearest first. undefined: neither tasks nor meetings are known. */
  idle: Told | undefined;
  /** Open ones of which Attio does not say since when they are in their stage. */
  unknownSince: number;
}

const LOST = /\b(?:lost|disqualified|unqualified|rejected|declined|churned|cancell?ed|abandoned|no deal)\b/i;
const WON = /\b(?:won|signed)\b/i;

/**
 * Whether what is in a stage is still open. Attio says it of none: what it celebrates is won, and else the usual titles
 * count.
 */
export function kindOf(stage: Pick<Stage, 'id' | 'title' | 'celebrated'>): StageKind {
  if (stage.id === null) return 'open';
  if (stage.celebrated) return 'won';
  if (LOST.test(stage.title)) return 'lost';
  return WON.test(stage.title) ? 'won' : 'open';
}

class Sums {
  count = 0;
  readonly #sums = new Map<string, number>();

  add({ money }: Pick<Card, 'money'>): void {
    this.count++;
    if (money) this.#sums.set(money.currency, (this.#sums.get(money.currency) ?? 0) + money.amount);
  }

  /** The largest first; nothing where it comes to nothing. */
  get sums(): Money[] {
    return (
      [...this.#sums]
        // Fractions of cents come from adding, not from anybody's deal.
        .map(([currency, amount]) => ({ currency, amount: Math.round(amount * 10_000) / 10_000 }))
        .filter(({ amount }) => amount !== 0)
        .sort((a, b) => b.amount - a.amount || (a.currency < b.currency ? -1 : 1))
    );
  }
}

/** Keeps the first by an order however many come. */
class Best<T extends { card: Card }> {
  readonly #sums = new Sums();
  #kept: T[] = [];

  constructor(readonly order: (a: T, b: T) => number) {}

  add(one: T): void {
    this.#sums.add(one.card);
    this.#kept.push(one);
    if (this.#kept.length > 10 * MAX_TOLD) this.#kept = this.first;
  }

  get first(): T[] {
    return this.#kept.sort((a, b) => this.order(a, b) || byTitle(a.card, b.card)).slice(0, MAX_TOLD);
  }

  get told(): Told<T> {
    return { count: this.#sums.count, sums: this.#sums.sums, first: this.first };
  }
}

const byTitle = (a: Card, b: Card): number =>
  a.title === b.title ? (a.id < b.id ? -1 : 1) : a.title < b.title ? -1 : 1;
const newest = (a: { card: Card }, b: { card: Card }): number => time(b.card.since) - time(a.card.since);
const dearest = (a: { card: Card }, b: { card: Card }): number =>
  (b.card.money?.amount ?? 0) - (a.card.money?.amount ?? 0);
const time = (iso: string | undefined): number => (iso === undefined ? Number.NaN : Date.parse(iso)) || 0;

/** `add` each page of cards once, in any order; then read the histories of `arrivals`, and `finish` with them. */
export class Digest {
  readonly #stages = new Map<Stage['id'], StageSum & { all: Sums }>();
  readonly #all = new Sums();
  readonly #won = new Best<{ card: Card }>(newest);
  readonly #lost = new Best<{ card: Card }>(newest);
  readonly #moved = new Best<{ card: Card }>(newest);
  readonly #created = new Best<{ card: Card }>((a, b) => time(b.card.createdAt) - time(a.card.createdAt));
  readonly #stuck = new Best<DigestResult['stuck']['first'][number]>((a, b) => b.days - a.days);
  readonly #idle = new Best<{ card: Card }>(dearest);
  #unknownSince = 0;

  constructor(readonly setup: DigestSetup) {
    for (const stage of setup.pipeline.stages) this.#stage(stage);
  }

  #stage(stage: Stage) {
    const sum = { stage, kind: kindOf(stage), count: 0, sums: [], all: new Sums() };
    this.#stages.set(stage.id, sum);
    return sum;
  }

  add(cards: readonly Card[]): void {
    const { from, to, withTask, withMeeting } = this.setup;
    for (const card of cards) {
      const stage = this.#stages.get(card.stage) ?? this.#stage({ id: card.stage, title: 'Unknown stage' });
      stage.all.add(card);
      this.#all.add(card);
      const [since, created] = [time(card.since), time(card.createdAt)];
      const within = (at: number) => at >= from && at <= to;
      if (within(created)) this.#created.add({ card });
      const born = since - created <= BORN_MS;
      if (within(since) && stage.kind !== 'open') (stage.kind === 'won' ? this.#won : this.#lost).add({ card });
      else if (within(since) && !born && card.stage !== null) this.#moved.add({ card });
      if (stage.kind !== 'open') continue;
      this.#look(card, stage.stage, since);
      const known = withTask !== undefined || withMeeting !== undefined;
      const id = card.ref.recordId.toLowerCase();
      if (known && !withTask?.has(id) && !withMeeting?.has(id)) this.#idle.add({ card });
    }
  }

  /** Whether it is in its stage for too long. */
  #look(card: Card, stage: Stage, since: number): void {
    if (stage.id === null) return;
    if (since === 0) {
      this.#unknownSince++;
      return;
    }
    const target = stage.targetTime === undefined ? undefined : durationMs(stage.targetTime);
    const allowedMs = target ?? this.setup.stuckDays * DAY_MS;
    const passed = this.setup.to - since;
    if (passed > allowedMs)
      this.#stuck.add({ card, days: Math.floor(passed / DAY_MS), allowedMs, target: target !== undefined });
  }

  /** Those that are told of as moved, won or lost: their histories say from where and by whom. At most a hundred, newest first. */
  get arrivals(): Card[] {
    return [...this.#won.first, ...this.#lost.first, ...this.#moved.first]
      .sort((a, b) => newest(a, b) || byTitle(a.card, b.card))
      .slice(0, MAX_TOLD)
      .map(({ card }) => card);
  }

  /** `histories`: what the attribute was over time, newest first, by id of the card; of some there may be none. */
  finish(histories: ReadonlyMap<string, readonly HistoricValue[]>): DigestResult {
    const arrived = (best: Best<{ card: Card }>): Told<Arrival> => {
      const { first, ...rest } = best.told;
      return { ...rest, first: first.map(({ card }) => this.#arrival(card, histories.get(card.id) ?? [])) };
    };
    return {
      stages: [...this.#stages.values()].map(({ all, ...stage }) => ({ ...stage, count: all.count, sums: all.sums })),
      all: { count: this.#all.count, sums: this.#all.sums },
      won: arrived(this.#won),
      lost: arrived(this.#lost),
      moved: arrived(this.#moved),
      created: this.#created.told,
      stuck: this.#stuck.told,
      idle: this.setup.withTask || this.setup.withMeeting ? this.#idle.told : undefined,
      unknownSince: this.#unknownSince,
    };
  }

  #arrival(card: Card, history: readonly HistoricValue[]): Arrival {
    const { pipeline, from } = this.setup;
    const now = this.#stages.get(card.stage)?.stage.title ?? pipeline.attributeTitle;
    // Newest first: those of the time told of, and the one before them, from which it came.
    const before = history.findIndex((value) => time(value.from) < from);
    const told = history.slice(0, before < 0 ? history.length : before + 1).map(({ text }) => text || 'No stage');
    const path = told.reverse().filter((title, at) => title !== told[at - 1]);
    const at = card.since ?? card.createdAt;
    return { card, path: path.at(-1) === now ? path : [now], at, by: history[0]?.by ?? '' };
  }
}
