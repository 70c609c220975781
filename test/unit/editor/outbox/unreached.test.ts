import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { NoteToSend } from '../../../../src/editor/outbox/types.js';
import { isUnreached, NOT_CHECKED, unreachedPreview } from '../../../../src/editor/outbox/unreached.js';

const account = { name: 'Northwind Labs', slug: 'northwind-labs' };
const create: NoteToSend = {
  change: {
    kind: 'note.create',
    parentObject: 'people',
    parentRecordId: '5deeb5ab-2c13-537c-a774-f809dd6335fb',
    title: 'Call',
    format: 'markdown',
    content: 'text',
    createdAt: '2026-11-18T00:00:00.000Z',
  },
  origin: { kind: 'quick' },
  recordName: 'Grace Okafor',
};
const update: NoteToSend = {
  change: {
    kind: 'note.update',
    noteId: '4296dc72-9b9c-5c84-b50f-6eaae59beac4',
    format: 'markdown',
    content: 'new',
    base: {
      parentObject: 'people',
      parentRecordId: '5deeb5ab-2c13-537c-a774-f809dd6335fb',
      title: 'Old',
      content: 'old',
    },
  },
  origin: { kind: 'quick' },
};

describe('a note approved while Attio cannot be reached', () => {
  it('is shown with all that is known of it, and that nothing was checked', () => {
    const preview = unreachedPreview(account, [create], '');
    assert.equal(preview.sentence, 'Create the note “Call” on Grace Okafor');
    assert.deepEqual(preview.warnings, [NOT_CHECKED]);
    assert.deepEqual(preview.scopes, ['note:read-write']);
    assert.deepEqual(
      preview.fields.map(({ label, after }) => [label, after]),
      [
        ['Record', 'Grace Okafor'],
        ['Title', 'Call'],
        ['Text', 'text'],
        ['Date', '2026-11-18T00:00:00.000Z'],
      ],
    );
  });

  it('is shown with both sides where it changes one, and in parts where it is one of several', () => {
    const preview = unreachedPreview(account, [create, update], 'Publish “Call” to 2 records');
    assert.equal(preview.sentence, 'Publish “Call” to 2 records');
    assert.equal(preview.parts?.length, 2);
    assert.equal(preview.parts?.[1]?.sentence, 'Update the note “Old”');
    assert.deepEqual(preview.parts?.[1]?.fields, [{ label: 'Text', after: 'new', before: 'old' }]);
  });

  it('is for what passes, not for what Attio refuses', () => {
    assert(isUnreached({ kind: 'offline' }));
    assert(isUnreached({ kind: 'rate-limited' }));
    for (const kind of ['permission', 'not-found', 'validation', 'key-invalid'] as const)
      assert(!isUnreached({ kind }));
  });
});
