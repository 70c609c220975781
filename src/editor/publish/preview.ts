/**
 * "Preview as Attio Keeps It": the note beside what is written. Each piece that is put into another form is marked in
 * both, with its sentence; F8 goes from one to the next.
 */
import {
  Diagnostic,
  type DiagnosticCollection,
  DiagnosticSeverity,
  languages,
  OverviewRulerLane,
  Range,
  TabInputText,
  type TextDocument,
  type TextEditor,
  ThemeColor,
  Uri,
  ViewColumn,
  window,
  workspace,
} from 'vscode';
import type { Rewrite } from '../../crm/markdown/rewrite.js';
import { readableName } from '../notes/draftUri.js';
import type { Services } from '../services.js';
import { brokenPart, documentOf, type Published, publishedFile } from './file.js';
import { PREVIEW_SCHEME } from './names.js';
import { formOf } from './state.js';

const PAUSE_MS = 300;
/** A huge file with a table in every paragraph still shows a list one can read. */
const MAX_MARKS = 500;

interface Shown {
  text: string;
  marks: { range: Range; sentence: string }[];
}

/** By the preview's address. */
const shown = new Map<string, Shown>();
const timers = new Map<string, NodeJS.Timeout>();
let marks: DiagnosticCollection | undefined;
const style = () =>
  window.createTextEditorDecorationType({
    backgroundColor: new ThemeColor('diffEditor.insertedLineBackground'),
    isWholeLine: true,
    overviewRulerColor: new ThemeColor('editorInfo.foreground'),
    overviewRulerLane: OverviewRulerLane.Full,
  });
let decoration: ReturnType<typeof style> | undefined;
let tell: ((uri: Uri) => void) | undefined;

const previewUri = (source: Uri, title: string): Uri =>
  Uri.from({ scheme: PREVIEW_SCHEME, path: `/${readableName(title)} in Attio.md`, query: source.toString() });
const sourceOf = (uri: Uri): Uri => Uri.parse(uri.query);

/** `argument`: an address, or nothing: the active editor. */
export async function previewNote(services: Services, argument?: unknown): Promise<void> {
  const { ui } = services;
  const document = await documentOf(services, argument);
  if (!document) return;
  const file = publishedFile(services, document);
  const broken = brokenPart(file);
  if (broken) return void (await ui.warn(broken.message));
  const open = [...shown.keys()].map((key) => Uri.parse(key)).find(({ query }) => query === document.uri.toString());
  const uri = open ?? previewUri(document.uri, file.note.title);
  listen(services);
  const rewritten = await refresh(services, uri, document);
  const target = await workspace.openTextDocument(uri);
  const editor = await window.showTextDocument(target, {
    viewColumn: ViewColumn.Beside,
    preserveFocus: true,
    preview: true,
  });
  decorate(editor);
  ui.status(
    rewritten === 0
      ? 'Attio keeps all of it as it is written.'
      : `${rewritten === 1 ? 'One piece is' : `${rewritten} pieces are`} put in another form: F8 goes from one to the next.`,
  );
}

/** The text of a preview; after a reload VS Code asks for it again. */
export async function previewText(services: Services, uri: Uri, changed: (uri: Uri) => void): Promise<string> {
  tell = changed;
  const known = shown.get(uri.toString());
  if (known) return known.text;
  try {
    const document = await workspace.openTextDocument(sourceOf(uri));
    listen(services);
    await refresh(services, uri, document);
    return shown.get(uri.toString())?.text ?? '';
  } catch {
    return 'The file that this was a preview of is not there any more.\n';
  }
}

/** Reads the file anew; how many pieces are put in another form. */
async function refresh(services: Services, uri: Uri, document: TextDocument): Promise<number> {
  const { version } = document;
  const file = publishedFile(services, document);
  const { text, rewritten } = await formOf(file);
  if (document.version !== version) return rewritten.length;
  const head = `# ${file.note.title}\n\n`;
  shown.set(uri.toString(), { text: `${head}${text}\n`, marks: inPreview(head, text, rewritten) });
  marks?.set(
    document.uri,
    rewritten.slice(0, MAX_MARKS).map((one) => diagnosticOf(document, file, one)),
  );
  tell?.(uri);
  return rewritten.length;
}

/** The line is where the mark is, and need not be said. */
const wordsOf = ({ sentence }: Rewrite): string => sentence.replace(/^Line \d+: /, '');

function diagnosticOf(document: TextDocument, { note }: Published, one: Rewrite): Diagnostic {
  const at = (line: number) => Math.min(Math.max(0, note.contentLine + line - 2), document.lineCount - 1);
  const first = document.lineAt(at(one.line));
  const last = document.lineAt(at(one.endLine));
  const from = first.text.indexOf(one.before);
  const range =
    one.line === one.endLine && from >= 0
      ? new Range(first.lineNumber, from, first.lineNumber, from + one.before.length)
      : new Range(first.lineNumber, first.firstNonWhitespaceCharacterIndex, last.lineNumber, last.text.length);
  const diagnostic = new Diagnostic(range, wordsOf(one), DiagnosticSeverity.Information);
  diagnostic.source = 'Attio';
  return diagnostic;
}

/** Where in the preview the other forms stand: each is looked for after the one before. */
function inPreview(head: string, text: string, rewritten: readonly Rewrite[]): Shown['marks'] {
  const lines: number[] = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines.push(at + 1);
  const offset = head.split('\n').length - 1;
  const lineOf = (place: number) => {
    let [low, high] = [0, lines.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (lines[middle]! <= place) low = middle;
      else high = middle - 1;
    }
    return low + offset;
  };
  const found: Shown['marks'] = [];
  let from = 0;
  for (const one of rewritten.slice(0, MAX_MARKS)) {
    const after = one.after.trim();
    const place = after === '' ? -1 : text.indexOf(after, from);
    if (place < 0) continue;
    from = place + after.length;
    found.push({ range: new Range(lineOf(place), 0, lineOf(from), 0), sentence: wordsOf(one) });
  }
  return found;
}

function decorate(editor: TextEditor): void {
  const known = shown.get(editor.document.uri.toString());
  decoration ??= style();
  if (known)
    editor.setDecorations(
      decoration,
      known.marks.map(({ range, sentence }) => ({ range, hoverMessage: sentence })),
    );
}

function listen(services: Services): void {
  if (marks) return;
  marks = languages.createDiagnosticCollection('attio-preview');
  const open = () =>
    new Set(
      window.tabGroups.all.flatMap(({ tabs }) =>
        tabs.flatMap(({ input }) => (input instanceof TabInputText ? [input.uri.toString()] : [])),
      ),
    );
  services.context.subscriptions.push(
    marks,
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (document.uri.scheme === PREVIEW_SCHEME) {
        for (const editor of window.visibleTextEditors) if (editor.document === document) decorate(editor);
        return;
      }
      const source = document.uri.toString();
      const key = [...shown.keys()].find((one) => Uri.parse(one).query === source);
      if (key === undefined || contentChanges.length === 0) return;
      clearTimeout(timers.get(key));
      timers.set(
        key,
        setTimeout(() => {
          timers.delete(key);
          void refresh(services, Uri.parse(key), document).catch(() => {});
        }, PAUSE_MS),
      );
    }),
    window.onDidChangeVisibleTextEditors((editors) => {
      for (const editor of editors) if (editor.document.uri.scheme === PREVIEW_SCHEME) decorate(editor);
    }),
    window.tabGroups.onDidChangeTabs(({ closed }) => {
      if (closed.length === 0) return;
      const tabs = open();
      for (const key of shown.keys()) {
        if (tabs.has(key)) continue;
        shown.delete(key);
        marks?.delete(sourceOf(Uri.parse(key)));
      }
    }),
    { dispose: () => [...timers.values()].forEach(clearTimeout) },
  );
}
