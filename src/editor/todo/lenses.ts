/** Above lines with a task: how it stands. Above those without, where it is wanted: the way to make one. */
import { type CancellationToken, CodeLens, Range, type TextDocument, workspace } from 'vscode';
import { hasScopes } from '../../attio/scopes.js';
import type { WorkspaceMember } from '../../attio/types.js';
import { formatMoment } from '../../crm/format.js';
import { memberName } from '../../crm/schema.js';
import { standingOf, taskInWords } from '../../crm/todo/standing.js';
import { oneLine } from '../records/text.js';
import type { Services } from '../services.js';
import { colleagues } from '../values/known.js';
import { isNew, todoLines } from './document.js';
import { type LinkedLine, linkedLines, readTasks, SURFACE } from './standing.js';

/** More are a nuisance, and are not drawn at once anyway. */
const MAX_LENSES = 300;
/** Attio may be slow: what is known without it shows first, and the rest when it is there. */
const PATIENCE_MS = 1_200;

/** Remote names reach a title: `$(zap)` in one must not become an icon. */
const plain = (text: string) => oneLine(text, 40).replaceAll('$(', '$\u200b(');

/**
 * MAX_LENSES lines of either kind at most. What Attio has not answered within PATIENCE_MS shows as not read; `changed`
 * is called when it is there. Lines without a task have lenses only where `attio.todo.codeLens` and the key’s scopes
 * allow it.
 */
export async function lensesOf(
  services: Services,
  document: TextDocument,
  token: CancellationToken,
  changed: () => void,
): Promise<CodeLens[]> {
  const uri = document.uri.toString();
  const found = todoLines(document);
  const { active } = services.accounts;
  const offer =
    workspace.getConfiguration('attio', document).get('todo.codeLens') === true &&
    active !== undefined &&
    hasScopes(active.scopes, 'task:read-write');
  const news = offer ? found.filter(isNew).slice(0, MAX_LENSES) : [];
  const lenses = news.map(({ line }) => {
    const tooltip = 'The line becomes the task’s text; names, days and addresses in it are understood';
    return new CodeLens(new Range(line, 0, line, 0), {
      title: '$(checklist) Create Attio task',
      tooltip,
      command: 'attio.newTaskFromLine',
      arguments: [{ uri, lines: [line] }],
    });
  });
  const linked = found.filter((one) => one.found.task).slice(0, MAX_LENSES);
  if (linked.length === 0 || token.isCancellationRequested) return lenses;
  const known = await linkedLines(services, linked, changed);
  if (known.length === 0) return lenses;
  const lines = await soon(known, readTasks(known), changed);
  if (token.isCancellationRequested) return lenses;
  const members = await membersOf(lines);
  const open = lines.filter(({ found: line, task }) => task && standingOf(line, task) === 'doneHere').length;
  return [...lenses, ...lines.flatMap((one) => lensesOfLine(uri, one, members, open))];
}

/** What is known by the time that patience ends; what comes later is asked for by a new look. */
async function soon(known: LinkedLine[], reading: Promise<LinkedLine[]>, changed: () => void): Promise<LinkedLine[]> {
  let late = false;
  const waited = new Promise<undefined>((resolve) => {
    setTimeout(() => {
      late = true;
      resolve(undefined);
    }, PATIENCE_MS).unref();
  });
  void reading.then(
    (lines) => late && lines.some(({ task }) => task !== undefined) && changed(),
    () => {},
  );
  return (await Promise.race([reading, waited])) ?? known;
}

async function membersOf(lines: readonly LinkedLine[]): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const connection of new Set(lines.map((one) => one.connection))) {
    const assigned = lines.some((one) => one.connection === connection && (one.task?.assignees.length ?? 0) > 0);
    const members: WorkspaceMember[] = assigned
      ? await colleagues(connection, { surface: SURFACE }).catch(() => [])
      : [];
    for (const one of members)
      names.set(one.id.workspace_member_id.toLowerCase(), one.first_name?.trim() || memberName(one));
  }
  return names;
}

function lensesOfLine(uri: string, linked: LinkedLine, members: Map<string, string>, doneHere: number): CodeLens[] {
  const { line, found, task, connection } = linked;
  const may = hasScopes(connection.account.scopes, 'task:read-write');
  const lens = (title: string, tooltip: string, act: string) =>
    new CodeLens(new Range(line, 0, line, 0), {
      title,
      tooltip,
      command: 'attio.syncTaskLine',
      arguments: [{ uri, lines: [line], act }],
    });
  if (task === undefined)
    return [lens('$(question) Task not read: Attio was not reached', 'Press to try again', 'menu')];
  const word = found.mark === 'word';
  const there = task?.completed_at && formatMoment(task.completed_at, {}, 'day');
  const when = there ? ` ${there}` : '';
  switch (standingOf(found, task)) {
    case 'gone':
      return [lens('$(trash) Not in Attio any more · Remove Link', 'The task was deleted in Attio', 'unlink')];
    case 'doneThere': {
      const tick = word ? 'Mark Done Here' : 'Tick Here';
      const tooltip = word
        ? 'The task is done in Attio: the word becomes DONE'
        : 'The task is done in Attio: the box is ticked here';
      return [
        lens(`$(pass) Done in Attio${when} · ${tick}`, tooltip, 'tick'),
        ...(may ? [lens('Reopen in Attio', 'It is not done after all', 'reopen')] : []),
      ];
    }
    case 'doneHere': {
      const here = word ? 'Done here' : 'Ticked here';
      if (!may)
        return [lens(`$(circle-large-outline) ${here}, open in Attio`, 'This key may not change tasks', 'menu')];
      return [
        lens(`$(circle-large-outline) ${here} · Complete in Attio`, 'The task is still open in Attio', 'complete'),
        ...(doneHere > 1
          ? [
              lens(
                `Complete All ${doneHere}`,
                'All that is ticked here and open in Attio, with one question',
                'completeAll',
              ),
            ]
          : []),
      ];
    }
    case 'done':
      return [lens(`$(pass-filled) Done${when}`, 'Done here and in Attio', 'menu')];
    case 'open': {
      const people = task!.assignees.map(
        ({ referenced_actor_id: id }) => members.get(id.toLowerCase()) ?? 'a colleague',
      );
      const words = taskInWords(task!, people.map(plain), Date.now());
      return [lens(`$(circle-large-outline) ${words}`, 'Complete, open or unlink the task', 'menu')];
    }
  }
}
