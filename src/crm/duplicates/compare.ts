/** How likely two records are the same thing, and why. Symmetric and pure. */
import { type Name, oneEditApart } from './names.js';
import type { Clue, Subject } from './subject.js';

export interface Reason {
  kind: 'email' | 'domain' | 'phone' | 'name' | 'link';
  /** `Same domain acme.com`. */
  text: string;
}

export interface Likeness {
  /** 0 to 1; what is below `LEAST` is no likeness. */
  score: number;
  /** The most telling first. */
  reasons: Reason[];
}

/** From here two records are shown to a person. */
export const LEAST = 0.5;

/** Names shorter than this are never nearly the same: `Apex` is not `Apax`. */
export const NEAR_LENGTH = 5;
const LONG = 8;

type Scored = Reason & { score: number };

function shared(a: readonly Clue[], b: readonly Clue[]): [Clue, Clue] | undefined {
  let found: [Clue, Clue] | undefined;
  for (const one of a) {
    const other = b.find(({ key }) => key === one.key);
    if (other && (!found || (one.unique && other.unique))) found = [one, other];
  }
  return found;
}

function byClue(kind: 'email' | 'domain' | 'phone', a: Subject, b: Subject): Scored | undefined {
  const field = ({ email: 'emails', domain: 'domains', phone: 'phones' } as const)[kind];
  const found = shared(a[field], b[field]);
  if (!found) return undefined;
  const unique = found[0].unique && found[1].unique;
  const same = found[0].text.toLowerCase() === found[1].text.toLowerCase();
  // What they have in common, where they are written differently.
  const written = same ? found[0].text : found[0].key;
  if (kind === 'phone') {
    // A switchboard has many people.
    return { kind, text: `Same phone number ${written}`, score: a.person && b.person ? 0.6 : 0.7 };
  }
  if (kind === 'email') {
    const what = same ? 'Same e-mail address' : 'Same mailbox';
    return { kind, text: `${what} ${written}`, score: unique ? (same ? 0.97 : 0.92) : 0.72 };
  }
  return { kind, text: `Same domain ${written}`, score: unique ? (same ? 0.95 : 0.85) : 0.72 };
}

const digits = ({ key }: Name): string => key.replace(/\P{N}/gu, '');

/** One has a word more, such as a middle name. */
function oneWordMore(a: Name, b: Name): boolean {
  const [short, long] = a.words.length < b.words.length ? [a, b] : [b, a];
  if (long.words.length !== short.words.length + 1 || short.words.length < 2) return false;
  const left = [...long.words];
  for (const word of short.words) {
    const at = left.indexOf(word);
    if (at < 0) return false;
    left.splice(at, 1);
  }
  return true;
}

function byName(a: Subject, b: Subject): Scored | undefined {
  if (!a.name || !b.name || a.person !== b.person) return undefined;
  const [one, other] = [a.name, b.name];
  if (one.key === other.key) {
    const same = a.title.toLowerCase() === b.title.toLowerCase();
    const text = same
      ? 'Same name'
      : a.person
        ? 'Same name, written differently'
        : 'Same name but for how it is written';
    if (a.person) return { kind: 'name', text, score: one.words.length > 1 ? 0.8 : 0.4 };
    return { kind: 'name', text, score: one.key.length > 2 ? 0.8 : 0.6 };
  }
  if (digits(one) !== digits(other)) return undefined;
  if (a.person && oneWordMore(one, other)) {
    return { kind: 'name', text: 'Same name but for one word', score: 0.65 };
  }
  const least = Math.min(one.key.length, other.key.length);
  if (least < NEAR_LENGTH || !oneEditApart(one.key, other.key)) return undefined;
  return { kind: 'name', text: 'Nearly the same name', score: least < LONG ? 0.5 : 0.65 };
}

/** `acme` of both acme.com and acme.io: says something only together with the name. */
function sameBrand(a: Subject, b: Subject): Scored | undefined {
  for (const one of a.domains) {
    const brand = one.key.slice(0, one.key.indexOf('.'));
    const other = b.domains.find(({ key }) => key !== one.key && key.startsWith(`${brand}.`));
    if (brand.length > 2 && other) {
      return {
        kind: 'domain',
        text: `Domains that differ in their ending: ${[one.key, other.key].sort().join(' and ')}`,
        score: 0.45,
      };
    }
  }
  return undefined;
}

const apart = (a: readonly unknown[], b: readonly unknown[], common: unknown): boolean =>
  a.length > 0 && b.length > 0 && common === undefined;

/** undefined: nothing speaks for it, or too little. */
export function likeness(one: Subject, other: Subject): Likeness | undefined {
  if (one.recordId === other.recordId) return undefined;
  // The same words whichever comes first.
  const [a, b] = one.recordId < other.recordId ? [one, other] : [other, one];
  const [email, domain, phone] = (['email', 'domain', 'phone'] as const).map((kind) => byClue(kind, a, b));
  const name = byName(a, b);
  const found = [email, domain, phone, name].filter((one) => one !== undefined);
  if (found.length === 0) return undefined;
  const brand = domain === undefined && name !== undefined ? sameBrand(a, b) : undefined;
  if (brand) found.push(brand);
  let doubt = 1;
  if (name) {
    if (apart(a.domains, b.domains, domain ?? brand)) doubt *= 0.85;
    if (a.person && apart(a.emails, b.emails, email)) doubt *= 0.9;
    for (const [slug, link] of a.links) {
      const its = b.links.get(slug);
      if (!its) continue;
      if (its.recordId === link.recordId)
        found.push({ kind: 'link', text: `Same ${link.attribute.toLowerCase()}`, score: 0.3 });
      else doubt *= 0.85;
    }
  }
  // What stands for the thing itself is not doubted.
  if (email || domain) doubt = 1;
  const score = doubt * (1 - found.reduce((left, { score: own }) => left * (1 - own), 1));
  if (score < LEAST) return undefined;
  const reasons = found.sort((x, y) => y.score - x.score).map(({ kind, text }) => ({ kind, text }));
  return { score, reasons };
}
