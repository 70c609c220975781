/** What shows in a record's document: the state above the first line, who changed what as well, and what is wrong. */
import { CodeLens, Diagnostic, DiagnosticSeverity, type Disposable, Range, type TextDocument, window } from 'vscode';
import type { Problem } from '../../crm/document/ground.js';
import type { Reading } from '../../crm/document/parse.js';
import { writtenText } from '../../crm/edit/writable.js';
import { Beside, named } from './beside.js';
import type { RecordFile } from './file.js';
import type { RecordGone } from './loadGround.js';
import type { RecordDocuments } from './room.js';
import { COMPARE, DIFFERENCE, PROBLEM, RESOLVE, REVERT, rangeOf, SEND, TAKE_ALONG } from './send.js';
import { RECORD_SCHEME, uriRow } from './uri.js';

const MAX_SHOWN = 100;

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;

/**
 * Diagnostics, code lenses, and as the badge how many attributes are changed (`9+` above nine): worked out anew
 * whenever the room tells of a document, and gone with its last tab.
 */
export function registerMarks(room: RecordDocuments): Disposable[] {
  const beside = new Beside(RECORD_SCHEME);
  const { problems } = beside;
  /** Documents with changes that are not in Attio, by address. */
  const unsent = new Map<string, number>();

  const mark = async (file: RecordFile) => {
    const document = room.documentOf(file);
    // What the editor shows is about to be another text: it is marked when it is.
    if (!document || room.textOf(file) !== document.getText()) return;
    const { version } = document;
    const reading = await file.read(document.getText());
    if (document.isClosed || document.version !== version || !room.kind.ours.isInTab(document)) return;
    problems.set(document.uri, diagnosticsOf(document, file, reading));
    const changes = Object.keys(reading.changed).length;
    if (unsent.get(document.uri.toString()) === changes) return;
    unsent.set(document.uri.toString(), changes);
    beside.badge(document.uri);
  };

  return [
    ...beside.register(room.onDidChange, {
      mark,
      lensesOf: (document) => lensesOf(room, document),
      badgeOf: (uri) => {
        const changes = unsent.get(uri.toString()) ?? 0;
        if (changes === 0) return undefined;
        return {
          badge: changes < 10 ? String(changes) : '9+',
          tooltip: `${count(changes, 'change')} not in Attio yet`,
        };
      },
    }),
    window.tabGroups.onDidChangeTabs(({ closed }) => {
      const { ours } = room.kind;
      for (const uri of ours.urisIn(closed)) {
        if (ours.shownUris().some((one) => one.toString() === uri.toString())) continue;
        problems.delete(uri);
        if (unsent.delete(uri.toString())) beside.badge(uri);
      }
    }),
  ];
}

function diagnosticsOf(document: TextDocument, file: RecordFile, reading: Reading): Diagnostic[] {
  const marked = (problems: readonly Problem[], severity: DiagnosticSeverity) =>
    problems.slice(0, MAX_SHOWN).map(({ start, end, message }) => {
      const diagnostic = new Diagnostic(rangeOf(document, start, end), message, severity);
      diagnostic.source = 'Attio';
      return diagnostic;
    });
  const clashes = file.openClashes(reading).flatMap((slug) => {
    const entry = reading.layout.entries.find((one) => one.slug === slug);
    if (!entry) return [];
    const message = `Attio has “${shown(file, slug, 'theirs')}” now; it was “${shown(file, slug, 'was')}” when you began.`;
    const diagnostic = new Diagnostic(
      rangeOf(document, entry.key.start, entry.value.end),
      message,
      DiagnosticSeverity.Warning,
    );
    diagnostic.source = 'Attio';
    return [diagnostic];
  });
  return [
    ...marked(reading.problems, DiagnosticSeverity.Error),
    ...marked(reading.warnings, DiagnosticSeverity.Warning),
    ...clashes,
  ];
}

/** A value of a clash, as a person reads it. */
function shown(file: RecordFile, slug: string, side: 'was' | 'theirs'): string {
  const { ground } = file;
  const attribute = ground.attributes.find((one) => one.api_slug === slug);
  const written = file.clashes.get(slug)?.[side] ?? [];
  if (!attribute || written.length === 0) return 'nothing';
  const choices = ground.choices.get(slug);
  const { members, objects, recordName } = ground;
  return named(writtenText(attribute, written, { members, objects, recordName, ...(choices && { choices }) }));
}

/**
 * Under the head: above the very first line a lens is scrolled out of sight by its own coming and going. A document
 * without its head has it at the top.
 */
function top(document: TextDocument): Range {
  let line = 0;
  while (line < Math.min(document.lineCount - 1, 9) && document.lineAt(line).text.startsWith('#')) line++;
  return new Range(line, 0, line, 0);
}

async function lensesOf(room: RecordDocuments, document: TextDocument): Promise<CodeLens[]> {
  if (document.uri.scheme !== RECORD_SCHEME) return [];
  const place = top(document);
  let file: RecordFile;
  try {
    file = await room.file(document.uri);
  } catch (error) {
    const gone = room.goneAt(document.uri);
    if (gone) return goneLenses(place, document, gone, true);
    const tooltip = error instanceof Error ? error.message : '';
    const title = '$(warning) Attio’s values are not known: your text is kept here';
    return [new CodeLens(place, { title, tooltip, command: '' })];
  }
  const lens = (title: string, tooltip: string, command: string, ...more: unknown[]) =>
    new CodeLens(place, { title, tooltip, command, arguments: command === '' ? [] : [document.uri, ...more] });
  if (file.sending && file.waits)
    return [lens('$(comment-discussion) Waiting for your answer', 'Nothing is sent before you agree.', '')];
  if (file.sending) return [lens('$(sync~spin) Asking Attio…', 'Your text stays as it is.', '')];
  const text = room.textOf(file);
  if (file.gone) return goneLenses(place, document, file.gone, text !== file.baseText);
  const reading = await file.read(text);
  const changes = Object.keys(reading.changed).length;
  const { length: wrong } = reading.problems;
  const clashes = file.openClashes(reading);
  const account = named(file.ground.account.name);
  const difference = lens('$(diff) Show Difference', 'What Attio has, beside your text', DIFFERENCE);
  const back = lens('$(discard) Revert', 'Back to what Attio has', REVERT);
  const state: CodeLens[] = [];
  if (wrong > 0) state.push(lens(`$(error) ${count(wrong, 'problem')} to put right`, 'Go to the first', PROBLEM));
  else if (clashes.length > 0)
    state.push(
      lens(
        `$(warning) ${count(clashes.length, 'value')} changed in Attio as well: compare`,
        'All three texts: before, Attio’s and yours',
        COMPARE,
      ),
    );
  else if (changes > 0)
    state.push(
      lens(
        `$(cloud-upload) Send ${count(changes, 'change')} to ${account}…`,
        'Shows each field before anything is sent. So does saving.',
        SEND,
      ),
    );
  else {
    const at = new Date(file.readAt).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
    state.push(lens('$(check) As it is in Attio', `Nothing to send. Attio was asked at ${at}.`, ''));
  }
  if (changes + wrong > 0) state.push(difference, back);
  return [...state, ...clashes.flatMap((slug) => clashLenses(file, document, reading, slug))];
}

/** What became of the record, and what can be done with the text. */
function goneLenses(place: Range, { uri }: TextDocument, gone: RecordGone, hasText: boolean): CodeLens[] {
  const { into, now } = gone;
  const lens = (title: string, tooltip: string, command: string, ...given: unknown[]) =>
    new CodeLens(place, { title, tooltip, command, arguments: given });
  const target = into && { object: into.object, recordId: into.recordId, account: uriRow(uri)?.account };
  const keeps = hasText && !now ? ' Your text can be copied, and no longer sent.' : '';
  return [
    ...(into
      ? [
          lens(`$(git-merge) Merged into ${named(into.title)}`, `Opens it.${keeps}`, 'attio.openRecord', target),
          lens('$(edit) Edit That Record', 'As a document, beside this one', 'attio.editRecord', target),
        ]
      : [lens(`$(warning) ${gone.short}`, `${gone.message}${keeps}`, '')]),
    ...(now
      ? [
          lens(
            `$(edit) ${hasText ? 'Go On with My Text' : 'Edit It as It Is Now'}`,
            'Undo has put it back: opens its new document',
            TAKE_ALONG,
            uri,
          ),
        ]
      : []),
    ...(hasText ? [lens('$(discard) Discard My Text…', 'Closes this document for good', REVERT, uri)] : []),
  ];
}

function clashLenses(file: RecordFile, document: TextDocument, reading: Reading, slug: string): CodeLens[] {
  const entry = reading.layout.entries.find((one) => one.slug === slug);
  if (!entry) return [];
  const at = rangeOf(document, entry.key.start, entry.key.end);
  const lens = (title: string, tooltip: string, command: string, how?: string) =>
    new CodeLens(at, { title, tooltip, command, arguments: [document.uri, slug, how] });
  const [was, theirs] = [shown(file, slug, 'was'), shown(file, slug, 'theirs')];
  return [
    lens(`$(warning) Attio now: ${theirs} · before: ${was}`, 'Someone else changed it since you began', COMPARE),
    lens('Keep Mine', 'Saving will overwrite what Attio has', RESOLVE, 'mine'),
    lens('Take Attio’s', 'Puts Attio’s value in the place of yours', RESOLVE, 'theirs'),
  ];
}
