/** From what somebody is to do to tasks: who, until when, about which records; the same thing said twice is one. */
import { type Action, actionsIn } from './actions.js';
import { Context } from './holders.js';
import type { Sentence } from './sentences.js';
import type { Known, Subjects } from './subjects.js';
import type { Ground, TaskProposal } from './types.js';
import { daysIn, withoutLastDay } from './when.js';

const MAX_TASKS = 40;
/** Attio takes 2000; a task is a line. */
const MAX_CONTENT = 500;

type Found = Omit<TaskProposal, 'id' | 'kind'> & { about: ReadonlySet<string>; who: string };

/** In the order of the text. `remark`: whether there were more. */
export async function tasksIn(
  sentences: readonly Sentence[],
  subjects: Subjects,
  ground: Ground,
): Promise<{ tasks: Omit<TaskProposal, 'id'>[]; more: boolean }> {
  const context = new Context(sentences, subjects);
  const known = nameCheck(sentences, subjects);
  const actions = actionsIn(sentences, known);
  const found: Found[] = [];
  for (const action of actions) {
    for (const part of await partsOf(action, ground)) fold(found, await taskOf(part, subjects, context, ground));
  }
  const links = [
    ...new Map(
      found.flatMap((one) => one.links).map((link) => ['ref' in link ? link.ref.recordId : '', link]),
    ).values(),
  ];
  const open = await openTasks(
    found,
    links.flatMap((link) => ('ref' in link ? [link.ref] : [])),
    ground,
  );
  const fresh = found.filter((one) => !isInAttio(one, open)).map((one) => besideOpen(one, open));
  return {
    tasks: fresh.slice(0, MAX_TASKS).map(({ about: _, who: __, ...one }) => ({ kind: 'task' as const, ...one })),
    more: fresh.length > MAX_TASKS,
  };
}

async function openTasks(
  found: readonly Found[],
  refs: Parameters<NonNullable<Ground['openTasks']>>[0],
  { openTasks }: Ground,
) {
  return found.length > 0 && refs.length > 0 && openTasks ? openTasks(refs) : [];
}

/** Whether a name in the text is that of a colleague, of a person of the records, or of one who speaks. */
function nameCheck(sentences: readonly Sentence[], subjects: Subjects): (name: string) => boolean {
  const speakers = new Set(sentences.flatMap(({ speaker }) => (speaker ? [speaker, speaker.split(' ')[0]!] : [])));
  return (name) =>
    speakers.has(name) || colleagueOf(name, subjects) !== undefined || personOf(name, subjects) !== undefined;
}

const isWhole = (pattern: RegExp | undefined, name: string): boolean => {
  const found = pattern?.exec(name);
  return found?.index === 0 && found[0].length === name.length;
};

function colleagueOf(name: string, { colleagues }: Subjects) {
  const proper = name.charAt(0).toUpperCase() + name.slice(1);
  return colleagues.find(({ pattern }) => isWhole(pattern, name) || isWhole(pattern, proper));
}

function personOf(name: string, { all }: Subjects): Known | undefined {
  return all.find(({ ref, pattern }) => ref.object === 'people' && isWhole(pattern, name));
}

/** `send the overview today and the price by Friday`: two things, each with its day. */
async function partsOf(action: Action, ground: Ground): Promise<Action[]> {
  const { content } = action;
  const [first, second] = await daysIn(content, ground);
  const next = first && second ? /^,?\s+and\s+(?=(?:the|a|an|our|your|my)\s)/i.exec(content.slice(first.end)) : null;
  if (!first || !next) return [action];
  const verb = /^\S+/.exec(content)![0];
  const rest = `${verb} ${content.slice(first.end + next[0].length)}`;
  return [
    { ...action, content: content.slice(0, first.end) },
    { ...action, content: rest },
  ];
}

async function taskOf(action: Action, subjects: Subjects, context: Context, ground: Ground): Promise<Found> {
  const { sentence, before = '' } = action;
  const days = await daysIn(action.content, ground);
  const day = (days.at(-1) ?? (await daysIn(before, ground)).at(-1))?.day;
  let content = withoutLastDay(action.content, days).replace(/\s+(?:by|on|until|till|before|due)$/i, '');
  if (content.length < 4) content = action.content;

  const by = actor(action, subjects, ground);
  const doubts = [action.doubt, by.doubt].filter((one) => one !== undefined);
  if (by.prefix) content = `${by.prefix}: ${content.charAt(0).toLowerCase()}${content.slice(1)}`;
  return {
    content: content.length > MAX_CONTENT ? `${content.slice(0, MAX_CONTENT - 1).trimEnd()}…` : content,
    ...(day !== undefined && { deadline: day }),
    ...(by.assignee !== undefined && { assignee: by.assignee }),
    links: linksOf(sentence, by.person, subjects, context),
    evidence: evidenceOf(sentence),
    accepted: doubts.length === 0,
    ...(doubts.length > 0 && { doubt: doubts[0]! }),
    about: wordsIn(content),
    who: by.assignee ?? by.prefix ?? '',
  };
}

/** The sentence that a proposal is from, with its line and who said it. */
export const evidenceOf = ({ text, line, speaker }: Sentence) => ({
  sentence: text,
  line,
  ...(speaker !== undefined && { speaker }),
});

interface Actor {
  assignee?: string;
  /** Somebody who cannot be assigned: said in the task. */
  prefix?: string;
  person?: Known;
  doubt?: string;
}

function actor({ who, sentence }: Action, subjects: Subjects, { memberId }: Ground): Actor {
  if (who === undefined) return {};
  const name = who === 'speaker' || who === 'we' ? sentence.speaker : who.name;
  // One's own notes, in which “I” is who writes.
  if (name === undefined) return who === 'speaker' && memberId !== undefined ? { assignee: memberId } : {};
  const colleague = colleagueOf(name, subjects);
  if (who === 'we') {
    if (colleague) return {};
    return sentence.speaker === undefined
      ? {}
      : { prefix: name, doubt: `${name} is no colleague, so that nobody is assigned` };
  }
  if (colleague) return { assignee: colleague.id };
  const person = personOf(name, subjects);
  return {
    prefix: person?.title ?? name,
    ...(person && { person }),
    doubt: `${person?.title ?? name} is no colleague, so that nobody is assigned`,
  };
}

/** The records that the sentence names, with what it is all about where it names no company or deal. */
function linksOf(
  sentence: Sentence,
  person: Known | undefined,
  { named, main }: Subjects,
  context: Context,
): TaskProposal['links'] {
  const all = [...(person ? [person] : []), ...named(sentence.text)];
  if (!all.some(({ ref }) => ref.object !== 'people'))
    all.push(...context.around(sentence).filter(({ ref }) => ref.object !== 'people'));
  if (main && !all.some(({ ref }) => ref.object !== 'people')) all.push(main);
  return [...new Map(all.map((one) => [one.ref.recordId, one])).values()]
    .slice(0, 4)
    .map(({ ref, title, noun }) => ({ ref, title, noun }));
}

const SMALL = new Set(
  'week month the a an and or to of for with in on at by from it that this them him her you your our my we i is are be will as so out up about into over if not no also then than too please next week today tomorrow day end before until us me their his its'.split(
    ' ',
  ),
);

/** Words that say what is to be done, in one spelling. */
export function wordsIn(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(
    words
      .filter((word) => !SMALL.has(word))
      .map((word) => (word.length > 4 ? word.replace(/(?:es|s|ing|ed|e)$/, '') : word)),
  );
}

/** Whether both ask for the same: one word that differs is another recipient, another document, another task. */
function isSame(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size > 0 && a.size === b.size && [...a].every((word) => b.has(word));
}

/** Whether one says all that the other does, and perhaps more. */
function isWithin(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const [less, more] = a.size <= b.size ? [a, b] : [b, a];
  return isSame(a, b) || (less.size > 1 && [...less].every((word) => more.has(word)));
}

/** People who talk come back to what they said, in more words or fewer; lines of a list are a task each. */
function isTwice(a: Found, b: Found): boolean {
  if (a.who !== b.who && a.who !== '' && b.who !== '') return false;
  if (a.deadline !== undefined && b.deadline !== undefined && a.deadline !== b.deadline) return false;
  const spoken = a.evidence.speaker !== undefined && b.evidence.speaker !== undefined;
  return (spoken ? isWithin : isSame)(a.about, b.about);
}

/** Word for word: what was applied is not proposed again. */
const isInAttio = (one: Found, open: readonly string[]): boolean =>
  open.some((content) => isSame(wordsIn(content), one.about));

/** What only resembles an open task of Attio is shown beside it, not ticked: it may be another one. */
function besideOpen(one: Found, open: readonly string[]): Found {
  const there = open.find((content) => isWithin(wordsIn(content), one.about));
  return there === undefined ? one : { ...one, accepted: false, doubt: `Attio has the open task “${there}”` };
}

/** What is said twice is one task; another day makes it two. */
function fold(found: Found[], one: Found): void {
  const at = found.findIndex((other) => isTwice(other, one));
  if (at < 0) {
    found.push(one);
    return;
  }
  const other = found[at]!;
  const fuller = one.about.size > other.about.size ? one : other;
  const deadline = other.deadline ?? one.deadline;
  const assignee = other.assignee ?? one.assignee;
  const links = [
    ...new Map(
      [...other.links, ...one.links].map((link) => ['ref' in link ? link.ref.recordId : link.proposal, link]),
    ).values(),
  ];
  const { doubt: _, ...rest } = fuller;
  const doubt = other.accepted || one.accepted ? undefined : fuller.doubt;
  found[at] = {
    ...rest,
    ...(deadline !== undefined && { deadline }),
    ...(assignee !== undefined && { assignee }),
    links: links.slice(0, 4),
    accepted: other.accepted || one.accepted,
    ...(doubt !== undefined && { doubt }),
    who: fuller.who || other.who || one.who,
  };
}
