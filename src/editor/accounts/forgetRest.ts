/** What this machine keeps of an account beside its key, deleted with the account. */
import type { Services } from '../services.js';

/** Rejects with the first failure; where one cannot be deleted the others go all the same. */
export async function forgetRest(services: Services, accountId: string): Promise<void> {
  const { context } = services;
  const [{ forgetEdits, forgetJournal }, { forgetDrafts }] = await Promise.all([
    import('../changes/late.js'),
    import('../create/draft.js'),
  ]);
  const done = await Promise.allSettled([
    forgetJournal(context, accountId),
    forgetEdits(context.globalStorageUri, accountId),
    forgetDrafts(services, accountId),
  ]);
  for (const one of done) if (one.status === 'rejected') throw one.reason;
}
