/** The preview of notes while Attio cannot be reached: what is known without it. Pure. */
import type { Account } from '../../attio/account.js';
import type { AttioError, AttioErrorKind } from '../../attio/errors.js';
import type { Preview } from '../../changes/change.js';
import type { NoteToSend } from './types.js';

const UNREACHED: ReadonlySet<AttioErrorKind> = new Set(['offline', 'proxy', 'timeout', 'server', 'rate-limited']);

/** Whether a note may be approved all the same, to be sent later. */
export const isUnreached = ({ kind }: Pick<AttioError, 'kind'>): boolean => UNREACHED.has(kind);

export const NOT_CHECKED =
  'Attio cannot be reached now: the record was not checked. The note is kept and sent when Attio can be reached.';

/** `title`: of several. */
export function unreachedPreview(
  account: Pick<Account, 'name' | 'slug'>,
  notes: readonly NoteToSend[],
  title: string,
): Preview {
  const head = { account: { name: account.name, slug: account.slug }, scopes: ['note:read-write'], destructive: false };
  const parts = notes.map(({ change, recordName }): Preview => {
    const create = change.kind === 'note.create';
    const record = recordName ?? (create ? `${change.parentObject} ${change.parentRecordId}` : undefined);
    const name = `“${(change.title ?? (create ? '' : change.base?.title) ?? '').trim() || 'Untitled note'}”`;
    const side = (label: string, after: string | undefined, before: string | undefined) =>
      after === undefined ? [] : [{ label, after, ...(before !== undefined && { before }) }];
    const base = create ? undefined : change.base;
    const fields = [
      ...(create && record ? [{ label: 'Record', after: record }] : []),
      ...side('Title', change.title, base?.title),
      ...side('Text', change.content, base?.content),
      ...(create && change.createdAt !== undefined ? [{ label: 'Date', after: change.createdAt }] : []),
    ];
    return {
      ...head,
      sentence: create
        ? `Create the note ${name} on ${record}`
        : `Update the note ${name}${record ? ` of ${record}` : ''}`,
      verb: create ? 'Create Note' : 'Update Note',
      fields,
      warnings: [],
    };
  });
  if (parts.length === 1) return { ...parts[0]!, warnings: [NOT_CHECKED] };
  return { ...head, sentence: title, verb: `Make ${parts.length} Changes`, fields: [], warnings: [NOT_CHECKED], parts };
}
