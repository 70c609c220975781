import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { forAttio } from '../../../../src/crm/markdown/rewrite.js';
import { normalForm, sameMarkdown } from '../../../../src/crm/markdown/same.js';
import { EXAMPLES, page } from './page.js';

const PAGE = path.join(import.meta.dirname, '../../../../docs/markdown.md');
const text = async (markdown: string) => (await forAttio(markdown)).text;

describe('Markdown for Attio, form by form', () => {
  // `WRITE_DOCS=1` with this test writes the page anew.
  it('is told on a page that is true', async () => {
    const now = await page();
    if (process.env.WRITE_DOCS) writeFileSync(PAGE, now);
    assert.equal(readFileSync(PAGE, 'utf8'), now);
  });

  for (const { title, kinds, markdown } of EXAMPLES)
    it(`names what it rewrites: ${title}`, async () => {
      const { rewritten } = await forAttio(markdown);
      assert.deepEqual(
        rewritten.map(({ kind }) => kind),
        kinds,
      );
      for (const { sentence, line } of rewritten) assert.match(sentence, new RegExp(`^Line ${line}: \\S.*\\.$`));
    });

  const FORMS: [string, string, string][] = [
    ['keeps what is kept', '# A\n\n- **b** *c* ~~d~~ ==e==\n  - [f](https://g.example)\n\nh\ni', ''],
    ['makes one spelling of headings', 'A *b*\n===\n\nC\n---\n\n### D ###', '# A *b*\n\n## C\n\n### D'],
    ['keeps line breaks of every kind', 'a\nb  \nc\\\nd<br>e', 'a\nb\nc\nd\ne'],
    ['reads CRLF', 'a\r\nb\r\n\r\n- c\r\n', 'a\nb\n\n- c'],
    [
      'escapes only what would be a mark',
      '2 * 3, snake_case, \\*a\\*, a < b, \\<b>, #tag, C:\\\\new',
      '2 * 3, snake_case, \\*a\\*, a < b, \\<b>, #tag, C:\\new',
    ],
    ['keeps a tilde that is none', '~5 to ~10', '~5 to ~10'],
    ['puts lists under numbered items', '1. a\n   - b\n10. c', '1. a\n   - b\n2. c'],
    ['keeps paragraphs of an item in it', '- a\n\n  b\n\n  - c\n\n  d', '- a\n  b\n  - c\n  - d'],
    [
      'puts code of an item under it',
      '1. Run\n\n   ```\n   npm i\n     now\n   ```\n2. Done',
      '1. Run\n   npm i\n   \u00a0\u00a0now\n2. Done',
    ],
    ['goes on counting after what is between', '1. a\n\n```\nb\n```\n\n2. c\n   - d', '1. a\n\nb\n\n2\\. c\n\n- d'],
    ['leaves a year a year', '2026. A good year', '2026\\. A good year'],
    ['quotes a quote in a quote once', '> > old\n>\n> new', '“old”\n\n“new”'],
    ['does not quote what has its marks', '> "We sign."', '"We sign."'],
    [
      'keeps lists and headings of a quote',
      '> ## T\n> one\n>\n> two\n> - a\n>   - [x] b',
      '## T\n\n“one\n\n“two”\n\n- a\n  - ☑ b',
    ],
    [
      'reads a table with pipes, breaks and code',
      '| a | b |\n|-|-|\n| x\\|y | `p \\| q`<br>r |',
      '**a · b**\n\n- **x|y:** “p | q”\n  r',
    ],
    ['names no head where there is none', '| | |\n|-|-|\n| **Who** | Jane |', '- **Who:** Jane'],
    [
      'parts a table from the list after it',
      '| a | b | c |\n|-|-|-|\n| x | y | z |\n\n- one\n  - two',
      '**a**\n\n- **x**\n  - b: y\n  - c: z\n\n—\n\n- one\n  - two',
    ],
    [
      'parts a table from check boxes',
      '| a | b |\n|-|-|\n| x | y |\n\n- [ ] c',
      '**a · b**\n\n- **x:** y\n\n—\n\n- ☐ c',
    ],
    ['parts a table from numbers', '| a | b |\n|-|-|\n| x | y |\n\n1. c', '**a · b**\n\n- **x:** y\n\n—\n\n1. c'],
    [
      'parts tables without heads from what is around',
      '- a\n\n| | |\n|-|-|\n| x | y |\n\n| | |\n|-|-|\n| v | w |',
      '- a\n\n—\n\n- **x:** y\n\n—\n\n- **v:** w',
    ],
    ['parts a table in a quote', '> | a | b |\n> |-|-|\n> | x | y |\n\n- c', '**a · b**\n\n- **x:** y\n\n—\n\n- c'],
    ['keeps a table of an item under it', '- a\n\n  | | |\n  |-|-|\n  | x | y |\n- b', '- a\n  - **x:** y\n- b'],
    [
      'needs no line where text is between',
      '| a | b |\n|-|-|\n| x | y |\n\nt\n\n- c',
      '**a · b**\n\n- **x:** y\n\nt\n\n- c',
    ],
    ['keeps the heads of an empty table', '| a | b | c |\n|-|-|-|', '**a · b · c**'],
    [
      'reads an image in a link',
      '[![Build](https://a.example/b.svg)](https://c.example)',
      '[Build](https://c.example)',
    ],
    ['drops the data of an image', '![Chart](data:image/png;base64,AAAA)', 'Chart'],
    ['keeps entities as characters', '&copy; &lt;b&gt; &amp;amp; &#x1F984;', '© \\<b> \\&amp; 🦄'],
    [
      'reads a fence of other lengths and ticks in it',
      '~~~~\n```\na `b`\n```\n~~~~',
      '\\`\\`\\`\na \\`b\\`\n\\`\\`\\`',
    ],
    [
      'makes addresses safe',
      '[a](<b (c).md>) [w](https://w.example/x_(y))',
      '[a](b%20%28c%29.md) [w](https://w.example/x_%28y%29)',
    ],
    ['keeps what looks like HTML and is none', 'a <T> of <your name>', 'a \\<T> of \\<your name>'],
    ['keeps right-to-left text', '**שלום** עולם\n\n- مرحبا', '**שלום** עולם\n\n- مرحبا'],
    ['has nothing to send of nothing', '<!-- note to self -->\n\n[a]: b', ''],
  ];
  for (const [what, markdown, expected] of FORMS)
    it(what, async () =>
      assert.equal(await text(markdown), expected || (what === 'keeps what is kept' ? markdown : '')),
    );

  it('tells where a piece stands and what stands for it', async () => {
    const { rewritten } = await forAttio('one\n\n| a | b |\n|-|-|\n| c | d |\n\ntwo `x y`');
    assert.deepEqual(
      rewritten.map(({ sentence: _, ...rest }) => rest),
      [
        { kind: 'table', line: 3, endLine: 5, before: '| a | b |\n|-|-|\n| c | d |', after: '**a · b**\n\n- **c:** d' },
        { kind: 'inline-code', line: 7, endLine: 7, before: '`x y`', after: '“x y”' },
      ],
    );
  });
});

describe('the same Markdown', () => {
  const SAME: [string, string][] = [
    ['* a\n* b', '- a\n\n- b'],
    ['__a__ _b_', '**a** *b*'],
    ['A\n=', '# A'],
    ['a  \nb', 'a\nb'],
    ['[x][1]\n\n[1]: https://y.example', '[x](https://y.example)'],
    ['1) a\n2) b', '1. a\n1. b'],
    ['a\\_b &amp; c', 'a_b & c'],
    ['- [ ] a', '- ☐ a'],
    ['a\u00a0b', 'a b'],
  ];
  for (const [a, b] of SAME)
    it(`${JSON.stringify(a)} is ${JSON.stringify(b)}`, async () => assert.ok(await sameMarkdown(a, b)));

  const OTHER: [string, string][] = [
    ['a b', 'ab'],
    ['a\nb', 'a\n\nb'],
    ['**a**', 'a'],
    ['# a', '## a'],
    ['- a\n- b', '- a\n  - b'],
    ['- a', '1. a'],
    ['[a](https://b.example)', '[a](https://c.example)'],
    ['- [ ] a', '- [x] a'],
  ];
  for (const [a, b] of OTHER)
    it(`${JSON.stringify(a)} is not ${JSON.stringify(b)}`, async () => assert.ok(!(await sameMarkdown(a, b))));

  it('has one normal form, which is its own', async () => {
    const form = await normalForm('* a\n\n> b `c`');
    assert.equal(form, '- a\n\n“b c”');
    assert.equal(await normalForm(form), form);
  });
});
