import assert from 'node:assert/strict';
import { AttioError } from '../../../src/attio/errors.js';
import type { CreateNote, UpdateNote } from '../../../src/attio/writes.js';
import type { Approver, Change } from '../../../src/changes/change.js';
import { pendingId } from '../../../src/changes/pending.js';
import { seedId } from '../../../src/sandbox/ids.js';
import type { Sandbox } from '../../../src/sandbox/server.js';
import { agree, assertBack, type Desk, raw, withSandbox, worldOf } from './sandboxed.js';
import { applied, failed } from './support.js';

const acme = seedId('companies', 'acme-robotics');
const kickoff = seedId('notes', 'acme-kickoff');
const price = seedId('notes', 'acme-price');

const LOST = new AttioError({
  kind: 'timeout',
  operation: 'notes.update',
  message: 'No answer came.',
  remedy: 'Try again.',
  fate: 'unknown',
});

describe('updates of notes, on the sample workspace', function () {
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
  const undoLast = (more = {}) => own.service.undo(own.journal.entries.at(-1)!, own.options(more));
  const read = (id = price) => raw(sandbox, 'GET', `/v2/notes/${id}`);
  /** As another program writes it. */
  const patch = (data: object, id = price) => raw(sandbox, 'PATCH', `/v2/notes/${id}`, { data });
  const sent = () => sandbox.requests().filter(({ method }) => method === 'PATCH').length;
  const update = (more: Partial<UpdateNote>): UpdateNote => ({ kind: 'note.update', noteId: price, ...more });
  const text = (content: string) => ({ format: 'markdown' as const, content });
  const baseOf = async (id = price): Promise<NonNullable<UpdateNote['base']>> => {
    const note = await read(id);
    return {
      parentObject: note.parent_object,
      parentRecordId: note.parent_record_id,
      title: note.title,
      content: note.content_markdown,
    };
  };

  it('show title and text before and after, are made, and are undone', async () => {
    const before = await worldOf(sandbox);
    const base = await baseOf();
    const content = `${base.content}\n\nThey agreed to **9%**.`;
    const done = applied(await write(update({ title: 'Prices', ...text(content), base })));
    const [preview] = own.seen;
    assert.match(preview!.sentence, /^Change the title and text of the note “Price history” on .+ \(Deal\)$/);
    assert.equal(preview!.verb, 'Update Note');
    assert.deepEqual(preview!.fields, [
      { label: 'Title', slug: 'title', before: 'Price history', after: 'Prices' },
      { label: 'Text', slug: 'content', before: base.content, after: content, lines: true },
    ]);
    assert.deepEqual([preview!.warnings, preview!.destructive], [[], true]);
    assert.deepEqual(done.differences, []);
    assert.equal(done.note?.content_markdown, content);
    assert.equal((await read()).title, 'Prices');
    const entry = own.journal.entries[0]!;
    assert.match(entry.sentence, /^Changed the title and text of the note “Price history” on /);
    assert.equal(entry.target?.object, 'deals');
    applied(await undoLast());
    assertBack(await worldOf(sandbox), before);
    assert.equal((await read()).title, 'Price history');
  });

  it('send only what is different, and nothing where all of it is as wanted, however it is spelled', async () => {
    const { title, content } = await baseOf();
    const bodies: UpdateNote[] = [];
    const { notes } = own.api;
    const send = notes.update;
    notes.update = (approved, options) => {
      bodies.push(approved.change);
      return send(approved, options);
    };
    const spelled = content.replaceAll('**', '__').replace(/^- /gm, '* ');
    const idle = applied(await write(update({ title, ...text(`${spelled}\n`) })));
    assert.match(idle.differences[0]!, /already has it that way/);
    assert.deepEqual([own.seen.length, bodies.length, own.journal.entries.length], [0, 0, 0]);
    applied(await write(update({ title: 'Other', ...text(spelled) })));
    assert.deepEqual(Object.keys(bodies[0]!).sort(), ['kind', 'noteId', 'title']);
    assert.match(own.seen[0]!.sentence, /^Change the title of/);
    applied(await write(update({ ...text(content.replace('8%', '9%')) })));
    assert.deepEqual(Object.keys(bodies[1]!).sort(), ['content', 'format', 'kind', 'noteId']);
    assert.equal((await read()).title, 'Other');
  });

  it('of which only marks or punctuation change are changes', async () => {
    const { content } = await baseOf();
    for (const other of [content.replace('Tomas', '**Tomas**'), content.replace('a year.', 'a year!')]) {
      applied(await write(update(text(other))));
      assert.equal((await read()).content_markdown, other);
    }
  });

  it('stop at what someone changed since the person looked, before asking, and only there', async () => {
    const base = await baseOf();
    await patch({ title: 'Theirs', format: 'markdown', content: 'Theirs' });
    const change = update({ ...text('Mine'), base });
    const outcome = await write(change);
    assert(outcome.status === 'conflict');
    assert.deepEqual(outcome.conflicts, [
      {
        slug: 'content',
        label: 'Text of the note “Price history”',
        named: true,
        base: base.content,
        theirs: 'Theirs',
        mine: 'Mine',
      },
    ]);
    assert.deepEqual([own.seen.length, sent()], [0, 1]);
    applied(await write(change, { overConflicts: true }));
    assert.equal(own.seen[0]!.destructive, true);
    const now = await read();
    assert.deepEqual([now.title, now.content_markdown], ['Theirs', 'Mine']);
    // What comes back is what they wrote.
    applied(await undoLast());
    assert.equal((await read()).content_markdown, 'Theirs');
  });

  it('are no conflict with another spelling of what the person saw', async () => {
    const base = await baseOf();
    applied(await write(update({ ...text('Mine'), base: { ...base, content: base.content.replace(/^- /gm, '+ ') } })));
  });

  it('stop at what someone wrote while the person read the preview', async () => {
    const meanwhile =
      (data: object): Approver =>
      async (preview, change) => {
        await patch(data);
        time += 5000;
        return { ...(await agree(preview, change))!, at: new Date(time).toISOString() };
      };
    const outcome = await write(update(text('Mine')), {
      approve: meanwhile({ format: 'markdown', content: 'Theirs' }),
    });
    assert(outcome.status === 'conflict');
    assert.equal(outcome.conflicts[0]!.theirs, 'Theirs');
    assert.equal((await read()).content_markdown, 'Theirs');
    assert.equal(own.journal.entries.length, 0);
    applied(await write(update(text('Mine')), { approve: meanwhile({ title: 'Theirs' }) }));
    assert.equal((await read()).content_markdown, 'Mine');
  });

  it('are not undone over what someone wrote since', async () => {
    applied(await write(update({ title: 'Mine', ...text('Mine') })));
    await patch({ format: 'markdown', content: 'Theirs' });
    const outcome = await undoLast();
    assert(outcome.status === 'conflict');
    assert.deepEqual(
      outcome.conflicts.map(({ slug, theirs }) => [slug, theirs]),
      [['content', 'Theirs']],
    );
    assert.equal((await read()).content_markdown, 'Theirs');
    applied(await undoLast({ overConflicts: true }));
    assert.match((await read()).content_markdown, /2024/);
  });

  it('of a note that is gone say so, before asking and after', async () => {
    const base = await baseOf();
    await raw(sandbox, 'DELETE', `/v2/notes/${price}`);
    const error = failed(await write(update({ title: 'Mine', base })));
    assert.equal(error.kind, 'not-found');
    assert.match(error.message, /“Price history” is not there any more/);
    assert.equal(own.seen.length, 0);
    const other = update({ noteId: kickoff, title: 'Mine' });
    const late = await write(other, {
      approve: async (preview: never, change: never) => {
        await raw(sandbox, 'DELETE', `/v2/notes/${kickoff}`);
        return agree(preview, change);
      },
    });
    assert.equal(failed(late).kind, 'not-found');
  });

  it('warn of what a new text takes along', async () => {
    const preview = await own.service.preview(update({ noteId: kickoff, ...text('| a |\n|---|\n| b |') }));
    assert.match(preview.warnings.join('\n'), /mentions 2 people or records/);
    assert.match(preview.warnings.join('\n'), /table/);
    assert.deepEqual((await own.service.preview(update({ noteId: kickoff, title: 'x' }))).warnings, []);
    const emptied = await own.service.preview(update({ title: ' ', ...text('') }));
    assert.equal(emptied.destructive, true);
    assert.match(emptied.warnings.join('\n'), /no title.*\n.*no text/);
    const { notes } = own.api;
    const get = notes.get;
    // A table that was made in Attio: its Markdown does not say it.
    notes.get = async (id, options) => ({
      ...(await get(id, options)),
      content_plaintext: 'Prices\nplan seats total\nsmall five hundred\nlarge fifty thousand',
    });
    const hidden = await own.service.preview(update(text('New')));
    assert.match(hidden.warnings.join('\n'), /does not give as Markdown/);
  });

  it('take something away when a title or a line goes, and not when text is only added', async () => {
    const { content } = await baseOf();
    const destructive = async (more: Partial<UpdateNote>) => (await own.service.preview(update(more))).destructive;
    assert.equal(await destructive(text(`${content}\n\nMore, and **more**.\n`)), false);
    assert.equal(await destructive(text(`# Before\n\n${content.replace(/^- /gm, '* ')}`)), false);
    assert.equal(await destructive(text(content.replace('8%', '9%'))), true);
    assert.equal(await destructive({ title: 'Other' }), true);
    assert.equal(await destructive({ noteId: seedId('notes', 'untitled'), title: 'Named' }), false);
  });

  it('say what did not stick, and undo what did', async () => {
    const { notes } = own.api;
    const send = notes.update;
    notes.update = async (approved, options) => {
      await send(approved, options);
      return patch({ title: 'Cut', format: 'markdown', content: 'Cut' });
    };
    const done = applied(await write(update({ title: 'Whole', ...text('Whole text') })));
    assert.equal(done.differences.length, 2);
    assert.match(done.differences[0]!, /title as “Cut”/);
    notes.update = send;
    applied(await undoLast());
    assert.equal((await read()).title, 'Price history');
  });

  it('in plain text are compared by their lines', async () => {
    applied(await write(update({ format: 'plaintext', content: 'One *not bold*\nTwo' })));
    assert.equal((await read()).content_plaintext, 'One *not bold*\nTwo');
    const same = applied(await write(update({ format: 'plaintext', content: 'One *not bold*\n\nTwo ' })));
    assert.match(same.differences[0]!, /already/);
    applied(await undoLast());
    assert.match((await read()).content_markdown, /\*\*\$120,000\*\*/);
  });

  describe('that were not answered', () => {
    it('are made up for by reading the note', async () => {
      const { notes } = own.api;
      const send = notes.update;
      notes.update = (approved, options) => send(approved, options).then(() => Promise.reject(LOST));
      const done = applied(await write(update({ title: 'Mine', ...text('Mine') })));
      assert.equal(done.alreadyDone, true);
      assert.equal(sent(), 1);
      notes.update = send;
      applied(await undoLast());
      assert.match((await read()).content_markdown, /2024/);
    });

    it('and were not made are said to be unknown, and made by the next try', async () => {
      const { notes } = own.api;
      const send = notes.update;
      notes.update = () => Promise.reject(LOST);
      const error = failed(await write(update(text('Mine'))));
      assert.equal(error.fate, 'unknown');
      assert.match(error.message, /read again and was as before/);
      notes.update = send;
      applied(await write(update(text('Mine'))));
      assert.equal((await read()).content_markdown, 'Mine');
      assert.equal(own.journal.entries.length, 1);
    });

    it('and turn out to be made are in the journal after all, with what was there before', async () => {
      const before = await worldOf(sandbox);
      const { notes } = own.api;
      const [send, get] = [notes.update, notes.get];
      notes.update = (approved, options) => send(approved, options).then(() => Promise.reject(LOST));
      const word: Approver = async (preview, change) => {
        notes.get = () => Promise.reject(LOST);
        return agree(preview, change);
      };
      const error = failed(await write(update(text('Mine')), { approve: word }));
      assert.match(error.message, /could not be read again: it may have been changed/);
      Object.assign(notes, { update: send, get });
      const preview = await own.service.preview(update(text('Mine')));
      assert.equal(preview.nothingToDo, true);
      const done = applied(await write(update(text('Mine'))));
      assert.equal(done.alreadyDone, true);
      assert.deepEqual([sent(), own.journal.entries.length], [1, 1]);
      applied(await undoLast());
      assertBack(await worldOf(sandbox), before);
    });

    it('by an earlier session are known by what it saw, also where Attio wrote the text its own way', async () => {
      const base = await baseOf();
      const content = `# Prices\n\n${'word '.repeat(60)}\n\n![gone](x.png)`;
      await patch({ format: 'markdown', content });
      const change = update({ ...text(content), base });
      const done = applied(await write(change, { mayBeDone: true, since: time - 1000 }));
      assert.equal(done.alreadyDone, true);
      assert.deepEqual([own.seen.length, sent()], [0, 1]);
      applied(await undoLast());
      assert.match((await read()).content_markdown, /2024/);
      // It was never made: the note is as it was.
      const again = applied(await write(change, { mayBeDone: true }));
      assert.equal(again.alreadyDone, undefined);
      // Only marks are new: the same words are no sign that it was made.
      const bold = update({ ...text((await baseOf()).content.replace('word', '**word**')), base: await baseOf() });
      assert.equal(applied(await write(bold, { mayBeDone: true })).alreadyDone, undefined);
      // Somebody else's text is not taken for ours.
      await patch({ format: 'markdown', content: 'Theirs' });
      assert.equal((await write(change, { mayBeDone: true })).status, 'conflict');
    });
  });

  it('are made in batches after what creates and changes the same note, and all of it is undone', async () => {
    const before = await worldOf(sandbox);
    const created: CreateNote = {
      kind: 'note.create',
      parentObject: 'companies',
      parentRecordId: acme,
      title: 'New',
      format: 'markdown',
      content: 'Text',
    };
    const base = await baseOf();
    const done = applied(
      await write({
        kind: 'batch',
        title: 'Change notes',
        changes: [
          created,
          { kind: 'note.update', noteId: pendingId(0), title: 'Newer' },
          update({ title: 'One', base }),
          update({ title: 'Two', ...text('Two'), base }),
          {
            kind: 'note.delete',
            noteId: price,
            note: { ...base, title: 'Two', content: 'Two', createdAt: '2026-01-01T00:00:00.000Z' },
          },
        ],
      }),
    );
    assert.match(own.seen[0]!.parts![1]!.sentence, /^Change New$/);
    assert.equal(done.parts?.[1]?.note?.title, 'Newer');
    applied(await undoLast());
    assertBack(await worldOf(sandbox), before);
  });

  it('in a batch stop where someone changed the note after the batch was agreed to', async () => {
    const { notes } = own.api;
    const make = notes.create;
    notes.create = async (approved, options) => {
      await patch({ format: 'markdown', content: 'Theirs' });
      return make(approved, options);
    };
    const outcome = await write({
      kind: 'batch',
      title: 'Create and change',
      changes: [
        {
          kind: 'note.create',
          parentObject: 'companies',
          parentRecordId: acme,
          title: 'N',
          format: 'plaintext',
          content: 'x',
        },
        update(text('Mine')),
      ],
    });
    assert.match(failed(outcome).message, /Text of the note “Price history” is Theirs now.*1 of 2/s);
    assert.equal((await read()).content_markdown, 'Theirs');
  });
});
