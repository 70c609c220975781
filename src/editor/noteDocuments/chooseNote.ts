/** Which note: the one that is given, or of a record that is searched for one of its notes, newest first. */

import { soft } from '../../attio/errors.js';
import { hasScopes, missingScopes } from '../../attio/scopes.js';
import type { Note, WorkspaceMember } from '../../attio/types.js';
import { refuseMissing } from '../changes/approve.js';
import { authorOf } from '../records/author.js';
import { connectionFor } from '../records/resolve.js';
import { beginningOf, noteTitle, oneLine } from '../records/text.js';
import { pickRecord } from '../search/pickRecord.js';
import type { Connection, Services } from '../services.js';
import { type NoteTarget, noteTarget, type RecordTarget, recordTarget } from '../targets.js';
import type { PickItem } from '../ui.js';

const SURFACE = 'notes.choose';
/** As many as Attio gives at once. */
const PAGE = 49;

export interface ChooseOptions {
  title: string;
  /** Asked for the record. */
  placeholder?: string;
}

/** A note with the account it is in. undefined: the box was closed, or there is no note, which is said. */
export async function chooseNote(
  services: Services,
  argument: unknown,
  { title, placeholder = 'Which record is the note on?' }: ChooseOptions,
): Promise<Required<NoteTarget> | undefined> {
  const given = noteTarget(argument);
  if (given) return { ...given, account: given.account ?? (await services.connections.current()).account.id };
  const record = recordTarget(argument);
  if (argument !== undefined && !record)
    throw new Error('This link does not name a record or note: its ids are incomplete.');
  const target = record ?? (await pickRecord(services, { title, placeholder, surface: SURFACE }));
  if (!target) return undefined;
  const connection = await connectionFor(services, target);
  const chosen = await chooseOf(services, connection, target, { title });
  return chosen && chosen !== 'new' ? chosen : undefined;
}

/** One of a record's notes; `isNew`: or a new one. */
export async function chooseOf(
  services: Services,
  connection: Connection,
  record: RecordTarget,
  { title, isNew = false }: { title: string; isNew?: boolean },
): Promise<Required<NoteTarget> | 'new' | undefined> {
  const { ui } = services;
  const { account, catalog } = connection;
  refuseMissing(account, missingScopes(['note:read'], account.scopes), 'notes.list', 'read notes');
  const read = { surface: SURFACE };
  const ref = { object: record.object, recordId: record.recordId };
  const found: Note[] = [];
  let next: number | undefined = 0;
  const more = async () => {
    const page: { notes: Note[]; next: number | undefined } = await catalog.notesOf(
      ref,
      { offset: next ?? 0, limit: PAGE },
      read,
    );
    // A note made meanwhile moves the others on.
    found.push(...page.notes.filter((note) => !found.some((one) => one.id.note_id === note.id.note_id)));
    found.sort((a, b) => b.created_at.localeCompare(a.created_at));
    next = page.next;
  };
  const [summary, members] = await ui.progress({ title: 'Reading the notes in Attio…', where: 'window' }, async () =>
    Promise.all([
      soft(catalog.summary(ref, read), undefined),
      // Names of colleagues are a scope of their own; notes can be told apart without them.
      hasScopes(account.scopes, 'user_management:read') ? soft(catalog.members(read), []) : [],
      more(),
    ]),
  );
  const name = summary ? oneLine(summary.title, 60) : 'this record';
  if (found.length === 0 && !isNew) {
    await ui.info(`There are no notes on ${name} yet.`, {
      title: 'New Note…',
      run: async () => {
        const { commands } = await import('vscode');
        return commands.executeCommand('attio.newNote', { ...ref, account: account.id });
      },
    });
    return undefined;
  }
  for (;;) {
    const items: PickItem<Required<NoteTarget> | 'new' | 'more'>[] = [
      ...(isNew ? [{ label: 'New Note', description: `on ${name}`, icon: 'add', value: 'new' as const }] : []),
      ...found.map((note) => itemOf(note, account.id, members)),
      ...(next === undefined ? [] : [{ label: 'Older Notes…', icon: 'ellipsis', value: 'more' as const }]),
    ];
    const placeholder = isNew ? `Which note on ${name}?` : `Notes on ${name}, newest first`;
    const picked = await ui.pick(items, { title, placeholder, matchOnDescription: true });
    if (picked !== 'more') return picked;
    await ui.progress({ title: 'Reading the notes in Attio…', where: 'window' }, more);
  }
}

function itemOf(note: Note, account: string, members: readonly WorkspaceMember[]): PickItem<Required<NoteTarget>> {
  const date = new Date(note.created_at);
  const day = Number.isNaN(date.getTime()) ? '' : date.toLocaleDateString(undefined, { dateStyle: 'medium' });
  const [first = ''] = beginningOf(note.content_plaintext, 1);
  return {
    label: noteTitle(note),
    description: [day, authorOf(note.created_by_actor, members)].filter((part) => part !== '').join(' · '),
    ...(first !== '' && { detail: oneLine(first, 100) }),
    icon: 'note',
    value: {
      account,
      note: {
        id: note.id.note_id.toLowerCase(),
        parentObject: note.parent_object,
        parentRecordId: note.parent_record_id.toLowerCase(),
        title: note.title,
      },
    },
  };
}
