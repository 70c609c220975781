/** Meetings by page and by id, their call recordings, and the transcripts of those. */
import type { AttioApi } from '../attio/client.js';
import { eachRecording, eachSegment } from '../attio/each.js';
import { AttioError } from '../attio/errors.js';
import type { Meeting, Recording, TranscriptSegment } from '../attio/workTypes.js';
import type { Clock } from './cache.js';
import type { Flights } from './flights.js';
import type { Formats } from './format.js';
import { hasEnded, zoneOf } from './meetingTimes.js';
import { callOptions, MINUTE, Reads } from './reads.js';
import { refKey } from './records.js';
import type { MeetingPage, MeetingQuestion, ReadOptions, RecordRef } from './types.js';

const PAGE = 50;
const AGE = 2 * MINUTE;
/** A recording that is being worked on may be ready any moment. */
const UNREADY_AGE = MINUTE / 6;
/** Pages of meetings that are still going on, read past at most while looking for the first that has ended. */
const MAX_SKIPPED = 5;

/**
 * What is read is believed for two minutes, recordings that are still processed for ten seconds. A meeting or recording
 * that is not there is undefined; all else rejects with AttioError.
 */
export class MeetingReads {
  readonly #pages: Reads<MeetingPage>;
  readonly #meetings: Reads<Meeting | undefined>;
  readonly #lists: Reads<Recording[]>;
  readonly #recordings: Reads<Recording | undefined>;

  constructor(
    private readonly api: AttioApi,
    flights: Flights,
    private readonly clock: Clock,
    private readonly formats: Formats,
  ) {
    this.#pages = new Reads('meetings', flights, { max: 60, age: AGE }, clock);
    this.#meetings = new Reads('meeting', flights, { max: 1000, age: AGE }, clock);
    this.#lists = new Reads('recordings', flights, { max: 500, age: AGE }, clock);
    const weight = { max: 8_000_000, of: (one: Recording | undefined) => weigh(one) };
    this.#recordings = new Reads('recording', flights, { max: 100, age: 5 * MINUTE, weight }, clock);
  }

  /** `record`: by slug, as everywhere in the caches. */
  page(question: MeetingQuestion, options: ReadOptions): Promise<MeetingPage> {
    const { when, record, cursor } = question;
    const about = record ? refKey(record) : '';
    return this.#pages.ask(`${when}/${about}/${cursor ?? ''}`, options, (signal) =>
      when === 'upcoming' ? this.#upcoming(question, options, signal) : this.#past(question, options, signal),
    );
  }

  async #upcoming(question: MeetingQuestion, options: ReadOptions, signal: AbortSignal): Promise<MeetingPage> {
    const { asOf, cursor } = this.#place(question);
    return this.#read({ sort: 'start_asc', ends_from: asOf }, asOf, cursor, question, options, signal);
  }

  /** Attio can be asked for what has begun, not for what has ended: what still goes on is left out here. */
  async #past(question: MeetingQuestion, options: ReadOptions, signal: AbortSignal): Promise<MeetingPage> {
    let { asOf, cursor } = this.#place(question);
    for (let skipped = 0; ; skipped++) {
      const query = { sort: 'start_desc', starts_before: asOf } as const;
      const page = await this.#read(query, asOf, cursor, question, options, signal);
      const meetings = page.meetings.filter((meeting) => hasEnded(meeting, Date.parse(asOf), this.formats));
      if (meetings.length > 0 || page.next === undefined || skipped === MAX_SKIPPED) return { ...page, meetings };
      ({ asOf, cursor } = this.#place({ when: 'past', cursor: page.next }));
    }
  }

  async #read(
    query: { sort: 'start_asc' | 'start_desc'; ends_from?: string; starts_before?: string },
    asOf: string,
    cursor: string | undefined,
    { record }: MeetingQuestion,
    options: ReadOptions,
    signal: AbortSignal,
  ): Promise<MeetingPage> {
    const linked = record && { linked_object: record.object, linked_record_id: record.recordId };
    const { items, next } = await this.api.meetings.list(
      { ...query, ...linked, ...(cursor !== undefined && { cursor }), timezone: zoneOf(this.formats), limit: PAGE },
      callOptions(options, signal),
    );
    for (const meeting of items) this.#meetings.cache.set(meeting.id.meeting_id.toLowerCase(), meeting);
    return { meetings: [...items], next: next === null ? undefined : `${asOf} ${next}` };
  }

  /** A cursor belongs to its question, and so to the moment that was asked with: both go on together. */
  #place({ cursor }: MeetingQuestion): { asOf: string; cursor: string | undefined } {
    const space = cursor?.indexOf(' ') ?? -1;
    if (cursor === undefined || space < 0) return { asOf: new Date(this.clock.now()).toISOString(), cursor: undefined };
    return { asOf: cursor.slice(0, space), cursor: cursor.slice(space + 1) };
  }

  one(meetingId: string, options: ReadOptions): Promise<Meeting | undefined> {
    const id = meetingId.toLowerCase();
    const start = (signal: AbortSignal) => there(this.api.meetings.get(id, callOptions(options, signal)));
    return this.#meetings.ask(id, options, start, absence);
  }

  recordings(meetingId: string, options: ReadOptions): Promise<Recording[]> {
    const id = meetingId.toLowerCase();
    const start = async (signal: AbortSignal) => {
      const found: Recording[] = [];
      const read = async () => {
        for await (const one of eachRecording(this.api, id, callOptions(options, signal))) found.push(one);
        return found;
      };
      return ((await there(read())) ?? []).sort((a, b) => b.created_at.localeCompare(a.created_at));
    };
    return this.#lists.ask(id, options, start, (all) => (all.every(isReady) ? undefined : UNREADY_AGE));
  }

  /** The transcript comes with the recording [spec 2026-10]; where it does not, page by page, as it did before. */
  recording(meetingId: string, recordingId: string, options: ReadOptions): Promise<Recording | undefined> {
    const [meeting, id] = [meetingId.toLowerCase(), recordingId.toLowerCase()];
    const start = async (signal: AbortSignal) => {
      const call = callOptions(options, signal);
      const found = await there(this.api.recordings.get(meeting, id, call));
      if (!found || found.transcript !== undefined || found.status !== 'completed') return found;
      const segments: TranscriptSegment[] = [];
      const read = async () => {
        for await (const one of eachSegment(this.api, meeting, id, call)) segments.push(one);
        return segments;
      };
      const all = await there(read());
      return { ...found, transcript: all && all.length > 0 ? { segments: all, raw_transcript: '' } : null };
    };
    return this.#recordings.ask(`${meeting}/${id}`, options, start, (one) =>
      one && !isReady(one) ? UNREADY_AGE : absence(one),
    );
  }

  /** Meetings of a record are asked for anew; without one, all that is known of meetings is let go. */
  forget(ref?: RecordRef): void {
    const about = ref && `/${refKey(ref)}/`;
    this.#pages.forget((key) => about === undefined || key.includes(about));
    if (ref) return;
    for (const reads of [this.#meetings, this.#lists, this.#recordings]) reads.forget(() => true);
  }
}

const isReady = ({ status }: Recording): boolean => status !== 'processing';
const absence = (value: unknown): number | undefined => (value === undefined ? MINUTE / 2 : undefined);

const weigh = (recording: Recording | undefined): number => {
  const { segments = [], raw_transcript = '' } = recording?.transcript ?? {};
  return 1 + raw_transcript.length + segments.reduce((sum, { speech }) => sum + speech.length + 60, 0);
};

/** undefined: Attio knows no such thing. */
async function there<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (AttioError.is(error, 'not-found')) return undefined;
    throw error;
  }
}
