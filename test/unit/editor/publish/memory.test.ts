import assert from 'node:assert/strict';
import { digestOf, digestOfText, isTextOf } from '../../../../src/editor/publish/memory.js';

describe('what is remembered of a published file', () => {
  const sent = { title: 'old-name', content: 'We agreed on the price.\n' };
  const known = { local: digestOf(sent.title, sent.content), text: digestOfText(sent.content) };

  it('is found again under another name, from which the title comes', () => {
    assert.equal(isTextOf(known, { ...sent, title: 'new-name' }), true);
    assert.equal(isTextOf(known, { ...sent, content: 'Something else.' }), false);
  });

  it('without a digest of the text is found by title and text', () => {
    const { local } = known;
    assert.equal(isTextOf({ local }, sent), true);
    assert.equal(isTextOf({ local }, { ...sent, title: 'new-name' }), false);
  });
});
