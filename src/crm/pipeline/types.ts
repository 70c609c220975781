/** What a pipeline is: entries of a list, or records of an object, in the stages of one attribute. Types only. */
import type { Entry, Filter, Sort } from '../../attio/types.js';
import type { RecordRef, RecordSummary } from '../types.js';

/** What is grouped. By slug, or by id where only that is known. */
export type Grouped = { target: 'lists'; list: string } | { target: 'objects'; object: string };

/** What is grouped, and by which status or select attribute (slug); the empty text: by none, and all are in the stage `null`. */
export interface PipelineRef {
  of: Grouped;
  attribute: string;
}

/** One stage. `null` as an id: those that have no value. */
export interface Stage {
  id: string | null;
  /** `No stage` of those that have none. */
  title: string;
  /** Shown only while something is in it. */
  archived?: true;
  /** Of a status: how long something should stay in it at most (ISO duration, `P7D`). */
  targetTime?: string;
  /** Of a status: Attio celebrates what arrives here. */
  celebrated?: true;
}

export interface Money {
  amount: number;
  /** ISO 4217. */
  currency: string;
}

/** An entry or a record as it stands in a pipeline. Plain text, unescaped. */
export interface Card {
  /** Id of the entry, or of the record where records are grouped. */
  id: string;
  /** The record itself; of an entry, its parent. */
  ref: RecordRef;
  /** Of a list. */
  entry?: { list: string; entryId: string };
  /** Never empty. */
  title: string;
  /** The record's telling line, less what the card says otherwise. */
  description: string;
  stage: Stage['id'];
  /** ISO: in this stage since then; undefined where Attio does not say. */
  since?: string;
  /** ISO. */
  createdAt: string;
  money?: Money;
  /** Member ids of the first actor attribute with a value (`owner` before others). */
  owners: string[];
  /** The company it is about, where it refers to one and its name is known. */
  company?: { ref: RecordRef; title: string };
  /** The ground of a move: what the attribute has, as it is written. */
  base: unknown[];
  /** When it was read (milliseconds since 1970). */
  readAt: number;
}

/** One page of one stage. */
export interface CardPage {
  cards: Card[];
  /** Offset of the next page; undefined at the end. */
  next: number | undefined;
}

/** How a pipeline is set up. */
export interface Pipeline {
  ref: PipelineRef;
  /** Name of the list, or the object's plural noun. */
  name: string;
  /** Title of the attribute. */
  attributeTitle: string;
  type: 'status' | 'select';
  /** Attio takes no card without a stage. */
  required?: true;
  /** Object slugs of the records in it. */
  objects: string[];
  /** In Attio's order, archived ones last, `null` at the very end. */
  stages: Stage[];
  /** Slug of the currency attribute whose sums are shown; of the entries' or else of the records'. */
  money?: string;
}

/** Which of a pipeline's cards: those of one stage. */
export interface CardQuestion {
  stage: Stage['id'];
  offset: number;
  /** Default 50, at most 500. */
  limit?: number;
  /** Only those that fit, too; asked for anew each time. */
  filter?: Filter;
  /** Another order than those first that came last; asked for anew each time. */
  sorts?: Sort[];
}

/** What a card is made from. */
export interface CardSource {
  summary: RecordSummary;
  entry?: Entry;
}
