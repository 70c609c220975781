/**
 * Each approved note exists once in the end: a program that is killed at every step there is, with everything that can go
 * wrong on the way to Attio, and started again.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { after, before, describe, it } from 'mocha';
import type { CreateNote } from '../../../src/attio/writes.js';
import type { Fault } from '../../../src/sandbox/faults.js';
import { seedId } from '../../../src/sandbox/seed.js';
import { ALL_SCOPES, type Sandbox, startSandbox } from '../../../src/sandbox/server.js';
import type { Life } from './outboxChild.js';
import { raw } from './sandboxed.js';

const ACME = seedId('companies', 'acme-robotics');
const TITLE = 'Call about the gripper';
const SPEED = 40;
/** The step after which both are on disk: one for each, and one that says that this is all. */
const KEPT_AT = 2;
/** One step in so many is tried where something goes wrong besides. */
const FEW = 4;
/** Lives that run at the same time. */
const AT_ONCE = 3;

/** The same note on purpose twice. */
const note: CreateNote = {
  kind: 'note.create',
  parentObject: 'companies',
  parentRecordId: ACME,
  title: TITLE,
  format: 'markdown',
  content: 'She wants it by **spring**.\n\n- two hands\n- no cables',
};
const approved = (): NonNullable<Life['approve']> =>
  [note, note].map((change) => ({
    version: 1,
    account: { id: 'attio:test', name: 'Northwind Labs', slug: 'northwind-labs' },
    change,
    approval: { how: 'asked', at: new Date().toISOString(), surface: 'notes.test' },
    origin: { kind: 'quick' },
    state: 'waiting',
    attempts: 0,
    // As it was when the person was shown them.
    before: [],
  }));

const POST = { method: 'POST', path: '/v2/notes' } as const;
const FAULTS: Record<string, Fault[]> = {
  'nothing else going wrong': [],
  'the answer dropped': [{ kind: 'truncate', ...POST }],
  'the connection reset before Attio acts': [{ kind: 'reset', when: 'before', ...POST }],
  'the connection reset after Attio acted': [{ kind: 'reset', when: 'after', ...POST }],
  'the second answer lost, too': [
    { kind: 'reset', when: 'after', ...POST, times: 2 },
    { kind: 'status', status: 500, method: 'GET', path: '/v2/notes', times: 6 },
  ],
  'a 500': [{ kind: 'status', status: 500, ...POST, times: 2 }],
  'a 429': [{ kind: 'rate-limit', ...POST, times: 2 }],
};

describe('an outbox whose program is killed', function () {
  this.timeout(300_000);
  let folder: string;
  let child: string;
  let nobody: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'attio-outbox-'));
    child = join(folder, 'child.mjs');
    await esbuild.build({
      entryPoints: [fileURLToPath(new URL('./outboxChild.ts', import.meta.url))],
      outfile: child,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      banner: {
        js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
      },
      logLevel: 'silent',
    });
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    nobody = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
    await new Promise((resolve) => server.close(resolve));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  interface World {
    sandbox: Sandbox;
    own: string;
    /** One life from its start to its end or its death; how many steps it took, undefined: it was killed. */
    live(life?: Partial<Life>): Promise<number | undefined>;
    /** Ids of the notes there are now. */
    there(): Promise<string[]>;
    finished(): string[];
  }

  async function withWorld<T>(work: (world: World) => Promise<T>, faults: Fault[] = []): Promise<T> {
    const sandbox = await startSandbox();
    const own = mkdtempSync(join(folder, 'life-'));
    const epoch = Date.now();
    sandbox.setFaults(faults);
    try {
      return await work({
        sandbox,
        own,
        live: async (more) => {
          const life: Life = {
            url: sandbox.url,
            key: sandbox.key,
            scopes: [...ALL_SCOPES],
            folder: own,
            speed: SPEED,
            epoch,
            ...more,
          };
          const run = spawn(process.execPath, [child, JSON.stringify(life)], { stdio: ['ignore', 'pipe', 'pipe'] });
          let [out, wrong] = ['', ''];
          run.stdout.on('data', (text) => {
            out += text;
          });
          run.stderr.on('data', (text) => {
            wrong += text;
          });
          const [code, signal] = (await once(run, 'close')) as [number | null, string | null];
          if (signal === 'SIGKILL') return undefined;
          assert.equal(code, 0, wrong);
          return (JSON.parse(out) as { steps: number }).steps;
        },
        there: async () => {
          sandbox.setFaults([]);
          const notes: { id: { note_id: string }; title: string }[] = await raw(
            sandbox,
            'GET',
            `/v2/notes?parent_object=companies&parent_record_id=${ACME}&limit=50`,
          );
          return notes.filter(({ title }) => title === TITLE).map(({ id }) => id.note_id);
        },
        finished: () => {
          try {
            return readFileSync(join(own, 'finished.log'), 'utf8').trim().split('\n');
          } catch {
            return [];
          }
        },
      });
    } finally {
      await sandbox.close();
    }
  }

  /** What two lives come to, of which the first is killed at a step. `undefined`: there was no such step. */
  async function killedAt(dieAt: number, faults: Fault[], more: Partial<Life> = {}): Promise<number | undefined> {
    return withWorld(async ({ live, there, finished }) => {
      const first = await live({ ...more, approve: approved(), dieAt });
      if (first === undefined) {
        const kept = await live(more);
        assert(kept !== undefined);
        const notes = await there();
        if (more.without === undefined)
          assert.equal(new Set(finished()).size, notes.length, `step ${dieAt}: who wrote them is told`);
        return notes.length;
      }
      assert.equal((await there()).length, 2);
      return undefined;
    }, faults);
  }

  /**
   * Kills at every step there is, or at each so-manieth from `from` on. Gives the counts that are wrong, by step.
   * `enough`: goes no further once one is so.
   */
  async function killEverywhere(
    faults: Fault[],
    more: Partial<Life> = {},
    { from = 1, each = 1, enough = undefined as ((count: number) => boolean) | undefined } = {},
  ): Promise<Map<number, number>> {
    const wrong = new Map<number, number>();
    const stride = process.env.ATTIO_TEST_THOROUGH ? 1 : each;
    let next = stride === 1 && each > 1 ? 1 : from;
    let done = false;
    const worker = async () => {
      while (!done) {
        const at = next;
        next += stride;
        const count = await killedAt(at, faults, more);
        if (count === undefined) done = true;
        // Killed before all of it is on disk, nothing was approved yet as far as anybody can tell: none of it is sent then.
        else if (count !== (at <= KEPT_AT ? 0 : 2)) wrong.set(at, count);
        if (count !== undefined && enough?.(count)) done = true;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    assert(next > 12 || wrong.size > 0, `only ${next} steps`);
    return wrong;
  }

  for (const [at, [what, faults]] of Object.entries(FAULTS).entries()) {
    it(`has each note once in the end, with ${what}`, async () => {
      // Every step is tried once with all else well; of the rest each tries other ones (all with ATTIO_TEST_THOROUGH).
      const some = at === 0 ? {} : { from: KEPT_AT + 1 + (at % FEW), each: FEW };
      assert.deepEqual([...(await killEverywhere(faults, {}, some))], []);
    });
  }

  it('has each note once when it was offline first, and killed there', async () => {
    await withWorld(async ({ live, there }) => {
      assert.equal(await live({ url: nobody, approve: approved(), dieAt: 7 }), undefined);
      assert.deepEqual(await there(), []);
      await live();
      assert.equal((await there()).length, 2);
    });
  });

  it('waits for what Attio may still do for a dead program', async () => {
    const slow: Fault[] = [{ kind: 'latency', write: 250 }];
    const count = (more: Partial<Life>) =>
      withWorld(async ({ live, there, sandbox }) => {
        assert.equal(await live({ approve: approved(), dieAfterSending: 60, ...more }), undefined);
        await live(more);
        sandbox.setFaults([]);
        return (await there()).length;
      }, slow);
    assert.equal(await count({}), 2);
  });

  for (const hours of [-3, 3]) {
    it(`has each note once with a clock that is ${hours} hours off`, async () => {
      const off = { clockOff: hours * 60 * 60_000 };
      const some = { from: hours > 0 ? 5 : 7, each: FEW };
      assert.deepEqual([...(await killEverywhere(FAULTS['the connection reset after Attio acted']!, off, some))], []);
    });
  }

  it('is killed again and again', async () => {
    for (const deaths of [
      [3, 2, 1, 2],
      [5, 4, 3, 3],
      [4, 5, 6],
      [6, 1, 5, 2],
    ]) {
      await withWorld(async ({ live, there }) => {
        let first = true;
        for (const dieAt of deaths) {
          await live({ ...(first && { approve: approved() }), dieAt });
          first = false;
        }
        await live();
        assert.equal((await there()).length, 2, `killed at ${deaths}`);
      }, FAULTS['the connection reset after Attio acted']);
    }
  });

  describe('shows that it needs', () => {
    it('the looking: without it notes are doubled', async () => {
      const wrong = await killEverywhere([], { without: 'looking' }, { from: 6, enough: (count) => count > 2 });
      assert([...wrong.values()].some((count) => count > 2));
    });

    it('the trace: without it a note that was meant twice is there once', async () => {
      const wrong = await killEverywhere([], { without: 'trace' }, { from: 12, enough: (count) => count === 1 });
      assert([...wrong.values()].some((count) => count < 2));
    });
  });
});
