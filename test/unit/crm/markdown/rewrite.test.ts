import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseMarkdown, walk } from '../../../../src/crm/markdown/parse.js';
import { forAttio, forAttioInPieces } from '../../../../src/crm/markdown/rewrite.js';
import { sameMarkdown } from '../../../../src/crm/markdown/same.js';
import { fromMarkdown } from '../../../../src/sandbox/noteText.js';
import { anyMarkdown, documents } from './anyMarkdown.js';

const numRuns = Number(process.env.MARKDOWN_RUNS ?? 150);
const text = async (markdown: string) => (await forAttio(markdown)).text;

/** Kinds of nodes that Attio documents, and what they are made of. */
const KEPT = new Set('root heading paragraph list listItem strong emphasis delete highlightMark link text'.split(' '));

/** Where the parser itself reads on another way after a cut: lists that do not start at 1, and empty items after indented code. */
const ODD_NUMBER = /^[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)*(?!1[.)])\d+[.)]/m;
const INDENTED = /^[ \t>]*(?: {4}|\t)/m;
const EMPTY_ITEM = /^[ \t>]*(?:[-*+]|\d+[.)])[ \t]*$/m;
/** A row of a table with nothing in it, at which a piece may end. */
const EMPTY_ROW = /^[ \t>]*(?:[-*+]|\d+[.)])?[ \t]*\|[ \t|]*\|[ \t]*$/m;

/** Letters of either case are the same: `[!NOTE]` becomes “Note:”. Equals signs may be marks. */
const words = (value: string) =>
  value
    .replaceAll('=', ' ')
    .normalize('NFC')
    .toLowerCase()
    .match(/[\p{L}\p{N}\p{S}]+/gu) ?? [];

/** Words that a reader of the Markdown sees: text, code, names of images and links. */
function seen(markdown: string): string[] {
  const found: string[] = [];
  for (const node of walk(parseMarkdown(markdown))) {
    if (node.type === 'text' || node.type === 'inlineCode' || node.type === 'code') found.push(...words(node.value));
    else if (node.type === 'image' || node.type === 'imageReference') found.push(...words(node.alt ?? ''));
  }
  return found;
}

describe('Markdown for Attio, whatever the text', function () {
  this.timeout(120_000);

  it('is the same when it is rewritten again', () =>
    fc.assert(
      fc.asyncProperty(anyMarkdown, async (markdown) => {
        const once = await forAttio(markdown);
        const twice = await forAttio(once.text);
        assert.equal(twice.text, once.text);
        assert.deepEqual(twice.rewritten, []);
      }),
      { numRuns },
    ));

  it('is stored as it is sent', () =>
    fc.assert(
      fc.asyncProperty(anyMarkdown, async (markdown) => {
        const sent = await text(markdown);
        const { markdown: stored } = fromMarkdown(sent);
        assert.equal(stored, sent);
        assert.ok(await sameMarkdown(stored, sent));
      }),
      { numRuns },
    ));

  it('holds nothing that Attio does not keep', () =>
    fc.assert(
      fc.asyncProperty(anyMarkdown, async (markdown) => {
        for (const node of walk(parseMarkdown(await text(markdown)))) {
          assert.ok(KEPT.has(node.type), node.type);
          if (node.type === 'heading') assert.ok(node.depth <= 3);
          if (node.type === 'listItem') assert.equal(node.checked ?? null, null);
        }
      }),
      { numRuns },
    ));

  it('loses no word', () =>
    fc.assert(
      fc.asyncProperty(documents, async (markdown) => {
        const all = seen(await text(markdown)).join('');
        const left = new Map<string, number>();
        for (const character of all) left.set(character, (left.get(character) ?? 0) + 1);
        for (const word of seen(markdown)) {
          assert.ok(all.includes(word), `“${word}” is missing`);
          for (const character of word) {
            const count = left.get(character) ?? 0;
            assert.ok(count > 0, `“${character}” is missing, perhaps of “${word}”`);
            left.set(character, count - 1);
          }
        }
      }),
      { numRuns },
    ));

  it('tells lines that are in the text, and the text that stands there', () =>
    fc.assert(
      fc.asyncProperty(anyMarkdown, async (markdown) => {
        const lines = markdown.split(/\r\n?|\n/);
        for (const { line, endLine, before } of (await forAttio(markdown)).rewritten) {
          assert.ok(1 <= line && line <= endLine && endLine <= lines.length, `${line} to ${endLine}`);
          assert.ok(
            lines
              .slice(line - 1, endLine)
              .join('\n')
              .includes(before),
            before,
          );
        }
      }),
      { numRuns },
    ));

  it('does not depend on the pieces that it is read in', () =>
    fc.assert(
      fc.asyncProperty(anyMarkdown, async (markdown) => {
        fc.pre(!ODD_NUMBER.test(markdown) && !EMPTY_ROW.test(markdown));
        fc.pre(!INDENTED.test(markdown) || !EMPTY_ITEM.test(markdown));
        assert.deepEqual(await forAttioInPieces(markdown, 30), await forAttioInPieces(markdown, 1_000_000));
      }),
      { numRuns },
    ));

  const LONG: [string, string, number][] = [
    ['one item with a long list below', `- top\n${'  - **a** b\n    - c\n'.repeat(500)}`, 1001],
    ['a long quote', '> said *so*\n'.repeat(1000), 1000],
    ['a quote of lists', '> - a\n>   1. b\n'.repeat(500), 1000],
    ['a long table', `| A | B | C |\n|-|-|-|\n${'| a | b | c |\n'.repeat(600)}`, 1802],
    ['a paragraph without end', 'line *by* line\n'.repeat(1000), 1000],
    ['a list without end', '1. a\n'.repeat(1000), 1000],
    ['long code', `\`\`\`\n${'  a *b*\n'.repeat(1000)}\`\`\``, 1000],
  ];
  for (const [what, markdown, lines] of LONG)
    it(`reads ${what} in pieces as in one`, async () => {
      const once = await forAttio(markdown);
      assert.equal(once.text.split('\n').length, lines);
      assert.equal(await text(once.text), once.text);
      assert.ok(!/^\.$|- \.$/m.test(once.text));
    });

  it('reads a line without end, and loses nothing of it', async () => {
    const line = 'word **bold** and _it_ '.repeat(1000);
    const once = await text(line);
    assert.deepEqual(seen(once), seen(line));
    assert.equal(await text(once), once);
  });
});
