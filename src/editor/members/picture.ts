/** Pictures of colleagues. Kept in memory, with the connection they were read by: they go when its account is signed out. */
import { hasScopes } from '../../attio/scopes.js';
import type { Connection } from '../services.js';

const SURFACE = 'members.picture';
/** A picture that could not be read is asked for anew after so long, ms. */
const AGAIN_MS = 10 * 60_000;
/** So many at once: nobody waits for them, and other requests do. */
const AT_ONCE = 4;

interface Kept {
  address: string;
  picture: Promise<string | undefined>;
  /** Milliseconds since 1970; until then nothing is asked for again. */
  until: number;
}

const pictures = new WeakMap<Connection, Map<string, Kept>>();
let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(run: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  running++;
  try {
    return await run();
  } finally {
    running--;
    waiting.shift()?.();
  }
}

async function read(connection: Connection, address: string): Promise<string | undefined> {
  // What reads it is there already: the connection came by it.
  const { pictureAt } = await import('../connect.js');
  const found = await pictureAt(connection.account, address);
  return found && `data:${found.type};base64,${Buffer.from(found.bytes).toString('base64')}`;
}

/**
 * A member's picture as a `data:` URI of at most 134 kB; undefined: there is none, or it cannot be shown. The members are
 * read through the catalog, a picture once for a connection. Never rejects.
 */
export async function memberPicture(connection: Connection, memberId: string): Promise<string | undefined> {
  const { account, catalog } = connection;
  if (!hasScopes(account.scopes, 'user_management:read')) return undefined;
  const id = memberId.toLowerCase();
  const members = await catalog.members({ surface: SURFACE }).catch(() => []);
  const address = members.find((one) => one.id.workspace_member_id.toLowerCase() === id)?.avatar_url;
  if (!address) return undefined;
  const mine = pictures.get(connection) ?? new Map<string, Kept>();
  pictures.set(connection, mine);
  const known = mine.get(id);
  if (known && known.address === address && Date.now() < known.until) return known.picture;
  const kept: Kept = {
    address,
    until: Number.POSITIVE_INFINITY,
    picture: inTurn(() => read(connection, address)).catch(() => undefined),
  };
  mine.set(id, kept);
  const picture = await kept.picture;
  if (picture === undefined) kept.until = Date.now() + AGAIN_MS;
  return picture;
}

/** The pictures of these members, as far as there are any; by id in lower case. */
export async function memberPictures(connection: Connection, ids: Iterable<string>): Promise<Record<string, string>> {
  const wanted = [...new Set([...ids].map((id) => id.toLowerCase()))];
  const found = await Promise.all(wanted.map(async (id) => [id, await memberPicture(connection, id)] as const));
  return Object.fromEntries(found.filter((one): one is readonly [string, string] => one[1] !== undefined));
}
