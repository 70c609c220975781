/** Deleting an object. Attio deletes nothing else of how a workspace is set up. */
import type { Approval } from '../attio/approved.js';
import { AttioError } from '../attio/errors.js';
import type { SchemaChange } from './change.js';
import {
  type Carried,
  type Looked,
  listed,
  lookFor,
  lostWrite,
  notDeleted,
  quoted,
  type Room,
  reading,
  refused,
} from './room.js';
import { among, siblings } from './schemaState.js';
import { schemaHead, send, tell } from './schemaWrites.js';

/**
 * Reads the object, its first page of records and its attributes. There is no undo. One that is gone is nothing to do;
 * as an undo, one that has records by now `stops`. Rejects with AttioError.
 */
export async function lookDeletion(
  change: Extract<SchemaChange, { kind: 'object.delete' }>,
  room: Room,
): Promise<Looked> {
  const found = among(await siblings(change, room), change.object);
  const { warnings, ...rest } = schemaHead(change, room);
  const done = (approval: Approval, alreadyDone: boolean): Carried => {
    tell(change, room);
    const applied = { change, approval, ...(alreadyDone && { alreadyDone }), differences: [], undo: undefined };
    return { applied, past: `Deleted the object ${quoted(found?.title ?? change.object)}` };
  };
  const common = { ...rest, verb: 'Delete Object', destructive: true };
  if (!found) {
    return {
      preview: {
        sentence: `Delete the object ${quoted(change.object)}`,
        ...common,
        fields: [],
        warnings: [...warnings, 'The object is not in Attio any more: it was already deleted.'],
        nothingToDo: true,
      },
      carry: async (approval) => done(approval, true),
    };
  }
  const [page, attributes] = await Promise.all([
    room.catalog.recordsPage(change.object, { offset: 0 }, reading(room)),
    room.catalog.attributes(change.object, reading(room)),
  ]);
  const count = `${page.records.length}${page.next === undefined ? '' : ' or more'}`;
  const own = attributes.filter((one) => !one.is_system_attribute).map((one) => one.title);
  warnings.push(
    page.records.length > 0
      ? 'All records of the object are deleted with it, and everything that hangs on them.'
      : 'The object has no records.',
    'It cannot be undone.',
  );
  const filled = refused(
    change,
    'conflict',
    `The object ${quoted(found.title)} was not deleted: it has records by now.`,
    'Delete the records first, or delete the object in Attio.',
  );
  return {
    preview: {
      sentence: `Delete the object ${quoted(found.title)}`,
      ...common,
      fields: [
        { label: 'Records', before: count },
        ...(own.length > 0 ? [{ label: 'Attributes of its own', before: listed(own) }] : []),
      ],
      warnings,
    },
    ...(room.undoing && page.records.length > 0 && { stops: filled }),
    carry: async (approval) => {
      try {
        await send(change, approval, room);
        return done(approval, false);
      } catch (error) {
        if (AttioError.is(error, 'not-found')) return done(approval, true);
        if (!lostWrite(error)) throw error;
        const look = await lookFor(room, async () =>
          among(await siblings(change, room), found.id) ? undefined : 'gone',
        );
        if (look.found) return done(approval, true);
        throw notDeleted(error, `The object ${quoted(found.title)}`, look.looked);
      }
    },
  };
}
