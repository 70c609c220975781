/** What an object page's script may say. Everything it says is checked: remote text is drawn in that page. */
import { type CommonMessage, commonMessage } from '../webview/messages.js';

/** Buttons of the page that need no more than being pressed. */
const PLAIN = ['newAttribute', 'rename', 'markdown', 'copyMarkdown', 'keys'] as const;
/** Commands that a page in trouble may offer. */
const HELP = new Set(['attio.signIn', 'attio.enterKey']);
const NAME = /^[\w-]{1,128}$/;

export type ObjectMessage =
  | { type: (typeof PLAIN)[number] }
  /** The object's own slug or id, or those of one of its attributes (by id). */
  | { type: 'copy'; what: 'slug' | 'id'; attribute?: string }
  | { type: 'edit'; attribute: string }
  /** Another object, by slug or id. */
  | { type: 'object'; object: string };

/** undefined: not one of the messages, or a part of it is not what it should be. */
export function objectMessage(data: unknown): ObjectMessage | CommonMessage | undefined {
  const common = commonMessage(data, HELP);
  if (common || typeof data !== 'object' || data === null) return common;
  const { type, what, attribute, object } = data as Record<string, unknown>;
  const isName = (value: unknown): value is string => typeof value === 'string' && NAME.test(value);
  switch (type) {
    case 'copy':
      if (what !== 'slug' && what !== 'id') return undefined;
      if (attribute === undefined) return { type, what };
      return isName(attribute) ? { type, what, attribute } : undefined;
    case 'edit':
      return isName(attribute) ? { type, attribute } : undefined;
    case 'object':
      return isName(object) ? { type, object } : undefined;
    default:
      return PLAIN.includes(type as (typeof PLAIN)[number]) ? ({ type } as ObjectMessage) : undefined;
  }
}

/** What survives a reload: which object of which account, and nothing about it. The page's script adds its filter. */
export interface ObjectState {
  account: string;
  /** The object's id: its slug can be changed. */
  object: string;
}

/** undefined: not of this form. Whether that account and object are there is not looked at. */
export function objectState(data: unknown): ObjectState | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { account, object } = data as Record<string, unknown>;
  if (typeof account !== 'string' || typeof object !== 'string' || !NAME.test(object)) return undefined;
  return { account, object };
}
