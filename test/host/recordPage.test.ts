import assert from 'node:assert/strict';
import { commands, TabInputWebview, ViewColumn, type WebviewPanel, window } from 'vscode';
import type { RecordPage } from '../../src/editor/records/page.js';
import { RecordPages } from '../../src/editor/records/pages.js';
import type { Services } from '../../src/editor/services.js';
import { SEED_WORKSPACE, seedId } from '../../src/sandbox/seed.js';
import type { Sandbox } from '../../src/sandbox/server.js';
import { ATTRIBUTE_TYPES } from '../support/attributeTypes.js';
import { attio, requestsTo, signInToSandbox, signOutEverywhere } from './support/attio.js';
import { scriptedUi } from './support/scriptedUi.js';

const tabs = () =>
  window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(({ input }) => input instanceof TabInputWebview && input.viewType.endsWith('attio.record'));
const target = (object: string, name: string) => ({ object, recordId: seedId(object, name) });

/** Resolves when the body of a page matches. */
async function until(page: RecordPage, pattern: RegExp): Promise<void> {
  for (const end = Date.now() + 10_000; !pattern.test(page.body); await new Promise(setImmediate))
    if (Date.now() > end) assert.match(page.body, pattern);
}

describe('record page', () => {
  let sandbox: Sandbox;
  let services: Services;
  let pages: RecordPages;
  const open = async (object: string, name: string): Promise<RecordPage> => {
    const page = await pages.open(target(object, name));
    assert.ok(page);
    return page;
  };

  /** Attio refuses every record from now on. */
  const refuse = () =>
    sandbox.setFaults([
      {
        kind: 'status',
        status: 403,
        type: 'auth_error',
        code: 'billing_error',
        message: 'Not in your plan.',
        path: '/records',
        times: 99,
      },
    ]);

  beforeEach(async () => {
    sandbox = await signInToSandbox();
    ({ services } = await attio());
    pages = new RecordPages(services, 'attio.record');
  });
  afterEach(async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    pages.dispose();
    await signOutEverywhere();
    await sandbox.close();
  });

  it('opens one panel per record, named by it', async () => {
    await commands.executeCommand('attio.openRecord', target('companies', 'acme-robotics'));
    await commands.executeCommand('attio.openRecord', target('companies', 'lumen-health'));
    await commands.executeCommand('attio.openRecord', target('companies', 'acme-robotics'));
    assert.deepEqual(
      tabs().map(({ label }) => label),
      ['Acme Robotics', 'Lumen Health'],
    );
  });

  it('shows values of all seventeen types over the sample records', async () => {
    const seen = new Set<string>();
    for (const [object, name] of [
      ['companies', 'acme-robotics'],
      ['people', 'grace-okafor'],
      ['deals', 'acme-renewal'],
      ['projects', 'atlas-rollout'],
    ] as const) {
      const { body } = await open(object, name);
      for (const [, type] of body.matchAll(/data-type="([^"]+)"/g)) seen.add(type!);
      assert.doesNotMatch(body, /\[object Object\]|undefined|>null</);
    }
    assert.deepEqual(
      ATTRIBUTE_TYPES.filter((type) => !seen.has(type)),
      [],
    );
  });

  it('links related records by name', async () => {
    const { body } = await open('people', 'grace-okafor');
    assert.match(
      body,
      new RegExp(`data-object="companies" data-record="${seedId('companies', 'acme-robotics')}"[^>]*>Acme Robotics<`),
    );
  });

  it('shows notes, and one made elsewhere at once', async () => {
    const page = await open('companies', 'acme-robotics');
    const { catalog } = await services.connections.current();
    const { notes } = await catalog.notesOf(page.target, { offset: 0, limit: 10 }, { surface: 'test' });
    assert.ok(notes.length > 0);
    const before = requestsTo(sandbox).length;
    catalog.learnNote({
      ...notes[0]!,
      id: { ...notes[0]!.id, note_id: seedId('notes', 'another-of-a-test') },
      title: 'Made elsewhere',
      created_at: '2099-01-01T00:00:00.000000000Z',
    });
    await until(page, /Made elsewhere/);
    assert.equal(requestsTo(sandbox).length, before, 'the write’s own answer is enough');
  });

  it('comes back after a reload from account and ids alone', async () => {
    const panel = (): WebviewPanel => window.createWebviewPanel('attio.record', 'Acme Robotics', ViewColumn.Active);
    const account = services.accounts.active!.id;
    const page = await pages.revive(panel(), { ...target('companies', 'acme-robotics'), account });
    assert.match(page!.body, /<h1[^>]*>Acme Robotics</);
    assert.equal(await pages.open(target('companies', 'acme-robotics')), page);
    assert.equal(await pages.revive(panel(), { object: 'companies' }), undefined);
  });

  it('says that a record does not exist', async () => {
    const page = await pages.open({ object: 'companies', recordId: seedId('companies', 'nobody-made-this') });
    assert.match(page!.body, /deleted, merged/);
  });

  it('shows who changed a value when, on demand and with one request', async () => {
    const page = await open('deals', 'acme-renewal');
    const asked = () => requestsTo(sandbox).filter(({ path }) => path.includes('/values?'));
    assert.equal(asked().length, 0);
    assert.doesNotMatch(page.body, /class="timeline"/);
    await page.receive({ type: 'attribute', what: 'history', slug: 'stage' });
    assert.match(page.body, /class="timeline"/);
    assert.match(page.body, /aria-label="History of Deal stage"/);
    assert.match(page.body, /<li class="now">/);
    assert.equal(asked().length, 1);
    await page.receive({ type: 'attribute', what: 'history', slug: 'stage' });
    assert.doesNotMatch(page.body, /class="timeline"/);
    // Nothing that the page does not show can be asked for.
    await page.receive({ type: 'attribute', what: 'history', slug: 'no_such' });
    assert.equal(asked().length, 1);
  });

  it('says beside the value why its past cannot be read', async () => {
    const page = await open('deals', 'acme-renewal');
    sandbox.setFaults([
      {
        kind: 'status',
        status: 400,
        type: 'invalid_request_error',
        code: 'validation_type',
        message: 'No history of this.',
        path: '/values',
        times: 9,
      },
    ]);
    await page.receive({ type: 'attribute', what: 'history', slug: 'stage' });
    assert.match(page.body, /class="history"[^>]*><p class="trouble" role="alert">/);
    assert.match(page.body, /<h1[^>]*>/);
  });

  it('offers to change what the key may change', async () => {
    const page = await open('deals', 'acme-renewal');
    for (const tool of ['editRecord', 'newNote', 'setAttribute', 'addToList', 'mergeRecords', 'deleteRecord'])
      assert.match(page.body, new RegExp(`data-tool="${tool}"`));
    assert.match(page.body, /data-what="set" data-slug="stage"/);
    assert.doesNotMatch(page.body, /data-what="set" data-slug="created_at"/);
  });

  it('asks for the one value whose Edit is pressed', async () => {
    const page = await open('deals', 'acme-renewal');
    const { ui } = await attio();
    const script = scriptedUi({ cancel: true });
    ui.use(script);
    const asked = new Promise<void>((resolve) => {
      const { pick } = script;
      script.pick = async (items, options) => {
        const answer = await pick(items, options);
        resolve();
        return answer;
      };
    });
    await page.receive({ type: 'attribute', what: 'set', slug: 'stage' });
    await asked;
    ui.use(undefined);
    assert.match(script.asked[0]!.title, /^Deal stage of /);
  });

  it('says what failed, and reads again on Retry', async () => {
    refuse();
    const page = await open('companies', 'acme-robotics');
    assert.match(page.body, /Not in your plan/);
    sandbox.setFaults([]);
    await page.receive({ type: 'refresh' });
    assert.match(page.body, /<h1[^>]*>Acme Robotics</);
  });

  it('keeps what it shows when a refresh fails', async () => {
    const page = await open('companies', 'acme-robotics');
    refuse();
    await page.receive({ type: 'refresh' });
    assert.match(page.body, /What is shown is older/);
    assert.match(page.body, /acme-robotics\.example/);
  });

  it('takes what was read off the screen when its account is signed out', async () => {
    const page = await open('companies', 'acme-robotics');
    await signOutEverywhere();
    await until(page, /not signed in/);
    assert.doesNotMatch(page.body, /acme-robotics\.example/);
  });

  it('copies link, id and Markdown link, and opens Attio', async () => {
    const { ui } = await attio();
    const script = scriptedUi();
    ui.use(script);
    const record = target('companies', 'acme-robotics');
    const url = `https://app.attio.com/${SEED_WORKSPACE.slug}/company/${record.recordId}`;
    for (const command of ['copyLink', 'copyId', 'copyMarkdownLink', 'openInAttio'])
      await commands.executeCommand(`attio.${command}`, record);
    ui.use(undefined);
    assert.deepEqual(script.copied, [url, record.recordId, `[Acme Robotics](${url})`]);
    assert.deepEqual(script.opened, [url]);
  });

  it('refuses arguments that a link could have made up', async () => {
    const { ui } = await attio();
    const script = scriptedUi();
    ui.use(script);
    await commands.executeCommand('attio.openRecord', { object: '../self', recordId: 'x' });
    await script.heard(/does not name a record/);
    ui.use(undefined);
    assert.deepEqual(tabs(), []);
  });
});
