/** Tasks: open ones oldest first, done ones as they were completed, and one by id. What a write answered is learnt. */
import type { AttioApi } from '../attio/client.js';
import { AttioError } from '../attio/errors.js';
import type { Task, TaskQuery } from '../attio/workTypes.js';
import type { Clock } from './cache.js';
import type { Flights } from './flights.js';
import { callOptions, MINUTE, Reads } from './reads.js';
import { refKey } from './records.js';
import type { ReadOptions, RecordRef, TaskPage, TaskQuestion } from './types.js';

const PAGE = 500;
/** Colleagues complete tasks, too, and nothing tells of it. */
const AGE = MINUTE;

interface Kept extends TaskPage {
  question: TaskQuestion;
  offset: number;
}

const questionKey = ({ done, record, assignee }: TaskQuestion): string =>
  `${done ? 'done' : 'open'}/${record ? refKey(record) : ''}/${assignee === null ? 'nobody' : (assignee?.toLowerCase() ?? '')}`;
const keyOf = (question: TaskQuestion, offset: number): string => `${questionKey(question)}/${offset}`;
const idOf = (task: Task): string => task.id.task_id.toLowerCase();

/** The records a task is linked to; their objects by id, as Attio names them (api.md section 8.2). */
export function taskRefs(task: Task | undefined): RecordRef[] {
  return (task?.linked_records ?? []).map(({ target_object_id, target_record_id }) => ({
    object: target_object_id,
    recordId: target_record_id.toLowerCase(),
  }));
}

function answers(task: Task, { done, record, assignee }: TaskQuestion): boolean {
  if (task.is_completed !== done) return false;
  const id = record?.recordId.toLowerCase();
  if (id !== undefined && !taskRefs(task).some(({ recordId }) => recordId === id)) return false;
  if (assignee === null) return (task.assignees ?? []).length === 0;
  const who = assignee?.toLowerCase();
  return who === undefined || (task.assignees ?? []).some((one) => one.referenced_actor_id?.toLowerCase() === who);
}

/** As Attio was asked to sort them; done ones without a time of completion last. */
function sorted(tasks: readonly Task[], { done }: TaskQuestion): Task[] {
  const at = (task: Task) => (done ? (task.completed_at ?? '') : task.created_at);
  return [...tasks].sort((a, b) => (done ? at(b).localeCompare(at(a)) : at(a).localeCompare(at(b))));
}

/**
 * Pages and single tasks, which follow what writes tell. Links come as Attio answers them, with the ids of their
 * objects (api.md section 8.2). Rejects with AttioError.
 */
export class TaskReads {
  readonly #pages: Reads<Kept>;
  readonly #tasks: Reads<Task | undefined>;

  constructor(
    private readonly api: Pick<AttioApi, 'tasks'>,
    flights: Flights,
    clock: Clock,
  ) {
    const weight = { max: 20_000, of: (page: Kept) => 10 + page.tasks.length };
    this.#pages = new Reads('tasks', flights, { max: 200, age: AGE, weight }, clock);
    this.#tasks = new Reads('task', flights, { max: 2000, age: AGE }, clock);
  }

  /** `question.record`: by slug, as everywhere in the caches. */
  page(question: TaskQuestion, offset: number, options: ReadOptions): Promise<TaskPage> {
    return this.#pages.ask(keyOf(question, offset), options, async (signal) => {
      const { done, record, assignee } = question;
      const query: TaskQuery = {
        is_completed: done,
        sort: done ? 'completed_at:desc' : 'created_at:asc',
        ...(record && { linked_object: record.object, linked_record_id: record.recordId }),
        ...(assignee !== undefined && { assignee }),
        limit: PAGE,
        offset,
      };
      const tasks = await this.api.tasks.list(query, callOptions(options, signal));
      for (const task of tasks) this.#tasks.cache.set(idOf(task), task);
      return { question, offset, tasks, next: tasks.length >= PAGE ? offset + PAGE : undefined };
    });
  }

  /** undefined: there is no such task. */
  one(taskId: string, options: ReadOptions): Promise<Task | undefined> {
    const start = async (signal: AbortSignal): Promise<Task | undefined> => {
      try {
        return await this.api.tasks.get(taskId, callOptions(options, signal));
      } catch (error) {
        if (AttioError.is(error, 'not-found')) return undefined;
        throw error;
      }
    };
    return this.#tasks.ask(taskId.toLowerCase(), options, start, (task) =>
      task === undefined ? MINUTE / 2 : undefined,
    );
  }

  /** What is known without asking. */
  peek(taskId: string): Task | undefined {
    return this.#tasks.cache.peek(taskId.toLowerCase())?.value;
  }

  learn(task: Task): void {
    this.#tasks.put(idOf(task), task);
    this.#follow(idOf(task), task);
  }

  /** It was deleted: nobody who still holds its id need ask whether it is really gone. */
  forgetOne(taskId: string): void {
    this.#tasks.put(taskId.toLowerCase(), undefined, MINUTE / 2);
    this.#follow(taskId.toLowerCase(), undefined);
  }

  /** It is asked for anew, and all pages; without an id, everything. */
  forget(taskId?: string): void {
    this.#tasks.forget((key) => taskId === undefined || key === taskId.toLowerCase());
    this.#pages.forget(() => true);
  }

  /** Pages on which the task is, or belongs, are put right; where its place is not certain, later ones are read again. */
  #follow(id: string, after: Task | undefined): void {
    this.#pages.cut(() => true);
    for (const [key, page] of [...this.#pages.cache.entries()]) {
      const has = page.tasks.some((one) => idOf(one) === id);
      const belongs = after !== undefined && answers(after, page.question);
      if (!has && !belongs) continue;
      const whole = page.offset === 0 && page.next === undefined;
      const others = page.tasks.filter((one) => idOf(one) !== id);
      if (has && belongs && !page.question.done)
        this.#pages.cache.replace(key, { ...page, tasks: page.tasks.map((one) => (idOf(one) === id ? after : one)) });
      else if (whole)
        this.#pages.cache.replace(key, {
          ...page,
          tasks: belongs ? sorted([...others, after], page.question) : others,
        });
      else {
        const question = `${questionKey(page.question)}/`;
        this.#pages.forget((one) => one.startsWith(question));
      }
    }
  }
}
