import assert from 'node:assert/strict';
import type { CreateNote, DeleteNote } from '../../../src/attio/writes.js';
import type { Approver, Change, Preview } from '../../../src/changes/change.js';
import { deletionOf } from '../../../src/changes/noteWrites.js';
import { type ChangeService, createChangeService } from '../../../src/changes/service.js';
import { createCatalog } from '../../../src/crm/createCatalog.js';
import type { Catalog } from '../../../src/crm/types.js';
import { account, type FakeApi, failure, gate, id, sampleApi, text } from '../../support/fakeApi.js';
import { applied, failed, memoryJournal } from './support.js';

const create: CreateNote = {
  kind: 'note.create',
  parentObject: 'companies',
  parentRecordId: id(1),
  title: 'Call with Ada',
  format: 'markdown',
  content: '# Agenda\n\n- *one*\n- two',
};

describe('writing', () => {
  let api: FakeApi;
  let catalog: Catalog;
  let service: ChangeService;
  let waited: number[];
  let seen: Preview[];

  const agree: Approver = async (preview) => {
    seen.push(preview);
    return { how: 'asked', at: new Date().toISOString(), surface: 'test' };
  };
  const undo: Approver = async () => ({ how: 'undo', at: new Date().toISOString(), surface: 'test' });
  const write = (change: Change, more: Partial<Parameters<ChangeService['write']>[1]> = {}) =>
    service.write(change, { surface: 'test', approve: agree, ...more });
  const writes = () => api.count('notes.create') + api.count('notes.delete');

  beforeEach(() => {
    api = sampleApi();
    api.addRecord('companies', id(1), { name: text('Acme Robotics') });
    catalog = createCatalog(api, account);
    waited = [];
    seen = [];
    service = createChangeService({
      api,
      catalog,
      account,
      journal: memoryJournal(),
      wait: async (ms) => void waited.push(ms),
    });
  });
  afterEach(() => catalog.dispose());

  describe('a note', () => {
    it('is created after a preview and a word, with the way back', async () => {
      const done = applied(await write(create));
      assert.equal(seen[0]?.sentence, 'Create the note “Call with Ada” on Acme Robotics (Company)');
      assert.equal(seen[0]?.verb, 'Create Note');
      assert.deepEqual(seen[0]?.warnings, []);
      assert.deepEqual(seen[0]?.account, { name: 'Acme CRM', slug: 'acme-crm' });
      assert.deepEqual(done.differences, []);
      assert.equal(done.note?.title, 'Call with Ada');
      assert.equal(api.noteList.length, 1);
      assert.equal(done.undo?.kind, 'note.delete');
      applied(await write(done.undo!, { approve: undo }));
      assert.equal(api.noteList.length, 0);
    });

    it('is not written without a word', async () => {
      assert.deepEqual(await write(create, { approve: async () => undefined }), { status: 'declined' });
      const odd = await write(create, { approve: (async () => ({ how: 'maybe' })) as unknown as Approver });
      assert.equal(failed(odd).kind, 'validation');
      assert.equal(writes(), 0);
    });

    it('is not written when it was cancelled while one was asked', async () => {
      const controller = new AbortController();
      const ask: Approver = async (preview, change) => {
        controller.abort();
        return agree(preview, change);
      };
      await write(create, { approve: ask, signal: controller.signal });
      assert.equal(writes(), 0);
    });

    it('is refused before asking when it is malformed', async () => {
      const outcome = await write({ ...create, createdAt: '2999-01-01T00:00:00Z' });
      assert.match(failed(outcome).message, /in the future/);
      assert.equal(seen.length, 0);
      assert.equal(api.calls.length, 0);
    });

    it('is in the catalog without another request', async () => {
      const ref = { object: 'companies', recordId: id(1) };
      await catalog.notesOf(ref, { offset: 0, limit: 20 }, { surface: 'test' });
      const done = applied(await write(create));
      const lists = api.count('notes.list');
      const page = await catalog.notesOf(ref, { offset: 0, limit: 20 }, { surface: 'test' });
      assert.equal(page.notes[0]?.id.note_id, done.note?.id.note_id);
      assert.equal(api.count('notes.list'), lists);
    });

    it('is made once when it is asked for twice at the same time', async () => {
      const held = gate();
      api.before = ({ name }) => (name === 'notes.create' ? held.wait : undefined);
      const both = [write(create), write({ ...create })];
      held.open();
      const [first, second] = (await Promise.all(both)).map(applied);
      assert.equal(first?.note?.id.note_id, second?.note?.id.note_id);
      assert.equal(api.noteList.length, 1);
      assert.equal(seen.length, 1);
    });

    it('tells what did not stick', async () => {
      const make = api.notes.create;
      api.notes.create = async (approved, options) => {
        const note = await make(approved, options);
        return { ...note, title: 'Call', content_markdown: 'Something else' };
      };
      const { differences } = applied(await write(create));
      assert.equal(differences.length, 2);
      assert.match(differences[0]!, /title as “Call”/);
    });

    it('is not told to differ when Attio only writes the Markdown its own way', async () => {
      const make = api.notes.create;
      api.notes.create = async (approved, options) => ({
        ...(await make(approved, options)),
        content_markdown: '# Agenda\n* _one_\n* two\n',
      });
      assert.deepEqual(applied(await write(create)).differences, []);
    });

    it('warns of what will not be as expected', async () => {
      const odd = { ...create, title: ' ', content: '| a |\n|---|\n| b |', parentRecordId: id(99) };
      const preview = await service.preview(odd);
      assert.deepEqual(
        preview.warnings.map((one) => one.split(/[ :]/)[0]),
        ['The', 'The', 'A'],
      );
      assert.match((await service.preview({ ...create, content: ' ' })).warnings[0]!, /no text/);
      assert.match((await service.preview({ ...create, content: 'x '.repeat(80_000) })).warnings[0]!, /very long/);
      const poor = createChangeService({
        api,
        catalog,
        account: { ...account, scopes: ['note:read'] },
        journal: memoryJournal(),
      });
      assert.match((await poor.preview(create)).warnings[0]!, /lacks note:read-write/);
    });

    it('fails as Attio said, and can be tried again', async () => {
      api.before = ({ name }) => {
        if (name === 'notes.create') throw failure('too-large', { status: 413 });
      };
      assert.equal(failed(await write(create)).kind, 'too-large');
      assert.deepEqual(waited, []);
      api.before = () => {};
      applied(await write(create));
    });

    it('fails without asking when Attio cannot be read', async () => {
      api.before = () => {
        throw failure('offline');
      };
      assert.equal(failed(await write(create)).kind, 'offline');
      assert.equal(seen.length, 0);
    });
  });

  describe('an answer that was lost', () => {
    const lose = (effect: 'before' | 'after') => {
      api[effect] = ({ name }) => {
        if (name === 'notes.create' || name === 'notes.delete') throw failure('timeout', { fate: 'unknown' });
      };
    };

    it('is made up for by finding the note', async () => {
      lose('after');
      const done = applied(await write(create));
      assert.equal(done.alreadyDone, true);
      assert.equal(api.noteList.length, 1);
      assert.equal(done.note?.id.note_id, api.noteList[0]?.id.note_id);
      assert.equal(waited.length, 1);
    });

    it('is looked for several times, also when looking fails at first', async () => {
      lose('after');
      let looks = 0;
      api.before = ({ name }) => {
        if (name === 'notes.list' && ++looks < 3) throw failure('offline');
      };
      assert.equal(applied(await write(create)).alreadyDone, true);
      assert.equal(waited.length, 3);
    });

    it('is reported as unknown when nothing is found, and the next try looks first', async () => {
      lose('before');
      const error = failed(await write(create));
      assert.equal(error.fate, 'unknown');
      assert.match(error.message, /was not found/);
      assert.equal(api.noteList.length, 0);
      // It arrives late after all.
      api.before = () => {};
      api.addNote('companies', id(1), create.title, '# Agenda\n* _one_\n* two', new Date().toISOString());
      const again = applied(await write(create, { mayBeDone: true }));
      assert.equal(again.alreadyDone, true);
      assert.equal(api.noteList.length, 1);
      assert.equal(api.count('notes.create'), 1);
    });

    it('is not confused by the same note made before, of another text, or long ago', async () => {
      applied(await write(create));
      lose('before');
      assert.equal(failed(await write(create)).fate, 'unknown');
      api.before = () => {};
      api.noteList = [];
      api.addNote('companies', id(1), create.title, create.content, '2020-01-01T00:00:00Z');
      api.addNote('companies', id(1), create.title, 'Other text', new Date().toISOString());
      api.addNote('companies', id(1), 'Other title', create.content, new Date().toISOString());
      const done = applied(await write(create, { mayBeDone: true }));
      assert.equal(done.alreadyDone, undefined);
      assert.equal(api.noteList.length, 4);
    });

    it('by an earlier session is looked for from the time it was sent on, apart from notes that are known', async () => {
      const at = (ago: number) => new Date(Date.now() - ago).toISOString();
      const hour = 60 * 60_000;
      const old = api.addNote('companies', id(1), create.title, create.content, at(30 * hour));
      const found = applied(await write(create, { mayBeDone: true, since: Date.now() - 31 * hour }));
      assert.equal(found.note?.id.note_id, old.id.note_id);
      const known = { mayBeDone: true, since: Date.now() - 31 * hour, notThese: [old.id.note_id.toUpperCase()] };
      assert.equal(applied(await write(create, known)).alreadyDone, undefined);
      assert.equal(api.noteList.length, 2);
      assert.equal(applied(await write(create, { ...known, notThese: [] })).alreadyDone, true);
      const other = { ...known, notThese: api.noteList.map((note) => note.id.note_id) };
      assert.equal(applied(await write(create, other)).alreadyDone, undefined);
      assert.equal(api.noteList.length, 3);
    });

    it('is found behind many others, in whatever order they come, and no more are read than it takes', async () => {
      const day = 24 * 60 * 60_000;
      const dated = { ...create, createdAt: '2024-03-01T09:00:00.000Z' };
      const from = Date.parse(dated.createdAt);
      for (let at = 0; at < 300; at++)
        api.addNote('companies', id(1), `Other ${at}`, 'x', new Date(from + at * day).toISOString());
      lose('after');
      // Behind all of them.
      const make = api.notes.create;
      api.notes.create = async (approved, options) => {
        const note = await make(approved, options).catch((error) => error);
        api.noteList.push(api.noteList.shift()!);
        throw note;
      };
      assert.equal(applied(await write(dated)).alreadyDone, true);
      api.notes.create = make;
      api.noteList.reverse();
      assert.equal(applied(await write(dated, { mayBeDone: true })).alreadyDone, true);
      // The newest come first, and what is looked for is new: two pages tell.
      api.noteList.sort((a, b) => b.created_at.localeCompare(a.created_at));
      api.after = () => {};
      const before = api.count('notes.list');
      applied(await write({ ...create, title: 'New' }, { mayBeDone: true }));
      assert.equal(api.count('notes.list') - before, 2);
    });

    it('of a batch is looked for when the batch is written again, and the next like it is another', async () => {
      let late = () => {};
      api.before = ({ name }) => {
        if (name !== 'notes.create') return;
        late = () => void api.addNote('companies', id(1), create.title, create.content, new Date().toISOString());
        throw failure('timeout', { fate: 'unknown' });
      };
      const batch: Change = { kind: 'batch', title: 'Create a note', changes: [create] };
      assert.equal(failed(await write(batch)).fate, 'unknown');
      api.before = () => {};
      late();
      assert.equal(applied(await write(batch)).alreadyDone, true);
      assert.equal(api.noteList.length, 1);
      assert.equal(applied(await write(batch)).alreadyDone, undefined);
      assert.equal(api.noteList.length, 2);
    });

    it('finds a back-dated note by its date', async () => {
      lose('after');
      const done = applied(await write({ ...create, createdAt: '2024-03-01T09:00:00.000Z' }));
      assert.equal(done.alreadyDone, true);
    });

    it('finds a note whose text Attio does not keep whole', async () => {
      const content = `# Numbers\n\n${'word '.repeat(60)}\n\n![gone](x.png)`;
      api.addNote('companies', id(1), create.title, `# Numbers\n\n${'word '.repeat(60)}`, new Date().toISOString());
      assert.equal(applied(await write({ ...create, content }, { mayBeDone: true })).alreadyDone, true);
    });

    it('of a delete is settled by looking', async () => {
      const note = api.addNote('companies', id(1), 'Old', 'text', '2026-01-01T00:00:00Z');
      lose('after');
      assert.equal(applied(await write(deletionOf(note))).alreadyDone, true);
      const other = api.addNote('companies', id(1), 'Old', 'text', '2026-01-01T00:00:00Z');
      api.after = () => {};
      lose('before');
      assert.equal(failed(await write(deletionOf(other))).fate, 'unknown');
      assert.equal(api.noteList.length, 1);
    });
  });

  describe('deleting', () => {
    const at = '2026-01-01T09:30:00.123456789Z';

    it('says what goes and that undo makes another id, and brings the text back with its date', async () => {
      const note = api.addNote('companies', id(1), 'Old', '**text**', at);
      const done = applied(await write(deletionOf(note)));
      assert.equal(seen[0]?.destructive, true);
      assert.match(seen[0]!.warnings.join(' '), /its id and author change/);
      assert.equal(api.noteList.length, 0);
      const back = applied(await write(done.undo!, { approve: undo }));
      assert.equal(back.note?.title, 'Old');
      assert.equal(back.note?.content_markdown, '**text**');
      assert.equal(Date.parse(back.note!.created_at), Date.parse(at));
      assert.notEqual(back.note?.id.note_id, note.id.note_id);
    });

    it('of what is gone is done already', async () => {
      const note = api.addNote('companies', id(1), 'Old', 'text', at);
      api.noteList = [];
      const done = applied(await write(deletionOf(note)));
      assert.equal(done.alreadyDone, true);
      assert.match(seen[0]!.warnings[0]!, /already deleted/);
    });

    it('warns when the note was changed since, and then undoes to the text that was there', async () => {
      const note = api.addNote('companies', id(1), 'Old', 'text', at);
      const change: DeleteNote = deletionOf(note);
      api.noteList[0]!.content_markdown = 'changed by someone';
      const done = applied(await write(change));
      assert.match(seen[0]!.warnings.join(' '), /changed in Attio since/);
      assert.equal((done.undo as CreateNote).content, 'changed by someone');
    });

    it('as an undo stops when the note was changed since', async () => {
      const done = applied(await write(create));
      api.noteList[0]!.content_markdown = 'someone wrote more';
      const error = failed(await write(done.undo!, { approve: undo }));
      assert.equal(error.kind, 'conflict');
      assert.equal(api.noteList.length, 1);
      assert.equal(api.count('notes.delete'), 0);
    });

    it('keeps an untitled note deletable and restorable', async () => {
      const note = api.addNote('companies', id(1), '', 'text', at);
      const done = applied(await write(deletionOf(note)));
      assert.match(seen[0]!.sentence, /“Untitled note”/);
      applied(await write(done.undo!, { approve: undo }));
      assert.equal(api.noteList.length, 1);
    });
  });
});
