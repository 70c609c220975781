/** Documents belong to accounts, which come and go: what another surface does in one is followed, what is signed out of is let go. */
import { type Disposable, type Uri, window, workspace } from 'vscode';
import type { CatalogChange } from '../../crm/types.js';
import type { Connection } from '../services.js';
import type { OurDocuments } from './ours.js';

/** What changes elsewhere in this window (page, tree, undo) is followed. */
export class Following implements Disposable {
  readonly #followed = new Map<Connection, Disposable>();

  /** `news`: of the catalog of a connection. */
  constructor(private readonly news: (connection: Connection, change: CatalogChange) => void) {}

  dispose(): void {
    for (const following of this.#followed.values()) following.dispose();
  }

  /** From now on; of one account by its newest connection alone. */
  follow(connection: Connection): void {
    if (this.#followed.has(connection)) return;
    for (const [old, following] of this.#followed) {
      if (old.account.id !== connection.account.id) continue;
      following.dispose();
      this.#followed.delete(old);
    }
    const following = connection.catalog.onDidChange((change) => this.news(connection, change));
    this.#followed.set(connection, following);
  }
}

/** Tabs in front that could not be opened, for want of a key: VS Code tries again only where it is told to. */
export async function heal(ours: OurDocuments, read: (uri: Uri) => Promise<unknown>): Promise<void> {
  for (const { activeTab, viewColumn } of window.tabGroups.all) {
    const [uri] = activeTab ? ours.urisIn([activeTab]) : [];
    if (!uri || ours.all().some((document) => document.uri.toString() === uri.toString())) continue;
    if (!(await read(uri).catch(() => undefined))) continue;
    const document = await workspace.openTextDocument(uri);
    await window.showTextDocument(document, {
      viewColumn,
      preserveFocus: true,
      preview: activeTab?.isPreview === true,
    });
  }
}
