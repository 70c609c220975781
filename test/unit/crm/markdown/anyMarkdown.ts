/** Markdown of every kind, for properties: trees with known words, and texts that are nothing in particular. */
import fc from 'fast-check';

const WORD = fc.constantFrom(
  'alpha',
  'Großmüller',
  'naïve',
  'שלום',
  'مرحبا',
  '🦄',
  '👩‍👩‍👧',
  'x1',
  'snake_case_name',
  '42',
  'C:\\Users\\me',
  'AT&amp;T',
  '&copy;',
  '1986.',
  'a*b',
  '~5',
  'https://a.example/b_c_d?e=f&g=h',
  '\\*star\\*',
  '\\==no\\==',
  '2 * 3',
  'a == b',
  '#tag',
  '+49',
  '[brackets]',
  '(parens)',
  '$5',
  'q!',
  '\\_under\\_',
  '東京',
);

const phrase = fc.array(WORD, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));

const TICKS = fc.constantFrom('`', '``', '```');

export const inline: fc.Arbitrary<string> = fc.letrec<{ inline: string; piece: string }>((tie) => ({
  inline: fc.array(tie('piece'), { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(' ')),
  piece: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    phrase,
    fc.tuple(phrase, phrase).map(([a, b]) => `${a}\n${b}`),
    fc.tuple(phrase, fc.constantFrom('  \n', '\\\n'), phrase).map((parts) => parts.join('')),
    fc
      .tuple(fc.constantFrom('**', '*', '_', '__', '~~', '=='), tie('inline'))
      .map(([sign, text]) => sign + text + sign),
    fc.tuple(TICKS, phrase).map(([ticks, text]) => `${ticks} ${text.replaceAll('`', '')} ${ticks}`),
    fc
      .tuple(phrase, fc.constantFrom('https://x.example/a_b(c)', '<b c>', './d.md', '#e'))
      .map(([t, u]) => `[${t}](${u})`),
    phrase.map((text) => `[${text}](https://x.example "some title")`),
    phrase.map((text) => `![${text}](https://x.example/i.png)`),
    phrase.map((text) => `[![${text}](https://x.example/i.png)](https://y.example)`),
    phrase.map((text) => `[${text}][ref]`),
    fc.constantFrom(
      '[ref]',
      '[other]',
      'note[^1]',
      'other[^long]',
      '[^none]',
      '<https://z.example/_q_>',
      '<me@z.example>',
    ),
    fc
      .tuple(fc.constantFrom('b', 'em', 'mark', 'u', 'kbd', 'a href="https://h.example"'), tie('inline'))
      .map(([tag, text]) => `<${tag}>${text}</${tag.split(' ')[0]}>`),
    fc.constantFrom(
      '<br>',
      '<T>',
      '<your name>',
      '<!-- hidden -->',
      'a < b',
      '&lt;i>',
      '[x] ',
      '- dash',
      '1. one',
      '> gt',
    ),
  ),
})).inline;

const indented = (text: string, margin: string, first = margin) =>
  text
    .split('\n')
    .map((line, at) => (line === '' ? '' : (at === 0 ? first : margin) + line))
    .join('\n');

const line = inline.map((text) => text.replaceAll('\n', ' '));
const cell = line.map((text) => text.replaceAll('|', '\\|'));
const row = (cells: string[]) => `| ${cells.join(' | ')} |`;

const table = fc
  .integer({ min: 1, max: 4 })
  .chain((width) =>
    fc.array(fc.array(fc.oneof(cell, fc.constant('')), { minLength: width, maxLength: width }), {
      minLength: 1,
      maxLength: 4,
    }),
  )
  .map(([head, ...rows]) => [row(head!), row(head!.map(() => '---')), ...rows.map(row)].join('\n'));

const codeText = fc
  .array(
    fc.constantFrom(
      'let a = *b;',
      '    indented();',
      '\ttab',
      '',
      '# no heading',
      '- no item',
      '```',
      '~~~',
      '`tick`',
      '| a | b |',
      '|--|--|',
      '<div>',
    ),
    { maxLength: 5 },
  )
  .map((lines) => lines.join('\n'));
const code = fc
  .tuple(fc.constantFrom('````', '~~~~'), fc.constantFrom('', 'ts', 'python title="x"'), codeText)
  .map(([fence, info, text]) => `${fence}${info}\n${text}\n${fence}`);

const html = fc.oneof(
  line.map((text) => `<details>\n<summary>${text}</summary>\n\ninside *it*\n\n</details>`),
  fc.constantFrom(
    '<!-- a comment\n\nover lines -->',
    '<ul><li>one<li>two <b>bold</b></ul>',
    '<div align="center">\n<img src="https://x.example/i.png" alt="pic"> &copy; text\n</div>',
    '<table><tr><th>h</th><td>d</td></tr></table>',
    '<pre>\n  two\n    four\n</pre>',
  ),
);

const ENDS = [
  '[ref]: https://ref.example "ref title"',
  '[other]: <./o.md>',
  '[^1]: The *first* note.',
  '[^long]: Long\n\n    - with list',
];

const blocks = fc.letrec<{ blocks: string; block: string; list: string; item: string }>((tie) => ({
  blocks: fc.array(tie('block'), { minLength: 1, maxLength: 5 }).map((all) => all.join('\n\n')),
  block: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    inline,
    fc.tuple(fc.integer({ min: 1, max: 6 }), line).map(([level, text]) => `${'#'.repeat(level)} ${text}`),
    fc.tuple(line, fc.constantFrom('===', '---')).map((parts) => parts.join('\n')),
    fc.constantFrom('---', '* * *', '___'),
    table,
    code,
    codeText.map((text) => indented(text, '    ')),
    html,
    tie('list'),
    tie('list'),
    tie('blocks').map((text) => indented(text, '> ')),
    fc.tuple(fc.constantFrom('NOTE', 'warning'), inline).map(([kind, text]) => indented(`[!${kind}]\n${text}`, '> ')),
  ),
  list: fc
    .tuple(
      fc.array(tie('item'), { minLength: 1, maxLength: 4 }),
      fc.constantFrom('- ', '* ', '+ ', '1. ', '1) ', '7. '),
      fc.boolean(),
    )
    .map(([items, mark, loose]) =>
      items.map((text) => indented(text, ' '.repeat(mark.length), mark)).join(loose ? '\n\n' : '\n'),
    ),
  item: fc.oneof(
    { depthSize: 'small' },
    inline,
    inline.map((text) => `[ ] ${text}`),
    inline.map((text) => `[x] ${text}`),
    fc.tuple(inline, tie('list')).map((parts) => parts.join('\n')),
    fc.tuple(inline, tie('block')).map((parts) => parts.join('\n\n')),
    tie('block'),
    fc.constant(''),
  ),
})).blocks;

/** Whole documents, with what their references name, in either kind of line end. */
export const documents: fc.Arbitrary<string> = fc
  .tuple(blocks, fc.subarray(ENDS), fc.constantFrom('\n', '\n', '\r\n'))
  .map(([body, ends, eol]) => [body, ...ends].join('\n\n').replaceAll('\n', eol));

/** Characters and pieces in any order. */
export const scraps: fc.Arbitrary<string> = fc.oneof(
  fc
    .array(
      fc.oneof(
        fc.constantFrom(
          ...'*_`~=[]()<>#+-.!|\\&;:"\'x1 \n\t'.split(''),
          ...[
            '\n\n',
            '    ',
            '  \n',
            '\r\n',
            '**',
            '==',
            '~~',
            '```\n',
            '> ',
            '- ',
            '1. ',
            '# ',
            '| a |',
            '\n|---|\n',
            '[a](b)',
            '![',
            '](',
            '[^1]',
          ],
          ...[
            '\u00a0',
            '\u2028',
            '\ufdd0',
            '\ud83e',
            '&#10;',
            '&#32;',
            '&nbsp;',
            '<b>',
            '</b>',
            '<!--',
            '-->',
            '<br>',
            '[x] ',
            '“',
            '\u200f',
            '🦄',
          ],
          ...['[^1]: x\n', '[a]: b\n', '\n---\n', '\n===\n', 'w w', '\\\\', '&amp;amp;', 'http://a.b/c'],
        ),
        fc.string({ unit: 'grapheme', maxLength: 4 }),
      ),
      { maxLength: 40 },
    )
    .map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 60 }),
);

/** But for code points that no text may hold: the sandbox has its own use for them. */
export const anyMarkdown = fc.oneof(documents, scraps).map((text) => text.replace(/[\ufdd0-\ufdef]/g, ''));
