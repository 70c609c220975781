/** An attribute as it is being made: what was answered so far, and the change it becomes. Pure. */
import type { AttioObject, Attribute } from '../../attio/types.js';
import type { CreateAttribute } from '../../attio/writes.js';
import type { Change, SingleChange } from '../../changes/change.js';
import { objectNoun, typeName } from '../../crm/describe.js';
import { objectKey } from '../../crm/schema.js';
import { canBeSeveral, canBeUnique, choiceNoun, choiceNouns, type Display, hasChoices, type Kind } from './kinds.js';

export interface AttributeDraft {
  title: string;
  slug: string;
  kind?: Kind;
  currency: string;
  display: Display;
  /** Slugs of the objects that a reference may be to. */
  allowed: string[];
  /** The other side of a two-way reference. */
  otherSide?: { title: string; slug: string; several: boolean };
  titles: string[];
  several: boolean;
  unique: boolean;
  required: boolean;
  description: string;
}

/** A new one each time, to be filled in by the steps; it has no type and no currency yet. */
export const emptyDraft = (): AttributeDraft => ({
  title: '',
  slug: '',
  currency: '',
  display: 'symbol',
  allowed: [],
  titles: [],
  several: false,
  unique: false,
  required: false,
  description: '',
});

/** A batch where options or statuses are made with it: one approval, one undo. */
export function changeOf(draft: AttributeDraft, object: AttioObject): Change {
  const { kind = 'text', title, slug, description, allowed, otherSide } = draft;
  const of = { target: 'objects' as const, identifier: objectKey(object) };
  const create: CreateAttribute = {
    kind: 'attribute.create',
    ...of,
    title,
    description: description || null,
    apiSlug: slug,
    type: kind,
    isRequired: draft.required,
    isUnique: draft.unique && canBeUnique(kind, of.identifier),
    isMultiselect: draft.several && canBeSeveral(kind),
    ...(kind === 'currency' && {
      config: { currency: { default_currency_code: draft.currency, display_type: draft.display } },
    }),
    ...(kind === 'record-reference' && { config: { record_reference: { allowed_objects: allowed } } }),
    ...(kind === 'record-reference' &&
      otherSide &&
      allowed[0] !== undefined && {
        relationship: {
          object: allowed[0],
          title: otherSide.title,
          api_slug: otherSide.slug,
          is_multiselect: otherSide.several,
        },
      }),
  };
  if (!hasChoices(kind) || draft.titles.length === 0) return create;
  const count = `${draft.titles.length} ${draft.titles.length === 1 ? choiceNoun(kind) : choiceNouns(kind)}`;
  return {
    kind: 'batch',
    title: `Create the attribute “${title}” (${slug}, ${typeName(kind)}) on ${objectNoun(object)} with ${count}`,
    changes: [create, ...choicesOf(kind, { ...of, attribute: slug }, draft.titles)],
  };
}

/** The changes that make options or statuses, in order. */
export function choicesOf(
  type: 'select' | 'status',
  of: { target: 'objects'; identifier: string; attribute: string },
  titles: readonly string[],
): SingleChange[] {
  return titles.map((title) =>
    type === 'status' ? { kind: 'status.create', ...of, title } : { kind: 'option.create', ...of, title },
  );
}

/** Those that a slug or title could clash with. */
export const takenSlugs = (attributes: readonly Attribute[]) =>
  attributes.map((one) => ({ slug: one.api_slug, title: one.title, archived: one.is_archived }));

/** The step that a refusal is about, by Attio's own words [wire] and the field it names. */
export function stepOf(
  details: { code?: string; message: string; field?: string; operation: string },
  draft: AttributeDraft,
  taken: readonly { slug: string }[],
): string {
  const words = `${details.field ?? ''} ${details.message}`;
  if (details.code === 'slug_conflict')
    return draft.otherSide && !taken.some(({ slug }) => slug === draft.slug) ? 'otherSlug' : 'slug';
  if (/unique|multi|required/i.test(words)) return 'marks';
  if (draft.kind === 'currency' && /currency/i.test(words)) return 'currency';
  if (draft.kind === 'record-reference' && /relationship/i.test(words)) return 'direction';
  if (draft.kind === 'record-reference' && /reference|object/i.test(words)) return 'allowed';
  if (/slug/i.test(words)) return 'slug';
  if (/description/i.test(words)) return 'description';
  return /\btype\b/i.test(words) ? 'kind' : 'title';
}
