/** How long a record should stay in a status: between a person's words and an ISO duration (api.md section 4.3). Pure. */

/** Letter, which half of the duration it stands in, name, other words for it. */
const UNITS = [
  ['Y', 'date', 'year', /^y(?:ears?|rs?)?$/],
  ['M', 'date', 'month', /^mo(?:nths?|s)?$/],
  ['W', 'date', 'week', /^w(?:eeks?|ks?)?$/],
  ['D', 'date', 'day', /^d(?:ays?)?$/],
  ['H', 'time', 'hour', /^h(?:ours?|rs?)?$/],
  ['M', 'time', 'minute', /^m(?:in(?:ute)?s?)?$/],
  ['S', 'time', 'second', /^s(?:ec(?:ond)?s?)?$/],
] as const;

const DURATION = /^P(?=\d|T\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** `P7D` is `7 days`, `P0Y0M1DT12H0M0S` is `1 day 12 hours`; what is no ISO duration stays as it is, none at all is empty. */
export function durationWords(iso: string): string {
  const match = DURATION.exec(iso);
  if (!match) return iso;
  return UNITS.flatMap(([, , name], at) => {
    const count = Number(match[at + 1] ?? 0);
    return count === 0 ? [] : [`${count} ${name}${count === 1 ? '' : 's'}`];
  }).join(' ');
}

/** `7 days`, `2w`, `1 week 3 days`, `36h`, `P7D`; a number alone is days. undefined: not a time, or none. */
export function parseDuration(text: string): string | undefined {
  const words = text.trim();
  const iso = words.toUpperCase();
  if (DURATION.test(iso)) return durationWords(iso) === '' ? undefined : iso;
  if (/^\d{1,5}$/.test(words)) return Number(words) > 0 ? `P${Number(words)}D` : undefined;
  const counts = new Map<number, number>();
  const rest = words
    .toLowerCase()
    .replace(/(\d{1,5})\s*([a-z]+)(?:\s*(?:,|and\b))?\s*/g, (all, count: string, word: string) => {
      const unit = UNITS.findIndex(([, , , known]) => known.test(word));
      if (unit < 0 || counts.has(unit)) return all;
      counts.set(unit, Number(count));
      return '';
    });
  if (rest !== '' || ![...counts.values()].some((count) => count > 0)) return undefined;
  const half = (wanted: string) =>
    UNITS.map(([letter, of], at) => (of === wanted && counts.get(at) ? `${counts.get(at)}${letter}` : '')).join('');
  const time = half('time');
  return `P${half('date')}${time && `T${time}`}`;
}

const DAY_MS = 86_400_000;
/** Of years and months so many as are usually meant by them: how long is too long need not be exact to the day. */
const UNIT_MS = [365 * DAY_MS, 30 * DAY_MS, 7 * DAY_MS, DAY_MS, 3_600_000, 60_000, 1000];

/** How long an ISO duration is, in milliseconds; undefined: not a duration, or none at all. */
export function durationMs(iso: string): number | undefined {
  const match = DURATION.exec(iso);
  const sum = match ? UNIT_MS.reduce((all, ms, at) => all + ms * Number(match[at + 1] ?? 0), 0) : 0;
  return sum > 0 ? sum : undefined;
}
