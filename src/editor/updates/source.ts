/** The text that is read: the selection, else the whole document in front; and what it is read with. */
import { type TextDocument, Uri, window, workspace } from 'vscode';
import { hasScopes } from '../../attio/scopes.js';
import { parseAttioUrl } from '../../attio/webUrl.js';
import { startOf } from '../../crm/meetingTimes.js';
import type { ReadOptions, RecordRef } from '../../crm/types.js';
import { frontMatterLines } from '../../crm/updates/sentences.js';
import type { Ground, SourceLine } from '../../crm/updates/types.js';
import { transcriptMeeting } from '../meetings/uri.js';
import { DRAFT_SCHEME } from '../notes/draftUri.js';
import type { Connection, Services } from '../services.js';
import { conventions } from '../values/known.js';
import type { UpdatesState } from './messages.js';

/** Languages of texts that people write; what is selected in any other is taken for one too. */
const PROSE =
  /^(?:markdown|plaintext|mdx|quarto|restructuredtext|asciidoc|latex|org|git-commit|scminput|html|log|email|mail|typst)$/;
/** More records than these are not asked for their tasks. */
const MAX_ASKED = 6;

/** What the active editor has to read; undefined: there is no text, which was said. */
export async function sourceInFront(services: Services): Promise<UpdatesState | undefined> {
  const editor = window.activeTextEditor;
  const say = (message: string) => void services.ui.info(message);
  if (!editor) return say('Open the text that is to be read, or select a part of it, then try again.') as undefined;
  const { document, selections } = editor;
  if (document.getText().trim() === '') return say('There is no text here to read.') as undefined;
  const selected = [...selections]
    .filter((one) => document.getText(one).trim() !== '')
    .sort((a, b) => a.start.compareTo(b.start))
    .map(({ start, end }): [number, number] => [
      start.line,
      end.character === 0 && end.line > start.line ? end.line - 1 : end.line,
    ]);
  // A transcript is of the account that it was read with.
  const account = transcriptMeeting(document.uri)?.account ?? (await services.connections.current()).account.id;
  return { account, uri: document.uri.toString(), ranges: selected };
}

/** The document, also when no editor shows it any more. undefined: it is gone. */
export async function documentOf({ uri }: Pick<UpdatesState, 'uri'>): Promise<TextDocument | undefined> {
  const open = workspace.textDocuments.find((one) => one.uri.toString() === uri);
  if (open) return open;
  const parsed = Uri.parse(uri);
  if (parsed.scheme === 'untitled') return undefined;
  return workspace.openTextDocument(parsed).then(
    (document) => document,
    () => undefined,
  );
}

/** Whole lines, so that what is said around a selection's ends is not cut. */
export function linesOf(document: TextDocument, ranges: UpdatesState['ranges']): SourceLine[] {
  const whole = ranges.length === 0 ? [[0, document.lineCount - 1] as const] : ranges;
  const lines = new Map<number, SourceLine>();
  for (const [from, to] of whole)
    for (let line = from; line <= Math.min(to, document.lineCount - 1); line++)
      lines.set(line, { text: document.lineAt(line).text, line: line + 1 });
  return [...lines.values()];
}

/** What people call the document. */
export function nameOf({ uri }: TextDocument): string {
  const file = uri.path.slice(uri.path.lastIndexOf('/') + 1) || 'this text';
  return file.replace(/\.(?:md|markdown|txt|mdx)$/i, '');
}

/** Rejects with AttioError, or with an Error in words, where what belongs to the text cannot be read. */
export async function groundOf(
  connection: Connection,
  document: TextDocument,
  state: UpdatesState,
  read: ReadOptions,
): Promise<Ground> {
  const { account, catalog } = connection;
  const lines = linesOf(document, state.ranges);
  const ground: Ground = {
    lines,
    title: nameOf(document),
    catalog,
    read,
    ...conventions(),
    ...(state.ranges.length === 0 && !PROSE.test(document.languageId) && { isCode: true }),
    ...(account.memberId !== undefined && { memberId: account.memberId }),
    ...(hasScopes(account.scopes, 'task:read') && { openTasks: (refs) => openTasks(connection, refs, read) }),
  };
  const call = transcriptMeeting(document.uri);
  if (call) return withMeeting(ground, call.meetingId);
  const { scheme } = document.uri;
  if (scheme === DRAFT_SCHEME || scheme === 'attio-note') {
    const main = ownRecord(document, account.slug);
    return { ...ground, isNote: true, ...(main && { main }) };
  }
  return withFront(ground, document, account.slug);
}

async function withMeeting(ground: Ground, meetingId: string): Promise<Ground> {
  const { catalog, read } = ground;
  const meeting = await catalog.meeting(meetingId, read);
  if (!meeting) throw new Error('The meeting of this transcript is no longer in Attio.');
  const start = startOf(meeting);
  return {
    ...ground,
    title: meeting.title || ground.title,
    // What is said then counts from then.
    ...(start !== undefined && { now: new Date(start) }),
    meeting: {
      id: meetingId,
      linked: meeting.linked_records.map(({ object_slug, record_id }) => ({
        object: object_slug,
        recordId: record_id,
      })),
      participants: meeting.participants.map(({ name, email_address }) => ({ name, email: email_address })),
    },
  };
}

/** The record that a draft or an open note names at its top. */
function ownRecord(document: TextDocument, slug: string): RecordRef | undefined {
  const top = linesOf(document, [[0, Math.min(12, document.lineCount - 1)]]);
  const line = top.find(({ text }) => /^\s*record\s*:/i.test(text));
  return recordIn(line?.text ?? '', slug);
}

function recordIn(text: string, slug: string): RecordRef | undefined {
  const link = parseAttioUrl(/https?:\/\/[^\s"'<>]+/.exec(text)?.[0] ?? '');
  return link?.kind === 'record' && link.workspace === slug
    ? { object: link.object, recordId: link.recordId }
    : undefined;
}

const DATE = /^(?:date|created_at|created|datetime)\s*:\s*["']?(20\d{2}-\d{2}-\d{2})/i;

/** What the front matter says: its record, whether it is a note already, and the day it is of; else a day in the name. */
function withFront(ground: Ground, document: TextDocument, slug: string): Ground {
  const front = linesOf(document, [[0, Math.min(200, document.lineCount - 1)]]);
  const lines = front.slice(0, frontMatterLines(front)).map(({ text }) => text);
  const block = lines.slice(lines.findIndex((text) => /^attio\s*:/.test(text)) + 1 || lines.length);
  const main = block.map((text) => recordIn(text, slug)).find((one) => one !== undefined);
  const isNote = block.some((text) => /\bnote\s*:\s*["']?[0-9a-f-]{36}/i.test(text));
  const day =
    lines.map((text) => DATE.exec(text)?.[1]).find((one) => one !== undefined) ??
    /(?<!\d)(20\d{2}-\d{2}-\d{2})(?!\d)/.exec(ground.title)?.[1];
  const then = day === undefined ? Number.NaN : Date.parse(`${day}T12:00:00`);
  return {
    ...ground,
    ...(main && { main }),
    ...(isNote && { isNote }),
    // A day to come is a plan's, not the text's own.
    ...(then < Date.now() && { now: new Date(then) }),
  };
}

/** What is still to be done about these records. A failure is no reason to propose nothing. */
async function openTasks({ api }: Connection, refs: readonly RecordRef[], read: ReadOptions): Promise<string[]> {
  const asked = refs
    .slice(0, MAX_ASKED)
    .map(({ object, recordId }) =>
      api.tasks
        .list(
          { linked_object: object, linked_record_id: recordId, is_completed: false, limit: 100 },
          { surface: read.surface, ...(read.signal && { signal: read.signal }) },
        )
        .catch(() => []),
    );
  return (await Promise.all(asked)).flat().map(({ content_plaintext }) => content_plaintext);
}
