import assert from 'node:assert/strict';
import fc from 'fast-check';
import { steadyState } from '../../../src/editor/steadyState.js';

const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value));
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/**
 * VS Code's own: all keys in one value, handed over a turn after an update, and taken back whole when the main process
 * tells of a write.
 */
class VsCodes {
  value: Record<string, unknown> = {};
  main: Record<string, unknown> = {};
  #waiting: Promise<void> | undefined;
  writes = 0;

  keys = () => Object.keys(this.value).filter((key) => this.value[key] !== undefined);
  get = (key: string, fallback?: unknown) => this.value[key] ?? fallback;
  update = (key: string, value: unknown): Promise<void> => {
    this.value[key] = value;
    this.#waiting ??= turn().then(() => {
      this.#waiting = undefined;
      return this.#handOver();
    });
    return this.#waiting;
  };

  async #handOver(): Promise<void> {
    this.writes++;
    const sent = copy(this.value);
    await turn();
    this.tell(sent);
    await turn();
  }

  /** The main process has this now, whoever wrote it, and says so. */
  tell(value: Record<string, unknown>): void {
    this.main = value;
    this.value = copy(value);
  }
}

describe('what is kept over a reload', () => {
  it('is lost by VS Code where one write meets the echo of another', async () => {
    const memento = new VsCodes();
    const first = memento.update('a', 1);
    await turn();
    // The first is on its way; its echo comes before this one is handed over.
    const second = memento.update('b', 2);
    await Promise.all([first, second]);
    assert.equal(memento.main.b, undefined);
  });

  it('is all there, in whatever order and however fast it is written', async () => {
    const step = fc.record({
      key: fc.constantFrom('a', 'b', 'c'),
      value: fc.option(
        fc.oneof(
          fc.integer(),
          fc.string().map((of) => ({ of })),
        ),
        { nil: undefined },
      ),
      turns: fc.nat(4),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const memento = new VsCodes();
        const state = steadyState(memento);
        const wanted: Record<string, unknown> = {};
        const done: PromiseLike<void>[] = [];
        for (const { key, value, turns } of steps) {
          wanted[key] = value;
          done.push(state.update(key, value));
          assert.deepEqual(state.get(key, 'none'), value ?? 'none');
          for (let at = 0; at < turns; at++) await turn();
          const there = Object.keys(wanted).filter((one) => wanted[one] !== undefined);
          assert.deepEqual([...state.keys()].sort(), there.sort());
        }
        await Promise.all(done);
        assert.deepEqual(copy(memento.main), copy(wanted));
      }),
    );
  });

  it('is written again where another window’s write has undone it', async () => {
    const memento = new VsCodes();
    const state = steadyState(memento);
    const done = state.update('a', 1);
    await Promise.resolve();
    await Promise.resolve();
    assert.equal(memento.value.a, 1);
    memento.tell({ theirs: true });
    assert.equal(state.get('a'), 1);
    await done;
    assert.deepEqual(memento.main, { theirs: true, a: 1 });
  });

  it('is as it was when it was put in, and a failure is told and stops nothing', async () => {
    const memento = new VsCodes();
    const state = steadyState(memento);
    const list = [1];
    const done = state.update('list', list);
    list.push(2);
    assert.deepEqual(state.get('list'), [1]);
    await done;
    assert.deepEqual(memento.main.list, [1]);
    const { update } = memento;
    memento.update = async () => {
      throw new Error('The disk is full.');
    };
    await assert.rejects(async () => state.update('list', [3]), /full/);
    memento.update = update;
    await state.update('other', 1);
    assert.deepEqual(memento.main, { list: [1], other: 1 });
  });
});
