/** Where a record stands in lists, as its page shows it: read when the page opens, and again only when something moved. */
import { hasScopes } from '../../attio/scopes.js';
import type { ReadOptions, RecordRef } from '../../crm/types.js';
import { isCancel } from '../command.js';
import { type Place, placeOf } from '../edit/place.js';
import type { Account, Connection } from '../services.js';
import type { Trouble } from './trouble.js';

export interface PagePlace extends Place {
  entryId: string;
  /** ISO time. */
  createdAt: string;
}

export interface PagePlaces {
  /** `hidden`: the key may not read lists. */
  state: 'hidden' | 'loading' | 'ready';
  items: PagePlace[];
  trouble?: Trouble;
}

/** The page that shows them. */
interface Host {
  readonly model: { places: PagePlaces; state: string; target: RecordRef };
  draw(): void;
  troubleOf(error: unknown): Trouble;
}

const canReadLists = ({ scopes }: Account): boolean => hasScopes(scopes, 'list_configuration:read', 'list_entry:read');

/** Of a page that has read nothing yet. */
export const noPlaces = (): PagePlaces => ({ state: 'loading', items: [] });

/**
 * Of one page, whose model it fills in. Reads once, and again after `outdated()` or when it is to ask anew; what was
 * shown stays where that fails, with what is wrong.
 */
export class Places {
  /** What is shown is what Attio had, as far as is known here. */
  #known = false;

  constructor(private readonly host: Host) {}

  /** Something moved: they are read with the next reading of the page. */
  outdated(): void {
    this.#known = false;
  }

  clear(): void {
    this.#known = false;
    this.host.model.places = noPlaces();
  }

  /** One request, and one for each list the record is in. Their failure is their own. */
  async read({ catalog, account }: Connection, read: ReadOptions): Promise<void> {
    const { model } = this.host;
    if (!canReadLists(account)) {
      model.places = { state: 'hidden', items: [] };
      return;
    }
    if (this.#known && !read.fresh) return;
    this.#known = true;
    try {
      const entries = await catalog.entriesOf(model.target, read);
      const items = await Promise.all(
        entries.map(
          async (entry): Promise<PagePlace> => ({
            ...(await placeOf(catalog, entry, read.surface)),
            entryId: entry.id.entry_id.toLowerCase(),
            createdAt: entry.created_at,
          }),
        ),
      );
      if (read.signal?.aborted) this.#known = false;
      else model.places = { state: 'ready', items };
    } catch (error) {
      this.#known = false;
      if (read.signal?.aborted || isCancel(error)) return;
      model.places = { ...model.places, trouble: this.host.troubleOf(error) };
    }
    // Before the record itself is there, its own drawing shows them with it.
    if (model.state === 'ready') this.host.draw();
  }
}
