/** The open pages of updates. */
import type { WebviewPanel } from 'vscode';
import { report } from '../failure.js';
import type { Services } from '../services.js';
import { WebviewPages } from '../webview/pages.js';
import { UPDATES_VIEW_TYPE, type UpdatesState, updatesState } from './messages.js';
import { UpdatesPage } from './page.js';
import type { Reader } from './reader.js';

/**
 * One for each text of an account, reused when it is read again, brought back after a reload. One that a person closes
 * lets go of what it kept, but for a batch in doubt; those that close with the window do not.
 */
export class UpdatesPages extends WebviewPages<UpdatesState, UpdatesPage> {
  /** The window goes, or is loaded anew: what closes now comes back. */
  #leaving = false;

  constructor(services: Services) {
    super(services, {
      viewType: UPDATES_VIEW_TYPE,
      title: 'CRM Updates',
      state: updatesState,
      key: ({ account, uri }) => `${account}/${uri}`,
      make: (...all) => new UpdatesPage(...all),
    });
  }

  override dispose(): void {
    this.#leaving = true;
    super.dispose();
  }

  protected override adopted(panel: WebviewPanel, target: UpdatesState): void {
    const page = this.find(target);
    panel.onDidDispose(() => {
      if (!this.#leaving) page?.close().catch((error) => report(error, this.services));
    });
  }

  /** Reads a text and shows what it asks for. Resolves when that is drawn. */
  async open(target: UpdatesState, reader: Reader | undefined): Promise<UpdatesPage> {
    const known = this.find(target);
    const page = known ?? this.create(target);
    known?.reveal();
    await page.begin(target, reader);
    return page;
  }
}

let pages: UpdatesPages | undefined;

/** The pages of this window. */
export function updatesPages(services: Services): UpdatesPages {
  if (!pages) {
    pages = new UpdatesPages(services);
    services.context.subscriptions.push(pages);
  }
  return pages;
}
