import assert from 'node:assert/strict';
import type { Note } from '../../../src/attio/types.js';
import type { CreateNote } from '../../../src/attio/writes.js';
import { differencesOf } from '../../../src/changes/compare.js';

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
