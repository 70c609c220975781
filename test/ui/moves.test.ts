/** Moves between stages that are collected, looked over, and committed at once with a note on each deal; and the digest. */
import assert from 'node:assert/strict';
import { seedId } from '../../src/sandbox/seed.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.js';
import { useWorkbench } from './support/openWorkbench.js';

const ACME = 'Acme Robotics renewal 2027';
const REDWOOD = 'Redwood Toys shop renewal';
const KESTREL = 'Kestrel: eleven more islands';

describe('staged moves, in the workbench', function () {
  this.bail(true);
  let sandbox: Sandbox;
  const env: Record<string, string> = {};
  before(async () => {
    sandbox = await startSandbox();
    env.ATTIO_API_URL = sandbox.url;
  });
  after(() => sandbox.close());
  const settings = { 'attio.pipeline.stageMoves': true };
  const vscode = useWorkbench({ extension: 'development', env, settings, size: { width: 1280, height: 860 } });

  const ask = async (method: string, path: string, data?: unknown) => {
    const answer = await fetch(`${sandbox.url}/v2/${path}`, {
      method,
      headers: { authorization: `Bearer ${sandbox.key}`, 'content-type': 'application/json' },
      ...(method !== 'GET' && { body: JSON.stringify(data === undefined ? {} : { data }) }),
    });
    return ((await answer.json()) as { data: unknown }).data;
  };
  const notes = async (deal: string) =>
    (await ask('GET', `notes?parent_object=deals&parent_record_id=${seedId('deals', deal)}&limit=50`)) as {
      title: string;
      content_markdown: string;
    }[];
  /** Writes that the sandbox has seen. */
  const written = () =>
    sandbox.requests().filter(({ method, path }) => method === 'PUT' || (method === 'POST' && path.endsWith('/notes')));

  /** The picture once nothing fades in any more. */
  const picture = async (name: string) => {
    await vscode().settled();
    await vscode().screenshot(name);
  };
  const lists = () => vscode().tree('Lists');

  /** Unfolds the Lists view and folds the others, which leave it little room. */
  async function unfold(): Promise<void> {
    for (const name of ['Lists', 'Records', 'Tasks', 'Notes', 'Meetings']) {
      const header = vscode().page.locator('.sidebar .pane-header').filter({ hasText: name });
      if ((await header.count()) === 0) continue;
      const wanted = String(name === 'Lists');
      if ((await header.getAttribute('aria-expanded')) !== wanted) await header.locator('h3.title').click();
      await header.and(vscode().page.locator(`[aria-expanded="${wanted}"]`)).waitFor();
    }
  }

  async function stage(title: string, to: string, named?: string): Promise<void> {
    const { quickInput } = vscode();
    await lists().contextMenu(title, 'Move to Stage…');
    await quickInput.shown(`Move ${title}`);
    if (named) {
      // What the tree knows of a stage is said here, too.
      await quickInput.row('here now').filter({ hasText: '3 · $289,000' }).waitFor();
      await picture(named);
    }
    await quickInput.type(to);
    await quickInput.accept();
    await quickInput.hidden();
    await lists()
      .row(title)
      .filter({ hasText: `→ ${to}` })
      .first()
      .waitFor();
  }

  it('are collected in the Lists view with a mark, and nothing is written', async () => {
    await vscode().signIn(sandbox.key);
    await vscode().openView('Attio', 'Records');
    await unfold();
    await lists().expand('Renewals 2026');
    await lists().expand('Proposal sent');
    await lists().row(ACME).waitFor();
    await stage(ACME, 'Signed', 'moves 1 stages to choose from');
    await stage(REDWOOD, 'Signed');
    await stage(KESTREL, 'Lost');
    await lists()
      .row(/^Staged moves \(3\)$/)
      .waitFor();
    await picture('moves 2 staged');
    assert.deepEqual(written(), []);
  });

  it('are reviewed, with the one that someone else moved meanwhile marked', async () => {
    const entries = (await ask('POST', 'lists/renewals_2026/entries/query')) as {
      id: { entry_id: string };
      parent_record_id: string;
    }[];
    const kestrel = entries.find(({ parent_record_id }) => parent_record_id === seedId('deals', 'kestrel-islands'));
    assert(kestrel);
    await ask('PATCH', `lists/renewals_2026/entries/${kestrel.id.entry_id}`, { entry_values: { step: 'To contact' } });
    const { quickInput } = vscode();
    await vscode().runCommand('Attio: Review Staged Moves…');
    await quickInput.row('Conflict: it was moved to To contact meanwhile').waitFor();
    await picture('moves 3 review with a conflict');
    await quickInput.accept();
    await quickInput.row('Compare Before and After').waitFor();
    await picture('moves 4 what to do with them');
    await quickInput.pick('Compare Before and After');
    await vscode()
      .tab(/Staged moves/)
      .waitFor();
    await vscode().page.getByText('After the commit').or(vscode().page.getByText('Signed')).first().waitFor();
    await picture('moves 5 before and after');
    await vscode().runCommand('View: Close All Editors');
  });

  it('are committed in one approval with a note on each deal', async () => {
    const { quickInput, dialog, notifications, page } = vscode();
    await vscode().runCommand('Attio: Commit Staged Moves…');
    assert.match(
      await dialog.text(),
      /Kestrel: eleven more islands: you staged Proposal sent → Lost; it is in To contact now\./,
    );
    await picture('moves 6 a conflict before the commit');
    await dialog.press('Commit the Other 2');
    await quickInput.shown('Commit 2 moves');
    await quickInput.type('Signed at the **November summit**.');
    await picture('moves 7 message');
    await quickInput.accept();
    assert.match(await dialog.text(), /Commit 2 moves with a note on each record/);
    await picture('moves 8 approval');
    await dialog.press('Make 4 Changes');
    await notifications.toast('Committed 2 moves with a note on each record.').waitFor();
    for (const deal of ['acme-renewal', 'redwood-shop']) {
      const note = (await notes(deal)).find(({ title }) => title === 'Moved to Signed');
      assert.match(note?.content_markdown ?? '', /Signed at the \*\*November summit\*\*\./);
    }
    await lists()
      .row(/^Staged moves \(1\)$/)
      .waitFor();
    await lists().expand('Signed');
    await picture('moves 9 committed');
    assert.equal(written().length, 4);
    await page.keyboard.press('Escape');
  });

  it('are discarded once that is agreed to', async () => {
    const { dialog } = vscode();
    await vscode().runCommand('Attio: Discard Staged Moves…');
    assert.match(await dialog.text(), /Discard the staged move\?/);
    await picture('moves 10 discard');
    await dialog.press('Discard Move');
    await lists()
      .row(/^Staged moves/)
      .waitFor({ state: 'detached' });
  });

  it('show in the digest of the pipeline', async () => {
    const { quickInput, editor } = vscode();
    await lists().contextMenu('Renewals 2026', 'Pipeline Digest…');
    await quickInput.shown('Digest of Renewals 2026');
    await quickInput.accept();
    await editor.find('Pipeline digest');
    await editor.find(ACME);
    await picture('moves 11 digest');
    await vscode().runCommand('Markdown: Open Preview');
    await vscode()
      .tab(/Preview/)
      .waitFor();
    await picture('moves 12 digest as it reads');
  });
});
