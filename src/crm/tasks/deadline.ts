/** Deadlines from a person's words, and back into words. Pure. */
import { parseDay, parseMoment } from '../edit/days.js';
import type { InputContext } from '../edit/types.js';
import { fromUtc, momentAt, wallAt } from '../edit/zoned.js';

type Zone = Pick<InputContext, 'now' | 'timeZone' | 'locale'>;

/**
 * `value`: ISO in UTC, null for none. `shown`: as a person reads it. `day`: no hour was said. `part`: the part of the day
 * that was said instead of an hour (`morning`). `past`: it is over already.
 */
export type ReadDeadline =
  | { ok: true; value: string | null; shown: string; day: boolean; part?: string; past: boolean }
  | { ok: false; problem: string; suggestion?: string };

/** The hour of a day that is said without one. */
const DUE_HOUR = 17;

/** Hour and minute that a part of a day is taken for. */
const PARTS: Readonly<Record<string, readonly [number, number]>> = {
  morning: [9, 0],
  noon: [12, 0],
  midday: [12, 0],
  lunchtime: [12, 0],
  afternoon: [15, 0],
  evening: [20, 0],
  night: [20, 0],
  tonight: [20, 0],
  midnight: [23, 59],
};
/** Alone they say today: `this evening` does, too. */
const PART = new RegExp(`^(?:(?<day>.+?)(?:,? (?:at |in the )?|, ?))?(?<part>${Object.keys(PARTS).join('|')})$`, 'i');
const HAS_PART = new RegExp(`\\b(?:${Object.keys(PARTS).join('|')})\\b`, 'i');

/** An hour in figures and nothing else. */
const BARE_HOUR = /^(?<day>.+?),? (?<at>at |@ ?)?(?<hour>\d{1,2})$/i;
const ENDS_IN_WEEKDAY = /\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?$/i;
/** A number behind these is no day of a month. */
const NO_MONTH = /^(?:by |on )?(?:today|tomorrow|(?:the )?day after tomorrow|in .+|\d{4}-\d{1,2}-\d{1,2})$/i;
/** Nobody knows whether work or sleep is meant: hours before this one, in figures alone, are refused. */
const FIRST_HOUR = 7;

const NONE = /^(?:none|no|never|no (?:date|deadline|due date)|without(?: (?:a )?(?:date|deadline))?|-+|–|—)?$/i;
const TODAY = /^(?:eod|cob|end of (?:the )?(?:day|business)|close of business)$/i;
const WEEK_END = /^(?:by (?:the )?)?(?:eow|end of (?:the |this )?week)$/i;

/**
 * The moment that a calendar day (`2026-11-27`) means as a deadline: the end of the day's work where the person is. Attio
 * keeps moments only and shows a task as overdue from then on (api.md section 8.2), so that a day's beginning would be
 * overdue all of that day, and be the day before for colleagues farther west. null: there is no such day.
 */
export function dueAt(day: string, timeZone: string, hour = DUE_HOUR, minute = 0): string | null {
  const [year, month, date] = day.split('-').map(Number);
  const at = momentAt({ year: year!, month: month!, day: date!, hour, minute, second: 0 }, timeZone);
  return at === undefined ? null : new Date(at).toISOString();
}

const two = (number: number): string => String(number).padStart(2, '0');

/** The Friday that ends the week of `now`; on a weekend the one to come. */
function friday({ now, timeZone }: Zone): string {
  const wall = wallAt(now.getTime(), timeZone);
  const noon = Date.UTC(wall.year, wall.month - 1, wall.day, 12);
  const ahead = (5 - new Date(noon).getUTCDay() + 7) % 7;
  const { year, month, day } = fromUtc(noon + ahead * 86_400_000);
  return `${year}-${two(month)}-${two(day)}`;
}

/**
 * Reads `tomorrow`, `next Friday 3pm`, `in 2 weeks`, `end of week`, `2026-12-01 09:30`, or `none` (also nothing at all). A
 * day without an hour is due at the end of its work, today after that at the end of the day; a part of a day (`tonight`,
 * `monday morning`) at an hour of its own, which `part` tells. Refused: figures that may be two hours, or a day of a month.
 */
export async function parseDeadline(text: string, zone: Zone): Promise<ReadDeadline> {
  const said = text.replace(/\s+/g, ' ').trim();
  if (NONE.test(said)) return { ok: true, value: null, shown: 'No deadline', day: false, past: false };
  const words = TODAY.test(said) ? 'today' : WEEK_END.test(said) ? friday(zone) : said.replace(/^due /i, '');
  const now = zone.now.getTime();
  const special = (await partOfDay(words, zone)) ?? (await bareHour(words, zone));
  if (special) return special;
  const day = /^(?:right )?now$/i.test(words) ? undefined : await parseDay(words, zone);
  if (day?.ok) {
    const date = day.value as string;
    const due = dueAt(date, zone.timeZone);
    const moment =
      due !== null && isToday(date, zone) && Date.parse(due) <= now ? dueAt(date, zone.timeZone, 23, 59) : due;
    if (moment !== null) return found(moment, zone, { day: true });
  }
  const moment = await parseMoment(words, zone);
  if (!moment.ok) return moment;
  return found(new Date(Date.parse(moment.value as string)).toISOString(), zone, {});
}

function isToday(day: string, { now, timeZone }: Zone): boolean {
  const wall = wallAt(now.getTime(), timeZone);
  return day === `${String(wall.year).padStart(4, '0')}-${two(wall.month)}-${two(wall.day)}`;
}

/** `tomorrow morning`, `tonight`; undefined: no part of a day, or of no day that is said. */
async function partOfDay(words: string, zone: Zone): Promise<ReadDeadline | undefined> {
  const { day: said = '', part: given } = PART.exec(words)?.groups ?? {};
  if (given === undefined) return undefined;
  const part = given.toLowerCase();
  const tonight = part === 'tonight' && /^(?:by|until)?$/i.test(said);
  const day = await parseDay(tonight || /^(?:by )?this$/i.test(said) ? 'today' : said, zone);
  if (!day.ok) return undefined;
  const date = day.value as string;
  const due = dueAt(date, zone.timeZone, ...PARTS[part]!);
  const evening = PARTS[part]![0] >= 20 && due !== null && Date.parse(due) <= zone.now.getTime() && isToday(date, zone);
  const moment = evening ? dueAt(date, zone.timeZone, 23, 59) : due;
  return moment === null ? undefined : found(moment, zone, { part });
}

/** `tomorrow at 9`, `2026-12-01 15`; undefined: it ends in no such hour. */
async function bareHour(words: string, zone: Zone): Promise<ReadDeadline | undefined> {
  const { day: said = '', at = '', hour: figures } = BARE_HOUR.exec(words)?.groups ?? {};
  const hour = Number(figures);
  if (figures === undefined || hour > 23 || HAS_PART.test(said)) return undefined;
  const weekday = at === '' && ENDS_IN_WEEKDAY.test(said);
  if (at === '' && !weekday && !NO_MONTH.test(said)) return undefined;
  const day = await parseDay(said, zone);
  if (!day.ok) return undefined;
  const doubtful = hour > 0 && hour < FIRST_HOUR;
  const likely = `${said} ${doubtful ? `${hour}pm` : `${hour}:00`}`;
  if (weekday)
    return {
      ok: false,
      problem: `“${figures}” can be an hour or a day of the month: write “${likely}”, or the day as ${day.value}.`,
      suggestion: likely,
    };
  if (doubtful)
    return {
      ok: false,
      problem: `“${at}${figures}” can be ${two(hour)}:00 or ${hour + 12}:00: write “${likely}” or “${said} ${hour}am”.`,
      suggestion: likely,
    };
  const moment = dueAt(day.value as string, zone.timeZone, hour);
  return moment === null ? undefined : found(moment, zone, {});
}

async function found(value: string, zone: Zone, said: { day?: true; part?: string }): Promise<ReadDeadline> {
  const shown = await parseMoment(value, zone);
  return {
    ok: true,
    value,
    shown: shown.ok ? shown.shown : value,
    day: said.day === true,
    ...(said.part !== undefined && { part: said.part }),
    past: Date.parse(value) <= zone.now.getTime(),
  };
}

/** A deadline as one would write it again: `2026-11-27 17:00` in the person's time zone; empty for none. */
export function writtenDeadline(deadline: string | null, timeZone: string): string {
  const at = deadline === null ? Number.NaN : Date.parse(deadline);
  if (Number.isNaN(at)) return '';
  const { year, month, day, hour, minute } = wallAt(at, timeZone);
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}`;
}
