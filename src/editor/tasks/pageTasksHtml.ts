/** The tasks of a record page, each with a box to check. Pure; every remote text is escaped. */

import type { TaskAction } from '../records/messages.js';
import { escapeHtml, oneLine } from '../records/text.js';
import { banner } from '../webview/html.js';
import type { PageTask, PageTasks } from './pageTasks.js';

/** Empty where the key has no scope of tasks, and while that is not known (undefined); other scopes it lacks are named. */
export function tasksSection(tasks: PageTasks | undefined): string {
  if (!tasks) return '';
  if (tasks.state === 'hidden') return tasks.lacks ? lacking(tasks.lacks) : '';
  const { state, items, more, canWrite, trouble } = tasks;
  const again = trouble ? banner(trouble, 'refresh', '') : '';
  const none = state === 'ready' && items.length === 0 && !trouble ? '<p class="quiet">No open tasks.</p>' : '';
  const loading = state === 'loading' ? '<div class="note" aria-hidden="true"><span class="bone"></span></div>' : '';
  const tool = (name: string, title: string) =>
    `<button type="button" data-do="tool" data-tool="${name}" data-key="${name}">${title}</button>`;
  const tools = [
    ...(canWrite ? [tool('newTask', 'New Task…')] : []),
    ...(items.length > 0 || more ? [tool('showTasksOf', more ? 'Show All in Tasks' : 'Show in Tasks')] : []),
  ].join('');
  const list = items.length > 0 ? `<ul class="tasks">${items.map((one) => row(one, canWrite)).join('')}</ul>` : '';
  const busy = state === 'loading' ? ' aria-busy="true"' : '';
  return `<section aria-labelledby="tasks-title"${busy}><h2 id="tasks-title">Tasks</h2>${list}${loading}${none}${again}<p class="tools">${tools}</p></section>`;
}

function lacking(scopes: readonly string[]): string {
  const names = scopes.map((scope) => `<code>${escapeHtml(scope)}</code>`).join(', ');
  const which = scopes.length === 1 ? 'the scope' : 'the scopes';
  return `<section aria-labelledby="tasks-title"><h2 id="tasks-title">Tasks</h2><p class="quiet">This API key may not read tasks: they need ${which} ${names} as well.</p></section>`;
}

function row({ id, content, due, overdue, assignees }: PageTask, canWrite: boolean): string {
  const key = escapeHtml(id);
  const title = oneLine(content, 300) || 'Task without words';
  const button = (what: TaskAction, label: string) =>
    `<button type="button" class="quiet" data-do="task" data-what="${what}" data-id="${key}" data-key="${what}-${key}" aria-label="${escapeHtml(`${label.replace('…', '')}: ${title}`)}">${label}</button>`;
  // A button, so that the box shows what Attio has and not what was pressed.
  const box = canWrite
    ? `<button type="button" class="box" role="checkbox" aria-checked="false" data-do="task" data-what="complete" data-id="${key}" data-key="complete-${key}" title="Complete this task" aria-label="${escapeHtml(`Complete: ${title}`)}"></button>`
    : '';
  const facts = [
    due && `<span${overdue ? ' class="overdue"' : ''}>${escapeHtml(overdue ? `Overdue: ${due}` : due)}</span>`,
    assignees.length > 0 && `<span dir="auto">${escapeHtml(assignees.join(', '))}</span>`,
  ].filter((fact) => fact);
  const said = facts.length > 0 ? `<p class="quiet">${facts.join(' · ')}</p>` : '';
  const tools = canWrite
    ? `<span class="tools">${button('deadline', 'Set Deadline…')}${button('replace', 'Replace…')}</span>`
    : '';
  return `<li>${box}<div><p dir="auto">${escapeHtml(title)}</p>${said}</div>${tools}</li>`;
}
