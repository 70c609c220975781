/** What waits in the outbox for an account that is signed out of. Without the outbox itself, which need not be there. */
import { OutboxStore, outboxFolder } from './store.js';

/** How many approved notes wait for an account. */
export async function waitingFor(storage: { fsPath: string }, accountId: string): Promise<number> {
  const { items } = await new OutboxStore(outboxFolder(storage)).list();
  return items.filter(({ account, state }) => account.id === accountId && state !== 'sent').length;
}

/** Deletes them, and what tells what was sent. Rejects when they cannot be deleted. */
export async function forgetWaiting(storage: { fsPath: string }, accountId: string): Promise<void> {
  const store = new OutboxStore(outboxFolder(storage));
  const { items, traces } = await store.list();
  for (const { id, account } of [...items, ...traces]) if (account.id === accountId) await store.remove(id);
}
