/** Where a record went that was merged here: Attio itself knows no way from an old id to the new one. */
import type { JournalEntry } from '../../changes/journal.js';
import type { RecordRef } from '../../crm/types.js';
import type { Connection } from '../services.js';

export type Survivor = NonNullable<JournalEntry['target']>;

/** The record that this one is part of by now, as far as the journal of this editor tells; never rejects. */
export async function mergedInto(
  { journal }: Pick<Connection, 'journal'>,
  { recordId }: Pick<RecordRef, 'recordId'>,
): Promise<Survivor | undefined> {
  const entries = await journal.list().catch(() => []);
  let id = recordId.toLowerCase();
  let found: Survivor | undefined;
  // What it was merged into may have been merged since: entries are in the order in which that was done.
  for (const { change, target } of entries) {
    if (change.kind !== 'record.merge' || !target) continue;
    const parts = [change.primaryRecordId, change.secondaryRecordId].map((one) => one.toLowerCase());
    if (!parts.includes(id)) continue;
    found = target;
    id = target.recordId.toLowerCase();
  }
  return found;
}
