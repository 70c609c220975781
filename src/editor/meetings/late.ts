/** All of the Meetings view, transcripts and their commands, as views.ts passes it on: import it from there when it is needed late. */
export { insertTranscript } from './insertTranscript.js';
export { meetingRecords } from './meetingRecords.js';
export { MeetingsTree } from './meetingsTree.js';
export { openTranscript } from './openTranscript.js';
export { Transcripts } from './transcripts.js';
export { transcriptMeeting } from './uri.js';
