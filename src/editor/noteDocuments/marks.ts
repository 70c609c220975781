/** What shows in a note's document: its state above the text, what is wrong, and what Attio would not keep. */
import { CodeLens, Diagnostic, DiagnosticSeverity, type Disposable, Range, type TextDocument } from 'vscode';
import { Beside, named } from '../documents/beside.js';
import { lineRange } from '../notes/draftText.js';
import { stateOf } from '../outbox/words.js';
import type { NoteFile, NoteReading } from './noteFile.js';
import { type NoteDocuments, waitingOf } from './room.js';
import { COMPARE, DIFFERENCE, PROBLEM, RESOLVE, REVERT, SEND, SEND_WAITING, TAKE_BACK } from './send.js';
import { NOTE_SCHEME } from './uri.js';

const MAX_HINTS = 100;
/** Of a longer text only the question before it is sent says what is rewritten. */
const MAX_READ = 100_000;

/**
 * Diagnostics (errors in the head; hints at what Attio would keep in another form, where the text was changed), code
 * lenses, and the badge `M`: worked out anew whenever the room tells of a document, until what it answers is disposed
 * of.
 */
export function registerMarks(room: NoteDocuments): Disposable[] {
  const beside = new Beside(NOTE_SCHEME);
  /** Documents with changes that are not in Attio, by address. */
  const unsent = new Set<string>();

  const mark = async (file: NoteFile) => {
    const document = room.documentOf(file);
    if (!document) return;
    const { version, uri } = document;
    const text = document.getText();
    const reading = file.read(text);
    const has = file.isUnsent(text) && !file.left;
    if (unsent.has(uri.toString()) !== has) {
      if (has) unsent.add(uri.toString());
      else unsent.delete(uri.toString());
      beside.badge(uri);
    }
    const hints = await hintsOf(document, reading);
    if (document.isClosed || document.version !== version) return;
    beside.problems.set(uri, [...errorsOf(document, reading), ...hints]);
  };

  return beside.register(room.onDidChange, {
    mark,
    lensesOf: (document) => lensesOf(room, document),
    badgeOf: (uri) =>
      unsent.has(uri.toString()) ? { badge: 'M', tooltip: 'Changes that are not in Attio yet' } : undefined,
  });
}

function marked(document: TextDocument, line: number, message: string, severity: DiagnosticSeverity): Diagnostic {
  const diagnostic = new Diagnostic(lineRange(document, line), message, severity);
  diagnostic.source = 'Attio';
  return diagnostic;
}

const errorsOf = (document: TextDocument, { problems }: NoteReading): Diagnostic[] =>
  problems.map(({ line, message }) => marked(document, line, message, DiagnosticSeverity.Error));

/** What is put into another form when it is sent; of a text that is as it was, nothing. */
async function hintsOf(document: TextDocument, { changed, parsed }: NoteReading): Promise<Diagnostic[]> {
  if (!changed.includes('content') || parsed.body.length > MAX_READ) return [];
  const { forAttio } = await import('../../crm/markdown/rewrite.js');
  const { rewritten } = await forAttio(parsed.body);
  return rewritten
    .slice(0, MAX_HINTS)
    .map(({ line, sentence }) =>
      marked(
        document,
        line + parsed.lines.body - 1,
        sentence.replace(/^Line \d+: /, ''),
        DiagnosticSeverity.Information,
      ),
    );
}

/** Below the head: above the very first line a lens is scrolled out of sight by its own coming and going. */
function top(document: TextDocument): Range {
  let line = 0;
  while (line < Math.min(document.lineCount - 1, 9) && (line === 0 || document.lineAt(line).text !== '---')) line++;
  const at = document.lineAt(0).text === '---' && document.lineAt(line).text === '---' ? line : 0;
  return new Range(at, 0, at, 0);
}

async function lensesOf(room: NoteDocuments, document: TextDocument): Promise<CodeLens[]> {
  if (document.uri.scheme !== NOTE_SCHEME) return [];
  const place = top(document);
  let file: NoteFile;
  try {
    file = await room.file(document.uri);
  } catch (error) {
    const tooltip = error instanceof Error ? error.message : '';
    const title = '$(warning) What Attio has is not known: your text is kept here';
    return [new CodeLens(place, { title, tooltip, command: '' })];
  }
  const lens = (title: string, tooltip: string, command = '', ...more: unknown[]) =>
    new CodeLens(place, { title, tooltip, command, arguments: command === '' ? [] : [document.uri, ...more] });
  if (file.left) return [];
  if (file.sending) return [lens('$(sync~spin) Asking Attio…', 'Your text stays as it is.')];
  const { problems, changed } = file.read(document.getText());
  const difference = lens('$(diff) Show Difference', 'What Attio has, beside your text', DIFFERENCE);
  const back = lens('$(discard) Discard Changes', 'Back to what Attio has', REVERT);
  const account = named(room.services.accounts.list.find(({ id }) => id === file.target.account)?.name ?? 'Attio');
  const waiting = await waitingOf(room.services, file.target.noteId).catch(() => []);
  const [item] = waiting;
  const state = item
    ? [
        lens(`$(clock) In the outbox: ${stateOf(item)}`, item.message ?? 'It is sent as soon as it can be.'),
        lens('Send Now', 'Tries it now', SEND_WAITING),
        lens('Take Back', 'It is not sent; your text stays here', TAKE_BACK),
      ]
    : [];
  if (file.gone !== undefined)
    return [lens('$(warning) Deleted in Attio: create it anew or keep it as a draft…', file.gone, SEND)];
  if (!room.mayWrite(file))
    return [
      lens('$(lock) Read-only', `The key for ${account} may not change notes: it lacks the scope note:read-write.`),
    ];
  const { length: wrong } = problems;
  if (wrong > 0)
    return [
      lens(`$(error) ${wrong === 1 ? '1 problem' : `${wrong} problems`} to put right`, 'Go to the first', PROBLEM),
      difference,
      back,
      ...state,
    ];
  if (file.clashes.size > 0)
    return [
      lens('$(warning) Changed in Attio as well: compare', 'Attio’s text beside yours', COMPARE),
      lens('Keep Mine', 'Saving will overwrite what Attio has', RESOLVE, 'mine'),
      lens('Take Attio’s', 'Puts Attio’s in the place of yours', RESOLVE, 'theirs'),
      ...state,
    ];
  if (item) return [...state, difference];
  if (changed.length > 0)
    return [
      lens(
        `$(cloud-upload) Not in Attio yet: save to ${account}…`,
        'Shows what changes before anything is sent. So does saving.',
        SEND,
      ),
      difference,
      back,
    ];
  return [lens('$(check) As it is in Attio', 'Nothing to send')];
}
