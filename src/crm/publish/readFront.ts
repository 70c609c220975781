/**
 * What a file's front matter says of its notes, and how the links to them are written back: only the `attio:` block is
 * touched, all else stays byte for byte. Pure.
 *
 *   ---
 *   title: Call with Grace
 *   date: 2026-11-20
 *   attendees: [grace@acme.example]
 *   attio:
 *     - record: https://app.attio.com/…/company/…
 *       note: 8e6f…
 *   ---
 */
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
} from 'yaml';
import { noteUrl, parseAttioUrl, recordUrl } from '../../attio/webUrl.js';
import { type Block, blockOf, bomLength, linesIn } from './block.js';

/** A record that the file is for, and its note there once it is published. */
export interface FileLink {
  /** Attio URL of the record, as it stands in the file. */
  record: string;
  /** The note's id. */
  note?: string;
  /** Id of the meeting that the note is to hang on, too. */
  meeting?: string;
}

export interface FrontProblem {
  /** From 1. */
  line: number;
  message: string;
  /** The front matter cannot be read: the file must not be touched. */
  broken?: true;
}

export interface FrontMatter {
  title?: string;
  /** As it is written. */
  date?: string;
  /** One each, as written: `Ada Lovelace <ada@acme.example>`, an address, a name. */
  attendees: string[];
  links: FileLink[];
  /** What follows, as it is written. */
  body: string;
  /** Line of its beginning, from 1. */
  bodyLine: number;
  problems: FrontProblem[];
}

/** How `attio:` stands in the file: what its entries are, so that writing can leave the others alone. */
export interface AttioPair {
  pair: Pair<Node, Node | null>;
  items: { node: Node; link: FileLink | undefined }[];
}

/** The front matter as it was parsed; positions are those of `inner`. */
export interface Read extends FrontMatter {
  block: Block | undefined;
  inner: string;
  document: Document.Parsed | undefined;
  map: YAMLMap<Node, Node | null> | undefined;
  attio: AttioPair | undefined;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const KEY_LINE = /^\s*(?:"[^"\n]*"|'[^'\n]*'|[\p{L}\p{N}_.-]+)[ \t]*:(?:[ \t\r]|$)/mu;
const UNTOUCHED = 'Nothing in the file was touched.';

const DATES = ['date', 'created_at', 'created', 'datetime'];
const ATTENDEES = ['attendees', 'participants', 'people'];

/** Never throws. */
export function readFrontMatter(text: string): FrontMatter {
  const { title, date, attendees, links, body, bodyLine, problems } = readAll(text);
  return {
    ...(title !== undefined && { title }),
    ...(date !== undefined && { date }),
    attendees,
    links,
    body,
    bodyLine,
    problems,
  };
}

/** `readFrontMatter` with what writing needs. */
export function readAll(text: string): Read {
  const bom = bomLength(text);
  const whole: Read = {
    attendees: [],
    links: [],
    body: text.slice(bom),
    bodyLine: 1,
    problems: [],
    block: undefined,
    inner: '',
    document: undefined,
    map: undefined,
    attio: undefined,
  };
  const block = blockOf(text);
  if (block === undefined) return whole;
  const broken = (line: number, message: string): Read => ({
    ...whole,
    problems: [{ line, message: `${message} ${UNTOUCHED}`, broken: true }],
  });
  if (block === 'unclosed') {
    const second = text.slice(0, 2000).split('\n')[1] ?? '';
    // A rule at the top of the text is no front matter.
    return KEY_LINE.test(second)
      ? broken(1, 'The front matter that begins in line 1 has no closing “---” line.')
      : whole;
  }
  const inner = text.slice(block.start, block.end);
  const document = parseDocument(inner, { prettyErrors: false, logLevel: 'silent' });
  const lineAt = (offset: number) => 2 + linesIn(inner.slice(0, offset));
  const [error] = document.errors;
  if (error) {
    if (!KEY_LINE.test(inner)) return whole;
    const line = lineAt(error.pos[0]);
    const what = error.message.split('\n')[0]!.replace(/[.:]$/, '');
    return broken(line, `The front matter cannot be read, line ${line}: ${what}.`);
  }
  const { contents } = document;
  const empty = contents === null || (isScalar(contents) && contents.value === null);
  if (!isMap(contents) && !empty) return whole;
  const map = isMap(contents) ? (contents as YAMLMap<Node, Node | null>) : undefined;
  const read: Read = {
    ...whole,
    body: text.slice(block.bodyStart),
    bodyLine: block.bodyLine,
    block,
    inner,
    document,
    map,
  };
  for (const pair of (map?.items ?? []) as Pair<Node, Node | null>[]) take(pair, read, lineAt);
  return read;
}

function take(pair: Pair<Node, Node | null>, read: Read, lineAt: (offset: number) => number): void {
  const key = isScalar(pair.key) ? String(pair.key.value).toLowerCase() : undefined;
  if (key === 'title') read.title ??= textOf(pair.value);
  else if (key !== undefined && DATES.includes(key)) read.date ??= textOf(pair.value);
  else if (key !== undefined && ATTENDEES.includes(key)) read.attendees.push(...attendeesOf(pair.value));
  else if (key === 'attio' && read.attio === undefined) {
    const items = itemsOf(pair.value).map((node) => ({ node, link: linkOf(node) }));
    read.attio = { pair, items };
    for (const { node, link } of items) {
      const line = lineAt(node.range?.[0] ?? 0);
      if (link === undefined)
        read.problems.push({ line, message: `Line ${line} is no link to an Attio record, and is passed over.` });
      else if (!read.links.some(({ record, note }) => record === link.record && note === link.note))
        read.links.push(link);
    }
  }
}

/** A scalar's words on one line; undefined when it says nothing. */
function textOf(node: Node | null | undefined): string | undefined {
  if (!isScalar(node) || node.value === null) return undefined;
  // Numbers and the like as they are written: `date: 20261120`, `title: 1.10`.
  const text = typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
  return text.replace(/\s+/g, ' ').trim() || undefined;
}

function partOf(map: YAMLMap, ...names: string[]): string | undefined {
  for (const { key, value } of map.items as Pair<Node, Node | null>[])
    if (isScalar(key) && names.includes(String(key.value).toLowerCase())) return textOf(value);
  return undefined;
}

function attendeesOf(node: Node | null | undefined): string[] {
  if (isSeq(node)) return node.items.flatMap((item) => attendeeOf(item as Node));
  const text = textOf(node);
  return text === undefined ? [] : text.split(/\s*[,;]\s*/).filter((one) => one !== '');
}

function attendeeOf(node: Node): string[] {
  if (!isMap(node)) return [textOf(node)].filter((one) => one !== undefined);
  const name = partOf(node, 'name', 'full_name');
  const email = partOf(node, 'email', 'e-mail', 'email_address', 'mail');
  const both = name && email ? `${name} <${email}>` : (email ?? name);
  return both === undefined ? [] : [both];
}

function itemsOf(value: Node | null | undefined): Node[] {
  if (isSeq(value)) return value.items as Node[];
  if (value === null || value === undefined || (isScalar(value) && value.value === null)) return [];
  if (isMap(value) && value.items.length === 0) return [];
  return [value];
}

/** A link in any of the forms that people write: a URL of a record or of a note on it, or a map of both. */
function linkOf(node: Node): FileLink | undefined {
  if (isAlias(node)) return undefined;
  if (isScalar(node)) return fromUrl(textOf(node));
  if (!isMap(node)) return undefined;
  const named = fromUrl(partOf(node, 'record', 'url', 'link'));
  const given = partOf(node, 'note');
  const noteLink = given === undefined ? undefined : parseAttioUrl(given);
  const note = given !== undefined && UUID.test(given) ? given.toLowerCase() : undefined;
  const meeting = partOf(node, 'meeting');
  const link = named ?? (noteLink && fromUrl(given));
  if (!link) return undefined;
  const id = note ?? (noteLink?.kind === 'note' ? noteLink.noteId : undefined) ?? link.note;
  // A note that cannot be read must not be taken for none: it would be there twice.
  if (given !== undefined && id === undefined) return undefined;
  return {
    record: link.record,
    ...(id !== undefined && { note: id }),
    ...(meeting !== undefined && UUID.test(meeting) && { meeting: meeting.toLowerCase() }),
  };
}

function fromUrl(text: string | undefined): FileLink | undefined {
  const link = text === undefined ? undefined : parseAttioUrl(text);
  if (link?.kind === 'record') return { record: text! };
  if (link?.kind !== 'note' || !link.object || !link.recordId) return undefined;
  return { record: recordUrl(link.workspace, link.object, link.recordId), note: link.noteId };
}

/** The note's page in Attio, of a link that has one. */
export function urlOfNote({ record, note }: FileLink): string | undefined {
  const link = parseAttioUrl(record);
  if (note === undefined || link?.kind !== 'record') return undefined;
  return noteUrl(link.workspace, note, link.object, link.recordId);
}
