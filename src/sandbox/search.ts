/**
 * `POST /v2/objects/records/search`: names, domains, e-mail addresses, phone numbers and social handles of people and
 * companies, labels of all else (api.md section 4.3). Every word of the query must be found; better ways of being found
 * come first: the whole text, its beginning, a word's beginning, within a word, one letter off.
 */
import { setImmediate as breathe } from 'node:timers/promises';
import type { SearchHit } from '../attio/types.js';
import type { Container, Row } from './model.js';
import { activeValues, findAttribute, type Workspace } from './workspace.js';

const HANDLES = ['angellist', 'facebook', 'instagram', 'linkedin', 'twitter'];

/** The name a record goes by; empty when it has none. */
export function recordLabel(object: Container, row: Row): string {
  const attribute =
    findAttribute(object, 'name') ?? object.attributes.find((one) => one.type === 'text' && !one.system);
  const data = attribute && activeValues(attribute, row, object)[0]?.data;
  return String(data?.full_name ?? data?.value ?? '');
}

export async function searchRecords(
  workspace: Workspace,
  objects: Container[],
  query: string,
  limit: number,
): Promise<SearchHit[]> {
  const words = fold(query).split(/\s+/).filter(Boolean);
  const found: { hit: SearchHit; rank: number; at: number }[] = [];
  let since = performance.now();
  let at = 0;
  for (const object of objects) {
    let ofThis = 0;
    for (const row of workspace.rows(object).from()) {
      at += 1;
      const rank = words.length === 0 ? 0 : rankOf(searchable(object, row), fold(query).trim(), words);
      if (rank !== undefined) {
        found.push({ hit: hitOf(workspace, object, row), rank, at });
        ofThis += 1;
      }
      if (words.length === 0 && ofThis >= limit) break;
      if (performance.now() - since > 8) {
        await breathe();
        since = performance.now();
      }
    }
  }
  found.sort((a, b) => a.rank - b.rank || a.at - b.at);
  return found.slice(0, limit).map(({ hit }) => hit);
}

/** Without case and accents. */
function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase();
}

function texts(object: Container, row: Row, slug: string, field: string): string[] {
  const attribute = findAttribute(object, slug);
  if (!attribute) return [];
  return activeValues(attribute, row, object).map((value) => String(value.data[field] ?? ''));
}

function searchable(object: Container, row: Row): string[] {
  const found = [recordLabel(object, row)];
  if (object.slug === 'companies') found.push(...texts(object, row, 'domains', 'domain'));
  if (object.slug === 'people') {
    found.push(...texts(object, row, 'email_addresses', 'email_address'));
    found.push(...texts(object, row, 'phone_numbers', 'phone_number'));
  }
  if (object.slug === 'companies' || object.slug === 'people') {
    for (const handle of HANDLES) found.push(...texts(object, row, handle, 'value'));
  }
  return found.filter((text) => text !== '').map(fold);
}

/** Lower is better; undefined is no match. */
function rankOf(candidates: string[], query: string, words: string[]): number | undefined {
  if (candidates.includes(query)) return 0;
  if (candidates.some((text) => text.startsWith(query))) return 1;
  let worst = 0;
  for (const word of words) {
    const best = Math.min(...candidates.map((text) => wordRank(text, word)));
    if (best === Number.POSITIVE_INFINITY) return undefined;
    worst = Math.max(worst, best);
  }
  return worst;
}

function wordRank(text: string, word: string): number {
  const parts = text.split(/[^\p{L}\p{N}+]+/u);
  if (parts.some((part) => part.startsWith(word))) return 2;
  if (text.includes(word)) return 3;
  if (/^\p{L}{4,}$/u.test(word) && parts.some((part) => oneOff(part, word))) return 4;
  return Number.POSITIVE_INFINITY;
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
