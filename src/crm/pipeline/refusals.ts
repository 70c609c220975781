/** What the reads of pipelines refuse, and what they pass over. */
import { AttioError } from '../../attio/errors.js';
import type { Attribute } from '../../attio/types.js';

/** undefined: Attio knows no such thing. */
export async function orGone<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (AttioError.is(error, 'not-found')) return undefined;
    throw error;
  }
}

/** A failure that is nothing to fail of; a cancellation stays one. */
export function unlessCancelled(error: unknown): undefined {
  if (AttioError.is(error, 'cancelled')) throw error;
  return undefined;
}

/** There is no such list, object or attribute, or none that the key sees. `name`: as it was asked for. */
export function nothing(what: 'list' | 'object' | 'attribute', name: string): AttioError {
  return new AttioError({
    kind: 'not-found',
    operation: what === 'attribute' ? 'attributes.list' : what === 'list' ? 'lists.list' : 'objects.list',
    message: `There is no ${what} “${name}” that this key can see.`,
    remedy: 'Refresh, and choose again: it may have been renamed, archived or deleted.',
    fate: 'no',
    ...(what === 'attribute' && { field: name }),
  });
}

/** It has no stages: it is of another type, or of several values. */
export function ungrouped({ title, api_slug }: Attribute): AttioError {
  return new AttioError({
    kind: 'validation',
    operation: 'attributes.list',
    message: `There are no stages in “${title}”: it is neither a status nor a select of one value.`,
    remedy: 'Group by another attribute.',
    fate: 'no',
    field: api_slug,
  });
}
