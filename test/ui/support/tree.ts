/** A tree view of the side bar. */
import type { Locator, Page } from 'playwright-core';

export class Tree {
  /** The list of rows; it is there once the view has had any. */
  readonly list: Locator;
  /** The rows that are drawn: what fits on the screen. */
  readonly rows: Locator;

  constructor(
    private readonly page: Page,
    name: string,
  ) {
    this.list = page.locator(`.monaco-list[role="tree"][aria-label=${JSON.stringify(name)}]`);
    this.rows = this.list.locator('.monaco-list-row');
  }

  /** A row by its label, in full when a string is given; the description beside it does not count. */
  row(label: string | RegExp): Locator {
    const name = this.page.locator('.label-name').getByText(label, { exact: true });
    return this.rows.filter({ has: name }).first();
  }

  /** The labels that are drawn, top to bottom. */
  async labels(): Promise<string[]> {
    return this.rows.locator('.monaco-icon-label .label-name').allInnerTexts();
  }

  /** Opens the children of a row, if they are not open already, and resolves when it is expanded. */
  async expand(label: string | RegExp): Promise<void> {
    const row = await this.atRest(label);
    if ((await row.getAttribute('aria-expanded')) !== 'true') await row.locator('.monaco-tl-twistie').click();
    await this.list
      .locator('.monaco-list-row[aria-expanded="true"]', {
        has: this.page.locator('.label-name').getByText(label, { exact: true }),
      })
      .first()
      .waitFor();
  }

  /** Presses an inline action of a row, such as "New Note…". */
  async action(label: string | RegExp, action: string): Promise<void> {
    const row = await this.atRest(label);
    await row.hover();
    await row.locator(`.action-label[aria-label^=${JSON.stringify(action)}]`).click();
  }

  /** Chooses an entry of a row's context menu. */
  async contextMenu(label: string | RegExp, entry: string): Promise<void> {
    await (await this.atRest(label)).click({ button: 'right' });
    await chooseFromMenu(this.page, entry);
  }

  /** Scrolls down until a row with this label is drawn. */
  async scrollTo(label: string | RegExp): Promise<Locator> {
    const row = this.row(label);
    await this.rows.first().waitFor();
    await this.list.focus();
    await this.page.keyboard.press('Home');
    // A key takes effect later than it is pressed: a row that is seen before may be scrolled away under the mouse.
    await this.list.locator('.monaco-list-row[data-index="0"]').waitFor();
    for (let last = ''; !(await this.isHere(row)); ) {
      const labels = (await this.labels()).join('\n');
      if (labels === last) throw new Error(`The tree has no row "${label}". Its end is:\n${labels}`);
      last = labels;
      await this.page.keyboard.press('PageDown');
      await this.page.keyboard.press('PageDown');
    }
    return row;
  }

  /** The row, once nothing moves any more: a click on rows that are still coming in meets another one, or none. */
  private async atRest(label: string | RegExp): Promise<Locator> {
    const row = this.row(label);
    do await row.waitFor();
    while (!(await this.isHere(row)));
    return row;
  }

  /** Whether a row is drawn once the tree has come to rest. */
  private async isHere(row: Locator): Promise<boolean> {
    const drawn = () => this.rows.evaluateAll((rows) => rows.map((one) => `${one.id} ${one.style.top}`).join());
    for (let before = ''; ; ) {
      await this.page.evaluate(
        () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
      );
      const now = await drawn();
      if (now === before) return row.isVisible();
      before = now;
    }
  }
}

/** Chooses an entry of the context menu that is open. */
export async function chooseFromMenu(page: Page, entry: string): Promise<void> {
  const item = page.locator('.context-view .monaco-menu .action-item').getByText(entry, { exact: true });
  await item.waitFor();
  // A menu that has just opened ignores the mouse, lest the click that opened it choose something.
  while (await item.isVisible()) await item.click({ timeout: 1_000 }).catch(() => undefined);
}
