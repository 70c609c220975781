import assert from 'node:assert/strict';
import fc from 'fast-check';
import { micromark } from 'micromark';
import {
  beginning,
  commandLink,
  commandUri,
  escapeMarkdown,
  oneLine,
  webLink,
} from '../../../../src/editor/markdown.js';

/** What a reader sees of HTML that must have no tags but paragraphs. */
function plain(html: string): string {
  const inner = html.replace(/^<p>/, '').replace(/<\/p>$/, '');
  assert.doesNotMatch(inner, /<[a-z!/]/i, `markup in ${html}`);
  return inner
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#36;/g, '$')
    .replace(/&amp;/g, '&');
}

const nasty = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        '$(zap)',
        '[x](command:attio.newNote)',
        '<b>',
        '`',
        '```',
        '\n',
        '\r\n',
        '\n\n',
        '# ',
        '- ',
        '1. ',
        '> ',
        '    ',
        '\t',
        '![i](https://evil.example/i.png)',
        '<https://evil.example>',
        'https://evil.example',
        '&amp;',
        '&#36;(zap)',
        '\\',
        '*',
        '_',
        '~~',
        '|',
        '---',
        '===',
        '[a]: /b',
        '\u202e',
        'Zoë',
        '日本',
        '👩‍🚀',
        'word',
        ' ',
        '(',
        ')',
        '$',
        '\ud800',
      ),
      { maxLength: 14 },
    )
    .map((parts) => parts.join('')),
);

describe('escapeMarkdown', () => {
  it('shows any text as that text, on one line, with no markup', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const escaped = escapeMarkdown(text);
        assert.equal(escaped.includes('\n'), false);
        // Between two words, as it stands in a hover: nothing at its edges is trimmed away.
        assert.equal(plain(micromark(`a${escaped}z`)), `a${oneLine(text)}z`);
      }),
      { numRuns: 300 },
    );
  });

  it('shows it at the start of a line too', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const shown = oneLine(text).trim();
        fc.pre(shown !== '');
        assert.equal(plain(micromark(escapeMarkdown(text).trim())), shown);
      }),
      { numRuns: 300 },
    );
  });

  it('leaves nothing that VS Code would make an icon of, before or after rendering', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const escaped = escapeMarkdown(text);
        assert.doesNotMatch(escaped, /\$/);
        // VS Code searches the HTML, in which `&#36;` is still written as an entity by its renderer.
        assert.doesNotMatch(escaped, /\$\(/);
      }),
    );
  });

  it('keeps what names are made of', () => {
    assert.equal(oneLine('Zoë\u200dx 日本 👩‍🚀 עברית'), 'Zoë\u200dx 日本 👩‍🚀 עברית');
    assert.equal(oneLine('a\n\n b\u202ec'), 'a b c');
  });
});

describe('beginning', () => {
  it('cuts at a word and says that something is missing', () => {
    assert.equal(beginning('short', 10), 'short');
    assert.equal(beginning('one two three four', 11), 'one two…');
    assert.equal(beginning('abcdefghijklmnop', 5), 'abcde…');
    assert.equal(beginning('line\n\nbreak', 40), 'line break');
  });

  it('is never longer than asked, and never ends in half a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.integer({ min: 1, max: 40 }), (text, length) => {
        const cut = beginning(text, length);
        assert(cut.length <= length + 1);
        assert(!/\p{Cs}/u.test(cut));
      }),
    );
  });
});

describe('links of our own', () => {
  it('carries arguments that cannot end the link early', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const uri = commandUri('attio.openRecord', { object: text });
        assert.match(uri, /^command:attio\.openRecord\?[\w%.-]+$/);
        assert.deepEqual(JSON.parse(decodeURIComponent(uri.split('?')[1]!)), [{ object: text }]);
      }),
    );
    assert.equal(commandLink('Sign In', 'sign-in', 'attio.signIn'), '[$(sign-in) Sign In](command:attio.signIn)');
  });

  it('links to web pages only', () => {
    assert.equal(
      webLink('Open', 'link-external', 'https://app.attio.com/a/company/x?q=(1)'),
      '[$(link-external) Open](https://app.attio.com/a/company/x?q=%281%29)',
    );
    for (const url of ['command:attio.newNote', 'javascript:alert(1)', 'file:///etc/passwd', 'not a url']) {
      assert.equal(webLink('Open', 'link-external', url), '');
    }
  });
});
