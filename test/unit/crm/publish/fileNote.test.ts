import assert from 'node:assert/strict';
import fc from 'fast-check';
import { dateOf } from '../../../../src/crm/publish/fileDate.js';
import { dayOfName, fileNote } from '../../../../src/crm/publish/fileNote.js';

const of = (text: string, name = '2026-11-20-call_with acme.md', markdown = true) => fileNote(text, { name, markdown });

describe('the note that a file makes', () => {
  it('takes its title from front matter, else the first heading, else the file’s name', () => {
    assert.deepEqual(
      [of('---\ntitle: A\n---\n# B\nx').title, of('---\ntitle: A\n---\n# B\nx').titleFrom],
      ['A', 'front matter'],
    );
    assert.deepEqual(
      [of('Text first\n\n## **B** [c](https://x.example)\n').title, of('\n# B').titleFrom],
      ['B c', 'heading'],
    );
    assert.deepEqual([of('Just text').title, of('Just text').titleFrom], ['Call with acme', 'file name']);
    assert.equal(of('```\n# not this\n```\n\nTitle\n=====\nx').title, 'Title');
    assert.equal(of('x', '2026-11-20.md').title, '2026-11-20');
    assert.equal(of('x', '.md').title, '.md');
    assert.equal(of('# B', 'notes.txt', false).title, 'Notes');
  });

  it('leaves a heading out that says the title right below it, and no other', () => {
    assert.equal(of('# Kick-off\n\nWe met.').content, 'We met.');
    assert.equal(of('---\ntitle: Kick-off\n---\n\n# Kick-off\n\nWe met.').content, 'We met.');
    assert.equal(of('---\ntitle: Other\n---\n\n# Kick-off\n\nWe met.').content, '# Kick-off\n\nWe met.');
    assert.equal(of('## Kick-off\n\nWe met.').content, '## Kick-off\n\nWe met.');
    assert.equal(of('Hello\n\n# Kick-off').content, 'Hello\n\n# Kick-off');
    assert.equal(of('Kick-off\n===\r\n\r\nWe\r\nmet.\r\n').content, 'We\nmet.');
  });

  it('takes text that is not Markdown as it is', () => {
    const note = of('---\ntitle: x\n---\n# y\n', 'a.txt', false);
    assert.equal(note.format, 'plaintext');
    assert.equal(note.content, '---\ntitle: x\n---\n# y');
  });

  it('knows where in the file its text and its title stand', () => {
    const eol = fc.constantFrom('\n', '\r\n');
    const piece = fc.constantFrom(
      '# Title',
      'Title',
      '===',
      '',
      'text',
      '## Two',
      '```',
      '- item',
      '---',
      'title: T',
      '  ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), eol, fc.boolean(), (lines, end, bom) => {
        const text = (bom ? '\ufeff' : '') + lines.join(end);
        const note = of(text);
        assert.equal(text.slice(note.start, note.end).replaceAll('\r\n', '\n'), note.content);
        assert.equal(note.content, note.content.trimEnd());
        if (note.content !== '')
          assert.equal(text.split('\n')[note.contentLine - 1]!.replace(/\r|^\ufeff/g, ''), note.content.split('\n')[0]);
        if (note.heading) assert.equal(text.slice(note.heading.start, note.heading.end).trim(), note.title);
        assert.notEqual(note.title, '');
      }),
      { numRuns: 800 },
    );
  });
});

describe('the date of a file’s note', () => {
  const now = new Date('2026-11-21T08:30:00Z');
  const dated = (name: string, date?: string, timeZone = 'Europe/Berlin') => dateOf({ name, date }, { now, timeZone });

  it('is that of the front matter, else of the file’s name, at noon where no time is said', async () => {
    assert.deepEqual(await dated('2026-11-20-call.md'), { createdAt: '2026-11-20T11:00:00.000Z' });
    assert.deepEqual(await dated('2026-11-20-call.md', '2026-11-18'), { createdAt: '2026-11-18T11:00:00.000Z' });
    assert.deepEqual(await dated('a.md', '2026-11-18 14:30'), { createdAt: '2026-11-18T13:30:00.000Z' });
    assert.deepEqual(await dated('a.md', '2026-11-18T14:30:00-08:00'), { createdAt: '2026-11-18T22:30:00.000Z' });
    assert.deepEqual(await dated('a.md', '20261118'), { createdAt: '2026-11-18T11:00:00.000Z' });
    assert.deepEqual(await dated('a.md', '18 Nov 2026'), { createdAt: '2026-11-17T23:00:00.000Z' });
    assert.deepEqual(await dated('notes.md'), {});
  });

  it('is never in the future, and today is now', async () => {
    assert.deepEqual(await dated('2026-11-21-call.md'), {});
    assert.match((await dated('2026-11-22-call.md')).problem ?? '', /in the future/);
    assert.match((await dated('a.md', '2026-11-21 23:00')).problem ?? '', /in the future/);
    assert.match((await dated('a.md', '1969-01-01')).problem ?? '', /before 1970/);
    // Where it is already tomorrow.
    const late = { now: new Date('2026-11-21T11:00:00Z'), timeZone: 'Pacific/Kiritimati' };
    assert.deepEqual(await dateOf({ name: '2026-11-22.md' }, late), {});
  });

  it('that cannot be read is said, and costs nothing', async () => {
    assert.match((await dated('a.md', 'sometime')).problem ?? '', /“sometime” in the front matter is no date/);
    assert.deepEqual(await dated('2026-13-45-x.md'), {});
  });

  it('is read off names as people write them', () => {
    assert.equal(dayOfName('2026-11-20-call.md'), '2026-11-20');
    assert.equal(dayOfName('call 20261120.md'), '2026-11-20');
    assert.equal(dayOfName('2026_02_30.md'), undefined);
    assert.equal(dayOfName('120261120.md'), undefined);
    assert.equal(dayOfName('1234-56-78.md'), undefined);
  });
});
