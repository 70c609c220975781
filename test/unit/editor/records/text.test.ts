import assert from 'node:assert/strict';
import fc from 'fast-check';
import { micromark } from 'micromark';
import { gfmStrikethrough, gfmStrikethroughHtml } from 'micromark-extension-gfm-strikethrough';
import { markdownLink, noteTitle, oneLine } from '../../../../src/editor/records/text.js';

const render = (markdown: string) =>
  micromark(markdown, { extensions: [gfmStrikethrough()], htmlExtensions: [gfmStrikethroughHtml()] });
describe('remote text', () => {
  it('becomes one line without direction marks', () => {
    assert.equal(oneLine('a\r\n\tb\u202ec\u2066d\u2028e'), 'a b c d e');
    assert.equal(oneLine('x'.repeat(10), 5), 'xxxxx…');
    assert.equal(oneLine('👩‍💻 שלום'), '👩‍💻 שלום');
  });

  it('links by a name that stays readable', () => {
    assert.equal(markdownLink('Acme & Co. (UK)', 'https://a.example/x'), '[Acme & Co. (UK)](https://a.example/x)');
    assert.equal(markdownLink('a](b)', 'https://a.example/(x)'), '[a\\](b)](https://a.example/%28x%29)');
  });

  it('makes exactly one link of any name (property)', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'*_`[]()<>!#~|$\\&;:/.-+= \nahtpsw1') }), (name) => {
        const html = render(`x ${markdownLink(name, 'https://a.example/x')} x`);
        assert.equal(html.match(/<a /g)?.length, 1, html);
        assert.match(html, /<a href="https:\/\/a\.example\/x">/);
        assert.doesNotMatch(html, /<(?!\/?p>|a |\/a>)/);
      }),
      { numRuns: 500 },
    );
  });

  it('calls a note by its title, else by its first line', () => {
    assert.equal(noteTitle({ title: ' T ', content_plaintext: 'x' }), 'T');
    assert.equal(noteTitle({ title: '', content_plaintext: '\n\n First line\nsecond' }), 'First line');
    assert.equal(noteTitle({ title: '', content_plaintext: '' }), 'Untitled note');
  });
});
