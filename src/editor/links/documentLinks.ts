/** Which links of a document open here on Ctrl/Cmd+click: those to records, and notes with their record, of known accounts. */
import { type CancellationToken, DocumentLink, Range, type TextDocument, Uri } from 'vscode';
import { commandUri } from '../markdown.js';
import type { Services } from '../services.js';
import { findLinks } from './findLinks.js';

/** Links of other kinds and workspaces are left to VS Code, which opens them in the browser. */
export function documentLinks(services: Services, document: TextDocument, token: CancellationToken): DocumentLink[] {
  const slugs = new Set(services.accounts.list.map(({ slug }) => slug));
  if (token.isCancellationRequested) return [];
  return findLinks(document).flatMap(({ line, found: { start, end, url, link } }) => {
    if ((link.kind !== 'record' && link.kind !== 'note') || !slugs.has(link.workspace)) return [];
    const made = new DocumentLink(
      new Range(line, start, line, end),
      Uri.parse(commandUri('attio.openLink', url), true),
    );
    made.tooltip = link.kind === 'note' ? 'Open the record of this note here' : 'Open this record here';
    return made;
  });
}
