/**
 * Values on their way to Attio, as a person writes and reads them. Types only.
 *
 * A *written* value is one value in the one form we write its type in, which is also what values are compared by:
 * - text, domain, email-address, date (`YYYY-MM-DD`), timestamp (ISO, UTC): string; number, currency, rating: number;
 *   checkbox: boolean;
 * - select, status: the id of the option or status;
 * - record-reference: `{target_object, target_record_id}` (slug, id);
 * - actor-reference: `{referenced_actor_type: 'workspace-member', referenced_actor_id}`;
 * - personal-name: `{first_name, last_name, full_name}`; phone-number: `{original_phone_number, country_code}`;
 * - location: all ten keys, null where empty.
 * The values of an attribute are always an array of these; none: `[]`.
 */

import type { AttioObject, Attribute, WorkspaceMember } from '../../attio/types.js';
import type { Json } from '../../attio/values.js';

/** An option of a select or a status. */
export interface Choice {
  id: string;
  title: string;
  archived: boolean;
  /** Of a status that has one: how long a record should stay in it, as an ISO duration. */
  targetTime?: string;
  /** Of a status: Attio celebrates a record that arrives in it. */
  celebrated?: true;
}

/** What a person's words about one attribute are read with. */
export interface InputContext {
  attribute: Attribute;
  /** Of a select or status attribute, archived ones included. */
  choices?: readonly Choice[];
  members?: readonly WorkspaceMember[];
  objects?: readonly AttioObject[];
  now: Date;
  /** IANA. */
  timeZone: string;
  /** BCP 47: how numbers are separated and days ordered. Default: as in data, `1234.5` and `1,234.5`. */
  locale?: string;
  /** Slug of the account's workspace: links into another one are refused. */
  workspace?: string;
  /** Country (ISO 3166-1, two letters) that phone numbers without a country code are of. */
  region?: string;
}

/** One value read from a person's words. `shown`: as it will look; `problem`: one sentence that says what would do. */
export type Parsed =
  | { ok: true; value: Json; shown: string }
  | { ok: false; problem: string /** What was probably meant. */; suggestion?: string };

/** What one attribute had, when, and who set it. */
export interface HistoricValue {
  text: string;
  /** ISO. */
  from: string;
  /** ISO; null: it is so now. */
  until: string | null;
  /** Name of a colleague, `API token`, `System` … Empty: unknown. */
  by: string;
}
