/** The digest of a pipeline as a Markdown document, for a team's weekly notes. Pure; remote text is escaped. */
import { recordUrl } from '../../attio/webUrl.js';
import { cell } from '../describeMarkdown.js';
import { type Formats, formatMoment, formatMoney, formatNumber } from '../format.js';
import { durationWords } from '../targetTime.js';
import {
  type Arrival,
  type DigestResult,
  type DigestSetup,
  kindOf,
  MAX_TOLD,
  type StageKind,
  type Told,
} from './digest.js';
import type { Card, Money, Stage } from './types.js';

/** What the document says beside what was found. */
export interface DigestTold extends Formats {
  workspace: { name: string; slug: string };
  /** Names of colleagues, by id. */
  members: ReadonlyMap<string, string>;
  /** How many open tasks and meetings ahead were looked at; `more`: there are others. undefined: the key may not read them. */
  tasks: { count: number; more: boolean } | undefined;
  meetings: { count: number; more: boolean } | undefined;
  /** So many histories were read. */
  histories: number;
}

const DAY_MS = 86_400_000;

/** The document, ending in a newline. */
export function digestMarkdown(result: DigestResult, setup: DigestSetup, told: DigestTold): string {
  const { pipeline } = setup;
  const write = new Writer(setup, told);
  const day = (at: number) => formatMoment(new Date(at).toISOString(), told, 'day') ?? '';
  const { won, lost, moved, created, stuck, idle } = result;
  return `${[
    `# Pipeline digest: ${cell(pipeline.name)}`,
    `${day(setup.from)} to ${day(setup.to)}, by ${cell(pipeline.attributeTitle)}. ${write.summary(result)}`,
    ...section('Won', won, write.arrivals(won), write.how('won')),
    ...section('Lost', lost, write.arrivals(lost), write.how('lost')),
    ...section('Moved', moved, write.arrivals(moved), 'Between stages that are neither won nor lost.'),
    ...section(
      'New',
      created,
      write.lines(created, ({ card }) => [write.inStage(card)]),
    ),
    ...section('Stuck', stuck, write.stuck(stuck), write.howStuck(result)),
    ...(idle
      ? section(
          'No next step',
          idle,
          write.lines(idle, ({ card }) => [write.inStage(card)]),
          write.howIdle(),
        )
      : ['## No next step', `Not known: the key may read neither tasks nor meetings.`]),
    '## Stages',
    write.table(result),
    '---',
    write.origin(result),
  ].join('\n\n')}\n`;

  function section(title: string, { count, sums }: Told, body: string, how?: string): string[] {
    const money = write.money(sums);
    const head = `## ${title} (${formatNumber(count, told)}${money && `, ${money}`})`;
    return [head, ...(how ? [`*${how}*`] : []), count === 0 ? 'None.' : body];
  }
}

class Writer {
  constructor(
    readonly setup: DigestSetup,
    readonly told: DigestTold,
  ) {}

  money(sums: readonly Money[]): string {
    return sums.map(({ amount, currency }) => cell(formatMoney(amount, currency, this.told))).join(' + ');
  }

  count(count: number, one: string, many = `${one}s`): string {
    return `${formatNumber(count, this.told)} ${count === 1 ? one : many}`;
  }

  /** `3 won ($565,000), 0 lost, 4 moved, 2 new, 5 stuck, 7 without a next step.` */
  summary({ all, won, lost, moved, created, stuck, idle }: DigestResult): string {
    if (all.count === 0) return 'Nothing is in this pipeline.';
    const part = ({ count, sums }: Told, word: string) => {
      const money = count > 0 ? this.money(sums) : '';
      return `${formatNumber(count, this.told)} ${word}${money && ` (${money})`}`;
    };
    return `${[
      part(won, 'won'),
      part(lost, 'lost'),
      `${formatNumber(moved.count, this.told)} moved`,
      `${formatNumber(created.count, this.told)} new`,
      `${formatNumber(stuck.count, this.told)} stuck`,
      ...(idle ? [`${formatNumber(idle.count, this.told)} without a next step`] : []),
    ].join(', ')}.`;
  }

  #stage(id: Stage['id']): string {
    return cell(this.setup.pipeline.stages.find((one) => one.id === id)?.title ?? 'Unknown stage');
  }

  inStage = (card: Card): string => `in ${this.#stage(card.stage)}`;

  /** `[Acme renewal](https://…) · $184,000 · …`. */
  #line(card: Card, facts: readonly string[]): string {
    const url = recordUrl(this.told.workspace.slug, card.ref.object, card.ref.recordId);
    const company = card.company && card.company.title !== card.title ? cell(card.company.title) : '';
    const owners = card.owners.flatMap((id) => this.told.members.get(id) ?? []).map(cell);
    const all = [
      `[${cell(card.title)}](${url})`,
      card.money ? this.money([card.money]) : '',
      company,
      ...facts,
      owners.length > 0 ? `owner ${owners.join(', ')}` : '',
    ];
    return `- ${all.filter((part) => part !== '').join(' · ')}`;
  }

  lines<T extends { card: Card }>({ first, count }: Told<T>, facts: (one: T) => string[]): string {
    const rest = count - first.length;
    return [
      ...first.map((one) => this.#line(one.card, facts(one))),
      ...(rest > 0 ? [`- … and ${formatNumber(rest, this.told)} more`] : []),
    ].join('\n');
  }

  arrivals(told: Told<Arrival>): string {
    return this.lines(told, ({ path, at, by }) => {
      const from = path.length > 1 ? path.map(cell).join(' → ') : `to ${cell(path[0] ?? '')}`;
      const when = formatMoment(at, this.told, 'day');
      return [`${from}${when ? ` on ${when}` : ''}${by ? `, by ${cell(by)}` : ''}`];
    });
  }

  stuck(told: DigestResult['stuck']): string {
    return this.lines(told, ({ card, days, allowedMs, target }) => {
      const since = days === 0 ? 'for less than a day' : `for ${this.count(days, 'day')}`;
      return [`${this.inStage(card)} ${since}${target ? this.#over(card, allowedMs) : ''}`];
    });
  }

  /** How much longer than the target time. */
  #over(card: Card, allowedMs: number): string {
    const passed = this.setup.to - Date.parse(card.since ?? '');
    return `, ${durationText(passed - allowedMs, this)} over its target time`;
  }

  /** By what a stage counts as won or lost. */
  how(kind: Exclude<StageKind, 'open'>): string {
    const stages = this.setup.pipeline.stages.filter((stage) => kindOf(stage) === kind);
    if (stages.length === 0) {
      const by = kind === 'won' ? 'celebrated in Attio or called won or signed' : 'called lost or the like';
      return `No stage of this pipeline is ${by}.`;
    }
    const named = stages.map(
      (stage) => `${cell(stage.title)} (${stage.celebrated ? 'celebrated in Attio' : 'by its name'})`,
    );
    return `Told by the ${stages.length === 1 ? 'stage' : 'stages'} ${named.join(', ')}.`;
  }

  howStuck({ unknownSince }: DigestResult): string {
    const { stages } = this.setup.pipeline;
    const targets = stages.filter((one) => one.targetTime !== undefined && kindOf(one) === 'open' && !one.archived);
    const named = targets.map((one) => `${cell(one.title)} ${durationWords(one.targetTime ?? '')}`);
    const days = this.count(this.setup.stuckDays, 'day');
    const rule =
      named.length > 0
        ? `Longer in a stage than its target time (${named.join(', ')}), elsewhere longer than ${days}.`
        : `Longer than ${days} in one stage.`;
    return unknownSince > 0
      ? `${rule} Of ${formatNumber(unknownSince, this.told)} Attio does not say since when.`
      : rule;
  }

  howIdle(): string {
    const { tasks, meetings } = this.told;
    const neither =
      tasks && meetings ? 'No open task and no meeting ahead' : tasks ? 'No open task' : 'No meeting ahead';
    const unknown = tasks ? (meetings ? '' : ' The key may not read meetings.') : ' The key may not read tasks.';
    return `${neither} that is linked to the record.${unknown}`;
  }

  table({ stages, all }: DigestResult): string {
    const shown = stages.filter(({ stage, count }) => count > 0 || (!stage.archived && stage.id !== null));
    const money = all.sums.length > 0;
    const row = (title: string, count: number, sums: readonly Money[]) =>
      `| ${title} | ${formatNumber(count, this.told)} |${money ? ` ${this.money(sums)} |` : ''}`;
    return [
      `| ${cell(this.setup.pipeline.attributeTitle)} | Count |${money ? ' Sum |' : ''}`,
      `| --- | ---: |${money ? ' ---: |' : ''}`,
      ...shown.map(({ stage, count, sums }) => row(cell(stage.title), count, sums)),
      row('**All**', all.count, all.sums),
    ].join('\n');
  }

  /** What it was made from, and when. */
  origin(result: DigestResult): string {
    const { workspace, tasks, meetings, histories } = this.told;
    const { pipeline, to } = this.setup;
    const at = formatMoment(new Date(to).toISOString(), this.told) ?? '';
    const inIt =
      pipeline.ref.of.target === 'lists'
        ? this.count(result.all.count, 'entry', 'entries')
        : this.count(result.all.count, 'record');
    const read = [
      inIt,
      ...(histories > 0 ? [`the histories of ${formatNumber(histories, this.told)} that moved`] : []),
      ...(tasks ? [this.count(tasks.count, 'open task')] : []),
      ...(meetings ? [this.count(meetings.count, 'meeting ahead', 'meetings ahead')] : []),
    ];
    const bounded = [tasks?.more && 'tasks', meetings?.more && 'meetings'].filter(Boolean);
    const more = bounded.length > 0 ? ` There are more ${bounded.join(' and ')} than were looked at.` : '';
    const cut = Object.values(result).some((one) => 'first' in Object(one) && one.count > MAX_TOLD)
      ? ` At most ${MAX_TOLD} of a kind are named.`
      : '';
    return `Made from ${listed(read)} of ${cell(pipeline.name)} in ${cell(workspace.name)} on ${at}.${more}${cut} What was deleted or taken out since is not in it.`;
  }
}

/** Whole days, or hours below one. */
function durationText(ms: number, write: Writer): string {
  const days = Math.floor(ms / DAY_MS);
  if (days > 0) return write.count(days, 'day');
  return write.count(Math.max(1, Math.floor(ms / 3_600_000)), 'hour');
}

const listed = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
