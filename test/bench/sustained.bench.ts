/**
 * Bulk work runs at the API's limit, and a person is not kept waiting by it. The sandbox is a process of its own that
 * takes as long as Attio does and says when each request arrived. It refuses none: how many came in any one second is
 * counted here, from its log, and beside it how many left this process (undici says when).
 *
 * What leaves is the client's doing, and always has the budget. What arrives has it while no request travelled more than
 * TRAVELS longer than another: 98% of a limit leave 20 ms of each second to any client, most of which the pacer keeps for
 * that. On a machine so busy that one of the two processes stands still for longer, the arrivals bunch whatever the
 * client does; they are then told without a budget.
 */
import diagnostics from 'node:diagnostics_channel';
import { monitorEventLoopDelay } from 'node:perf_hooks';

import type { CreateNote } from '../../src/attio/writes.js';
import { approve } from '../../src/changes/approve.js';
import { seedId } from '../../src/sandbox/seed.js';
import type { Seen } from '../../src/sandbox/server.js';
import { connectTo, type OpenConnection } from './support/connection.js';
import { type Bench, type Figure, median, quantile } from './support/figure.js';
import { type SandboxProcess, startSandboxProcess } from './support/sandboxProcess.js';

const WRITES = 400;
const WRITES_A_SECOND = 25;
const READS = 1000;
const READS_A_SECOND = 100;
/** Milliseconds by which the pacer's window is longer than the second that is counted. */
const TRAVELS = 12;
/** What Attio's answers take. */
const LATENCY = { read: 430, write: 790 };
/** A person asks so many times, one after the other, before and during bulk work. */
const CALLS = 8;
const ON = { object: 'companies', recordId: seedId('companies', 'acme-robotics') };
const bulk = { priority: 'bulk', surface: 'bench' } as const;

export const bench: Bench = {
  name: 'sustained',
  async run() {
    const sandbox = await startSandboxProcess('--records', '2000');
    try {
      const connection = await connectTo(sandbox);
      const figures = [...(await writes(sandbox, connection)), ...(await reads(sandbox, connection))];
      await connection.close();
      return figures;
    } finally {
      sandbox.stop();
    }
  },
};

/** When requests left, in milliseconds since 1970. */
const left: number[] = [];
diagnostics.subscribe('undici:client:sendHeaders', () => left.push(Date.now()));

/** How late this process's timers are, which should take TICK ms: what a busy machine takes away from any pace. */
const TICK = 10;
const ticks = monitorEventLoopDelay({ resolution: TICK });

function create(connection: OpenConnection, title: string, options?: typeof bulk) {
  const change: CreateNote = {
    kind: 'note.create',
    parentObject: ON.object,
    parentRecordId: ON.recordId,
    title,
    format: 'plaintext',
    content: title,
  };
  const approval = { how: 'asked', at: new Date().toISOString(), surface: 'bench' } as const;
  return connection.api.notes.create(approve(change, approval), options);
}

async function writes(sandbox: SandboxProcess, connection: OpenConnection): Promise<Figure[]> {
  const person = () => create(connection, 'by hand');
  await sandbox.setFaults([{ kind: 'latency', ...LATENCY }]);
  const idle = await timed(person);
  await sandbox.clearLog();
  left.length = 0;
  ticks.reset();
  ticks.enable();
  const made = Array.from({ length: WRITES }, (_, n) => create(connection, `bulk ${n}`, bulk));
  const [busy, done] = await Promise.all([timed(person), Promise.allSettled(made)]);
  const paced = pace('writes', [...left], await sandbox.requests(), WRITES_A_SECOND);

  await sandbox.setFaults([]);
  const found = new Map<string, number>();
  for (let offset = 0; ; offset += 50) {
    const notes = await connection.api.notes.list(
      { parent_object: ON.object, parent_record_id: ON.recordId, limit: 50, offset },
      bulk,
    );
    for (const { title } of notes) if (/^bulk /.test(title)) found.set(title, (found.get(title) ?? 0) + 1);
    if (notes.length < 50) break;
  }
  const doubled = [...found.values()].filter((times) => times > 1).length;
  const refused = done.filter(({ status }) => status === 'rejected').length;
  return [
    ...paced,
    { what: `writes lost of ${WRITES}`, kind: 'count', measured: WRITES - found.size, budget: { most: 0 } },
    { what: `writes doubled of ${WRITES}`, kind: 'count', measured: doubled, budget: { most: 0 } },
    { what: 'writes that failed to their caller', kind: 'count', measured: refused, budget: { most: 0 } },
    overtaking('write', busy, idle),
  ];
}

async function reads(sandbox: SandboxProcess, connection: OpenConnection): Promise<Figure[]> {
  const person = () => connection.api.objects.list();
  const records = await connection.api.records.query('people', { limit: 500 });
  await sandbox.setFaults([{ kind: 'latency', ...LATENCY }]);
  const idle = await timed(person);
  await sandbox.clearLog();
  left.length = 0;
  ticks.reset();
  ticks.enable();
  const asked = Array.from({ length: READS }, (_, n) =>
    connection.api.records.get('people', records[n % records.length]!.id.record_id, bulk),
  );
  const [busy, done] = await Promise.all([timed(person), Promise.allSettled(asked)]);
  const paced = pace('reads', [...left], await sandbox.requests(), READS_A_SECOND);
  const refused = done.filter(({ status }) => status === 'rejected').length;
  return [
    ...paced,
    { what: `reads that failed of ${READS}`, kind: 'count', measured: refused, budget: { most: 0 } },
    overtaking('read', busy, idle),
  ];
}

/** Milliseconds of one call after the other. */
async function timed(call: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < CALLS; n++) {
    const began = performance.now();
    await call();
    times.push(performance.now() - began);
  }
  return times;
}

/** How near the limit the arrivals were, and that no second saw more than the limit; times in milliseconds since 1970. */
function pace(what: 'writes' | 'reads', sent: readonly number[], seen: readonly Seen[], limit: number): Figure[] {
  const times = seen.map(({ at }) => Date.parse(at)).sort((a, b) => a - b);
  const seconds = (times.at(-1)! - times[0]!) / 1000;
  const rate = (times.length - 1) / seconds;
  const spread = travelled(sent, times);
  return [
    {
      what: `${what}: share of the ${limit} a second that Attio allows`,
      kind: 'ratio',
      measured: rate / limit,
      budget: { least: 0.98 },
      note: `${times.length} in ${seconds.toFixed(1)} s: ${rate.toFixed(2)} a second; ${shape(times, limit)}; timers ${late()}`,
    },
    {
      what: `${what}: most that left in any one second`,
      kind: 'count',
      measured: mostInASecond(sent),
      budget: { most: limit },
    },
    {
      what: `${what}: most that arrived in any one second`,
      kind: 'count',
      measured: mostInASecond(times),
      ...(spread > TRAVELS ? {} : { budget: { most: limit } }),
      note:
        `${mostInACalendarSecond(times)} between two strokes of the clock; ` +
        (spread > TRAVELS
          ? `no budget: this machine held requests up by as much as ${spread} ms, a second has room for ${TRAVELS}`
          : `travelled within ${spread} ms of each other`),
    },
  ];
}

function late(): string {
  ticks.disable();
  const [mean, worst] = [ticks.mean / 1e6 - TICK, ticks.max / 1e6 - TICK].map((ms) => Math.max(0, ms).toFixed(1));
  return `late by ${mean} ms on average, ${worst} at worst`;
}

/** By how many milliseconds the slowest way from one process to the other was longer than the quickest. */
function travelled(sent: readonly number[], times: readonly number[]): number {
  if (sent.length !== times.length) throw new Error(`${sent.length} requests left and ${times.length} arrived.`);
  const ways = times.map((time, n) => time - sent[n]!);
  return Math.max(...ways) - Math.min(...ways);
}

/** The gaps between arrivals, beside those of an even stream. */
function shape(times: readonly number[], limit: number): string {
  const gaps = times.slice(1).map((time, n) => time - times[n]!);
  return `gaps ${quantile(gaps, 0.5)} ms (even: ${1000 / limit}), 99 of 100 within ${quantile(gaps, 0.99)}, longest ${Math.max(...gaps)}`;
}

/** Over all windows of one second, wherever they begin. */
function mostInASecond(times: readonly number[]): number {
  let most = 0;
  let from = 0;
  for (let to = 0; to < times.length; to++) {
    while (times[to]! - times[from]! >= 1000) from++;
    most = Math.max(most, to - from + 1);
  }
  return most;
}

/** As a server counts that begins anew with each second. */
function mostInACalendarSecond(times: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const time of times) counts.set(Math.floor(time / 1000), (counts.get(Math.floor(time / 1000)) ?? 0) + 1);
  return Math.max(...counts.values());
}

function overtaking(what: 'read' | 'write', busy: readonly number[], idle: readonly number[]): Figure {
  const [during, alone] = [median(busy), median(idle)];
  return {
    what: `a person's ${what} during bulk ${what}s, to alone`,
    kind: 'ratio',
    measured: during / alone,
    budget: { most: 1.25 },
    note: `${during.toFixed(0)} and ${alone.toFixed(0)} ms`,
  };
}
