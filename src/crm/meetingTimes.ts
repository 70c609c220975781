/**
 * When a meeting is, in numbers and in words. Days begin in the person's time zone, also those of all-day meetings. Ends
 * are exclusive: a one-day meeting of the third ends on the fourth (api.md section 4.3, Meeting) [spec].
 */
import type { Meeting, MeetingTime } from '../attio/workTypes.js';
import { type Formats, keep } from './format.js';

type Times = Pick<Meeting, 'start' | 'end'>;

const DAY = 86_400_000;

/** The zone of `formats`, or of the environment. */
export function zoneOf(formats: Formats): string {
  return formats.timeZone ?? keep('zone', {}, '', () => new Intl.DateTimeFormat().resolvedOptions().timeZone);
}

/** When a meeting starts, milliseconds; undefined: Attio does not say, or not in a form that is known. */
export const startOf = (meeting: Times, formats: Formats = {}): number | undefined =>
  momentOf(meeting.start, zoneOf(formats));

/** When a meeting ends, milliseconds; its start where Attio gives no end, or one before it. */
export function endOf(meeting: Times, formats: Formats = {}): number | undefined {
  const zone = zoneOf(formats);
  const [start, end] = [momentOf(meeting.start, zone), momentOf(meeting.end, zone)];
  return start !== undefined && (end === undefined || end < start) ? start : end;
}

/** Not those that have no time: who is to say. */
export function hasEnded(meeting: Times, now: number, formats: Formats = {}): boolean {
  const end = endOf(meeting, formats);
  return end !== undefined && end < now;
}

/**
 * `Today 14:00 – 15:00`, `Tomorrow, all day`, `Thursday 9:00 – 9:30`, `Tue, Dec 15, 10:00 – 11:00`, `Now, until 15:00`:
 * the nearer, the plainer. `now` in milliseconds.
 */
export function whenInWords(meeting: Times, now: number, formats: Formats = {}): string {
  const start = startOf(meeting, formats);
  const end = endOf(meeting, formats);
  if (start === undefined || end === undefined) return 'No time';
  const day = (at: number) => dayInWords(at, now, formats);
  const last = Math.max(start, end - 1);
  const oneDay = dayNumber(start, formats) === dayNumber(last, formats);
  if (isAllDay(meeting)) return `${oneDay ? day(start) : `${day(start)} – ${day(last)}`}, all day`;
  if (start <= now && now < end)
    return `Now, until ${oneDay ? clock(end, formats) : joined(day(end), clock(end, formats))}`;
  if (oneDay) return joined(day(start), clockRange(start, end, formats));
  return `${joined(day(start), clock(start, formats))} – ${joined(day(end), clock(end, formats))}`;
}

/** `Today 14:00`, and `28 Nov, 14:00`: numbers are kept apart. */
const joined = (day: string, time: string) => `${day}${/\d/.test(day) ? ',' : ''} ${time}`;

/** `Tuesday, November 10, 2026 at 14:00 – 15:00`: for what is read later, where `Today` would be wrong. */
export function dateInWords(meeting: Times, formats: Formats = {}): string {
  const start = startOf(meeting, formats);
  const end = endOf(meeting, formats);
  if (start === undefined || end === undefined) return '';
  const last = Math.max(start, end - 1);
  const day = (at: number) => written(at, formats, 'full', { dateStyle: 'full' });
  const oneDay = dayNumber(start, formats) === dayNumber(last, formats);
  if (isAllDay(meeting)) return oneDay ? day(start) : `${day(start)} – ${day(last)}`;
  if (oneDay) return `${day(start)}, ${clockRange(start, end, formats)}`;
  return `${day(start)}, ${clock(start, formats)} – ${day(end)}, ${clock(end, formats)}`;
}

/** Whether Attio gives days instead of times; a meeting without a start is not. */
export const isAllDay = ({ start }: Pick<Meeting, 'start'>): boolean => start !== null && 'date' in start;

/** Milliseconds from now until a word such as `Today` is another one: to the next midnight, at least a second. */
export function untilNextDay(now: number, formats: Formats = {}): number {
  const next = dayNumber(now, formats) + 1;
  return Math.max(1000, midnight(next * DAY, zoneOf(formats)) - now);
}

function momentOf(time: MeetingTime | null, zone: string): number | undefined {
  if (time === null) return undefined;
  const at = 'date' in time ? dayOf(time.date, zone) : timeOf(time);
  return Number.isNaN(at) ? undefined : at;
}

function dayOf(date: string, zone: string): number {
  return midnight(Date.parse(`${date.slice(0, 10)}T00:00:00Z`), zone);
}

/** The documents give the offset, and say in another place that there is none: then the zone's own counts, or UTC. */
function timeOf({ datetime, timezone }: { datetime: string; timezone: string | null }): number {
  if (/(?:Z|[+-]\d{2}:?\d{2})$/i.test(datetime)) return Date.parse(datetime);
  const read = Date.parse(`${datetime}Z`);
  return timezone === null || Number.isNaN(read) ? read : midnight(read, timezone);
}

/** The moment when clocks in `zone` show what those in UTC show at `utc`. */
function midnight(utc: number, zone: string): number {
  if (Number.isNaN(utc)) return utc;
  // Asked twice, for the hour in which clocks change between the two.
  const guess = utc - offsetOf(zone, utc);
  return utc - offsetOf(zone, guess);
}

/** How far `zone` is ahead of UTC at `at`, milliseconds; 0 for a zone that nobody knows. */
function offsetOf(zone: string, at: number): number {
  const shown = partsOf(at, zone);
  return shown === undefined ? 0 : shown - Math.floor(at / 1000) * 1000;
}

/** What clocks in `zone` show at `at`, as if it were UTC. */
function partsOf(at: number, zone: string): number | undefined {
  const format = keep('clock', { timeZone: zone }, '', () => {
    try {
      return new Intl.DateTimeFormat('en-US', {
        timeZone: zone,
        hourCycle: 'h23',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      });
    } catch {
      return undefined;
    }
  });
  if (!format) return undefined;
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(part.year!, part.month! - 1, part.day!, part.hour!, part.minute!, part.second!);
}

/** Days since 1970 in the person's zone. */
function dayNumber(at: number, formats: Formats): number {
  return Math.floor((partsOf(at, zoneOf(formats)) ?? at) / DAY);
}

function dayInWords(at: number, now: number, formats: Formats): string {
  const away = dayNumber(at, formats) - dayNumber(now, formats);
  const near = { '-1': 'Yesterday', '0': 'Today', '1': 'Tomorrow' }[String(away)];
  if (near) return near;
  if (Math.abs(away) < 7) return written(at, formats, 'weekday', { weekday: 'long' });
  const year = (of: number) => written(of, formats, 'year', { year: 'numeric' });
  const date = { weekday: 'short', month: 'short', day: 'numeric' } as const;
  return year(at) === year(now)
    ? written(at, formats, 'date', date)
    : written(at, formats, 'date-year', { ...date, year: 'numeric' });
}

function format(formats: Formats, kind: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const timeZone = zoneOf(formats);
  return keep(`meeting-${kind}`, formats, '', () => new Intl.DateTimeFormat(formats.locale, { ...options, timeZone }));
}

/** Intl writes narrow spaces, which searches do not find. */
const plain = (text: string) => text.replace(/\s/g, ' ');

const written = (at: number, formats: Formats, kind: string, options: Intl.DateTimeFormatOptions) =>
  plain(format(formats, kind, options).format(at));

const clock = (at: number, formats: Formats) => written(at, formats, 'time', { timeStyle: 'short' });

function clockRange(start: number, end: number, formats: Formats): string {
  // Over midnight a range would write both dates.
  if (dayNumber(start, formats) !== dayNumber(end, formats)) return `${clock(start, formats)} – ${clock(end, formats)}`;
  return plain(format(formats, 'time', { timeStyle: 'short' }).formatRange(start, end));
}
