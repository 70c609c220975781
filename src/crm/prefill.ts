/**
 * What a selected text says of people and a company: names, addresses, phone numbers, job titles, profiles. Guesses are
 * shown before anything is written, so a likely one is worth more here than none. Pure, with bounded work.
 */
import { parse } from 'tldts';
import { parseName } from './edit/names.js';
import { legalNameIn } from './legalName.js';
import { companyDomains, findInText } from './textFinds.js';

export interface FoundPerson {
  /** `Ada Lovelace`. */
  name?: string;
  emails: string[];
  /** E.164. */
  phones: string[];
  jobTitle?: string;
  /** Web address of the profile. */
  linkedin?: string;
}

export interface FoundCompany {
  name?: string;
  /** Lower case; of web addresses first, then of e-mail addresses; mailboxes of everybody left out. */
  domains: string[];
  phones: string[];
  linkedin?: string;
}

export interface Prefill {
  /** In order of appearance; at most twenty. */
  people: FoundPerson[];
  company?: FoundCompany;
  /** The text itself, where it is one short line that may be a name of anything. */
  words?: string;
}

const MAX_TEXT = 20_000;
const MAX_PEOPLE = 20;
const MAX_PHONES = 10;
/** So many lines around an address are of the same signature. */
const NEAR = 6;

/** Where everybody has a page: no company's own domain. */
const HOSTS_OF_ALL = new Set(
  (
    'linkedin.com twitter.com x.com facebook.com instagram.com youtube.com github.com gitlab.com calendly.com zoom.us google.com goo.gl ' +
    'microsoft.com office.com notion.so notion.site medium.com wikipedia.org crunchbase.com whatsapp.com wa.me t.me slack.com loom.com ' +
    'hubspot.com attio.com bit.ly linktr.ee apple.com'
  ).split(' '),
);
/** Mailboxes of no person. */
const ROLES =
  /^(?:info|hello|hi|hey|sales|support|help|contact|office|team|admin|billing|jobs|careers|press|mail|no-?reply|do-?not-?reply|marketing|service|accounts?|hr|legal|security|privacy|webmaster|postmaster|enquiries|kontakt)$/i;

const LABELS: [kind: keyof Labelled, words: RegExp][] = [
  ['name', /^(?:full ?name|name|contact(?: person)?|person|fn)$/i],
  ['title', /^(?:job ?title|title|role|position)$/i],
  ['company', /^(?:company(?: name)?|organi[sz]ation|org|account|employer|firm)$/i],
];

interface Labelled {
  name?: string;
  title?: string;
  company?: string;
}

/** What is in every job title. */
export const TITLE_WORDS =
  /(?<![\p{L}\p{N}])(?:c[etofmrisp]{1,2}o|ciso|svp|evp|avp|vp|vice president|president|chair(?:man|woman|person)?|(?:co-?)?founder|owner|partner|principal|director|head of|lead|manager|engineer|developer|architect|designer|analyst|scientist|researcher|consultant|advis[eo]r|officer|secretary|assistant|associate|specialist|coordinator|representative|buyer|accountant|counsel|lawyer|professor|lecturer|recruiter|strategist|administrator|geschäftsführer(?:in)?|leiter(?:in)?|directeur|directrice|directora?|gerente|responsable)(?![\p{L}\p{N}])/iu;
const LEGAL =
  /(?:^|[\s,])(?:inc|llc|ltd|limited|gmbh|ag|corp|corporation|co|plc|bv|b\.v|nv|sa|s\.a|sas|sarl|srl|oy|ab|as|aps|pty|kg|ug|se)\.?$/i;
/** `Ciro`, `Avp`: written as a name is, an abbreviated title is a name. */
const NAME_LIKE_ABBREVIATION = /(?<![\p{L}\p{N}])(?:C[etofmrisp]{1,2}o|Ciso|Svp|Evp|Avp)(?![\p{L}\p{N}])/gu;
const LINKEDIN = /https?:\/\/(?:[a-z]{2,3}\.)?linkedin\.com\/(in|company)\/([\p{L}\p{N}%_-]{1,100})/giu;

const squeeze = (text: string): string => text.replace(/\s+/g, ' ').trim();
/** Markdown's marks, quotes and bullets around a piece of text. */
const bare = (text: string): string =>
  squeeze(text.replace(/[*_`~]{1,3}(?=\S)|(?<=\S)[*_`~]{1,3}/g, ''))
    .replace(/^(?:[>#•·–—\-|\s"'“”„‘’]|\d{1,2}[.)]\s)+/u, '')
    .replace(/[\s"'“”‘’|,;:–—-]+$/u, '');
const letters = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

/** Two to five words as names are written: a capital or a script without, no figures. */
function isNameLike(text: string): boolean {
  if (text.length < 3 || text.length > 60 || /[\d@<>{}[\]()/\\:;|=+*&!?…]/.test(text)) return false;
  if (TITLE_WORDS.test(text.replace(NAME_LIKE_ABBREVIATION, '')) || LEGAL.test(text)) return false;
  const words = text.split(/[\s,]+/).filter(Boolean);
  if (words.length < 2 || words.length > 5) return false;
  const starts = (word: string) => /^(?:['’]?[\p{Lu}\p{Lt}\p{Lo}])/u.test(word);
  const particle = (word: string) =>
    /^(?:van|von|der|den|de|del|della|di|da|do|dos|du|la|le|ten|ter|zu|zur|af|bin|ibn|al|el)$/i.test(word);
  if (words.some((word) => word.endsWith('.') && word.length > 4)) return false;
  return starts(words[0]!) && starts(words.at(-1)!) && words.every((word) => starts(word) || particle(word));
}

/** `Lovelace, Ada` the right way round. */
function named(text: string): string | undefined {
  const read = parseName(bare(text));
  return read.ok ? squeeze((read.value as { full_name: string }).full_name) : undefined;
}

function labelled(line: string): [keyof Labelled, string] | undefined {
  const match = /^([^:=<@]{2,24})[:=]\s*(.{1,200})$/.exec(
    bare(line.replace(/^((?:FN|ORG|TITLE))(?:;[^:]{0,60})?:/i, '$1:')),
  );
  const [, label = '', value = ''] = match ?? [];
  const kind = LABELS.find(([, words]) => words.test(bare(label)))?.[0];
  // vCard separates parts of an organisation by semicolons.
  const text = bare(value.split(';')[0]!.replace(/\\,/g, ','));
  return kind && text !== '' ? [kind, text] : undefined;
}

interface Line {
  /** Markdown's marks taken off; not longer than a line of a signature may be. */
  text: string;
  emails: string[];
  label: ReturnType<typeof labelled>;
}

/** `CTO at Acme`, `CTO, Acme`, `CTO | Acme`: what is done where. */
function role(text: string): { title?: string; company?: string } {
  const parts = text
    .split(/\s+(?:at|@|bei|chez)\s+|\s*[|·•]\s*|\s+[–—-]\s+|,\s+/i)
    .map(bare)
    .filter((part) => part !== '');
  const at = parts.findIndex((part) => TITLE_WORDS.test(part));
  if (at < 0 || parts[at]!.length > 80) return {};
  const where = /\s(?:at|@|bei|chez)\s|[|·•]/i.test(text) ? parts[at + 1] : undefined;
  const company = where && where.length <= 60 && !/@|\d{4}|https?:/.test(where) ? where : undefined;
  return { title: parts[at]!, ...(company && { company }) };
}

/** The name before an address on its line: `Ada Lovelace <ada@…>`, `Ada Lovelace (ada@…)`, `Ada Lovelace, ada@…`. */
function before(line: string, email: string): string | undefined {
  const at = line.toLowerCase().indexOf(email.toLowerCase());
  const lead = line.slice(0, at).replace(/(?:\(|<|\[|mailto:|e-?mail:?|mail:?)\s*$/i, '');
  // Of several on one line, what stands after the one before.
  const own = bare(lead.slice(Math.max(lead.lastIndexOf('>'), lead.lastIndexOf(';'), lead.lastIndexOf(')')) + 1));
  const label = labelled(own);
  const text = label?.[0] === 'name' ? label[1] : bare(own.replace(/^(?:from|to|cc|bcc|von|an)\s*:\s*/i, ''));
  if (isNameLike(text)) return named(text);
  // `Ada Lovelace, CTO, ada@…`
  const first = text.split(/\s*[,|·]\s*|\s+[–—-]\s+/)[0] ?? '';
  return isNameLike(first) ? named(first) : undefined;
}

/** `ada.lovelace` as `Ada Lovelace`. */
function fromAddress(email: string): string | undefined {
  const local = email.slice(0, email.lastIndexOf('@')).replace(/\+.*$/, '');
  const parts = local.split(/[._-]/);
  if (
    parts.length !== 2 ||
    parts.some((part) => !/^\p{L}{2,30}$/u.test(part)) ||
    parts.some((part) => ROLES.test(part))
  )
    return undefined;
  return parts.map((part) => part.charAt(0).toUpperCase() + part.slice(1).toLowerCase()).join(' ');
}

/** A piece of the text that is written like the first label of a domain: `Acme Robotics` for `acme-robotics.com`. */
function calledLike(domain: string, lines: readonly Line[]): string | undefined {
  const wanted = letters(parse(domain).domainWithoutSuffix ?? domain.split('.')[0]!);
  for (const { text } of lines) {
    const words = text
      .split(/[\s|,;()<>/]+/)
      .filter((word) => word !== '' && !/[@.]\S/.test(word))
      .slice(0, 60);
    for (let from = 0; from < words.length; from++) {
      for (let to = from + 1; to <= Math.min(words.length, from + 4); to++) {
        const piece = bare(words.slice(from, to).join(' '));
        if (letters(piece) === wanted && /^[\p{Lu}\p{Lo}\d]/u.test(piece)) return piece;
      }
    }
  }
  return undefined;
}

/** `Acme Robotics` for `acme-robotics.com`. */
export function nameOfDomain(domain: string): string {
  const label = parse(domain).domainWithoutSuffix ?? domain.split('.')[0]!;
  return label
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');
}

async function phonesIn(text: string, region: string | undefined): Promise<{ number: string; at: number }[]> {
  if (!/\d[\d\s().-]{5,}\d/.test(text)) return [];
  return (await import('./edit/phones.js')).phonesInText(text, region).slice(0, MAX_PHONES);
}

/** `region`: two letters, of phone numbers without a country. Never rejects for what a text holds. */
export async function prefillFrom(selected: string, { region }: { region?: string } = {}): Promise<Prefill> {
  const text = selected.slice(0, MAX_TEXT).replace(/\r\n?/g, '\n');
  const finds = findInText(text);
  const emails = finds.filter(({ kind }) => kind === 'email').map(({ evidence }) => evidence);
  const lines = linesOf(text, emails);
  const labels = lines.flatMap(({ label }, at) => (label ? [{ kind: label[0], value: label[1], at }] : []));
  const label = (kind: keyof Labelled, near?: number) => {
    const all = labels.filter((one) => one.kind === kind);
    if (near === undefined || all.length < 2) return all[0]?.value;
    return [...all].sort((a, b) => Math.abs(a.at - near) - Math.abs(b.at - near))[0]?.value;
  };

  const used = new Set<number>();
  const people: (FoundPerson & { at: number })[] = [];
  for (const email of emails) {
    const local = email.slice(0, email.lastIndexOf('@'));
    const at = lines.findIndex((line) => line.emails.includes(email));
    if (ROLES.test(local) || people.length >= MAX_PEOPLE) continue;
    const name = before(lines[at]?.text ?? '', email) ?? nearName(lines, at, email, used);
    const same = people.find((one) => name !== undefined && one.name === name);
    if (same) same.emails.push(email);
    else people.push({ ...(name !== undefined && { name }), emails: [email], phones: [], at });
  }
  const alone = label('name') ?? lines.map(({ text }) => text).find((one) => people.length === 0 && isNameLike(one));
  if (people.length === 0 && alone !== undefined) {
    const name = named(alone);
    const at = lines.findIndex((line) => line.text.includes(alone));
    if (name) people.push({ name, emails: [], phones: [], at });
  }
  let where: string | undefined;
  for (const person of people) {
    const own = label('name', person.at);
    if (
      person.name === undefined &&
      own &&
      labels.filter(({ kind }) => kind === 'name').length >= 1 &&
      people.length === 1
    )
      person.name = named(own);
    person.name ??= person.emails.map(fromAddress).find((one) => one !== undefined);
    if (person.name === undefined) delete person.name;
    const found = roleNear(lines, person, people.length === 1);
    const title = (people.length === 1 ? label('title') : undefined) ?? found.title;
    if (title) person.jobTitle = title;
    where ??= found.company;
  }

  const phones = await phonesIn(text, region);
  const profiles = [...text.matchAll(LINKEDIN)].map((match) => ({ url: match[0], kind: match[1]!.toLowerCase() }));
  const own = profiles.filter(({ kind }) => kind === 'in');
  if (people.length === 1) {
    people[0]!.phones = [...new Set(phones.map(({ number }) => number))];
    if (own[0]) people[0]!.linkedin = own[0].url;
  } else if (people.length > 1) spread(people, phones, text);

  const company = companyIn();
  const words = bare(text.trim());
  const short =
    words !== '' && words.length <= 80 && !words.includes('\n') && !text.trim().includes('\n') && finds.length === 0;
  return {
    people: people.map(({ at: _, ...person }) => person),
    ...(company && { company }),
    ...(short && /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(words) && { words }),
  };

  function companyIn(): FoundCompany | undefined {
    const site = finds.filter(({ kind }) => kind === 'domain').map(({ values }) => values.at(-1)!);
    const mail = emails.map((email) => companyDomains(email).at(-1));
    const domains = [...new Set([...site, ...mail])].filter(
      (one) => one !== undefined && !HOSTS_OF_ALL.has(one),
    ) as string[];
    const page = profiles.find(({ kind }) => kind === 'company')?.url;
    const legal =
      lines.map(({ text }) => text).find((one) => one.length <= 60 && LEGAL.test(one) && !/[@:,]/.test(one)) ??
      lines.map(({ text }) => legalNameIn(text)).find((one) => one !== undefined);
    const [domain] = domains;
    const like = domain === undefined ? undefined : calledLike(domain, lines);
    const name =
      label('company') ?? like ?? legal ?? where ?? (domain === undefined ? undefined : nameOfDomain(domain));
    if (name === undefined && domains.length === 0 && page === undefined) return undefined;
    return {
      ...(name !== undefined && { name }),
      domains,
      phones: people.length === 0 ? phones.map(({ number }) => number) : [],
      ...(page !== undefined && { linkedin: page }),
    };
  }
}

function linesOf(text: string, emails: readonly string[]): Line[] {
  return text.split('\n').map((line) => {
    const some = line.slice(0, 500);
    return { text: bare(some), emails: emails.filter((email) => line.includes(email)), label: labelled(some) };
  });
}

/** A line with nothing but a name, in the lines before an address; the one most like the address is taken. */
function nearName(lines: readonly Line[], at: number, email: string, used: Set<number>): string | undefined {
  const local = letters(email.slice(0, email.lastIndexOf('@')));
  const near: { line: number; name: string; alike: boolean }[] = [];
  for (let line = at - 1; line >= Math.max(0, at - NEAR); line--) {
    // The signature before this one ends with its address.
    if (lines[line]!.emails.length > 0) break;
    const { text, label } = lines[line]!;
    const given = label?.[0] === 'name' ? label[1] : (text.split(/\s*[,|·]\s*|\s+[–—-]\s+/)[0] ?? '');
    const name = label?.[0] === 'name' ? named(given) : isNameLike(given) ? named(given) : undefined;
    if (name === undefined || used.has(line)) continue;
    const alike = name.split(' ').some((word) => letters(word).length > 2 && local.includes(letters(word)));
    near.push({ line, name, alike });
  }
  // The first line of a block is the name; what follows it may look like one.
  const found = near.find(({ alike }) => alike) ?? near.at(-1);
  if (found) used.add(found.line);
  return found?.name;
}

/** The job title on the line of a name, or on the lines that follow it. */
function roleNear(lines: readonly Line[], { name, at }: { name?: string; at: number }, only: boolean) {
  if (name === undefined) return {};
  const from = lines.findIndex(({ text }, line) => (only || Math.abs(line - at) <= NEAR) && text.includes(name));
  if (from < 0) return {};
  const rest = lines[from]!.text.slice(lines[from]!.text.indexOf(name) + name.length).replace(/[\w.+-]+@\S+/g, '');
  const here = role(rest.replace(/^[\s,|–—-]+/, ''));
  if (here.title) return here;
  for (const { text, label, emails } of lines.slice(from + 1, from + 4)) {
    if (label?.[0] === 'title') return { title: label[1] };
    if (emails.length === 0 && text.length <= 100 && !/[.!?]\s+\p{L}/u.test(text)) {
      const found = role(text);
      if (found.title) return found;
    }
    if (emails.length > 0) break;
  }
  return {};
}

/** Of several people, numbers belong to the one whose address or name stands last before them or on their line. */
function spread(
  people: (FoundPerson & { at: number })[],
  phones: readonly { number: string; at: number }[],
  text: string,
): void {
  for (const { number, at } of phones) {
    const line = text.slice(0, at).split('\n').length - 1;
    const near = [...people].sort((a, b) => Math.abs(a.at - line) - Math.abs(b.at - line))[0];
    if (near && Math.abs(near.at - line) <= 3 && !near.phones.includes(number)) near.phones.push(number);
  }
}
