import assert from 'node:assert/strict';
import { boxText, fromBox } from '../../../../src/crm/tasks/boxText.js';

describe('a task’s words in an input box', () => {
  it('keep their lines, and the place they are from beside the box', () => {
    assert.deepEqual(boxText('First line\nhttps://example.com/a.ts#L3'), {
      text: 'First line',
      place: '\nhttps://example.com/a.ts#L3',
    });
    assert.deepEqual(boxText('First\r\nSecond\n\nThird\nsrc/a.ts:12'), {
      text: 'First ⏎ Second ⏎  ⏎ Third',
      place: '\nsrc/a.ts:12',
    });
    assert.deepEqual(boxText('One line'), { text: 'One line', place: '' });
    assert.deepEqual(boxText(''), { text: '', place: '' });
  });

  it('are the same again where nothing was changed', () => {
    for (const content of ['One', 'One\nTwo', 'One\n\nTwo\nhttps://example.com/a#L3', 'One\nsrc/a.ts:12']) {
      const { text, place } = boxText(content);
      assert.equal(fromBox(text, place), content);
    }
    assert.equal(fromBox(' Another ⏎line ', '\nsrc/a.ts:12'), 'Another\nline\nsrc/a.ts:12');
  });
});
