import assert from 'node:assert/strict';
import type { Account } from '../../../src/attio/account.js';
import { isApproved } from '../../../src/attio/approved.js';
import { AttioError, type AttioErrorKind } from '../../../src/attio/errors.js';
import type { MatonConnection } from '../../../src/attio/maton.js';
import type { DeleteConnection } from '../../../src/attio/writes.js';
import type { Approver, Change, Preview } from '../../../src/changes/change.js';
import { createConnectionChanges } from '../../../src/changes/connection.js';

const account: Account = {
  id: 'maton:w',
  via: 'maton',
  connectionId: 'c-1',
  workspaceId: 'w',
  slug: 'acme',
  name: 'Acme',
  scopes: [],
};
const change: DeleteConnection = { kind: 'connection.delete', connectionId: 'c-1' };
const failure = (kind: AttioErrorKind, fate: 'no' | 'unknown' = 'no') =>
  new AttioError({ kind, operation: 'connections.delete', message: kind, remedy: '', fate });

describe('deleting a connection of Maton', () => {
  let there: MatonConnection[];
  let deleted: string[];
  let previews: Preview[];
  let fails: AttioError | undefined;
  beforeEach(() => {
    there = [{ id: 'c-1', status: 'ACTIVE', createdAt: '2026-01-01T00:00:00Z', updatedAt: '', url: 'https://x/?s=1' }];
    deleted = [];
    previews = [];
    fails = undefined;
  });
  const changes = (known = true) =>
    createConnectionChanges({
      account,
      maton: {
        get: async (id) => {
          const found = there.find((one) => one.id === id);
          if (!found) throw failure('not-found');
          return found;
        },
        delete: async (approved) => {
          assert(isApproved(approved));
          deleted.push(approved.change.connectionId);
          if (fails) throw fails;
          there = [];
        },
      },
      workspaceOf: () => (known ? { name: 'Acme', slug: 'acme' } : undefined),
      usersOf: () => ['Acme (through Maton)'],
    });
  const yes: Approver = async (preview) => {
    previews.push(preview);
    return { how: 'asked', at: new Date().toISOString(), surface: 'test' };
  };
  const write = (asked: Change = change, approve: Approver = yes) =>
    changes().write(asked, { surface: 'test', approve });

  it('says who loses what, and that nothing brings it back', async () => {
    await write();
    const [{ sentence, warnings, destructive, fields }] = previews as [Preview];
    assert.equal(sentence, 'Delete the Maton connection to Acme');
    assert.equal(destructive, true);
    assert.match(warnings.join(' '), /Every program that uses this Maton key loses its access to Acme/);
    assert.match(warnings.join(' '), /signed out of Acme \(through Maton\).*cannot be undone/);
    // The address of its page is as good as the connection.
    assert(!JSON.stringify(fields).includes('https:'));
  });

  it('does not claim to know a workspace that could not be read', async () => {
    const { sentence, warnings } = await changes(false).preview(change);
    assert.match(sentence, /could not be read/);
    assert.match(warnings.join(' '), /its access to that workspace/);
  });

  it('is done once, with an approval, and has no undo', async () => {
    const both = changes();
    const options = { surface: 'test', approve: yes };
    const [one, two] = await Promise.all([both.write(change, options), both.write(change, options)]);
    assert.equal(one, two);
    assert.deepEqual(deleted, ['c-1']);
    assert(one.status === 'applied');
    assert.equal(one.applied.undo, undefined);
  });

  it('sends nothing when nobody approves, or it names no connection, or it is another change', async () => {
    assert.equal((await write(change, async () => undefined)).status, 'declined');
    for (const bad of [
      { ...change, connectionId: 'a\r\nb' },
      { ...change, connectionId: '' },
    ] as Change[])
      assert.equal((await write(bad)).status, 'failed');
    const note = { parentObject: 'people', parentRecordId: 'r', title: '', content: '', createdAt: '' };
    const other: Change = { kind: 'note.delete', noteId: '11111111-1111-4111-8111-111111111111', note };
    assert.equal((await write(other)).status, 'failed');
    assert.deepEqual(deleted, []);
  });

  it('is done when it was gone already', async () => {
    there = [];
    fails = failure('not-found');
    const outcome = await write();
    assert(outcome.status === 'applied' && outcome.applied.alreadyDone);
    assert.match(previews[0]!.warnings[0]!, /already deleted/);
  });

  it('whose answer was lost is looked for: gone is done, there is a failure', async () => {
    fails = failure('timeout', 'unknown');
    assert.equal((await write()).status, 'failed');
    const gone: Approver = async (preview, asked) => {
      const word = await yes(preview, asked);
      there = [];
      return word;
    };
    assert.equal((await write(change, gone)).status, 'applied');
  });
});
