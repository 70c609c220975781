/** What stands where in a document's text: keys, values and their places. Knows nothing of attributes. Pure. */
import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, parseDocument, visit } from 'yaml';
import type { Problem, Span } from './ground.js';
import { firstFault } from './yamlFaults.js';

/** One value. `text` of null: there is nothing where a value could be. */
export type Item = Span &
  (
    | { kind: 'scalar'; text: string | null; quoted: boolean }
    | { kind: 'map'; parts: { key: string; place: Span; text: string | null; value: Span }[] }
    | { kind: 'other' }
  );

/** One attribute's lines. */
export interface EntryPlace {
  slug: string;
  key: Span;
  /** Of the value; where there is none, the place it would begin at. */
  value: Span;
  /** Whole lines, the last line end included. */
  lines: Span;
  list: boolean;
  items: Item[];
}

export interface Layout {
  entries: EntryPlace[];
  /** What is no YAML. */
  problems: Problem[];
  /** Where the text stops being YAML: what is read behind it is guesswork. */
  brokenAt?: number;
}

const span = (node: Node | null | undefined, otherwise: number): Span =>
  node?.range
    ? { start: node.range[0], end: Math.max(node.range[0], node.range[1]) }
    : { start: otherwise, end: otherwise };

/** A scalar as it was typed: `007` stays `007`, `+49…` keeps its sign; only nothing at all (`~`, `null`) is null. */
function scalarText(node: { value: unknown; source?: string; type?: string }): string | null {
  if (node.type === 'PLAIN') return node.value === null ? null : (node.source ?? String(node.value));
  return String(node.value ?? '');
}

function itemOf(node: Node | null, at: number): Item {
  if (node === null) return { start: at, end: at, kind: 'scalar', text: null, quoted: false };
  const place = span(node, at);
  if (isScalar(node)) return { ...place, kind: 'scalar', text: scalarText(node), quoted: node.type !== 'PLAIN' };
  if (isMap(node)) {
    const parts = node.items.map((pair) => {
      const key = span(pair.key as Node, place.start);
      const value = pair.value as Node | null;
      const text = isScalar(value) ? scalarText(value) : value === null ? null : undefined;
      return { key: isScalar(pair.key) ? String(pair.key.value) : '', place: key, text, value: span(value, key.end) };
    });
    if (parts.every((part) => part.text !== undefined))
      return {
        ...place,
        kind: 'map',
        parts: parts as { key: string; place: Span; text: string | null; value: Span }[],
      };
  }
  return { ...place, kind: 'other' };
}

/** From the beginning of the first line to behind the end of the last one. */
function linesOf(text: string, start: number, end: number): Span {
  let last = end;
  while (last > start && /\s/.test(text[last - 1]!)) last--;
  const lineEnd = text.indexOf('\n', last);
  return { start: text.lastIndexOf('\n', start - 1) + 1, end: lineEnd < 0 ? text.length : lineEnd + 1 };
}

function entryOf(text: string, pair: Pair): EntryPlace | undefined {
  if (!isScalar(pair.key) || !pair.key.range) return undefined;
  const key = span(pair.key, 0);
  const node = pair.value as Node | null;
  const colon = text.indexOf(':', key.end);
  const value = span(node, colon < 0 ? key.end : colon + 1);
  const list = isSeq(node);
  const items = list ? node.items.map((one) => itemOf(one as Node | null, value.end)) : [itemOf(node, value.start)];
  return {
    slug: scalarText(pair.key) ?? '',
    key,
    value,
    lines: linesOf(text, key.start, Math.max(value.end, key.end)),
    list,
    items: items.filter((item) => item.kind !== 'scalar' || item.text !== null),
  };
}

/** Tags that only say what a value is anyway. */
const PLAIN_TAG = /^!?$|^tag:yaml\.org,2002:(?:str|int|float|bool|null|seq|map)$/;

/**
 * Entries in the order of the text, also two of one slug. Offsets are into `text`. Never throws: what is no YAML is in
 * `problems`.
 */
export function layoutOf(text: string): Layout {
  const document = parseDocument(text, {
    uniqueKeys: false,
    prettyErrors: false,
    // With `silent` a second document would go unnoticed.
    logLevel: 'error',
    merge: false,
    version: '1.2',
  });
  const fault = firstFault(text, document.errors);
  const problems: Problem[] = fault ? [fault] : [];
  const broken = fault && { brokenAt: fault.start };
  visit(document, {
    Node(_, node) {
      const tag = (node as { tag?: string }).tag ?? '';
      if (PLAIN_TAG.test(tag)) return;
      const short = tag.replace(/^tag:yaml\.org,2002:/, '!!');
      const message = `Values have no YAML tags here: write the value itself, without “${short.slice(0, 40)}”.`;
      problems.push({ ...span(node, 0), message, fixes: [] });
    },
  });
  const { contents } = document;
  if (contents === null || (isScalar(contents) && contents.value === null)) return { entries: [], problems, ...broken };
  if (!isMap(contents) || isAlias(contents)) {
    if (problems.length === 0)
      problems.push({ ...span(contents, 0), message: 'Each attribute is a line “slug: value”.', fixes: [] });
    return { entries: [], problems, ...broken };
  }
  const entries: EntryPlace[] = [];
  for (const pair of contents.items) {
    const entry = entryOf(text, pair as Pair);
    if (entry) entries.push(entry);
    else if (!fault)
      problems.push({
        ...span(pair.key as Node, 0),
        message: 'The name of an attribute is one word before a colon.',
        fixes: [],
      });
  }
  return { entries, problems, ...broken };
}
