/** One audit entry as one line for people. */
import type { AuditEntry } from './entry.js';

/** Controls, line breaks of every kind, and the marks that turn the text around them. */
const UNFIT = /[\p{Cc}\p{Cf}\u2028\u2029\s]+/gu;
const SHOWN_ATTRIBUTES = 20;

/** A word of the line: nothing in it can end the word, the line, or pass for another part of the line. */
const word = (text: unknown): string => String(text).replace(UNFIT, '_').slice(0, 160) || '?';

/**
 * `2026-11-21T09:00:01.123Z northwind-labs notes.create companies/<id> [title, content] approved:asked via notes.draft → ok
 * 200 812 ms 1 attempt exec=…`, whatever the entry holds always a single line. Parts an entry does not have are left out.
 */
export function formatEntry(entry: AuditEntry): string {
  return `${word(entry.time)} ${formatUntimed(entry)}`;
}

/** The same without its time, for a log that puts one before every line. */
export function formatUntimed(entry: AuditEntry): string {
  const { object, target, attributes = [], approval, status, errorKind, errorCode, count } = entry;
  const shown = attributes.slice(0, SHOWN_ATTRIBUTES).map(word);
  if (attributes.length > shown.length) shown.push(`and ${attributes.length - shown.length} more`);
  const error = errorCode === errorKind ? [errorKind] : [errorKind, errorCode];
  const reason = error.filter((part) => part !== undefined).map(word);
  return [
    word(entry.account.slug),
    word(entry.operation),
    [object, target]
      .filter((part) => part !== undefined)
      .map(word)
      .join('/'),
    shown.length > 0 ? `[${shown.join(', ')}]` : '',
    approval ? `approved:${word(approval.how)} via ${word(approval.surface)}` : `via ${word(entry.surface)}`,
    '→',
    word(entry.outcome),
    status === undefined ? '' : word(status),
    reason.length > 0 ? `(${reason.join(', ')})` : '',
    count === undefined ? '' : `${word(count)} ${count === 1 ? 'item' : 'items'}`,
    `${word(entry.ms)} ms`,
    `${word(entry.attempts)} ${entry.attempts === 1 ? 'attempt' : 'attempts'}`,
    entry.executionId === undefined ? '' : `exec=${word(entry.executionId)}`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}
