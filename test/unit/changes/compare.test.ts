import assert from 'node:assert/strict';
import type { Note } from '../../../src/attio/types.js';
import type { CreateNote } from '../../../src/attio/writes.js';
import { differencesOf, hasMoreThanMarkdown } from '../../../src/changes/compare.js';

const RECORD = '11111111-1111-4111-8111-111111111111';

describe('what Attio stored of a note', () => {
  const change: CreateNote = {
    kind: 'note.create',
    parentObject: 'companies',
    parentRecordId: RECORD,
    title: 'Call',
    format: 'markdown',
    content: 'First line\nsecond line\n\n- one\n- two',
  };
  const stored = (content_markdown: string) =>
    ({
      parent_object: 'companies',
      parent_record_id: RECORD,
      title: 'Call',
      content_markdown,
      content_plaintext: '',
      created_at: '2026-11-20T10:00:00Z',
    }) as Note;

  it('is no surprise where a new line became a paragraph', async () => {
    assert.deepEqual(await differencesOf(change, stored('First line\n\nsecond line\n\n* one\n\n* two')), []);
  });

  it('is told of where lines ran together, went, or are others', async () => {
    for (const text of ['First line second line\n\n- one\n- two', 'First line\n\n- one\n- two', 'Else'])
      assert.equal((await differencesOf(change, stored(text))).length, 1, text);
  });
});

describe('what a note holds beside its Markdown', () => {
  const holding = (content_markdown: string, content_plaintext: string) =>
    hasMoreThanMarkdown({ content_markdown, content_plaintext } as Note);

  it('is nothing where signs stand at or in words, escaped or as marks', async () => {
    const pairs: [string, string][] = [
      ['- **x:** z\\`\n- **y:** w\\`\n- **v:** u\\`\n- **s:** \\`r', 'x: z`\ny: w`\nv: u`\ns: `r'],
      ['==one== ==two== ==three== ==four==', 'one two three four'],
      ['o**n**e t~~w~~o th*re*e f==ou==r', 'one two three four'],
      ['[Acme](https://a.example)s [Beta](https://b.example)s [Co](https://c.example)s', 'Acmes Betas Cos'],
      [
        'one\\*a two\\*b three\\*c snake_*cases* of_*others* in_*marks*',
        'one*a two*b three*c snake_cases of_others in_marks',
      ],
    ];
    for (const [markdown, plain] of pairs) assert.equal(await holding(markdown, plain), false, markdown);
  });

  it('is the words that it does not say, once more than it says them, too', async () => {
    assert.ok(await holding('Our plan', 'Our plan\nStage Won Amount'));
    assert.ok(await holding('Stage, won, amount, Jane', 'Stage, won, amount, Jane\nStage Won Amount Jane'));
  });
});
