import assert from 'node:assert/strict';
import type { Json } from '../../../../src/attio/values.js';
import { RecordFile } from '../../../../src/editor/documents/file.js';
import { id } from '../../../support/fakeApi.js';
import { groundWith } from '../../crm/document/ground.js';

const TARGET = { object: 'companies', recordId: id(1), account: 'attio:acme' };
const BASE: Record<string, Json[]> = { name: ['Terrace'], health: [5] };
const has = (values: Record<string, Json[]>) => groundWith({ ...BASE, ...values });

/** A record's document, with this text typed and saved in the place of that one. */
async function typed(from: string, to: string) {
  const file = new RecordFile(TARGET, has({}), undefined, 1);
  assert(file.text.includes(from));
  file.save(file.text.replace(from, to), 2);
  const follow = async (values: Record<string, Json[]>) => {
    const reading = await file.read(file.text);
    const rebased = file.rebase(has(values), file.text, reading);
    if (rebased) file.save(file.after(rebased, file.text), 3);
    return rebased;
  };
  const open = async () => file.openClashes(await file.read(file.text));
  return { file, follow, open };
}

describe('an edit of a record while Attio moves', () => {
  it('is in nobody’s way once Attio is back at what it was', async () => {
    const { file, follow, open } = await typed('name: Terrace', 'name: Mine');
    await follow({ name: ['Other'] });
    assert.deepEqual(await open(), ['name']);
    assert.deepEqual(file.clashes.get('name'), { was: ['Terrace'], theirs: ['Other'] });
    const rebased = await follow({});
    assert.deepEqual(await open(), []);
    assert.deepEqual(rebased?.clashes, []);
    assert.match(file.text, /^name: Mine$/m);
    assert.deepEqual(file.toStore(file.text)?.clashes, {});
  });

  it('keeps what it was at first, however often Attio changes', async () => {
    const { file, follow } = await typed('name: Terrace', 'name: Mine');
    await follow({ name: ['Other'] });
    await follow({ name: ['Another'] });
    assert.deepEqual(file.clashes.get('name'), { was: ['Terrace'], theirs: ['Another'] });
  });

  it('follows who changes back what was sent before it was read again', async () => {
    const { file, follow, open } = await typed('health: 5', 'health:');
    const before = new RecordFile(TARGET, has({}), undefined, 1).text;
    file.sent({ health: [] });
    await follow({});
    assert.equal(file.text, before);
    assert.deepEqual(await open(), []);
    assert.equal(file.toStore(file.text), undefined);
  });

  it('shows nobody’s change where only the head of the document is older', async () => {
    const { file, follow } = await typed('name: Terrace', 'name: Mine');
    const reading = await file.read(file.text);
    file.rebase({ ...has({ name: ['Other'] }), title: 'Other' }, file.text, reading);
    await follow({ name: ['Other'] });
    const lines = file.textBegun(file.text).split('\n');
    const differing = file.text.split('\n').filter((line, at) => line !== lines[at]);
    assert.deepEqual(differing, ['name: Mine']);
  });

  it('goes back to a moment with all that was known then', async () => {
    const { file, follow, open } = await typed('name: Terrace', 'name: Mine');
    const back = file.moment();
    const text = file.text;
    await follow({ name: ['Other'], health: [2] });
    back();
    file.save(text, 4);
    assert.deepEqual(await open(), []);
    assert.deepEqual(Object.keys((await file.read(file.text)).changed), ['name']);
  });
});
