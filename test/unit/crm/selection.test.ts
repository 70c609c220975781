import assert from 'node:assert/strict';
import fc from 'fast-check';
import { composeNoteBody, type Piece, shorten, tidy } from '../../../src/crm/selection.js';

const piece = (text: string, more: Partial<Piece> = {}): Piece => ({
  text,
  languageId: 'markdown',
  fileName: 'notes/call.md',
  startLine: 1,
  endLine: text.split('\n').length,
  ...more,
});
const compose = (...pieces: Piece[]) => composeNoteBody({ pieces, wholeDocument: false });

describe('a note from a selection', () => {
  it('leaves prose as it is, but for line ends, shared indentation and blank lines around', () => {
    const { body, title } = compose(piece('\r\n  - Met **Ada**\r\n    - twice\r\n\r\n'));
    assert.equal(body, '- Met **Ada**\n  - twice');
    assert.equal(title, 'Met Ada');
  });

  it('keeps the language of code and says where it is from', () => {
    const code = piece('\tconst a = 1;\n\tconst b = 2;', {
      languageId: 'typescript',
      fileName: 'src/a.ts',
      startLine: 3,
      endLine: 4,
    });
    assert.equal(compose(code).body, '`src/a.ts` lines 3–4\n\n```typescript\nconst a = 1;\nconst b = 2;\n```');
    assert.equal(compose(code).title, 'a.ts');
    assert.match(
      compose({ ...code, text: 'x', endLine: 3, languageId: 'typescriptreact' }).body,
      /^`src\/a\.ts` line 3\n\n```tsx\n/,
    );
    assert.match(
      compose({ ...code, permalink: 'https://github.com/o/r/blob/abc/src/a.ts#L3-L4' }).body,
      /^\[`src\/a\.ts` lines 3–4\]\(https:\/\/github/,
    );
    assert.match(compose({ ...code, permalink: 'command:evil' }).body, /^`src/);
    assert.match(composeNoteBody({ pieces: [code], wholeDocument: true }).body, /^`src\/a\.ts`\n/);
  });

  it('fences code that has fences in it', () => {
    const { body } = compose(piece('a\n````\nb\n````', { languageId: 'python', fileName: 'a`b.py' }));
    assert.match(body, /^`` a`b\.py `` lines 1–4\n\n`````python\n/);
    assert.match(body, /\n`````$/);
  });

  it('joins several in the order of the document', () => {
    const second = piece('Later', { startLine: 9, endLine: 9 });
    const first = piece('Earlier', { startLine: 2, endLine: 2 });
    const next = piece('Right after', { startLine: 10, endLine: 10 });
    assert.equal(compose(second, next, first).body, 'Earlier\n\n[…]\n\nLater\n\nRight after');
  });

  it('takes the title from a heading, else a sentence, else the file', () => {
    assert.equal(compose(piece('Intro.\n\n## Call with [Ada](https://x.example) ##\n')).title, 'Call with Ada');
    assert.equal(compose(piece('Call with Ada\n=====\ntext')).title, 'Call with Ada');
    assert.equal(compose(piece('```\n# not a heading\n```\nWe agreed. Then left.')).title, 'We agreed');
    assert.equal(compose(piece('---\n***\n')).title, 'call.md');
    assert.equal(
      compose(piece('- [ ] ~~Send~~ the `contract` to snake_case_name')).title,
      'Send the contract to snake_case_name',
    );
    assert.equal(composeNoteBody({ pieces: [], wholeDocument: true }).title, 'Note');
  });

  it('leaves the front matter of a whole document out and takes its title', () => {
    const text = '---\ntitle: "Kick-off"\ntags: [a]\n---\n\n# Heading\n\nText';
    const whole = composeNoteBody({ pieces: [piece(text)], wholeDocument: true });
    assert.deepEqual(whole, { title: 'Kick-off', body: '# Heading\n\nText' });
  });

  it('cuts a title at a word and never inside an emoji', () => {
    const family = '👩‍👩‍👧‍👦';
    assert.equal(shorten('one two three four', 10), 'one two…');
    assert.equal(shorten(family.repeat(5), 4), `${family.repeat(3)}…`);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        const count = [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(shorten(text))].length;
        assert(count <= 80);
        assert(!/[\uD800-\uDBFF](?![\uDC00-\uDFFF])/.test(shorten(text)));
      }),
    );
  });

  it('tidies once and for all, and always gives a title', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(' ', '\t', '\n', '\r', '#', '`', '-', 'a', 'é', '😀', '.', '[', ']') }),
        (text) => {
          assert.equal(tidy(tidy(text)), tidy(text));
          const { title } = compose(piece(text));
          assert.notEqual(title.trim(), '');
          assert(!title.includes('\n'));
        },
      ),
      { numRuns: 2000, examples: [['.😀']] },
    );
  });
});
