/** The types that an attribute can be made with, and what Attio takes of each (api.md sections 4.3 and 5) [spec][wire]. */

import type { CreateAttribute } from '../../attio/writes.js';
import { typeName } from '../../crm/describe.js';

export type Kind = CreateAttribute['type'];

interface About {
  /** What one would use it for. */
  explanation: string;
  icon: string;
  /** It can have several values. */
  several?: true;
  /** No two records can be made to have the same value. */
  unique?: true;
}

/** In the order they are offered: what is used most comes first. */
const KINDS: Record<Kind, About> = {
  text: { explanation: 'Words, on one line or many', icon: 'symbol-string', unique: true },
  select: { explanation: 'One or several of the options you name', icon: 'list-selection', several: true },
  status: {
    explanation: 'Where a record is in a process: one of the statuses you name',
    icon: 'milestone',
  },
  number: { explanation: 'A number, with four decimals at most', icon: 'symbol-number', unique: true },
  currency: { explanation: 'An amount of money, always in the same currency', icon: 'credit-card' },
  checkbox: { explanation: 'Yes or no', icon: 'check' },
  date: { explanation: 'A day', icon: 'calendar' },
  timestamp: { explanation: 'A moment: a day with a time', icon: 'watch' },
  rating: { explanation: 'No to five stars', icon: 'star-empty' },
  'record-reference': {
    explanation: 'Other records, such as a company or its people; two-way if you like',
    icon: 'references',
    several: true,
  },
  'actor-reference': { explanation: 'Members of your Attio workspace', icon: 'account', several: true },
  location: { explanation: 'An address, or a part of one', icon: 'location' },
  domain: { explanation: 'Web domains, such as acme.example', icon: 'globe', several: true, unique: true },
  'email-address': { explanation: 'E-mail addresses', icon: 'mail', several: true, unique: true },
  'phone-number': {
    explanation: 'Phone numbers with their country',
    icon: 'device-mobile',
    several: true,
    unique: true,
  },
};

export const kinds = Object.keys(KINDS) as Kind[];
/**
 * For the list of types; `name` is what people call it. `several` and `unique` are absent where Attio has them not.
 */
export const aboutKind = (kind: Kind): About & { name: string } => ({ ...KINDS[kind], name: typeName(kind) });

const about = (type: string): About | undefined => (Object.hasOwn(KINDS, type) ? KINDS[type as Kind] : undefined);

/** false also for types that nobody can make attributes of, such as interactions (api.md section 5). */
export const canBeSeveral = (type: string): boolean => about(type)?.several === true;

/** Attio refuses unique attributes of one's own on people and companies ("Cannot set attribute as unique.") [wire]. */
export const canBeUnique = (type: string, object: string): boolean =>
  about(type)?.unique === true && !takesNoUnique(object);

/** By the object’s slug: an id is never one of these (api.md section 4.3). */
export const takesNoUnique = (object: string): boolean => object === 'people' || object === 'companies';

/**
 * Values are then one of the options or statuses, which are no part of the attribute’s definition (api.md section 4.3).
 */
export const hasChoices = (type: string): type is 'select' | 'status' => type === 'select' || type === 'status';
/** What the choices of a type are called. */
export const choiceNoun = (type: string): string => (type === 'status' ? 'status' : 'option');
/** The same of several. */
export const choiceNouns = (type: string): string => (type === 'status' ? 'statuses' : 'options');

/** How amounts can be written, with an example in the currency. */
export const DISPLAYS = ['symbol', 'narrowSymbol', 'code', 'name'] as const;
export type Display = (typeof DISPLAYS)[number];

/** `€1,234.50`, `EUR 1,234.50`, `1,234.50 euros`. Throws a RangeError for what is no code of three letters. */
export function amountIn(currency: string, currencyDisplay: Display): string {
  return new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay }).format(1234.5);
}

/** `Euro`; the code itself where nobody knows a name. */
export function currencyName(code: string): string {
  return new Intl.DisplayNames('en', { type: 'currency' }).of(code) ?? code;
}
