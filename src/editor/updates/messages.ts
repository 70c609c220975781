/** What the page of updates may say. Everything it says is checked: remote text is drawn in that page. */
import { type CommonMessage, commonMessage } from '../webview/messages.js';

export const UPDATES_VIEW_TYPE = 'attio.updates';

/** Commands that a page in trouble may offer. */
const HELP = new Set(['attio.signIn', 'attio.enterKey']);
const PLAIN = ['apply', 'undo', 'text', 'bringBack', 'all', 'none'] as const;
const ABOUT = ['edit', 'drop', 'evidence', 'record'] as const;
/** Ids of proposals are made of these. */
const ID = /^[\w:+.-]{1,200}$/;

export type UpdatesMessage =
  | { type: (typeof PLAIN)[number] }
  | { type: (typeof ABOUT)[number]; id: string }
  | { type: 'accept'; id: string; on: boolean };

/** undefined: not one of the messages, or a part of it is not what it should be. */
export function updatesMessage(data: unknown): UpdatesMessage | CommonMessage | undefined {
  const common = commonMessage(data, HELP);
  if (common || typeof data !== 'object' || data === null) return common;
  const { type, id, on } = data as Record<string, unknown>;
  if (PLAIN.includes(type as never)) return { type } as UpdatesMessage;
  if (typeof id !== 'string' || !ID.test(id)) return undefined;
  if (ABOUT.includes(type as never)) return { type, id } as UpdatesMessage;
  return type === 'accept' && typeof on === 'boolean' ? { type, id, on } : undefined;
}

/** What was decided about proposals, by their ids. */
export interface Decided {
  on: string[];
  off: string[];
  dropped: string[];
}

/** What survives a reload: which text of which account, what was decided, and nothing of what it says. */
export interface UpdatesState {
  account: string;
  /** Of the document. */
  uri: string;
  /** Lines from 0, the last one included; empty: all of it. */
  ranges: [number, number][];
  decided?: Decided;
}

/**
 * undefined: this is no such page’s state. Decisions in another form than `Decided`, or more than 500 of a kind, are
 * left out.
 */
export function updatesState(data: unknown): UpdatesState | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { account, uri, ranges, decided } = data as Record<string, unknown>;
  if (typeof account !== 'string' || typeof uri !== 'string' || uri.length > 4096 || !Array.isArray(ranges))
    return undefined;
  const isLine = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;
  if (!ranges.every((one) => Array.isArray(one) && one.length === 2 && one.every(isLine))) return undefined;
  const read = decidedOf(decided);
  return { account, uri, ranges: ranges as [number, number][], ...(read && { decided: read }) };
}

function decidedOf(data: unknown): Decided | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { on, off, dropped } = data as Record<string, unknown>;
  const ids = (list: unknown): string[] | undefined =>
    Array.isArray(list) && list.length <= 500 && list.every((one) => typeof one === 'string' && ID.test(one))
      ? (list as string[])
      : undefined;
  const [a, b, c] = [ids(on), ids(off), ids(dropped)];
  return a && b && c ? { on: a, off: b, dropped: c } : undefined;
}
