/** How requests name records and times outside of attribute values: tasks, meetings, comments, files. */
import { z } from 'zod';
import { isUuid } from './ids.js';
import { nano, type RecordLink } from './model.js';
import { invalid, notFound, recordNotFound } from './problem.js';
import type { Workspace } from './workspace.js';

/** By id, by a unique attribute, or as a bare domain or e-mail address (api.md section 8.2). */
export const LINK = z.union([z.string(), z.looseObject({ target_object: z.string() })]);

/** The record that a link of a task names; throws the refusals of `POST /v2/tasks`. */
export function linkedRecord(workspace: Workspace, given: z.output<typeof LINK>): RecordLink {
  if (typeof given === 'string') {
    const [object, attribute] = given.includes('@') ? ['people', 'email_addresses'] : ['companies', 'domains'];
    const id = workspace.recordByUnique(object!, attribute!, given);
    if (id === undefined) throw notFound(`Record with value "${given}" not found.`);
    return { object: object!, recordId: id };
  }
  if (workspace.lists.some((one) => one.slug === given.target_object || one.id === given.target_object)) {
    throw invalid('validation_type', 'Only standard or custom object records can be linked to.');
  }
  const object = workspace.object(given.target_object);
  if (typeof given.target_record_id === 'string') {
    if (!isUuid(given.target_record_id)) throw recordNotFound(given.target_record_id);
    return { object: object.slug, recordId: workspace.record(object, given.target_record_id).id };
  }
  const [attribute, values] = Object.entries(given).find(([key]) => key !== 'target_object') ?? [];
  const first = Array.isArray(values) ? values[0] : values;
  const value = typeof first === 'object' && first !== null ? Object.values(first)[0] : first;
  if (attribute === undefined || typeof value !== 'string') {
    throw invalid('validation_type', 'A linked record needs a target_record_id or the value of a unique attribute.');
  }
  const id = workspace.recordByUnique(object.slug, attribute, value);
  if (id === undefined) throw notFound(`Record with value "${value}" not found.`);
  return { object: object.slug, recordId: id };
}

/** A moment as Attio writes it; 400 when it is none. */
export function moment(name: string, given: string): string {
  const ms = Date.parse(given.replace(/(\.\d{3})\d+/, '$1'));
  if (!/^\d{4}-\d{2}/.test(given) || Number.isNaN(ms)) {
    throw invalid('validation_type', `${name} must be an ISO 8601 timestamp.`);
  }
  return nano(ms);
}

/** `created_at` of what may be back-dated: not before 1970, not in the future; now when not given. */
export function backDated(given: string | undefined): string {
  if (given === undefined) return nano(Date.now());
  const at = moment('created_at', given);
  if (Date.parse(at) < 0 || Date.parse(at) > Date.now()) {
    throw invalid('validation_type', 'created_at cannot be before 1970 or in the future.');
  }
  return at;
}
