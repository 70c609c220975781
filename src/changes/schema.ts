/** Changes to how a workspace is set up: objects, attributes, options and statuses. */
import type { Approval } from '../attio/approved.js';
import { AttioError } from '../attio/errors.js';
import { type KnownOperation, scopesFor } from '../attio/operations.js';
import type { Json } from '../attio/writes.js';
import { approve } from './approve.js';
import type { Change, Conflict, Preview, SchemaChange } from './change.js';
import {
  type Carried,
  Conflicted,
  calling,
  type Family,
  FRESH_MS,
  head,
  type Looked,
  listed,
  lookFor,
  lost,
  lostWrite,
  notDeleted,
  notLooked,
  quoted,
  type Room,
  reading,
  refused,
} from './room.js';
import {
  among,
  type Found,
  holderOf,
  inWords,
  LABELS,
  named,
  type SchemaUpdate,
  type State,
  sameState,
  siblings,
} from './schemaState.js';
import { keyOf, operationOf } from './shape.js';

const NOUNS: Record<string, string> = { object: 'object', attribute: 'attribute', option: 'option', status: 'status' };
const nounOf = ({ kind }: SchemaChange): string => NOUNS[kind.slice(0, kind.indexOf('.'))]!;
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

function schemaHead(change: SchemaChange, room: Room) {
  const target = 'target' in change ? change.target : 'objects';
  return head(scopesFor(operationOf(change) as KnownOperation, target), room.account);
}

/** The catalog's memory of what was set up. */
function tell(change: SchemaChange, room: Room): void {
  if (change.kind.startsWith('object.')) room.catalog.forget({ what: 'everything' });
  else if ('identifier' in change && change.target === 'objects') {
    room.catalog.forget({ what: 'object', object: change.identifier });
    if (change.kind === 'attribute.create' && change.relationship)
      room.catalog.forget({ what: 'object', object: change.relationship.object });
  }
}

async function send(change: SchemaChange, approval: Approval, room: Room): Promise<unknown> {
  const { api } = room;
  const call = calling(room);
  const at = room.now();
  switch (change.kind) {
    case 'object.create':
      return api.objects.create(approve(change, approval, at), call);
    case 'object.update':
      return api.objects.update(approve(change, approval, at), call);
    case 'object.delete':
      return api.objects.delete(approve(change, approval, at), call);
    case 'attribute.create':
      return api.attributes.create(approve(change, approval, at), call);
    case 'attribute.update':
      return api.attributes.update(approve(change, approval, at), call);
    case 'option.create':
      return api.attributes.createOption(approve(change, approval, at), call);
    case 'option.update':
      return api.attributes.updateOption(approve(change, approval, at), call);
    case 'status.create':
      return api.attributes.createStatus(approve(change, approval, at), call);
    default:
      return api.attributes.updateStatus(approve(change, approval, at), call);
  }
}

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

const stateOf = (change: SchemaChange): State =>
  Object.fromEntries(
    Object.keys(LABELS).flatMap((key) => {
      const value = (change as unknown as Record<string, Json | undefined>)[key];
      return value === undefined ? [] : [[key, value]];
    }),
  );

async function lookCreation(change: Creation, room: Room): Promise<Looked> {
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

function differences(keys: readonly string[], is: State, wanted: State): string[] {
  return keys.map(
    (key) =>
      `Attio did not keep ${LABELS[key]}: it has ${inWords(is[key]) || 'nothing'} instead of ${inWords(wanted[key]) || 'nothing'}.`,
  );
}

async function lookUpdate(change: SchemaUpdate, room: Room): Promise<Looked> {
  const lookedAt = room.now();
  const [all, holder] = await Promise.all([siblings(change, room), holderOf(change, room)]);
  const found = among(all, named(change));
  const noun = nounOf(change);
  if (!found) {
    const message = `The change was not sent to Attio: there is no ${noun} ${quoted(named(change) ?? '')} (${holder}).`;
    throw refused(change, 'not-found', message, 'It may have been renamed: look and start again.');
  }
  const wanted = stateOf(change);
  const keys = Object.keys(wanted).filter((key) => !sameState(wanted[key], found.state[key]));
  const where = change.kind === 'object.update' ? '' : ` ${change.kind === 'attribute.update' ? 'on' : 'of'} ${holder}`;
  const conflicts = conflictsWith(keys, change.base, found.state, wanted);
  const { warnings, ...rest } = schemaHead(change, room);
  const has = (key: string): boolean => keys.includes(key);
  if (has('apiSlug')) {
    warnings.push('What uses the old slug (integrations, scripts, filters by slug) no longer finds it.');
  }
  if (has('isArchived') && wanted.isArchived === true) {
    warnings.push(`Archived, it is not offered any more; values that have it are kept.`);
  }
  if (has('isRequired') && wanted.isRequired === true)
    warnings.push('Records without it cannot be saved by hand then.');
  const act = has('isArchived') && keys.length === 1 ? (wanted.isArchived ? 'Archive' : 'Bring back') : 'Change';
  const past = { Archive: 'Archived', 'Bring back': 'Brought back', Change: 'Changed' }[act];
  const what = `the ${noun} ${quoted(found.title)}${where}`;
  const narrowed = (to: readonly string[], values: State, base: State): SchemaUpdate => {
    const own = Object.fromEntries(Object.entries(change).filter(([key]) => !(key in LABELS) && key !== 'base'));
    const given = (from: State) => Object.fromEntries(to.map((key) => [key, from[key] ?? null]));
    // By id, since a slug or title may be what is changed.
    const id = { object: 'object', attribute: 'attribute', option: 'option', status: 'status' }[noun]!;
    return { ...own, [id]: found.id, ...given(values), base: given(base) } as unknown as SchemaUpdate;
  };
  const done = (made: readonly string[], now: State, approval: Approval, alreadyDone: boolean): Carried => {
    tell(change, room);
    const off = made.filter((key) => key !== 'config' && !sameState(now[key], wanted[key]));
    const back = made.filter((key) => !sameState(now[key], found.state[key]));
    return {
      applied: {
        change: narrowed(made, wanted, found.state),
        approval,
        ...(alreadyDone && { alreadyDone }),
        differences: differences(off, now, wanted),
        undo: back.length > 0 ? narrowed(back, found.state, now) : undefined,
      },
      past: `${past} ${what}`,
    };
  };
  const isMade = (state: State) => keys.every((key) => sameState(state[key], wanted[key]));
  const uncertain = keys.length === 0 ? room.uncertain.get(keyOf(change))?.settle?.({ values: {} }) : undefined;
  return {
    preview: {
      sentence: `${act} ${what}`,
      ...rest,
      verb: act === 'Change' ? `Change ${capital(noun)}` : act,
      fields: keys.map((key) => field(key, found.state, wanted)),
      warnings,
      destructive: has('apiSlug') || (has('isArchived') && wanted.isArchived === true),
      ...(conflicts.length > 0 && { conflicts }),
      ...(keys.length === 0 && { nothingToDo: true }),
    },
    ...(uncertain && { settled: uncertain }),
    carry: async (approval) => {
      const find = async () => among(await siblings(change, room), found.id);
      if (room.now() - lookedAt > FRESH_MS) {
        const again = await find();
        const meanwhile = again ? conflictsWith(keys, found.state, again.state, wanted) : [];
        if (meanwhile.length > 0) throw new Conflicted(meanwhile);
      }
      try {
        await send(narrowed(keys, wanted, found.state), approval, room);
      } catch (error) {
        if (!lostWrite(error)) throw error;
        const made = await lookFor(room, async () => {
          const now = await find();
          return now && isMade(now.state) ? now : undefined;
        });
        if (made.found) return done(keys, made.found.state, approval, true);
        const settle = () => done(keys, wanted, approval, true);
        room.uncertain.set(keyOf(change), { since: lookedAt, settle });
        throw lost(
          error,
          made.looked
            ? `The ${noun} was read again and was as before, so it was probably not changed.`
            : `The ${noun} could not be read again: it may have been changed.`,
          'Try again when Attio can be reached: it is looked at first.',
        );
      }
      tell(change, room);
      const now = await find().catch(() => undefined);
      return done(keys, now?.state ?? { ...found.state, ...wanted }, approval, false);
    },
  };
}

function field(key: string, before: State, after: State): Preview['fields'][number] {
  return { label: LABELS[key]!, before: inWords(before[key]), after: inWords(after[key]) };
}

function conflictsWith(
  keys: readonly string[],
  base: Record<string, Json> | undefined,
  live: State,
  wanted: State,
): Conflict[] {
  return keys.flatMap((key) => {
    if (base === undefined || !(key in base) || sameState(base[key], live[key])) return [];
    const [saw, theirs, mine] = [base[key], live[key], wanted[key]].map(inWords);
    return [{ slug: key, label: LABELS[key]!, base: saw!, theirs: theirs!, mine: mine! }];
  });
}

async function lookDeletion(change: Extract<SchemaChange, { kind: 'object.delete' }>, room: Room): Promise<Looked> {
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

export const schema: Family<SchemaChange> = {
  look(change, room) {
    switch (change.kind) {
      case 'object.create':
      case 'attribute.create':
      case 'option.create':
      case 'status.create':
        return lookCreation(change, room);
      case 'object.delete':
        return lookDeletion(change, room);
      default:
        return lookUpdate(change, room);
    }
  },
};
