/** What a board's script may say. Everything it says is checked: remote text is drawn in that page. */
import type { Grouped, PipelineRef, Stage } from '../../crm/pipeline/types.js';
import { type CommonMessage, commonMessage } from '../webview/messages.js';

/** Buttons of the page that need no more than being pressed. */
const PLAIN = ['add', 'digest', 'other', 'me', 'review', 'commit', 'discard', 'keys'] as const;
/** What can be pressed on one card. */
const ON_CARD = ['open', 'openInAttio', 'choose', 'unstage'] as const;
/** Commands that a page in trouble may offer. */
const HELP = new Set(['attio.signIn', 'attio.enterKey']);
const NAME = /^[\w-]{1,128}$/;
const MAX_TEXT = 200;

export type BoardMessage =
  | { type: (typeof PLAIN)[number] }
  | { type: (typeof ON_CARD)[number]; card: string }
  /** A card was dropped on a stage. */
  | { type: 'move'; card: string; to: Stage['id'] }
  /** What is looked for: kept while the page is hidden, and nowhere else. */
  | { type: 'text'; text: string };

const isName = (value: unknown): value is string => typeof value === 'string' && NAME.test(value);
const isOneOf = <T extends string>(list: readonly T[], value: unknown): value is T => list.includes(value as T);

/** undefined: not one of the messages, or a part of it is not what it should be. */
export function boardMessage(data: unknown): BoardMessage | CommonMessage | undefined {
  const common = commonMessage(data, HELP);
  if (common || typeof data !== 'object' || data === null) return common;
  const { type, card, to, text } = data as Record<string, unknown>;
  if (isOneOf(PLAIN, type)) return { type };
  if (isOneOf(ON_CARD, type)) return isName(card) ? { type, card } : undefined;
  if (type === 'move') return isName(card) && (to === null || isName(to)) ? { type, card, to } : undefined;
  if (type === 'text') return typeof text === 'string' && text.length <= MAX_TEXT ? { type, text } : undefined;
  return undefined;
}

/** What survives a reload: which pipeline of which account, and nothing in it. The page's script adds whose cards it shows. */
export interface BoardState {
  account: string;
  target: Grouped['target'];
  /** Slug or id of the list or object. */
  of: string;
  /** Slug of the attribute. */
  attribute: string;
}

/** undefined: this is no board’s state. What the script put in beside it is left out. */
export function boardState(data: unknown): BoardState | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { account, target, of, attribute } = data as Record<string, unknown>;
  if (typeof account !== 'string' || !isName(of) || !isName(attribute)) return undefined;
  return target === 'lists' || target === 'objects' ? { account, target, of, attribute } : undefined;
}

/** As the catalog is asked for it; a list or object by slug or id, whichever the state has. */
export const refOf = ({ target, of, attribute }: BoardState): PipelineRef => ({
  of: target === 'lists' ? { target, list: of } : { target, object: of },
  attribute,
});
