/** What a person typed for a task and has not sent: kept until it is, over a closed box, a failure and a reload. */
import type { RecordRef } from '../../crm/types.js';
import type { Services } from '../services.js';
import { recordTarget } from '../targets.js';

/** A new task that is being written: the person's own words, and ids. */
export interface TaskDraft {
  content: string;
  /** As it was typed. */
  deadline: string;
  /** Member ids; undefined: not asked yet. */
  assignees?: string[];
  records?: RecordRef[];
}

const DRAFTS = 'attio.taskDrafts';
const TEXTS = 'attio.taskTexts';
/** Typing is kept so often, in milliseconds. */
const PAUSE_MS = 250;
/** Texts of replaced tasks that are kept for an account. */
const MAX_TEXTS = 20;

type Stored<T> = Record<string, T>;

function draftIn(value: unknown): TaskDraft | undefined {
  const { content, deadline, assignees, records } = (value ?? {}) as Partial<TaskDraft>;
  if (typeof content !== 'string' || typeof deadline !== 'string') return undefined;
  return {
    content,
    deadline,
    ...(Array.isArray(assignees) && { assignees: assignees.filter((id) => typeof id === 'string') }),
    ...(Array.isArray(records) && {
      records: records.flatMap((ref) => {
        const target = recordTarget(ref);
        return target ? [{ object: target.object, recordId: target.recordId }] : [];
      }),
    }),
  };
}

/** One text by key, kept a moment after it was typed. */
class Keeper<T> {
  #timer: NodeJS.Timeout | undefined;
  #saving: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly services: Services,
    private readonly key: string,
    private readonly accountId: string,
    protected value: T,
    private readonly isEmpty: (value: T) => boolean,
  ) {}

  protected soon(): void {
    this.#timer ??= setTimeout(() => void this.kept(), PAUSE_MS);
  }

  /** Resolves when what was typed last is kept. */
  async kept(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#saving = this.#saving.then(() => this.#save());
    await this.#saving;
  }

  async #save(): Promise<void> {
    const { context, accounts } = this.services;
    const { [this.accountId]: _, ...others } = context.workspaceState.get<Stored<T>>(this.key, {});
    // A box that was still open at sign-out keeps nothing.
    const known = Object.entries(others).filter(([id]) => accounts.list.some((account) => account.id === id));
    const mine =
      this.isEmpty(this.value) || !accounts.list.some(({ id }) => id === this.accountId)
        ? []
        : [[this.accountId, this.value] as const];
    await context.workspaceState.update(this.key, Object.fromEntries([...known, ...mine]));
  }
}

/**
 * Of one account, in the window’s workspace. Without words and deadline nothing is kept, whoever and whatever was
 * chosen.
 */
export class KeptDraft extends Keeper<TaskDraft> {
  get draft(): TaskDraft {
    return this.value;
  }

  put(part: Partial<TaskDraft>): void {
    this.value = { ...this.value, ...part };
    this.soon();
  }

  async drop(): Promise<void> {
    this.value = { content: '', deadline: '' };
    await this.kept();
  }
}

/** Of one account, in the window’s workspace, by task id; the `MAX_TEXTS` that were typed last. */
export class KeptText extends Keeper<Record<string, string>> {
  get(id: string): string | undefined {
    const text = this.value[id];
    return typeof text === 'string' ? text : undefined;
  }

  put(id: string, text: string | undefined): void {
    const { [id]: _, ...others } = this.value;
    const all = Object.entries(text === undefined ? others : { ...others, [id]: text });
    this.value = Object.fromEntries(all.slice(-MAX_TEXTS));
    this.soon();
  }

  async drop(id: string): Promise<void> {
    this.put(id, undefined);
    await this.kept();
  }
}

/** The new task that was begun in this account; an empty one where there is none. */
export function keptDraft(services: Services, accountId: string): KeptDraft {
  const stored = services.context.workspaceState.get<Stored<unknown>>(DRAFTS, {})[accountId];
  const draft = draftIn(stored) ?? { content: '', deadline: '' };
  return new KeptDraft(
    services,
    DRAFTS,
    accountId,
    draft,
    ({ content, deadline }) => `${content}${deadline}`.trim() === '',
  );
}

/** The new words of tasks that were to be replaced, by task id. */
export function keptTexts(services: Services, accountId: string): KeptText {
  const stored = services.context.workspaceState.get<Stored<Record<string, string>>>(TEXTS, {})[accountId];
  const texts = typeof stored === 'object' && stored !== null ? { ...stored } : {};
  return new KeptText(services, TEXTS, accountId, texts, (all) => Object.keys(all).length === 0);
}

/** Forgets what was begun in an account that was signed out of. */
export async function forgetTaskTexts({ context }: Pick<Services, 'context'>, accountId: string): Promise<void> {
  for (const key of [DRAFTS, TEXTS]) {
    const { [accountId]: gone, ...others } = context.workspaceState.get<Stored<unknown>>(key, {});
    if (gone !== undefined) await context.workspaceState.update(key, others);
  }
}
