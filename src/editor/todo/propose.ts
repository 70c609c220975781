/** From lines to tasks: what they say is read, whom and what they name is looked up, and what is not clear is asked. */
import type { WorkspaceMember } from '../../attio/types.js';
import type { LinkedRecord } from '../../attio/workWrites.js';
import { memberName } from '../../crm/schema.js';
import { findInText } from '../../crm/textFinds.js';
import { type Apart, contentOf, type Due, type Said, takeApart, taskContent } from '../../crm/todo/apart.js';
import { isMe, membersCalled } from '../../crm/todo/people.js';
import type { Mention, RecordRef } from '../../crm/types.js';
import { knownMe, whoAmI } from '../members/me.js';
import { objectIcon } from '../records/icons.js';
import { oneLine } from '../records/text.js';
import type { Connection, Services } from '../services.js';
import type { PickItem } from '../ui.js';
import { colleagues, conventions } from '../values/known.js';
import type { FoundLine } from './document.js';

export const SURFACE = 'tasks.fromLine';
/** So many records of one line are linked; more are a list, and no one task's business. */
const MAX_RECORDS = 10;

/** A task as it is proposed. What a person has put right stays in it. */
export interface Draft {
  from: FoundLine;
  /** Without the place. */
  words: string;
  /** ISO; null: none. `shown`: as a person reads it. */
  due: { value: string | null; shown: string };
  /** Ids of members. */
  assignees: string[];
  records: { ref: RecordRef; title: string }[];
  /** What the approval warns of. */
  warnings: string[];
}

interface Read {
  from: FoundLine;
  apart: Apart;
  mentions: Mention[];
}

/** What the lines say, with at most a few requests for all of them together. Rejects with AttioError. */
async function read({ catalog }: Connection, lines: readonly FoundLine[]): Promise<Read[]> {
  const texts = lines.map(({ text, found }) => text.slice(...found.text));
  const zone = conventions();
  const [apart, mentions] = await Promise.all([
    Promise.all(texts.map((text) => takeApart(text, zone))),
    texts.some((text) => findInText(text).length > 0) ? catalog.mentions(texts.join('\n'), { surface: SURFACE }) : [],
  ]);
  return lines.map((from, index) => {
    const said = new Set(findInText(texts[index]!).map(({ evidence }) => evidence.toLowerCase()));
    return {
      from,
      apart: apart[index]!,
      mentions: mentions.filter(({ evidence }) => said.has(evidence.toLowerCase())),
    };
  });
}

/** Answers that hold for all lines of one go. */
interface Asking {
  services: Services;
  connection: Connection;
  members: readonly WorkspaceMember[];
  /** By the name in small letters; null: nobody. */
  people: Map<string, WorkspaceMember | { id: string } | null>;
  /** By what the text says. */
  records: Map<string, Mention[]>;
}

const CLOSED = Symbol('closed');

/** undefined: a question was closed. Rejects with AttioError. */
export async function proposeTasks(
  services: Services,
  connection: Connection,
  lines: readonly FoundLine[],
): Promise<Draft[] | undefined> {
  const { reads, members } = await services.ui.progress(
    { title: 'Reading what is to be done…', where: 'window' },
    async () => {
      const reads = await read(connection, lines);
      const named = reads.some(({ apart }) => apart.said.length > 0);
      return { reads, members: named ? await colleagues(connection, { surface: SURFACE }) : [] };
    },
  );
  const asking: Asking = { services, connection, members, people: new Map(), records: new Map() };
  const drafts: Draft[] = [];
  for (const one of reads) {
    const draft = await draftOf(one, asking);
    if (draft === CLOSED) return undefined;
    drafts.push(draft);
  }
  return drafts;
}

async function draftOf({ from, apart, mentions }: Read, asking: Asking): Promise<Draft | typeof CLOSED> {
  const line = oneLine(apart.text, 80);
  const assignees: string[] = [];
  const called = new Map<Said, string>();
  const warnings: string[] = [];
  for (const said of apart.said) {
    const who = await whoIs(said, line, asking);
    if (who === CLOSED) return CLOSED;
    if (who === undefined) {
      warnings.push(unknownWarning(said, asking));
      continue;
    }
    called.set(said, who === null ? '' : 'first_name' in who ? (who.first_name ?? memberName(who)) : '');
    if (who !== null) assignees.push('first_name' in who ? who.id.workspace_member_id : who.id);
  }
  const due = await whenOf(apart.due, line, asking);
  if (due === CLOSED) return CLOSED;
  const records = await recordsOf(mentions, line, asking);
  if (records === CLOSED) return CLOSED;
  const words = contentOf({ ...apart, due: due ? [due] : apart.due.length > 1 ? apart.due : [] }, (said) =>
    called.get(said),
  );
  // As with a new task: without another's name it is for the person who makes it.
  const me = apart.said.length === 0 ? knownMe(asking.services, asking.connection.account) : undefined;
  return {
    from,
    words: words || oneLine(apart.text, 200).trim(),
    due: { value: due?.value ?? null, shown: due?.shown ?? 'No deadline' },
    assignees: [...new Set(me === undefined ? assignees : [me])],
    records,
    warnings,
  };
}

function unknownWarning({ name }: Said, { members }: Asking): string {
  return members.length > 0
    ? `Nobody in the workspace is called “${oneLine(name, 60)}”: the name stays in the text.`
    : `Who “${oneLine(name, 60)}” is cannot be read: the key lacks the scope user_management:read. The name stays in the text.`;
}

/** null: nobody; undefined: somebody else than a colleague. */
async function whoIs(
  { name, as }: Said,
  line: string,
  { services, connection, members, people }: Asking,
): Promise<WorkspaceMember | { id: string } | null | undefined | typeof CLOSED> {
  const key = name.toLowerCase();
  const known = people.get(key);
  if (known !== undefined) return known;
  const found = membersCalled(name, members);
  if (found.length === 1) return found[0];
  if (found.length === 0 && isMe(name)) {
    const me = await whoAmI(services, connection);
    if (me === undefined) return CLOSED;
    people.set(key, { id: me });
    return { id: me };
  }
  // `@types` in a sentence may be anything; an owner is somebody.
  if (members.length === 0 || (found.length === 0 && as === 'mention')) return undefined;
  const open = members.filter(({ access_level }) => access_level !== 'suspended');
  const row = (one: WorkspaceMember): PickItem<WorkspaceMember | null> => ({
    label: oneLine(memberName(one), 80),
    description: oneLine(one.email_address, 80),
    icon: 'account',
    value: one,
  });
  const answer = await services.ui.pick<WorkspaceMember | null>(
    [
      ...(found.length > 0 ? found : open).map(row),
      { label: 'Nobody', description: 'The task is given to nobody', icon: 'circle-slash', value: null },
    ],
    {
      title: `Who Is “${oneLine(name, 60)}”?`,
      placeholder:
        found.length > 0
          ? `${found.length} colleagues are called so. The line: ${line}`
          : `No colleague is called so. The line: ${line}`,
      matchOnDescription: true,
      ignoreFocusOut: true,
    },
  );
  if (answer === undefined) return CLOSED;
  people.set(key, answer);
  return answer;
}

async function whenOf(due: readonly Due[], line: string, { services }: Asking): Promise<Due | null | typeof CLOSED> {
  if (due.length < 2) return due[0] ?? null;
  const answer = await services.ui.pick<Due | null>(
    [
      ...due.map((one) => ({ label: one.shown, icon: 'calendar', value: one })),
      { label: 'No Deadline', icon: 'circle-slash', value: null },
    ],
    { title: 'Due When?', placeholder: `The line names several days: ${line}`, ignoreFocusOut: true },
  );
  return answer === undefined ? CLOSED : answer;
}

async function recordsOf(
  mentions: readonly Mention[],
  line: string,
  { services, records }: Asking,
): Promise<Draft['records'] | typeof CLOSED> {
  const all: Mention[] = [];
  const byWords = Map.groupBy(mentions, ({ evidence }) => evidence.toLowerCase());
  for (const [words, found] of byWords) {
    // An address is its person's; the company behind it is meant only where nobody has the address.
    const surest = found.filter(({ by }) => by === found[0]!.by);
    const known = records.get(words);
    if (surest.length === 1 || known) {
      all.push(...(known ?? surest));
      continue;
    }
    const answer = await services.ui.pickMany<Mention>(
      surest.map((one) => ({
        label: oneLine(one.title, 100),
        description: [one.objectNoun, oneLine(one.description, 80)].filter((part) => part !== '').join(' · '),
        icon: objectIcon(one.ref.object),
        value: one,
      })),
      {
        title: `Which Is “${oneLine(surest[0]!.evidence, 60)}”?`,
        placeholder: `Several records have it; tick those that the task is about. The line: ${line}`,
        matchOnDescription: true,
        ignoreFocusOut: true,
      },
    );
    if (answer === undefined) return CLOSED;
    records.set(words, answer);
    all.push(...answer);
  }
  const once = new Map(all.map(({ ref, title }) => [ref.recordId, { ref, title }]));
  return [...once.values()].slice(0, MAX_RECORDS);
}

/** As it is written. `place`: where the line stands. */
export function createOf({ words, due, assignees, records }: Draft, place: string | undefined) {
  return {
    kind: 'task.create' as const,
    content: taskContent(words, place),
    deadlineAt: due.value,
    isCompleted: false,
    linkedRecords: records.map(({ ref }): LinkedRecord => ({ object: ref.object, recordId: ref.recordId })),
    assignees: assignees.map((memberId) => ({ memberId })),
  };
}
