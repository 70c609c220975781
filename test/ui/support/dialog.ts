/** A modal question in the middle of the window. */
import type { Locator, Page } from 'playwright-core';

export class Dialog {
  readonly box: Locator;

  constructor(page: Page) {
    this.box = page.locator('.monaco-dialog-box');
  }

  /** Waits for a question and returns what it says, its detail included. */
  async text(): Promise<string> {
    return this.box.locator('.dialog-message-container').innerText();
  }

  /** Waits for a question and answers it with one of its buttons. */
  async press(button: string): Promise<void> {
    await this.box.locator('.dialog-buttons .monaco-button').getByText(button, { exact: true }).click();
    await this.box.waitFor({ state: 'hidden' });
  }
}
