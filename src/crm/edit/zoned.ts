/** Clocks on walls: what a time of day in a time zone is as a moment, and the other way round. Pure. */

/** What a calendar and a clock on the wall show; month from 1. */
export interface Wall {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

const kept = new Map<string, Intl.DateTimeFormat>();

function formatter(timeZone: string): Intl.DateTimeFormat {
  let known = kept.get(timeZone);
  if (!known) {
    const numeric = 'numeric' as const;
    const fields = { year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric };
    try {
      known = new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', {
        ...fields,
        era: 'short',
        hourCycle: 'h23',
        timeZone,
      });
    } catch {
      // A zone that this machine does not know.
      known = formatter('UTC');
    }
    kept.set(timeZone, known);
  }
  return known;
}

/** Milliseconds since 1970 of these fields read as UTC. */
export function asUtc({ year, month, day, hour, minute, second }: Wall): number {
  const date = new Date(0);
  // Unlike `Date.UTC`, takes the years before 100 as they are.
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  return date.getTime();
}

/** The fields of a number of milliseconds read as UTC. */
export function fromUtc(time: number): Wall {
  const date = new Date(time);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
  };
}

/** What the wall shows at a moment. */
export function wallAt(time: number, timeZone: string): Wall {
  const parts = Object.fromEntries(
    formatter(timeZone)
      .formatToParts(time)
      .map(({ type, value }) => [type, value]),
  );
  const year = Number(parts.year);
  return {
    year: parts.era?.startsWith('B') ? 1 - year : year,
    month: Number(parts.month),
    day: Number(parts.day),
    hour: Number(parts.hour),
    minute: Number(parts.minute),
    second: Number(parts.second),
  };
}

/** Minutes that the wall is before UTC. Zones of long ago had seconds too; they are rounded away. */
export function offsetAt(time: number, timeZone: string): number {
  return Math.round((asUtc(wallAt(time, timeZone)) - Math.floor(time / 1000) * 1000) / 60_000);
}

/**
 * The moment when the wall shows this; of an hour that comes twice, the first. undefined: the clocks are put forward and
 * it never shows.
 */
export function momentAt(wall: Wall, timeZone: string): number | undefined {
  const utc = asUtc(wall);
  const day = 86_400_000;
  const offsets = [offsetAt(utc - day, timeZone), offsetAt(utc + day, timeZone)];
  const fitting = offsets
    .map((offset) => utc - offset * 60_000)
    .filter((time) => asUtc(wallAt(time, timeZone)) === utc)
    .sort((a, b) => a - b);
  return fitting[0];
}

/** `+01:00`. */
export function offsetText(minutes: number): string {
  const [whole, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${minutes < 0 ? '-' : '+'}${String(whole).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
}
