/** People and companies of a text. */
import type { Attribute } from '../../attio/types.js';
import type { Json } from '../../attio/values.js';
import { isEditable } from '../edit/form.js';
import { parseInput } from '../edit/parse.js';
import { writable } from '../edit/writable.js';
import { type FoundCompany, type FoundPerson, nameOfDomain, prefillFrom, TITLE_WORDS } from '../prefill.js';
import { companyDomains } from '../textFinds.js';
import { hash, literal } from './literal.js';
import { isDenied, isQuestion, isSupposed, unquoted } from './mood.js';
import { type Sentence, unmarked } from './sentences.js';
import { domainOf, type Known, type Subjects } from './subjects.js';
import { evidenceOf } from './tasks.js';
import type { CreateProposal, Evidence, Ground, Subject } from './types.js';
import { type Update, updateOf } from './updates.js';

/** As much as is read at once (prefill.ts reads no more), and so many times. */
const PART = 18_000;
const MAX_PARTS = 12;
const MAX_PEOPLE = 25;

export interface Contacts {
  updates: Update[];
  /** Companies first; `refers` names them by the id given here. */
  creates: CreateProposal[];
}

const EMPTY: FoundPerson = { emails: [], phones: [] };

/**
 * What a text, and who was at its meeting, say of people and companies: addresses, numbers, job titles of those in
 * Attio, and those who are not there. Colleagues are left out. Reads Attio; rejects with AttioError.
 */
export async function contactsIn(
  sentences: readonly Sentence[],
  subjects: Subjects,
  ground: Ground,
): Promise<Contacts> {
  const { people, companies } = await foundIn(ground);
  for (const person of people) tidy(person, subjects, ground);
  for (const { name, email } of ground.meeting?.participants ?? []) {
    const address = email?.toLowerCase();
    if (!address || people.some(({ emails }) => emails.some((one) => one.toLowerCase() === address))) continue;
    people.push({ ...EMPTY, ...(name && { name }), emails: [email!] });
  }
  const updates: Update[] = [...titlesIn(sentences, subjects)];
  const creates: CreateProposal[] = [];
  const made = new Map<string, CreateProposal>();
  for (const person of people.slice(0, MAX_PEOPLE)) {
    const emails = person.emails.filter((email) => !isOurs(email, subjects));
    if (emails.length === 0) continue;
    const known = knownPerson({ ...person, emails }, subjects);
    const evidence = where(emails[0]!, ground) ?? (person.name && where(person.name, ground)) ?? fromMeeting(ground);
    if (!evidence) continue;
    if (known) {
      updates.push(...(await detailsOf(known.one, { ...person, emails }, evidence, ground, known.by === 'name')));
      continue;
    }
    const company = await companyOf(emails, subjects, ground, made, evidence);
    const create = await personProposal({ ...person, emails }, company, evidence, ground);
    if (create) creates.push(create);
  }
  for (const company of companies) {
    for (const domain of company.domains) {
      const added = await domainUpdate(company, domain, subjects, ground);
      if (added) updates.push(added);
    }
  }
  return { updates, creates: [...made.values(), ...creates] };
}

const NO_NAME =
  /^(?:hi|hello|dear|hey|thanks|thank|best|kind|regards|cheers|new|also|met|our|their|from|to|cc|and|with|contact|email|mail|c[etof]o)$/iu;
const simple = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}]/gu, '');

/** A name stands right before its address, or is like it; a title has no parentheses. */
function tidy(person: FoundPerson, { colleagues }: Subjects, { lines }: Ground): void {
  const [email] = person.emails;
  if (email === undefined) return;
  const beside = new RegExp(
    `((?:\\p{Lu}[\\p{L}\\p{M}'’-]*\\s+){1,4})\\s*[<(\\[,|–—-]*\\s*(?:mailto:)?${literal(email)}`,
    'iu',
  );
  const line = lines.find(({ text }) => text.includes(email));
  const words =
    beside
      .exec(line?.text.slice(0, 2000) ?? '')?.[1]
      ?.trim()
      .split(/\s+/) ?? [];
  while (words.length > 0 && (NO_NAME.test(words[0]!) || !/^\p{Lu}/u.test(words[0]!))) words.shift();
  const local = simple(email.slice(0, email.lastIndexOf('@')));
  const name = person.name;
  const like = (one: string) =>
    one.split(/\s+/).some((word) => simple(word).length > 2 && local.includes(simple(word)));
  if (words.length >= 2) person.name = words.join(' ');
  else if (name !== undefined) {
    const foreign =
      colleagues.some((one) => one.pattern.test(name)) || name.split(/\s+/).some((word) => NO_NAME.test(word));
    if (!like(name) && (foreign || !line?.text.includes(name))) delete person.name;
  }
  if (person.jobTitle) person.jobTitle = person.jobTitle.replace(/^[\s(]+|[\s)]+$/g, '');
}

const isOurs = (email: string, { colleagues, ownDomains }: Subjects): boolean =>
  colleagues.some((one) => one.email === email.toLowerCase()) ||
  (companyDomains(email).length > 0 && ownDomains.has(domainOf(email)));

/** Everybody with an address, and every company with a domain, read part by part. */
async function foundIn({ lines, region }: Ground): Promise<{ people: FoundPerson[]; companies: FoundCompany[] }> {
  const people: FoundPerson[] = [];
  const companies: FoundCompany[] = [];
  let part: string[] = [];
  let size = 0;
  let parts = 0;
  const flush = async () => {
    const text = part.join('\n');
    part = [];
    size = 0;
    // Without an address nobody could be told from another of the same name.
    if (!text.includes('@') && !/\.\p{L}{2}/u.test(text)) return;
    if (parts++ >= MAX_PARTS) return;
    const found = await prefillFrom(text, region ? { region } : {});
    for (const person of found.people.filter(({ emails }) => emails.length > 0)) {
      const same = people.find((one) => one.emails.some((email) => person.emails.includes(email)));
      if (same) Object.assign(same, { ...person, ...same, phones: [...new Set([...same.phones, ...person.phones])] });
      else people.push(person);
    }
    if (found.company) companies.push(found.company);
    await new Promise(setImmediate);
  };
  for (const { text } of lines) {
    if (size + text.length > PART) await flush();
    part.push(text.slice(0, 2000));
    size += Math.min(text.length, 2000) + 1;
  }
  await flush();
  return { people, companies };
}

/** The first line with these words. */
function where(words: string, { lines }: Ground): Evidence | undefined {
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])${literal(words)}(?![\\p{L}\\p{N}])`, 'iu');
  const line = lines.find(({ text }) => pattern.test(text));
  return line && { sentence: unmarked(line.text).slice(0, 300) || line.text.trim().slice(0, 300), line: line.line };
}

const fromMeeting = ({ meeting, lines }: Ground): Evidence | undefined =>
  meeting && { sentence: 'Takes part in the meeting', line: lines[0]?.line ?? 1 };

/** A known person, by address or else by the whole name. */
function knownPerson(
  { emails, name }: FoundPerson,
  { all }: Subjects,
): { one: Known; by: 'email' | 'name' } | undefined {
  const people = all.filter(({ ref }) => ref.object === 'people');
  const has = (one: Known) =>
    valuesOf(one, 'email-address').some((value) =>
      emails.some((email) => email.toLowerCase() === String(value).toLowerCase()),
    );
  const byEmail = people.find(has);
  if (byEmail) return { one: byEmail, by: 'email' };
  const byName = people.filter(({ title }) => name !== undefined && title.toLowerCase() === name.toLowerCase());
  return byName.length === 1 ? { one: byName[0]!, by: 'name' } : undefined;
}

/** All written values of a type. */
const valuesOf = ({ record, attributes }: Known, type: string): Json[] =>
  attributes.filter((one) => one.type === type).flatMap((one) => writable(record.values[one.api_slug], one));

const attributeFor = (attributes: readonly Attribute[], type: string, slug?: string): Attribute | undefined => {
  const fitting = attributes.filter((one) => one.type === type && isEditable(one));
  return slug === undefined ? fitting[0] : fitting.find((one) => one.api_slug === slug);
};

async function parsed(
  attribute: Attribute,
  texts: readonly string[],
  { now, timeZone, region }: Ground,
): Promise<Json[]> {
  const read = await Promise.all(
    texts.map((text) => parseInput(text, { attribute, now, timeZone, ...(region && { region }) })),
  );
  return read.flatMap((one) => (one.ok ? [one.value] : []));
}

/** What a signature says of a person who is in Attio. */
async function detailsOf(
  known: Known,
  person: FoundPerson,
  evidence: Evidence,
  ground: Ground,
  byName: boolean,
): Promise<Update[]> {
  const { attributes } = known;
  const out: Update[] = [];
  const add = async (attribute: Attribute | undefined, texts: readonly string[], doubt?: string) => {
    if (!attribute || texts.length === 0) return;
    const values = await parsed(attribute, texts, ground);
    const update = updateOf(known, attribute, attribute.is_multiselect ? values : values.slice(0, 1), {
      evidence: (texts[0] && where(texts[0], ground)) || evidence,
      accepted: doubt === undefined,
      doubt,
    });
    if (update) out.push(update);
  };
  const other = byName && !sameCompany(known, person) ? 'somebody else may have the same name' : undefined;
  await add(attributeFor(attributes, 'email-address'), person.emails, other);
  if (other) return out;
  await add(attributeFor(attributes, 'phone-number'), person.phones);
  const title = attributeFor(attributes, 'text', 'job_title');
  const current = title && writable(known.record.values.job_title, title)[0];
  if (person.jobTitle && String(current ?? '').toLowerCase() !== person.jobTitle.toLowerCase())
    await add(title, [person.jobTitle], current === undefined ? undefined : 'Attio has another job title');
  const linkedin = attributeFor(attributes, 'text', 'linkedin');
  if (linkedin && writable(known.record.values.linkedin, linkedin).length === 0)
    await add(linkedin, person.linkedin ? [person.linkedin] : []);
  return out;
}

/** Whether the address is of the same host as the ones that are known; who has none could be anybody of that name. */
function sameCompany(known: Known, { emails }: FoundPerson): boolean {
  const hosts = new Set(valuesOf(known, 'email-address').map((value) => domainOf(String(value))));
  return emails.some((email) => companyDomains(email).length > 0 && hosts.has(domainOf(email)));
}

function companyWith(domain: string, { all }: Subjects): Known | undefined {
  return all.find(
    (one) =>
      one.ref.object === 'companies' && valuesOf(one, 'domain').some((value) => String(value).toLowerCase() === domain),
  );
}

/** The company of an address: one in Attio, or one that is created along. */
async function companyOf(
  emails: readonly string[],
  subjects: Subjects,
  ground: Ground,
  made: Map<string, CreateProposal>,
  evidence: Evidence,
): Promise<Subject | undefined> {
  const { catalog, read } = ground;
  const domains = emails.flatMap((email) => companyDomains(email));
  for (const domain of domains) {
    const known = companyWith(domain, subjects);
    if (known) return { ref: known.ref, title: known.title, noun: known.noun };
  }
  const domain = domains.at(-1);
  const object = domain === undefined ? undefined : await catalog.object('companies', read);
  if (domain === undefined || !object) return undefined;
  const earlier = made.get(domain);
  if (earlier) return { proposal: earlier.id, title: earlier.title, noun: earlier.noun };
  const attributes = await catalog.attributes('companies', read);
  const title = (await nameNear(domain, ground)) ?? nameOfDomain(domain);
  const called = attributeFor(attributes, 'text', 'name');
  const host = attributeFor(attributes, 'domain');
  if (!called || !host) return undefined;
  const create: CreateProposal = {
    kind: 'create',
    id: `company:${hash(domain)}`,
    object: 'companies',
    noun: object.singular_noun ?? 'Company',
    title,
    values: { [called.api_slug]: [title], [host.api_slug]: [domain] },
    refers: {},
    evidence,
    accepted: true,
  };
  made.set(domain, create);
  return { proposal: create.id, title, noun: create.noun };
}

/** What the lines around a domain call its company. */
async function nameNear(domain: string, { lines }: Ground): Promise<string | undefined> {
  const at = lines.findIndex(({ text }) => text.toLowerCase().includes(domain));
  if (at < 0) return undefined;
  for (const reach of [0, 3]) {
    const near = lines.slice(Math.max(0, at - reach), at + reach + 1).map(({ text }) => text.slice(0, 1000));
    const { company } = await prefillFrom(near.join('\n'));
    if (company?.name && company.domains[0] === domain) return company.name.replace(/[\s.,;:]+$/, '');
  }
  return undefined;
}

async function personProposal(
  person: FoundPerson,
  company: Subject | undefined,
  evidence: Evidence,
  ground: Ground,
): Promise<CreateProposal | undefined> {
  const { catalog, read } = ground;
  const object = await catalog.object('people', read);
  if (!object) return undefined;
  const attributes = await catalog.attributes('people', read);
  const values: Record<string, Json[]> = {};
  const set = async (attribute: Attribute | undefined, texts: readonly string[]) => {
    const read = attribute ? await parsed(attribute, texts, ground) : [];
    if (attribute && read.length > 0) values[attribute.api_slug] = attribute.is_multiselect ? read : read.slice(0, 1);
  };
  await set(attributeFor(attributes, 'personal-name'), person.name ? [person.name] : []);
  await set(attributeFor(attributes, 'email-address'), person.emails);
  await set(attributeFor(attributes, 'phone-number'), person.phones);
  await set(attributeFor(attributes, 'text', 'job_title'), person.jobTitle ? [person.jobTitle] : []);
  await set(attributeFor(attributes, 'text', 'linkedin'), person.linkedin ? [person.linkedin] : []);
  if (Object.keys(values).length === 0) return undefined;
  const reference = attributeFor(attributes, 'record-reference', 'company');
  const nameless = person.name === undefined;
  return {
    kind: 'create',
    id: `person:${hash(person.emails[0]!.toLowerCase())}`,
    object: 'people',
    noun: object.singular_noun ?? 'Person',
    title: person.name ?? person.emails[0]!,
    values,
    refers: reference && company ? { [reference.api_slug]: company } : {},
    evidence,
    accepted: !nameless,
    ...(nameless && { doubt: 'the text does not say the name' }),
  };
}

/** A domain that the text gives a company which is in Attio without it: `Acme Robotics (acme-bots.example)`. */
async function domainUpdate(
  { name }: FoundCompany,
  domain: string,
  subjects: Subjects,
  ground: Ground,
): Promise<Update | undefined> {
  if (!name || subjects.ownDomains.has(domain) || companyWith(domain, subjects)) return undefined;
  const known = subjects.all.filter(
    ({ ref, title }) => ref.object === 'companies' && title.toLowerCase() === name.toLowerCase(),
  );
  const attribute = known[0] && attributeFor(known[0].attributes, 'domain');
  const evidence = where(domain, ground);
  if (known.length !== 1 || !attribute || !evidence || !evidence.sentence.includes(name)) return undefined;
  const values = await parsed(attribute, [domain], ground);
  return updateOf(known[0]!, attribute, values, { evidence, accepted: true });
}

const TITLE = '(?<title>\\p{Lu}[\\p{L}\\p{M}&/-]*(?:\\s+(?:of|and|&|for|the|[\\p{Lu}][\\p{L}\\p{M}&/-]*)){0,6})';
const AFTER = '(?=\\s*(?:[,.;)–—]|$)|\\s+(?:at|in|since|from|as|and\\s+\\p{Ll}|who|now|of\\s+\\p{Lu})\\b)';

/** `Grace is now VP Engineering`: job titles of people in Attio. */
function titlesIn(sentences: readonly Sentence[], { all, named }: Subjects): Update[] {
  const people = new Set(all.filter(({ ref }) => ref.object === 'people'));
  return sentences.flatMap((sentence): Update[] => {
    const { form } = sentence;
    if (form === 'quote' || form === 'done' || isQuestion(sentence.text)) return [];
    const text = unquoted(sentence.text);
    if (!TITLE_WORDS.test(text) || isDenied(text) || isSupposed(text)) return [];
    return named(text)
      .filter((one) => people.has(one))
      .flatMap((one) => titleOf(one, text, sentence) ?? []);
  });
}

function titleOf(known: Known, text: string, sentence: Sentence): Update | undefined {
  const attribute = attributeFor(known.attributes, 'text', 'job_title');
  if (!attribute || !known.pattern) return undefined;
  // An address may stand in brackets behind the name.
  const name = `(?:${known.pattern.source})(?:\\s*[(<][^()<>\\s]+@[^()<>\\s]+[)>])?`;
  const becomes = new RegExp(
    `${name}\\s+(?:is|has become|became|(?:was|is|has been|got)\\s+(?:just\\s+|recently\\s+)?(?:promoted to|appointed(?:\\s+as)?|made)|takes over as|joined as|starts as|now works as)\\s+(?:now\\s+)?(?:(?:our|their|the|a|an)\\s+)?(?:new\\s+)?${TITLE}${AFTER}`,
    'u',
  );
  const beside = new RegExp(`${name}\\s*[,(]\\s*(?:(?:the|their|our)\\s+)?(?:new\\s+)?${TITLE}${AFTER}`, 'u');
  const plainly = becomes.exec(text)?.groups?.title;
  const title = (plainly ?? beside.exec(text)?.groups?.title)?.replace(/\s+(?:of|and|for|the|&)$/u, '').trim();
  if (!title || title.length > 60 || !TITLE_WORDS.test(title)) return undefined;
  const [current] = writable(known.record.values[attribute.api_slug], attribute);
  if (String(current ?? '').toLowerCase() === title.toLowerCase()) return undefined;
  const doubt = plainly || current === undefined ? undefined : 'Attio has another job title';
  return updateOf(known, attribute, [title], { evidence: evidenceOf(sentence), accepted: doubt === undefined, doubt });
}
