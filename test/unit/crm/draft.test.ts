import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type NoteDraft, parseDraft, printDraft } from '../../../src/crm/draft.js';
import { id } from '../../support/fakeApi.js';

const url = `https://app.attio.com/acme-crm/company/${id(1)}`;
const draft: NoteDraft = {
  title: 'Call: with “Ada” # 1',
  record: { name: 'Acme <Robotics>', url },
  body: '# Hi\n\n---\n\ntext',
};

describe('a draft as a document', () => {
  it('prints what a person reads and edits', () => {
    assert.equal(
      printDraft(draft),
      `---\ntitle: Call: with “Ada” # 1\nrecord: Acme <Robotics> <${url}>\n---\n\n# Hi\n\n---\n\ntext\n`,
    );
    assert.equal(printDraft({ title: '', body: '' }), '---\ntitle:\nrecord:\n---\n\n');
  });

  it('reads it back', () => {
    const { record, problems, lines, ...rest } = parseDraft(printDraft(draft));
    assert.deepEqual(rest, { title: draft.title, body: draft.body });
    assert.deepEqual(record, { ...draft.record, ref: { object: 'companies', recordId: id(1) }, workspace: 'acme-crm' });
    assert.deepEqual(problems, []);
    assert.deepEqual(lines, { title: 2, record: 3, body: 6 });
  });

  it('reads what a person made of it', () => {
    const hand = `\uFEFF\r\n---\r\nTitle:Call\r\n\r\nrecord:  [Acme](${url}/overview)\r\n--- \r\nBody\r\nmore`;
    const read = parseDraft(hand);
    assert.equal(read.title, 'Call');
    assert.equal(read.record?.ref.recordId, id(1));
    assert.equal(read.record?.name, 'Acme');
    assert.equal(read.body, 'Body\nmore');
    assert.deepEqual(read.problems, []);
    assert.equal(parseDraft(`---\ntitle: x\nrecord: ${url}\n---`).record?.url, url);
  });

  it('says what is missing and where', () => {
    const told = (text: string) => parseDraft(text).problems.map(({ line, message }) => `${line} ${message}`);
    assert.deepEqual(told('Just text').length, 2);
    assert.match(told('---\ntitle:\nrecord:\n---\n')[0]!, /^2 The note has no title/);
    assert.match(told('---\ntitle:\nrecord:\n---\n')[1]!, /^3 No record is chosen/);
    assert.match(told(`---\ntitle: x\nrecord: https://example.com/x\n---\n`)[0]!, /^3 This is not the Attio link/);
    assert.match(told(`---\ntitle: x\nrecord: https://app.attio.com/a/tasks?id=${id(1)}\n---\n`)[0]!, /^3 /);
    assert.match(told(`---\ntitle: x\ncolour: red\nrecord: ${url}\n---\n`)[0]!, /^3 “colour” is not a field/);
    assert.match(told(`---\ntitle: x\ntitle: y\nrecord: ${url}\n---\n`)[0]!, /^3 There is a second “title:”/);
    const unclosed = parseDraft(`---\ntitle: x\nrecord: ${url}\n\nBody of the note`);
    assert.equal(unclosed.body, 'Body of the note');
    assert.match(unclosed.problems[0]!.message, /no closing/);
  });

  const words = fc.string({
    unit: fc.constantFrom('a', 'Ä', ' ', '"', '\\', ':', '#', '-', '<', '>', '😀', '[', ']', '\t'),
  });
  const odd = fc.string({ unit: fc.constantFrom('a', ' ', '\u2028', '\u0085', '\v', '"') });
  const drafts = fc.record({
    title: fc.oneof(words, odd, fc.string({ unit: 'grapheme' })),
    record: fc.option(fc.record({ name: words, url: fc.constant(url) }), { nil: undefined }),
    body: fc.string({ unit: fc.constantFrom('a', '\n', '\r', ' ', '-', '---\n', 'title: x\n', '😀', '\t') }),
  });

  it('survives the round trip, and is stable', () => {
    fc.assert(
      fc.property(drafts, (one) => {
        const printed = printDraft(one);
        const read = parseDraft(printed);
        assert.equal(printDraft(read), printed);
        assert.equal(read.title, one.title.replace(/[\r\n\u0085\u2028\u2029]+/g, ' ').trim());
        assert.equal(read.record?.url, one.record?.url);
        assert.equal(read.record?.name, one.record?.name.trim());
        assert.equal(read.body.replace(/\s/g, ''), one.body.replace(/\s/g, ''));
        assert.equal(parseDraft(printed.replaceAll('\n', '\r\n')).body, read.body);
      }),
      { numRuns: 500 },
    );
  });

  it('reads anything without throwing', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('---\n', 'title:', 'record:', '\n', 'x', '<', '>', url) }),
        (text) => void parseDraft(text),
      ),
    );
  });
});
