/** "New Task…": what, until when, who, about what; one approval. What was typed stays until the task exists. */
import { workspace } from 'vscode';
import { scopesFor } from '../../attio/operations.js';
import type { CreateTask } from '../../attio/writes.js';
import type { ApplyOutcome } from '../../changes/change.js';
import { parseDeadline } from '../../crm/tasks/deadline.js';
import type { RecordRef } from '../../crm/types.js';
import { refuseUntrusted, refuseWithoutScopes } from '../changes/approve.js';
import { knownMe } from '../members/me.js';
import { activeRecord } from '../records/activeRecord.js';
import { connectionFor } from '../records/resolve.js';
import type { Connection, Services } from '../services.js';
import { recordTarget } from '../targets.js';
import { BACK, type Back, type StepOptions } from '../ui.js';
import { conventions } from '../values/known.js';
import { askAssignees, askContent, askDeadline, askRecords } from './ask.js';
import { type KeptDraft, keptDraft } from './kept.js';
import { tasksOf } from './scope.js';
import { writeTasks } from './write.js';

const SURFACE = 'tasks.new';
const STEPS = ['What', 'Deadline', 'Assignees', 'Records'] as const;
const totalSteps = STEPS.length;

/** `argument`: a record, a row of one, or nothing. */
export async function newTask(services: Services, argument?: unknown): Promise<void> {
  if (!workspace.isTrusted) return void (await refuseUntrusted(services));
  // The button of an empty view gives its own row.
  const given = recordTarget(argument);
  const here = given ?? activeRecord();
  const connection = await connectionFor(services, here ?? {});
  const { account } = connection;
  refuseWithoutScopes(account, { scopes: [...scopesFor('tasks.create')] }, { kind: 'task.create' });
  const kept = keptDraft(services, account.id);
  const about = here && { object: here.object, recordId: here.recordId };
  begin(services, connection, kept, given && about);
  try {
    if (!(await fillIn(services, connection, kept, given ? undefined : about))) return;
  } finally {
    await kept.kept();
  }
  await send(services, connection, kept);
}

/** Where nothing was begun: given to the person, about what it was asked for, or about the record whose tasks are shown. */
function begin(services: Services, { account }: Connection, kept: KeptDraft, about: RecordRef | undefined): void {
  const { assignees, records } = kept.draft;
  const me = knownMe(services, account);
  const shown = tasksOf(services, account);
  const first = about ?? (shown.of === 'record' ? { object: shown.object, recordId: shown.recordId } : undefined);
  const others = (records ?? []).filter(({ recordId }) => recordId !== first?.recordId);
  const whom = shown.of === 'member' ? [shown.memberId] : shown.of === 'nobody' || me === undefined ? [] : [me];
  kept.put({
    assignees: assignees ?? whom,
    records: first && (about || !records) ? [first, ...others] : (records ?? []),
  });
}

/** One question after another, Back between them. false: closed. `offer`: a record that is proposed. */
async function fillIn(
  services: Services,
  connection: Connection,
  kept: KeptDraft,
  offer: RecordRef | undefined,
): Promise<boolean> {
  const ask = async (step: number): Promise<Back | undefined | true> => {
    const box: StepOptions<Back> & { title: string } = { title: `New Task · ${STEPS[step - 1]}`, step, totalSteps };
    if (step > 1) box.back = BACK;
    const { content, deadline, assignees = [], records = [] } = kept.draft;
    if (step === 1) {
      const text = await askContent(services, {
        ...box,
        value: content,
        typed: (typed) => kept.put({ content: typed }),
      });
      return typeof text === 'string' ? true : text;
    }
    if (step === 2) {
      const typed = (text: string) => kept.put({ deadline: text });
      const when = await askDeadline(services, { ...box, value: deadline, typed });
      return when === undefined || when === BACK ? when : true;
    }
    if (step === 3) {
      const whom = await askAssignees(services, connection, { ...box, current: assignees, surface: SURFACE });
      if (!Array.isArray(whom)) return whom;
      kept.put({ assignees: whom });
      return true;
    }
    const about = await askRecords(services, connection, {
      ...box,
      current: records,
      surface: SURFACE,
      ...(offer && { offer }),
    });
    if (!Array.isArray(about)) return about;
    kept.put({ records: about });
    return true;
  };
  for (let step = 1; step <= totalSteps; ) {
    const answer = await ask(step);
    if (answer === undefined) return false;
    step += answer === BACK ? -1 : 1;
  }
  return true;
}

async function send(services: Services, connection: Connection, kept: KeptDraft): Promise<void> {
  const { content, deadline, assignees = [], records = [] } = kept.draft;
  const due = await parseDeadline(deadline, conventions());
  const settle = async ({ status }: ApplyOutcome) => {
    if (status === 'applied') await kept.drop();
  };
  const change: CreateTask = {
    kind: 'task.create',
    content: content.trim(),
    deadlineAt: due.ok ? due.value : null,
    isCompleted: false,
    linkedRecords: records,
    assignees: assignees.map((memberId) => ({ memberId })),
  };
  const outcome = await writeTasks(services, connection, [change], '', { surface: SURFACE, later: settle });
  await settle(outcome);
}
