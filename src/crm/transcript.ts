/**
 * A call's transcript as Markdown that one reads, searches and takes pieces from: who spoke when, in turns. Pure. What
 * was said is plain text and stays so: marks that Markdown would read in it are escaped, and no more than those.
 */
import type { Meeting, Recording, TranscriptSegment } from '../attio/workTypes.js';
import { type Formats, formatDay } from './format.js';
import { dateInWords, startOf, zoneOf } from './meetingTimes.js';

export interface TranscriptWords extends Formats {
  /** What the people are called, by e-mail address in lower case; Attio tells no names of most participants. */
  names?: ReadonlyMap<string, string>;
}

/** What one person said without another in between. */
export interface Turn {
  speaker: string;
  /** Seconds from the start of the recording. */
  at: number;
  text: string;
}

/** A turn of more seconds is told in several, so that every place has a time near it. */
const LONG_TURN = 120;
const MAX_PARTICIPANTS = 50;

/** The whole document: title, when, who, link to the call, and the turns; or why there are none. */
export function transcriptText(meeting: Meeting, recording: Recording, words: TranscriptWords = {}): string {
  const facts = [
    ['When', dateInWords(meeting, words)],
    ['Participants', participants(meeting, words)],
    ['Call', callUrl(recording) ?? ''],
  ];
  const header = facts.filter(([, said]) => said !== '').map(([name, said]) => `- ${name}: ${said}`);
  return `${[`# ${titleOf(meeting)}`, header.join('\n'), body(recording)].filter(Boolean).join('\n\n')}\n`;
}

/** As a piece of a note: a heading, when it was with the link to the call, and the turns. */
export function transcriptForNote(meeting: Meeting, recording: Recording, words: TranscriptWords = {}): string {
  const url = callUrl(recording);
  const source = [dateInWords(meeting, words), url && `[Call](${url})`].filter(Boolean).join(' · ');
  return [`## Transcript: ${titleOf(meeting)}`, source, body(recording)].filter(Boolean).join('\n\n');
}

/** A piece of a transcript for a note, with where it is from. `piece`: as it stands in `transcriptText`. */
export function excerptForNote(
  piece: string,
  meeting: Meeting,
  recording: Recording,
  words: TranscriptWords = {},
): string {
  const url = callUrl(recording);
  const name = url ? `[${titleOf(meeting)}](${url})` : titleOf(meeting);
  const day = startOf(meeting, words);
  const on = day === undefined ? undefined : formatDay(localDay(day, words), words);
  return `${trimmed(piece)}\n\nFrom the transcript of ${[name, on].filter(Boolean).join(', ')}`;
}

/** undefined: there is something to read. */
export function whyNoTranscript({ status, transcript }: Recording): string | undefined {
  if (transcript && (transcript.segments.length > 0 || transcript.raw_transcript.trim() !== '')) return undefined;
  if (status === 'processing')
    return 'Attio is still processing this recording. Its transcript shows here when it is ready: open it again in a few minutes.';
  if (status === 'failed')
    return 'Attio could not process this recording, so there is no transcript. The call’s page in Attio may say more.';
  return 'Attio has no transcript of this recording.';
}

/**
 * In the order of the segments, empty ones left out. One person's turn is cut after two minutes, so that every place
 * has a time near it; who has no name is `Unknown speaker`.
 */
export function turnsOf(segments: readonly TranscriptSegment[]): Turn[] {
  const turns: (Turn & { words: string[] })[] = [];
  for (const { speech, speaker, start_time } of segments) {
    const said = oneLine(speech);
    if (said === '') continue;
    const name = oneLine(speaker.name) || 'Unknown speaker';
    const at = Number.isFinite(start_time) && start_time > 0 ? start_time : 0;
    const last = turns.at(-1);
    if (last?.speaker === name && at - last.at < LONG_TURN) last.words.push(said);
    else turns.push({ speaker: name, at, text: '', words: [said] });
  }
  return turns.map(({ words, ...turn }) => ({ ...turn, text: words.join(' ') }));
}

/** Where the turns begin in lines of `transcriptText`, for an outline. `line` counts from 0. */
export function turnHeads(lines: readonly string[]): { line: number; speaker: string; time: string }[] {
  return lines.flatMap((text, line) => {
    const [, speaker, time] = /^\*\*(.+)\*\* · ((?:\d+:)?\d{1,2}:\d{2})$/.exec(text) ?? [];
    return speaker !== undefined && time !== undefined
      ? [{ line, speaker: speaker.replace(/\\([!-/:-@[-`{-~])/g, '$1'), time }]
      : [];
  });
}

/** What a meeting is called, as one line of plain text. */
export const meetingTitle = ({ title }: Pick<Meeting, 'title'>): string => oneLine(title) || 'Untitled meeting';

/** Attio's own page of a call; no other address is passed on. */
export function callUrl({ web_url }: Pick<Recording, 'web_url'>): string | undefined {
  if (!web_url?.startsWith('https://app.attio.com/')) return undefined;
  return /^[\w\-./:?=&%#]+$/.test(web_url) ? web_url : undefined;
}

const titleOf = (meeting: Meeting) => escaped(meetingTitle(meeting));

function body(recording: Recording): string {
  const why = whyNoTranscript(recording);
  if (why !== undefined) return why;
  const { segments, raw_transcript } = recording.transcript!;
  const turns = turnsOf(segments);
  if (turns.length > 0)
    return turns.map(({ speaker, at, text }) => `**${escaped(speaker)}** · ${clock(at)}\n${asLine(text)}`).join('\n\n');
  return raw_transcript
    .split(/\r?\n/)
    .map((line) => asLine(oneLine(line)))
    .filter(Boolean)
    .join('\n\n');
}

function participants(meeting: Meeting, { names }: TranscriptWords): string {
  const said = meeting.participants.slice(0, MAX_PARTICIPANTS).map(({ email_address, name, status, is_organizer }) => {
    const known = (email_address && names?.get(email_address.toLowerCase())) || name;
    const who = known ? `${escaped(oneLine(known))}${email_address ? ` <${address(email_address)}>` : ''}` : undefined;
    const role = [is_organizer && 'organizer', status === 'declined' && 'declined'].filter(Boolean).join(', ');
    return `${who ?? (email_address ? address(email_address) : 'Somebody')}${role && ` (${role})`}`;
  });
  const more = meeting.participants.length - said.length;
  return [...said, ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
}

/** An address holds no white space and no marks. */
const address = (email: string) => oneLine(email).replace(/[\s<>[\]()`*\\]/g, '');

/** `0:24`, `1:02:03`. */
export function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

function localDay(at: number, words: Formats): string {
  // Swedes write days as ISO does.
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zoneOf(words), dateStyle: 'short' }).format(at);
}

const trimmed = (text: string) => text.replace(/^\s*\n|\s+$/g, '');

/** Controls, and the characters that hide or reorder the text around them. */
const INVISIBLE = /[\p{Cc}\u200B\u2028-\u202E\u2060\u2066-\u2069\uFEFF]+/gu;

const oneLine = (text: string) =>
  text
    .replace(/\p{Cs}/gu, '\uFFFD')
    .replace(INVISIBLE, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/** What Markdown reads as marks in the middle of a line. `[inaudible]` is none: nothing gives it a place to lead to. */
const escaped = (text: string) =>
  text
    .replace(/[\\`*~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\$&')
    .replace(/\](?=[([:])/g, '\\]')
    .replace(/<(?=[a-z/!?])/gi, '\\<')
    .replace(/&(?=#?\w+;)/g, '\\&')
    .replace(/=(?==)/g, '\\=');

/** `escaped`, and what is a mark at the beginning of a line. */
const asLine = (text: string) =>
  escaped(text)
    .replace(/^(?:#{1,6}(?=\s|$)|[>|]|[-+:](?=[\s|:-]|$)|=(?=\s|$))/, '\\$&')
    .replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2');
