/** Every operation of the client, called in each way that changes what is sent. */
import { mintApproved } from '../../../src/attio/approved.js';
import type { AttioApi } from '../../../src/attio/client.js';
import type { OPERATIONS } from '../../../src/attio/operations.js';
import { WEBHOOK_EVENTS } from '../../../src/attio/workWrites.js';
import type { Write } from '../../../src/attio/writes.js';

export const ID = '891dcbfc-9141-415d-9b2a-2238a6cc012d';
export const OTHER = 'ff3f3bd4-40f4-4f80-8187-cd02385af424';
const APPROVAL = { how: 'asked', at: '2026-05-16T12:00:00Z', surface: 'test' } as const;
export const ok = <W extends Write>(change: W) => mintApproved(change, APPROVAL);

const note = { parentObject: 'companies', parentRecordId: ID, title: 'T', content: 'C' };
const sorts = [
  { direction: 'desc' as const, attribute: 'name', field: 'last_name' },
  {
    direction: 'asc' as const,
    path: [
      ['people', 'company'],
      ['companies', 'name'],
    ] as [string, string][],
  },
];
const query = {
  filter: { $or: [{ name: 'x' }, { record_id: { $in: [ID] } }] },
  sorts,
  limit: 500,
  offset: 50,
};
const values = {
  name: 'One',
  categories: ['A', { option: 'B' }],
  domains: null,
  value: 12.5,
  active: true,
  primary_location: [
    {
      line_1: null,
      line_2: null,
      line_3: null,
      line_4: null,
      locality: 'Oslo',
      region: null,
      postcode: null,
      country_code: 'NO',
      latitude: null,
      longitude: null,
    },
  ],
  company: [{ target_object: 'companies', target_record_id: ID }],
};
const HISTORY = [
  { value: 'Old', active_from: '2020-01-01T00:00:00Z', active_until: '2021-06-15T09:30:00Z' },
  { value: 'New', active_from: '2021-06-15T09:30:00Z', active_until: null },
];
const attribute = {
  target: 'objects' as const,
  identifier: 'people',
  title: 'Tier',
  description: null,
  apiSlug: 'tier',
  isRequired: false,
  isUnique: false,
  isMultiselect: false,
};
const choice = { target: 'lists' as const, identifier: ID, attribute: 'stage' };
const place = { list: 'sales', parentObject: 'companies', parentRecordId: ID };
const links = [{ object: 'people', recordId: ID }];
const file = { object: 'companies', recordId: ID };
const meeting = {
  title: 'Kick-off',
  description: '',
  participants: [
    { email_address: 'ada@acme.example', is_organizer: true, status: 'accepted' as const, name: 'Ada' },
    { is_organizer: false, status: 'pending' as const },
  ],
  externalRef: 'ref-1',
};

export type Call = (api: AttioApi) => Promise<unknown>;

export const CALLS: Record<keyof typeof OPERATIONS, Call[]> = {
  'self.get': [(api) => api.self.get()],
  'objects.list': [(api) => api.objects.list()],
  'objects.get': [(api) => api.objects.get('companies'), (api) => api.objects.get(ID)],
  'objects.create': [
    (api) => api.objects.create(ok({ kind: 'object.create', apiSlug: 'x', singularNoun: 'X', pluralNoun: 'Xs' })),
  ],
  'objects.update': [
    (api) => api.objects.update(ok({ kind: 'object.update', object: 'x', apiSlug: 'y' })),
    (api) => api.objects.update(ok({ kind: 'object.update', object: ID, singularNoun: 'X', pluralNoun: 'Xs' })),
  ],
  'objects.delete': [(api) => api.objects.delete(ok({ kind: 'object.delete', object: 'x' }))],
  'objects.views': [
    (api) => api.objects.views('people'),
    (api) => api.objects.views('people', { limit: 1000, cursor: 'c', show_archived: true }),
  ],
  'attributes.list': [
    (api) => api.attributes.list('objects', 'people'),
    (api) => api.attributes.list('lists', 'sales', { archived: true }),
  ],
  'attributes.get': [(api) => api.attributes.get('objects', 'people', 'name')],
  'attributes.create': [
    (api) =>
      api.attributes.create(
        ok({
          kind: 'attribute.create',
          ...attribute,
          type: 'currency',
          config: { currency: { default_currency_code: 'EUR', display_type: 'symbol' } },
          defaultValue: { type: 'static', template: [{ currency_value: 1 }] },
        }),
      ),
    (api) =>
      api.attributes.create(
        ok({
          kind: 'attribute.create',
          ...attribute,
          type: 'record-reference',
          isMultiselect: true,
          config: { record_reference: { allowed_objects: ['people'] } },
          relationship: { object: 'people', title: 'Back', api_slug: 'back', is_multiselect: false },
        }),
      ),
    (api) =>
      api.attributes.create(
        ok({
          kind: 'attribute.create',
          ...attribute,
          type: 'date',
          defaultValue: { type: 'dynamic', template: 'P1D' },
        }),
      ),
  ],
  'attributes.update': [
    (api) =>
      api.attributes.update(
        ok({ kind: 'attribute.update', target: 'lists', identifier: 'sales', attribute: 'tier', isArchived: true }),
      ),
    (api) =>
      api.attributes.update(
        ok({
          kind: 'attribute.update',
          target: 'objects',
          identifier: 'people',
          attribute: ID,
          title: 'T',
          description: null,
          apiSlug: 't',
          isRequired: true,
          isUnique: false,
          defaultValue: null,
        }),
      ),
  ],
  'attributes.options': [
    (api) => api.attributes.options('objects', 'people', 'categories'),
    (api) => api.attributes.options('objects', 'people', 'categories', { archived: true }),
  ],
  'attributes.createOption': [
    (api) => api.attributes.createOption(ok({ kind: 'option.create', ...choice, title: 'New' })),
  ],
  'attributes.updateOption': [
    (api) =>
      api.attributes.updateOption(
        ok({ kind: 'option.update', ...choice, option: 'A / B 100 %', title: 'B', isArchived: true }),
      ),
  ],
  'attributes.statuses': [(api) => api.attributes.statuses('lists', ID, 'stage', { archived: false })],
  'attributes.createStatus': [
    (api) => api.attributes.createStatus(ok({ kind: 'status.create', ...choice, title: 'New' })),
    (api) =>
      api.attributes.createStatus(
        ok({ kind: 'status.create', ...choice, title: 'New', celebrationEnabled: true, targetTimeInStatus: 'P7D' }),
      ),
  ],
  'attributes.updateStatus': [
    (api) =>
      api.attributes.updateStatus(
        ok({ kind: 'status.update', ...choice, status: 'Won 🎉', targetTimeInStatus: null, isArchived: false }),
      ),
  ],
  'records.query': [
    (api) => api.records.query('people', {}),
    (api) => api.records.query('people', query),
    (api) => api.records.query('people', { filter_view_id: ID }),
  ],
  'records.get': [(api) => api.records.get('people', ID)],
  'records.search': [
    (api) => api.records.search({ query: 'x'.repeat(1000), objects: ['people'], limit: 99 }),
    (api) => api.records.search({ query: '', objects: ['people', ID] }),
  ],
  'records.create': [
    (api) => api.records.create(ok({ kind: 'record.create', object: 'people', values })),
    (api) => api.records.create(ok({ kind: 'record.create', object: 'people', values: {} })),
  ],
  'records.assert': [
    (api) =>
      api.records.assert(ok({ kind: 'record.assert', object: 'companies', matchingAttribute: 'domains', values })),
  ],
  'records.update': [
    (api) => api.records.update(ok({ kind: 'record.update', mode: 'append', object: 'people', recordId: ID, values })),
  ],
  'records.overwrite': [
    (api) =>
      api.records.update(ok({ kind: 'record.update', mode: 'overwrite', object: 'people', recordId: ID, values })),
  ],
  'records.delete': [(api) => api.records.delete(ok({ kind: 'record.delete', object: 'people', recordId: ID }))],
  'records.merge': [
    (api) =>
      api.records.merge(ok({ kind: 'record.merge', object: 'people', primaryRecordId: ID, secondaryRecordId: OTHER })),
  ],
  'records.values': [
    (api) => api.records.values('people', ID, 'name'),
    (api) => api.records.values('people', ID, 'name', { show_historic: true, limit: 5, offset: 5 }),
  ],
  'records.writeValues': [
    (api) =>
      api.records.writeValues(
        ok({ kind: 'record.values', object: 'companies', recordId: ID, attribute: 'name', values: HISTORY }),
      ),
  ],
  'records.entries': [
    (api) => api.records.entries('people', ID),
    (api) => api.records.entries('people', ID, { limit: 1000, offset: 3 }),
  ],
  'lists.list': [(api) => api.lists.list()],
  'lists.get': [(api) => api.lists.get('sales')],
  'lists.create': [
    (api) =>
      api.lists.create(
        ok({
          kind: 'list.create',
          name: 'Sales',
          apiSlug: 'sales',
          parentObject: 'companies',
          workspaceAccess: null,
          memberAccess: [{ workspaceMemberId: ID, level: 'full-access' }],
        }),
      ),
  ],
  'lists.update': [
    (api) => api.lists.update(ok({ kind: 'list.update', list: 'sales', name: 'S', workspaceAccess: 'read-only' })),
    (api) => api.lists.update(ok({ kind: 'list.update', list: 'sales', apiSlug: 's', memberAccess: [] })),
  ],
  'lists.views': [(api) => api.lists.views('sales', { limit: 1 })],
  'entries.query': [
    (api) => api.entries.query('sales', query),
    (api) => api.entries.query('sales', { filter_view_id: ID }),
  ],
  'entries.get': [(api) => api.entries.get('sales', ID)],
  'entries.create': [(api) => api.entries.create(ok({ kind: 'entry.create', ...place, values: { stage: 'Lead' } }))],
  'entries.assert': [(api) => api.entries.assert(ok({ kind: 'entry.assert', ...place, values: {} }))],
  'entries.update': [
    (api) =>
      api.entries.update(
        ok({ kind: 'entry.update', mode: 'append', list: 'sales', entryId: ID, values: { stage: 'x' } }),
      ),
  ],
  'entries.overwrite': [
    (api) =>
      api.entries.update(
        ok({ kind: 'entry.update', mode: 'overwrite', list: 'sales', entryId: ID, values: { stage: null } }),
      ),
  ],
  'entries.delete': [(api) => api.entries.delete(ok({ kind: 'entry.delete', list: 'sales', entryId: ID }))],
  'entries.values': [(api) => api.entries.values('sales', ID, 'stage', { show_historic: false })],
  'entries.writeValues': [
    (api) =>
      api.entries.writeValues(
        ok({ kind: 'entry.values', list: 'sales', entryId: ID, attribute: 'stage', values: HISTORY }),
      ),
  ],
  'notes.list': [
    (api) => api.notes.list({}),
    (api) => api.notes.list({ parent_object: 'people', parent_record_id: ID, limit: 50, offset: 50 }),
  ],
  'notes.get': [(api) => api.notes.get(ID)],
  'notes.create': [
    (api) => api.notes.create(ok({ kind: 'note.create', format: 'markdown', ...note })),
    (api) =>
      api.notes.create(
        ok({
          kind: 'note.create',
          format: 'plaintext',
          createdAt: '2026-05-09T21:43:08.480000000Z',
          meetingId: null,
          ...note,
        }),
      ),
  ],
  'notes.update': [
    (api) => api.notes.update(ok({ kind: 'note.update', noteId: ID, title: 'T' })),
    (api) => api.notes.update(ok({ kind: 'note.update', noteId: ID, format: 'markdown', content: 'C' })),
    (api) => api.notes.update(ok({ kind: 'note.update', noteId: ID, title: 'T', base: { ...note, content: 'B' } })),
  ],
  'notes.delete': [
    (api) =>
      api.notes.delete(ok({ kind: 'note.delete', noteId: ID, note: { ...note, createdAt: '2026-05-09T21:43:08Z' } })),
  ],
  'tasks.list': [
    (api) => api.tasks.list({}),
    (api) =>
      api.tasks.list({
        linked_object: 'people',
        linked_record_id: ID,
        assignee: null,
        is_completed: false,
        sort: 'completed_at:desc',
        limit: 10,
        offset: 10,
      }),
  ],
  'tasks.get': [(api) => api.tasks.get(ID)],
  'tasks.create': [
    (api) =>
      api.tasks.create(
        ok({
          kind: 'task.create',
          content: 'Call',
          deadlineAt: '2027-01-01T10:00:00.000000000Z',
          isCompleted: false,
          linkedRecords: [
            { object: 'people', recordId: ID },
            // The documents have their placeholder where the attribute's slug goes.
            {
              object: 'people',
              matching: { '[slug_or_id_of_matching_attribute]': [{ email_address: 'ada@acme.example' }] },
            },
          ],
          assignees: [{ memberId: ID }, { email: 'me@acme.example' }],
        }),
      ),
    (api) =>
      api.tasks.create(
        ok({
          kind: 'task.create',
          content: 'x'.repeat(2000),
          deadlineAt: null,
          isCompleted: true,
          linkedRecords: [],
          assignees: [],
        }),
      ),
  ],
  'tasks.update': [
    (api) => api.tasks.update(ok({ kind: 'task.update', taskId: ID, isCompleted: true })),
    (api) =>
      api.tasks.update(ok({ kind: 'task.update', taskId: ID, deadlineAt: null, linkedRecords: [], assignees: [] })),
  ],
  'tasks.delete': [
    (api) => api.tasks.delete(ok({ kind: 'task.delete', taskId: ID })),
    (api) =>
      api.tasks.delete(
        ok({
          kind: 'task.delete',
          taskId: ID,
          task: { content: 'Call', deadlineAt: null, isCompleted: true, linkedRecords: [], assignees: [] },
        }),
      ),
  ],
  'threads.list': [
    (api) => api.threads.list({ object: 'people', record_id: ID }),
    (api) => api.threads.list({ list: 'sales', entry_id: ID, limit: 50, offset: 50 }),
  ],
  'threads.get': [
    (api) => api.threads.get(ID),
    (api) => api.threads.get(ID, { limit: 250, cursor: 'c', created_after: '2026-01-01T00:00:00Z' }),
  ],
  'comments.get': [(api) => api.comments.get(ID)],
  'comments.create': [
    (api) =>
      api.comments.create(
        ok({ kind: 'comment.create', on: { object: 'people', recordId: ID }, content: 'C', authorId: ID }),
      ),
    (api) =>
      api.comments.create(
        ok({
          kind: 'comment.create',
          on: { list: 'sales', entryId: ID },
          content: 'C',
          authorId: ID,
          createdAt: '2026-05-09T21:43:08Z',
        }),
      ),
    (api) => api.comments.create(ok({ kind: 'comment.create', on: { threadId: ID }, content: 'C', authorId: ID })),
  ],
  'comments.delete': [(api) => api.comments.delete(ok({ kind: 'comment.delete', commentId: ID }))],
  'meetings.list': [
    (api) => api.meetings.list({}),
    (api) =>
      api.meetings.list({
        limit: 200,
        cursor: 'c',
        linked_object: 'people',
        linked_record_id: ID,
        participants: ['a@acme.example', 'b@acme.example'],
        sort: 'start_desc',
        ends_from: '2026-01-01T00:00:00Z',
        starts_before: '2027-01-01T00:00:00Z',
        timezone: 'Europe/Oslo',
      }),
  ],
  'meetings.get': [(api) => api.meetings.get(ID)],
  'meetings.create': [
    (api) =>
      api.meetings.create(
        ok({
          kind: 'meeting.create',
          ...meeting,
          start: { datetime: '2027-11-27T14:00:00Z', timezone: 'Europe/Oslo' },
          end: { datetime: '2027-11-27T15:00:00Z' },
          isAllDay: false,
          linkedRecords: links,
        }),
      ),
    (api) =>
      api.meetings.create(
        ok({
          kind: 'meeting.create',
          ...meeting,
          start: { date: '2027-11-27' },
          end: { date: '2027-11-28' },
          isAllDay: true,
          externalRef: { ical_uid: 'u', provider: 'google', is_recurring: false },
        }),
      ),
  ],
  'meetings.update': [
    (api) => api.meetings.update(ok({ kind: 'meeting.update', mode: 'append', meetingId: ID, linkedRecords: links })),
  ],
  'meetings.overwrite': [
    (api) => api.meetings.update(ok({ kind: 'meeting.update', mode: 'overwrite', meetingId: ID, linkedRecords: [] })),
  ],
  'meetings.delete': [(api) => api.meetings.delete(ok({ kind: 'meeting.delete', meetingId: ID }))],
  'recordings.list': [(api) => api.recordings.list(ID), (api) => api.recordings.list(ID, { limit: 200, cursor: 'c' })],
  'recordings.get': [(api) => api.recordings.get(ID, OTHER)],
  'recordings.create': [
    (api) =>
      api.recordings.create(
        ok({
          kind: 'recording.create',
          meetingId: ID,
          transcript: [
            {
              speech: 'Hello',
              start_time: 0,
              end_time: 1.5,
              speaker: { name: 'Ada', email_address: 'ada@acme.example' },
            },
          ],
        }),
      ),
  ],
  'recordings.delete': [
    (api) => api.recordings.delete(ok({ kind: 'recording.delete', meetingId: ID, recordingId: OTHER })),
  ],
  'recordings.transcript': [
    (api) => api.recordings.transcript(ID, OTHER),
    (api) => api.recordings.transcript(ID, OTHER, { cursor: 'c' }),
  ],
  'files.list': [
    (api) => api.files.list({ object: 'companies', record_id: ID }),
    (api) =>
      api.files.list({
        object: 'companies',
        record_id: ID,
        storage_provider: 'attio',
        parent_folder_id: ID,
        limit: 200,
        cursor: 'c',
      }),
  ],
  'files.get': [(api) => api.files.get(ID)],
  'files.create': [
    (api) =>
      api.files.create(ok({ kind: 'file.create', ...file, file: { type: 'folder', name: 'F', parentFolderId: ID } })),
    (api) =>
      api.files.create(
        ok({
          kind: 'file.create',
          ...file,
          file: {
            type: 'connected-file',
            storageProvider: 'microsoft-onedrive',
            externalId: 'x',
            microsoftDriveId: 'd',
          },
        }),
      ),
    (api) =>
      api.files.create(
        ok({
          kind: 'file.create',
          ...file,
          file: { type: 'connected-folder', storageProvider: 'dropbox', externalId: 'x', microsoftDriveId: null },
        }),
      ),
  ],
  'files.upload': [
    (api) =>
      api.files.upload(
        ok({
          kind: 'file.upload',
          ...file,
          parentFolderId: ID,
          name: 'a "plan".txt',
          contentType: 'text/plain',
          size: 5,
        }),
        async function* () {
          yield Buffer.from('hel');
          yield Buffer.from('lo');
        },
      ),
  ],
  'files.download': [(api) => api.files.download(ID, () => undefined)],
  'files.delete': [(api) => api.files.delete(ok({ kind: 'file.delete', fileId: ID }))],
  'webhooks.list': [(api) => api.webhooks.list(), (api) => api.webhooks.list({ limit: 100, offset: 100 })],
  'webhooks.get': [(api) => api.webhooks.get(ID)],
  'webhooks.create': [
    (api) =>
      api.webhooks.create(
        ok({
          kind: 'webhook.create',
          targetUrl: 'https://example.com/hook',
          subscriptions: WEBHOOK_EVENTS.filter((event) => !event.startsWith('activity')).map((event_type, n) => ({
            event_type,
            filter:
              n % 2
                ? null
                : {
                    $and: [{ field: 'id.object_id', operator: n % 4 ? ('equals' as const) : 'not_equals', value: ID }],
                  },
          })),
        }),
      ),
  ],
  'webhooks.update': [
    (api) => api.webhooks.update(ok({ kind: 'webhook.update', webhookId: ID, targetUrl: 'https://example.com/hook' })),
    (api) =>
      api.webhooks.update(
        ok({
          kind: 'webhook.update',
          webhookId: ID,
          subscriptions: [{ event_type: 'task.created', filter: { $or: [] } }],
        }),
      ),
  ],
  'webhooks.delete': [(api) => api.webhooks.delete(ok({ kind: 'webhook.delete', webhookId: ID }))],
  'members.list': [(api) => api.members.list()],
  'members.get': [(api) => api.members.get(ID)],
  'sql.query': [(api) => api.sql.query('select 1')],
};
