/** After publishing: what to say, and the way back. */
import { commands, type TextDocument } from 'vscode';
import { undone } from '../changes/approve.js';
import { entryOf, newest } from '../changes/entry.js';
import { describe, remedies } from '../failure.js';
import type { Result, Sent } from '../outbox/types.js';
import { oneLine } from '../records/text.js';
import type { Connection, Services } from '../services.js';
import type { Button } from '../ui.js';
import type { LinkedRecord, Published } from './file.js';
import { knownNote, rememberNote } from './memory.js';
import { digestOfNote, urlOf } from './state.js';
import { listed, recordName } from './words.js';
import { changeLinks } from './writeLinks.js';

const SURFACE = 'notes.publish';

/** What waits or was refused was said by the outbox. */
export async function tellPublished(
  services: Services,
  connection: Connection,
  document: TextDocument,
  file: Published,
  results: readonly Result[],
): Promise<void> {
  const { ui } = services;
  const sent = results.filter((one) => one.status === 'sent');
  const [first] = sent;
  if (!first) return;
  const done = (kind: string) =>
    sent.filter(({ item }) => item.change.kind === kind).map(({ item }) => item.recordName ?? 'a record');
  const [created, updated] = [done('note.create'), done('note.update')];
  const told = [
    ...(created.length > 0 ? [`Published “${oneLine(file.note.title, 60)}” on ${listed(created)}.`] : []),
    ...(updated.length > 0 ? [`Updated the note on ${listed(updated)}.`] : []),
    ...new Set(sent.flatMap(({ applied }) => applied.differences)),
    ...(document.isDirty && !document.isUntitled ? [`${file.name} has unsaved text: save it to keep the link.`] : []),
  ];
  const buttons: Button[] = [
    { title: 'Open in Attio', run: () => ui.openExternal(urlOf(connection, first.note)) },
    ...(sent.some(({ applied }) => applied.undo)
      ? [{ title: 'Undo', run: () => undo(services, connection, file, sent) }]
      : []),
  ];
  const differs = sent.some(({ applied }) => applied.differences.length > 0);
  await (differs ? ui.warn : ui.info)(told.join(' '), ...buttons);
}

/** Takes back what was just sent, the last first; and the links of what is deleted by that. */
async function undo(services: Services, connection: Connection, file: Published, sent: readonly Sent[]): Promise<void> {
  const { ui } = services;
  const surface = `${SURFACE}.undo`;
  for (const { applied, note } of [...sent].reverse()) {
    const name = oneLine(note.title, 60);
    const own = await entryOf(connection, applied, { surface: SURFACE, sentence: `Published “${name}”` });
    if (!own) continue;
    const entry = await newest(connection, own);
    if (entry.undone) continue;
    const outcome = await connection.undo(entry, { surface, approve: undone(surface) });
    if (outcome.status === 'conflict') {
      await ui.warn(
        `“${name}” was not taken back: someone changed it in Attio since. Nothing was lost; compare the file with its note to see what.`,
      );
      return;
    }
    if (outcome.status === 'failed') {
      await ui.error(`“${name}” was not taken back. ${describe(outcome.error)}`, ...remedies(outcome.error, ui));
      return;
    }
    if (outcome.status !== 'applied') return;
    const id = note.id.note_id.toLowerCase();
    if (applied.change.kind === 'note.create') {
      await rememberNote(services, id, undefined);
      const had = file.links.find(({ ref, note: was }) => was === undefined && ref.recordId === note.parent_record_id);
      await changeLinks(services, file.uri, (links) =>
        links.flatMap((link) =>
          link.note !== id
            ? [link]
            : had
              ? [{ record: link.record, ...(link.meeting && { meeting: link.meeting }) }]
              : [],
        ),
      );
    } else {
      const now = outcome.applied.note ?? (await connection.catalog.note(id, { surface, fresh: true }));
      const known = knownNote(services, id);
      if (now && known) await rememberNote(services, id, { ...known, local: '', remote: digestOfNote(now) });
    }
  }
  await ui.info(
    sent.length === 1 ? 'Undone: Attio is as it was before.' : `Undone: ${sent.length} notes are as they were before.`,
  );
}

/**
 * Says that nothing was sent, and offers a further record and, of the first of `links`, the note in Attio. Resolves
 * once that is answered; never rejects for what cannot be read of Attio.
 */
export async function tellInStep(
  services: Services,
  connection: Connection,
  document: TextDocument,
  file: Published,
  links: readonly LinkedRecord[],
): Promise<void> {
  const { ui } = services;
  const names = await Promise.all(links.map(({ ref }) => recordName(connection, ref)));
  const note =
    links[0]?.note && (await connection.catalog.note(links[0].note, { surface: SURFACE }).catch(() => undefined));
  const where = names.length === 0 ? 'its notes' : `its note${names.length === 1 ? '' : 's'} on ${listed(names)}`;
  await ui.info(
    `${file.name} is in step with ${where}. Nothing was sent.`,
    {
      title: 'Publish to Another Record…',
      run: () => commands.executeCommand('attio.publishFile', { uri: document.uri.toString(), another: true }),
    },
    ...(note ? [{ title: 'Open in Attio', run: () => ui.openExternal(urlOf(connection, note)) }] : []),
  );
}
