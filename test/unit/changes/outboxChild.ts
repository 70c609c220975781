/**
 * One life of a program with an outbox: approves notes or finds those of an earlier life, sends them with the real client,
 * and kills itself at a given step. Prints one line of JSON when it comes to its end: how many steps there were.
 */
import { appendFileSync } from 'node:fs';
import disk from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import type { Account } from '../../../src/attio/account.js';
import { createClient } from '../../../src/attio/client.js';
import { type Clock, systemClock } from '../../../src/attio/clock.js';
import { OutboxEngine } from '../../../src/changes/outbox.js';
import type { OutboxItem } from '../../../src/changes/outboxItem.js';
import type { Keeper, Sender } from '../../../src/changes/outboxPorts.js';
import { createChangeService } from '../../../src/changes/service.js';
import { createCatalog } from '../../../src/crm/createCatalog.js';
import { OutboxStore } from '../../../src/editor/outbox/store.js';
import { memoryJournal } from './support.js';

export interface Life {
  url: string;
  key: string;
  scopes: string[];
  folder: string;
  /** What is approved first; without it, an earlier life's is gone on with. */
  approve?: Omit<OutboxItem, 'id' | 'group' | 'createdAt'>[];
  /** Dies at this step, from 1; without it, it goes on to the end. */
  dieAt?: number;
  /** Dies so long after a note was sent for, in milliseconds, whether Attio has acted or not. */
  dieAfterSending?: number;
  /** What it does without, to show what comes of it. */
  without?: 'looking' | 'trace' | 'patience';
  /** This machine's clock is wrong by so many milliseconds. */
  clockOff?: number;
  /** Times as fast as it would be. */
  speed: number;
  /** Since when time runs faster, milliseconds since 1970. */
  epoch: number;
}

const life = JSON.parse(process.argv[2] ?? '') as Life;
const { speed, epoch, without } = life;
const now = () => epoch + (Date.now() - epoch) * speed + (life.clockOff ?? 0);
const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms / speed));

let steps = 0;
/** Whatever was done last is done; what comes next is not begun. */
function step(): void {
  steps += 1;
  if (steps === life.dieAt) process.kill(process.pid, 'SIGKILL');
}
// Every change of a file is a step: of an item, of what belongs together, of who may send.
for (const name of ['rename', 'link', 'rm'] as const) {
  const original = disk[name] as (...args: unknown[]) => Promise<void>;
  Object.assign(disk, {
    [name]: async (...args: unknown[]) => {
      await original(...args);
      step();
    },
  });
}
syncBuiltinESMExports();

const fast: Clock = {
  now: () => performance.now() * 100,
  date: () => new Date(Date.now() + (life.clockOff ?? 0)),
  after: (ms, run) => systemClock.after(ms / 100, run),
};
const account: Account = {
  id: 'attio:test',
  via: 'attio',
  workspaceId: 'test',
  slug: 'northwind-labs',
  name: 'Northwind Labs',
  scopes: life.scopes,
};
const api = createClient(
  { baseUrl: life.url, key: life.key, scopes: life.scopes },
  { clock: fast, timeouts: { connectMs: 2000, headersMs: 3000, bodyMs: 300 } },
);
const create = api.notes.create.bind(api.notes);
api.notes.create = async (...args) => {
  if (life.dieAfterSending !== undefined) setTimeout(() => process.kill(process.pid, 'SIGKILL'), life.dieAfterSending);
  const note = await create(...args);
  step();
  return note;
};
const catalog = createCatalog(api, account);
const service = createChangeService({ api, catalog, account, journal: memoryJournal(), wait });
const sender: Sender = {
  catalog:
    without === 'looking'
      ? { notesOf: async () => ({ notes: [], next: undefined }), note: async () => undefined }
      : catalog,
  write: (change, options) => {
    const { mayBeDone: _, ...rest } = options;
    return service.write(change, without === 'looking' ? rest : options);
  },
};

const store = new OutboxStore(life.folder);
const keeper: Keeper = {
  list: () => store.list(),
  add: (items) => store.add(items),
  put: (item) => (without === 'trace' && !('change' in item) ? store.remove(item.id) : store.put(item)),
  remove: (id) => store.remove(id),
  claim: (id) => store.claim(id),
};
const engine = new OutboxEngine({
  keeper,
  sender: async () => sender,
  finish: async (item) => {
    appendFileSync(join(life.folder, 'finished.log'), `${item.id}\n`);
    step();
  },
  changed: () => {},
  now,
  after: (ms, run) => {
    const timer = setTimeout(run, ms / speed);
    return () => clearTimeout(timer);
  },
  ...(without === 'patience' && { graceMs: 0 }),
});

if (life.approve) {
  const { ids, group } = await store.newIds(life.approve.length);
  const items = life.approve.map((item, at) => ({ ...item, id: ids[at]!, createdAt: now(), group }));
  await engine.send(items);
} else {
  await engine.runAll('all');
}
// Goes on by itself until nothing is left to do.
while (!(await engine.isIdle())) await wait(500);
engine.dispose();
catalog.dispose();
await api.close();
console.log(JSON.stringify({ steps }));
