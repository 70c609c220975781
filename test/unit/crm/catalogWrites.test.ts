/** What the catalog adds for edits: what there is to choose, filtered pages, look-ups, history, and following writes. */
import assert from 'node:assert/strict';
import { AttioError, type AttioErrorKind } from '../../../src/attio/errors.js';
import type { AttioRecord, AttributeValue, Entry } from '../../../src/attio/types.js';
import { createCatalog } from '../../../src/crm/createCatalog.js';
import type { Catalog, CatalogChange, RecordRef } from '../../../src/crm/types.js';
import {
  account,
  attribute,
  domain,
  type FakeApi,
  failure,
  gate,
  id,
  personName,
  reference,
  sampleApi,
  text,
  value,
  WORKSPACE,
} from '../../support/fakeApi.js';

const by = { surface: 'test' };
const company = (n: number): RecordRef => ({ object: 'companies', recordId: id(n) });
const person = (n: number): RecordRef => ({ object: 'people', recordId: id(n) });
const day = (n: number) => new Date(Date.UTC(2026, 0, 1) + n * 60_000).toISOString();

const is = (kind: AttioErrorKind, field?: string) => (error: unknown) =>
  AttioError.is(error, kind) && error.details.field === field;

describe('the catalog, for edits', () => {
  let api: FakeApi;
  let clock: { time: number; now(): number };
  let catalog: Catalog;
  let changes: CatalogChange[];

  beforeEach(() => {
    api = sampleApi();
    clock = { time: 1_000_000, now: () => clock.time };
    catalog = createCatalog(api, account, { clock, locale: 'en-GB', timeZone: 'UTC' });
    changes = [];
    catalog.onDidChange((change) => changes.push(change));
  });
  afterEach(() => catalog.dispose());

  function manyCompanies(count: number): void {
    for (let n = 1; n <= count; n++)
      api.addRecord('companies', id(n), { name: text(`Company ${n}`), domains: domain(`c${n}.example`) }, day(n));
  }
  const ids = (records: readonly AttioRecord[]) =>
    records.map((record) => Number.parseInt(record.id.record_id.slice(-6), 16));
  const renamed = (n: number, name: string): AttioRecord => {
    const record = structuredClone(api.all.get('companies')!.find((one) => one.id.record_id === id(n))!);
    record.values.name = text(name);
    return record;
  };
  const title = async (ref: RecordRef) => (await catalog.summary(ref, by))?.title;

  describe('what there is to choose', () => {
    beforeEach(() => {
      api.defs.get('projects')!.push(attribute('tags', 'select', { is_multiselect: true }));
      const of = { workspace_id: WORKSPACE, object_id: id(0), attribute_id: 'stage' };
      api.statusList.set('projects/stage', [
        { id: { ...of, status_id: id(1) }, title: 'Planned', is_archived: false },
        { id: { ...of, status_id: id(2) }, title: 'Old', is_archived: true },
      ]);
      api.optionList.set('projects/tags', [{ id: { ...of, option_id: id(3) }, title: 'pilot', is_archived: false }]);
    });

    it('is options or statuses by the type, archived ones too, asked for once', async () => {
      const both = await Promise.all([
        catalog.choices('projects', 'stage', by),
        catalog.choices('projects', 'stage', by),
      ]);
      assert.deepEqual(both[0], [
        { id: id(1), title: 'Planned', archived: false },
        { id: id(2), title: 'Old', archived: true },
      ]);
      assert.deepEqual(both[1], both[0]);
      assert.deepEqual(await catalog.choices('projects', 'tags', by), [{ id: id(3), title: 'pilot', archived: false }]);
      assert.deepEqual(await catalog.choices('projects', 'name', by), []);
      assert.equal(api.count('attributes.statuses'), 1);
      assert.equal(api.count('attributes.options'), 1);
    });

    it('is forgotten with the object', async () => {
      await catalog.choices('projects', 'stage', by);
      catalog.forget({ what: 'object', object: 'companies' });
      await catalog.choices('projects', 'stage', by);
      assert.equal(api.count('attributes.statuses'), 1);
      catalog.forget({ what: 'object', object: 'projects' });
      await catalog.choices('projects', 'stage', by);
      assert.equal(api.count('attributes.statuses'), 2);
    });

    it('is said not to be of an attribute that there is not', async () => {
      await assert.rejects(catalog.choices('projects', 'stagee', by), is('not-found', 'stagee'));
    });
  });

  it('reads all pages of saved views, and the lists, once', async () => {
    const view = (n: number) => ({
      id: { workspace_id: WORKSPACE, view_id: id(n) },
      title: `View ${n}`,
      created_at: day(n),
    });
    api.viewList.set('companies', [1, 2, 3, 4, 5].map(view));
    for (let n = 0; n < 2; n++) {
      assert.deepEqual(
        (await catalog.views('companies', by)).map((one) => one.title),
        ['View 1', 'View 2', 'View 3', 'View 4', 'View 5'],
      );
      assert.deepEqual(await catalog.lists(by), []);
    }
    assert.equal(api.count('objects.views'), 3);
    assert.equal(api.count('lists.list'), 1);
  });

  describe('a filtered page', () => {
    const named = (n: number) => ({ name: { value: { $eq: `Company ${n}` } } });

    it('is kept by its question', async () => {
      manyCompanies(3);
      const pages = await Promise.all([
        catalog.recordsPage('companies', { offset: 0, filter: named(2) }, by),
        catalog.recordsPage('companies', { offset: 0, filter: named(3) }, by),
        catalog.recordsPage('companies', { offset: 0 }, by),
        catalog.recordsPage('companies', { offset: 0, filter: named(2) }, by),
      ]);
      assert.deepEqual(
        pages.map((page) => ids(page.records)),
        [[2], [3], [3, 2, 1], [2]],
      );
      assert.equal(api.count('records.query'), 3);
    });

    it('of a saved view asks for the view and no filter', async () => {
      await catalog.recordsPage('companies', { offset: 0, viewId: id(5) }, by);
      const query = api.calls.find((call) => call.name === 'records.query')!.args[1] as Record<string, unknown>;
      assert.equal(query.filter_view_id, id(5));
      assert.ok(!('filter' in query));
    });

    it('is asked for again after a write that may matter to it, and not after another', async () => {
      manyCompanies(3);
      const asked = { offset: 0, filter: named(2) };
      await catalog.recordsPage('companies', asked, by);
      const other = structuredClone(await catalog.record(company(2), by))!;
      other.values.domains = domain('new.example');
      const before = api.count('records.query');
      catalog.learnRecord(other, 'companies');
      const [kept] = (await catalog.recordsPage('companies', asked, by)).records;
      assert.deepEqual(kept, other);
      assert.equal(api.count('records.query'), before);
      catalog.learnRecord(renamed(2, 'Company 3'), 'companies');
      await catalog.recordsPage('companies', asked, by);
      assert.equal(api.count('records.query'), before + 1);
    });

    it('that looks at other objects, or is a saved view, is asked for again after any write', async () => {
      manyCompanies(1);
      const path = {
        path: [
          ['people', 'company'],
          ['companies', 'name'],
        ],
        constraints: { value: { $eq: 'x' } },
      };
      api.before = (call) => {
        if ((call.args[1] as { filter?: { path?: unknown } })?.filter?.path)
          delete (call.args[1] as { filter?: unknown }).filter;
      };
      await catalog.recordsPage('people', { offset: 0, filter: path }, by);
      await catalog.recordsPage('people', { offset: 0, viewId: id(5) }, by);
      catalog.learnRecord(renamed(1, 'Renamed'), 'companies');
      await catalog.recordsPage('people', { offset: 0, filter: path }, by);
      await catalog.recordsPage('people', { offset: 0, viewId: id(5) }, by);
      assert.equal(api.count('records.query'), 4);
    });
  });

  describe('what a write answered', () => {
    it('is what page, hover and tree show, without another request', async () => {
      manyCompanies(3);
      await catalog.recordsPage('companies', { offset: 0 }, by);
      await catalog.summary(company(2), by);
      const before = api.calls.length;
      catalog.learnRecord(renamed(2, 'Renamed'), 'companies');
      assert.equal(await title(company(2)), 'Renamed');
      const { records } = await catalog.recordsPage('companies', { offset: 0 }, by);
      assert.deepEqual(
        records.map((one) => one.values.name![0]!.value),
        ['Company 3', 'Renamed', 'Company 1'],
      );
      assert.equal((await catalog.view(company(2), by))?.summary.title, 'Renamed');
      assert.equal(api.calls.length, before);
      assert.deepEqual(changes, [{ what: 'record', ref: company(2) }]);
    });

    it('puts a new record before the others, and moves these on', async () => {
      manyCompanies(120);
      const first = await catalog.recordsPage('companies', { offset: 0 }, by);
      await catalog.recordsPage('companies', { offset: first.next! }, by);
      const made = api.addRecord('companies', id(500), { name: text('New') }, day(500));
      const before = api.count('records.query');
      catalog.learnRecord(made, 'companies');
      const all: number[] = [];
      for (let offset: number | undefined = 0; offset !== undefined; ) {
        const page = await catalog.recordsPage('companies', { offset }, by);
        all.push(...ids(page.records));
        offset = page.next;
      }
      assert.deepEqual(all, [500, ...Array.from({ length: 120 }, (_, n) => 120 - n)]);
      // The third page was not known before.
      assert.equal(api.count('records.query'), before + 1);
    });

    it('takes a deleted record off its page, and knows that it is gone', async () => {
      manyCompanies(120);
      const first = await catalog.recordsPage('companies', { offset: 0 }, by);
      await catalog.recordsPage('companies', { offset: first.next! }, by);
      api.all.set(
        'companies',
        api.all.get('companies')!.filter((one) => one.id.record_id !== id(100)),
      );
      const before = api.count('records.query');
      catalog.forgetRecord(company(100));
      assert.equal(await catalog.record(company(100), by), undefined);
      const all: number[] = [];
      for (let offset: number | undefined = 0; offset !== undefined; ) {
        const page = await catalog.recordsPage('companies', { offset }, by);
        all.push(...ids(page.records));
        offset = page.next;
      }
      assert.deepEqual(
        all,
        Array.from({ length: 120 }, (_, n) => 120 - n).filter((n) => n !== 100),
      );
      assert.equal(api.count('records.query'), before + 1);
      assert.deepEqual(changes, [{ what: 'record', ref: company(100) }]);
    });

    it('is not undone by an answer that was asked for before', async () => {
      manyCompanies(2);
      await catalog.objects(by);
      const held = gate();
      api.after = (call) => (call.name === 'records.query' ? held.wait : undefined);
      const page = catalog.recordsPage('companies', { offset: 0 }, by);
      const found = catalog.recordsWith('companies', attribute('name', 'text'), ['Company 1'], by);
      while (api.count('records.query') < 2) await new Promise(setImmediate);
      catalog.learnRecord(renamed(1, 'Renamed'), 'companies');
      catalog.forgetRecord(company(2));
      held.open();
      assert.deepEqual(
        (await page).records.map((one) => one.values.name![0]!.value),
        ['Renamed'],
      );
      assert.deepEqual(
        (await found).map((one) => one.values.name![0]!.value),
        ['Renamed'],
      );
      assert.equal(catalog.peek(company(1))!.values.name![0]!.value, 'Renamed');
      assert.equal(catalog.peek(company(2)), undefined);
    });

    it('has the other side of a relationship read again', async () => {
      const defs = api.defs.get('people')!;
      defs.find((one) => one.api_slug === 'company')!.relationship = { object_slug: 'companies', api_slug: 'team' };
      manyCompanies(3);
      api.addRecord('people', id(50), { name: personName('Ada Lovelace'), company: reference('companies', id(1)) });
      api.all.get('companies')!.find((one) => one.id.record_id === id(1))!.values.team = reference('people', id(50));
      await catalog.attributes('people', by);
      await Promise.all([catalog.record(person(50), by), ...[1, 2, 3].map((n) => catalog.record(company(n), by))]);
      const moved = structuredClone(catalog.peek(person(50))!);
      moved.values.company = reference('companies', id(2));
      catalog.learnRecord(moved, 'people');
      assert.equal(catalog.peek(company(1)), undefined, 'lost her');
      assert.equal(catalog.peek(company(2)), undefined, 'got her');
      assert.ok(catalog.peek(company(3)));
      assert.deepEqual(changes.map((change) => 'ref' in change && change.ref.recordId).sort(), [id(1), id(2), id(50)]);
    });

    it('keeps a deleted record out of what a search that lags behind finds', async () => {
      manyCompanies(2);
      assert.equal((await catalog.search('company', by)).length, 2);
      catalog.forgetRecord(company(1));
      assert.deepEqual(
        (await catalog.search('company', by)).map((match) => match.ref.recordId),
        [id(2)],
      );
    });
  });

  describe('every record', () => {
    it('comes oldest first, five hundred at a time, as bulk work', async () => {
      manyCompanies(1203);
      const sizes: number[] = [];
      const all: number[] = [];
      for await (const page of catalog.everyRecord('companies', by)) {
        sizes.push(page.length);
        all.push(...ids(page));
        // Nothing is read ahead.
        assert.equal(api.count('records.query'), sizes.length);
      }
      assert.deepEqual(sizes, [500, 500, 203]);
      assert.deepEqual(
        all,
        Array.from({ length: 1203 }, (_, n) => n + 1),
      );
      assert.equal(api.calls.at(-1)!.options?.priority, 'bulk');
      assert.equal(catalog.peek(company(7)), undefined, 'remembered by nobody');
    });

    it('comes once, also when rows move between two pages', async () => {
      manyCompanies(600);
      const seen: number[] = [];
      let first = true;
      for await (const page of catalog.everyRecord('companies', by)) {
        seen.push(...ids(page));
        if (first) api.addRecord('companies', id(9000), { name: text('Old import') }, day(0));
        first = false;
      }
      assert.equal(new Set(seen).size, seen.length);
    });

    it('stops when nobody wants it any more', async () => {
      manyCompanies(600);
      const abort = new AbortController();
      await assert.rejects(async () => {
        for await (const _ of catalog.everyRecord('companies', { ...by, signal: abort.signal })) abort.abort();
      }, is('cancelled'));
      assert.equal(api.count('records.query'), 1);
    });
  });

  describe('records with a value', () => {
    it('are looked for together, and learnt', async () => {
      manyCompanies(5);
      const found = await catalog.recordsWith(
        'companies',
        attribute('domains', 'domain'),
        ['C2.example', 'c4.example', '', 'none.example', 'c4.example'],
        by,
      );
      assert.deepEqual(ids(found), [4, 2]);
      assert.equal(api.count('records.query'), 1);
      await catalog.record(company(4), by);
      assert.equal(api.count('records.query'), 1);
    });

    it('are looked for in as many requests as are needed, and not without values', async () => {
      manyCompanies(3);
      const names = Array.from({ length: 120 }, (_, n) => `Company ${n}`);
      assert.equal((await catalog.recordsWith('companies', attribute('name', 'text'), names, by)).length, 3);
      assert.equal(api.count('records.query'), 3);
      assert.deepEqual(await catalog.recordsWith('companies', attribute('name', 'text'), [' '], by), []);
      assert.equal(api.count('records.query'), 3);
    });

    it('come newest first also where they were asked for in several requests', async () => {
      manyCompanies(60);
      const names = Array.from({ length: 60 }, (_, n) => `Company ${n + 1}`);
      const found = await catalog.recordsWith('companies', attribute('name', 'text'), names, by);
      assert.equal(api.count('records.query'), 2);
      assert.deepEqual(
        ids(found),
        names.map((_, n) => 60 - n),
      );
    });

    it('cannot be looked for by a reference', async () => {
      await assert.rejects(
        catalog.recordsWith('companies', attribute('team', 'record-reference'), [id(1)], by),
        /cannot be looked up by “team”/,
      );
    });
  });

  describe('the entries of a record', () => {
    const entry = (list: number, n: number): Entry => ({
      id: { workspace_id: WORKSPACE, list_id: id(list), entry_id: id(n) },
      parent_record_id: id(1),
      parent_object: 'companies',
      created_at: day(n),
      entry_values: { tier: text(String(n)) },
    });
    beforeEach(() => {
      for (const [n, slug] of [
        [70, 'targets'],
        [71, 'renewals'],
      ] as const)
        api.listList.push({
          id: { workspace_id: WORKSPACE, list_id: id(n) },
          api_slug: slug,
          name: slug,
          parent_object: ['companies'],
          workspace_access: null,
          workspace_member_access: [],
          created_at: '',
          created_by_actor: null,
        });
      api.entryList.push(entry(70, 1), entry(71, 2), entry(70, 3), entry(70, 4));
    });

    it('come whole, with one request for each list', async () => {
      const entries = await catalog.entriesOf(company(1), by);
      assert.deepEqual(
        entries.map((one) => one.id.entry_id),
        [1, 2, 3, 4].map(id),
      );
      assert.deepEqual(entries[3], entry(70, 4));
      assert.deepEqual([api.count('records.entries'), api.count('entries.query'), api.count('entries.get')], [1, 1, 1]);
    });

    it('come one by one where Attio does not take the filter, less those that are gone', async () => {
      api.before = (call) => {
        if (call.name === 'entries.query') throw failure('validation', { code: 'filter_error' });
        if (call.name === 'entries.get' && call.args[1] === id(3)) throw failure('not-found');
      };
      assert.deepEqual(
        (await catalog.entriesOf(company(1), by)).map((one) => one.id.entry_id),
        [1, 2, 4].map(id),
      );
    });

    it('are refused where the key may not read them', async () => {
      api.before = (call) => {
        if (call.name === 'entries.query') throw failure('permission');
      };
      await assert.rejects(catalog.entriesOf(company(1), by), is('permission'));
    });
  });

  describe('the history of an attribute', () => {
    const at = (
      n: number,
      until: number | null,
      fields: Record<string, unknown>,
      by: AttributeValue['created_by_actor'],
    ): AttributeValue => ({
      ...value('status', fields),
      active_from: day(n),
      active_until: until === null ? null : day(until),
      created_by_actor: by,
    });

    beforeEach(() => {
      api.memberList = [
        {
          id: { workspace_id: WORKSPACE, workspace_member_id: id(80) },
          first_name: 'Ada',
          last_name: 'Lovelace',
          avatar_url: null,
          email_address: 'ada@acme.example',
          access_level: 'member',
          created_at: '',
        },
      ];
      const of = { workspace_id: WORKSPACE, object_id: id(0), attribute_id: 'stage' };
      api.statusList.set('projects/stage', [{ id: { ...of, status_id: id(2) }, title: 'Running', is_archived: false }]);
      api.pastValues.set(`projects/${id(1)}/stage`, [
        at(1, 2, { status: { title: 'Planned', is_archived: true } }, { type: 'workspace-member', id: id(80) }),
        at(2, 3, { status: id(2) }, { type: 'api-token', id: null }),
        at(3, null, { status: { title: 'Done', is_archived: false } }, { type: 'system', id: null }),
      ]);
    });

    it('is told newest first, in words, with who did it', async () => {
      const told = await catalog.history({ object: 'projects', recordId: id(1) }, 'stage', by);
      assert.deepEqual(told, [
        { text: 'Done', from: day(3), until: null, by: 'System' },
        { text: 'Running', from: day(2), until: day(3), by: 'API token' },
        { text: 'Planned (archived)', from: day(1), until: day(2), by: 'Ada Lovelace' },
      ]);
    });

    it('does without names where the key may not read members', async () => {
      catalog.dispose();
      const few = { ...account, scopes: account.scopes.filter((scope) => !scope.startsWith('user_management')) };
      catalog = createCatalog(api, few, { clock, locale: 'en-GB', timeZone: 'UTC' });
      const told = await catalog.history({ object: 'projects', recordId: id(1) }, 'stage', by);
      assert.equal(told[2]!.by, 'Workspace member');
      assert.equal(api.count('members.list'), 0);
    });

    it('fails as Attio says where none is kept', async () => {
      api.before = (call) => {
        if (call.name === 'records.values') throw failure('validation', { serverMessage: 'COMINT' });
      };
      await assert.rejects(catalog.history(company(1), 'last_interaction', by), is('validation'));
    });
  });
});
