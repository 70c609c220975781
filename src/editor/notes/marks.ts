/** What shows in a draft: its buttons above the first line, and what is wrong or will not be kept. */
import {
  CodeLens,
  Diagnostic,
  DiagnosticSeverity,
  type Disposable,
  languages,
  Range,
  type TextDocument,
  workspace,
} from 'vscode';
import { parseDraft } from '../../crm/draft.js';
import { stateOf } from '../outbox/words.js';
import { plain } from '../plain.js';
import { oneLine } from '../records/text.js';
import { type DraftProblem, lineRange, problemsOf } from './draftText.js';
import { DRAFT_SCHEME, draftId } from './draftUri.js';
import type { NotesRoom } from './room.js';

const PAUSE_MS = 200;
/** Reading a huge text again takes a moment: one that is typed in is read when the typing rests. */
const PAUSE_MS_PER_KB = 10;
/** A huge note with a table in every paragraph still shows a list one can read. */
const MAX_HINTS = 100;

const TOP = new Range(0, 0, 0, 0);
/** Remote names reach a title. */
const named = (text: string) => plain(oneLine(text, 60));

/**
 * Above the first line; empty for what is no draft (any more). While its note is being created or waits in the outbox,
 * that is said and what can be done about it, else how to create it, change its record or discard it.
 */
export async function lensesOf(room: NotesRoom, document: TextDocument): Promise<CodeLens[]> {
  const id = draftId(document.uri);
  const meta = id === undefined ? undefined : await room.store.meta(id);
  if (id === undefined || meta === undefined) return [];
  const lens = (title: string, tooltip: string, command: string, argument?: unknown) =>
    new CodeLens(TOP, {
      title,
      tooltip,
      command,
      arguments: command.endsWith('Draft') || command.endsWith('Record') ? [document.uri] : argument ? [argument] : [],
    });
  const locked = (await room.store.stat(id))?.locked;
  if (locked)
    return [lens('$(sync~spin) Creating the note…', 'The draft can be edited again when Attio has answered.', '')];
  const waits = await room.waitingFor(id);
  if (waits) {
    const icon = waits.state === 'refused' || waits.state === 'conflict' ? 'warning' : 'inbox';
    return [
      lens(
        `$(${icon}) In the outbox: ${stateOf(waits)}`,
        waits.message ?? 'It was approved, and is sent as soon as it can be.',
        '',
      ),
      lens('Send now', 'Try now to create the note', 'attio.sendOutboxItem', { id: waits.id }),
      lens('Take back', 'Do not send it, and edit the draft again', 'attio.takeBackOutboxItem', { id: waits.id }),
    ];
  }
  const read = parseDraft(document.getText());
  const name = read.record?.name ? named(read.record.name) : 'its record';
  const { list, active } = room.services.accounts;
  const known = list.some((account) => account.id === meta.account.id);
  return [
    known
      ? lens(
          `$(cloud-upload) Create note on ${name} (${named(meta.account.name)})`,
          `Shows what will be written before anything is sent to ${meta.account.name}${active?.id === meta.account.id ? '' : ', which is not the account in use'}.`,
          'attio.createNoteFromDraft',
        )
      : lens(
          `$(sign-in) Sign in to ${named(meta.account.name)} to create this note`,
          'You are signed out of it.',
          'attio.signIn',
        ),
    lens('Change record…', 'Choose another record for this note', 'attio.changeDraftRecord'),
    lens('Discard', 'Remove this draft', 'attio.discardDraft'),
  ];
}

/** Keeps the problems of open drafts current. */
export function markDrafts(room: NotesRoom): Disposable[] {
  const problems = languages.createDiagnosticCollection('attio-draft');
  const timers = new Map<string, NodeJS.Timeout>();
  const mark = async (document: TextDocument) => {
    const id = draftId(document.uri);
    if (id === undefined || document.isClosed) return;
    const { version } = document;
    const meta = await room.store.meta(id);
    if (document.isClosed || document.version !== version) return;
    problems.set(document.uri, meta ? diagnosticsOf(document, problemsOf(document.getText(), meta)) : []);
  };
  const soon = (document: TextDocument) => {
    if (document.uri.scheme !== DRAFT_SCHEME) return;
    const key = document.uri.toString();
    clearTimeout(timers.get(key));
    timers.set(
      key,
      setTimeout(
        () => {
          timers.delete(key);
          void mark(document).catch(() => {});
        },
        PAUSE_MS + (sizeOf(document) / 1024) * PAUSE_MS_PER_KB,
      ),
    );
  };
  for (const document of workspace.textDocuments) soon(document);
  return [
    problems,
    workspace.onDidOpenTextDocument(soon),
    workspace.onDidChangeTextDocument(({ document }) => soon(document)),
    workspace.onDidCloseTextDocument((document) => {
      if (document.uri.scheme === DRAFT_SCHEME) problems.delete(document.uri);
    }),
    room.onDidChangeMarks((id) => {
      const document = room.documentOf(id);
      if (document) soon(document);
    }),
    {
      dispose: () => {
        for (const timer of timers.values()) clearTimeout(timer);
      },
    },
  ];
}

/** In characters; makes no copy of the text. */
function sizeOf(document: TextDocument): number {
  return document.offsetAt(document.lineAt(document.lineCount - 1).range.end);
}

function diagnosticsOf(document: TextDocument, problems: DraftProblem[]): Diagnostic[] {
  return problems.slice(0, MAX_HINTS).map((problem) => {
    const severity = problem.severity === 'error' ? DiagnosticSeverity.Warning : DiagnosticSeverity.Information;
    const diagnostic = new Diagnostic(lineRange(document, problem.line), problem.message, severity);
    diagnostic.source = 'Attio';
    return diagnostic;
  });
}
