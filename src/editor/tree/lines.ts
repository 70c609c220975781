/** Lines that say why there is nothing, or not everything, to list. */
import { AttioError } from '../../attio/errors.js';
import { oneLine } from '../records/text.js';
import { sentences, trouble } from '../records/trouble.js';
import type { LineNode, Parent, RowView } from './nodes.js';
import { objectName } from './present.js';

/** Where lines stand: below `parent` (undefined: in the view itself), with ids below `path`. */
export interface Place<P> {
  parent: P | undefined;
  path: string;
  view?: RowView;
}

/** A line that does something about what its neighbours say. */
const asks = <P>(
  { path, ...place }: Place<P>,
  icon: string,
  title: string,
  command: string,
  withNode = true,
): LineNode<P> => ({
  kind: 'line',
  role: 'retry',
  id: `${path}/${command}`,
  ...place,
  icon,
  label: title,
  command: { command, title, withNode },
});

const at = (parent: Parent): Place<Parent> => ({ parent, path: parent.id });
const change = (parent: Parent) => asks(at(parent), 'filter', 'Change Filter', 'attio.filterRecords');
const clear = (parent: Parent) => asks(at(parent), 'clear-all', 'Clear Filter', 'attio.clearFilter');

/** Attio takes the key and refuses what is asked: an attribute, option or view of the filter is gone. */
const isRefused = (error: unknown) => AttioError.is(error, 'validation') || AttioError.is(error, 'not-found');

type Failure = { error: unknown; at: Date } | undefined;

/** What a list knows better about its failure than the failure itself. */
interface Knowing<P> {
  icon: string;
  label: string;
  /** What helps beside asking again. */
  ways: LineNode<P>[];
  /** The same question would be refused again. */
  refused: boolean;
}

/** The failure of a list in words and icon, and the line that asks again (or does what helps). */
export function troubleLines<P>(failure: Failure, place: Place<P>, knowing: Partial<Knowing<P>> = {}): LineNode<P>[] {
  if (!failure) return [];
  const { icon, label, message, remedy, help, again, executionId } = trouble(failure.error, failure.at);
  const lines = [sentences({ message, remedy }), executionId ? `Attio’s execution id: ${executionId}` : ''];
  const { path, ...where } = place;
  const said: LineNode<P> = {
    kind: 'line',
    role: 'failure',
    id: `${path}/failure`,
    ...where,
    icon: knowing.icon ?? icon,
    label: knowing.label ?? label,
    description: message,
    tooltip: lines.filter(Boolean).join('\n\n'),
  };
  return [
    said,
    ...(help ? [asks(place, 'arrow-right', help.title, help.command, false)] : []),
    ...(knowing.ways ?? []),
    ...(again && !knowing.refused ? [asks(place, 'refresh', 'Retry', 'attio.retryNode')] : []),
  ];
}

/** `troubleLines` of the Records view: a filter that Attio refuses is changed or cleared. */
export function failureLines(failure: Failure, parent: Parent | undefined, path: string): LineNode[] {
  const place = { parent, path };
  if (parent?.kind !== 'object' || parent.filter === undefined) return troubleLines(failure, place);
  const ways = [change(parent), clear(parent)];
  if (!isRefused(failure?.error)) return troubleLines(failure, place, { ways });
  return troubleLines(failure, place, { ways, refused: true, icon: 'filter', label: 'Attio refuses this filter' });
}

/** A line that says why there is nothing to list. */
export function saysLine<P>(
  { path, ...where }: Place<P>,
  why: string,
  icon: string,
  label: string,
  tooltip?: string,
): LineNode<P> {
  const line: LineNode<P> = { kind: 'line', role: 'empty', id: `${path}/${why}`, ...where, icon, label };
  return tooltip === undefined ? line : { ...line, tooltip };
}

/** No record fits: said, with the two ways on. */
export function nothingFits(parent: Extract<Parent, { kind: 'object' }>): LineNode[] {
  return [emptyLine(parent, 'no-match'), change(parent), clear(parent)];
}

type Why =
  | 'no-objects'
  | 'no-records'
  | 'no-cards'
  | 'view-not-grouped'
  | 'no-match'
  | 'no-views'
  | 'no-notes'
  | 'notes-scope';

/** `parent` undefined: in the view itself; then `path` must tell its id from those of other accounts. */
export function emptyLine(parent: Parent | undefined, why: Why, path = parent?.id ?? ''): LineNode {
  const line = (icon: string, label: string, tooltip?: string) => saysLine({ parent, path }, why, icon, label, tooltip);
  switch (why) {
    case 'no-objects':
      return line('circle-slash', 'No objects', 'This workspace has no objects that the API key may see.');
    case 'no-records':
      return line('dash', `No ${parent?.kind === 'object' ? objectName(parent).toLocaleLowerCase() : 'records'} yet`);
    case 'no-cards':
      return line('dash', 'Nothing is in this stage');
    case 'view-not-grouped':
      return line(
        'info',
        `Not grouped by ${parent?.kind === 'object' ? oneLine(parent.waiting ?? '', 40) : ''} while a view is shown`,
        'Attio takes no saved view together with a stage. Clear the filter, or filter by conditions, to see the groups.',
      );
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
