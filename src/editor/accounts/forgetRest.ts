/** What this machine keeps of an account beside its key, deleted with the account. */
import type { Services } from '../services.js';

/** Rejects with the first failure; where one cannot be deleted the others go all the same. */
export async function forgetRest(services: Services, accountId: string): Promise<void> {
  const { context } = services;
  const [
    { forgetEdits, forgetJournal, forgetMoves },
    { forgetDrafts },
    { forgetMe },
    { forgetTasksOf, forgetTaskTexts },
  ] = await Promise.all([
    import('../changes/late.js'),
    import('../create/draft.js'),
    import('../members/me.js'),
    import('../tasks/forget.js'),
  ]);
  const done = await Promise.allSettled([
    forgetJournal(context, accountId),
    forgetEdits(context.globalStorageUri, accountId),
    forgetDrafts(services, accountId),
    forgetMe(services, accountId),
    forgetMoves(services, accountId),
    forgetTaskTexts(services, accountId),
    forgetTasksOf(services, accountId),
  ]);
  for (const one of done) if (one.status === 'rejected') throw one.reason;
}
