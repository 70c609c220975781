import assert from 'node:assert/strict';
import { ConfigurationTarget, DataTransfer, EventEmitter, type MarkdownString, workspace } from 'vscode';
import { filtersOf } from '../../src/editor/filters/store.js';
import { addRecordsToList } from '../../src/editor/lists/addRecords.js';
import { groupBy } from '../../src/editor/lists/groupBy.js';
import { ListsTree } from '../../src/editor/lists/listsTree.js';
import type { EntryNode, ListNode, ListStage, ListsNode, ListsParent } from '../../src/editor/lists/nodes.js';
import { removeFromList } from '../../src/editor/lists/removeFromList.js';
import { discardMoves } from '../../src/editor/pipeline/reviewMoves.js';
import { stagedMoves } from '../../src/editor/pipeline/stagedStore.js';
import { copyId, copyLink, openInAttio } from '../../src/editor/records/actions.js';
import type { Services } from '../../src/editor/services.js';
import { dragCards, dropCards } from '../../src/editor/stages/drag.js';
import type { LineNode, MoreNode, ObjectNode, ObjectStage, RecordNode, TreeNode } from '../../src/editor/tree/nodes.js';
import { RecordsTree } from '../../src/editor/tree/recordsTree.js';
import { seedId } from '../../src/sandbox/seed.js';
import type { Sandbox } from '../../src/sandbox/server.js';
import { attio, clearWindow, requestsTo, signInToSandbox, signOutEverywhere } from './support/attio.js';
import { ask } from './support/changes.js';
import { type Answer, type ScriptedUi, scriptedUi } from './support/scriptedUi.js';

const RENEWALS = 'lists/renewals_2026/entries';
const LISTS_MIME = 'application/vnd.code.tree.attio.lists';
const RECORDS_MIME = 'application/vnd.code.tree.attio.records';
const MIMES = [LISTS_MIME, RECORDS_MIME];

describe('lists', () => {
  let sandbox: Sandbox;
  let services: Services;
  let changed: EventEmitter<ListsNode | undefined>;
  let tree: ListsTree;
  let seen = 0;

  beforeEach(async () => {
    sandbox = await signInToSandbox();
    ({ services } = await attio());
    seen = requestsTo(sandbox).length;
    changed = new EventEmitter();
    tree = new ListsTree(services, changed);
  });
  afterEach(async () => {
    tree.dispose();
    changed.dispose();
    await workspace.getConfiguration('attio').update('pipeline.stageMoves', undefined, ConfigurationTarget.Global);
    const staged = stagedMoves(services);
    await staged.drop(services.accounts.list.flatMap(({ id }) => staged.list(id)));
    await clearWindow();
    await signOutEverywhere();
    await sandbox.close();
  });

  /** Requests since the last call, as `METHOD path`, without what follows a question mark. */
  const requests = () => {
    const list = requestsTo(sandbox).slice(seen);
    seen += list.length;
    return list.map(({ method, path }) => `${method} ${path.split('?')[0]!.replace('/v2/', '')}`);
  };
  const queries = () => requests().filter((request) => request.endsWith('/query'));

  const row = (node: ListsNode) => {
    const { label, description, contextValue } = tree.getTreeItem(node);
    return { label: String(label), description: String(description ?? ''), contextValue };
  };
  const labels = (nodes: readonly ListsNode[]) => nodes.map((node) => row(node).label);
  const described = (nodes: readonly ListsNode[]) =>
    nodes.map((node) => `${row(node).label} | ${row(node).description}`);

  async function list(name: string): Promise<ListNode> {
    const found = (await tree.getChildren()).find((node) => node.kind === 'list' && row(node).label === name);
    assert(found?.kind === 'list', `no list ${name}`);
    return found;
  }
  async function stage(title: string, name = 'Renewals 2026'): Promise<ListStage> {
    const found = (await tree.getChildren(await list(name))).find(
      (node) => node.kind === 'stage' && row(node).label === title,
    );
    assert(found?.kind === 'stage', `no stage ${title}`);
    return found;
  }
  async function entry(title: string, of: string): Promise<EntryNode> {
    const found = (await tree.getChildren(await stage(of))).find(
      (node) => node.kind === 'entry' && row(node).label === title,
    );
    assert(found?.kind === 'entry', `no entry ${title} in ${of}`);
    return found;
  }

  /** What the commands run, in the bundle of these tests: the tree under test is told of it. */
  async function answering<T>(answers: Answer[], work: (services: Services) => Promise<T>): Promise<ScriptedUi> {
    const { ui } = await attio();
    const script = scriptedUi(...answers);
    ui.use(script);
    await work(services);
    script.done();
    return script;
  }

  /** Resolves when it holds; looks again whenever the tree has told of something. */
  async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
    if (await holds()) return;
    await new Promise<void>((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error(`The tree never told that ${what}.`)), 10_000);
      const listener = tree.onDidChangeTreeData(async () => {
        if (!(await holds())) return;
        clearTimeout(limit);
        listener.dispose();
        resolve();
      });
    });
  }

  /** Drags rows onto another as the view does. */
  async function drop(rows: readonly object[], on: object | undefined, mime = LISTS_MIME): Promise<void> {
    const data = new DataTransfer();
    dragCards(rows, data, mime);
    await dropCards(services, on, data, MIMES);
  }

  /** The stage that Attio has of an entry. */
  async function stageInAttio(entryId: string): Promise<string | undefined> {
    const answer = await ask(sandbox, 'GET', `${RENEWALS}/${entryId}`);
    const { data } = (await answer.json()) as { data: { entry_values: { step: { status: { title: string } }[] } } };
    return data.entry_values.step[0]?.status.title;
  }

  /** Behind the extension's back. */
  async function setStep(entryId: string, step: string): Promise<void> {
    const answer = await ask(sandbox, 'PATCH', `${RENEWALS}/${entryId}`, { entry_values: { step } });
    assert.equal(answer.status, 200);
  }
  /** Behind the extension's back. */
  async function post(deal: string, values: Record<string, unknown>, path = RENEWALS): Promise<void> {
    const answer = await ask(sandbox, 'POST', path, {
      parent_object: 'deals',
      parent_record_id: seedId('deals', deal),
      entry_values: values,
    });
    assert.equal(answer.status, 200, await answer.text());
  }

  describe('the view', () => {
    it('has the lists in Attio’s order, their stages in theirs, and reads only what is opened', async () => {
      const lists = await tree.getChildren();
      const { catalog } = await services.connections.current();
      const names = (await catalog.lists({ surface: 'test' })).map(({ name }) => name);
      assert.deepEqual(labels(lists), names);
      assert.deepEqual(
        requests().filter((request) => request !== 'GET objects'),
        ['GET lists'],
      );

      const stages = await tree.getChildren(await list('Renewals 2026'));
      assert.deepEqual(labels(stages), ['To contact', 'Proposal sent', 'Signed', 'Lost', 'No stage']);
      assert.deepEqual(queries(), []);
      assert.deepEqual(described([await list('Renewals 2026')]), ['Renewals 2026 | by Step']);

      const sent = await stage('Proposal sent');
      assert.equal(row(sent).description, '');
      const entries = await tree.getChildren(sent);
      assert.deepEqual(labels(entries).sort(), [
        'Acme Robotics renewal 2027',
        'Kestrel: eleven more islands',
        'Redwood Toys shop renewal',
      ]);
      assert.deepEqual(queries(), [`POST ${RENEWALS}/query`, 'POST objects/deals/records/query']);
      assert.equal(row(sent).description, '3 · $289,000');
      assert.deepEqual(
        entries.map((node) => row(node).contextValue),
        ['entry', 'entry', 'entry'],
      );
      await tree.getChildren(sent);
      assert.deepEqual(requests(), []);
    });

    it('tells VS Code of a count once it is known, and what an entry says when the mouse rests', async () => {
      const sent = await stage('Proposal sent');
      tree.getTreeItem(sent);
      const told: unknown[] = [];
      tree.onDidChangeTreeData((node) => told.push(node));
      const acme = await entry('Acme Robotics renewal 2027', 'Proposal sent');
      await until('the stage says how many', () => told.includes(sent));
      const item = await tree.resolveTreeItem(tree.getTreeItem(acme), acme);
      const text = (item.tooltip as MarkdownString).value;
      assert.match(text, /Step: Proposal sent\\, since Oct 1\\, 2025 /);
      assert.match(text, /Amount: &#36;184\\,000/);
      assert.match(text, /Owner: Ada Brightwater/);
      assert.match(text, /Company: Acme Robotics/);
      assert.match(text, /Due: Dec 15\\, 2026/);
      assert.equal(item.command?.command, 'attio.openRecord');
    });

    it('shows fifty of a stage, says 50+, and adds nothing up until all of it is counted', async () => {
      for (let count = 0; count < 52; count++) await post('acme-renewal', { step: 'Lost' });
      const lost = await stage('Lost');
      requests();
      const first = await tree.getChildren(lost);
      assert.equal(first.length, 51);
      assert.equal(row(lost).description, '50+');
      assert.equal(queries().filter((request) => request.includes('entries')).length, 1);
      const more = first.at(-1) as MoreNode<ListsParent>;
      assert.equal(more.kind, 'more');
      const next = await tree.loadMore(more);
      assert.equal(queries().filter((request) => request.includes('entries')).length, 1);
      const all = await tree.getChildren(lost);
      assert.equal(all.length, 53);
      assert.equal(all[50], next);
      assert.equal(new Set(all.map(({ id }) => id)).size, 53);
      assert.match(row(lost).description, /^53 · \$/);
    });

    it('counts all stages with one reading of the list, and keeps the counts right', async () => {
      for (let count = 0; count < 51; count++) await post('orbital-pilot', { step: 'Lost' });
      const renewals = await list('Renewals 2026');
      const stages = await tree.getChildren(renewals);
      requests();
      await tree.count(renewals);
      assert.equal(requests().filter((request) => request === `POST ${RENEWALS}/query`).length, 1);
      assert.deepEqual(described(stages), [
        'To contact | 2 · $426,000',
        'Proposal sent | 3 · $289,000',
        'Signed | 1 · $175,000',
        'Lost | 52 · $620,000',
        'No stage | 0',
      ]);
      // Known to be empty, it is not listed.
      assert.deepEqual(labels(await tree.getChildren(renewals)).includes('No stage'), false);
      assert.deepEqual(row(renewals).description, '58 · $1,510,000 · by Step');
      const acme = await entry('Acme Robotics renewal 2027', 'Proposal sent');
      await answering([{ confirm: 'Save Changes' }], () => drop([acme], stages[2]));
      await until('it moved', () => row(stages[2]!).description === '2 · $359,000');
      assert.equal(row(stages[1]!).description, '2 · $105,000');
    });

    it('keeps the sum of a folded stage right when a record changes that no row shows', async () => {
      const renewals = await list('Renewals 2026');
      const stages = await tree.getChildren(renewals);
      await tree.count(renewals);
      const signed = stages.find((node) => row(node).label === 'Signed')!;
      assert.equal(row(signed).description, '1 · $175,000');
      const { catalog } = await services.connections.current();
      const { pipeline } = renewals;
      const at = pipeline!.stages.find(({ title }) => title === 'Signed')!.id;
      const { cards } = await catalog.cards(pipeline!, { stage: at, offset: 0 }, { surface: 'test', fresh: true });
      const { recordId } = cards[0]!.ref;
      const answer = await ask(sandbox, 'PATCH', `objects/deals/records/${recordId}`, { values: { value: 200_000 } });
      const { data } = (await answer.json()) as { data: Parameters<typeof catalog.learnRecord>[0] };
      catalog.learnRecord(data, 'deals');
      await until('the sum is another', () => row(signed).description === '1 · $200,000');
      assert.match(row(renewals).description, /^7 · .* · by Step$/);
    });

    it('groups by another attribute or by none, and remembers it', async () => {
      const tiers = await list('Target accounts');
      assert.deepEqual(labels(await tree.getChildren(tiers)), ['Tier 1', 'Tier 2', 'Tier 3', 'No stage']);
      const asked = await answering([{ pick: 'No Grouping' }], () => groupBy(services, tiers));
      assert.deepEqual(asked.asked[0]?.picked, ['Tier']);
      requests();
      const entries = await tree.getChildren(tiers);
      assert.equal(entries.length, 9);
      assert.ok(entries.every(({ kind }) => kind === 'entry'));
      assert.equal(queries().filter((request) => request.includes('entries')).length, 1);
      assert.equal(row(tiers).description, '9');

      tree.dispose();
      tree = new ListsTree(services, changed);
      assert.equal((await tree.getChildren(await list('Target accounts')))[0]?.kind, 'entry');
      const stored = JSON.stringify(services.context.globalState.get('attio.groupBy'));
      assert.doesNotMatch(stored, /tier|target/i);
      await answering([{ pick: 'Tier' }], async () => groupBy(services, await list('Target accounts')));
      assert.equal((await tree.getChildren(await list('Target accounts')))[0]?.kind, 'stage');
    });

    it('shows the entries of a list that cannot be grouped, and says so when asked', async () => {
      const testers = await list('Beta testers ✨');
      assert.equal((await tree.getChildren(testers)).length, 3);
      const said = await answering([], () => groupBy(services, testers));
      assert.match(said.said[0]!.message, /^Beta testers ✨ cannot be grouped/);
    });

    it('keeps a failure until Retry, and says who is in an empty stage', async () => {
      const signed = await stage('Signed');
      const message = 'Not in your plan.';
      sandbox.setFaults([
        { kind: 'status', status: 403, type: 'auth_error', code: 'billing_error', message, path: '/entries/query' },
      ]);
      const failed = (await tree.getChildren(signed)) as LineNode<ListsParent>[];
      assert.deepEqual(
        failed.map(({ role, view }) => [role, view]),
        [
          ['failure', 'attio.lists'],
          ['retry', 'attio.lists'],
        ],
      );
      sandbox.setFaults([]);
      await tree.retry(signed);
      assert.deepEqual(labels(await tree.getChildren(signed)), ['Meridian lab renewal']);
      const none = await stage('No stage');
      assert.deepEqual(labels(await tree.getChildren(none)), ['Nothing is in this stage', 'Add Records…']);
    });

    it('follows the account: other lists, and nothing of the ones before', async () => {
      const before = await list('Renewals 2026');
      await signOutEverywhere();
      assert.deepEqual(await tree.getChildren(), []);
      assert.ok(before.branch.closed);
    });

    it('reads what is shown again when it is refreshed, and nothing that is folded', async () => {
      await tree.getChildren(await stage('Signed'));
      await post('orbital-pilot', { step: 'Signed' });
      await tree.refreshAll();
      requests();
      const again = await stage('Signed');
      assert.equal((await tree.getChildren(again)).length, 2);
      assert.equal(requests().filter((request) => request === `POST ${RENEWALS}/query`).length, 1);
    });

    it('opens a list in Attio and copies the id of an entry, and the link of its record', async () => {
      const renewals = await list('Renewals 2026');
      const opened = await answering([], () => openInAttio(services, renewals));
      assert.match(opened.opened[0]!, new RegExp(`/collection/${renewals.list.id}$`));
      const lost = await entry('Papercrane build tools', 'Lost');
      const copied = await answering([], () => copyId(services, lost));
      assert.deepEqual(copied.copied, [lost.entry.entryId]);
      const link = await answering([], () => copyLink(services, lost));
      assert.match(link.copied[0]!, new RegExp(`^https://.*${lost.ref.recordId}`));
    });
  });

  describe('moving by drag and drop', () => {
    it('moves a card with one write and one look, and reads no stage again', async () => {
      const acme = await entry('Acme Robotics renewal 2027', 'Proposal sent');
      const signed = await stage('Signed');
      await tree.getChildren(signed);
      requests();
      const asked = await answering([{ confirm: 'Save Changes' }], () => drop([acme], signed));
      assert.match(asked.asked[0]!.detail ?? '', /Proposal sent[\s\S]*Signed/);
      await until('it is in its new stage', async () => labels(await tree.getChildren(signed)).length === 2);
      assert.deepEqual(labels(await tree.getChildren(signed)), ['Acme Robotics renewal 2027', 'Meridian lab renewal']);
      assert.equal((await tree.getChildren(await stage('Proposal sent'))).length, 2);
      assert.equal(await stageInAttio(acme.entry.entryId), 'Signed');
      const made = requests();
      assert.deepEqual(
        made.filter((request) => request.endsWith('/query')),
        [],
      );
      assert.deepEqual(
        made.filter((request) => request.includes(acme.entry.entryId)).slice(0, -1),
        ['PUT', 'GET'].map((method) => `${method} ${RENEWALS}/${acme.entry.entryId}`),
      );
    });

    it('moves several with one approval, dropped on a card of the stage', async () => {
      const sent = (await tree.getChildren(await stage('Proposal sent'))) as EntryNode[];
      const on = await entry('Papercrane build tools', 'Lost');
      const asked = await answering([{ confirm: 'Move 2 Entries' }], () => drop(sent.slice(0, 2), on));
      assert.match(asked.asked[0]!.title, /^Move 2 entries to “Lost” in Renewals 2026/);
      await until('they are there', async () => (await tree.getChildren(await stage('Lost'))).length === 3);
    });

    it('refuses what makes no sense, with a word', async () => {
      const acme = await entry('Acme Robotics renewal 2027', 'Proposal sent');
      const tier = await stage('Tier 1', 'Target accounts');
      const other = await answering([], () => drop([acme], tier));
      assert.match(other.said[0]!.message, /stands in Renewals 2026 moves between its own stages, not into Target acc/);
      const onList = await answering([], async () => drop([acme], await list('Renewals 2026')));
      assert.match(onList.said[0]!.message, /^Drop an entry on the stage/);
      const nowhere = await answering([], () => drop([acme], undefined));
      assert.match(nowhere.said[0]!.message, /^Drop it on a stage/);
      assert.equal(await stageInAttio(acme.entry.entryId), 'Proposal sent');
    });

    it('marks what is staged, lists it on top, and lets it go', async () => {
      await workspace.getConfiguration('attio').update('pipeline.stageMoves', true, ConfigurationTarget.Global);
      const acme = await entry('Acme Robotics renewal 2027', 'Proposal sent');
      const signed = await stage('Signed');
      await answering([], () => drop([acme], signed));
      assert.equal(await stageInAttio(acme.entry.entryId), 'Proposal sent');
      assert.match(row(acme).description, /^→ Signed · /);
      assert.equal(row(acme).contextValue, 'entry.staged');
      assert.match(row(signed).description, /\+1 staged$/);
      const [moves] = await tree.getChildren();
      assert.equal(row(moves!).label, 'Staged moves (1)');
      const [move] = await tree.getChildren(moves);
      assert.deepEqual(row(move!), {
        label: 'Acme Robotics renewal 2027',
        description: '→ Signed from Proposal sent in Renewals 2026',
        contextValue: 'move',
      });
      // Somebody moves it on, and then to where it was to go; or it cannot be read.
      await setStep(acme.entry.entryId, 'Lost');
      await tree.refreshAll();
      const staged = async () => row((await tree.getChildren((await tree.getChildren())[0]))[0]!);
      assert.equal((await staged()).description, 'in Lost now, staged Proposal sent → Signed in Renewals 2026');
      assert.match(
        row(await entry('Acme Robotics renewal 2027', 'Lost')).description,
        /^→ Signed, staged from Proposal sent/,
      );
      await setStep(acme.entry.entryId, 'Signed');
      await tree.refreshAll();
      assert.equal((await staged()).description, 'in Signed already, staged from Proposal sent in Renewals 2026');
      assert.match(row(await entry('Acme Robotics renewal 2027', 'Signed')).description, /^staged, but here already/);
      assert.doesNotMatch(row(await stage('Signed')).description, /staged/);
      const refuses = { kind: 'status', status: 400, times: 99 } as const;
      sandbox.setFaults([
        { ...refuses, path: '/v2/objects/deals/records' },
        { ...refuses, path: '/v2/lists/renewals_2026/attributes' },
      ]);
      await tree.refreshAll();
      assert.deepEqual(await staged(), {
        label: 'A record that was not read',
        description: 'where it goes was not read',
        contextValue: 'move',
      });
      sandbox.setFaults([]);
      await tree.refreshAll();
      await answering([{ confirm: 'Discard Move' }], () => discardMoves(services));
      await until('nothing waits', async () => (await tree.getChildren())[0]?.kind === 'list');
      assert.equal(row(acme).contextValue, 'entry');
    });
  });

  describe('adding and removing', () => {
    it('adds several records with one approval, in the stage that was given', async () => {
      const signed = await stage('Signed');
      await tree.getChildren(signed);
      requests();
      const script = await answering(
        [
          { type: 'Lumen Health', pick: 'Lumen Health platform' },
          { type: 'Meridian', pick: /in it already since/ },
          { pick: 'Add 2 Records' },
          { confirm: 'Make 2 Changes' },
        ],
        () => addRecordsToList(services, signed),
      );
      assert.match(
        script.asked[1]!.lines!.join('\n'),
        /Meridian lab renewal \| in it already since .*; choose to add it once more/,
      );
      assert.equal(script.asked[3]!.title, 'Add 2 records to Renewals 2026, Signed');
      assert.match(
        script.asked[3]!.detail ?? '',
        /“Meridian lab renewal” is in the list already: it will be in it 2 times/,
      );
      await until('they are there', async () => (await tree.getChildren(signed)).length === 3);
      assert.deepEqual(
        requests().filter((request) => request === `POST ${RENEWALS}`),
        [`POST ${RENEWALS}`, `POST ${RENEWALS}`],
      );
    });

    it('shows what is chosen already as chosen, and goes back to the choice where it is not agreed to', async () => {
      const script = await answering(
        [
          { type: 'Lumen Health', pick: 'Lumen Health platform' },
          { type: 'Lumen Health', pick: /Lumen Health platform chosen · press to leave it out/ },
          { type: 'Lumen Health', pick: 'Lumen Health platform' },
          { type: 'Meridian', pick: 'Meridian lab renewal' },
          { pick: 'Add 2 Records' },
          { cancel: true },
          { pick: 'Add 2 Records' },
          { confirm: 'Make 2 Changes' },
        ],
        async () => addRecordsToList(services, await stage('Signed')),
      );
      assert.match(script.asked[6]!.title, /\(2 chosen\)$/);
      await script.heard(/^Added 2 records to Renewals 2026, Signed/);
      // Neither of the two is the one that was meant.
      assert.deepEqual(script.said.at(-1)?.buttons, ['Undo']);
    });

    it('tells entries of one record apart by when they were added, in the row, aloud and in the tooltip', async () => {
      await post('orbital-pilot', { step: 'Signed' });
      const once = (await tree.getChildren(await stage('Signed'))).filter((node) => node.kind === 'entry');
      assert(once.every((node) => !/added/.test(row(node).description)));
      await post('orbital-pilot', { step: 'Signed' });
      await tree.refreshAll();
      const all = (await tree.getChildren(await stage('Signed'))).filter(
        (node): node is EntryNode => node.kind === 'entry' && node.ref.recordId === seedId('deals', 'orbital-pilot'),
      );
      assert.equal(all.length, 2);
      for (const node of all) {
        const made = tree.getTreeItem(node);
        assert.match(String(made.description), /^added .*\d/);
        assert.match(made.accessibilityInformation!.label, /, added .* to the list$/);
        const { tooltip } = await tree.resolveTreeItem(made, node);
        assert.match((tooltip as MarkdownString).value, /more than once; this one was added /);
      }
    });

    it('takes records from Records onto a stage, and asks about those that are in the list', async () => {
      const records = new RecordsTree(services);
      try {
        const deals = (await records.getChildren()).find(
          (node) => node.kind === 'object' && node.slug === 'deals',
        ) as ObjectNode;
        const rows = (await records.getChildren(deals)).filter((node) => node.kind === 'record') as RecordNode[];
        const named = (key: string) => rows.find(({ ref }) => ref.recordId === seedId('deals', key))!;
        const lost = await stage('Lost');
        const script = await answering([{ pick: 'Add the other' }, { confirm: 'Add to List' }], () =>
          drop([named('acme-renewal'), named('lumen-imaging')], lost, RECORDS_MIME),
        );
        assert.equal(script.asked[0]!.title, 'Acme Robotics renewal 2027 is in Renewals 2026 already');
        await until('it is there', async () => labels(await tree.getChildren(lost)).includes('Lumen imaging add-on'));
        const tiers = await list('Target accounts');
        const refused = await answering([], () => drop([named('acme-renewal')], tiers, RECORDS_MIME));
        await refused.heard(/“Target accounts” is a list of companies: other records cannot be in it/);
      } finally {
        records.dispose();
      }
    });

    it('removes several with one approval, and undoes it', async () => {
      const rows = (await tree.getChildren(await stage('Proposal sent'))) as EntryNode[];
      const [first] = rows;
      const script = await answering(
        [{ confirm: 'Make 3 Changes' }, { press: 'Undo', on: /Remove/ }, { confirm: 'Undo' }],
        async () => {
          const { ui } = await attio();
          void ui;
          await removeFromList(services, first, rows);
          await until(
            'they are gone',
            async () => (await tree.getChildren(await stage('Proposal sent')))[0]?.kind === 'line',
          );
          await until('they are back', async () => (await tree.getChildren(await stage('Proposal sent'))).length === 3);
        },
      );
      assert.equal(script.asked[0]!.title, 'Remove 3 entries from Renewals 2026');
    });
  });

  describe('grouping in Records', () => {
    let records: RecordsTree;
    beforeEach(() => {
      records = new RecordsTree(services);
    });
    afterEach(() => records.dispose());

    const deals = async () =>
      (await records.getChildren()).find((node) => node.kind === 'object' && node.slug === 'deals') as ObjectNode;
    const below = async (node: TreeNode) => (await records.getChildren(node)).filter(({ kind }) => kind !== 'views');
    const item = (node: TreeNode) => {
      const { label, description, contextValue } = records.getTreeItem(node);
      return { label: String(label), description: String(description ?? ''), contextValue };
    };
    const stageOf = async (title: string) =>
      (await below(await deals())).find((node) => item(node).label === title) as ObjectStage;
    const heard = async (what: string, holds: () => Promise<boolean>) => {
      if (await holds()) return;
      await new Promise<void>((resolve, reject) => {
        const limit = setTimeout(() => reject(new Error(`Records never told that ${what}.`)), 10_000);
        const listener = records.onDidChangeTreeData(async () => {
          if (!(await holds())) return;
          clearTimeout(limit);
          listener.dispose();
          resolve();
        });
      });
    };

    it('shows the stages of an object, and moves its records between them', async () => {
      await answering([{ pick: 'Deal stage' }], async () => groupBy(services, await deals()));
      const stages = await below(await deals());
      assert.deepEqual(
        stages.map((node) => item(node).label),
        // Attio wants a stage of every deal: there is no group for those without one.
        ['Lead', 'In Progress', 'Negotiation', 'Won 🎉', 'Lost', 'On ice'],
      );
      assert.equal(item(await deals()).description, 'by Deal stage');
      requests();
      const [lead, negotiation] = [await stageOf('Lead'), await stageOf('Negotiation')];
      const rows = (await below(negotiation)) as RecordNode[];
      await below(lead);
      assert.deepEqual(queries(), ['POST objects/deals/records/query', 'POST objects/deals/records/query']);
      assert.match(item(negotiation).description, /^5 · \$4,190,000$/);
      const acme = rows.find((node) => item(node).label === 'Acme Robotics renewal 2027')!;
      assert.equal(item(acme).contextValue, 'record.grouped');
      await answering([{ confirm: 'Save Changes' }], () => drop([acme], lead, RECORDS_MIME));
      await heard('it moved', async () => item((await below(lead))[0]!).label === 'Acme Robotics renewal 2027');
      assert.equal((await below(negotiation)).length, 4);
      assert.deepEqual(queries(), []);
      // Its notes are below it, wherever it stands.
      assert.ok((await records.getChildren((await below(lead))[0]!)).length > 0);
      await answering([{ pick: 'No Grouping' }], async () => groupBy(services, await deals()));
      assert.equal((await below(await deals()))[0]?.kind, 'record');
    });

    it('filters within the stages, and says that a view is shown without them', async () => {
      const { account } = await services.connections.current();
      const node = await deals();
      const { object_id } = node.object.id;
      const filters = filtersOf(services);
      await answering([{ pick: 'Deal stage' }], async () => groupBy(services, node));
      await filters.set(account.id, object_id, {
        conditions: [{ attribute: 'name', type: 'text', operator: 'contains', values: ['a'] }],
        match: 'all',
        names: { name: 'Name' },
        sort: { attribute: 'name', type: 'text', direction: 'asc' },
      });
      const negotiation = await stageOf('Negotiation');
      requests();
      const rows = await below(negotiation);
      assert.deepEqual(queries(), ['POST objects/deals/records/query']);
      const names = rows.map((one) => item(one).label);
      assert.deepEqual(names, [...names].sort());
      assert.ok(names.every((name) => /a/i.test(name)) && names.length > 0);
      assert.match(item(node).description, /Name contains .* · by Deal stage$/);

      const { catalog } = await services.connections.current();
      const [view] = await catalog.views('deals', { surface: 'test' });
      await filters.set(account.id, object_id, {
        conditions: [],
        match: 'all',
        names: {},
        view: { id: view!.id.view_id, title: view!.title },
      });
      const flat = await below(await deals());
      assert.equal(item(flat[0]!).label, 'Not grouped by Deal stage while a view is shown');
      assert.equal(flat[1]?.kind, 'record');
      await filters.set(account.id, object_id, undefined);
      assert.equal((await below(await deals()))[0]?.kind, 'stage');
      await answering([{ pick: 'No Grouping' }], async () => groupBy(services, await deals()));
    });
  });
});

describe('lists with fewer scopes', () => {
  it('name the scope that is missing', async () => {
    const sandbox = await signInToSandbox({
      scopes: ['object_configuration:read', 'record_permission:read', 'list_configuration:read'],
    });
    const { services } = await attio();
    const tree = new ListsTree(services, new EventEmitter());
    try {
      const [line] = (await tree.getChildren()) as LineNode<ListsParent>[];
      assert.match(line!.label, /list_entry:read/);
    } finally {
      tree.dispose();
      await signOutEverywhere();
      await sandbox.close();
    }
  });
});
