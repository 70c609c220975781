/** Edits of records that a change would leave without a record to send them to. */
import { oneLine } from '../records/text.js';
import type { Services } from '../services.js';
import { isEntry, type RowKey } from './rowKey.js';
import { EditStore, editsFolder } from './store.js';

/** One warning for each of these records and places in lists whose document has text that is not in Attio. */
export async function unsentWarnings(
  { context }: Pick<Services, 'context'>,
  rows: readonly (RowKey & { name: string })[],
): Promise<string[]> {
  const store = new EditStore(editsFolder(context.globalStorageUri));
  const found = await Promise.all(
    rows.map(async (row) => ((await store.read(row).catch(() => undefined)) ? [warning(row)] : [])),
  );
  return found.flat();
}

function warning(row: RowKey & { name: string }): string {
  const what = `The document of ${oneLine(row.name, 60)} has edits of yours that are not sent.`;
  return isEntry(row)
    ? `${what} They can be sent only once Undo has put it back into the list; their text is kept until you discard it.`
    : `${what} They cannot be sent afterwards; their text is kept to copy from until you discard it.`;
}
