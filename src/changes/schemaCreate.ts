/** Making objects, attributes, options and statuses. */
import type { Approval } from '../attio/approved.js';
import type { Change, SchemaChange } from './change.js';
import { type Carried, type Looked, lookFor, lost, lostWrite, notLooked, quoted, type Room } from './room.js';
import { among, type Found, holderOf, inWords, LABELS, named, sameState, siblings } from './schemaState.js';
import { capital, differences, nounOf, schemaHead, send, stateOf, tell } from './schemaWrites.js';
import { keyOf } from './shape.js';

type Creation = Extract<SchemaChange, { kind: `${string}.create` }>;

/** Attio deletes neither attributes nor options: what was made by mistake is archived, and keeps its slug or title. */
function undoOfCreation(change: Creation, made: Found): Change {
  switch (change.kind) {
    case 'object.create':
      return { kind: 'object.delete', object: change.apiSlug };
    case 'attribute.create': {
      const { target, identifier } = change;
      return {
        kind: 'attribute.update',
        target,
        identifier,
        attribute: made.id,
        isArchived: true,
        base: { isArchived: false },
      };
    }
    case 'option.create': {
      const { target, identifier, attribute } = change;
      const of = { target, identifier, attribute };
      return { kind: 'option.update', ...of, option: made.id, isArchived: true, base: { isArchived: false } };
    }
    default: {
      const { target, identifier, attribute } = change;
      const of = { target, identifier, attribute };
      return { kind: 'status.update', ...of, status: made.id, isArchived: true, base: { isArchived: false } };
    }
  }
}

/**
 * Looks for one of the same slug or title, archived ones too, and warns of it. After a lost answer one that is there is
 * taken for what was made, and nothing is sent. Undo archives it; an object it deletes. Rejects with AttioError.
 */
export async function lookCreation(change: Creation, room: Room): Promise<Looked> {
  const [all, holder] = await Promise.all([siblings(change, room), holderOf(change, room)]);
  const there = among(all, named(change));
  const noun = nounOf(change);
  const title = change.kind === 'object.create' ? change.pluralNoun : change.title;
  const where = change.kind === 'object.create' ? '' : ` ${change.kind === 'attribute.create' ? 'on' : 'of'} ${holder}`;
  const { warnings, ...rest } = schemaHead(change, room);
  if (there) {
    warnings.push(
      there.state.isArchived === true
        ? `There is an archived ${noun} like it, ${quoted(there.title)}: Attio refuses a second one. Bring that one back instead.`
        : `There is one like it already, ${quoted(there.title)}: Attio is likely to refuse.`,
    );
  }
  warnings.push(
    change.kind === 'object.create'
      ? 'Undo deletes the object again, as long as it has no records.'
      : `Attio never deletes ${noun === 'status' ? 'a status' : `an ${noun}`}: Undo archives it.`,
  );
  const state = stateOf(change);
  const done = (made: Found, approval: Approval, alreadyDone: boolean): Carried => {
    tell(change, room);
    const parts = Object.keys(state).filter((key) => key in made.state && !sameState(made.state[key], state[key]));
    return {
      applied: {
        change,
        approval,
        ...(alreadyDone && { alreadyDone }),
        // Attio answers objects of a reference by id where they were given by slug.
        differences: differences(
          parts.filter((key) => key !== 'config'),
          made.state,
          state,
        ),
        undo: undoOfCreation(change, made),
      },
      past: `Created the ${noun} ${quoted(title)}${where}`,
    };
  };
  return {
    preview: {
      sentence: `Create the ${noun} ${quoted(title)}${where}`,
      ...rest,
      verb: `Create ${capital(noun)}`,
      fields: Object.entries(state).flatMap(([key, value]) => {
        const after = inWords(value);
        return after === '' ? [] : [{ label: LABELS[key]!, after }];
      }),
      warnings,
      destructive: false,
    },
    creates: title,
    carry: async (approval) => {
      const find = async (): Promise<Found | undefined> => among(await siblings(change, room), named(change));
      if (there && (room.since !== undefined || room.uncertain.has(keyOf(change)))) return done(there, approval, true);
      try {
        await send(change, approval, room);
      } catch (error) {
        if (!lostWrite(error)) throw error;
        const { found, looked } = await lookFor(room, async () => {
          const made = await find();
          return there ? undefined : made;
        });
        if (found) return done(found, approval, true);
        room.uncertain.set(keyOf(change), { since: room.now() });
        throw lost(
          error,
          looked
            ? `The ${noun} was looked for and was not found, so it was probably not created.`
            : notLooked(`The ${noun}`, 'created'),
          'Try again when Attio can be reached: it is looked for first.',
        );
      }
      tell(change, room);
      const made = await find().catch(() => undefined);
      return done(made ?? { id: named(change)!, title, state: {} }, approval, false);
    },
  };
}
