/** Changing tasks: completed or not, due when, given to whom, linked to what. Only what is different is sent. */
import type { Approval } from '../attio/approved.js';
import { scopesFor } from '../attio/operations.js';
import type { Task } from '../attio/workTypes.js';
import type { LinkedRecord, UpdateTask } from '../attio/writes.js';
import { approve } from './approve.js';
import type { Conflict, Preview, PreviewField } from './change.js';
import {
  type Carried,
  Conflicted,
  calling,
  type Family,
  FRESH_MS,
  head,
  listed,
  lookFor,
  lost,
  lostWrite,
  orGone,
  type Room,
  refused,
} from './room.js';
import { keyOf } from './shape.js';
import {
  assigneesOf,
  dueText,
  forWhom,
  joinedNames,
  namesOf,
  refsIn,
  sameMoment,
  stateOf,
  type TaskNames,
  type TaskState,
  taskTitle,
  taskWarnings,
  withLinks,
  yesText,
} from './taskState.js';

/** What of a task can be changed (api.md section 8.2). */
type Part = 'isCompleted' | 'deadlineAt' | 'assignees' | 'linkedRecords';
const PARTS: readonly Part[] = ['isCompleted', 'deadlineAt', 'assignees', 'linkedRecords'];

/** What Attio calls each, what a person reads beside a value, and inside a sentence. */
const CALLED: Record<Part, { slug: string; label: string; inside: string; conflict: string }> = {
  isCompleted: { slug: 'is_completed', label: 'Completed', inside: 'completion', conflict: 'Completion' },
  deadlineAt: { slug: 'deadline_at', label: 'Due', inside: 'deadline', conflict: 'Due date' },
  assignees: { slug: 'assignees', label: 'Given to', inside: 'assignees', conflict: 'Assignees' },
  linkedRecords: { slug: 'linked_records', label: 'Records', inside: 'records', conflict: 'Records' },
};

/** A task with what its links and colleagues are called. */
interface Named {
  state: TaskState;
  names: TaskNames;
}

/** What `Before.written` knows a task by. */
const taskPlace = (taskId: string): string => `task/${taskId.toLowerCase()}`;

const named = async (state: TaskState, room: Room): Promise<Named> => ({ state, names: await namesOf(state, room) });

/** The records or colleagues of one side, each by what tells it from others. */
const keys = {
  assignees: ({ names }: Named) => names.people.map(({ id, name }) => id ?? name.toLowerCase()),
  // A link by a value is another than any by an id, as far as is known here.
  linkedRecords: ({ names }: Named) => names.records.map(({ ref, name }) => ref?.recordId.toLowerCase() ?? name),
};

const sameSet = (one: readonly string[], other: readonly string[]): boolean => {
  const [a, b] = [new Set(one), new Set(other)];
  return a.size === b.size && [...a].every((key) => b.has(key));
};

function samePart(part: Part, one: Named, other: Named): boolean {
  if (part === 'isCompleted') return one.state.isCompleted === other.state.isCompleted;
  if (part === 'deadlineAt') return sameMoment(one.state.deadlineAt, other.state.deadlineAt);
  return sameSet(keys[part](one), keys[part](other));
}

function inWords(part: Part, { state, names }: Named): string {
  if (part === 'isCompleted') return yesText(state.isCompleted);
  if (part === 'deadlineAt') return dueText(state.deadlineAt);
  return joinedNames(part === 'assignees' ? names.people : names.records);
}

/** `from` with those parts of `patch` that it has. */
function patched(from: TaskState, patch: Partial<Pick<UpdateTask, Part>>, parts: readonly Part[] = PARTS): TaskState {
  const given = parts.filter((part) => patch[part] !== undefined);
  return { ...from, ...Object.fromEntries(given.map((part) => [part, patch[part]])) };
}

const pick = (state: TaskState, parts: readonly Part[]): Partial<Pick<UpdateTask, Part>> =>
  Object.fromEntries(parts.map((part) => [part, state[part]]));

/** What one sentence says of a change, in the imperative and in the past tense. */
interface Words {
  sentence: string;
  past: string;
}

/** Records that come and records that go, by name. */
function links(before: Named, after: Named): { come: string[]; go: string[] } {
  const [had, has] = [new Set(keys.linkedRecords(before)), new Set(keys.linkedRecords(after))];
  const names = (of: Named, other: ReadonlySet<string>) =>
    keys.linkedRecords(of).flatMap((key, index) => (other.has(key) ? [] : [of.names.records[index]!.name]));
  return { come: names(after, had), go: names(before, has) };
}

const some = (names: string[]): string =>
  names.length > 2 ? listed([names[0]!, `${names.length - 1} more records`]) : listed(names);

function wordsOf(parts: readonly Part[], before: Named, after: Named): Words {
  const which = `the task ${taskTitle(before.state.content)}`;
  const whose = `${which}${forWhom(before.names)}`;
  const [first] = parts;
  if (parts.length === 1 && first === 'isCompleted') {
    return after.state.isCompleted
      ? { sentence: `Complete ${whose}`, past: `Completed ${whose}` }
      : { sentence: `Reopen ${whose}`, past: `Reopened ${whose}` };
  }
  if (parts.length === 1 && first === 'deadlineAt') {
    if (after.state.deadlineAt === null)
      return { sentence: `Remove the deadline of ${whose}`, past: `Removed the deadline of ${whose}` };
    if (before.state.deadlineAt === null)
      return { sentence: `Set the deadline of ${whose}`, past: `Set the deadline of ${whose}` };
  }
  if (parts.length === 1 && first === 'linkedRecords') {
    const { come, go } = links(before, after);
    if (go.length === 0 && come.length > 0)
      return { sentence: `Link ${which} to ${some(come)}`, past: `Linked ${which} to ${some(come)}` };
    if (come.length === 0 && go.length > 0)
      return { sentence: `Unlink ${which} from ${some(go)}`, past: `Unlinked ${which} from ${some(go)}` };
  }
  const what = `the ${listed(parts.map((part) => CALLED[part].inside))} of ${whose}`;
  return { sentence: `Change ${what}`, past: `Changed ${what}` };
}

const verbOf = (parts: readonly Part[], after: TaskState): string =>
  parts.length === 1 && parts[0] === 'isCompleted'
    ? after.isCompleted
      ? 'Complete Task'
      : 'Reopen Task'
    : 'Save Changes';

/** Completing takes nothing away that a click does not bring back; a date, a person or a record is replaced. */
const takesAway = (parts: readonly Part[], before: Named, after: Named): boolean =>
  (parts.includes('deadlineAt') && before.state.deadlineAt !== null) ||
  (['assignees', 'linkedRecords'] as const).some((part) => {
    const has = new Set(keys[part](after));
    return parts.includes(part) && keys[part](before).some((key) => !has.has(key));
  });

/** What a person should know of what comes; of what was there before nothing is said. */
function newWarnings(parts: readonly Part[], before: Named, after: Named, room: Room): string[] {
  const fresh = <T>(part: 'assignees' | 'linkedRecords', all: readonly T[]): T[] => {
    const had = new Set(keys[part](before));
    return parts.includes(part) ? all.filter((_, index) => !had.has(keys[part](after)[index]!)) : [];
  };
  const { records, people } = after.names;
  const names = { records: fresh('linkedRecords', records), people: fresh('assignees', people) };
  const due = parts.includes('deadlineAt') ? after.state : { ...after.state, deadlineAt: null };
  return taskWarnings(due, names, room);
}

/** The refusal of a change to a task that is not there. */
function gone(change: UpdateTask, room: Room) {
  room.catalog.forget({ what: 'task', taskId: change.taskId.toLowerCase(), refs: [] });
  const message = 'The change was not sent to Attio: the task is not there any more.';
  return refused(change, 'not-found', message, 'Somebody deleted it: look for it anew.');
}

/** What Attio has neither as the person saw it nor as it is to be, of what earlier changes of the batch leave alone. */
function conflictsOf(
  parts: readonly Part[],
  saw: Named,
  now: Named,
  after: Named,
  written?: ReadonlySet<string>,
): Conflict[] {
  return parts
    .filter((part) => !written?.has(part) && !samePart(part, saw, now) && !samePart(part, now, after))
    .map((part) => ({
      slug: CALLED[part].slug,
      label: `${CALLED[part].conflict} of the task ${taskTitle(now.state.content)}`,
      named: true,
      base: inWords(part, saw),
      theirs: inWords(part, now),
      mine: inWords(part, after),
    }));
}

/** What did not stick, as sentences. Attio drops linked records at times (api.md section 8.2). */
function differencesOf(parts: readonly Part[], after: Named, stored: Named): string[] {
  return parts.flatMap((part): string[] => {
    if (part === 'isCompleted')
      return samePart(part, after, stored)
        ? []
        : [`Attio still has the task as ${stored.state.isCompleted ? 'completed' : 'not completed'}.`];
    if (part === 'deadlineAt') {
      if (samePart(part, after, stored)) return [];
      const due = stored.state.deadlineAt;
      return [due === null ? 'Attio has the task without a deadline.' : `Attio has the task as due ${dueText(due)}.`];
    }
    const [wanted, has] = [keys[part](after), keys[part](stored)];
    const nameOf = (of: Named, at: number) => (part === 'assignees' ? of.names.people : of.names.records)[at]!;
    const lacks = wanted.flatMap((key, at) => (has.includes(key) ? [] : [nameOf(after, at)]));
    const extra = has.flatMap((key, at) => (wanted.includes(key) ? [] : [nameOf(stored, at)]));
    // Whose record a value is, is Attio's to know: what came by it is not counted as too much.
    const byValue = part === 'linkedRecords' ? lacks.filter((one) => !('ref' in one && one.ref)).length : 0;
    const missing = part === 'linkedRecords' ? lacks.filter((one) => 'ref' in one && one.ref) : lacks;
    const surplus = byValue > 0 ? [] : extra;
    const names = (all: readonly { name: string }[]) => listed(all.map(({ name }) => name));
    const [not, still] =
      part === 'assignees'
        ? ['Attio did not give the task to', 'The task is still given to']
        : ['Attio did not link the task to', 'Attio still links the task to'];
    return [
      ...(missing.length > 0 ? [`${not} ${names(missing)}.`] : []),
      ...(extra.length < byValue ? ['Attio linked the task to fewer records than it was to.'] : []),
      ...(surplus.length > 0 ? [`${still} ${names(surplus)}.`] : []),
    ];
  });
}

/**
 * The answer to a write, whole: Attio leaves links and colleagues out of answers at times, so what is missing is asked
 * for. Nothing is read when nothing is missing.
 */
async function readBack(sent: UpdateTask, answer: Task, room: Room): Promise<Task> {
  const few = sent.assignees !== undefined && assigneesOf(answer).length < sent.assignees.length;
  const task = few ? await room.api.tasks.get(answer.id.task_id, calling(room)) : answer;
  return withLinks(task, sent.linkedRecords ?? [], room);
}

/** As Attio has it now; undefined: it is gone. `links`: those that it may have without naming them. */
async function read(taskId: string, links: readonly LinkedRecord[], room: Room): Promise<Task | undefined> {
  const found = await orGone(room.api.tasks.get(taskId, calling(room)));
  return found && withLinks(found, links, room);
}

export const taskUpdate: Family<UpdateTask> = {
  async look(change, room) {
    const lookedAt = room.now();
    const key = keyOf(change);
    const taskId = change.taskId.toLowerCase();
    const asked = PARTS.filter((part) => change[part] !== undefined);
    const known = change.linkedRecords && [...change.linkedRecords, ...(change.base?.linkedRecords ?? [])];
    const seeing = () => read(taskId, known ?? [], room);
    const task = room.before?.gone.has(taskId) ? undefined : await seeing();
    if (!task) throw gone(change, room);
    const before = await named(await stateOf(task, room), room);
    const after = await named(patched(before.state, change), room);
    const parts = asked.filter((part) => !samePart(part, before, after));
    const saw = change.base && (await named(patched(before.state, change.base, asked), room));
    const conflicts = saw ? conflictsOf(asked, saw, before, after, room.before?.written.get(taskPlace(taskId))) : [];
    const { warnings, ...rest } = head(scopesFor('tasks.update'), room.account);
    const told = parts.length > 0 ? parts : asked;
    const { sentence, past } = wordsOf(told, before, after);
    const preview: Preview = {
      sentence,
      ...rest,
      verb: verbOf(told, after.state),
      fields: parts.map(
        (part): PreviewField => ({
          label: CALLED[part].label,
          slug: CALLED[part].slug,
          before: inWords(part, before),
          after: inWords(part, after),
        }),
      ),
      warnings: [...warnings, ...newWarnings(parts, before, after, room)],
      destructive: takesAway(parts, before, after),
      ...(conflicts.length > 0 && { conflicts }),
      ...(parts.length === 0 && { nothingToDo: true }),
    };

    const carried = (
      made: readonly Part[],
      from: Named,
      now: Named,
      approval: Approval | undefined,
      alreadyDone: boolean,
    ): Carried => {
      const back = made.filter((part) => !samePart(part, from, now));
      const first = [...now.names.records, ...from.names.records].find(({ ref, missing }) => ref && !missing);
      const update = (to: Named, of: readonly Part[], base: Named): UpdateTask => ({
        kind: 'task.update',
        taskId: change.taskId,
        ...pick(to.state, of),
        base: pick(base.state, of),
      });
      return {
        applied: {
          change: update(after, made, from),
          ...(approval && { approval }),
          ...(alreadyDone && { alreadyDone }),
          differences: differencesOf(made, after, now),
          undo: back.length > 0 ? update(from, back, now) : undefined,
        },
        past,
        ...(first?.ref && { target: { ...first.ref, title: first.name } }),
      };
    };
    /** The same, with the task as Attio has it, which everybody learns. */
    const learnt = (of: Carried, stored: Task): Carried => {
      room.uncertain.delete(key);
      room.catalog.learnTask(stored);
      return { ...of, applied: { ...of.applied, task: stored } };
    };

    /** What is left to be made, from what; somebody may have written since the look. */
    const upToDate = async (): Promise<{ from: Named; made: Part[]; task: Task }> => {
      if (room.now() - lookedAt <= FRESH_MS) return { from: before, made: parts, task };
      const fresh = await seeing();
      if (!fresh) throw gone(change, room);
      const now = await named(await stateOf(fresh, room), room);
      const changed = conflictsOf(asked, before, now, after);
      if (changed.length > 0) throw new Conflicted(changed);
      return { from: now, made: asked.filter((part) => !samePart(part, now, after)), task: fresh };
    };

    const earlier = parts.length === 0 ? room.uncertain.get(key)?.settle?.({ values: {} }) : undefined;
    return {
      preview,
      ...(earlier && { settled: learnt(earlier, task) }),
      seenTask: pick(before.state, asked),
      writes: [[taskPlace(taskId), parts]],
      carry: async (approval) => {
        const { from, made, task: current } = await upToDate();
        if (made.length === 0) return learnt(carried([], from, from, approval, true), current);
        const sent: UpdateTask = { kind: 'task.update', taskId: change.taskId, ...pick(after.state, made) };
        const done = async (stored: Task, already: boolean) =>
          learnt(carried(made, from, await named(await stateOf(stored, room), room), approval, already), stored);
        try {
          const answer = await room.api.tasks.update(approve(sent, approval, room.now()), calling(room));
          return await done(await readBack(sent, answer, room).catch(() => answer), false);
        } catch (error) {
          if (!lostWrite(error)) throw error;
          const { found, looked } = await lookFor(room, async () => {
            const stored = await seeing();
            const now = stored && (await named(await stateOf(stored, room), room));
            return now && made.every((part) => samePart(part, after, now)) ? stored : undefined;
          });
          if (found) return done(found, true);
          room.catalog.forget({ what: 'task', taskId, refs: refsIn(from.state.linkedRecords) });
          // That Attio has it so by the next look shows that it was written after all.
          room.uncertain.set(key, { since: lookedAt, settle: () => carried(made, from, after, approval, true) });
          const which = `The task ${taskTitle(before.state.content)}`;
          throw lost(
            error,
            looked
              ? `${which} was read again and is as it was, so it was probably not changed.`
              : `${which} could not be read again: it may have been changed.`,
            'Try again when Attio can be reached: what Attio has by then is looked at first.',
          );
        }
      },
    };
  },
};
