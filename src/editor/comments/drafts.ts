/** What a person has begun to write as a comment: kept until it is written, over failures and reloads. */
import type { CommentPlace } from '../../crm/types.js';
import type { Services } from '../services.js';

const KEY = 'attio.comments.drafts';
/** Older ones are nobody's any more. */
const MAX_KEPT = 20;

type Drafts = Record<string, string>;

const all = ({ context }: Pick<Services, 'context'>): Drafts => context.workspaceState.get<Drafts>(KEY, {});

const accountOf = (key: string): string => key.split('/', 1)[0]!;

/** The id of the record, or of the entry, that comments are on. */
export const homeOf = (place: CommentPlace): string => ('ref' in place ? place.ref.recordId : place.entryId);

/** What a draft goes by: ids only, `account/home` for a new thread and `account/home/thread` for a reply. */
export const draftKey = (account: string, place: CommentPlace, threadId?: string): string =>
  [account, homeOf(place), ...(threadId === undefined ? [] : [threadId])].join('/');

/** Empty: nothing was begun. `key`: of `draftKey`. */
export const draftOf = (services: Pick<Services, 'context'>, key: string): string => all(services)[key] ?? '';

/** Replies that were begun in threads of these records and entries (ids), whether the threads are there still or not. */
export function replyDrafts(
  services: Pick<Services, 'context'>,
  account: string,
  homes: readonly string[],
): { key: string; threadId: string; text: string }[] {
  return Object.entries(all(services)).flatMap(([key, text]) => {
    const [of, home = '', threadId] = key.split('/');
    return of === account && threadId !== undefined && homes.includes(home) ? [{ key, threadId, text }] : [];
  });
}

/** An empty text is none. What is still typed in an account that was signed out of is not kept. */
export async function keepDraft(
  services: Pick<Services, 'context' | 'accounts'>,
  key: string,
  text: string,
): Promise<void> {
  const { [key]: known, ...rest } = all(services);
  const keeps = text !== '' && services.accounts.list.some(({ id }) => id === accountOf(key));
  if (!keeps && known === undefined) return;
  const kept = Object.entries(rest).slice(keeps ? 1 - MAX_KEPT : 0);
  await services.context.workspaceState.update(KEY, { ...Object.fromEntries(kept), ...(keeps && { [key]: text }) });
}

/** Puts drafts (keys) behind another one, an empty line between them, in its place. */
export async function joinDrafts(services: Pick<Services, 'context'>, from: readonly string[], to: string) {
  const drafts = all(services);
  const texts = [to, ...from].map((key) => drafts[key]?.trim() ?? '').filter((text) => text !== '');
  const rest = Object.entries(drafts).filter(([key]) => key !== to && !from.includes(key));
  await services.context.workspaceState.update(KEY, {
    ...Object.fromEntries(rest),
    ...(texts.length > 0 && { [to]: texts.join('\n\n') }),
  });
}

/** How many comments were begun in an account and not written. */
export const begunComments = (services: Pick<Services, 'context'>, accountId: string): number =>
  Object.entries(all(services)).filter(([key, text]) => accountOf(key) === accountId && text.trim() !== '').length;

/** Forgets what was begun in an account that was signed out of. */
export async function forgetComments(services: Pick<Services, 'context'>, accountId: string): Promise<void> {
  const drafts = all(services);
  const left = Object.entries(drafts).filter(([key]) => accountOf(key) !== accountId);
  if (left.length === Object.keys(drafts).length) return;
  await services.context.workspaceState.update(KEY, Object.fromEntries(left));
}
