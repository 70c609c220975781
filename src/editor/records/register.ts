/** The record page. Thin: it loads with the first use. */
import type { Services } from '../services.js';
import { restorePages } from '../webview/restorePages.js';
import type { RecordPages } from './pages.js';

const RECORD_VIEW_TYPE = 'attio.record';

/** `attio.openRecord`, and the pages that were open before a reload; what makes them loads with the first. */
export function registerRecordPages(services: Services): void {
  const { context } = services;
  let pages: Promise<RecordPages> | undefined;
  const loaded = () => {
    pages ??= import('../late.js').then(({ RecordPages }) => {
      const made = new RecordPages(services, RECORD_VIEW_TYPE);
      context.subscriptions.push(made);
      return made;
    });
    return pages;
  };

  services.command('attio.openRecord', async (argument?: unknown) => (await loaded()).open(argument));
  context.subscriptions.push(restorePages(RECORD_VIEW_TYPE, loaded));
}
