import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  applied,
  type FileLink,
  readFrontMatter,
  withLinks,
  withTitle,
} from '../../../../src/crm/publish/frontMatter.js';

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const company = (n: number) => `https://app.attio.com/northwind/company/${id(n)}`;
const link = (n: number, note?: number): FileLink => ({
  record: company(n),
  ...(note !== undefined && { note: id(note) }),
});

function put(text: string, links: FileLink[]): string {
  const edit = withLinks(text, links);
  assert(edit, 'there is no edit');
  return applied(text, edit);
}

const FULL = `---
title: "Kick-off: part 1" # ours
date: 2026-11-20
attendees: [grace@acme.example, 'Ada Lovelace <ada@acme.example>']
nested:
  deep: { a: 1, b: [x, y] }
  text: |
    two
    lines
---

# Hello
`;

describe('front matter', function () {
  this.timeout(20_000);

  it('says title, date, attendees and where the text begins', () => {
    const read = readFrontMatter(FULL);
    assert.equal(read.title, 'Kick-off: part 1');
    assert.equal(read.date, '2026-11-20');
    assert.deepEqual(read.attendees, ['grace@acme.example', 'Ada Lovelace <ada@acme.example>']);
    assert.equal(read.body, '\n# Hello\n');
    assert.equal(FULL.split('\n')[read.bodyLine - 1], '');
    assert.equal(FULL.split('\n')[read.bodyLine], '# Hello');
    assert.deepEqual(read.problems, []);
  });

  it('takes attendees as a list of people, a line, or one', () => {
    const of = (yaml: string) => readFrontMatter(`---\n${yaml}\n---\n`).attendees;
    assert.deepEqual(of('attendees:\n  - name: Ada\n    email: ada@x.example\n  - Bo'), ['Ada <ada@x.example>', 'Bo']);
    assert.deepEqual(of('participants: ada@x.example, Bo; Cy'), ['ada@x.example', 'Bo', 'Cy']);
    assert.deepEqual(of('attendees:'), []);
  });

  it('reads links in each form that people write', () => {
    const note = `https://app.attio.com/northwind/companies/record/${id(1)}/notes?modal=note&id=${id(9)}`;
    const of = (yaml: string) => readFrontMatter(`---\n${yaml}\n---\n`).links;
    assert.deepEqual(of(`attio: ${company(1)}`), [link(1)]);
    assert.deepEqual(of(`attio: [${company(1)}, "${company(2)}"]`), [link(1), link(2)]);
    assert.deepEqual(of(`attio: { record: ${company(1)}, note: ${id(9)} }`), [link(1, 9)]);
    assert.deepEqual(of(`attio:\n- ${note}`), [link(1, 9)]);
    assert.deepEqual(of(`attio:\n- record: ${company(1)}\n  note: ${note}\n- ${company(1)}`), [link(1, 9), link(1)]);
    assert.deepEqual(of('attio:'), []);
  });

  it('says which entries are no links, and leaves them where they are', () => {
    const text = `---\nattio:\n  - https://evil.example/northwind/company/${id(1)}\n  - ${company(2)} # Acme\n---\n`;
    const read = readFrontMatter(text);
    assert.deepEqual(read.links, [link(2)]);
    assert.match(read.problems[0]?.message ?? '', /^Line 3 is no link/);
    assert.equal(read.problems[0]?.broken, undefined);
    assert.equal(
      put(text, [link(2), link(3, 4)]),
      text.replace('# Acme\n', `# Acme\n  - record: ${company(3)}\n    note: ${id(4)}\n`),
    );
  });

  it('does not take a note that it cannot read for none', () => {
    const read = readFrontMatter(`---\nattio:\n  - record: ${company(1)}\n    note: 12345\n---\n`);
    assert.deepEqual(read.links, []);
    assert.match(read.problems[0]?.message ?? '', /no link/);
  });

  it('is not a rule at the top of a text, nor prose between two', () => {
    for (const text of [
      '---\n\nHello\n\n---\n\nThere\n',
      '---\nHello there\n',
      '---\n- a\n- b\n---\n',
      'title: x\n---\n',
      '',
    ]) {
      assert.equal(readFrontMatter(text).body, text);
      assert.deepEqual(readFrontMatter(text).problems, []);
      assert.equal(readFrontMatter(put(text, [link(1, 2)])).body, `\n${text}`);
    }
  });

  it('that is broken is refused with its line, and never touched', () => {
    for (const [text, line] of [
      ['---\ntitle: "open\nattio:\n---\nx', 4],
      ['---\ntitle: a\ntitle: b\n---\n', 3],
      ['---\na: 1\n\tb: 2\n---\n', 3],
      ['---\ntitle: a: b\n---\n', 2],
      ['---\ntitle: never closed\n\ntext\n', 1],
    ] as const) {
      const { problems, links } = readFrontMatter(text);
      assert.equal(problems[0]?.broken, true, text);
      assert.match(problems[0].message, /Nothing in the file was touched\.$/);
      assert(Math.abs(problems[0].line - line) <= 1, `${problems[0].line} of ${text}`);
      assert.deepEqual(links, []);
      assert.equal(withLinks(text, [link(1)]), undefined);
      assert.equal(withTitle(text, 'x'), undefined);
    }
  });

  it('gets its links at the end, in the spelling of the file', () => {
    const block = `attio:\n  - record: ${company(1)}\n    note: ${id(2)}\n  - record: ${company(3)}\n`;
    const links = [link(1, 2), link(3)];
    assert.equal(put(FULL, links), FULL.replace('---\n\n#', `${block}---\n\n#`));
    const windows = FULL.replaceAll('\n', '\r\n');
    assert.equal(put(windows, links), windows.replace('---\r\n\r\n#', `${block.replaceAll('\n', '\r\n')}---\r\n\r\n#`));
    assert.equal(put(`\ufeffHello`, links), `\ufeff---\n${block}---\n\nHello`);
    assert.equal(put('---\n---\nx', links), `---\n${block}---\nx`);
    assert.equal(put('---\n  title: x\n...', links), `---\n  title: x\n${block.replace(/^/gm, '  ').trimEnd()}\n...`);
  });

  it('gets a note’s id beside its record, with comments and other keys kept', () => {
    const text = `---\nattio: # ours\n  # the customer\n  - record: ${company(1)} # Acme\n    why: because\n\n  - ${company(2)} # Lumen\n# end\n---\nx`;
    const next = put(text, [link(1, 8), link(2)]);
    assert.equal(next, text.replace('# Acme\n', `# Acme\n    note: ${id(8)}\n`));
    assert.equal(put(next, [link(1, 9), link(2)]), next.replace(id(8), id(9)));
    assert.equal(put(next, [link(2)]), text.replace(/ {2}- record.*\n.*because\n/, ''));
  });

  it('loses the whole block with the last link', () => {
    const made = put(FULL, [link(1, 2)]);
    assert.equal(put(made, []), FULL);
    assert.equal(put('---\na: 1\nattio: {}\nb: 2\n---\n', [link(1)]).includes('a: 1\nattio:\n  - record'), true);
  });

  it('takes no edit that would change something else', () => {
    assert.equal(withLinks('---\n{ title: x }\n---\n', [link(1)]), undefined);
    assert.equal(withLinks(`---\nx: &a ${company(1)}\nattio: *a\n---\n`, [link(1)]), undefined);
  });

  it('gets a title', () => {
    const of = (text: string, title: string) => {
      const edit = withTitle(text, title);
      return edit && applied(text, edit);
    };
    assert.equal(of(FULL, 'Other'), FULL.replace('"Kick-off: part 1"', 'Other'));
    assert.equal(of('---\na: 1\n---\nx', 'It: “b” #1'), '---\ntitle: "It: “b” #1"\na: 1\n---\nx');
    assert.equal(of('x', 'Yes'), '---\ntitle: Yes\n---\n\nx');
    assert.equal(of('---\ntitle:\na: 1\n---\nx', 'Two words'), '---\ntitle: Two words\na: 1\n---\nx');
    for (const title of ['true', '12', '~', '- a', 'a: b', "it's", '日本', ' x ', '2026-11-20'])
      assert.equal(readFrontMatter(of(FULL, title) ?? '').title, title.trim(), title);
  });

  const eol = fc.constantFrom('\n', '\r\n');
  const word = fc.stringMatching(/^[a-z]{1,8}$/);
  const scalar = fc.oneof(
    word,
    fc.constantFrom(
      '"quoted: # not a comment"',
      "'it''s'",
      '12',
      '~',
      '',
      '2026-11-20',
      '|\n  block\n\n  more',
      '>-\n  folded\n  text',
      '[a, "b", {c: d}]',
      '{x: 1, y: [2]}',
      '&anchor value',
      '!tag v',
      '日本語 🎉',
      '"עברית"',
    ),
  );
  const entry = fc.oneof(
    { weight: 4, arbitrary: fc.tuple(word, scalar).map(([key, value]) => `k${key}: ${value}`) },
    fc
      .tuple(word, word, scalar)
      .map(
        ([key, inner, value]) =>
          `n${key}:\n  # deep\n  ${inner}: x\n  other:\n    - ${value.replaceAll('\n', '\n    ')}`,
      ),
    fc.constantFrom('# a comment', '', '   ', '# é — “x”'),
  );
  const links = fc
    .uniqueArray(fc.tuple(fc.nat(6), fc.option(fc.integer({ min: 10, max: 40 }), { nil: undefined })), {
      maxLength: 4,
      selector: ([record]) => record,
    })
    .map((all) => all.map(([record, note]) => link(record, note)));
  const own = fc
    .oneof(
      links.map((all) =>
        all.map(({ record, note }) => `\n  - record: ${record} # c${note ? `\n    note: ${note}` : ''}`).join(''),
      ),
      links.map((all) => all.map(({ record }) => `\n- "${record}"`).join('')),
      links.map((all) => ` [${all.map(({ record }) => record).join(', ')}]`),
    )
    .map((items) => `attio:${items}`);
  const file = fc
    .record({
      bom: fc.boolean(),
      front: fc.option(fc.tuple(fc.array(entry, { maxLength: 5 }), fc.option(own), fc.array(entry, { maxLength: 3 }))),
      fence: fc.constantFrom('---', '---  ', '...'),
      body: fc.oneof(
        fc.constantFrom(
          '',
          '# Title\n\nText',
          'no end',
          '\n\n---\n\nrule: x\n---\n',
          '```yaml\n---\nattio: x\n---\n```\n',
        ),
        fc.string({ unit: 'grapheme' }),
      ),
      eol,
    })
    .map(({ bom, front, fence, body, eol }) => {
      // Keys once each: otherwise nearly all of them would be broken.
      const seen = new Set<string>();
      const lines = front
        ?.flat()
        .filter((one) => one !== null)
        .filter((one) => {
          const key = /^\w+:/.exec(one)?.[0] ?? '';
          return key === '' || (!seen.has(key) && seen.add(key));
        });
      const text = `${lines ? `---\n${lines.map((one) => `${one}\n`).join('')}${fence}\n` : ''}${body}`;
      return (bom ? '\ufeff' : '') + text.replaceAll('\r', '').replaceAll('\n', eol);
    });

  /** What is left of a text without the lines of its `attio:` block. */
  const without = (text: string) => {
    const lines = text.split(/(?<=\n)/);
    const from = lines.findIndex((line) => /^attio:/.test(line));
    if (from < 0) return text;
    let to = from + 1;
    while (/^\s*(?:- |note:|record:)/.test(lines[to] ?? '')) to++;
    return [...lines.slice(0, from), ...lines.slice(to)].join('');
  };

  const frontOf = (text: string) => text.slice(0, text.length - readFrontMatter(text).body.length);

  it('takes lines of spaces along that would become part of the text before', () => {
    const text =
      '---\nka: >-\n  folded\n  text\nattio: [https://app.attio.com/northwind/company/00000000-0000-4000-8000-000000000000]\n   \n---\n';
    assert.equal(put(text, []), '---\nka: >-\n  folded\n  text\n---\n');
  });

  it('keeps every other byte of any file, and reads back what was written', () => {
    let edited = 0;
    fc.assert(
      fc.property(file, links, (text, wanted) => {
        const before = readFrontMatter(text);
        const edit = withLinks(text, wanted);
        if (before.problems.some(({ broken }) => broken)) return edit === undefined;
        assert(edit, 'a file in good order can be written');
        const next = applied(text, edit);
        const after = readFrontMatter(next);
        assert.deepEqual(after.links, wanted);
        assert.equal(after.title, before.title);
        assert.equal(next.startsWith('\ufeff'), text.startsWith('\ufeff'));
        const hadFront = before.body.length < text.replace(/^\ufeff/, '').length;
        assert(next.endsWith(wanted.length > 0 ? before.body : before.body.trimStart()));
        if (hadFront && wanted.length > 0) assert.equal(without(frontOf(next)), without(frontOf(text)));
        if (!hadFront) assert(next.endsWith(text.replace(/^\ufeff/, '')));
        // Once more changes nothing, and taking them out again leaves the file as it was.
        const again = withLinks(next, wanted);
        assert.equal(again?.newText, '');
        if (before.links.length === 0 && !/^attio:/m.test(frontOf(text)) && hadFront === false)
          assert.equal(put(next, []), text);
        edited++;
        return true;
      }),
      { numRuns: 600 },
    );
    assert(edited > 200, `only ${edited}`);
  });

  it('never throws and never touches what it does not understand', () => {
    const piece = fc.constantFrom(
      '---',
      '\n',
      '\r\n',
      'attio:',
      ' - ',
      'title',
      ': ',
      '"',
      '{',
      '}',
      '[',
      '#',
      '|',
      '\t',
      '*a',
      '&a',
      company(1),
      '...',
      '?',
      '\ufeff',
      '!!x',
      '<<',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        const text = `---\n${pieces.join('')}`;
        const read = readFrontMatter(text);
        const edit = withLinks(text, [link(5, 6)]);
        if (read.problems.some(({ broken }) => broken)) assert.equal(edit, undefined);
        if (edit) assert.deepEqual(readFrontMatter(applied(text, edit)).links, [link(5, 6)]);
      }),
      { numRuns: 600 },
    );
  });
});
