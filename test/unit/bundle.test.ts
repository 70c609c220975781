import assert from 'node:assert/strict';
import * as esbuild from 'esbuild';

/** Entry and everything it imports statically: what `activate()` makes Node load. */
function staticClosure(outputs: esbuild.Metafile['outputs'], entry: string): Set<string> {
  const seen = new Set<string>();
  const visit = (file: string) => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const { path, kind } of outputs[file]?.imports ?? [])
      if (kind === 'import-statement' && outputs[path]) visit(path);
  };
  visit(entry);
  return seen;
}

describe('the bundle', () => {
  let outputs: esbuild.Metafile['outputs'];

  before(async () => {
    const { extension } = (await import(new URL('../../esbuild.mjs', import.meta.url).href)) as {
      extension: esbuild.BuildOptions;
    };
    const built = await esbuild.build({ ...extension, write: false });
    outputs = built.metafile?.outputs ?? {};
  });

  it('loads less than 30 kB at activation', () => {
    const bytes = [...staticClosure(outputs, 'dist/extension.js')].reduce(
      (sum, file) => sum + (outputs[file]?.bytes ?? 0),
      0,
    );
    assert(bytes > 1000, 'nothing was measured');
    assert(bytes < 30_000, `${bytes} bytes`);
  });

  it('loads no library, no sandbox and no wire at activation', () => {
    const inputs = [...staticClosure(outputs, 'dist/extension.js')].flatMap((file) =>
      Object.keys(outputs[file]?.inputs ?? {}),
    );
    const heavy = inputs.filter((file) =>
      /node_modules|src\/sandbox|attio\/(client|transport|schemas)|src\/(crm|changes)\//.test(file),
    );
    assert.deepEqual(heavy, []);
  });

  it('takes no library late by a name that it has only when it is loaded at once', () => {
    // A CommonJS package that is imported late has nothing but `default` in a bundle.
    const nameless = Object.values(outputs)
      .filter(({ entryPoint = '', exports }) => /node_modules/.test(entryPoint) && exports.join() === 'default')
      .map(({ entryPoint }) => entryPoint);
    assert.deepEqual(nameless, []);
  });
});
