/** The records a meeting is about, for what is written from it: companies first, then people, then the others. */
import type { ReadOptions, RecordSummary } from '../../crm/types.js';
import type { Connection } from '../services.js';
import { whoIs } from './people.js';

export interface MeetingRecord extends Pick<RecordSummary, 'ref' | 'title' | 'description' | 'objectNoun'> {
  /** `organizer`, `took part`, `linked to the meeting`. */
  reason: string;
}

const MAX = 50;
const ORDER = ['companies', 'people'];
const place = ({ ref }: MeetingRecord) => (ORDER.includes(ref.object) ? ORDER.indexOf(ref.object) : ORDER.length);

/** Each record once. Empty where there is no such meeting. Rejects with AttioError. */
export async function meetingRecords(
  connection: Connection,
  meetingId: string,
  read: ReadOptions,
): Promise<MeetingRecord[]> {
  const { catalog } = connection;
  const meeting = await catalog.meeting(meetingId, read);
  if (!meeting) return [];
  const known: ReadOptions = { ...read, names: 'known' };
  const participants = meeting.participants.slice(0, MAX);
  const links = meeting.linked_records
    .slice(0, MAX)
    .map(({ object_slug, object_id, record_id }) =>
      catalog.summary({ object: object_slug || object_id, recordId: record_id }, known),
    );
  const [who, linked] = await Promise.all([whoIs(connection, participants, read), Promise.all(links)]);
  const attended = participants.flatMap(({ email_address, is_organizer }): MeetingRecord[] => {
    const summary = who.get(email_address?.toLowerCase() ?? '')?.summary;
    return summary ? [{ ...summary, reason: is_organizer ? 'organizer' : 'took part' }] : [];
  });
  const about = linked.flatMap((summary) => (summary ? [{ ...summary, reason: 'linked to the meeting' }] : []));
  const once = new Map([...about, ...attended].map((one) => [one.ref.recordId, one]));
  return [...once.values()].sort((a, b) => place(a) - place(b));
}
