/** Attio accounts in VS Code's own Accounts menu, and for extensions that ask VS Code for an Attio session. */
import {
  type AuthenticationProvider,
  type AuthenticationProviderAuthenticationSessionsChangeEvent,
  type AuthenticationSession,
  authentication,
  CancellationError,
  EventEmitter,
} from 'vscode';
import { hasScopes } from '../../attio/scopes.js';
import type { Account, Services } from '../services.js';
import type { AccountStore } from './accountStore.js';
import { accountLabel } from './names.js';

/** The sample workspace's server makes its key anew at every start and keeps it to this window; nobody is given it. */
const SAMPLE_TOKEN = 'the-sample-workspace-has-no-key';

/** Maton's key is none that Attio takes, and it reaches all that its owner has connected there; nobody is given it. */
const MATON_TOKEN = 'reached-through-maton-without-an-attio-key';

const toSession = (account: Account, accessToken: string): AuthenticationSession => ({
  id: account.id,
  accessToken,
  account: { id: account.id, label: accountLabel(account) },
  scopes: account.scopes,
});

/** One session per account whose key is there. Only keys of Attio's own are handed on. */
export async function sessionsOf(store: Pick<AccountStore, 'list' | 'keyOf'>): Promise<AuthenticationSession[]> {
  const all = await Promise.all(
    store.list.map(async (account) => {
      if (account.via === 'sample') return [toSession(account, SAMPLE_TOKEN)];
      const key = await store.keyOf(account);
      return key === undefined ? [] : [toSession(account, account.via === 'maton' ? MATON_TOKEN : key)];
    }),
  );
  return all.flat();
}

/** Registers the provider `attio`: one session per account whose key is there. */
export function registerProvider(services: Services, store: AccountStore): void {
  const changed = new EventEmitter<AuthenticationProviderAuthenticationSessionsChangeEvent>();

  const sessions = () => sessionsOf(store);

  const provider: AuthenticationProvider = {
    onDidChangeSessions: changed.event,
    getSessions: async (scopes, options) =>
      (await sessions()).filter(
        (session) =>
          hasScopes(session.scopes, ...(scopes ?? [])) &&
          (options?.account === undefined || options.account.id === session.account.id),
      ),
    createSession: async () => {
      const { signIn } = await import('./commands.js');
      const account = await signIn(services, store);
      const session = account && (await sessions()).find(({ id }) => id === account.id);
      if (session === undefined) throw new CancellationError();
      return session;
    },
    // VS Code has asked already.
    removeSession: (id) => store.remove(id),
  };

  // One comparison after the other, each with what the last one told.
  let known: Promise<AuthenticationSession[]> = sessions().catch(() => []);
  const compare = async (before: AuthenticationSession[]): Promise<AuthenticationSession[]> => {
    const now = await sessions();
    const was = new Map(before.map((session) => [session.id, session]));
    const is = new Set(now.map(({ id }) => id));
    const event = {
      added: now.filter(({ id }) => !was.has(id)),
      removed: before.filter(({ id }) => !is.has(id)),
      changed: now.filter((session) => {
        const old = was.get(session.id);
        return old !== undefined && JSON.stringify(old) !== JSON.stringify(session);
      }),
    };
    if (event.added.length + event.removed.length + event.changed.length > 0) changed.fire(event);
    return now;
  };

  services.context.subscriptions.push(
    changed,
    store.onDidChange(() => {
      known = known.then((before) => compare(before).catch(() => before));
    }),
    authentication.registerAuthenticationProvider('attio', 'Attio', provider, { supportsMultipleAccounts: true }),
  );
}
