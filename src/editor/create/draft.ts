/** A record that is being filled in. It is kept until it is created or discarded, so that closing a box loses nothing. */
import type { Json } from '../../attio/values.js';
import { pendingId, pendingIndex } from '../../changes/pending.js';
import type { RecordRef } from '../../crm/types.js';
import type { Services } from '../services.js';
import { referenceTo, refOf } from '../values/known.js';

/** Values in their written form, by slug of the attribute; what is empty is left out. */
export type Values = Record<string, Json[]>;

/** A record that is created just before the draft's own, which refers to it by `pendingId` of its place. */
export interface Also {
  object: string;
  noun: string;
  title: string;
  values: Values;
}

export interface Draft {
  values: Values;
  also: Also[];
  /** Slugs of what was found in a selected text. */
  found: string[];
  /** Domains and addresses about which a link was offered already. */
  offered: string[];
  /** It was sent, and nobody knows what came of it: it is looked for before it is sent again. */
  sent?: boolean;
}

/** `values` are not copied: the draft writes into them. */
export const emptyDraft = (values: Values = {}): Draft => ({ values, also: [], found: [], offered: [] });

/** Whether there is nothing to create. What was found, offered or sent does not count. */
export const isEmpty = ({ values, also }: Draft): boolean => Object.keys(values).length === 0 && also.length === 0;

/** Sets an attribute, or takes it out where there are no values. */
export function set(draft: Draft, slug: string, values: readonly Json[]): void {
  if (values.length === 0) delete draft.values[slug];
  else draft.values[slug] = [...values];
  draft.found = draft.found.filter((one) => one !== slug);
}

/** Creates one more record beforehand; gives how to refer to it. */
export function addAlso(draft: Draft, also: Also): RecordRef {
  draft.also.push(also);
  return { object: also.object, recordId: pendingId(draft.also.length - 1) };
}

/** Leaves out a record that was to be created beforehand, and every reference to it. */
export function dropAlso(draft: Draft, index: number): void {
  draft.also.splice(index, 1);
  for (const [slug, values] of Object.entries(draft.values)) {
    const left = values.flatMap((value) => {
      const ref = refOf(value);
      const at = ref && pendingIndex(ref.recordId);
      if (ref === undefined || at === undefined || at < index) return [value];
      return at === index ? [] : [referenceTo({ ...ref, recordId: pendingId(at - 1) })];
    });
    if (left.length === 0) delete draft.values[slug];
    else draft.values[slug] = left;
  }
}

/** Leaves out the records beforehand to which nothing refers any more. */
export function dropUnused(draft: Draft): void {
  for (let index = draft.also.length - 1; index >= 0; index--) {
    const used = Object.values(draft.values)
      .flat()
      .some((value) => refOf(value)?.recordId === pendingId(index));
    if (!used) dropAlso(draft, index);
  }
}

const KEY = 'attio.recordDrafts';
/** By account, then object. */
type Stored = Record<string, Record<string, Draft>>;

const isDraft = (value: unknown): value is Draft => {
  const draft = value as Partial<Draft> | undefined;
  return (
    typeof draft?.values === 'object' &&
    draft.values !== null &&
    Object.values(draft.values).every(Array.isArray) &&
    Array.isArray(draft.also) &&
    Array.isArray(draft.found) &&
    Array.isArray(draft.offered)
  );
};

/**
 * Of this VS Code workspace; a copy. undefined: none is kept, or it is empty or in a form that cannot be used.
 * `object`: slug.
 */
export function keptDraft({ context }: Services, accountId: string, object: string): Draft | undefined {
  const draft = context.workspaceState.get<Stored>(KEY, {})[accountId]?.[object];
  return isDraft(draft) && !isEmpty(draft) ? structuredClone(draft) : undefined;
}

/**
 * Keeps a draft for the next time; undefined or an empty one forgets it. Drafts of accounts that are gone go too: a box
 * that was still open at sign-out keeps nothing.
 */
export async function keepDraft(
  { context, accounts }: Services,
  accountId: string,
  object: string,
  draft: Draft | undefined,
): Promise<void> {
  const stored = context.workspaceState.get<Stored>(KEY, {});
  const { [object]: _, ...others } = stored[accountId] ?? {};
  const mine = draft === undefined || isEmpty(draft) ? others : { ...others, [object]: structuredClone(draft) };
  const all = Object.entries({ ...stored, [accountId]: mine });
  const known = all.filter(([id]) => accounts.list.some((account) => account.id === id));
  await context.workspaceState.update(KEY, Object.fromEntries(known));
}

/** Forgets what was begun in an account that was signed out of. */
export async function forgetDrafts({ context }: Pick<Services, 'context'>, accountId: string): Promise<void> {
  const { [accountId]: gone, ...others } = context.workspaceState.get<Stored>(KEY, {});
  if (gone !== undefined) await context.workspaceState.update(KEY, others);
}
