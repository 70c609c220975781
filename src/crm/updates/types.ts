/** What a text asks to be written to a CRM: proposals, each with the sentence that supports it. Types only. */
import type { Attribute } from '../../attio/types.js';
import type { Json } from '../../attio/values.js';
import type { Catalog, ReadOptions, RecordRef } from '../types.js';

/** Where a proposal comes from. */
export interface Evidence {
  /** As it stands in the text, less Markdown's marks. */
  sentence: string;
  /** Of the document, from 1. */
  line: number;
  /** Who said it, in a transcript. */
  speaker?: string;
}

/** A record in Attio, or one that another proposal creates. */
export type Subject = KnownSubject | NewSubject;
export interface KnownSubject {
  ref: RecordRef;
  title: string;
  noun: string;
}
export interface NewSubject {
  /** Id of the proposal that creates it. */
  proposal: string;
  title: string;
  noun: string;
}

interface Common {
  /** The same for the same proposal from the same text. */
  id: string;
  evidence: Evidence;
  /** Ticked from the start. */
  accepted: boolean;
  /** Why it is not, in a few words: `said as a possibility`. */
  doubt?: string;
}

export interface NoteProposal extends Common {
  kind: 'note';
  about: Subject;
  title: string;
  /** Markdown, as it was made: not yet in the form that Attio keeps. */
  content: string;
  /** Of a transcript: the note hangs on its meeting too. */
  meetingId?: string;
}

export interface TaskProposal extends Common {
  kind: 'task';
  /** Plain text. */
  content: string;
  /** `YYYY-MM-DD`. */
  deadline?: string;
  /** Id of a member; absent: nobody. */
  assignee?: string;
  links: Subject[];
}

export interface UpdateProposal extends Common {
  kind: 'update';
  about: KnownSubject;
  attribute: Attribute;
  /** In the written form (crm/edit/types.ts): of several values only the new ones. */
  values: Json[];
  /** What Attio has now. */
  before: Json[];
}

export interface CreateProposal extends Common {
  kind: 'create';
  object: string;
  noun: string;
  title: string;
  /** In the written form, by slug. */
  values: Record<string, Json[]>;
  /** By slug of a reference: a record that exists or is created too. */
  refers: Record<string, Subject>;
}

export type Proposal = NoteProposal | TaskProposal | UpdateProposal | CreateProposal;

/** A line of the document, with its number from 1. */
export interface SourceLine {
  text: string;
  line: number;
}

/** What a text is read with. */
export interface Ground {
  lines: readonly SourceLine[];
  /** What the text is called: a file's name without ending, a meeting's title. */
  title: string;
  catalog: Catalog;
  read: ReadOptions;
  /** The day that “tomorrow” of the text is counted from, or now. */
  now: Date;
  /** IANA. */
  timeZone: string;
  /** BCP 47. */
  locale?: string;
  /** Country of phone numbers without one, two letters. */
  region?: string;
  /** Of the account: whose “I” it is in a text of one's own. */
  memberId?: string;
  /** The meeting of a transcript. */
  meeting?: {
    id?: string;
    /** Records that Attio has linked to it, surest first. */
    linked: readonly RecordRef[];
    participants: readonly { name: string | null; email: string | null }[];
  };
  /** The record that the document itself names as its own (a draft, a published file). */
  main?: RecordRef;
  /** It is source code: what stands in it is not said by anybody, but addresses are. */
  isCode?: boolean;
  /** The text is a note already, or on its way to be one. */
  isNote?: boolean;
  /** Contents of the open tasks of these records; without it nothing is known of tasks. */
  openTasks?: (records: readonly RecordRef[]) => Promise<string[]>;
}

export interface Proposed {
  proposals: Proposal[];
  /** The records that the text speaks of, the main one first. */
  subjects: KnownSubject[];
  /** What there was more of than is shown, as a sentence; absent: it is all there. */
  remark?: string;
}
