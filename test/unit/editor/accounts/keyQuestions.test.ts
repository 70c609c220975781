import assert from 'node:assert/strict';
import {
  ASK_AGAIN_MS,
  KeyQuestions,
  LOOK_AGAIN_MS,
  type Timers,
} from '../../../../src/editor/accounts/keyQuestions.js';

class Clock implements Timers {
  time = 1000;
  #due: { at: number; run: () => void }[] = [];
  now = () => this.time;
  after(ms: number, run: () => void) {
    const one = { at: this.time + ms, run };
    this.#due.push(one);
    return () => {
      this.#due = this.#due.filter((other) => other !== one);
    };
  }
  pass(ms: number) {
    this.time += ms;
    const due = this.#due.filter(({ at }) => at <= this.time);
    this.#due = this.#due.filter(({ at }) => at > this.time);
    for (const { run } of due) run();
  }
}

describe('questions about a refused key', () => {
  let clock: Clock;
  let asked: string[];
  let answer: () => Promise<unknown>;
  let questions: KeyQuestions;
  beforeEach(() => {
    clock = new Clock();
    asked = [];
    answer = async () => undefined;
    questions = new KeyQuestions((id) => {
      asked.push(id);
      return answer();
    }, clock);
  });
  const settled = () => new Promise<void>((done) => setImmediate(done));

  it('are one for many refusals, and one more at the end of the interval', () => {
    for (let n = 0; n < 20; n++) questions.refused('a');
    assert.deepEqual(asked, ['a']);
    clock.pass(ASK_AGAIN_MS - 1);
    assert.equal(asked.length, 1);
    clock.pass(1);
    assert.equal(asked.length, 2, 'a key revoked soon after a lost scope is found out');
    clock.pass(ASK_AGAIN_MS * 5);
    assert.equal(asked.length, 2, 'without a refusal nothing is asked');
    questions.refused('a');
    assert.equal(asked.length, 3, 'at once when the last question is old');
  });

  it('are of each account by itself', () => {
    questions.refused('a');
    questions.refused('b');
    assert.deepEqual(asked, ['a', 'b']);
  });

  it('come again at the next refusal when there was no answer', async () => {
    answer = () => Promise.reject(new Error('offline'));
    questions.refused('a');
    await settled();
    questions.refused('a');
    assert.equal(asked.length, 2);
  });

  it('come again when the person is back: scopes that were granted are learnt', () => {
    questions.back();
    assert.deepEqual(asked, [], 'nothing was refused');
    questions.refused('a');
    questions.back();
    assert.equal(asked.length, 1, 'too soon');
    clock.pass(LOOK_AGAIN_MS);
    questions.back();
    assert.equal(asked.length, 2);
    questions.forget('a');
    clock.pass(LOOK_AGAIN_MS);
    questions.back();
    assert.equal(asked.length, 2, 'nothing is wrong any more');
  });

  it('end with the account and the window', () => {
    for (const end of [() => questions.forget('a'), () => questions.dispose()]) {
      asked = [];
      questions.refused('a');
      questions.refused('a');
      end();
      clock.pass(ASK_AGAIN_MS);
      assert.deepEqual(asked, ['a']);
    }
  });
});
