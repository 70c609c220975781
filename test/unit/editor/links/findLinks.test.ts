import assert from 'node:assert/strict';
import { findLinks, MAX_CHARACTERS, MAX_LINKS } from '../../../../src/editor/links/findLinks.js';
import { textNear } from '../../../../src/editor/links/near.js';

const URL = 'https://app.attio.com/acme/company/891dcbfc-9141-415d-9b2a-2238a6cc012d';
const of = (lines: string[]) => {
  let read = 0;
  return {
    lineCount: lines.length,
    lineAt(line: number) {
      read++;
      return { text: lines[line]! };
    },
    get read() {
      return read;
    },
  };
};

describe('links of a document', () => {
  it('are found with their lines and columns', () => {
    const links = findLinks(of(['# Notes', `see [Acme](${URL}) and <${URL}/overview>`, '', URL]));
    assert.deepEqual(
      links.map(({ line, found }) => [line, found.start, found.url]),
      [
        [1, 11, URL],
        [1, 11 + URL.length + 7, `${URL}/overview`],
        [3, 0, URL],
      ],
    );
  });

  it('are looked for in the beginning of a huge document only', () => {
    const filler = 'x'.repeat(999);
    const document = of(Array.from({ length: 100_000 }, (_, line) => (line === 150 || line === 300 ? URL : filler)));
    assert.deepEqual(
      findLinks(document).map(({ line }) => line),
      [150],
    );
    assert(document.read <= MAX_CHARACTERS / 1000 + 2, `${document.read} lines read`);
  });

  it('are no more than a page can use', () => {
    assert.equal(findLinks(of(Array.from({ length: 2000 }, () => URL))).length, MAX_LINKS);
    assert.equal(findLinks(of([`${URL} `.repeat(2000)])).length, MAX_LINKS);
  });

  it('cost nothing in a line of many megabytes', () => {
    assert.deepEqual(findLinks(of(['y'.repeat(5_000_000) + URL])), []);
  });
});

describe('text near the mouse', () => {
  it('is a short piece of a long line, and only where a link can be', () => {
    const line = `${'z'.repeat(2_500_000)} ${URL} ${'z'.repeat(2_500_000)}`;
    const at = line.indexOf(URL) + 30;
    const near = textNear(line, at)!;
    assert(near.text.length < 10_000);
    assert.equal(line.slice(near.start, near.start + near.text.length), near.text);
    assert(near.text.includes(URL));
    assert.equal(textNear(line, 100), undefined);
    assert.equal(textNear(line, line.length), undefined);
  });

  it('holds the whole of a link that the mouse is on, wherever in it', () => {
    const long = `${URL}/overview?${'q=1&'.repeat(900)}end`;
    const line = `${'a '.repeat(5000)}${long}${' b'.repeat(5000)}`;
    const start = line.indexOf(long);
    for (const at of [start, start + 40, start + long.length - 1]) assert(textNear(line, at)!.text.includes(long));
  });

  it('is the line itself when it is short', () => {
    assert.deepEqual(textNear(`go ${URL}`, 3), { text: `go ${URL}`, start: 0 });
    assert.equal(textNear('nothing here', 3), undefined);
  });
});
