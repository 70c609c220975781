/** The messages at the lower right. */
import type { Locator, Page } from 'playwright-core';

export class Notifications {
  readonly toasts: Locator;

  constructor(page: Page) {
    this.toasts = page.locator('.notifications-toasts .notification-toast');
  }

  /** The message that contains `text`. */
  toast(text: string | RegExp): Locator {
    return this.toasts.filter({ hasText: text }).first();
  }

  /** Waits for a message and returns its text. */
  async text(containing: string | RegExp): Promise<string> {
    return this.toast(containing).locator('.notification-list-item-message').innerText();
  }

  /** Waits for a message and presses one of its buttons. */
  async press(containing: string | RegExp, button: string): Promise<void> {
    await this.toast(containing).locator('.monaco-button').getByText(button, { exact: true }).click();
  }

  /** Waits for a message and closes it. */
  async dismiss(containing: string | RegExp): Promise<void> {
    const toast = this.toast(containing);
    await toast.hover();
    await toast.locator('.codicon-notifications-clear').click();
    await toast.waitFor({ state: 'hidden' });
  }
}
