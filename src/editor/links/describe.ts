/** The text of a hover on an Attio link, as Markdown. All text that comes from Attio or the document is escaped. */
import { AttioError } from '../../attio/errors.js';
import { hasScopes } from '../../attio/scopes.js';
import type { Note } from '../../attio/types.js';
import type { AttioLink } from '../../attio/webUrl.js';
import type { RecordRef, RecordSummary } from '../../crm/types.js';
import { accountLabel } from '../accounts/words.js';
import { beginning, commandLink, escapeMarkdown, webLink } from '../markdown.js';
import { objectIcon } from '../records/icons.js';
import { noteTitle } from '../records/text.js';
import { trouble } from '../records/trouble.js';
import type { Connection, Services } from '../services.js';
import { taskActions, taskParagraphs } from './describeTask.js';
import { KINDS, slugWords } from './target.js';

/** What links in a hover may run. */
export const HOVER_COMMANDS = [
  'attio.openRecord',
  'attio.openInAttio',
  'attio.editRecord',
  'attio.openNote',
  'attio.newNote',
  'attio.copyId',
  'attio.completeTask',
  'attio.setTaskDeadline',
  'attio.parseUrl',
  'attio.signIn',
  'attio.exploreSample',
  'attio.enterKey',
  'attio.switchAccount',
];

/** Of a note's text so many characters show. */
const NOTE_BEGINNING = 300;
const NOTE_LINES = 5;
const FACTS = 5;

type RecordLink = Extract<AttioLink, { kind: 'record' }>;
type NoteLink = Extract<AttioLink, { kind: 'note' }>;
type TaskLink = Extract<AttioLink, { kind: 'task' }>;

/** The parts of a hover, top to bottom; empty ones are left out. */
function lines(...paragraphs: (string | undefined)[]): string {
  return paragraphs.filter((one) => one).join('\n\n');
}
const actions = (...links: (string | undefined)[]) => links.filter((one) => one).join('&nbsp;&nbsp;·&nbsp;&nbsp;');
const title = (icon: string, name: string, noun: string) =>
  `$(${icon}) **${escapeMarkdown(name).trim()}** — ${escapeMarkdown(noun)}`;
const ours = (connection: Connection, active: boolean) =>
  `$(account) ${escapeMarkdown(accountLabel(connection.account))}${active ? '' : ', not the active account'}`;

interface Asked {
  services: Services;
  connection: Connection;
  /** The link as it stands in the document. */
  url: string;
  signal: AbortSignal;
  /** The line that names the account. */
  account: string;
}

/** undefined: the mouse has left. */
export async function describeLink(
  services: Services,
  link: AttioLink,
  url: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const outside = webLink('Open in Attio', 'link-external', url);
  try {
    const { active } = services.accounts;
    const connection =
      active?.slug === link.workspace
        ? await services.connections.current()
        : await services.connections.forSlug(link.workspace);
    if (!connection) return elsewhere(services, link, outside);
    const account = ours(connection, connection.account.id === active?.id);
    const asked: Asked = { services, connection, url, signal, account };
    if (link.kind === 'record') return await record(asked, link);
    if (link.kind === 'note') return await note(asked, link);
    if (link.kind === 'task' && hasScopes(connection.account.scopes, 'task:read')) return await task(asked, link);
    return await page(asked, link);
  } catch (error) {
    if (signal.aborted || AttioError.is(error, 'cancelled')) return undefined;
    const { icon, message, remedy, help } = trouble(error, new Date());
    const said = [message, remedy].filter((one) => one !== '').map((one) => services.redactor.redact(one));
    const helps = help && commandLink(help.title, 'arrow-right', help.command);
    return lines(
      heading(link),
      `$(${icon}) ${said.map((one) => escapeMarkdown(one)).join(' ')}`,
      actions(helps, outside),
    );
  }
}

/** What can be said of a link without asking anybody. */
function heading(link: AttioLink): string {
  if (link.kind === 'record')
    return `$(${objectIcon(link.object)}) **Attio record** — ${escapeMarkdown(slugWords(link.object))}`;
  return `$(${KINDS[link.kind].icon}) **Attio ${KINDS[link.kind].noun.toLowerCase()}**`;
}

/** The link is of a workspace that is not signed in to here. */
function elsewhere({ accounts }: Services, link: AttioLink, outside: string): string {
  const { active, list } = accounts;
  const theirs = `the workspace **${escapeMarkdown(link.workspace)}**`;
  if (!active) {
    return lines(
      heading(link),
      `$(sign-in) It is in ${theirs}. Sign in to Attio to see what it is.`,
      actions(commandLink('Sign In', 'sign-in', 'attio.signIn'), outside),
    );
  }
  const others = list.length > 1 ? ` (and ${list.length - 1} more)` : '';
  return lines(
    heading(link),
    `$(info) It is in ${theirs}. You are signed in to **${escapeMarkdown(active.slug)}**${others}: ${escapeMarkdown(accountLabel(active))}.`,
    actions(commandLink('Sign In There Too', 'sign-in', 'attio.signIn'), outside),
  );
}

/** The sample workspace has no pages in Attio; the command says so where the link would lead nowhere. */
function inAttio({ connection, url }: Asked, target?: object): string {
  if (connection.account.via !== 'sample') return webLink('Open in Attio', 'link-external', url);
  return target ? commandLink('Open in Attio', 'link-external', 'attio.openInAttio', target) : '';
}

function recordActions(asked: Asked, ref: RecordRef): string {
  const { account } = asked.connection;
  const target = { object: ref.object, recordId: ref.recordId, account: account.id };
  return actions(
    commandLink('Open Record', 'go-to-file', 'attio.openRecord', target),
    inAttio(asked, target),
    hasScopes(account.scopes, 'record_permission:read-write')
      ? commandLink('Edit', 'edit', 'attio.editRecord', target)
      : undefined,
    hasScopes(account.scopes, 'note:read-write') ? commandLink('New Note', 'note', 'attio.newNote', target) : undefined,
    commandLink('Copy ID', 'copy', 'attio.copyId', target),
  );
}

/** Facts that the line below the name does not tell already; few enough that the hover need not scroll. */
function facts({ description, facts }: RecordSummary): string {
  const told = description.split(' · ').filter((one) => one !== '');
  return facts
    .filter(({ text }) => !told.some((one) => text.includes(one)))
    .slice(0, FACTS)
    .map(({ title: name, text }) => `${escapeMarkdown(name)}: ${escapeMarkdown(beginning(text, 100))}`)
    .join('  \n');
}

async function record(asked: Asked, link: RecordLink): Promise<string> {
  const { catalog } = asked.connection;
  const ref = { object: link.object, recordId: link.recordId };
  const summary = await catalog.summary(ref, { surface: 'hover', signal: asked.signal, names: 'known' });
  if (summary) {
    return lines(
      title(objectIcon(summary.ref.object), beginning(summary.title, 120), summary.objectNoun),
      escapeMarkdown(beginning(summary.description, 160)),
      facts(summary),
      asked.account,
      recordActions(asked, summary.ref),
    );
  }
  const { name, via } = asked.connection.account;
  const none = `There is no such record in ${escapeMarkdown(name)}`;
  // The sample has no key that could hide anything.
  const why = via === 'sample' ? '' : ', or this API key may not see it';
  const absent = link.orView
    ? `${none}. It may be a saved view of ${escapeMarkdown(slugWords(link.object))}, which only Attio shows.`
    : `${none}: it was deleted or merged, or never existed${why}.`;
  return lines(heading(link), `$(question) ${absent}`, asked.account, inAttio(asked));
}

/** The record a note is on, by name where that is known without asking. */
async function parent(
  { connection: { catalog }, signal }: Asked,
  { parent_object, parent_record_id }: Note,
): Promise<string> {
  const ref = { object: parent_object, recordId: parent_record_id };
  if (catalog.peek(ref)) {
    const known = await catalog.summary(ref, { surface: 'hover', signal, names: 'known' });
    if (known)
      return `On $(${objectIcon(parent_object)}) **${escapeMarkdown(beginning(known.title, 120))}** — ${escapeMarkdown(known.objectNoun)}`;
  }
  return `On a record in $(${objectIcon(parent_object)}) ${escapeMarkdown(slugWords(parent_object))}`;
}

/** The first lines of a note's text, as lines. */
function quote(text: string): string {
  const shown: string[] = [];
  let left = NOTE_BEGINNING;
  const all = text
    .slice(0, 4 * NOTE_BEGINNING)
    .split('\n')
    .filter((line) => line.trim() !== '');
  for (const line of all.slice(0, NOTE_LINES)) {
    if (left <= 0) break;
    const part = beginning(line, left);
    shown.push(part);
    left -= part.length;
  }
  const last = shown.length - 1;
  if (last >= 0 && (all.length > shown.length || text.length > 4 * NOTE_BEGINNING) && !shown[last]!.endsWith('…'))
    shown[last] += ' …';
  return shown.map((line) => `> ${escapeMarkdown(line)}`).join('  \n');
}

async function note(asked: Asked, link: NoteLink): Promise<string> {
  const { catalog, account } = asked.connection;
  const found = await catalog.note(link.noteId, { surface: 'hover', signal: asked.signal });
  if (!found) {
    const open = link.object && link.recordId ? recordLink(account.id, link.object, link.recordId) : undefined;
    return lines(
      heading(link),
      '$(question) This note is not in Attio any more: it was deleted.',
      asked.account,
      actions(open, inAttio(asked)),
    );
  }
  const target = {
    account: account.id,
    note: {
      id: found.id.note_id,
      parentObject: found.parent_object,
      parentRecordId: found.parent_record_id,
      title: '',
    },
  };
  return lines(
    title('note', beginning(noteTitle(found), 120), 'Note'),
    quote(found.content_plaintext),
    await parent(asked, found),
    asked.account,
    actions(
      recordLink(account.id, found.parent_object, found.parent_record_id),
      commandLink('Open as Document', 'edit', 'attio.openNote', target),
      inAttio(asked, target),
      commandLink('Copy ID', 'copy', 'attio.copyId', target),
    ),
  );
}

const recordLink = (account: string, object: string, recordId: string) =>
  commandLink('Open Its Record', 'go-to-file', 'attio.openRecord', { account, object, recordId });

async function task(asked: Asked, link: TaskLink): Promise<string> {
  const { connection, signal } = asked;
  const found = await connection.catalog.task(link.taskId, { surface: 'hover', signal });
  if (!found) {
    const gone = '$(question) This task is not in Attio any more: it was deleted.';
    return lines(heading(link), gone, asked.account, inAttio(asked));
  }
  const target = { account: connection.account.id, task: { id: found.id.task_id } };
  return lines(
    ...(await taskParagraphs(connection, found, signal)),
    asked.account,
    actions(
      ...taskActions(connection, found),
      inAttio(asked, target),
      commandLink('Copy ID', 'copy', 'attio.copyId', target),
    ),
  );
}

/** Lists, tables, calls, and tasks that the key may not read: what they are. */
async function page(asked: Asked, link: Exclude<AttioLink, { kind: 'record' | 'note' }>): Promise<string> {
  const { icon, noun, what } = KINDS[link.kind];
  const parts = commandLink('Show Its Parts', 'list-tree', 'attio.parseUrl', asked.url);
  if (link.kind !== 'view')
    return lines(`$(${icon}) **Attio ${noun.toLowerCase()}**`, what, asked.account, actions(inAttio(asked), parts));
  const { catalog } = asked.connection;
  const object = await catalog.object(link.object, { surface: 'hover', signal: asked.signal });
  const name = object?.plural_noun ?? slugWords(link.object);
  const absent = object ? '' : ' No such object is visible to this API key.';
  return lines(
    title(objectIcon(link.object), name, 'Table'),
    `All ${escapeMarkdown(name)}${link.viewId ? ', in a saved view' : ''}, as Attio shows them.${absent}`,
    asked.account,
    actions(inAttio(asked), parts),
  );
}
