/** How numbers, money and times are written for the person; Intl objects are costly to make and so are kept. */

export interface Formats {
  /** BCP 47; default: the environment's. */
  locale?: string;
  /** IANA name; default: the environment's. */
  timeZone?: string;
}

const kept = new Map<string, unknown>();

/** The one object of a kind for these formats. */
export function keep<T>(kind: string, formats: Formats, detail: string, make: () => T): T {
  const key = `${kind}|${formats.locale ?? ''}|${formats.timeZone ?? ''}|${detail}`;
  if (!kept.has(key)) kept.set(key, make());
  return kept.get(key) as T;
}

/** `1,234.5`, with four decimals at most, which is what Attio keeps (api.md section 5). */
export function formatNumber(value: number, formats: Formats): string {
  return keep('number', formats, '', () => new Intl.NumberFormat(formats.locale, { maximumFractionDigits: 4 })).format(
    value,
  );
}

/** `$47,500,000`; cents only where there are some. A code that Intl does not accept is written out. */
export function formatMoney(amount: number, currency: string | undefined, formats: Formats): string {
  if (!currency) return formatNumber(amount, formats);
  if (!/^[A-Z]{3}$/i.test(currency)) return `${formatNumber(amount, formats)} ${currency}`;
  const detail = `${currency}|${Number.isInteger(amount)}`;
  return keep('money', formats, detail, () => {
    const whole = Number.isInteger(amount) ? { minimumFractionDigits: 0, maximumFractionDigits: 0 } : {};
    return new Intl.NumberFormat(formats.locale, { style: 'currency', currency, ...whole });
  }).format(amount);
}

/** A calendar day, `2026-05-03`, without a time zone. undefined: not a date. */
export function formatDay(day: string, formats: Formats): string | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(day);
  if (!match) return undefined;
  const date = new Date(`${match[0]}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || date.getUTCDate() !== Number(match[3])) return undefined;
  return keep(
    'day',
    formats,
    '',
    () => new Intl.DateTimeFormat(formats.locale, { dateStyle: 'medium', timeZone: 'UTC' }),
  ).format(date);
}

/** A moment, in the person's time zone. undefined: not a time. */
export function formatMoment(
  iso: string,
  formats: Formats,
  time: 'with-time' | 'day' = 'with-time',
): string | undefined {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return undefined;
  return keep('moment', formats, time, () => {
    const style = time === 'day' ? {} : { timeStyle: 'short' as const };
    return new Intl.DateTimeFormat(formats.locale, { dateStyle: 'medium', ...style, timeZone: formats.timeZone });
  }).format(date);
}

/** `Germany` for `DE`; the code itself where the locale has no name. */
export function countryName(code: string, formats: Formats): string {
  if (!/^[A-Z]{2}$/i.test(code)) return code;
  return (
    keep('country', formats, '', () => new Intl.DisplayNames(formats.locale, { type: 'region' })).of(
      code.toUpperCase(),
    ) ?? code
  );
}
