/** Notes that are not as they were when the file was sent: shown side by side, and overwritten or taken only by choice. */
import { commands, type Tab, TabInputTextDiff, type TextDocument, Uri, window } from 'vscode';
import { put } from '../changes/documents.js';
import { closeTabs } from '../closeTabs.js';
import type { Connection, Services } from '../services.js';
import type { PickItem } from '../ui.js';
import { nameOf, type Published, sourceOf, standsFor } from './file.js';
import { knownNote, rememberNote } from './memory.js';
import { isThere } from './moves.js';
import { digestOfNote, keptForm, type Standing, sentText, theirText } from './state.js';
import { takeTheirs } from './takeTheirs.js';
import { recordName } from './words.js';
import { changeLinks } from './writeLinks.js';

type Settled = Standing & { seen?: true };
type Answer = 'overwrite' | 'take' | 'merge' | 'cancel';

/** What is to be sent: each with its note as the person has seen it. */
export async function settleConflicts(
  services: Services,
  connection: Connection,
  document: TextDocument,
  file: Published,
  standings: readonly Standing[],
): Promise<Settled[] | 'cancel' | 'anew'> {
  const settled: Settled[] = [];
  for (const standing of standings) {
    if (standing.state === 'deleted') {
      const answer = await askDeleted(services, connection, file, standing);
      if (answer === 'cancel') return 'cancel';
      if (answer === 'unlink') return 'anew';
      settled.push(standing);
      continue;
    }
    if (standing.state === 'here' && standing.other !== undefined) {
      const answer = await askOther(services, connection, file, standing, standing.other);
      if (answer === 'cancel') return 'cancel';
      settled.push({ ...standing, ...(answer === 'seen' && { seen: true }) });
      continue;
    }
    if (standing.state === 'inStep' || standing.state === 'here') {
      settled.push(standing);
      continue;
    }
    const answer = await askConflict(services, connection, file, standing);
    if (answer === 'cancel') return 'cancel';
    if (answer === 'merge') {
      await mergeByHand(services, connection, document, file, standing);
      return 'cancel';
    }
    if (answer === 'take') {
      await takeTheirs(services, connection, document, file, standing);
      // Its other notes have an older text than the file by now.
      return standings.length > 1 ? 'anew' : 'cancel';
    }
    settled.push({ ...standing, seen: true });
  }
  return settled;
}

async function askDeleted(
  services: Services,
  connection: Connection,
  file: Published,
  { link }: Standing,
): Promise<'anew' | 'unlink' | 'cancel'> {
  const anew = 'Create It Anew';
  const unlink = 'Remove the Link';
  const name = await recordName(connection, link.ref);
  const answer = await services.ui.confirm({
    message: `The note on ${name} was deleted in Attio`,
    detail: `${file.name} is linked to it. Create it anew on ${name}, or remove the link from the file?`,
    verb: anew,
    others: [unlink],
  });
  if (answer === anew) return 'anew';
  if (answer !== unlink) return 'cancel';
  await changeLinks(services, file.uri, (links) => links.filter(({ note }) => note !== link.note));
  await rememberNote(services, link.note!, undefined);
  return 'unlink';
}

/** A note that another file sent last: two files write over each other. */
async function askOther(
  services: Services,
  connection: Connection,
  file: Published,
  standing: Standing,
  other: string,
): Promise<'go on' | 'seen' | 'cancel'> {
  const uri = Uri.parse(other);
  if (!(await isThere(uri))) return 'go on';
  const publish = 'Publish This File';
  const show = 'Compare';
  const answer = await services.ui.confirm({
    message: `This note was last published from ${nameOf(uri)}`,
    detail: `Both files are linked to the note “${standing.note!.title}”. Publishing ${file.name} puts its text in the place of that of ${nameOf(uri)}, which stays as it is.`,
    verb: publish,
    others: [show],
  });
  if (answer === publish) return 'go on';
  if (answer !== show) return 'cancel';
  await showDifference(services, connection, file, standing);
  return (await askAfterDifference(services, file)) ? 'seen' : 'cancel';
}

async function askAfterDifference({ ui }: Services, file: Published): Promise<boolean> {
  const items: PickItem<boolean>[] = [
    { label: 'Publish This File', icon: 'cloud-upload', value: true },
    { label: 'Cancel', icon: 'close', description: 'Nothing is sent', value: false },
  ];
  const placeholder = 'Both are open side by side';
  return (await ui.pick(items, { title: `Publish ${file.name}`, placeholder, ignoreFocusOut: true })) === true;
}

async function askConflict(
  services: Services,
  connection: Connection,
  file: Published,
  standing: Standing,
): Promise<Answer> {
  const { link, state } = standing;
  const name = await recordName(connection, link.ref);
  await showDifference(services, connection, file, standing);
  const overwrite: PickItem<Answer> = {
    label: 'Overwrite with the File',
    description: 'What was written in Attio goes',
    icon: 'cloud-upload',
    value: 'overwrite',
  };
  const take: PickItem<Answer> = {
    label: 'Take Attio’s',
    description: `Into ${file.name}; Undo in the editor brings yours back`,
    icon: 'cloud-download',
    value: 'take',
  };
  const merge: PickItem<Answer> = {
    label: 'Merge in the Editor',
    description: 'Attio’s text beside your file, to take over what you want',
    icon: 'git-merge',
    value: 'merge',
  };
  const cancel: PickItem<Answer> = { label: 'Cancel', description: 'Nothing changes', icon: 'close', value: 'cancel' };
  const items = state === 'there' ? [take, merge, overwrite, cancel] : [merge, overwrite, take, cancel];
  const known = knownNote(services, link.note!) !== undefined;
  const what =
    state === 'there'
      ? `The note on ${name} was changed in Attio since you published it, and the file was not`
      : known
        ? `The note on ${name} was changed in Attio, and the file was changed, too`
        : `The note on ${name} says something else than the file`;
  // A dialog would lie over what is to be read.
  const answer = await services.ui.pick(items, {
    title: what,
    placeholder: 'Both are open side by side. What is to be kept?',
    ignoreFocusOut: true,
  });
  return answer ?? 'cancel';
}

/** The note on the left, the file itself on the right, to be edited; publishing it then overwrites what was seen. */
async function mergeByHand(
  services: Services,
  connection: Connection,
  document: TextDocument,
  file: Published,
  { note, link }: Standing,
): Promise<void> {
  const name = await recordName(connection, link.ref);
  const left = put(`${note!.title} in Attio`, file.text.slice(0, file.note.start) + theirText(file, note!), 'md');
  standsFor(left, file.uri);
  await rememberNote(services, link.note!, {
    account: connection.account.id,
    uri: file.uri.toString(),
    local: '',
    remote: digestOfNote(note!),
    at: new Date().toISOString(),
  });
  await commands.executeCommand('vscode.diff', left, document.uri, `${file.name}: Attio’s on ${name} ↔ yours`, {
    preview: false,
  });
  services.ui.status('Edit the file on the right, then publish it again.');
}

/** Attio's text and the file's, both as Attio keeps them. */
export async function showDifference(
  _services: Services,
  connection: Connection,
  file: Published,
  standing: Settled,
): Promise<void> {
  const { note, link, seen } = standing;
  if (!note || seen) return;
  const name = await recordName(connection, link.ref);
  const mine = await sentText(file);
  // Once through the same form, so that only what says something else stands out.
  const theirs =
    file.note.format === 'plaintext' ? note.content_plaintext : (await keptForm(note.content_markdown)).text;
  const left = put(`${note.title} in Attio`, `# ${note.title}\n\n${theirs}\n`);
  const right = put(`${file.note.title} as Attio keeps it`, `# ${file.note.title}\n\n${mine}\n`);
  for (const side of [left, right]) standsFor(side, file.uri);
  const title = `${file.note.title}: Attio’s on ${name} ↔ ${file.name}`;
  await commands.executeCommand('vscode.diff', left, right, title, { preview: true });
}

/** Once it is sent, the file comes back to the front, and what was compared goes. */
export async function closeDifferences(file: Published): Promise<void> {
  await closeTabs(
    ({ input }) =>
      input instanceof TabInputTextDiff &&
      sourceOf(input.original)?.toString() === file.uri.toString() &&
      sourceOf(input.modified) !== undefined,
  );
}

/** Once a merged file is sent, Attio's old text beside it only misleads; the file stays open. */
export async function closeMerge(document: TextDocument): Promise<void> {
  const uri = document.uri.toString();
  const merges = ({ input }: Tab) =>
    input instanceof TabInputTextDiff &&
    input.modified.toString() === uri &&
    sourceOf(input.original)?.toString() === uri;
  if (!window.tabGroups.all.some(({ tabs }) => tabs.some(merges))) return;
  await window.showTextDocument(document, { preview: false });
  await closeTabs(merges);
}
