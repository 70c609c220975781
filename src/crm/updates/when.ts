/** Days that a sentence names, as days of the calendar: `by Friday`, `the fifteenth of December`, `end of the month`. */
import { parseDay } from '../edit/days.js';
import { fromUtc, wallAt } from '../edit/zoned.js';

export interface When {
  /** The day from which words count. */
  now: Date;
  timeZone: string;
  locale?: string;
}

export interface FoundDay {
  /** `YYYY-MM-DD`. */
  day: string;
  /** In the sentence, with a `by` or `on` before it. */
  at: number;
  end: number;
}

const ORDINALS =
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first'.split(
    ' ',
  );
const MONTHS =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?';
const WEEKDAYS = 'monday|tuesday|wednesday|thursday|friday|saturday|sunday';
const NUMBERS = 'a|an|one|two|three|four|five|six|seven|eight|nine|ten|\\d{1,3}';
/** The longest first, or `twenty-fourth` would be read as `twenty`. */
const ORDINAL = [...ORDINALS].sort((a, b) => b.length - a.length).join('|');
const PREPOSITION = '(?:(?:no later than|by|until|till|before|on|due|for|from|to)\\s+)';
/** A day of the month alone is one only where nothing follows that it could belong to. */
const STANDS_ALONE = '(?=\\s*(?:[.,;:!?)–—-]|$|(?:and|at|to|if|so|but|then|because|with)\\b))';

const DAYS = new RegExp(
  [
    `(?<prep>${PREPOSITION})?(?:(?:the|this|next|coming)\\s+)*(?:`,
    '(?<iso>\\d{4}-\\d{2}-\\d{2})',
    `|(?<dmy>(?:the\\s+)?\\d{1,2}(?:st|nd|rd|th|\\.)?(?:\\s+of)?\\s+(?:${MONTHS})\\.?(?:,?\\s+\\d{4})?)`,
    `|(?<mdy>(?:${MONTHS})\\.?\\s+\\d{1,2}(?:st|nd|rd|th)?(?:,?\\s+\\d{4})?(?!\\d|[.,]\\d))`,
    '|(?<figures>\\d{1,2}[./]\\d{1,2}[./]\\d{4})',
    `|(?<worded>(?:${ORDINAL})\\s+of\\s+(?:${MONTHS})(?:,?\\s+\\d{4})?)`,
    `|(?<edge>(?:end|start|beginning)\\s+of\\s+(?:(?:the|this|next)\\s+)?(?:week|month|quarter|year|q[1-4]|${MONTHS})(?:\\s+\\d{4})?)`,
    '|(?<short>eo[dwmqy]|cob)',
    '|(?<near>day after tomorrow|tomorrow|today|tonight)',
    `|(?<weekday>(?:${WEEKDAYS})(?:\\s+next\\s+week)?)`,
    `|(?<after>in\\s+(?:${NUMBERS})\\s+(?:days?|weeks?|months?))`,
    `|(?<ordinal>\\d{1,2}(?:st|nd|rd|th)|${ORDINAL})${STANDS_ALONE}`,
    ')(?![\\p{L}\\p{N}])',
  ].join(''),
  'giu',
);

const two = (number: number) => String(number).padStart(2, '0');

function fullMonth(text: string): string {
  return text.replace(/\b(jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.(?=\s|$)/gi, '$1');
}

/** The next day with this number, from `now` on. */
function nextOfMonth(number: number, { now, timeZone }: When): string | undefined {
  const today = wallAt(now.getTime(), timeZone);
  for (let ahead = 0; ahead < 12; ahead++) {
    const first = Date.UTC(today.year, today.month - 1 + ahead, 1);
    const { year, month } = fromUtc(first);
    const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
    if (number <= days && (ahead > 0 || number >= today.day)) return `${year}-${two(month)}-${two(number)}`;
  }
  return undefined;
}

function endOfWeek({ now, timeZone }: When, weeks: number): string {
  const today = wallAt(now.getTime(), timeZone);
  const date = Date.UTC(today.year, today.month - 1, today.day);
  const weekday = new Date(date).getUTCDay();
  const friday = date + (((5 - weekday + 7) % 7) + weeks * 7) * 86_400_000;
  return new Date(friday).toISOString().slice(0, 10);
}

/** In the order of the sentence. Words that name no single day, or two, are left out. */
export async function daysIn(sentence: string, when: When): Promise<FoundDay[]> {
  const found: FoundDay[] = [];
  for (const match of sentence.slice(0, 600).matchAll(DAYS)) {
    const before = sentence.charAt(match.index - 1);
    if (/[\p{L}\p{N}-]/u.test(before)) continue;
    const day = await dayOf(match, when);
    if (day !== undefined) found.push({ day, at: match.index, end: match.index + match[0].length });
  }
  return found;
}

async function dayOf(match: RegExpExecArray | RegExpMatchArray, when: When): Promise<string | undefined> {
  const { prep, iso, dmy, mdy, figures, worded, edge, short, near, weekday, after, ordinal } = match.groups!;
  const parse = async (text: string) => {
    const read = await parseDay(text, when);
    return read.ok ? (read.value as string) : undefined;
  };
  if (iso) return parse(iso);
  if (figures) return parse(figures);
  if (dmy) return parse(fullMonth(dmy.replace(/^the\s+/i, '').replace(/^(\d{1,2})\./, '$1')));
  if (mdy) return parse(fullMonth(mdy));
  if (worded) {
    const number = ORDINALS.indexOf(/^[a-z-]+/i.exec(worded)![0].toLowerCase()) + 1;
    return parse(worded.replace(/^[a-z-]+\s+of\s+/i, `${number} `));
  }
  if (edge) {
    const week = /week/i.test(edge);
    const next = /next/i.test(edge) || /\bnext\b/i.test(match[0]);
    if (week) return /^end/i.test(edge) ? endOfWeek(when, next ? 1 : 0) : undefined;
    const month = new RegExp(`^(end|start|beginning) of (${MONTHS})(?:\\s+(\\d{4}))?$`, 'i').exec(
      edge.replace(/\s+/g, ' '),
    );
    if (!month) return parse(edge.toLowerCase().replace(/\s+/g, ' '));
    return monthEdge(month[1]!, month[2]!, month[3], parse);
  }
  if (short) {
    if (/^(?:eod|cob)$/i.test(short)) return parse('today');
    return /^eow$/i.test(short) ? endOfWeek(when, 0) : parse(short.toLowerCase());
  }
  if (near) return parse(/tonight/i.test(near) ? 'today' : near.toLowerCase());
  if (weekday) {
    const name = weekday.split(/\s/)[0]!.toLowerCase();
    if (/next\s+week/i.test(weekday)) {
      const friday = Date.parse(endOfWeek(when, 1));
      const days = WEEKDAYS.split('|').indexOf(name) - 4;
      return new Date(friday + days * 86_400_000).toISOString().slice(0, 10);
    }
    const found = await parse(/\bnext\s+\S+$/i.test(match[0]) ? `next ${name}` : name);
    // Said on a Wednesday, “on Wednesday” is a week away.
    const { year, month, day } = wallAt(when.now.getTime(), when.timeZone);
    return found === `${year}-${two(month)}-${two(day)}`
      ? new Date(Date.parse(found) + 7 * 86_400_000).toISOString().slice(0, 10)
      : found;
  }
  if (after) return parse(after.toLowerCase().replace(/^in\s+an?\s/, 'in 1 '));
  // A number of a day alone takes a word before it that asks for a day.
  if (ordinal && prep && /\bthe\s/i.test(match[0]) && !/^(?:for|from|to)/i.test(prep)) {
    const number = /^\d/.test(ordinal) ? Number.parseInt(ordinal, 10) : ORDINALS.indexOf(ordinal.toLowerCase()) + 1;
    return number >= 1 && number <= 31 ? nextOfMonth(number, when) : undefined;
  }
  return undefined;
}

async function monthEdge(
  edge: string,
  month: string,
  year: string | undefined,
  parse: (text: string) => Promise<string | undefined>,
): Promise<string | undefined> {
  const first = await parse(`1 ${month}${year ? ` ${year}` : ''}`);
  if (first === undefined || !/^end/i.test(edge)) return first;
  const [y, m] = first.split('-').map(Number);
  return new Date(Date.UTC(y!, m!, 0)).toISOString().slice(0, 10);
}

/** The sentence without the day it ends with: `Send the offer by Friday.` as `Send the offer`. */
export function withoutLastDay(sentence: string, days: readonly FoundDay[]): string {
  const last = days.at(-1);
  if (!last) return sentence;
  const rest = sentence.slice(last.end);
  return /^[\s.!,;)]*$/.test(rest)
    ? sentence
        .slice(0, last.at)
        .replace(
          /,?\s+(?:(?:in|by|for|during)\s+)?(?:the\s+)?week\s+(?:of|commencing|beginning|starting)(?:\s+the)?\s*$/i,
          '',
        )
        .replace(/[\s,(–—-]+$/, '')
        .replace(
          /\s+(?:bis(?:\s+zum)?|am|zum|vor|(?:avant\s+)?le|(?:antes\s+)?del?|el|entro\s+il|per\s+il|den|voor|op)$/i,
          '',
        )
    : sentence;
}
