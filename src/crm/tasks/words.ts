/** When a task is due, as a person says it. Pure. */
import { type Formats, formatMoment, keep } from '../format.js';
import { zoneOf } from '../meetingTimes.js';

const DAY = 86_400_000;

/** Intl writes narrow spaces, which searches do not find. */
const plain = (text: string): string => text.replace(/\s/g, ' ');

function written(at: number, formats: Formats, kind: string, options: Intl.DateTimeFormatOptions): string {
  const timeZone = zoneOf(formats);
  const make = () => new Intl.DateTimeFormat(formats.locale, { ...options, timeZone });
  return plain(keep(`due-${kind}`, formats, '', make).format(at));
}

/** Days since 1970 where the person is. */
function dayNumber(at: number, formats: Formats): number {
  const timeZone = zoneOf(formats);
  const make = () =>
    new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', {
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      timeZone,
    });
  const parts = keep('due-day', { timeZone }, '', make).formatToParts(at);
  const of = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  return Math.floor(Date.UTC(of('year'), of('month') - 1, of('day')) / DAY);
}

/**
 * `Today 17:00`, `Tomorrow 9:00`, `Friday 15:00`, `Tue, Dec 15`: the nearer, the plainer; of what is over longer than since
 * yesterday only the date, since a weekday alone is read as one to come. Empty: no deadline. `now` in milliseconds.
 */
export function dueInWords(deadline: string | null, now: number, formats: Formats = {}): string {
  const at = deadline === null ? Number.NaN : Date.parse(deadline);
  if (Number.isNaN(at)) return '';
  const away = dayNumber(at, formats) - dayNumber(now, formats);
  const near = { '-1': 'Yesterday', '0': 'Today', '1': 'Tomorrow' }[String(away)];
  const weekday = away > 1 && away < 7 ? written(at, formats, 'weekday', { weekday: 'long' }) : undefined;
  const day = near ?? weekday;
  if (day !== undefined) return `${day} ${written(at, formats, 'time', { timeStyle: 'short' })}`;
  const year = (of: number) => written(of, formats, 'year', { year: 'numeric' });
  const date = { weekday: 'short', month: 'short', day: 'numeric' } as const;
  return year(at) === year(now)
    ? written(at, formats, 'date', date)
    : written(at, formats, 'date-year', { ...date, year: 'numeric' });
}

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

/** `Thursday, November 19, 2026 at 12:00, 2 days overdue`; empty: no deadline. */
export function dueWhole(deadline: string | null, done: boolean, now: number, formats: Formats = {}): string {
  const at = deadline === null ? Number.NaN : Date.parse(deadline);
  if (Number.isNaN(at)) return '';
  const whole = written(at, formats, 'whole', { dateStyle: 'full', timeStyle: 'short' });
  return done || at > now ? whole : `${whole}, ${overdueFor(now - at)} overdue`;
}

function overdueFor(ms: number): string {
  const [minutes, hours, days] = [60_000, 3_600_000, DAY].map((unit) => Math.floor(ms / unit)) as [
    number,
    number,
    number,
  ];
  if (days > 0) return counted(days, 'day');
  return hours > 0 ? counted(hours, 'hour') : counted(Math.max(1, minutes), 'minute');
}

/** `Done Nov 20, 2026, 14:00`; without its moment, which Attio may not say, `Done`. */
export function doneInWords(completedAt: string | null, formats: Formats = {}): string {
  const when = completedAt === null ? undefined : formatMoment(completedAt, formats);
  return when === undefined ? 'Done' : `Done ${plain(when)}`;
}
