/** Lines that say why there is nothing, or not everything, to list. */
import { sentences, trouble } from '../records/trouble.js';
import type { LineNode, Parent } from './nodes.js';
import { objectName } from './present.js';

/** The failure in words and icon, and the line that asks again (or does what helps). */
export function failureLines(
  failure: { error: unknown; at: Date } | undefined,
  parent: Parent | undefined,
  path: string,
): LineNode[] {
  if (!failure) return [];
  const { icon, label, message, remedy, help, again, executionId } = trouble(failure.error, failure.at);
  const lines = [sentences({ message, remedy }), executionId ? `Attio’s execution id: ${executionId}` : ''];
  const said: LineNode = {
    kind: 'line',
    role: 'failure',
    id: `${path}/failure`,
    parent,
    icon,
    label,
    description: message,
    tooltip: lines.filter(Boolean).join('\n\n'),
  };
  const asks: LineNode[] = [];
  if (help)
    asks.push({
      kind: 'line',
      role: 'retry',
      id: `${path}/help`,
      parent,
      icon: 'arrow-right',
      label: help.title,
      command: help,
    });
  if (again)
    asks.push({
      kind: 'line',
      role: 'retry',
      id: `${path}/retry`,
      parent,
      icon: 'refresh',
      label: 'Retry',
      command: { command: 'attio.retryNode', title: 'Retry', withNode: true },
    });
  return [said, ...asks];
}

type Why = 'no-objects' | 'no-records' | 'no-notes' | 'notes-scope';

export function emptyLine(parent: Parent | undefined, why: Why, path = parent?.id ?? ''): LineNode {
  const line = (icon: string, label: string, tooltip?: string): LineNode => ({
    kind: 'line',
    role: 'empty',
    id: `${path}/${why}`,
    parent,
    icon,
    label,
    ...(tooltip && { tooltip }),
  });
  switch (why) {
    case 'no-objects':
      return line('circle-slash', 'No objects', 'This workspace has no objects that the API key may see.');
    case 'no-records':
      return line('dash', `No ${parent?.kind === 'object' ? objectName(parent).toLocaleLowerCase() : 'records'} yet`);
    case 'no-notes':
      return line('dash', 'No notes');
    case 'notes-scope':
      return line(
        'lock',
        'Notes need the scope note:read',
        'This API key may not read notes. Grant it note:read (or note:read-write) in Attio and sign in again.',
      );
  }
}
