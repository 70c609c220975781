/** What is done with the records of the sample workspace, from the tables in data/; made when first asked for. */
import type { Actor } from '../attio/types.js';
import { COMMENTS } from './data/comments.js';
import { COMPANIES } from './data/companies.js';
import { ENTRIES } from './data/entries.js';
import { FILES } from './data/files.js';
import { RECORDINGS, type SeedMeeting, seedMeetings } from './data/meetings.js';
import { seedNotes } from './data/notes.js';
import { PEOPLE } from './data/people.js';
import { seedTasks } from './data/tasks.js';
import { MEMBERS } from './data/team.js';
import { segments, TRANSCRIPTS } from './data/transcripts.js';
import { VIEWS } from './data/views.js';
import { seedId } from './ids.js';
import {
  type CommentRow,
  type FileRow,
  type MeetingRow,
  type NoteRow,
  nano,
  type Participant,
  type RecordingRow,
  type RecordLink,
  SYSTEM,
  type TaskRow,
  type ViewRow,
} from './model.js';
import { fromMarkdown } from './noteText.js';
import type { Seeds } from './workspace.js';

const member = (key: string): Actor => ({ type: 'workspace-member', id: seedId('members', key) });

/** `object/key` as a link. */
function link(name: string): RecordLink {
  const [object, key] = name.split('/') as [string, string];
  return { object, recordId: seedId(object, key) };
}

/** The id of the first entry of a list about a record. */
export function seedEntryId(list: string, record: string): string {
  const index = ENTRIES.findIndex((one) => one.list === list && one.record === record);
  return seedId('entries', `${list}/${record}/${index}`);
}

const tasks = () =>
  seedTasks().map(
    (task): TaskRow => ({
      id: seedId('tasks', task.key),
      content: task.content,
      deadlineAt: task.deadline && nano(task.deadline),
      completedAt: task.completedAt && nano(task.completedAt),
      linked: task.links.map(link),
      assignees: task.assignees.map((key) => seedId('members', key)),
      createdBy: member(task.by),
      createdAt: nano(task.createdAt),
    }),
  );

const comments = () =>
  COMMENTS.map((comment): CommentRow => {
    const record = link(comment.on);
    const key = comment.on.slice(comment.on.indexOf('/') + 1);
    return {
      id: seedId('comments', comment.key),
      threadId: seedId('comments', comment.answers ?? comment.key),
      content: comment.text,
      record,
      entry: comment.list ? { listId: seedId('lists', comment.list), entryId: seedEntryId(comment.list, key) } : null,
      author: member(comment.author),
      resolvedAt: comment.resolvedAt ? nano(comment.resolvedAt) : null,
      resolvedBy: comment.resolvedBy ? member(comment.resolvedBy) : null,
      createdAt: nano(comment.at),
    };
  });

/** Who takes part: `key`, with `?`, `-` or `~` behind who has not answered, declined, or is not sure. */
function participant(written: string, organizer: boolean): Participant {
  const key = written.replace(/[?~-]$/, '');
  const statuses = { '?': 'pending', '-': 'declined', '~': 'tentative' } as const;
  const status = statuses[written.slice(-1) as keyof typeof statuses] ?? 'accepted';
  const who = { status, is_organizer: organizer };
  const colleague = MEMBERS.find((one) => one.key === key);
  // Who is known by an address has no name here: calendars give none, and Attio looks up none (api.md section 4.3).
  if (colleague) return { ...who, email_address: colleague.email, name: null };
  const person = PEOPLE.find((one) => one.key === key)!;
  if (!person.local) return { ...who, email_address: null, name: `${person.first} ${person.last}` };
  const domain = COMPANIES.find((one) => one.key === person.company)?.domains[0];
  return { ...who, email_address: `${person.local}@${domain}`, name: null };
}

const time = (at: string, timezone: string | null) =>
  at.includes('T') ? { datetime: at.replace(/:00([+-]|Z$)/, ':00.000$1'), timezone } : { date: at };

const meetings = () =>
  seedMeetings().map(
    (meeting: SeedMeeting, index): MeetingRow => ({
      id: seedId('meetings', meeting.key),
      title: meeting.title,
      description: meeting.description,
      allDay: !meeting.start.includes('T'),
      start: time(meeting.start, meeting.timezone),
      end: time(meeting.end, meeting.timezone),
      participants: [participant(meeting.organizer, true), ...meeting.others.map((one) => participant(one, false))],
      linked: meeting.links.map(link),
      synced: meeting.synced,
      createdBy: meeting.synced ? SYSTEM : { type: 'api-token', id: seedId('tokens', 'sample') },
      createdAt: nano(Date.UTC(2026, 8, 1 + index, 8, 15)),
    }),
  );

const recordings = () =>
  RECORDINGS.map((recording): RecordingRow => {
    const meeting = seedMeetings().find((one) => one.key === recording.meeting)!;
    return {
      id: seedId('recordings', recording.key),
      meetingId: seedId('meetings', recording.meeting),
      status: recording.status,
      transcript: recording.transcript === undefined ? null : segments(TRANSCRIPTS[recording.transcript]!),
      createdBy: member(meeting.organizer),
      createdAt: nano(meeting.end),
    };
  });

const files = () =>
  FILES.map(
    (file): FileRow => ({
      id: seedId('files', file.key),
      record: link(file.on),
      type: file.type,
      provider: file.provider ?? 'attio',
      ...(file.name !== undefined && {
        name: file.name,
        parentId: file.folder === undefined ? null : seedId('files', file.folder),
      }),
      ...(file.content && { contentType: file.contentType, content: () => Buffer.from(file.content!()) }),
      ...(file.externalId !== undefined && { externalId: file.externalId, microsoftDriveId: file.driveId ?? null }),
      createdBy: member(file.by),
      createdAt: nano(file.at),
    }),
  );

const views = () =>
  VIEWS.map((view): ViewRow => {
    const [kind, key] = view.of.split('/') as ['objects' | 'lists', string];
    return {
      id: seedId('views', view.key),
      containerId: seedId(kind, key),
      title: view.title,
      archived: view.archived ?? false,
      filter: view.filter,
      createdAt: nano(view.createdAt),
    };
  });

const webhooks = () => [
  {
    id: seedId('webhooks', 'warehouse'),
    targetUrl: 'https://hooks.northwind-labs.example/attio',
    status: 'active' as const,
    subscriptions: [
      { event_type: 'record.created', filter: null },
      {
        event_type: 'record.updated',
        filter: { $and: [{ field: 'id.object_id', operator: 'equals', value: seedId('objects', 'deals') }] },
      },
    ],
    // Told to nobody, so any will do.
    secret: '0'.repeat(64),
    createdAt: nano('2026-03-02T09:00:00.000Z'),
  },
];

const notes = () =>
  seedNotes().map(
    (note): NoteRow => ({
      id: seedId('notes', note.key),
      object: note.object,
      recordId: seedId(note.object, note.record),
      title: note.title,
      ...fromMarkdown(note.content),
      meetingId: null,
      tags: [
        ...(note.tagged?.members ?? []).map((key) => ({
          type: 'workspace-member',
          workspace_member_id: seedId('members', key),
        })),
        ...(note.tagged?.people ?? []).map((key) => ({
          type: 'record',
          object: 'people',
          record_id: seedId('people', key),
        })),
      ],
      createdBy: member(note.author),
      createdAt: nano(note.createdAt),
    }),
  );

export const SEEDS: Seeds = { notes, tasks, comments, meetings, recordings, files, views, webhooks };
