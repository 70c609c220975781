/** The records a text speaks of: what was found in it, looked up with at most one query per object. */
import type { Account } from '../attio/account.js';
import { type Found, type Lookups, tolerant, uniqueValues } from './lookups.js';
import type { NoteReads } from './notes.js';
import type { RecordReads } from './records.js';
import { companyDomains, findInText, type TextFind } from './textFinds.js';
import type { Mention, ReadOptions, RecordRef, RecordSummary } from './types.js';

/** A note's link may name only the note; so many are read to learn whose they are. */
const MAX_NOTES = 3;

export interface MentionParts {
  account: Account;
  records: RecordReads;
  notes: NoteReads;
  lookups: Lookups;
  /** The object's slug, whatever a link calls it. */
  canonical(object: string, options: ReadOptions): Promise<string>;
  summarize(found: Found[], options: ReadOptions): Promise<RecordSummary[]>;
}

interface Pending {
  ref: RecordRef;
  by: Mention['by'];
  evidence: string;
}

async function linked(finds: TextFind[], parts: MentionParts, options: ReadOptions): Promise<Pending[]> {
  let notes = 0;
  const refs = finds.map(async ({ link, evidence }): Promise<Pending | undefined> => {
    if (!link || link.workspace !== parts.account.slug) return undefined;
    if ((link.kind === 'record' || link.kind === 'note') && link.object && link.recordId) {
      const object = await parts.canonical(link.object, options);
      return { ref: { object, recordId: link.recordId }, by: 'link', evidence };
    }
    if (link.kind !== 'note' || notes++ >= MAX_NOTES) return undefined;
    const note = await tolerant(parts.notes.one(link.noteId, options));
    return note && { ref: { object: note.parent_object, recordId: note.parent_record_id }, by: 'link', evidence };
  });
  return (await Promise.all(refs)).filter((one) => one !== undefined);
}

/** Surest first: links, e-mail addresses, domains, the domains of e-mail addresses; in order of appearance, each record once. */
export async function findMentions(text: string, parts: MentionParts, options: ReadOptions): Promise<Mention[]> {
  const finds = findInText(text);
  if (finds.length === 0) return [];
  const of = (kind: TextFind['kind']) => finds.filter((find) => find.kind === kind);
  const emails = of('email');
  const domains = of('domain');
  const weak = emails.map(({ evidence }) => ({ evidence, values: companyDomains(evidence) }));
  const wanted = {
    emails: emails.map(({ values }) => values[0]!),
    domains: [...new Set([...domains, ...weak].flatMap(({ values }) => values))],
  };
  const [links, unique] = await Promise.all([
    linked(of('link'), parts, options),
    parts.lookups.byUnique(wanted, options),
  ]);
  const byEmail = new Map<string, Found[]>();
  const byDomain = new Map<string, Found[]>();
  for (const found of unique) {
    const values = uniqueValues(found.record);
    for (const email of values.emails) byEmail.set(email, [...(byEmail.get(email) ?? []), found]);
    for (const domain of values.domains) byDomain.set(domain, [...(byDomain.get(domain) ?? []), found]);
  }
  // A host's own company comes before that of the domain above it.
  const named = (values: string[], index: Map<string, Found[]>) =>
    values.map((value) => index.get(value)).find((found) => found) ?? [];
  const pending: Pending[] = [
    ...links,
    ...emails.flatMap(({ evidence, values }) =>
      named(values, byEmail).map(({ ref }): Pending => ({ ref, by: 'email', evidence })),
    ),
    ...[...domains, ...weak].flatMap(({ evidence, values }) =>
      named(values, byDomain).map(({ ref }): Pending => ({ ref, by: 'domain', evidence })),
    ),
  ];
  const once = [...new Map([...pending].reverse().map((one) => [one.ref.recordId, one])).values()];
  const ordered = pending.filter((one) => once.includes(one));
  const loaded = await Promise.all(
    ordered.map(async (one) => ({
      one,
      record: await tolerant(parts.records.record(one.ref, { ...options, fresh: false })),
    })),
  );
  const there = loaded.flatMap(({ one, record }) => (record ? [{ ...one, record }] : []));
  const summaries = await parts.summarize(there, options);
  return there.map(({ ref, by, evidence }, at) => {
    const { title, description, objectNoun } = summaries[at]!;
    return { ref, title, description, objectNoun, by, evidence };
  });
}
