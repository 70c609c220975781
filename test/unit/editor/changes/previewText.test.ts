import assert from 'node:assert/strict';
import type { Preview } from '../../../../src/changes/change.js';
import { dialogText, wholePreview } from '../../../../src/editor/changes/previewText.js';

const preview = (more: Partial<Preview> = {}): Preview => ({
  sentence: 'Change the stage of Acme renewal (Deal)',
  account: { name: 'Acme', slug: 'acme' },
  verb: 'Update Deal',
  fields: [],
  warnings: [],
  scopes: [],
  destructive: false,
  ...more,
});
const here = { otherAccount: false };

describe('a preview in the dialog', () => {
  it('says before and after of each value on a line of its own', () => {
    const fields = [
      { label: 'Stage', before: 'Lead', after: 'Won' },
      { label: 'Value', before: '', after: '€ 100' },
      { label: 'Close date', before: '5 May', after: '' },
    ];
    assert.deepEqual(dialogText(preview({ fields }), here), {
      detail: 'Workspace: Acme (acme)\nStage: Lead → Won\nValue: (empty) → € 100\nClose date: 5 May → (empty)',
      cut: false,
    });
  });

  it('says what a create writes and what a delete takes, but not what its sentence says already', () => {
    const fields = [
      { label: 'Record', after: 'Acme renewal (Deal)' },
      { label: 'Stage', after: 'Won' },
      { label: 'Owner', before: 'Ada' },
    ];
    assert.equal(dialogText(preview({ fields }), here).detail, 'Workspace: Acme (acme)\nStage: Won\nOwner: Ada');
  });

  it('puts warnings last, each once, those of a batch’s writes among them', () => {
    const parts = [preview({ warnings: ['A'] }), preview({ warnings: ['A', 'B'] })];
    const { detail } = dialogText(preview({ warnings: ['W'], parts }), here);
    assert.match(detail, /\n\n⚠ W\n⚠ A\n⚠ B$/);
  });

  it('lists the writes of a batch, and offers what they write', () => {
    const parts = Array.from({ length: 11 }, (_, at) =>
      preview({ sentence: `Create ${at}`, fields: [{ label: 'Name', after: 'x' }] }),
    );
    const { detail, cut } = dialogText(preview({ parts }), here);
    assert.match(detail, /• Create 0\n.*• Create 7\n… and 3 more$/s);
    assert(cut);
    assert.match(wholePreview(preview({ parts }), here), /11\. Create 10\n\nName: x/);
  });

  it('cuts a long text and very many values, and then the whole can be read', () => {
    const text = Array.from({ length: 40 }, (_, at) => `line ${at}`).join('\n');
    const long = dialogText(preview({ fields: [{ label: 'Text', after: text }] }), here);
    assert(long.cut);
    assert.match(long.detail, /\nText:\nline 0\n.*… and 32 more lines/s);
    const many = Array.from({ length: 30 }, (_, at) => ({ label: `L${at}`, before: 'a', after: 'b' }));
    const values = dialogText(preview({ fields: many }), here);
    assert(values.cut);
    assert.match(values.detail, /… and 19 more values/);
    const whole = wholePreview(preview({ fields: [...many, { label: 'Text', after: text }] }), here);
    for (const { label } of many) assert(whole.includes(`${label}: a → b`));
    assert(whole.includes('line 39'));
  });

  it('says when another account than the one in use is written to, and what is taken back', () => {
    const { detail } = dialogText(preview(), { otherAccount: true, undoes: 'Changed the stage' });
    assert.match(
      detail,
      /^Takes back: Changed the stage\nWorkspace: Acme \(acme\)\. This is not the account in use now/,
    );
  });
});
