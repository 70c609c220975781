import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EditStore, editsFolder, forgetEdits, type StoredEdit } from '../../../../src/editor/documents/store.js';

const target = (account: string) => ({
  account,
  object: 'companies',
  recordId: '00000000-0000-4000-8000-000000000001',
});
const edit = (text: string, account = 'a'): StoredEdit => ({
  version: 1,
  target: target(account),
  base: {},
  text,
  mtime: 1,
  clashes: {},
});

describe('edits of records on disk', () => {
  let storage: string;
  let folder: string;
  beforeEach(async () => {
    storage = await mkdtemp(join(tmpdir(), 'edits-'));
    folder = editsFolder({ fsPath: storage });
  });
  afterEach(() => rm(storage, { recursive: true, force: true }));

  const window = async (account = 'a') => {
    const store = new EditStore(folder);
    await store.read(target(account));
    return store;
  };

  it('of a record and of its places in lists are kept apart, and go together', async () => {
    const store = new EditStore(folder);
    const { account, recordId } = target('a');
    const place = (list: string) => ({ account, list, entryId: recordId });
    await store.save(edit('the record'));
    for (const list of ['companies', 'renewals']) await store.save({ ...edit(list), target: place(list) });
    assert.equal((await store.read(target('a')))?.text, 'the record');
    assert.equal((await store.read(place('companies')))?.text, 'companies');
    assert.equal((await store.read(place('renewals')))?.text, 'renewals');
    await forgetEdits({ fsPath: storage }, 'a');
    assert.deepEqual(await readdir(folder), []);
  });

  it('go with the account that is signed out of, though no document was opened', async () => {
    const store = await window();
    await store.save(edit('mine'));
    await store.save(edit('other account', 'b'));
    const torn = join(folder, 'x.json.0.tmp');
    await writeFile(torn, 'half of what was typed');
    await utimes(torn, 1, 1);
    await forgetEdits({ fsPath: storage }, 'a');
    assert.equal((await readdir(folder)).length, 1);
    assert.equal((await new EditStore(folder).read(target('b')))?.text, 'other account');
    await rm(storage, { recursive: true });
    await forgetEdits({ fsPath: storage }, 'a');
  });

  it('go with the account also where one is just being written, and nothing is written late', async () => {
    let signedIn = true;
    const store = new EditStore(folder, () => signedIn);
    const writing = store.save(edit('mine'));
    signedIn = false;
    await Promise.all([writing, store.keepOnly([])]);
    assert.deepEqual(await readdir(folder).catch(() => []), []);
    await store.save(edit('late'));
    store.saveNow(edit('late'));
    assert.deepEqual(await readdir(folder).catch(() => []), []);
  });

  it('of two windows never take each other’s place unasked', async () => {
    const [one, two] = [await window(), await window()];
    assert(await one.save(edit('first window')));
    assert(await one.save(edit('first window, more')));
    assert.equal(await two.save(edit('second window')), false);
    await two.remove(target('a'));
    two.saveNow(edit('second window, closing'));
    assert.equal((await two.others(target('a')))?.text, 'first window, more');
    assert.equal((await one.read(target('a')))?.text, 'first window, more');
    assert(await two.save(edit('second window'), { over: true }));
    assert.equal(await one.save(edit('first window, on')), false);
    await two.remove(target('a'));
    assert(await one.save(edit('first window, on')), 'what the other has sent or reverted is in nobody’s way');
  });

  it('of a window that only looks stay the other’s', async () => {
    const one = await window();
    await one.save(edit('first window'));
    const two = new EditStore(folder);
    const seen = await two.read(target('a'));
    assert(await two.save({ ...edit(seen!.text) }));
    assert(await one.save(edit('first window, on')));
  });

  it('are on disk at once when a window closes, for its owner only', async () => {
    const store = await window();
    store.saveNow(edit('the last key'));
    const [name] = await readdir(folder);
    assert.equal((await stat(join(folder, name!))).mode & 0o777, 0o600);
    assert.equal((await (await window()).read(target('a')))?.text, 'the last key');
  });
});
