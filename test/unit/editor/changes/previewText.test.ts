import assert from 'node:assert/strict';
import fc from 'fast-check';
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

  it('says what a create writes and what a delete takes, also what its sentence says already', () => {
    const fields = [
      { label: 'Record', after: 'Acme renewal (Deal)' },
      { label: 'Stage', after: 'Won' },
      { label: 'Text', after: '' },
      { label: 'Owner', before: 'Ada' },
    ];
    const lines = ['Record: Acme renewal (Deal)', 'Stage: Won', 'Text: (empty)', 'Owner: Ada'];
    assert.equal(dialogText(preview({ fields }), here).detail, ['Workspace: Acme (acme)', ...lines].join('\n'));
    assert(wholePreview(preview({ fields }), here).includes(lines.join('\n')));
  });

  it('tells a value that is cleared from one that is set, also where the sentence has it', () => {
    const fields = [
      { label: 'Name', before: 'Acme renewal', after: '' },
      { label: 'Employee range', before: '', after: '201-500' },
      { label: 'Tier', before: '201-500', after: '' },
    ];
    const lines = ['Name: Acme renewal → (empty)', 'Employee range: (empty) → 201-500', 'Tier: 201-500 → (empty)'];
    for (const one of [preview({ fields }), preview({ parts: [preview({ fields })] })]) {
      for (const text of [dialogText(one, here).detail, wholePreview(one, here)]) {
        for (const line of lines) assert(text.includes(line), text);
      }
    }
  });

  it('keeps text that is read from right to left on its own side of the arrow', () => {
    const [old, now] = ['תשתית עננים', 'מפעל הדפוס'];
    const own = (text: string) => `\u2068${text}\u2069`;
    const fields = [
      { label: 'Name', before: old, after: now },
      { label: 'שם', after: old },
    ];
    for (const text of [dialogText(preview({ fields }), here).detail, wholePreview(preview({ fields }), here)]) {
      assert(text.includes(`Name: ${own(old)} → ${own(now)}`), text);
      assert(text.includes(`${own('שם')}: ${own(old)}`), text);
    }
    const long = [{ label: 'Name', before: old.repeat(20), after: now.repeat(20) }];
    const { detail } = dialogText(preview({ fields: long }), here);
    assert.equal(detail.split('\u2068').length, 3, detail);
    assert.equal(detail.split('\u2069').length, 3, detail);
  });

  it('says of a long list what comes and what goes, in whole values', () => {
    const names = Array.from({ length: 60 }, (_, index) => `big${index}.example`);
    const fields = [
      {
        label: 'Domains',
        before: names.join(', '),
        after: [...names.slice(1), 'changed.example'].join(', '),
        list: { come: ['changed.example'], go: ['big0.example'] },
      },
    ];
    assert(
      dialogText(preview({ fields }), here).detail.includes('Domains: adds changed.example; takes away big0.example'),
    );
    const whole = wholePreview(preview({ fields }), here);
    assert(whole.includes('Domains, added:\n  changed.example'), whole);
    assert(whole.includes('Domains, taken away:\n  big0.example'), whole);
    const all = [{ ...fields[0]!, list: { come: [], go: names } }];
    const { detail, cut } = dialogText(preview({ fields: all }), here);
    assert.match(detail, /takes away (big\d+\.example, )+big\d+\.example … and \d+ more$/);
    assert(cut);
    const short = [{ label: 'Domains', before: 'a.example', after: 'b.example', list: { come: ['b'], go: ['a'] } }];
    assert(dialogText(preview({ fields: short }), here).detail.includes('Domains: a.example → b.example'));
  });

  it('shows every value of an update, or says how many there are beside', () => {
    const text = fc.string({ maxLength: 200, unit: fc.constantFrom('a', 'B', ' ', '\n', 'é', '→') });
    const value = fc.record({ before: text, after: text });
    fc.assert(
      fc.property(
        fc.array(value, { maxLength: 40 }),
        fc.array(text, { maxLength: 10 }),
        text,
        (values, warnings, name) => {
          const fields = values.map((one, at) => ({ label: `Label ${at}:`, ...one }));
          const { detail, cut } = dialogText(preview({ fields, warnings, sentence: `Change ${name}` }), here);
          const shown = fields.filter(({ label }) => detail.includes(`\n${label}`)).length;
          const more = Number(/… and (\d+) more values?: Show Details/.exec(detail)?.[1] ?? 0);
          assert.equal(shown + more, fields.length, detail);
          assert(more === 0 || cut);
          const whole = wholePreview(preview({ fields, warnings }), here);
          for (const { label } of fields) assert(whole.includes(`\n${label.slice(0, -1)}`), whole);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('cuts long texts so that their difference is to be seen', () => {
    const long = 'Robot arms that hand parts to people in small factories of the whole of Europe and beyond it ';
    const change = (before: string, after: string) =>
      dialogText(preview({ fields: [{ label: 'Description', before, after }] }), here);
    const { detail, cut } = change(`${long}without hurting people`, `${long}and never hurt people`);
    assert.match(detail, /Description: ….*without hurting people → ….*and never hurt people$/);
    assert(cut);
    assert.match(change(long, `${long}at night`).detail, /beyond it → ….*beyond it at night$/);
    const lone = 'x'.repeat(300);
    assert.match(change(`${lone}1${lone}`, `${lone}2${lone}`).detail, /x1x.*… → ….*x2x.*…$/);
    const text = fc.string({ minLength: 60, maxLength: 300, unit: fc.constantFrom('a', 'b', ' ', '🤖') });
    fc.assert(
      fc.property(text, text, text, text, (head, one, two, tail) => {
        const [before, after] = [`${head}${one}${tail}`, `${head}${two}${tail}`];
        if (before.replace(/\s+/g, ' ').trim() === after.replace(/\s+/g, ' ').trim()) return;
        const line = change(before, after).detail.split('Description: ')[1]!;
        const [left, right] = line.split(' → ');
        assert.notEqual(left, right);
        assert(line.length < 300);
      }),
      { numRuns: 200 },
    );
  });

  it('says so when only spaces and line breaks change', () => {
    const fields = [{ label: 'Text', before: 'a b', after: 'a\nb' }];
    assert.match(dialogText(preview({ fields }), here).detail, /Text: a b → a b \(only spaces or line breaks change\)/);
  });

  it('puts what is lost and what is warned of before what changes, each once', () => {
    const fields = [
      { label: 'Name', before: 'ACME GmbH', lost: true as const },
      { label: 'Domains, joined', after: 'a.example, b.example' },
    ];
    const parts = [preview({ warnings: ['A'] }), preview({ warnings: ['A', 'B'] })];
    const { detail } = dialogText(preview({ fields, warnings: ['W'], parts, originals: 2 }), { ...here, keptDays: 7 });
    assert.equal(
      detail,
      [
        'Workspace: Acme (acme)',
        '⚠ Cannot be undone. Both originals are kept for 7 days under Recent Changes.',
        '⚠ Name: “ACME GmbH” is lost',
        '⚠ W',
        '⚠ A',
        '⚠ B',
        '',
        'Domains, joined: a.example, b.example',
        '• Change the stage of Acme renewal (Deal)',
        '• Change the stage of Acme renewal (Deal)',
      ].join('\n'),
    );
  });

  it('does not promise originals that are not kept', () => {
    const text = (keptDays: number | undefined) => dialogText(preview({ originals: 2 }), { ...here, keptDays }).detail;
    assert.match(text(0), /nothing is kept/);
    assert.match(text(1), /kept for 1 day under/);
    assert.match(text(undefined), /until this window closes/);
  });

  it('shows a table of all values beside, wrapped and whole', () => {
    const long = 'Robot arms that hand parts to people without hurting them';
    const table = { columns: ['Attribute', 'Acme', 'ACME', 'Result'], rows: [['Description', long, '', long]] };
    assert(dialogText(preview({ table }), here).cut);
    const lines = wholePreview(preview({ table }), here).split('\n');
    const at = lines.findIndex((line) => line.startsWith('Description'));
    const column = lines[at]!.indexOf('Robot');
    assert.equal([lines[at]!, lines[at + 1]!].map((line) => line.slice(column, column + 36).trim()).join(' '), long);
    assert.match(lines[at]!, / – /);
  });

  it('fits a dialog whatever the change is', () => {
    const text = fc.string({ maxLength: 400 });
    const field = fc.record(
      { label: text, before: text, after: text, lost: fc.constant(true as const), slug: fc.constant('a') },
      { requiredKeys: ['label'] },
    );
    const some = { fields: fc.array(field, { maxLength: 40 }), warnings: fc.array(text, { maxLength: 20 }) };
    const part = fc.record({ ...some, sentence: text }).map(preview);
    fc.assert(
      fc.property(fc.record({ ...some, parts: fc.array(part, { maxLength: 20 }), originals: fc.nat(3) }), (more) => {
        const { detail } = dialogText(preview(more), here);
        assert(detail.split('\n').length <= 14, detail);
      }),
      { numRuns: 200 },
    );
  });

  it('lists the writes of a batch, and offers what they write', () => {
    const parts = Array.from({ length: 20 }, (_, at) =>
      preview({ sentence: `Create ${at}`, fields: [{ label: 'Name', after: 'x' }] }),
    );
    const { detail, cut } = dialogText(preview({ parts }), here);
    assert.match(detail, /• Create 0\n.*• Create 10\n… and 9 more changes: Show Details$/s);
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
