import assert from 'node:assert/strict';
import { AttioError } from '../../../src/attio/errors.js';
import type { CreateComment, DeleteComment } from '../../../src/attio/writes.js';
import type { Approver, Batch, Change } from '../../../src/changes/change.js';
import { pendingId } from '../../../src/changes/pending.js';
import type { CatalogChange } from '../../../src/crm/types.js';
import { seedId } from '../../../src/sandbox/ids.js';
import type { Sandbox } from '../../../src/sandbox/server.js';
import { agree, type Desk, desk, raw, withSandbox } from './sandboxed.js';
import { applied, failed } from './support.js';

const acme = seedId('companies', 'acme-robotics');
const deal = seedId('deals', 'acme-renewal');
const ada = seedId('members', 'ada');
const bruno = seedId('members', 'bruno');
const head = seedId('comments', 'acme-discount');
const reply = seedId('comments', 'acme-discount-3');

const LOST = new AttioError({
  kind: 'timeout',
  operation: 'comments.create',
  message: 'No answer came.',
  remedy: 'Try again.',
  fate: 'unknown',
});

const hello: CreateComment = {
  kind: 'comment.create',
  on: { object: 'companies', recordId: acme },
  content: 'They moved the date.',
  authorId: ada,
};

interface Said {
  content: string;
  author: string;
  at: number;
}

describe('comments as changes, on the sample workspace', function () {
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
  const threadsOn = (where: string) => raw(sandbox, 'GET', `/v2/threads?${where}&limit=50`);
  const ON_ACME = `object=companies&record_id=${acme}`;
  const ON_DEAL = `object=deals&record_id=${deal}`;
  /** All that is said somewhere, thread by thread, without ids. */
  const said = async (where: string): Promise<Said[][]> =>
    (await threadsOn(where)).map(({ comments }: { comments: never[] }) =>
      comments.map((one: { content_plaintext: string; author: { id: string }; created_at: string }) => ({
        content: one.content_plaintext,
        author: one.author.id,
        at: Date.parse(one.created_at),
      })),
    );
  const texts = async (where: string) => (await said(where)).flat().map(({ content }) => content);
  const writes = () => sandbox.requests().filter(({ method }) => method !== 'GET').length;
  const orbital = async () => {
    const [{ comments }] = (
      await Promise.all(
        (
          await raw(sandbox, 'POST', '/v2/lists/target_accounts/entries/query', {})
        ).map((one: { id: { entry_id: string } }) => threadsOn(`list=target_accounts&entry_id=${one.id.entry_id}`)),
      )
    ).find((threads) => threads.length > 0);
    return comments[0] as { id: { comment_id: string }; entry: { entry_id: string } };
  };

  describe('a new thread', () => {
    it('is shown with author and mentions, written, and deleted by undo', async () => {
      const before = await said(ON_ACME);
      const { email_address: email } = await raw(sandbox, 'GET', `/v2/workspace_members/${bruno}`);
      const done = applied(await write({ ...hello, content: `They moved the date, ${email}.` }));
      const [preview] = own.seen;
      assert.equal(preview!.verb, 'Comment');
      assert.match(preview!.sentence, /^Comment on Acme Robotics \(Company\): “They moved the date, /);
      const fields = Object.fromEntries(preview!.fields.map(({ label, after }) => [label, after]));
      assert.match(fields.By!, /^Ada /);
      assert.match(fields.Mentions!, /^Bruno /);
      assert.deepEqual([preview!.warnings, preview!.destructive, done.differences], [[], false, []]);
      assert.equal(done.comment!.id.comment_id, done.comment!.thread_id);
      const entry = own.journal.entries[0]!;
      assert.match(entry.sentence, /^Commented on Acme Robotics \(Company\): “They moved/);
      assert.deepEqual(entry.target, { object: 'companies', recordId: acme, title: 'Acme Robotics (Company)' });
      assert.equal((await said(ON_ACME)).length, before.length + 1);
      applied(await undoLast());
      assert.match(own.seen[1]!.sentence, /^Delete the comment “They moved.*” on Acme Robotics/);
      assert.deepEqual(await said(ON_ACME), before);
      // And written again by undoing that, with its date.
      applied(await undoLast());
      const again = (await said(ON_ACME)).flat().find(({ content }) => content.startsWith('They moved'))!;
      assert.equal(again.author, ada);
      assert(Math.abs(again.at - Date.parse(done.comment!.created_at)) < 2);
    });

    it('on an entry names the record and the list, and is deleted by undo', async () => {
      const { entry } = await orbital();
      const where = `list=target_accounts&entry_id=${entry.entry_id}`;
      const before = await said(where);
      applied(await write({ ...hello, on: { list: 'target_accounts', entryId: entry.entry_id } }));
      assert.match(own.seen[0]!.sentence, /^Comment on Orbital Foods.* \(Company\) in the list Target accounts: “/i);
      assert(own.seen[0]!.scopes.includes('list_entry:read'));
      assert(!own.seen[0]!.scopes.includes('record_permission:read'));
      assert.equal((await said(where)).length, before.length + 1);
      applied(await undoLast());
      assert.deepEqual(await said(where), before);
    });

    it('warns of authors and places that are not there, and of what the key may not do', async () => {
      const odd = await own.service.preview({
        ...hello,
        authorId: seedId('members', 'nobody'),
        on: { object: 'companies', recordId: seedId('companies', 'nowhere') },
      });
      assert.match(odd.warnings.join('\n'), /record was not found.*\nNobody in the workspace is known as/);
      const poor = desk(sandbox, { scopes: ['comment:read', 'object_configuration:read', 'record_permission:read'] });
      assert.match((await poor.service.preview(hello)).warnings[0]!, /lacks comment:read-write/);
      await poor.close();
      assert.equal(failed(await write({ ...hello, content: '  ' })).kind, 'validation');
      assert.match(failed(await write({ ...hello, on: {} as never })).message, /neither a record/);
      assert.match(failed(await write({ ...hello, createdAt: '2999-01-01T00:00:00Z' })).message, /future/);
    });
  });

  describe('a reply', () => {
    it('says what it answers, costs one look and one write, and is deleted by undo', async () => {
      const before = await said(ON_DEAL);
      const answer: CreateComment = { ...hello, on: { threadId: head }, content: 'Two years it is.' };
      await own.service.preview(answer);
      const from = sandbox.requests().length;
      applied(await write(answer));
      const asked = sandbox.requests().slice(from);
      assert.deepEqual(
        asked.map(({ method }) => method),
        ['GET', 'POST'],
      );
      assert.match(own.seen[0]!.sentence, /^Reply to “Tomas will ask.*…” on Acme .* \(Deal\): “Two years it is\.”$/);
      assert.equal(own.seen[0]!.verb, 'Reply');
      assert.equal((await said(ON_DEAL))[0]!.at(-1)!.content, 'Two years it is.');
      applied(await undoLast());
      assert.match(own.seen[1]!.sentence, /^Delete the reply “Two years it is\.” on/);
      assert.deepEqual(await said(ON_DEAL), before);
    });

    it('in a thread that is gone is refused, and nothing is sent', async () => {
      await raw(sandbox, 'DELETE', `/v2/comments/${head}`);
      const from = writes();
      const error = failed(await write({ ...hello, on: { threadId: head } }));
      assert.equal(error.kind, 'not-found');
      assert.match(error.message, /thread is not there any more/);
      assert.equal(writes(), from);
    });

    it('may answer a comment that the same batch writes', async () => {
      const batch: Batch = {
        kind: 'batch',
        title: 'Create a thread',
        changes: [hello, { ...hello, on: { threadId: pendingId(0) }, content: 'And the price.' }],
      };
      const before = await said(ON_ACME);
      applied(await write(batch));
      assert.match(own.seen[0]!.parts![1]!.sentence, /^Reply to “They moved the date\.”: “And the price\.”$/);
      assert((await said(ON_ACME)).some((thread) => thread.length === 2 && thread[1]!.content === 'And the price.'));
      applied(await undoLast());
      assert.deepEqual(await said(ON_ACME), before);
    });
  });

  describe('a comment that was not answered', () => {
    it('is found by its words, author and time, and not sent again', async () => {
      const { comments: api } = own.api;
      const make = api.create;
      const first = applied(await write(hello));
      api.create = (approved, options) => make(approved, options).then(() => Promise.reject(LOST));
      const done = applied(await write(hello));
      assert.equal(done.alreadyDone, true);
      assert.notEqual(done.comment!.id.comment_id, first.comment!.id.comment_id);
      const answer = applied(await write({ ...hello, on: { threadId: head } }));
      assert.equal(answer.alreadyDone, true);
      assert.equal(answer.comment!.thread_id, head);
      assert.equal((await texts(ON_ACME)).filter((one) => one === hello.content).length, 2);
    });

    it('is not taken for that of another author or for older ones, and comes late only once', async () => {
      applied(await write({ ...hello, authorId: bruno }));
      const { comments: api } = own.api;
      const make = api.create;
      let late = async (): Promise<unknown> => undefined;
      api.create = async (approved, options) => {
        late = () => make(approved, options);
        throw LOST;
      };
      const error = failed(await write(hello));
      assert.equal(error.fate, 'unknown');
      assert.match(error.message, /was looked for and was not found/);
      await late();
      api.create = make;
      assert.equal(applied(await write(hello)).alreadyDone, true);
      assert.equal((await texts(ON_ACME)).filter((one) => one === hello.content).length, 2);
      // The one after it is another comment.
      assert.equal(applied(await write(hello)).alreadyDone, undefined);
    });

    it('with a date of its own is found by that', async () => {
      const { comments: api } = own.api;
      const make = api.create;
      api.create = (approved, options) => make(approved, options).then(() => Promise.reject(LOST));
      const done = applied(await write({ ...hello, createdAt: '2026-01-02T03:04:05.000Z' }));
      assert.equal(done.alreadyDone, true);
      assert.equal(Date.parse(done.comment!.created_at), Date.parse('2026-01-02T03:04:05.000Z'));
    });
  });

  describe('a delete', () => {
    const gone: DeleteComment = { kind: 'comment.delete', commentId: head };

    it('of a reply writes it again in the same thread by undo, with author and date', async () => {
      const before = await said(ON_DEAL);
      applied(await write({ kind: 'comment.delete', commentId: reply }));
      const [preview] = own.seen;
      assert.match(preview!.sentence, /^Delete the reply “Good\. I will lead with two years\.” on/);
      assert.deepEqual([preview!.verb, preview!.destructive], ['Delete Comment', true]);
      assert.match(preview!.warnings.join(), /^Undo writes it again in the same place/);
      assert.equal((await texts(ON_DEAL)).length, before.flat().length - 1);
      applied(await undoLast());
      assert.deepEqual(await said(ON_DEAL), before);
    });

    it('of a thread’s first comment says how many replies go, and undo writes all of them again', async () => {
      const before = await said(ON_DEAL);
      const done = applied(await write(gone));
      const [preview] = own.seen;
      assert.match(preview!.sentence, /^Delete the comment “Tomas will.*” with 2 replies on/);
      assert.equal(preview!.verb, 'Delete Thread');
      assert.match(preview!.warnings[0]!, /2 replies go with it/);
      assert.equal(preview!.fields.filter(({ label }) => label === 'Reply').length, 2);
      assert.equal(done.undo!.kind, 'batch');
      assert.equal((await said(ON_DEAL)).length, before.length - 1);
      applied(await undoLast());
      const order = (all: Said[][]) => all.map((thread) => JSON.stringify(thread)).sort();
      assert.deepEqual(order(await said(ON_DEAL)), order(before));
    });

    it('of a thread on an entry comes back there', async () => {
      const { id, entry } = await orbital();
      const where = `list=target_accounts&entry_id=${entry.entry_id}`;
      const before = await said(where);
      applied(await write({ kind: 'comment.delete', commentId: id.comment_id }));
      assert.deepEqual(await said(where), []);
      applied(await undoLast());
      assert.deepEqual(await said(where), before);
    });

    it('of a resolved thread says that this does not come back', async () => {
      const { warnings } = await own.service.preview({ ...gone, commentId: seedId('comments', 'acme-logo') });
      assert.match(warnings.join(' '), /resolved does not come back/);
    });

    it('of what no colleague wrote cannot be undone, and says so before', async () => {
      const { comments: api } = own.api;
      const get = api.get;
      api.get = async (id, options) => ({ ...(await get(id, options)), author: { type: 'app', id: null } as never });
      const done = applied(await write({ kind: 'comment.delete', commentId: reply }));
      assert.match(own.seen[0]!.warnings.join(), /^This cannot be undone/);
      assert.equal(done.undo, undefined);
    });

    it('of what is gone has nothing to do', async () => {
      await raw(sandbox, 'DELETE', `/v2/comments/${reply}`);
      const done = applied(await write({ kind: 'comment.delete', commentId: reply }));
      assert.match(done.differences[0]!, /does not have it any more/);
      assert.equal(own.seen.length, 0);
    });

    it('stops where somebody replied since it was seen, also as an undo and while the person reads', async () => {
      const outcome = await write({ ...gone, replies: 1 });
      assert(outcome.status === 'conflict');
      assert.deepEqual([outcome.conflicts[0]!.base, outcome.conflicts[0]!.theirs], ['1 reply', '2 replies']);
      const done = applied(await write(hello));
      const answer = () =>
        raw(sandbox, 'POST', '/v2/comments', {
          data: {
            format: 'plaintext',
            content: 'Which date?',
            author: { type: 'workspace-member', id: bruno },
            thread_id: done.comment!.thread_id,
          },
        });
      const meanwhile: Approver = async (preview, change) => {
        await answer();
        time += 5000;
        return { ...(await agree(preview, change))!, at: new Date(time).toISOString() };
      };
      assert.equal((await undoLast({ approve: meanwhile })).status, 'conflict');
      assert.equal((await undoLast()).status, 'conflict');
      assert((await texts(ON_ACME)).includes('Which date?'));
      applied(await undoLast({ overConflicts: true }));
      assert(!(await texts(ON_ACME)).includes('Which date?'));
    });

    it('that was not answered is settled by looking', async () => {
      const { comments: api } = own.api;
      const remove = api.delete;
      api.delete = (approved, options) => remove(approved, options).then(() => Promise.reject(LOST));
      const done = applied(await write({ kind: 'comment.delete', commentId: reply }));
      assert.equal(done.alreadyDone, true);
      api.delete = () => Promise.reject(LOST);
      const error = failed(await write(gone));
      assert.match(error.message, /is still there: it was probably not deleted/);
      api.delete = remove;
      applied(await undoLast());
      assert((await texts(ON_DEAL)).includes('Good. I will lead with two years.'));
    });

    it('in one batch with an undo of its own finds what it is about under its new id', async () => {
      const batch: Batch = {
        kind: 'batch',
        title: 'Delete the thread after answering it',
        changes: [{ ...hello, on: { threadId: head }, content: 'Closing this.' }, gone],
      };
      const before = (await said(ON_DEAL)).flat().length;
      applied(await write(batch));
      applied(await undoLast());
      const after = await texts(ON_DEAL);
      assert.equal(after.length, before);
      assert(!after.includes('Closing this.'));
    });
  });

  it('tell everybody who shows them, of the record or the entry', async () => {
    const told: CatalogChange[] = [];
    own.catalog.onDidChange((change) => told.push(change));
    applied(await write(hello));
    const { id, entry } = await orbital();
    applied(await write({ kind: 'comment.delete', commentId: id.comment_id }));
    assert.deepEqual(
      told.filter(({ what }) => what === 'comments'),
      [
        { what: 'comments', place: { ref: { object: 'companies', recordId: acme } } },
        { what: 'comments', place: { list: 'target_accounts', entryId: entry.entry_id } },
      ],
    );
  });
});
