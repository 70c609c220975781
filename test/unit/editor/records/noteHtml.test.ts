import assert from 'node:assert/strict';
import { beginning, noteHtml } from '../../../../src/editor/records/noteHtml.js';
import { RECORD } from './model.js';

describe('a note as HTML', () => {
  const html = (markdown: string) => noteHtml(markdown, 'northwind');

  it('draws what Attio keeps', () => {
    assert.match(html('**b** *i* ~~s~~'), /<strong>b<\/strong> <em>i<\/em> <del>s<\/del>/);
    assert.match(html('- a\n- b'), /<ul>\s*<li>a<\/li>/);
  });

  it('lets no HTML and no image through', () => {
    const out = html(
      '<b>x</b> <script>1</script>\n\n<div onclick="x">y</div>\n\n![alt](https://evil.example/pixel.png)\n\n[^1]\n\n[^1]: foot',
    );
    assert.doesNotMatch(out, /<(?:b|script|div|img|sup|section)\b/);
    assert.match(out, /!<a href="https:\/\/evil.example\/pixel.png" data-do="external"/);
  });

  it('follows only web and mail links', () => {
    for (const url of [
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      'command:attio.deleteNote',
      'vscode://x',
      'file:///etc/passwd',
      '//evil.example',
      'data:text/html,x',
      '#top',
    ])
      assert.doesNotMatch(html(`[x](<${url}>)`), /<a /, url);
    assert.match(
      html('[x](https://a.example/?a=1&b=2 "t")'),
      /<a href="https:\/\/a\.example\/\?a=1&amp;b=2" data-do="external" title="[^"]*">x<\/a>/,
    );
    assert.match(html('mail <ada@acme.example> now'), /href="mailto:ada@acme\.example"/);
  });

  it('links bare addresses, without the punctuation around them', () => {
    assert.match(
      html('see (https://a.example/?b=1&c=2).'),
      /see \(<a href="https:\/\/a\.example\/\?b=1&amp;c=2" [^>]*>[^<]*<\/a>\)\./,
    );
    assert.doesNotMatch(html('`https://a.example`'), /<a /);
    assert.equal(html('[https://a.example](https://b.example)').match(/<a /g)?.length, 1);
  });

  it('opens links to records of this workspace here, and those of another outside', () => {
    const link = (slug: string) => html(`[Acme](https://app.attio.com/${slug}/company/${RECORD}/overview)`);
    assert.match(
      link('northwind'),
      new RegExp(`data-do="record" data-object="companies" data-record="${RECORD}">Acme<`),
    );
    assert.match(link('other'), /data-do="external"/);
  });

  it('begins a long note with whole lines, and leaves a short one alone', () => {
    assert.deepEqual(beginning('a\nb'), { text: 'a\nb', cut: false });
    const lines = Array.from({ length: 100 }, (_, line) => `line ${line}`);
    const cut = beginning(lines.join('\n'));
    assert.ok(cut.cut);
    assert.deepEqual(cut.text.split('\n'), lines.slice(0, 10));
    const long = beginning(`${'a'.repeat(600)}\n${'b'.repeat(600)}`);
    assert.deepEqual(long, { text: 'a'.repeat(600), cut: true });
    assert.ok(beginning('😀'.repeat(2000)).text.isWellFormed());
  });
});
