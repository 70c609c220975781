/** HTML inside Markdown, in blocks. */
import { attributesOf, decoded, isElement, lineBreaks, markOf, tagOf, withoutMarkup } from './html.js';
import { type Block, type Line, type Link, plainLine, textOf, tidyLines } from './model.js';
import { addressOf } from './printInline.js';

/** Comments, elements whose content nobody sees, tags, text. */
const PIECES =
  /<!--[\s\S]*?(?:-->|$)|<(script|style|template|head)\b[\s\S]*?(?:<\/\1\s*>|$)|<\/?[a-z][a-z0-9-]*(?:\s(?:"[^"]*"|'[^']*'|[^"'<>])*|\/)?>|<[!?][^>]*>|[^<]+|</gi;

class Page {
  readonly blocks: Block[] = [];
  #line: Line = [];
  #lists = 0;
  #item = false;
  /** An item or paragraph is open: a further line belongs to it. */
  #goesOn = false;
  #preformatted = 0;
  readonly #open: { name: string; mark: number; link?: Link }[] = [];

  text(source: string): void {
    if (this.#preformatted > 0) {
      for (const [at, line] of source.split('\n').entries()) {
        if (at > 0) this.end(true);
        this.#add(line.replace(/^[ \t]+/, (indent) => '\u00a0'.repeat(indent.length)));
      }
    } else this.#add(source.replace(/[ \t\r\n]+/g, ' '));
  }

  #add(text: string): void {
    if (text === '') return;
    const marks = this.#open.reduce((all, { mark }) => all | mark, 0);
    const link = this.#open.findLast((one) => one.link)?.link;
    this.#line.push({ text, marks, ...(link && { link }) });
  }

  /** Ends a line; the next one goes on in the same paragraph or item, or not. */
  end(goesOn: boolean): void {
    const lines = tidyLines([this.#line]);
    this.#line = [];
    if (lines.length > 0) {
      const last = this.blocks.at(-1);
      if (this.#goesOn && last) last.lines.push(...lines);
      else this.blocks.push({ ...this.#kind(), lines });
      this.#item = false;
    }
    this.#goesOn = goesOn && (lines.length > 0 || this.#goesOn);
  }

  /** Items stand as deep as their lists, but never deeper than the item above allows. */
  #kind(): Pick<Block, 'kind' | 'level'> {
    if (!this.#item) return { kind: 'text', level: 0 };
    const above = this.blocks.at(-1);
    return {
      kind: 'item',
      level: Math.min(Math.max(0, this.#lists - 1), above?.kind === 'item' ? above.level + 1 : 0),
    };
  }

  tag(source: string, name: string, closing: boolean): void {
    if (!isElement(name)) this.#add(source);
    else if (name === 'br' || name === 'hr') this.end(name === 'br');
    else if (name !== 'img') this.#element(source, name, closing);
    else if (!closing) this.#picture(attributesOf(source));
  }

  #element(source: string, name: string, closing: boolean): void {
    if ((name === 'td' || name === 'th') && !closing && textOf(this.#line).trim() !== '')
      this.#line.push(...plainLine(' · '));
    if (lineBreaks(name)) this.end(false);
    if (name === 'ul' || name === 'ol') this.#lists = Math.max(0, this.#lists + (closing ? -1 : 1));
    if (name === 'li') this.#item = !closing;
    if (name === 'pre') this.#preformatted = closing ? 0 : 1;
    if (closing) {
      const at = this.#open.findLastIndex((one) => one.name === name);
      if (at >= 0) this.#open.splice(at, 1);
    } else if (markOf(name) !== 0 || name === 'a') {
      const url = name === 'a' ? attributesOf(source).href : undefined;
      this.#open.push({ name, mark: markOf(name), ...(url && { link: { url: addressOf(url) } }) });
    }
  }

  #picture({ alt = '', src = '' }: Record<string, string>): void {
    const inLink = this.#open.some((one) => one.link);
    if (!inLink && /^https?:\/\//i.test(src))
      this.#line.push({ text: alt || src, marks: 0, link: { url: addressOf(src) } });
    else this.#add(alt || (/^data:/i.test(src) ? '' : src) || 'image');
  }
}

/**
 * A block of HTML as a reader sees it: its text, its lines, its lists, its links. Scripts, styles and comments are left
 * out, what is no element of HTML stays text. Never throws; empty where there is nothing to read.
 */
export function htmlBlocks(source: string): Block[] {
  const page = new Page();
  for (const [piece, hidden] of source.matchAll(PIECES)) {
    if (hidden !== undefined) continue;
    const tag = piece.length > 1 ? tagOf(piece) : undefined;
    if (tag) page.tag(piece, tag.name, tag.closing);
    else page.text(decoded(withoutMarkup(piece)));
  }
  page.end(false);
  return page.blocks;
}
