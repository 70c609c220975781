/** Meetings (api.md sections 4.2 and 4.3). */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { cursorPage, cursorQuery, paged } from '../cursor.js';
import { moment } from '../links.js';
import type { MeetingRow, Participant, RecordLink, When } from '../model.js';
import { nano } from '../model.js';
import { emptyPayload, inCamelCase, invalid, notFound, type Problem } from '../problem.js';
import { actorOf, bodyOf, type Call, data, queryOf, type Route } from '../route.js';
import { createRow, parsedValues } from '../rowWrites.js';
import { meetingOut } from '../wireWork.js';

const READ = ['meeting:read', 'record_permission:read'];
const WRITE = ['meeting:read-write', 'record_permission:read'];

const LIST = z.object({
  ...cursorQuery(50, 200),
  linked_object: z.string().min(1).optional(),
  linked_record_id: z.uuid().optional(),
  participants: z.string().default(''),
  sort: z.enum(['start_asc', 'start_desc']).default('start_asc'),
  ends_from: z.string().optional(),
  starts_before: z.string().optional(),
  timezone: z.string().default('UTC'),
});

const WHEN = z.union([
  z.object({ datetime: z.string(), timezone: z.string().nullable().optional() }),
  z.object({ date: z.iso.date() }),
]);
const PARTICIPANT = z.object({
  email_address: z.email().optional(),
  is_organizer: z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]),
  status: z.enum(['accepted', 'tentative', 'declined', 'pending']),
  name: z.string().min(1).optional(),
});
const LINKS = z.array(z.object({ object: z.string(), record_id: z.uuid() })).max(50);
const MEETING = z.object({
  title: z.string().max(1000),
  description: z.string().max(10_000),
  start: WHEN,
  end: WHEN,
  is_all_day: z.boolean(),
  participants: z.array(PARTICIPANT).max(500),
  linked_records: LINKS.optional(),
});
const REF = z.union([
  z.string().min(1),
  z.looseObject({ ical_uid: z.string(), provider: z.string(), original_start_time: z.string().optional() }),
]);
const CREATE = z.object({ data: MEETING.extend({ external_ref: REF.optional() }) });
/** Of a meeting its links alone can be changed (api.md section 4.2); the rest is its calendar's. */
const UPDATE = z.object({ data: z.strictObject({ linked_records: LINKS.optional() }) });

function found({ workspace, params }: Call): MeetingRow {
  const meeting = workspace.meetings.get(params.meeting_id!);
  if (!meeting) throw notFound(`Meeting with ID "${params.meeting_id}" was not found.`);
  return meeting;
}

/** Milliseconds; a day begins and ends in the zone that is asked for. */
function timeOf(when: When, timezone: string): number {
  if ('datetime' in when) return Date.parse(when.datetime);
  return Date.parse(`${when.date}T00:00:00Z`) - zoneOffset(timezone, Date.parse(`${when.date}T00:00:00Z`));
}

/** How far a zone is ahead of UTC at `at`, ms; 0 for one that nobody knows. */
function zoneOffset(timezone: string, at: number): number {
  try {
    const parts = new Intl.DateTimeFormat('en', { timeZone: timezone, timeZoneName: 'longOffset' }).formatToParts(at);
    const [, sign, hours, minutes] =
      /GMT([+-])(\d\d):(\d\d)/.exec(parts.find((one) => one.type === 'timeZoneName')?.value ?? '') ?? [];
    return sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  } catch {
    return 0;
  }
}

function list(call: Call) {
  const { workspace } = call;
  const query = queryOf(LIST, call);
  const { timezone } = query;
  if ((query.linked_object === undefined) !== (query.linked_record_id === undefined)) {
    throw invalid('validation_type', 'linked_object and linked_record_id must be passed together.');
  }
  const object = query.linked_object === undefined ? undefined : workspace.object(query.linked_object);
  const emails = query.participants
    .split(',')
    .map((one) => one.trim().toLowerCase())
    .filter((one) => one !== '');
  const recordId = query.linked_record_id?.toLowerCase();
  const about = (meeting: MeetingRow) =>
    (!object && emails.length === 0) ||
    meeting.linked.some((link) => link.object === object?.slug && link.recordId === recordId) ||
    meeting.participants.some((one) => one.email_address !== null && emails.includes(one.email_address));
  const from = query.ends_from ? Date.parse(moment('ends_from', query.ends_from)) : undefined;
  const before = query.starts_before ? Date.parse(moment('starts_before', query.starts_before)) : undefined;
  const wanted = workspace.meetings.list.filter(
    (meeting) =>
      about(meeting) &&
      (from === undefined || timeOf(meeting.end, timezone) >= from) &&
      (before === undefined || timeOf(meeting.start, timezone) < before),
  );
  const sign = query.sort === 'start_asc' ? 1 : -1;
  wanted.sort((a, b) => sign * (timeOf(a.start, timezone) - timeOf(b.start, timezone)) || (a.id < b.id ? -1 : 1));
  const { page, next } = cursorPage(wanted, query);
  return paged(
    page.map((meeting) => meetingOut(workspace, meeting)),
    next,
  );
}

type Given = z.output<typeof CREATE>['data'];

/** UTC, unless the zone is named: then with that zone's offset. */
function whenOf(given: z.output<typeof WHEN>): When {
  if ('date' in given) return { date: given.date };
  const timezone = given.timezone ?? null;
  const zoned = /(Z|[+-]\d{2}:?\d{2})$/.test(given.datetime);
  const read = Date.parse(moment('datetime', zoned ? given.datetime : `${given.datetime}Z`));
  const at = zoned || timezone === null ? read : read - zoneOffset(timezone, read);
  const offset = timezone === null ? 0 : zoneOffset(timezone, at);
  const local = new Date(at + offset).toISOString();
  const minutes = Math.abs(offset / 60_000);
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const suffix = offset === 0 ? 'Z' : `${offset < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
  return { datetime: local.replace('Z', suffix), timezone };
}

function linksOf({ workspace }: Call, given: z.output<typeof LINKS> = []): RecordLink[] {
  return given.map((link) => {
    const object = workspace.object(link.object);
    return { object: object.slug, recordId: workspace.record(object, link.record_id).id };
  });
}

function timesOf(given: Given): { start: When; end: When } {
  const [start, end] = [whenOf(given.start), whenOf(given.end)];
  for (const when of [start, end]) {
    if ('date' in when === given.is_all_day) continue;
    throw invalid(
      'validation_type',
      `The start and end of ${given.is_all_day ? 'an all-day' : 'a'} meeting must be ${given.is_all_day ? 'dates' : 'datetimes'}.`,
    );
  }
  if (timeOf(end, 'UTC') < timeOf(start, 'UTC')) {
    throw invalid('validation_type', 'A meeting cannot end before it starts.');
  }
  return { start, end };
}

function nobody(): Problem {
  return inCamelCase(invalid('validation_type', 'No participants were provided.'));
}

/** Finds the meeting that its maker calls the same, or makes one. */
function create(call: Call) {
  const { workspace } = call;
  const { data: given } = bodyOf(CREATE, call);
  if (given.participants.length === 0) throw nobody();
  const externalRef = given.external_ref === undefined ? undefined : JSON.stringify(given.external_ref);
  const known = externalRef && workspace.meetings.list.find((one) => one.externalRef === externalRef);
  if (known) return data(meetingOut(workspace, known));
  const times = timesOf(given);
  const participants = given.participants.map(
    (one): Participant => ({
      status: one.status,
      is_organizer: one.is_organizer,
      email_address: one.email_address?.toLowerCase() ?? null,
      name: one.name ?? null,
    }),
  );
  const linked = [...linksOf(call, given.linked_records), ...participantRecords(call, participants)];
  const meeting = workspace.meetings.set({
    id: randomUUID(),
    title: given.title,
    description: given.description,
    ...times,
    allDay: given.is_all_day,
    participants,
    linked: distinct(linked),
    synced: false,
    ...(externalRef !== undefined && { externalRef }),
    createdBy: actorOf(call),
    createdAt: nano(Date.now()),
  });
  return data(meetingOut(workspace, meeting));
}

function distinct(links: readonly RecordLink[]): RecordLink[] {
  return links.filter((link, at) => links.findIndex((one) => one.recordId === link.recordId) === at);
}

/** People who take part are records: those who are none yet become some, with their company (api.md section 11.11). */
function participantRecords(call: Call, participants: Participant[]): RecordLink[] {
  const { workspace } = call;
  const people = workspace.object('people');
  return participants.flatMap(({ email_address: email, name }) => {
    if (email === null || workspace.member(email)) return [];
    const known = workspace.recordByUnique('people', 'email_addresses', email);
    if (known !== undefined) return [{ object: 'people', recordId: known }];
    const company = companyOf(call, email.slice(email.indexOf('@') + 1));
    const id = randomUUID();
    const values = {
      email_addresses: [email],
      company: [{ target_object: 'companies', target_record_id: company }],
      ...(name !== null && { name: { first_name: name, last_name: '', full_name: name } }),
    };
    createRow(call, people, id, parsedValues(workspace, people, values));
    return [{ object: 'people', recordId: id }];
  });
}

function companyOf(call: Call, domain: string): string {
  const { workspace } = call;
  const known = workspace.recordByUnique('companies', 'domains', domain);
  if (known !== undefined) return known;
  const companies = workspace.object('companies');
  const id = randomUUID();
  createRow(call, companies, id, parsedValues(workspace, companies, { domains: [domain], name: domain }));
  return id;
}

/** PATCH adds linked records, PUT leaves exactly these. */
function update(mode: 'append' | 'overwrite') {
  return (call: Call) => {
    const { workspace } = call;
    const meeting = found(call);
    const { linked_records } = bodyOf(UPDATE, call).data;
    if (linked_records === undefined) throw emptyPayload();
    const links = linksOf(call, linked_records);
    const linked = distinct(mode === 'append' ? [...meeting.linked, ...links] : links);
    return data(meetingOut(workspace, workspace.meetings.set({ ...meeting, linked })));
  };
}

/** Meetings that come from a calendar are its own. */
function remove(call: Call) {
  const { workspace } = call;
  const meeting = found(call);
  if (meeting.synced)
    throw invalid('system_edit_unauthorized', 'Cannot delete a meeting that is synced from a calendar.');
  for (const recording of workspace.recordings.list) {
    if (recording.meetingId === meeting.id) workspace.recordings.delete(recording.id);
  }
  workspace.meetings.delete(meeting.id);
  return { body: {} };
}

const ONE = '/v2/meetings/{meeting_id}';

export const meetingRoutes: Route[] = [
  { method: 'GET', path: '/v2/meetings', scopes: READ, run: list },
  { method: 'POST', path: '/v2/meetings', scopes: WRITE, run: create },
  { method: 'GET', path: ONE, scopes: READ, run: (call) => data(meetingOut(call.workspace, found(call))) },
  { method: 'PATCH', path: ONE, scopes: WRITE, run: update('append') },
  { method: 'PUT', path: ONE, scopes: WRITE, run: update('overwrite') },
  { method: 'DELETE', path: ONE, scopes: WRITE, run: remove },
];
