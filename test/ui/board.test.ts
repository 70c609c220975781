/** The board of a pipeline as people use it: with the mouse, with the keyboard alone, in every kind of theme, and when it is full. */
import assert from 'node:assert/strict';
import type { FrameLocator, Locator } from 'playwright-core';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.js';
import { useWorkbench } from './support/openWorkbench.js';
import type { Workbench } from './support/workbench.js';

const lane = (board: FrameLocator, stage: string): Locator =>
  board.locator('section.lane').filter({ has: board.getByRole('heading', { name: stage, exact: true, level: 2 }) });
const card = (board: FrameLocator | Locator, title: string): Locator =>
  board.locator('li.card').filter({ hasText: title });
/** The picture once nothing fades in any more. */
async function pictureOf(vscode: Workbench, name: string): Promise<void> {
  await vscode.settled();
  await vscode.screenshot(name);
}

async function openBoard(vscode: Workbench, name: string): Promise<void> {
  const { quickInput } = vscode;
  await vscode.runCommand('Attio: Open Pipeline…');
  await quickInput.shown('Which list or object?');
  await quickInput.type(name);
  await quickInput.accept();
  await vscode.tab(name).waitFor();
}

describe('the board of a pipeline', () => {
  let sandbox: Sandbox;
  const env: Record<string, string> = {};
  before(async () => {
    sandbox = await startSandbox({ records: 20_000 });
    env.ATTIO_API_URL = sandbox.url;
  });
  after(() => sandbox.close());
  const vscode = useWorkbench({ extension: 'development', env, size: { width: 1440, height: 900 } });
  const board = () => vscode().webview();
  const press = (key: string) => vscode().page.keyboard.press(key);

  const picture = (name: string) => pictureOf(vscode(), name);
  const open = (name: string) => openBoard(vscode(), name);
  const signIn = async () => {
    await vscode().signIn(sandbox.key);
  };
  const focused = () => board().locator('li.card:focus .title');
  const said = () => board().locator('#said');

  it('shows the steps of a list, and moves a card by mouse', async () => {
    await signIn();
    await open('Renewals 2026');
    const from = lane(board(), 'Proposal sent');
    const to = lane(board(), 'Signed');
    await card(from, 'Acme Robotics renewal 2027').waitFor();
    assert.match(await from.locator('.sum').innerText(), /^3 · \$289,000$/);
    // The disc with the initials has a colour of its own, or it is white on white.
    const colour = await board()
      .locator('span.face')
      .first()
      .evaluate((disc) => getComputedStyle(disc).backgroundColor);
    assert.notEqual(colour, 'rgba(0, 0, 0, 0)');
    await picture('board');
    const { mouse } = vscode().page;
    const [start, end] = [await card(from, 'Acme Robotics renewal 2027').boundingBox(), await to.boundingBox()];
    assert(start && end);
    await mouse.move(start.x + 40, start.y + 20);
    await mouse.down();
    await mouse.move(start.x + 80, start.y + 30, { steps: 4 });
    await mouse.move(end.x + 60, end.y + 120, { steps: 8 });
    await board().locator('section.lane.over').waitFor();
    await picture('board drag');
    await mouse.up();
    const { dialog, notifications } = vscode();
    assert.match(await dialog.text(), /Proposal sent → Signed/);
    // What was asked for is shown meanwhile, and said to be on its way.
    await card(to, 'Acme Robotics renewal 2027').filter({ hasText: 'Moving…' }).waitFor();
    await picture('board approval');
    await dialog.press('Save Changes');
    await notifications.toast('Moved “Acme Robotics renewal 2027”').waitFor();
    await card(to, 'Acme Robotics renewal 2027').filter({ hasText: 'today' }).waitFor();
    await said().filter({ hasText: 'moved to Signed' }).waitFor({ state: 'attached' });
    assert.match(await from.locator('.sum').innerText(), /^2 · \$105,000$/);
  });

  it('puts a card back that is not agreed to, or let go beside the columns', async () => {
    const from = lane(board(), 'Signed');
    const to = lane(board(), 'Lost');
    const { mouse, keyboard } = vscode().page;
    const drag = async () => {
      const [start, end] = [await card(from, 'Acme Robotics renewal').boundingBox(), await to.boundingBox()];
      assert(start && end);
      await mouse.move(start.x + 40, start.y + 20);
      await mouse.down();
      await mouse.move(end.x + 60, end.y + 120, { steps: 8 });
      await board().locator('section.lane.over').waitFor();
    };
    await drag();
    await keyboard.press('Escape');
    await board().locator('.card.ghost').waitFor({ state: 'detached' });
    await mouse.up();
    await drag();
    await mouse.up();
    await vscode().dialog.press('Cancel');
    await said().filter({ hasText: 'was not moved. It is in Signed.' }).waitFor({ state: 'attached' });
    await card(from, 'Acme Robotics renewal').waitFor();
  });

  it('is walked through and rearranged with the keyboard alone', async () => {
    await board().locator('#text').focus();
    await press('ArrowDown');
    await press('Home');
    await focused().filter({ hasText: 'Acme Robotics renewal' }).waitFor();
    await press('ArrowLeft');
    await focused()
      .filter({ hasText: /Kestrel|Redwood/ })
      .waitFor();
    await press('End');
    const title = await focused().innerText();
    await press('Space');
    await said()
      .filter({ hasText: `Picked up ${title}, in Proposal sent.` })
      .waitFor({ state: 'attached' });
    await press('ArrowRight');
    await said().filter({ hasText: 'Signed, stage 3 of 4' }).waitFor({ state: 'attached' });
    await picture('board carried');
    await press('Escape');
    await card(lane(board(), 'Proposal sent'), title).waitFor();
    assert.equal(await focused().innerText(), title);
    await press('Space');
    await press('ArrowLeft');
    await press('Space');
    await vscode().dialog.press('Save Changes');
    await card(lane(board(), 'To contact'), title).filter({ hasText: 'today' }).waitFor();
    await said()
      .filter({ hasText: `${title} moved to To contact.` })
      .waitFor({ state: 'attached' });
    // The buttons of the card are the next stops.
    await board().locator('li.card:focus').waitFor();
    await press('Tab');
    await board()
      .getByRole('button', { name: `Open: ${title}`, exact: true })
      .and(board().locator(':focus'))
      .waitFor();
    await press('Tab');
    await board()
      .getByRole('button', { name: `Move…: ${title}` })
      .and(board().locator(':focus'))
      .waitFor();
    await press('Enter');
    await vscode().quickInput.shown('which stage?');
    await picture('board stage menu');
    await press('Escape');
    await board().locator('li.card:focus').filter({ hasText: title }).waitFor();
    await press('Enter');
    await vscode().tab(title).waitFor();
    await vscode().runCommand('View: Close Editor');
  });

  it('has one card in the hand, and puts it back wherever the keyboard goes', async () => {
    const first = card(board(), 'Fjordline renewal');
    const other = card(board(), 'Redwood Toys');
    const pickedUp = board().locator('li.card.carried');
    const carryOn = async () => {
      await first.focus();
      await press('Space');
      await press('ArrowRight');
      await pickedUp.waitFor();
    };
    const back = async () => {
      await said().filter({ hasText: 'Fjordline renewal is back in To contact.' }).waitFor({ state: 'attached' });
      await card(lane(board(), 'To contact'), 'Fjordline renewal').waitFor();
      await pickedUp.waitFor({ state: 'detached' });
    };
    await carryOn();
    await press('Tab');
    await board().getByRole('button', { name: 'Open: Fjordline renewal' }).and(board().locator(':focus')).waitFor();
    await press('Escape');
    await back();
    await focused().filter({ hasText: 'Fjordline renewal' }).waitFor();
    // Whoever goes to another card has that one.
    await carryOn();
    await other.click();
    await back();
    await press('Space');
    await said().filter({ hasText: 'Picked up Redwood Toys' }).waitFor({ state: 'attached' });
    await press('Escape');
    await pickedUp.waitFor({ state: 'detached' });
    // A card that is on its way is not picked up, which is said.
    await other.focus();
    await press('Space');
    await press('ArrowRight');
    await press('Enter');
    assert.match(await vscode().dialog.text(), /Redwood Toys/);
    await other.filter({ hasText: 'Moving…' }).waitFor();
    const onItsWay = said().filter({ hasText: /Redwood Toys.* is being moved/ });
    await other.dispatchEvent('pointerdown', { bubbles: true });
    await onItsWay.waitFor({ state: 'attached' });
    await other.dispatchEvent('keydown', { key: ' ', bubbles: true });
    await onItsWay.waitFor({ state: 'attached' });
    await pickedUp.waitFor({ state: 'detached' });
    await vscode().dialog.press('Cancel');
    await said().filter({ hasText: 'was not moved' }).waitFor({ state: 'attached' });
  });

  it('finds cards by owner and text, and says how many', async () => {
    await board().locator('#text').waitFor();
    await press('Escape');
    await board().locator('#text').fill('acme');
    await board().locator('#shown').filter({ hasText: '2 of 7' }).waitFor();
    await board().locator('#owner').selectOption('me');
    await board().locator('#shown').filter({ hasText: '1 of 7' }).waitFor();
    await picture('board filtered');
    // Out of sight and back again.
    await vscode().openFile('README.md');
    await vscode().tab('Renewals 2026').click();
    await board().locator('#shown').filter({ hasText: '1 of 7' }).waitFor();
    assert.equal(await board().locator('#text').inputValue(), 'acme');
    await board().getByRole('button', { name: 'Clear Filters' }).click();
    await board().locator('#shown').filter({ hasText: '7 cards' }).waitFor();
  });

  it('draws what is to be seen of two thousand cards, and of a change what has changed', async () => {
    await open('Deals');
    await board().locator('#shown').filter({ hasText: '2,035 cards' }).waitFor();
    const size = () =>
      board()
        .locator('body')
        .evaluate((body) => body.querySelectorAll('*').length);
    const cards = await board().locator('li.card').count();
    console.log(`    2,035 cards: ${cards} drawn, ${await size()} elements`);
    assert(cards < 90, `${cards} cards are drawn`);
    assert((await size()) < 2500);
    /** How many elements are made or exchanged, and how long the script is at it, until `done`. */
    const changes = async (work: () => Promise<unknown>, done: () => Promise<unknown>) => {
      await board()
        .locator('body')
        .evaluate((body) => {
          const { window } = body.ownerDocument.defaultView as unknown as { window: Window & { made: number } };
          window.made = 0;
          new MutationObserver((all) => {
            for (const { addedNodes } of all)
              for (const node of addedNodes)
                if (node instanceof HTMLElement) window.made += 1 + node.querySelectorAll('*').length;
          }).observe(body, { childList: true, subtree: true });
        });
      await work();
      await done();
      return board()
        .locator('body')
        .evaluate((body) => (body.ownerDocument.defaultView as unknown as { made: number }).made);
    };
    const negotiation = lane(board(), 'Negotiation');
    const first = negotiation.locator('li.card').first();
    await first.waitFor();
    await first.focus();
    const name = await focused().innerText();
    const lifted = await changes(
      () => press('Space'),
      () =>
        said()
          .filter({ hasText: `Picked up ${name}` })
          .waitFor({ state: 'attached' }),
    );
    console.log(`    picking one up: ${lifted} elements`);
    assert(lifted < 60, `${lifted} elements`);
    const carried = await changes(
      () => press('ArrowRight'),
      () => said().filter({ hasText: 'Won' }).waitFor({ state: 'attached' }),
    );
    console.log(`    carrying it one stage on: ${carried} elements`);
    assert(carried < 150, `${carried} elements`);
    await press('Escape');
    const typed = await changes(
      () => board().locator('#text').fill('acme robotics renewal 2027'),
      () => board().locator('#shown').filter({ hasText: '1 of 2,035' }).waitFor(),
    );
    console.log(`    typing a filter: ${typed} elements`);
    await board().locator('#text').fill('');
    // To the very end of a column, and back.
    await first.focus();
    await press('End');
    await board().locator('li.card:focus').waitFor();
    const at = await board().locator('li.card:focus').getAttribute('aria-posinset');
    assert.equal(at, await board().locator('li.card:focus').getAttribute('aria-setsize'));
    assert(Number(at) > 300);
    assert((await board().locator('li.card').count()) < 90);
    await press('Home');
    await press('ArrowDown');
    await picture('board full');
  });

  it('collects moves, shows which, and lets go of one', async () => {
    await vscode().setSettings({ 'attio.pipeline.stageMoves': true });
    await vscode().tab('Renewals 2026').click();
    const here = lane(board(), 'Proposal sent');
    await card(here, 'Redwood Toys').focus();
    await press('Space');
    await press('ArrowRight');
    await press('ArrowRight');
    await press('Enter');
    const there = card(lane(board(), 'Lost'), 'Redwood Toys');
    await there.filter({ hasText: 'Staged, from Proposal sent' }).waitFor();
    await card(board(), 'Fjordline renewal').focus();
    await press('Space');
    await press('ArrowRight');
    await press('Enter');
    await board().getByText('2 moves staged').waitFor();
    await picture('board staged');
    await board().getByRole('button', { name: 'Unstage: Fjordline renewal' }).click();
    await card(lane(board(), 'To contact'), 'Fjordline renewal').waitFor();
    await board().getByText('1 move staged').waitFor();
    await there.focus();
    await press('Tab');
    await press('Tab');
    await press('Tab');
    await press('Enter');
    await card(here, 'Redwood Toys').waitFor();
    await board().locator('.staged-bar').waitFor({ state: 'detached' });
  });
});

describe('the board of the sample workspace', () => {
  const vscode = useWorkbench({ size: { width: 1440, height: 900 } });
  const board = () => vscode().webview();

  it('comes back after a reload with its owner, and not with what was typed', async () => {
    const { page } = vscode();
    await vscode().activity('Attio').waitFor();
    await vscode().activity('Attio').click();
    await page.getByRole('button', { name: 'Explore the Sample Workspace' }).click();
    await vscode().tree('Records').row('Projects').waitFor();
    await openBoard(vscode(), 'Renewals 2026');
    await board().locator('#owner').selectOption('me');
    await board().locator('#text').fill('acme');
    await board().locator('#shown').filter({ hasText: '1 of 7' }).waitFor();
    // As a person does it: a window that is torn away keeps what was there a moment before.
    const loaded = page.waitForEvent('load');
    await vscode().runCommand('Developer: Reload Window');
    await loaded;
    await vscode().ready();
    await vscode().tab('Renewals 2026').waitFor();
    await board().locator('#shown').filter({ hasText: '4 of 7' }).waitFor({ timeout: 60_000 });
    assert.equal(await board().locator('#owner').locator('option:checked').innerText(), 'Me (Ada Brightwater)');
    assert.equal(await board().locator('#text').inputValue(), '');
    await board().getByRole('button', { name: 'Clear Filters' }).click();
    await board().locator('#shown').filter({ hasText: '7 cards' }).waitFor();
  });

  it('follows the theme, and is shown in a narrow editor', async () => {
    await openBoard(vscode(), 'Deals');
    for (const theme of ['dark', 'high contrast', 'light high contrast'] as const) {
      await vscode().useTheme(theme);
      await vscode().tab('Renewals 2026').click();
      await card(board(), 'Fjordline renewal').focus();
      await pictureOf(vscode(), `board ${theme}`);
    }
    await vscode().useTheme('light');
    await vscode().page.setViewportSize({ width: 760, height: 620 });
    await vscode().tab('Deals').click();
    await card(board(), 'Acme').first().waitFor();
    await pictureOf(vscode(), 'board narrow');
  });
});
