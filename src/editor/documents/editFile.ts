/** What a document is to the room that it is edited in, whatever it is of. Types only. */
import type { Uri } from 'vscode';
import type { OurDocuments } from './ours.js';
import type { StoredText, TextStore } from './textStore.js';

/** One open document: what Attio has, as text, and what was last saved of it here. */
export interface EditFile<E extends StoredText> {
  readonly target: E['target'];
  /** What it is called, for messages. */
  readonly title: string;
  /** What the editor reads: the last save, or what Attio has. */
  text: string;
  /** When `text` was made, in milliseconds; VS Code goes by it. */
  mtime: number;
  /** What Attio has, as text. */
  baseText: string;
  /** From the press of the button to the answer. */
  sending: boolean;
  /** It changed elsewhere while it was being sent: what was read for the answer may be older. */
  missed: boolean;
  /** `text` becomes what was saved. */
  save(text: string, now: number): void;
  /** What is to be kept on disk while `typed` is in the editor; undefined: nothing that Attio does not have. */
  toStore(typed: string): E | undefined;
}

/** What is the same for all documents of a kind. */
export interface Kind<E extends StoredText> {
  ours: OurDocuments;
  store: TextStore<E>;
  /** What the key must be allowed to do for the text to be typed in. */
  scopeFor(target: E['target']): string;
  /** The extension by which two windows' texts are coloured. */
  extension: string;
  targetOf(uri: Uri): E['target'] | undefined;
}
