import assert from 'node:assert/strict';
import {
  ConfigurationTarget,
  commands,
  TabInputWebview,
  ViewColumn,
  type WebviewPanel,
  window,
  workspace,
} from 'vscode';
import type { Column, Face } from '../../src/editor/board/faces.js';
import { MAX_CARDS } from '../../src/editor/board/model.js';
import { BoardPage } from '../../src/editor/board/page.js';
import { BoardPages } from '../../src/editor/board/pages.js';
import { chooseMe } from '../../src/editor/members/me.js';
import { stagedMoves } from '../../src/editor/pipeline/moveCards.js';
import type { Services } from '../../src/editor/services.js';
import { seedId } from '../../src/sandbox/seed.js';
import type { Sandbox } from '../../src/sandbox/server.js';
import { attio, requestsTo, signInToSandbox, signOutEverywhere } from './support/attio.js';
import { ask, connection, exists, writes } from './support/changes.js';
import { type Answer, type ScriptedUi, scriptedUi } from './support/scriptedUi.js';

const deal = (name: string) => seedId('deals', name);
const RENEWAL = deal('acme-renewal');

async function become(is: () => boolean, what: () => string): Promise<void> {
  for (const end = Date.now() + 10_000; !is(); await new Promise(setImmediate))
    if (Date.now() > end) assert.fail(what());
}

type Told =
  | {
      type: 'setup';
      columns: Column[];
      people: { id: string; name: string; initials: string }[];
      me: string | null;
      text: string;
    }
  | { type: 'cards'; put: Face[]; drop: string[]; reading: number | null }
  | { type: 'settled'; card: string; outcome: string }
  | { type: 'focus'; card: string }
  | { type: 'body' | 'said' };

describe('board', () => {
  let sandbox: Sandbox;
  let services: Services;
  let pages: BoardPages;
  let told: Told[];
  let panel: WebviewPanel;
  let seen = 0;

  const signIn = async (options?: Parameters<typeof signInToSandbox>[0]) => {
    sandbox = await signInToSandbox(options);
    ({ services } = await attio());
    pages = new BoardPages(services);
    told = [];
    seen = requestsTo(sandbox).length;
  };
  const signInAnew = async (options: Parameters<typeof signInToSandbox>[0]) => {
    await leave();
    await signIn(options);
  };
  const leave = async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    pages.dispose();
    await signOutEverywhere();
    await sandbox.close();
  };
  beforeEach(() => signIn());
  afterEach(leave);

  /** Requests since the last call, as `METHOD /path`. */
  const requests = () => {
    const list = requestsTo(sandbox).slice(seen);
    seen += list.length;
    return list.map(({ method, path }) => `${method} ${path.replace(/^\/v2/, '')}`);
  };

  async function read<T>(path: string): Promise<T> {
    const answer = await ask(sandbox, 'GET', path);
    assert.equal(answer.status, 200, path);
    return ((await answer.json()) as { data: T }).data;
  }
  const idOf = async (kind: 'objects' | 'lists', slug: string) =>
    (await read<{ id: { object_id: string; list_id: string } }>(`${kind}/${slug}`)).id;
  const stageId = async (title: string, path = 'objects/deals/attributes/stage/statuses') =>
    (await read<{ title: string; id: { status_id: string } }[]>(`${path}?show_archived=true`)).find(
      (one) => one.title === title,
    )!.id.status_id;

  const dealsState = async () => ({
    account: services.accounts.active!.id,
    target: 'objects' as const,
    of: (await idOf('objects', 'deals')).object_id,
    attribute: 'stage',
  });
  const renewalsState = async () => ({
    account: services.accounts.active!.id,
    target: 'lists' as const,
    of: (await idOf('lists', 'renewals_2026')).list_id,
    attribute: 'step',
  });

  /** A board in a panel whose messages to its script are heard, read to its end and heard by its script. */
  async function open(state: object): Promise<BoardPage> {
    panel = window.createWebviewPanel('attio.pipeline', 'Pipeline', ViewColumn.Active);
    const post = panel.webview.postMessage.bind(panel.webview);
    panel.webview.postMessage = (message) => {
      told.push(message as Told);
      return post(message);
    };
    const page = await pages.revive(panel, state);
    assert(page);
    await become(
      () => said('setup').length > 0 && shown().size === page.cards.length,
      () => `${page.body}: ${JSON.stringify(told).slice(0, 2000)}`,
    );
    requests();
    return page;
  }
  const said = <T extends Told['type']>(type: T) =>
    told.filter((one): one is Extract<Told, { type: T }> => one.type === type);
  /** What the script shows after all it was told. */
  const shown = () => {
    const faces = new Map<string, Face>();
    for (const { put, drop } of said('cards')) {
      for (const face of put) faces.set(face.id, face);
      for (const id of drop) faces.delete(id);
    }
    return faces;
  };
  const columns = () => said('setup').at(-1)!.columns;

  async function answering<T>(answers: Answer[], work: () => Promise<T>): Promise<ScriptedUi> {
    const { ui } = await attio();
    const script = scriptedUi(...answers);
    ui.use(script);
    await work();
    script.done();
    return script;
  }
  const stageOf = async (recordId: string) =>
    (await read<{ values: { stage: { status: { title: string } }[] } }>(`objects/deals/records/${recordId}`)).values
      .stage[0]?.status.title;

  async function entriesOf(list: string) {
    const headers = { authorization: `Bearer ${sandbox.key}`, 'content-type': 'application/json' };
    const answer = await fetch(`${sandbox.url}/v2/lists/${list}/entries/query`, {
      method: 'POST',
      headers,
      body: '{}',
    });
    return ((await answer.json()) as { data: { id: { entry_id: string } }[] }).data;
  }

  describe('Open Pipeline', () => {
    const tabs = () =>
      window.tabGroups.all
        .flatMap((group) => group.tabs)
        .filter(({ input }) => input instanceof TabInputWebview && input.viewType.endsWith('attio.pipeline'));

    it('asks among lists that can be grouped and objects with a status', async () => {
      const script = await answering(
        [{ pick: 'Deals' }],
        () => commands.executeCommand('attio.openPipeline') as Promise<void>,
      );
      const lines = script.asked[0]?.lines ?? [];
      assert(
        lines.some((line) => line.startsWith('Deals | by Deal stage')),
        lines.join('\n'),
      );
      assert(
        lines.some((line) => line.startsWith('Renewals 2026 | by Step')),
        lines.join('\n'),
      );
      assert(!lines.some((line) => line.startsWith('People')), lines.join('\n'));
      assert(!lines.some((line) => line.startsWith('Beta testers')), lines.join('\n'));
      await become(
        () => tabs().some(({ label }) => label === 'Deals'),
        () =>
          tabs()
            .map(({ label }) => label)
            .join(),
      );
    });

    it('opens one board per pipeline, from a list, an entry, an object or what a page keeps', async () => {
      const list = { id: (await renewalsState()).of, slug: 'renewals_2026' };
      const first = await pages.open({ list });
      assert(first instanceof BoardPage);
      assert.equal(await pages.open({ kind: 'list', account: services.accounts.active!.id, list }), first);
      assert.equal(await pages.open(await renewalsState()), first);
      const deals = await pages.open({ kind: 'object', slug: 'deals' });
      assert.notEqual(deals, first);
      assert.equal(await pages.open({ object: 'deals' }), deals);
      assert.match(deals!.body, /<h1[^>]*>Deals /);
      await assert.rejects(pages.open({ nonsense: true }), /neither a list nor an object/);
    });

    it('says why a list cannot be shown', async () => {
      const list = { id: (await idOf('lists', 'beta_testers')).list_id, slug: 'beta_testers' };
      const script = await answering([], () => pages.open({ list }));
      assert.match(script.said[0]?.message ?? '', /no status attribute, and no select/);
    });

    it('comes back after a reload from ids alone, and from nothing else', async () => {
      const state = await dealsState();
      const page = await open({ ...state, view: { owner: 'me' } });
      assert.equal(await pages.open(state), page);
      for (const wrong of [{ ...state, of: '../x' }, { ...state, target: 'notes' }, { account: state.account }, null])
        assert.equal(
          await pages.revive(window.createWebviewPanel('attio.pipeline', '', ViewColumn.Active), wrong),
          undefined,
        );
    });
  });

  describe('what it shows', () => {
    it('every card with stage, money, owner, company and age, read with a few requests', async () => {
      const before = requestsTo(sandbox).length;
      await open(await dealsState());
      const asked = requestsTo(sandbox)
        .slice(before)
        .filter(({ path }) => path.endsWith('/query'))
        .map(({ path }) => path);
      assert.deepEqual(asked, ['/v2/objects/deals/records/query', '/v2/objects/companies/records/query']);
      assert.equal(shown().size, 35);
      const face = shown().get(RENEWAL)!;
      assert.equal(face.title, 'Acme Robotics renewal 2027');
      assert.equal(face.company, 'Acme Robotics');
      assert.deepEqual(face.money, { amount: 184_000, currency: 'USD' });
      assert.deepEqual(face.owners, [seedId('members', 'ada')]);
      assert(face.since !== undefined && face.since < Date.now());
      const ada = said('setup')
        .at(-1)!
        .people.find(({ id }) => id === face.owners[0]);
      assert.deepEqual([ada?.name, ada?.initials], ['Ada Brightwater', 'AB']);
    });

    it('stages in their order, with what is too long in each', async () => {
      await open(await dealsState());
      assert.deepEqual(
        columns().map(({ title }) => title),
        ['Lead', 'In Progress', 'Negotiation', 'Won 🎉', 'Lost', 'On ice', 'No stage'],
      );
      assert.equal(columns()[0]?.stuckAfter, 14 * 86_400_000);
      assert.equal(columns()[3]?.stuckAfter, undefined);
      assert.equal(columns()[4]?.stuckAfter, undefined);
      await workspace.getConfiguration('attio').update('pipeline.stuckDays', 30, ConfigurationTarget.Global);
      try {
        await become(
          () => columns()[0]?.stuckAfter === 30 * 86_400_000,
          () => JSON.stringify(columns()),
        );
      } finally {
        await workspace.getConfiguration('attio').update('pipeline.stuckDays', undefined, ConfigurationTarget.Global);
      }
    });

    it('the entries of a list', async () => {
      const page = await open(await renewalsState());
      assert.equal(shown().size, 7);
      assert.match(page.body, /<h1[^>]*>Renewals 2026 /);
      assert(page.cards.every(({ entry }) => entry?.list === 'renewals_2026'));
      const titles = [...shown().values()].map(({ title }) => title);
      assert(titles.includes('Acme Robotics renewal 2027'), titles.join());
    });

    it('without the names of owners where the key does not give them', async () => {
      await signInAnew({
        scopes: ['record_permission:read', 'object_configuration:read', 'list_configuration:read', 'list_entry:read'],
      });
      const page = await open(await dealsState());
      assert.equal(shown().size, 35);
      assert.deepEqual(said('setup').at(-1)!.people, []);
      assert.match(page.body, /look at cards and not move them.*record_permission:read-write/s);
      assert.doesNotMatch(page.body, /data-do="add"|Space/);
      await page.receive({ type: 'move', card: RENEWAL, to: await stageId('Lead') });
      assert.equal(said('settled').at(-1)?.outcome, 'failed');
      assert.deepEqual(writes(sandbox), []);
    });

    it('an empty pipeline with a way to fill it', async () => {
      const all = await entriesOf('renewals_2026');
      for (const { id } of all) await ask(sandbox, 'DELETE', `lists/renewals_2026/entries/${id.entry_id}`);
      const page = await open(await renewalsState());
      assert.match(page.body, /Nothing is in .*Renewals 2026.* yet\..*data-do="add"/s);
    });

    it('that a pipeline is gone, what failed, and what there is after Retry', async () => {
      const page = await pages.open({ ...(await dealsState()), attribute: 'no_such' });
      assert.match(page!.body, /No such pipeline.*Open Another Pipeline/s);
      sandbox.setFaults([{ kind: 'status', status: 400, path: '/records/query', message: 'Not now.', times: 99 }]);
      const deals = await pages.open(await dealsState());
      assert.match(deals!.body, /Not now\..*data-do="refresh"/s);
      sandbox.setFaults([]);
      await deals!.receive({ type: 'refresh' });
      assert.doesNotMatch(deals!.body, /Not now/);
      assert.equal(deals!.cards.length, 35);
    });
  });

  describe('moves', () => {
    it('a card with one write and one look at it, and reads nothing again', async () => {
      const page = await open(await dealsState());
      const lead = await stageId('Lead');
      const path = `/objects/deals/records/${RENEWAL}`;
      requests();
      told = [];
      const script = await answering([{ confirm: 'Save Changes' }], () =>
        page.receive({ type: 'move', card: RENEWAL, to: lead }),
      );
      assert.match(script.asked[0]?.detail ?? script.asked[0]?.title ?? '', /Lead/);
      assert.deepEqual(
        said('settled').map(({ outcome }) => outcome),
        ['moved'],
      );
      assert.deepEqual(
        said('cards').flatMap(({ put }) => put.map(({ id, stage }) => [id, stage])),
        [[RENEWAL, lead]],
      );
      assert.deepEqual(requests(), [`PUT ${path}`, `GET ${path}`]);
      assert.equal(await stageOf(RENEWAL), 'Lead');
    });

    it('a card twice in a row: what it stands on is what the first move wrote', async () => {
      const page = await open(await renewalsState());
      const card = page.cards.find(({ title }) => title === 'Acme Robotics renewal 2027')!;
      const steps = 'lists/renewals_2026/attributes/step/statuses';
      for (const title of ['Signed', 'To contact'])
        await answering([{ confirm: 'Save Changes' }], async () =>
          page.receive({ type: 'move', card: card.id, to: await stageId(title, steps) }),
        );
      assert.deepEqual(
        said('settled').map(({ outcome }) => outcome),
        ['moved', 'moved'],
      );
      assert.equal(shown().get(card.id)?.stage, await stageId('To contact', steps));
    });

    it('nothing when it is declined or fails, and says so', async () => {
      const page = await open(await dealsState());
      const from = shown().get(RENEWAL)!.stage;
      await answering([{ cancel: true }], async () =>
        page.receive({ type: 'move', card: RENEWAL, to: await stageId('Lead') }),
      );
      assert.equal(said('settled').at(-1)?.outcome, 'declined');
      await answering([], () => page.receive({ type: 'move', card: RENEWAL, to: 'no-such-stage' }));
      assert.equal(said('settled').at(-1)?.outcome, 'failed');
      assert.equal(shown().get(RENEWAL)?.stage, from);
      assert.deepEqual(writes(sandbox), []);
    });

    it('to a stage that is asked for, and gives the focus back', async () => {
      const page = await open(await dealsState());
      const script = await answering([{ pick: 'Won 🎉' }, { confirm: 'Save Changes' }], () =>
        page.receive({ type: 'choose', card: RENEWAL }),
      );
      assert.deepEqual(script.asked[0]?.labels, ['Lead', 'In Progress', 'Negotiation', 'Won 🎉', 'Lost']);
      assert.deepEqual(script.asked[0]?.picked, ['Negotiation']);
      assert.equal(await stageOf(RENEWAL), 'Won 🎉');
      assert.equal(said('focus').at(-1)?.card, RENEWAL);
    });

    it('to no stage as well, where Attio does not want one', async () => {
      const page = await open(await renewalsState());
      const [face] = shown().values();
      const script = await answering([{ pick: 'No stage' }, { confirm: 'Save Changes' }], () =>
        page.receive({ type: 'choose', card: face!.id }),
      );
      assert.deepEqual(script.asked[0]?.labels, ['To contact', 'Proposal sent', 'Signed', 'Lost', 'No stage']);
      const answer = await ask(sandbox, 'GET', `lists/renewals_2026/entries/${face!.id}`);
      const { data } = (await answer.json()) as { data: { entry_values: { step: unknown[] } } };
      assert.deepEqual(data.entry_values.step, []);
    });

    describe('that are staged', () => {
      const stage = (on: boolean | undefined) =>
        workspace.getConfiguration('attio').update('pipeline.stageMoves', on, ConfigurationTarget.Global);
      beforeEach(() => stage(true));
      afterEach(async () => {
        await stage(undefined);
        const staged = stagedMoves(services);
        const { active } = services.accounts;
        if (active) await staged.drop(staged.list(active.id));
      });

      it('are marked on the card and counted in the toolbar, until they are unstaged', async () => {
        const page = await open(await dealsState());
        const lead = await stageId('Lead');
        await answering([], () => page.receive({ type: 'move', card: RENEWAL, to: lead }));
        assert.equal(said('settled').at(-1)?.outcome, 'staged');
        assert.equal(shown().get(RENEWAL)?.staged?.to, lead);
        assert.match(page.body, /1 move staged.*data-do="review".*data-do="commit".*data-do="discard"/s);
        assert.deepEqual(writes(sandbox), []);
        await page.receive({ type: 'unstage', card: RENEWAL });
        assert.equal(shown().get(RENEWAL)?.staged, undefined);
        assert.doesNotMatch(page.body, /staged/);
      });
    });
  });

  describe('what happens elsewhere', () => {
    const move = async (recordId: string, title: string) => {
      const { catalog } = await connection();
      await ask(sandbox, 'PATCH', `objects/deals/records/${recordId}`, { values: { stage: title } });
      catalog.forget({ what: 'record', ref: { object: 'deals', recordId } });
    };

    it('is followed card by card', async () => {
      await open(await dealsState());
      const lead = await stageId('Lead');
      requests();
      told = [];
      await move(RENEWAL, 'Lead');
      await become(
        () => said('cards').some(({ put }) => put.some(({ id, stage }) => id === RENEWAL && stage === lead)),
        () => JSON.stringify(told),
      );
      const asked = requests().filter((one) => one.includes('/query'));
      assert.deepEqual(
        asked.filter((one) => !one.startsWith('POST /objects/deals/records/query')),
        [],
      );
      assert(asked.length <= 1, asked.join('\n'));
    });

    it('a record that is deleted or made is gone or there', async () => {
      const page = await open(await dealsState());
      const { catalog } = await connection();
      await ask(sandbox, 'DELETE', `objects/deals/records/${RENEWAL}`);
      assert.equal(await exists(sandbox, 'deals', RENEWAL), false);
      catalog.forgetRecord({ object: 'deals', recordId: RENEWAL });
      await become(
        () => page.cards.length === 34 && said('cards').some(({ drop }) => drop.includes(RENEWAL)),
        () => `${page.cards.length}`,
      );
      const made = await ask(sandbox, 'POST', 'objects/deals/records', {
        values: { name: 'A new one', stage: 'Lead', owner: seedId('members', 'ada') },
      });
      const { data } = (await made.json()) as { data: { id: { record_id: string } } };
      catalog.forget({ what: 'record', ref: { object: 'deals', recordId: data.id.record_id } });
      await become(
        () => [...shown().values()].some(({ title }) => title === 'A new one'),
        () => `${page.cards.length}`,
      );
    });
  });

  describe('filters', () => {
    it('by oneself go by who one is', async () => {
      const page = await open(await dealsState());
      assert.equal(said('setup').at(-1)?.me, seedId('members', 'ada'), 'the key names its member');
      await answering([], () => page.receive({ type: 'me' }));
      await answering([{ pick: 'Bruno Castellan' }], async () => chooseMe(services, await connection()));
      assert.equal(said('setup').at(-1)?.me, seedId('members', 'bruno'));
    });

    it('by text stay while the page is hidden', async () => {
      const page = await open(await dealsState());
      await page.receive({ type: 'text', text: 'acme' });
      told = [];
      await page.receive({ type: 'ready', version: 0 });
      assert.equal(said('setup').at(-1)?.text, 'acme');
      assert.equal(shown().size, 35, 'the script has been loaded anew');
    });

    it('take nothing that is not one of its messages', async () => {
      const page = await open(await dealsState());
      told = [];
      for (const wrong of [
        { type: 'text', text: 'x'.repeat(201) },
        { type: 'move', card: '../x', to: null },
        { type: 'move', card: RENEWAL, to: 7 },
        { type: 'open' },
        { type: 'help', command: 'workbench.action.quit' },
      ])
        await page.receive(wrong);
      assert.deepEqual(told, []);
    });
  });

  describe('two thousand cards', () => {
    beforeEach(() => signInAnew({ records: 20_000 }));

    it('come page by page, and a move is one card more', async function () {
      this.timeout(60_000);
      const page = await open(await dealsState());
      assert.equal(page.cards.length, 2035);
      const pagesTold = said('cards').filter(({ put }) => put.length > 0);
      assert(pagesTold.length <= 5, `${pagesTold.length} messages`);
      assert(said('cards').some(({ reading }) => reading !== null && reading >= 500 && reading < 2035));
      assert.equal(said('cards').at(-1)?.reading, null);
      told = [];
      await answering([{ confirm: 'Save Changes' }], async () =>
        page.receive({ type: 'move', card: RENEWAL, to: await stageId('Lead') }),
      );
      assert.equal(
        said('cards').reduce((sum, { put }) => sum + put.length, 0),
        1,
      );
    });
  });

  it('stops at five thousand, and says so', async function () {
    this.timeout(120_000);
    await signInAnew({ records: 60_000 });
    const page = await open(await dealsState());
    assert.equal(page.cards.length, MAX_CARDS);
    assert.match(page.body, /5,000 deals that were made first/);
  });
});
