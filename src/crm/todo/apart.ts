/** What a line says is to be done, taken apart: words, whom it names, and by when. Pure. */
import { findAttioUrls } from '../../attio/webUrl.js';
import { TASK_MAX } from '../../attio/workWrites.js';
import type { InputContext } from '../edit/types.js';
import { parseDeadline } from '../tasks/deadline.js';
import { daysIn, type FoundDay } from '../updates/when.js';

type Zone = Pick<InputContext, 'now' | 'timeZone' | 'locale'>;

/** Somebody whom a line names. */
export interface Said {
  /** Without the `@`. */
  name: string;
  /** `owner`: as in `TODO(ada)`; `mention`: as in `@ada`. */
  as: 'owner' | 'mention';
  start: number;
  end: number;
}

export interface Due {
  /** ISO. */
  value: string;
  /** As a person reads it. */
  shown: string;
  past: boolean;
  /** `[start, end)` of the words that say it; empty where they are part of what is to be done. */
  words: readonly [number, number];
}

export interface Apart {
  /** Of the line: what the places of the others count in. */
  text: string;
  said: Said[];
  /** By when, in order of likelihood. Several: which is meant is not clear. */
  due: Due[];
}

const NAME = "[\\p{L}][\\p{L}\\p{M}\\p{N}'’._-]*";
const NAMES = new RegExp(`^@?${NAME}(?: ${NAME}){0,3}$`, 'u');
const EMAIL = /^[^\s@(),]+@[^\s@(),]+\.[^\s@(),]+$/;
const TICKET = /^[A-Z][A-Z0-9]*[-_ ]?\d+$|^[A-Z]\d+$/;
const OWNER = /^\s?(?:\(([^()\n]{1,80})\)|\[([^[\]\n]{1,80})\](?!\())/;
const MENTIONS = new RegExp(`(?<![\\p{L}\\p{N}_.+/@-])@(${NAME})(?![\\p{L}\\p{M}\\p{N}_/@])`, 'gu');

/** What stands before a day that makes it one by which something is due. */
const BY = /^(?:no later than|by|until|till|before|due|on)\b/i;
const SIGNED =
  /(?:\u{1F4C5}|\u{23F3}|\u{1F5D3}\uFE0F?|(?:\[\s*)?\b(?:due|deadline|until|by)(?: date)?\s*(?::{1,2}|=))\s*$/iu;
const CLOCK =
  /^(?:,?\s+(?:at\s+|@\s*)?|\s*T)(?:(?<hour>\d{1,2})(?:[:.](?<minute>\d{2}))?\s*(?<half>am|pm)|(?<h24>\d{1,2}):(?<m24>\d{2})(?::\d{2})?|(?<word>noon|midday|midnight))(?![\p{L}\p{N}])/iu;
/** What else says when on its day: a part of it, or an hour in figures alone. */
const PART =
  /^(?:,?\s+(?:in\s+the\s+)?(?:morning|lunchtime|afternoon|evening|night)|\s+at\s+\d{1,2}(?!\d|[.,:]\d|\s*%))(?![\p{L}\p{N}-])/iu;

/** `09:30`; undefined: there is no such time. */
function clockOf(groups: Record<string, string | undefined>): string | undefined {
  const { hour, minute = '00', half, h24, m24, word } = groups;
  if (word) return /midnight/i.test(word) ? '23:59' : '12:00';
  const given = Number(hour ?? h24);
  const of = half === undefined ? given : (given % 12) + (/pm/i.test(half) ? 12 : 0);
  const minutes = m24 ?? minute;
  if (of > 23 || Number(minutes) > 59 || (half !== undefined && (given < 1 || given > 12))) return undefined;
  return `${String(of).padStart(2, '0')}:${minutes}`;
}

/** `text`: what a line says after its mark. */
export async function takeApart(text: string, zone: Zone): Promise<Apart> {
  const days = await daysIn(text, { ...zone, ...(zone.locale && { locale: zone.locale }) });
  return { text, said: saidIn(text, days), due: await dueIn(text, days, zone) };
}

function saidIn(text: string, days: readonly FoundDay[]): Said[] {
  const found: Said[] = [];
  // Days in the parentheses are none of the names.
  const undated = days.reduce((left, { at, end }) => left.slice(0, at) + ','.repeat(end - at) + left.slice(end), text);
  const owner = OWNER.exec(undated);
  const inside = owner?.[1] ?? owner?.[2];
  if (owner && inside !== undefined) {
    const close = /\S/.test(text.charAt(0));
    let at = owner[0].length - inside.length - 1;
    for (const piece of inside.split(/([,;/&|+]|\s+and\s+)/)) {
      const name = piece.trim();
      const start = at + piece.indexOf(name);
      const end = start + name.length;
      at += piece.length;
      const named = (NAMES.test(name) && !TICKET.test(name)) || EMAIL.test(name);
      // `TODO (later)` with a space is a remark, unless an @ says otherwise.
      if (!named || /^and$/i.test(name) || !(close || name.includes('@'))) continue;
      found.push({ name: name.replace(/^@/, ''), as: 'owner', start, end });
    }
  }
  const after = found.length > 0 ? owner![0].length : 0;
  for (const match of text.matchAll(MENTIONS)) {
    if (match.index < after) continue;
    const name = match[1]!.replace(/[.'’_-]+$/, '');
    found.push({ name, as: 'mention', start: match.index, end: match.index + 1 + name.length });
  }
  return found.slice(0, 10);
}

async function dueIn(text: string, days: readonly FoundDay[], zone: Zone): Promise<Due[]> {
  const found: (Due & { sure: boolean })[] = [];
  for (const { day, at, end } of days) {
    const words = text.slice(at, end);
    const sign = SIGNED.exec(text.slice(0, at));
    const clock = CLOCK.exec(text.slice(end));
    const time = clock && clockOf(clock.groups!);
    const part = time ? '' : (PART.exec(text.slice(end))?.[0] ?? '');
    const said = part || (/tonight$/i.test(words) ? ' night' : '');
    const exact = await parseDeadline(`${day}${time ? ` ${time}` : said}`, zone);
    // An hour that may be two is left in the words, and the day taken.
    const read = exact.ok ? exact : await parseDeadline(day, zone);
    if (!read.ok || read.value === null) continue;
    const sure = sign !== null || BY.test(words);
    // What is over, or where something begins, is no day by which something is to be done.
    if (!sure && (read.past || /^from\b/i.test(words))) continue;
    const start = sign ? sign.index : at;
    const last = end + (time ? clock![0].length : part.length);
    const close = sign?.[0].startsWith('[') && text.charAt(last) === ']' ? 1 : 0;
    const gone = [start, last + close] as const;
    found.push({
      value: read.value,
      shown: read.shown,
      past: read.past,
      words: exact.ok && (sure || atEdge(text, gone, words)) ? gone : [at, at],
      sure,
    });
  }
  const sure = found.filter((one) => one.sure);
  const likely = sure.length > 0 ? sure : found;
  const once = [...new Map(likely.map((one) => [one.value, one])).values()];
  return once.map(({ sure: _, ...one }) => one);
}

/** Whether the words of a day stand apart from what is to be done: before or after all of it, or in parentheses. */
function atEdge(text: string, [start, end]: readonly [number, number], words: string): boolean {
  const before = text.slice(0, start);
  const after = text.slice(end);
  if (/[([]\s*$/.test(before) && /^\s*[)\]]/.test(after)) return true;
  // `TODO(ada 2026-12-01)`.
  if (/^\s?[([][^)\]]*$/.test(before) && /^[^([]*[)\]]/.test(after)) return true;
  if (/^\s*[:,–—-]/.test(after) && !/[\p{L}\p{N}]/u.test(before)) return true;
  // `move the call to Friday`, `the deck for Monday`: without the day they say something else.
  if (/^(?:to|for)\b/i.test(words)) return false;
  if (/[\p{L}\p{N}]/u.test(after.replace(/@\S+/g, ''))) return false;
  return !/\b(?:the|a|an|of|since|than|and|or|on|to|for|this|last)\s*$/i.test(before);
}

const BEFORE_NAME = /\b(?:to|with|for|from|by|and|or|of|about|ask|tell|call|meet|remind|help|cc|via|like|as|not)\s*$/i;

/**
 * What is to be done, in words: without owners, days, links to Attio, and what the name of an assignee leaves behind.
 * `called`: what a person that the text names is called in a sentence; undefined: the name stays as it is.
 */
export function contentOf(
  { text, said, due }: Pick<Apart, 'text' | 'said' | 'due'>,
  called: (said: Said) => string | undefined,
): string {
  const pieces: { start: number; end: number; by: string }[] = [];
  const take = (start: number, end: number, by = '') => {
    if (end > start) pieces.push({ start, end, by });
  };
  for (const one of said) {
    const name = called(one);
    if (name === undefined) continue;
    if (one.as === 'owner') {
      take(one.start, one.end);
      continue;
    }
    const rest = text.slice(one.end);
    const alone = !/[\p{L}\p{N}]/u.test(text.slice(0, one.start).replace(/@\S+/g, ''));
    const last = due.reduce(
      (left, { words: [start, end] }) => (start >= one.end ? left.replace(text.slice(start, end), '') : left),
      rest.replace(/@\S+/g, ''),
    );
    const lastOf = !/[\p{L}\p{N}]/u.test(last) && !BEFORE_NAME.test(text.slice(0, one.start));
    take(one.start, one.end, alone || lastOf ? '' : name);
  }
  // Of several days only the one that is taken goes.
  if (due.length === 1) take(due[0]!.words[0], due[0]!.words[1]);
  for (const { start, end } of findAttioUrls(text)) {
    const label = /\[([^\]]*)\]\($/.exec(text.slice(0, start));
    if (label && text.charAt(end) === ')') take(label.index, end + 1, label[1]);
    else if (text.charAt(start - 1) === '<' && text.charAt(end) === '>') take(start - 1, end + 1);
    else take(start, end);
  }
  let made = '';
  let at = 0;
  for (const { start, end, by } of pieces.sort((a, b) => a.start - b.start)) {
    if (start < at) continue;
    made += text.slice(at, start) + by;
    at = end;
  }
  return tidied(made + text.slice(at));
}

/** What stands before what is to be done; not the emphasis that it begins with and that is closed further on. */
const LEADING = /^(?:(?!(\*{1,3}|==)(?![\s:：,，;.。、>*=\-–—]).*[^\s*=]\1)[\s:：,，;.。、>*=\-–—])+(?![\d.])/u;

/** Emphasis goes where its other half stood before the mark, or around the mark alone: `**TODO: call**`, `call **TODO**`. */
function withoutHalves(text: string): string {
  return text.replace(/^([^*]*[^\s*])\*{2,3}(?=[\s\p{P}]|$)/u, '$1').replace(/^([^*]*\S)\s+\*{2,3}$/u, '$1');
}

function tidied(text: string): string {
  return withoutHalves(text.trim().replace(LEADING, ''))
    .replace(/[([]\s*(?:(?:[,;/&|+]|and)\s*)*[)\]]/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/ (?=[,.;!?](?:\s|$))/g, '')
    .replace(LEADING, '')
    .replace(/[\s,，;:：\-–—([]+$/u, '')
    .trim();
}

/**
 * The text of a task: what is to be done, and on a line of its own where it was said. Attio takes 2000 characters (api.md
 * section 8.2): what is too long loses its end, never half of a sign.
 */
export function taskContent(words: string, place: string | undefined): string {
  const tail = place === undefined ? '' : `\n${place}`;
  const room = TASK_MAX - tail.length;
  if (words.length <= room) return words + tail;
  const head = words.slice(0, room - 1);
  const space = head.lastIndexOf(' ');
  return `${head.slice(0, space > room * 0.8 ? space : undefined).replace(/[\p{Cs}\s]+$/u, '')}…${tail}`;
}
