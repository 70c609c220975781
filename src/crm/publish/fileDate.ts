/** When a file's note is to be dated: by its front matter, else by its name; never in the future. */
import { dayOfName } from './fileNote.js';

export interface Dating {
  now: Date;
  /** IANA name. */
  timeZone: string;
}

export interface Dated {
  /** ISO time for `created_at`; undefined: now. */
  createdAt?: string;
  /** Why the date that is written is not taken, as a sentence. */
  problem?: string;
}

const DAY = /^\d{4}-\d{1,2}-\d{1,2}$|^\d{8}$/;

/** A day without a time is its noon, wherever it is read; today is now. */
export async function dateOf(
  { date, name }: { date?: string | undefined; name: string },
  { now, timeZone }: Dating,
): Promise<Dated> {
  const written = date ?? dayOfName(name);
  if (written === undefined) return {};
  const { parseMoment } = await import('../edit/days.js');
  const wholeDay = DAY.test(written);
  const iso = written.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');
  const read = await parseMoment(wholeDay ? `${iso} 12:00` : written, { now, timeZone });
  if (!read.ok) {
    // Only what somebody wrote as a date is a mistake.
    return date === undefined
      ? {}
      : { problem: `“${written}” in the front matter is no date: the note is dated now. ${read.problem}` };
  }
  const at = String(read.value);
  const time = Date.parse(at);
  if (time <= now.getTime()) {
    if (time >= 0) return { createdAt: new Date(time).toISOString() };
    return { problem: `The date ${written} is before 1970, which Attio does not take: the note is dated now.` };
  }
  const today = new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short' });
  if (wholeDay && today.format(time) === today.format(now)) return {};
  return { problem: `The date ${written} is in the future, which Attio does not take: the note is dated now.` };
}
