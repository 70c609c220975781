/** What the outbox needs of the world, and what it answers. Types only. */
import type { Note } from '../attio/types.js';
import type { Catalog } from '../crm/types.js';
import type { ApplyOutcome, Change } from './change.js';
import type { OutboxItem, Result, SentTrace } from './outboxItem.js';
import type { WriteOptions } from './service.js';

/** The right to send for an account: one program at a time has it. */
export interface Claim {
  /** Aborted when it was lost, as after a long sleep: another one may be sending then. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

/** The disk. What it resolves is there also after a crash. */
export interface Keeper {
  /** In order of approval. */
  list(): Promise<{ items: OutboxItem[]; traces: SentTrace[] }>;
  /** All of them or none. */
  add(items: readonly OutboxItem[]): Promise<void>;
  /** In the place of what has its id. */
  put(item: OutboxItem | SentTrace): Promise<void>;
  remove(id: string): Promise<void>;
  /** undefined while another program has it. */
  claim(accountId: string): Promise<Claim | undefined>;
}

/** The way to an account: what of a connection sends notes. */
export interface Sender {
  write(change: Change, options: WriteOptions): Promise<ApplyOutcome>;
  catalog: Pick<Catalog, 'notesOf' | 'note'>;
}

export interface OutboxPorts {
  keeper: Keeper;
  /** undefined: nobody is signed in to it here. Rejects with a sentence where its key is missing. */
  sender(accountId: string): Promise<Sender | undefined>;
  /** Tells whoever wrote the note that it exists. May run again after a crash; must not use this outbox. */
  finish(item: OutboxItem, note: Note): Promise<void>;
  /** Nothing may be sent here for now: the folder is not trusted. */
  rests?(): boolean;
  /** Something is different: an item came, went, or changed its state. */
  changed(): void;
  /** A note that waited was sent, or was refused later than its sender could be told. */
  later?(result: Result): void;
  now(): number;
  /** Runs once after so many milliseconds; gives how to call it off. */
  after(ms: number, run: () => void): () => void;
  /** See GRACE_MS. */
  graceMs?: number;
}

export type TakenBack =
  | { status: 'taken'; item: OutboxItem }
  /** It exists already. */
  | { status: 'sent'; result: Result }
  /** It may exist, and could not be looked for, or it is too early to say that it does not. */
  | { status: 'unsure'; item: OutboxItem; error?: unknown }
  /** Another program is sending it. */
  | { status: 'busy' }
  /** There is no such item any more. */
  | { status: 'gone' };
