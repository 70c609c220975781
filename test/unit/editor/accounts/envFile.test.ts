import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findAssignments, withoutAssignments } from '../../../../src/editor/accounts/envFile.js';

const NAME = 'ATTIO_API_KEY';
const values = (text: string) => findAssignments(text, NAME).map(({ value }) => value);
const deleted = (text: string) => withoutAssignments(text, findAssignments(text, NAME));

describe('a variable in a .env file', () => {
  for (const [what, text, value] of [
    ['plain', 'ATTIO_API_KEY=abc', 'abc'],
    ['double quotes', 'ATTIO_API_KEY="abc"', 'abc'],
    ['single quotes', "ATTIO_API_KEY='abc'", 'abc'],
    ['backticks', 'ATTIO_API_KEY=`abc`', 'abc'],
    ['export', 'export ATTIO_API_KEY=abc', 'abc'],
    ['blanks', '  ATTIO_API_KEY =  abc  ', 'abc'],
    ['a colon', 'ATTIO_API_KEY: abc', 'abc'],
    ['a comment behind it', 'ATTIO_API_KEY=abc # ours', 'abc'],
    ['a comment behind quotes', 'ATTIO_API_KEY="a # b" # ours', 'a # b'],
    ['a # that is no comment', 'ATTIO_API_KEY=a#b', 'a#b'],
    ['CRLF', 'A=1\r\nATTIO_API_KEY=abc\r\nB=2\r\n', 'abc'],
    ['a byte order mark', '\ufeffATTIO_API_KEY=abc', 'abc'],
    ['the bytes of a byte order mark', '\u00ef\u00bb\u00bfATTIO_API_KEY=abc', 'abc'],
    ['nothing', 'ATTIO_API_KEY=\nB=2', ''],
    ['nothing but a comment', 'ATTIO_API_KEY= # put it here', ''],
    ['an open quote', 'ATTIO_API_KEY="abc\nB=2', '"abc'],
  ] as const)
    it(`is read with ${what}`, () => assert.deepEqual(values(text), [value]));

  for (const [what, text] of [
    ['a comment', '# ATTIO_API_KEY=abc'],
    ['a longer name', 'ATTIO_API_KEY_OLD=abc\nMY_ATTIO_API_KEY=abc'],
    ['another value that mentions it', 'NOTE=ATTIO_API_KEY=abc'],
    ['a line inside another, quoted value', 'PEM="-----\nATTIO_API_KEY=abc\n-----"'],
    ['nothing', ''],
  ] as const)
    it(`is not found in ${what}`, () => assert.deepEqual(values(text), []));

  it('is found each time it is assigned', () =>
    assert.deepEqual(values('ATTIO_API_KEY=one\nB=2\nATTIO_API_KEY=two'), ['one', 'two']));
});

describe('deleting it', () => {
  for (const [what, before, after] of [
    ['takes the line and its break', 'A=1\nATTIO_API_KEY=abc\nB=2\n', 'A=1\nB=2\n'],
    ['keeps CRLF', 'A=1\r\nATTIO_API_KEY=abc\r\nB=2\r\n', 'A=1\r\nB=2\r\n'],
    ['keeps the byte order mark', '\ufeffATTIO_API_KEY=abc\nB=2', '\ufeffB=2'],
    ['works on the last line', 'A=1\nATTIO_API_KEY=abc', 'A=1\n'],
    ['takes its comment along', 'export ATTIO_API_KEY="abc" # ours\nB=2', 'B=2'],
    ['takes all of a value over several lines', 'A=1\nATTIO_API_KEY="a\nb"\nB=2', 'A=1\nB=2'],
    ['keeps comments and blank lines', '# top\n\nATTIO_API_KEY=abc\n\n# end', '# top\n\n\n# end'],
  ] as const)
    it(what, () => assert.equal(deleted(before), after));

  const line = fc.oneof(
    fc.stringMatching(/^[A-Z]{1,6}=[a-z0-9 #=]{0,12}$/).filter((text) => !text.startsWith(NAME)),
    fc.stringMatching(/^#[ -~]{0,20}$/),
    fc.constantFrom('', '  ', 'X="two words"', "Y='it'", 'Z="line\none"', 'Ü=ä', '\u0080\u00ff'),
  );
  const own = fc.constantFrom(`${NAME}=k`, `export ${NAME}="k"`, `  ${NAME} = 'k' # c`);

  it('leaves every other character as it was, wherever the line stands', () =>
    fc.assert(
      fc.property(
        fc.constantFrom('', '\ufeff', '\u00ef\u00bb\u00bf'),
        fc.array(line),
        own,
        fc.array(line),
        fc.constantFrom('\n', '\r\n'),
        (bom, head, mine, tail, eol) => {
          const join = (lines: string[]) => lines.map((text) => text + eol).join('');
          const text = bom + join([...head, mine, ...tail]);
          const found = findAssignments(text, NAME);
          assert.deepEqual(
            found.map(({ value }) => value),
            ['k'],
          );
          assert.equal(withoutAssignments(text, found), bom + join([...head, ...tail]));
        },
      ),
    ));

  it('takes exactly what was found, however the pieces of a file are mixed', () => {
    const piece = fc.constantFrom(NAME, '=', ': ', '"', "'", '`', '\\', '\n', '\r', ' ', '#', 'export ', 'x', '\ufeff');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        const found = findAssignments(text, NAME);
        assert.equal(
          deleted(text).length,
          found.reduce((length, { start, end }) => length - (end - start), text.length),
        );
        for (const { start, end } of found) assert.match(text.slice(start, end), /ATTIO_API_KEY/);
      }),
    );
  });
});
