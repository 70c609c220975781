// Bundles the extension: a small ESM entry, and chunks that load on first use.
//   node esbuild.mjs            dist/
//   node esbuild.mjs --tests    dist/ and dist-test/ (what the extension host's mocha runs)
//   node esbuild.mjs --watch    rebuild on change
import { readdirSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const flags = new Set(process.argv.slice(2));

/** Bundled CommonJS packages call require() for Node's own modules; ESM has none. */
const banner = {
  js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
};

/** @type {esbuild.BuildOptions} */
const common = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  external: ['vscode'],
  sourcemap: 'linked',
  sourcesContent: false,
  legalComments: 'none',
  logLevel: 'warning',
};

/** What goes into dist/; a test builds with the same options to weigh the entry. @type {esbuild.BuildOptions} */
export const extension = {
  ...common,
  entryPoints: { extension: 'src/extension.ts', sandboxServer: 'src/sandbox/main.ts' },
  outdir: 'dist',
  splitting: true,
  minify: true,
  // Stack traces and AttioError kinds stay readable in a report.
  keepNames: false,
  chunkNames: 'chunks/[name]-[hash]',
  metafile: true,
  banner,
};

/** @type {() => esbuild.BuildOptions} */
const tests = () => ({
  ...common,
  entryPoints: [
    'test/host/index.ts',
    ...readdirSync('test/host', { recursive: true })
      .map((file) => `test/host/${file}`)
      .filter((file) => file.endsWith('.test.ts')),
  ],
  outbase: 'test',
  outdir: 'dist-test',
  splitting: true,
  external: ['vscode', 'mocha'],
  banner,
});

async function main() {
  rmSync('dist', { recursive: true, force: true });
  if (flags.has('--watch')) {
    const context = await esbuild.context(extension);
    await context.watch();
  } else {
    const built = await esbuild.build(extension);
    await writeFile('dist/meta.json', JSON.stringify(built.metafile));
    if (flags.has('--tests')) {
      rmSync('dist-test', { recursive: true, force: true });
      await esbuild.build(tests());
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
