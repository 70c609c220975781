/** "Turn Text into CRM Updates" by rules: no model, no network but the catalog. What cannot be told for sure is left out. */
import { sameWritten } from '../edit/writable.js';
import { hash } from './literal.js';
import { noteOf } from './note.js';
import { contactsIn } from './people.js';
import { type Sentence, sentencesOf } from './sentences.js';
import { findSubjects, type Known, type Subjects } from './subjects.js';
import { tasksIn } from './tasks.js';
import type { CreateProposal, Ground, KnownSubject, Proposal, Proposed } from './types.js';
import { type Update, updatesIn } from './updates.js';

/** More than one can look through. */
const MAX_UPDATES = 40;
const MAX_CREATES = 20;

/** The text as rules read it: what both readers, rules and models, start from. */
export interface Reading {
  sentences: readonly Sentence[];
  subjects: Subjects;
}

/** Rejects with AttioError where Attio cannot be read. */
export async function readText(ground: Ground): Promise<Reading> {
  const sentences = ground.isCode ? [] : sentencesOf(ground.lines);
  const text = ground.lines.map((line) => line.text).join('\n');
  return { sentences, subjects: await findSubjects(text, sentences, ground) };
}

/** Notes, tasks, updates and new records that a text supports, what is created first. Rejects with AttioError. */
export async function proposeUpdates(ground: Ground, given?: Reading): Promise<Proposed> {
  const { sentences, subjects } = given ?? (await readText(ground));
  const contacts = await contactsIn(sentences, subjects, ground);
  await pause();
  const updates = foldUpdates([...(await updatesIn(sentences, subjects, ground)), ...contacts.updates]);
  await pause();
  const { tasks: all, more } = await tasksIn(sentences, subjects, ground);
  // `Next step: …` that is an attribute of the record needs no task beside it.
  const written = new Set(
    updates.filter(({ attribute }) => attribute.type === 'text').map(({ evidence }) => evidence.line),
  );
  const tasks = all.filter(({ evidence }) => !written.has(evidence.line) || !/:/.test(evidence.sentence));
  const note = await noteOf(sentences, subjects, { tasks, updates, creates: contacts.creates }, ground);
  return arrange(subjects, { note, tasks, updates, creates: contacts.creates, more });
}

const pause = () => new Promise(setImmediate);

type Without<T> = T extends Proposal ? Omit<T, 'id'> : never;
export type Unnamed = Without<Proposal>;

interface Parts {
  note?: Without<Extract<Proposal, { kind: 'note' }>> | undefined;
  tasks: readonly Without<Extract<Proposal, { kind: 'task' }>>[];
  updates: readonly Update[];
  creates: readonly CreateProposal[];
  more?: boolean;
}

/** In the order of review, each with its id. */
export function arrange(subjects: Subjects, { note, tasks, updates, creates, more }: Parts): Proposed {
  const all: (Unnamed | CreateProposal)[] = [
    ...(note ? [note] : []),
    ...creates.slice(0, MAX_CREATES),
    ...updates.slice(0, MAX_UPDATES),
    ...tasks,
  ];
  const ids = new Set<string>();
  const proposals = all.map((one): Proposal => {
    let id = 'id' in one ? one.id : idOf(one);
    while (ids.has(id)) id += '+';
    ids.add(id);
    return { ...one, id } as Proposal;
  });
  const cut = more || updates.length > MAX_UPDATES || creates.length > MAX_CREATES;
  return {
    proposals,
    subjects: subjectsOf(subjects),
    ...(cut && { remark: 'The text says more than is shown here: select a part of it to see the rest.' }),
  };
}

/** The main one first, then those that the text names, then the others. */
function subjectsOf({ all, main }: Subjects): KnownSubject[] {
  const rank = (one: Known) => (one === main ? 3 : one.surely ? 2 : one.count > 0 ? 1 : 0);
  return [...all]
    .sort((a, b) => rank(b) - rank(a) || b.count - a.count)
    .map(({ ref, title, noun }) => ({ ref, title, noun }));
}

/** The same proposal of the same text has the same id, so that what was decided about it outlives a reload. */
function idOf(one: Unnamed): string {
  switch (one.kind) {
    case 'note':
      return 'note';
    case 'task':
      return `task:${hash(one.content)}`;
    case 'update':
      return `update:${one.about.ref.recordId}:${one.attribute.api_slug}`;
    case 'create':
      return `create:${hash(one.object + one.title)}`;
  }
}

/** One for each attribute of a record: what is said later holds, what is sure before what is supposed; lists add up. */
export function foldUpdates(updates: readonly Update[]): Update[] {
  const out = new Map<string, Update>();
  for (const one of updates) {
    const { attribute, about } = one;
    const key = `${about.ref.recordId}/${attribute.api_slug}`;
    const other = out.get(key);
    if (!other) out.set(key, one);
    else if (attribute.is_multiselect) {
      const fresh = one.values.filter(
        (value) => !other.values.some((had) => sameWritten(attribute.type, [value], [had])),
      );
      if (fresh.length > 0) out.set(key, { ...other, values: [...other.values, ...fresh] });
    } else if (one.accepted || !other.accepted) {
      if (!sameWritten(attribute.type, one.values, other.values) || (one.accepted && !other.accepted))
        out.set(key, one);
    }
  }
  return [...out.values()];
}
