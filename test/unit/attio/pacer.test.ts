import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type GateName, Pacer, type Priority } from '../../../src/attio/pacer.js';
import { FakeClock, settle } from './fakeClock.js';

interface Started {
  label: string;
  at: number;
  leave: () => void;
}

/** A pacer, and the requests that it let start, in order; each ends `takes` ms later. */
function setUp(takes = 0) {
  const clock = new FakeClock();
  const pacer = new Pacer({ clock });
  const started: Started[] = [];
  const enter = (
    gates: GateName[],
    priority: Priority,
    label = priority as string,
    signal = new AbortController().signal,
  ) =>
    pacer.enter(gates, priority, signal).then((leave) => {
      started.push({ label, at: clock.now(), leave });
      clock.after(takes, leave);
    });
  return { clock, pacer, started, enter };
}

/** The most that started within any second. */
function busiest(times: number[]): number {
  let most = 0;
  for (let from = 0, to = 0; to < times.length; to++) {
    while (times[to]! - times[from]! >= 1000) from++;
    most = Math.max(most, to - from + 1);
  }
  return most;
}

describe('the pacer', () => {
  const gates = fc.constantFrom<GateName[]>(
    ['read'],
    ['write'],
    ['read', 'notes.list'],
    ['read', 'query'],
    ['write', 'merge'],
    ['write', 'recordings.create'],
  );
  const job = fc.record({
    gates,
    priority: fc.constantFrom<Priority>('person', 'bulk'),
    count: fc.integer({ min: 1, max: 60 }),
    pause: fc.nat(700),
  });

  it("never exceeds Attio's limits in any second, and loses and doubles nothing", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(job, { minLength: 1, maxLength: 8 }), fc.nat(900), async (jobs, takes) => {
        const { clock, started, enter } = setUp(takes);
        let asked = 0;
        for (const { gates: through, priority, count, pause } of jobs) {
          for (let i = 0; i < count; i++) void enter(through, priority, `${through.join()} ${asked++}`);
          await clock.go(pause);
        }
        await clock.go(700_000);
        const times = (gate: string) => started.filter(({ label }) => label.includes(gate)).map(({ at }) => at);
        assert.ok(busiest(times('read')) <= 100);
        assert.ok(busiest(times('write')) <= 25);
        assert.ok(busiest(times('notes.list')) <= 10);
        assert.ok(busiest(times('merge')) <= 5);
        assert.ok(busiest(times('recordings.create')) <= 1);
        assert.equal(started.length, asked);
        assert.equal(new Set(started.map(({ label }) => label)).size, asked);
        assert.equal(clock.waiting, 0);
      }),
      { numRuns: 25 },
    );
  });

  it('keeps bulk writes at 98% of 25 a second and reads at 98% of 100', async () => {
    for (const [gate, perSecond] of [
      ['write', 25],
      ['read', 100],
    ] as const) {
      const { clock, started, enter } = setUp(300);
      for (let i = 0; i < perSecond * 30; i++) void enter([gate], 'bulk');
      await clock.go(20_000);
      assert.ok(started.length >= perSecond * 20 * 0.98, `${gate}: ${started.length}`);
    }
  });

  it('lets a person overtake all bulk work, and persons keep their order', async () => {
    const { clock, started, enter } = setUp(790);
    for (let i = 0; i < 500; i++) void enter(['write'], 'bulk');
    await clock.go(3_000);
    const before = clock.now();
    void enter(['write'], 'person', 'first');
    void enter(['write'], 'person', 'second');
    await clock.go(1000);
    const at = (label: string) => started.find((one) => one.label === label)!.at - before;
    assert.ok(at('first') <= 41, `waited ${at('first')} ms`);
    assert.ok(at('second') <= 82 && at('second') >= at('first'), `waited ${at('first')} and ${at('second')} ms`);
  });

  it('keeps places for a person when bulk requests are slow', async () => {
    const { clock, started, enter } = setUp(60_000);
    for (let i = 0; i < 500; i++) void enter(['read'], 'bulk');
    await clock.go(10_000);
    assert.equal(started.length, 56);
    for (let i = 0; i < 20; i++) void enter(['read'], 'person');
    await clock.go(1000);
    assert.equal(started.filter(({ label }) => label === 'person').length, 8);
    started.slice(0, 3).forEach(({ leave }) => {
      leave();
      leave();
    });
    await settle();
    assert.equal(started.filter(({ label }) => label === 'person').length, 11);
  });

  it('a limit of one endpoint holds back no other', async () => {
    const { clock, started, enter } = setUp();
    for (let i = 0; i < 100; i++) void enter(['read', 'notes.list'], 'person', 'notes');
    void enter(['read'], 'bulk', 'other');
    await clock.go(100);
    assert.ok(started.some(({ label }) => label === 'other'));
  });

  it('after a 429 pauses as told, goes slower, and recovers', async () => {
    const { clock, pacer, started, enter } = setUp();
    for (let i = 0; i < 3000; i++) void enter(['write'], 'bulk');
    await clock.go(2000);
    const refused = clock.now();
    // Several at once are one refusal.
    for (let i = 0; i < 10; i++) pacer.refused(['write'], 3000);
    assert.equal(pacer.closedFor(['write']), 3000);
    const countIn = (from: number, to: number) =>
      started.filter(({ at }) => at > refused + from && at <= refused + to).length;
    await clock.go(60_000);
    assert.equal(countIn(0, 2999), 0);
    const slow = countIn(3000, 5000);
    assert.ok(slow > 25 && slow < 37, `${slow} in the first two seconds`);
    assert.ok(countIn(40_000, 50_000) >= 245, 'full pace again');
    assert.equal(pacer.share('write'), 1);
  });

  it('sinks no further than it can rise from, however many 429s come', async () => {
    const { clock, pacer, started, enter } = setUp();
    for (let i = 0; i < 100; i++) {
      pacer.refused(['read'], 0);
      await clock.go(1000);
    }
    void enter(['read'], 'person');
    await clock.go(1100);
    assert.equal(started.length, 1);
  });

  it('closes the narrowest gate only', async () => {
    const { clock, pacer, started, enter } = setUp();
    pacer.refused(['read', 'query'], 5000);
    void enter(['read'], 'person', 'get');
    void enter(['read', 'query'], 'person', 'query');
    await clock.go(4000);
    assert.deepEqual(
      started.map(({ label }) => label),
      ['get'],
    );
    await clock.go(1001);
    assert.deepEqual(
      started.map(({ label }) => label),
      ['get', 'query'],
    );
  });

  it('lets go of a request that is aborted while it waits, at once and without a trace', async () => {
    const { clock, pacer, started, enter } = setUp();
    pacer.refused(['write'], 60_000);
    const abort = new AbortController();
    const waits = enter(['write'], 'person', 'gone', abort.signal);
    void enter(['write'], 'person', 'stays');
    abort.abort(new Error('enough'));
    await assert.rejects(waits, /enough/);
    await assert.rejects(enter(['write'], 'person', 'late', abort.signal), /enough/);
    await clock.go(61_000);
    assert.deepEqual(
      started.map(({ label }) => label),
      ['stays'],
    );
    assert.equal(clock.waiting, 0);
  });
});
