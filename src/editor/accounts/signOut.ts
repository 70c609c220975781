/** Signing out of one account. */
import type { Account, Services } from '../services.js';
import type { AccountStore } from './accountStore.js';
import { accountLabel } from './words.js';

const WHAT_GOES: Record<Account['via'], string> = {
  sample:
    'The sample workspace leaves your accounts, and what you changed in it is lost. You can explore it again at any time.',
  maton:
    'This removes its Maton key from this machine’s keychain, and its name, its scopes and what was kept for Undo from VS Code. The connection stays at Maton, for every program with that key: to end it, use Maton Connections… first. Note drafts stay.',
  attio:
    'This removes its API key from this machine’s keychain, and its name, its scopes and what was kept for Undo from VS Code. Nothing changes in Attio: to make the key useless elsewhere, delete it in Attio’s settings. Note drafts stay.',
};

const AND_DELETE = 'Sign Out and Delete Waiting Notes';

function whatWaits(count: number, sample: boolean): string {
  const notes = count === 1 ? 'One approved note waits' : `${count} approved notes wait`;
  const them = count === 1 ? 'it is' : 'they are';
  if (sample) return `${notes} in the outbox and ${them} not sent.`;
  return `${notes} in the outbox: ${them} kept on this machine and sent when you sign in to this account again, unless you delete ${count === 1 ? 'it' : 'them'} now.`;
}

/** `id`: an account's. Without one the only account is meant, or the person picks. */
export async function signOut(services: Services, store: AccountStore, id?: unknown): Promise<void> {
  const { ui } = services;
  const account = await whichAccount(services, store, id);
  if (account === undefined) return;
  const name = accountLabel(account);
  const { begunComments, forgetWaiting, stagedMoves, waitingFor } = await import('../changes/late.js');
  const storage = services.context.globalStorageUri;
  const waiting = await waitingFor(storage, account.id).catch(() => 0);
  const sample = account.via === 'sample';
  const moves = stagedMoves(services).list(account.id).length;
  const staged = `${moves === 1 ? '1 staged move that was not committed is' : `${moves} staged moves that were not committed are`} discarded.`;
  const begun = begunComments(services, account.id);
  const comments = `${begun === 1 ? 'One comment that you have begun and not written is' : `${begun} comments that you have begun and not written are`} discarded.`;
  const agreed = await ui.confirm({
    message: `Sign out of ${name}?`,
    detail: [
      WHAT_GOES[account.via],
      ...(waiting > 0 ? [whatWaits(waiting, sample)] : []),
      ...(moves > 0 ? [staged] : []),
      ...(begun > 0 ? [comments] : []),
    ].join('\n\n'),
    verb: 'Sign Out',
    ...(waiting > 0 && !sample && { others: [AND_DELETE] }),
    destructive: true,
  });
  if (agreed === undefined) return;
  await store.remove(account.id);
  if (agreed === AND_DELETE || sample) await forgetWaiting(storage, account.id);
  const { active } = store;
  ui.status(`Signed out of ${name}.${active ? ` Now in ${accountLabel(active)}.` : ''}`);
}

async function whichAccount({ ui }: Services, store: AccountStore, id: unknown): Promise<Account | undefined> {
  const named = typeof id === 'string' ? store.find(id) : undefined;
  if (named || store.list.length < 2) return named ?? store.active;
  return ui.pick(
    store.list.map((account) => ({
      label: accountLabel(account),
      description: account.id === store.active?.id ? `${account.slug} · in use` : account.slug,
      icon: account.via === 'sample' ? 'beaker' : 'account',
      value: account,
    })),
    { title: 'Sign Out of Attio', placeholder: 'Which account?', matchOnDescription: true },
  );
}
