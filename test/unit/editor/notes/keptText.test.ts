import assert from 'node:assert/strict';
import { parseDraft } from '../../../../src/crm/draft.js';
import { keptText } from '../../../../src/editor/notes/keptText.js';

describe('the text of a draft as it is sent', () => {
  it('is told by the lines of the draft, whatever stands above its text', async () => {
    for (const above of ['---\ntitle: Call\nrecord: Acme\n---\n\n', '---\ntitle: Call\n---\n\n\n\n', '']) {
      const draft = `${above}We met.\n\n| a | b |\n|-|-|\n| x | y |\n\n- [ ] call\n`;
      const lines = draft.split('\n');
      const { body, lines: where } = parseDraft(draft);
      const { warnings } = await keptText(body, where.body);
      assert.deepEqual(
        warnings.map((sentence) => sentence.replace(/:.*/, '')),
        [`Line ${lines.indexOf('| a | b |') + 1}`, `Line ${lines.indexOf('- [ ] call') + 1}`],
      );
    }
  });

  it('is told by its own lines where nothing stands above it', async () => {
    const { warnings } = await keptText('We met.\n\n---');
    assert.match(warnings.join(), /^Line 3: Attio keeps no dividing lines/);
  });
});
