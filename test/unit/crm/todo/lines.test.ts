import assert from 'node:assert/strict';
import fc from 'fast-check';
import { plainLine, readPatterns, todoLine } from '../../../../src/crm/todo/lines.js';
import { cpuTime } from '../../../support/cpu.js';

const PATTERNS = readPatterns(['TODO', 'FIXME', '- [ ]']);
const TASK =
  'https://app.attio.com/northwind-labs/tasks?id=0d0d0d0d-0000-4000-8000-000000000001&command-menu-page=task';
const find = (line: string) => todoLine(line, PATTERNS);
const said = (line: string) => {
  const found = find(line);
  return found && line.slice(...found.text).replace(/^[\s:]+/, '');
};

describe('lines that say what is to do', () => {
  it('are found in the comments of many languages, up to what closes them', () => {
    for (const line of [
      '// TODO: call Ada',
      '//TODO call Ada',
      '  foo(bar); // TODO: call Ada',
      '/* TODO: call Ada */ foo();',
      '{/* TODO: call Ada */}',
      ' * TODO: call Ada',
      ' * @TODO call Ada',
      ' * TODO: call Ada */',
      '# TODO: call Ada',
      'x = 1  # TODO call Ada',
      '"""TODO: call Ada"""',
      '-- TODO: call Ada',
      '--[[ TODO: call Ada ]] local x = 1',
      '<!-- TODO: call Ada -->',
      '<li>TODO: call Ada</li>',
      '{{!-- TODO: call Ada --}}',
      '<%-- TODO: call Ada --%>',
      '{- TODO: call Ada -}',
      '(* TODO: call Ada *)',
      '#| TODO: call Ada |#',
      '@* TODO: call Ada *@',
      '; TODO: call Ada',
      '% TODO: call Ada',
      "' TODO: call Ada",
      'REM TODO: call Ada',
      '! TODO: call Ada',
      '.. TODO: call Ada',
      '| TODO: call Ada | next cell |',
      'throw new Error("TODO: call Ada");',
      "raise NotImplementedError('TODO: call Ada')",
      'TODO: call Ada',
      '- TODO call Ada  ',
      '#define X 1 // TODO: call Ada \\',
      '> - [ ] call Ada',
      '* [ ] call Ada',
      '+ [ ] call Ada',
      '  12. [ ] call Ada',
      '3) [ ] call Ada',
      '// - [ ] call Ada',
      '- [ ] TODO: call Ada',
      '- [x] call Ada',
      '// call Ada TODO',
      '- call Ada TODO',
    ])
      assert.equal(said(line)?.trim(), 'call Ada', line);
    assert.equal(said('TODO修复这个'), '修复这个');
    assert.equal(said('// TODO: תתקשר לעדה'), 'תתקשר לעדה');
    assert.equal(said('// TODO 🎉'), '🎉');
  });

  it('are taken from the comment where a string of the line has the word, too', () => {
    for (const [line, words] of [
      ['print("TODO later") # TODO: real one', 'real one'],
      ["print(f'TODO later') # TODO: real one", 'real one'],
      ['print("# TODO \\" later") # TODO: real one', 'real one'],
      ['throw new Error(`TODO: x`); /* TODO: real one */', 'real one'],
      ['f(\'TODO: a\', "TODO: b"); // TODO: real one', 'real one'],
      // In a comment already, in prose, or in no comment at all: the first one, as ever.
      ['// say "TODO: real one" // TODO: other', 'real one" // TODO: other'],
      ["don't TODO: real one -- TODO: other", 'real one -- TODO: other'],
      ['f("TODO: real one"); g("TODO: other")', 'real one'],
      ['f("TODO: real one"); TODO other', 'real one'],
    ])
      assert.equal(said(line!), words, line);
  });

  it('are no names, paths, values and headings that have the word in them', () => {
    for (const line of [
      'const TODO_LIST = 1;',
      'TODOS.push(x);',
      'see src/TODO.md',
      'https://acme.example/TODO',
      'my-TODO list',
      'TODO-12 is closed',
      'a.TODO',
      'x@TODO',
      'status: TODO',
      'return TODO;',
      '# TODO',
      '// TODO:',
      'todo: call Ada',
      '- [] call Ada',
      '- [ ](https://acme.example)',
      'a[ ] = 1',
      '- [ ]',
      'x'.repeat(6000),
      `TODO ${'x'.repeat(6000)}`,
    ])
      assert.equal(find(line), undefined, line.slice(0, 60));
  });

  it('have their own marks where somebody set some', () => {
    const own = readPatterns(['HACK', '@todo', '☐', 7, '', null, 'HACK']);
    assert.deepEqual(own, { words: ['@todo', 'HACK', '☐'], boxes: false });
    assert(todoLine('// HACK around it', own));
    assert(todoLine(' * @todo write it', own));
    assert(todoLine('☐ call Ada', own));
    assert.equal(todoLine('// TODO: call Ada', own), undefined);
    assert.equal(todoLine('- [ ] call Ada', own), undefined);
    assert.deepEqual(readPatterns('TODO'), { words: [], boxes: false });
    assert.deepEqual(readPatterns(['* [ ]']), { words: [], boxes: true });
    // What would be a pattern to a regular expression is none.
    assert(todoLine('(.*) call Ada', readPatterns(['(.*)'])));
    assert.equal(todoLine('call Ada', readPatterns(['(.*)'])), undefined);
  });

  it('know the task that they are linked to, and whether they are ticked', () => {
    assert.deepEqual(
      [`- [ ] a ${TASK}`, `- [X] a ${TASK}`, `// TODO a ${TASK}`, `// DONE a ${TASK}`, `See ${TASK}.`].map((line) => {
        const { mark, ticked, task } = find(line)!;
        return [mark, ticked, task?.link.taskId];
      }),
      [
        ['box', false, '0d0d0d0d-0000-4000-8000-000000000001'],
        ['box', true, '0d0d0d0d-0000-4000-8000-000000000001'],
        ['word', false, '0d0d0d0d-0000-4000-8000-000000000001'],
        ['word', true, '0d0d0d0d-0000-4000-8000-000000000001'],
        ['link', false, '0d0d0d0d-0000-4000-8000-000000000001'],
      ],
    );
    const box = `- [x] a ${TASK}`;
    assert.equal(box.slice(...find(box)!.tick), 'x');
    const word = `// DONE a ${TASK}`;
    assert.equal(word.slice(...find(word)!.tick), 'DONE');
    // A link to a record is none to a task.
    assert.equal(find('- [ ] a https://app.attio.com/n/company/498f9009-1111-4111-8111-111111111111')?.task, undefined);
  });

  it('without a mark still say something, which a person may ask for', () => {
    const text = (line: string) => {
      const found = plainLine(line);
      return found && line.slice(...found.text).trim();
    };
    assert.equal(text('  foo(); // call Ada'), 'call Ada');
    assert.equal(text('- call Ada'), 'call Ada');
    assert.equal(text('call Ada'), 'call Ada');
    assert.equal(text('   '), undefined);
    assert.equal(text('---'), undefined);
  });

  it('are read within bounds, and never throw, whatever stands there', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('TODO', '- [ ] ', '/*', '*/', '"', ' ', 'é', '🎉', '\\', '(', '//', TASK, '\t')),
        (parts) => {
          const line = parts.join('');
          const found = find(line);
          if (!found) return;
          const { text, tick, end } = found;
          assert(0 <= text[0] && text[0] <= text[1] && text[1] <= line.length);
          assert(0 <= tick[0] && tick[0] <= tick[1] && tick[1] <= line.length);
          assert(tick[0] <= end && end <= line.length);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('cost little however long a line is', () => {
    const started = cpuTime();
    for (const piece of ['TODO ', '/*', '"""', '- [ ] ', '((((', 'a.a.', '  ', '"TODO"'])
      for (let at = 0; at < 20; at++) find(piece.repeat(Math.floor(4900 / piece.length)));
    assert(cpuTime() - started < 4000, `${cpuTime() - started} ms`);
  });
});
