// Bundles the extension: a small ESM entry, and chunks that load on first use.
//   node esbuild.mjs            dist/
//   node esbuild.mjs --tests    dist/ and dist-test/ (what the extension host's mocha runs)
//   node esbuild.mjs --watch    rebuild on change
import { existsSync, readdirSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const flags = new Set(process.argv.slice(2));

/** Bundled CommonJS packages call require() for Node's own modules; ESM has none. Short: it is in every file. */
const banner = {
  js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);",
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
      .map((file) => `test/host/${String(file).replaceAll('\\', '/')}`)
      .filter((file) => file.endsWith('.test.ts')),
  ],
  outbase: 'test',
  outdir: 'dist-test',
  splitting: true,
  // mocha finds its own files at run time, so it is loaded from node_modules.
  external: ['vscode', 'mocha'],
  metafile: true,
  banner,
});

/**
 * Deletes what an earlier build left in `folder`. Only after the new files are there: a VS Code that runs from this
 * folder still loads chunks, and those that did not change keep their names.
 * @param {string} folder
 * @param {esbuild.Metafile} metafile
 */
async function prune(folder, metafile) {
  const written = new Set(Object.keys(metafile.outputs).map((file) => path.resolve(file)));
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = path.resolve(entry.parentPath, entry.name);
    if (entry.isFile() && /\.js(\.map)?$/.test(file) && !written.has(file)) await rm(file, { force: true });
  }
}

/** @param {esbuild.BuildOptions} options */
async function build(options) {
  const { metafile } = await esbuild.build(options);
  if (metafile && options.outdir && existsSync(options.outdir)) await prune(options.outdir, metafile);
  return metafile;
}

// esbuild has printed what is wrong; the stack of its own exception would only bury that.
const failed = () => process.exit(1);

async function main() {
  if (flags.has('--watch')) {
    const context = await esbuild.context(extension);
    await context.watch();
    return;
  }
  const metafile = await build(extension).catch(failed);
  await writeFile('dist/meta.json', JSON.stringify(metafile));
  if (flags.has('--tests')) await build(tests()).catch(failed);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
