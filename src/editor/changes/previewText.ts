/** A preview as plain text: short for the dialog, whole for the document beside it. Pure. */
import type { Preview, PreviewField } from '../../changes/change.js';

/** So many lines fit a dialog; of one text, and of one line, so much. */
const MAX_LINES = 12;
const MAX_TEXT_LINES = 8;
const MAX_CHARS = 420;
const MAX_PARTS = 8;
const LONG = 100;

/** The beginning of a text, with how much more there is. */
export function beginning(text: string): string {
  const lines = text.trim().split(/\r?\n/);
  const some = lines.slice(0, MAX_TEXT_LINES).join('\n');
  const characters = [...some];
  const cut = characters.length > MAX_CHARS ? `${characters.slice(0, MAX_CHARS).join('').trimEnd()}…` : some;
  const more = lines.length - MAX_TEXT_LINES;
  return more > 0 ? `${cut}\n… and ${more} more line${more === 1 ? '' : 's'}` : cut;
}

const whole = (text: string): string => text.trim();
const isLong = (text: string): boolean => text.includes('\n') || text.length > LONG;
const shown = (text: string): string => (text === '' ? '(empty)' : text);

/** `Stage: Lead → Won`, `Name: Acme`; values of several lines stand under their label. */
function fieldLines(
  { label, before, after }: PreviewField,
  sentence: string,
  size: (text: string) => string,
): string[] {
  if (before !== undefined && after !== undefined) {
    const [old, now] = [size(before), size(after)];
    if (!isLong(old) && !isLong(now)) return [`${label}: ${shown(old)} → ${shown(now)}`];
    return [`\n${label}, now:\n${shown(old)}`, `\n${label}, after:\n${shown(now)}`];
  }
  const text = size(after ?? before ?? '');
  // What the message above says in full is not said twice.
  if (text === '' || sentence.includes(text)) return [];
  return isLong(text) ? [`\n${label}:\n${text}`] : [`${label}: ${text}`];
}

/** Warnings of the whole and of its parts, each once. */
export function allWarnings({ warnings, parts = [] }: Preview): string[] {
  return [...new Set([...warnings, ...parts.flatMap(allWarnings)])];
}

interface Context {
  /** The change goes to another account than the one in use. */
  otherAccount: boolean;
  /** What it takes back, where it takes something back. */
  undoes?: string;
}

function head({ account }: Preview, { otherAccount, undoes }: Context): string[] {
  const workspace = `Workspace: ${account.name} (${account.slug})${
    otherAccount ? '. This is not the account in use now.' : ''
  }`;
  return [...(undoes === undefined ? [] : [`Takes back: ${undoes}`]), workspace];
}

function tail(preview: Preview): string[] {
  const warnings = allWarnings(preview).map((warning) => `⚠ ${warning}`);
  return warnings.length > 0 ? ['', ...warnings] : [];
}

function partLines(parts: readonly Preview[], most: number): string[] {
  const some = parts.slice(0, most).map(({ sentence }) => `• ${sentence}`);
  const more = parts.length - most;
  return [...some, ...(more > 0 ? [`… and ${more} more`] : [])];
}

/** The text of the dialog under its message, and whether it leaves something out. */
export function dialogText(preview: Preview, context: Context): { detail: string; cut: boolean } {
  const { parts = [], sentence } = preview;
  const short = preview.fields.flatMap((field) => fieldLines(field, sentence, beginning));
  const long = preview.fields.flatMap((field) => fieldLines(field, sentence, whole));
  const fields = short.join('\n').split('\n');
  // Texts are cut one by one; of very many values the rest is counted.
  const tooMany = short.length > MAX_LINES;
  const middle = tooMany
    ? [...short.slice(0, MAX_LINES - 1), `… and ${short.length - MAX_LINES + 1} more values`]
    : short;
  const detail = [...head(preview, context), ...middle, ...partLines(parts, MAX_PARTS), ...tail(preview)].join('\n');
  const cut = tooMany || short.join() !== long.join() || parts.some((part) => part.fields.length > 0);
  return { detail, cut: cut || fields.length > MAX_LINES };
}

/** Everything: each value in full, each part with its own. */
export function wholePreview(preview: Preview, context: Context): string {
  const section = (one: Preview, title: string): string[] => [
    title,
    '',
    ...one.fields.flatMap((field) => fieldLines(field, '', whole)),
    ...(one.fields.length > 0 ? [''] : []),
    ...(one.parts ?? []).flatMap((part, index) => section(part, `${index + 1}. ${part.sentence}`)),
  ];
  return [...head(preview, context), '', ...section(preview, preview.sentence), ...tail(preview), ''].join('\n');
}
