/** "Attio: Turn Text into CRM Updates…": from the text in front to a list that is reviewed and applied as one. */
import { commands, window } from 'vscode';
import { TRANSCRIPT_SCHEME } from '../meetings/uri.js';
import type { Services } from '../services.js';
import { recordingTarget } from '../targets.js';
import type { UpdatesPage } from './page.js';
import { type UpdatesPages, updatesPages } from './pages.js';
import { chooseReader, languageModels, type Reader } from './reader.js';
import { sourceInFront } from './source.js';

export { updatesPages } from './pages.js';

/** What tests put in the place of VS Code's own. */
export interface Parts {
  models?: () => Promise<Reader[]>;
  pages?: UpdatesPages;
}

/** `argument`: a recording, whose transcript is opened first; or nothing. undefined: there was nothing to read. */
export async function textIntoUpdates(
  services: Services,
  argument?: unknown,
  { models = languageModels, pages = updatesPages(services) }: Parts = {},
): Promise<UpdatesPage | undefined> {
  if (recordingTarget(argument)) {
    await commands.executeCommand('attio.openTranscript', argument);
    // It says itself why there is none.
    if (window.activeTextEditor?.document.uri.scheme !== TRANSCRIPT_SCHEME) return undefined;
  }
  const source = await sourceInFront(services);
  if (!source) return undefined;
  const reader = await chooseReader(services, models);
  if (reader === undefined) return undefined;
  return pages.open(source, reader === 'rules' ? undefined : reader);
}
