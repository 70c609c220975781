/**
 * What can stand where the cursor is. Told from the lines around it, not from the YAML: while one types it seldom is any.
 * Pure; records are found by whoever can search.
 */

import { LOCATION_KEYS } from '../../attio/attributeTypes.js';
import type { Attribute } from '../../attio/types.js';
import { isEditable } from '../edit/form.js';
import { typeWords } from './describe.js';
import type { RecordGround, Span } from './ground.js';
import { allowedObjects, memberText } from './shown.js';
import { yamlScalar } from './yamlText.js';

export interface Completion {
  label: string;
  /** Beside the label. */
  detail: string;
  /** What is put in place of `replace`. */
  insert: string;
  kind: 'attribute' | 'choice' | 'member' | 'value' | 'part';
  /** What typed letters are matched with. */
  filter: string;
  attribute?: Attribute;
  /** Opens the completions of the value at once. */
  more?: boolean;
}

export type Completions =
  | { what: 'items'; replace: Span; items: Completion[] }
  /** Records of these objects (none: of any) whose name has `query` in it. */
  | { what: 'records'; replace: Span; query: string; attribute: Attribute; objects: string[]; flow: boolean };

interface Where {
  attribute: Attribute;
  replace: Span;
  /** What is typed of the value. */
  typed: string;
  flow: boolean;
}

const KEY = /^("?)([\w-]+)\1[ \t]*:(?:[ \t]|$)/;

function lineAt(text: string, offset: number): Span & { text: string } {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const next = text.indexOf('\n', offset);
  const end = next < 0 ? text.length : next;
  const line = text.slice(start, end).replace(/\r$/, '');
  return { start, end: start + line.length, text: line };
}

/** The key whose list or map the line at `start` belongs to. */
function keyAbove(text: string, start: number): string | undefined {
  for (let at = start; at > 0; ) {
    const line = lineAt(text, at - 1);
    const key = KEY.exec(line.text)?.[2];
    if (key !== undefined) return key;
    if (line.text !== '' && !/^[\s#-]/.test(line.text)) return undefined;
    at = line.start;
  }
  return undefined;
}

/** Where a value ends: before a comment, without the spaces around. */
function valueEnd(line: string, from: number): number {
  const rest = line.slice(from);
  const quoted = /^(?:"(?:[^"\\]|\\.)*"?|'(?:[^']|'')*'?)/.exec(rest)?.[0];
  const body = quoted ?? rest.replace(/(?:^|\s)#.*$/, '').trimEnd();
  return from + body.length;
}

/** The value that the cursor is in. */
function valueAt(text: string, offset: number, ground: RecordGround): Where | undefined {
  const line = lineAt(text, offset);
  const column = offset - line.start;
  const key = KEY.exec(line.text);
  const dash = /^[ \t]*-(?:[ \t]+|$)/.exec(line.text);
  const slug = key ? key[2] : dash ? keyAbove(text, line.start) : undefined;
  const attribute = ground.attributes.find((one) => one.api_slug === slug && isEditable(one));
  let from = (key?.[0] ?? dash?.[0])?.length;
  if (!attribute || from === undefined) return undefined;
  const spaces = /^[ \t]*/.exec(line.text.slice(from))![0].length;
  from += Math.min(spaces, Math.max(0, column - from));
  if (column < from) return undefined;
  let to = Math.max(valueEnd(line.text, from), column);
  // After a comment's sign there is nothing to complete.
  if (/(?:^|\s)#/.test(line.text.slice(from, column)) && !/^["']/.test(line.text.slice(from))) return undefined;
  const flow = line.text[from] === '[';
  if (flow) {
    const opened = Math.max(line.text.lastIndexOf('[', column - 1), line.text.lastIndexOf(',', column - 1)) + 1;
    from = Math.min(column, opened + /^[ \t]*/.exec(line.text.slice(opened))![0].length);
    const closed = /[,\]]/.exec(line.text.slice(column));
    to = closed ? column + closed.index : to;
  }
  const typed = line.text.slice(from, column).replace(/^["']/, '');
  return { attribute, replace: { start: line.start + from, end: line.start + to }, typed, flow };
}

function keys(text: string, ground: RecordGround, colon: boolean): Completion[] {
  const present = new Set([...text.matchAll(/^("?)([\w-]+)\1[ \t]*:/gm)].map((match) => match[2]));
  return ground.attributes
    .filter((one) => isEditable(one) && !present.has(one.api_slug))
    .map((attribute) => ({
      label: attribute.api_slug,
      detail: `${attribute.title} · ${typeWords(attribute, ground.objects)}`,
      insert: colon ? attribute.api_slug : `${attribute.api_slug}: `,
      kind: 'attribute' as const,
      filter: `${attribute.api_slug} ${attribute.title}`,
      attribute,
      more: !colon && hasValues(attribute),
    }));
}

const hasValues = ({ type }: Attribute) => ['select', 'status', 'checkbox', 'rating', 'actor-reference'].includes(type);

/** Values of an attribute as far as they can be listed. */
function values({ attribute, flow }: Where, ground: RecordGround): Completion[] {
  const item = (label: string, detail: string, kind: Completion['kind'], value: string | number | boolean = label) => ({
    label,
    detail,
    insert: yamlScalar(value, flow),
    kind,
    filter: label,
  });
  switch (attribute.type) {
    case 'select':
    case 'status': {
      const choices = (ground.choices.get(attribute.api_slug) ?? []).filter((one) => !one.archived);
      const twice = (title: string) => choices.filter((one) => one.title === title).length > 1;
      return choices.map(({ id, title }) => item(title, attribute.title, 'choice', twice(title) ? id : title));
    }
    case 'actor-reference':
      return ground.members.map((member) => {
        const text = memberText(member);
        return { ...item(text.replace(/ <[^>]*>$/, ''), member.email_address, 'member', text), filter: text };
      });
    case 'checkbox':
      return [item('true', 'Yes', 'value', true), item('false', 'No', 'value', false)];
    case 'rating':
      return [0, 1, 2, 3, 4, 5].map((stars) =>
        item(String(stars), '★'.repeat(stars) + '☆'.repeat(5 - stars), 'value', stars),
      );
    default:
      return [];
  }
}

/** The parts of a location or a name that are not there yet. */
function parts(
  text: string,
  offset: number,
  line: Span & { text: string },
  ground: RecordGround,
): Completions | undefined {
  const slug = keyAbove(text, line.start);
  const attribute = ground.attributes.find((one) => one.api_slug === slug);
  const names: Record<string, readonly string[]> = {
    location: LOCATION_KEYS,
    'personal-name': ['first_name', 'last_name'],
  };
  const all = attribute && isEditable(attribute) ? names[attribute.type] : undefined;
  if (!all) return undefined;
  const typed = /^[ \t]+([\w]*)/.exec(line.text)!;
  const start = line.start + typed[0].length - typed[1]!.length;
  if (offset < start || offset > start + typed[1]!.length) return undefined;
  const items = all.map((part) => ({
    label: part,
    detail: attribute!.title,
    insert: `${part}: `,
    kind: 'part' as const,
    filter: part,
  }));
  return { what: 'items', replace: { start, end: start + typed[1]!.length }, items };
}

/** undefined: nothing to offer there. */
export function completionsAt(text: string, offset: number, ground: RecordGround): Completions | undefined {
  const line = lineAt(text, offset);
  const before = text.slice(line.start, offset);
  if (/^\s*#/.test(before)) return undefined;
  if (/^"?[\w-]*$/.test(before) && !/^-/.test(line.text)) {
    const word = /^"?[\w-]*"?/.exec(line.text)![0];
    const colon = /^[ \t]*:/.test(line.text.slice(word.length));
    const replace = { start: line.start, end: line.start + word.length };
    return { what: 'items', replace, items: keys(text, ground, colon) };
  }
  const where = valueAt(text, offset, ground);
  if (!where) return /^[ \t]+\w*$/.test(before) ? parts(text, offset, line, ground) : undefined;
  const { attribute, replace, typed, flow } = where;
  if (attribute.type === 'record-reference') {
    const query = typed.replace(/<.*$/, '').trim();
    return { what: 'records', replace, query, attribute, objects: allowedObjects(attribute, ground.objects), flow };
  }
  return { what: 'items', replace, items: values(where, ground) };
}
