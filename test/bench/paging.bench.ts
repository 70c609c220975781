/**
 * Cost follows what is shown, not what exists. The same pages of an object of a small workspace and of a large one; the
 * sandboxes are processes of their own, so that memory and processor time here are the client's and the catalog's alone.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { connectTo, type OpenConnection } from './support/connection.js';
import { type Bench, type Figure, median } from './support/figure.js';
import { type SandboxProcess, startSandboxProcess } from './support/sandboxProcess.js';

const SMALL = 1_000;
const LARGE = 200_000;
/** As many full pages of people as the small workspace has. */
const PAGES = 12;
const PAGE = 50;
/** The catalog remembers 2,000 records: after so many pages its memory is full. */
const FILLED = 60;
const FURTHER = 100;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
/** Bytes that are really held. */
function heap(): number {
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}

interface Cost {
  requests: number;
  ms: number;
  cpu: number;
}

async function show({ catalog }: OpenConnection, offset: number): Promise<void> {
  const read = { surface: 'tree', names: 'known' } as const;
  const { records } = await catalog.recordsPage('people', { offset }, read);
  if (records.length !== PAGE) throw new Error(`The page at ${offset} has ${records.length} records.`);
  await catalog.summarize(records, 'people', read);
}

/** Milliseconds of this process's work. */
function cpuSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

async function costOf(sandbox: SandboxProcess): Promise<Cost> {
  const connection = await connectTo(sandbox);
  try {
    await show(connection, 0);
    await sandbox.clearLog();
    const times: number[] = [];
    const work: number[] = [];
    for (let page = 1; page < PAGES; page++) {
      const [began, start] = [performance.now(), process.cpuUsage()];
      await show(connection, page * PAGE);
      times.push(performance.now() - began);
      work.push(cpuSince(start));
    }
    return { requests: (await sandbox.requests()).length / times.length, ms: median(times), cpu: median(work) };
  } finally {
    await connection.close();
  }
}

async function growth(sandbox: SandboxProcess): Promise<{ held: number; grown: number }> {
  const connection = await connectTo(sandbox);
  try {
    const bare = heap();
    for (let page = 0; page < FILLED; page++) await show(connection, page * PAGE);
    const filled = heap();
    for (let page = FILLED; page < FILLED + FURTHER; page++) await show(connection, page * PAGE);
    return { held: filled - bare, grown: heap() - filled };
  } finally {
    await connection.close();
  }
}

/** The middle of several runs that take turns, so that what the machine does besides hits both alike. */
async function compare(small: SandboxProcess, large: SandboxProcess): Promise<[Cost, Cost]> {
  const costs: [Cost[], Cost[]] = [[], []];
  // The first round is for the just-in-time compiler.
  for (let round = 0; round < 4; round++) {
    const pair = [await costOf(small), await costOf(large)] as const;
    if (round === 0) continue;
    costs[0].push(pair[0]);
    costs[1].push(pair[1]);
  }
  const middle = (all: Cost[]): Cost => ({
    requests: Math.max(...all.map(({ requests }) => requests)),
    ms: median(all.map(({ ms }) => ms)),
    cpu: median(all.map(({ cpu }) => cpu)),
  });
  return [middle(costs[0]), middle(costs[1])];
}

export const bench: Bench = {
  name: 'paging',
  async run() {
    const started: SandboxProcess[] = [];
    const start = async (records: number) => {
      const sandbox = await startSandboxProcess('--records', String(records));
      started.push(sandbox);
      return sandbox;
    };
    try {
      const [small, large] = [await start(SMALL), await start(LARGE)];
      const [few, many] = await compare(small, large);
      const { held, grown } = await growth(large);
      return figuresOf(few, many, held, grown);
    } finally {
      for (const sandbox of started) sandbox.stop();
    }
  },
};

function figuresOf(few: Cost, many: Cost, held: number, grown: number): Figure[] {
  const ms = (value: number) => `${value.toFixed(1)} ms`;
  const of = `${SMALL.toLocaleString('en')} against ${LARGE.toLocaleString('en')} records`;
  return [
    {
      what: `requests a page, ${LARGE.toLocaleString('en')} records`,
      kind: 'count',
      measured: many.requests,
      budget: { most: 1 },
    },
    {
      what: 'work of the client for a page, large to small',
      kind: 'ratio',
      measured: many.cpu / few.cpu,
      budget: { most: 1.5 },
      note: `${ms(few.cpu)} and ${ms(many.cpu)} of processor time; ${of}`,
    },
    {
      what: 'time for a page, large to small',
      kind: 'ratio',
      measured: many.ms / few.ms,
      budget: { most: 2 },
      note: `${ms(few.ms)} and ${ms(many.ms)}, the sandbox's own work included`,
    },
    {
      what: `memory grown over ${FURTHER} pages, to what the first ${FILLED} hold`,
      kind: 'ratio',
      measured: grown / held,
      budget: { most: 0.15 },
      note: `${(held / 1e6).toFixed(1)} MB held, then ${(grown / 1e6).toFixed(1)} MB more`,
    },
  ];
}
