import assert from 'node:assert/strict';
import type { JournalEntry } from '../../../../src/changes/journal.js';
import { mergedInto } from '../../../../src/editor/records/mergedInto.js';
import { id } from '../../../support/fakeApi.js';

const entry = (primary: number, secondary: number, became: number): JournalEntry => ({
  id: `${became}`,
  at: '2026-11-20T10:00:00Z',
  accountId: 'attio:acme',
  surface: 'records.merge',
  sentence: 'Merged',
  target: { object: 'companies', recordId: id(became), title: `Record ${became}` },
  change: {
    kind: 'record.merge',
    object: 'companies',
    primaryRecordId: id(primary),
    secondaryRecordId: id(secondary),
  },
});
const journal = (...entries: JournalEntry[]) => ({ journal: { list: async () => entries } as never });

describe('where a merged record went', () => {
  it('is told for both records, through every merge since', async () => {
    const merges = journal(entry(1, 2, 3), entry(4, 3, 5));
    for (const one of [1, 2, 3, 4]) assert.equal((await mergedInto(merges, { recordId: id(one) }))?.recordId, id(5));
  });

  it('is not known of any other, nor where the journal cannot be read', async () => {
    assert.equal(await mergedInto(journal(entry(1, 2, 3)), { recordId: id(3) }), undefined);
    const broken = { journal: { list: async () => Promise.reject(new Error('no disk')) } as never };
    assert.equal(await mergedInto(broken, { recordId: id(1) }), undefined);
  });
});
