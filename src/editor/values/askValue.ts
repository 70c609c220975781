/** Asks for the values of one attribute, each type in its own way. Everything here is done with the keyboard alone. */

import type { Attribute } from '../../attio/types.js';
import type { Json } from '../../attio/values.js';
import type { Choice } from '../../crm/edit/types.js';
import type { RecordRef } from '../../crm/types.js';
import { oneLine } from '../records/text.js';
import type { Connection, Services } from '../services.js';
import { BACK, type Back, type PickItem, type StepOptions } from '../ui.js';
import { askCheckbox, askChoice, askMember, askRating } from './askChoice.js';
import { askPlace } from './askPlace.js';
import { askReference } from './askReference.js';
import { askTyped } from './askTyped.js';

export { BACK } from '../ui.js';

export interface AskValue {
  attribute: Attribute;
  /** Slug of the object that it is an attribute of. */
  object: string;
  /** In the written form (crm/edit/types.ts); what the question begins with. */
  current: readonly Json[];
  /** Over the box: `Stage of Acme renewal`. */
  title: string;
  /** Offers Back, which resolves to BACK. */
  back?: boolean;
  step?: number;
  totalSteps?: number;
  /** Who asks, for the audit: `records.edit`. */
  surface: string;
  /** Whether it may be left empty; default: as the attribute says. */
  required?: boolean;
  /** One value, also where the attribute takes several. */
  one?: boolean;
  /** What was wrong with the value before: said with the question. */
  problem?: string;
  /** Of references: offered first, before anything is typed. */
  offers?: { label: string; description?: string; ref: RecordRef }[];
  /** Names of records that are not in Attio yet. */
  nameOf?: (ref: RecordRef) => string | undefined;
  /** Options or statuses, of an attribute that is not an object's but a list's. */
  choices?: readonly Choice[];
  /** Opens the record as a document, for texts of several lines; without it they can only be replaced. */
  asDocument?: () => unknown;
}

/** The values in their written form; `[]`: cleared or left empty. `undefined`: closed. */
export type Answer = Json[] | Back | undefined;

/** One question at work. */
export interface Asking extends AskValue {
  services: Services;
  connection: Connection;
  /** Whether several values are asked for. */
  several: boolean;
  mayBeEmpty: boolean;
  /** Title, Back and step of every box of this question. */
  box: { title: string; ignoreFocusOut: true } & StepOptions<Back>;
}

/** Whether Attio refuses a record without it. */
export const isNeeded = (attribute: Attribute): boolean => attribute.is_required && !attribute.is_default_value_enabled;

/**
 * Asks until there is a value that Attio takes. Resolves to the values in their written form, `[]` where they are to be
 * cleared, BACK, or undefined when the box is closed. Rejects with AttioError where what can be chosen cannot be read.
 */
export async function askValue(services: Services, connection: Connection, ask: AskValue): Promise<Answer> {
  const { attribute, back, step, totalSteps } = ask;
  const asking: Asking = {
    ...ask,
    services,
    connection,
    several: attribute.is_multiselect && !ask.one,
    mayBeEmpty: !(ask.required ?? isNeeded(attribute)),
    box: {
      title: oneLine(ask.title, 120),
      ignoreFocusOut: true,
      ...(back && { back: BACK }),
      ...(step !== undefined && { step }),
      ...(totalSteps !== undefined && { totalSteps }),
    },
  };
  switch (attribute.type) {
    case 'select':
    case 'status':
      return askChoice(asking);
    case 'actor-reference':
      return askMember(asking);
    case 'checkbox':
      return askCheckbox(asking);
    case 'rating':
      return askRating(asking);
    case 'record-reference':
      return askReference(asking);
    case 'location':
      return askPlace(asking);
    default:
      return askTyped(asking);
  }
}

/** The last row of a list: takes the value away. Only where there is one and it need not be. */
export function clearItem({ current, mayBeEmpty, attribute }: Asking): PickItem<Json[]>[] {
  if (!mayBeEmpty || current.length === 0) return [];
  return [
    {
      label: 'Clear',
      description: `${oneLine(attribute.title)} is left empty`,
      icon: 'clear-all',
      group: 'No value',
      value: [],
    },
  ];
}

/** The line in a box that says what is asked, or what was wrong before. */
export function said({ problem }: Asking, otherwise: string): string {
  return problem === undefined ? otherwise : `${problem} ${otherwise}`;
}
