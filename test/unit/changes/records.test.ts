import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CreateRecord, Json, UpdateRecord, WriteValues } from '../../../src/attio/writes.js';
import type { Approver, Batch, Change } from '../../../src/changes/change.js';
import { pendingId } from '../../../src/changes/pending.js';
import { seedId } from '../../../src/sandbox/ids.js';
import { ALL_SCOPES, type Sandbox } from '../../../src/sandbox/server.js';
import {
  agree,
  assertBack,
  Chance,
  type Desk,
  desk,
  dice,
  portrait,
  raw,
  type World,
  withSandbox,
  worldOf,
} from './sandboxed.js';
import { applied, failed } from './support.js';

const acme = seedId('companies', 'acme-robotics');
const renewal = seedId('deals', 'acme-renewal');
const COMPANY = `/v2/objects/companies/records/${acme}`;
const DEAL = `/v2/objects/deals/records/${renewal}`;

describe('changes of records, on the sample workspace', function () {
  this.timeout(60_000);
  let sandbox: Sandbox;
  let own: Desk;
  let time: number;

  withSandbox(
    (fresh, at) => {
      sandbox = fresh;
      own = at;
      time = Date.now();
    },
    { now: () => time },
  );

  const write = (change: Change, more = {}) => own.service.write(change, own.options(more));
  const undoLast = async (more = {}) => own.service.undo(own.journal.entries.at(-1)!, own.options(more));
  const update = (values: UpdateRecord['values'], more: Partial<UpdateRecord> = {}): UpdateRecord => ({
    kind: 'record.update',
    mode: 'overwrite',
    object: 'deals',
    recordId: renewal,
    values,
    ...more,
  });
  const writes = () => sandbox.requests().filter(({ method, path }) => method !== 'GET' && !/query|search/.test(path));
  const deal = async (): Promise<Record<string, { value: Json }[]>> => (await raw(sandbox, 'GET', DEAL)).values;
  const put = (path: string, values: object) => raw(sandbox, 'PUT', path, { data: { values } });
  /** Somebody writes while the person reads the preview. */
  const meanwhile =
    (act: () => Promise<unknown>, later = 5000): Approver =>
    async (preview, change) => {
      await act();
      time += later;
      const word = await agree(preview, change);
      return word && { ...word, at: new Date(time).toISOString() };
    };

  describe('an update', () => {
    it('shows before and after in words, is done, and is undone', async () => {
      const done = applied(await write(update({ next_step: 'Call Grace', stage: 'Won 🎉', value: 12_500 })));
      const [preview] = own.seen;
      assert.equal(
        preview!.sentence,
        'Change the next step, deal stage and deal value of Acme renewal (Deal)'.replace(
          'Acme renewal',
          preview!.sentence.match(/of (.*) \(/)![1]!,
        ),
      );
      const stage = preview!.fields.find(({ slug }) => slug === 'stage')!;
      assert.equal(stage.after, 'Won 🎉');
      assert.notEqual(stage.before, undefined);
      assert.match(preview!.fields.find(({ slug }) => slug === 'value')!.after!, /12,500/);
      assert.equal(preview!.destructive, true);
      assert.deepEqual(done.differences, []);
      const [entry] = own.journal.entries;
      assert.match(entry!.sentence, /^Changed the next step, deal stage and deal value of /);
      assert.deepEqual(entry!.target?.recordId, renewal);
      assert.equal(done.journalId, entry!.id);
      assert.equal((await deal()).next_step![0]!.value, 'Call Grace');
      applied(await undoLast());
      assert.equal(entry!.undone?.by, own.journal.entries[1]!.id);
      assert.equal(own.journal.entries[1]!.undoes, entry!.id);
      assert.notEqual((await deal()).next_step?.[0]?.value, 'Call Grace');
      assert.match(failed(await own.service.undo(entry!, own.options())).message, /undone already/);
    });

    it('says what of a list comes and goes, and tells namesakes apart', async () => {
      const made = async (email: string) => {
        const name = { first_name: 'Grace', last_name: 'Twin', full_name: 'Grace Twin' };
        const values = { name: [name], email_addresses: [{ email_address: email }] };
        return (await raw(sandbox, 'POST', '/v2/objects/people/records', { data: { values } })).id.record_id as string;
      };
      const people = [await made('grace@one.example'), await made('grace@two.example')];
      const change = update({
        associated_people: people.map((id) => ({ target_object: 'people', target_record_id: id })),
      });
      const [field] = (await own.service.preview(change)).fields;
      assert.match(field!.after!, /Grace Twin \(grace@one\.example\), Grace Twin \(grace@two\.example\)/);
      const company = { kind: 'record.update', mode: 'overwrite', object: 'companies', recordId: acme } as const;
      await put(COMPANY, { domains: [{ domain: 'a.example' }, { domain: 'b.example' }] });
      const values = { domains: [{ domain: 'b.example' }, { domain: 'c.example' }] };
      const [domains] = (await own.service.preview({ ...company, values })).fields;
      assert.deepEqual(domains!.list, { come: ['c.example'], go: ['a.example'] });
    });

    it('leaves out what Attio already has, and sends and asks nothing when that is all', async () => {
      await put(DEAL, { next_step: 'Wait', priority: 2 });
      sandbox.requests();
      const before = writes().length;
      const done = applied(await write(update({ next_step: 'Wait', priority: 4 })));
      assert.deepEqual(Object.keys((done.change as UpdateRecord).values), ['priority']);
      const again = applied(await write(update({ next_step: 'Wait', priority: 4 })));
      assert.match(again.differences[0]!, /^Attio already has/);
      assert.equal(again.undo, undefined);
      assert.equal(own.seen.length, 1);
      assert.equal(writes().length, before + 1);
      assert.equal(own.journal.entries.length, 1);
    });

    it('touches no attribute but those that differ, whatever the record and the values', async () => {
      const world = await worldOf(sandbox);
      const bodies: Record<string, unknown>[] = [];
      const send = own.api.records.update;
      own.api.records.update = (approved, options) => {
        bodies.push(approved.change.values);
        return send(approved, options);
      };
      await fc.assert(
        fc.asyncProperty(fc.nat(), async (seed) => {
          sandbox.reset();
          own.catalog.forget({ what: 'everything' });
          bodies.length = 0;
          const chance = new Chance(world, dice(seed));
          const change = chance.change('record.update', 0) as UpdateRecord;
          const before = world.rows.find(({ id }) => id === change.recordId)!;
          const outcome = await write(change);
          if (outcome.status === 'failed') return;
          applied(outcome);
          for (const slug of Object.keys(bodies[0] ?? {})) {
            assert(slug in change.values);
            assert.notDeepEqual(bodies[0]![slug], before.values[slug]);
          }
          const after = (await worldOf(sandbox)).rows.find(({ id }) => id === change.recordId)!;
          for (const [slug, values] of Object.entries(before.values)) {
            if (!(slug in change.values)) assert.deepEqual(after.values[slug], values, slug);
          }
        }),
        { numRuns: 12 },
      );
    });

    it('stops at what someone changed since the person looked, before asking, and only there', async () => {
      await put(DEAL, { next_step: 'Theirs', priority: 1 });
      const change = update({ next_step: 'Mine' }, { base: { next_step: ['Base'], priority: [5] } });
      const outcome = await write(change);
      assert(outcome.status === 'conflict');
      assert.deepEqual(outcome.conflicts, [
        { slug: 'next_step', label: 'Next step', base: 'Base', theirs: 'Theirs', mine: 'Mine' },
      ]);
      assert.equal(own.seen.length, 0);
      assert.equal((await deal()).next_step![0]!.value, 'Theirs');
      applied(await write(change, { overConflicts: true }));
      assert.equal((await deal()).next_step![0]!.value, 'Mine');
      // Both wrote the same: nobody loses.
      applied(await write(update({ next_step: 'Mine' }, { base: { next_step: ['Base'] } })));
    });

    it('stops at what someone wrote while the person read the preview', async () => {
      const theirs = () => put(DEAL, { next_step: 'Theirs' });
      const outcome = await write(update({ next_step: 'Mine' }), { approve: meanwhile(theirs) });
      assert(outcome.status === 'conflict');
      assert.equal(outcome.conflicts[0]!.theirs, 'Theirs');
      assert.equal((await deal()).next_step![0]!.value, 'Theirs');
      assert.equal(own.journal.entries.length, 0);
      const other = () => put(DEAL, { priority: 3 });
      applied(await write(update({ next_step: 'Mine' }), { approve: meanwhile(other) }));
      assert.equal((await deal()).priority![0]!.value, 3);
    });

    it('is not undone over what someone wrote since', async () => {
      applied(await write(update({ next_step: 'Mine', priority: 4 })));
      await put(DEAL, { next_step: 'Theirs' });
      const outcome = await undoLast();
      assert(outcome.status === 'conflict');
      assert.deepEqual(
        outcome.conflicts.map(({ slug, theirs }) => [slug, theirs]),
        [['next_step', 'Theirs']],
      );
      assert.equal((await deal()).next_step![0]!.value, 'Theirs');
      assert.equal(own.journal.entries[0]!.undone, undefined);
      applied(await undoLast({ overConflicts: true }));
      assert.notEqual((await deal()).priority?.[0]?.value, 4);
    });

    it('says what Attio did not keep', async () => {
      await put(DEAL, { priority: 3 });
      const send = own.api.records.update;
      own.api.records.update = (approved, options) => {
        // Attio answers well and drops a value.
        return send(approved, options).then(async (record) => {
          await put(DEAL, { priority: 1 });
          return record;
        });
      };
      const done = applied(await write(update({ next_step: 'Call', priority: 5 })));
      assert.deepEqual(done.differences, ['Attio did not keep Priority: it has ★☆☆☆☆ instead of ★★★★★.']);
    });

    it('warns of archived options, of what is taken away, of what must not be empty and of what is taken', async () => {
      const archived = 'On ice';
      const preview = await own.service.preview(update({ stage: archived, name: [] }));
      assert.match(preview.warnings.join('\n'), /“On ice” is archived/);
      assert.match(preview.warnings.join('\n'), /Attio needs the deal name/);
      const company: UpdateRecord = {
        ...update({}),
        object: 'companies',
        recordId: acme,
        values: { domains: ['lumenhealth.example'] },
      };
      const { warnings, destructive } = await own.service.preview(company);
      assert.match(warnings.join('\n'), /Taken away from the domains: acme-robotics\.example/);
      assert.match(warnings.join('\n'), /Domains must be unique, and Lumen Health already has/);
      assert.equal(destructive, true);
      const append = await own.service.preview({ ...company, mode: 'append', values: { domains: ['new.example'] } });
      assert.equal(append.destructive, false);
    });

    it('that takes someone from another record says so, and its undo puts him back', async () => {
      const grace = seedId('people', 'grace-okafor');
      const lumen = seedId('companies', 'lumen-health');
      const before = await worldOf(sandbox);
      const values = { team: [{ target_object: 'people', target_record_id: grace }] };
      applied(await write({ ...update(values), mode: 'append', object: 'companies', recordId: lumen }));
      assert.match(
        own.seen[0]!.warnings.join('\n'),
        /Grace Okafor can belong to one record only here, and leaves Acme Robotics/,
      );
      applied(await undoLast());
      assert.deepEqual(portrait(await worldOf(sandbox)), portrait(before));
    });

    it('of what is unknown or not to be written is refused before anything is asked', async () => {
      const odd: WriteValues[] = [{ nothing_like_it: 1 }, { created_at: '2026-01-01T00:00:00Z' }];
      for (const values of odd) {
        assert.equal(failed(await write(update(values))).kind, 'validation');
      }
      assert.equal(
        failed(await write(update({ name: 'x' }, { recordId: seedId('deals', 'no-such') }))).kind,
        'not-found',
      );
      assert.equal(own.seen.length, 0);
    });
  });

  describe('a create', () => {
    const create: CreateRecord = {
      kind: 'record.create',
      object: 'companies',
      values: { name: 'New Co', domains: ['new-co.example'], categories: ['Automation', 'B2B'] },
    };

    it('is done once, tells the catalog, and its undo stops where someone wrote to it since', async () => {
      const done = applied(await write(create));
      assert.equal(own.seen[0]!.sentence, 'Create New Co (Company)');
      const ref = { object: 'companies', recordId: done.record!.id.record_id };
      const asked = sandbox.requests().length;
      assert.equal((await own.catalog.record(ref, { surface: 'test' }))?.id.record_id, ref.recordId);
      assert.equal(sandbox.requests().length, asked);
      await put(`/v2/objects/companies/records/${ref.recordId}`, { description: 'Someone is at work here.' });
      assert.equal((await undoLast()).status, 'conflict');
      await put(`/v2/objects/companies/records/${ref.recordId}`, { description: null });
      applied(await undoLast());
      await assert.rejects(raw(sandbox, 'GET', `/v2/objects/companies/records/${ref.recordId}`), /404/);
    });

    it('warns of what exists and of what is missing', async () => {
      const twin = await own.service.preview({ ...create, values: { domains: ['acme-robotics.example'] } });
      assert.match(twin.warnings.join('\n'), /Acme Robotics already has acme-robotics\.example/);
      const bare = await own.service.preview({ kind: 'record.create', object: 'deals', values: { name: 'Deal' } });
      assert.equal(bare.warnings.filter((one) => one.startsWith('Attio needs')).length, 2);
    });

    it('or update goes by the unique value, and both are undone', async () => {
      const before = await worldOf(sandbox);
      const upsert = (domain: string): Change => ({
        kind: 'record.assert',
        object: 'companies',
        matchingAttribute: 'domains',
        values: { domains: [domain], description: 'Upserted' },
      });
      applied(await write(upsert('acme-robotics.example')));
      assert.match(own.seen[0]!.sentence, /^Change the description of Acme Robotics/);
      applied(await undoLast());
      applied(await write(upsert('nobody-has-it.example')));
      assert.match(own.seen[2]!.sentence, /^Create nobody-has-it\.example/);
      applied(await undoLast());
      assert.deepEqual(portrait(await worldOf(sandbox)), portrait(before));
    });
  });

  describe('a delete', () => {
    it('shows what hangs on the record, and says what it may not look at', async () => {
      const related = [{ target_object: 'companies', target_record_id: acme }];
      await put(`/v2/objects/projects/records/${seedId('projects', 'atlas-rollout')}`, { related });
      const preview = await own.service.preview({ kind: 'record.delete', object: 'companies', recordId: acme });
      const labels = preview.fields.map(({ label }) => label);
      for (const label of ['Name', 'Domains', 'Notes', 'References from other records', 'Tasks']) {
        assert(labels.includes(label), `${label} in ${labels}`);
      }
      assert.match(preview.warnings.at(-1)!, /another id/);
      const scopes = ALL_SCOPES.filter((one) => !/^(comment|task|note):/.test(one));
      const poor = desk(sandbox, { scopes });
      const { warnings } = await poor.service.preview({ kind: 'record.delete', object: 'companies', recordId: acme });
      for (const what of ['comments', 'tasks', 'notes'])
        assert.match(warnings.join('\n'), new RegExp(`may not read ${what}`));
      await poor.close();
    });

    it('of a record with all there is comes back, references of others too, and keeps the original', async () => {
      const before = await worldOf(sandbox);
      for (const [object, recordId] of [
        ['companies', acme],
        ['deals', renewal],
        ['people', seedId('people', 'grace-okafor')],
        ['projects', seedId('projects', 'atlas-rollout')],
      ] as const) {
        applied(await write({ kind: 'record.delete', object, recordId }));
        assert.equal(own.journal.entries.at(-1)!.originals?.[0]?.record.id.record_id, recordId);
        assert.equal(own.catalog.peek({ object, recordId }), undefined);
        applied(await undoLast());
        assertBack(await worldOf(sandbox), before, object);
        sandbox.reset();
        own.catalog.forget({ what: 'everything' });
        // Ids of before are back, which Attio never does: the journal would go by the new ones.
        await own.journal.clear();
      }
    });

    it('stops when someone wrote while the person read, and is done when it is gone', async () => {
      const change: Change = { kind: 'record.delete', object: 'companies', recordId: acme };
      const theirs = () => put(COMPANY, { description: 'Wait, keep it!' });
      const outcome = await write(change, { approve: meanwhile(theirs) });
      assert(outcome.status === 'conflict');
      assert.equal(outcome.conflicts[0]!.theirs, 'Wait, keep it!');
      const gone = () => raw(sandbox, 'DELETE', COMPANY);
      const done = applied(await write(change, { approve: meanwhile(gone) }));
      assert.equal(done.alreadyDone, true);
      // It was somebody else's delete: there is nothing of ours to take back.
      assert.equal(done.undo, undefined);
      assert.equal(own.journal.entries.length, 0);
    });
  });

  describe('a merge', () => {
    const merge = (): Change => ({
      kind: 'record.merge',
      object: 'companies',
      primaryRecordId: acme,
      secondaryRecordId: seedId('companies', 'lumen-health'),
    });

    it('says which value wins and which is lost, keeps both originals and waits for the new record', async () => {
      const done = applied(await write(merge()));
      const [preview] = own.seen;
      assert.equal(preview!.destructive, true);
      assert.equal(preview!.originals, 2);
      const { fields, table } = preview!;
      assert.deepEqual(
        fields.find(({ slug }) => slug === 'name'),
        { label: 'Name', slug: 'name', before: 'Lumen Health', lost: true },
      );
      // What both have and what only one has is nothing to read before one agrees; the table has it.
      assert.equal(
        fields.some(({ slug }) => slug === 'account_status'),
        false,
      );
      assert.deepEqual(table?.columns, ['Attribute', 'Acme Robotics (wins)', 'Lumen Health', 'Result']);
      assert.deepEqual(
        table?.rows.find(([title]) => title === 'Account status'),
        ['Account status', 'Customer', 'Customer', 'Customer'],
      );
      assert.match(preview!.fields.find(({ slug }) => slug === 'domains')!.after!, /acme.*lumen/);
      assert.equal(done.undo, undefined);
      const [entry] = own.journal.entries;
      assert.equal(entry!.originals?.length, 2);
      assert.equal(entry!.target?.recordId, done.record!.id.record_id);
      assert.equal(own.catalog.peek({ object: 'companies', recordId: acme }), undefined);
      assert.match(failed(await own.service.undo(entry!, own.options())).message, /cannot be undone/);
    });

    it('that takes its time is done, and says where the record will be', async () => {
      sandbox.setFaults([{ kind: 'slow-merge', ms: 60_000 }]);
      const done = applied(await write(merge()));
      assert.equal(done.record, undefined);
      assert.match(done.differences[0]!, /still at it/);
      assert(own.journal.entries[0]!.target?.recordId);
    });

    it('stops when one of them changes while the person reads', async () => {
      const theirs = () => put(COMPANY, { description: 'New' });
      assert.equal((await write(merge(), { approve: meanwhile(theirs) })).status, 'conflict');
      await raw(sandbox, 'GET', COMPANY);
    });
  });

  describe('a batch', () => {
    const both: Batch = {
      kind: 'batch',
      title: 'Create Ada Byron and the company Engines',
      changes: [
        { kind: 'record.create', object: 'companies', values: { name: 'Engines' } },
        {
          kind: 'record.create',
          object: 'people',
          values: {
            name: { first_name: 'Ada', last_name: 'Byron', full_name: 'Ada Byron' },
            company: { target_object: 'companies', target_record_id: pendingId(0) },
          },
        },
        {
          kind: 'note.create',
          parentObject: 'people',
          parentRecordId: pendingId(1),
          title: 'Hi',
          format: 'markdown',
          content: 'x',
        },
      ],
    };

    it('is one preview with parts, one word, one entry, and refers to what it creates', async () => {
      const done = applied(await write(both));
      assert.equal(own.seen.length, 1);
      assert.equal(own.seen[0]!.parts!.length, 3);
      assert.match(own.seen[0]!.parts![1]!.fields.find(({ slug }) => slug === 'company')!.after!, /^Engines$/);
      const [company, person] = done.parts!.map(({ record }) => record?.id.record_id);
      const stored = await raw(sandbox, 'GET', `/v2/objects/people/records/${person}`);
      assert.equal(stored.values.company[0].target_record_id, company);
      assert.equal(own.journal.entries.length, 1);
      assert.equal(own.journal.entries[0]!.sentence, 'Created Ada Byron and the company Engines');
    });

    it('stops at the first failure, keeps what was made, and goes on from there when written again', async () => {
      const before = await worldOf(sandbox);
      sandbox.setFaults([{ kind: 'status', status: 500, method: 'POST', path: '/v2/notes' }]);
      const first = await write(both);
      assert(first.status === 'failed' && first.applied);
      assert.equal(first.applied.parts!.length, 2);
      const made = 'Created Engines (Company) and Created Ada Byron (Person)';
      assert.equal(own.journal.entries[0]!.sentence, `${made} (2 of 3 changes)`);
      assert(first.error.message.includes(`2 of 3 changes were made before (${made}); the rest was not.`));
      applied(await write(both));
      const now = await worldOf(sandbox);
      assert.equal(now.rows.length, before.rows.length + 2);
      assert.equal(now.notes.length, before.notes.length + 1);
      for (const entry of [...own.journal.entries].reverse()) applied(await own.service.undo(entry, own.options()));
      assert.deepEqual(portrait(await worldOf(sandbox)), portrait(before));
    });

    it('stops where someone wrote to a later part of it meanwhile', async () => {
      const batch: Batch = {
        kind: 'batch',
        title: 'Change two',
        changes: [
          update({ next_step: 'Mine' }, { recordId: seedId('deals', 'acme-expansion') }),
          update({ next_step: 'Mine' }),
        ],
      };
      const outcome = await write(batch, { approve: meanwhile(() => put(DEAL, { next_step: 'Theirs' })) });
      assert(outcome.status === 'failed' && outcome.applied);
      assert.equal(outcome.error.kind, 'conflict');
      assert.equal((await deal()).next_step![0]!.value, 'Theirs');
      assert.equal(outcome.applied.parts!.length, 1);
    });

    it('that takes back and fails half-way is not taken back a second time', async () => {
      applied(await write({ kind: 'record.delete', object: 'companies', recordId: acme }));
      const [entry] = own.journal.entries;
      sandbox.setFaults([{ kind: 'status', status: 400, method: 'POST', path: '/v2/notes' }]);
      assert.equal((await own.service.undo(entry!, own.options())).status, 'failed');
      const count = (world: World) =>
        world.rows.filter(({ values }) => JSON.stringify(values.name) === '["Acme Robotics"]').length;
      assert.equal(count(await worldOf(sandbox)), 1);
      // In another window, which knows nothing of the first try.
      const other = desk(sandbox);
      other.journal.entries.push(...own.journal.entries);
      assert.match(failed(await other.service.undo(entry!, other.options())).message, /a part of it is undone already/);
      await other.close();
      applied(await own.service.undo(entry!, own.options()));
      assert.equal(count(await worldOf(sandbox)), 1);
      assert(own.journal.entries[0]!.undone);
    });
  });
});
