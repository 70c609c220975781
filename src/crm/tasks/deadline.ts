/** Deadlines from a person's words, and back into words. Pure. */
import { parseDay, parseMoment } from '../edit/days.js';
import type { InputContext } from '../edit/types.js';
import { fromUtc, momentAt, wallAt } from '../edit/zoned.js';

type Zone = Pick<InputContext, 'now' | 'timeZone' | 'locale'>;

/** `value`: ISO in UTC, null for none. `shown`: as a person reads it. `day`: no hour was said. `past`: it is over already. */
export type ReadDeadline =
  | { ok: true; value: string | null; shown: string; day: boolean; past: boolean }
  | { ok: false; problem: string; suggestion?: string };

/** The hour of a day that is said without one. */
const DUE_HOUR = 17;

const NONE = /^(?:none|no|never|no (?:date|deadline|due date)|without(?: (?:a )?(?:date|deadline))?|-+|–|—)?$/i;
const TODAY = /^(?:eod|cob|end of (?:the )?(?:day|business)|close of business)$/i;
const WEEK_END = /^(?:by (?:the )?)?(?:eow|end of (?:the |this )?week)$/i;

/**
 * The moment that a calendar day (`2026-11-27`) means as a deadline: the end of the day's work where the person is. Attio
 * keeps moments only and shows a task as overdue from then on (api.md section 8.2), so that a day's beginning would be
 * overdue all of that day, and be the day before for colleagues farther west. null: there is no such day.
 */
export function dueAt(day: string, timeZone: string, hour = DUE_HOUR): string | null {
  const [year, month, date] = day.split('-').map(Number);
  const at = momentAt({ year: year!, month: month!, day: date!, hour, minute: 0, second: 0 }, timeZone);
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
 * day without an hour is due at the end of its work, today after that at the end of the day.
 */
export async function parseDeadline(text: string, zone: Zone): Promise<ReadDeadline> {
  const said = text.replace(/\s+/g, ' ').trim();
  if (NONE.test(said)) return { ok: true, value: null, shown: 'No deadline', day: false, past: false };
  const words = TODAY.test(said) ? 'today' : WEEK_END.test(said) ? friday(zone) : said.replace(/^due /i, '');
  const now = zone.now.getTime();
  const day = /^(?:right )?now$/i.test(words) ? undefined : await parseDay(words, zone);
  if (day?.ok) {
    const date = day.value as string;
    const due = dueAt(date, zone.timeZone);
    const wall = wallAt(now, zone.timeZone);
    const isToday = date === `${String(wall.year).padStart(4, '0')}-${two(wall.month)}-${two(wall.day)}`;
    const moment = isToday && due !== null && Date.parse(due) <= now ? lastMinute(wall, zone.timeZone) : due;
    if (moment !== null) return found(moment, zone, true);
  }
  const moment = await parseMoment(words, zone);
  if (!moment.ok) return moment;
  return found(new Date(Date.parse(moment.value as string)).toISOString(), zone, false);
}

function lastMinute({ year, month, day }: { year: number; month: number; day: number }, timeZone: string) {
  const at = momentAt({ year, month, day, hour: 23, minute: 59, second: 0 }, timeZone);
  return at === undefined ? null : new Date(at).toISOString();
}

async function found(value: string, zone: Zone, day: boolean): Promise<ReadDeadline> {
  const shown = await parseMoment(value, zone);
  return {
    ok: true,
    value,
    shown: shown.ok ? shown.shown : value,
    day,
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
