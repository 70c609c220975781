/** Edits of records that are not in Attio yet, on disk. */
import { join } from 'node:path';
import type { Json } from '../../attio/values.js';
import { isEntry, type RowKey } from './rowKey.js';
import { type StoredText, TextStore } from './textStore.js';

type Values = Record<string, readonly Json[]>;

/** What both changed: what it was when the edit began, and what Attio has. */
export interface Clash {
  was: readonly Json[];
  theirs: readonly Json[];
}

export interface StoredEdit extends StoredText {
  target: RowKey;
  /** What the record or entry was when the edit was made: what the text is read against. */
  base: Values;
  clashes: Record<string, Clash>;
}

/**
 * Texts of records, told apart by account, object and record, and of places in lists by account, list and entry. Those
 * of notes (`NoteStore`) are in the same folder. `isKnown` as in TextStore.
 */
export class EditStore extends TextStore<StoredEdit> {
  constructor(folder: string, isKnown?: (account: string) => boolean) {
    super(
      folder,
      (row) =>
        isEntry(row)
          ? `entry ${row.account} ${row.list} ${row.entryId}`
          : `${row.account} ${row.object} ${row.recordId}`,
      isKnown,
    );
  }
}

/** Where the edits of this machine are, in the extension's storage. */
export const editsFolder = (storage: { fsPath: string }): string => join(storage.fsPath, 'edits');

/** After sign-out: nothing that was typed and not sent to the account is kept. Rejects when it cannot be deleted. */
export async function forgetEdits(storage: { fsPath: string }, account: string): Promise<void> {
  const folder = editsFolder(storage);
  await new EditStore(folder).forget(account).catch((error) => {
    throw new Error(
      `Texts of records and notes that were not sent could not be deleted: ${(error as Error).message}. Delete ${folder} yourself.`,
    );
  });
}
