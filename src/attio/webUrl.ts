/**
 * Links into the Attio web app, to and fro (api.md section 9). Pure and without imports: hovers and link providers load
 * this with the extension's entry.
 *
 * The text is matched as it stands and never normalised: what a URL parser would quietly repair (back slashes, user
 * names before the host, dot segments, look-alike hosts, ports) is not a link to Attio.
 */

/** What an Attio URL can point to. Ids are lower-cased UUIDs, `object` is the API slug. */
export type AttioLink =
  /** `orView`: `/{workspace}/{object}/view/{uuid}` is an old form for a record and also a saved view; only a look-up can tell. */
  | { kind: 'record'; workspace: string; object: string; recordId: string; orView?: true }
  | { kind: 'note'; workspace: string; noteId: string; object?: string; recordId?: string }
  | { kind: 'task'; workspace: string; taskId: string }
  | { kind: 'list'; workspace: string; listId: string; viewId?: string }
  | { kind: 'view'; workspace: string; object: string; viewId?: string }
  | { kind: 'call'; workspace: string; meetingId: string; recordingId: string };

/** Where in a line a link stands: `[start, end)` in UTF-16 units, and what it points to. */
export interface FoundLink {
  start: number;
  end: number;
  url: string;
  link: AttioLink;
}

export type Explained = { ok: true; link: AttioLink; parts: Record<string, string> } | { ok: false; reason: string };

const HOST = 'app.attio.com';
/** Far above any link that Attio makes; below it all work here is cheap. */
const MAX_LENGTH = 4096;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const SLUG = /^[a-z0-9][\w-]*$/i;
const SHAPE = /^https:\/\/app\.attio\.com\/([^\s?#\\]*)(?:\?([^\s#]*))?(?:#\S*)?$/i;
/** Pages of the web app that stand where an object's slug could. */
const PAGES = new Set(['settings', 'custom', 'calls', 'collection', 'lists', 'notes', 'tasks']);
/** First segments that are not a workspace. */
const NOT_WORKSPACES = new Set(['settings', 'authorize', 'oauth']);
const PLURALS: Record<string, string> = { company: 'companies', person: 'people', deal: 'deals' };
/** Objects whose id follows their name directly; `deal` and `deals` so are seen in the wild only. */
const SHORT = new Set(['company', 'person', 'deal', 'deals']);

const isUuid = (text: string | undefined): text is string => text !== undefined && UUID.test(text);
const apiSlug = (segment: string): string => (Object.hasOwn(PLURALS, segment) ? PLURALS[segment]! : segment);

/** The path of a record's, a table's or a list's page, less the workspace. */
function parsePage(workspace: string, path: string[]): AttioLink | undefined {
  const [head, ...rest] = path;
  if (head === undefined) return undefined;
  if (head === 'calls') {
    const [meeting, recording] = rest;
    if (!isUuid(meeting) || !isUuid(recording)) return undefined;
    return { kind: 'call', workspace, meetingId: meeting.toLowerCase(), recordingId: recording.toLowerCase() };
  }
  if (head === 'collection' || head === 'lists') {
    const [list, page, view] = rest;
    if (!isUuid(list)) return undefined;
    const link: AttioLink = { kind: 'list', workspace, listId: list.toLowerCase() };
    if (page !== 'view' || view === undefined) return link;
    return isUuid(view) ? { ...link, viewId: view.toLowerCase() } : undefined;
  }
  const custom = head === 'custom';
  const name = custom ? rest.shift() : head;
  if (name === undefined || !SLUG.test(name) || (!custom && PAGES.has(name))) return undefined;
  const object = custom ? name : apiSlug(name);
  const [page, id] = rest;
  if (page === 'record') {
    return isUuid(id) ? { kind: 'record', workspace, object, recordId: id.toLowerCase() } : undefined;
  }
  if (page === 'view' || (custom && page === undefined)) {
    if (id === undefined) return { kind: 'view', workspace, object };
    if (!isUuid(id)) return undefined;
    if (custom) return { kind: 'view', workspace, object, viewId: id.toLowerCase() };
    return { kind: 'record', workspace, object, recordId: id.toLowerCase(), orView: true };
  }
  if (!custom && SHORT.has(head) && isUuid(page)) {
    return { kind: 'record', workspace, object, recordId: page.toLowerCase() };
  }
  return undefined;
}

/** Segments, query and fragment of a link to Attio's host; undefined for anything else. */
function split(text: string): { workspace: string; path: string[]; query: URLSearchParams } | undefined {
  const trimmed = text.trim();
  if (trimmed.length > MAX_LENGTH) return undefined;
  const match = SHAPE.exec(trimmed);
  if (!match) return undefined;
  const segments = match[1]!.replace(/\/+$/, '').split('/');
  const [workspace, ...path] = segments;
  // Tabs and ids are plain words; anything else (dot segments, escapes, empty segments) is no page of Attio's.
  if (!segments.every((segment) => SLUG.test(segment)) || NOT_WORKSPACES.has(workspace!)) return undefined;
  // `&amp;` is how an HTML or XML file writes the `&` between parameters.
  return { workspace: workspace!, path, query: new URLSearchParams((match[2] ?? '').replaceAll('&amp;', '&')) };
}

/**
 * What an Attio URL points to; undefined for everything else: other hosts, user names before the host, ports, other
 * schemes, settings pages, truncated ids, text around the link. White space around it, tabs of a page, query, fragment
 * and a trailing slash are tolerated. Never throws.
 */
export function parseAttioUrl(text: string): AttioLink | undefined {
  const parts = split(text);
  if (!parts) return undefined;
  const { workspace, path, query } = parts;
  const page = parsePage(workspace, path);
  // Notes and tasks open over another page, which the parameters say.
  const notes = path[0] === 'notes';
  const tasks = path[0] === 'tasks';
  if (!page && !notes && !tasks) return undefined;
  const id = query.get('id') ?? undefined;
  if (query.get('modal') === 'note') {
    if (!isUuid(id)) return undefined;
    const note: AttioLink = { kind: 'note', workspace, noteId: id.toLowerCase() };
    return page?.kind === 'record' ? { ...note, object: page.object, recordId: page.recordId } : note;
  }
  if (query.get('command-menu-page') === 'task') {
    return isUuid(id) ? { kind: 'task', workspace, taskId: id.toLowerCase() } : undefined;
  }
  return page;
}

/**
 * What can stand in a link; the first other character ends it. Commas and semicolons end it too (a link in a CSV file),
 * and so do the entities by which HTML writes what comes after a link.
 */
const LINK_TEXT = /(?:[\w\-./?=%#]|&(?!(?:quot|apos|lt|gt|nbsp|#\w+);)(?:amp;)?)*/y;
/** A letter, digit, `+` or `-` before `https` would make it the end of another scheme; `\n` in a string literal would not. */
const OTHER_SCHEME = /(?:^|[^\\])[a-z0-9+-]$|\\[^nrt]$/i;
const LOOKED_AT = 64;

/**
 * The Attio links in one line, at most `limit`. Costs one `indexOf` where there is none, and a bounded amount of work
 * after that however long the line is. Punctuation, quotes and brackets after a link (Markdown, HTML, CSV, prose) are
 * not part of it.
 */
export function findAttioUrls(line: string, limit = 50): FoundLink[] {
  const found: FoundLink[] = [];
  let at = line.indexOf(HOST);
  for (let looked = 0; at >= 0 && found.length < limit && looked < limit + LOOKED_AT; looked++) {
    const start = at - 'https://'.length;
    let next = at + HOST.length;
    if (
      start >= 0 &&
      line.slice(start, at).toLowerCase() === 'https://' &&
      !OTHER_SCHEME.test(line.slice(Math.max(0, start - 2), start))
    ) {
      LINK_TEXT.lastIndex = 0;
      const run = LINK_TEXT.exec(line.slice(start + 'https:'.length, start + MAX_LENGTH))![0];
      const url = line.slice(start, start + 'https:'.length) + run.replace(/[.?&=%#_-]+$/, '');
      const link = parseAttioUrl(url);
      if (link) {
        next = start + url.length;
        found.push({ start, end: next, url, link });
      }
    }
    at = line.indexOf(HOST, next);
  }
  return found;
}

/** The reason, as a sentence, why `text` is no link that can be understood. */
function whatIsWrong(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '') return 'There is no text to look at.';
  if (trimmed.length > MAX_LENGTH) return `The text is longer than any Attio link (${MAX_LENGTH} characters).`;
  if (/\s/.test(trimmed)) return 'There is other text around the link: select the link alone.';
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(trimmed)?.[1]?.toLowerCase();
  if (scheme === undefined) return 'It does not begin with https://, so it is no link.';
  if (scheme !== 'https') return `It begins with ${scheme}:, and Attio links begin with https://.`;
  const authority = /^https:\/\/([^/?#\\]*)/i.exec(trimmed)?.[1]?.toLowerCase();
  if (authority === undefined) return 'It does not begin with https:// and a host.';
  if (authority.includes('@'))
    return `It has a user name before the host, so it leads to ${authority.split('@').pop()}, not to Attio.`;
  if (authority === `${HOST}:443` || authority.startsWith(`${HOST}:`)) return 'It names a port; Attio links have none.';
  if (authority !== HOST) return `Its host is ${authority || 'missing'}, and Attio links lead to ${HOST}.`;
  const parts = split(trimmed);
  if (!parts)
    return 'Its path has characters or segments that no Attio page has, or it is a page for settings or sign-in.';
  const { path, query } = parts;
  if (path.length === 0)
    return `It leads to the workspace ${parts.workspace} as a whole, not to a record, note, task, list or call.`;
  if (path[0] === 'settings') return 'It leads to a settings page.';
  const id = query.get('id');
  if (query.get('modal') === 'note' && !isUuid(id ?? undefined)) return wrongId('note', id);
  if (query.get('command-menu-page') === 'task' && !isUuid(id ?? undefined)) return wrongId('task', id);
  if (path[0] === 'tasks')
    return 'It leads to the tasks page; a link to one task ends in ?id=…&command-menu-page=task.';
  if (path[0] === 'notes') return 'It leads to the notes page; a link to one note ends in ?modal=note&id=….';
  const almost = path.find((segment) => /^[0-9a-f-]{6,}$/i.test(segment) && /\d/.test(segment) && !isUuid(segment));
  if (almost !== undefined) return wrongId(path.includes('view') ? 'view or record' : 'page', almost);
  return 'It is a page of Attio, but not one of a record, note, task, list, view or call.';
}

function wrongId(what: string, id: string | null): string {
  if (id === null || id === '') return `The id of the ${what} is missing.`;
  const short = id.length > 60 ? `${id.slice(0, 60)}…` : id;
  return `The id of the ${what}, "${short}", is not complete: ids are 36 characters, like 891dcbfc-9141-415d-9b2a-2238a6cc012d.`;
}

/** What a link says in all its parts (the tab and parameters that the link itself does not need too), or what is wrong with it. */
export function explainAttioUrl(text: string): Explained {
  const link = parseAttioUrl(text);
  if (!link) return { ok: false, reason: whatIsWrong(text) };
  const parts: Record<string, string> = {};
  for (const [name, value] of Object.entries(link)) parts[name] = String(value);
  const { path, query } = split(text)!;
  const last = path.at(-1)!;
  if (!isUuid(last) && last !== 'view' && path.some(isUuid)) parts.tab = last;
  for (const [name, value] of query) {
    if (name !== 'modal' && name !== 'command-menu-page' && !(name === 'id' && link.kind !== 'record'))
      parts[`?${name}`] = value;
  }
  const fragment = text.trim().split('#')[1];
  if (fragment) parts['#'] = fragment;
  return { ok: true, link, parts };
}

/** Objects that are not under `/custom/`. */
const STANDARD = new Set(['people', 'companies', 'deals', 'users', 'workspaces']);

function recordPath(object: string, recordId: string): string {
  const slug = encodeURIComponent(object);
  return STANDARD.has(object) ? `${slug}/record/${recordId}` : `custom/${slug}/record/${recordId}`;
}

/** The page of a record, as Attio's `web_url` has it. Prefer `web_url` where it is known. `object` is an API slug. */
export function recordUrl(workspace: string, object: string, recordId: string): string {
  const base = `https://${HOST}/${encodeURIComponent(workspace)}`;
  if (object === 'people') return `${base}/person/${recordId}`;
  if (object === 'companies') return `${base}/company/${recordId}`;
  return `${base}/${recordPath(object, recordId)}`;
}

/** The page of a call's recording. */
export function callUrl(workspace: string, meetingId: string, recordingId: string): string {
  return `https://${HOST}/${encodeURIComponent(workspace)}/calls/${meetingId}/${recordingId}`;
}

/** The page of a list (api.md section 9). */
export function listUrl(workspace: string, listId: string): string {
  return `https://${HOST}/${encodeURIComponent(workspace)}/collection/${listId}`;
}

/** The page of a note: over its record where that is known, else over the notes page. `object` is an API slug. */
export function noteUrl(workspace: string, noteId: string, object?: string, recordId?: string): string {
  const page = object && recordId ? `${recordPath(object, recordId)}/notes` : 'notes/notes';
  return `https://${HOST}/${encodeURIComponent(workspace)}/${page}?modal=note&id=${noteId}`;
}

/** The page of a task: Attio's page of tasks with it open (api.md section 9). */
export function taskUrl(workspace: string, taskId: string): string {
  return `https://${HOST}/${encodeURIComponent(workspace)}/tasks?id=${taskId}&command-menu-page=task`;
}
