/**
 * A note's draft as a document that one edits: title and record at the top, then the body. Pure.
 *
 *   ---
 *   title: Call with Grace
 *   record: Acme Robotics <https://app.attio.com/…/company/…>
 *   ---
 *
 *   The body, in Markdown.
 *
 * What follows `title:` is taken as it stands, so that colons, quotes and `#` need no care.
 */
import { explainAttioUrl, parseAttioUrl } from '../attio/webUrl.js';
import type { RecordRef } from './types.js';

export interface NoteDraft {
  title: string;
  record?: { name: string; url: string };
  body: string;
}

export interface DraftProblem {
  /** From 1. */
  line: number;
  message: string;
}

export interface ParsedDraft extends NoteDraft {
  record?: { name: string; url: string; ref: RecordRef; workspace: string };
  /** What keeps it from being sent, in order of the lines. */
  problems: DraftProblem[];
  /** Where things stand, from 1; of what is missing, undefined. */
  lines: { title?: number; record?: number; body: number };
}

const FIELD = /^\s*([A-Za-z]+)\s*:\s?(.*)$/s;
const FENCE = /^---\s*$/;

/** Also without the rarer line ends, which an editor would ask about. */
const oneLine = (text: string): string => text.replace(/[\r\n\u0085\u2028\u2029]+/g, ' ').trim();

function normalBody(body: string): string {
  return body
    .replace(/\r\n?/g, '\n')
    .replace(/^(?:[ \t]*\n)+/, '')
    .trimEnd();
}

/** Quoted only where the plain form would be read otherwise. */
function printTitle(title: string): string {
  const text = oneLine(title);
  return /^".*"$/.test(text) ? JSON.stringify(text) : text;
}

function readTitle(text: string): string {
  const plain = oneLine(text);
  if (!/^".*"$/.test(plain)) return plain;
  try {
    const read: unknown = JSON.parse(plain);
    return typeof read === 'string' ? oneLine(read) : plain;
  } catch {
    return plain;
  }
}

/** The draft as text with LF line ends and one at the end. The same draft always gives the same text. */
export function printDraft(draft: NoteDraft): string {
  const title = printTitle(draft.title);
  const record = draft.record && `${oneLine(draft.record.name)} <${draft.record.url.trim()}>`.trim();
  const body = normalBody(draft.body);
  return `---\n${['title:', title].join(' ').trimEnd()}\n${['record:', record ?? ''].join(' ').trimEnd()}\n---\n\n${body === '' ? '' : `${body}\n`}`;
}

/** `Name <url>`, `[Name](url)` or a bare URL. */
function readRecord(text: string): { name: string; url: string } {
  const angled = /^(.*?)<\s*([^<>\s]+)\s*>$/.exec(text);
  if (angled) return { name: angled[1]!.trim(), url: angled[2]! };
  const linked = /^\[(.*)\]\(\s*([^()\s]+)\s*\)$/.exec(text);
  if (linked) return { name: linked[1]!.trim(), url: linked[2]! };
  const bare = /(\S+)$/.exec(text)?.[1] ?? '';
  return { name: text.slice(0, text.length - bare.length).trim(), url: bare };
}

function understandRecord(text: string): NonNullable<ParsedDraft['record']> | string {
  if (text === '') return 'No record is chosen: write its Attio link after “record:”, or choose one by command.';
  const { name, url } = readRecord(text);
  const link = parseAttioUrl(url);
  if (link?.kind === 'record') {
    return { name, url, ref: { object: link.object, recordId: link.recordId }, workspace: link.workspace };
  }
  if (link) return `The link leads to a ${link.kind}, not to a record.`;
  const explained = explainAttioUrl(url);
  return `This is not the Attio link of a record${explained.ok ? '' : `: ${explained.reason.replace(/\.$/, '')}`}.`;
}

/** Reads whatever a person made of it; never throws. A text without the block at its top is all body. */
export function parseDraft(text: string): ParsedDraft {
  const lines = text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .split('\n');
  const problems: DraftProblem[] = [];
  const where: ParsedDraft['lines'] = { body: 1 };
  let title: string | undefined;
  let record: ParsedDraft['record'];
  let at = lines.findIndex((line) => line.trim() !== '');
  if (at < 0) at = 0;
  if (FENCE.test(lines[at] ?? '')) {
    for (at++; at < lines.length && !FENCE.test(lines[at]!); at++) {
      const line = lines[at]!;
      const field = FIELD.exec(line);
      if (line.trim() === '') continue;
      // A block that was never closed ends where its fields end.
      if (!field) break;
      const key = field[1]!.toLowerCase();
      const again = (key === 'title' && where.title !== undefined) || (key === 'record' && where.record !== undefined);
      if (again) problems.push({ line: at + 1, message: `There is a second “${key}:” line; the first one counts.` });
      else if (key === 'title') {
        where.title = at + 1;
        title = readTitle(field[2]!);
      } else if (key === 'record') {
        where.record = at + 1;
        const read = understandRecord(field[2]!.trim());
        if (typeof read === 'string') problems.push({ line: at + 1, message: read });
        else record = read;
      } else
        problems.push({
          line: at + 1,
          message: `“${field[1]}” is not a field of a note; known are “title” and “record”.`,
        });
    }
    if (FENCE.test(lines[at] ?? '')) at++;
    else
      problems.push({
        line: Math.min(at + 1, lines.length),
        message: 'The block at the top has no closing “---” line.',
      });
  }
  while (at < lines.length && lines[at]!.trim() === '') at++;
  where.body = Math.min(at + 1, lines.length);
  if (where.title === undefined) problems.push({ line: 1, message: 'There is no “title:” line at the top.' });
  else if (title === '') problems.push({ line: where.title, message: 'The note has no title.' });
  if (where.record === undefined) problems.push({ line: 1, message: 'There is no “record:” line at the top.' });
  const body = normalBody(lines.slice(at).join('\n'));
  problems.sort((a, b) => a.line - b.line);
  return { title: title ?? '', ...(record && { record }), body, problems, lines: where };
}
