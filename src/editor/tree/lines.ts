/** Lines that say why there is nothing, or not everything, to list. */
import { AttioError } from '../../attio/errors.js';
import { sentences, trouble } from '../records/trouble.js';
import type { LineNode, Parent } from './nodes.js';
import { objectName } from './present.js';

/** A line that does something about what its neighbours say. */
const asks = (
  path: string,
  parent: Parent | undefined,
  icon: string,
  title: string,
  command: string,
  withNode = true,
): LineNode => ({
  kind: 'line',
  role: 'retry',
  id: `${path}/${command}`,
  parent,
  icon,
  label: title,
  command: { command, title, withNode },
});

const change = (parent: Parent) => asks(parent.id, parent, 'filter', 'Change Filter', 'attio.filterRecords');
const clear = (parent: Parent) => asks(parent.id, parent, 'clear-all', 'Clear Filter', 'attio.clearFilter');

/** Attio takes the key and refuses what is asked: an attribute, option or view of the filter is gone. */
const isRefused = (error: unknown) => AttioError.is(error, 'validation') || AttioError.is(error, 'not-found');

/** The failure in words and icon, and the line that asks again (or does what helps). */
export function failureLines(
  failure: { error: unknown; at: Date } | undefined,
  parent: Parent | undefined,
  path: string,
): LineNode[] {
  if (!failure) return [];
  const { icon, label, message, remedy, help, again, executionId } = trouble(failure.error, failure.at);
  const lines = [sentences({ message, remedy }), executionId ? `Attio’s execution id: ${executionId}` : ''];
  const filtered = parent?.kind === 'object' && parent.filter !== undefined;
  const refused = filtered && isRefused(failure.error);
  const said: LineNode = {
    kind: 'line',
    role: 'failure',
    id: `${path}/failure`,
    parent,
    icon: refused ? 'filter' : icon,
    label: refused ? 'Attio refuses this filter' : label,
    description: message,
    tooltip: lines.filter(Boolean).join('\n\n'),
  };
  return [
    said,
    ...(help ? [asks(path, parent, 'arrow-right', help.title, help.command, false)] : []),
    ...(filtered ? [change(parent), clear(parent)] : []),
    // The same question would be refused again.
    ...(again && !refused ? [asks(path, parent, 'refresh', 'Retry', 'attio.retryNode')] : []),
  ];
}

/** No record fits: said, with the two ways on. */
export function nothingFits(parent: Extract<Parent, { kind: 'object' }>): LineNode[] {
  return [emptyLine(parent, 'no-match'), change(parent), clear(parent)];
}

type Why = 'no-objects' | 'no-records' | 'no-match' | 'no-views' | 'no-notes' | 'notes-scope';

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
    case 'no-match':
      return line('dash', `No ${parent?.kind === 'object' ? objectName(parent).toLocaleLowerCase() : 'records'} fit`);
    case 'no-views':
      return line('dash', 'No saved views');
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
