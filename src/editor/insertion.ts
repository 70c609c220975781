/** Where a text from Attio goes that is inserted into what somebody writes. */
import { type Position, TabInputText, type TextDocument, type TextEditor, type Uri, window, workspace } from 'vscode';
import type { Services } from './services.js';
import type { PickItem } from './ui.js';

/** Text that can be typed into: no transcripts, no output, no difference's left side. */
const takesText = ({ scheme }: Uri): boolean =>
  scheme !== 'attio-transcript' && (scheme === 'untitled' || workspace.fs.isWritableFileSystem(scheme) === true);

/**
 * The editor in front; beside one that is only read, the one that is meant. undefined: there is none, which was said.
 * `what`: what is to be inserted, `the transcript`.
 */
export async function placeFor({ ui }: Services, title: string, what: string): Promise<TextEditor | undefined> {
  const active = window.activeTextEditor;
  if (active && takesText(active.document.uri)) return active;
  const visible = window.visibleTextEditors.filter(({ document }) => takesText(document.uri));
  const uris = visible.length > 0 ? visible.map(({ document }) => document.uri) : openTabs();
  const names = new Map(uris.map((uri) => [uri.toString(), uri]));
  if (names.size === 0) {
    await ui.info(
      `There is no note, draft or file open that ${what} could go into. Open one, put the cursor where it belongs, and insert ${what} again.`,
    );
    return undefined;
  }
  const rows = [...names.values()].map(
    (uri): PickItem<Uri> => ({
      label: uri.path.slice(uri.path.lastIndexOf('/') + 1),
      icon: 'file',
      value: uri,
    }),
  );
  const uri = rows.length === 1 ? rows[0]!.value : await ui.pick(rows, { title, placeholder: 'Where does it go?' });
  if (!uri) return undefined;
  const shown = visible.find(({ document }) => document.uri.toString() === uri.toString());
  return shown ?? window.showTextDocument(uri, { preserveFocus: true, preview: false });
}

const openTabs = (): Uri[] =>
  window.tabGroups.all.flatMap(({ tabs }) =>
    tabs.flatMap(({ input }) => (input instanceof TabInputText && takesText(input.uri) ? input.uri : [])),
  );

/** A paragraph of its own: an empty line before and after it, where there is text. */
export function spaced(document: Pick<TextDocument, 'getText' | 'offsetAt'>, position: Position, text: string): string {
  const all = document.getText().replaceAll('\r\n', '\n');
  const offset = document.getText().slice(0, document.offsetAt(position)).replaceAll('\r\n', '\n').length;
  const [before, after] = [all.slice(0, offset), all.slice(offset)];
  const lead = before.trim() === '' ? '' : before.endsWith('\n\n') ? '' : before.endsWith('\n') ? '\n' : '\n\n';
  const tail = after.trim() === '' ? (after === '' ? '\n' : '') : after.startsWith('\n') ? '\n' : '\n\n';
  return `${lead}${text}${tail}`;
}
