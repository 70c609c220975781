/** What is said after a write, and what its buttons do. */
import { commands } from 'vscode';
import type { Applied, ApplyOutcome, Change, Conflict, SingleChange } from '../../changes/change.js';
import type { JournalEntry } from '../../changes/journal.js';
import { describe, remedies } from '../failure.js';
import { linkAgainButtons } from '../tasks/linkAgain.js';
import type { Button } from '../ui.js';
import { type Attempt, attempt, takeBack } from './carryOut.js';
import { labels, sides, thenAndNow } from './comparison.js';
import { compare } from './documents.js';
import { entryOf, newest } from './entry.js';
import { quoted } from './words.js';

type Failed = Extract<ApplyOutcome, { status: 'failed' }>;
type Conflicted = Extract<ApplyOutcome, { status: 'conflict' }>;

/** The record that a change was about, to open it; undefined where it was about none, or about several. */
export function recordOf(applied: Applied): { object: string; recordId: string } | undefined {
  const { change, record, note, parts = [] } = applied;
  if (change.kind === 'batch') {
    const [first, ...others] = parts.flatMap((part) => recordOf(part) ?? []);
    return others.every(({ recordId }) => recordId === first?.recordId) ? first : undefined;
  }
  const recordId = record?.id.record_id;
  if (change.kind === 'record.delete') return undefined;
  // Both old ones are gone, and the new one may take a while.
  if (change.kind === 'record.merge') return recordId === undefined ? undefined : { object: change.object, recordId };
  if (change.kind.startsWith('record.')) {
    const { object, recordId: own } = change as Extract<SingleChange, { object: string }> & { recordId?: string };
    const id = recordId ?? own;
    return id === undefined ? undefined : { object, recordId: id };
  }
  if (note) return { object: note.parent_object, recordId: note.parent_record_id };
  if (change.kind === 'task.create' || change.kind === 'task.update') {
    const link = change.linkedRecords?.find((one) => 'recordId' in one);
    return link && { object: link.object, recordId: link.recordId };
  }
  if (change.kind === 'comment.create') {
    return 'object' in change.on ? { object: change.on.object, recordId: change.on.recordId } : undefined;
  }
  return change.kind === 'entry.create' ? { object: change.parentObject, recordId: change.parentRecordId } : undefined;
}

const kept = ({ connection, preview, options }: Attempt, applied: Applied) =>
  entryOf(connection, applied, { surface: options.surface, sentence: preview?.sentence ?? 'The last change' });

const stop = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`);

/**
 * A warning where Attio made something else of it (`differences`), else a word of success; Undo is offered where there
 * is an entry to take back, and not after an undo. Resolves when the message is closed and what was pressed is done.
 */
export async function tellApplied(made: Attempt, applied: Applied): Promise<void> {
  const { services, connection, options, preview, entry } = made;
  const { ui } = services;
  const own = await kept(made, applied);
  const sentence = entry
    ? `Undone: ${entry.sentence}`
    : (options.done?.(applied) ?? own?.sentence ?? `Done: ${preview?.sentence ?? 'the change'}`);
  const already = applied.alreadyDone ? ['An earlier try had done it; nothing was sent again.'] : [];
  // What an undo makes anew may lack links, whoever takes it back.
  const buttons = entry ? linkAgainButtons(services, connection, applied) : [...(options.buttons?.(applied) ?? [])];
  if (own?.undo && !entry) buttons.push({ title: 'Undo', run: () => undo(made, own) });
  const record = options.subject?.(applied) ?? recordOf(applied);
  if (record) {
    const target = { ...record, account: connection.account.id };
    buttons.push({ title: 'Show Record', run: () => commands.executeCommand('attio.openRecord', target) });
    buttons.push({ title: 'Open in Attio', run: () => commands.executeCommand('attio.openInAttio', target) });
  }
  const anew =
    entry?.change.kind === 'record.delete' && record
      ? [`It was created anew: its id is ${record.recordId} now, and links to the old one no longer lead to it.`]
      : [];
  // Without an approval there was nothing to do, which `differences` say.
  const done = applied.approval === undefined && applied.change.kind !== 'batch' ? [] : [stop(sentence)];
  const message = [...done, ...anew, ...already, ...applied.differences].join(' ');
  await (done.length > 0 && applied.differences.length > 0 ? ui.warn : ui.info)(message, ...buttons);
}

async function undo({ services, connection, options }: Attempt, entry: JournalEntry): Promise<void> {
  const now = await newest(connection, entry);
  if (now.undone) return void (await services.ui.info(`${quoted(now.sentence)} was undone already.`));
  const outcome = await takeBack(services, connection, now, { surface: 'changes.undo' });
  if (outcome.status === 'applied') await options.later?.(outcome);
}

/** The same once more, by a button of its own message. */
async function again(
  made: Attempt,
  write: Parameters<typeof attempt>[1] = {},
  seen?: readonly Conflict[],
): Promise<void> {
  // The message may have stood while the surface went on.
  const why = await made.options.notWanted?.();
  if (why !== undefined) return void (await made.services.ui.info(why));
  const outcome = await attempt(made, write, seen);
  if (outcome.status !== 'declined') await made.options.later?.(outcome);
}

/**
 * What was stopped before anything was written is a word in the status bar only. “Try Again” is offered where it can
 * help, and looks first where the end is not known; what was made of a batch can be undone. Resolves as `tellApplied`.
 */
export async function tellFailed(made: Attempt, { error, applied }: Failed): Promise<void> {
  const { services, preview, entry, options } = made;
  const { ui } = services;
  const unknown = error.fate === 'unknown';
  if (error.kind === 'cancelled' && !unknown && !applied) return ui.status('Attio: stopped; nothing was written');
  const what = entry ? `taking back ${quoted(entry.sentence)}` : preview && quoted(preview.sentence);
  const partly = applied !== undefined;
  const buttons: Button[] = [];
  // Of an unknown end it is looked for first, and a batch goes on where it stopped: nothing is done twice.
  if (error.kind !== 'permission' && error.kind !== 'validation' && error.kind !== 'key-invalid')
    buttons.push({ title: 'Try Again', run: () => again(made, unknown ? { mayBeDone: true } : {}) });
  if (partly) {
    const own = await kept(made, applied);
    if (own?.undo) buttons.push({ title: 'Undo What Was Done', run: () => undo(made, own) });
  }
  if (options.instead && !unknown && !partly && STAYS.has(error.kind)) buttons.push(options.instead);
  const state = unknown || partly ? '' : ' Nothing was changed.';
  const lead = what === undefined ? '' : `${what.charAt(0).toUpperCase()}${what.slice(1)}: `;
  await ui.error(`${lead}${describe(error)}${state}`, ...buttons, ...remedies(error, ui));
}

/** What Attio refuses now it refuses a moment later as well. */
const STAYS: ReadonlySet<string> = new Set(['not-found', 'validation', 'conflict', 'duplicate', 'permission']);

/**
 * Opens both sides, then asks. “Overwrite with Mine” (“Delete”, “Merge” or “Undo All the Same”) is an approval of these
 * conflicts alone: of others it is asked anew. Resolves as `tellApplied`.
 */
export async function tellConflict(made: Attempt, { conflicts, preview }: Conflicted): Promise<void> {
  const { services, entry } = made;
  const { ui } = services;
  const takes = takesAway(entry?.undo ?? made.change);
  const { left, right, told } = takes
    ? takenAway(conflicts, takes, entry !== undefined)
    : written(conflicts, entry !== undefined);
  const show = () => compare(`Changed in Attio meanwhile: ${preview.sentence}`, left, right);
  await show();
  const what = entry ? `${quoted(entry.sentence)} was not taken back` : 'Nothing was written';
  const partly = made.change.kind === 'batch' && !entry ? made.options.partly?.(conflicts) : undefined;
  const anyway = entry ? 'Undo' : takes === 'merge' ? 'Merge' : 'Delete';
  await ui.warn(
    `${partly?.told ?? `${what}: someone changed ${labels(conflicts)} in Attio since.`} ${told}`,
    // What overwrites nothing comes first: that button is the one that stands out.
    ...(partly?.button ? [partly.button] : []),
    {
      title: takes || entry ? `${anyway} All the Same` : 'Overwrite with Mine',
      // What they have seen is what is overwritten; should it change once more, it is shown once more.
      run: () => again(made, { overConflicts: true }, conflicts),
    },
    { title: 'Keep Attio’s' },
    { title: 'Show Comparison', run: show },
    ...(made.options.instead ? [made.options.instead] : []),
  );
}

/** Whether all that a change does is to take records, notes or entries away. */
function takesAway(change: Change): 'delete' | 'merge' | undefined {
  if (change.kind === 'record.merge') return 'merge';
  const deletes = change.kind === 'batch' ? change.changes.every(isDelete) : isDelete(change);
  return deletes ? 'delete' : undefined;
}
const isDelete = ({ kind }: Change): boolean => kind.endsWith('.delete');

interface Sides {
  left: { name: string; text: string };
  right: { name: string; text: string };
  told: string;
}

function written(conflicts: readonly Conflict[], isUndo: boolean): Sides {
  const { theirs, mine } = sides(conflicts);
  return {
    left: { name: 'What Attio has now', text: theirs },
    right: { name: isUndo ? 'What Undo would bring back' : 'What you wanted', text: mine },
    told: `Left is what Attio has now, right what ${isUndo ? 'Undo would bring back' : 'you wanted'}.`,
  };
}

/** There is nothing to lay beside what somebody wrote, but what was there before they did. */
function takenAway(conflicts: readonly Conflict[], takes: 'delete' | 'merge', isUndo: boolean): Sides {
  const { before, now } = thenAndNow(conflicts);
  const does = takes === 'merge' ? 'the merge would go by' : `${isUndo ? 'Undo' : 'this'} would delete`;
  return {
    left: { name: isUndo ? 'What was written' : 'What you saw', text: before },
    right: { name: 'What Attio has now', text: now },
    told: `Left is what ${isUndo ? 'was written' : 'you saw'}, right what Attio has now, which ${does}.`,
  };
}
