/**
 * The meaning of what was read: what surfaces work with. Types only.
 */
import type {
  AttioList,
  AttioObject,
  AttioRecord,
  Attribute,
  Entry,
  Filter,
  Note,
  Sort,
  View,
  WorkspaceMember,
} from '../attio/types.js';
import type { Meeting, Recording, Task, Thread } from '../attio/workTypes.js';
import type { Choice, HistoricValue } from './edit/types.js';
import type { Card, CardPage, CardQuestion, Grouped, Pipeline, PipelineRef } from './pipeline/types.js';

export interface RecordRef {
  /** Object slug (or id where only that is known). */
  object: string;
  recordId: string;
}

/** A record's place in a list. */
export interface EntryRef {
  list: string;
  entryId: string;
}

/** What a record is called and one telling line about it; plain text, unescaped. */
export interface RecordSummary {
  ref: RecordRef;
  /** Never empty: `Untitled company` where nothing names it. */
  title: string;
  /** Domain, e-mail, stage, company …: at most two facts, joined by ` · `. */
  description: string;
  /** `Company`, `Person`, `Project`. */
  objectNoun: string;
  webUrl: string | null;
  /** Telling values for a hover or tooltip, most telling first, at most six. */
  facts: { title: string; text: string }[];
}

/** One attribute of a record as a person would write it. */
export interface DisplayValue {
  attribute: Attribute;
  /** Empty when unset. Values of a multi-select are separate parts. */
  parts: ValuePart[];
}

export interface ValuePart {
  text: string;
  /** A related record. */
  ref?: RecordRef;
  /** An e-mail address, web address or phone number one can follow (`mailto:`, `https:`, `tel:`). */
  href?: string;
  /** An archived option or status. */
  archived?: boolean;
  /** Stands for so many further values, which `text` counts. */
  rest?: ValuePart[];
}

export interface RecordPage {
  records: AttioRecord[];
  /** Offset of the next page; undefined at the end. */
  next: number | undefined;
}

/** A record as its page shows it. */
export interface RecordView {
  summary: RecordSummary;
  object: AttioObject;
  record: AttioRecord;
  values: DisplayValue[];
}

/** Which meetings: those that have not ended, soonest first, or those that have, newest first. */
export interface MeetingQuestion {
  when: 'upcoming' | 'past';
  /** `next` of the page before. */
  cursor?: string;
  /** Only those linked to this record. */
  record?: RecordRef;
}

export interface MeetingPage {
  meetings: Meeting[];
  /** Cursor of the next page; undefined at the end. */
  next: string | undefined;
}

/** A record that matched a search, best first. */
export interface Match {
  ref: RecordRef;
  title: string;
  description: string;
  objectNoun: string;
  /** Why it matched: `exact` e-mail, domain, id or link; then how its name matched. */
  rank: 'exact' | 'prefix' | 'word' | 'fuzzy';
}

/** A record that a text speaks of, with the words that say so. */
export interface Mention {
  ref: RecordRef;
  title: string;
  description: string;
  objectNoun: string;
  /** `link`, `e-mail`, `domain`: the surest first. */
  by: 'link' | 'email' | 'domain';
  /** The piece of text, such as `ada@acme.example`. */
  evidence: string;
}

export interface ReadOptions {
  signal?: AbortSignal;
  /** Who asks, for the audit. */
  surface: string;
  priority?: 'person' | 'bulk';
  /** Ask Attio even when the answer is known. */
  fresh?: boolean;
  /** `known`: records that a record refers to are named where their names are known, and not asked for. */
  names?: 'known';
}

export interface SearchOptions extends ReadOptions {
  /** Slugs; without it, all objects. */
  objects?: readonly string[];
}

/** Which tasks. */
export interface TaskQuestion {
  done: boolean;
  /** Only those linked to this record. */
  record?: RecordRef;
  /** Member id: only those assigned to that member; null: those that nobody is assigned to. */
  assignee?: string | null;
}

export interface TaskPage {
  /** Of open ones oldest first, of done ones by when they were completed, newest first. */
  tasks: Task[];
  /** Offset of the next page; undefined at the end. */
  next: number | undefined;
}

/** Where comments hang. */
export type CommentPlace = { ref: RecordRef } | { list: string; entryId: string };

export interface ThreadList {
  /** Newest first; each with its comments, oldest first. */
  threads: Thread[];
  /** Offset of the next page; undefined at the end. */
  next: number | undefined;
}

export type CatalogChange =
  | { what: 'record'; ref: RecordRef }
  | { what: 'notes'; ref: RecordRef }
  /** An entry was made, changed or removed; `ref`: its record. */
  | { what: 'entry'; list: string; entryId: string; ref: RecordRef }
  /** A task was made, changed or deleted; `refs`: the records it is or was linked to. */
  | { what: 'task'; taskId: string; refs: RecordRef[] }
  | { what: 'comments'; place: CommentPlace }
  | { what: 'object'; object: string }
  | { what: 'everything' };

/**
 * Everything read goes through here: cached (bounded, with an age), single-flight (the same question asked at the same
 * time is asked once; it is aborted only when every asker has let go), and batched (records asked for by id within one
 * tick become one query per object). Rejects with AttioError.
 */
export interface Catalog {
  objects(options: ReadOptions): Promise<AttioObject[]>;
  /** By slug or id. */
  object(slugOrId: string, options: ReadOptions): Promise<AttioObject | undefined>;
  /** In Attio's order; `archived`: those too. */
  attributes(object: string, options: ReadOptions & { archived?: boolean }): Promise<Attribute[]>;
  members(options: ReadOptions): Promise<WorkspaceMember[]>;

  /** Options of a select or the statuses of a status attribute, in Attio's order, archived ones too. Cached. */
  choices(object: string, attribute: string, options: ReadOptions): Promise<Choice[]>;
  /** Views saved in Attio. Cached. */
  views(object: string, options: ReadOptions): Promise<View[]>;
  /** Cached. */
  lists(options: ReadOptions): Promise<AttioList[]>;
  /** By slug or id. */
  list(slugOrId: string, options: ReadOptions): Promise<AttioList | undefined>;
  /** Of a list's entries, in Attio's order. Cached. */
  listAttributes(list: string, options: ReadOptions): Promise<Attribute[]>;
  /** As `choices`, of a list's attribute. Cached. */
  listChoices(list: string, attribute: string, options: ReadOptions): Promise<Choice[]>;

  /** By what entries or records can be grouped: status attributes, then select attributes of one value. No request but for the schema. */
  groupings(of: Grouped, options: ReadOptions): Promise<Attribute[]>;
  /** Stages and what belongs to them. Rejects as `not-found` where there is no such list, object or attribute (any more). */
  pipeline(ref: PipelineRef, options: ReadOptions): Promise<Pipeline>;
  /** One page of one stage, newest in it first: one query, and of a list one more for the records that are not known. */
  cards(pipeline: Pipeline, question: CardQuestion, options: ReadOptions): Promise<CardPage>;
  /** All cards of a pipeline, page by page of up to 500: for what looks at all of them. */
  everyCard(pipeline: Pipeline, options: ReadOptions): AsyncIterable<Card[]>;
  /** One card as Attio has it now; undefined: it is not there any more. */
  card(pipeline: Pipeline, card: Pick<Card, 'id' | 'ref' | 'entry'>, options: ReadOptions): Promise<Card | undefined>;
  /** As `card`, from what pages and writes have told; Attio is asked only where they have not. */
  knownCard(
    pipeline: Pipeline,
    card: Pick<Card, 'id' | 'ref' | 'entry'>,
    options: ReadOptions,
  ): Promise<Card | undefined>;
  /** The values of an entry itself by name, those it has; known or asked for as with `knownCard`. */
  entryValues(list: string, entryId: string, options: ReadOptions): Promise<DisplayValue[] | undefined>;
  /** Which entries these records (of one object, at most a hundred) have in a list, with one query. Not cached. */
  entriesIn(list: string, refs: readonly RecordRef[], options: ReadOptions): Promise<Entry[]>;

  /**
   * Fifty records a page, newest first unless `sorts` says otherwise; every record read is remembered. Of `filter` and
   * `viewId` (a saved view) at most one.
   */
  recordsPage(
    object: string,
    page: { offset: number; sorts?: Sort[]; filter?: Filter; viewId?: string },
    options: ReadOptions,
  ): Promise<RecordPage>;
  /** Every record of an object, page by page, remembered by nobody: for what looks at all of them. */
  everyRecord(object: string, options: ReadOptions): AsyncIterable<AttioRecord[]>;
  /** Records that have one of these values of an attribute with values one can look up (e-mail, domain, text …). */
  recordsWith(
    object: string,
    attribute: Pick<Attribute, 'api_slug' | 'type'>,
    values: readonly string[],
    options: ReadOptions,
  ): Promise<AttioRecord[]>;
  /** The entries of a record in lists, whole. Not cached. */
  entriesOf(ref: RecordRef, options: ReadOptions): Promise<Entry[]>;
  /** What an attribute of a record or an entry was over time, newest first. Rejects with AttioError where Attio keeps no history. */
  history(of: RecordRef | EntryRef, attribute: string, options: ReadOptions): Promise<HistoricValue[]>;
  /** undefined: there is no such record (deleted, merged, another object). Absence is remembered for a short while. */
  record(ref: RecordRef, options: ReadOptions): Promise<AttioRecord | undefined>;
  /** What is known without asking. */
  peek(ref: RecordRef): AttioRecord | undefined;
  /** Title, description and facts; resolves object, attributes and the names of what it refers to, all cached. */
  summary(ref: RecordRef, options: ReadOptions): Promise<RecordSummary | undefined>;
  summarize(records: AttioRecord[], object: string, options: ReadOptions): Promise<RecordSummary[]>;
  /** The whole record with references and actors by name. */
  view(ref: RecordRef, options: ReadOptions): Promise<RecordView | undefined>;

  /** Newest first. */
  notesOf(
    ref: RecordRef,
    page: { offset: number; limit: number },
    options: ReadOptions,
  ): Promise<{ notes: Note[]; next: number | undefined }>;
  note(noteId: string, options: ReadOptions): Promise<Note | undefined>;

  /** Fifty a page. Days of all-day meetings begin in the person's time zone. */
  meetings(question: MeetingQuestion, options: ReadOptions): Promise<MeetingPage>;
  /** undefined: there is no such meeting. */
  meeting(meetingId: string, options: ReadOptions): Promise<Meeting | undefined>;
  /** Newest first, without their transcripts. Empty where there is no such meeting. */
  recordings(meetingId: string, options: ReadOptions): Promise<Recording[]>;
  /** With its whole transcript (null: it has none). undefined: there is no such recording. */
  recording(meetingId: string, recordingId: string, options: ReadOptions): Promise<Recording | undefined>;
  /** Five hundred a page. A page is cached for a short while. */
  tasks(question: TaskQuestion, offset: number, options: ReadOptions): Promise<TaskPage>;
  /** undefined: there is no such task. */
  task(taskId: string, options: ReadOptions): Promise<Task | undefined>;
  /** Fifty threads a page, each with all of its comments. Cached for a short while. */
  threads(place: CommentPlace, offset: number, options: ReadOptions): Promise<ThreadList>;
  /** The people who have one of these e-mail addresses, by the address in lower case; with one query. Their records are remembered. */
  people(emails: readonly string[], options: ReadOptions): Promise<Map<string, RecordRef>>;

  /** Attio's search over all objects together with exact look-ups for e-mails, domains, ids and links, ranked. */
  search(query: string, options: SearchOptions): Promise<Match[]>;
  /** The records a text speaks of: Attio links, e-mail addresses, domains. At most a few requests however long the text. */
  mentions(text: string, options: ReadOptions): Promise<Mention[]>;

  /** A write's own answer, so that nothing is asked again. */
  learnRecord(record: AttioRecord, object: string): void;
  /** It was deleted, or became another by a merge. */
  forgetRecord(ref: RecordRef): void;
  learnNote(note: Note): void;
  forgetNote(noteId: string, ref: RecordRef): void;
  /** What a write's own answer, or a look at it, says of an entry. */
  learnEntry(entry: Entry): void;
  forgetEntry(list: string, entryId: string, ref: RecordRef): void;
  learnTask(task: Task): void;
  /** `refs`: the records it was linked to. */
  forgetTask(taskId: string, refs: RecordRef[]): void;
  forget(change: CatalogChange): void;
  onDidChange(listener: (change: CatalogChange) => void): { dispose(): void };
  dispose(): void;
}
