/** Whose tasks are shown, per account. Kept on this machine, by ids only. */
import { EventEmitter } from 'vscode';
import { scopesFor } from '../../attio/operations.js';
import { missingScopes } from '../../attio/scopes.js';
import { memberName } from '../../crm/schema.js';
import type { ReadOptions, RecordRef, TaskQuestion } from '../../crm/types.js';
import { knownMe } from '../members/me.js';
import { oneLine } from '../records/text.js';
import type { Account, Connection, Services } from '../services.js';
import { recordTarget } from '../targets.js';
import { colleagues } from '../values/known.js';

export type TasksOf =
  | { of: 'mine' }
  | { of: 'everyone' }
  | { of: 'nobody' }
  | { of: 'member'; memberId: string }
  | ({ of: 'record' } & RecordRef);

const KEY = 'attio.tasksOf';
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const changed = new EventEmitter<string>();

/** Fires with the id of the account of which other tasks are shown now. */
export const onDidChangeTasksOf = changed.event;

type Stored = Record<string, unknown>;

function kept(value: unknown): TasksOf | undefined {
  const { of, memberId } = (value ?? {}) as { of?: unknown; memberId?: unknown };
  if (of === 'mine' || of === 'everyone' || of === 'nobody') return { of };
  if (of === 'member') return typeof memberId === 'string' && UUID.test(memberId) ? { of, memberId } : undefined;
  const ref = of === 'record' ? recordTarget(value) : undefined;
  return ref && { of: 'record', object: ref.object, recordId: ref.recordId };
}

/** Scopes that reading tasks takes and the key lacks: Attio asks for that of colleagues, too (api.md section 4.1). */
export const lacksForTasks = ({ scopes }: Account): string[] => missingScopes(scopesFor('tasks.list'), scopes);

/** What was chosen; without it the person's own where it is known who that is, else everyone's. */
export function tasksOf(services: Pick<Services, 'context'>, account: Account): TasksOf {
  const chosen = kept(services.context.globalState.get<Stored>(KEY, {})[account.id]);
  const known = knownMe(services, account) !== undefined;
  if (chosen && (chosen.of !== 'mine' || known)) return chosen;
  return { of: known ? 'mine' : 'everyone' };
}

/** Kept for every window of this machine; the views of this one are told (`onDidChangeTasksOf`). */
export async function setTasksOf({ context }: Services, accountId: string, of: TasksOf): Promise<void> {
  await context.globalState.update(KEY, { ...context.globalState.get<Stored>(KEY, {}), [accountId]: of });
  changed.fire(accountId);
}

/** The account is signed out of. */
export async function forgetTasksOf({ context }: Pick<Services, 'context'>, accountId: string): Promise<void> {
  const { [accountId]: _, ...rest } = context.globalState.get<Stored>(KEY, {});
  await context.globalState.update(KEY, rest);
}

/** The question that the catalog answers; `done` apart. */
export function questionOf(
  services: Pick<Services, 'context'>,
  account: Account,
  of: TasksOf,
): Omit<TaskQuestion, 'done'> {
  switch (of.of) {
    case 'mine': {
      const me = knownMe(services, account);
      return me === undefined ? {} : { assignee: me };
    }
    case 'everyone':
      return {};
    case 'nobody':
      return { assignee: null };
    case 'member':
      return { assignee: of.memberId };
    case 'record':
      return { record: { object: of.object, recordId: of.recordId } };
  }
}

/** Whose they are, beside the view's name: `Mine`, `Everyone’s`, `Ada Brightwater`, `Acme Robotics`. Never rejects. */
export async function tasksOfWords(connection: Connection, of: TasksOf, read: ReadOptions): Promise<string> {
  if (of.of === 'mine') return 'Mine';
  if (of.of === 'everyone') return 'Everyone’s';
  if (of.of === 'nobody') return 'Nobody’s';
  try {
    if (of.of === 'record') {
      const summary = await connection.catalog.summary(of, { ...read, fresh: false, names: 'known' });
      return summary ? oneLine(summary.title, 60) : 'A record that is gone';
    }
    const members = await colleagues(connection, { ...read, fresh: false });
    const { memberId } = of;
    const member = members.find(({ id }) => id.workspace_member_id === memberId);
    return member ? oneLine(memberName(member), 60) : 'A colleague';
  } catch {
    return of.of === 'record' ? 'One record’s' : 'A colleague’s';
  }
}
