/**
 * Where transcripts are addressed: `attio-transcript://<meeting>.<recording>.<account>/<readable name>.md`. The authority
 * decides and stays out of the path that editors show; the name is for the tab.
 */
import { Uri } from 'vscode';
import { decodeAuthority, encodeAuthority } from '../documents/uri.js';
import { readableName } from '../notes/draftUri.js';

export const TRANSCRIPT_SCHEME = 'attio-transcript';

/** Which transcript a document is. */
export interface TranscriptOf {
  account: string;
  meetingId: string;
  recordingId: string;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** `title`: of the meeting. Under another title the same recording is another document. */
export function transcriptUri({ account, meetingId, recordingId }: TranscriptOf, title: string): Uri {
  const authority = [meetingId, recordingId, encodeAuthority(account)].join('.');
  return Uri.from({ scheme: TRANSCRIPT_SCHEME, authority, path: `/${readableName(title)} (transcript).md` });
}

/** The meeting and the recording of an open transcript; undefined: the address is no transcript’s. */
export function transcriptMeeting({ scheme, authority }: Uri): TranscriptOf | undefined {
  if (scheme !== TRANSCRIPT_SCHEME) return undefined;
  const [meetingId = '', recordingId = '', account, more] = authority.split('.');
  if (!account || more !== undefined || !UUID.test(meetingId) || !UUID.test(recordingId)) return undefined;
  return { account: decodeAuthority(account), meetingId, recordingId };
}
