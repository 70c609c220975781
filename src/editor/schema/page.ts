/** One open object page: reads what it shows, keeps it current, and does what is pressed. */

import { commands, type WebviewPanel } from 'vscode';
import { hasScopes } from '../../attio/scopes.js';
import type { ObjectDescription } from '../../crm/describe.js';
import type { CatalogChange } from '../../crm/types.js';
import { isCancel } from '../command.js';
import { KEYS_PAGE, report } from '../failure.js';
import { connectionFor } from '../records/resolve.js';
import { trouble } from '../records/trouble.js';
import type { Connection, Services } from '../services.js';
import { markdownOf, openMarkdown } from './markdownDocument.js';
import { type ObjectMessage, type ObjectState, objectMessage } from './messages.js';
import { type ObjectModel, objectBody } from './pageHtml.js';
import { readDescription } from './read.js';
import { renameObject } from './renameObject.js';
import { CONFIGURE } from './scope.js';
import { ObjectScreen } from './screen.js';

const SURFACE = 'schema.page';
/** Milliseconds in which several changes become one reading. */
const COALESCE_MS = 40;

export class ObjectPage {
  readonly #services: Services;
  readonly #panel: WebviewPanel;
  readonly #screen: ObjectScreen;
  readonly #model: ObjectModel;
  #connection: Connection | undefined;
  #unsubscribe: (() => void) | undefined;
  #abort = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  /** Something changed while the page was hidden. */
  #stale = false;

  constructor(services: Services, panel: WebviewPanel, target: ObjectState) {
    this.#services = services;
    this.#panel = panel;
    this.#model = {
      target,
      account: undefined,
      state: 'loading',
      choicesPending: false,
      canConfigure: false,
      refreshing: false,
    };
    this.#screen = new ObjectScreen(panel, services.context.extensionUri);
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

  get target(): ObjectState {
    return this.#model.target;
  }

  /** What the page shows now, less the document around it. */
  get body(): string {
    return objectBody(this.#model);
  }

  reveal(): void {
    this.#panel.reveal();
  }

  /** Reads the object and draws it; a later call makes this one let go. `fresh`: ask Attio even when known. */
  async load(fresh = false): Promise<void> {
    this.#abort.abort();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    const model = this.#model;
    this.#stale = false;
    model.refreshing = model.state === 'ready';
    if (!model.refreshing) model.state = 'loading';
    this.#draw();
    try {
      const connection = await connectionFor(this.#services, model.target);
      if (signal.aborted) return;
      this.#attach(connection);
      const early = (description: ObjectDescription) => {
        // A page that shows options already keeps them until the new ones are there.
        if (signal.aborted || model.description) return;
        Object.assign(model, { state: 'ready', description, choicesPending: true });
        this.#draw();
      };
      const description = await readDescription(
        connection,
        model.target.object,
        { surface: SURFACE, signal, fresh },
        early,
      );
      if (signal.aborted) return;
      model.refreshing = false;
      model.choicesPending = false;
      model.trouble = undefined;
      model.state = description ? 'ready' : 'gone';
      model.description = description;
      this.#draw();
    } catch (error) {
      if (signal.aborted || isCancel(error)) return;
      this.#fail(error);
    }
  }

  /** An account was added, switched, given another key, or signed out. */
  async accountsChanged(): Promise<void> {
    const model = this.#model;
    const account = this.#services.accounts.list.find(({ id }) => id === model.target.account);
    if (!account) {
      this.#unsubscribe?.();
      this.#connection = undefined;
      model.description = undefined;
      model.state = 'loading';
      return this.load();
    }
    if (model.state === 'failed' || model.trouble) return this.load();
    const connection = await connectionFor(this.#services, model.target).catch(() => undefined);
    if (!connection) return;
    this.#attach(connection);
    this.#draw();
  }

  /** What the page's script says. Public for tests: a message is only data. */
  async receive(data: unknown): Promise<void> {
    const message = objectMessage(data);
    if (!message) return;
    try {
      await this.#act(message);
    } catch (error) {
      if (!isCancel(error)) void report(error, this.#services);
    }
  }

  async #act(message: ObjectMessage): Promise<void> {
    const { account, object } = this.target;
    const { ui } = this.#services;
    const { description } = this.#model;
    switch (message.type) {
      case 'ready':
        return this.#screen.ready(message.version);
      case 'refresh':
        await this.load(true);
        if (this.#model.state === 'ready' && !this.#model.trouble) this.#screen.say('Refreshed');
        return;
      case 'help':
        return void commands.executeCommand(message.command);
      case 'keys':
        if (this.#connection?.account.via === 'maton')
          return void commands.executeCommand('attio.matonConnections', 'reconnect');
        return void (await ui.openExternal(KEYS_PAGE));
      case 'object':
        return void commands.executeCommand('attio.describeObject', { account, object: message.object });
      case 'newAttribute':
        return void commands.executeCommand('attio.newAttribute', { account, object });
      case 'edit':
        return void commands.executeCommand('attio.editAttribute', { account, object, attribute: message.attribute });
      case 'rename':
        await renameObject(this.#services, { account, object });
        return;
      case 'markdown': {
        return openMarkdown(account, object, description?.name ?? 'Object');
      }
      case 'copyMarkdown':
        return this.#copyMarkdown();
      case 'copy':
        return this.#copy(message.what, message.attribute);
    }
  }

  async #copy(what: 'slug' | 'id', attribute: string | undefined): Promise<void> {
    const { description } = this.#model;
    const named = attribute === undefined ? description : description?.attributes.find(({ id }) => id === attribute);
    if (!named) return;
    await this.#services.ui.copy(named[what]);
    this.#told(`${what === 'id' ? 'ID' : 'slug'} copied`);
  }

  async #copyMarkdown(): Promise<void> {
    if (!this.#connection) return;
    const text = await markdownOf(this.#connection, this.target.object);
    if (text === undefined) return;
    await this.#services.ui.copy(text);
    this.#told('copied as Markdown');
  }

  #told(what: string): void {
    this.#services.ui.status(`Attio: ${what}`);
    this.#screen.say(what);
  }

  #fail(error: unknown): void {
    const model = this.#model;
    const { redactor } = this.#services;
    const found = trouble(error, new Date());
    model.refreshing = false;
    model.choicesPending = false;
    model.trouble = { ...found, message: redactor.redact(found.message), remedy: redactor.redact(found.remedy) };
    model.state = model.description ? 'ready' : 'failed';
    this.#draw();
  }

  #attach(connection: Connection): void {
    const { account, catalog } = connection;
    const { name, via, scopes } = account;
    this.#model.account = { name, sample: via === 'sample', maton: via === 'maton' };
    this.#model.canConfigure = hasScopes(scopes, CONFIGURE);
    if (connection === this.#connection) return;
    this.#unsubscribe?.();
    this.#connection = connection;
    const subscription = catalog.onDidChange((change) => this.#changed(change));
    this.#unsubscribe = () => subscription.dispose();
  }

  #changed(change: CatalogChange): void {
    const { object } = this.target;
    const names = [object, this.#model.description?.slug];
    const mine = change.what === 'everything' || (change.what === 'object' && names.includes(change.object));
    if (!mine) return;
    if (!this.#panel.visible) {
      this.#stale = true;
      return;
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.load(), COALESCE_MS);
  }

  #shownOrHidden(): void {
    if (!this.#panel.visible) this.#screen.hidden();
    else if (this.#stale) void this.load();
  }

  #draw(): void {
    this.#screen.draw(this.#model);
  }
}
