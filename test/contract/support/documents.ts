/**
 * Attio's OpenAPI documents and recorded exchanges, for the contract tests. They are not part of the project: they are
 * looked for in ATTIO_SPEC_DIR, else in ../shared/attio beside the repository.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Exchange {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  request: unknown;
  status: number;
  headers: Record<string, string>;
  response: unknown;
}

type Json = Record<string, unknown>;
export interface Parameter {
  name: string;
  in: 'path' | 'query';
  required?: boolean;
  schema: Json;
}
export interface DocumentedOperation {
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Json }> };
  responses?: Record<string, { content?: Record<string, { schema: Json }> }>;
  description?: string;
  security?: Record<string, string[]>[];
}
export interface OpenApi {
  paths: Record<string, Record<string, DocumentedOperation>>;
  components: Json;
}

export interface Documents {
  /** Complete, with examples and 4xx bodies. */
  older: OpenApi;
  /** The newest whole one. */
  newer: OpenApi;
  /** Operations since then, as `GET /v2/…`; `/v2/…*` stands for a group. */
  added: string[];
  recorded: Exchange[];
}

/** The documents, or undefined where there are none (a line says so). */
export function documents(): Documents | undefined {
  const beside = fileURLToPath(new URL('../../../../shared/attio', import.meta.url));
  const folder = [process.env.ATTIO_SPEC_DIR, beside].find((one) => one && existsSync(join(one, 'openapi')));
  if (folder === undefined) {
    console.log(
      "Attio's OpenAPI documents are not here (set ATTIO_SPEC_DIR): the client's contract tests are left out.",
    );
    return undefined;
  }
  const read = (path: string) => readFileSync(join(folder, path), 'utf8');
  const lines = read('recorded/exchanges.jsonl')
    .split('\n')
    .filter((line) => line.trim() !== '');
  return {
    older: JSON.parse(read('openapi/attio-2026-02.json')) as OpenApi,
    newer: JSON.parse(read('openapi/attio-2026-08-reconstructed.json')) as OpenApi,
    added: (JSON.parse(read('openapi/attio-2026-10-delta.json')) as { operations_added_since_2026_08_02: string[] })
      .operations_added_since_2026_08_02,
    recorded: lines.map((line) => JSON.parse(line) as Exchange),
  };
}

/** The documented path that a request's path is an instance of, and what stands in its braces. Literal segments win. */
export function matchPath(
  api: OpenApi,
  method: string,
  path: string,
): { path: string; params: Record<string, string> } | undefined {
  const segments = path.split('/');
  const fits = Object.keys(api.paths).flatMap((known) => {
    const pattern = known.split('/');
    if (pattern.length !== segments.length || !(method.toLowerCase() in api.paths[known]!)) return [];
    const params: Record<string, string> = {};
    for (const [n, part] of pattern.entries()) {
      if (part.startsWith('{')) params[part.slice(1, -1)] = decodeURIComponent(segments[n]!);
      else if (part !== segments[n]) return [];
    }
    return [{ path: known, params }];
  });
  return fits.sort((a, b) => Object.keys(a.params).length - Object.keys(b.params).length)[0];
}
