/** Which links of a document open here on Ctrl/Cmd+click: those to records, and notes with their record, of known accounts. */
import { type CancellationToken, DocumentLink, Range, type TextDocument, Uri } from 'vscode';
import { type FoundLink, findAttioUrls } from '../../attio/webUrl.js';
import { commandUri } from '../markdown.js';
import type { Services } from '../services.js';

/** Of a document so many characters are looked at, and so many links made: huge files cost no more than large ones. */
export const MAX_CHARACTERS = 200_000;
export const MAX_LINKS = 500;

/** The links in the beginning of a document, by line. */
export function findLinks(document: Pick<TextDocument, 'lineCount' | 'lineAt'>): { line: number; found: FoundLink }[] {
  const links: { line: number; found: FoundLink }[] = [];
  let left = MAX_CHARACTERS;
  for (let line = 0; line < document.lineCount && left > 0 && links.length < MAX_LINKS; line++) {
    const { text } = document.lineAt(line);
    const looked = text.length <= left ? text : text.slice(0, left);
    for (const found of findAttioUrls(looked, MAX_LINKS - links.length)) links.push({ line, found });
    left -= text.length + 1;
  }
  return links;
}

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
