/**
 * What Attio keeps of Markdown: headings 1 to 3, lists, bold, italic, strike, highlight and links (api.md section 8.1).
 * Everything else is not promised to come back, so it is named before a note is written.
 */
import { LRUCache } from 'lru-cache';
import type { Nodes } from 'mdast';
import { type Block, blocksOf, definitionsOf } from './blocks.js';
import { parseMarkdown, walk } from './parse.js';

export type LostKind =
  | 'table'
  | 'code-block'
  | 'inline-code'
  | 'quote'
  | 'checkbox'
  | 'image'
  | 'heading'
  | 'html'
  | 'footnote'
  | 'rule'
  | 'numbering'
  | 'link-title';

export interface Loss {
  kind: LostKind;
  count: number;
  /** Line of the first, from 1. */
  line: number;
  /** `2 tables: Attio does not keep tables …`. */
  sentence: string;
}

/** Singular, plural, what becomes of it. */
const WORDS: Record<LostKind, [string, string, string]> = {
  table: ['table', 'tables', 'Attio does not keep tables; their text may run together'],
  'code-block': [
    'code block',
    'code blocks',
    'Attio does not promise to keep code; its text may lose line breaks and indentation',
  ],
  'inline-code': ['piece of inline code', 'pieces of inline code', 'Attio may show it as plain text'],
  quote: ['quote', 'quotes', 'Attio does not promise to keep quotes; the text stays'],
  checkbox: ['checkbox', 'checkboxes', 'Attio does not keep checkboxes; they may become plain list items'],
  image: ['image', 'images', 'Attio does not take images in notes; they will be missing'],
  heading: ['heading below the third level', 'headings below the third level', 'Attio keeps levels 1 to 3'],
  html: ['piece of HTML', 'pieces of HTML', 'Attio does not keep HTML; it may appear as text or be missing'],
  footnote: ['footnote', 'footnotes', 'Attio does not keep footnotes'],
  rule: ['dividing line', 'dividing lines', 'Attio does not promise to keep dividing lines'],
  numbering: [
    'list that does not count from 1',
    'lists that do not count from 1',
    'Attio does not promise to keep the numbers',
  ],
  'link-title': ['link title', 'link titles', 'Attio keeps only the text and the address of a link'],
};

/** What is made of each kind, for one of it. */
const MADE: Record<LostKind, string> = {
  table: 'Attio keeps no tables: this one becomes a list',
  'code-block': 'Attio keeps no code blocks: this one becomes lines of text, its indentation kept',
  'inline-code': 'Attio keeps no inline code: this becomes plain text',
  quote: 'Attio keeps no block quotes: this one is put in quotation marks',
  checkbox: 'Attio keeps no checkboxes: this one becomes ☐ or ☑',
  image: 'Attio takes no images in notes: this one becomes a link or its description',
  heading: 'Attio keeps headings of levels 1 to 3: this one becomes a line in bold',
  html: 'Attio keeps no HTML: this becomes the text it shows',
  footnote: 'Attio keeps no footnotes: this becomes a number in brackets, its text goes to the end',
  rule: 'Attio keeps no dividing lines: this one becomes a line of dashes',
  numbering: 'Attio counts lists from 1: this number is written into the text',
  'link-title': 'Attio keeps no titles of links: this one follows the link in parentheses',
};

/** `Line 12: Attio keeps no tables: this one becomes a list.` */
export const sentenceOf = (kind: LostKind, line: number): string => `Line ${line}: ${MADE[kind]}.`;

/** Texts longer than this are read in steps. */
const PATIENT = 10_000;

function kindOf(node: Nodes): LostKind | undefined {
  switch (node.type) {
    case 'table':
      return 'table';
    case 'code':
      return 'code-block';
    case 'inlineCode':
      return 'inline-code';
    case 'blockquote':
      return 'quote';
    case 'listItem':
      return typeof node.checked === 'boolean' ? 'checkbox' : undefined;
    case 'image':
    case 'imageReference':
      return 'image';
    case 'heading':
      return node.depth > 3 ? 'heading' : undefined;
    case 'html':
      return 'html';
    case 'footnoteDefinition':
      return 'footnote';
    case 'thematicBreak':
      return 'rule';
    case 'list':
      return node.ordered && node.start !== 1 ? 'numbering' : undefined;
    case 'link':
    case 'definition':
      return node.title ? 'link-title' : undefined;
    default:
      return undefined;
  }
}

interface Found {
  kind: LostKind;
  /** From 0 within its block. */
  line: number;
}

/** What blocks hold, by their text: while a long draft is typed in, all but one of its blocks stay as they are. */
const remembered = new LRUCache<string, Found[]>({
  max: 2000,
  maxSize: 4_000_000,
  sizeCalculation: (_, key) => key.length + 1,
});

function lossesOf({ kind, text }: Block, definitions: string): Found[] {
  if (kind === 'code') return [{ kind: 'code-block', line: 0 }];
  const source = definitions === '' ? text : `${text}\n\n${definitions}`;
  const known = remembered.get(source);
  if (known) return known;
  const found: Found[] = [];
  for (const node of walk(parseMarkdown(source))) {
    const lost = kindOf(node);
    if (lost) found.push({ kind: lost, line: (node.position?.start.line ?? 1) - 1 });
  }
  remembered.set(source, found);
  return found;
}

class Losses {
  readonly #found = new Map<LostKind, { count: number; line: number }>();

  add(found: Found[], block: Block): void {
    for (const { kind, line } of found) {
      const known = this.#found.get(kind);
      if (known) known.count++;
      else this.#found.set(kind, { count: 1, line: block.line + line });
    }
  }

  get all(): Loss[] {
    return [...this.#found].map(([kind, { count, line }]) => {
      const [one, many, what] = WORDS[kind];
      const subject = count === 1 ? `${/^[aeiou]/.test(one) ? 'An' : 'A'} ${one}` : `${count} ${many}`;
      return { kind, count, line, sentence: `${subject} (line ${line}): ${what}.` };
    });
  }
}

/** What a body holds that Attio will not keep, in order of appearance, one entry per kind. Never throws. */
export function notKept(markdown: string): Loss[] {
  const losses = new Losses();
  const definitions = definitionsOf(markdown);
  for (const block of blocksOf(markdown)) losses.add(lossesOf(block, definitions), block);
  return losses.all;
}

/** `notKept` for texts of any length: others get their turn in between. */
export async function notKeptPatiently(markdown: string): Promise<Loss[]> {
  const losses = new Losses();
  const definitions = definitionsOf(markdown);
  for (const block of blocksOf(markdown)) {
    losses.add(lossesOf(block, definitions), block);
    if (markdown.length > PATIENT) await new Promise((resolve) => setImmediate(resolve));
  }
  return losses.all;
}
