/** The `Retry-After` header. Attio sends an HTTP date (api.md section 7); proxies and gateways send seconds. */

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const MAX_MS = 300_000;

const MONTH = `(${MONTHS.join('|')})`;
const TIME = '(\\d{2}):(\\d{2}):(\\d{2})';
/** `Tue, 23 May 2023 14:42:01 GMT`: the form of today. */
const FIXDATE = new RegExp(`^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\\d{2}) ${MONTH} (\\d{4}) ${TIME} GMT$`);
/** `Tuesday, 23-May-23 14:42:01 GMT`: RFC 850. */
const RFC850 = new RegExp(`^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (\\d{2})-${MONTH}-(\\d{2}) ${TIME} GMT$`);
/** `Tue May 23 14:42:01 2023`, the day padded with a space: C's asctime(). */
const ASCTIME = new RegExp(`^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ${MONTH} ([ \\d]\\d) ${TIME} (\\d{4})$`);

/** Milliseconds since 1970 of a day and time that exist; undefined for 30 February or 25 o'clock. */
function utc(year: number, month: string, day: string, h: string, m: string, s: string): number | undefined {
  const index = MONTHS.indexOf(month);
  const date = new Date(0);
  date.setUTCFullYear(year, index, Number(day));
  if (date.getUTCMonth() !== index || date.getUTCDate() !== Number(day)) return undefined;
  // 60 is a leap second.
  if (Number(h) > 23 || Number(m) > 59 || Number(s) > 60) return undefined;
  return date.setUTCHours(Number(h), Number(m), Number(s), 0);
}

/**
 * An HTTP date (RFC 9110, 5.6.7: the three forms) in milliseconds since 1970. `Date.parse` is no help: it also takes
 * `1`, `2023`, local times and much more, which here is rubbish and not a date.
 */
function parseHttpDate(text: string, now: Date): number | undefined {
  let match = FIXDATE.exec(text);
  if (match) {
    const [, day, month, year, h, m, s] = match;
    return utc(Number(year), month!, day!, h!, m!, s!);
  }
  match = RFC850.exec(text);
  if (match) {
    const [, day, month, short, h, m, s] = match;
    // Two digits mean the year nearest to now, at most 50 years ahead.
    const thisYear = now.getUTCFullYear();
    let year = thisYear - (thisYear % 100) + Number(short);
    if (year > thisYear + 50) year -= 100;
    else if (year <= thisYear - 50) year += 100;
    return utc(year, month!, day!, h!, m!, s!);
  }
  match = ASCTIME.exec(text);
  if (match) {
    const [, month, day, h, m, s, year] = match;
    return utc(Number(year), month!, day!, h!, m!, s!);
  }
  return undefined;
}

/**
 * How long to wait, in whole milliseconds from `now`: the header's seconds or HTTP date. The past is 0, more than five
 * minutes is five minutes (300000), no header or rubbish is undefined.
 */
export function retryAfterMs(header: string | null | undefined, now: Date): number | undefined {
  if (typeof header !== 'string') return undefined;
  const text = header.trim();
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, MAX_MS);
  const at = parseHttpDate(text, now);
  if (at === undefined) return undefined;
  const wait = at - now.getTime();
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(wait, 0), MAX_MS);
}
