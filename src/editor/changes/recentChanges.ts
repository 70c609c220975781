/** "Attio: Recent Changes": what this editor wrote, to look at, take back, open or copy. */
import type { JournalEntry } from '../../changes/journal.js';
import { report } from '../failure.js';
import type { Connection, Services } from '../services.js';
import type { PickItem } from '../ui.js';
import { stateOf } from './entryText.js';
import { undoDays } from './journalFile.js';
import { copyEntry, openTarget, showEntry, showOriginals, undoEntry } from './past.js';
import { ago, surfaceName } from './words.js';

/** So many of the newest are listed. */
const MAX_SHOWN = 200;

function itemOf(services: Services, connection: Connection, entry: JournalEntry): PickItem<JournalEntry> {
  const state = stateOf(entry, Date.now());
  const buttons: NonNullable<PickItem<JournalEntry>['buttons']> = [];
  const button = (icon: string, tooltip: string, run: () => unknown) =>
    buttons.push({ icon, tooltip, run: guarded(services, run) });
  if (entry.undo && !entry.undone) button('discard', 'Undo', () => undoEntry(services, connection, entry));
  if (entry.originals) button('versions', 'Show Originals', () => showOriginals(entry));
  if (entry.target) button('go-to-file', 'Open Record', () => openTarget(connection, entry));
  button('copy', 'Copy', () => copyEntry(services, connection, entry));
  return {
    label: entry.sentence,
    description: [ago(Date.parse(entry.at), Date.now()), surfaceName(entry.surface), state].filter(Boolean).join(' · '),
    ...(entry.target && { detail: entry.target.title }),
    icon: iconOf(entry),
    buttons,
    value: entry,
  };
}

function iconOf({ undone, undoes, change }: JournalEntry): string {
  if (undone) return 'circle-slash';
  if (undoes !== undefined) return 'discard';
  if (change.kind === 'record.merge') return 'git-merge';
  if (change.kind.endsWith('.create')) return 'add';
  return change.kind.endsWith('.delete') ? 'trash' : 'edit';
}

/** A button of a list runs outside the command's wrapper: its failure becomes a message here. */
function guarded(services: Services, run: () => unknown): () => Promise<void> {
  return async () => {
    try {
      await run();
    } catch (error) {
      await report(error, services);
    }
  };
}

/**
 * Of the active account: MAX_SHOWN at most, newest first. What is chosen opens as a document; where there is nothing,
 * says why. Rejects with NotSignedIn.
 */
export async function recentChanges(services: Services): Promise<void> {
  const { ui, connections } = services;
  const connection = await connections.current();
  const entries = (await connection.journal.list()).reverse();
  if (entries.length === 0) return void (await ui.info(nothing(connection)));
  const chosen = await ui.pick(
    entries.slice(0, MAX_SHOWN).map((entry) => itemOf(services, connection, entry)),
    {
      title: `Recent Changes in ${connection.account.name}`,
      placeholder: 'What this editor wrote, newest first. Choose one to see every value before and after.',
      matchOnDescription: true,
    },
  );
  if (chosen) await showEntry(services, connection, chosen);
}

/** Why there is nothing to show or to take back. */
export function nothing({ account }: Connection): string {
  const days = undoDays();
  if (days === 0)
    return 'No changes are kept: the setting “attio.undo.retentionDays” is 0. What you change now cannot be listed or undone later.';
  const since =
    account.via === 'sample'
      ? 'since this window was opened'
      : `in the last ${days === 1 ? 'day' : `${days} days`}, or what was is no longer kept`;
  return `Nothing was changed in ${account.name} from this editor ${since}.`;
}
