/** "Insert Transcript…": all of it or what is selected of it, at the cursor of a note, a draft or a file. */
import { type TextEditor, window } from 'vscode';
import { excerptForNote, meetingTitle, transcriptForNote } from '../../crm/transcript.js';
import { placeFor, spaced } from '../insertion.js';
import type { Services } from '../services.js';
import { recordingTarget } from '../targets.js';
import type { PickItem } from '../ui.js';
import { chooseCall } from './chooseCall.js';
import { saidWhyNot, withProgress } from './openTranscript.js';
import { type TranscriptOf, transcriptMeeting } from './uri.js';

const TITLE = 'Insert Transcript';

/**
 * `argument`: a RecordingTarget; without one, the transcript in front, else it is asked for. Nothing that is selected
 * is replaced. Where there is no transcript (yet) says why. Rejects with NotSignedIn and AttioError, and where the
 * place cannot be written to.
 */
export async function insertTranscript(services: Services, argument?: unknown): Promise<void> {
  // What is in front, and selected there, is so no more once the place to insert is shown.
  const front = window.activeTextEditor && transcriptMeeting(window.activeTextEditor.document.uri);
  const selections = selectedInView();
  // Where to, before anything is asked of Attio: without a place there is nothing to do.
  const editor = await placeFor(services, TITLE, 'the transcript');
  if (!editor) return;
  const of = await sourceOf(services, argument, front);
  if (!of) return;
  const call = await withProgress(services, of);
  if (!call || saidWhyNot(services, of, call)) return;
  const { meeting, recording, names } = call;
  const selected = selections.get(of.recordingId);
  const piece = selected === undefined ? 'whole' : await chooseExtent(services, selected);
  if (piece === undefined) return;
  const text =
    piece === 'whole'
      ? transcriptForNote(meeting, recording, { names })
      : excerptForNote(selected!, meeting, recording, { names });
  await insert(editor, text);
  services.ui.status(`Attio: transcript of “${meetingTitle(meeting)}” inserted`);
}

/** What was given, the transcript in front, or one that is asked for. */
async function sourceOf(
  services: Services,
  argument: unknown,
  front: TranscriptOf | undefined,
): Promise<TranscriptOf | undefined> {
  const connection = await services.connections.current();
  const target = recordingTarget(argument);
  if (target) {
    const { meetingId, id } = target.recording;
    return { account: target.account ?? connection.account.id, meetingId, recordingId: id };
  }
  return front ?? chooseCall(services, connection, TITLE);
}

/** What is selected of transcripts on the screen, by recording. */
function selectedInView(): Map<string, string> {
  const found = new Map<string, string>();
  for (const { document, selections } of window.visibleTextEditors) {
    const shown = transcriptMeeting(document.uri);
    if (!shown || found.has(shown.recordingId)) continue;
    const pieces = [...selections]
      .sort((a, b) => a.start.compareTo(b.start))
      .map((selection) => document.getText(selection).replaceAll('\r\n', '\n'))
      .filter((text) => text.trim() !== '');
    if (pieces.length > 0) found.set(shown.recordingId, pieces.join('\n\n'));
  }
  return found;
}

function chooseExtent({ ui }: Services, selected: string): Promise<'whole' | 'selection' | undefined> {
  const lines = selected.trim().split('\n').length;
  const items: PickItem<'whole' | 'selection'>[] = [
    {
      label: 'Selection',
      description: `${lines} line${lines === 1 ? '' : 's'}`,
      icon: 'selection',
      value: 'selection',
    },
    { label: 'Whole transcript', icon: 'list-flat', value: 'whole' },
  ];
  return ui.pick(items, { title: TITLE, placeholder: 'How much of it?' });
}

async function insert(editor: TextEditor, text: string): Promise<void> {
  const { document } = editor;
  // After what is selected: nothing of the person's is replaced.
  const position = editor.selection.end;
  const done = await editor.edit((edit) => edit.insert(position, spaced(document, position, text)));
  if (!done)
    throw new Error(
      `The transcript could not be inserted: “${document.uri.path.slice(document.uri.path.lastIndexOf('/') + 1)}” cannot be changed now. Its text may be read-only or still be loading.`,
    );
  await window.showTextDocument(document, {
    ...(editor.viewColumn !== undefined && { viewColumn: editor.viewColumn }),
    preview: false,
  });
}
