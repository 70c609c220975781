/** From what the client reports of an operation to what the audit keeps of it. */
import type { AuditEntry } from './entry.js';

/** What an entry takes of an account. */
export type AuditedAccount = AuditEntry['account'];

/** What an entry takes of an operation; anything else the client may say of it is left behind. */
export interface AuditedOperation extends Omit<AuditEntry, 'time' | 'account' | 'operation'> {
  name: string;
  startedAt: string;
}

/** Slugs, ids, codes and paths of attributes. An e-mail address, a name with a space or a sentence is none of these. */
const WORD = /^[\w.:/$-]{1,120}$/;
export const WITHHELD = '(withheld)';

/**
 * The entry of an operation. Only known fields pass, and those that name things must look like a slug, an id or a code:
 * a value that strays into one of them is withheld. `redact` masks known secrets.
 */
export function toEntry(
  account: AuditedAccount,
  operation: AuditedOperation,
  redact: (text: string) => string,
): AuditEntry {
  const word = (text: string | undefined) => {
    if (text === undefined) return undefined;
    const clean = redact(text);
    return clean === text && WORD.test(text) ? text : WITHHELD;
  };
  const { approval } = operation;
  const entry: AuditEntry = {
    time: operation.startedAt,
    account: { id: redact(account.id), name: redact(account.name), slug: redact(account.slug) },
    operation: word(operation.name)!,
    kind: operation.kind,
    object: word(operation.object),
    target: word(operation.target),
    attributes: operation.attributes?.slice(0, 100).map((attribute) => word(attribute)!),
    count: operation.count,
    approval: approval && { how: word(approval.how)!, at: word(approval.at)!, surface: word(approval.surface)! },
    surface: word(operation.surface)!,
    outcome: operation.outcome,
    status: operation.status,
    errorKind: word(operation.errorKind),
    errorCode: word(operation.errorCode),
    ms: Math.round(operation.ms),
    attempts: operation.attempts,
    executionId: word(operation.executionId),
  };
  for (const [name, value] of Object.entries(entry)) if (value === undefined) delete entry[name as keyof AuditEntry];
  return entry;
}
