/** Reads the inside of a paragraph into lines of marked characters. */
import type { Image, ImageReference, Nodes, PhrasingContent } from 'mdast';
import type { HighlightMark } from './highlight.js';
import { attributesOf, isElement, lineBreaks, markOf, tagOf, withoutMarkup } from './html.js';
import { BOLD, HIGHLIGHT, ITALIC, type Line, type Link, STRIKE, tidyLines } from './model.js';
import { addressOf } from './printInline.js';
import type { Reading } from './reading.js';

/** Where a reader is inside a paragraph. */
interface Place {
  marks: number;
  link?: Link;
}

/** Where a mark of highlights stands: its line, its run. */
interface Mark {
  line: number;
  run: number;
  mark: HighlightMark;
}

class Inline {
  readonly #reading: Reading;
  readonly lines: Line[] = [[]];
  readonly #marks: Mark[] = [];

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  #add(text: string, { marks, link }: Place): void {
    for (const [at, line] of text.split(/\r\n|[\r\n]/).entries()) {
      if (at > 0) this.#newLine();
      if (line !== '') this.lines.at(-1)!.push({ text: line, marks, ...(link && { link }) });
    }
  }

  #newLine(): void {
    this.lines.push([]);
  }

  /** What a piece became, to be told when the whole is read. */
  #since(): () => Line[] {
    const [line, run] = [this.lines.length - 1, this.lines.at(-1)!.length];
    return () => this.lines.slice(line).map((one, at) => (at === 0 ? one.slice(run) : one));
  }

  read(nodes: readonly PhrasingContent[], place: Place): void {
    const open: { tag: string; before: Place; node: Nodes; since: () => Line[] }[] = [];
    let here = place;
    for (const node of nodes) {
      if (node.type !== 'html') {
        this.#node(node, here);
        continue;
      }
      const since = this.#since();
      const tag = tagOf(node.value);
      if (tag && !tag.closing && (markOf(tag.name) !== 0 || tag.name === 'a')) {
        const url = tag.name === 'a' && !here.link ? attributesOf(node.value).href : undefined;
        open.push({ tag: tag.name, before: here, node, since });
        here = { ...here, marks: here.marks | markOf(tag.name), ...(url && { link: { url: addressOf(url) } }) };
        continue;
      }
      const opener = tag?.closing ? open.findLastIndex((one) => one.tag === tag.name) : -1;
      if (opener >= 0) {
        const { before, node: first, since: all } = open[opener]!;
        this.#reading.lost('html', first, node, all());
        here = before;
        open.length = opener;
        continue;
      }
      this.#html(node.value, here);
      this.#reading.lost('html', node, node, since());
    }
    for (const { node, since } of open) this.#reading.lost('html', node, nodes.at(-1)!, since());
  }

  #html(value: string, place: Place): void {
    const tag = tagOf(value);
    if (!tag) this.#add(withoutMarkup(value), place);
    else if (tag.name === 'br') this.#newLine();
    else if (tag.name === 'img') {
      const { alt, src } = attributesOf(value);
      this.#picture(alt ?? '', src ?? '', place);
    } else if (lineBreaks(tag.name)) {
      if (this.lines.at(-1)!.length > 0) this.#newLine();
    } else if (!isElement(tag.name)) this.#add(value, place);
  }

  #node(node: PhrasingContent, place: Place): void {
    const { marks, link } = place;
    switch (node.type) {
      case 'text':
        this.#add(node.value, place);
        break;
      case 'break':
        this.#newLine();
        break;
      case 'strong':
        this.read(node.children, { ...place, marks: marks | BOLD });
        break;
      case 'emphasis':
        this.read(node.children, { ...place, marks: marks | ITALIC });
        break;
      case 'delete':
        this.read(node.children, { ...place, marks: marks | STRIKE });
        break;
      case 'highlightMark':
        this.#marks.push({ line: this.lines.length - 1, run: this.lines.at(-1)!.length, mark: node });
        this.#add(node.value, place);
        break;
      case 'inlineCode': {
        const since = this.#since();
        // Several words would run into the sentence around them.
        this.#add(/\s/.test(node.value.trim()) ? `“${node.value.trim()}”` : node.value, place);
        this.#reading.lost('inline-code', node, node, since());
        break;
      }
      case 'link':
      case 'linkReference': {
        const target = node.type === 'link' ? node : this.#reading.definition(node.identifier);
        const [url, title] = [addressOf(target.url), target.title];
        const since = this.#since();
        if (node.children.length === 0) this.#add(url, { marks, link: link ?? { url } });
        else this.read(node.children, { marks, link: link ?? (url === '' ? undefined : { url }) });
        if (title) {
          this.#add(` (${title})`, { marks });
          this.#reading.lost('link-title', node, node, since());
        }
        break;
      }
      case 'image':
      case 'imageReference':
        this.#image(node, place);
        break;
      case 'footnoteReference': {
        const since = this.#since();
        this.#add(`[${this.#reading.footnote(node.identifier)}]`, place);
        this.#reading.lost('footnote', node, node, since());
        break;
      }
      case 'html':
        this.#html(node.value, place);
        break;
    }
  }

  #image(node: Image | ImageReference, place: Place): void {
    const since = this.#since();
    const { url, title } = node.type === 'image' ? node : this.#reading.definition(node.identifier);
    this.#picture([node.alt, title].filter(Boolean).join(': '), url, place);
    this.#reading.lost('image', node, node, since());
  }

  /** An image that others can open is a link to it; of one in a file beside the text the name stays. */
  #picture(words: string, url: string, place: Place): void {
    const file = /([^/\\?#]+)(?:[?#].*)?$/.exec(url)?.[1];
    if (/^data:/i.test(url) || url === '') this.#add(words || 'image', place);
    else if (place.link) this.#add(words || file || 'image', place);
    else if (/^https?:\/\//i.test(url)) this.#add(words || file || url, { ...place, link: { url: addressOf(url) } });
    else this.#add(words === '' ? url : `${words} (${url})`, place);
  }

  /** Pairs the marks of highlights; those without a partner stay as they are written. */
  pair(): void {
    let opener: Mark | undefined;
    const gone = new Set<Line[number]>();
    for (const one of this.#marks) {
      if (opener && one.mark.closes) {
        gone.add(this.lines[opener.line]![opener.run]!).add(this.lines[one.line]![one.run]!);
        for (let line = opener.line; line <= one.line; line++) {
          const runs = this.lines[line]!;
          const [from, to] = [line === opener.line ? opener.run : 0, line === one.line ? one.run : runs.length];
          for (let run = from; run < to; run++) runs[run]!.marks |= HIGHLIGHT;
        }
        opener = undefined;
      } else if (!opener && one.mark.opens) opener = one;
    }
    for (const [at, line] of this.lines.entries())
      if (gone.size > 0) this.lines[at] = line.filter((run) => !gone.has(run));
  }
}

/** The lines of a paragraph, tidy; a line break of any spelling parts them. Tells `reading` what Attio would not keep. */
export function readInline(nodes: readonly PhrasingContent[], reading: Reading): Line[] {
  const inline = new Inline(reading);
  inline.read(nodes, { marks: 0 });
  inline.pair();
  return tidyLines(inline.lines);
}
