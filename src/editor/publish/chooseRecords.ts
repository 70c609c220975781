/** The records that a file is published to: those proposed for it with the reason, and any that is searched for. */
import { type Proposal, proposeRecords } from '../../crm/publish/proposal.js';
import type { RecordRef } from '../../crm/types.js';
import { objectIcon } from '../records/icons.js';
import { oneLine } from '../records/text.js';
import { pickRecord } from '../search/pickRecord.js';
import { rememberRecord } from '../search/recent.js';
import type { Connection, Services } from '../services.js';
import type { PickItem } from '../ui.js';
import type { Published } from './file.js';

/** How long a person waits for proposals before the search opens without them. */
const PATIENCE_MS = 4_000;
const SURFACE = 'notes.publish';
const OTHER = 'another record';

export interface Chosen {
  ref: RecordRef;
  title: string;
}

type Choice = Chosen | typeof OTHER;

/** undefined: closed. `known`: records that have it already. */
export async function chooseRecords(
  services: Services,
  connection: Connection,
  file: Published,
  known: ReadonlySet<string>,
): Promise<Chosen[] | undefined> {
  const { ui } = services;
  const proposed = await ui.progress({ title: 'Looking for records in the file…', where: 'window' }, () =>
    propose(connection, file),
  );
  const open = proposed.filter(({ ref }) => !known.has(ref.recordId));
  const items = open.map((one) => itemOf(one));
  if (items.length === 0) {
    const one = await another(services, connection, file);
    return one && [one];
  }
  // Searching and coming back until it is said that these are all.
  for (;;) {
    const other: PickItem<Choice> = {
      label: 'Another Record…',
      description: 'Search all of them, then come back here',
      icon: 'search',
      group: 'Elsewhere',
      value: OTHER,
    };
    const chosen = await ui.pickMany<Choice>([...items, other], {
      title: `Publish “${oneLine(file.note.title, 60)}” to`,
      placeholder: 'One record or several: Space ticks, Enter goes on',
      matchOnDescription: true,
      ignoreFocusOut: true,
    });
    if (chosen === undefined) return undefined;
    const records = chosen.filter((one) => one !== OTHER);
    if (!chosen.includes(OTHER)) {
      if (records.length > 0) return records;
      ui.status('No record was chosen; nothing is published.');
      return undefined;
    }
    for (const item of items) item.picked = item.value !== OTHER && records.includes(item.value);
    const one = await another(services, connection, file);
    if (one && known.has(one.ref.recordId)) {
      await ui.info(`${one.title} has this note already: publishing the file again updates it.`);
    } else if (one) {
      const there = items.find(({ value }) => value !== OTHER && value.ref.recordId === one.ref.recordId);
      if (there) there.picked = true;
      else items.push({ label: one.title, detail: 'Chosen by you', group: 'Elsewhere', value: one, picked: true });
    }
  }
}

/** Never rejects: the search works without. */
async function propose(connection: Connection, file: Published): Promise<Proposal[]> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), PATIENCE_MS);
  try {
    return await proposeRecords(file.text, file.note.front, connection.catalog, {
      surface: SURFACE,
      signal: controller.signal,
      workspace: connection.account.slug,
      title: file.note.title,
    });
  } catch {
    return [];
  } finally {
    clearTimeout(timer);
  }
}

function itemOf({ ref, title, description, objectNoun, reason, sure }: Proposal): PickItem<Choice> {
  return {
    label: oneLine(title, 100),
    description: [objectNoun, oneLine(description, 80)].filter((part) => part !== '').join(' · '),
    detail: oneLine(reason, 120),
    icon: objectIcon(ref.object),
    group: 'Proposed',
    value: { ref, title: oneLine(title, 80) },
    ...(sure && { picked: true }),
  };
}

async function another(services: Services, connection: Connection, file: Published): Promise<Chosen | undefined> {
  const target = await pickRecord(services, {
    title: `Publish “${oneLine(file.note.title, 60)}” to`,
    placeholder: 'Which record is the note for?',
    surface: SURFACE,
  });
  if (target === undefined) return undefined;
  const ref = { object: target.object, recordId: target.recordId };
  await rememberRecord(services, connection.account.id, ref);
  const summary = await connection.catalog.summary(ref, { surface: SURFACE }).catch(() => undefined);
  return { ref, title: summary ? oneLine(summary.title, 80) : 'the record' };
}
