/** What esbuild says of the bundle in dist/. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Metafile } from 'esbuild';
import { projectRoot } from '../../support/workbench/paths.js';

export type Outputs = Metafile['outputs'];

export const ENTRY = 'dist/extension.js';

/** Rooms and libraries that nothing at start may need. */
export const HEAVY: Readonly<Record<string, RegExp>> = {
  undici: /node_modules\/undici\//,
  zod: /node_modules\/zod\//,
  yaml: /node_modules\/yaml\//,
  micromark: /node_modules\/(micromark|mdast)/,
  'the sandbox': /^src\/sandbox\//,
  'the wire': /^src\/attio\/(client|transport|schemas)\.ts/,
};

export function outputs(): Outputs {
  return (JSON.parse(readFileSync(path.join(projectRoot, 'dist', 'meta.json'), 'utf8')) as Metafile).outputs;
}

/** `entries` and everything they import statically. */
export function staticClosure(all: Outputs, ...entries: string[]): string[] {
  const seen = new Set<string>();
  const visit = (file: string) => {
    if (seen.has(file) || !all[file]) return;
    seen.add(file);
    for (const one of all[file].imports) if (one.kind === 'import-statement') visit(one.path);
  };
  entries.forEach(visit);
  return [...seen];
}

export const bytesOf = (all: Outputs, files: readonly string[]): number =>
  files.reduce((sum, file) => sum + (all[file]?.bytes ?? 0), 0);

/** Which of HEAVY these files hold. */
export function heavyIn(all: Outputs, files: readonly string[]): string[] {
  const inputs = files.flatMap((file) => Object.keys(all[file]?.inputs ?? {}));
  return Object.keys(HEAVY).filter((name) => inputs.some((input) => HEAVY[name]!.test(input)));
}
