/** The record page and the commands on one record or note. Thin: what they do loads with the first use. */
import type { Services } from '../services.js';
import { restorePages } from '../webview/restorePages.js';
import type { RecordPages } from './pages.js';

const RECORD_VIEW_TYPE = 'attio.record';

export function registerRecordPages(services: Services): void {
  const { context } = services;
  let pages: Promise<RecordPages> | undefined;
  const loaded = () => {
    pages ??= import('../pages.js').then(({ RecordPages }) => {
      const made = new RecordPages(services, RECORD_VIEW_TYPE);
      context.subscriptions.push(made);
      return made;
    });
    return pages;
  };
  const actions = () => import('../pages.js');

  services.command('attio.openRecord', async (argument?: unknown) => (await loaded()).open(argument));
  services.command('attio.openInAttio', async (argument?: unknown) =>
    (await actions()).openInAttio(services, argument),
  );
  services.command('attio.copyLink', async (argument?: unknown) => (await actions()).copyLink(services, argument));
  services.command('attio.copyId', async (argument?: unknown) => (await actions()).copyId(services, argument));
  services.command('attio.copyMarkdownLink', async (argument?: unknown) =>
    (await actions()).copyMarkdownLink(services, argument),
  );
  context.subscriptions.push(restorePages(RECORD_VIEW_TYPE, loaded));
}
