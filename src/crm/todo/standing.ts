/** How a line and the task that it is linked to stand, in words. Pure. */
import type { Task } from '../../attio/workTypes.js';
import type { Formats } from '../format.js';
import { doneInWords, dueInWords } from '../tasks/words.js';
import type { TodoLine } from './lines.js';

/**
 * `open`, `done`: both say the same. `doneThere`: done in Attio, not ticked here; `doneHere`: the other way round.
 * `gone`: there is no such task in Attio any more.
 */
export type Standing = 'open' | 'done' | 'doneThere' | 'doneHere' | 'gone';

/** `task`: null where Attio has none. A line with nothing to tick stands as its task does. */
export function standingOf({ mark, ticked }: Pick<TodoLine, 'mark' | 'ticked'>, task: Task | null): Standing {
  if (task === null) return 'gone';
  if (mark === 'link') return task.is_completed ? 'done' : 'open';
  if (task.is_completed) return ticked ? 'done' : 'doneThere';
  return ticked ? 'doneHere' : 'open';
}

/** `Open · due Friday 15:00 · Ada`, `Done 19 Nov 2026`. `people`: its assignees' names; `now` in milliseconds. */
export function taskInWords(task: Task, people: readonly string[], now: number, formats: Formats = {}): string {
  if (task.is_completed) return doneInWords(task.completed_at, formats);
  const due = dueInWords(task.deadline_at, now, formats);
  const late = due !== '' && Date.parse(task.deadline_at!) <= now;
  const who = people.length > 2 ? [`${people[0]} and ${people.length - 1} more`] : [...people];
  return [
    'Open',
    ...(due === '' ? [] : [`${late ? 'was due' : 'due'} ${due}`]),
    ...(who.length ? [who.join(', ')] : []),
  ].join(' · ');
}
