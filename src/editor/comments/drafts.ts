/** What a person has begun to write as a comment in an input box: kept until it is written, over failures and reloads. */
import type { CommentPlace } from '../../crm/types.js';
import type { Services } from '../services.js';

const KEY = 'attio.comments.drafts';
/** Older ones are nobody's any more. */
const MAX_KEPT = 20;

type Drafts = Record<string, string>;

const all = ({ context }: Pick<Services, 'context'>): Drafts => context.workspaceState.get<Drafts>(KEY, {});

/** What a draft goes by: ids only. */
export const draftKey = (account: string, place: CommentPlace | { threadId: string }): string =>
  [account, 'ref' in place ? place.ref.recordId : 'threadId' in place ? place.threadId : place.entryId].join('/');

/** Empty: nothing was begun. `key`: of `draftKey`. */
export const draftOf = (services: Pick<Services, 'context'>, key: string): string => all(services)[key] ?? '';

/** An empty text is none. */
export async function keepDraft(services: Pick<Services, 'context'>, key: string, text: string): Promise<void> {
  const { [key]: _, ...rest } = all(services);
  const kept = Object.entries(rest).slice(text === '' ? 0 : 1 - MAX_KEPT);
  await services.context.workspaceState.update(KEY, {
    ...Object.fromEntries(kept),
    ...(text !== '' && { [key]: text }),
  });
}
