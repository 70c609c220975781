/** Questions about a task: what it says, until when, who does it, what it is about. Each can be one step of several. */

import type { Attribute } from '../../attio/types.js';
import { TASK_MAX } from '../../attio/writes.js';
import { memberName } from '../../crm/schema.js';
import { parseDeadline, type ReadDeadline } from '../../crm/tasks/deadline.js';
import type { RecordRef } from '../../crm/types.js';
import { knownMe } from '../members/me.js';
import { oneLine } from '../records/text.js';
import { recentRecords } from '../search/recent.js';
import type { Connection, Services } from '../services.js';
import type { Back, InputHint, PickItem, StepOptions } from '../ui.js';
import { askReference } from '../values/askReference.js';
import { BACK } from '../values/askValue.js';
import { colleagues, conventions, referenceTo, refOf } from '../values/known.js';

type Step = StepOptions<Back> & { title: string };

/**
 * Resolves to what was typed. `typed` hears every state of the text, so that none is lost; `prompt` says something else
 * than what is asked of a new task, and `whole` makes of the text what is written.
 */
export function askContent(
  { ui }: Services,
  {
    value,
    typed,
    prompt,
    whole = (text) => text.trim(),
    ...step
  }: Step & { value: string; typed?: (text: string) => void; prompt?: string; whole?: (text: string) => string },
): Promise<string | Back | undefined> {
  return ui.input<Back>({
    ...step,
    prompt: prompt ?? 'What is to be done? Attio keeps it as plain text, which cannot be changed later',
    placeholder: 'Send the offer to Ada',
    value,
    ignoreFocusOut: true,
    validate: (text) => {
      typed?.(text);
      if (text.trim() === '') return 'A task needs words.';
      const { length } = whole(text);
      return length > TASK_MAX ? `Attio takes ${TASK_MAX} characters; these are ${length}.` : undefined;
    },
  });
}

/** What the box says of a deadline that it takes. */
function hint(read: Extract<ReadDeadline, { ok: true }>): InputHint {
  if (read.past) return { severity: 'warning', message: `${read.shown}: this is over already` };
  const taken = read.day ? 'the end of that day’s work' : read.part && `what “${read.part}” is taken for`;
  const more = taken ? `, ${taken}; add a time such as “9am” for another` : '';
  return { severity: 'info', message: `${read.shown}${more}` };
}

/** `value`: what the box begins with. Resolves to the words, and what they mean: ISO, null for none. */
export async function askDeadline(
  { ui }: Services,
  { value, typed, ...step }: Step & { value: string; typed?: (text: string) => void },
): Promise<{ text: string; deadline: string | null; shown: string } | Back | undefined> {
  const read = (text: string) => parseDeadline(text, conventions());
  const text = await ui.input<Back>({
    ...step,
    prompt: 'Until when? “tomorrow”, “next Friday 3pm”, “in 2 weeks”, 2026-12-01; empty or “none” for no deadline',
    placeholder: 'No deadline',
    value,
    ignoreFocusOut: true,
    validate: async (given) => {
      typed?.(given);
      const found = await read(given);
      return found.ok ? hint(found) : found.problem;
    },
  });
  if (text === undefined || text === BACK) return text;
  const found = await read(text);
  // What was taken a moment ago is taken again.
  if (!found.ok) throw new Error(found.problem);
  return { text: text.trim(), deadline: found.value, shown: found.shown };
}

const ALONE = 'This key lacks the scope user_management:read, which names your colleagues';

/**
 * Member ids; `[]`: nobody. `current` are ticked. Of several tasks (`tasks` of them), `some` says how many each of those
 * has who has not all. Rejects with AttioError.
 */
export async function askAssignees(
  services: Services,
  connection: Connection,
  {
    current,
    some = new Map(),
    tasks = 1,
    surface,
    ...step
  }: Step & { current: readonly string[]; some?: ReadonlyMap<string, number>; tasks?: number; surface: string },
): Promise<string[] | Back | undefined> {
  const me = knownMe(services, connection.account);
  const ticked = new Set(current.map((id) => id.toLowerCase()));
  const few = new Map([...some].map(([id, count]) => [id.toLowerCase(), count]));
  const onSome = (id: string): string[] => {
    const count = few.get(id.toLowerCase());
    return count === undefined ? [] : [`on ${count} of ${tasks}, stays so`];
  };
  const rows = async (): Promise<PickItem<string>[]> => {
    const members = await colleagues(connection, { surface });
    const all = members
      .filter(
        ({ id, access_level }) =>
          access_level !== 'suspended' ||
          ticked.has(id.workspace_member_id.toLowerCase()) ||
          few.has(id.workspace_member_id.toLowerCase()),
      )
      .map((one): PickItem<string> => {
        const id = one.id.workspace_member_id;
        const you = id === me ? ['you'] : [];
        return {
          label: oneLine(memberName(one)),
          description: [...you, ...onSome(id), oneLine(one.email_address)].join(' · '),
          icon: 'account',
          picked: ticked.has(id.toLowerCase()),
          value: id,
        };
      })
      .sort((a, b) => Number(b.value === me) - Number(a.value === me));
    // Without the scope for colleagues those that are known by their ids are all there is.
    const known = new Set(all.map(({ value }) => value.toLowerCase()));
    const others = [...new Set([...(me ? [me] : []), ...current, ...some.keys()])].filter(
      (id) => !known.has(id.toLowerCase()),
    );
    return [
      ...all,
      ...others.map((id) => ({
        label: id === me ? 'You' : 'A colleague',
        description: [...onSome(id), id === me ? 'whose key this is' : id].join(' · '),
        icon: 'account',
        picked: ticked.has(id.toLowerCase()),
        value: id,
      })),
    ];
  };
  const found = await rows();
  const placeholder = found.some(({ label }) => label === 'You')
    ? ALONE
    : few.size > 0
      ? `Ticked: on all ${tasks} tasks. Who is on some stays there; tick to put them on all`
      : 'Who does it? Tick nobody to leave it open';
  return services.ui.pickMany<string, Back>(found, {
    ...step,
    placeholder,
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
}

/** What the box for records takes its words from. */
const RECORDS = {
  title: 'Records',
  type: 'record-reference',
  config: { record_reference: { allowed_object_ids: null } },
} as unknown as Attribute;

/** So many of the records used last are offered. */
const OFFERED = 5;

/** Records of any object, one after another until Done; `[]`: none. Rejects with AttioError. */
export async function askRecords(
  services: Services,
  connection: Connection,
  { current, surface, offer, ...step }: Step & { current: readonly RecordRef[]; surface: string; offer?: RecordRef },
): Promise<RecordRef[] | Back | undefined> {
  const { account, catalog } = connection;
  const refs = [...(offer ? [offer] : []), ...recentRecords(services, account.id)].slice(0, OFFERED);
  const offers = refs.map(async (ref) => {
    const summary = await catalog.summary(ref, { surface, names: 'known' }).catch(() => undefined);
    return summary ? [{ ref: summary.ref, label: summary.title, description: summary.objectNoun }] : [];
  });
  const answer = await askReference({
    services,
    connection,
    attribute: RECORDS,
    object: '',
    current: current.map(referenceTo),
    title: step.title,
    surface,
    several: true,
    mayBeEmpty: true,
    offers: (await Promise.all(offers)).flat(),
    box: { ...step, ignoreFocusOut: true },
  });
  return Array.isArray(answer) ? answer.flatMap((one) => refOf(one) ?? []) : answer;
}
