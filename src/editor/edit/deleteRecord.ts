/** "Delete Record…": what hangs on it is shown first; Undo creates it again. */
import { carryOut } from '../changes/carryOut.js';
import { unsentWarnings } from '../documents/unsent.js';
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
  const { connection, ref, name } = chosen;
  const warnings = await unsentWarnings(services, [{ ...ref, account: connection.account.id, name }]);
  const outcome = await carryOut(
    services,
    connection,
    { kind: 'record.delete', ...ref },
    { surface: SURFACE, warnings },
  );
  if (outcome.status === 'applied') await forgetRecord(services, connection.account.id, ref.recordId);
}
