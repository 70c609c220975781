/** The page of before and after: each form that Attio does not keep, and what becomes of it. */

import type { LostKind } from '../../../../src/crm/markdown/kept.js';
import { forAttio } from '../../../../src/crm/markdown/rewrite.js';

interface Example {
  title: string;
  /** What `forAttio` tells of it. */
  kinds: LostKind[];
  why: string;
  markdown: string;
}

export const EXAMPLES: Example[] = [
  {
    title: 'What stays',
    kinds: [],
    why: 'Headings of levels 1 to 3, lists at any depth, bold, italic, strike, highlight, links and line breaks are sent as they are, in one spelling.',
    markdown:
      'Kick-off\n========\n\n* __Budget__ is _approved_, ~~no~~ ==yes==\n  1. see the [plan][1]\n  2. and <https://acme.example>\n* Second line  \n  of an item\n\n[1]: https://acme.example/plan',
  },
  {
    title: 'A table of two columns',
    kinds: ['table'],
    why: 'Two columns are most often names and values: each row becomes an item.',
    markdown: '| Field | Value |\n|---|---|\n| Budget | €40k |\n| Decision by | 12 May |\n| Who signs? | Jane Smith |',
  },
  {
    title: 'A table of more columns',
    kinds: ['table'],
    why: 'Each row becomes an item named by its first cell, with the other cells below it, under their column’s name. Empty cells are left out.',
    markdown: '| Company | Stage | Amount |\n|---|---|---:|\n| Acme Robotics | Won | €40k |\n| Beta GmbH | Lost | |',
  },
  {
    title: 'A table next to a list',
    kinds: ['table'],
    why: 'A dash on a line of its own parts them, so that one’s own items do not look like rows of the table.',
    markdown: '| Field | Value |\n|---|---|\n| Budget | €40k |\n\n- Call Jane\n- Send the offer',
  },
  {
    title: 'Code',
    kinds: ['code-block'],
    why: 'Code keeps its lines and its indentation (with spaces that do not break); signs that would be read as marks get a backslash, which nobody sees in Attio.',
    markdown: '```ts\nif (deal.stage == "won") {\n  notify(*owners);\n}\n```',
  },
  {
    title: 'Inline code',
    kinds: ['inline-code', 'inline-code'],
    why: 'One word stands as it is; several go between quotation marks, so that they do not run into the sentence.',
    markdown: 'Set `region` and run `npm run deploy` again.',
  },
  {
    title: 'A quote',
    kinds: ['quote'],
    why: 'A quote is put between quotation marks; who said it stays on a line of its own. Lists inside stay lists.',
    markdown: '> We will sign in June.\n> — Jane Smith',
  },
  {
    title: 'A note or warning',
    kinds: ['quote'],
    why: 'The word in bold says what it is.',
    markdown: '> [!WARNING]\n> The pilot ends on Friday.',
  },
  {
    title: 'Check boxes',
    kinds: ['checkbox', 'checkbox'],
    why: 'A box becomes a sign that shows the same.',
    markdown: '- [x] Send the offer\n- [ ] Call Jane\n  about the pilot',
  },
  {
    title: 'An image',
    kinds: ['image', 'image'],
    why: 'Attio takes no images: one on the web becomes a link to it, one in a file beside the text leaves its description and its name.',
    markdown: '![The new dashboard](https://acme.example/dashboard.png)\n\n![Whiteboard](photos/board.jpg)',
  },
  {
    title: 'A heading below the third level',
    kinds: ['heading'],
    why: 'It becomes a line in bold.',
    markdown: '#### Next steps\n\nJane calls back.',
  },
  {
    title: 'A footnote',
    kinds: ['footnote', 'footnote'],
    why: 'A number in brackets, in the order of mention; the text goes to the end.',
    markdown: 'Revenue doubled.[^source]\n\n[^source]: Annual report, page 12.',
  },
  {
    title: 'HTML',
    kinds: ['html', 'html'],
    why: 'What it shows stays: text, bold and italic, links, lists, line breaks. What is no HTML (`<T>`) stays as it is written. Comments go.',
    markdown:
      '<details>\n<summary>Background</summary>\nMet at <b>Expo</b> &amp; twice since.\n</details>\n\nOne line<br>and another.',
  },
  {
    title: 'A dividing line',
    kinds: ['rule'],
    why: 'A line of dashes as text.',
    markdown: 'Before.\n\n---\n\nAfter.',
  },
  {
    title: 'A list that does not start at 1',
    kinds: ['numbering', 'numbering'],
    why: 'Attio counts lists from 1: other numbers are written into the text, so that step 3 is not called step 1.',
    markdown: '3. Sign\n4. Pay',
  },
  {
    title: 'A link with a title',
    kinds: ['link-title'],
    why: 'Attio keeps the text and the address; the title follows in parentheses.',
    markdown: 'See [the offer](https://acme.example/offer.pdf "Version 2").',
  },
];

const fenced = (text: string) => `\`\`\`\`markdown\n${text.replaceAll('\u00a0', ' ')}\n\`\`\`\``;

/** `docs/markdown.md`. */
export async function page(): Promise<string> {
  const parts = [
    '# Markdown in Attio notes',
    'Attio keeps a part of Markdown. What it does not keep is rewritten into the closest form that reads well before a note is sent; the preview marks each piece. Rewriting what was rewritten changes nothing, and no word is lost, but for these: HTML comments and what HTML hides (scripts, styles), names of link definitions, the address of an image that is itself a link or is embedded as data, and the language of a code block.',
    'This page shows each form: above as it is written, below as it is sent.',
  ];
  for (const { title, why, markdown } of EXAMPLES) {
    const { text } = await forAttio(markdown);
    parts.push(`## ${title}`, why, fenced(markdown), fenced(text));
  }
  return `${parts.join('\n\n')}\n`;
}
