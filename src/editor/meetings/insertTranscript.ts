/** "Insert Transcript…": all of it or what is selected of it, at the cursor of a note, a draft or a file. */
import { type Position, TabInputText, type TextDocument, type TextEditor, type Uri, window, workspace } from 'vscode';
import { excerptForNote, meetingTitle, transcriptForNote } from '../../crm/transcript.js';
import type { Services } from '../services.js';
import { recordingTarget } from '../targets.js';
import type { PickItem } from '../ui.js';
import { chooseCall } from './chooseCall.js';
import { saidWhyNot, withProgress } from './openTranscript.js';
import { TRANSCRIPT_SCHEME, type TranscriptOf, transcriptMeeting } from './uri.js';

const TITLE = 'Insert Transcript';

export async function insertTranscript(services: Services, argument?: unknown): Promise<void> {
  // Where to, before anything is asked of Attio: without a place there is nothing to do.
  const editor = await placeFor(services);
  if (!editor) return;
  const of = await sourceOf(services, argument);
  if (!of) return;
  const call = await withProgress(services, of);
  if (!call || saidWhyNot(services, of, call)) return;
  const { meeting, recording, names } = call;
  const selected = selectedOf(of);
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
async function sourceOf(services: Services, argument: unknown): Promise<TranscriptOf | undefined> {
  const connection = await services.connections.current();
  const target = recordingTarget(argument);
  if (target) {
    const { meetingId, id } = target.recording;
    return { account: target.account ?? connection.account.id, meetingId, recordingId: id };
  }
  const front = window.activeTextEditor && transcriptMeeting(window.activeTextEditor.document.uri);
  return front ?? chooseCall(services, connection, TITLE);
}

/** What is selected of this transcript in an editor on the screen. */
function selectedOf(of: TranscriptOf): string | undefined {
  for (const { document, selections } of window.visibleTextEditors) {
    const shown = transcriptMeeting(document.uri);
    if (shown?.meetingId !== of.meetingId || shown.recordingId !== of.recordingId) continue;
    const pieces = [...selections]
      .sort((a, b) => a.start.compareTo(b.start))
      .map((selection) => document.getText(selection).replaceAll('\r\n', '\n'))
      .filter((text) => text.trim() !== '');
    if (pieces.length > 0) return pieces.join('\n\n');
  }
  return undefined;
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

/** Text that can be typed into: no transcripts, no output, no difference's left side. */
const takesText = ({ scheme }: Uri): boolean =>
  scheme !== TRANSCRIPT_SCHEME && (scheme === 'untitled' || workspace.fs.isWritableFileSystem(scheme) === true);

/** The editor in front; beside a transcript, the one that is meant. undefined: there is none, which was said. */
async function placeFor({ ui }: Services): Promise<TextEditor | undefined> {
  const active = window.activeTextEditor;
  if (active && takesText(active.document.uri)) return active;
  const visible = window.visibleTextEditors.filter(({ document }) => takesText(document.uri));
  const uris = visible.length > 0 ? visible.map(({ document }) => document.uri) : openTabs();
  const names = new Map(uris.map((uri) => [uri.toString(), uri]));
  if (names.size === 0) {
    await ui.info(
      'There is no note, draft or file open that the transcript could go into. Open one, put the cursor where it belongs, and insert the transcript again.',
    );
    return undefined;
  }
  const rows = [...names.values()].map(
    (uri): PickItem<Uri> => ({
      label: uri.path.slice(uri.path.lastIndexOf('/') + 1),
      icon: 'file',
      value: uri,
    }),
  );
  const uri =
    rows.length === 1 ? rows[0]!.value : await ui.pick(rows, { title: TITLE, placeholder: 'Where does it go?' });
  if (!uri) return undefined;
  const shown = visible.find(({ document }) => document.uri.toString() === uri.toString());
  return shown ?? window.showTextDocument(uri, { preserveFocus: true, preview: false });
}

const openTabs = (): Uri[] =>
  window.tabGroups.all.flatMap(({ tabs }) =>
    tabs.flatMap(({ input }) => (input instanceof TabInputText && takesText(input.uri) ? input.uri : [])),
  );

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

/** A paragraph of its own: an empty line before and after it, where there is text. */
export function spaced(document: Pick<TextDocument, 'getText' | 'offsetAt'>, position: Position, text: string): string {
  const all = document.getText().replaceAll('\r\n', '\n');
  const offset = document.getText().slice(0, document.offsetAt(position)).replaceAll('\r\n', '\n').length;
  const [before, after] = [all.slice(0, offset), all.slice(offset)];
  const lead = before.trim() === '' ? '' : before.endsWith('\n\n') ? '' : before.endsWith('\n') ? '\n' : '\n\n';
  const tail = after.trim() === '' ? (after === '' ? '\n' : '') : after.startsWith('\n') ? '\n' : '\n\n';
  return `${lead}${text}${tail}`;
}
