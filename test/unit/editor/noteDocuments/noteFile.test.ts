import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { EditStore, editsFolder, forgetEdits } from '../../../../src/editor/documents/store.js';
import { NoteFile, NoteStore, type StoredNote } from '../../../../src/editor/noteDocuments/noteFile.js';
import { type NoteGround, printNote } from '../../../../src/editor/noteDocuments/noteText.js';

const ID = '11111111-2222-4333-8444-555555555555';
const target = { account: 'a', noteId: '99999999-2222-4333-8444-555555555555' };

const ground = (more: Partial<NoteGround> = {}): NoteGround => ({
  title: 'Call with Grace',
  content: '# Plan\n\n- one\n- two',
  parentObject: 'companies',
  parentRecordId: ID,
  createdAt: '2026-11-18T10:00:00.000Z',
  record: { name: 'Acme', url: `https://app.attio.com/northwind/company/${ID}` },
  ...more,
});
const fileOf = (live = ground()) => new NoteFile(target, live, undefined, 1);

describe('a note’s text against what Attio has', () => {
  it('says nothing of a note as it is printed, whatever is in it', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('---', '"quoted"', '', '\r\n', '👩‍🚀 שלום'),
    );
    fc.assert(
      fc.property(text, text, (title, content) => {
        const file = fileOf(ground({ title, content }));
        assert.deepEqual(file.read(file.text).changed, []);
        assert.deepEqual(file.read(file.text).problems, []);
        assert.equal(file.toStore(file.text), undefined);
      }),
    );
  }).timeout(20_000);

  it('tells title from text, and takes blank lines around the text for nothing', () => {
    const file = fileOf();
    const { text } = file;
    assert.deepEqual(file.read(text.replace('Grace', 'Ada')).changed, ['title']);
    assert.deepEqual(file.read(text.replace('two', 'three')).changed, ['content']);
    assert.deepEqual(file.read(text.replace('---\n\n', '---\n\n\n')).changed, []);
    assert.deepEqual(file.read(text.replaceAll('\n', '\r\n')).changed, []);
  });

  it('does not let the note go to another record, nor lose its head', () => {
    const file = fileOf();
    const other = file.text.replace(ID, ID.replaceAll('1', '7'));
    assert.match(file.read(other).problems[0]?.message ?? '', /stays on its record/);
    assert.equal(file.read(other).problems[0]?.line, 3);
    assert.notEqual(file.read('# Plan\n').problems.length, 0);
    // What the record is called does not matter.
    assert.deepEqual(file.read(file.text.replace('Acme', 'ACME Inc.')).problems, []);
  });

  it('lets a note without a title stay without one, and no other lose it', () => {
    const untitled = fileOf(ground({ title: '' }));
    assert.deepEqual(untitled.read(untitled.text).problems, []);
    const file = fileOf();
    assert.match(file.read(file.text.replace('Call with Grace', '')).problems[0]?.message ?? '', /no title/);
  });
});

describe('news from Attio in a note’s document', () => {
  it('take the place of a text that was not touched', async () => {
    const file = fileOf();
    const live = ground({ title: 'Theirs', content: 'All new' });
    const plan = await file.plan(live, file.text);
    assert.deepEqual({ text: plan.text, clashes: plan.clashes }, { text: printNote(live), clashes: [] });
  });

  it('go beside what the person has changed', async () => {
    const file = fileOf();
    const mine = file.text.replace('Call with Grace', 'Mine');
    const plan = await file.plan(ground({ content: 'All new' }), mine);
    assert.deepEqual(plan.clashes, []);
    assert.equal(plan.text, printNote(ground({ title: 'Mine', content: 'All new' })));
    file.follow(plan, ground({ content: 'All new' }));
    assert.deepEqual(file.read(plan.text).changed, ['title']);
  });

  it('of the same part are a clash, and nothing is taken away', async () => {
    const file = fileOf();
    const mine = file.text.replace('two', 'three');
    const live = ground({ content: '# Plan\n\n- four' });
    const plan = await file.plan(live, mine);
    assert.deepEqual({ clashes: plan.clashes, text: plan.text }, { clashes: ['content'], text: mine });
    file.follow(plan, live);
    assert.deepEqual([...file.clashes], ['content']);
    // Either way out leads to something that can be sent, or to what Attio has.
    assert.equal(file.withTheirs(mine, ['content']), printNote(live));
    file.see(live);
    assert.deepEqual(file.read(mine).changed, ['content']);
    assert.equal(file.base.content, live.content);
  });

  it('that say the same as the person are none', async () => {
    const file = fileOf();
    const mine = file.text.replace('- two', '- two\n- three');
    const plan = await file.plan(ground({ content: '# Plan\n\n* one\n* two\n* three' }), mine);
    assert.deepEqual(plan.clashes, []);
  });

  it('in another spelling are none', async () => {
    const file = fileOf();
    const mine = file.text.replace('Grace', 'Ada');
    const plan = await file.plan(ground({ content: '# Plan\n\n* one\n* two\n' }), mine);
    assert.deepEqual({ text: plan.text, clashes: plan.clashes }, { text: mine, clashes: [] });
  });

  it('come into an empty text and an empty note', async () => {
    const file = fileOf(ground({ content: '' }));
    const mine = file.text.replace('Grace', 'Ada');
    const plan = await file.plan(ground({ content: 'New' }), mine);
    assert.equal(plan.text, printNote(ground({ title: 'Call with Ada', content: 'New' })));
    const full = fileOf();
    const emptied = await full.plan(ground({ content: '' }), full.text.replace('Grace', 'Ada'));
    assert.equal(full.read(emptied.text).parsed.body, '');
  });
});

describe('texts of notes on disk', () => {
  let storage: string;
  beforeEach(async () => {
    storage = await mkdtemp(join(tmpdir(), 'attio-edits-'));
  });
  afterEach(() => rm(storage, { recursive: true, force: true }));

  it('stand beside those of records, and go with the account', async () => {
    const folder = editsFolder({ fsPath: storage });
    const notes = new NoteStore(folder);
    const edit: StoredNote = { version: 1, target, base: ground(), text: 'typed', mtime: 1 };
    await notes.save(edit);
    await notes.save({ ...edit, target: { ...target, account: 'b' } });
    const records = new EditStore(folder);
    assert.equal(await records.read({ account: 'a', object: 'note', recordId: target.noteId }), undefined);
    await forgetEdits({ fsPath: storage }, 'a');
    assert.equal(await notes.read(target), undefined);
    assert.equal((await notes.read({ ...target, account: 'b' }))?.text, 'typed');
  });

  it('bring back the text, and what it is read against', async () => {
    const notes = new NoteStore(editsFolder({ fsPath: storage }));
    const file = fileOf();
    const typed = file.text.replace('two', 'three');
    await notes.save(file.toStore(typed)!);
    const again = new NoteFile(target, ground({ content: 'News' }), await notes.read(target), 2);
    assert.equal(again.text, typed);
    assert.equal(again.base.content, ground().content);
    assert.deepEqual(again.read(typed).changed, ['content']);
  });
});
