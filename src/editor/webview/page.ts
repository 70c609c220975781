/**
 * One open page: reads what it shows, keeps it current, and hears what is pressed. What a page is about, how it reads
 * and what its buttons do is its room's.
 *
 * To make a page, write in the room:
 * - a model that extends `WebviewModel` (plain data), and its markup as pure functions of it, with `documentHtml` around
 *   and the parts of html.ts within (pageHtml.ts);
 * - a `PageKind`: how it looks (`PageLook`), and what its script may say (messages.ts, `commonMessage` first);
 * - a class that extends `WebviewPage` and says how to `read`, what it has (`filled`), which news concern it, and how to
 *   `act` on what is pressed;
 * - a class that extends `WebviewPages` and opens them; `restorePages` brings them back after a reload.
 * The script and the style sheets are files in `media/`; `activationEvents` in package.json names the view type.
 */
import { commands, type WebviewPanel } from 'vscode';
import type { CatalogChange } from '../../crm/types.js';
import { isCancel } from '../command.js';
import { report } from '../failure.js';
import { connectionFor } from '../records/resolve.js';
import { type Trouble, trouble } from '../records/trouble.js';
import type { Account, Connection, Services } from '../services.js';
import { type CommonMessage, isCommon } from './messages.js';
import type { WebviewModel } from './model.js';
import { type PageLook, Screen } from './screen.js';

/** Milliseconds in which several changes become one reading. */
const COALESCE_MS = 40;

/** What the pages of a room have in common. */
export interface PageKind<M, Said> extends PageLook<M> {
  /** What the script says, checked: `commonMessage` and the room's own; undefined: it may not say this. */
  message(data: unknown): Said | CommonMessage | undefined;
}

/** How one reading is done: `signal` ends it when a later one begins. */
export interface PageRead {
  signal: AbortSignal;
  /** Ask Attio even when known. */
  fresh: boolean;
}

/** `T`: what the page is about. `M`: what it shows. `Said`: what its script may say beside the common messages. */
export abstract class WebviewPage<
  T extends { account: string },
  M extends WebviewModel<T>,
  Said extends { type: string },
> {
  protected readonly services: Services;
  /** What is shown with the next `draw()`. */
  protected readonly model: M;
  protected readonly screen: Screen<M>;
  readonly #panel: WebviewPanel;
  readonly #kind: PageKind<M, Said>;
  #connection: Connection | undefined;
  #unsubscribe: (() => void) | undefined;
  #abort = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  /** Something changed while the page was hidden. */
  #stale = false;

  /** Reads nothing yet: `load()` does. */
  constructor(services: Services, panel: WebviewPanel, kind: PageKind<M, Said>, model: M) {
    this.services = services;
    this.#panel = panel;
    this.#kind = kind;
    this.model = model;
    this.screen = new Screen(panel, services.context.extensionUri, kind);
    const listeners = [
      panel.webview.onDidReceiveMessage((data: unknown) => this.receive(data)),
      panel.onDidChangeViewState(() => this.#shownOrHidden()),
      panel.onDidDispose(() => {
        for (const listener of listeners) listener.dispose();
        this.#abort.abort();
        clearTimeout(this.#timer);
        this.#unsubscribe?.();
      }),
    ];
  }

  /** Whether something has been read that is worth showing when reading it again fails. */
  protected abstract readonly filled: boolean;

  /** What the account of this page may do, for the buttons. */
  protected abstract permit(account: Account): void;

  /**
   * Reads what the page shows into the model, and draws it by `show()`. Lets go, without a word, once `signal` is
   * aborted. What it rejects with is shown.
   */
  protected abstract read(connection: Connection, options: PageRead): Promise<void>;

  /** Signed out: what was read with that key goes from the model. */
  protected abstract clear(): void;

  /** Whether what changed is on this page. */
  protected abstract concerns(change: CatalogChange): boolean;

  /** Does what is pressed. What it rejects with is reported. */
  protected abstract act(message: Said): Promise<void>;

  /** The script hears from now on. */
  protected heard(): void {}

  /** The reading failed: what else was being read with it was let go. */
  protected letGo(): void {}

  get target(): T {
    return this.model.target;
  }

  /** What the page shows now, less the document around it. */
  get body(): string {
    return this.#kind.body(this.model);
  }

  /** undefined before the first connection, and once its account is signed out of. */
  protected get connection(): Connection | undefined {
    return this.#connection;
  }

  /** Aborted when the page is read anew, or closed. */
  protected get signal(): AbortSignal {
    return this.#abort.signal;
  }

  reveal(): void {
    this.#panel.reveal();
  }

  /** Reads what the page is about and draws it; a later call makes this one let go. `fresh`: ask Attio even when known. */
  async load(fresh = false): Promise<void> {
    this.#abort.abort();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    const { model } = this;
    this.#stale = false;
    model.refreshing = model.state === 'ready';
    if (!model.refreshing) model.state = 'loading';
    this.draw();
    try {
      const connection = await connectionFor(this.services, model.target);
      if (signal.aborted) return;
      this.#attach(connection);
      await this.read(connection, { signal, fresh });
    } catch (error) {
      if (signal.aborted || isCancel(error)) return;
      model.refreshing = false;
      model.trouble = this.troubleOf(error);
      model.state = this.filled ? 'ready' : 'failed';
      this.letGo();
      this.draw();
    }
  }

  /** An account was added, switched, given another key, or signed out. */
  async accountsChanged(): Promise<void> {
    const { model } = this;
    const account = this.services.accounts.list.find(({ id }) => id === model.target.account);
    if (!account) {
      this.#unsubscribe?.();
      this.#connection = undefined;
      this.clear();
      model.state = 'loading';
      return this.load();
    }
    if (model.state === 'failed' || model.trouble) return this.load();
    const connection = await connectionFor(this.services, model.target).catch(() => undefined);
    if (connection && connection !== this.#connection) {
      this.#attach(connection);
      this.draw();
    }
  }

  /** What the page's script says. Public for tests: a message is only data. */
  async receive(data: unknown): Promise<void> {
    const message = this.#kind.message(data);
    if (!message) return;
    try {
      await (isCommon(message) ? this.#actOnCommon(message) : this.act(message));
    } catch (error) {
      if (!isCancel(error)) void report(error, this.services);
    }
  }

  protected draw(): void {
    this.screen.draw(this.model);
  }

  /** Everything was read, and `found` says whether there is such a thing: draws it. */
  protected show(found: boolean): void {
    this.model.refreshing = false;
    this.model.trouble = undefined;
    this.model.state = found ? 'ready' : 'gone';
    this.draw();
  }

  /** A failure as it can be shown. */
  protected troubleOf(error: unknown): Trouble {
    const found = trouble(error, new Date());
    const { redactor } = this.services;
    return { ...found, message: redactor.redact(found.message), remedy: redactor.redact(found.remedy) };
  }

  async #actOnCommon(message: CommonMessage): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.screen.ready(message.version);
        return this.heard();
      case 'refresh':
        await this.load(true);
        if (this.model.state === 'ready' && !this.model.trouble) this.screen.say('Refreshed');
        return;
      case 'help':
        return void commands.executeCommand(message.command);
    }
  }

  #attach(connection: Connection): void {
    const { account, catalog } = connection;
    const { name, slug, via } = account;
    this.model.account = { name, slug, sample: via === 'sample', maton: via === 'maton' };
    this.permit(account);
    if (connection === this.#connection) return;
    this.#unsubscribe?.();
    this.#connection = connection;
    const subscription = catalog.onDidChange((change) => this.#changed(change));
    this.#unsubscribe = () => subscription.dispose();
  }

  #changed(change: CatalogChange): void {
    if (!this.concerns(change)) return;
    if (!this.#panel.visible) {
      this.#stale = true;
      return;
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.load(), COALESCE_MS);
  }

  #shownOrHidden(): void {
    if (!this.#panel.visible) this.screen.hidden();
    else if (this.#stale) void this.load();
  }
}
