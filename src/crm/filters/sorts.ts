/** The orders that records can be asked for in (api.md section 6). Pure. */
import type { AttributeType, Sort } from '../../attio/types.js';

export interface SortChoice {
  /** Slug. */
  attribute: string;
  type: AttributeType;
  /** Of names: `full_name`, `first_name`, `last_name`; of interactions: `interacted_at`. */
  field?: string;
  direction: 'asc' | 'desc';
}

/** Upwards and downwards, in words. */
const WORDS: Record<string, readonly [asc: string, desc: string]> = {
  number: ['smallest first', 'largest first'],
  currency: ['smallest first', 'largest first'],
  rating: ['lowest first', 'highest first'],
  date: ['oldest first', 'newest first'],
  timestamp: ['oldest first', 'newest first'],
  interaction: ['oldest first', 'newest first'],
  checkbox: ['no before yes', 'yes before no'],
  select: ['in the order of its options', 'in reverse order of its options'],
  status: ['in the order of its statuses', 'in reverse order of its statuses'],
  text: ['A to Z', 'Z to A'],
  domain: ['A to Z', 'Z to A'],
  'email-address': ['A to Z', 'Z to A'],
  'personal-name': ['A to Z', 'Z to A'],
};

/** Whether an order by it says anything to a person: not by ids, nor by one of several options. */
export function isSortable(attribute: { type: AttributeType; is_multiselect: boolean; is_archived: boolean }): boolean {
  const { type, is_multiselect: several, is_archived: archived } = attribute;
  return Object.hasOwn(WORDS, type) && !archived && !(several && type === 'select');
}

/** Parts of a value that one can sort by; the first is the usual one. Empty: the value itself. */
export function sortFields(type: AttributeType): readonly string[] {
  if (type === 'personal-name') return ['last_name', 'first_name', 'full_name'];
  return type === 'interaction' ? ['interacted_at'] : [];
}

/** The direction that is asked for more often comes first. */
export function directions(type: AttributeType): readonly ('asc' | 'desc')[] {
  return /^(?:number|currency|rating|date|timestamp|interaction|checkbox)$/.test(type)
    ? ['desc', 'asc']
    : ['asc', 'desc'];
}

/** `largest first`. */
export function sortWords({ type, direction }: Pick<SortChoice, 'type' | 'direction'>): string {
  return (WORDS[type] ?? WORDS.text!)[direction === 'asc' ? 0 : 1];
}

/** As Attio takes it; without `field` the value itself is sorted by (api.md section 6). */
export function toSort({ attribute, field, direction }: SortChoice): Sort {
  return { attribute, direction, ...(field !== undefined && { field }) };
}
