/** The records that a file's note may belong to, each with the reason in words. At most a handful of requests. */
import { parseAttioUrl } from '../../attio/webUrl.js';
import type { Catalog, Match, Mention, ReadOptions, RecordRef } from '../types.js';
import { linesIn } from './block.js';
import { candidatesIn, names, wordsOf } from './candidates.js';
import type { FrontMatter } from './frontMatter.js';

export interface Proposal {
  ref: RecordRef;
  title: string;
  description: string;
  objectNoun: string;
  /** `Attendee grace@acme.example`, `The name “Acme” in line 4`. */
  reason: string;
  /** The file names it as the record it is for. */
  sure?: true;
}

export interface ProposalOptions extends ReadOptions {
  /** Slug of the account: links to others are none of its records. */
  workspace: string;
  /** What the note will be called. */
  title?: string;
}

/** Of names, so many are searched for. */
const MAX_SEARCHES = 3;
const MAX_PROPOSALS = 20;

/**
 * In this order: what the front matter links to, attendees, links, e-mail addresses and domains of the text, names.
 * `text`: the whole file. Rejects with AttioError only when nothing at all could be asked.
 */
export async function proposeRecords(
  text: string,
  front: Pick<FrontMatter, 'attendees' | 'links' | 'body'>,
  catalog: Pick<Catalog, 'summary' | 'mentions' | 'search'>,
  options: ProposalOptions,
): Promise<Proposal[]> {
  const { workspace, title = '', ...read } = options;
  const invited = front.attendees.join('\n');
  const [linked, spoken] = await Promise.all([
    linkedRecords(front, catalog, workspace, read),
    catalog.mentions(`${invited}\n${telling(front.body)}`, read),
  ]);
  const found: Proposal[] = [
    ...linked,
    ...spoken.map((mention) => fromMention(mention, invited, text)).sort((a, b) => a.order - b.order),
  ].map(({ ref, title, description, objectNoun, reason, sure }: Proposal) => ({
    ref,
    title,
    description,
    objectNoun,
    reason,
    ...(sure && { sure }),
  }));
  const known = found.filter((one, at) => found.findIndex(({ ref }) => ref.recordId === one.ref.recordId) === at);
  const asked = candidatesIn({ title, attendees: front.attendees, body: front.body })
    .filter((name) => !known.some((one) => names(name, one.title)))
    .slice(0, MAX_SEARCHES);
  const named = await Promise.all(asked.map((name) => byName(name, text, catalog, read)));
  for (const one of named.flat()) if (!known.some(({ ref }) => ref.recordId === one.ref.recordId)) known.push(one);
  return known.slice(0, MAX_PROPOSALS);
}

/** Of a long text, so much is read for addresses and domains. */
const MAX_TELLING = 60_000;
const TELLING = /@|:\/\/|[\p{L}\p{N}]\.\p{L}/u;

/** The lines that may hold a link, an address or a domain: the rest of a long text need not be read for them. */
function telling(text: string): string {
  if (text.length <= MAX_TELLING) return text;
  const lines = new Set(text.split('\n').filter((line) => TELLING.test(line)));
  return [...lines].join('\n').slice(0, MAX_TELLING);
}

async function linkedRecords(
  front: Pick<FrontMatter, 'links'>,
  catalog: Pick<Catalog, 'summary'>,
  workspace: string,
  read: ReadOptions,
): Promise<Proposal[]> {
  const refs = front.links.flatMap(({ record }) => {
    const link = parseAttioUrl(record);
    return link?.kind === 'record' && link.workspace === workspace
      ? [{ object: link.object, recordId: link.recordId }]
      : [];
  });
  // Asked for together: one request per object.
  const summaries = await Promise.all(refs.map((ref) => catalog.summary(ref, read)));
  return summaries.flatMap((summary) =>
    summary
      ? [
          {
            ref: summary.ref,
            title: summary.title,
            description: summary.description,
            objectNoun: summary.objectNoun,
            reason: 'In the front matter',
            sure: true as const,
          },
        ]
      : [],
  );
}

function lineOf(text: string, evidence: string): string {
  const at = text.toLowerCase().indexOf(evidence.toLowerCase());
  return at < 0 ? '' : ` in line ${1 + linesIn(text.slice(0, at))}`;
}

/** Of a name as a word of its own, not as a piece of another or of an address. */
function lineOfName(text: string, name: string): string {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '[ \\t]+');
  const whole = new RegExp(`(?<![\\p{L}\\p{M}\\p{N}])${escaped}(?![\\p{L}\\p{M}\\p{N}])`, 'iu');
  const at = text.split('\n').findIndex((line) => whole.test(line) && whole.test(line.replace(ADDRESS, ' ')));
  return at < 0 ? '' : ` in line ${at + 1}`;
}

/** Links, e-mail addresses and domains. Bounded, so that a long line without spaces stays cheap. */
const ADDRESS =
  /[a-z][a-z\d+.-]{0,20}:\/\/\S+|[^\s@<>]{1,64}@[^\s@<>]+|[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})+/giu;

function fromMention(mention: Mention, invited: string, text: string): Proposal & { order: number } {
  const { ref, title, description, objectNoun, by, evidence } = mention;
  const isInvited = invited.toLowerCase().includes(evidence.toLowerCase());
  const shared = { ref, title, description, objectNoun };
  if (by === 'link') return { ...shared, reason: `Link${lineOf(text, evidence)}`, order: 1 };
  if (by === 'email')
    return isInvited
      ? { ...shared, reason: `Attendee ${evidence}`, order: 0 }
      : { ...shared, reason: `${evidence}${lineOf(text, evidence)}`, order: 2 };
  if (!evidence.includes('@')) return { ...shared, reason: `${evidence}${lineOf(text, evidence)}`, order: 3 };
  return isInvited
    ? { ...shared, reason: `Company of the attendee ${evidence}`, order: 0.5 }
    : { ...shared, reason: `Company of ${evidence}${lineOf(text, evidence)}`, order: 3.5 };
}

/** What a search for a name of the text finds, where its title is that name or begins with it. */
async function byName(
  name: string,
  text: string,
  catalog: Pick<Catalog, 'search'>,
  read: ReadOptions,
): Promise<Proposal[]> {
  const matches = await catalog.search(name, read).catch((): Match[] => []);
  const wanted = wordsOf(name).join(' ');
  const exact = matches.filter(({ title }) => names(name, title));
  const begun = matches.filter(({ title }) => `${wordsOf(title).join(' ')} `.startsWith(`${wanted} `));
  const fits = exact.length > 0 ? exact : begun;
  return fits.slice(0, 2).map(({ ref, title, description, objectNoun }) => ({
    ref,
    title,
    description,
    objectNoun,
    reason: `The name “${name}”${lineOfName(text, name)}`,
  }));
}
