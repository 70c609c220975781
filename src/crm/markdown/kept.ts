/**
 * What Attio keeps of Markdown: headings 1 to 3, lists, bold, italic, strike, highlight and links (api.md section 8.1).
 * Everything else is not promised to come back, so it is named before a note is written.
 */
import type { Nodes } from 'mdast';
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
  | 'rule';

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
};

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
    default:
      return undefined;
  }
}

/** What a body holds that Attio will not keep, in order of appearance, one entry per kind. Never throws. */
export function notKept(markdown: string): Loss[] {
  const found = new Map<LostKind, { count: number; line: number }>();
  for (const node of walk(parseMarkdown(markdown))) {
    const kind = kindOf(node);
    if (!kind) continue;
    const known = found.get(kind);
    if (known) known.count++;
    else found.set(kind, { count: 1, line: node.position?.start.line ?? 1 });
  }
  return [...found].map(([kind, { count, line }]) => {
    const [one, many, what] = WORDS[kind];
    return {
      kind,
      count,
      line,
      sentence: `${count === 1 ? `A${/^[aeiou]/.test(one) ? 'n' : ''} ${one}` : `${count} ${many}`} (line ${line}): ${what}.`,
    };
  });
}
