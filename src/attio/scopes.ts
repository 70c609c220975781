/** Attio's scopes: what a key may do (`GET /v2/self`, [spec 2026-10]). */

export const SCOPE_AREAS = [
  'user_management',
  'record_permission',
  'object_configuration',
  'list_entry',
  'list_configuration',
  'public_collection',
  'private_collection',
  'comment',
  'task',
  'note',
  'meeting',
  'call_recording',
  'webhook',
  'file',
  'email',
  'activity_configuration',
  'activity_record',
  'sequence_unsubscribe',
] as const;

export type Scope = `${(typeof SCOPE_AREAS)[number]}:${'read' | 'read-write'}`;

/** The scopes of a `/v2/self` answer, in its order. */
export function parseScopes(scope: string): string[] {
  return scope.split(/\s+/).filter((part) => part !== '');
}

/** Those of `needed` that `granted` does not cover; `x:read-write` covers `x:read`. */
export function missingScopes(needed: readonly string[], granted: readonly string[]): string[] {
  const have = new Set(granted);
  return needed.filter((scope) => !have.has(scope) && !have.has(scope.replace(/:read$/, ':read-write')));
}

/** Whether all of `needed` are granted, counting `x:read-write` as `x:read`; true where none is needed. */
export function hasScopes(granted: readonly string[], ...needed: string[]): boolean {
  return missingScopes(needed, granted).length === 0;
}
