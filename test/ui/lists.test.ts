/** Pipelines in the side bar: a list by its stages, a card dragged to another, grouped deals in Records, and staged moves. */
import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { useWorkbench } from './support/openWorkbench.js';
import type { Tree } from './support/tree.js';

const ACME = 'Acme Robotics renewal 2027';

describe('lists and their stages', () => {
  const vscode = useWorkbench({
    size: { width: 1180, height: 860 },
    settings: { 'workbench.colorTheme': 'Default Dark Modern' },
  });
  let lists: Tree;
  let records: Tree;

  before(async () => {
    const { welcome, page } = vscode();
    await vscode().activity('Attio').waitFor();
    await vscode().activity('Attio').click();
    await welcome.waitFor();
    await page.getByRole('button', { name: 'Explore the Sample Workspace' }).click();
    await vscode().statusItem('Northwind Labs').first().waitFor();
    lists = vscode().tree('Lists');
    records = vscode().tree('Records');
  });

  /** Unfolds views, and then folds the others, which leave them little room: one is always unfolded. */
  async function unfold(...shown: string[]): Promise<void> {
    const others = ['Records', 'Lists', 'Notes', 'Meetings', 'Tasks'].filter((name) => !shown.includes(name));
    for (const name of [...shown, ...others]) {
      const header = vscode().page.locator('.sidebar .pane-header').filter({ hasText: name });
      await header.waitFor();
      const wanted = String(shown.includes(name));
      if ((await header.getAttribute('aria-expanded')) !== wanted) await header.locator('h3.title').click();
      await header.and(vscode().page.locator(`[aria-expanded="${wanted}"]`)).waitFor();
    }
  }

  /** A picture of what has come to rest. */
  async function picture(name: string): Promise<void> {
    await vscode().page.evaluate('Promise.allSettled(document.getAnimations().map((one) => one.finished))');
    await vscode().screenshot(name);
  }

  /** Drags a row with the mouse. Between two views it takes a second move until the one that is entered looks at what comes. */
  async function drag(from: Locator, to: Locator): Promise<void> {
    const { mouse } = vscode().page;
    await from.hover();
    await mouse.down();
    await to.hover({ force: true, position: { x: 60, y: 8 } });
    await to.hover({ force: true, position: { x: 70, y: 12 } });
    await mouse.up();
  }

  const says = (tree: Tree, label: string, text: string | RegExp) =>
    tree.row(label).filter({ hasText: text }).waitFor();
  /** A row farther down than another, as the list has it. */
  async function isBelow(tree: Tree, label: string, above: string): Promise<void> {
    const at = async (one: string) => Number(await tree.row(one).getAttribute('data-index'));
    assert.ok((await at(label)) > (await at(above)), `${label} below ${above}`);
  }

  it('shows a list by its stages, with count and sum', async () => {
    await unfold('Lists');
    await lists.expand('Renewals 2026');
    await lists.row('Proposal sent').waitFor();
    await lists.expand('Proposal sent');
    await says(lists, 'Proposal sent', '3 · $289,000');
    await lists.expand('Signed');
    await says(lists, 'Signed', '1 · $175,000');
    await picture('lists-1-stages');
    await lists.row(ACME).locator('.monaco-icon-label').hover();
    await vscode()
      .page.locator('.monaco-hover')
      .filter({ hasText: 'Owner' })
      .filter({ visible: true })
      .first()
      .waitFor();
    await picture('lists-2-tooltip');
  });

  it('moves a card that is dragged to another stage, once it is approved', async () => {
    const { dialog } = vscode();
    await drag(lists.row(ACME), lists.row('Signed'));
    assert.match(await dialog.text(), /Proposal sent[\s\S]*Signed/);
    await picture('lists-3-approval');
    await dialog.press('Save Changes');
    await says(lists, 'Signed', '2 · $359,000');
    await says(lists, 'Proposal sent', '2 · $105,000');
    await isBelow(lists, ACME, 'Signed');
    await picture('lists-4-moved');
  });

  it('counts all stages from the menu of the list', async () => {
    await lists.contextMenu('Renewals 2026', 'Count All Stages');
    await says(lists, 'Renewals 2026', '7 · ');
    await says(lists, 'To contact', '2 · $426,000');
    await picture('lists-5-counted');
  });

  it('groups deals in Records by their stage, and moves one there', async () => {
    const { dialog, quickInput } = vscode();
    await unfold('Records');
    await records.row('Deals').waitFor();
    await records.contextMenu('Deals', 'Group By…');
    await quickInput.shown('By which attribute?');
    await picture('lists-6-group-by');
    await quickInput.pick('Deal stage');
    await records.expand('Deals');
    await records.row('Negotiation').waitFor();
    await records.expand('Negotiation');
    await says(records, 'Negotiation', /^5 · |5 · /);
    await picture('lists-7-grouped');
    await drag(records.row(ACME), records.row('Lead'));
    assert.match(await dialog.text(), /Negotiation[\s\S]*Lead/);
    await dialog.press('Save Changes');
    await says(records, 'Negotiation', '4 · ');
  });

  it('adds a record that is dragged from Records onto a stage of a list', async () => {
    const { dialog } = vscode();
    await unfold('Records', 'Lists');
    await records.row('Brassfield mainframe bridge').scrollIntoViewIfNeeded();
    await lists.row('To contact').scrollIntoViewIfNeeded();
    await drag(records.row('Brassfield mainframe bridge'), lists.row('To contact'));
    assert.match(await dialog.text(), /Add Brassfield mainframe bridge/);
    await picture('lists-8-add-by-drag');
    await dialog.press('Add to List');
    await says(lists, 'To contact', '3 · ');
  });

  it('marks moves that are staged, and lists them on top', async () => {
    await vscode().setSettings({ 'attio.pipeline.stageMoves': true });
    await unfold('Lists');
    await drag(lists.row('Redwood Toys shop renewal'), lists.row('Signed'));
    await lists.row('Staged moves (1)').waitFor();
    await says(lists, 'Signed', '+1 staged');
    await picture('lists-9-staged');
    const marked = lists.rows.filter({ hasText: '→ Signed' });
    assert.ok((await marked.count()) >= 1);
  });
});
