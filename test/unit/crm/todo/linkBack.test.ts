import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readPatterns, todoLine } from '../../../../src/crm/todo/lines.js';
import { findAgain, linkInsertion, linkRemoval, placesIn } from '../../../../src/crm/todo/linkBack.js';

const PATTERNS = readPatterns(['TODO', 'FIXME', '- [ ]']);
const ID = '0d0d0d0d-0000-4000-8000-000000000001';
const URL = `https://app.attio.com/northwind-labs/tasks?id=${ID}&command-menu-page=task`;

function put(line: string, language = 'plaintext'): string | undefined {
  const found = todoLine(line, PATTERNS);
  const insertion = found && linkInsertion(line, found, URL, language);
  return insertion && line.slice(0, insertion.at) + insertion.text + line.slice(insertion.at);
}

describe('the link of a task beside its line', () => {
  it('stands in the comment, before what closes it', () => {
    const cases: [string, string, string][] = [
      ['typescript', '  foo(); // TODO: call', `  foo(); // TODO: call ${URL}`],
      ['typescript', '/* TODO: call */ foo();', `/* TODO: call ${URL} */ foo();`],
      ['typescriptreact', '{/* TODO: call */}', `{/* TODO: call ${URL} */}`],
      ['typescript', ' * TODO: call', ` * TODO: call ${URL}`],
      ['html', '<!-- TODO: call -->', `<!-- TODO: call ${URL} -->`],
      ['html', '<li>TODO: call</li>', `<li>TODO: call ${URL}</li>`],
      ['python', 'x = 1  # TODO: call', `x = 1  # TODO: call ${URL}`],
      ['sql', '-- TODO: call', `-- TODO: call ${URL}`],
      ['lua', '--[[ TODO: call ]]', `--[[ TODO: call ${URL} ]]`],
      ['markdown', '- [ ] call  ', `- [ ] call ${URL}  `],
      ['markdown', '| TODO: call | x |', `| TODO: call ${URL} | x |`],
      ['c', '#define X 1 // TODO: a \\', `#define X 1 // TODO: a ${URL} \\`],
      ['plaintext', 'call Ada TODO', `call Ada TODO ${URL}`],
    ];
    for (const [language, line, wanted] of cases) assert.equal(put(line, language), wanted, line);
  });

  it('comes in a comment of its own where the line is code, and not at all where it would break it', () => {
    assert.equal(put('throw new Error("TODO: call");', 'typescript'), `throw new Error("TODO: call"); // ${URL}`);
    assert.equal(put('raise Later("TODO: call")', 'python'), `raise Later("TODO: call") # ${URL}`);
    assert.equal(put('  "a": "TODO: call",', 'json'), undefined);
    assert.equal(put('X("TODO: call") \\', 'c'), undefined);
  });

  it('is found again where it was put, and put nowhere twice', () => {
    const part = fc.constantFrom('// ', '# ', '/* ', '<!-- ', '', '- [ ] ', '"', ' * ', '| ');
    const close = fc.constantFrom('', ' */', ' -->', '"', ' |', '  ', '\t', ' \\');
    const language = fc.constantFrom('typescript', 'python', 'markdown', 'html', 'json', 'other');
    const words = fc.stringMatching(/^[a-zA-Zéא🎉 ,.@(]{1,30}$/u);
    fc.assert(
      fc.property(part, words, close, language, (open, text, end, id) => {
        const line = `${open}TODO ${text}${end}`;
        const made = put(line, id);
        if (made === undefined) return;
        const found = todoLine(made, PATTERNS);
        assert.equal(found?.task?.link.taskId, ID, made);
        assert.equal(linkInsertion(made, found!, URL, id), undefined);
        // Taken away again, the line says what it said.
        const [from, to] = linkRemoval(made, found!)!;
        assert.equal((made.slice(0, from) + made.slice(to)).trimEnd(), line.trimEnd());
      }),
      { numRuns: 1000 },
    );
  });

  it('goes with its Markdown when it is removed', () => {
    const line = `- [ ] call [task](${URL}) today`;
    const [from, to] = linkRemoval(line, todoLine(line, PATTERNS)!)!;
    assert.equal(line.slice(0, from) + line.slice(to), '- [ ] call today');
    assert.deepEqual(linkRemoval(URL, todoLine(URL, PATTERNS)!), [0, URL.length]);
    assert.equal(linkRemoval('- [ ] call', todoLine('- [ ] call', PATTERNS)!), undefined);
  });
});

describe('a line that has moved', () => {
  const placesAt = (lines: readonly string[], at: readonly number[]) =>
    placesIn(lines.length, (line) => lines[line]!, at);
  const again = (lines: readonly string[], ...places: { line: number; text: string }[]) =>
    findAgain(lines.length, (line) => lines[line]!, places);

  it('is found by its text, the nearest first, each once', () => {
    assert.deepEqual(again(['a', 'b', 'c'], { line: 0, text: 'b' }), [1]);
    assert.deepEqual(again(['b', 'x', 'x', 'b'], { line: 1, text: ' b ' }), [0]);
    assert.deepEqual(again(['b', 'b'], { line: 0, text: 'b' }, { line: 1, text: 'b' }, { line: 2, text: 'b' }), [
      0,
      1,
      undefined,
    ]);
    assert.deepEqual(again(['changed', 'b', 'b', 'b'], { line: 0, text: 'b' }, { line: 2, text: 'b' }), [1, 2]);
    assert.deepEqual(again([], { line: 3, text: 'b' }), [undefined]);
    assert.deepEqual(again(['changed'], { line: 0, text: 'b' }), [undefined]);
  });

  it('keeps its order among lines of the same words', () => {
    assert.deepEqual(again(['x', 'b', 'b'], { line: 0, text: 'b' }, { line: 1, text: 'b' }), [1, 2]);
    assert.deepEqual(again(['x', 'b', 'b'], { line: 1, text: 'b' }, { line: 0, text: 'b' }), [2, 1]);
    assert.deepEqual(again(['b', 'b'], { line: 1, text: 'b' }, { line: 2, text: 'b' }), [0, 1]);
    const same = fc.array(fc.constantFrom('b', 'b', 'c', ''), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(same, fc.array(fc.constantFrom('x', 'y'), { maxLength: 5 }), (lines, before) => {
        const places = lines.flatMap((text, line) => (text === '' ? [] : [{ line, text }]));
        assert.deepEqual(
          again([...before, ...lines], ...places),
          places.map(({ line }) => before.length + line),
        );
      }),
    );
  });

  it('is the same of its kind as long as there are as many', () => {
    const second = { line: 1, text: 'b', same: [1, 2] as const };
    assert.deepEqual(again(['x', 'b', 'b'], second), [2]);
    assert.deepEqual(again(['x', 'b', 'b', 'b'], second), [1]);
    assert.deepEqual(again(['x', 'b'], second), [1]);
    assert.deepEqual(placesAt(['b', 'x', ' b'], [0, 1, 2]), [
      { line: 0, text: 'b', same: [0, 2] },
      { line: 1, text: 'x', same: [0, 1] },
      { line: 2, text: ' b', same: [1, 2] },
    ]);
  });

  it('is found after lines were put before it, whatever they say', () => {
    const lines = fc.uniqueArray(
      fc
        .string({ minLength: 1 })
        .map((text) => text.trim())
        .filter(Boolean),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(lines, fc.array(fc.string()), fc.nat(), (all, before, at) => {
        const line = at % all.length;
        const text = all[line]!;
        const others = before.filter((one) => one.trim() !== text);
        assert.deepEqual(again([...others, ...all], { line, text }), [others.length + line]);
      }),
    );
  });
});
