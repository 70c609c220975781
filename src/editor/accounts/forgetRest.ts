/** What this machine keeps of an account beside its key, deleted with the account. */
import { forgetJournal } from '../changes/journalFile.js';
import { forgetComments } from '../comments/drafts.js';
import { forgetDrafts } from '../create/draft.js';
import { forgetEdits } from '../documents/store.js';
import { forgetMe } from '../members/me.js';
import { forgetMoves } from '../pipeline/stagedStore.js';
import type { Services } from '../services.js';
import { forgetTasksOf, forgetTaskTexts } from '../tasks/forget.js';

/** Rejects with the first failure; where one cannot be deleted the others go all the same. */
export async function forgetRest(services: Services, accountId: string): Promise<void> {
  const { context } = services;
  const done = await Promise.allSettled([
    forgetJournal(context, accountId),
    forgetEdits(context.globalStorageUri, accountId),
    forgetDrafts(services, accountId),
    forgetComments(services, accountId),
    forgetMe(services, accountId),
    forgetMoves(services, accountId),
    forgetTaskTexts(services, accountId),
    forgetTasksOf(services, accountId),
  ]);
  for (const one of done) if (one.status === 'rejected') throw one.reason;
}
