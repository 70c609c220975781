/** Audit entries as CSV (RFC 4180), safe to open in a spreadsheet. */
import type { AuditEntry } from './entry.js';

const COLUMNS: readonly [title: string, value: (entry: AuditEntry) => string | number | undefined][] = [
  ['time', (entry) => entry.time],
  ['account', (entry) => entry.account.name],
  ['slug', (entry) => entry.account.slug],
  ['operation', (entry) => entry.operation],
  ['kind', (entry) => entry.kind],
  ['object', (entry) => entry.object],
  ['target', (entry) => entry.target],
  ['attributes', (entry) => entry.attributes?.join(' ')],
  ['count', (entry) => entry.count],
  ['approved', (entry) => entry.approval?.how],
  ['approved_at', (entry) => entry.approval?.at],
  ['approved_via', (entry) => entry.approval?.surface],
  ['surface', (entry) => entry.surface],
  ['outcome', (entry) => entry.outcome],
  ['status', (entry) => entry.status],
  ['error', (entry) => entry.errorKind],
  ['error_code', (entry) => entry.errorCode],
  ['ms', (entry) => entry.ms],
  ['attempts', (entry) => entry.attempts],
  ['execution_id', (entry) => entry.executionId],
];

/** One cell. A spreadsheet takes `=`, `+`, `-`, `@` (also in full width) and leading white space for a formula: an apostrophe stops it. */
function cell(value: string | number | undefined): string {
  if (value === undefined || value === null) return '';
  const text = String(value);
  const safe = typeof value !== 'number' && /^[\s]*[=+\-@＝＋－＠|%]|^[\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n;\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The titles of the columns as the first line, its end included. */
export const csvHeader = `${COLUMNS.map(([title]) => title).join(',')}\r\n`;

/**
 * An entry as one line with its end, in the order of `csvHeader`. What it does not have is an empty cell; several
 * attributes share one, with spaces between.
 */
export function csvRow(entry: AuditEntry): string {
  return `${COLUMNS.map(([, value]) => cell(value(entry))).join(',')}\r\n`;
}
