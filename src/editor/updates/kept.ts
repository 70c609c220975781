/**
 * What a page of updates keeps over a reload, in the extension's storage: what a person put right, what a model proposed,
 * and how far a batch came. A person's words and choices, and ids; never a value that was read from Attio.
 */
import type { Json } from '../../attio/values.js';
import type { RecordRef } from '../../crm/types.js';
import { hash } from '../../crm/updates/literal.js';
import type { Proposal, Subject } from '../../crm/updates/types.js';
import { editsFolder } from '../documents/store.js';
import { type StoredText, TextStore } from '../documents/textStore.js';
import type { Services } from '../services.js';
import type { Entry } from './model.js';

/** A record by its id; one that another proposal creates by the name that the text gives it. */
export type KeptSubject = RecordRef | { proposal: string; title: string };

/** How a doubt begins that is the key's, not the text's. */
export const MAY_NOT = 'the key may not write';

interface Common {
  id: string;
  accepted: boolean;
  dropped?: true;
  edited?: true;
  doubt?: string;
  /** Of the text, from 1; and by what the sentence is known again there. */
  line: number;
  mark: string;
}

export type KeptProposal = Common &
  (
    | { kind: 'note'; about: KeptSubject; title: string; content?: string; meetingId?: string }
    | { kind: 'task'; content: string; deadline?: string; assignee?: string; links: KeptSubject[] }
    | { kind: 'update'; about: RecordRef; slug: string; values: Json[] }
    | {
        kind: 'create';
        object: string;
        title: string;
        values: Record<string, Json[]>;
        refers: Record<string, KeptSubject>;
      }
  );

/** A proposal that was applied, and what it made. */
export interface Done {
  id: string;
  made?: string;
  /** Of a new record. */
  object?: string;
}

export interface KeptUpdates {
  /** The model that read the text: then every open proposal is kept, for it may answer otherwise. */
  reader?: string;
  proposals: KeptProposal[];
  done: Done[];
  /** What was applied, by the entry of the journal that takes it back. */
  applied: { journalId: string; ids: string[] }[];
  /** A batch that was approved, of which it is not known how far it came. */
  sent?: { at: number; proposals: KeptProposal[] };
}

/** Each a new one: it is written into. */
export const nothingKept = (): KeptUpdates => ({ proposals: [], done: [], applied: [] });

const isNothing = ({ proposals, done, applied, sent }: KeptUpdates): boolean =>
  proposals.length === 0 && done.length === 0 && applied.length === 0 && !sent;

const subjectOf = (subject: Subject): KeptSubject =>
  'ref' in subject ? subject.ref : { proposal: subject.proposal, title: subject.title };

/** `whole`: with the text of a note, also where reading the text again gives it. */
export function keptProposal({ proposal, dropped, edited }: Entry, whole: boolean): KeptProposal {
  const { id, accepted, doubt, evidence } = proposal;
  const common: Common = {
    id,
    accepted,
    ...(dropped && { dropped }),
    ...(edited && { edited }),
    // What the key may do is asked anew.
    ...(doubt && !doubt.startsWith(MAY_NOT) && { doubt }),
    line: evidence.line,
    mark: hash(evidence.sentence),
  };
  return { ...common, ...ownOf(proposal, whole) } as KeptProposal;
}

function ownOf(proposal: Proposal, whole: boolean) {
  switch (proposal.kind) {
    case 'note': {
      const { kind, about, title, content, meetingId } = proposal;
      return { kind, about: subjectOf(about), title, ...(whole && { content }), ...(meetingId && { meetingId }) };
    }
    case 'task': {
      const { kind, content, deadline, assignee, links } = proposal;
      const who = { ...(deadline && { deadline }), ...(assignee && { assignee }) };
      return { kind, content, ...who, links: links.map(subjectOf) };
    }
    case 'update': {
      const { kind, about, attribute, values } = proposal;
      return { kind, about: about.ref, slug: attribute.api_slug, values };
    }
    case 'create': {
      const { kind, object, title, values, refers } = proposal;
      const others = Object.entries(refers).map(([slug, subject]) => [slug, subjectOf(subject)]);
      return { kind, object, title, values, refers: Object.fromEntries(others) };
    }
  }
}

interface Target {
  account: string;
  /** Of the document. */
  uri: string;
  /** The folder or workspace that the window shows: untitled texts of two windows have the same names. */
  place: string;
}

interface StoredUpdates extends StoredText {
  target: Target;
  kept: KeptUpdates;
}

/** Beside the edits of records and notes, so that signing out takes them all. */
export class UpdatesStore {
  readonly #store: TextStore<StoredUpdates>;
  readonly #place: string;

  constructor({ context, accounts }: Pick<Services, 'context' | 'accounts'>) {
    this.#place = context.storageUri?.toString() ?? '';
    this.#store = new TextStore<StoredUpdates>(
      editsFolder(context.globalStorageUri),
      ({ account, uri, place }) => `updates ${account} ${place} ${uri}`,
      (id) => accounts.list.some((account) => account.id === id),
    );
  }

  async load(of: Omit<Target, 'place'>): Promise<KeptUpdates> {
    const found = await this.#store.read(this.#target(of));
    const { kept } = found ?? {};
    const whole = kept && [kept.proposals, kept.done, kept.applied].every(Array.isArray);
    return whole ? kept : nothingKept();
  }

  /** Nothing worth keeping is removed. */
  async save(of: Omit<Target, 'place'>, kept: KeptUpdates): Promise<void> {
    const target = this.#target(of);
    if (isNothing(kept)) return this.#store.remove(target);
    await this.#store.save({ version: 1, target, text: '', mtime: 0, kept }, { over: true });
  }

  #target({ account, uri }: Omit<Target, 'place'>): Target {
    return { account, uri, place: this.#place };
  }
}

const stores = new WeakMap<Services, UpdatesStore>();

/** One for all pages of a window: what a closing page still writes comes before what the next one reads. */
export function updatesStore(services: Services): UpdatesStore {
  const known = stores.get(services) ?? new UpdatesStore(services);
  stores.set(services, known);
  return known;
}
