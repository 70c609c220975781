/** A window's worth of audit entries, in a process of its own: `appendMany <directory> <name> <count>`. */
import { once } from 'node:events';
import { openTrail } from '../../../src/audit/trail.js';

const [directory, name, count] = process.argv.slice(2) as [string, string, string];
const trail = openTrail({ directory, retentionDays: () => 90, onProblem: (message) => console.error(message) });
// Both processes begin at the same word.
process.stdout.write('ready\n');
await once(process.stdin, 'data');

for (let index = 0; index < Number(count); index++) {
  trail.write({
    time: new Date(Date.UTC(2026, 10, 21, 9, 0, 0, index)).toISOString(),
    account: { id: 'a', name, slug: name },
    operation: 'records.get',
    kind: 'read',
    // Lines of very different lengths, some far longer than a pipe or a page.
    attributes: Array.from({ length: index % 97 === 0 ? 900 : index % 5 }, (_, at) => `attribute_${at}`),
    surface: 'test',
    outcome: 'ok',
    ms: index,
    attempts: 1,
  });
  // A few at a time, so that the two processes really interleave.
  if (index % 7 === 0) await trail.flush();
}
await trail.flush();
