/** Messages about the outbox: what waits, what was refused, what was sent at last. */
import { commands } from 'vscode';
import { noteUrl } from '../../attio/webUrl.js';
import type { TakenBack } from '../../changes/outboxPorts.js';
import { describe, remedies } from '../failure.js';
import type { Services } from '../services.js';
import type { Button } from '../ui.js';
import type { Outbox, OutboxItem, Refused, Result, Sent, Waiting } from './types.js';
import { nameOf } from './words.js';

const openItem = ({ id }: OutboxItem) => commands.executeCommand('attio.openOutboxItem', { id });
const showView = () => commands.executeCommand('attio.notes.focus');

/** What was just approved and is not in Attio yet. */
export async function tellKept(services: Services, outbox: Outbox, results: readonly Result[]): Promise<void> {
  const refused = results.filter((one) => one.status === 'refused');
  const waiting = results.filter((one) => one.status === 'waiting');
  if (refused.length > 0) await tellRefused(services, outbox, refused);
  if (waiting.length > 0) await tellWaiting(services, outbox, waiting);
}

/** What Send Now came to. */
export async function tellTried(services: Services, outbox: Outbox, results: readonly Result[]): Promise<void> {
  const sent = results.filter((one) => one.status === 'sent');
  if (sent.length > 0) await tellSent(services, sent);
  await tellKept(services, outbox, results);
}

/** What came of notes that were sent by themselves. */
export async function tellLater(services: Services, outbox: Outbox, results: readonly Result[]): Promise<void> {
  await tellTried(
    services,
    outbox,
    results.filter(({ status }) => status !== 'waiting'),
  );
}

async function tellSent({ ui }: Services, sent: readonly Sent[]): Promise<void> {
  const [first] = sent;
  if (first === undefined) return;
  const differences = sent.flatMap(({ applied }) => applied.differences);
  const told =
    sent.length === 1
      ? `${nameOf(first.item)}, which waited in the outbox, is in Attio now.`
      : `${sent.length} notes that waited in the outbox are in Attio now.`;
  const { note, item } = first;
  const url = noteUrl(item.account.slug, note.id.note_id, note.parent_object, note.parent_record_id);
  const buttons: Button[] = [
    ...(sent.length === 1 ? [{ title: 'Open in Attio', run: () => ui.openExternal(url) }] : []),
    { title: 'Recent Changes', run: () => commands.executeCommand('attio.recentChanges') },
  ];
  await (differences.length > 0 ? ui.warn : ui.info)([told, ...differences].join(' '), ...buttons);
}

async function tellWaiting({ ui }: Services, outbox: Outbox, waiting: readonly Waiting[]): Promise<void> {
  const [first] = waiting;
  if (first === undefined) return;
  const one = waiting.length === 1;
  const what = one ? nameOf(first.item) : `${waiting.length} notes`;
  const kept = `${what} ${one ? 'is' : 'are'} kept in the outbox and sent as soon as ${one ? 'it' : 'they'} can be.`;
  const why = first.error ? describe(first.error) : first.why;
  await ui.warn(
    `${kept} ${why}`.trim(),
    { title: 'Send Now', run: () => outbox.sendNow(one ? first.item.id : undefined) },
    { title: 'Show Outbox', run: showView },
    ...(first.error ? remedies(first.error, ui) : []),
  );
}

async function tellRefused({ ui }: Services, outbox: Outbox, refused: readonly Refused[]): Promise<void> {
  const [first] = refused;
  if (first === undefined) return;
  const one = refused.length === 1;
  const why = first.error ? describe(first.error) : (first.item.message ?? '');
  const what = one ? nameOf(first.item) : `${refused.length} notes`;
  const kept = first.conflicts
    ? `${what} ${one ? 'was' : 'were'} not sent.`
    : `${what} ${one ? 'was' : 'were'} not sent, and ${one ? 'is' : 'are'} kept in the outbox.`;
  await ui.error(
    `${kept} ${why}`.trim(),
    ...(one ? [{ title: first.conflicts ? 'Compare…' : 'Open', run: () => openItem(first.item) }] : []),
    ...(one ? [] : [{ title: 'Show Outbox', run: showView }]),
    ...(first.error && first.error.kind !== 'validation'
      ? [{ title: 'Send Again', run: () => outbox.sendNow(one ? first.item.id : undefined) }]
      : []),
    ...(first.error ? remedies(first.error, ui) : []),
  );
}

/** Why nothing was taken back. true: it is to be taken back all the same. */
export async function tellTakenBack({ ui }: Services, taken: TakenBack): Promise<boolean> {
  switch (taken.status) {
    case 'sent':
      await ui.info(`${nameOf(taken.result.item)} is in Attio already: there was nothing left to take back.`);
      return false;
    case 'busy':
      await ui.warn('This note is being sent at the moment. Try again when it is known what came of it.');
      return false;
    case 'gone':
      await ui.info('This note does not wait any more: it was sent or taken back, perhaps in another window.');
      return false;
    case 'unsure': {
      const verb = 'Take Back All the Same';
      const why = taken.error === undefined ? 'Attio may still be creating it.' : describe(taken.error);
      const answer = await ui.confirm({
        message: `${nameOf(taken.item)} may be in Attio already`,
        detail: `${why} Taken back now, it is not sent again, and nobody looks any more whether it is there.`,
        verb,
        destructive: true,
      });
      return answer === verb;
    }
    default:
      return false;
  }
}
