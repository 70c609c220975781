/** Making what must not be made twice: looked for before an attempt is repeated, and after an answer was lost. */
import { type Carried, lookFor, lost, lostWrite, notLooked, notTraces, type Room, SKEW_MS } from './room.js';

/** `T`: what Attio answers with. */
export interface Creation<T> {
  /** Of the change (shape.ts). */
  key: string;
  /** When the look for its preview began, in milliseconds. */
  lookedAt: number;
  /** `The task`. */
  noun: string;
  /** `created`. */
  done: string;
  /** What an attempt since then has made, less what is known to be another. Rejects with AttioError. */
  find(since: number, except: ReadonlySet<string>): Promise<T | undefined>;
  /** Sends it, begun at this time. Rejects with AttioError. */
  send(started: number): Promise<T>;
  /** It is in Attio; `alreadyDone`: by an earlier attempt. */
  made(one: T, alreadyDone: boolean): Promise<Carried>;
}

/** Rejects with AttioError; of an attempt whose fate is unknown it says whether it was looked for, and remembers when it was. */
export async function createOnce<T>(room: Room, creation: Creation<T>): Promise<Carried> {
  const { key, noun, done, find, made } = creation;
  const known = room.uncertain.get(key)?.since;
  const since = Math.min(known ?? Number.POSITIVE_INFINITY, room.since ?? Number.POSITIVE_INFINITY);
  if (Number.isFinite(since)) {
    const earlier = await find(since - SKEW_MS, room.since === undefined ? notTraces(room) : room.notThese);
    if (earlier) return made(earlier, true);
  }
  const started = room.now();
  try {
    return await made(await creation.send(started), false);
  } catch (error) {
    if (!lostWrite(error)) throw error;
    const { found, looked } = await lookFor(room, () => find(started - SKEW_MS, notTraces(room)));
    if (found) return made(found, true);
    room.uncertain.set(key, { since: known ?? creation.lookedAt });
    throw lost(
      error,
      looked ? `${noun} was looked for and was not found, so it was probably not ${done}.` : notLooked(noun, done),
      `Try again when Attio can be reached: ${noun.charAt(0).toLowerCase()}${noun.slice(1)} is looked for first, so that it is not ${done} twice.`,
    );
  }
}
