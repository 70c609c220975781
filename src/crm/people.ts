/** People by their e-mail addresses: what is known of an address, also that nobody has it, is not asked again. */
import { AgedCache, type Clock } from './cache.js';
import { type Lookups, uniqueValues } from './lookups.js';
import { MINUTE } from './reads.js';
import type { RecordReads } from './records.js';
import type { ReadOptions, RecordRef } from './types.js';

/** Believed for two minutes. Where several people have an address, the first that Attio gives. */
export class PeopleReads {
  /** undefined: nobody has the address. */
  readonly #known: AgedCache<RecordRef | undefined>;

  constructor(
    private readonly lookups: Lookups,
    private readonly records: RecordReads,
    clock: Clock,
  ) {
    this.#known = new AgedCache({ max: 5000, age: 2 * MINUTE }, clock);
  }

  /** By the address in lower case; without those that nobody has, or whose people this key may not read. */
  async byEmail(emails: readonly string[], options: ReadOptions): Promise<Map<string, RecordRef>> {
    const wanted = [...new Set(emails.map((email) => email.trim().toLowerCase()).filter(Boolean))];
    const unknown = wanted.filter((email) => options.fresh || !this.#known.get(email));
    if (unknown.length > 0) {
      const found = new Map<string, RecordRef>();
      for (const { ref, record } of await this.lookups.people(unknown, options))
        for (const email of uniqueValues(record).emails) if (!found.has(email)) found.set(email, ref);
      for (const email of unknown) this.#known.set(email, found.get(email));
    }
    return new Map(
      wanted.flatMap((email) => {
        const ref = this.#known.get(email)?.value;
        return ref && !this.records.isGone(ref) ? [[email, ref] as const] : [];
      }),
    );
  }

  forget(): void {
    this.#known.clear();
  }
}
