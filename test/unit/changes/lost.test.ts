import assert from 'node:assert/strict';
import type { Batch, Change, Preview, SingleChange } from '../../../src/changes/change.js';
import { dialogText } from '../../../src/editor/changes/previewText.js';
import { seedId } from '../../../src/sandbox/ids.js';
import type { Sandbox } from '../../../src/sandbox/server.js';
import { type Desk, withSandbox } from './sandboxed.js';

const ACME = seedId('companies', 'acme-robotics');

describe('what is said of writes', function () {
  this.timeout(30_000);
  let sandbox: Sandbox;
  let own: Desk;

  withSandbox((fresh, at) => {
    sandbox = fresh;
    own = at;
  });

  describe('that were not answered', () => {
    /** From the moment of agreement: every read fails as well, or only the write does. */
    const failure = async (change: SingleChange, method: string, path: string, reads: boolean) => {
      const looking: true[] = [];
      const outcome = await own.service.write(change, {
        ...own.options(),
        looking: () => looking.push(true),
        approve: async () => {
          const all = { kind: 'status', status: 500, times: 100 } as const;
          sandbox.setFaults(
            reads ? [{ ...all, path: '/v2' }] : [{ ...all, method, path, times: method === 'POST' ? 1 : 100 }],
          );
          return { how: 'asked', at: new Date().toISOString(), surface: 'test' };
        },
      });
      assert(outcome.status === 'failed', JSON.stringify(outcome));
      assert.equal(looking.length, 1, 'that it is looked for is said once');
      return outcome.error;
    };
    const parent = { parentObject: 'companies', parentRecordId: ACME };
    const creates: [string, SingleChange, string][] = [
      ['a record', { kind: 'record.create', object: 'companies', values: { name: 'Lost' } }, '/records'],
      ['a place in a list', { kind: 'entry.create', list: 'target_accounts', ...parent, values: {} }, '/entries'],
      ['a note', { kind: 'note.create', ...parent, title: 'Lost', format: 'plaintext', content: 'x' }, '/notes'],
      [
        'an option',
        { kind: 'option.create', target: 'objects', identifier: 'companies', attribute: 'categories', title: 'Lost' },
        '/options',
      ],
    ];
    for (const [what, change, path] of creates) {
      it(`of ${what}: not found where it was looked for, and unknown where no look succeeded`, async () => {
        const unknown = await failure(change, 'POST', path, true);
        assert.match(unknown.message, /could not be looked for: it may have been (?:created|added)\./);
        assert.doesNotMatch(unknown.message, /not found|probably/);
        assert.match(unknown.remedy, /looked (?:for|at) first|searched for/);
        assert.equal(unknown.fate, 'unknown');
        sandbox.setFaults([]);
        // The path of a create is the beginning of that of a query.
        if (change.kind === 'record.create') own.api.records.create = () => Promise.reject(unknown.cause);
        const looked = await failure({ ...change, ...rename(change) } as SingleChange, 'POST', path, false);
        assert.match(looked.message, /was looked for.* and was not found, so it was probably not/);
      });
    }
    const rename = (change: SingleChange) =>
      'title' in change ? { title: 'Other' } : change.kind === 'record.create' ? { values: { name: 'Other' } } : {};

    const update: SingleChange = {
      kind: 'record.update',
      mode: 'overwrite',
      object: 'companies',
      recordId: ACME,
      values: { description: 'New' },
    };
    /** Cancelled once the write is with Attio. */
    const cancelled = async (change: Change, faults: Parameters<Sandbox['setFaults']>[0], count = 1) => {
      const stop = new AbortController();
      const outcome = own.service.write(change, {
        ...own.options({ signal: stop.signal }),
        approve: async () => {
          sandbox.setFaults(faults);
          return { how: 'asked', at: new Date().toISOString(), surface: 'test' };
        },
      });
      const sent = () => sandbox.requests().filter(({ method }) => method === 'PUT').length >= count;
      while (!sent()) await new Promise((resolve) => setImmediate(resolve));
      stop.abort();
      return outcome;
    };
    it('of what was cancelled: looked for all the same, and done where it is found', async () => {
      const outcome = await cancelled(update, [{ kind: 'hang', method: 'PUT' }]);
      assert(outcome.status === 'failed', JSON.stringify(outcome));
      assert.match(outcome.error.message, /was read again and did not have the new values/);
      sandbox.setFaults([]);
      const done = await cancelled(
        { ...update, values: { description: 'Newer' } },
        [{ kind: 'slow', ms: 2000, method: 'PUT' }],
        2,
      );
      assert(done.status === 'applied', JSON.stringify(done));
      assert(done.applied.undo, 'and it can be taken back');
    });

    it('of a batch that was cancelled: no further change is sent', async () => {
      const second = { ...update, recordId: seedId('companies', 'lumen-health') } as SingleChange;
      const batch: Batch = { kind: 'batch', title: 'Change two', changes: [update, second] };
      const outcome = await cancelled(batch, [{ kind: 'slow', ms: 2000, method: 'PUT' }]);
      assert(outcome.status === 'failed', JSON.stringify(outcome));
      assert.match(outcome.error.message, /^Stopped\. 1 of 2 changes was made before/);
      assert.equal(outcome.applied?.parts?.length, 1);
      assert.equal(sandbox.requests().filter(({ method }) => method === 'PUT').length, 1);
    });

    it('of an update: that it could not be read again', async () => {
      assert.match(
        (await failure(update, 'PUT', ACME, true)).message,
        /could not be read again: .* may have been written/,
      );
    });
    it('of an update: that it was read again', async () => {
      assert.match(
        (await failure(update, 'PUT', ACME, false)).message,
        /was read again and did not have the new values/,
      );
    });

    const deletion: SingleChange = { kind: 'record.delete', object: 'companies', recordId: ACME };
    it('of a delete: that it is still there', async () => {
      const error = await failure(deletion, 'DELETE', ACME, false);
      assert.match(error.message, /Acme Robotics \(Company\) is still there: nothing was deleted\./);
      assert.doesNotMatch(`${error.message} ${error.remedy}`, /may have been/);
    });
    it('of a delete: that it could not be looked for', async () => {
      const error = await failure(deletion, 'DELETE', ACME, true);
      assert.match(error.message, /could not be looked for: it may have been deleted\./);
    });
  });

  it('an update of a record has both sides of every value', async () => {
    const preview = await own.service.preview({
      kind: 'record.update',
      mode: 'overwrite',
      object: 'companies',
      recordId: ACME,
      values: { name: '', description: 'New' },
    });
    assert.deepEqual(
      preview.fields.map(({ slug, after }) => [slug, after]),
      [
        ['name', ''],
        ['description', 'New'],
      ],
    );
    assert.match(dialogText(preview, { otherAccount: false }).detail, /\nName: Acme Robotics → \(empty\)\n/);
  });

  it('a batch of three creates shows what each writes', async () => {
    const names = ['Ada Byron', 'Mary Somerville', 'Sofja Kowalewskaja'];
    const preview = await own.service.preview({
      kind: 'batch',
      title: 'Create three',
      changes: names.map((name, at) => ({
        kind: 'record.create',
        object: 'people',
        values: { name, job_title: `Job ${at}`, email_addresses: [`p${at}@new.example`] },
      })),
    });
    const { detail, cut } = dialogText(preview, { otherAccount: false });
    for (const [at, name] of names.entries()) {
      assert(detail.includes(`   Name: ${name}\n`), detail);
      for (const value of [`Job ${at}`, `p${at}@new.example`]) assert(detail.includes(value), detail);
    }
    assert(detail.split('\n').length <= 14 && !cut, detail);
  });

  it('the undo of a create says what its own undo does', async () => {
    const changes: SingleChange[] = [
      { kind: 'record.create', object: 'companies', values: { name: 'Brief' } },
      { kind: 'entry.create', list: 'target_accounts', parentObject: 'companies', parentRecordId: ACME, values: {} },
      {
        kind: 'note.create',
        parentObject: 'companies',
        parentRecordId: ACME,
        title: 'B',
        format: 'plaintext',
        content: 'x',
      },
    ];
    for (const change of changes) {
      assert.equal((await own.service.write(change, own.options())).status, 'applied');
      let shown = undefined as Preview | undefined;
      await own.service.undo(own.journal.entries.at(-1)!, {
        ...own.options(),
        approve: async (preview) => {
          shown = preview;
          return undefined;
        },
      });
      const warnings: string[] = shown?.warnings ?? [];
      assert(
        warnings.some((one) => /^Undoing this undo (?:adds|creates)/.test(one)),
        warnings.join(),
      );
      assert(!warnings.some((one) => one.startsWith('Undo ')));
    }
  });

  it('a merge that loses much says first that it cannot be undone, nothing twice, in 14 lines', async () => {
    const slugs = Array.from({ length: 11 }, (_, at) => `lost_${at}`);
    for (const [at, slug] of slugs.entries()) {
      const made = await own.service.write(
        {
          kind: 'attribute.create',
          target: 'objects',
          identifier: 'companies',
          title: `Lost ${at}`,
          apiSlug: slug,
          description: '',
          type: 'text',
          isRequired: false,
          isUnique: false,
          isMultiselect: false,
        },
        own.options(),
      );
      assert.equal(made.status, 'applied', JSON.stringify(made));
    }
    const ids: string[] = [];
    for (const name of ['One', 'Other']) {
      const values = Object.fromEntries(slugs.map((slug) => [slug, `${slug} of ${name}`]));
      const made = await own.service.write({ kind: 'record.create', object: 'companies', values }, own.options());
      assert(made.status === 'applied');
      ids.push(made.applied.record!.id.record_id);
    }
    const [primaryRecordId, secondaryRecordId] = ids as [string, string];
    const merge: SingleChange = { kind: 'record.merge', object: 'companies', primaryRecordId, secondaryRecordId };
    const preview = await own.service.preview(merge);
    const { detail, cut } = dialogText(preview, { otherAccount: false, keptDays: 7 });
    const lines = detail.split('\n');
    assert(lines.length <= 14, detail);
    assert.match(lines[1]!, /^⚠ Cannot be undone/);
    assert.match(detail, /is lost\n.*… and \d+ more values are lost: Show Details/s);
    assert.equal(new Set(lines).size, lines.length);
    for (const slug of slugs) assert(detail.split(`${slug} of Other”`).length <= 2, detail);
    assert(cut);
  });
});
