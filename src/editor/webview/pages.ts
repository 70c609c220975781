/** The open pages of a room: one for each thing, reused when it is opened again, brought back after a reload. */
import { type Disposable, ViewColumn, type WebviewPanel, window } from 'vscode';
import type { Services } from '../services.js';

/** What is asked of a page: `WebviewPage` has it. */
interface OpenPage {
  load(): Promise<void>;
  accountsChanged(): Promise<void>;
}

export interface PagesKind<T, P extends OpenPage> {
  viewType: string;
  /** What a panel is called until its page has been read. */
  title: string;
  /** What the script kept over a reload, checked. */
  state(data: unknown): T | undefined;
  /** The same for what is the same. */
  key(target: T): string;
  make(services: Services, panel: WebviewPanel, target: T): P;
}

/** A room extends it by a way to open a page: `find(target)`, else `create(target)` and `load()`. */
export abstract class WebviewPages<T, P extends OpenPage> implements Disposable {
  protected readonly services: Services;
  readonly #kind: PagesKind<T, P>;
  readonly #pages = new Map<string, P>();
  readonly #listener: Disposable;

  constructor(services: Services, kind: PagesKind<T, P>) {
    this.services = services;
    this.#kind = kind;
    this.#listener = services.accounts.onDidChange(() => {
      for (const page of this.#pages.values()) void page.accountsChanged();
    });
  }

  dispose(): void {
    this.#listener.dispose();
  }

  /** VS Code gives back a panel of before the reload, with what its script had kept. */
  async revive(panel: WebviewPanel, state: unknown): Promise<P | undefined> {
    const target = this.#kind.state(state);
    if (!target || this.find(target)) {
      panel.dispose();
      return undefined;
    }
    const page = this.#adopt(panel, target);
    await page.load();
    return page;
  }

  protected find(target: T): P | undefined {
    return this.#pages.get(this.#kind.key(target));
  }

  /** A page in a panel of its own, with nothing read yet. */
  protected create(target: T): P {
    const { viewType, title } = this.#kind;
    const panel = window.createWebviewPanel(viewType, title, ViewColumn.Active, {
      enableScripts: true,
      enableFindWidget: true,
      retainContextWhenHidden: false,
    });
    return this.#adopt(panel, target);
  }

  /** A panel has got its page. */
  protected adopted(_panel: WebviewPanel, _target: T): void {}

  #adopt(panel: WebviewPanel, target: T): P {
    const key = this.#kind.key(target);
    const page = this.#kind.make(this.services, panel, target);
    this.#pages.set(key, page);
    panel.onDidDispose(() => this.#pages.delete(key));
    this.adopted(panel, target);
    return page;
  }
}
