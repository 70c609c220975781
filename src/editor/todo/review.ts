/** Putting proposed tasks right before they are approved. With the keyboard alone. */
import type { WorkspaceMember } from '../../attio/types.js';
import { memberName } from '../../crm/schema.js';
import { writtenDeadline } from '../../crm/tasks/deadline.js';
import { oneLine } from '../records/text.js';
import type { Connection, Services } from '../services.js';
import { askAssignees, askContent, askDeadline, askRecords } from '../tasks/ask.js';
import type { PickItem } from '../ui.js';
import { BACK } from '../ui.js';
import { colleagues, conventions } from '../values/known.js';
import { type Draft, SURFACE } from './propose.js';

type Part = 'words' | 'due' | 'assignees' | 'records';
type Row = Part | 'create' | Draft;

/** The tasks as they are wanted; undefined: the box was closed. Rejects with AttioError. */
export async function reviewTasks(
  services: Services,
  connection: Connection,
  drafts: readonly Draft[],
): Promise<Draft[] | undefined> {
  const [only] = drafts;
  if (drafts.length === 1 && only) {
    const one = await reviewOne(services, connection, only, 'Create Task');
    return one && [one];
  }
  let now = [...drafts];
  for (;;) {
    const members = await membersOf(connection, now);
    const rows: PickItem<Row>[] = [
      { label: `Create ${now.length} Tasks`, icon: 'check', description: 'Shows all of it once more', value: 'create' },
      ...now.map(
        (one, index): PickItem<Row> => ({
          label: oneLine(one.words, 100),
          description: [one.due.value === null ? '' : one.due.shown, names(one, members)].filter(Boolean).join(' · '),
          icon: 'edit',
          ...(index === 0 && { group: 'Edit' }),
          value: one,
        }),
      ),
    ];
    const chosen = await services.ui.pick(rows, {
      title: `New Tasks from ${now.length} Lines`,
      placeholder: 'Create them, or choose one to edit',
      matchOnDescription: true,
      ignoreFocusOut: true,
    });
    if (chosen === undefined) return undefined;
    if (typeof chosen === 'string') return now;
    const other = await reviewOne(services, connection, chosen, 'Back to All');
    if (other) now = now.map((one) => (one === chosen ? other : one));
  }
}

const membersOf = async (connection: Connection, drafts: readonly Draft[]): Promise<WorkspaceMember[]> =>
  drafts.some(({ assignees }) => assignees.length > 0) ? colleagues(connection, { surface: SURFACE }) : [];

function names({ assignees }: Draft, members: readonly WorkspaceMember[]): string {
  return assignees
    .map((id) => members.find((one) => one.id.workspace_member_id === id))
    .map((one) => (one ? oneLine(memberName(one), 60) : 'a colleague'))
    .join(', ');
}

async function reviewOne(
  services: Services,
  connection: Connection,
  draft: Draft,
  verb: string,
): Promise<Draft | undefined> {
  let now = draft;
  for (;;) {
    const members = await membersOf(connection, [now]);
    const titles = now.records.map(({ title }) => oneLine(title, 60)).join(', ');
    const chosen = await services.ui.pick<Part | 'create'>(
      [
        { label: verb, icon: 'check', value: 'create' },
        { label: 'Text…', description: oneLine(now.words, 120), icon: 'edit', group: 'Edit', value: 'words' },
        { label: 'Deadline…', description: now.due.shown, icon: 'calendar', value: 'due' },
        { label: 'For Whom…', description: names(now, members) || 'Nobody', icon: 'account', value: 'assignees' },
        { label: 'Records…', description: titles || 'None', icon: 'link', value: 'records' },
      ],
      {
        title: 'New Task from This Line',
        placeholder: now.warnings[0] ?? 'As the line says it; choose what is to be different',
        ignoreFocusOut: true,
      },
    );
    if (chosen === undefined) return undefined;
    if (chosen === 'create') return now;
    now = (await change(services, connection, now, chosen)) ?? now;
  }
}

async function change(
  services: Services,
  connection: Connection,
  draft: Draft,
  part: Part,
): Promise<Draft | undefined> {
  if (part === 'words') {
    const words = await askContent(services, { title: 'New Task · Text', value: draft.words, back: BACK });
    return typeof words === 'string' ? { ...draft, words: words.trim() } : undefined;
  }
  if (part === 'due') {
    const value = writtenDeadline(draft.due.value, conventions().timeZone);
    const asked = await askDeadline(services, { title: 'New Task · Deadline', value, back: BACK });
    if (asked === undefined || asked === BACK) return undefined;
    return { ...draft, due: { value: asked.deadline, shown: asked.shown } };
  }
  if (part === 'assignees') {
    const current = draft.assignees;
    const whom = await askAssignees(services, connection, {
      title: 'New Task · For Whom',
      current,
      surface: SURFACE,
      back: BACK,
    });
    return Array.isArray(whom) ? { ...draft, assignees: whom } : undefined;
  }
  const refs = await askRecords(services, connection, {
    title: 'New Task · Records',
    current: draft.records.map(({ ref }) => ref),
    surface: SURFACE,
    back: BACK,
  });
  if (!Array.isArray(refs)) return undefined;
  const records = refs.map(async (ref) => {
    const known = draft.records.find((one) => one.ref.recordId === ref.recordId);
    if (known) return known;
    const summary = await connection.catalog.summary(ref, { surface: SURFACE, names: 'known' }).catch(() => undefined);
    return { ref, title: summary?.title ?? 'a record' };
  });
  return { ...draft, records: await Promise.all(records) };
}
