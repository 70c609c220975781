/** Reads what an object's description is made from, through the catalog. */
import type { AttioObject, Attribute } from '../../attio/types.js';
import { type DescribeGround, describeObject, type ObjectDescription } from '../../crm/describe.js';
import type { Choice } from '../../crm/edit/types.js';
import { objectKey } from '../../crm/schema.js';
import type { ReadOptions } from '../../crm/types.js';
import { isCancel } from '../command.js';
import { describe } from '../failure.js';
import type { Connection } from '../services.js';

const hasChoices = ({ type }: Attribute) => type === 'select' || type === 'status';

/**
 * The whole description; undefined: there is no such object (any more). `early` gets it before the options are read, which
 * cost one request each. Options that Attio refuses are a remark at their attribute, not a failure of the whole.
 */
export async function readDescription(
  { catalog }: Connection,
  slugOrId: string,
  read: ReadOptions,
  early?: (description: ObjectDescription) => void,
): Promise<ObjectDescription | undefined> {
  const objects = await catalog.objects(read);
  const is = (one: AttioObject) => objectKey(one) === slugOrId || one.id.object_id === slugOrId;
  const object = objects.find(is);
  if (!object) return undefined;
  const slug = objectKey(object);
  const attributes = await catalog.attributes(slug, { ...read, archived: true });
  const ground: DescribeGround = { object, objects, attributes, choices: new Map() };
  const chosen = attributes.filter(hasChoices);
  if (chosen.length > 0) early?.(describeObject(ground));
  const choices = new Map<string, readonly Choice[] | string>();
  await Promise.all(
    chosen.map(async ({ api_slug }) => {
      try {
        choices.set(api_slug, await catalog.choices(slug, api_slug, read));
      } catch (error) {
        if (isCancel(error)) throw error;
        choices.set(api_slug, describe(error));
      }
    }),
  );
  return describeObject({ ...ground, choices });
}
