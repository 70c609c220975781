/**
 * Writes the links of a file where they are kept: in its front matter, whether it is open, has unsaved text or is closed,
 * or in the extension's storage. Nothing else of the file changes, on disk or in an editor.
 */
import { Range, type TextDocument, type Uri, WorkspaceEdit, workspace } from 'vscode';
import { applied, type Edit, type FileLink, readFrontMatter, withLinks } from '../../crm/publish/frontMatter.js';
import { savesAsTyped } from '../notes/autosave.js';
import type { Services } from '../services.js';
import { isMarkdown } from './file.js';
import { knownFile, rememberFile } from './memory.js';

/** `written`: on disk. `unsaved`: in the open editor, among text that the person has not saved. */
export type Written = 'written' | 'unsaved' | 'storage' | 'gone';

const queues = new Map<string, Promise<unknown>>();

/** One at a time for each file: several notes of one file may come to exist together. */
function inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
  const before = queues.get(key) ?? Promise.resolve();
  const turn = before.then(work, work);
  queues.set(key, turn);
  void turn
    .finally(() => {
      if (queues.get(key) === turn) queues.delete(key);
    })
    .catch(() => {});
  return turn;
}

/** `change` is given the links as they are by then, and may be called more than once. */
export function changeLinks(
  services: Services,
  uri: Uri,
  change: (links: readonly FileLink[]) => FileLink[],
): Promise<Written> {
  return inTurn(uri.toString(), async () => {
    const key = uri.toString();
    const kept = knownFile(services, key)?.links ?? [];
    const wanted = workspace.getConfiguration('attio', uri).get<string>('notes.linkIn');
    const text = await textOf(uri);
    const front = text?.markdown ? readFrontMatter(text.text) : undefined;
    const intoFile = front !== undefined && (wanted !== 'storage' || front.links.length > 0);
    const all = [...(front?.links ?? []), ...kept];
    const next = change(all);
    const notes = [...new Set(next.flatMap(({ note }) => note ?? []))];
    const known = next.length > 0 ? { notes } : undefined;
    if (intoFile) {
      const written = await writeInto(uri, next);
      if (written !== undefined) {
        await rememberFile(services, key, known);
        return written;
      }
    }
    // What stands in the file already need not be kept twice.
    const inFile = front?.links ?? [];
    const links = next.filter((one) => !inFile.some((link) => link.record === one.record && link.note === one.note));
    await rememberFile(services, key, known && { ...known, links });
    return text === undefined ? 'gone' : 'storage';
  });
}

const openDocument = (uri: Uri): TextDocument | undefined =>
  workspace.textDocuments.find((one) => !one.isClosed && one.uri.toString() === uri.toString());

/** The text of a file as it is in its editor, else on disk; undefined: it is not there, or cannot be read. */
export async function textOf(uri: Uri): Promise<{ text: string; markdown: boolean } | undefined> {
  const open = openDocument(uri);
  if (open) return { text: open.getText(), markdown: isMarkdown(open) };
  if (uri.scheme === 'untitled') return undefined;
  try {
    const { text } = decode(await workspace.fs.readFile(uri));
    return { text, markdown: /\.(?:md|mdx|markdown|qmd|rmd|mkd|mdown|mdwn)$/i.test(uri.path) };
  } catch {
    return undefined;
  }
}

/** undefined: it cannot be written there. */
async function writeInto(uri: Uri, links: readonly FileLink[]): Promise<Written | undefined> {
  const document = openDocument(uri);
  if (document?.isDirty || document?.isUntitled) return editOpen(document, links, false);
  let bytes: Uint8Array;
  try {
    bytes = await workspace.fs.readFile(uri);
  } catch {
    return document && editOpen(document, links, false);
  }
  const { text, encode } = decode(bytes);
  // Through the editor only where saving there writes exactly its text: no formatter, no other line ends, no other encoding.
  const plain = document && savesAsTyped(document) && text.replace(/^\ufeff/, '') === document.getText();
  if (document && plain) return editOpen(document, links, true);
  const edit = withLinks(text, links);
  if (!edit) return undefined;
  if (!isEmpty(edit)) {
    try {
      await workspace.fs.writeFile(uri, encode(applied(text, edit)));
    } catch {
      return undefined;
    }
  }
  return 'written';
}

const isEmpty = ({ start, end, newText }: Edit): boolean => start === end && newText === '';

async function editOpen(
  document: TextDocument,
  links: readonly FileLink[],
  save: boolean,
): Promise<Written | undefined> {
  for (let round = 0; round < 5; round++) {
    const text = document.getText();
    const edit = withLinks(text, links);
    if (!edit) return undefined;
    if (isEmpty(edit)) return document.isDirty ? 'unsaved' : 'written';
    const { version } = document;
    const change = new WorkspaceEdit();
    const range = new Range(document.positionAt(edit.start), document.positionAt(edit.end));
    change.replace(document.uri, range, edit.newText);
    const clean = !document.isDirty;
    if (!(await workspace.applyEdit(change))) {
      // Typed in meanwhile: once more; else it is a document that takes no edits.
      if (document.version === version) return undefined;
      continue;
    }
    // Nothing is saved that the person has not saved.
    if (!save || !clean || document.getText() !== applied(text, edit)) return 'unsaved';
    return (await document.save()) ? 'written' : 'unsaved';
  }
  return undefined;
}

/**
 * Text and the way back to the very bytes: our edits are ASCII, so bytes that are no UTF-8 are taken one by one, and come
 * back as they were.
 */
export function decode(bytes: Uint8Array): { text: string; encode: (text: string) => Uint8Array } {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.length >= 2 && buffer.length % 2 === 0 && buffer[0] === 0xff && buffer[1] === 0xfe)
    return { text: buffer.toString('utf16le'), encode: (text) => Buffer.from(text, 'utf16le') };
  if (buffer.length >= 2 && buffer.length % 2 === 0 && buffer[0] === 0xfe && buffer[1] === 0xff)
    return {
      text: Buffer.from(buffer).swap16().toString('utf16le'),
      encode: (text) => Buffer.from(text, 'utf16le').swap16(),
    };
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return { text, encode: (next) => Buffer.from(next, 'utf8') };
  } catch {
    return { text: buffer.toString('latin1'), encode: (next) => Buffer.from(next, 'latin1') };
  }
}
