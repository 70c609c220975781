/** Writes of records and entries: from plain data to what is sent (api.md sections 4 and 5) [spec]. */
import { z } from 'zod';
import { history, name, type Sender, someValues, uuid, values } from './sent.js';

const mode = z.enum(['append', 'overwrite']);

const create: Sender = z
  .strictObject({ kind: z.literal('record.create'), object: name, values })
  .transform(({ object, values: given }) => ({ params: { object }, body: { data: { values: given } } }));

const assert: Sender = z
  .strictObject({ kind: z.literal('record.assert'), object: name, matchingAttribute: name, values: someValues })
  .transform(({ object, matchingAttribute, values: given }) => ({
    params: { object },
    query: { matching_attribute: matchingAttribute },
    body: { data: { values: given } },
  }));

const update: Sender = z
  .strictObject({
    kind: z.literal('record.update'),
    mode,
    object: name,
    recordId: uuid,
    values: someValues,
    base: z.unknown().optional(),
  })
  .transform(({ object, recordId, values: given }) => ({
    params: { object, record_id: recordId },
    body: { data: { values: given } },
  }));

const remove: Sender = z
  .looseObject({ kind: z.literal('record.delete'), object: name, recordId: uuid })
  .transform(({ object, recordId }) => ({ params: { object, record_id: recordId } }));

const merge: Sender = z
  .strictObject({
    kind: z.literal('record.merge'),
    object: name,
    primaryRecordId: uuid,
    secondaryRecordId: uuid,
  })
  .refine((change) => change.primaryRecordId.toLowerCase() !== change.secondaryRecordId.toLowerCase(), {
    path: ['secondaryRecordId'],
    message: 'must be another record than primaryRecordId',
  })
  .transform((change) => ({
    params: { object: change.object },
    body: { data: { primary_record_id: change.primaryRecordId, secondary_record_id: change.secondaryRecordId } },
  }));

const writeValues: Sender = z
  .strictObject({ kind: z.literal('record.values'), object: name, recordId: uuid, attribute: name, values: history })
  .transform(({ object, recordId, attribute, values: given }) => ({
    params: { object, record_id: recordId, attribute },
    body: { data: { values: given, replace_history: true } },
  }));

export const RECORD_WRITES = { create, assert, update, delete: remove, merge, values: writeValues };

const place = { list: name, parentObject: name, parentRecordId: uuid };
const placed = z
  .strictObject({ kind: z.enum(['entry.create', 'entry.assert']), ...place, values })
  .transform(({ list, parentObject, parentRecordId, values: given }) => ({
    params: { list },
    body: { data: { parent_object: parentObject, parent_record_id: parentRecordId, entry_values: given } },
  }));

const updateEntry: Sender = z
  .strictObject({
    kind: z.literal('entry.update'),
    mode,
    list: name,
    entryId: uuid,
    values: someValues,
    base: z.unknown().optional(),
  })
  .transform(({ list, entryId, values: given }) => ({
    params: { list, entry_id: entryId },
    body: { data: { entry_values: given } },
  }));

const removeEntry: Sender = z
  .looseObject({ kind: z.literal('entry.delete'), list: name, entryId: uuid })
  .transform(({ list, entryId }) => ({ params: { list, entry_id: entryId } }));

const writeEntryValues: Sender = z
  .strictObject({ kind: z.literal('entry.values'), list: name, entryId: uuid, attribute: name, values: history })
  .transform(({ list, entryId, attribute, values: given }) => ({
    params: { list, entry_id: entryId, attribute },
    body: { data: { values: given, replace_history: true } },
  }));

export const ENTRY_WRITES: Record<'create' | 'assert' | 'update' | 'delete' | 'values', Sender> = {
  create: placed,
  assert: placed,
  update: updateEntry,
  delete: removeEntry,
  values: writeEntryValues,
};
