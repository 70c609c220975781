/** Attio's documents and recordings, where they are at hand: they are not part of this repository. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

// biome-ignore lint/suspicious/noExplicitAny: documents are walked freely
type Json = any;

export interface Exchange {
  method: string;
  url: string;
  request: Json;
  status: number;
  headers: Record<string, string>;
  response: Json;
}

export interface Spec {
  /** OpenAPI documents, by file name. */
  documents: Map<string, Json>;
  exchanges: Exchange[];
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The spec directory: `ATTIO_SPEC_DIR`, or `../shared/attio` beside the repository. Undefined when neither is there. */
export function loadSpec(): Spec | undefined {
  const given = process.env.ATTIO_SPEC_DIR;
  const found = [given, resolve(ROOT, '../shared/attio')].find((dir) => dir && existsSync(join(dir, 'openapi')));
  if (!found) return undefined;
  const names = ['attio-2026-02.json', 'attio-2026-08-reconstructed.json'];
  const read = (path: string) => readFileSync(join(found, path), 'utf8');
  return {
    documents: new Map(names.map((name) => [name, JSON.parse(read(`openapi/${name}`))])),
    exchanges: read('recorded/exchanges.jsonl')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line)),
  };
}

/** The schema of an operation's answer; undefined when the document has none for this status. */
export function answerSchema(document: Json, method: string, path: string, status: number): Json {
  const operation = document.paths[path]?.[method.toLowerCase()];
  return operation?.responses?.[status]?.content?.['application/json']?.schema;
}

/**
 * What an answer is made of: each path with the types found there. Array elements are `[]`; the values of a record are
 * told apart by attribute type, since slugs differ between workspaces.
 */
export function shapeOf(value: Json): Map<string, Set<string>> {
  const shape = new Map<string, Set<string>>();
  const walk = (at: string, part: Json): void => {
    const type = part === null ? 'null' : Array.isArray(part) ? 'array' : typeof part;
    shape.set(at, (shape.get(at) ?? new Set()).add(type));
    if (type === 'array') for (const one of part) walk(`${at}[]`, one);
    if (type !== 'object') return;
    const values = /\.(entry_)?values$/.test(at);
    for (const [key, inner] of Object.entries<Json>(part)) {
      if (!values) walk(`${at}.${key}`, inner);
      else for (const one of inner) walk(`${at}<${one.attribute_type}>`, one);
    }
  };
  walk('', value);
  return shape;
}
