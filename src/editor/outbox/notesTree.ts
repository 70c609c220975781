/** The Notes view: what waits to be sent, drafts, and the files that are published. Reads this machine only. */
import type { Disposable, EventEmitter, TreeItem, TreeView } from 'vscode';
import { workspace } from 'vscode';
import { parseDraft } from '../../crm/draft.js';
import { DRAFT_SCHEME } from '../notes/draftNames.js';
import type { NotesRoom } from '../notes/room.js';
import { FILES } from '../publish/names.js';
import { beginningOf } from '../records/text.js';
import type { Services } from '../services.js';
import type { LazyTree } from '../tree/lazyView.js';
import type { DraftNode, FileNode, NotesNode, OutboxNode, RowNode, SectionKind, SectionNode } from './nodes.js';
import { present } from './present.js';

/** Several things change at once when a note is sent. */
const COALESCE_MS = 100;

/**
 * A section without rows is left out; a draft whose note waits stands in the outbox alone. `getParent` knows the rows
 * that were given last. Rows of other accounts than the active one are there too, and marked.
 */
export class NotesTree implements LazyTree<NotesNode> {
  readonly #listeners: Disposable[];
  #timer: NodeJS.Timeout | undefined;
  #sections: SectionNode[] = [];

  constructor(
    private readonly services: Services,
    private readonly changed: EventEmitter<NotesNode | undefined>,
    private readonly room: NotesRoom,
  ) {
    this.#listeners = [
      room.outbox.onDidChange(() => this.#soon()),
      room.onDidChangeCount(() => this.#soon()),
      services.accounts.onDidChange(() => this.#soon()),
      workspace.onDidSaveTextDocument(({ uri }) => {
        if (uri.scheme === DRAFT_SCHEME || this.#isListed(uri.toString())) this.#soon();
      }),
      workspace.onDidRenameFiles(() => this.#soon()),
      workspace.onDidDeleteFiles(() => this.#soon()),
    ];
  }

  /** Ages are told anew when the view comes back into sight. */
  attach(view: Pick<TreeView<NotesNode>, 'onDidChangeVisibility'>): void {
    this.#listeners.push(
      view.onDidChangeVisibility(({ visible }) => {
        if (visible) this.#soon();
      }),
    );
  }

  get onDidChangeTreeData() {
    return this.changed.event;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const listener of this.#listeners) listener.dispose();
  }

  getTreeItem(node: NotesNode): TreeItem {
    return present(node, Date.now());
  }

  getParent(node: NotesNode): NotesNode | undefined {
    return node.kind === 'section' ? undefined : this.#sections.find(({ rows }) => rows.includes(node));
  }

  async getChildren(node?: NotesNode): Promise<NotesNode[]> {
    if (node !== undefined) return node.kind === 'section' ? node.rows : [];
    const outbox = await this.#outbox();
    const waits = new Set(outbox.flatMap(({ item }) => (item.origin.kind === 'draft' ? [item.origin.draftId] : [])));
    const drafts = (await this.#drafts()).filter(({ draftId }) => !waits.has(draftId));
    const all: [SectionKind, RowNode[]][] = [
      ['outbox', outbox],
      ['drafts', drafts],
      ['files', await this.#files()],
    ];
    this.#sections = all.flatMap(([section, rows]) => (rows.length > 0 ? [{ kind: 'section', section, rows }] : []));
    return this.#sections;
  }

  async loadMore(): Promise<undefined> {
    return undefined;
  }

  async retry(): Promise<void> {
    this.changed.fire(undefined);
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.changed.fire(undefined);
    }, COALESCE_MS);
  }

  async #outbox(): Promise<OutboxNode[]> {
    const items = await this.room.outbox.items();
    const active = this.services.accounts.active?.id;
    return items.map((item) => ({ kind: 'outbox', itemId: item.id, item, elsewhere: item.account.id !== active }));
  }

  async #drafts(): Promise<DraftNode[]> {
    const active = this.services.accounts.active?.id;
    return (await this.room.store.list()).map(({ meta, text, mtime }): DraftNode => {
      const { title, record, body } = parseDraft(text);
      return {
        kind: 'draft',
        draftId: meta.id,
        title,
        recordName: record?.name || meta.record.object,
        beginning: beginningOf(body, 2).join('\n'),
        savedAt: mtime,
        ...(meta.account.id !== active && { elsewhere: meta.account.name }),
      };
    });
  }

  #isListed(uri: string): boolean {
    return this.#sections.some(({ rows }) => rows.some((row) => row.kind === 'file' && row.uri === uri));
  }

  /** Those that publishing remembers; where it remembers none, it need not be loaded. */
  async #files(): Promise<FileNode[]> {
    const known = this.services.context.globalState.get<Record<string, unknown>>(FILES, {});
    if (Object.keys(known).length === 0) return [];
    const { publishedFiles } = await import('../publish/late.js');
    const files = await publishedFiles(this.services).catch(() => []);
    return files.map(({ uri, notes, state }) => ({
      kind: 'file',
      uri,
      state,
      records: [...new Set(notes.map(({ recordTitle }) => recordTitle))].filter((title) => title !== ''),
    }));
  }
}
