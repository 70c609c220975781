/** What every mocha of this project prints: readable lines, the failures in full, and one line with the sum. */
import { stripVTControlCharacters } from 'node:util';
import Mocha from 'mocha';

const { EVENT_RUN_END, EVENT_SUITE_BEGIN, EVENT_SUITE_END, EVENT_TEST_FAIL, EVENT_TEST_PASS, EVENT_TEST_PENDING } =
  Mocha.Runner.constants;

/** Slower than this, in milliseconds, is worth a number behind the test's name. */
const slow = 1000;

export default class Reporter {
  constructor(runner: Mocha.Runner) {
    const print = console.log.bind(console);
    const failures: { title: string; error: Error }[] = [];
    let passed = 0;
    let depth = 0;
    const line = (text: string) => print(`${'  '.repeat(depth)}${text}`);

    runner.on(EVENT_SUITE_BEGIN, (suite) => {
      if (suite.root) return;
      line(suite.title);
      depth++;
    });
    runner.on(EVENT_SUITE_END, (suite) => {
      if (!suite.root) depth--;
    });
    runner.on(EVENT_TEST_PASS, (test) => {
      passed++;
      const took = test.duration ?? 0;
      line(`✓ ${test.title}${took >= slow ? ` (${(took / 1000).toFixed(1)} s)` : ''}`);
    });
    runner.on(EVENT_TEST_PENDING, (test) => line(`- ${test.title} (skipped)`));
    runner.on(EVENT_TEST_FAIL, (test, error: Error) => {
      failures.push({ title: test.fullTitle(), error });
      line(`✗ ${test.title}`);
    });
    runner.once(EVENT_RUN_END, () => {
      for (const [index, { title, error }] of failures.entries()) {
        print(`\n${index + 1}) ${title}\n${indent(describe(error))}`);
      }
      print(`\n${passed} passed, ${failures.length} failed`);
    });
  }
}

function describe(error: Error & { actual?: unknown; expected?: unknown }): string {
  // node:assert puts its diff into the message, and the message into the stack.
  return error.stack ?? `${error.name}: ${error.message}`;
}

function indent(text: string): string {
  return stripVTControlCharacters(text)
    .split('\n')
    .filter((line) => !/node_modules[\\/]mocha[\\/]/.test(line))
    .map((line) => `   ${line}`)
    .join('\n');
}
