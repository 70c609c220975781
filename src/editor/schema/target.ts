/** What commands on objects are given, and the object it means. */
import type { AttioObject } from '../../attio/types.js';
import { objectName } from '../../crm/describe.js';
import { objectKey } from '../../crm/schema.js';
import { objectIcon } from '../records/icons.js';
import { connectionFor } from '../records/resolve.js';
import { oneLine } from '../records/text.js';
import type { Connection, Services } from '../services.js';
import { BACK, type Back, type PickItem, type StepOptions } from '../ui.js';

/** An object of an account; without `account`, of the active one. */
export interface ObjectTarget {
  account?: string;
  /** Slug or id. */
  object: string;
  /** Slug or id of one of its attributes. */
  attribute?: string;
}

const NAME = /^[\w-]{1,128}$/;
const isName = (value: unknown): value is string => typeof value === 'string' && NAME.test(value);

/**
 * The object an argument names, or undefined. Arguments can come from a link that someone else wrote, so only well-formed
 * slugs and ids pass. A tree node of an object is taken by its slug, one of a record by the object it is of.
 */
export function objectTarget(argument: unknown): ObjectTarget | undefined {
  if (typeof argument !== 'object' || argument === null) return undefined;
  const given = argument as Record<string, unknown>;
  if (given.kind === 'object' && isName(given.slug)) return { object: given.slug };
  const value = (typeof given.ref === 'object' && given.ref !== null ? given.ref : given) as Record<string, unknown>;
  if (!isName(value.object)) return undefined;
  return {
    object: value.object,
    ...(isName(value.attribute) && { attribute: value.attribute }),
    ...(typeof value.account === 'string' && { account: value.account }),
  };
}

/** Everything a command on an object works with. */
export interface Place {
  connection: Connection;
  object: AttioObject;
}

/**
 * The connection and object that an argument means; without one the object is asked for under `title`. undefined: the box
 * was closed. Rejects where the argument names none, or one that is not there.
 */
export async function placeOf(
  services: Services,
  argument: unknown,
  title: string,
  surface: string,
): Promise<(Place & { attribute?: string }) | undefined> {
  const target = objectTarget(argument);
  if (argument !== undefined && !target) throw new Error('This does not name an object of Attio.');
  const connection = await connectionFor(services, target ?? {});
  if (!target) {
    const object = await pickObject(services, connection, { title, surface });
    return typeof object === 'object' ? { connection, object } : undefined;
  }
  const object = await connection.catalog.object(target.object, { surface });
  if (!object)
    throw new Error(
      `There is no object “${target.object}” in ${connection.account.name}: it may have been renamed or deleted. Refresh the records and choose again.`,
    );
  return { connection, object, ...(target.attribute !== undefined && { attribute: target.attribute }) };
}

/** Asks for an object. */
export async function pickObject(
  services: Services,
  { catalog }: Connection,
  options: { title: string; surface: string } & StepOptions<Back>,
): Promise<AttioObject | Back | undefined> {
  const { title, surface, ...step } = options;
  const read = async () => (await catalog.objects({ surface })).map(objectItem);
  const picked = await services.ui.pick<AttioObject, Back>(read(), {
    ...step,
    title,
    placeholder: 'Which object?',
    matchOnDescription: true,
  });
  return picked === BACK ? BACK : picked;
}

/** Its name in the plural, with the slug beside it, or the id of an object without one. */
export function objectItem(object: AttioObject): PickItem<AttioObject> {
  return {
    label: oneLine(objectName(object)),
    description: objectKey(object),
    icon: objectIcon(objectKey(object)),
    value: object,
  };
}
