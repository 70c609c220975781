/** By what each list and object is grouped: chosen by the person, kept on this machine for each account. Only ids are kept. */
import { type Disposable, EventEmitter } from 'vscode';
import type { Attribute } from '../../attio/types.js';
import type { Grouped } from '../../crm/pipeline/types.js';
import type { ReadOptions } from '../../crm/types.js';
import type { Connection, Services } from '../services.js';

const KEY = 'attio.groupBy';
/** An attribute has a UUID, and so is never called this. */
const UNGROUPED = 'none';

/** By account, then by the id of a list or object: the id of an attribute, or `none`. */
type Stored = Record<string, Record<string, unknown>>;

export interface GroupingChange {
  account: string;
  /** Id of the list or object. */
  of: string;
}

/**
 * In globalState, for all windows; `onDidChange` tells of this window’s choices only. What was chosen in accounts that
 * are signed out is forgotten.
 */
export class Groupings implements Disposable {
  readonly #services: Pick<Services, 'context' | 'accounts'>;
  readonly #changed = new EventEmitter<GroupingChange>();
  readonly #listener: Disposable;
  readonly onDidChange = this.#changed.event;

  constructor(services: Pick<Services, 'context' | 'accounts'>) {
    this.#services = services;
    this.#listener = services.accounts.onDidChange(() => this.#forgetGone());
    void this.#forgetGone();
  }

  /** The id of the attribute; `null`: it is not to be grouped; undefined: nobody has said. */
  get(account: string, of: string): string | null | undefined {
    const stored = this.#stored()[account]?.[of];
    if (stored === UNGROUPED) return null;
    return typeof stored === 'string' ? stored : undefined;
  }

  async set(account: string, of: string, attributeId: string | null): Promise<void> {
    const stored = this.#stored();
    const mine = { ...stored[account], [of]: attributeId ?? UNGROUPED };
    await this.#services.context.globalState.update(KEY, { ...stored, [account]: mine });
    this.#changed.fire({ account, of });
  }

  dispose(): void {
    this.#listener.dispose();
    this.#changed.dispose();
  }

  #stored(): Stored {
    return this.#services.context.globalState.get<Stored>(KEY, {});
  }

  async #forgetGone(): Promise<void> {
    const stored = Object.entries(this.#stored());
    const known = stored.filter(([id]) => this.#services.accounts.list.some((one) => one.id === id));
    if (known.length < stored.length) await this.#services.context.globalState.update(KEY, Object.fromEntries(known));
  }
}

const all = new WeakMap<object, Groupings>();

/** The one memory of these services: what shows groups and what chooses them share it. */
export function groupingsOf(services: Services): Groupings {
  let mine = all.get(services.context);
  if (!mine) {
    mine = new Groupings(services);
    all.set(services.context, mine);
    services.context.subscriptions.push(mine);
  }
  return mine;
}

/**
 * The attribute that a list or object is grouped by; undefined: by none. Where nobody has said, or what was chosen is gone:
 * of a list the first status, else the first select; of an object none. Rejects with AttioError.
 */
export async function groupingOf(
  services: Services,
  { account, catalog }: Connection,
  of: Grouped,
  id: string,
  read: ReadOptions,
): Promise<Attribute | undefined> {
  const chosen = groupingsOf(services).get(account.id, id);
  if (chosen === null || (chosen === undefined && of.target === 'objects')) return undefined;
  const able = await catalog.groupings(of, read);
  const kept = able.find((one) => one.id.attribute_id === chosen);
  return kept ?? (of.target === 'lists' ? able[0] : undefined);
}
