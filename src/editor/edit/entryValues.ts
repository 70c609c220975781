/** What Attio does not take an entry of a list without, asked for before it is made. */
import type { AttioList, Attribute } from '../../attio/types.js';
import type { Json, WriteValues } from '../../attio/writes.js';
import { createOrder } from '../../crm/edit/form.js';
import { oneLine } from '../records/text.js';
import type { Connection, Services } from '../services.js';
import { BACK } from '../ui.js';
import { askValue } from '../values/askValue.js';
import { isChoice } from '../values/known.js';

export interface EntryValues {
  list: AttioList;
  /** Whose entry it is, on one line: `Acme renewal`, `all 3 records`. */
  name: string;
  surface: string;
  /** What is known already, by slug: not asked for. */
  given?: WriteValues;
}

/** One question after another; Back goes through them, and before the first to `BACK`. undefined: closed. Rejects with AttioError. */
export async function entryValues(
  services: Services,
  connection: Connection,
  { list, name, surface, given = {} }: EntryValues,
): Promise<WriteValues | typeof BACK | undefined> {
  const { catalog } = connection;
  const read = { surface };
  // What is required may have changed since the list was opened.
  const attributes = await catalog.listAttributes(list.api_slug, { ...read, fresh: true });
  const required = createOrder(attributes).required.filter(({ api_slug }) => !Object.hasOwn(given, api_slug));
  const answers = new Map<Attribute, Json[]>();
  for (let at = 0; at < required.length; ) {
    const attribute = required[at]!;
    const answer = await askValue(services, connection, {
      attribute,
      object: list.api_slug,
      current: answers.get(attribute) ?? [],
      title: `${oneLine(attribute.title, 60)} of ${name} in ${oneLine(list.name, 60)}`,
      surface,
      required: true,
      back: true,
      ...(required.length > 1 && { step: at + 1, totalSteps: required.length }),
      ...(isChoice(attribute) && { choices: await catalog.listChoices(list.api_slug, attribute.api_slug, read) }),
    });
    if (answer === undefined) return undefined;
    if (answer === BACK) {
      if (at === 0) return BACK;
      at--;
      continue;
    }
    answers.set(attribute, answer);
    at++;
  }
  return { ...given, ...Object.fromEntries([...answers].map(([attribute, values]) => [attribute.api_slug, values])) };
}
