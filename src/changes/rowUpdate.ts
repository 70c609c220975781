/** Changing the values of a record or of an entry: only what is different is sent, and what was there is kept. */
import type { Approval } from '../attio/approved.js';
import type { AttioRecord } from '../attio/types.js';
import type { Json, UpdateEntry, UpdateRecord, WriteValues } from '../attio/writes.js';
import { writable } from '../crm/edit/writable.js';
import type { Change, Preview } from './change.js';
import {
  attributesInWords,
  changesOf,
  changing,
  conflictsIn,
  kept,
  type Mode,
  notKept,
  type Step,
  same,
  seenIn,
  stepsFrom,
  stepsOf,
  takesAway,
  warningsFor,
  without,
} from './difference.js';
import {
  type Carried,
  Conflicted,
  FRESH_MS,
  type Looked,
  lookFor,
  lost,
  lostWrite,
  type Room,
  refused,
  type Target,
} from './room.js';
import { keyOf } from './shape.js';
import { stolenBy, stolenConflicts, stolenWarnings } from './steals.js';
import { type Container, type RowValues, touchedBy, wordsFor } from './values.js';

/** A record or an entry, and the ways to it. */
export interface RowAccess<C extends UpdateRecord | UpdateEntry> {
  container: Container;
  /** As of `Before.written`. */
  key: string;
  id: string;
  /** What a person reads: `Acme (Company)`. */
  name: string;
  target?: Target;
  /** As it was read for the preview. */
  values: RowValues;
  /** It was not read: what the change says that was seen is what there is (`isSeen`). */
  seen?: boolean;
  head: Pick<Preview, 'account' | 'scopes'> & { warnings: string[] };
  verb: string;
  /** Straight from Attio; undefined: it is gone. */
  live(): Promise<RowValues | undefined>;
  /** Sends; what came back. */
  send(change: C, approval: Approval): Promise<Written>;
  /** Reads it back and tells the catalog. */
  readBack(): Promise<Written | undefined>;
}

export interface Written {
  values: RowValues;
  record?: AttioRecord;
}

/**
 * What was read so long ago at most is taken for what Attio has. Who drags a card to another stage has the stage before
 * their eyes that it leaves, and to read it once more would make every move a third slower and cost a read of Attio's limit.
 * Half a minute is what one needs to look, drag and agree; for longer a board that lies open would speak for Attio, and undo
 * what a colleague did meanwhile. Within it the last one wins, as in Attio's own app; the read-back says what came of it, and
 * an undo checks against what Attio has then.
 */
const SEEN_MS = 30_000;

/** Whether the change was made from what was read a moment ago, of all that it writes. */
export function isSeen(change: UpdateRecord | UpdateEntry, room: Room): boolean {
  const { seenAt, before, undoing, since, uncertain } = room;
  // After an earlier try nobody knows what there is; in a batch it may be another when it is this one's turn.
  if (seenAt === undefined || before || undoing || since !== undefined || uncertain.has(keyOf(change))) return false;
  const { base } = change;
  return isRecent(seenAt, room) && Object.keys(change.values).every((slug) => base?.[slug] !== undefined);
}

const isRecent = (seenAt: number, room: Room): boolean => Math.abs(room.now() - seenAt) <= SEEN_MS;

const asValues = (steps: readonly Step[], pick: (step: Step) => Json[]): Record<string, Json[]> =>
  Object.fromEntries(steps.map((step) => [step.attribute.api_slug, pick(step)]));

/** Rejects with AttioError. */
export async function lookUpdate<C extends UpdateRecord | UpdateEntry>(
  change: C,
  row: RowAccess<C>,
  room: Room,
): Promise<Looked> {
  const { container, key } = row;
  const mode: Mode = change.mode;
  const lookedAt = room.now();
  const touched = await touchedBy(change, change.values, container, room);
  const all = row.seen ? stepsFrom(touched, change.base ?? {}, mode) : stepsOf(touched, row.values, mode);
  const steps = changing(all);
  const shown = [
    // Of a long list, what is another is named before all that stays.
    ...all.flatMap(({ attribute, before, after }) => [
      { attribute, written: without(attribute, after, before) },
      { attribute, written: without(attribute, before, after) },
    ]),
    ...all.flatMap(({ attribute, before, after }) => [
      { attribute, written: before },
      { attribute, written: after },
    ]),
    ...all.map(({ attribute }) => ({ attribute, written: change.base?.[attribute.api_slug] ?? [] })),
  ];
  const words = await wordsFor(container, shown, room);
  const stolen = container.target === 'objects' ? await stolenBy(steps, row.id, room) : [];
  const conflicts = [
    ...conflictsIn(steps, change.base, mode, key, words, room),
    ...stolenConflicts(stolen, steps, room),
  ];
  const what = attributesInWords(steps.length > 0 ? steps : all);
  const preview: Preview = {
    sentence: `Change ${what} of ${row.name}`,
    account: row.head.account,
    scopes: row.head.scopes,
    verb: row.verb,
    fields: changesOf(steps, words),
    warnings: [
      ...row.head.warnings,
      ...(await warningsFor(steps, mode, container, container.target === 'objects' ? row.id : undefined, words, room)),
      ...stolenWarnings(stolen),
    ],
    destructive: takesAway(steps),
    ...(conflicts.length > 0 && { conflicts }),
    ...(steps.length === 0 && { nothingToDo: true }),
  };

  const sendable = (now: readonly Step[]): C => ({
    ...change,
    values: asValues(now, ({ written }) => written) as WriteValues,
    base: asValues(now, ({ before }) => before),
  });

  /** What came of it, told from what Attio has now. */
  const outcome = (
    made: readonly Step[],
    approval: Approval | undefined,
    stored: Written,
    alreadyDone: boolean,
  ): Carried => {
    const current = (step: Step): Json[] => writable(stored.values[step.attribute.api_slug], step.attribute);
    const back = made.filter((step) => !same(step.attribute, step.before, current(step)));
    const undo = {
      ...change,
      mode: 'overwrite',
      values: asValues(back, ({ before }) => before) as WriteValues,
      base: asValues(back, current),
    } as C;
    const reversal: Change =
      stolen.length > 0
        ? {
            kind: 'batch',
            title: `Change ${attributesInWords(made)} of ${row.name} back`,
            changes: [undo, ...stolen.map(({ restore }) => restore)],
          }
        : undo;
    return {
      applied: {
        change: sendable(made),
        ...(approval && { approval }),
        ...(stored.record && { record: stored.record }),
        ...(alreadyDone && { alreadyDone }),
        differences: notKept(made, stored.values, mode, words),
        undo: back.length > 0 ? reversal : undefined,
      },
      past: `Changed ${attributesInWords(made)} of ${row.name}`,
      ...(row.target && { target: row.target }),
    };
  };

  const isMade = (made: readonly Step[], values: RowValues): boolean =>
    made.every((step) => kept(step, writable(values[step.attribute.api_slug], step.attribute), mode));

  /** The steps as they are to be made now; somebody may have written since the look. */
  const upToDate = async (): Promise<Step[]> => {
    const fresh = row.seen ? isRecent(room.seenAt ?? 0, room) : room.now() - lookedAt <= FRESH_MS;
    if (fresh) return steps;
    const values = await row.live();
    if (values === undefined) {
      const gone = `The change was not sent to Attio: ${row.name} is not there any more.`;
      throw refused(change, 'not-found', gone, 'It was deleted or merged meanwhile: look for it anew.');
    }
    const again = stepsOf(touched, values, mode);
    const saw = asValues(all, ({ before }) => before);
    const changed = conflictsIn(again, saw, mode, key, await wordsFor(container, shownOf(again, saw), room), {
      ...room,
      before: undefined,
    });
    if (changed.length > 0) throw new Conflicted(changed);
    return changing(again);
  };

  const uncertain = room.uncertain.get(keyOf(change))?.settle;
  const settled = steps.length === 0 && uncertain ? uncertain({ values: row.values }) : undefined;
  return {
    preview,
    ...(settled && { settled }),
    seen: seenIn(all, room),
    writes: [[key, steps.map(({ attribute }) => attribute.api_slug)]],
    carry: async (approval) => {
      const made = await upToDate();
      if (made.length === 0) return outcome([], approval, { values: row.values }, true);
      try {
        const answer = await row.send(sendable(made), approval);
        // Attio drops some values with a good answer: what is there is what counts.
        const stored = await row.readBack().catch(() => undefined);
        return outcome(made, approval, { ...answer, ...stored }, false);
      } catch (error) {
        if (!lostWrite(error)) throw error;
        const { found, looked } = await lookFor(room, async () => {
          const stored = await row.readBack();
          return stored && isMade(made, stored.values) ? stored : undefined;
        });
        if (found) return outcome(made, approval, found, true);
        room.uncertain.set(keyOf(change), {
          since: lookedAt,
          settle: (stored) => (isMade(made, stored.values) ? outcome(made, approval, stored, true) : undefined),
        });
        throw lost(
          error,
          looked
            ? `${row.name} was read again and did not have the new values, so they were probably not written.`
            : `${row.name} could not be read again: the new values may have been written.`,
          'Try again when Attio can be reached: what Attio has by then is looked at first.',
        );
      }
    },
  };
}

function shownOf(steps: readonly Step[], saw: Record<string, Json[]>) {
  return steps.flatMap(({ attribute, before, after }) => [
    { attribute, written: before },
    { attribute, written: after },
    { attribute, written: saw[attribute.api_slug] ?? [] },
  ]);
}
