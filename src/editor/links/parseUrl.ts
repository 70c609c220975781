/** "Attio: Parse Attio URL…": what a link says, what it points to, and what is wrong with one that says nothing. */
import { env, window } from 'vscode';
import { type AttioLink, explainAttioUrl, findAttioUrls, parseAttioUrl } from '../../attio/webUrl.js';
import { accountLabel } from '../accounts/words.js';
import { beginning } from '../markdown.js';
import { objectIcon } from '../records/icons.js';
import { noteTitle } from '../records/text.js';
import { trouble } from '../records/trouble.js';
import type { Services } from '../services.js';
import type { PickItem } from '../ui.js';
import { textNear } from './near.js';
import { openLink } from './openLink.js';
import { KINDS } from './target.js';

const TITLE = 'Parse Attio URL';
/** A selection longer than this is no link; it is not read further. */
const LONGEST = 20_000;

type Choice = () => unknown;

/** The selected text, else the link under the cursor. */
function fromEditor(): string | undefined {
  const editor = window.activeTextEditor;
  if (!editor) return undefined;
  const { document, selection } = editor;
  if (!selection.isEmpty) {
    const end = document.positionAt(
      Math.min(document.offsetAt(selection.end), document.offsetAt(selection.start) + LONGEST),
    );
    const text = document.getText(selection.with({ end })).trim();
    if (text !== '') return text;
  }
  const near = textNear(document.lineAt(selection.active.line).text, selection.active.character);
  if (!near) return undefined;
  const at = selection.active.character - near.start;
  return findAttioUrls(near.text, 200).find(({ start, end }) => start <= at && at <= end)?.url;
}

async function ask(services: Services): Promise<string | undefined> {
  const copied = await env.clipboard.readText().then(
    (text) => text.slice(0, LONGEST).trim(),
    () => '',
  );
  return services.ui.input({
    title: TITLE,
    prompt: 'A link to a record, note, task, list, table or call in Attio',
    placeholder: 'https://app.attio.com/…',
    ...(parseAttioUrl(copied) && { value: copied }),
  });
}

const LABELS: Record<string, string> = {
  workspace: 'Workspace',
  object: 'Object',
  recordId: 'Record ID',
  noteId: 'Note ID',
  taskId: 'Task ID',
  listId: 'List ID',
  viewId: 'View ID',
  meetingId: 'Meeting ID',
  recordingId: 'Recording ID',
  tab: 'Tab',
};

const noun = (link: AttioLink): string => {
  if (link.kind === 'record') return link.orView ? 'Record, or a saved view in newer links' : 'Record';
  return KINDS[link.kind].noun;
};

/** What it is called, or why that cannot be told; undefined when a name is not to be had for its kind. */
async function nameOf(services: Services, link: AttioLink): Promise<{ name?: string; why?: string } | undefined> {
  try {
    const connection = await services.connections.forSlug(link.workspace);
    if (!connection) return { why: 'you are not signed in to this workspace' };
    const { catalog } = connection;
    if (link.kind === 'record') {
      const summary = await catalog.summary(link, { surface: 'links' });
      if (summary) return { name: summary.title };
      return {
        why: link.orView ? 'there is no such record; it may be a saved view' : 'there is no such record any more',
      };
    }
    if (link.kind === 'note') {
      const note = await catalog.note(link.noteId, { surface: 'links' });
      return note ? { name: noteTitle(note) } : { why: 'there is no such note any more' };
    }
    if (link.kind !== 'view') return undefined;
    const object = await catalog.object(link.object, { surface: 'links' });
    return object?.plural_noun ? { name: object.plural_noun } : { why: 'there is no such object' };
  } catch (error) {
    return { why: services.redactor.redact(trouble(error, new Date()).message) };
  }
}

async function rows(
  services: Services,
  url: string,
  link: AttioLink,
  parts: Record<string, string>,
): Promise<PickItem<Choice>[]> {
  const { ui, accounts } = services;
  const copy = (text: string, what: string) => async () => {
    await ui.copy(text);
    ui.status(`Attio: ${what} copied`);
  };
  const account = accounts.list.find(({ slug }) => slug === link.workspace);
  const named = await nameOf(services, link);
  const opensHere =
    account !== undefined && named?.name !== undefined && (link.kind === 'record' || link.kind === 'note');

  const items: PickItem<Choice>[] = [
    { label: 'Copy as JSON', icon: 'json', group: 'Do', value: copy(JSON.stringify(link, null, 2), 'JSON') },
  ];
  if (opensHere) {
    const label = link.kind === 'note' ? 'Open Its Record Here' : 'Open Here';
    items.push({ label, icon: 'go-to-file', value: () => openLink(services, url) });
  }
  if (account?.via !== 'sample') {
    items.push({ label: 'Open in Attio', icon: 'link-external', value: () => ui.openExternal(url) });
  }

  const icon = link.kind === 'record' ? objectIcon(link.object) : KINDS[link.kind].icon;
  items.push({
    label: 'Kind',
    description: noun(link),
    icon,
    group: 'Choose a part to copy it',
    value: copy(link.kind, 'kind'),
  });
  if (named) {
    const { name, why } = named;
    items.push({
      label: 'Name',
      description: name === undefined ? `not known: ${why}` : beginning(name, 120),
      icon: 'tag',
      value: copy(name ?? '', 'name'),
    });
  }
  for (const [part, value] of Object.entries(parts)) {
    if (part === 'kind' || part === 'orView') continue;
    const whose = account
      ? ` (${accountLabel(account)}${account.id === accounts.active?.id ? '' : ', not the active account'})`
      : ' (not signed in)';
    items.push({
      label: LABELS[part] ?? part,
      description: beginning(value, 200) + (part === 'workspace' ? whose : ''),
      icon: part === 'workspace' ? 'account' : 'symbol-constant',
      value: copy(value, (LABELS[part] ?? part).toLowerCase()),
    });
  }
  return items;
}

/** `argument`: a link given by a hover; else the selection, the link under the cursor, or what is typed. */
export async function parseUrl(services: Services, argument?: unknown): Promise<void> {
  const { ui } = services;
  let text = typeof argument === 'string' ? argument : (fromEditor() ?? (await ask(services)));
  for (;;) {
    if (text === undefined) return;
    const explained = explainAttioUrl(text);
    if (explained.ok) {
      const url = text.trim();
      const chosen = await ui.pick(rows(services, url, explained.link, explained.parts), {
        title: `${TITLE}: ${noun(explained.link)} in ${explained.link.workspace}`,
        placeholder: beginning(url, 120),
        matchOnDescription: true,
      });
      await chosen?.();
      return;
    }
    const shown = beginning(services.redactor.redact(text), 80);
    const again = await ui.warn(
      `Attio: ${shown === '' ? 'Nothing' : `“${shown}”`} is not an Attio link. ${explained.reason}`,
      { title: 'Try Another…' },
    );
    if (again === undefined) return;
    text = await ask(services);
  }
}
