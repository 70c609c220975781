/** One live connection per account, opened when first needed and closed when its account, key or network settings change. */
import { EventEmitter, type ExtensionContext, workspace } from 'vscode';
import type { Redactor } from '../audit/redact.js';
import type { AuditLog } from './audit/auditLog.js';
import type { OpenConnection } from './connect.js';
import { type Account, type Accounts, type Connection, type Connections, NotSignedIn } from './services.js';

interface Slot {
  /** The key and the account's facts (scopes, names) it was opened with; a change of either closes it. */
  key: string | undefined;
  facts: string;
  connection: Promise<OpenConnection>;
}

const factsOf = (account: Account): string => JSON.stringify(account);

/**
 * A key that is gone, or known to be refused, rejects with NotSignedIn before anything is sent. What is sent is told to
 * `audit`, a refusal of the key or its scopes to `accounts`; of several accounts with one slug the active one answers
 * for it. One that could not be opened is tried anew by the next who asks.
 */
export function createConnections(
  context: ExtensionContext,
  accounts: Accounts,
  audit: AuditLog,
  redactor: Redactor,
): Connections {
  const slots = new Map<string, Slot>();
  const changed = new EventEmitter<void>();

  const close = (id: string) => {
    const slot = slots.get(id);
    slots.delete(id);
    slot?.connection.then(
      (connection) => connection.close(),
      () => {},
    );
  };

  const open = async (account: Account): Promise<Connection> => {
    const key = account.via === 'sample' ? undefined : await accounts.keyOf(account);
    if (account.via !== 'sample' && key === undefined)
      throw new NotSignedIn('keyMissing', { ...accounts.troubleOf(account), accountId: account.id });
    const facts = factsOf(account);
    const known = slots.get(account.id);
    if (known && known.key === key && known.facts === facts) return known.connection;
    close(account.id);
    if (key !== undefined) redactor.add(key);
    const connection = import('./connect.js').then(({ connect }) =>
      connect({
        account,
        key,
        context,
        redactor,
        onOperation: (operation) => {
          audit.record(account, operation);
          // Either the key is dead or its scopes are not what they were: the account finds out which.
          if (operation.errorKind === 'key-invalid' || operation.errorKind === 'permission')
            accounts.keyRefused(account);
        },
      }),
    );
    const slot: Slot = { key, facts, connection };
    slots.set(account.id, slot);
    // A connection that could not be opened is tried anew by the next asker.
    connection.catch(() => {
      if (slots.get(account.id) === slot) slots.delete(account.id);
    });
    return connection;
  };

  const forAccount = async (id: string) => {
    const account = accounts.list.find((one) => one.id === id);
    return account && open(account);
  };

  let active = `${accounts.active?.id} ${accounts.state}`;
  context.subscriptions.push(
    changed,
    accounts.onDidChange(async () => {
      let replaced = false;
      for (const [id, slot] of [...slots]) {
        const account = accounts.list.find((one) => one.id === id);
        const key = account && account.via !== 'sample' ? await accounts.keyOf(account) : undefined;
        if (account && key === slot.key && factsOf(account) === slot.facts) continue;
        if (slots.get(id) === slot) close(id);
        replaced ||= id === accounts.active?.id;
      }
      const now = `${accounts.active?.id} ${accounts.state}`;
      if (now === active && !replaced) return;
      active = now;
      changed.fire();
    }),
    workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration('http')) return;
      for (const id of [...slots.keys()]) close(id);
      changed.fire();
    }),
    {
      dispose: () => {
        for (const id of [...slots.keys()]) close(id);
      },
    },
  );

  return {
    onDidChange: changed.event,
    forAccount,
    current: async () => {
      const account = accounts.active;
      if (account === undefined) throw new NotSignedIn('signedOut');
      return open(account);
    },
    forSlug: async (slug) => {
      const named = accounts.list.filter((account) => account.slug === slug);
      const account = named.find(({ id }) => id === accounts.active?.id) ?? named[0];
      return account && open(account);
    },
  };
}
