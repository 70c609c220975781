/** How far a batch came whose window died or whose answer was lost: what it wrote is looked for in Attio. */
import type { AttioRecord } from '../../attio/types.js';
import type { Task } from '../../attio/workTypes.js';
import type { CreateNote, CreateTask, UpdateRecord } from '../../attio/writes.js';
import { isNoteOf } from '../../changes/compare.js';
import { sameMoment } from '../../changes/taskState.js';
import { normalWritten, sameWritten, writable } from '../../crm/edit/writable.js';
import type { ReadOptions, RecordRef } from '../../crm/types.js';
import type { CreateProposal, Proposal } from '../../crm/updates/types.js';
import type { Connection } from '../services.js';
import { conventions } from '../values/known.js';
import { assemble } from './batch.js';
import type { Done } from './kept.js';
import { SURFACE } from './surface.js';

/** Clocks of this machine and of Attio may differ by so much, in milliseconds. */
const SKEW_MS = 10 * 60_000;
const NOTES_PAGE = 49;
const TASKS_PAGE = 500;
const MAX_PAGES = 40;

/**
 * Those of `sent` that Attio has by now, with what they made. `at`: when they were sent at the earliest (milliseconds since
 * 1970); `done`: what was made before, which is no trace of them. Rejects with AttioError where Attio cannot be read: then
 * nothing is known.
 */
export async function lookForSent(
  { api, catalog }: Connection,
  { at, proposals }: { at: number; proposals: readonly Proposal[] },
  done: readonly Done[],
): Promise<Done[]> {
  const read: ReadOptions = { surface: SURFACE, fresh: true };
  const since = at - SKEW_MS;
  const attributes = (object: string) => catalog.attributes(object, { surface: SURFACE });
  const found: Done[] = [];
  const taken = new Set(done.flatMap(({ made }) => made ?? []));
  const made = madeRecords(done);
  const take = (id: string, what: string, object?: string) => {
    taken.add(what);
    found.push({ id, made: what, ...(object !== undefined && { object }) });
  };

  const record = async ({ object, values }: CreateProposal): Promise<AttioRecord | undefined> => {
    const written = (await attributes(object)).filter(({ api_slug }) => values[api_slug]);
    const by = written.find(
      (one) => one.is_unique && values[one.api_slug]!.every((value) => typeof value === 'string'),
    );
    const candidates = by
      ? await catalog.recordsWith(object, by, values[by.api_slug] as string[], read)
      : (await catalog.recordsPage(object, { offset: 0 }, read)).records;
    return candidates.find(
      (one) =>
        Date.parse(one.created_at) >= since &&
        !taken.has(one.id.record_id) &&
        written.every((attribute) => {
          const { api_slug: slug, type } = attribute;
          return sameWritten(type, values[slug]!, writable(one.values[slug], attribute));
        }),
    );
  };

  const note = async (change: CreateNote): Promise<string | undefined> => {
    const ref = { object: change.parentObject, recordId: change.parentRecordId };
    let offset: number | undefined = 0;
    for (let page = 0; page < MAX_PAGES && offset !== undefined; page++) {
      const { notes, next }: Awaited<ReturnType<typeof catalog.notesOf>> = await catalog.notesOf(
        ref,
        { offset, limit: NOTES_PAGE },
        read,
      );
      for (const one of notes) {
        const mayBe = Date.parse(one.created_at) >= since && !taken.has(one.id.note_id);
        if (mayBe && (await isNoteOf(change, one))) return one.id.note_id;
      }
      offset = next;
    }
    return undefined;
  };

  const task = async (change: CreateTask): Promise<string | undefined> => {
    const isIt = (one: Task) =>
      Date.parse(one.created_at) >= since &&
      !taken.has(one.id.task_id) &&
      one.content_plaintext.trim() === change.content.trim() &&
      sameMoment(change.deadlineAt, one.deadline_at);
    for (let page = 0; page < MAX_PAGES; page++) {
      const tasks = await api.tasks.list(
        { sort: 'created_at:desc', limit: TASKS_PAGE, offset: page * TASKS_PAGE },
        { surface: SURFACE },
      );
      const one = tasks.find(isIt);
      if (one) return one.id.task_id;
      if (tasks.length < TASKS_PAGE || Date.parse(tasks.at(-1)!.created_at) < since) return undefined;
    }
    return undefined;
  };

  const update = async ({ object, recordId, mode, values }: UpdateRecord): Promise<boolean> => {
    const now = await catalog.record({ object, recordId }, read);
    const all = await attributes(object);
    return Object.entries(values).every(([slug, value]) => {
      const attribute = all.find(({ api_slug }) => api_slug === slug);
      if (!now || !attribute) return false;
      const has = writable(now.values[slug], attribute);
      const wanted = normalWritten(attribute.type, value);
      if (mode === 'overwrite') return sameWritten(attribute.type, wanted, has);
      return wanted.every((one) => has.some((other) => sameWritten(attribute.type, [one], [other])));
    });
  };

  for (const one of proposals) {
    if (one.kind !== 'create') continue;
    const there = await record(one);
    if (!there) continue;
    take(one.id, there.id.record_id, one.object);
    made.set(one.id, { object: one.object, recordId: there.id.record_id });
  }
  const rest = proposals.filter(({ kind }) => kind !== 'create');
  const { batch, owners } = await assemble(rest, { title: '', timeZone: conventions().timeZone, made, attributes });
  for (const [index, change] of batch.changes.entries()) {
    const ids = owners[index]!;
    if (change.kind === 'record.update') {
      if (await update(change)) for (const id of ids) found.push({ id });
      continue;
    }
    const what =
      change.kind === 'note.create'
        ? await note(change)
        : change.kind === 'task.create'
          ? await task(change)
          : undefined;
    if (what !== undefined) for (const id of ids) take(id, what);
  }
  return found;
}

/** The records that were created, by the id of their proposal. */
export function madeRecords(done: readonly Done[]): Map<string, RecordRef> {
  return new Map(
    done.flatMap(({ id, made, object }) =>
      made !== undefined && object !== undefined ? [[id, { object, recordId: made }] as const] : [],
    ),
  );
}
