/** Objects as read-only Markdown documents, made anew from what Attio has whenever they are opened or the object changes. */
import { type EventEmitter, type Tab, TabInputText, Uri, window, workspace } from 'vscode';
import { describeMarkdown } from '../../crm/describeMarkdown.js';
import { describe } from '../failure.js';
import { readableName } from '../notes/draftUri.js';
import { connectionFor } from '../records/resolve.js';
import type { Connection, Services } from '../services.js';
import { OBJECT_SCHEME } from './names.js';
import { readDescription } from './read.js';

const SURFACE = 'schema.markdown';

/** `object` is its id: the slug can be changed. */
export function markdownUri(account: string, object: string, name: string): Uri {
  return Uri.from({ scheme: OBJECT_SCHEME, path: `/${readableName(name)}.md`, query: `${account}/${object}` });
}

/** `account` and `object` are ids, `name` is for the tab. What cannot be read of Attio is said in the document. */
export async function openMarkdown(account: string, object: string, name: string): Promise<void> {
  const uri = markdownUri(account, object, name);
  // One that VS Code still has may be of before: what is opened is what Attio has now.
  made?.renew(uri);
  const document = await workspace.openTextDocument(uri);
  await window.showTextDocument(document, { preview: false });
}

/** The Markdown of an object; undefined: there is no such object. Rejects with AttioError. */
export async function markdownOf(connection: Connection, object: string): Promise<string | undefined> {
  const description = await readDescription(connection, object, { surface: SURFACE });
  return description && describeMarkdown(description, connection.account.name);
}

class MarkdownDocuments {
  readonly #services: Services;
  readonly #changed: EventEmitter<Uri>;
  /** The connections whose changes are listened to. */
  readonly #heard = new WeakSet<Connection>();
  /** Documents without a tab that something happened to. */
  readonly #stale = new Set<string>();

  constructor(services: Services, changed: EventEmitter<Uri>) {
    this.#services = services;
    this.#changed = changed;
    services.context.subscriptions.push(
      services.accounts.onDidChange(() => this.#anew(() => true)),
      window.tabGroups.onDidChangeTabs(({ opened }) => {
        for (const tab of opened) {
          const uri = shownIn(tab);
          if (uri && this.#stale.has(uri.toString())) this.renew(uri);
        }
      }),
    );
  }

  async text(uri: Uri): Promise<string> {
    const [account, object] = uri.query.split('/');
    if (!account || !object) return 'This address names no object.\n';
    this.#stale.delete(uri.toString());
    try {
      const connection = await connectionFor(this.#services, { account });
      this.#listen(connection);
      return (await markdownOf(connection, object)) ?? 'There is no such object in Attio any more.\n';
    } catch (error) {
      return `${this.#services.redactor.redact(describe(error))}\n`;
    }
  }

  #listen(connection: Connection): void {
    if (this.#heard.has(connection)) return;
    this.#heard.add(connection);
    connection.catalog.onDidChange(({ what }) => {
      if (what === 'object' || what === 'everything')
        this.#anew((uri) => uri.query.startsWith(`${connection.account.id}/`));
    });
  }

  renew(uri: Uri): void {
    this.#stale.delete(uri.toString());
    this.#changed.fire(uri);
  }

  /** VS Code keeps closed documents for minutes: one that no tab shows is read when it is shown again, not before. */
  #anew(which: (uri: Uri) => boolean): void {
    const shown = new Set(window.tabGroups.all.flatMap(({ tabs }) => tabs.map((tab) => shownIn(tab)?.toString())));
    for (const { uri } of workspace.textDocuments) {
      if (uri.scheme !== OBJECT_SCHEME || !which(uri)) continue;
      if (shown.has(uri.toString())) this.renew(uri);
      else this.#stale.add(uri.toString());
    }
  }
}

/** The document of ours that a tab shows. */
const shownIn = ({ input }: Tab): Uri | undefined =>
  input instanceof TabInputText && input.uri.scheme === OBJECT_SCHEME ? input.uri : undefined;

let made: MarkdownDocuments | undefined;

/** The one provider of this window. */
export function markdownDocuments(services: Services, changed: EventEmitter<Uri>): MarkdownDocuments {
  made ??= new MarkdownDocuments(services, changed);
  return made;
}
