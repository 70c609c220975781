import assert from 'node:assert/strict';
import type { Json, UpdateEntry } from '../../../src/attio/writes.js';
import type { Change } from '../../../src/changes/change.js';
import { seedId } from '../../../src/sandbox/ids.js';
import type { Sandbox } from '../../../src/sandbox/server.js';
import { agree, type Desk, desk, portrait, raw, withSandbox, worldOf } from './sandboxed.js';
import { applied } from './support.js';

describe('changes of lists and of the schema, on the sample workspace', function () {
  this.timeout(30_000);
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
  const undoLast = () => own.service.undo(own.journal.entries.at(-1)!, own.options());
  const attribute = (slug: string) => raw(sandbox, 'GET', `/v2/objects/deals/attributes/${slug}`);
  const on = { target: 'objects', identifier: 'deals' } as const;

  describe('a place in a list', () => {
    const add: Change = {
      kind: 'entry.create',
      list: 'target_accounts',
      parentObject: 'companies',
      parentRecordId: seedId('companies', 'orbital-foods'),
      values: { fit: 4 },
    };

    it('is given, told when there is one already, and taken back', async () => {
      const before = await worldOf(sandbox);
      const done = applied(await write(add));
      assert.match(own.seen[0]!.sentence, /^Add Orbital Foods.* to the list Target accounts$/);
      assert.match(own.seen[0]!.warnings.join(), /3 times/);
      assert.equal(done.entry?.entry_values.fit?.[0]?.value, 4);
      applied(await undoLast());
      assert.deepEqual(portrait(await worldOf(sandbox)), portrait(before));
    });

    it('is changed as records are, with what someone else wrote left alone', async () => {
      const entry = (await worldOf(sandbox)).rows.find(({ of }) => of === 'lists/target_accounts')!;
      const path = `/v2/lists/target_accounts/entries/${entry.id}`;
      const theirs = (values: object) => raw(sandbox, 'PUT', path, { data: { entry_values: values } });
      await theirs({ fit: 2 });
      const update: UpdateEntry = {
        kind: 'entry.update',
        mode: 'overwrite',
        list: 'target_accounts',
        entryId: entry.id,
        values: { fit: 5 },
      };
      const outcome = await write({ ...update, base: { fit: [1] } });
      assert(outcome.status === 'conflict');
      assert.equal(outcome.conflicts[0]!.theirs, '★★☆☆☆');
      applied(await write(update));
      await theirs({ fit: 1 });
      assert.equal((await undoLast()).status, 'conflict');
      assert.equal((await raw(sandbox, 'GET', path)).entry_values.fit[0].value, 1);
    });

    it('is taken away, comes back with its values, and is not taken away when it changed meanwhile', async () => {
      const before = await worldOf(sandbox);
      const entry = before.rows.find(({ of, values }) => of === 'lists/renewals_2026' && values.due!.length > 0)!;
      const remove: Change = { kind: 'entry.delete', list: 'renewals_2026', entryId: entry.id };
      const path = `/v2/lists/renewals_2026/entries/${entry.id}`;
      const stopped = await write(remove, {
        approve: async (preview: never, change: never) => {
          await raw(sandbox, 'PUT', path, { data: { entry_values: { due: '2030-01-01' } } });
          time += 5000;
          return { ...(await agree(preview, change)), at: new Date(time).toISOString() };
        },
      });
      assert.equal(stopped.status, 'conflict');
      await raw(sandbox, 'PUT', path, { data: { entry_values: { due: entry.values.due![0] } } });
      applied(await write(remove));
      applied(await undoLast());
      assert.deepEqual(portrait(await worldOf(sandbox), before), portrait(before));
    });
  });

  describe('an attribute', () => {
    it('is created, and archived by undo, which the preview says', async () => {
      applied(
        await write({
          ...on,
          kind: 'attribute.create',
          title: 'Region',
          description: null,
          apiSlug: 'region',
          type: 'select',
          isRequired: false,
          isUnique: false,
          isMultiselect: true,
        }),
      );
      assert.match(own.seen[0]!.warnings.join(), /Undo archives it/);
      assert.equal(own.seen[0]!.sentence, 'Create the attribute “Region” on Deal');
      assert((await own.catalog.attributes('deals', { surface: 'test' })).some((one) => one.api_slug === 'region'));
      applied(await undoLast());
      assert.equal((await attribute('region')).is_archived, true);
      applied(await undoLast());
      assert.equal((await attribute('region')).is_archived, false);
    });

    it('is changed in what differs only, by before and after, and back', async () => {
      const then = await attribute('next_step');
      const change: Change = {
        ...on,
        kind: 'attribute.update',
        attribute: 'next_step',
        title: 'What next',
        isRequired: then.is_required,
      };
      const done = applied(await write(change));
      assert.deepEqual(own.seen[0]!.fields, [{ label: 'Title', before: 'Next step', after: 'What next' }]);
      assert.equal((done.change as { isRequired?: boolean }).isRequired, undefined);
      assert.match(applied(await write(change)).differences[0]!, /^Attio already has/);
      await raw(sandbox, 'PATCH', '/v2/objects/deals/attributes/next_step', { data: { title: 'Theirs' } });
      assert.equal((await undoLast()).status, 'conflict');
      await raw(sandbox, 'PATCH', '/v2/objects/deals/attributes/next_step', { data: { title: 'What next' } });
      applied(await undoLast());
      assert.equal((await attribute('next_step')).title, 'Next step');
    });
  });

  it('options and statuses are created, renamed, archived and brought back', async () => {
    const of = { ...on, attribute: 'deal_type' };
    const options = async () =>
      (await raw(sandbox, 'GET', '/v2/objects/deals/attributes/deal_type/options?show_archived=true')).map(
        (one: { title: string; is_archived: boolean }) => `${one.title} ${one.is_archived}`,
      );
    const before = await options();
    applied(await write({ ...of, kind: 'option.create', title: 'Barter' }));
    assert.equal(own.seen[0]!.sentence, 'Create the option “Barter” of Deal type of Deal');
    assert(
      (await own.catalog.choices('deals', 'deal_type', { surface: 'test' })).some(({ title }) => title === 'Barter'),
    );
    applied(await write({ ...of, kind: 'option.update', option: 'Barter', title: 'Swap' }));
    applied(await undoLast());
    applied(await write({ ...of, kind: 'option.update', option: 'Barter', isArchived: true }));
    assert.equal(own.seen.at(-1)!.destructive, true);
    assert.match(own.seen.at(-1)!.sentence, /^Archive the option “Barter”/);
    applied(await undoLast());
    assert.deepEqual(await options(), [...before, 'Barter false']);
    const stage = { ...on, attribute: 'stage' };
    applied(await write({ ...stage, kind: 'status.create', title: 'Paused', celebrationEnabled: true }));
    applied(await undoLast());
    applied(await write({ ...stage, kind: 'status.update', status: 'Paused', isArchived: false, title: 'Resting' }));
    assert.deepEqual(
      own.seen
        .at(-1)!
        .fields.map(({ label }) => label)
        .sort(),
      ['Archived', 'Title'],
    );
  });

  it('an object is created, renamed and deleted, and not deleted by undo once it has records', async () => {
    const create: Change = { kind: 'object.create', apiSlug: 'gadgets', singularNoun: 'Gadget', pluralNoun: 'Gadgets' };
    applied(await write(create));
    assert((await own.catalog.objects({ surface: 'test' })).some((one) => one.api_slug === 'gadgets'));
    applied(await write({ kind: 'object.update', object: 'gadgets', pluralNoun: 'Gizmos' }));
    applied(await undoLast());
    await raw(sandbox, 'POST', '/v2/objects/gadgets/attributes', {
      data: {
        title: 'Name',
        description: null,
        api_slug: 'name',
        type: 'text',
        is_required: false,
        is_unique: false,
        is_multiselect: false,
        config: {},
      },
    });
    const record = await raw(sandbox, 'POST', '/v2/objects/gadgets/records', { data: { values: { name: 'One' } } });
    const [entry] = own.journal.entries;
    const how = 'undo' as const;
    const pressed = async () => ({ how, at: new Date(time).toISOString(), surface: 'test' });
    const refused = await own.service.undo(entry!, own.options({ approve: pressed }));
    assert(refused.status === 'failed' && /has records by now/.test(refused.error.message));
    await raw(sandbox, 'DELETE', `/v2/objects/gadgets/records/${record.id.record_id}`);
    applied(await own.service.undo(entry!, own.options({ approve: pressed })));
    assert(!(await own.catalog.objects({ surface: 'test' })).some((one) => one.api_slug === 'gadgets'));
  });

  it('what the key may not do is said in the preview', async () => {
    const poor = desk(sandbox, { scopes: ['record_permission:read', 'object_configuration:read'] });
    const warned = async (change: Change, what: RegExp) =>
      assert.match((await poor.service.preview(change)).warnings.join('\n'), what);
    await warned(
      { ...on, kind: 'option.create', attribute: 'deal_type', title: 'X' },
      /lacks object_configuration:read-write/,
    );
    const deal = seedId('deals', 'acme-renewal');
    const values: Record<string, Json> = { next_step: 'X' };
    await warned(
      { kind: 'record.update', mode: 'overwrite', object: 'deals', recordId: deal, values },
      /lacks record_permission:read-write/,
    );
    await poor.close();
  });
});
