/** From what was kept to proposals again: names and earlier values are read from Attio, sentences from the text. */
import { writable } from '../../crm/edit/writable.js';
import type { ReadOptions, RecordRef } from '../../crm/types.js';
import { hash } from '../../crm/updates/literal.js';
import { sentencesOf } from '../../crm/updates/sentences.js';
import type { Evidence, Ground, KnownSubject, Proposal, Subject } from '../../crm/updates/types.js';
import type { KeptProposal, KeptSubject } from './kept.js';

export interface Restored {
  proposal: Proposal;
  dropped: boolean;
  edited: boolean;
}

/**
 * `found`: what the text gives now, by id. What is about a record or an attribute that Attio does not have any more is left
 * out. Rejects with AttioError.
 */
export async function restore(
  kept: readonly KeptProposal[],
  ground: Ground,
  found: ReadonlyMap<string, Proposal>,
): Promise<Restored[]> {
  if (kept.length === 0) return [];
  const { catalog, lines } = ground;
  const read: ReadOptions = { ...ground.read, fresh: true };
  const sentences = sentencesOf(lines);
  const titles = new Map(kept.flatMap((one) => (one.kind === 'create' ? [[one.id, one] as const] : [])));
  const evidenceOf = ({ line, mark, id }: KeptProposal): Evidence => {
    const same = found.get(id)?.evidence;
    if (same && hash(same.sentence) === mark) return same;
    const sentence = sentences.find(({ text }) => hash(text) === mark);
    if (sentence)
      return { sentence: sentence.text, line: sentence.line, ...(sentence.speaker && { speaker: sentence.speaker }) };
    return { sentence: lines.find((one) => one.line === line)?.text.trim() ?? '', line };
  };
  const known = async (ref: RecordRef): Promise<KnownSubject | undefined> => {
    const summary = await catalog.summary(ref, ground.read);
    return summary && { ref, title: summary.title, noun: summary.objectNoun };
  };
  const nounOf = async (object: string) => (await catalog.object(object, ground.read))?.singular_noun ?? object;
  const subject = async (one: KeptSubject): Promise<Subject | undefined> => {
    if (!('proposal' in one)) return known(one);
    const now = found.get(one.proposal);
    const other = titles.get(one.proposal) ?? (now?.kind === 'create' ? now : undefined);
    return { ...one, title: other?.title ?? one.title, noun: other ? await nounOf(other.object) : '' };
  };

  const own = async (one: KeptProposal): Promise<Proposal | undefined> => {
    const { id, accepted, doubt } = one;
    const common = { id, accepted, ...(doubt && { doubt }), evidence: evidenceOf(one) };
    switch (one.kind) {
      case 'note': {
        const now = found.get(id);
        const content = one.content ?? (now?.kind === 'note' ? now.content : undefined);
        const about = await subject(one.about);
        const { kind, title, meetingId } = one;
        return content !== undefined && about
          ? { ...common, kind, about, title, content, ...(meetingId && { meetingId }) }
          : undefined;
      }
      case 'task': {
        const { kind, content, deadline, assignee } = one;
        const links = (await Promise.all(one.links.map(subject))).filter((link) => link !== undefined);
        return { ...common, kind, content, ...(deadline && { deadline }), ...(assignee && { assignee }), links };
      }
      case 'update': {
        const { kind, slug, values } = one;
        const about = await known(one.about);
        const attributes = await catalog.attributes(one.about.object, ground.read);
        const attribute = attributes.find(({ api_slug }) => api_slug === slug);
        const record = await catalog.record(one.about, read);
        if (!about || !attribute || !record) return undefined;
        return { ...common, kind, about, attribute, values, before: writable(record.values[slug], attribute) };
      }
      case 'create': {
        const { kind, object, title, values } = one;
        const refers = await Promise.all(
          Object.entries(one.refers).map(async ([slug, other]) => [slug, await subject(other)] as const),
        );
        const there = refers.filter((pair): pair is [string, Subject] => pair[1] !== undefined);
        return {
          ...common,
          kind,
          object,
          noun: await nounOf(object),
          title,
          values,
          refers: Object.fromEntries(there),
        };
      }
    }
  };
  const all = await Promise.all(
    kept.map(async (one): Promise<Restored[]> => {
      const proposal = await own(one);
      return proposal ? [{ proposal, dropped: one.dropped === true, edited: one.edited === true }] : [];
    }),
  );
  return all.flat();
}
