import assert from 'node:assert/strict';
import fc from 'fast-check';
import { notKept, notKeptPatiently } from '../../../src/crm/markdown/kept.js';
import { likeness, wordsOf } from '../../../src/crm/markdown/words.js';

const kinds = (markdown: string) => notKept(markdown).map((loss) => `${loss.kind} ${loss.count} ${loss.line}`);

describe('what Attio keeps of Markdown', () => {
  it('has nothing to say of what it keeps', () => {
    const kept =
      '# One\n## Two\n### Three\n\n- a\n  - b\n\n1. c\n\n**bold** *italic* ~~strike~~ ==mark== [link](https://x.example) https://y.example\n\n1 < 2 & #tag | pipe';
    assert.deepEqual(kinds(kept), []);
  });

  it('names what it does not keep, once each, with count and line', () => {
    const body =
      '#### Deep\n\n| a | b |\n|---|---|\n| c | d |\n\n```ts\ncode\n```\n\n> quote\n\n- [ ] todo\n- [x] done\n\n![image](x.png)\n\n<b>html</b>\n\nfoot[^1]\n\n[^1]: note';
    assert.deepEqual(kinds(body), [
      'heading 1 1',
      'table 1 3',
      'code-block 1 7',
      'quote 1 11',
      'checkbox 2 13',
      'image 1 16',
      'html 2 18',
      'footnote 1 22',
    ]);
    const sentences = notKept(body).map((loss) => loss.sentence);
    assert.match(sentences[1]!, /^A table \(line 3\): /);
    assert.match(sentences[4]!, /^2 checkboxes \(line 13\): /);
    assert.match(sentences[5]!, /^An image /);
  });

  it('reads anything, also deep nesting, without throwing', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('>', '-', ' ', '\n', '`', '|', '[', ']', '(', ')', '<', '*', '_', 'a', '#', '!'),
        }),
        (text) => void notKept(text),
      ),
    );
    assert.equal(kinds('>'.repeat(500)).length, 1);
  });

  it('says the same of a long text, read in pieces', async () => {
    const part =
      '## Part\n\nText with [a link][x] and ![a picture][x].\n\n| a | b |\n|---|---|\n| c | d |\n\n~~~\n# no heading\n~~~\n\n';
    const long = `${part.repeat(300)}[x]: https://x.example\n`;
    const losses = await notKeptPatiently(long);
    assert.deepEqual(
      losses.map(({ kind, count, line }) => [kind, count, line]),
      [
        ['image', 300, 3],
        ['table', 300, 5],
        ['code-block', 300, 9],
      ],
    );
    assert.deepEqual(notKept(long), losses);
    assert.deepEqual(kinds(`${'word '.repeat(20_000)}\n\n> quote`), ['quote 1 3']);
    assert.deepEqual(
      await wordsOf(`${'*one* '.repeat(5000)}`),
      Array.from({ length: 5000 }, () => 'one'),
    );
  });

  it('reads code whatever is in it, and to the end when it is not closed', () => {
    assert.deepEqual(kinds('````\n```\n# x\n> y\n````\ntext'), ['code-block 1 1']);
    assert.deepEqual(kinds('text\n\n```\n# x\n> y'), ['code-block 1 3']);
    assert.deepEqual(kinds('- a\n\n  ```\n  x\n  ```'), ['code-block 1 3']);
  });

  it('compares by words, whatever the marks', async () => {
    assert.deepEqual(await wordsOf('# Hello **big**\n\n* wor~~ld~~'), await wordsOf('Hello __big__\n\n- world'));
    assert.deepEqual(await wordsOf('a\\_b \\* c'), await wordsOf('a_b * c'));
    assert.notDeepEqual(await wordsOf('one two'), await wordsOf('one three'));
    assert.equal(likeness(['a', 'b'], ['a', 'b']), 1);
    assert.equal(likeness(['a', 'b'], ['a', 'c']), 0.5);
    assert.equal(likeness([], []), 1);
  });
});
