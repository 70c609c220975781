/**
 * `POST /v2/objects/records/search`: names, domains, e-mail addresses, phone numbers and social handles of people and
 * companies, labels of all else (api.md section 4.3). Every word of the query must be found; better ways of being found
 * come first: the whole text, its beginning, a word's beginning, within a word, one letter off.
 */
import type { SearchHit } from '../attio/types.js';
import type { Container, Row, Value } from './model.js';
import { TopK } from './topK.js';
import { inTurns } from './turns.js';
import { activeValues, findAttribute, type Workspace } from './workspace.js';

const HANDLES = ['angellist', 'facebook', 'instagram', 'linkedin', 'twitter'];

/** The name a record goes by; empty when it has none. */
export function recordLabel(object: Container, row: Row, known?: (value: Value) => boolean): string {
  const attribute =
    findAttribute(object, 'name') ?? object.attributes.find((one) => one.type === 'text' && !one.system);
  if (!attribute) return '';
  const values = known ? (row.values.get(attribute.id) ?? []).filter(known) : activeValues(attribute, row, object);
  const data = values[0]?.data;
  return String(data?.full_name ?? data?.value ?? '');
}

/**
 * The best first, `limit` at most; of those alike, earlier objects and newer rows. An empty query finds all. Gives
 * others their turn, and rejects when `signal` fires.
 */
export async function searchRecords(
  workspace: Workspace,
  objects: Container[],
  query: string,
  limit: number,
  /** Milliseconds that search is behind. */
  lag = 0,
  signal?: AbortSignal,
): Promise<SearchHit[]> {
  const ranking = new Ranking(query);
  const known = lag > 0 ? staleView(lag) : undefined;
  const best = new TopK<{ object: Container; row: Row; rank: number; at: number }>(
    limit,
    (a, b) => a.rank - b.rank || a.at - b.at,
  );
  let at = 0;
  for (const object of objects) {
    let ofThis = 0;
    await inTurns(
      workspace.rows(object).from(),
      (row) => {
        at += 1;
        if (known && !known.row(row)) return true;
        const rank = ranking.empty ? 0 : ranking.of(row.search?.() ?? searchable(object, row, known?.value));
        if (rank === undefined) return true;
        best.offer({ object, row, rank, at });
        ofThis += 1;
        if (ranking.empty) return ofThis < limit;
        // What comes later can only be as good.
        return !(best.full && best.worst!.rank === 0);
      },
      signal,
    );
  }
  return best.list.map(({ object, row }) => hitOf(workspace, object, row));
}

/** The workspace as it was `lag` ms ago, as far as it was written to since. */
function staleView(lag: number) {
  const now = Date.now();
  const late = (at: string) => {
    const ms = Date.parse(at);
    return ms > now - lag && ms <= now;
  };
  return {
    row: (row: Row) => !late(row.createdAt),
    /** Values that came of late are not known, those that went of late still are. */
    value: (value: Value) => (value.until === null ? !late(value.from) : late(value.until)),
  };
}

/** Without case and accents. */
function fold(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text.toLowerCase();
  return text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase();
}

type Known = (value: Value) => boolean;

/** One field of all values of an attribute; as `known` has it, the past included, when that is given. */
function texts(object: Container, row: Row, slug: string, field: string, known?: Known): string[] {
  const attribute = findAttribute(object, slug);
  if (!attribute) return [];
  const values = known ? (row.values.get(attribute.id) ?? []).filter(known) : activeValues(attribute, row, object);
  return values.map((value) => String(value.data[field] ?? ''));
}

function searchable(object: Container, row: Row, known?: Known): Searchable {
  const found = [recordLabel(object, row, known)];
  if (object.slug === 'companies') found.push(...texts(object, row, 'domains', 'domain', known));
  if (object.slug === 'people') {
    found.push(...texts(object, row, 'email_addresses', 'email_address', known));
    found.push(...texts(object, row, 'phone_numbers', 'phone_number', known));
  }
  if (object.slug === 'companies' || object.slug === 'people') {
    for (const handle of HANDLES) found.push(...texts(object, row, handle, 'value', known));
  }
  const folded = found.filter((text) => text !== '').map(fold);
  return { texts: folded, words: () => folded.flatMap((text) => text.split(/[^\p{L}\p{N}+]+/u)) };
}

/** What a row is found by, without case and accents: whole texts, and the words in them. */
export interface Searchable {
  texts: readonly string[];
  words(): readonly string[];
}

const LETTERS = /[\p{L}\p{N}+]/u;

/** How well rows are found by one query. */
class Ranking {
  readonly #whole: string;
  readonly #words: { word: string; fuzzy: boolean; near: Map<string, boolean> }[];

  constructor(query: string) {
    this.#whole = fold(query).trim();
    this.#words = this.#whole
      .split(/\s+/)
      .filter(Boolean)
      .map((word) => ({ word, fuzzy: /^\p{L}{4,}$/u.test(word), near: new Map() }));
  }

  get empty(): boolean {
    return this.#words.length === 0;
  }

  /** Lower is better; undefined is no match. */
  of({ texts, words }: Searchable): number | undefined {
    if (texts.includes(this.#whole)) return 0;
    if (texts.some((text) => text.startsWith(this.#whole))) return 1;
    let worst = 0;
    for (const { word, fuzzy, near } of this.#words) {
      const rank = found(texts, word) ?? (fuzzy && words().some((one) => isNear(one, word, near)) ? 4 : undefined);
      if (rank === undefined) return undefined;
      worst = Math.max(worst, rank);
    }
    return worst;
  }
}

/** 2 at the beginning of a word, 3 within one. */
function found(texts: readonly string[], word: string): number | undefined {
  let rank: number | undefined;
  for (const text of texts) {
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      if (at === 0 || !LETTERS.test(text[at - 1]!)) return 2;
      rank = 3;
    }
  }
  return rank;
}

/** Many rows are made of the same words, so what was compared once is remembered, within reason. */
function isNear(one: string, word: string, near: Map<string, boolean>): boolean {
  if (Math.abs(one.length - word.length) > 1) return false;
  let is = near.get(one);
  if (is === undefined) {
    is = oneOff(one, word);
    if (near.size < 10_000) near.set(one, is);
  }
  return is;
}

/** Whether one insertion, deletion or change makes `a` into `b`. */
function oneOff(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  const [long, short] = a.length >= b.length ? [a, b] : [b, a];
  return long.slice(start + 1) === short.slice(a.length === b.length ? start + 1 : start);
}

function hitOf(workspace: Workspace, object: Container, row: Row): SearchHit {
  const hit: SearchHit = {
    id: { workspace_id: workspace.name.id, object_id: object.id, record_id: row.id },
    record_text: recordLabel(object, row),
    record_image: null,
    object_slug: object.slug,
  };
  if (object.slug === 'companies') hit.domains = texts(object, row, 'domains', 'domain');
  if (object.slug === 'people') {
    hit.email_addresses = texts(object, row, 'email_addresses', 'email_address');
    hit.phone_numbers = texts(object, row, 'phone_numbers', 'phone_number');
  }
  return hit;
}
