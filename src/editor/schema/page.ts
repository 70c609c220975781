/** The page of an object. */

import { commands, type WebviewPanel } from 'vscode';
import { hasScopes } from '../../attio/scopes.js';
import type { ObjectDescription } from '../../crm/describe.js';
import type { CatalogChange } from '../../crm/types.js';
import { KEYS_PAGE } from '../failure.js';
import type { Account, Connection, Services } from '../services.js';
import { type PageKind, type PageRead, WebviewPage } from '../webview/page.js';
import { markdownOf, openMarkdown } from './markdownDocument.js';
import { type ObjectMessage, type ObjectState, objectMessage } from './messages.js';
import { type ObjectModel, objectBody, objectHtml } from './pageHtml.js';
import { readDescription } from './read.js';
import { renameObject } from './renameObject.js';
import { CONFIGURE } from './scope.js';

const SURFACE = 'schema.page';
/** How the pages of objects look, and what their script may say. */
const KIND: PageKind<ObjectModel, ObjectMessage> = {
  icon: 'schema',
  styles: ['record.css', 'schema.css'],
  script: 'schema.js',
  title: ({ description, state }) => description?.name || (state === 'gone' ? 'No Such Object' : undefined),
  document: objectHtml,
  body: objectBody,
  message: objectMessage,
};

/**
 * One open page: reads what it shows, keeps it current, and does what is pressed. Shows what it has before the options
 * and statuses are read, which cost a request each.
 */
export class ObjectPage extends WebviewPage<ObjectState, ObjectModel, ObjectMessage> {
  constructor(services: Services, panel: WebviewPanel, target: ObjectState) {
    super(services, panel, KIND, {
      target,
      account: undefined,
      state: 'loading',
      choicesPending: false,
      canConfigure: false,
      refreshing: false,
    });
  }

  protected get filled(): boolean {
    return this.model.description !== undefined;
  }

  protected permit({ scopes }: Account): void {
    this.model.canConfigure = hasScopes(scopes, CONFIGURE);
  }

  protected async read(connection: Connection, { signal, fresh }: PageRead): Promise<void> {
    const { model } = this;
    const early = (description: ObjectDescription) => {
      // A page that shows options already keeps them until the new ones are there.
      if (signal.aborted || model.description) return;
      Object.assign(model, { state: 'ready', description, choicesPending: true });
      this.draw();
    };
    const read = { surface: SURFACE, signal, fresh };
    const description = await readDescription(connection, model.target.object, read, early);
    if (signal.aborted) return;
    model.choicesPending = false;
    model.description = description;
    this.show(description !== undefined);
  }

  protected override letGo(): void {
    this.model.choicesPending = false;
  }

  protected clear(): void {
    this.model.description = undefined;
  }

  protected concerns(change: CatalogChange): boolean {
    const names = [this.target.object, this.model.description?.slug];
    return change.what === 'everything' || (change.what === 'object' && names.includes(change.object));
  }

  protected async act(message: ObjectMessage): Promise<void> {
    const { account, object } = this.target;
    switch (message.type) {
      case 'keys':
        if (this.connection?.account.via === 'maton')
          return void commands.executeCommand('attio.matonConnections', 'reconnect');
        return void (await this.services.ui.openExternal(KEYS_PAGE));
      case 'object':
        return void commands.executeCommand('attio.describeObject', { account, object: message.object });
      case 'newAttribute':
        return void commands.executeCommand('attio.newAttribute', { account, object });
      case 'edit':
        return void commands.executeCommand('attio.editAttribute', { account, object, attribute: message.attribute });
      case 'rename':
        await renameObject(this.services, { account, object });
        return;
      case 'markdown':
        return openMarkdown(account, object, this.model.description?.name ?? 'Object');
      case 'copyMarkdown':
        return this.#copyMarkdown();
      case 'copy':
        return this.#copy(message.what, message.attribute);
    }
  }

  async #copy(what: 'slug' | 'id', attribute: string | undefined): Promise<void> {
    const { description } = this.model;
    const named = attribute === undefined ? description : description?.attributes.find(({ id }) => id === attribute);
    if (!named) return;
    await this.services.ui.copy(named[what]);
    this.#told(`${what === 'id' ? 'ID' : 'slug'} copied`);
  }

  async #copyMarkdown(): Promise<void> {
    if (!this.connection) return;
    const text = await markdownOf(this.connection, this.target.object);
    if (text === undefined) return;
    await this.services.ui.copy(text);
    this.#told('copied as Markdown');
  }

  #told(what: string): void {
    this.services.ui.status(`Attio: ${what}`);
    this.screen.say(what);
  }
}
