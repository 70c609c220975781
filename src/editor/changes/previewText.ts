/** A preview as plain text: short for the dialog, whole for the document beside it. Pure. */
import type { Preview, PreviewField } from '../../changes/change.js';
import { isolated } from '../isolated.js';
import { differenceText, lineDifference } from './lineDifference.js';
import { tableText } from './tableText.js';
import { quoted } from './words.js';

/** So much fits a dialog on a small screen: lines, and rows of them as they are broken there. */
const MAX_LINES = 14;
const MAX_ROWS = 20;
const ROW = 56;
/** Of a line with values, of a warning, and of a text that is shown in lines of its own. */
const MAX_LINE = 120;
const MAX_WARNING = 260;
const MAX_TEXT_LINES = 8;
const MAX_CHARS = 420;
/** Of a text of which some lines change: lines that go or come, and characters of each. */
const MAX_DIFF_LINES = 6;
const MAX_DIFF_LINE = 90;
/** Among so many lines that come, the one that takes the place of another is looked for. */
const MAX_COMPARED = 20;
/** Lines kept for what is lost and what is warned of, so that some of what changes is seen as well. */
const MAX_WARNINGS = 7;
const MAX_WARNING_ROWS = 13;
const DETAILS = 'Show Details';

/** Where a change goes, beside what it is. */
export interface Context {
  /** The change goes to another account than the one in use. */
  otherAccount: boolean;
  /** What it takes back, where it takes something back. */
  undoes?: string;
  /** Days that the journal keeps originals; 0: it does not; undefined: until the window is closed. */
  keptDays?: number | undefined;
}

/** The beginning of a text, with how much more there is. */
export function beginning(text: string): string {
  const lines = text.trim().split(/\r?\n/);
  const some = lines.slice(0, MAX_TEXT_LINES).join('\n');
  const short = cut(some, MAX_CHARS);
  const more = lines.length - MAX_TEXT_LINES;
  return more > 0 ? `${short}\n… and ${more} more line${more === 1 ? '' : 's'}` : short;
}

function cut(text: string, most: number): string {
  const characters = [...text];
  return characters.length > most
    ? `${characters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`
    : text;
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
const shown = (text: string): string => (text === '' ? '(empty)' : text);
const rowsOf = (line: string): number =>
  line.split('\n').reduce((rows, one) => rows + Math.max(1, Math.ceil(one.length / ROW)), 0);

/** Both sides, each in its own place: the arrow leads from the first to the second, whatever direction they are read in. */
const arrow = (label: string, before: string, after: string): string =>
  `${isolated(label)}: ${isolated(before)} → ${isolated(after)}`;

/**
 * `Stage: Lead → Won` in about MAX_LINE characters; the shorter side leaves the longer one its room. What both begin with
 * is left out where there is no room for all: what is different is to be seen.
 */
function changeLine(label: string, before: string, after: string): string {
  const [old, now] = [shown(oneLine(before)), shown(oneLine(after))];
  if (old === now && before !== after) {
    return `${changeLine(label, before, before)} (only spaces or line breaks change)`;
  }
  const [was, is] = [[...old], [...now]];
  const room = roomBeside(label);
  if (was.length + is.length <= room) return arrow(label, old, now);
  const from = old === now ? 0 : beginOf(was, is);
  const [left, right] = [was, is].map((side) => `${from > 0 ? '…' : ''}${side.slice(from).join('')}`) as [
    string,
    string,
  ];
  const half = Math.floor(room / 2);
  const oldRoom = Math.max(half, room - [...right].length);
  const nowRoom = Math.max(half, room - [...left].length);
  return arrow(label, cut(left, oldRoom), cut(right, nowRoom));
}

/** Characters for the values beside what they are called. */
const roomBeside = (label: string): number => Math.max(40, MAX_LINE - label.length - 5);

/** `Domains: adds a.example; takes away b.example and 3 more`: of a list that has no room, and what of it is another. */
function listLine(label: string, { come, go }: NonNullable<PreviewField['list']>): string {
  const told = [
    ['adds', come],
    ['takes away', go],
  ] as const;
  const sides = told.filter(([, values]) => values.length > 0);
  const room = Math.floor(roomBeside(label) / sides.length);
  return `${isolated(label)}: ${sides.map(([does, values]) => `${does} ${someOf(values, room)}`).join('; ')}`;
}

/** Whole values as far as there is room, at least one, and how many are left. */
function someOf(values: readonly string[], room: number): string {
  const words = values.map(oneLine);
  let count = 1;
  for (let length = words[0]!.length; count < words.length; count++) {
    length += words[count]!.length + 2;
    if (length > room) break;
  }
  const some = words.slice(0, count).map((word) => isolated(cut(word, MAX_LINE)));
  return count === words.length ? some.join(', ') : `${some.join(', ')} … and ${words.length - count} more`;
}

/** So much of what both sides begin with stays before their difference. */
const CONTEXT = 12;

/** Where to begin two texts that do not fit: at a word shortly before their difference. */
function beginOf(one: readonly string[], other: readonly string[]): number {
  let same = 0;
  while (same < one.length && same < other.length && one[same] === other[same]) same++;
  if (same <= CONTEXT) return 0;
  const word = one.slice(same - CONTEXT, same).indexOf(' ');
  return same - CONTEXT + word + 1;
}

/** Two lines, the second in the place of the first, cut so that their difference is seen. */
function pairOf(old: string, now: string): [string, string] {
  const [was, is] = [[...old.trim()], [...now.trim()]];
  const from = Math.max(was.length, is.length) > MAX_DIFF_LINE ? beginOf(was, is) : 0;
  const side = (line: readonly string[]) =>
    isolated(cut(`${from > 0 ? '…' : ''}${line.slice(from).join('')}`, MAX_DIFF_LINE));
  return [side(was), side(is)];
}

/** How alike two lines are, 0 to 1: words that both have. */
function alike(one: string, other: string): number {
  const words = (line: string) => line.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const [a, b] = [words(one), words(other)];
  const has = new Set(b);
  return a.length + b.length === 0 ? 0 : (2 * a.filter((word) => has.has(word)).length) / (a.length + b.length);
}

/** Lines that go in one place of a text and those that come for them; what takes the place of another comes after it. */
function hunk(gone: readonly string[], come: readonly string[]): string[] {
  const told: string[] = [];
  let next = 0;
  for (const old of gone) {
    const likes = come.slice(next, next + MAX_COMPARED).map((now) => alike(old, now));
    const best = Math.max(0, ...likes);
    const pair = best > 0.4 ? next + likes.indexOf(best) : undefined;
    if (pair === undefined) {
      told.push(`− ${isolated(cut(old.trim(), MAX_DIFF_LINE))}`);
      continue;
    }
    told.push(...come.slice(next, pair).map((now) => `+ ${isolated(cut(now.trim(), MAX_DIFF_LINE))}`));
    const [was, is] = pairOf(old, come[pair]!);
    told.push(`− ${was}`, `+ ${is}`);
    next = pair + 1;
  }
  return [...told, ...come.slice(next).map((now) => `+ ${isolated(cut(now.trim(), MAX_DIFF_LINE))}`)];
}

/** The lines of a text that go and come, the first of them: one value to whoever counts. */
function shortDifference(name: string, before: string, after: string): string {
  const lines = lineDifference(before, after);
  const told: string[] = [];
  // What is not shown need not be laid side by side.
  for (let at = 0; at < lines.length && told.length <= MAX_DIFF_LINES; ) {
    const run = (mark: string): string[] => {
      const from = at;
      while (lines[at]?.mark === mark) at++;
      return lines.slice(from, at).map(({ text }) => text);
    };
    const [gone, come] = [run('-'), run('+')];
    if (gone.length + come.length === 0) at++;
    else told.push(...hunk(gone.slice(0, MAX_COMPARED), come.slice(0, MAX_COMPARED)));
  }
  if (told.length === 0) return `${name}: only spaces, empty lines or the spelling of marks change`;
  const count = (mark: string) => lines.filter((line) => line.mark === mark).length;
  const head = `${name}: ${listed([counted(count('+'), 'line comes', 'lines come'), counted(count('-'), 'line goes', 'lines go')])}`;
  const left = count('+') + count('-') - MAX_DIFF_LINES;
  const shown = left > 0 ? [...told.slice(0, MAX_DIFF_LINES), `… and ${left} more line${left === 1 ? '' : 's'}`] : told;
  return [head, ...shown].join('\n');
}

const counted = (count: number, one: string, many: string): string =>
  count === 0 ? '' : `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
const listed = (words: readonly string[]): string => words.filter((word) => word !== '').join(', ');

/** A value in the dialog. Of what is created or deleted there is one side only. */
function shortField({ label, slug, before, after, lines, list }: PreviewField): string[] {
  const name = cut(oneLine(label), 60);
  if (lines && before?.trim() && after?.trim()) return [shortDifference(name, before, after)];
  if (before !== undefined && after !== undefined) {
    const fits = [...oneLine(before), ...oneLine(after)].length <= roomBeside(name);
    return [list && !fits ? listLine(name, list) : changeLine(name, before, after)];
  }
  const text = shown((after ?? before ?? '').trim());
  // A text of several lines, such as a note's, is read as one.
  if (text.includes('\n')) return [`${isolated(name)}:\n${beginning(text)}`];
  const most = slug === undefined ? MAX_CHARS : MAX_LINE;
  return [`${isolated(name)}: ${isolated(cut(text, Math.max(1, most - name.length - 2)))}`];
}

/** A value in full. */
function wholeField({ label: called, before, after, lost, lines, list }: PreviewField): string[] {
  const isLong = (text: string) => text.includes('\n') || text.length > 100;
  const label = isolated(called);
  if (lost) return [`${label}: ${isolated(quoted((before ?? '').trim()))} is lost`];
  if (before !== undefined && after !== undefined) {
    const [old, now] = [before.trim(), after.trim()];
    const difference = lines && old !== '' && now !== '' ? lineDifference(old, now) : [];
    // Where only empty lines or marks differ, both texts are to be seen.
    if (difference.some(({ mark }) => mark !== ' '))
      return [`\n${label} (- goes, + comes):\n${differenceText(difference)}`];
    if (!isLong(old) && !isLong(now)) return [arrow(called, shown(old), shown(now))];
    if (list) {
      const part = (does: string, values: readonly string[]) =>
        values.length === 0 ? [] : [`\n${label}, ${does}:`, ...values.map((value) => `  ${isolated(value)}`)];
      return [...part('added', list.come), ...part('taken away', list.go), `\n${label}, after:\n${shown(now)}`];
    }
    return [`\n${label}, now:\n${shown(old)}`, `\n${label}, after:\n${shown(now)}`];
  }
  const text = shown((after ?? before ?? '').trim());
  return isLong(text) ? [`\n${label}:\n${text}`] : [`${label}: ${isolated(text)}`];
}

/** Warnings of the whole and of its parts, each once. */
export function allWarnings({ warnings, parts = [] }: Preview): string[] {
  return [...new Set([...warnings, ...parts.flatMap(allWarnings)])];
}

function head({ account }: Preview, { otherAccount, undoes }: Context): string[] {
  const workspace = `Workspace: ${account.name} (${account.slug})${
    otherAccount ? '. This is not the account in use now.' : ''
  }`;
  return [...(undoes === undefined ? [] : [`Takes back: ${undoes}`]), workspace];
}

const originalsOf = ({ originals = 0, parts = [] }: Preview): number =>
  parts.reduce((sum, part) => sum + originalsOf(part), originals);

/** That it cannot be undone, and what is kept instead. */
function finalLine(preview: Preview, { keptDays }: Context): string[] {
  const count = originalsOf(preview);
  if (count === 0) return [];
  const what = count === 2 ? 'Both originals are' : `All ${count} originals are`;
  if (keptDays === 0) return ['Cannot be undone, and nothing is kept: the setting “attio.undo.retentionDays” is 0.'];
  const time =
    keptDays === undefined ? 'until this window closes,' : `for ${keptDays === 1 ? '1 day' : `${keptDays} days`}`;
  return [`Cannot be undone. ${what} kept ${time} under Recent Changes.`];
}

const lostOf = (preview: Preview): PreviewField[] => [
  ...preview.fields.filter(({ lost }) => lost),
  ...(preview.parts ?? []).flatMap(lostOf),
];

/** Puts lines in while there is room, and says how many did not fit. */
function fitted(lines: readonly string[], most: number, rows: number, rest: (count: number) => string): string[] {
  const fits = (count: number): boolean => {
    const some = lines.slice(0, count);
    const more = count < lines.length ? 1 : 0;
    const all = some.join('\n').split('\n').length;
    return (count === 0 ? 0 : all) + more <= most && some.reduce((sum, one) => sum + rowsOf(one), more) <= rows;
  };
  let count = lines.length;
  while (count > 0 && !fits(count)) count--;
  return count === lines.length ? [...lines] : [...lines.slice(0, count), rest(lines.length - count)];
}

const more = (what: string) => (count: number) => `… and ${count} more ${what}${count === 1 ? '' : 's'}: ${DETAILS}`;

/**
 * The text of the dialog under its message, and whether it leaves something out. What matters most comes first: where it
 * goes, what cannot be undone, what is lost, what is warned of; then what changes, as far as a dialog has room.
 */
export function dialogText(preview: Preview, context: Context): { detail: string; cut: boolean } {
  const { parts = [] } = preview;
  const top = head(preview, context);
  const final = finalLine(preview, context).map((line) => `⚠ ${line}`);
  const lost = lostOf(preview).map(
    ({ label, before }) =>
      `⚠ ${isolated(cut(oneLine(label), 60))}: ${isolated(quoted(cut(oneLine(before ?? ''), 90)))} is lost`,
  );
  const warned = allWarnings(preview).map((warning) => `⚠ ${cut(oneLine(warning), MAX_WARNING)}`);
  const left = MAX_WARNINGS - final.length;
  const lostLines = fitted(
    lost,
    Math.max(1, left - Math.min(2, warned.length)),
    MAX_WARNING_ROWS - 4,
    (count) => `… and ${count} more ${count === 1 ? 'value is' : 'values are'} lost: ${DETAILS}`,
  );
  const warnLines = fitted(
    warned,
    Math.max(1, left - lostLines.length),
    MAX_WARNING_ROWS - lostLines.reduce((sum, line) => sum + rowsOf(line), 0),
    more('warning'),
  );
  const dark = [...final, ...lostLines, ...warnLines];
  const used = [...top, ...dark];
  const lines = MAX_LINES - used.length - 1;
  const rows = MAX_ROWS - used.reduce((sum, line) => sum + rowsOf(line), 0);
  const fieldsOf = (one: Preview) => one.fields.filter((field) => !field.lost);
  const short = fieldsOf(preview).flatMap((field) => shortField(field));
  // One line is kept for the writes of a batch, if it is only to say how many there are.
  const values = fitted(short, lines - (parts.length > 0 ? 1 : 0), rows, more('value'));
  // The writes of a batch with what they write, where there is room for that; else their sentences.
  const told = parts.map((part) => [
    `• ${cut(part.sentence, MAX_LINE)}`,
    ...fieldsOf(part)
      .flatMap((field) => shortField(field))
      .map((line) => `   ${line.replaceAll('\n', '\n   ')}`),
  ]);
  const room = lines - values.flatMap((value) => value.split('\n')).length;
  const full = fitted(told.flat(), room, rows, more('value'));
  const roomy = full.length === told.flat().length;
  const writes = roomy
    ? full
    : fitted(
        parts.map((part) => `• ${cut(part.sentence, MAX_LINE)}`),
        room,
        rows,
        more('change'),
      );
  const body = [...values, ...writes];
  const detail = [...top, ...dark, ...(dark.length > 0 && body.length > 0 ? [''] : []), ...body].join('\n');
  const broken = fieldsOf(preview).some(({ before, after }) => before?.includes('\n') && after !== undefined);
  // What is left out leaves three dots.
  const isCut = preview.table !== undefined || !roomy || broken || detail.includes('…');
  return { detail, cut: isCut };
}

/** Everything: each value in full, each part with its own. */
export function wholePreview(preview: Preview, context: Context): string {
  const section = (one: Preview, title: string): string[] => [
    title,
    '',
    ...one.fields.flatMap(wholeField),
    ...(one.fields.length > 0 ? [''] : []),
    ...(one.table ? [tableText(one.table), ''] : []),
    ...(one.parts ?? []).flatMap((part, index) => section(part, `${index + 1}. ${part.sentence}`)),
  ];
  const dark = [...finalLine(preview, context), ...allWarnings(preview)].map((warning) => `⚠ ${warning}`);
  const body = section(preview, preview.sentence);
  return [...head(preview, context), ...(dark.length > 0 ? ['', ...dark] : []), '', ...body].join('\n');
}
