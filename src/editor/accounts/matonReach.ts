/** What a Maton key reaches: its connections to Attio, and the workspace behind each. Loaded when somebody asks. */
import { AttioError } from '../../attio/errors.js';
import { createMaton, type MatonApi, type MatonConnection } from '../../attio/maton.js';
import { proxySettings } from '../connect.js';
import { describe } from '../failure.js';
import type { Account, Services } from '../services.js';
import type { PickItem } from '../ui.js';
import type { AccountStore } from './accountStore.js';
import { matonUrl } from './apiUrl.js';
import { checkKey, NOBODY_AT_MATON } from './checkKey.js';
import { shortId, workspaceName } from './words.js';

/** Who asks, for the audit. */
export const SURFACE = 'accounts.maton';

export interface Reach {
  connection: MatonConnection;
  /** The account it would be; undefined when the connection is not active or its workspace could not be read. */
  account?: Account;
  /** Why the workspace of an active connection could not be read. */
  error?: AttioError;
}

export type Reached = Reach & { account: Account };

/** Whether its workspace is known, so that one can sign in through it. undefined is not. */
export const isReached = (reach: Reach | undefined): reach is Reached => reach?.account !== undefined;

/** Runs `work` with Maton's connections; each operation is audited under `account`, or as of somebody signing in. */
export async function withMaton<T>(
  { context, redactor, audit }: Services,
  key: string,
  account: Account | undefined,
  work: (maton: MatonApi) => Promise<T>,
): Promise<T> {
  redactor.add(key);
  const maton = createMaton({
    baseUrl: matonUrl(context),
    key,
    proxy: proxySettings(),
    onOperation: (operation) => audit.record(account ?? NOBODY_AT_MATON, operation),
  });
  try {
    return await work(maton);
  } finally {
    await maton.close();
  }
}

/** The connections of a key, with the workspaces they reach, asked for at the same time. Rejects with AttioError. */
export async function reachOf(
  services: Services,
  key: string,
  account?: Account,
  signal?: AbortSignal,
): Promise<Reach[]> {
  const found = await withMaton(services, key, account, (maton) => maton.list({}, { surface: SURFACE, signal }));
  return Promise.all(found.map((connection) => learn(services, key, connection, signal)));
}

/** Adds what is known of the workspace behind a connection. Rejects only when it is cancelled. */
export async function learn(
  services: Services,
  key: string,
  connection: MatonConnection,
  signal?: AbortSignal,
): Promise<Reach> {
  hide(services, connection);
  if (connection.status !== 'ACTIVE') return { connection };
  try {
    return { connection, account: await checkKey(services, key, signal, connection.id) };
  } catch (error) {
    if (!AttioError.is(error) || error.kind === 'cancelled') throw error;
    return { connection, error };
  }
}

/** The page of consent is good for whoever has its address: it is shown and written nowhere. */
export function hide({ redactor }: Services, { url }: MatonConnection): void {
  if (url === undefined) return;
  redactor.add(url);
  for (const value of new URL(url).searchParams.values()) redactor.add(value);
}

/** The accounts of this machine that go through a connection. */
export const usersOf = (store: AccountStore, connectionId: string): Account[] =>
  store.list.filter((one) => one.via === 'maton' && one.connectionId === connectionId);

/** Whether somebody has still to agree to it on Maton’s page of consent. */
export const isPending = ({ connection: { status } }: Reach): boolean => status === 'PENDING';

/** A connection's state in words. */
export function stateOf({ connection, error }: Reach): string {
  if (connection.status === 'PENDING') return 'waiting for consent';
  if (connection.status !== 'ACTIVE') return `${connection.status.toLowerCase()}: it no longer works`;
  return error ? 'active, but its workspace could not be read' : 'active';
}

/** Maton's times are shown as of here; one of an unknown form as it is. */
export function timeOf(text: string): string {
  const time = new Date(text);
  return Number.isNaN(time.getTime())
    ? text || 'at an unknown time'
    : time.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}

/** What a connection is called: by its workspace, when that is known. */
export function nameOf({ account, connection }: Reach): string {
  return account ? workspaceName(account) : `Connection ${shortId(connection.id)}`;
}

/** A connection as a line of a list. */
export function lineOf<T>(reach: Reach, store: AccountStore, value: T): PickItem<T> {
  const { connection, error } = reach;
  const users = usersOf(store, connection.id);
  const use = users.some(({ id }) => id === store.active?.id) ? 'in use' : users.length > 0 ? 'signed in' : '';
  const next = isPending(reach) ? 'choose it to open the page again' : error ? describe(error) : '';
  const detail = [`Made ${timeOf(connection.createdAt)}`, next].filter((part) => part !== '').join(' · ');
  return {
    label: nameOf(reach),
    description: [stateOf(reach), use, connection.id].filter((part) => part !== '').join(' · '),
    detail,
    icon: isReached(reach) ? 'plug' : isPending(reach) ? 'watch' : 'warning',
    group: 'Connections',
    value,
  };
}
