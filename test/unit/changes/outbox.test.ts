import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { AttioError, type AttioErrorKind, type Fate } from '../../../src/attio/errors.js';
import type { Note } from '../../../src/attio/types.js';
import type { CreateNote } from '../../../src/attio/writes.js';
import type { ApplyOutcome } from '../../../src/changes/change.js';
import { OutboxEngine } from '../../../src/changes/outbox.js';
import type { OutboxItem, Result, SentTrace } from '../../../src/changes/outboxItem.js';
import type { Claim, Keeper } from '../../../src/changes/outboxPorts.js';
import { backoff, nextDue, untilDue } from '../../../src/changes/outboxQueue.js';
import type { WriteOptions } from '../../../src/changes/service.js';

const RECORDS = ['a', 'b', 'c'].map((letter) => `${letter.repeat(8)}-0000-4000-8000-000000000000`);

function item(id: string, more: Partial<OutboxItem> & { record?: number; title?: string } = {}): OutboxItem {
  const { record = 0, title = 'Call', ...rest } = more;
  return {
    version: 1,
    id,
    account: { id: 'one', name: 'One', slug: 'one' },
    change: {
      kind: 'note.create',
      parentObject: 'people',
      parentRecordId: RECORDS[record]!,
      title,
      format: 'markdown',
      content: `text of ${title}`,
    },
    approval: { how: 'asked', at: new Date(0).toISOString(), surface: 'test' },
    origin: { kind: 'quick' },
    state: 'waiting',
    createdAt: 0,
    attempts: 0,
    ...rest,
  };
}

const problem = (kind: AttioErrorKind, fate: Fate = 'no', more: object = {}) =>
  new AttioError({ kind, operation: 'notes.create', message: `It is ${kind}.`, remedy: 'Do it again.', fate, ...more });

/** A world without Attio, disk or time of its own. */
function world(
  answer: (
    change: CreateNote,
    options: WriteOptions,
    all: CreateNote[],
  ) => AttioError | 'made' | 'made and lost' = () => 'made',
) {
  const disk = new Map<string, OutboxItem | SentTrace>();
  const notes: Note[] = [];
  const sent: CreateNote[] = [];
  const given: WriteOptions[] = [];
  const told: string[] = [];
  const later: Result[] = [];
  const timers: { at: number; run: () => void }[] = [];
  const state = { now: 1_000_000, signedIn: true, full: false, claimed: false, lost: new AbortController() };
  const note = (change: CreateNote): Note => ({
    id: { workspace_id: 'w', note_id: `note-${notes.length + 1}` },
    parent_object: change.parentObject,
    parent_record_id: change.parentRecordId,
    title: change.title,
    meeting_id: null,
    content_plaintext: change.content,
    content_markdown: change.content,
    tags: [],
    created_by_actor: { type: 'api-token', id: null },
    created_at: new Date(state.now).toISOString(),
  });
  const keeper: Keeper = {
    list: async () => {
      const all = structuredClone([...disk.values()]).sort((x, y) => (x.id < y.id ? -1 : 1));
      return {
        items: all.filter((one): one is OutboxItem => 'change' in one),
        traces: all.filter((one): one is SentTrace => !('change' in one)),
      };
    },
    add: async (items) => {
      if (state.full) throw new Error('ENOSPC');
      for (const one of items) disk.set(one.id, structuredClone(one));
    },
    put: async (one) => {
      if (state.full) throw new Error('ENOSPC');
      disk.set(one.id, structuredClone(one));
    },
    remove: async (id) => void disk.delete(id),
    claim: async (): Promise<Claim | undefined> =>
      state.claimed ? undefined : { lost: state.lost.signal, release: async () => {} },
  };
  const engine = new OutboxEngine({
    keeper,
    sender: async () =>
      state.signedIn
        ? {
            catalog: {
              notesOf: async (ref) => ({
                notes: notes.filter(({ parent_record_id: id }) => id === ref.recordId),
                next: undefined,
              }),
              note: async (id) => notes.find((one) => one.id.note_id === id),
            },
            write: async (change, options): Promise<ApplyOutcome> => {
              assert(change.kind === 'note.create');
              given.push(options);
              const not = new Set(options.notThese);
              const made = options.mayBeDone
                ? notes.find(
                    (one) =>
                      one.title === change.title &&
                      one.parent_record_id === change.parentRecordId &&
                      !not.has(one.id.note_id),
                  )
                : undefined;
              await options.approve({} as never, change);
              const done = (one: Note): ApplyOutcome => ({
                status: 'applied',
                applied: { change, note: one, differences: [], undo: undefined },
              });
              if (made) return done(made);
              sent.push(change);
              const what = answer(change, options, sent);
              if (what instanceof AttioError) return { status: 'failed', error: what };
              notes.push(note(change));
              if (what === 'made') return done(notes.at(-1)!);
              return { status: 'failed', error: problem('offline', 'unknown') };
            },
          }
        : undefined,
    finish: async ({ id }) => void told.push(id),
    changed: () => {},
    later: (result) => void later.push(result),
    now: () => state.now,
    after: (ms, run) => {
      const timer = { at: state.now + ms, run };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer), timers.includes(timer) ? 1 : 0);
    },
  });
  const running = new Set<Promise<void>>();
  const run = engine.run.bind(engine);
  engine.run = (...given) => {
    const one = run(...given).finally(() => running.delete(one));
    running.add(one);
    return one;
  };
  /** Lets time pass, and what waits for it happen. */
  const pass = async (ms: number) => {
    const end = state.now + ms;
    const due = () => timers.filter(({ at }) => at <= end).sort((x, y) => x.at - y.at)[0];
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      const next = due();
      if (next) {
        timers.splice(timers.indexOf(next), 1);
        state.now = Math.max(state.now, next.at);
        next.run();
      } else if (running.size > 0) {
        // What reads Markdown loads the first time.
        await Promise.race([...running, new Promise((resolve) => setTimeout(resolve, 5))]);
      } else break;
    }
    state.now = end;
  };
  return { engine, disk, notes, sent, given, told, later, state, pass, timers };
}

describe('the outbox', () => {
  it('sends in the order of approval, tells who wrote it, and leaves a trace without the text', async () => {
    const { engine, disk, sent, told } = world();
    const results = await engine.send([item('1', { title: 'x' }), item('2', { title: 'y', record: 1 })]);
    assert.deepEqual(
      results.map(({ status }) => status),
      ['sent', 'sent'],
    );
    assert.deepEqual(
      sent.map(({ title }) => title),
      ['x', 'y'],
    );
    assert.deepEqual(told, ['1', '2']);
    for (const one of disk.values()) {
      assert.equal(one.state, 'sent');
      assert(!JSON.stringify(one).includes('text of'));
    }
  });

  it('tries again by itself what only waits, as late as Attio asks, and says so', async () => {
    const { engine, state, notes, pass, later, given } = world((_change, _options, all) =>
      all.length < 3 ? problem('rate-limited', 'no', { retryAfterMs: 20_000 }) : 'made',
    );
    const [result] = await engine.send([item('1')]);
    assert.equal(result?.status, 'waiting');
    assert.match((result as { why: string }).why, /rate-limited/);
    await pass(19_000);
    assert.equal(given.length, 1);
    await pass(60_000);
    assert.equal(notes.length, 1);
    assert.deepEqual(
      later.map(({ status }) => status),
      ['sent'],
    );
    const word = await given.at(-1)!.approve({} as never, {} as never);
    assert.equal(word?.kept, true, 'the approval is that of a kept write');
    assert(state.now > 0);
  });

  it('keeps what Attio refuses, and leaves it alone until somebody asks', async () => {
    const { engine, sent, pass } = world((_change, _options, all) =>
      all.length === 1 ? problem('validation') : 'made',
    );
    const [first] = await engine.send([item('1')]);
    assert.equal(first?.status, 'refused');
    await pass(60 * 60_000);
    assert.equal(sent.length, 1);
    const [kept] = await engine.list();
    const [second] = await engine.tryNow([kept!]);
    assert.equal(second?.status, 'sent');
  });

  it('looks before it sends what may be there, also later, and counts one', async () => {
    const { engine, notes, sent, pass } = world(() => 'made and lost');
    const [result] = await engine.send([item('1')]);
    assert.equal(result?.status, 'waiting');
    await pass(5 * 60_000);
    assert.equal(notes.length, 1);
    assert.equal(sent.length, 1);
    assert.deepEqual(await engine.list(), []);
  });

  it('waits for a request that may still be under way before it sends again', async () => {
    const { engine, sent, pass } = world((_change, _options, all) =>
      all.length === 1 ? problem('timeout', 'unknown') : 'made',
    );
    await engine.send([item('1')]);
    await pass(10_000);
    assert.equal(sent.length, 1);
    await pass(20_000);
    assert.equal(sent.length, 2);
  });

  it('goes on at once after an answer that was an error: nothing of it is under way', async () => {
    const { engine, sent, pass } = world((_change, _options, all) =>
      all.length === 1 ? problem('server', 'unknown', { status: 500 }) : 'made',
    );
    await engine.send([item('1')]);
    await pass(5_000);
    assert.equal(sent.length, 2);
  });

  it('makes two of a note that was approved twice, though the first answer was lost', async () => {
    const { engine, notes, pass } = world((_change, _options, all) => (all.length === 1 ? 'made and lost' : 'made'));
    await engine.send([item('1', { before: [] }), item('2', { before: [] })]);
    await pass(5 * 60_000);
    assert.equal(notes.length, 2);
  });

  it('sends nothing that the disk did not take', async () => {
    const { engine, sent, state } = world();
    state.full = true;
    await assert.rejects(engine.send([item('1')]), /ENOSPC/);
    assert.equal(sent.length, 0);
  });

  it('sends nothing twice when the disk is full from the answer on', async () => {
    const { engine, notes, state, pass, disk, told } = world(() => {
      state.full = true;
      return 'made';
    });
    const [result] = await engine.send([item('1')]);
    assert.equal(result?.status, 'sent');
    assert.equal(disk.get('1')?.state, 'sending');
    await engine.runAll('all');
    assert.equal(notes.length, 1);
    state.full = false;
    await pass(60_000);
    assert.equal(notes.length, 1);
    assert(!('change' in disk.get('1')!), 'it is written down once there is room');
    assert(told.includes('1'));
  });

  it('waits for the account, and is sent when it is there again', async () => {
    const { engine, state, notes } = world();
    state.signedIn = false;
    const [result] = await engine.send([item('1')]);
    assert.match((result as { why: string }).why, /not signed in to One/);
    state.signedIn = true;
    await engine.runAll('all');
    assert.equal(notes.length, 1);
  });

  it('leaves sending to the program that does it, and goes on when that one is gone', async () => {
    const { engine, state, notes, pass } = world();
    state.claimed = true;
    const sending = engine.send([item('1')]);
    await pass(9_000);
    assert.equal((await sending)[0]?.status, 'waiting');
    state.claimed = false;
    await pass(15_000);
    assert.equal(notes.length, 1);
  });

  it('does not write down what came of it once the right to send was lost', async () => {
    const { engine, state, disk } = world(() => {
      state.lost.abort();
      return problem('cancelled', 'unknown');
    });
    await engine.send([item('1')]);
    assert.equal(disk.get('1')?.state, 'sending', 'whoever goes on with it looks first');
  });

  it('takes back what waits; of what may be there only after looking', async () => {
    const plain = world(() => problem('offline'));
    await plain.engine.send([item('1')]);
    assert.equal((await plain.engine.takeBack('one', '1')).status, 'taken');
    assert.equal(plain.disk.size, 0);
    const made = world(() => 'made and lost');
    await made.engine.send([item('1')]);
    assert.equal((await made.engine.takeBack('one', '1')).status, 'sent');
    const open = world(() => problem('timeout', 'unknown'));
    await open.engine.send([item('1')]);
    assert.equal((await open.engine.takeBack('one', '1')).status, 'unsure', 'Attio may still be at it');
    await open.pass(60_000);
    open.engine.dispose();
    assert.equal((await open.engine.takeBack('one', '2')).status, 'gone');
  });

  it('tells who wrote it again when that failed, and forgets the trace after two days', async () => {
    const { engine, disk, state, told } = world();
    await engine.send([item('1')]);
    assert.equal(disk.size, 1);
    state.now += 3 * 24 * 60 * 60_000;
    disk.set('2', item('2', { title: 'next', createdAt: state.now }));
    await engine.runAll('all');
    await engine.run('one');
    assert.deepEqual([...disk.keys()], ['2']);
    assert.deepEqual(told, ['1', '2']);
  });
});

describe('the order of the outbox', () => {
  const none = new Set<string>();
  it('never passes over an earlier one of the same record, whatever happened', () => {
    const states = fc.constantFrom('waiting', 'unknown', 'sending', 'refused', 'conflict', 'sent') as fc.Arbitrary<
      OutboxItem['state']
    >;
    const any = fc
      .array(
        fc.record({
          record: fc.integer({ min: 0, max: 2 }),
          state: states,
          notBefore: fc.constantFrom(0, 500, 2_000),
          attempts: fc.integer({ min: 0, max: 5 }),
        }),
        { maxLength: 8 },
      )
      .map((all) => all.map((one, at) => item(String(at), one)));
    fc.assert(
      fc.property(any, fc.constantFrom(undefined, 'all' as const), (items, now) => {
        const next = nextDue(items, { tried: none, ...(now && { now }) }, 1_000);
        if (next === undefined) return;
        assert(['waiting', 'unknown', 'sending'].includes(next.state));
        const earlier = items
          .slice(0, items.indexOf(next))
          .filter(({ state }) => ['waiting', 'unknown', 'sending'].includes(state));
        const record = (one: OutboxItem) => (one.change as CreateNote).parentRecordId;
        assert(earlier.every((one) => record(one) !== record(next)));
        assert(earlier.every(({ attempts }) => attempts >= 3));
      }),
    );
  });

  it('is not held up for ever by one that fails by itself', () => {
    const items = [item('1', { attempts: 3, notBefore: 5_000 }), item('2', { record: 1 })];
    assert.equal(nextDue(items, { tried: none }, 1_000)?.id, '2');
    items[0]!.attempts = 2;
    assert.equal(nextDue(items, { tried: none }, 1_000), undefined);
    assert.equal(untilDue(items, 1_000), 4_000);
  });

  it('waits longer after every failure, five minutes at most, and never less than Attio asks', () => {
    const times = [1, 2, 3, 10, 40].map((attempts) => backoff(attempts, 0, () => 0.5));
    assert.deepEqual(times, [2_000, 4_000, 8_000, 300_000, 300_000]);
    assert.equal(
      backoff(1, 60_000, () => 0.5),
      60_000,
    );
  });

  it('does not wait for a time that a clock set back has made far', () => {
    const late = [item('1', { notBefore: 10 * 60 * 60_000 })];
    assert.equal(nextDue(late, { tried: none }, 1_000)?.id, '1');
  });
});
