/** How a row of the Tasks view looks. Tooltips are made when they are asked for, with remote text escaped. */
import { MarkdownString, type TreeItem, TreeItemCheckboxState, TreeItemCollapsibleState } from 'vscode';
import type { DueGroup } from '../../crm/tasks/groups.js';
import { doneInWords, dueInWords, dueWhole } from '../../crm/tasks/words.js';
import { withoutPlace } from '../../crm/todo/place.js';
import { beginning, commandLink, escapeMarkdown } from '../markdown.js';
import { objectIcon } from '../records/icons.js';
import { oneLine } from '../records/text.js';
import { item, lineItem, moreItem } from '../tree/present.js';
import type { DoneNode, DueNode, TaskNode, TasksNode } from './nodes.js';

const { Collapsed, Expanded } = TreeItemCollapsibleState;

const GROUPS: Record<DueGroup, { label: string; icon: string; says: string }> = {
  overdue: { label: 'Overdue', icon: 'warning', says: 'Tasks whose deadline is over, the longest overdue first' },
  today: { label: 'Today', icon: 'watch', says: 'Tasks that are due before midnight' },
  week: { label: 'This Week', icon: 'calendar', says: 'Tasks that are due later this week' },
  later: { label: 'Later', icon: 'arrow-right', says: 'Tasks that are due after this week' },
  none: { label: 'No Date', icon: 'dash', says: 'Open tasks without a deadline, newest first' },
};

/** The item of a row, less its tooltip. `now`: milliseconds since 1970. */
export function present(node: TasksNode, now: number): TreeItem {
  switch (node.kind) {
    case 'due':
      return dueItem(node);
    case 'done':
      return doneItem(node);
    case 'task':
      return taskItem(node, now);
    case 'more':
      return moreItem(node);
    case 'line':
      return lineItem(node);
  }
}

function dueItem(node: DueNode): TreeItem {
  const { label, icon } = GROUPS[node.group];
  const made = item(node, label, icon, node.open ? Expanded : Collapsed);
  const count = `${node.tasks.length}${node.more ? '+' : ''}`;
  made.description = count;
  made.contextValue = 'due';
  made.accessibilityInformation = { label: `${label}, ${count} ${node.tasks.length === 1 ? 'task' : 'tasks'}` };
  return made;
}

function doneItem(node: DoneNode): TreeItem {
  const made = item(node, 'Done', 'check-all', Collapsed);
  made.contextValue = 'due';
  made.accessibilityInformation = { label: 'Tasks that are done' };
  return made;
}

/** What a task is called where there is one line for it. */
export const taskLabel = (content: string, limit = 120): string =>
  beginning(withoutPlace(content), limit) || 'Task without words';

/** When it is due, who does it, what it is about: at most two of each. */
function facts({ full, names }: TaskNode, now: number): string[] {
  const few = (all: readonly string[]) =>
    all.length > 2
      ? `${oneLine(all[0]!, 60)} and ${all.length - 1} more`
      : all.map((one) => oneLine(one, 60)).join(', ');
  const when = full.is_completed ? doneInWords(full.completed_at) : dueInWords(full.deadline_at, now);
  return [when, few(names.assignees), few(names.records.map(({ title }) => title))].filter((part) => part !== '');
}

function taskItem(node: TaskNode, now: number): TreeItem {
  const { full, boxed } = node;
  const done = full.is_completed;
  const label = taskLabel(full.content_plaintext);
  const made = item(node, label, done ? 'pass' : 'circle-large-outline');
  const said = facts(node, now);
  made.description = said.join(' · ');
  made.contextValue = done ? 'task.done' : 'task';
  made.accessibilityInformation = { label: [label, done ? '' : 'open', ...said].filter(Boolean).join(', ') };
  if (boxed) {
    // The box says what the icon would.
    delete made.iconPath;
    made.checkboxState = {
      state: done ? TreeItemCheckboxState.Checked : TreeItemCheckboxState.Unchecked,
      tooltip: done ? 'Reopen this task' : 'Complete this task',
      accessibilityInformation: { label: `${label}, ${said.join(', ')}`, role: 'checkbox' },
    };
  }
  return made;
}

/**
 * `now`: milliseconds since 1970. Of a task its Markdown, in which a record can be opened and no other command run.
 * undefined: of a line that has none.
 */
export function tooltip(node: TasksNode, now: number): MarkdownString | string | undefined {
  if (node.kind === 'line') return node.tooltip;
  if (node.kind === 'due')
    return node.more
      ? `${GROUPS[node.group].says}. More tasks are open than have been read: Load more, at the end, reads them.`
      : GROUPS[node.group].says;
  if (node.kind === 'done') return 'Tasks that are done, newest first';
  if (node.kind === 'more') return 'Reads more of the tasks that are open, so that the groups become whole';
  const made = new MarkdownString(aboutTask(node, now), true);
  made.isTrusted = { enabledCommands: ['attio.openRecord'] };
  return made;
}

const LINES = 12;

/** All of a task, as Markdown: what it says, when it is due, who does it, what it is about. */
export function aboutTask({ full, names, account }: TaskNode, now: number): string {
  const lines = full.content_plaintext.split('\n').filter((line) => line.trim() !== '');
  const text = lines.slice(0, LINES).map((line) => escapeMarkdown(beginning(line, 400)));
  if (lines.length > LINES) text.push('…');
  const due = dueWhole(full.deadline_at, full.is_completed, now);
  const state = full.is_completed ? `$(pass) ${escapeMarkdown(doneInWords(full.completed_at))}` : '';
  return [
    text.length > 0 ? `**${text[0]}**` : '',
    text.slice(1).join('  \n'),
    state,
    due ? `$(calendar) ${escapeMarkdown(`Due ${due}`)}` : full.is_completed ? '' : '$(calendar) No deadline',
    names.assignees.length > 0 ? `$(account) ${escapeMarkdown(names.assignees.join(', '))}` : '$(account) Nobody',
    ...names.records.map(({ title, noun, object, recordId }) =>
      [
        commandLink(escapeMarkdown(oneLine(title, 100)), objectIcon(object), 'attio.openRecord', {
          object,
          recordId,
          account,
        }),
        escapeMarkdown(noun),
      ].join(' — '),
    ),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}
