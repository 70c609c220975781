/** A draft's text as the editor needs it: what is wrong with it and where, and how its record line is rewritten. */
import { Position, type Range, type TextDocument } from 'vscode';
import { recordUrl } from '../../attio/webUrl.js';
import { type ParsedDraft, parseDraft, printDraft } from '../../crm/draft.js';
import { notKept } from '../../crm/markdown/kept.js';
import type { RecordRef } from '../../crm/types.js';
import type { DraftMeta } from './draftStore.js';

export interface DraftProblem {
  /** `error` keeps the note from being created. */
  severity: 'error' | 'hint';
  /** From 1. */
  line: number;
  message: string;
}

/** What keeps the note from being created, in order of the lines. */
export function obstacles(parsed: ParsedDraft, { account }: Pick<DraftMeta, 'account'>): DraftProblem[] {
  const { record, lines, problems } = parsed;
  const foreign =
    record && record.workspace !== account.slug
      ? [
          {
            line: lines.record ?? 1,
            message: `This record is in the workspace “${record.workspace}”, and the draft is for ${account.name}. Choose a record with “Change record…”.`,
          },
        ]
      : [];
  return [...problems, ...foreign].map((problem) => ({ severity: 'error', ...problem }));
}

/** Obstacles, and what Attio will not keep of the Markdown. */
export function problemsOf(text: string, meta: Pick<DraftMeta, 'account'>): DraftProblem[] {
  const parsed = parseDraft(text);
  const losses = notKept(parsed.body).map(({ line, sentence }): DraftProblem => {
    // Counted from the first line of the body there, from the top of the draft here; the mark says where it is.
    const message = sentence.replace(` (line ${line})`, '');
    return { severity: 'hint', line: parsed.lines.body + line - 1, message };
  });
  return [...obstacles(parsed, meta), ...losses];
}

/** `line` from 1; one that the document has not is the nearest that it has. Without the line’s end. */
export function lineRange(document: TextDocument, line: number): Range {
  return document.lineAt(Math.min(Math.max(line - 1, 0), document.lineCount - 1)).range;
}

/** Where typing goes on: the title when there is none, else the beginning of the body. */
export function cursorIn(document: TextDocument): Position {
  const { title, lines } = parseDraft(document.getText());
  if (title === '' && lines.title !== undefined) return lineRange(document, lines.title).end;
  return new Position(Math.min(lines.body - 1, document.lineCount - 1), 0);
}

/** The text of a new draft. */
export function draftText(draft: {
  title: string;
  body: string;
  slug: string;
  record: RecordRef;
  recordName: string;
}): string {
  const { title, body, slug, record, recordName } = draft;
  // One can type at once: the cursor stands on the empty line under the block.
  return printDraft({
    title,
    body,
    record: { name: recordName, url: recordUrl(slug, record.object, record.recordId) },
  });
}

/** The text with another record; everything else stays as it is written. */
export function withRecord(text: string, slug: string, record: RecordRef, recordName: string): string {
  const parsed = parseDraft(text);
  const link = { name: recordName, url: recordUrl(slug, record.object, record.recordId) };
  const at = parsed.lines.record ?? parsed.lines.title;
  if (at === undefined) return printDraft({ title: parsed.title, record: link, body: parsed.body });
  const lines = text.split('\n');
  const end = lines[at - 1]?.endsWith('\r') ? '\r' : '';
  const line = `record: ${link.name.replace(/\s+/g, ' ')} <${link.url}>${end}`;
  lines.splice(parsed.lines.record === undefined ? at : at - 1, parsed.lines.record === undefined ? 0 : 1, line);
  return lines.join('\n');
}
