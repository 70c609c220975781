/** The records last opened or picked, per account. Only ids are kept; names are read again when they are shown. */
import type { RecordRef } from '../../crm/types.js';
import type { Services } from '../services.js';
import { recordTarget } from '../targets.js';

const KEY = 'attio.recentRecords';
const KEPT = 10;

type Stored = Record<string, RecordRef[]>;

/** Newest first. */
export function recentRecords({ context }: Services, accountId: string): RecordRef[] {
  const stored = context.workspaceState.get<Stored>(KEY, {})[accountId];
  return (Array.isArray(stored) ? stored : []).flatMap((ref) => {
    const target = recordTarget(ref);
    return target ? [{ object: target.object, recordId: target.recordId }] : [];
  });
}

/** Puts a record in front, and forgets those of accounts that are gone. */
export async function rememberRecord(services: Services, accountId: string, ref: RecordRef): Promise<void> {
  const { context, accounts } = services;
  const others = recentRecords(services, accountId).filter(({ recordId }) => recordId !== ref.recordId);
  const mine = [{ object: ref.object, recordId: ref.recordId }, ...others].slice(0, KEPT);
  const stored = context.workspaceState.get<Stored>(KEY, {});
  const known = Object.entries(stored).filter(([id]) => accounts.list.some((account) => account.id === id));
  await context.workspaceState.update(KEY, { ...Object.fromEntries(known), [accountId]: mine });
}

/** Takes a record out that turned out to be deleted or merged. */
export async function forgetRecord(services: Services, accountId: string, recordId: string): Promise<void> {
  const stored = services.context.workspaceState.get<Stored>(KEY, {});
  const left = recentRecords(services, accountId).filter((ref) => ref.recordId !== recordId);
  await services.context.workspaceState.update(KEY, { ...stored, [accountId]: left });
}
