import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Preview } from '../../../../src/changes/change.js';
import { differenceText, lineDifference } from '../../../../src/editor/changes/lineDifference.js';
import { dialogText, wholePreview } from '../../../../src/editor/changes/previewText.js';
import { cpuTime } from '../../../support/cpu.js';

const marks = (before: string, after: string) =>
  lineDifference(before, after).map(({ mark, text }) => `${mark}${text}`);

/** The longest list of lines that both have, found the slow way. */
function longest(a: string[], b: string[]): number {
  const row = new Array<number>(b.length + 1).fill(0);
  for (const one of a) {
    let corner = 0;
    for (let at = 1; at <= b.length; at++) {
      const above = row[at]!;
      row[at] = one === b[at - 1] ? corner + 1 : Math.max(above, row[at - 1]!);
      corner = above;
    }
  }
  return row[b.length]!;
}

describe('the lines that differ', () => {
  const texts = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 14 });

  it('make the one text of the other, and are as few as can be', () => {
    fc.assert(
      fc.property(texts, texts, (a, b) => {
        const lines = lineDifference(a.join('\n'), b.join('\n'));
        const side = (other: string) => lines.filter(({ mark }) => mark !== other).map(({ text }) => text);
        assert.deepEqual(side('+'), a);
        assert.deepEqual(side('-'), b);
        assert.equal(lines.filter(({ mark }) => mark === ' ').length, longest(a, b));
      }),
    );
  });

  it('are none where only the spelling of marks, spaces or empty lines differ', () => {
    const before = '# A\n\n- one\n* two\n\n__bold__ and _it_ 1\\. \r\nend';
    const after = '# A\n* one\n\n+ two\n**bold** and *it* 1.\nend\n';
    assert(marks(before, after).every((line) => line.startsWith(' ')));
  });

  it('of long texts that have nothing in common are told at once', () => {
    const text = (word: string) => Array.from({ length: 6000 }, (_, at) => `${word} ${at}`).join('\n');
    const began = cpuTime();
    const lines = lineDifference(text('a'), text('b'));
    assert.equal(lines.filter(({ mark }) => mark === '-').length, 6000);
    assert.equal(lines.filter(({ mark }) => mark === '+').length, 6000);
    assert(cpuTime() - began < 2000);
  });

  it('are shown with what is around them', () => {
    const many = Array.from({ length: 20 }, (_, at) => `line ${at}`);
    const text = differenceText(lineDifference(many.join('\n'), many.with(9, 'new').join('\n')));
    assert.deepEqual(text.split('\n'), [
      '  … 6 lines stay …',
      ...['line 6', 'line 7', 'line 8'].map((line) => `  ${line}`),
      '- line 9',
      '+ new',
      ...['line 10', 'line 11', 'line 12'].map((line) => `  ${line}`),
      '  … 7 lines stay …',
    ]);
  });
});

describe('the new text of a note', () => {
  const preview = (before: string, after: string): Preview => ({
    sentence: 'Change the text of the note “Call” on Acme (Company)',
    account: { name: 'Acme', slug: 'acme' },
    verb: 'Update Note',
    fields: [{ label: 'Text', slug: 'content', before, after, lines: true }],
    warnings: [],
    scopes: [],
    destructive: false,
  });
  const here = { otherAccount: false };
  const long =
    'A paragraph that says many things before it comes to the only one that is of any interest to us, which is';

  it('is told in the dialog by what goes and what comes in its place, where they differ', () => {
    const before = `# Call\n\n- one\n- two\n\n${long} 50 seats.\n\nEnd`;
    const after = `# Call\n\n- one\n- two, also\n- three\n\n${long} 75 seats.\n\nEnd`;
    assert.deepEqual(dialogText(preview(before, after), here), {
      detail: [
        'Workspace: Acme (acme)',
        'Text: 3 lines come, 2 lines go',
        '− - two',
        '+ - two, also',
        '+ - three',
        '− …which is 50 seats.',
        '+ …which is 75 seats.',
      ].join('\n'),
      cut: true,
    });
  });

  it('is cut in the dialog, and whole beside', () => {
    const lines = Array.from({ length: 40 }, (_, at) => `new ${at}`);
    const one = preview('# Call\n\nold', `# Call\n\n${lines.join('\n')}`);
    const { detail, cut } = dialogText(one, here);
    assert.match(detail, /40 lines come, 1 line goes\n(?:.*\n){6}… and 35 more lines$/);
    assert(cut);
    const whole = wholePreview(one, here);
    for (const line of lines) assert(whole.includes(`\n+ ${line}\n`), line);
    assert(whole.includes('\n- old\n') && whole.includes('\n  # Call\n'));
  });

  it('is said to be the same but for its spelling, and both are to be seen', () => {
    const one = preview('a\nb', 'a\n\nb');
    assert.match(dialogText(one, here).detail, /Text: only spaces, empty lines or the spelling of marks change$/);
    assert.match(wholePreview(one, here), /Text, now:\na\nb\n\nText, after:\na\n\nb\n/);
  });

  it('is shown as it is where there was none, or none is left', () => {
    assert.match(dialogText(preview('', 'one\ntwo'), here).detail, /Text: \(empty\) → one two$/);
    assert.match(dialogText(preview('one\ntwo', ''), here).detail, /Text: one two → \(empty\)$/);
  });
});
