/** Which records the tree shows, chosen with the keyboard alone; and the past of a value on a record's page. */
import assert from 'node:assert/strict';
import { useWorkbench } from './support/openWorkbench.js';

describe('filters, views and history on the sample workspace', () => {
  const vscode = useWorkbench({
    size: { width: 1180, height: 800 },
    settings: { 'workbench.colorTheme': 'Default Dark Modern' },
  });
  /** Types until the wanted row leads, and presses Enter. */
  const choose = async (label: string) => {
    const { quickInput } = vscode();
    await quickInput.row(label).first().waitFor();
    await quickInput.type(label);
    await quickInput.rows.first().filter({ hasText: label }).waitFor();
    await quickInput.accept();
  };
  const answer = async (title: string, text: string) => {
    const { quickInput } = vscode();
    await quickInput.title.filter({ hasText: title }).waitFor();
    await quickInput.type(text);
    await quickInput.accept();
  };
  const described = (label: string, text: string | RegExp) =>
    vscode().tree('Records').row(label).filter({ hasText: text });

  /** A picture of what has come to rest. */
  const picture = async (name: string) => {
    await vscode().page.evaluate('Promise.allSettled(document.getAnimations().map((one) => one.finished))');
    await vscode().screenshot(name);
  };

  before(async () => {
    await vscode().activity('Attio').waitFor();
    await vscode().activity('Attio').click();
    await vscode().welcome.waitFor();
    await vscode().page.getByRole('button', { name: 'Explore the Sample Workspace' }).click();
    await vscode().tree('Records').row('Deals').waitFor();
  });

  it('asks attribute, operator and value, and shows what fits', async () => {
    const { quickInput } = vscode();
    await vscode().runCommand('Attio: Filter and Sort…');
    await choose('Deals');
    await quickInput.title.filter({ hasText: 'Filter Deals' }).waitFor();
    await picture('filter-empty');
    await choose('Add Condition…');
    await choose('Deal value');
    await picture('filter-operators');
    await choose('is at least');
    await answer('Deal value is at least', '100k');
    await quickInput.row('Show Records').waitFor();
    await choose('Add Condition…');
    await choose('Deal stage');
    await choose('has a value');
    await quickInput.row('Show Records').waitFor();
    await choose('Sort By…');
    await choose('Deal value');
    await choose('Largest first');
    await quickInput.row('Show Records').waitFor();
    await picture('filter-menu');
    // The row that shows them has the cursor.
    await quickInput.accept();
    await quickInput.hidden();
    await described(
      'Deals',
      /Deal value ≥ .*100,000 and Deal stage has a value, by Deal value, largest first · \d+ shown/,
    ).waitFor();
    await picture('filtered-tree');
  });

  it('goes back with the keyboard, and Escape changes nothing', async () => {
    const { quickInput, page } = vscode();
    await vscode().runCommand('Attio: Filter and Sort…');
    await choose('Deals');
    await choose('Add Condition…');
    await choose('Probability');
    await choose('is at most');
    await quickInput.title.filter({ hasText: 'Probability is at most' }).waitFor();
    await page.keyboard.press('Control+Alt+Minus');
    await quickInput.shown('Probability …');
    await quickInput.row('is at most').waitFor();
    await page.keyboard.press('Control+Alt+Minus');
    await quickInput.shown('By which attribute?');
    await quickInput.input.press('Escape');
    await quickInput.hidden();
    await described('Deals', /Deal value ≥/).waitFor();
  });

  it('keeps the filter over a reload, and counts when it is unfolded', async () => {
    await vscode().reload();
    await described('Deals', /Deal value ≥/).waitFor();
    await vscode().tree('Records').expand('Deals');
    await described('Deals', /Deal value ≥ .*100,000 and Deal stage has a value.* shown/).waitFor();
  });

  it('filters by a view of Attio from its row, and lets it go', async () => {
    const tree = vscode().tree('Records');
    await tree.expand('Deals');
    await tree.row('Views').waitFor();
    await tree.expand('Views');
    await tree.row('Open deals').waitFor();
    await tree.row('Open deals').click();
    await described('Deals', /View “Open deals” · \d+ shown/).waitFor();
    await picture('views');
    await tree.action('Deals', 'Filter and Sort');
    await choose('Clear Filter');
    await tree.row('Deals').filter({ hasNotText: 'Open deals' }).waitFor();
  });

  it('shows the past of a value on the record’s page', async () => {
    const tree = vscode().tree('Records');
    await (await tree.scrollTo('Acme Robotics renewal 2027')).click();
    const page = vscode().webview();
    await page.getByRole('heading', { name: 'Acme Robotics renewal 2027', level: 1 }).waitFor();
    const history = page.getByRole('button', { name: 'History of Deal stage' });
    await history.focus();
    await history.press('Enter');
    await page.locator('.timeline li').first().waitFor();
    assert.ok((await page.locator('.timeline li').count()) >= 3);
    assert.match(await page.locator('.timeline li').first().innerText(), /Negotiation[\s\S]*now · Ada Brightwater/);
    assert.equal(await history.getAttribute('aria-expanded'), 'true');
    await picture('history-dark');
  });
});
