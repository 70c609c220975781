/** What is said of files and their notes. */

import { AttioError } from '../../attio/errors.js';
import type { RecordRef } from '../../crm/types.js';
import { oneLine } from '../records/text.js';
import type { Connection } from '../services.js';

/** `Acme`, `Acme and Grace`, `Acme, Grace and 2 more`. */
export function listed(names: readonly string[]): string {
  if (names.length <= 1) return names[0] ?? '';
  const [last] = names.slice(-1);
  if (names.length <= 3) return `${names.slice(0, -1).join(', ')} and ${last}`;
  return `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
}

/** A record's name as far as it can be known; never rejects. */
export async function recordName({ catalog }: Connection, ref: RecordRef): Promise<string> {
  const summary = await catalog.summary(ref, { surface: 'notes.publish' }).catch(() => undefined);
  return summary ? oneLine(summary.title, 80) : 'a record';
}

/** Attio could not be asked, or its answer could not be read: what was known before has to do. */
export const unreached = (error: unknown): boolean =>
  AttioError.is(error) && ['offline', 'timeout', 'server', 'rate-limited', 'proxy', 'unreadable'].includes(error.kind);
