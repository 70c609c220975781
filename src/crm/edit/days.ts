/**
 * Days and moments from a person's words: ISO first, then unambiguous figures, then words in English. What has two
 * readings is refused with both of them; what is taken is shown with its weekday and, for a moment, its offset.
 */
import type { InputContext, Parsed } from './types.js';
import { momentOf } from './writable.js';
import { asUtc, fromUtc, momentAt, offsetAt, offsetText, type Wall, wallAt } from './zoned.js';

type Zone = Pick<InputContext, 'now' | 'timeZone' | 'locale'>;

/** A day, and where one was said a time: on the wall, or as a moment. `fraction`: digits below the second. */
type Read =
  | { ok: true; wall: Wall; timed: boolean; moment?: number; fraction?: string }
  | { ok: false; problem: string; suggestion?: string };

const refuse = (problem: string, suggestion?: string) => ({ ok: false as const, problem, suggestion });
const HELP = 'Write it as 2026-05-31, or in words: “next friday”, “in 3 weeks”, “end of march”.';
const two = (number: number): string => String(number).padStart(2, '0');
const iso = ({ year, month, day }: Pick<Wall, 'year' | 'month' | 'day'>): string =>
  `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
const MIDNIGHT = { hour: 0, minute: 0, second: 0 };

function exists({ year, month, day }: Pick<Wall, 'year' | 'month' | 'day'>): boolean {
  const back = fromUtc(asUtc({ year, month, day, ...MIDNIGHT }));
  return year >= 1 && year <= 9999 && back.year === year && back.month === month && back.day === day;
}

function dayOf(text: string, year: number, month: number, day: number): Read {
  const wall = { year, month, day, ...MIDNIGHT };
  return exists(wall) ? { ok: true, wall, timed: false } : refuse(`There is no day “${text}”. ${HELP}`);
}

const ISO =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[T ]|, ?)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|UTC|GMT|(?:UTC|GMT)?\s*[+-]\d{2}:?\d{2}|\((?:UTC|GMT)[+-]\d{2}:\d{2}\))?)?$/i;

function readIso(text: string): Read | undefined {
  const match = ISO.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second = '0', fraction = '', zone] = match;
  const read = dayOf(text, Number(year), Number(month), Number(day));
  if (!read.ok || hour === undefined) return read;
  const time = { hour: Number(hour), minute: Number(minute), second: Number(second) };
  if (time.hour > 23 || time.minute > 59 || time.second > 59)
    return refuse(`There is no time “${text.replace(/^\S+?[T, ]+/i, '')}”: hours go to 23, minutes and seconds to 59.`);
  const wall = { ...read.wall, ...time };
  if (zone === undefined) return { ok: true, wall, timed: true, fraction };
  const offset = /([+-])(\d{2}):?(\d{2})/.exec(zone);
  const minutes = offset ? Number(`${offset[1]}1`) * (Number(offset[2]) * 60 + Number(offset[3])) : 0;
  return { ok: true, wall, timed: true, moment: asUtc(wall) - minutes * 60_000, fraction };
}

/** `31/12/2026`: taken where only one reading is a day. */
function readFigures(text: string, locale: string | undefined): Read | undefined {
  const yearFirst = /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (yearFirst) return dayOf(text, Number(yearFirst[1]), Number(yearFirst[2]), Number(yearFirst[3]));
  const match = /^(\d{1,2})([/.-])(\d{1,2})(?:\2(\d{4}|\d{2})?)?$/.exec(text);
  if (!match) return undefined;
  const [, first, mark, second, year] = match;
  if (year?.length !== 4) return refuse(`“${text}” needs a year with four digits. ${HELP}`);
  const [a, b] = [Number(first), Number(second)];
  const readings = [
    { year: Number(year), month: b, day: a },
    { year: Number(year), month: a, day: b },
  ].filter(exists);
  if (readings.length === 0) return refuse(`There is no day “${text}”. ${HELP}`);
  const [one, other] = readings.map(iso);
  if (other === undefined || one === other) return dayOf(text, readings[0]!.year, readings[0]!.month, readings[0]!.day);
  const dayFirst = mark === '.' || isDayFirst(locale);
  return refuse(`“${text}” can be ${one} or ${other}: write one of these.`, dayFirst ? one : other);
}

function isDayFirst(locale: string | undefined): boolean {
  try {
    const order = new Intl.DateTimeFormat(locale ?? 'en-US').formatToParts(0).map(({ type }) => type);
    return order.indexOf('day') < order.indexOf('month');
  } catch {
    return false;
  }
}

/** Ends and beginnings of longer times, which are days too. */
function readBounds(text: string, today: Wall): Read | undefined {
  const short = /^eo([mqy])$/.exec(text);
  const match =
    /^(end|start|beginning) of (?:the )?(?:(this|next|last|current) )?(month|quarter|year|q[1-4]|\d{4})(?: (\d{4}))?$/.exec(
      short ? `end of ${{ m: 'month', q: 'quarter', y: 'year' }[short[1]!]}` : text,
    );
  if (!match) return undefined;
  const [, edge, which, span, named] = match;
  const by = which === 'next' ? 1 : which === 'last' ? -1 : 0;
  const quarter = /^q[1-4]$/.test(span!) ? Number(span![1]) - 1 : undefined;
  let year = named ? Number(named) : today.year;
  let from = today.month - 1;
  let months = 1;
  if (span === 'month') from += by;
  else if (span === 'quarter' || quarter !== undefined) {
    months = 3;
    from = quarter !== undefined ? quarter * 3 : Math.floor(from / 3) * 3 + by * 3;
    // A quarter that is over is meant of next year.
    if (quarter !== undefined && !named && !which && from + 3 <= today.month - 1) year++;
  } else {
    months = 12;
    from = 0;
    year = span === 'year' ? year + by : Number(span);
  }
  const at = edge === 'end' ? { month: from + months + 1, day: 0 } : { month: from + 1, day: 1 };
  const found = fromUtc(asUtc({ year, ...at, ...MIDNIGHT }));
  return dayOf(text, found.year, found.month, found.day);
}

/** Words that say a time zone, which figures of the wall do not have. */
const ZONE = /\b(?:utc|gmt|[a-z]{1,3}[sd]?t)\b|[+-]\d{2}:?\d{2}\b/i;
const NOT_ZONES = /\b(?:last|next|first|oct|sept|august|at|past|fast|just)\b/gi;
const BACKWARD = /\b(?:last|ago|past|previous|before|yesterday|earlier)\b/;
const VAGUE = /^(?:next|this|last|past|coming) (?:week|month|quarter|year)$/;

const wholeSecond = (time: number): number => Math.floor(time / 1000) * 1000;

async function readWords(text: string, zone: Zone): Promise<Read> {
  const { parse } = await import('chrono-node/en');
  const words = text
    .toLowerCase()
    .replace(/^(?:on|by|at|the) /, '')
    .replace(/^(?:the )?day after tomorrow\b/, 'in 2 days')
    .replace(/^(?:the )?day before yesterday\b/, '2 days ago')
    .replace(/^in a fortnight$/, 'in 2 weeks')
    .replace(/\s*[.!]$/, '');
  const today = wallAt(zone.now.getTime(), zone.timeZone);
  const bounds = readBounds(words, today);
  if (bounds) return bounds;
  if (VAGUE.test(words)) return refuse(`“${text}” names no day. ${HELP}`);

  // The wall of the person's zone is given out as UTC, so that what comes back is the wall again.
  const wallNow = asUtc(today) + zone.now.getMilliseconds();
  const results = parse(words, { instant: new Date(wallNow), timezone: 0 }, { forwardDate: !BACKWARD.test(words) });
  const [found, ...more] = results;
  if (!found || more.length > 0 || found.text.trim().length !== words.length)
    return refuse(`“${text}” cannot be read as a day. ${HELP}`);
  if (found.end) return refuse(`“${text}” is from one day to another: write one of them.`);

  const { start } = found;
  const get = (part: 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second') => start.get(part) ?? 0;
  const timed = start.isCertain('hour');
  const wall: Wall = {
    year: get('year'),
    month: get('month'),
    day: get('day'),
    ...(timed ? { hour: get('hour'), minute: get('minute'), second: get('second') } : MIDNIGHT),
  };
  if (!exists(wall)) return refuse(`“${text}” cannot be read as a day. ${HELP}`);
  if (!start.isCertain('day') && !start.isCertain('weekday') && !timed)
    return refuse(`“${text}” names no day: write ${iso(wall)}, or “end of …”.`, iso(wall));
  if (!timed || !start.isCertain('timezoneOffset')) return { ok: true, wall, timed };
  if (ZONE.test(words.replace(NOT_ZONES, ''))) {
    const moment = asUtc(wall) - (start.get('timezoneOffset') ?? 0) * 60_000;
    return { ok: true, wall, timed, moment };
  }
  // `in 2 hours` and `now` count time and not what clocks show.
  return { ok: true, wall, timed, moment: wholeSecond(zone.now.getTime() + start.date().getTime() - wallNow) };
}

async function read(given: string, zone: Zone): Promise<Read> {
  const text = given.replace(/\s+/g, ' ').trim();
  return (
    readIso(text) ??
    readShown(text) ??
    readFigures(text, zone.locale) ??
    (/^\d{1,4}$/.test(text) ? refuse(`“${text}” is not a whole day. ${HELP}`) : await readWords(text, zone))
  );
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Fri 27 Nov 2026`. */
function shownDay(wall: Wall): string {
  const weekday = new Date(asUtc({ ...wall, ...MIDNIGHT })).getUTCDay();
  return `${WEEKDAYS[weekday]} ${wall.day} ${MONTHS[wall.month - 1]} ${String(wall.year).padStart(4, '0')}`;
}

const SHOWN = /^(?:[A-Z][a-z]{2} )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4})(, .*)?$/;

/** What was shown, taken as it stands. */
function readShown(text: string): Read | undefined {
  const match = SHOWN.exec(text);
  const month = MONTHS.indexOf(match?.[2] ?? '') + 1;
  if (!match || month === 0) return undefined;
  return readIso(`${match[3]}-${two(month)}-${two(Number(match[1]))}${match[4] ?? ''}`);
}

/** A day, `YYYY-MM-DD`. A time of day is refused: it would not be kept. `now` is today. */
export async function parseDay(text: string, zone: Zone): Promise<Parsed> {
  const found = await read(text, zone);
  if (!found.ok) return found;
  const { wall, timed } = found;
  if (timed && !/^\s*(?:right )?now\s*$/i.test(text))
    return refuse(`Only the day is kept, and “${text.trim()}” has a time: write ${iso(wall)}.`, iso(wall));
  return { ok: true, value: iso(wall), shown: shownDay(wall) };
}

/** A moment, ISO in UTC. Without a time zone, times are of the person's; without a time, the day's beginning. */
export async function parseMoment(text: string, zone: Zone): Promise<Parsed> {
  const found = await read(text, zone);
  if (!found.ok) return found;
  const moment = found.moment ?? momentAt(found.wall, zone.timeZone);
  if (moment === undefined)
    return refuse(
      `Clocks in ${zone.timeZone} are put forward then, and never show “${text.trim()}”: write another time.`,
    );
  const whole = wholeSecond(moment);
  const fraction = found.fraction || String(moment - whole).padStart(3, '0');
  const value = momentOf(`${new Date(whole).toISOString().slice(0, 19)}.${fraction}Z`);
  const year = new Date(moment).getUTCFullYear();
  if (value === undefined || year < 1 || year > 9999)
    return refuse(`“${text.trim()}” cannot be read as a time. ${HELP}`);
  const offset = offsetAt(whole, zone.timeZone);
  const wall = fromUtc(whole + offset * 60_000);
  const seconds = wall.second > 0 || /[1-9]/.test(fraction) ? `:${two(wall.second)}` : '';
  const digits = /[1-9]/.test(fraction) ? `.${fraction.replace(/0+$/, '')}` : '';
  return {
    ok: true,
    value,
    shown: `${shownDay(wall)}, ${two(wall.hour)}:${two(wall.minute)}${seconds}${digits} (UTC${offsetText(offset)})`,
  };
}
