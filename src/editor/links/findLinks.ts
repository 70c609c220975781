/** The links of a whole document, within bounds. Pure. */
import { type FoundLink, findAttioUrls } from '../../attio/webUrl.js';

/** Of a document so many characters are looked at, and so many links made: huge files cost no more than large ones. */
export const MAX_CHARACTERS = 200_000;
export const MAX_LINKS = 500;

/** What is needed of a document. */
export interface Lines {
  lineCount: number;
  lineAt(line: number): { text: string };
}

/** The links in the beginning of a document, by line. */
export function findLinks(document: Lines): { line: number; found: FoundLink }[] {
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
