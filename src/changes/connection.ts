/** Deleting a connection of Maton: previewed, approved and carried out as every write is. */
import type { Account } from '../attio/account.js';
import { AttioError } from '../attio/errors.js';
import type { MatonApi, MatonConnection } from '../attio/maton.js';
import { approve } from './approve.js';
import type { ApplyOutcome, ConnectionChange, Preview } from './change.js';
import type { ChangeService, WriteOptions } from './service.js';
import { createWriter, malformed } from './writer.js';

export interface ConnectionParts {
  maton: Pick<MatonApi, 'get' | 'delete'>;
  /** Whose key Maton is asked with. */
  account: Account;
  /** Name and slug of the workspace that a connection reaches; undefined when that is not known. */
  workspaceOf(connectionId: string): { name: string; slug: string } | undefined;
  /** Names of the accounts of this editor that use a connection. */
  usersOf(connectionId: string): string[];
  now?: () => number;
}

/** Rejects with AttioError when Maton cannot be asked. */
async function look(
  { connectionId }: ConnectionChange,
  parts: ConnectionParts,
  call: { surface: string; signal?: AbortSignal },
): Promise<Preview> {
  const current = await state(parts.maton, connectionId, call);
  const workspace = parts.workspaceOf(connectionId);
  const to = workspace?.name ?? 'an Attio workspace that could not be read';
  const users = parts.usersOf(connectionId);
  const warnings = [
    `Every program that uses this Maton key loses its access to ${workspace ? to : 'that workspace'}, not only this editor.`,
    ...users.map((name) => `You are signed out of ${name} here. Note drafts stay.`),
    'It cannot be undone: to reach the workspace through Maton again, somebody has to connect it anew and consent in Attio.',
  ];
  if (current === undefined) warnings.unshift('Maton does not have the connection any more: it was already deleted.');
  return {
    sentence: `Delete the Maton connection to ${to}`,
    account: workspace ?? { name: 'unknown', slug: 'unknown' },
    verb: 'Delete Connection',
    fields: [
      { label: 'Connection', before: connectionId },
      ...(current
        ? [
            { label: 'Status', before: current.status },
            { label: 'Created', before: current.createdAt },
          ]
        : []),
    ],
    warnings,
    scopes: [],
    destructive: true,
  };
}

/** The connection as Maton has it now; undefined when it has none of this id. */
async function state(
  maton: ConnectionParts['maton'],
  connectionId: string,
  call: { surface: string; signal?: AbortSignal },
): Promise<MatonConnection | undefined> {
  try {
    return await maton.get(connectionId, call);
  } catch (error) {
    if (AttioError.is(error, 'not-found')) return undefined;
    throw error;
  }
}

function ours(change: Parameters<ChangeService['write']>[0]): ConnectionChange {
  if (change.kind !== 'connection.delete') throw malformed(change, 'it is no change to a connection');
  return change;
}

/** The change service of the connections that one Maton key has. */
export function createConnectionChanges(parts: ConnectionParts): Pick<ChangeService, 'preview' | 'write'> {
  const { maton } = parts;
  const now = parts.now ?? Date.now;

  const run = async (asked: Parameters<ChangeService['write']>[0], options: WriteOptions): Promise<ApplyOutcome> => {
    const change = ours(asked);
    const { surface, signal } = options;
    const call = { surface, ...(signal && { signal }) };
    const approval = await options.approve(await look(change, parts, call), change);
    if (approval === undefined || signal?.aborted) return { status: 'declined' };
    const done = (alreadyDone: boolean): ApplyOutcome => ({
      status: 'applied',
      applied: { change, approval, ...(alreadyDone && { alreadyDone }), differences: [], undo: undefined },
    });
    try {
      await maton.delete(approve(change, approval, now()), call);
      return done(false);
    } catch (error) {
      if (AttioError.is(error, 'not-found')) return done(true);
      if (!AttioError.is(error) || error.fate !== 'unknown') throw error;
      // The answer was lost. When Maton can be asked and has it no more, it is gone.
      const gone = await state(maton, change.connectionId, call).then(
        (left) => left === undefined,
        () => false,
      );
      if (gone) return done(false);
      throw error;
    }
  };

  return {
    preview: async (change) => look(ours(change), parts, { surface: 'preview' }),
    write: createWriter(run, now),
  };
}
