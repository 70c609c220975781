/** "Show Tasks of…": mine, everyone's, nobody's, a colleague's, or those of a record. */
import { commands } from 'vscode';
import { memberName } from '../../crm/schema.js';
import { chooseMe, knownMe } from '../members/me.js';
import { activeRecord } from '../records/activeRecord.js';
import { connectionFor } from '../records/resolve.js';
import { oneLine } from '../records/text.js';
import { pickRecord } from '../search/pickRecord.js';
import type { Connection, Services } from '../services.js';
import { type RecordTarget, recordTarget } from '../targets.js';
import type { PickItem } from '../ui.js';
import { colleagues } from '../values/known.js';
import { setTasksOf, type TasksOf, tasksOf } from './scope.js';

const SURFACE = 'tasks.show';

/** `argument`: a record, a row of one, or nothing. */
export async function showTasksOf(services: Services, argument?: unknown): Promise<void> {
  const record = recordTarget(argument);
  // Rows of the view itself are no records: the button of the view is pressed beside a selection.
  const connection = await connectionFor(services, record ?? {});
  const of: TasksOf | undefined = record
    ? { of: 'record', object: record.object, recordId: record.recordId }
    : await choose(services, connection);
  if (!of) return;
  // Which account is asked is which account is shown.
  if (services.accounts.active?.id !== connection.account.id)
    return void (await services.ui.info(
      `The Tasks view shows ${services.accounts.active?.name ?? 'no account'}, and this record is in ${connection.account.name}. Switch Account first.`,
    ));
  await setTasksOf(services, connection.account.id, of);
  await commands.executeCommand('attio.tasks.focus');
}

type Choice = TasksOf | 'askMe' | 'askRecord';

async function choose(services: Services, connection: Connection): Promise<TasksOf | undefined> {
  const { account } = connection;
  const me = knownMe(services, account);
  const now = tasksOf(services, account);
  const rows = async (): Promise<PickItem<Choice>[]> => {
    const members = await colleagues(connection, { surface: SURFACE }).catch(() => []);
    const front = activeRecord();
    const row = (label: string, icon: string, value: Choice, description?: string): PickItem<Choice> => ({
      label,
      icon,
      value,
      ...(description !== undefined && { description }),
      picked: typeof value === 'object' && value.of === now.of && value.of !== 'member',
    });
    return [
      row('Mine', 'account', me === undefined ? 'askMe' : { of: 'mine' }, me === undefined ? 'asks who you are' : ''),
      row('Everyone’s', 'organization', { of: 'everyone' }),
      row('Nobody’s', 'circle-slash', { of: 'nobody' }, 'tasks that nobody is assigned to'),
      ...(await inFront(connection, front)),
      row('Of a Record…', 'search', 'askRecord'),
      ...members
        .filter(({ id }) => id.workspace_member_id !== me)
        .map((one) => ({
          ...row(oneLine(memberName(one)), 'person', { of: 'member', memberId: one.id.workspace_member_id }),
          description: oneLine(one.email_address),
          group: 'Of a Colleague',
          picked: now.of === 'member' && now.memberId === one.id.workspace_member_id,
        })),
    ];
  };
  const chosen = await services.ui.pick<Choice>(rows(), {
    title: 'Show Tasks of…',
    placeholder: 'Whose tasks does the Tasks view show?',
    matchOnDescription: true,
  });
  if (chosen === 'askMe') return (await chooseMe(services, connection)) === undefined ? undefined : { of: 'mine' };
  if (chosen !== 'askRecord') return chosen;
  const target = await pickRecord(services, { title: 'Show Tasks of a Record', surface: SURFACE });
  return target && { of: 'record', object: target.object, recordId: target.recordId };
}

/** The record whose page is in front. */
async function inFront({ catalog, account }: Connection, front: RecordTarget | undefined): Promise<PickItem<Choice>[]> {
  if (!front || (front.account !== undefined && front.account !== account.id)) return [];
  const summary = await catalog.summary(front, { surface: SURFACE, names: 'known' }).catch(() => undefined);
  if (!summary) return [];
  const value: TasksOf = { of: 'record', ...summary.ref };
  return [{ label: oneLine(summary.title), description: summary.objectNoun, icon: 'record', value }];
}
