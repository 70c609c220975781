/** What a record page shows of comments, and what its script may say of them. Pure. */
import type { Trouble } from '../records/trouble.js';
import type { ShownThread } from './model.js';

/** What of a record page is about comments. */
export interface PageComments {
  /** `hidden`: the key may not read comments. */
  state: 'hidden' | 'loading' | 'ready';
  /** The record's own threads, then those in lists that have some. */
  places: { list?: string; threads: ShownThread[] }[];
  /** Older threads of the record are not shown yet. */
  more: boolean;
  /** They are being read. */
  busy: boolean;
  /** What cannot be shown, in a sentence each. */
  lacks: string[];
  canWrite: boolean;
  /** Names that can be mentioned. */
  names: string[];
  /** Where a comment is on its way: `record`, or the id of the thread. */
  sending: string[];
  trouble?: Trouble;
}

/** What a page's script may say of comments. */
export type CommentMessage =
  | { type: 'moreThreads' }
  | { type: 'retryThreads' }
  /** `to`: `record`, or the id of the thread that is answered. */
  | { type: 'comment'; to: string; text: string }
  /** What is being written, to be kept; empty: nothing any more. */
  | { type: 'draft'; to: string; text: string }
  | { type: 'deleteComment'; id: string };

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Attio names no limit; longer is a mistake more often than not. */
const MAX_TEXT = 10_000;

/** undefined: no such message, or a part of it is not what it should be. */
export function commentMessage(data: Record<string, unknown>): CommentMessage | undefined {
  const { type, to, text, id } = data;
  if (type === 'moreThreads' || type === 'retryThreads') return { type };
  if (type === 'comment' || type === 'draft') {
    if (typeof to !== 'string' || !(to === 'record' || UUID.test(to))) return undefined;
    if (type === 'draft') return typeof text === 'string' && text.length <= MAX_TEXT ? { type, to, text } : undefined;
    const said = typeof text === 'string' && text.trim() !== '' && text.length <= MAX_TEXT;
    return said ? { type, to, text: text as string } : undefined;
  }
  if (type === 'deleteComment') return typeof id === 'string' && UUID.test(id) ? { type, id } : undefined;
  return undefined;
}

/** Before anything was read: a new one each time, in which nobody may write. */
export const noComments = (state: PageComments['state'] = 'loading'): PageComments => ({
  state,
  places: [],
  more: false,
  busy: false,
  lacks: [],
  canWrite: false,
  names: [],
  sending: [],
});
