/** A note that was changed here and in Attio: both side by side, and the person decides. */
import { commands, type Tab, TabInputTextDiff, type Uri, window } from 'vscode';
import { put } from '../changes/documents.js';
import { closeTabs } from '../closeTabs.js';
import { beginning } from '../markdown.js';
import type { PickItem } from '../ui.js';
import type { NoteFile, Part } from './noteFile.js';
import { printNote } from './noteText.js';
import type { NoteDocuments } from './room.js';
import { noteUri } from './uri.js';

export type Answer = 'mine' | 'theirs';

/** For messages: the title as Attio has it, not as it is typed, cut at 60 characters; “Untitled note” without one. */
export const nameOf = (file: NoteFile): string => beginning(file.title, 60);
/** That of the open document, under whatever title it was opened; else one that opens it. */
export const uriOf = (room: NoteDocuments, file: NoteFile): Uri =>
  room.documentOf(file)?.uri ?? noteUri(file.target, file.title);

const inWords = (parts: readonly Part[]): string =>
  parts.length > 1 ? 'title and text' : parts[0] === 'title' ? 'the title' : 'the text';

/** Shows both sides and asks; undefined: nothing is decided. */
export async function askConflict(room: NoteDocuments, file: NoteFile): Promise<Answer | undefined> {
  await compareSides(room, file);
  const parts = [...file.clashes];
  const items: PickItem<Answer | undefined>[] = [
    // What Undo brings back comes first: a hasty Enter loses nothing.
    {
      label: 'Take Attio’s',
      description: 'Into the document; Undo there brings yours back',
      icon: 'cloud-download',
      value: 'theirs',
    },
    {
      label: 'Overwrite with Mine',
      description: `What was written in Attio goes: ${inWords(parts)}`,
      icon: 'cloud-upload',
      value: 'mine',
    },
    {
      label: 'Cancel',
      description: 'Nothing is sent. Yours, on the right, can be edited and saved again',
      icon: 'close',
      value: undefined,
    },
  ];
  // A dialog would lie over what is to be read.
  return room.services.ui.pick(items, {
    title: `“${nameOf(file)}”: ${inWords(parts)} changed in Attio since you began`,
    placeholder: 'Both are open side by side. What is to be kept?',
    ignoreFocusOut: true,
  });
}

/** Puts a decision into effect, short of sending. */
export async function resolve(room: NoteDocuments, file: NoteFile, answer: Answer): Promise<void> {
  const parts = [...file.clashes];
  const text = room.textOf(file);
  const taken = answer === 'theirs' ? file.withTheirs(text, parts) : text;
  file.see(file.live);
  if (taken === text) await room.keep(file, text);
  else await room.put(file, file.isUnsent(taken) ? taken : file.baseText);
  await closeSides(room, file);
  room.changed(file);
}

/** Where the sides of a conflict are shown: Attio's, by which its tab is known. */
const shown = new WeakMap<NoteFile, string>();

/** Attio's text on the left, the document itself on the right. */
export async function compareSides(room: NoteDocuments, file: NoteFile): Promise<void> {
  await closeSides(room, file);
  const name = nameOf(file);
  const left = put(`${name} in Attio now`, printNote(file.live), 'md');
  shown.set(file, left.toString());
  await commands.executeCommand('vscode.diff', left, uriOf(room, file), `${name}: Attio’s ↔ yours`, { preview: false });
}

/** Once it is decided, the sides only mislead. */
async function closeSides(room: NoteDocuments, file: NoteFile): Promise<void> {
  const left = shown.get(file);
  shown.delete(file);
  if (left === undefined) return;
  const shows = ({ input }: Tab) => input instanceof TabInputTextDiff && input.original.toString() === left;
  if (!window.tabGroups.all.some(({ tabs }) => tabs.some(shows))) return;
  // The document stays, also where it was open in the comparison alone.
  await window.showTextDocument(uriOf(room, file), { preview: false });
  await closeTabs(shows);
}
