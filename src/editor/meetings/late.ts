/** All of the Meetings view, transcripts and their commands: one chunk, loaded when the first of them is used. */
export { insertTranscript } from './insertTranscript.js';
export { meetingRecords } from './meetingRecords.js';
export { MeetingsTree } from './meetingsTree.js';
export { openTranscript } from './openTranscript.js';
export { Transcripts } from './transcripts.js';
export { transcriptMeeting } from './uri.js';
