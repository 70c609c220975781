/** Call recordings of meetings, and their transcripts (api.md section 4.3). */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { cursorPage, cursorQuery, paged } from '../cursor.js';
import { nano, type RecordingRow } from '../model.js';
import { invalid, notFound } from '../problem.js';
import { actorOf, bodyOf, type Call, data, queryOf, type Route } from '../route.js';
import { recordingOut, recordingWithTranscript, transcriptOut } from '../wireWork.js';

const READ = ['meeting:read', 'call_recording:read'];
const WRITE = ['meeting:read', 'call_recording:read-write'];

/** Segments of a transcript on one page; how many Attio sends is not documented. */
const SEGMENTS = 50;
/** How long a video takes to be looked at, ms. */
const PROCESSING = 2000;

const LIST = z.object(cursorQuery(50, 200));
const TRANSCRIPT = z.object({ cursor: z.string().min(1).optional() });
const CREATE = z.object({
  data: z.object({
    video_url: z.url().optional(),
    transcript: z
      .array(
        z.object({
          speech: z.string(),
          start_time: z.number().min(0),
          end_time: z.number(),
          speaker: z.object({ name: z.string(), email_address: z.email().optional() }),
        }),
      )
      .max(4000)
      .optional(),
  }),
});

function meetingId({ workspace, params }: Call, words: (id: string) => string): string {
  const meeting = workspace.meetings.get(params.meeting_id!);
  if (!meeting) throw notFound(words(params.meeting_id!));
  return meeting.id;
}

const noMeeting = (id: string) => `Meeting with ID "${id}" was not found.`;

function found(call: Call, words: (id: string) => string): RecordingRow {
  const id = call.params.call_recording_id!;
  const recording = call.workspace.recordings.get(id);
  if (recording?.meetingId !== call.params.meeting_id!.toLowerCase()) throw notFound(words(id));
  return settled(recording);
}

const notFoundWords = (id: string) => `Call recording with ID "${id}" was not found.`;

/** What was processing long enough is done. */
function settled(recording: RecordingRow): RecordingRow {
  const done = recording.status === 'processing' && Date.now() - Date.parse(recording.createdAt) > PROCESSING;
  return done ? { ...recording, status: 'completed' } : recording;
}

function list(call: Call) {
  const { workspace } = call;
  const id = meetingId(call, noMeeting);
  const { page, next } = cursorPage(
    workspace.recordings.list.filter((one) => one.meetingId === id),
    queryOf(LIST, call),
  );
  return paged(
    page.map((one) => recordingOut(workspace, settled(one))),
    next,
  );
}

function create(call: Call) {
  const { workspace } = call;
  const id = meetingId(call, () => 'The referenced meeting was not found.');
  const { data: given } = bodyOf(CREATE, call);
  if (given.video_url === undefined && given.transcript === undefined) {
    throw invalid('validation_type', 'A video_url or a transcript is needed.');
  }
  if (given.video_url !== undefined && !given.video_url.startsWith('https:')) {
    throw invalid('validation_type', 'Invalid video URL protocol. Only https is supported');
  }
  const transcript = given.transcript?.map(({ speaker, ...one }) => ({ ...one, speaker: { name: speaker.name } }));
  const recording = workspace.recordings.set({
    id: randomUUID(),
    meetingId: id,
    status: given.video_url === undefined ? 'completed' : 'processing',
    transcript: transcript ?? null,
    createdBy: actorOf(call),
    createdAt: nano(Date.now()),
  });
  workspace.publish({
    event_type: 'call-recording.created',
    id: { workspace_id: workspace.name.id, meeting_id: id, call_recording_id: recording.id },
    actor: actorOf(call),
  });
  return data(recordingOut(workspace, recording));
}

/** 204, unlike every other delete. */
function remove(call: Call) {
  call.workspace.recordings.delete(found(call, () => 'The referenced call recording was not found.').id);
  return { status: 204 };
}

/** Deprecated since the recording itself has its transcript; still there. */
function transcript(call: Call) {
  const { workspace } = call;
  const recording = found(call, notFoundWords);
  const { cursor } = queryOf(TRANSCRIPT, call);
  const numbered = (recording.transcript ?? []).map((speech, at) => ({ id: String(at), speech }));
  const { page, next } = cursorPage(numbered, { limit: SEGMENTS, ...(cursor !== undefined && { cursor }) });
  return paged(
    transcriptOut(
      workspace,
      recording,
      page.map(({ speech }) => speech),
    ),
    next,
  );
}

const ALL = '/v2/meetings/{meeting_id}/call_recordings';
const ONE = `${ALL}/{call_recording_id}`;

export const recordingRoutes: Route[] = [
  { method: 'GET', path: ALL, scopes: READ, run: list },
  { method: 'POST', path: ALL, scopes: WRITE, run: create },
  {
    method: 'GET',
    path: ONE,
    scopes: READ,
    run: (call) => data(recordingWithTranscript(call.workspace, found(call, notFoundWords))),
  },
  { method: 'DELETE', path: ONE, scopes: WRITE, run: remove },
  { method: 'GET', path: `${ONE}/transcript`, scopes: READ, run: transcript },
];
