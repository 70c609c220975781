/** The edit that puts links to notes into a file's front matter, or a new title. Only what is asked for is touched. Pure. */
import { isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml';
import { bomLength, lineEnd } from './block.js';
import { type AttioPair, type FileLink, type Read, readAll } from './readFront.js';

export { type FileLink, type FrontMatter, type FrontProblem, readFrontMatter, urlOfNote } from './readFront.js';

/** `newText` in place of what is between two offsets. */
export interface Edit {
  start: number;
  end: number;
  newText: string;
}

/** The text with the edit made; offsets are into `text`. */
export const applied = (text: string, { start, end, newText }: Edit): string =>
  text.slice(0, start) + newText + text.slice(end);

const PLAIN = /^https:\/\/[\w./?=&%-]+$/;
const scalar = (text: string): string => (PLAIN.test(text) ? text : JSON.stringify(text));

function linesOf({ record, note, meeting }: FileLink): string[] {
  return [
    `- record: ${scalar(record)}`,
    ...(note === undefined ? [] : [`  note: ${note}`]),
    ...(meeting === undefined ? [] : [`  meeting: ${meeting}`]),
  ];
}

function itemText(link: FileLink, indent: string, eol: string): string {
  return linesOf(link)
    .map((line) => `${indent}${line}${eol}`)
    .join('');
}

const same = (a: readonly FileLink[], b: readonly FileLink[]): boolean =>
  a.length === b.length &&
  a.every((one, at) => one.record === b[at]!.record && one.note === b[at]!.note && one.meeting === b[at]!.meeting);

/**
 * The edit after which the front matter has exactly these links; of no length where it has them already. undefined: there
 * is none that leaves all else as it is (broken YAML, entries that are no links, a block written as one line `{…}`).
 */
export function withLinks(text: string, links: readonly FileLink[]): Edit | undefined {
  const read = readAll(text);
  if (read.problems.some(({ broken }) => broken)) return undefined;
  if (same(read.links, links)) return { start: bomLength(text), end: bomLength(text), newText: '' };
  return editsFor(text, read, links).find((edit) => holds(text, read, edit, (after) => same(after.links, links)));
}

/** The edit that gives the front matter this title; undefined as `withLinks`. */
export function withTitle(text: string, title: string): Edit | undefined {
  const read = readAll(text);
  if (read.problems.some(({ broken }) => broken)) return undefined;
  const eol = lineEnd(text);
  const line = `title: ${/^[\p{L}\p{N}][\p{L}\p{N} ,.()-]*[\p{L}\p{N})]$/u.test(title) ? title : JSON.stringify(title)}`;
  let edit: Edit | undefined;
  const pair = (read.map?.items as Pair<Node, Node | null>[] | undefined)?.find(
    ({ key }) => isScalar(key) && String(key.value).toLowerCase() === 'title',
  );
  if (pair && isScalar(pair.value) && pair.value.range && read.block) {
    const [start, end] = pair.value.range;
    // Of `title:` with nothing after it, the place is right behind the colon.
    const space = /\s/.test(read.inner[start - 1] ?? '') ? '' : ' ';
    const tail = /\n$/.test(read.inner.slice(start, end)) ? eol : '';
    edit = moved({ start, end, newText: `${space}${line.slice('title: '.length)}${tail}` }, read);
  } else if (!pair) edit = added(text, read, (indent) => `${indent}${line}${eol}`, 'start');
  return edit && holds(text, read, edit, (after) => after.title === title.replace(/\s+/g, ' ').trim())
    ? edit
    : undefined;
}

const moved = (edit: Edit, { block }: Read): Edit => ({
  start: edit.start + block!.start,
  end: edit.end + block!.start,
  newText: edit.newText,
});

/** Whether after the edit all else is as it was and the wish is fulfilled. */
function holds(text: string, before: Read, edit: Edit, fulfilled: (after: Read) => boolean): boolean {
  const next = applied(text, edit);
  const after = readAll(next);
  if (after.problems.some(({ broken }) => broken) || !fulfilled(after)) return false;
  const gone = after.block === undefined && before.block !== undefined;
  // A front matter that comes or goes takes a blank line with it.
  const [longer, shorter] = gone ? [before.body, after.body] : [after.body, before.body];
  if (!longer.endsWith(shorter) || longer.slice(0, longer.length - shorter.length).trim() !== '') return false;
  return others(before) === others(after);
}

/** Everything but links and title, as data. */
function others({ document }: Read): string {
  try {
    const data: unknown = document?.toJS({ maxAliasCount: 100 }) ?? {};
    const entries = Object.entries(data as object).filter(([key]) => !['attio', 'title'].includes(key.toLowerCase()));
    return JSON.stringify(entries);
  } catch {
    return 'unreadable';
  }
}

/** The edits that may do, the smallest first. */
function editsFor(text: string, read: Read, links: readonly FileLink[]): Edit[] {
  const { attio, inner } = read;
  const region = attio && links.length === 0 ? regionOf(read, attio) : undefined;
  if (!attio || !region) return [editFor(text, read, links)].filter((edit) => edit !== undefined);
  if (!attio.items.every(({ link }) => link)) return [];
  // Lines of spaces behind it would become part of a text that stands before it.
  const spaces = /^(?:[ \t]*(?:\r\n|\n))*/.exec(inner.slice(region.end))![0].length;
  return [region, { ...region, end: region.end + spaces }].map((one) => removal(text, read, one));
}

function editFor(text: string, read: Read, links: readonly FileLink[]): Edit | undefined {
  const { attio } = read;
  const eol = lineEnd(text);
  if (!attio) {
    const items = (indent: string) =>
      `${indent}attio:${eol}${links.map((link) => itemText(link, `${indent}  `, eol)).join('')}`;
    return added(text, read, items, 'end');
  }
  const region = regionOf(read, attio);
  if (!region) return undefined;
  const inPlace = spliced(read, attio, links, eol);
  if (inPlace) return moved(inPlace, read);
  // Written anew where everything in it is understood.
  if (attio.items.some(({ link, node }) => !link || hasMore(node))) return undefined;
  const items = links.map((link) => itemText(link, `${region.indent}  `, eol)).join('');
  const last = region.ended ? '' : eol;
  const newText = `${region.indent}attio:${eol}${items}`;
  return moved({ start: region.start, end: region.end, newText: last ? newText.slice(0, -eol.length) : newText }, read);
}

/** Lines that are added to the front matter, or a new front matter with them. */
function added(text: string, read: Read, lines: (indent: string) => string, where: 'start' | 'end'): Edit | undefined {
  const { block, map, inner } = read;
  if (!block) {
    const at = bomLength(text);
    const eol = lineEnd(text);
    return { start: at, end: at, newText: `---${eol}${lines('')}---${eol}${eol}` };
  }
  if (map?.flow) return undefined;
  const first = map?.items[0]?.key?.range?.[0] ?? 0;
  const lineStart = inner.lastIndexOf('\n', first - 1) + 1;
  const indent = map ? inner.slice(lineStart, first) : '';
  if (indent.trim() !== '') return undefined;
  const at = where === 'end' ? block.end : block.start + (map ? lineStart : 0);
  return { start: at, end: at, newText: lines(indent) };
}

interface Region {
  /** Whole lines of `inner`: from the key's to the last with something of the value. */
  start: number;
  end: number;
  indent: string;
  /** The last line has its line end. */
  ended: boolean;
}

function regionOf({ inner }: Read, { pair }: AttioPair): Region | undefined {
  const from = pair.key.range?.[0];
  if (from === undefined) return undefined;
  const start = inner.lastIndexOf('\n', from - 1) + 1;
  const indent = inner.slice(start, from);
  if (indent.trim() !== '') return undefined;
  const last = Math.max(pair.key.range![1], lastOf(pair.value));
  const next = inner.indexOf('\n', Math.max(last - 1, from));
  return { start, end: next < 0 ? inner.length : next + 1, indent, ended: next >= 0 };
}

/** Where the last scalar of a value ends, or a closing bracket. */
function lastOf(node: Node | null | undefined): number {
  if (node === null || node === undefined) return 0;
  if (isSeq(node) && !node.flow) return Math.max(0, ...node.items.map((item) => lastOf(item as Node)));
  if (isMap(node) && !node.flow)
    return Math.max(
      0,
      ...(node.items as Pair<Node, Node | null>[]).map(({ key, value }) => Math.max(lastOf(key), lastOf(value))),
    );
  return node.range?.[1] ?? 0;
}

function removal(text: string, read: Read, region: Region): Edit {
  const block = read.block!;
  const rest = read.inner.slice(0, region.start) + read.inner.slice(region.end);
  if (rest.trim() !== '') return moved({ start: region.start, end: region.end, newText: '' }, read);
  const blank = /^[ \t]*(?:\r\n|\n)/.exec(text.slice(block.bodyStart, block.bodyStart + 200))?.[0] ?? '';
  return { start: bomLength(text), end: block.bodyStart + blank.length, newText: '' };
}

/** Whether an entry says more than a link does. */
function hasMore(node: Node): boolean {
  if (!isMap(node)) return false;
  const known = ['record', 'note', 'meeting'];
  return (node as YAMLMap<Node, Node | null>).items.some(
    ({ key }) => !isScalar(key) || !known.includes(String(key.value)),
  );
}

/** Changes entry by entry, with the comments and the spelling of the others kept; undefined where the order changes. */
function spliced(
  { inner }: Read,
  { pair, items }: AttioPair,
  links: readonly FileLink[],
  eol: string,
): Edit | undefined {
  const { value } = pair;
  if (!isSeq(value) || value.flow || items.length === 0) return undefined;
  const starts = items.map(({ node }) => lineStart(inner, node));
  if (starts.some((start, at) => start === undefined || (at > 0 && start <= starts[at - 1]!))) return undefined;
  const ends = items.map(({ node }) => lineAfter(inner, lastOf(node)));
  const left = [...items.keys()];
  const chosen = links.map((link) => {
    const fits = (test: (one: FileLink) => boolean) =>
      left.find((at) => items[at]!.link?.record === link.record && test(items[at]!.link!));
    const at =
      fits(({ note }) => note === link.note) ??
      fits(({ note }) => note === undefined) ??
      fits(({ note }) => !links.some((other) => other.note === note));
    if (at !== undefined) left.splice(left.indexOf(at), 1);
    return at;
  });
  const kept = chosen.filter((at) => at !== undefined);
  if (kept.some((at, index) => index > 0 && at < kept[index - 1]!)) return undefined;
  // New ones come last.
  if (chosen.some((at, index) => at === undefined && chosen.slice(index).some((later) => later !== undefined)))
    return undefined;
  const edits: Edit[] = left
    .filter((at) => items[at]!.link)
    .map((at) => ({ start: starts[at]!, end: ends[at]!, newText: '' }));
  const dash = inner.slice(starts[0]!, inner.indexOf('-', starts[0]!));
  let fresh = '';
  for (const [index, link] of links.entries()) {
    const at = chosen[index];
    if (at === undefined) fresh += itemText(link, dash, eol);
    else {
      const { node, link: was } = items[at]!;
      if (was!.note === link.note && was!.meeting === link.meeting) continue;
      const edit = noteEdit(inner, node, link, eol) ?? {
        start: starts[at]!,
        end: ends[at]!,
        newText: itemText(link, dash, eol),
      };
      edits.push(edit);
    }
  }
  const end = Math.max(...ends);
  if (fresh !== '') edits.push({ start: end, end, newText: (inner[end - 1] === '\n' ? '' : eol) + fresh });
  return joined(inner, edits);
}

/** Puts the note's id into an entry, or another in its place; undefined where more must change. */
function noteEdit(inner: string, node: Node, link: FileLink, eol: string): Edit | undefined {
  if (!isMap(node) || node.flow || link.note === undefined) return undefined;
  const pairs = node.items as Pair<Node, Node | null>[];
  const named = (name: string) => pairs.find(({ key }) => isScalar(key) && key.value === name);
  const meeting = named('meeting')?.value;
  if ((isScalar(meeting) ? meeting.value : undefined) !== link.meeting) return undefined;
  const place = named('note')?.value?.range;
  if (place) return place[1] > place[0] ? { start: place[0], end: place[1], newText: link.note } : undefined;
  if (named('note')) return undefined;
  const record = named('record');
  const from = record?.key.range?.[0];
  if (!record?.value?.range || from === undefined) return undefined;
  const indent = ' '.repeat(from - (inner.lastIndexOf('\n', from - 1) + 1));
  const at = lineAfter(inner, record.value.range[1]);
  return { start: at, end: at, newText: `${inner[at - 1] === '\n' ? '' : eol}${indent}note: ${link.note}${eol}` };
}

/** The beginning of the line of an entry, which must begin there with its dash. */
function lineStart(inner: string, node: Node): number | undefined {
  const at = node.range?.[0];
  if (at === undefined) return undefined;
  const start = inner.lastIndexOf('\n', at - 1) + 1;
  return /^[ \t]*-[ \t]*$/.test(inner.slice(start, at)) ? start : undefined;
}

/** The beginning of the line after the one in which something ends. */
function lineAfter(inner: string, end: number): number {
  const next = inner.indexOf('\n', Math.max(0, end - 1));
  return next < 0 ? inner.length : next + 1;
}

/** Edits that do not overlap, as one. */
function joined(inner: string, edits: Edit[]): Edit | undefined {
  if (edits.length === 0) return undefined;
  const ordered = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  const start = ordered[0]!.start;
  const end = Math.max(...ordered.map((edit) => edit.end));
  let newText = '';
  let at = start;
  for (const edit of ordered) {
    if (edit.start < at) return undefined;
    newText += inner.slice(at, edit.start) + edit.newText;
    at = edit.end;
  }
  return { start, end, newText: newText + inner.slice(at, end) };
}
