/** What the tests of notes share: files to select in, drafts to look at, and the notes that a sandbox really has. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands, Range, Selection, type TextDocument, type TextEditor, Uri, window, workspace } from 'vscode';
import type { Note } from '../../../src/attio/types.js';
import type { Sandbox } from '../../../src/sandbox/server.js';
import { attio } from './attio.js';

/** Every note of a record that the sandbox holds, asked for behind the extension's back. */
export async function notesOf(sandbox: Sandbox, object: string, recordId: string): Promise<Note[]> {
  const query = new URLSearchParams({ parent_object: object, parent_record_id: recordId, limit: '50' });
  const answer = await fetch(`${sandbox.url}/v2/notes?${query}`, {
    headers: { authorization: `Bearer ${sandbox.key}` },
  });
  assert.equal(answer.status, 200);
  return ((await answer.json()) as { data: Note[] }).data;
}

/** A file with this text in a folder of its own, open in an editor. */
export async function openFile(name: string, text: string): Promise<TextEditor> {
  const folder = await mkdtemp(join(tmpdir(), 'attio-notes-'));
  folders.push(folder);
  await writeFile(join(folder, name), text);
  return window.showTextDocument(await workspace.openTextDocument(Uri.file(join(folder, name))), { preview: false });
}

const folders: string[] = [];

/** Selects each of these pieces where it first stands in the document. */
export function select(editor: TextEditor, ...pieces: string[]): void {
  const { document } = editor;
  editor.selections = pieces.map((piece) => {
    const start = document.getText().indexOf(piece);
    assert(start >= 0, `no “${piece}” in the document`);
    return new Selection(document.positionAt(start), document.positionAt(start + piece.length));
  });
}

/** The draft in the active editor. */
export function activeDraft(): TextDocument {
  const document = window.activeTextEditor?.document;
  assert.equal(document?.uri.scheme, 'attio-draft', 'no draft is open in the active editor');
  return document!;
}

export const draftsFolder = async () => join((await attio()).services.context.globalStorageUri.fsPath, 'drafts');

/** The names of the files that drafts are kept in. */
export async function draftFiles(): Promise<string[]> {
  return (await readdir(await draftsFolder()).catch(() => [])).sort();
}

/** Puts `text` where `old` stands in a document, as typing does: an editor that may not be typed in refuses it. */
export async function edit(document: TextDocument, old: string, text: string): Promise<void> {
  const editor = await window.showTextDocument(document, { preview: false });
  const start = document.getText().indexOf(old);
  assert(start >= 0, `no “${old}” in the document`);
  const range = new Range(document.positionAt(start), document.positionAt(start + old.length));
  assert(await editor.edit((builder) => builder.replace(range, text)));
  // VS Code says yes also where the editor let nothing in.
  assert.equal(document.getText().slice(start, start + text.length), text, 'the editor may not be typed in');
}

/**
 * Resolves when the editor of a document, which must have no unsaved text, knows what its file system says by now, such
 * as whether it may be typed in. By itself VS Code looks a moment after it is told of a change, and does not say when.
 */
export async function upToDate(document: TextDocument): Promise<void> {
  assert.equal(document.isDirty, false, 'what is unsaved would be lost');
  await window.showTextDocument(document, { preview: false });
  await commands.executeCommand('workbench.action.files.revert');
}

/**
 * Saves a document until it is saved. A save that begins while another one (such as the draft's own, a moment after the
 * last key) asks those who take part in saving does nothing, and says so only by what it resolves with.
 */
export function save(document: TextDocument): Promise<void> {
  return until('the document is saved', async () => (await document.save()) && !document.isDirty);
}

/** Resolves when `holds` does; looks again and again, each time after the look before has ended. */
export function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  return new Promise((resolve, reject) => {
    let looking = false;
    const look = async () => {
      if (looking) return;
      looking = true;
      try {
        if (!(await holds())) return;
        stop();
        resolve();
      } finally {
        looking = false;
      }
    };
    const fail = (error: unknown) => {
      stop();
      reject(error);
    };
    const check = () => void look().catch(fail);
    const again = setInterval(check, 50);
    const limit = setTimeout(() => {
      stop();
      reject(new Error(`Waited in vain until ${what}.`));
    }, 10_000);
    const stop = () => {
      clearInterval(again);
      clearTimeout(limit);
    };
    check();
  });
}

/** Closes every editor, and removes drafts and files of the test. */
export async function clearNotes(): Promise<void> {
  const { ui } = await attio();
  ui.use(undefined);
  for (const document of workspace.textDocuments) if (document.isDirty && !document.isUntitled) await document.save();
  await commands.executeCommand('workbench.action.closeAllEditors');
  await rm(await draftsFolder(), { recursive: true, force: true });
  // A save that VS Code began may still put its file there while the folder is emptied.
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true, maxRetries: 10 });
}
