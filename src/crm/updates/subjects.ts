/**
 * The records that a text speaks of, and where it says so: by link, e-mail and domain, by its meeting, by name, and those
 * that hang on them (a company's deals, a deal's people). A handful of requests however long the text is.
 */
import type { AttioRecord, Attribute, WorkspaceMember } from '../../attio/types.js';
import type { Json } from '../../attio/values.js';
import { writable } from '../edit/writable.js';
import { memberName } from '../schema.js';
import type { RecordRef } from '../types.js';
import { literal } from './literal.js';
import { candidateNames } from './names.js';
import type { Sentence } from './sentences.js';
import type { Ground, KnownSubject } from './types.js';

/** So many records are looked at in all, and so many that hang on one of them by one attribute. */
const MAX_RECORDS = 80;
const MAX_NEAR = 30;
const MAX_SEARCHES = 8;

/** A record with what is needed to tell what of it a sentence means. */
export interface Known extends KnownSubject {
  record: AttioRecord;
  attributes: readonly Attribute[];
  /** The text, its meeting or its front matter says so; otherwise it only hangs on one of those. */
  surely: boolean;
  /** Its meeting or its document names it as what the text is about. */
  linked: boolean;
  /** Finds it by name; undefined: nothing that could stand in a text names it. */
  pattern: RegExp | undefined;
  /** Lower case words that tell it from others that hang on the same records. */
  telling: readonly string[];
  /** Times that it is named. */
  count: number;
}

export interface Colleague {
  id: string;
  name: string;
  email: string;
  pattern: RegExp;
}

export interface Subjects {
  all: readonly Known[];
  main: Known | undefined;
  colleagues: readonly Colleague[];
  /** Domains of the colleagues' own addresses. */
  ownDomains: ReadonlySet<string>;
  /** Those that a sentence names, the first named first. */
  named(text: string): Known[];
}

/** The same for the same record. */
export const refsKey = ({ object, recordId }: RecordRef): string => `${object}/${recordId.toLowerCase()}`;
const key = refsKey;
const LEGAL =
  /[\s,]+(?:inc|llc|ltd|limited|gmbh|ag|corp|corporation|co|plc|bv|nv|sa|sas|sarl|srl|oy|ab|as|aps|pty|kg|ug|se)\.?$/iu;
/** Words that begin names of companies and stand in any text. */
const COMMON =
  /^(?:the|first|new|next|open|one|data|home|global|united|general|national|international|north|south|east|west|best|blue|green|red|black|white|big|little|good|great|smart|true|pure|prime|core|base|cloud|digital|social|urban|modern|simple|direct|express|group|team|union|alpha|beta|delta|acme corp|action|notes?|meeting|call|summary)$/iu;

const bareName = (title: string): string =>
  title
    .replace(/\p{Extended_Pictographic}|\ufe0f/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(LEGAL, '');

/** Finds any of these names as whole words; one word alone only as it is spelt. */
function patternOf(names: readonly string[]): RegExp | undefined {
  const usable = [...new Set(names)].filter((name) => name.length >= 2 && /\p{L}/u.test(name));
  if (usable.length === 0) return undefined;
  const alternatives = usable.sort((a, b) => b.length - a.length).map((name) => literal(name).replace(/\s+/g, '\\s+'));
  return new RegExp(`(?<![\\p{L}\\p{N}@._-])(?:${alternatives.join('|')})(?![\\p{L}\\p{N}@_]|\\.\\p{L})`, 'u');
}

/** Gathers, loads afresh and names. `text`: all of it. Rejects with AttioError. */
export async function findSubjects(text: string, sentences: readonly Sentence[], ground: Ground): Promise<Subjects> {
  const { catalog, read, main, meeting } = ground;
  const addresses = (meeting?.participants ?? []).flatMap(({ email }) => email ?? []);
  const [mentions, members] = await Promise.all([
    catalog.mentions(addresses.length > 0 ? `${text}\n${addresses.join('\n')}` : text, read),
    // A scope of its own, without which nobody is assigned.
    catalog.members(read).catch((): WorkspaceMember[] => []),
  ]);
  const ownDomains = new Set(members.map(({ email_address }) => domainOf(email_address)));
  const linked = [...(main ? [main] : []), ...(meeting?.linked ?? [])];
  const sure = new Map<string, RecordRef>();
  for (const ref of [...linked, ...mentions.map((one) => one.ref)]) sure.set(key(ref), ref);
  for (const ref of await byName(sentences, ground, members, [...sure.values()])) sure.set(key(ref), ref);

  const loaded = await load([...sure.values()].slice(0, MAX_RECORDS), ground);
  const near = await neighbours(loaded, sure, ground);
  const linkedKeys = new Set(linked.map(key));
  const all = named([...loaded, ...near], members).map(
    (one): Known => ({ ...one, surely: sure.has(key(one.ref)), linked: linkedKeys.has(key(one.ref)) }),
  );
  for (const one of all) one.count = countOf(one, text);
  const colleagues = colleaguesOf(members, all);
  return {
    all,
    main: mainOf(all, sentences, ground),
    colleagues,
    ownDomains,
    named: (sentence) =>
      all
        .flatMap((one) => {
          const at = one.pattern ? sentence.search(one.pattern) : -1;
          return at < 0 ? [] : [{ one, at }];
        })
        .sort((a, b) => a.at - b.at)
        .map(({ one }) => one),
  };
}

/** Lower case, what is behind the last `@`; the whole where there is none. */
export const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1).toLowerCase();

function countOf({ pattern }: Known, text: string): number {
  return pattern ? (text.match(new RegExp(pattern.source, 'gu'))?.length ?? 0) : 0;
}

/** Records that the text calls by their whole name, looked for by Attio's search. */
async function byName(
  sentences: readonly Sentence[],
  { catalog, read, title, meeting }: Ground,
  members: readonly WorkspaceMember[],
  known: readonly RecordRef[],
): Promise<RecordRef[]> {
  // A meeting's own records are surer than any name.
  if (meeting && known.length > 0) return [];
  const own = new Set(members.flatMap((one) => [memberName(one), one.first_name ?? '', one.last_name ?? '']));
  const names = candidateNames(sentences, title).filter((name) => !own.has(name));
  const found = await Promise.all(
    names.slice(0, MAX_SEARCHES).map(async (name) => {
      const matches = await catalog.search(name, read);
      const same = matches.filter((one) => alike(one.title, name));
      if (same.length > 0) return same.length === 1 ? [same[0]!.ref] : [];
      // `Acme` for Acme Robotics: where no other begins so.
      const begins = matches.filter((one) => bareName(one.title).toLowerCase().startsWith(`${name.toLowerCase()} `));
      const companies = begins.filter(({ ref }) => ref.object === 'companies');
      return companies.length === 1 && name.length >= 4 && !COMMON.test(name) ? [companies[0]!.ref] : [];
    }),
  );
  return found.flat();
}

const alike = (title: string, name: string): boolean => bareName(title).toLowerCase() === bareName(name).toLowerCase();

type Loaded = Omit<Known, 'surely' | 'linked' | 'pattern' | 'telling' | 'count'>;

/** As Attio has them now. Those that are gone are left out. */
async function load(refs: readonly RecordRef[], { catalog, read }: Ground): Promise<Loaded[]> {
  const records = await Promise.all(refs.map((ref) => catalog.record(ref, { ...read, fresh: true })));
  const byObject = new Map<string, AttioRecord[]>();
  for (const [at, record] of records.entries()) {
    const { object } = refs[at]!;
    if (record) byObject.set(object, [...(byObject.get(object) ?? []), record]);
  }
  const groups = [...byObject].map(async ([object, some]): Promise<Loaded[]> => {
    const [attributes, summaries] = await Promise.all([
      catalog.attributes(object, read),
      catalog.summarize(some, object, { ...read, names: 'known' }),
    ]);
    return some.map((record, at) => {
      const { title, objectNoun } = summaries[at]!;
      return {
        ref: { object, recordId: record.id.record_id },
        title,
        noun: objectNoun,
        record,
        attributes: attributes.filter(({ is_archived }) => !is_archived),
      };
    });
  });
  return (await Promise.all(groups)).flat();
}

/** What a value refers to. */
export function refsOf(values: readonly Json[]): RecordRef[] {
  return values.flatMap((value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
    const { target_object: object, target_record_id: recordId } = value;
    return typeof object === 'string' && typeof recordId === 'string' ? [{ object, recordId }] : [];
  });
}

/**
 * The records that a record refers to, attribute by attribute, thirty of each at most; those of the past do not count.
 */
export function referencesOf({ record, attributes }: Pick<Known, 'record' | 'attributes'>): RecordRef[] {
  return attributes
    .filter(({ type }) => type === 'record-reference')
    .flatMap((attribute) => refsOf(writable(record.values[attribute.api_slug], attribute)).slice(0, MAX_NEAR));
}

/** What hangs on the records, and on the companies that people and deals belong to. */
async function neighbours(loaded: Loaded[], sure: ReadonlyMap<string, RecordRef>, ground: Ground): Promise<Loaded[]> {
  const seen = new Set(sure.keys());
  const out: Loaded[] = [];
  let from = loaded;
  for (const hop of [1, 2]) {
    const refs: RecordRef[] = [];
    for (const one of hop === 1 ? from : from.filter(({ ref }) => ref.object === 'companies')) {
      for (const ref of referencesOf(one)) {
        if (seen.has(key(ref)) || seen.size >= MAX_RECORDS) continue;
        seen.add(key(ref));
        refs.push(ref);
      }
    }
    if (refs.length === 0) break;
    from = await load(refs, ground);
    out.push(...from);
  }
  return out;
}

const letters = (word: string): boolean => /^\p{L}{3,}$/u.test(word);
const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? [];
/** Words of a title that say nothing of their own. */
const DULL = /^(?:the|and|for|with|deal|project|opportunity|new|inc|gmbh|ltd|llc|of|group|phase|year)$/u;

/** Gives each the names by which a text may call it: short ones only where no other has the same. */
function named(loaded: readonly Loaded[], members: readonly WorkspaceMember[]): Omit<Known, 'surely' | 'linked'>[] {
  const firsts = new Map<string, number>();
  const count = (word: string) => firsts.set(word, (firsts.get(word) ?? 0) + 1);
  const first = (title: string) => bareName(title).split(/\s+/)[0] ?? '';
  for (const one of loaded) if (isShort(one)) count(first(one.title));
  for (const one of members) if (one.first_name) count(one.first_name);
  return loaded.map((one) => {
    const name = bareName(one.title);
    const names = [name];
    const short = first(name);
    const several = name.includes(' ');
    const usable = one.ref.object === 'people' ? /^\p{L}{3,}$/u.test(short) : short.length >= 4 && !COMMON.test(short);
    if (several && isShort(one) && usable && firsts.get(short) === 1) names.push(short);
    const shared = new Set(
      loaded
        .filter((other) => other !== one && other.ref.object !== one.ref.object)
        .flatMap(({ title }) => wordsOf(title)),
    );
    const own = wordsOf(name).filter((word) => letters(word) && !DULL.test(word));
    const telling = own.filter((word) => !shared.has(word));
    return { ...one, pattern: patternOf(names), telling: telling.length < own.length ? telling : [], count: 0 };
  });
}

/** Called by the first word: Grace, Acme. */
const isShort = ({ ref }: Loaded): boolean => ref.object === 'people' || ref.object === 'companies';

function colleaguesOf(members: readonly WorkspaceMember[], all: readonly Known[]): Colleague[] {
  return members
    .filter(({ access_level }) => access_level !== 'suspended')
    .flatMap((one) => {
      const name = memberName(one);
      const first = one.first_name ?? '';
      const shared =
        members.filter(({ first_name }) => first_name === first).length > 1 ||
        all.some(({ ref, title }) => ref.object === 'people' && title.split(/\s+/)[0] === first);
      const pattern = patternOf([name, ...(first.length >= 2 && !shared ? [first] : [])]);
      return pattern ? [{ id: one.id.workspace_member_id, name, email: one.email_address.toLowerCase(), pattern }] : [];
    });
}

/** What the text is about above all: what it is linked to, else what it names most, companies before others. */
function mainOf(all: readonly Known[], sentences: readonly Sentence[], { title, main }: Ground): Known | undefined {
  const given = main && all.find(({ ref }) => key(ref) === key(main));
  if (given) return given;
  const top = [title, ...sentences.filter(({ form }) => form === 'heading').map(({ text }) => text)].slice(0, 3);
  const score = (one: Known): number => {
    const headed = one.pattern ? top.filter((text) => one.pattern!.test(text)).length : 0;
    const kind = one.ref.object === 'companies' ? 6 : one.ref.object === 'people' ? 0 : 3;
    return (one.linked ? 10 : 0) + headed * 5 + Math.min(one.count, 5) + kind;
  };
  return all.filter(({ surely }) => surely).sort((a, b) => score(b) - score(a))[0];
}
