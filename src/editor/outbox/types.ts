/** The outbox as other rooms see it. Types only; `outboxOf(services)` in outbox.ts gives it. */
import type { Event } from 'vscode';
import type { Note } from '../../attio/types.js';
import type { CreateNote, UpdateNote } from '../../attio/writes.js';
import type { Conflict, Preview } from '../../changes/change.js';
import type { Origin, OutboxItem, Result } from '../../changes/outboxItem.js';
import type { Connection } from '../services.js';

export type { Origin, OutboxItem, OutboxState, Refused, Result, Sent, Waiting } from '../../changes/outboxItem.js';

export interface NoteToSend {
  /** With `content` as Attio keeps it (`forAttio(body).text`). */
  change: CreateNote | UpdateNote;
  origin: Origin;
  /** Sentences for the preview, such as what was rewritten for Attio. */
  warnings?: string[];
  /** What the record is called: for the list, and for the question when Attio cannot be reached. */
  recordName?: string;
}

export interface SendOptions {
  /** Who writes, for the audit and the journal: `notes.publish`. */
  surface: string;
  /** Of several: the sentence a person reads, `Publish “Call with Ada” to 2 records`. */
  title?: string;
  /** What the button says; without it, as the preview has it. */
  verb?: string;
  /** Says nothing of what waits or was refused: the caller does. */
  quiet?: boolean;
  /** Runs once the person has agreed, before anything is kept; what it rejects with, `send` rejects with. */
  agreed?: () => Promise<void> | void;
}

export type SendOutcome =
  /** The person said no, or the folder is not trusted (which is said). Nothing is kept. */
  | { status: 'declined' }
  /**
   * Someone changed the note since `base`. Nothing was asked, sent or kept. To overwrite it, send the change again with
   * what the person has now seen as its `base`.
   */
  | { status: 'conflict'; preview: Preview; conflicts: Conflict[] }
  /** One for each note, in order. */
  | { status: 'done'; results: Result[] };

export interface Outbox {
  /**
   * Asks once for all, keeps every approved note on disk, then sends them in order: each exists once in the end, also
   * when VS Code dies meanwhile. Resolves when each is sent, refused, or known to wait. What waits or was refused is said
   * here, success is not. Rejects with AttioError where nothing was approved (a missing scope, a record that cannot be
   * read), and with an Error that says so when the disk would not take it.
   */
  send(connection: Connection, notes: NoteToSend[], options: SendOptions): Promise<SendOutcome>;
  /** What is not done with, in order; without what is left of sent ones. */
  items(): Promise<OutboxItem[]>;
  readonly onDidChange: Event<void>;
  /** Tries now what waits, or this one, also one that was refused. Resolves when it is known what came of it. */
  sendNow(id?: string): Promise<void>;
  /** Another text or base for an item, and the person's word for it: tried at once. undefined: there is no such item any more. */
  replace(item: OutboxItem): Promise<Result | undefined>;
  /** Its text is somewhere else from now on. false: there is no such item any more. */
  relink(item: OutboxItem, origin: Origin): Promise<boolean>;
  /**
   * Takes an item out, so that it is not sent. A note that may exist already is looked for first. Gives the item that was
   * taken out; undefined where it was sent after all, is being sent, or cannot be looked for, which is said.
   */
  takeBack(id: string): Promise<OutboxItem | undefined>;
  /**
   * Runs `finish` for every note of this kind of origin once it exists: it must bear being run twice, and runs again at the
   * next start when it rejects or the host dies before it ends. It asks nothing, and must not use this outbox. A room that
   * loads late says at the start how it is loaded, and calls this when it is: `services.finishing.set('file', load)`.
   */
  onSent<K extends Origin['kind']>(kind: K, finish: Finish<K>): void;
}

export type Finish<K extends Origin['kind']> = (
  item: OutboxItem & { origin: Extract<Origin, { kind: K }> },
  note: Note,
) => Promise<void>;
