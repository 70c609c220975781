/** Colleagues on the page of a record: their pictures, their initials, and which of them one is. */
import assert from 'node:assert/strict';
import { commands } from 'vscode';
import { initialsOf } from '../../src/editor/members/face.js';
import { forgetMe, knownMe } from '../../src/editor/members/me.js';
import type { RecordPage } from '../../src/editor/records/page.js';
import { RecordPages } from '../../src/editor/records/pages.js';
import type { Services } from '../../src/editor/services.js';
import { seedId } from '../../src/sandbox/seed.js';
import { attio, clearWindow, signInToSandbox, signOutEverywhere } from './support/attio.js';
import { type Answer, scriptedUi } from './support/scriptedUi.js';

const DEAL = { object: 'deals', recordId: seedId('deals', 'acme-renewal') };
const ada = seedId('members', 'ada');

/** Resolves when the body of a page matches. */
async function until(page: RecordPage, pattern: RegExp): Promise<void> {
  for (const end = Date.now() + 10_000; !pattern.test(page.body); await new Promise(setImmediate))
    if (Date.now() > end) assert.match(page.body, pattern);
}

describe('colleagues', () => {
  let services: Services;
  let pages: RecordPages;
  before(async () => {
    ({ services } = await attio());
  });
  beforeEach(async () => {
    await clearWindow();
    pages = new RecordPages(services, 'attio.record');
  });
  afterEach(async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    pages.dispose();
    await signOutEverywhere();
  });

  const run = async (command: string, ...answers: Answer[]) => {
    const { ui } = await attio();
    const script = scriptedUi(...answers);
    ui.use(script);
    try {
      await commands.executeCommand(command);
      script.done();
    } finally {
      ui.use(undefined);
    }
    return script;
  };
  const open = async (): Promise<RecordPage> => {
    const page = await pages.open(DEAL);
    assert.ok(page);
    await until(page, /class="person"/);
    return page;
  };

  it('have their pictures in the sample workspace, each of them once, and initials without one', async () => {
    await run('attio.exploreSample');
    const page = await open();
    await until(page, new RegExp(`<symbol id="face-${ada}"[^>]*><image href="data:image/png;base64,[0-9A-Za-z+/=]+"`));
    const symbols = [...page.body.matchAll(/<symbol id="face-([0-9a-f-]+)"/g)].map(([, id]) => id);
    assert.ok(symbols.includes(ada));
    assert.equal(new Set(symbols).size, symbols.length);
    for (const [, id] of page.body.matchAll(/<use href="#face-([0-9a-f-]+)"/g)) assert.ok(symbols.includes(id), id);
    assert.doesNotMatch(page.body, /(?:src|href)="http:\/\/127/, 'the page loads nothing');
    await signOutEverywhere();
    await until(page, /not signed in/);
    assert.doesNotMatch(page.body, /base64/);
  });

  it('have initials where their pictures do not come over https', async () => {
    const sandbox = await signInToSandbox();
    try {
      const page = await open();
      assert.match(page.body, new RegExp(`class="face hue-\\d" aria-hidden="true">${initialsOf('Ada Brightwater')}<`));
      assert.match(page.body, /<span dir="auto">Ada Brightwater<\/span>/);
      assert.doesNotMatch(page.body, /base64/);
      assert.deepEqual(
        sandbox.requests().filter(({ path }) => path.startsWith('/_avatars')),
        [],
      );
    } finally {
      await signOutEverywhere();
      await sandbox.close();
    }
  });

  it('are asked which of them one is, which is forgotten with the account', async () => {
    const sandbox = await signInToSandbox();
    try {
      const { active } = services.accounts;
      assert.equal(knownMe(services, active!), ada, 'whom the key names');
      const script = await run('attio.chooseMe', { pick: 'Bruno Castellan' });
      assert.ok(script.said.some(({ message }) => /You are Bruno Castellan in Northwind Labs/.test(message)));
      assert.equal(knownMe(services, active!), seedId('members', 'bruno'));
      const again = await run('attio.chooseMe', { cancel: true });
      assert.equal(knownMe(services, active!), seedId('members', 'bruno'));
      const [now, key] = again.asked[0]!.lines!;
      assert.match(now!, /^Bruno Castellan.*you now/);
      assert.match(key!, /^Ada Brightwater.*whose key this is/);
      await run('attio.chooseMe', { pick: 'Ada Brightwater' });
      assert.deepEqual(services.context.globalState.get('attio.me'), {}, 'whom the key names is not kept');
      assert.equal(knownMe(services, active!), ada);
      await run('attio.chooseMe', { pick: 'Bruno Castellan' });
      await signOutEverywhere();
      assert.equal(knownMe(services, active!), ada);
      await forgetMe(services, active!.id);
    } finally {
      await signOutEverywhere();
      await sandbox.close();
    }
  });
});
