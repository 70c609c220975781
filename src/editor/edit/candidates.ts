/** The records that are probably the same thing as one, without reading all of them. */
import type { AttioRecord } from '../../attio/types.js';
import type { Clue } from '../../crm/duplicates/subject.js';
import { certaintyOf, likeness, type Reason, subjectOf } from '../../crm/duplicates.js';
import type { RecordRef } from '../../crm/types.js';
import type { Chosen } from './chosen.js';

/** A record found, and what speaks for it. */
export interface Candidate {
  ref: RecordRef;
  title: string;
  description: string;
  certainty: ReturnType<typeof certaintyOf>;
  reasons: Reason[];
}

const MAX_FOUND = 20;
/** The surest first. Rejects with AttioError. */
export async function candidatesFor({ connection, ref, view }: Chosen, surface: string): Promise<Candidate[]> {
  const { catalog } = connection;
  const read = { surface };
  const attributes = view.values.map(({ attribute }) => attribute);
  const noun = view.object.singular_noun ?? 'record';
  const own = subjectOf(view.record, attributes, noun);
  // The types whose values lead to a record by themselves.
  const telling = new Map<string, readonly Clue[]>([
    ['domain', own.domains],
    ['email-address', own.emails],
    ['phone-number', own.phones],
  ]);
  const byValue = attributes.flatMap((attribute) => {
    const values = new Set((telling.get(attribute.type) ?? []).flatMap(({ key, text }) => [text, key]));
    return values.size > 0 ? [catalog.recordsWith(ref.object, attribute, [...values], read)] : [];
  });
  const byName = catalog
    .search(own.title, { ...read, objects: [ref.object] })
    .then((matches) => Promise.all(matches.slice(0, MAX_FOUND).map((match) => catalog.record(match.ref, read))));
  const found = (await Promise.all([...byValue, byName])).flat().filter((one): one is AttioRecord => one !== undefined);
  const others = new Map(found.map((record) => [record.id.record_id.toLowerCase(), record]));
  others.delete(ref.recordId);
  return [...others.values()]
    .flatMap((record) => {
      const subject = subjectOf(record, attributes, noun);
      const like = likeness(own, subject);
      return like ? [{ subject, ...like }] : [];
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, MAX_FOUND)
    .map(({ subject, score, reasons }) => ({
      ref: { object: ref.object, recordId: subject.recordId },
      title: subject.title,
      description: subject.description,
      certainty: certaintyOf(score),
      reasons,
    }));
}
