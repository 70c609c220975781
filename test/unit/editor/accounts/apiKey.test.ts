import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cleanKey, keyProblem } from '../../../../src/editor/accounts/apiKey.js';

const key = fc.stringMatching(/^[a-z0-9]{20,64}$/).filter((text) => !text.startsWith('bearer'));

describe('a pasted key', () => {
  for (const [what, pasted] of [
    ['white space around it', '  \tk3y-of-attio\r\n'],
    ['quotes', '"k3y-of-attio"'],
    ['quotes with a space inside them', "' k3y-of-attio '"],
    ['curly quotes', '“k3y-of-attio”'],
    ['Bearer before it', 'Bearer k3y-of-attio'],
    ['a whole header', 'Authorization: Bearer k3y-of-attio'],
    ['a quoted Bearer', '"Bearer k3y-of-attio"'],
    ['Bearer before quotes', 'bearer "k3y-of-attio"'],
    ['invisible characters', '\ufeffk3y-of-attio\u200b\u00a0'],
  ] as const)
    it(`loses ${what}`, () => assert.equal(cleanKey(pasted), 'k3y-of-attio'));

  it('keeps a key that only begins like the word Bearer', () => assert.equal(cleanKey('bearerish'), 'bearerish'));
  it('is nothing when only the word Bearer was pasted', () => assert.equal(cleanKey('Bearer '), ''));
  it('keeps a lone quote, which is for Attio to judge', () => assert.equal(cleanKey('"'), '"'));

  it('comes out of any wrapping, and cleaning it again changes nothing', () =>
    fc.assert(
      fc.property(
        key,
        fc.array(
          fc.constantFrom<(text: string) => string>(
            (text) => ` ${text}\n`,
            (text) => `"${text}"`,
            (text) => `'${text}'`,
            (text) => `Bearer ${text}`,
          ),
          { maxLength: 5 },
        ),
        (plain, wraps) => {
          const pasted = wraps.reduce((text, wrap) => wrap(text), plain);
          assert.equal(cleanKey(pasted), plain);
          assert.equal(cleanKey(cleanKey(pasted)), plain);
        },
      ),
    ));
});

describe('what keeps a key from being sent', () => {
  it('is that there is none', () => assert.match(keyProblem('') ?? '', /Paste/));
  it('is white space inside it', () => assert.match(keyProblem('one two') ?? '', /no spaces/));
  it('is a character no header can carry', () => assert.match(keyProblem('schlüssel') ?? '', /characters/));
  it('is nothing about its form', () => {
    assert.equal(keyProblem('x'), undefined);
    assert.equal(keyProblem('at_123.~/+='), undefined);
  });
});
