/** Which filter each object has: of this VS Code workspace; and the filters saved under a name: of the machine. */
import { type Disposable, EventEmitter } from 'vscode';
import type { Services } from '../services.js';
import { type FilterSpec, isEmpty, specIn } from './spec.js';

const APPLIED = 'attio.filters';
const SAVED = 'attio.savedFilters';

export interface SavedFilter {
  name: string;
  spec: FilterSpec;
}

/** By account, then by the object's id, which stays when the slug changes. */
type Stored = Record<string, Record<string, unknown>>;

export interface FilterChange {
  accountId: string;
  objectId: string;
}

/**
 * `onDidChange` tells of filters that are set, not of saved ones. What cannot be read counts as none; of accounts that
 * are signed out nothing stays.
 */
export class FilterStore {
  readonly #services: Services;
  readonly #changed = new EventEmitter<FilterChange>();
  readonly onDidChange = this.#changed.event;

  readonly #listener: Disposable;

  constructor(services: Services) {
    this.#services = services;
    this.#listener = services.accounts.onDidChange(() => this.#forgetGone());
    void this.#forgetGone();
  }

  /** What an object's records are filtered by; undefined: they are all shown. */
  get(accountId: string, objectId: string): FilterSpec | undefined {
    return specIn(this.#services.context.workspaceState.get<Stored>(APPLIED, {})[accountId]?.[objectId]);
  }

  async set(accountId: string, objectId: string, spec: FilterSpec | undefined): Promise<void> {
    const { workspaceState } = this.#services.context;
    const value = spec && !isEmpty(spec) ? spec : undefined;
    await workspaceState.update(
      APPLIED,
      this.#with(workspaceState.get<Stored>(APPLIED, {}), accountId, objectId, value),
    );
    this.#changed.fire({ accountId, objectId });
  }

  /** By name. */
  saved(accountId: string, objectId: string): SavedFilter[] {
    const stored = this.#services.context.globalState.get<Stored>(SAVED, {})[accountId]?.[objectId];
    return (Array.isArray(stored) ? stored : []).flatMap((one: { name?: unknown; spec?: unknown }) => {
      const spec = specIn(one?.spec);
      return spec && typeof one.name === 'string' ? [{ name: one.name, spec }] : [];
    });
  }

  /** Under a name that is taken, it takes its place. */
  async save(accountId: string, objectId: string, filter: SavedFilter): Promise<void> {
    const others = this.saved(accountId, objectId).filter(({ name }) => !sameName(name, filter.name));
    const all = [...others, filter].sort((a, b) => a.name.localeCompare(b.name));
    await this.#keep(accountId, objectId, all);
  }

  async unsave(accountId: string, objectId: string, name: string): Promise<void> {
    const left = this.saved(accountId, objectId).filter((one) => !sameName(one.name, name));
    await this.#keep(accountId, objectId, left.length > 0 ? left : undefined);
  }

  async #keep(accountId: string, objectId: string, filters: SavedFilter[] | undefined): Promise<void> {
    const { globalState } = this.#services.context;
    await globalState.update(SAVED, this.#with(globalState.get<Stored>(SAVED, {}), accountId, objectId, filters));
  }

  #with(stored: Stored, accountId: string, objectId: string, value: unknown): Stored {
    const { [objectId]: _old, ...others } = stored[accountId] ?? {};
    return { ...stored, [accountId]: value === undefined ? others : { ...others, [objectId]: value } };
  }

  /** Of an account that is signed out nothing is kept: its filters hold what was looked for. */
  async #forgetGone(): Promise<void> {
    const { context, accounts } = this.#services;
    for (const [state, key] of [
      [context.workspaceState, APPLIED],
      [context.globalState, SAVED],
    ] as const) {
      const stored = Object.entries(state.get<Stored>(key, {}));
      const known = stored.filter(([id]) => accounts.list.some((one) => one.id === id));
      if (known.length < stored.length) await state.update(key, Object.fromEntries(known));
    }
  }

  dispose(): void {
    this.#listener.dispose();
    this.#changed.dispose();
  }
}

/** Spaces around them and capitals tell no names apart. */
export const sameName = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

const stores = new WeakMap<Services, FilterStore & Disposable>();

/** The one store of these services: what shows records and what filters them share it. */
export function filtersOf(services: Services): FilterStore {
  let store = stores.get(services);
  if (!store) {
    store = new FilterStore(services);
    stores.set(services, store);
    services.context.subscriptions.push(store);
  }
  return store;
}
