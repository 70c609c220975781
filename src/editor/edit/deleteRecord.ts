/** "Delete Record…": what hangs on it is shown first; Undo creates it again. */
import { carryOut } from '../changes/carryOut.js';
import { forgetRecord } from '../search/recent.js';
import type { Services } from '../services.js';
import { chooseRecord } from './chosen.js';

const SURFACE = 'records.delete';

/** `argument`: a record, or nothing. */
export async function deleteRecord(services: Services, argument?: unknown): Promise<void> {
  const chosen = await chooseRecord(services, argument, {
    title: 'Delete a Record',
    surface: SURFACE,
    writes: { kind: 'record.delete', operation: 'records.delete' },
  });
  if (!chosen) return;
  const { connection, ref } = chosen;
  const outcome = await carryOut(services, connection, { kind: 'record.delete', ...ref }, { surface: SURFACE });
  if (outcome.status === 'applied') await forgetRecord(services, connection.account.id, ref.recordId);
}
