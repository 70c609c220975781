/** What a hover says of a task: its words, when it is due or was done, who does it and what it is about. */
import { hasScopes } from '../../attio/scopes.js';
import type { Task } from '../../attio/workTypes.js';
import { doneInWords, dueWhole } from '../../crm/tasks/words.js';
import { beginning, commandLink, escapeMarkdown } from '../markdown.js';
import { objectIcon } from '../records/icons.js';
import type { Connection } from '../services.js';
import { learnNames, NO_NAMES } from '../tasks/names.js';

/** Records that are named; the rest is counted. */
const RECORDS = 4;

/** The paragraphs of a task, top to bottom. Its names cost at most one query per object, and none when they are known. */
export async function taskParagraphs(connection: Connection, task: Task, signal: AbortSignal): Promise<string[]> {
  const names = (await learnNames(connection, [task], { surface: 'hover', signal })).get(task.id.task_id) ?? NO_NAMES;
  const due = dueWhole(task.deadline_at, task.is_completed, Date.now());
  const state = task.is_completed ? `$(pass) ${escapeMarkdown(doneInWords(task.completed_at))}` : '';
  const records = names.records
    .slice(0, RECORDS)
    .map(
      ({ title, noun, object }) =>
        `$(${objectIcon(object)}) **${escapeMarkdown(beginning(title, 100))}** — ${escapeMarkdown(noun)}`,
    );
  const more = names.records.length - records.length;
  return [
    `$(checklist) **${escapeMarkdown(beginning(task.content_plaintext, 400)) || 'Task without words'}** — Task`,
    [
      state,
      due ? `$(calendar) ${escapeMarkdown(`Due ${due}`)}` : task.is_completed ? '' : '$(calendar) No deadline',
      names.assignees.length > 0 ? `$(account) ${escapeMarkdown(names.assignees.join(', '))}` : '$(account) Nobody’s',
    ]
      .filter((part) => part !== '')
      .join('&nbsp;&nbsp;·&nbsp;&nbsp;'),
    [...records, ...(more > 0 ? [`and ${more} more`] : [])].join('  \n'),
  ];
}

/** Links that do something about it. */
export function taskActions({ account }: Connection, task: Task): string[] {
  if (!hasScopes(account.scopes, 'task:read-write')) return [];
  const target = { account: account.id, task: { id: task.id.task_id } };
  return [
    commandLink(task.is_completed ? 'Reopen' : 'Complete', 'check', 'attio.completeTask', target),
    commandLink('Set Deadline', 'calendar', 'attio.setTaskDeadline', target),
  ];
}
