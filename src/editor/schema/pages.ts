/** The open object pages: one per object, reused when it is opened again, brought back after a reload. */
import { type Disposable, ViewColumn, type WebviewPanel, window } from 'vscode';
import type { Services } from '../services.js';
import { type ObjectState, objectState } from './messages.js';
import { OBJECT_VIEW_TYPE } from './names.js';
import { ObjectPage } from './page.js';
import { placeOf } from './target.js';

const key = ({ account, object }: ObjectState): string => `${account}/${object}`;

export class ObjectPages implements Disposable {
  readonly #services: Services;
  readonly #pages = new Map<string, ObjectPage>();
  readonly #listener: Disposable;

  constructor(services: Services) {
    this.#services = services;
    this.#listener = services.accounts.onDidChange(() => {
      for (const page of this.#pages.values()) void page.accountsChanged();
    });
  }

  dispose(): void {
    this.#listener.dispose();
  }

  /** Opens the object an argument names, or asks for one. Resolves when it is drawn; undefined: nobody chose one. */
  async open(argument: unknown): Promise<ObjectPage | undefined> {
    const place = await placeOf(this.#services, argument, 'Describe an Object', 'schema.describe');
    if (!place) return undefined;
    const state = { account: place.connection.account.id, object: place.object.id.object_id };
    const page = this.#pages.get(key(state));
    if (page) {
      page.reveal();
      return page;
    }
    const panel = window.createWebviewPanel(OBJECT_VIEW_TYPE, 'Attio Object', ViewColumn.Active, {
      enableScripts: true,
      enableFindWidget: true,
      retainContextWhenHidden: false,
    });
    const made = this.#adopt(panel, state);
    await made.load();
    return made;
  }

  /** VS Code gives back a panel of before the reload, with what its script had kept. */
  async revive(panel: WebviewPanel, state: unknown): Promise<ObjectPage | undefined> {
    const target = objectState(state);
    if (!target || this.#pages.has(key(target))) {
      panel.dispose();
      return undefined;
    }
    const page = this.#adopt(panel, target);
    await page.load();
    return page;
  }

  #adopt(panel: WebviewPanel, state: ObjectState): ObjectPage {
    const page = new ObjectPage(this.#services, panel, state);
    this.#pages.set(key(state), page);
    panel.onDidDispose(() => this.#pages.delete(key(state)));
    return page;
  }
}

let pages: ObjectPages | undefined;

/** The pages of this window. */
export function objectPages(services: Services): ObjectPages {
  if (!pages) {
    pages = new ObjectPages(services);
    services.context.subscriptions.push(pages);
  }
  return pages;
}
