/** The open record pages: one per record, reused when it is opened again, brought back after a reload. */
import { type Disposable, ViewColumn, type WebviewPanel, window } from 'vscode';
import { pickRecord } from '../search/pickRecord.js';
import { rememberRecord } from '../search/recent.js';
import type { Services } from '../services.js';
import { recordTarget } from '../targets.js';
import { pageMoved } from './activeRecord.js';
import { type PageState, pageState } from './messages.js';
import { RecordPage } from './page.js';
import { connectionFor } from './resolve.js';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export class RecordPages implements Disposable {
  readonly #services: Services;
  readonly #viewType: string;
  readonly #pages = new Map<string, RecordPage>();
  readonly #listener: Disposable;

  constructor(services: Services, viewType: string) {
    this.#services = services;
    this.#viewType = viewType;
    this.#listener = services.accounts.onDidChange(() => {
      for (const page of this.#pages.values()) void page.accountsChanged();
    });
  }

  dispose(): void {
    this.#listener.dispose();
  }

  /** The page of a record, if it is open. */
  find(recordId: string): RecordPage | undefined {
    return [...this.#pages.values()].find(({ target }) => target.recordId === recordId);
  }

  /**
   * Opens the record an argument names, or asks for one. `noteId` in the argument brings that note into view.
   * Resolves when the page has been drawn with what was read; undefined when nobody picked a record.
   */
  async open(argument: unknown): Promise<RecordPage | undefined> {
    if (argument !== undefined && !recordTarget(argument))
      throw new Error('This link does not name a record: its id is incomplete.');
    const target = recordTarget(argument) ?? (await pickRecord(this.#services, { title: 'Open a Record' }));
    if (!target) return undefined;
    const account = target.account ?? (await connectionFor(this.#services, target)).account.id;
    const page = this.#pages.get(key({ ...target, account }));
    const noteId = (argument as { noteId?: unknown } | undefined)?.noteId;
    const shown = page ?? this.#create({ object: target.object, recordId: target.recordId, account });
    if (typeof noteId === 'string' && UUID.test(noteId)) shown.showNote(noteId.toLowerCase());
    await rememberRecord(this.#services, account, target);
    if (page) page.reveal();
    else await shown.load();
    return shown;
  }

  /** VS Code gives back a panel of before the reload, with what its script had kept. */
  async revive(panel: WebviewPanel, state: unknown): Promise<RecordPage | undefined> {
    const target = pageState(state);
    if (!target || this.#pages.has(key(target))) {
      panel.dispose();
      return undefined;
    }
    const page = this.#adopt(panel, target);
    await page.load();
    return page;
  }

  #create(target: PageState): RecordPage {
    const panel = window.createWebviewPanel(this.#viewType, 'Attio Record', ViewColumn.Active, {
      enableScripts: true,
      enableFindWidget: true,
      retainContextWhenHidden: false,
    });
    return this.#adopt(panel, target);
  }

  #adopt(panel: WebviewPanel, target: PageState): RecordPage {
    const page = new RecordPage(this.#services, panel, target);
    this.#pages.set(key(target), page);
    pageMoved(target, panel.active);
    panel.onDidChangeViewState(() => pageMoved(target, panel.active));
    panel.onDidDispose(() => {
      pageMoved(target, false);
      this.#pages.delete(key(target));
    });
    return page;
  }
}

const key = ({ account, recordId }: PageState): string => `${account}/${recordId}`;
