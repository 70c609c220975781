/** From what was accepted to one batch: new records first, so that what follows can refer to them. */
import type { Account } from '../../attio/account.js';
import { hasScopes } from '../../attio/scopes.js';
import type { Attribute } from '../../attio/types.js';
import type { Json, WriteValues } from '../../attio/values.js';
import type { LinkedRecord } from '../../attio/writes.js';
import type { Batch, SingleChange } from '../../changes/change.js';
import { pendingId } from '../../changes/pending.js';
import { dueAt } from '../../crm/tasks/deadline.js';
import type { RecordRef } from '../../crm/types.js';
import type { Proposal, Subject, UpdateProposal } from '../../crm/updates/types.js';

export interface Assembled {
  batch: Batch;
  /** The ids of the proposals that each change carries out. */
  owners: string[][];
}

export interface AssembleOptions {
  title: string;
  timeZone: string;
  /** Records that earlier applying has created, by the id of their proposal. */
  made: ReadonlyMap<string, RecordRef>;
  attributes(object: string): Promise<readonly Attribute[]>;
}

/** The scope that a kind of proposal takes. */
export function mayWrite({ scopes }: Account, { kind }: Proposal): boolean {
  if (kind === 'note') return hasScopes(scopes, 'note:read-write');
  if (kind === 'task') return hasScopes(scopes, 'task:read-write');
  return hasScopes(scopes, 'record_permission:read-write');
}

/** `accepted`: in the order of review. What refers to a record that is not to be created is written without it. */
export async function assemble(accepted: readonly Proposal[], options: AssembleOptions): Promise<Assembled> {
  const { title, timeZone, made } = options;
  const changes: SingleChange[] = [];
  const owners: string[][] = [];
  const places = new Map<string, number>();
  const push = (change: SingleChange, ...ids: string[]) => {
    changes.push(change);
    owners.push(ids);
  };
  const refOf = (subject: Subject): RecordRef | undefined => {
    if ('ref' in subject) return subject.ref;
    const proposal = subject.proposal;
    const place = places.get(proposal);
    const object = objects.get(proposal);
    const pending = place === undefined || object === undefined ? undefined : { object, recordId: pendingId(place) };
    return made.get(proposal) ?? pending;
  };
  const objects = new Map<string, string>();
  const creates = accepted.filter((one) => one.kind === 'create');
  for (const one of creates) objects.set(one.id, one.object);
  // Companies refer to nobody.
  for (const one of [...creates].sort((a, b) => Object.keys(a.refers).length - Object.keys(b.refers).length)) {
    const references = Object.entries(one.refers).flatMap(([slug, subject]): [string, Json[]][] => {
      const ref = refOf(subject);
      return ref ? [[slug, [{ target_object: ref.object, target_record_id: ref.recordId }]]] : [];
    });
    const values = written({ ...one.values, ...Object.fromEntries(references) }, await options.attributes(one.object));
    places.set(one.id, changes.length);
    push({ kind: 'record.create', object: one.object, values }, one.id);
  }
  await updatesInto(accepted, options, push);
  for (const one of accepted) {
    if (one.kind === 'note') {
      const ref = refOf(one.about);
      if (!ref) continue;
      const { forAttio } = await import('../../crm/markdown/rewrite.js');
      const { text } = await forAttio(one.content);
      const parent = { parentObject: ref.object, parentRecordId: ref.recordId };
      const meeting = one.meetingId === undefined ? {} : { meetingId: one.meetingId };
      const note = { title: one.title, format: 'markdown' as const, content: text };
      push({ kind: 'note.create', ...parent, ...note, ...meeting }, one.id);
    }
    if (one.kind === 'task') {
      const linkedRecords = one.links.flatMap((link): LinkedRecord[] => {
        const ref = refOf(link);
        return ref ? [ref] : [];
      });
      const deadlineAt = one.deadline === undefined ? null : dueAt(one.deadline, timeZone);
      const assignees = one.assignee === undefined ? [] : [{ memberId: one.assignee }];
      push(
        { kind: 'task.create', content: one.content, deadlineAt, isCompleted: false, linkedRecords, assignees },
        one.id,
      );
    }
  }
  return { batch: { kind: 'batch', title, changes }, owners };
}

/** One change for each record, with all of its attributes; another for those that take several values and get more. */
async function updatesInto(
  accepted: readonly Proposal[],
  { attributes }: AssembleOptions,
  push: (change: SingleChange, ...ids: string[]) => void,
): Promise<void> {
  const updates = accepted.filter((one) => one.kind === 'update');
  const modeOf = ({ attribute }: UpdateProposal) => (attribute.is_multiselect ? 'append' : 'overwrite');
  for (const recordId of new Set(updates.map(({ about }) => about.ref.recordId))) {
    for (const mode of ['overwrite', 'append'] as const) {
      const own = updates.filter((one) => one.about.ref.recordId === recordId && modeOf(one) === mode);
      const [first] = own;
      if (!first) continue;
      const { object } = first.about.ref;
      const values = written(
        Object.fromEntries(own.map(({ attribute, values }) => [attribute.api_slug, values])),
        await attributes(object),
      );
      const base = Object.fromEntries(own.map(({ attribute, before }) => [attribute.api_slug, before]));
      push({ kind: 'record.update', mode, object, recordId, values, base }, ...own.map(({ id }) => id));
    }
  }
}

/** One value alone, several as a list, as each attribute takes them. */
function written(values: Record<string, Json[]>, attributes: readonly Attribute[]): WriteValues {
  const several = new Set(attributes.filter((one) => one.is_multiselect).map((one) => one.api_slug));
  return Object.fromEntries(
    Object.entries(values).map(([slug, list]): [string, Json] => [
      slug,
      several.has(slug) || list.length !== 1 ? list : list[0]!,
    ]),
  );
}
