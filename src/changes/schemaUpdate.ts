/** Changing objects, attributes, options and statuses; archiving them, and bringing them back. */
import type { Approval } from '../attio/approved.js';
import type { Json } from '../attio/writes.js';
import type { Conflict, Preview } from './change.js';
import {
  type Carried,
  Conflicted,
  FRESH_MS,
  type Looked,
  lookFor,
  lost,
  lostWrite,
  quoted,
  type Room,
  refused,
} from './room.js';
import {
  among,
  holderOf,
  inWords,
  LABELS,
  named,
  type SchemaUpdate,
  type State,
  sameState,
  siblings,
} from './schemaState.js';
import { capital, differences, nounOf, schemaHead, send, stateOf, tell } from './schemaWrites.js';
import { keyOf } from './shape.js';

/**
 * Compares with what Attio has now: only parts that differ are shown and sent, and only those are undone that came out
 * another than before. Rejects with AttioError, as `not-found` where the thing is not there.
 */
export async function lookUpdate(change: SchemaUpdate, room: Room): Promise<Looked> {
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
    return { ...own, [noun]: found.id, ...given(values), base: given(base) } as unknown as SchemaUpdate;
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
