import assert from 'node:assert/strict';
import {
  type Comment,
  type CommentThread,
  CommentThreadState,
  commands,
  type MarkdownString,
  type Uri,
  window,
} from 'vscode';
import { DocumentComments } from '../../src/editor/comments/documentComments.js';
import type { RecordPage } from '../../src/editor/records/page.js';
import { RecordPages } from '../../src/editor/records/pages.js';
import type { Services } from '../../src/editor/services.js';
import { seedId } from '../../src/sandbox/seed.js';
import type { Sandbox } from '../../src/sandbox/server.js';
import { attio, signInToSandbox, signOutEverywhere } from './support/attio.js';
import { type Answer, type ScriptedUi, scriptedUi } from './support/scriptedUi.js';

const ACME = { object: 'companies', recordId: seedId('companies', 'acme-robotics') };
const DEAL = { object: 'deals', recordId: seedId('deals', 'acme-renewal') };
const ORBITAL = { object: 'companies', recordId: seedId('companies', 'orbital-foods') };
const DRAFTS = 'attio.comments.drafts';
const BRUNO = 'bruno@northwind-labs.example';

/** Resolves when something is so. */
async function until(is: () => unknown, what: string): Promise<void> {
  for (const end = Date.now() + 10_000; !(await is()); await new Promise(setImmediate)) assert(Date.now() < end, what);
}
const shows = (page: RecordPage, pattern: RegExp) => until(() => pattern.test(page.body), `${pattern} is not shown`);

describe('comments', () => {
  let sandbox: Sandbox;
  let services: Services;
  let pages: RecordPages;
  let script: ScriptedUi;

  const use = async (...answers: Answer[]) => {
    script = scriptedUi(...answers);
    (await attio()).ui.use(script);
  };
  const open = async (target: object): Promise<RecordPage> => {
    const page = await pages.open(target);
    assert.ok(page);
    return page;
  };
  /** What is said on a record, asked for behind the extension's back, thread by thread. */
  async function said({ object, recordId }: typeof ACME): Promise<{ content: string; author: string }[][]> {
    const answer = await fetch(`${sandbox.url}/v2/threads?object=${object}&record_id=${recordId}&limit=50`, {
      headers: { authorization: `Bearer ${sandbox.key}` },
    });
    const { data } = (await answer.json()) as {
      data: { comments: { content_plaintext: string; author: { id: string } }[] }[];
    };
    return data.map(({ comments }) =>
      comments.map(({ content_plaintext: content, author }) => ({ content, author: author.id })),
    );
  }
  const texts = async (target: typeof ACME) => (await said(target)).flat().map(({ content }) => content);
  const asked = (path: RegExp) => sandbox.requests().filter((one) => path.test(one.path)).length;

  beforeEach(async () => {
    sandbox = await signInToSandbox();
    ({ services } = await attio());
    pages = new RecordPages(services, 'attio.record');
  });
  afterEach(async () => {
    (await attio()).ui.use(undefined);
    await commands.executeCommand('workbench.action.closeAllEditors');
    pages.dispose();
    await signOutEverywhere();
    await sandbox.close();
  });

  describe('on a record’s page', () => {
    it('are read by thread, with names, mentions and what is resolved', async () => {
      const { body } = await open(DEAL);
      const section = body.slice(body.indexOf('id="comments"'));
      assert.match(section, /class="author">(?:<[^>]+>|BC)*Bruno /);
      assert.match(section, /<span class="mention" title="ada@northwind-labs\.example">@Ada Brightwater<\/span>/);
      assert(section.indexOf('Tomas will ask') < section.indexOf('I will lead with two years'));
      assert.equal(section.match(/class="comment answer"/g)?.length, 2);
      assert.equal(asked(/^\/v2\/threads\?.*record_id/), 1);
      const acme = (await open(ACME)).body;
      assert.match(acme, /<details class="thread resolved"[\s\S]*Resolved[\s\S]*their logo/);
    });

    it('in lists are named by the list', async () => {
      const { body } = await open(ORBITAL);
      assert.match(body, /In the list Target accounts<\/h3>[\s\S]*Tier 2 for now/i);
    });

    it('are begun, answered and deleted, each a change with an undo, and the page follows', async () => {
      const page = await open(ACME);
      await use({ confirm: 'Comment' });
      await page.receive({ type: 'comment', to: 'record', text: 'They moved the date, @bruno.' });
      assert.match(script.asked[0]!.title, /^Comment on Acme Robotics \(Company\): “They moved/);
      assert.match(script.asked[0]!.detail!, /Mentions: .*Bruno/);
      assert((await texts(ACME)).includes(`They moved the date, ${BRUNO}.`));
      await shows(page, /They moved the date, <span class="mention"[^>]*>@Bruno/);
      const id = /<article class="thread" id="thread-([0-9a-f-]+)"[^>]*They moved/.exec(page.body)![1]!;
      await use({ confirm: 'Reply' });
      await page.receive({ type: 'comment', to: id, text: 'To Friday.' });
      await shows(page, /To Friday\./);
      await use({ confirm: 'Delete Thread' });
      await page.receive({ type: 'deleteComment', id });
      assert.match(script.asked[0]!.detail!, /1 reply goes with it/);
      await until(() => !/To Friday/.test(page.body), 'the thread is still shown');
      await use({ confirm: 'Undo' });
      await commands.executeCommand('attio.undoLastChange');
      await shows(page, /To Friday\./);
      const thread = (await said(ACME)).find(([first]) => first!.content.startsWith('They moved'))!;
      assert.deepEqual(
        thread.map(({ content }) => content),
        [`They moved the date, ${BRUNO}.`, 'To Friday.'],
      );
    });

    it('warn of an @name that is nobody’s', async () => {
      const page = await open(ACME);
      await use({ cancel: true });
      await page.receive({ type: 'comment', to: 'record', text: 'Ask @bruno or @nobody.' });
      assert.match(script.asked[0]!.title, /: “Ask @Bruno Castellan or @nobody\.”$/);
      assert.match(script.asked[0]!.detail!, /“@nobody” mentions nobody/);
      assert.doesNotMatch(script.asked[0]!.detail!, /“@bruno” mentions nobody/i);
    });

    it('that were declined or failed say so, and nothing is sent twice', async () => {
      const page = await open(ACME);
      await use({ cancel: true });
      await page.receive({ type: 'comment', to: 'record', text: 'Never mind.' });
      assert(!(await texts(ACME)).includes('Never mind.'));
      assert.doesNotMatch(page.body, /Writing…/);
      await use({ confirm: 'Comment' });
      sandbox.setFaults([{ kind: 'status', status: 400, message: 'Not today.', path: '/comments', times: 1 }]);
      await page.receive({ type: 'comment', to: 'record', text: 'Never mind.' });
      await script.heard(/Not today/);
      await page.receive({ type: 'comment', to: '11111111-2222-4333-8444-555555555555', text: 'To nobody.' });
      await page.receive({ type: 'comment', to: 'record', text: '   ' });
      assert.equal(
        sandbox.requests().filter(({ method, path }) => method === 'POST' && /comments/.test(path)).length,
        1,
      );
      assert(!(await texts(ACME)).some((text) => /Never mind|To nobody/.test(text)));
    });

    describe('that were begun as replies', () => {
      const drafts = () => Object.entries(services.context.workspaceState.get<Record<string, string>>(DRAFTS, {}));
      const begun = (target: typeof ACME) =>
        drafts().flatMap(([key, text]) => (key.endsWith(`/${target.recordId}`) ? [text] : []))[0];
      const threadIn = async (page: RecordPage, words: string): Promise<string> => {
        await shows(page, new RegExp(words));
        return new RegExp(`<article class="thread" id="thread-([0-9a-f-]+)"[^>]*${words}`).exec(page.body)![1]!;
      };
      const begin = async (page: RecordPage, words: string): Promise<string> => {
        await use({ confirm: 'Comment' });
        await page.receive({ type: 'comment', to: 'record', text: words });
        return threadIn(page, words);
      };
      const remove = (id: string) =>
        fetch(`${sandbox.url}/v2/comments/${id}`, {
          method: 'DELETE',
          headers: { authorization: `Bearer ${sandbox.key}` },
        });
      afterEach(() => services.context.workspaceState.update(DRAFTS, undefined));

      it('go on as a new comment where their thread is gone, joined to what was begun there', async () => {
        const page = await open(ACME);
        const id = await begin(page, 'One matter.');
        const other = await begin(page, 'Two matters.');
        await page.receive({ type: 'draft', to: 'record', text: 'Of my own.' });
        await page.receive({ type: 'draft', to: id, text: 'My answer.' });
        await page.receive({ type: 'draft', to: other, text: 'Stays.' });
        await use({ confirm: 'Delete Comment' });
        await page.receive({ type: 'deleteComment', id });
        assert.match(script.asked[0]!.detail!, /The reply that you have begun here is kept/);
        await until(() => begun(ACME) === 'Of my own.\n\nMy answer.', 'the reply is not offered');
        assert.deepEqual(
          drafts()
            .map(([, text]) => text)
            .sort(),
          ['Of my own.\n\nMy answer.', 'Stays.'],
        );
        // Said by a script that had not heard: it has the words in the other box by now.
        await page.receive({ type: 'draft', to: id, text: 'My answer.' });
        assert.equal(drafts().length, 2);
      });

      it('go on as a new comment where the answer was refused because the thread is gone', async () => {
        const page = await open(ACME);
        const id = await begin(page, 'A third matter.');
        await page.receive({ type: 'draft', to: id, text: 'My answer.' });
        await remove(id);
        await use();
        await page.receive({ type: 'comment', to: id, text: 'My answer.' });
        await script.heard(/its thread is not there any more/);
        await until(() => begun(ACME) === 'My answer.', 'the reply is not offered');
        await until(() => !page.body.includes('A third matter.'), 'the thread is still shown');
      });

      it('are found again when the page is opened after the thread was deleted', async () => {
        const page = await open(ACME);
        const id = await begin(page, 'A fourth matter.');
        await page.receive({ type: 'draft', to: id, text: 'My answer.' });
        await commands.executeCommand('workbench.action.closeAllEditors');
        await remove(id);
        (await services.connections.current()).catalog.forget({ what: 'comments', place: { ref: ACME } });
        await open(ACME);
        await until(() => begun(ACME) === 'My answer.', 'the reply is not offered');
      });

      it('go with the account, which says so', async () => {
        const page = await open(ACME);
        await page.receive({ type: 'draft', to: 'record', text: 'Of my own.' });
        await use({ cancel: true });
        await commands.executeCommand('attio.signOut');
        assert.match(script.asked[0]!.detail!, /One comment that you have begun and not written is discarded/);
        await signOutEverywhere();
        assert.deepEqual(drafts(), []);
        await page.receive({ type: 'draft', to: 'record', text: 'Of my own.' });
        assert.deepEqual(drafts(), [], 'nothing is kept for an account that is gone');
      });
    });

    it('are followed when they change elsewhere in this window', async () => {
      const other = await open(ACME);
      const page = await open(DEAL);
      const before = asked(/^\/v2\/threads/);
      const { catalog } = await services.connections.current();
      catalog.forget({ what: 'comments', place: { ref: DEAL } });
      await until(() => asked(/^\/v2\/threads/) > before, 'nothing was read again');
      await shows(page, /Tomas will ask/);
      await shows(other, /their logo/);
      assert.equal(asked(/^\/v2\/threads/), before + 1, 'only what changed is read');
    });

    it('are hidden with a word where the key may not read them, and only read where it may not write', async () => {
      const scopes = ['object_configuration:read', 'record_permission:read', 'user_management:read'];
      for (const [more, words] of [
        [[], /may not read comments: they need the scope <code>comment:read</],
        [['comment:read'], /their logo/],
      ] as const) {
        await signOutEverywhere();
        await sandbox.close();
        sandbox = await signInToSandbox({ scopes: [...scopes, ...more] });
        const { body } = await open(ACME);
        assert.match(body, words);
        assert.doesNotMatch(body, /<textarea|data-do="deleteComment"/);
      }
    });

    it('open at their place by a command, for a row of a tree or what is picked', async () => {
      await use({ pick: /Acme Robotics/, type: 'acme' });
      await commands.executeCommand('attio.comments');
      script.done();
      await commands.executeCommand('attio.comments', { ref: DEAL });
      const pages = () => window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
      await until(() => pages().filter((label) => /^Acme/.test(label)).length === 2, `not open: ${pages()}`);
    });
  });

  describe('by the command New Comment', () => {
    it('ask for the words, keep them over a failure, and write them', async () => {
      await use({ input: 'Ask @bruno first.' }, { cancel: true });
      await commands.executeCommand('attio.newComment', ACME);
      script.done();
      assert.equal(script.asked[0]!.title, 'Comment on Acme Robotics');
      await use({ input: 'Ask @bruno first.' }, { confirm: 'Comment' });
      await commands.executeCommand('attio.newComment', ACME);
      assert((await texts(ACME)).includes(`Ask ${BRUNO} first.`));
    });

    it('on an entry stand in its list', async () => {
      const { catalog } = await services.connections.current();
      const [entry] = await catalog.entriesOf(ORBITAL, { surface: 'test' });
      await use({ input: 'Tier 1 from May.' }, { confirm: 'Comment' });
      await commands.executeCommand('attio.newComment', {
        entry: { list: 'target_accounts', entryId: entry!.id.entry_id },
      });
      assert.match(script.asked[0]!.title, /^Comment on Orbital Foods.* in the list Target accounts$/i);
      const { threads } = await catalog.threads({ list: 'target_accounts', entryId: entry!.id.entry_id }, 0, {
        surface: 'test',
      });
      assert(threads.some(({ comments }) => comments[0]!.content_plaintext === 'Tier 1 from May.'));
      assert(!(await texts(ORBITAL)).includes('Tier 1 from May.'));
    });
  });

  describe('beside a record’s document', () => {
    let beside: DocumentComments;
    let uri: Uri;
    const words = ({ body }: Comment) => (body as MarkdownString).value;
    const all = async () => (await beside.threadsOf(uri)).map(({ comments }) => comments.map(words));
    const threadOf = async (pattern: RegExp): Promise<CommentThread> => {
      const found = (await beside.threadsOf(uri)).find(({ comments }) =>
        comments.some((one) => pattern.test(words(one))),
      );
      assert(found, String(pattern));
      return found;
    };

    const show = async (target: typeof ACME) => {
      await commands.executeCommand('attio.editRecord', target);
      uri = window.activeTextEditor!.document.uri;
      assert.equal(uri.scheme, 'attio-record');
      await until(async () => (await beside.threadsOf(uri)).length > 0, 'no threads came');
    };
    beforeEach(() => {
      beside = new DocumentComments(services);
    });
    afterEach(() => beside.dispose());

    it('stand at its top by thread, with names, mentions and what is resolved', async () => {
      await show(DEAL);
      assert.equal(asked(/^\/v2\/threads\?.*record_id/), 1, 'read once, whoever shows it');
      const [thread] = await beside.threadsOf(uri);
      assert.equal(thread!.range!.start.line, 0);
      assert.match(thread!.comments[0]!.author.name, /^Bruno /);
      assert.match(words(thread!.comments[0]!), /\*\*@Ada Brightwater\*\*\\, what is our floor/);
      assert.equal(thread!.comments.length, 3);
      assert.equal(thread!.comments[0]!.contextValue, 'deletable');
      await show(ACME);
      const logo = await threadOf(/their logo/);
      assert.equal(logo.state, CommentThreadState.Resolved);
      assert.match(logo.label!, /^Resolved/);
    });

    it('show hostile words as words', async () => {
      await use({ input: '[x](command:evil) <b>$(zap)</b> `y`' }, { confirm: 'Comment' });
      await commands.executeCommand('attio.newComment', ACME);
      await show(ACME);
      const text = words((await threadOf(/evil/)).comments[0]!);
      assert.doesNotMatch(text, /(?<!\\)[[`]|<b>|(?<!&#36;)\$\(/);
    });

    it('are answered, begun and deleted', async () => {
      await show(DEAL);
      const thread = await threadOf(/Tomas will ask/);
      await use({ confirm: 'Reply' });
      await beside.reply({ thread, text: 'Two years, @bruno.' });
      await until(async () => (await all()).flat().some((text) => /Two years\\, \*\*@Bruno/.test(text)), 'no answer');
      assert.equal((await said(DEAL)).length, 1);
      // What VS Code makes for the first words of a new thread.
      const empty = { uri, comments: [], dispose() {} } as unknown as CommentThread;
      await use({ confirm: 'Comment' });
      await beside.reply({ thread: empty, text: 'Another matter.' });
      await until(async () => (await all()).length === 2, 'no new thread');
      await use({ confirm: 'Delete Comment' });
      await beside.remove((await threadOf(/Two years\\, /)).comments.at(-1)!);
      await until(async () => !(await all()).flat().some((text) => /Two years\\, /.test(text)), 'still there');
      await use({ confirm: 'Delete Comment' });
      await beside.remove((await threadOf(/Another matter/)).comments[0]!);
      await until(async () => (await all()).length === 1, 'the thread is still there');
    });

    it('that were declined are kept, and can be written again', async () => {
      await show(DEAL);
      const thread = await threadOf(/Tomas will ask/);
      await use(
        { cancel: true },
        { press: 'Write It Again', on: /not written/ },
        { input: 'Two years.' },
        { confirm: 'Reply' },
      );
      await beside.reply({ thread, text: 'Two years.' });
      await until(async () => (await texts(DEAL)).includes('Two years.'), 'not written');
      assert.equal((await said(DEAL)).find(([first]) => first!.content.startsWith('Tomas'))!.length, 4);
    });

    it('ask once who the person is where the key does not tell', async () => {
      const { account } = await services.connections.current();
      const me = account.memberId;
      delete account.memberId;
      try {
        await show(DEAL);
        const thread = await threadOf(/Tomas will ask/);
        await use({ pick: /Bruno/ }, { confirm: 'Reply' });
        await beside.reply({ thread, text: 'In my name.' });
        script.done();
        assert.match(script.asked[0]!.title, /^Who Are You in/);
        await use({ confirm: 'Reply' });
        await beside.reply({ thread, text: 'And again.' });
        script.done();
        const [first, second] = (await said(DEAL)).flat().slice(-2);
        assert.equal(first!.author, seedId('members', 'bruno'));
        assert.equal(second!.author, first!.author);
      } finally {
        if (me !== undefined) account.memberId = me;
      }
    });
  });
});
