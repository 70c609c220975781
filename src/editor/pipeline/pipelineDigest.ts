/** "Pipeline Digest…": what happened in a pipeline lately, as a Markdown document to keep, send or publish as a note. */
import { type CancellationToken, window, workspace } from 'vscode';
import { AttioError } from '../../attio/errors.js';
import { hasScopes } from '../../attio/scopes.js';
import type { HistoricValue } from '../../crm/edit/types.js';
import { Digest } from '../../crm/pipeline/digest.js';
import { digestMarkdown } from '../../crm/pipeline/digestMarkdown.js';
import type { Pipeline } from '../../crm/pipeline/types.js';
import { memberName } from '../../crm/schema.js';
import type { ReadOptions } from '../../crm/types.js';
import { chooseBoard } from '../board/choose.js';
import { refOf } from '../board/messages.js';
import { connectionFor } from '../records/resolve.js';
import { oneLine } from '../records/text.js';
import type { Connection, Services } from '../services.js';
import type { PickItem } from '../ui.js';

const SURFACE = 'pipeline.digest';
const WEEK_MS = 7 * 86_400_000;
/** Pages of open tasks (500 each), and of meetings ahead (50 each), that are looked at. */
const MAX_TASK_PAGES = 10;
const MAX_MEETING_PAGES = 10;
/** Histories that are read at a time. */
const AT_ONCE = 8;

/** `argument`: a list or an object of the trees, something in one of its stages, or nothing. */
export async function pipelineDigest(services: Services, argument?: unknown): Promise<void> {
  const chosen = await chooseBoard(services, argument, 'Pipeline Digest');
  if (!chosen) return;
  const connection = await connectionFor(services, chosen);
  const pipeline = await connection.catalog.pipeline(refOf(chosen), { surface: SURFACE });
  const weeks = await services.ui.pick(PERIODS, {
    title: `Digest of ${oneLine(pipeline.name, 60)}`,
    placeholder: 'What happened in the last …',
    ignoreFocusOut: true,
  });
  if (weeks === undefined) return;
  const text = await services.ui.progress(
    { title: `Reading ${oneLine(pipeline.name, 60)}…`, where: 'notification', cancellable: true },
    (report, token) => make(connection, pipeline, weeks, report, token),
  );
  if (text === undefined) return services.ui.status('Attio: the digest was cancelled');
  await window.showTextDocument(await workspace.openTextDocument({ language: 'markdown', content: text }));
}

const PERIODS: PickItem<number>[] = [
  { label: '7 days', description: 'the usual', icon: 'calendar', picked: true, value: 1 },
  { label: '2 weeks', icon: 'calendar', value: 2 },
  { label: '4 weeks', icon: 'calendar', value: 4 },
];

/** The document; undefined: it was cancelled. */
async function make(
  connection: Connection,
  pipeline: Pipeline,
  weeks: number,
  report: (message: string) => void,
  token: CancellationToken,
): Promise<string | undefined> {
  const { account, catalog } = connection;
  const stopping = new AbortController();
  token.onCancellationRequested(() => stopping.abort());
  const read: ReadOptions = { surface: SURFACE, priority: 'bulk', signal: stopping.signal };
  try {
    const to = Date.now();
    const may = (...scopes: string[]) => hasScopes(account.scopes, ...scopes);
    const [tasks, meetings, members] = await Promise.all([
      may('task:read') ? openTasks(connection, read) : undefined,
      may('meeting:read') ? meetingsAhead(connection, read) : undefined,
      may('user_management:read') ? catalog.members(read) : [],
    ]);
    const stuckDays = workspace.getConfiguration('attio').get<number>('pipeline.stuckDays') ?? 14;
    const setup = {
      pipeline,
      from: to - weeks * WEEK_MS,
      to,
      stuckDays,
      ...(tasks && { withTask: tasks.of }),
      ...(meetings && { withMeeting: meetings.of }),
    };
    const digest = new Digest(setup);
    let count = 0;
    for await (const cards of catalog.everyCard(pipeline, read)) {
      digest.add(cards);
      count += cards.length;
      report(`${count.toLocaleString('en')} read`);
    }
    const histories = await historiesOf(connection, pipeline, digest, read, report);
    return digestMarkdown(digest.finish(histories), setup, {
      workspace: account,
      members: new Map(members.map((one) => [one.id.workspace_member_id, memberName(one)])),
      tasks,
      meetings,
      histories: histories.size,
    });
  } catch (error) {
    if (stopping.signal.aborted && AttioError.is(error, 'cancelled')) return undefined;
    throw error;
  }
}

interface Linked {
  /** Ids of the records. */
  of: Set<string>;
  count: number;
  more: boolean;
}

/** All of them once, however many cards there are. */
async function openTasks({ catalog }: Connection, read: ReadOptions): Promise<Linked> {
  const of = new Set<string>();
  let count = 0;
  let next: number | undefined = 0;
  for (let page = 0; next !== undefined && page < MAX_TASK_PAGES; page++) {
    const found: Awaited<ReturnType<typeof catalog.tasks>> = await catalog.tasks({ done: false }, next, read);
    for (const { linked_records } of found.tasks)
      for (const link of linked_records ?? []) of.add(link.target_record_id.toLowerCase());
    count += found.tasks.length;
    next = found.next;
  }
  return { of, count, more: next !== undefined };
}

async function meetingsAhead({ catalog }: Connection, read: ReadOptions): Promise<Linked> {
  const of = new Set<string>();
  let count = 0;
  let cursor: string | undefined;
  for (let page = 0; page < MAX_MEETING_PAGES; page++) {
    const found: Awaited<ReturnType<typeof catalog.meetings>> = await catalog.meetings(
      { when: 'upcoming', ...(cursor !== undefined && { cursor }) },
      read,
    );
    for (const { linked_records } of found.meetings)
      for (const link of linked_records ?? []) of.add(link.record_id.toLowerCase());
    count += found.meetings.length;
    cursor = found.next;
    if (cursor === undefined) break;
  }
  return { of, count, more: cursor !== undefined };
}

/** One request for each card that moved, at most a hundred. What cannot be read is told without where it came from. */
async function historiesOf(
  { catalog }: Connection,
  pipeline: Pipeline,
  digest: Digest,
  read: ReadOptions,
  report: (message: string) => void,
): Promise<Map<string, HistoricValue[]>> {
  const found = new Map<string, HistoricValue[]>();
  const left = [...digest.arrivals];
  const all = left.length;
  const work = async () => {
    for (let card = left.shift(); card; card = left.shift()) {
      try {
        found.set(card.id, await catalog.history(card.entry ?? card.ref, pipeline.ref.attribute, read));
      } catch (error) {
        if (AttioError.is(error, 'cancelled')) throw error;
      }
      report(`${found.size} of ${all} histories read`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, all) }, work));
  return found;
}
