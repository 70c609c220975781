/** How much there is to load: counted from esbuild's own account of the bundle. */
import type { Bench } from './support/figure.js';
import { bytesOf, ENTRY, heavyIn, outputs, staticClosure } from './support/staticClosure.js';

export const bench: Bench = {
  name: 'bundle',
  async run() {
    const all = outputs();
    const entry = staticClosure(all, ENTRY);
    const scripts = Object.keys(all).filter((file) => file.endsWith('.js') && file !== 'dist/sandboxServer.js');
    const heavy = heavyIn(all, entry);
    return [
      { what: 'entry file', kind: 'count', measured: bytesOf(all, [ENTRY]), unit: 'B', budget: { most: 30_000 } },
      {
        what: 'entry file with all that it imports statically',
        kind: 'count',
        measured: bytesOf(all, entry),
        unit: 'B',
        budget: { most: 30_000 },
        note: `${entry.length} files`,
      },
      {
        what: 'heavy parts among these',
        kind: 'count',
        measured: heavy.length,
        budget: { most: 0 },
        note: heavy.join(', '),
      },
      {
        what: 'all scripts of the extension',
        kind: 'count',
        measured: bytesOf(all, scripts),
        unit: 'B',
        note: `${scripts.length} files, loaded when first needed`,
      },
    ];
  },
};
