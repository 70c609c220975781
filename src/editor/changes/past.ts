/** What can be done with a change of the past, by whatever surface shows it. */
import { commands, ViewColumn } from 'vscode';
import type { JournalEntry } from '../../changes/journal.js';
import { idNow, renewedIn } from '../../changes/renewed.js';
import type { Connection, Services } from '../services.js';
import type { Button } from '../ui.js';
import { takeBack } from './carryOut.js';
import { show } from './documents.js';
import { newest } from './entry.js';
import { entryText } from './entryText.js';
import { quoted } from './words.js';

/** Takes an entry back as it is now; says so where that has been done already. `instead`: as of carryOut.ts. */
export async function undoEntry(
  services: Services,
  connection: Connection,
  entry: JournalEntry,
  instead?: Button,
): Promise<void> {
  const { ui } = services;
  const now = await newest(connection, entry);
  if (now.undone) await ui.info(`${quoted(now.sentence)} was undone already.`);
  else if (now.undo === undefined) await tellFinal(services, now);
  else await takeBack(services, connection, now, { surface: 'changes.undo', ...(instead && { instead }) });
}

/** Says that an entry cannot be taken back, and what there is instead. */
export async function tellFinal(
  services: Services,
  entry: JournalEntry,
  more: { title: string; run: () => unknown }[] = [],
) {
  const originals = entry.originals ? [{ title: 'Show Originals', run: () => showOriginals(entry) }] : [];
  const kept = entry.originals ? ' What was there before is kept to look at.' : '';
  await services.ui.info(`${quoted(entry.sentence)} cannot be undone.${kept}`, ...originals, ...more);
}

/** The page of its record, by the id that it has now. Only of an entry that has a `target`. */
export async function openTarget({ account, journal }: Connection, { target }: JournalEntry): Promise<unknown> {
  const renewed = renewedIn(await journal.list());
  return commands.executeCommand('attio.openRecord', {
    account: account.id,
    object: target?.object,
    recordId: target && (idNow(renewed, target.recordId) ?? target.recordId),
  });
}

/** The records that a merge or a delete took away, as Attio had them, beside each other. */
export async function showOriginals({ originals = [], sentence }: JournalEntry): Promise<void> {
  for (const [index, { object, record }] of originals.entries()) {
    const name = `${object} ${record.id.record_id}, before: ${sentence}`;
    const text = `${JSON.stringify(record, null, 2)}\n`;
    await show(name, text, { extension: 'json', preview: false, ...(index > 0 && { viewColumn: ViewColumn.Beside }) });
  }
}

const COMMAND = 'attio.pastChange';
type Act = 'undo' | 'open' | 'originals' | 'copy';
let registered = false;

/** The command behind what stands above a shown change; not in the palette. */
function register(services: Services): void {
  if (registered) return;
  registered = true;
  services.command(COMMAND, async (act: Act, accountId: string, id: string) => {
    const connection = await services.connections.forAccount(accountId);
    const entry = await connection?.journal.get(id);
    if (connection === undefined || entry === undefined)
      return services.ui.info('This change is not in the journal any more.');
    if (act === 'undo') return undoEntry(services, connection, entry);
    if (act === 'open') return openTarget(connection, entry);
    if (act === 'originals') return showOriginals(entry);
    return copyEntry(services, connection, entry);
  });
}

/** The text that `showEntry` shows, to the clipboard. */
export async function copyEntry({ ui }: Services, connection: Connection, entry: JournalEntry): Promise<void> {
  await ui.copy(await entryText(connection, entry));
  ui.status('Copied.');
}

/** Opens an entry as a document to read, with what can be done above it. */
export async function showEntry(services: Services, connection: Connection, entry: JournalEntry): Promise<void> {
  register(services);
  const action = (title: string, act: Act) => ({
    title,
    command: COMMAND,
    arguments: [act, connection.account.id, entry.id],
  });
  const actions = [
    ...(entry.undo && !entry.undone ? [action('$(discard) Undo', 'undo')] : []),
    ...(entry.target ? [action('$(go-to-file) Open Record', 'open')] : []),
    ...(entry.originals ? [action('$(versions) Show Originals', 'originals')] : []),
    action('$(copy) Copy', 'copy'),
  ];
  await show(entry.sentence, await entryText(connection, entry), { actions });
}
