/** The box at the top of the window: palette, pickers, input boxes. */
import type { Locator, Page } from 'playwright-core';

export class QuickInput {
  /** The whole box. */
  readonly box: Locator;
  readonly input: Locator;
  readonly rows: Locator;
  readonly title: Locator;
  /** The line below the input: a prompt, or what is wrong with the value. */
  readonly message: Locator;

  constructor(private readonly page: Page) {
    this.box = page.locator('.quick-input-widget');
    this.input = this.box.locator('.quick-input-box input');
    this.rows = this.box.locator('.quick-input-list .monaco-list-row');
    this.title = this.box.locator('.quick-input-title');
    this.message = this.box.locator('.quick-input-message');
  }

  /** Resolves when a box is shown, with `placeholder`, title, prompt or row text containing `text` when given. */
  async shown(text?: string | RegExp): Promise<void> {
    if (text === undefined) await this.input.waitFor();
    else if (typeof text === 'string') {
      const placeholder = this.box.locator(`input[placeholder*=${JSON.stringify(text)}]`);
      await this.box.filter({ hasText: text }).or(placeholder).first().waitFor();
    } else await this.box.filter({ hasText: text }).waitFor();
  }

  /** Resolves when no box is shown. */
  async hidden(): Promise<void> {
    await this.input.waitFor({ state: 'hidden' });
  }

  /** A row by its label, description or detail. */
  row(text: string | RegExp): Locator {
    return this.rows.filter({ hasText: text });
  }

  /** The labels of the rows that are drawn now, top to bottom. */
  async labels(): Promise<string[]> {
    return this.rows.locator('.quick-input-list-row:first-child .label-name').allInnerTexts();
  }

  /** Replaces what is typed. */
  async type(text: string): Promise<void> {
    await this.input.fill(text);
  }

  /** Chooses a row with the mouse once it is there. */
  async pick(text: string | RegExp): Promise<void> {
    await this.row(text).first().click();
  }

  /** Presses one of the buttons of a row, such as "Open in Attio". */
  async rowButton(row: string | RegExp, button: string): Promise<void> {
    const found = this.row(row).first();
    await found.hover();
    await found.locator(`.action-label[aria-label=${JSON.stringify(button)}]`).click();
  }

  /** Presses one of the buttons in the title or beside the input. */
  async button(name: string): Promise<void> {
    await this.box
      .locator(`.quick-input-titlebar, .quick-input-header`)
      .locator(`[aria-label=${JSON.stringify(name)}]`)
      .first()
      .click();
  }

  /** Accepts what is typed or focused, with Enter. */
  async accept(): Promise<void> {
    await this.input.press('Enter');
  }

  async dismiss(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.hidden();
  }

  /** A click that is made or not made: one that gives up while it waits for what came of it has been made. */
  private async clickOnce(row: Locator): Promise<void> {
    await row.click({ trial: true, timeout: 1_500 });
    const place = await row.boundingBox({ timeout: 1_500 });
    if (!place) throw new Error('The row is gone.');
    await this.page.mouse.click(place.x + place.width / 2, place.y + place.height / 2);
  }

  /** Opens the box with a key and types; resolves when the list answers. */
  async open(key: string, text: string): Promise<void> {
    await this.page.keyboard.press(key);
    await this.input.waitFor();
    await this.input.fill(text);
    await this.rows.first().waitFor();
  }

  /** Runs a command from the palette without the mouse. */
  async runByKeyboard(title: string): Promise<void> {
    await this.pickFromPrefix('F1', `>${title}`, title, 30_000, async () => {
      await this.input.focus({ timeout: 1_500 });
      await this.page.keyboard.press('Enter');
    });
  }

  /**
   * Opens the box with `key`, types `text` and picks the row labelled `label`, with the mouse unless told, asking again
   * until it is offered.
   */
  async pickFromPrefix(
    key: string,
    text: string,
    label: string,
    timeout: number,
    take: (row: Locator) => Promise<void> = (row) => this.clickOnce(row),
  ): Promise<void> {
    const deadline = Date.now() + timeout;
    const exact = this.rows.filter({ has: this.page.locator('.label-name').getByText(label, { exact: true }) }).first();
    for (;;) {
      await this.page.keyboard.press(key);
      // A box that another part of VS Code closes in the same moment is opened again, as a person would.
      const offered = await this.input
        .waitFor({ timeout: 1_500 })
        .then(() => this.input.fill(text, { timeout: 1_500 }))
        .then(() => exact.waitFor({ timeout: 1_500 }))
        .then(() => take(exact))
        // Asked again only where it was not taken: a command would run twice.
        .then(() => exact.waitFor({ state: 'hidden', timeout: 10_000 }))
        .then(
          () => true,
          () => false,
        );
      if (offered) return;
      const seen = await this.labels();
      await this.dismiss();
      if (Date.now() > deadline) throw new Error(`"${label}" is not offered. The list showed: ${seen.join(' | ')}`);
    }
  }
}
