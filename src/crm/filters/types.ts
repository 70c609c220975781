/** Which records are shown, as a person says it. Types only; what Attio is asked is made of it in toFilter.ts. */
import type { AttributeType } from '../../attio/types.js';
import type { Json } from '../../attio/values.js';

export type Operator =
  | 'is'
  | 'not'
  | 'contains'
  | 'lacks'
  | 'starts'
  | 'ends'
  | 'more'
  | 'least'
  | 'less'
  | 'most'
  | 'between'
  | 'on'
  | 'after'
  | 'from'
  | 'before'
  | 'until'
  | 'range'
  | 'last'
  | 'next'
  | 'ago'
  | 'has'
  | 'empty'
  | 'yes'
  | 'no';

/**
 * What an operator is given, and how it stands in `values`: `text`, `phone` (as Attio has it, `+49…`), `country` (two letters),
 * `interaction` (`email`, `meeting` …): strings; `number`, `count` (of days): a number; `numbers`: two; `day`: `YYYY-MM-DD`; `days`: two;
 * `choice`: ids of options or statuses; `member`: `{referenced_actor_type, referenced_actor_id}`; `record`:
 * `{target_object, target_record_id}`; of the last three one or several, any of which will do.
 */
export type Takes =
  | 'nothing'
  | 'text'
  | 'domain'
  | 'email'
  | 'phone'
  | 'digits'
  | 'country'
  | 'interaction'
  | 'number'
  | 'numbers'
  | 'count'
  | 'day'
  | 'days'
  | 'choice'
  | 'member'
  | 'record';

/** One condition. Holds its type, so that it can be said and sent without the schema. */
export interface Condition {
  /** Slug. */
  attribute: string;
  type: AttributeType;
  /** A part of the value, by Attio's name: `first_name`, `locality`, `active_from`; absent: the value itself. */
  field?: string;
  operator: Operator;
  values: Json[];
}

/** Whether all conditions have to hold, or one of them. */
export type Match = 'all' | 'any';

export interface OperatorChoice {
  field?: string;
  operator: Operator;
  /** `is at least`. */
  words: string;
  takes: Takes;
}

/** Today, and where: days are those of the person's own calendar. */
export interface Here {
  now: Date;
  /** IANA. */
  timeZone: string;
}
