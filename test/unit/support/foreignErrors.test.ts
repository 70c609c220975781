import assert from 'node:assert/strict';
import { pathToFileURL } from 'node:url';
import Mocha from 'mocha';
import { isForeign, spareRunner } from '../../support/foreignErrors.js';

const GIT = '/opt/vscode/extensions/git';
const NODE = 'at afterWriteDispatched (node:internal/stream_base_commons:161:15)';
const CHECK = `at ${GIT}/dist/main.js:2:8123`;

const error = (...frames: string[]) =>
  Object.assign(new Error('write EPIPE'), { stack: ['Error: write EPIPE', ...frames].join('\n    ') });

describe('an error that nobody caught', () => {
  const foreign = (...frames: string[]) => isForeign(error(...frames), [GIT]);

  it('is foreign when all its frames are in another extension or in Node', () => {
    assert(foreign(NODE, CHECK));
    assert(
      foreign(
        `at Model.check (${GIT}/dist/main.js:2:8)`,
        'at new Promise (<anonymous>)',
        'at async Promise.all (index 0)',
        NODE,
      ),
    );
    assert(foreign(`at async Model.check (${pathToFileURL(GIT)}/dist/main.js:2:8)`));
    assert(foreign(`at async ${GIT}/dist/main.js:2:8`));
    assert(foreign(`at Socket.<anonymous> (${GIT}/dist/main.js:2:8)`));
    // As the extension host prints them.
    assert(foreign(`\tat Model.check [as run] (${GIT}/dist/main.js:2:8)`));
  });

  it('is ours when a frame is in any other file', () => {
    assert(!foreign(CHECK, 'at run (/project/dist/extension.js:1:1)'));
    assert(!foreign('at file:///project/dist-test/host/a.test.js:3:1', CHECK));
    assert(!foreign(CHECK, 'at $run (/opt/vscode/out/vs/extensionHostProcess.js:1:1)'));
    assert(!foreign(`at ${GIT}-more/dist/main.js:1:1`, CHECK));
  });

  it('is ours when nothing says whose it is', () => {
    assert(!foreign(NODE));
    assert(!foreign());
    assert(!isForeign(`thrown ${CHECK}`, [GIT]));
    assert(!isForeign(undefined, [GIT]));
    assert(!isForeign(new Error(`what was wrong:\n    at run (/project/a.js:1:1)\n    ${CHECK}`), [GIT]));
  });

  it('reaches mocha unless it is foreign', () => {
    const runner = new Mocha.Runner(new Mocha.Suite('inner'));
    const failed: unknown[] = [];
    const reported: unknown[] = [];
    runner.uncaught = (reason) => failed.push(reason);
    spareRunner(runner, [GIT], (reason) => reported.push(reason));
    const [theirs, ours] = [error(CHECK), error('at run (/project/dist/extension.js:1:1)')];
    const listeners = process.listeners('uncaughtException');
    runner.run(() => {});
    // What mocha itself listens with.
    const added = process.listeners('uncaughtException').filter((listener) => !listeners.includes(listener));
    runner.dispose();
    for (const reason of [theirs, ours]) for (const listener of added) listener(reason, 'uncaughtException');
    assert.deepEqual(reported, [theirs]);
    assert.deepEqual(failed, [ours]);
  });
});
