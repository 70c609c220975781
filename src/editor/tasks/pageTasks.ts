/** The open tasks of a record, as its page shows them: read with the page, and kept right by what is written. */
import { hasScopes } from '../../attio/scopes.js';
import { byDeadline } from '../../crm/tasks/groups.js';
import { dueInWords } from '../../crm/tasks/words.js';
import type { CatalogChange, ReadOptions, RecordRef } from '../../crm/types.js';
import { isCancel } from '../command.js';
import type { Trouble } from '../records/trouble.js';
import type { Account, Connection } from '../services.js';
import { learnNames } from './names.js';
import { lacksForTasks } from './scope.js';

export interface PageTask {
  id: string;
  content: string;
  /** In words; empty: none. */
  due: string;
  overdue: boolean;
  assignees: string[];
}

export interface PageTasks {
  /** `hidden`: the key may not read tasks. */
  state: 'hidden' | 'loading' | 'ready';
  /** What is due first comes first. */
  items: PageTask[];
  /** Of a hidden section: scopes that tasks need beside their own, and the key lacks. */
  lacks?: string[];
  /** More are open than are shown. */
  more: boolean;
  canWrite: boolean;
  trouble?: Trouble;
}

/** Of a page that has read nothing yet. */
export const noTasks = (): PageTasks => ({ state: 'loading', items: [], more: false, canWrite: false });

/** The page that shows them. */
interface Host {
  readonly model: { tasks?: PageTasks; state: string; target: RecordRef };
  draw(): void;
  troubleOf(error: unknown): Trouble;
}

/** So many are shown; the Tasks view has all. */
const SHOWN = 20;

/** Of one page, whose model it fills in. What was shown stays where reading fails, with what is wrong. */
export class TasksOnPage {
  constructor(private readonly host: Host) {}

  clear(): void {
    this.host.model.tasks = noTasks();
  }

  permit({ scopes }: Account): void {
    const { model } = this.host;
    model.tasks = { ...(model.tasks ?? noTasks()), canWrite: hasScopes(scopes, 'task:read-write') };
  }

  concerns(change: CatalogChange): boolean {
    const { recordId } = this.host.model.target;
    return (
      change.what === 'task' &&
      (change.refs.some((ref) => ref.recordId.toLowerCase() === recordId.toLowerCase()) ||
        (this.host.model.tasks?.items.some(({ id }) => id === change.taskId) ?? false))
    );
  }

  /** One request, and the names of colleagues where they are not known. Their failure is their own. */
  async read(connection: Connection, read: ReadOptions): Promise<void> {
    const { model } = this.host;
    const { account, catalog } = connection;
    const canWrite = hasScopes(account.scopes, 'task:read-write');
    const lacks = lacksForTasks(account);
    if (lacks.length > 0) {
      // A key that may not read tasks at all is meant not to; of the others the person should know.
      model.tasks = { ...noTasks(), state: 'hidden', ...(!lacks.includes('task:read') && { lacks }) };
      return;
    }
    try {
      const { object, recordId } = model.target;
      const page = await catalog.tasks({ done: false, record: { object, recordId } }, 0, read);
      const tasks = [...page.tasks].sort(byDeadline).slice(0, SHOWN);
      // Of the records only this one matters here.
      const unlinked = tasks.map((task) => ({ ...task, linked_records: [] }));
      const names = await learnNames(connection, unlinked, read);
      if (read.signal?.aborted) return;
      const now = Date.now();
      model.tasks = {
        state: 'ready',
        canWrite,
        more: page.tasks.length > SHOWN || page.next !== undefined,
        items: tasks.map((task) => ({
          id: task.id.task_id,
          content: task.content_plaintext,
          due: dueInWords(task.deadline_at, now),
          overdue: task.deadline_at !== null && Date.parse(task.deadline_at) <= now,
          assignees: names.get(task.id.task_id)?.assignees ?? [],
        })),
      };
    } catch (error) {
      if (read.signal?.aborted || isCancel(error)) return;
      model.tasks = { ...(model.tasks ?? noTasks()), state: 'ready', trouble: this.host.troubleOf(error) };
    }
    // Before the record itself is there, its own drawing shows them with it.
    if (model.state === 'ready') this.host.draw();
  }
}
