/** An earlier version of the file that still waits in the outbox: it goes first, or not at all. */
import { outboxOf } from '../outbox/outbox.js';
import type { OutboxItem } from '../outbox/types.js';
import type { Services } from '../services.js';
import type { Published } from './file.js';
import { movedTo } from './moves.js';

/** What of a file is on its way. */
export async function waitingOf(services: Services, uri: string): Promise<OutboxItem[]> {
  const items = await outboxOf(services).items();
  return items.filter(
    ({ origin, state }) => origin.kind === 'file' && state !== 'sent' && movedTo(services, origin.uri) === uri,
  );
}

const SEND = 'Send It First';
const REPLACE = 'Replace It';

/** `anew`: the file's links may have changed. */
export async function earlierWaits(services: Services, file: Published): Promise<'go on' | 'anew' | 'stop'> {
  const { ui } = services;
  const uri = file.uri.toString();
  const items = await waitingOf(services, uri);
  if (items.length === 0) return 'go on';
  const one = items.length === 1;
  const why = items.map(({ message }) => message).find((message) => message !== undefined);
  const answer = await ui.confirm({
    message: items.some(({ state }) => state === 'refused' || state === 'conflict')
      ? `Attio did not accept an earlier version of ${file.name}, which is kept in the outbox`
      : `An earlier version of ${file.name} waits in the outbox`,
    detail: `${one ? 'It has' : `${items.length} notes have`} not reached Attio yet.${why ? ` ${why}` : ''} Take ${one ? 'it' : 'them'} out and send the file as it is now instead, or send ${one ? 'it' : 'them'} first?`,
    verb: REPLACE,
    others: [SEND],
  });
  if (answer === undefined) return 'stop';
  const outbox = outboxOf(services);
  if (answer === SEND) {
    for (const { id } of items) await outbox.sendNow(id);
    // What waits still has said why.
    return (await waitingOf(services, uri)).length === 0 ? 'anew' : 'stop';
  }
  // What cannot be taken out has said why, too: it may be in Attio already.
  for (const { id } of items) if (!(await outbox.takeBack(id))) return 'stop';
  return 'anew';
}
