/** Edits of records that a change would leave without a record to send them to. */
import { oneLine } from '../records/text.js';
import type { Services } from '../services.js';
import type { RecordTarget } from '../targets.js';
import { EditStore, editsFolder } from './store.js';

/** One warning for each of these records whose document has text that is not in Attio. */
export async function unsentWarnings(
  { context }: Pick<Services, 'context'>,
  records: readonly (Required<RecordTarget> & { name: string })[],
): Promise<string[]> {
  const store = new EditStore(editsFolder(context.globalStorageUri));
  const found = await Promise.all(
    records.map(async ({ name, ...target }) => {
      const edit = await store.read(target).catch(() => undefined);
      return edit ? [name] : [];
    }),
  );
  return found
    .flat()
    .map(
      (name) =>
        `The document of ${oneLine(name, 60)} has edits of yours that are not sent. They cannot be sent afterwards; their text is kept to copy from until you discard it.`,
    );
}
