import assert from 'node:assert/strict';
import type { SingleChange } from '../../../../src/changes/change.js';
import { entryText } from '../../../../src/editor/changes/entryText.js';
import type { Connection } from '../../../../src/editor/services.js';
import { seedId } from '../../../../src/sandbox/ids.js';
import { type Sandbox, startSandbox } from '../../../../src/sandbox/server.js';
import { type Desk, desk, raw } from '../../changes/sandboxed.js';

const ACME = seedId('companies', 'acme-robotics');
const LUMEN = seedId('companies', 'lumen-health');

describe('a change of the past, written out', function () {
  this.timeout(30_000);
  let sandbox: Sandbox;
  let own: Desk;
  before(async () => {
    sandbox = await startSandbox();
    own = desk(sandbox);
  });
  after(async () => {
    await own.close();
    await sandbox.close();
  });

  const textOf = async (change: SingleChange): Promise<string> => {
    const outcome = await own.service.write(change, own.options());
    assert.equal(outcome.status, 'applied', JSON.stringify(outcome));
    return entryText(own as unknown as Connection, own.journal.entries.at(-1)!);
  };

  it('names lists, records, attributes and options of an entry as Attio does', async () => {
    const places = await raw(sandbox, 'GET', '/v2/lists');
    const found = [];
    for (const one of places) {
      const attributes = await raw(sandbox, 'GET', `/v2/lists/${one.api_slug}/attributes`);
      const choice = attributes.find(({ type }: { type: string }) => type === 'status' || type === 'select');
      if (choice && one.parent_object.includes('companies')) found.push({ list: one, choice });
    }
    const { list, choice } = found[0]!;
    const path = choice.type === 'status' ? 'statuses' : 'options';
    const [first] = await raw(sandbox, 'GET', `/v2/lists/${list.api_slug}/attributes/${choice.api_slug}/${path}`);
    const id = first.id.status_id ?? first.id.option_id;
    const text = await textOf({
      kind: 'entry.create',
      list: list.api_slug,
      parentObject: 'companies',
      parentRecordId: ACME,
      values: { [choice.api_slug]: [id] },
    });
    assert.match(text, new RegExp(`List\n    after: {2}${list.name}\n`));
    assert.match(text, /Record\n {4}after: {2}Acme Robotics\n/);
    assert(text.includes(`${choice.title}\n`) && text.includes(`after:  ${first.title}`), text);
    assert(!text.includes(ACME) && !text.includes(id), text);
  });

  it('says what was set up in the words that were approved', async () => {
    const text = await textOf({
      kind: 'attribute.update',
      target: 'objects',
      identifier: 'deals',
      attribute: 'next_step',
      title: 'What next',
    });
    assert.match(text, /Object\n {4}after: {2}Deal\n/);
    assert.match(text, /Title\n {4}before: Next step\n {4}after: {2}What next\n/);
    assert.doesNotMatch(text, /identifier|"|next_step/);
  });

  it('has the texts of a note before and after, and all of a task', async () => {
    const noteId = seedId('notes', 'acme-price');
    const { content_markdown: before } = await raw(sandbox, 'GET', `/v2/notes/${noteId}`);
    const note = await textOf({
      kind: 'note.update',
      noteId,
      title: 'Prices',
      format: 'markdown',
      content: 'One\n\nTwo',
    });
    assert.match(note, /^Changed the title and text of the note “Price history” on .*\n/);
    assert.match(note, /Title\n {4}before: Price history\n {4}after: {2}Prices\n/);
    assert(note.includes(`Text\n    before: ${before.split('\n')[0]}\n`), note);
    assert.match(note, /after: {2}One\n +\n {12}Two\n/);
    const taskId = seedId('tasks', 'send-security');
    const deleted = await textOf({ kind: 'task.delete', taskId });
    assert.match(deleted, /^Deleted the task “Send the security overview to Grace” for Acme Robotics/);
    assert.match(deleted, /Task\n {4}before: Send the security/);
    assert.match(deleted, /Records\n {4}before: Acme Robotics, Grace Okafor\n/);
    assert.match(deleted, /Given to\n {4}before: Ada /);
    const undone = await own.service.undo(own.journal.entries.at(-1)!, own.options());
    assert.equal(undone.status, 'applied');
    const created = await entryText(own as unknown as Connection, own.journal.entries.at(-1)!);
    assert.match(created, /^Created the task “Send the security overview to Grace” for Acme Robotics/);
    assert.match(created, /Due\n {4}after: {2}Nov 17, 2026/);
  });

  it('calls the records of a merge what they were called', async () => {
    const text = await textOf({
      kind: 'record.merge',
      object: 'companies',
      primaryRecordId: ACME,
      secondaryRecordId: LUMEN,
    });
    assert.match(text, /Kept\n {4}after: {2}Acme Robotics \(/);
    assert.match(text, /Merged into it\n {4}before: Lumen Health \(/);
    assert.match(text, /Name\n {4}before: Acme Robotics\n {4}merged: Lumen Health\n {4}after: {2}Acme Robotics\n/);
    const [, before, merged, after] =
      /Domains\n {4}before: (.+)\n {4}merged: (.+)\n {4}after: {2}(.+)\n/.exec(text) ?? [];
    assert.equal(after, `${before}, ${merged}`, 'several values are joined');
  });
});
