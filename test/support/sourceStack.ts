/**
 * Turns positions in bundles back into those of their sources. Node could do that for every error of the process, but
 * in VS Code's extension host that means reading the source maps of VS Code itself, which takes minutes.
 */
import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** A frame's place: a file URL or absolute path, line and column. */
const place = /((?:file:\/\/)?\/?[^\s():]*(?::[\\/][^\s():]*)?\.js):(\d+):(\d+)/g;

/** Returns `stack` with every frame in a bundle below `folder` pointing at its source file. */
export function withSources(stack: string, folder: string): string {
  const maps = new Map<string, SourceMap | undefined>();
  return stack.replace(place, (whole, address: string, line: string, column: string) => {
    const file = address.startsWith('file:') ? fileURLToPath(address) : address;
    if (!file.startsWith(folder)) return whole;
    if (!maps.has(file)) maps.set(file, readMap(file));
    const entry = maps.get(file)?.findEntry(Number(line) - 1, Number(column) - 1);
    if (entry === undefined || !('originalSource' in entry)) return whole;
    const source = path.resolve(path.dirname(file), entry.originalSource);
    return `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  });
}

function readMap(file: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8')));
  } catch {
    return undefined;
  }
}
