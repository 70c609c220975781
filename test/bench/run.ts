/**
 * Measures what the extension costs, as one Markdown table and as test-results/bench.json. Ends with 1 when a count or a
 * ratio breaks its budget, or a bench could not run; times alone never fail it.
 *
 *   npm run bench                       all, in about three minutes
 *   npm run bench -- requests paging    those whose names contain a word
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { resultsDir } from '../support/workbench/paths.js';
import { onInterrupt } from '../support/workbench/processTree.js';
import { bench as activation } from './activation.bench.js';
import { bench as board } from './board.bench.js';
import { bench as bundle } from './bundle.bench.js';
import { bench as markdown } from './markdown.bench.js';
import { bench as paging } from './paging.bench.js';
import { bench as requests } from './requests.bench.js';
import { type Bench, breaks } from './support/figure.js';
import { type Measured, table } from './support/table.js';
import { bench as sustained } from './sustained.bench.js';

onInterrupt(130, () => undefined);

const words = process.argv.slice(2);
const benches: Bench[] = [bundle, activation, markdown, requests, paging, board, sustained].filter(
  ({ name }) => words.length === 0 || words.some((word) => name.includes(word)),
);
if (benches.length === 0) {
  console.error(`No bench has "${words.join('" or "')}" in its name.`);
  process.exit(2);
}

const measured: Measured[] = [];
for (const { name, run } of benches) {
  console.error(`Measuring ${name}…`);
  const began = performance.now();
  const result = await run().then(
    (figures) => ({ figures }),
    (error: unknown) => {
      console.error(error);
      return { figures: [], failure: error instanceof Error ? error.message : String(error) };
    },
  );
  measured.push({ bench: name, seconds: Math.round((performance.now() - began) / 100) / 10, ...result });
}

const failed = measured.some(({ figures, failure }) => failure !== undefined || figures.some(breaks));
console.log(table(measured));
mkdirSync(resultsDir, { recursive: true });
const machine = { node: process.version, platform: process.platform, cpus: cpus().length };
writeFileSync(
  path.join(resultsDir, 'bench.json'),
  `${JSON.stringify({ at: new Date().toISOString(), machine, failed, benches: measured }, null, 2)}\n`,
);
// Explicitly: pools of connections would keep the process for a while.
process.exit(failed ? 1 : 0);
