/** Read-only documents that show what is about to change, what has changed, and two sides of a conflict. In memory only. */
import {
  CodeLens,
  type Command,
  commands,
  languages,
  Position,
  Range,
  Selection,
  TabInputText,
  type TextDocumentShowOptions,
  TextEditorRevealType,
  Uri,
  window,
  workspace,
} from 'vscode';
import { closeTabs } from '../closeTabs.js';
import { readableName } from '../notes/draftUri.js';

const COMPARE_SCHEME = 'attio-compare';

/** So many are remembered; a document that is open keeps its text all the same. */
const MAX_KEPT = 50;

const texts = new Map<string, string>();
const lenses = new Map<string, Command[]>();

interface Shown {
  /** Decides how the text is coloured. */
  extension?: string;
  /** Commands above the text. */
  actions?: Command[];
}

/** After a reload VS Code opens the tab again, and nothing was kept. */
export function textOf(uri: Uri): string {
  return texts.get(uri.toString()) ?? 'This was shown before the window was reloaded, and is not kept.\n';
}

let count = 0;

/** Puts a text under an address of its own; `name` is the tab's. */
export function put(name: string, text: string, extension = 'txt', actions: Command[] = []): Uri {
  const path = `/${readableName(name)}.${extension}`;
  const uri = Uri.from({ scheme: COMPARE_SCHEME, authority: String(++count), path });
  texts.set(uri.toString(), text);
  lenses.set(uri.toString(), actions);
  for (const key of texts.keys()) {
    if (texts.size <= MAX_KEPT) break;
    texts.delete(key);
    lenses.delete(key);
  }
  return uri;
}

/** The commands above the text of a document. */
export function lensesOf(uri: Uri): CodeLens[] {
  const top = new Range(0, 0, 0, 0);
  return (lenses.get(uri.toString()) ?? []).map((command) => new CodeLens(top, command));
}

/** Opens a text to be read. Never as Markdown that is rendered: it is other people's. */
export async function show(name: string, text: string, options: Shown & TextDocumentShowOptions = {}): Promise<void> {
  const { extension, actions, ...rest } = options;
  const uri = put(name, text, extension, actions);
  await window.showTextDocument(await workspace.openTextDocument(uri), { preview: true, ...rest });
}

/** Lines that the box with the question lies over. */
const COVERED = 6;

/**
 * Opens a text over the whole width of the editor, wrapped and from its top, under a question that is still to be asked.
 * Resolves to what closes it.
 */
export async function showWhole(name: string, text: string): Promise<() => Promise<void>> {
  const uri = put(name, `${'\n'.repeat(COVERED)}${text}`);
  const document = await languages.setTextDocumentLanguage(await workspace.openTextDocument(uri), 'attio-preview');
  // A preview tab would take the place of another that somebody reads.
  const editor = await window.showTextDocument(document, { preview: false, preserveFocus: true });
  const top = new Position(0, 0);
  editor.selection = new Selection(top, top);
  editor.revealRange(new Range(top, top), TextEditorRevealType.AtTop);
  return async () => {
    await closeTabs(({ input }) => input instanceof TabInputText && input.uri.toString() === uri.toString());
    texts.delete(uri.toString());
    lenses.delete(uri.toString());
  };
}

/** Opens two texts side by side. */
export async function compare(title: string, left: { name: string; text: string }, right: typeof left): Promise<void> {
  await commands.executeCommand('vscode.diff', put(left.name, left.text), put(right.name, right.text), title, {
    preview: true,
  });
}
