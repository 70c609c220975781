/** What the sandbox is asked in its contract tests: every operation there is, with its refusals. */
import { seedId } from '../../src/sandbox/seed.js';
import { seedEntryId } from '../../src/sandbox/seedWork.js';

/** Operation of the document, address, status, body (JSON, or a form). */
export type SandboxCall = [operation: string, address: string, status: number, body?: unknown];

const id = seedId;
const GONE = id('notes', 'gone');
const ACME = id('companies', 'acme-robotics');
const COMPANY = `/v2/objects/companies/records/${ACME}`;
const noteBody = (parent: string) => ({
  data: { parent_object: 'companies', parent_record_id: parent, title: 'T', format: 'markdown', content: '# A' },
});
const values = { data: { values: { domains: ['acme-robotics.example'], health: 3 } } };
const search = { query: 'a', request_as: { type: 'workspace' } };

const ATTRIBUTE = {
  title: 'Mood',
  description: null,
  api_slug: 'mood',
  type: 'text',
  is_required: false,
  is_unique: false,
  is_multiselect: false,
  config: {},
};
const OBJECTS: SandboxCall[] = [
  ['GET /v2/objects', '/v2/objects', 200],
  [
    'POST /v2/objects',
    '/v2/objects',
    200,
    { data: { api_slug: 'ships', singular_noun: 'Ship', plural_noun: 'Ships' } },
  ],
  ['POST /v2/objects', '/v2/objects', 409, { data: { api_slug: 'people', singular_noun: 'P', plural_noun: 'Ps' } }],
  ['GET /v2/objects/{object}', '/v2/objects/projects', 200],
  ['GET /v2/objects/{object}', '/v2/objects/ships', 404],
  ['PATCH /v2/objects/{object}', '/v2/objects/projects', 200, { data: { singular_noun: 'Job' } }],
  ['PATCH /v2/objects/{object}', '/v2/objects/projects', 400, { data: {} }],
  ['PATCH /v2/objects/{object}', '/v2/objects/ships', 404, { data: { singular_noun: 'Job' } }],
  ['PATCH /v2/objects/{object}', '/v2/objects/projects', 409, { data: { api_slug: 'people' } }],
  ['DELETE /v2/objects/{object}', '/v2/objects/projects', 200],
  ['GET /v2/objects/{object}/views', '/v2/objects/companies/views?show_archived=true', 200],
  ['GET /v2/objects/{object}/views', '/v2/objects/ships/views', 404],
];

const ATTRIBUTES_PATH = '/v2/{target}/{identifier}/attributes';
const CHOICES: SandboxCall[] = (
  [
    ['options', 'option', 'companies', 'health', 'categories', 'Finance', 'SAAS'],
    ['statuses', 'status', 'deals', 'name', 'stage', 'Lead', 'Lost'],
  ] as const
).flatMap(([kind, one, object, wrongType, right, title, taken]): SandboxCall[] => {
  const all = `${ATTRIBUTES_PATH}/{attribute}/${kind}`;
  const at = (attribute: string) => `/v2/objects/${object}/attributes/${attribute}/${kind}`;
  const titled = (text: string) => ({ data: { title: text } });
  return [
    [`GET ${all}`, at(right), 200],
    [`GET ${all}`, at('nothing'), 404],
    [`POST ${all}`, at(right), 200, titled('New one')],
    [`POST ${all}`, at(wrongType), 400, titled('New one')],
    [`POST ${all}`, at('nothing'), 404, titled('New one')],
    [`POST ${all}`, at(right), 409, titled(taken)],
    [`PATCH ${all}/{${one}}`, `${at(right)}/${title}`, 200, { data: { is_archived: true } }],
    [`PATCH ${all}/{${one}}`, `${at(right)}/Medium`, 400, titled('New one')],
    [`PATCH ${all}/{${one}}`, `${at('nothing')}/Medium`, 404, titled('New one')],
    [`PATCH ${all}/{${one}}`, `${at(right)}/${title}`, 409, titled(taken)],
  ];
});
const ATTRIBUTES: SandboxCall[] = [
  ...['people', 'companies', 'deals', 'projects'].map(
    (object): SandboxCall => [`GET ${ATTRIBUTES_PATH}`, `/v2/objects/${object}/attributes`, 200],
  ),
  [`GET ${ATTRIBUTES_PATH}`, '/v2/lists/target_accounts/attributes', 200],
  [`POST ${ATTRIBUTES_PATH}`, '/v2/objects/companies/attributes', 200, { data: ATTRIBUTE }],
  [`POST ${ATTRIBUTES_PATH}`, '/v2/objects/companies/attributes', 400, { data: { ...ATTRIBUTE, is_unique: true } }],
  [`POST ${ATTRIBUTES_PATH}`, '/v2/lists/nothing/attributes', 404, { data: ATTRIBUTE }],
  [`POST ${ATTRIBUTES_PATH}`, '/v2/objects/companies/attributes', 409, { data: { ...ATTRIBUTE, api_slug: 'health' } }],
  [`GET ${ATTRIBUTES_PATH}/{attribute}`, '/v2/objects/companies/attributes/team', 200],
  [`GET ${ATTRIBUTES_PATH}/{attribute}`, '/v2/objects/companies/attributes/nothing', 404],
  [`PATCH ${ATTRIBUTES_PATH}/{attribute}`, '/v2/objects/companies/attributes/health', 200, { data: { title: 'Mood' } }],
  [`PATCH ${ATTRIBUTES_PATH}/{attribute}`, '/v2/objects/companies/attributes/name', 400, { data: { title: 'Mood' } }],
  [`PATCH ${ATTRIBUTES_PATH}/{attribute}`, '/v2/objects/companies/attributes/nothing', 404, { data: { title: 'M' } }],
  ...CHOICES,
];

const ONE_RECORD = '/v2/objects/{object}/records/{record_id}';
const RECORD_VALUES = `${ONE_RECORD}/attributes/{attribute}/values`;
const merge = (one: string, two: string) => ({ data: { primary_record_id: one, secondary_record_id: two } });
const RECORDS: SandboxCall[] = [
  ...['people', 'companies', 'deals', 'projects'].flatMap((object): SandboxCall[] => [
    ['POST /v2/objects/{object}/records/query', `/v2/objects/${object}/records/query`, 200, {}],
    ['POST /v2/objects/records/search', '/v2/objects/records/search', 200, { ...search, objects: [object] }],
  ]),
  ['POST /v2/objects/{object}/records/query', '/v2/objects/ships/records/query', 404, {}],
  ['POST /v2/objects/records/search', '/v2/objects/records/search', 400, { ...search, objects: ['ships'] }],
  [`GET ${ONE_RECORD}`, COMPANY, 200],
  [`GET ${ONE_RECORD}`, `/v2/objects/companies/records/${GONE}`, 404],
  [`GET ${ONE_RECORD}/entries`, `/v2/objects/companies/records/${id('companies', 'orbital-foods')}/entries`, 200],
  ...(
    [
      ['companies', 'acme-robotics', ['domains', 'health', 'account_owner', 'tech_stack', 'renewal_date', 'team']],
      ['deals', 'acme-renewal', ['stage', 'value', 'owner']],
      ['people', 'grace-okafor', ['name', 'email_addresses', 'phone_numbers', 'primary_location', 'last_interaction']],
      ['projects', 'atlas-rollout', ['billable', 'hours', 'last_deployed', 'codename']],
    ] as const
  ).flatMap(([object, record, attributes]) =>
    attributes.map(
      (attribute): SandboxCall => [
        `GET ${RECORD_VALUES}`,
        `/v2/objects/${object}/records/${id(object, record)}/attributes/${attribute}/values`,
        200,
      ],
    ),
  ),
  [`GET ${RECORD_VALUES}`, `${COMPANY}/attributes/last_interaction/values?show_historic=true`, 400],
  [`GET ${RECORD_VALUES}`, `${COMPANY}/attributes/nothing/values`, 404],
  [`PUT ${RECORD_VALUES}`, `${COMPANY}/attributes/health/values`, 200, { data: [{ value: 4 }] }],
  [`PUT ${RECORD_VALUES}`, `${COMPANY}/attributes/nothing/values`, 404, { data: [] }],
  ['POST /v2/objects/{object}/records', '/v2/objects/companies/records', 200, { data: { values: { name: 'New' } } }],
  ['POST /v2/objects/{object}/records', '/v2/objects/companies/records', 400, { data: { values: { nothing: 'New' } } }],
  ['POST /v2/objects/{object}/records', '/v2/objects/ships/records', 404, { data: { values: {} } }],
  ['PUT /v2/objects/{object}/records', '/v2/objects/companies/records?matching_attribute=domains', 200, values],
  ['PUT /v2/objects/{object}/records', '/v2/objects/companies/records?matching_attribute=nothing', 400, values],
  [`PATCH ${ONE_RECORD}`, COMPANY, 200, values],
  [`PATCH ${ONE_RECORD}`, `/v2/objects/companies/records/${GONE}`, 404, values],
  [`PUT ${ONE_RECORD}`, COMPANY, 200, values],
  [
    `PUT ${ONE_RECORD}`,
    `/v2/objects/deals/records/${id('deals', 'acme-renewal')}`,
    400,
    { data: { values: { owner: [] } } },
  ],
  [`DELETE ${ONE_RECORD}`, COMPANY, 200],
  [`DELETE ${ONE_RECORD}`, `/v2/objects/companies/records/${GONE}`, 404],
  [
    'POST /v2/objects/{object}/records/merge',
    '/v2/objects/companies/records/merge',
    202,
    merge(ACME, id('companies', 'papercrane')),
  ],
  ['POST /v2/objects/{object}/records/merge', '/v2/objects/companies/records/merge', 400, merge(ACME, ACME)],
  ['POST /v2/objects/{object}/records/merge', '/v2/objects/companies/records/merge', 404, merge(ACME, GONE)],
  ['POST /v2/sql', '/v2/sql', 403, { sql: 'SELECT 1' }],
];

const ENTRY = seedEntryId('renewals', 'acme-renewal');
const ONE_ENTRY = '/v2/lists/{list}/entries/{entry_id}';
const RENEWAL = `/v2/lists/renewals_2026/entries/${ENTRY}`;
const LIST = {
  name: 'Ships',
  api_slug: 'ships',
  parent_object: 'companies',
  workspace_access: 'full-access',
  workspace_member_access: [],
};
const entry = (record: string, object = 'companies', entry_values = {}) => ({
  data: { parent_record_id: id(object, record), parent_object: object, entry_values },
});
const risky = { data: { entry_values: { at_risk: true } } };
const LISTS: SandboxCall[] = [
  ['GET /v2/lists', '/v2/lists', 200],
  ['POST /v2/lists', '/v2/lists', 200, { data: LIST }],
  [
    'POST /v2/lists',
    '/v2/lists',
    400,
    { data: { ...LIST, workspace_member_access: [{ workspace_member_id: GONE, level: 'read-only' }] } },
  ],
  ['POST /v2/lists', '/v2/lists', 404, { data: { ...LIST, parent_object: 'ships' } }],
  ['POST /v2/lists', '/v2/lists', 409, { data: { ...LIST, api_slug: 'renewals_2026' } }],
  ['GET /v2/lists/{list}', '/v2/lists/renewals_2026', 200],
  ['GET /v2/lists/{list}', '/v2/lists/nothing', 404],
  ['PATCH /v2/lists/{list}', '/v2/lists/renewals_2026', 200, { data: { name: 'Renewals' } }],
  [
    'PATCH /v2/lists/{list}',
    '/v2/lists/renewals_2026',
    400,
    { data: { workspace_member_access: [{ workspace_member_id: GONE, level: 'read-only' }] } },
  ],
  ['PATCH /v2/lists/{list}', '/v2/lists/nothing', 404, { data: { name: 'Renewals' } }],
  ['GET /v2/lists/{list}/views', '/v2/lists/target_accounts/views', 200],
  ['GET /v2/lists/{list}/views', '/v2/lists/nothing/views', 404],
  ['POST /v2/lists/{list}/entries/query', '/v2/lists/target_accounts/entries/query', 200, {}],
  ['POST /v2/lists/{list}/entries/query', '/v2/lists/renewals_2026/entries/query', 200, {}],
  ['POST /v2/lists/{list}/entries/query', '/v2/lists/nothing/entries/query', 404, {}],
  ['POST /v2/lists/{list}/entries', '/v2/lists/target_accounts/entries', 200, entry('papercrane')],
  ['POST /v2/lists/{list}/entries', '/v2/lists/target_accounts/entries', 400, entry('gone')],
  ['POST /v2/lists/{list}/entries', '/v2/lists/nothing/entries', 404, entry('papercrane')],
  ['PUT /v2/lists/{list}/entries', '/v2/lists/target_accounts/entries', 200, entry('verdant-labs')],
  ['PUT /v2/lists/{list}/entries', '/v2/lists/target_accounts/entries', 400, entry('orbital-foods')],
  ['PUT /v2/lists/{list}/entries', '/v2/lists/nothing/entries', 404, entry('orbital-foods')],
  [`GET ${ONE_ENTRY}`, RENEWAL, 200],
  [`GET ${ONE_ENTRY}`, `/v2/lists/target_accounts/entries/${GONE}`, 404],
  [`PATCH ${ONE_ENTRY}`, RENEWAL, 200, risky],
  [`PATCH ${ONE_ENTRY}`, RENEWAL, 400, { data: { entry_values: { parent_record: [] } } }],
  [`PATCH ${ONE_ENTRY}`, `/v2/lists/nothing/entries/${ENTRY}`, 404, risky],
  [`PUT ${ONE_ENTRY}`, RENEWAL, 200, risky],
  [`PUT ${ONE_ENTRY}`, RENEWAL, 400, { data: { ...risky.data, parent_record_id: ACME } }],
  [`PUT ${ONE_ENTRY}`, `/v2/lists/nothing/entries/${ENTRY}`, 404, risky],
  [`DELETE ${ONE_ENTRY}`, RENEWAL, 200],
  [`DELETE ${ONE_ENTRY}`, `/v2/lists/nothing/entries/${ENTRY}`, 404],
  [`GET ${ONE_ENTRY}/attributes/{attribute}/values`, `${RENEWAL}/attributes/step/values?show_historic=true`, 200],
  [`GET ${ONE_ENTRY}/attributes/{attribute}/values`, `/v2/lists/nothing/entries/${ENTRY}/attributes/step/values`, 404],
  [
    `PUT ${ONE_ENTRY}/attributes/{attribute}/values`,
    `${RENEWAL}/attributes/step/values`,
    200,
    {
      data: [
        { status: 'To contact', active_from: '2026-01-05T09:00:00Z', active_until: '2026-03-01T09:00:00Z' },
        { status: 'Signed', active_from: '2026-03-01T09:00:00Z' },
      ],
    },
  ],
];

const ONE_NOTE = '/v2/notes/{note_id}';
const NOTE = `/v2/notes/${id('notes', 'acme-kickoff')}`;
const NOTES: SandboxCall[] = [
  ['GET /v2/notes', '/v2/notes?limit=50', 200],
  ['GET /v2/notes', `/v2/notes?parent_object=companies&parent_record_id=${GONE}`, 404],
  [`GET ${ONE_NOTE}`, NOTE, 200],
  [`GET ${ONE_NOTE}`, `/v2/notes/${GONE}`, 404],
  ['POST /v2/notes', '/v2/notes', 200, noteBody(ACME)],
  ['POST /v2/notes', '/v2/notes', 404, noteBody(GONE)],
  ['POST /v2/notes', '/v2/notes', 413, { data: { ...noteBody(ACME).data, content: 'x'.repeat(1_000_001) } }],
  [`PATCH ${ONE_NOTE}`, NOTE, 200, { data: { title: 'T' } }],
  [`DELETE ${ONE_NOTE}`, `/v2/notes/${id('notes', 'empty')}`, 200],
  [`DELETE ${ONE_NOTE}`, `/v2/notes/${GONE}`, 404],
];

const task = (linked_records: unknown[]) => ({
  data: {
    content: 'Call back',
    format: 'plaintext',
    deadline_at: '2026-12-01T09:00:00Z',
    is_completed: false,
    linked_records,
    assignees: [{ workspace_member_email_address: 'ada@northwind-labs.example' }],
  },
});
const byId = { target_object: 'companies', target_record_id: ACME };
const toList = { target_object: 'renewals_2026', target_record_id: ENTRY };
const ONE_TASK = '/v2/tasks/{task_id}';
const TASK = `/v2/tasks/${id('tasks', 'send-security')}`;
const TASKS: SandboxCall[] = [
  ['GET /v2/tasks', '/v2/tasks', 200],
  [
    'GET /v2/tasks',
    `/v2/tasks?linked_object=companies&linked_record_id=${ACME}&sort=completed_at:desc&is_completed=false`,
    200,
  ],
  ['POST /v2/tasks', '/v2/tasks', 200, task([byId])],
  ['POST /v2/tasks', '/v2/tasks', 200, task(['lumenhealth.example', 'grace.okafor@acme-robotics.example'])],
  ['POST /v2/tasks', '/v2/tasks', 400, task([toList])],
  ['POST /v2/tasks', '/v2/tasks', 404, task([{ ...byId, target_object: 'ships' }])],
  [`GET ${ONE_TASK}`, TASK, 200],
  [`GET ${ONE_TASK}`, `/v2/tasks/${GONE}`, 404],
  [`PATCH ${ONE_TASK}`, TASK, 200, { data: { is_completed: true } }],
  [`PATCH ${ONE_TASK}`, TASK, 400, { data: { linked_records: [toList] } }],
  [`PATCH ${ONE_TASK}`, `/v2/tasks/${GONE}`, 404, { data: { is_completed: true } }],
  [`DELETE ${ONE_TASK}`, TASK, 200],
  [`DELETE ${ONE_TASK}`, `/v2/tasks/${GONE}`, 404],
];

const comment = (parent: object) => ({
  data: {
    format: 'plaintext',
    content: 'Hm.',
    author: { type: 'workspace-member', id: id('members', 'ada') },
    ...parent,
  },
});
const THREAD = id('comments', 'acme-discount');
const COMMENTS: SandboxCall[] = [
  ['GET /v2/threads', `/v2/threads?object=deals&record_id=${id('deals', 'acme-renewal')}`, 200],
  [
    'GET /v2/threads',
    `/v2/threads?list=target_accounts&entry_id=${seedEntryId('target-accounts', 'orbital-foods')}`,
    200,
  ],
  ['GET /v2/threads/{thread_id}', `/v2/threads/${THREAD}`, 200],
  ['GET /v2/threads/{thread_id}', `/v2/threads/${GONE}`, 404],
  ['POST /v2/comments', '/v2/comments', 200, comment({ thread_id: THREAD })],
  ['POST /v2/comments', '/v2/comments', 200, comment({ record: { object: 'companies', record_id: ACME } })],
  ['POST /v2/comments', '/v2/comments', 200, comment({ entry: { list: 'renewals_2026', entry_id: ENTRY } })],
  ['POST /v2/comments', '/v2/comments', 400, comment({ thread_id: GONE })],
  ['GET /v2/comments/{comment_id}', `/v2/comments/${id('comments', 'acme-logo')}`, 200],
  ['GET /v2/comments/{comment_id}', `/v2/comments/${GONE}`, 404],
  ['DELETE /v2/comments/{comment_id}', `/v2/comments/${THREAD}`, 200],
  ['DELETE /v2/comments/{comment_id}', `/v2/comments/${GONE}`, 404],
];

const meeting = (emails: string[]) => ({
  data: {
    title: 'Second call',
    description: '',
    start: { datetime: '2027-01-11T14:00:00', timezone: 'America/New_York' },
    end: { datetime: '2027-01-11T15:00:00', timezone: 'America/New_York' },
    is_all_day: false,
    participants: emails.map((email_address) => ({ email_address, is_organizer: false, status: 'pending' })),
    linked_records: [{ object: 'companies', record_id: ACME }],
    external_ref: 'second-call',
  },
});
const ONE_MEETING = '/v2/meetings/{meeting_id}';
const MEETING = `/v2/meetings/${id('meetings', 'lumen-incident')}`;
const CALLS_OF = `${ONE_MEETING}/call_recordings`;
const ONE_CALL = `${CALLS_OF}/{call_recording_id}`;
const CALL = `${MEETING}/call_recordings/${id('recordings', 'lumen-incident')}`;
const MEETINGS: SandboxCall[] = [
  ['GET /v2/meetings', '/v2/meetings?limit=3', 200],
  ['POST /v2/meetings', '/v2/meetings', 200, meeting(['someone@elsewhere.example', 'ada@northwind-labs.example'])],
  ['POST /v2/meetings', '/v2/meetings', 400, meeting([])],
  [`GET ${ONE_MEETING}`, MEETING, 200],
  [`GET ${ONE_MEETING}`, `/v2/meetings/${id('meetings', 'kestrel-day')}`, 200],
  [`GET ${ONE_MEETING}`, `/v2/meetings/${GONE}`, 404],
  [`PATCH ${ONE_MEETING}`, MEETING, 200, { data: { linked_records: [{ object: 'companies', record_id: ACME }] } }],
  [`PUT ${ONE_MEETING}`, MEETING, 200, { data: { linked_records: [] } }],
  [`DELETE ${ONE_MEETING}`, `/v2/meetings/${id('meetings', 'pipeline')}`, 200],
  [`DELETE ${ONE_MEETING}`, MEETING, 400],
  [`GET ${CALLS_OF}`, `${MEETING}/call_recordings`, 200],
  [`POST ${CALLS_OF}`, `${MEETING}/call_recordings`, 200, { data: { video_url: 'https://video.example/1.mp4' } }],
  [`POST ${CALLS_OF}`, `${MEETING}/call_recordings`, 400, { data: { video_url: 'http://video.example/1.mp4' } }],
  [`POST ${CALLS_OF}`, `/v2/meetings/${GONE}/call_recordings`, 404, { data: { transcript: [] } }],
  [`GET ${ONE_CALL}`, CALL, 200],
  [`GET ${ONE_CALL}`, `${MEETING}/call_recordings/${GONE}`, 404],
  [`DELETE ${ONE_CALL}`, CALL, 204],
  [`DELETE ${ONE_CALL}`, `${MEETING}/call_recordings/${GONE}`, 404],
  [`GET ${ONE_CALL}/transcript`, `${CALL}/transcript`, 200],
];

function form(): FormData {
  const parts = new FormData();
  parts.set('file', new File(['one,two\n1,2\n'], 'table.csv', { type: 'text/csv' }));
  parts.set('object', 'companies');
  parts.set('record_id', ACME);
  return parts;
}
const onRecord = { object: 'companies', record_id: ACME };
const ONE_FILE = '/v2/files/{file_id}';
const FILES: SandboxCall[] = [
  ['GET /v2/files', `/v2/files?object=companies&record_id=${id('companies', 'lumen-health')}`, 200],
  ['POST /v2/files', '/v2/files', 200, { ...onRecord, file_type: 'folder', name: 'Plans' }],
  [
    'POST /v2/files',
    '/v2/files',
    200,
    { ...onRecord, file_type: 'connected-file', storage_provider: 'box', external_provider_file_id: '7' },
  ],
  ['POST /v2/files/upload', '/v2/files/upload', 201, form()],
  [`GET ${ONE_FILE}`, `/v2/files/${id('files', 'acme-contracts')}`, 200],
  [`GET ${ONE_FILE}`, `/v2/files/${id('files', 'lumen-share')}`, 200],
  [`GET ${ONE_FILE}`, `/v2/files/${GONE}`, 404],
  [`GET ${ONE_FILE}/download`, `/v2/files/${id('files', 'acme-alerts')}/download`, 302],
  [`DELETE ${ONE_FILE}`, `/v2/files/${id('files', 'acme-contracts')}`, 200],
  [`DELETE ${ONE_FILE}`, `/v2/files/${GONE}`, 404],
];

const webhook = (target_url: string, filter: unknown = null) => ({
  data: { target_url, subscriptions: [{ event_type: 'list-entry.created', filter }] },
});
const ofList = (value: string) => ({ $and: [{ field: 'id.list_id', operator: 'equals', value }] });
const ONE_WEBHOOK = '/v2/webhooks/{webhook_id}';
const WEBHOOK = `/v2/webhooks/${id('webhooks', 'warehouse')}`;
const WEBHOOKS: SandboxCall[] = [
  ['GET /v2/webhooks', '/v2/webhooks', 200],
  ['POST /v2/webhooks', '/v2/webhooks', 200, webhook('https://hooks.example/1', ofList(id('lists', 'renewals')))],
  ['POST /v2/webhooks', '/v2/webhooks', 400, webhook('https://hooks.example/1', ofList(GONE))],
  [`GET ${ONE_WEBHOOK}`, WEBHOOK, 200],
  [`GET ${ONE_WEBHOOK}`, `/v2/webhooks/${GONE}`, 404],
  [`PATCH ${ONE_WEBHOOK}`, WEBHOOK, 200, { data: { target_url: 'https://hooks.example/2' } }],
  [`PATCH ${ONE_WEBHOOK}`, `/v2/webhooks/${GONE}`, 404, { data: { target_url: 'https://hooks.example/2' } }],
  [`DELETE ${ONE_WEBHOOK}`, WEBHOOK, 200],
  [`DELETE ${ONE_WEBHOOK}`, `/v2/webhooks/${GONE}`, 404],
];

const MEMBERS: SandboxCall[] = [
  ['GET /v2/self', '/v2/self', 200],
  ['GET /v2/workspace_members', '/v2/workspace_members', 200],
  ['GET /v2/workspace_members/{workspace_member_id}', `/v2/workspace_members/${id('members', 'ada')}`, 200],
  ['GET /v2/workspace_members/{workspace_member_id}', `/v2/workspace_members/${GONE}`, 404],
];

export const CALLS: SandboxCall[] = [
  ...MEMBERS,
  ...OBJECTS,
  ...ATTRIBUTES,
  ...RECORDS,
  ...LISTS,
  ...NOTES,
  ...TASKS,
  ...COMMENTS,
  ...MEETINGS,
  ...FILES,
  ...WEBHOOKS,
];

/** Operations since the newest whole document, and what an answer of theirs is like: an operation that is in it. */
export const SINCE: Readonly<Record<string, string>> = {
  [`PATCH ${ONE_NOTE}`]: `GET ${ONE_NOTE}`,
  [`PATCH ${ONE_MEETING}`]: `GET ${ONE_MEETING}`,
  [`PUT ${ONE_MEETING}`]: `GET ${ONE_MEETING}`,
  [`DELETE ${ONE_MEETING}`]: `DELETE ${ONE_TASK}`,
  'DELETE /v2/objects/{object}': `DELETE ${ONE_RECORD}`,
  [`PUT ${RECORD_VALUES}`]: `GET ${RECORD_VALUES}`,
  [`PUT ${ONE_ENTRY}/attributes/{attribute}/values`]: `GET ${ONE_ENTRY}/attributes/{attribute}/values`,
};

/** Recorded exchange, and what to ask the sandbox in its place. */
export const ALIKE: [recorded: RegExp, address: string, method?: string, body?: unknown][] = [
  [/GET .*\/v2\/self$/, '/v2/self'],
  [/GET .*\/v2\/objects$/, '/v2/objects'],
  [/GET .*\/v2\/objects\/people$/, '/v2/objects/people'],
  [/GET .*\/v2\/objects\/companies\/attributes$/, '/v2/objects/companies/attributes'],
  [/GET .*\/v2\/objects\/people\/attributes$/, '/v2/objects/people/attributes'],
  [/GET .*\/v2\/objects\/people\/attributes\/name$/, '/v2/objects/people/attributes/name'],
  [/GET .*\/categories\/options$/, '/v2/objects/companies/attributes/categories/options'],
  [/GET .*\/stage\/statuses$/, '/v2/objects/deals/attributes/stage/statuses'],
  [/POST .*\/companies\/records\/query$/, '/v2/objects/companies/records/query', 'POST', {}],
  [/POST .*\/deals\/records\/query$/, '/v2/objects/deals/records/query', 'POST', {}],
  [/POST .*\/records\/search$/, '/v2/objects/records/search', 'POST', { query: 'a', objects: ['people'], limit: 5 }],
  [/GET .*\/people\/records\?limit=5$/, '/v2/objects/people/records?limit=5'],
  [/GET .*\/lists\/[^/]+\/entries\?limit=5$/, '/v2/lists/target_accounts/entries?limit=5'],
  [/GET .*\/v2\/lists$/, '/v2/lists'],
  [/GET .*\/v2\/lists\/[^/]+$/, '/v2/lists/target_accounts'],
  [/POST .*\/entries\/query$/, '/v2/lists/beta_testers/entries/query', 'POST', { filter: { feedback: 'nobody' } }],
  [/GET .*\/lists\/[^/]+\/views$/, '/v2/lists/target_accounts/views'],
  [/GET .*\/objects\/people\/views$/, '/v2/objects/people/views'],
  [/GET .*\/v2\/notes$/, '/v2/notes'],
  [/GET .*\/v2\/tasks$/, '/v2/tasks'],
  [/GET .*\/v2\/meetings$/, '/v2/meetings'],
  [/GET .*\/v2\/files\?/, `/v2/files?object=companies&record_id=${ACME}`],
  [/GET .*\/v2\/threads\?/, `/v2/threads?object=companies&record_id=${ACME}`],
  [/POST .*\/v2\/comments$/, '/v2/comments', 'POST', comment({ record: { object: 'companies', record_id: ACME } })],
  [/GET .*\/v2\/comments\/[^/]+$/, `/v2/comments/${id('comments', 'acme-plant')}`],
  [/DELETE .*\/v2\/comments\/[^/]+$/, `/v2/comments/${id('comments', 'acme-plant')}`, 'DELETE'],
  [/POST .*\/v2\/webhooks$/, '/v2/webhooks', 'POST', webhook('https://hooks.example/1')],
  [/GET .*\/v2\/webhooks\/[^/]+$/, WEBHOOK],
  [/DELETE .*\/v2\/webhooks\/[^/]+$/, WEBHOOK, 'DELETE'],
  [/GET .*\/v2\/webhooks$/, '/v2/webhooks'],
  [/GET .*\/v2\/workspace_members$/, '/v2/workspace_members'],
  [/GET .*\/v2\/workspace_members\/[^/]+$/, `/v2/workspace_members/${id('members', 'ada')}`],
];
