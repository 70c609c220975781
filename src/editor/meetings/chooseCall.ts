/** Which call: a meeting that is over, then its recording where it has several. */
import type { Meeting, Recording } from '../../attio/workTypes.js';
import { formatMoment } from '../../crm/format.js';
import { whenInWords } from '../../crm/meetingTimes.js';
import { meetingTitle, whyNoTranscript } from '../../crm/transcript.js';
import { oneLine } from '../records/text.js';
import type { Connection, Services } from '../services.js';
import type { PickItem } from '../ui.js';
import { SURFACE } from './reading.js';
import type { TranscriptOf } from './uri.js';

const MORE = 'more';

/** Newest first, by pages. undefined: the box was closed. */
export async function chooseMeeting(
  services: Services,
  { catalog }: Connection,
  title: string,
): Promise<Meeting | undefined> {
  const known: Meeting[] = [];
  let cursor: string | undefined;
  for (;;) {
    const asked = catalog.meetings({ when: 'past', ...(cursor !== undefined && { cursor }) }, { surface: SURFACE });
    const items = asked.then(({ meetings, next }): PickItem<Meeting | typeof MORE>[] => {
      const before = known.length;
      known.push(...meetings);
      cursor = next;
      const rows = known.map((meeting, at) => item(meeting, at === before && before > 0));
      return next === undefined ? rows : [...rows, { label: 'Earlier meetings…', icon: 'ellipsis', value: MORE }];
    });
    if ((await items).length === 0) {
      await services.ui.info('Attio knows of no meeting that is over, so there is no transcript yet.');
      return undefined;
    }
    const picked = await services.ui.pick(items, { title, placeholder: 'Which meeting?', matchOnDescription: true });
    if (picked !== MORE) return picked;
  }
}

const item = (meeting: Meeting, picked: boolean): PickItem<Meeting> => ({
  label: oneLine(meetingTitle(meeting), 120),
  description: whenInWords(meeting, Date.now()),
  icon: 'calendar',
  value: meeting,
  ...(picked && { picked }),
});

/** Asks for a meeting and takes its recording; says why where there is nothing to read. */
export async function chooseCall(
  services: Services,
  connection: Connection,
  title: string,
): Promise<TranscriptOf | undefined> {
  const meeting = await chooseMeeting(services, connection, title);
  if (!meeting) return undefined;
  const meetingId = meeting.id.meeting_id;
  const recordings = await connection.catalog.recordings(meetingId, { surface: SURFACE });
  const ready = recordings.filter(({ status }) => status === 'completed');
  const name = meetingTitle(meeting);
  if (ready.length === 0) {
    const [latest] = recordings;
    await services.ui.info(
      latest
        ? `“${name}”: ${whyNoTranscript(latest)}`
        : `“${name}” was not recorded in Attio, so there is no transcript.`,
    );
    return undefined;
  }
  const recording = ready.length === 1 ? ready[0] : await chooseRecording(services, ready, title);
  if (!recording) return undefined;
  return { account: connection.account.id, meetingId, recordingId: recording.id.call_recording_id };
}

const chooseRecording = ({ ui }: Services, recordings: readonly Recording[], title: string) =>
  ui.pick(
    recordings.map(
      (value): PickItem<Recording> => ({
        label: formatMoment(value.created_at, {}) ?? 'Recording',
        icon: 'play-circle',
        value,
      }),
    ),
    { title, placeholder: 'Which recording?' },
  );
