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
    pacer.enter(gates, priority, signal).then(({ sent, leave }) => {
      sent();
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

/** Attio's limits by gate, here as the documents have them. */
const ALLOWED = { read: 100, write: 25, 'notes.list': 10, merge: 5, 'recordings.create': 1 };

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
    /** From being let start to being sent: nothing, or the making of a connection. */
    connects: fc.oneof(fc.constant(0), fc.nat(600)),
    /** From being sent to arriving, beside what all take. */
    travels: fc.double({ min: 0, max: 11.9, noNaN: true }),
    /** Every so many fail before they are sent. */
    fails: fc.integer({ min: 3, max: 200 }),
    pause: fc.nat(700),
    /** For so long other code holds the process, right after the requests were made. */
    blocked: fc.oneof(fc.constant(0), fc.nat(400)),
    /** And every timer is so late. */
    late: fc.nat(5),
  });

  it("holds every window to Attio's limits, as sent and as it arrives, and loses and doubles nothing", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(job, { minLength: 1, maxLength: 8 }), fc.nat(900), async (jobs, takes) => {
        const clock = new FakeClock();
        let late = 0;
        const now = () => clock.now();
        const date = () => clock.date();
        const pacer = new Pacer({ clock: { now, date, after: (ms, run) => clock.after(ms + late, run) } });
        const sent: { through: GateName[]; at: number; arrives: number }[] = [];
        let asked = 0;
        let over = 0;
        for (const one of jobs) {
          late = one.late;
          for (let i = 1; i <= one.count; i++) {
            asked++;
            void pacer.enter(one.gates, one.priority, new AbortController().signal).then((place) => {
              const leave = () => {
                over++;
                place.leave();
              };
              const send = () => {
                if (i % one.fails === 0) return leave();
                place.sent();
                const travels = i % 2 === 0 ? one.travels : 0;
                sent.push({ through: one.gates, at: now(), arrives: now() + travels });
                clock.after(takes, leave);
              };
              if (one.connects === 0) send();
              else clock.after(one.connects, send);
            });
          }
          // Some start before the process is held up and are sent when it is free again; others then start at once.
          if (one.count % 2 === 0) await clock.go(0);
          clock.block(one.blocked);
          await clock.go(one.pause);
        }
        await clock.go(700_000);
        for (const [gate, most] of Object.entries(ALLOWED)) {
          const through = sent.filter((one) => one.through.includes(gate as GateName));
          const sendings = through.map(({ at }) => at);
          const arrivals = through.map(({ arrives }) => arrives).sort((one, other) => one - other);
          assert.ok(busiest(sendings) <= most, `${gate}: ${busiest(sendings)} sent in a second`);
          assert.ok(busiest(arrivals) <= most, `${gate}: ${busiest(arrivals)} arrived in a second`);
        }
        assert.equal(over, asked);
        assert.equal(clock.waiting, 0);
      }),
      { numRuns: 40 },
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

  it('keeps that pace when timers are late and the process is held up now and then', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(['write', 25] as const, ['read', 100] as const),
        fc.array(fc.record({ after: fc.integer({ min: 300, max: 1500 }), blocked: fc.nat(45) }), { minLength: 20 }),
        async ([gate, perSecond], holds) => {
          const clock = new FakeClock();
          const now = () => clock.now();
          const date = () => clock.date();
          const pacer = new Pacer({ clock: { now, date, after: (ms, run) => clock.after(Math.ceil(ms) + 1, run) } });
          const sent: number[] = [];
          for (let i = 0; i < perSecond * 30; i++) {
            void pacer.enter([gate], 'bulk', new AbortController().signal).then((place) => {
              place.sent();
              sent.push(now());
              clock.after(300, place.leave);
            });
          }
          const began = now();
          for (const { after, blocked } of holds) {
            await clock.go(after);
            clock.block(blocked);
          }
          // In the end it may catch up.
          await clock.go(1000);
          const seconds = Math.min(29, (now() - began) / 1000);
          const counted = sent.filter((at) => at <= began + seconds * 1000).length;
          assert.ok(counted >= seconds * perSecond * 0.98 - 1, `${gate}: ${counted} in ${seconds} s`);
          assert.ok(busiest(sent) <= perSecond);
        },
      ),
      { numRuns: 8 },
    );
  });

  it('sends bulk work evenly from its first request on', async () => {
    const { clock, started, enter } = setUp(300);
    for (let i = 0; i < 100; i++) void enter(['write'], 'bulk');
    await clock.go(6_000);
    const gaps = started.slice(1).map(({ at }, i) => at - started[i]!.at);
    assert.ok(gaps.length > 90 && Math.min(...gaps) > 40 && Math.max(...gaps) < 41, `gaps ${gaps}`);
  });

  it('catches up in no bunch, and not with a long hole: it would come back every second, and a person would wait in it', async () => {
    const { clock, started, enter } = setUp(300);
    for (let i = 0; i < 500; i++) void enter(['write'], 'bulk');
    await clock.go(3_000);
    clock.block(400);
    const free = clock.now();
    await clock.go(5_000);
    const after = started.filter(({ at }) => at >= free).map(({ at }) => at);
    const gaps = after.slice(1).map((at, i) => at - after[i]!);
    assert.ok(Math.min(...gaps) >= 20 && Math.max(...gaps) <= 41 + 100, `gaps ${gaps}`);
  });

  it('counts a request from when it is sent, and one that is never sent not at all', async () => {
    const clock = new FakeClock();
    const pacer = new Pacer({ clock });
    const signal = new AbortController().signal;
    const enter = () => pacer.enter(['write', 'recordings.create'], 'person', signal);
    const first = enter();
    const second = enter();
    const third = enter();
    let seconds = 0;
    let thirds = 0;
    void second.then(() => {
      seconds = clock.now();
    });
    void third.then(() => {
      thirds = clock.now();
    });
    await clock.go(5000);
    assert.equal(seconds, 0, 'the first may still be sent');
    (await first).sent();
    const sent = clock.now();
    await clock.go(3000);
    assert.ok(seconds - sent > 1000 && seconds - sent < 1100, `after ${seconds - sent} ms`);
    assert.equal(thirds, 0);
    (await second).leave();
    await settle();
    assert.equal(thirds, clock.now(), 'the second was never sent');
  });

  it('a person who asks in the same turn as bulk work, after it, goes first', async () => {
    const { clock, started, enter } = setUp();
    for (let i = 0; i < 10; i++) void enter(['write'], 'bulk');
    void enter(['write'], 'person');
    await clock.go(0);
    assert.equal(started[0]!.label, 'person');
  });

  it('lets persons start in a bunch after a pause, bulk work behind them', async () => {
    const { clock, started, enter } = setUp();
    for (let i = 0; i < 10; i++) void enter(['write'], 'bulk');
    for (let i = 0; i < 10; i++) void enter(['write'], 'person');
    await clock.go(0);
    assert.deepEqual(
      started.map(({ label }) => label),
      Array(6).fill('person'),
    );
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
    assert.equal(started.length, 88);
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
