/**
 * "Turn Text into CRM Updates" by a language model. Its answer is no more than a hint: what is proposed stands in the text,
 * names records, options and colleagues that exist, and passes the same checks as what rules find.
 */
import type { Json } from '../../attio/values.js';
import { isEditable } from '../edit/form.js';
import { parseInput } from '../edit/parse.js';
import type { Choice } from '../edit/types.js';
import { wallAt } from '../edit/zoned.js';
import { hash } from './literal.js';
import { type AnswerItem, readAnswer } from './modelAnswer.js';
import { isTellable, offered, promptFor } from './modelPrompt.js';
import { noteOf } from './note.js';
import { contactsIn } from './people.js';
import { arrange, foldUpdates, readText } from './propose.js';
import { unmarked } from './sentences.js';
import type { Known, Subjects } from './subjects.js';
import type { CreateProposal, Evidence, Ground, Proposed, Subject, TaskProposal } from './types.js';
import { type Update, updateOf } from './updates.js';

type Task = Omit<TaskProposal, 'id'>;

/** `ask`: the whole answer to a prompt. Rejects with what it rejects with, and with an Error where the answer is none. */
export async function readByModel(ground: Ground, ask: (prompt: string) => Promise<string>): Promise<Proposed> {
  const reading = await readText(ground);
  const { sentences, subjects } = reading;
  const records = offered(subjects);
  const choices = await choicesOf(records, ground);
  const { year, month, day } = wallAt(ground.now.getTime(), ground.timeZone);
  const today = [year, String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-');
  const answer = readAnswer(await ask(promptFor({ lines: ground.lines, records, subjects, choices, day: today })));

  const check = new Check(ground, subjects, records, choices);
  const tasks: Task[] = [];
  const updates: Update[] = [];
  const creates: CreateProposal[] = [];
  for (const item of answer.items) {
    const evidence = check.evidence(item.sentence);
    if (!evidence) continue;
    if (item.kind === 'task') tasks.push(check.task(item, evidence));
    else if (item.kind === 'update') updates.push(...(await check.update(item, evidence)));
    else creates.push(...(await check.create(item, evidence, creates)));
  }
  // Addresses are told by rules as surely as by anybody, and their people are linked to their companies.
  const contacts = await contactsIn(sentences, subjects, ground);
  const known = new Set(contacts.creates.map(({ title }) => title.toLowerCase()));
  const allCreates = [...contacts.creates, ...creates.filter(({ title }) => !known.has(title.toLowerCase()))];
  const allUpdates = foldUpdates([...contacts.updates, ...updates]);
  const open = (await ground.openTasks?.(records.slice(0, 4).map(({ ref }) => ref))) ?? [];
  const same = (text: string) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
  const fresh = tasks.filter(
    (one, at) =>
      !open.some((other) => same(other) === same(one.content)) &&
      tasks.findIndex((other) => same(other.content) === same(one.content)) === at,
  );
  const note = await noteOf(sentences, subjects, { tasks: fresh, updates: allUpdates, creates: allCreates }, ground);
  return arrange(subjects, {
    note: note && answer.summary ? { ...note, content: answer.summary } : note,
    tasks: fresh,
    updates: allUpdates,
    creates: allCreates,
  });
}

async function choicesOf(
  records: readonly Known[],
  { catalog, read }: Ground,
): Promise<Map<string, readonly Choice[]>> {
  const wanted = new Map<string, { object: string; slug: string }>();
  for (const { ref, attributes } of records)
    for (const one of attributes)
      if (isTellable(one) && /^(?:select|status)$/.test(one.type))
        wanted.set(`${ref.object}/${one.api_slug}`, { object: ref.object, slug: one.api_slug });
  const found = [...wanted].map(
    async ([key, { object, slug }]) => [key, await catalog.choices(object, slug, read).catch(() => [])] as const,
  );
  return new Map(await Promise.all(found));
}

const plain = (text: string): string =>
  unmarked(text)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** What of an answer is so. */
class Check {
  readonly #lines: { line: number; text: string }[];
  readonly #all: string;

  constructor(
    private readonly ground: Ground,
    private readonly subjects: Subjects,
    private readonly records: readonly Known[],
    private readonly choices: ReadonlyMap<string, readonly Choice[]>,
  ) {
    this.#lines = ground.lines.map(({ text, line }) => ({ line, text: plain(text) }));
    this.#all = this.#lines
      .map(({ text }) => text)
      .join(' ')
      .replace(/ +/g, ' ');
  }

  /** The sentence where it stands; undefined: the text does not say it. */
  evidence(sentence: string): Evidence | undefined {
    const wanted = plain(sentence);
    if (wanted.length < 4 || !this.#all.includes(wanted)) return undefined;
    const begins = wanted.slice(0, 30);
    const found =
      this.#lines.find(({ text }) => text.includes(wanted)) ??
      this.#lines.find(
        ({ text }) => text !== '' && (text.includes(begins) || (text.length > 8 && wanted.startsWith(text))),
      );
    return { sentence: sentence.trim().slice(0, 600), line: found?.line ?? this.ground.lines[0]?.line ?? 1 };
  }

  /** Whether these words stand in the text. */
  #says(words: string): boolean {
    const wanted = plain(words);
    return wanted !== '' && ` ${this.#all} `.includes(` ${wanted} `);
  }

  task(item: Extract<AnswerItem, { kind: 'task' }>, evidence: Evidence): Task {
    const wanted = item.assignee?.trim() ?? '';
    const colleague = this.subjects.colleagues.find(({ name, email, pattern }) => {
      const found = pattern.exec(wanted);
      return name.toLowerCase() === wanted.toLowerCase() || email === wanted.toLowerCase() || found?.[0] === wanted;
    });
    const day =
      /^\d{4}-\d{2}-\d{2}$/.test(item.deadline ?? '') && !Number.isNaN(Date.parse(item.deadline!))
        ? item.deadline!
        : undefined;
    const links = (item.records ?? []).flatMap((number) => this.records[number - 1] ?? []);
    const { main } = this.subjects;
    const all = links.length > 0 ? links : main ? [main] : [];
    // A colleague that does not exist is nobody.
    const doubt = wanted !== '' && !colleague ? `${wanted} is no colleague, so that nobody is assigned` : undefined;
    return {
      kind: 'task',
      content: item.text,
      ...(day !== undefined && { deadline: day }),
      ...(colleague && { assignee: colleague.id }),
      links: all.slice(0, 4).map(({ ref, title, noun }) => ({ ref, title, noun })),
      evidence,
      accepted: doubt === undefined,
      ...(doubt && { doubt }),
    };
  }

  async update(item: Extract<AnswerItem, { kind: 'update' }>, evidence: Evidence): Promise<Update[]> {
    const known = this.records[item.record - 1];
    const attribute = known?.attributes.find((one) => one.api_slug === item.attribute && isTellable(one));
    if (!known || !attribute) return [];
    const { now, timeZone, locale, region } = this.ground;
    const choices = this.choices.get(`${known.ref.object}/${attribute.api_slug}`) ?? [];
    const parsed = await parseInput(item.value, {
      attribute,
      choices,
      now,
      timeZone,
      ...(locale && { locale }),
      ...(region && { region }),
    });
    // An address or a number that the text does not have was made up.
    const made = /^(?:domain|email-address|phone-number)$/.test(attribute.type) && !this.#has(item.value);
    if (!parsed.ok || made) return [];
    const update = updateOf(known, attribute, [parsed.value], { evidence, accepted: true });
    return update ? [update] : [];
  }

  #has(value: string): boolean {
    const squeezed = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}@.]+/gu, '');
    return squeezed(this.ground.lines.map(({ text }) => text).join('\n')).includes(squeezed(value));
  }

  async create(
    item: Extract<AnswerItem, { kind: 'person' | 'company' }>,
    evidence: Evidence,
    creates: readonly CreateProposal[],
  ): Promise<CreateProposal[]> {
    const { catalog, read } = this.ground;
    const object = item.kind === 'person' ? 'people' : 'companies';
    const title = item.name.trim();
    const there = this.subjects.all.some(
      (one) => one.ref.object === object && one.title.toLowerCase() === title.toLowerCase(),
    );
    const colleague = this.subjects.colleagues.some(({ name }) => name.toLowerCase() === title.toLowerCase());
    if (there || colleague || !this.#says(title) || creates.some((one) => one.object === object && one.title === title))
      return [];
    const meant = await catalog.object(object, read);
    // Attio may have somebody of that name whom the text gives no address of.
    const same = await catalog.search(title, { ...read, objects: [object] });
    if (!meant || same.some((one) => one.title.toLowerCase() === title.toLowerCase())) return [];
    const attributes = await catalog.attributes(object, read);
    const values: Record<string, Json[]> = {};
    const set = async (slug: string, value: string | null | undefined) => {
      const attribute = attributes.find((one) => one.api_slug === slug && isEditable(one));
      if (!value || !attribute || !this.#has(value)) return;
      const parsed = await parseInput(value, { attribute, now: this.ground.now, timeZone: this.ground.timeZone });
      if (parsed.ok) values[slug] = [parsed.value];
    };
    await set('name', title);
    let company: Subject | undefined;
    if (item.kind === 'person') {
      await set('email_addresses', item.email);
      await set('job_title', item.jobTitle);
      const known = item.company ? this.records[item.company - 1] : undefined;
      if (known?.ref.object === 'companies') company = { ref: known.ref, title: known.title, noun: known.noun };
    } else await set('domains', item.domain);
    if (!values.name) return [];
    const sure = Object.keys(values).length > 1;
    return [
      {
        kind: 'create',
        id: `create:${hash(object + title)}`,
        object,
        noun: meant.singular_noun ?? object,
        title,
        values,
        refers: company ? { company } : {},
        evidence,
        accepted: sure,
        ...(!sure && { doubt: 'the text gives no more than the name' }),
      },
    ];
  }
}
