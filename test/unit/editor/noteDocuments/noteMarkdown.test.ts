import assert from 'node:assert/strict';
import { joined, lowered, noteAsPiece } from '../../../../src/editor/noteDocuments/noteMarkdown.js';

describe('a note as a piece of another text', () => {
  it('has a heading, a link, and its own headings below', () => {
    const piece = noteAsPiece({
      title: 'Call with *Grace*',
      content: '# Plan\n\n- one\n\n### Deep',
      url: 'https://app.attio.com/northwind/notes/notes?id=(1)',
      where: 'Note on [Acme] of 18 Nov 2026',
    });
    assert.equal(
      piece,
      '## Call with \\*Grace\\*\n\n[Note on \\[Acme\\] of 18 Nov 2026](https://app.attio.com/northwind/notes/notes?id=%281%29)\n\n### Plan\n\n- one\n\n##### Deep',
    );
  });

  it('leaves what only looks like a heading', () => {
    const text = '```sh\n# a comment\n```\n\n#hashtag\n\n    # indented code';
    assert.equal(lowered(text, 2), text);
    assert.equal(lowered('##### five', 2), '###### five');
  });

  it('of an empty note is its heading and link', () => {
    assert.equal(
      noteAsPiece({ title: 'A', content: ' ', url: 'https://x.y', where: 'Note' }),
      '## A\n\n[Note](https://x.y)',
    );
  });
});

describe('a text at the end of a note', () => {
  it('is a paragraph of its own', () => {
    assert.equal(joined('- one\r\n- two\n', '\nmore\n'), '- one\n- two\n\nmore');
    assert.equal(joined('', 'more'), 'more');
    assert.equal(joined('\n ', 'more'), 'more');
  });
});
