/** The open record pages: one per record, reused when it is opened again, brought back after a reload. */
import type { WebviewPanel } from 'vscode';
import { pickRecord } from '../search/pickRecord.js';
import { rememberRecord } from '../search/recent.js';
import type { Services } from '../services.js';
import { recordTarget } from '../targets.js';
import { WebviewPages } from '../webview/pages.js';
import { pageMoved } from './activeRecord.js';
import { type PageState, pageState } from './messages.js';
import { RecordPage } from './page.js';
import { connectionFor } from './resolve.js';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * One page for each account and record id, whether the object is named by slug or id. Opened records are remembered as
 * recent.
 */
export class RecordPages extends WebviewPages<PageState, RecordPage> {
  constructor(services: Services, viewType: string) {
    super(services, {
      viewType,
      title: 'Attio Record',
      state: pageState,
      key: ({ account, recordId }) => `${account}/${recordId}`,
      make: (...all) => new RecordPage(...all),
    });
  }

  /**
   * Opens the record an argument names, or asks for one. `noteId` in the argument brings that note into view, `at:
   * 'comments'` what is said about it.
   * Resolves when the page has been drawn with what was read; undefined when nobody picked a record.
   */
  async open(argument: unknown): Promise<RecordPage | undefined> {
    if (argument !== undefined && !recordTarget(argument))
      throw new Error('This link does not name a record: its id is incomplete.');
    const target = recordTarget(argument) ?? (await pickRecord(this.services, { title: 'Open a Record' }));
    if (!target) return undefined;
    const account = target.account ?? (await connectionFor(this.services, target)).account.id;
    const page = this.find({ object: target.object, recordId: target.recordId, account });
    const noteId = (argument as { noteId?: unknown } | undefined)?.noteId;
    const shown = page ?? this.create({ object: target.object, recordId: target.recordId, account });
    if (typeof noteId === 'string' && UUID.test(noteId)) shown.showNote(noteId.toLowerCase());
    if ((argument as { at?: unknown } | undefined)?.at === 'comments') shown.showComments();
    await rememberRecord(this.services, account, target);
    if (page) page.reveal();
    else await shown.load();
    return shown;
  }

  protected override adopted(panel: WebviewPanel, target: PageState): void {
    pageMoved(target, panel.active);
    panel.onDidChangeViewState(() => pageMoved(target, panel.active));
    panel.onDidDispose(() => pageMoved(target, false));
  }
}
