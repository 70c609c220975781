/** What shows when the mouse rests on an Attio link. One request at most, none for what is known. */
import { type CancellationToken, Hover, MarkdownString, type Position, Range } from 'vscode';
import { findAttioUrls } from '../../attio/webUrl.js';
import type { Services } from '../services.js';
import { describeLink, HOVER_COMMANDS } from './describe.js';

/**
 * `near`: a piece of the line, and the column that it starts at. undefined: there is no link to Attio under `position`,
 * or the mouse has left. A failure is told in the hover.
 */
export async function hover(
  services: Services,
  near: { text: string; start: number },
  position: Position,
  token: CancellationToken,
): Promise<Hover | undefined> {
  const at = position.character - near.start;
  const found = findAttioUrls(near.text, 200).find(({ start, end }) => start <= at && at <= end);
  if (!found) return undefined;
  const letGo = new AbortController();
  const listening = token.onCancellationRequested(() => letGo.abort());
  if (token.isCancellationRequested) letGo.abort();
  try {
    const text = await describeLink(services, found.link, found.url, letGo.signal);
    if (text === undefined) return undefined;
    const range = new Range(position.line, near.start + found.start, position.line, near.start + found.end);
    return new Hover(trusted(text), range);
  } finally {
    listening.dispose();
  }
}

/** Our own commands only; all text of others in it is escaped. */
function trusted(text: string): MarkdownString {
  const markdown = new MarkdownString(text, true);
  markdown.isTrusted = { enabledCommands: HOVER_COMMANDS };
  markdown.supportHtml = false;
  return markdown;
}
