/** What belongs to one transcript, read once for all who need it: the catalog keeps it. */
import type { Meeting, Recording } from '../../attio/workTypes.js';
import { meetingTitle } from '../../crm/transcript.js';
import type { ReadOptions } from '../../crm/types.js';
import { connectionFor } from '../records/resolve.js';
import type { Connection, Services } from '../services.js';
import { namesOf } from './people.js';
import type { TranscriptOf } from './uri.js';

export const SURFACE = 'transcript';

export interface Call {
  connection: Connection;
  meeting: Meeting;
  recording: Recording;
  /** What the participants are called, by e-mail address in lower case. */
  names: Map<string, string>;
}

/** Rejects with an Error that says what is gone, where Attio no longer has it. */
export async function readCall(services: Services, of: TranscriptOf, signal?: AbortSignal): Promise<Call> {
  const connection = await connectionFor(services, of);
  const { catalog } = connection;
  const read: ReadOptions = { surface: SURFACE, ...(signal && { signal }) };
  const [meeting, recording] = await Promise.all([
    catalog.meeting(of.meetingId, read),
    catalog.recording(of.meetingId, of.recordingId, read),
  ]);
  if (!meeting) throw new Error('This meeting is no longer in Attio. Refresh Meetings shows those that are.');
  if (!recording)
    throw new Error(
      `The recording of “${meetingTitle(meeting)}” is no longer in Attio. Refresh Meetings shows those that are.`,
    );
  return { connection, meeting, recording, names: await namesOf(connection, meeting.participants, read) };
}
