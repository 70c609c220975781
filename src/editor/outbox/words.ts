/** What is said of what waits in the outbox. Pure. */
import type { OutboxItem } from '../../changes/outboxItem.js';
import { oneLine } from '../records/text.js';

/**
 * On one line, 80 characters at most; of an update that leaves the title, the one the note had. `Untitled note` for
 * none.
 */
export function titleOf({ change }: Pick<OutboxItem, 'change'>): string {
  const title = change.kind === 'note.create' ? change.title : (change.title ?? change.base?.title ?? '');
  return oneLine(title, 80).trim() || 'Untitled note';
}

/** `The note “Call with Ada” on Acme Robotics`. */
export function nameOf(item: Pick<OutboxItem, 'change' | 'recordName'>): string {
  const { recordName } = item;
  return `The note “${titleOf(item)}”${recordName ? ` on ${oneLine(recordName, 60)}` : ''}`;
}

/** What has come of it so far, in a few words. */
export function stateOf({ state, change }: Pick<OutboxItem, 'state' | 'change'>): string {
  switch (state) {
    case 'sending':
      return 'being sent';
    case 'unknown':
      return change.kind === 'note.create' ? 'perhaps created: looked for first' : 'perhaps changed: looked at first';
    case 'refused':
      return 'refused by Attio';
    case 'conflict':
      return 'changed in Attio meanwhile';
    case 'sent':
      return 'sent';
    default:
      return 'waits';
  }
}
