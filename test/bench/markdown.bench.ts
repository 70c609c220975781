/** What a long note costs before it is sent: its Markdown is rewritten, and nobody waits meanwhile. */
import { parseMarkdown } from '../../src/crm/markdown/parse.js';
import { forAttio } from '../../src/crm/markdown/rewrite.js';
import { type Bench, median } from './support/figure.js';

const LENGTH = 300_000;
/** Sections of what people write, emoji and right-to-left text among it. */
const section = (at: number) => `## Section ${at} 🦄

שלום עולם **bold ${at}** and *it* with [a link](https://x.example/${at}) and \`code ${at}\` snake_case مرحبا.
Second line == x & y < z.

| A | B | C |
|---|---|---|
| a${at} | **b** | 👩‍👩‍👧 |
| c | d | e |

- one ${at}
  - two
    - [ ] three
- four

> quote

`;

function text(): string {
  let all = '';
  for (let at = 1; all.length < LENGTH; at++) all += section(at);
  return all;
}

/** Milliseconds of processor time. */
function workSince(start: NodeJS.CpuUsage): number {
  return process.cpuUsage(start).user / 1000;
}

/** The parser alone, on pieces that it is quick with. */
function parse(markdown: string): number {
  const start = process.cpuUsage();
  for (let at = 0; at < markdown.length; at += 2000) parseMarkdown(markdown.slice(at, at + 2000));
  return workSince(start);
}

/** Its work, and the most that was done before others got their turn. */
async function rewrite(markdown: string): Promise<{ work: number; longest: number }> {
  let [going, longest] = [true, 0];
  const start = process.cpuUsage();
  let turn = start;
  const others = () => {
    longest = Math.max(longest, workSince(turn));
    turn = process.cpuUsage();
    if (going) setImmediate(others);
  };
  setImmediate(others);
  await forAttio(markdown);
  going = false;
  return { work: workSince(start), longest };
}

export const bench: Bench = {
  name: 'markdown',
  async run() {
    const markdown = text();
    const runs: { plain: number; work: number; longest: number }[] = [];
    for (let round = 0; round < 4; round++) {
      const run = { plain: parse(markdown), ...(await rewrite(markdown)) };
      // The first round is for the just-in-time compiler.
      if (round > 0) runs.push(run);
    }
    const [plain, work, longest] = (['plain', 'work', 'longest'] as const).map((of) =>
      median(runs.map((run) => run[of])),
    );
    const ms = (value: number) => `${value.toFixed(0)} ms`;
    return [
      {
        what: 'rewriting a note of 300 kB, to parsing it',
        kind: 'ratio',
        measured: work! / plain!,
        budget: { most: 4 },
        note: `${ms(work!)} and ${ms(plain!)} of processor time`,
      },
      {
        what: 'its longest turn, to the whole',
        kind: 'ratio',
        measured: longest! / work!,
        budget: { most: 0.1 },
        note: `${ms(longest!)} without others getting theirs`,
      },
    ];
  },
};
