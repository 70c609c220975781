/** What a command on a record or note is given: by a tree node, a hover or page link, or another command. */
import type { RecordRef } from '../crm/types.js';

/** A record of an account; without `account`, of the active one. */
export interface RecordTarget extends RecordRef {
  account?: string;
}

export interface NoteTarget {
  account?: string;
  note: { id: string; parentObject: string; parentRecordId: string; title: string };
}

export interface MeetingTarget {
  account?: string;
  meeting: { id: string };
}

/** The recording of a call. */
export interface RecordingTarget {
  account?: string;
  recording: { meetingId: string; id: string };
}

export interface ListTarget {
  account?: string;
  list: { id: string; slug: string };
}

/** A record's place in a list. */
export interface EntryTarget {
  account?: string;
  entry: { list: string; entryId: string };
}

export interface TaskTarget {
  account?: string;
  task: { id: string };
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const SLUG = /^[\w-]{1,128}$/;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const account = (value: Record<string, unknown>) =>
  typeof value.account === 'string' ? { account: value.account } : {};

/**
 * The record an argument names, or undefined. Arguments can come from a link that someone else wrote, so only well-formed
 * slugs and ids pass. A tree node is taken by its `ref`.
 */
export function recordTarget(argument: unknown): RecordTarget | undefined {
  if (!isObject(argument)) return undefined;
  const value = isObject(argument.ref) ? argument.ref : argument;
  const { object, recordId } = value;
  if (typeof object !== 'string' || !SLUG.test(object)) return undefined;
  if (typeof recordId !== 'string' || !UUID.test(recordId)) return undefined;
  return { object, recordId: recordId.toLowerCase(), ...account(value) };
}

/** The note an argument names, or undefined; as `recordTarget`. */
export function noteTarget(argument: unknown): NoteTarget | undefined {
  if (!isObject(argument) || !isObject(argument.note)) return undefined;
  const { id, parentObject, parentRecordId, title } = argument.note;
  if (typeof id !== 'string' || !UUID.test(id)) return undefined;
  if (typeof parentObject !== 'string' || !SLUG.test(parentObject)) return undefined;
  if (typeof parentRecordId !== 'string' || !UUID.test(parentRecordId)) return undefined;
  const named = { id: id.toLowerCase(), parentObject, parentRecordId: parentRecordId.toLowerCase() };
  return { note: { ...named, title: typeof title === 'string' ? title : '' }, ...account(argument) };
}

/** The meeting an argument names, or undefined; as `recordTarget`. */
export function meetingTarget(argument: unknown): MeetingTarget | undefined {
  if (!isObject(argument) || !isObject(argument.meeting)) return undefined;
  const { id } = argument.meeting;
  if (typeof id !== 'string' || !UUID.test(id)) return undefined;
  return { meeting: { id: id.toLowerCase() }, ...account(argument) };
}

/** The recording an argument names, or undefined; as `recordTarget`. */
export function recordingTarget(argument: unknown): RecordingTarget | undefined {
  if (!isObject(argument) || !isObject(argument.recording)) return undefined;
  const { meetingId, id } = argument.recording;
  if (typeof meetingId !== 'string' || !UUID.test(meetingId)) return undefined;
  if (typeof id !== 'string' || !UUID.test(id)) return undefined;
  return { recording: { meetingId: meetingId.toLowerCase(), id: id.toLowerCase() }, ...account(argument) };
}

/** The entry an argument names, or undefined; as `recordTarget`. */
export function entryTarget(argument: unknown): EntryTarget | undefined {
  if (!isObject(argument) || !isObject(argument.entry)) return undefined;
  const { list, entryId } = argument.entry;
  if (typeof list !== 'string' || !SLUG.test(list)) return undefined;
  if (typeof entryId !== 'string' || !UUID.test(entryId)) return undefined;
  return { entry: { list, entryId: entryId.toLowerCase() }, ...account(argument) };
}

/** The list an argument names, or undefined; as `recordTarget`. */
export function listTarget(argument: unknown): ListTarget | undefined {
  if (!isObject(argument) || !isObject(argument.list)) return undefined;
  const { id, slug } = argument.list;
  if (typeof id !== 'string' || !UUID.test(id)) return undefined;
  if (typeof slug !== 'string' || !SLUG.test(slug)) return undefined;
  return { list: { id: id.toLowerCase(), slug }, ...account(argument) };
}

/** The task an argument names, or undefined; as `recordTarget`. */
export function taskTarget(argument: unknown): TaskTarget | undefined {
  if (!isObject(argument) || !isObject(argument.task)) return undefined;
  const { id } = argument.task;
  if (typeof id !== 'string' || !UUID.test(id)) return undefined;
  return { task: { id: id.toLowerCase() }, ...account(argument) };
}
