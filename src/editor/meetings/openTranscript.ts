/** "Open Transcript": as a document, or a word on why there is none yet. */
import { commands, window, workspace } from 'vscode';
import { meetingTitle, whyNoTranscript } from '../../crm/transcript.js';
import type { Services } from '../services.js';
import { recordingTarget } from '../targets.js';
import { chooseCall } from './chooseCall.js';
import { type Call, readCall } from './reading.js';
import { type TranscriptOf, transcriptUri } from './uri.js';

/** The recording an argument names, or one that is asked for. undefined: the person closed the box. */
async function callOf(services: Services, argument: unknown, title: string): Promise<TranscriptOf | undefined> {
  const target = recordingTarget(argument);
  if (target) {
    const account = target.account ?? (await services.connections.current()).account.id;
    return { account, meetingId: target.recording.meetingId, recordingId: target.recording.id };
  }
  if (argument !== undefined) throw new Error('This does not name a recording: its ids are incomplete.');
  return chooseCall(services, await services.connections.current(), title);
}

/**
 * `argument`: a RecordingTarget, or nothing (it is asked for); anything else rejects. Rejects with NotSignedIn and
 * AttioError, and where meeting or recording is gone.
 */
export async function openTranscript(services: Services, argument?: unknown): Promise<void> {
  const of = await callOf(services, argument, 'Open Transcript');
  if (!of) return;
  const call = await withProgress(services, of);
  if (!call || saidWhyNot(services, of, call)) return;
  const document = await workspace.openTextDocument(transcriptUri(of, meetingTitle(call.meeting)));
  await window.showTextDocument(document);
}

/** Reads the call while the status bar says so. undefined: cancelled. */
export function withProgress(services: Services, of: TranscriptOf): Promise<Call | undefined> {
  const options = { title: 'Reading the transcript…', where: 'window' } as const;
  return services.ui.progress(options, () => readCall(services, of));
}

/** Says why there is nothing to read, where it is so. */
export function saidWhyNot({ ui }: Services, of: TranscriptOf, { meeting, recording }: Call): boolean {
  const why = whyNoTranscript(recording);
  if (why === undefined) return false;
  const { account, meetingId, recordingId } = of;
  void ui.info(`“${meetingTitle(meeting)}”: ${why}`, {
    title: 'Open in Attio',
    run: () => commands.executeCommand('attio.openInAttio', { account, recording: { meetingId, id: recordingId } }),
  });
  return true;
}
