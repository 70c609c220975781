import assert from 'node:assert/strict';
import type { AttioError } from '../../../src/attio/errors.js';
import { createCatalog } from '../../../src/crm/createCatalog.js';
import type { Catalog, CatalogChange, RecordRef } from '../../../src/crm/types.js';
import {
  account,
  domain,
  email,
  type FakeApi,
  failure,
  gate,
  id,
  personName,
  reference,
  sampleApi,
  text,
  value,
} from '../../support/fakeApi.js';

const by = { surface: 'test' };
const company = (n: number): RecordRef => ({ object: 'companies', recordId: id(n) });
const person = (n: number): RecordRef => ({ object: 'people', recordId: id(n) });

describe('the catalog', () => {
  let api: FakeApi;
  let clock: { time: number; now(): number };
  let catalog: Catalog;

  beforeEach(() => {
    api = sampleApi();
    clock = { time: 1_000_000, now: () => clock.time };
    catalog = createCatalog(api, account, { clock, locale: 'en-GB', timeZone: 'UTC' });
  });
  afterEach(() => catalog.dispose());

  function manyCompanies(count: number): void {
    for (let n = 1; n <= count; n++) {
      const day = new Date(Date.UTC(2026, 0, 1) + n * 60_000).toISOString();
      api.addRecord('companies', id(n), { name: text(`Company ${n}`), domains: domain(`c${n}.example`) }, day);
    }
  }

  describe('records by id', () => {
    it('asks once for a hundred at the same time', async () => {
      manyCompanies(100);
      const asked = Array.from({ length: 100 }, (_, n) => catalog.summary(company(n + 1), by));
      const summaries = await Promise.all(asked);
      assert.equal(api.count('records.query'), 1);
      assert.equal(api.count('attributes.list'), 1);
      assert.equal(api.count('objects.list'), 1);
      assert.deepEqual(
        summaries.map((one) => one?.title),
        Array.from({ length: 100 }, (_, n) => `Company ${n + 1}`),
      );
    });

    it('sends at most five hundred ids a query', async () => {
      manyCompanies(1200);
      await Promise.all(Array.from({ length: 1200 }, (_, n) => catalog.record(company(n + 1), by)));
      const sizes = api.calls.map(
        ({ args }) => (args[1] as { filter: { record_id: { $in: string[] } } }).filter.record_id.$in.length,
      );
      assert.deepEqual(sizes, [500, 500, 200]);
    });

    it('asks once for the same record, then not at all, then again when it is old', async () => {
      manyCompanies(1);
      await Promise.all([catalog.record(company(1), by), catalog.record(company(1), by)]);
      await catalog.record(company(1), by);
      assert.equal(api.count('records.query'), 1);
      assert.equal(catalog.peek(company(1))?.id.record_id, id(1));
      clock.time += 2 * 60_000 + 1;
      assert.equal(catalog.peek(company(1)), undefined);
      await catalog.record(company(1), by);
      assert.equal(api.count('records.query'), 2);
    });

    it('asks anew when told to', async () => {
      manyCompanies(1);
      await catalog.record(company(1), by);
      await catalog.record(company(1), { ...by, fresh: true });
      assert.equal(api.count('records.query'), 2);
    });

    it('remembers an absence for half a minute', async () => {
      assert.equal(await catalog.summary(company(7), by), undefined);
      assert.equal(await catalog.record(company(7), by), undefined);
      assert.equal(api.count('records.query'), 1);
      clock.time += 30_001;
      manyCompanies(7);
      assert.equal((await catalog.record(company(7), by))?.id.record_id, id(7));
    });

    it('takes an unknown object for an absence, and asks nothing for what is no id', async () => {
      assert.equal(await catalog.record({ object: 'spaceships', recordId: id(1) }, by), undefined);
      const before = api.calls.length;
      assert.equal(await catalog.record({ object: 'companies', recordId: 'rubbish' }, by), undefined);
      assert.equal(api.calls.length, before);
    });

    it('finds a record whose object is named by id', async () => {
      manyCompanies(1);
      const objectId = api.objectList[0]!.id.object_id;
      await catalog.record(company(1), by);
      const record = await catalog.record({ object: objectId, recordId: id(1) }, by);
      assert.equal(record?.id.record_id, id(1));
      assert.equal(api.count('records.query'), 1);
    });

    it('shares a failure among those who asked together and does not keep it', async () => {
      manyCompanies(2);
      api.before = () => {
        throw failure('offline');
      };
      const asked = await Promise.allSettled([
        catalog.record(company(1), by),
        catalog.record(company(1), by),
        catalog.record(company(2), by),
      ]);
      assert.deepEqual(
        asked.map((one) => one.status === 'rejected' && (one.reason as AttioError).kind),
        ['offline', 'offline', 'offline'],
      );
      assert.equal(api.count('records.query'), 1);
      api.before = () => {};
      assert.ok(await catalog.record(company(1), by));
    });
  });

  describe('letting go', () => {
    it('goes on while anybody still asks, and aborts when nobody does', async () => {
      manyCompanies(2);
      const held = gate();
      api.before = () => held.wait;
      const [one, two, three] = [new AbortController(), new AbortController(), new AbortController()];
      const first = catalog.record(company(1), { ...by, signal: one.signal });
      const second = catalog.record(company(1), { ...by, signal: two.signal });
      const other = catalog.record(company(2), { ...by, signal: three.signal });
      while (api.count('records.query') === 0) await new Promise((resolve) => setTimeout(resolve, 1));
      const signal = api.calls[0]!.options!.signal!;
      one.abort();
      await assert.rejects(first, { name: 'AttioError', kind: 'cancelled' });
      three.abort();
      await assert.rejects(other, { kind: 'cancelled' });
      assert.equal(signal.aborted, false);
      two.abort();
      await assert.rejects(second, { kind: 'cancelled' });
      assert.equal(signal.aborted, true);
      held.open();
    });

    it('never asks for what was let go before it was sent', async () => {
      const controller = new AbortController();
      const asked = catalog.record(company(1), { ...by, signal: controller.signal });
      controller.abort();
      await assert.rejects(asked, { kind: 'cancelled' });
      await assert.rejects(catalog.objects({ ...by, signal: controller.signal }), { kind: 'cancelled' });
      await new Promise((resolve) => setTimeout(resolve, 15));
      assert.equal(api.calls.length, 0);
    });

    it('starts anew for one who asks after the others let go', async () => {
      const held = gate();
      api.before = () => held.wait;
      const controller = new AbortController();
      const dropped = catalog.objects({ ...by, signal: controller.signal });
      controller.abort();
      await assert.rejects(dropped, { kind: 'cancelled' });
      const asked = catalog.objects(by);
      held.open();
      assert.equal((await asked).length, 3);
      assert.equal(api.count('objects.list'), 2);
    });
  });

  describe('pages', () => {
    it('walks all records once, newest first, and never offers an empty page', async () => {
      manyCompanies(100);
      const first = await catalog.recordsPage('companies', { offset: 0 }, by);
      assert.equal(first.records.length, 50);
      assert.equal(first.next, 50);
      assert.equal(first.records[0]!.id.record_id, id(100));
      const second = await catalog.recordsPage('companies', { offset: first.next! }, by);
      assert.equal(second.records.length, 50);
      assert.equal(second.next, undefined);
      const seen = [...first.records, ...second.records].map((record) => record.id.record_id);
      assert.equal(new Set(seen).size, 100);
      assert.equal(api.count('records.query'), 2);
    });

    it('is described with one query for all companies the people work at', async () => {
      manyCompanies(50);
      for (let n = 1; n <= 50; n++) {
        api.addRecord('people', id(1000 + n), {
          name: personName(`Ada ${n}`),
          email_addresses: email(`ada${n}@c${n}.example`),
          company: reference('companies', id(n)),
        });
      }
      const page = await catalog.recordsPage('people', { offset: 0 }, by);
      const summaries = await catalog.summarize(page.records, 'people', by);
      assert.equal(api.count('records.query'), 2);
      const ada7 = summaries.find((one) => one.ref.recordId === id(1007));
      assert.equal(ada7?.title, 'Ada 7');
      assert.equal(ada7?.description, 'ada7@c7.example · Company 7');
      const calls = api.calls.length;
      await catalog.summarize(page.records, 'people', by);
      await catalog.record(company(7), by);
      assert.equal(api.calls.length, calls);
    });

    it('shows a record whose references may not be read', async () => {
      api.addRecord('people', id(1), { name: personName('Ada'), company: reference('companies', id(5)) });
      api.before = ({ name, args }) => {
        if (name === 'records.query' && args[0] === 'companies') throw failure('permission');
      };
      const summary = await catalog.summary(person(1), by);
      assert.equal(summary?.title, 'Ada');
      assert.equal(summary?.description, '');
    });
  });

  it('views a record with its references by name and its members by name', async () => {
    manyCompanies(1);
    const member = {
      id: { workspace_id: account.workspaceId, workspace_member_id: id(77) },
      first_name: 'Ada',
      last_name: 'Lovelace',
    };
    api.memberList = [
      { ...member, avatar_url: null, email_address: 'ada@acme.example', access_level: 'admin', created_at: '' },
    ];
    api.addRecord('people', id(2), {
      name: personName('Grace Hopper'),
      company: reference('companies', id(1), id(99)),
      owner: [value('actor-reference', { referenced_actor_type: 'workspace-member', referenced_actor_id: id(77) })],
    });
    const view = await catalog.view(person(2), by);
    const shown = Object.fromEntries(
      view!.values.map(({ attribute, parts }) => [attribute.api_slug, parts.map((part) => part.text)]),
    );
    assert.deepEqual(shown.company, ['Company 1', 'Company']);
    assert.deepEqual(shown.owner, ['Ada Lovelace']);
    assert.deepEqual(shown.job_title, []);
    assert.equal(view!.object.singular_noun, 'Person');
  });

  describe('notes', () => {
    const at = (day: number) => `2026-05-0${day}T10:00:00.000000000Z`;
    const options = { offset: 0, limit: 20 };

    it('learns and forgets without asking again', async () => {
      const old = api.addNote('companies', id(1), 'Old', 'text', at(1));
      await catalog.notesOf(company(1), options, by);
      const changes: CatalogChange[] = [];
      const listening = catalog.onDidChange((change) => changes.push(change));
      const fresh = { ...old, id: { ...old.id, note_id: id(50) }, title: 'New', created_at: at(2) };
      catalog.learnNote(fresh);
      const page = await catalog.notesOf(company(1), options, by);
      assert.deepEqual(
        page.notes.map((note) => note.title),
        ['New', 'Old'],
      );
      assert.equal((await catalog.note(id(50), by))?.title, 'New');
      catalog.forgetNote(id(50), company(1));
      assert.deepEqual(
        (await catalog.notesOf(company(1), options, by)).notes.map((note) => note.title),
        ['Old'],
      );
      assert.equal(await catalog.note(id(50), by), undefined);
      assert.deepEqual(changes, [
        { what: 'notes', ref: company(1) },
        { what: 'notes', ref: company(1) },
      ]);
      assert.equal(api.calls.length, 1);
      listening.dispose();
      catalog.forget({ what: 'everything' });
      assert.equal(changes.length, 2);
    });

    it('knows a note of a page again, however Attio writes its id', async () => {
      const note = api.addNote('companies', id(1), 'Loud', 'text', at(1));
      note.id.note_id = 'ABCDEFAB-0000-4000-8000-000000000001';
      await catalog.notesOf(company(1), options, by);
      assert.equal((await catalog.note(note.id.note_id, by))?.title, 'Loud');
      assert.equal((await catalog.note(note.id.note_id.toLowerCase(), by))?.title, 'Loud');
      assert.equal(api.calls.length, 1);
      catalog.learnNote({ ...note, id: { ...note.id, note_id: note.id.note_id.toLowerCase() }, title: 'Quiet' });
      assert.deepEqual(
        (await catalog.notesOf(company(1), options, by)).notes.map(({ title }) => title),
        ['Quiet'],
      );
    });

    it('does not let an answer that was under way undo what was learnt', async () => {
      const held = gate();
      api.before = () => held.wait;
      const asked = catalog.notesOf(company(1), options, by);
      while (api.calls.length === 0) await Promise.resolve();
      const note = api.addNote('companies', id(1), 'New', 'text', at(2));
      api.noteList = [];
      catalog.learnNote(note);
      held.open();
      await asked;
      api.noteList = [note];
      const page = await catalog.notesOf(company(1), options, by);
      assert.deepEqual(
        page.notes.map((one) => one.title),
        ['New'],
      );
    });

    it('pages through many', async () => {
      for (let n = 0; n < 60; n++)
        api.addNote('companies', id(1), `Note ${n}`, 'text', `2026-05-01T10:${String(n).padStart(2, '0')}:00Z`);
      const first = await catalog.notesOf(company(1), { offset: 0, limit: 30 }, by);
      const second = await catalog.notesOf(company(1), { offset: first.next!, limit: 30 }, by);
      assert.equal(second.next, undefined);
      assert.equal(new Set([...first.notes, ...second.notes].map((note) => note.id.note_id)).size, 60);
      assert.equal(first.notes[0]!.title, 'Note 59');
    });
  });

  it('forgets an object without touching another', async () => {
    manyCompanies(1);
    api.addRecord('people', id(2), { name: personName('Ada') });
    await catalog.record(company(1), by);
    await catalog.record(person(2), by);
    catalog.forget({ what: 'object', object: 'people' });
    assert.ok(catalog.peek(company(1)));
    assert.equal(catalog.peek(person(2)), undefined);
  });
});
