/** Putting a proposal right before it is applied, each kind in its own way. With the keyboard alone. */

import { parseDay } from '../../crm/edit/days.js';
import { isEditable } from '../../crm/edit/form.js';
import { sameWritten } from '../../crm/edit/writable.js';
import { memberName } from '../../crm/schema.js';
import type {
  CreateProposal,
  KnownSubject,
  NoteProposal,
  Proposal,
  TaskProposal,
  UpdateProposal,
} from '../../crm/updates/types.js';
import { oneLine } from '../records/text.js';
import type { Connection, Services } from '../services.js';
import { askValue, BACK } from '../values/askValue.js';
import { colleagues, conventions } from '../values/known.js';
import { SURFACE } from './surface.js';

/** A task's words, as Attio takes them. */
const MAX_TASK = 2000;

interface Editing {
  services: Services;
  connection: Connection;
  /** Records that a note may be put on. */
  subjects: readonly KnownSubject[];
}

/** The proposal as it is now wanted; undefined: the person closed the box. */
export async function editProposal(editing: Editing, proposal: Proposal): Promise<Proposal | undefined> {
  switch (proposal.kind) {
    case 'update':
      return editUpdate(editing, proposal);
    case 'task':
      return editTask(editing, proposal);
    case 'note':
      return editNote(editing, proposal);
    case 'create':
      return editCreate(editing, proposal);
  }
}

/** What a person has put right is what they want. */
const wanted = <T extends Proposal>(proposal: T): T => {
  const { doubt: _, ...rest } = proposal;
  return { ...rest, accepted: true } as T;
};

async function editUpdate(
  { services, connection }: Editing,
  proposal: UpdateProposal,
): Promise<UpdateProposal | undefined> {
  const { about, attribute, values, before } = proposal;
  const answer = await askValue(services, connection, {
    attribute,
    object: about.ref.object,
    current: values,
    title: `${oneLine(attribute.title, 60)} of ${oneLine(about.title, 60)}`,
    surface: SURFACE,
    required: true,
  });
  if (answer === undefined || answer === BACK) return undefined;
  const fresh = attribute.is_multiselect
    ? answer.filter((one) => !before.some((other) => sameWritten(attribute.type, [one], [other])))
    : answer;
  if (fresh.length > 0 && !sameWritten(attribute.type, fresh, before)) return wanted({ ...proposal, values: fresh });
  await services.ui.info(`Attio already has this as ${oneLine(attribute.title, 60)} of ${oneLine(about.title, 60)}.`);
  return undefined;
}

async function editTask({ services, connection }: Editing, proposal: TaskProposal): Promise<TaskProposal | undefined> {
  const { ui } = services;
  const members = await colleagues(connection, { surface: SURFACE });
  const who = members.find((one) => one.id.workspace_member_id === proposal.assignee);
  const what = await ui.pick<'content' | 'deadline' | 'assignee'>(
    [
      { label: 'Text…', description: oneLine(proposal.content, 80), icon: 'edit', value: 'content' },
      { label: 'Deadline…', description: proposal.deadline ?? 'none', icon: 'calendar', value: 'deadline' },
      { label: 'For Whom…', description: who ? memberName(who) : 'nobody', icon: 'account', value: 'assignee' },
    ],
    { title: 'Edit Task', placeholder: 'What is to be different?' },
  );
  if (what === 'content') {
    const content = await ui.input({
      title: 'Edit Task · Text',
      value: proposal.content,
      ignoreFocusOut: true,
      validate: (text) =>
        text.trim() === ''
          ? 'A task needs words.'
          : text.trim().length > MAX_TASK
            ? `Attio takes ${MAX_TASK} characters; these are ${text.trim().length}.`
            : undefined,
    });
    return content === undefined ? undefined : wanted({ ...proposal, content: content.trim() });
  }
  if (what === 'deadline') {
    const read = (text: string) => parseDay(text, conventions());
    const text = await ui.input({
      title: 'Edit Task · Deadline',
      prompt: 'A day, such as 2026-12-01 or “next friday”; empty for none',
      value: proposal.deadline ?? '',
      ignoreFocusOut: true,
      validate: async (given) => {
        if (given.trim() === '') return undefined;
        const day = await read(given);
        return day.ok ? { severity: 'info', message: day.shown } : day.problem;
      },
    });
    if (text === undefined) return undefined;
    const { deadline: _, ...rest } = proposal;
    const day = text.trim() === '' ? undefined : await read(text);
    return wanted({ ...rest, ...(day?.ok && { deadline: day.value as string }) });
  }
  if (what !== 'assignee') return undefined;
  const chosen = await ui.pick<string>(
    [
      ...members
        .filter(({ access_level }) => access_level !== 'suspended')
        .map((one) => ({
          label: oneLine(memberName(one)),
          description: one.email_address,
          icon: 'account',
          picked: one === who,
          value: one.id.workspace_member_id,
        })),
      { label: 'Nobody', icon: 'circle-slash', value: '' },
    ],
    { title: 'Edit Task · For Whom', placeholder: 'Who is to do it?', matchOnDescription: true },
  );
  if (chosen === undefined) return undefined;
  const { assignee: _, ...rest } = proposal;
  return wanted({ ...rest, ...(chosen !== '' && { assignee: chosen }) });
}

async function editNote({ services, subjects }: Editing, proposal: NoteProposal): Promise<NoteProposal | undefined> {
  const { ui } = services;
  const what = await ui.pick<'title' | 'record'>(
    [
      { label: 'Title…', description: oneLine(proposal.title, 80), icon: 'edit', value: 'title' },
      { label: 'Record…', description: oneLine(proposal.about.title, 80), icon: 'organization', value: 'record' },
    ],
    { title: 'Edit Note', placeholder: 'What is to be different? Its text can be edited once it is in Attio' },
  );
  if (what === 'title') {
    const title = await ui.input({
      title: 'Edit Note · Title',
      value: proposal.title,
      ignoreFocusOut: true,
      validate: (text) => (text.trim() === '' ? 'A note needs a title.' : undefined),
    });
    return title === undefined ? undefined : wanted({ ...proposal, title: title.trim() });
  }
  if (what !== 'record') return undefined;
  const about = await ui.pick<KnownSubject>(
    subjects.map((one) => ({ label: oneLine(one.title), description: one.noun, value: one })),
    { title: 'Edit Note · Record', placeholder: 'Which record is the note about?', matchOnDescription: true },
  );
  return about && wanted({ ...proposal, about });
}

async function editCreate(
  { services, connection }: Editing,
  proposal: CreateProposal,
): Promise<CreateProposal | undefined> {
  const { object, values, refers } = proposal;
  const attributes = await connection.catalog.attributes(object, { surface: SURFACE });
  const editable = attributes.filter((one) => isEditable(one) && !(one.api_slug in refers));
  const rank = (slug: string) => (values[slug] ? 0 : 1);
  const attribute = await services.ui.pick(
    [...editable]
      .sort((a, b) => rank(a.api_slug) - rank(b.api_slug))
      .map((one) => ({
        label: oneLine(one.title),
        group: values[one.api_slug] ? 'Set' : 'Empty',
        value: one,
      })),
    { title: `Edit New ${proposal.noun}: ${oneLine(proposal.title, 60)}`, placeholder: 'Which attribute?' },
  );
  if (!attribute) return undefined;
  const { api_slug: slug } = attribute;
  const answer = await askValue(services, connection, {
    attribute,
    object,
    current: values[slug] ?? [],
    title: `New ${proposal.noun} · ${oneLine(attribute.title, 60)}`,
    surface: SURFACE,
  });
  if (answer === undefined || answer === BACK) return undefined;
  const { [slug]: _, ...others } = values;
  const next = answer.length > 0 ? { ...others, [slug]: answer } : others;
  if (Object.keys(next).length === 0) return undefined;
  return wanted({ ...proposal, values: next, title: titleOf(slug, answer) ?? proposal.title });
}

/** What the record is called after a change of its name. */
function titleOf(slug: string, [first]: readonly unknown[]): string | undefined {
  if (slug !== 'name') return undefined;
  if (typeof first === 'string') return first;
  const full = (first as { full_name?: unknown } | undefined)?.full_name;
  return typeof full === 'string' ? full : undefined;
}
