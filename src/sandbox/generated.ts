/**
 * Records by the million that nobody holds: row i is made when asked for, always the same, and its id, e-mail address
 * and domain say which i it is. They are older than the written sample, and tied to each other: person i works for
 * company i mod C; deal i is company i's, about person i.
 */
import type { Actor } from '../attio/types.js';
import { MEMBERS } from './data/team.js';
import { ADJECTIVES, FIRST_NAMES, LAST_NAMES, NOUNS, TITLES, TOPICS, TRADES } from './data/vocabulary.js';
import { seedId, uuidFrom } from './ids.js';
import { type AttributeDef, type Container, nano, type Row, SYSTEM, type Value, type ValueStore } from './model.js';
import type { RowSource } from './rows.js';
import { gather, scatter } from './scatter.js';

export type Grown = 'people' | 'companies' | 'deals';
export type Counts = Record<Grown, number>;

/** How many of each `records` in all are: six people to three companies to one deal. */
export function countsOf(records: number): Counts {
  const companies = Math.max(1, Math.floor(records * 0.3));
  const deals = Math.min(Math.floor(records * 0.1), companies);
  return { people: Math.max(0, records - companies - deals), companies, deals };
}

const of = <T>(list: readonly T[], number: number): T => list[number % list.length]!;

/** Records, or the entries of a list. */
type Made = Grown | 'entries';

/** The fixed end of the ids of an object; the eight digits before it are the scattered index. */
const TAILS: Record<Made, string> = {
  people: uuidFrom('generated/people').slice(8),
  companies: uuidFrom('generated/companies').slice(8),
  deals: uuidFrom('generated/deals').slice(8),
  entries: uuidFrom('generated/entries').slice(8),
};

/** A UUID in form, lower case; the same index always has the same one, and no two of an object share one. */
export function generatedId(object: Made, index: number): string {
  return scatter(index).toString(16).padStart(8, '0') + TAILS[object];
}

/** The index of a generated record's id, or -1. */
export function generatedIndex(object: Made, id: string): number {
  if (id.length !== 36 || !id.endsWith(TAILS[object])) return -1;
  const scattered = id.slice(0, 8);
  return /^[0-9a-f]{8}$/.test(scattered) ? gather(Number.parseInt(scattered, 16)) : -1;
}

const FOLDED = new Map<string, string>();
/** A word as it stands in an address. */
function plain(word: string): string {
  let folded = FOLDED.get(word);
  if (folded === undefined) {
    folded = word
      .normalize('NFD')
      .replace(/[^\x20-\x7e]/g, '')
      .toLowerCase();
    FOLDED.set(word, folded);
  }
  return folded;
}

function company(index: number) {
  const mixed = scatter(index + 0x51ed);
  const [adjective, noun, trade] = [
    of(ADJECTIVES, mixed),
    of(NOUNS, Math.floor(mixed / 40)),
    of(TRADES, Math.floor(mixed / 1600)),
  ];
  return {
    mixed,
    name: `${adjective} ${noun} ${trade}`,
    domain: `${plain(adjective)}-${plain(noun)}-${plain(trade)}-${index.toString(36)}.example`,
  };
}

function person(index: number, counts: Counts) {
  const mixed = scatter(index + 0x9e37);
  const [first, last] = [of(FIRST_NAMES, mixed), of(LAST_NAMES, Math.floor(mixed / 60))];
  const employer = index % counts.companies;
  return {
    mixed,
    first,
    last,
    employer,
    email: () => {
      const { domain } = company(employer);
      return { local: `${plain(first)}.${plain(last)}.${index.toString(36)}`, domain };
    },
  };
}

type Data = Record<string, unknown>;
type Maker = (index: number, counts: Counts, attribute: AttributeDef) => Data[];

const reference = (object: Grown, index: number): Data => ({
  target_object: object,
  target_record_id: generatedId(object, index),
});
const actor = (index: number): Data => ({
  referenced_actor_type: 'workspace-member',
  referenced_actor_id: seedId('members', of(MEMBERS, index % 5).key),
});
const choice = (attribute: AttributeDef, index: number): Data => ({
  [attribute.type === 'status' ? 'status' : 'option']: of(
    attribute.choices.filter((one) => !one.archived),
    index,
  ).id,
});
const text = (value: string): Data[] => [{ value }];

const MAKERS: Record<Grown, Record<string, Maker>> = {
  people: {
    name: (index, counts) => {
      const { first, last } = person(index, counts);
      return [{ first_name: first, last_name: last, full_name: `${first} ${last}` }];
    },
    email_addresses: (index, counts) => {
      const { local, domain } = person(index, counts).email();
      const address = `${local}@${domain}`;
      return [
        {
          original_email_address: address,
          email_address: address,
          email_domain: domain,
          email_root_domain: domain,
          email_local_specifier: local,
        },
      ];
    },
    company: (index, counts) => [reference('companies', person(index, counts).employer)],
    job_title: (index, counts) => text(of(TITLES, Math.floor(person(index, counts).mixed / 3600))),
    newsletter: (index) => [{ value: index % 2 === 0 }],
    associated_deals: (index, counts) => (index < counts.deals ? [reference('deals', index)] : []),
  },
  companies: {
    domains: (index) => {
      const { domain } = company(index);
      return [{ domain, root_domain: domain }];
    },
    name: (index) => text(company(index).name),
    team: (index, counts) => {
      const team: Data[] = [];
      for (let at = index; at < counts.people; at += counts.companies) team.push(reference('people', at));
      return team;
    },
    employee_range: (index, _, attribute) => [choice(attribute, company(index).mixed >>> 3)],
    account_status: (index, _, attribute) => [choice(attribute, company(index).mixed >>> 5)],
    account_owner: (index) => [actor(company(index).mixed >>> 7)],
    health: (index) => [{ value: (company(index).mixed >>> 9) % 6 }],
    associated_deals: (index, counts) => (index < counts.deals ? [reference('deals', index)] : []),
  },
  deals: {
    name: (index) => text(`${company(index).name}: ${of(TOPICS, scatter(index))}`),
    stage: (index, _, attribute) => [choice(attribute, scatter(index) >>> 4)],
    owner: (index) => [actor(scatter(index) >>> 6)],
    value: (index, _, attribute) => [
      { currency_value: 500 * (1 + ((scatter(index) >>> 8) % 400)), currency_code: attribute.currency?.code ?? null },
    ],
    associated_company: (index) => [reference('companies', index)],
    associated_people: (index, counts) => (index < counts.people ? [reference('people', index)] : []),
  },
};

/** Name and address, without case and accents, and the words they are made of. */
const FOUND_BY: Record<Grown, (index: number, counts: Counts) => { texts: string[]; words(): string[] }> = {
  people(index, counts) {
    const { first, last, email } = person(index, counts);
    const { local, domain } = email();
    const texts = [`${plain(first)} ${plain(last)}`, `${local}@${domain}`];
    return { texts, words: () => [plain(first), plain(last), ...domain.split('-', 3)] };
  },
  companies(index) {
    const { name, domain } = company(index);
    return { texts: [name.toLowerCase(), domain], words: () => domain.split('-', 3) };
  },
  deals(index) {
    const name = `${company(index).name}: ${of(TOPICS, scatter(index))}`.toLowerCase();
    return { texts: [name], words: () => name.split(/[ :]+/) };
  },
};

const NEWEST = Date.UTC(2024, 0, 8);
const YEAR = 365 * 86_400_000;
const SPAN = 5 * YEAR;

interface Recipe {
  object: Made;
  counts: Counts;
  /** The newest is one step older (milliseconds since 1970). */
  newest: number;
  /** Milliseconds between one row and the next. */
  step: number;
  /** Of an entry: the id of its record. */
  parent?(index: number): string;
  /** By attribute id. */
  makers: ReadonlyMap<string, { make: Maker; attribute: AttributeDef }>;
}

class GeneratedRow implements Row, ValueStore {
  readonly index: number;
  readonly #recipe: Recipe;

  constructor(index: number, recipe: Recipe) {
    this.index = index;
    this.#recipe = recipe;
  }

  get id(): string {
    return generatedId(this.#recipe.object, this.index);
  }

  get createdAt(): string {
    const { newest, step } = this.#recipe;
    return nano(newest - (this.index + 1) * step);
  }

  get createdBy(): Actor {
    return SYSTEM;
  }

  get parentId(): string | undefined {
    return this.#recipe.parent?.(this.index);
  }

  get values(): ValueStore {
    return this;
  }

  search() {
    const { object, counts } = this.#recipe;
    return object === 'entries' ? { texts: [], words: () => [] } : FOUND_BY[object](this.index, counts);
  }

  get(attributeId: string): Value[] | undefined {
    const found = this.#recipe.makers.get(attributeId);
    if (!found) return undefined;
    const data = found.make(this.index, this.#recipe.counts, found.attribute);
    const from = this.createdAt;
    return data.map((one) => ({ from, until: null, by: SYSTEM, data: one }));
  }

  set(): never {
    throw new Error('A generated row is copied before it is written to.');
  }

  *[Symbol.iterator](): Iterator<[string, Value[]]> {
    for (const id of this.#recipe.makers.keys()) yield [id, this.get(id)!];
  }
}

function makersOf(container: Container, makers: Record<string, Maker>): Recipe['makers'] {
  return new Map(
    container.attributes.flatMap((attribute) => {
      const make = makers[attribute.slug];
      return make ? [[attribute.id, { make, attribute }]] : [];
    }),
  );
}

/** The entries of `Renewals 2026`. Every eleventh has no step yet. */
const ENTRY_MAKERS: Record<string, Maker> = {
  step: (index, _, attribute) => (index % 11 === 10 ? [] : [choice(attribute, scatter(index) >>> 4)]),
  due: (index) => [{ value: `2026-${String(1 + (index % 12)).padStart(2, '0')}-15` }],
  at_risk: (index) => [{ value: index % 7 === 0 }],
};

/** The list that can be grown, by its slug. */
export const GROWN_LIST = 'renewals_2026';

/**
 * So many entries of a list, newest first, all made in the year before `until` (ISO). `parent` gives the id of the record
 * that an index is about.
 */
export function generatedEntries(
  container: Container,
  size: number,
  until: string,
  parent: (index: number) => string,
): RowSource {
  const newest = Date.parse(until);
  const step = Math.max(1, Math.floor(YEAR / (size + 1)));
  const makers = makersOf(container, ENTRY_MAKERS);
  const recipe: Recipe = { object: 'entries', counts: countsOf(0), newest, step, makers, parent };
  return {
    size,
    at: (index) => new GeneratedRow(index, recipe),
    find(id) {
      const index = generatedIndex('entries', id);
      return index < size ? index : -1;
    },
  };
}

/** The generated records of one object, newest first. */
export function generatedRows(object: Grown, container: Container, counts: Counts): RowSource {
  const makers = makersOf(container, MAKERS[object]);
  const size = counts[object];
  const step = Math.max(1, Math.floor(SPAN / Math.max(1, size)));
  const recipe: Recipe = { object, counts, newest: NEWEST, step, makers };
  const within = (index: number) => (index >= 0 && index < size ? index : -1);
  return {
    size,
    at: (index) => new GeneratedRow(index, recipe),
    find: (id) => within(generatedIndex(object, id)),
    /** Domains and e-mail addresses end in the index. */
    *holding({ slug }, key) {
      const [, digits] = (slug === 'domains' ? /-([0-9a-z]+)\.example$/ : /\.([0-9a-z]+)@/).exec(key) ?? [];
      const index = digits === undefined ? -1 : within(Number.parseInt(digits, 36));
      if (index >= 0) yield index;
    },
  };
}
