/** Tasks by when they are due: overdue, today, this week, later, no date. Days and weeks are the person's. Pure. */
import { asUtc, fromUtc, momentAt, type Wall, wallAt } from '../edit/zoned.js';

export type DueGroup = 'overdue' | 'today' | 'week' | 'later' | 'none';

/** The groups in the order in which they are looked at. */
export const DUE_GROUPS: readonly DueGroup[] = ['overdue', 'today', 'week', 'later', 'none'];

/** How a person counts days. */
export interface Calendar {
  /** IANA. */
  timeZone: string;
  /** The day that weeks begin with: 1 is Monday, 7 is Sunday. */
  firstDay: number;
}

const DAY = 86_400_000;
const MIDNIGHT = { hour: 0, minute: 0, second: 0 };

/** Days since 1970 of what the wall shows. */
const dayNumber = (wall: Wall): number => Math.round(asUtc({ ...wall, ...MIDNIGHT }) / DAY);

/** The day that weeks begin with where this language is spoken (BCP 47): 1 is Monday, 7 is Sunday. */
export function firstDayOf(locale: string | undefined): number {
  type WeekInfo = { firstDay: number };
  try {
    const known = new Intl.Locale(locale ?? 'en-GB') as Intl.Locale & {
      getWeekInfo?: () => WeekInfo;
      weekInfo?: WeekInfo;
    };
    // A method in newer engines, a property in older ones.
    return (known.getWeekInfo?.() ?? known.weekInfo)?.firstDay ?? 1;
  } catch {
    return 1;
  }
}

/** The day number of the last day of the week that `today` is in. */
function lastOfWeek(today: number, firstDay: number): number {
  // 1 January 1970 was a Thursday.
  const weekday = ((((today + 3) % 7) + 7) % 7) + 1;
  return today + ((((firstDay + 6 - weekday) % 7) + 7) % 7);
}

/**
 * The group of a deadline (ISO; null: none) at `now` (milliseconds since 1970). Overdue is what is over to the moment:
 * Attio's deadlines are moments (api.md section 8.2). A deadline that is no time counts as none.
 */
export function dueGroup(deadline: string | null, now: number, { timeZone, firstDay }: Calendar): DueGroup {
  const at = deadline === null ? Number.NaN : Date.parse(deadline);
  if (Number.isNaN(at)) return 'none';
  if (at <= now) return 'overdue';
  const today = dayNumber(wallAt(now, timeZone));
  const day = dayNumber(wallAt(at, timeZone));
  if (day <= today) return 'today';
  return day <= lastOfWeek(today, firstDay) ? 'week' : 'later';
}

/** The next moment, in milliseconds since 1970, at which one of these deadlines may be in another group than at `now`. */
export function nextRegroup(deadlines: readonly (string | null)[], now: number, { timeZone }: Calendar): number {
  const ahead = deadlines.map((one) => (one === null ? Number.NaN : Date.parse(one))).filter((at) => at > now);
  return ahead.reduce((next, at) => Math.min(next, at), nextDay(now, timeZone));
}

/** When the next day begins. Where clocks are put forward at midnight, it begins later than that. */
function nextDay(now: number, timeZone: string): number {
  const today = wallAt(now, timeZone);
  const { year, month, day } = fromUtc(asUtc({ ...today, ...MIDNIGHT }) + DAY);
  for (let minutes = 0; minutes <= 180; minutes += 30) {
    const at = momentAt(
      { year, month, day, hour: Math.floor(minutes / 60), minute: minutes % 60, second: 0 },
      timeZone,
    );
    if (at !== undefined && at > now) return at;
  }
  // A day that a zone leaves out: looked again before long.
  return now + 3_600_000;
}

interface Due {
  deadline_at: string | null;
  created_at: string;
}

/** What is due first comes first; what is due at no time by its age, newest first. */
export function byDeadline(a: Due, b: Due): number {
  const [x, y] = [a, b].map(({ deadline_at }) => (deadline_at === null ? Number.NaN : Date.parse(deadline_at)));
  const timed = Number(Number.isNaN(x)) - Number(Number.isNaN(y));
  if (timed !== 0) return timed;
  return Number.isNaN(x) || x === y ? b.created_at.localeCompare(a.created_at) : x! - y!;
}

/** Tasks by group, each group sorted; groups without tasks are left out. */
export function groupTasks<T extends Due>(tasks: readonly T[], now: number, calendar: Calendar): Map<DueGroup, T[]> {
  const all = new Map<DueGroup, T[]>(DUE_GROUPS.map((group) => [group, []]));
  for (const task of tasks) all.get(dueGroup(task.deadline_at, now, calendar))!.push(task);
  for (const [group, list] of all) {
    if (list.length === 0) all.delete(group);
    else list.sort(byDeadline);
  }
  return all;
}
