import assert from 'node:assert/strict';
import type { TreeView } from 'vscode';
import { clearFilter, filterRecords } from '../../src/editor/filters/filterRecords.js';
import { filtersOf } from '../../src/editor/filters/store.js';
import type { LineNode, ObjectNode, RecordNode, TreeNode, ViewNode, ViewsNode } from '../../src/editor/tree/nodes.js';
import { RecordsTree } from '../../src/editor/tree/recordsTree.js';
import { seedId } from '../../src/sandbox/seed.js';
import type { Sandbox } from '../../src/sandbox/server.js';
import { run } from './support/accounts.js';
import { attio, requestsTo, signInToSandbox, signOutEverywhere } from './support/attio.js';
import { type Answer, type ScriptedUi, scriptedUi } from './support/scriptedUi.js';

describe('filters in the records view', () => {
  let sandbox: Sandbox;
  let tree: RecordsTree;
  let view: { description?: string; visible: boolean; reveal: TreeView<TreeNode>['reveal'] };
  let seen = 0;
  const queries = () => {
    const list = requestsTo(sandbox).slice(seen);
    seen += list.length;
    return list.filter(({ path }) => path.endsWith('/records/query')).map(({ path }) => path);
  };
  const requests = () => {
    const list = requestsTo(sandbox).slice(seen);
    seen += list.length;
    return list.map(({ method, path }) => `${method} ${path}`);
  };
  const object = async (slug: string): Promise<ObjectNode> => {
    const found = (await tree.getChildren()).find((node) => node.kind === 'object' && node.slug === slug);
    assert.ok(found, `no object ${slug}`);
    return found as ObjectNode;
  };
  const row = (node: TreeNode) => {
    const { label, description, contextValue } = tree.getTreeItem(node);
    return { label, description, contextValue };
  };
  const records = async (node: ObjectNode) =>
    (await tree.getChildren(node)).filter((one): one is RecordNode => one.kind === 'record');
  const names = async (node: ObjectNode) => (await records(node)).map((one) => row(one).label);
  /** Resolves when the tree has told of `node` and it holds. */
  const until = async (node: TreeNode, holds: () => boolean | Promise<boolean>): Promise<void> => {
    if (await holds()) return;
    await new Promise<void>((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error(`The tree never told: ${JSON.stringify(row(node))}`)), 10_000);
      const listener = tree.onDidChangeTreeData(async () => {
        if (!(await holds())) return;
        clearTimeout(limit);
        listener.dispose();
        resolve();
      });
    });
  };
  /** What the command runs, in the bundle of these tests: the tree under test is told of it. */
  const filter = async (answers: Answer[], argument?: unknown): Promise<ScriptedUi> => {
    const { services, ui } = await attio();
    const script = scriptedUi(...answers);
    ui.use(script);
    await filterRecords(services, argument);
    script.done();
    ui.use(undefined);
    return script;
  };
  const clear = async (argument: unknown) => clearFilter((await attio()).services, argument);
  const won: Answer[] = [{ pick: 'Add Condition…' }, { pick: 'Deal stage' }, { pick: 'is' }, { pick: /^Won/ }];

  beforeEach(async () => {
    sandbox = await signInToSandbox();
    const { services } = await attio();
    tree = new RecordsTree(services);
    view = { visible: true, reveal: async () => {} };
    tree.attach(view as TreeView<TreeNode>);
    seen = requestsTo(sandbox).length;
  });
  afterEach(async () => {
    tree.dispose();
    await signOutEverywhere();
    await sandbox.close();
  });

  it('shows the records that fit with one request, and says so on the row and in the view', async () => {
    const deals = await object('deals');
    const all = await records(deals);
    assert.deepEqual(row(deals), { label: 'Deals', description: undefined, contextValue: 'object' });
    queries();
    const script = await filter([...won, { pick: 'Show Records' }], deals);
    await until(deals, () => /shown/.test(String(row(deals).description)));
    const shown = await records(deals);
    assert.ok(shown.length > 0 && shown.length < all.length);
    assert.deepEqual(queries(), ['/v2/objects/deals/records/query']);
    assert.match(String(row(deals).description), new RegExp(`^Deal stage is Won.* · ${shown.length} shown$`));
    assert.equal(row(deals).contextValue, 'object.filtered');
    assert.match(view.description ?? '', /^Northwind Labs · Deals: Deal stage is Won/);
    assert.match(script.asked[0]!.title, /Filter Deals/);
    assert.equal(script.asked.at(-1)!.picked?.[0], 'Show Records', 'Enter shows what was chosen');
    await clear(deals);
    await until(deals, () => row(deals).description === undefined);
    assert.equal((await records(deals)).length, all.length);
    assert.equal(view.description, 'Northwind Labs');
  });

  it('takes several conditions, changes and removes them, and matches any', async () => {
    const deals = await object('deals');
    const script = await filter(
      [
        ...won,
        { pick: 'Add Condition…' },
        { pick: 'Deal value' },
        { pick: 'is at least' },
        { input: 'much' },
        { input: '100k' },
        { pick: 'Match Any of Them' },
        { pick: /^Deal value/ },
        { pick: 'is less than' },
        { input: '10,000' },
        { pick: /^Deal stage is/ },
        { pick: 'Remove This Condition' },
        { pick: 'Show Records' },
      ],
      deals,
    );
    assert.equal(script.problems.length, 1);
    const match = script.asked.find(({ labels }) => labels?.includes('Match All of Them'));
    assert.match(match!.lines!.join('\n'), /Show Records \| Deal stage is Won.* or Deal value ≥ .*100,000/);
    await until(deals, () => /shown/.test(String(row(deals).description)));
    assert.match(String(row(deals).description), /^Deal value < .*10,000 · \d+ shown$/);
    const values = (await records(deals)).map(({ ref }) => ref.recordId);
    const { catalog } = await (await attio()).services.connections.current();
    for (const recordId of values) {
      const found = catalog.peek({ object: 'deals', recordId });
      assert.ok(Number(found?.values.value?.[0]?.currency_value) < 10_000);
    }
  });

  it('goes back from each question to the one before, and changes nothing when it is closed', async () => {
    const deals = await object('deals');
    await filter(
      [
        { pick: 'Add Condition…' },
        { pick: 'Deal value' },
        { pick: 'is at least' },
        { back: true },
        { back: true },
        { pick: 'Deal stage' },
        { pick: 'is' },
        { pick: 'Several of Them…' },
        { back: true },
        { back: true },
        { back: true },
        { back: true },
        { pick: 'Sort By…' },
        { pick: 'Deal name' },
        { back: true },
        { back: true },
        { cancel: true },
      ],
      deals,
    );
    assert.equal(row(deals).description, undefined);
  });

  it('asks for colleagues, records, days and parts of values by their types', async () => {
    const deals = await object('deals');
    await filter(
      [
        { pick: 'Add Condition…' },
        { pick: 'Deal owner' },
        { pick: 'is' },
        { pick: /Finn/ },
        { pick: 'Add Condition…' },
        { pick: 'Close date' },
        { pick: 'is on or after' },
        { input: '2020-01-01' },
        { pick: 'Show Records' },
      ],
      deals,
    );
    await until(deals, () =>
      /Deal owner is Finn .* and Close date is on or after .* shown$/.test(String(row(deals).description)),
    );
    assert.ok((await records(deals)).length > 0);

    const people = await object('people');
    await filter(
      [
        { pick: 'Add Condition…' },
        { pick: 'Company' },
        { pick: 'is' },
        { type: 'Acme Robotics', pick: 'Acme Robotics' },
        { pick: 'Add Condition…' },
        { pick: 'Email addresses' },
        { pick: /contains$/ },
        { input: 'grace' },
        { pick: 'Show Records' },
      ],
      people,
    );
    await until(people, () =>
      /^Company is Acme Robotics and Email addresses contains “grace”/.test(String(row(people).description)),
    );
    assert.deepEqual(await names(people), ['Grace Okafor']);
    assert.match(view.description ?? '', /2 filters: People, Deals|2 filters: Deals, People/);
  });

  it('sorts, also by a part of a name', async () => {
    const people = await object('people');
    await filter(
      [{ pick: 'Sort By…' }, { pick: 'Name' }, { pick: 'A to Z by last name' }, { pick: 'Show Records' }],
      people,
    );
    await until(people, () => /shown$/.test(String(row(people).description)));
    assert.equal(row(people).description, 'Sorted by Name (last name), A to Z · first 50 shown');
    const { catalog } = await (await attio()).services.connections.current();
    const last = (await records(people)).map(({ ref }) => String(catalog.peek(ref)?.values.name?.[0]?.last_name));
    assert.deepEqual(last, [...last].sort(new Intl.Collator('en', { sensitivity: 'base', numeric: true }).compare));
  });

  it('keeps a filter under a name, applies it, and forgets it', async () => {
    const deals = await object('deals');
    await filter([...won, { pick: 'Save As…' }, { input: ' ' }, { input: 'Closed well' }], deals);
    await until(deals, () => /shown$/.test(String(row(deals).description)));
    await clear(deals);
    await until(deals, () => row(deals).description === undefined);
    const script = await filter([{ pick: 'Closed well' }], deals);
    assert.match(script.asked[0]!.lines!.join('\n'), /Closed well \| Deal stage is Won/);
    await until(deals, () => /^Deal stage is Won/.test(String(row(deals).description)));
    const after = await filter([{ pick: 'Forget a Saved Filter…' }, { pick: 'Closed well' }, { cancel: true }], deals);
    assert.ok(!after.asked.at(-1)!.labels!.includes('Closed well'));
  });

  it('lists Attio’s views under the object, and filters by one when it is pressed', async () => {
    const deals = await object('deals');
    const all = await names(deals);
    requests();
    const [views] = (await tree.getChildren(deals)) as [ViewsNode];
    assert.equal(row(views).label, 'Views');
    assert.deepEqual(requests(), [], 'views are asked for when they are unfolded');
    const listed = (await tree.getChildren(views)) as ViewNode[];
    assert.deepEqual(requests(), ['GET /v2/objects/deals/views']);
    const open = listed.find((node) => row(node).label === 'Open deals');
    assert.ok(open);
    const { command } = tree.getTreeItem(open);
    assert.equal(command?.command, 'attio.filterRecords');
    await filter([], command.arguments![0]);
    await until(deals, () => /^View “Open deals” · \d+ shown$/.test(String(row(deals).description)));
    assert.deepEqual(queries(), ['/v2/objects/deals/records/query']);
    const shown = await names(deals);
    assert.ok(shown.length > 0 && shown.length < all.length);
    assert.equal(row(views).description, 'Open deals');
    // Pressed once more, it is let go.
    await filter([], command.arguments![0]);
    await until(deals, () => row(deals).description === undefined);
    assert.deepEqual(await names(deals), all);
  });

  it('is there after a reload, in words that cost nothing, and goes with its account', async () => {
    const { services } = await attio();
    const deals = await object('deals');
    await filter([...won, { pick: 'Show Records' }], deals);
    await until(deals, () => /shown$/.test(String(row(deals).description)));
    const { id } = services.accounts.active!;
    const objectId = deals.object.id.object_id;
    const reloaded = new RecordsTree(services);
    const again = (await reloaded.getChildren()).find((node) => node.kind === 'object' && node.slug === 'deals')!;
    assert.match(String(reloaded.getTreeItem(again).description), /^Deal stage is Won[^·]*$/);
    reloaded.dispose();
    const kept = JSON.stringify(services.context.workspaceState.get('attio.filters'));
    assert.doesNotMatch(kept, /Acme/);
    await signOutEverywhere();
    assert.equal(filtersOf(services).get(id, objectId), undefined);
  });

  it('says that nothing fits, and how to go on', async () => {
    const deals = await object('deals');
    await filter(
      [
        { pick: 'Add Condition…' },
        { pick: 'Deal name' },
        { pick: 'is' },
        { input: 'No such deal' },
        { pick: 'Show Records' },
      ],
      deals,
    );
    await until(deals, () => / · 0 shown$/.test(String(row(deals).description)));
    const lines = (await tree.getChildren(deals)).filter((node): node is LineNode => node.kind === 'line');
    assert.deepEqual(
      lines.map(({ label }) => label),
      ['No deals fit', 'Change Filter', 'Clear Filter'],
    );
    const { command } = tree.getTreeItem(lines[2]!);
    assert.equal(command?.command, 'attio.clearFilter');
    await clear(command.arguments![0]);
    await until(deals, () => row(deals).description === undefined);
    assert.ok((await records(deals)).length > 0);
  });

  it('says that Attio refuses a filter whose attribute is gone', async () => {
    const { services } = await attio();
    const deals = await object('deals');
    await filtersOf(services).set(services.accounts.active!.id, deals.object.id.object_id, {
      conditions: [{ attribute: 'archived_long_ago', type: 'text', operator: 'is', values: ['x'] }],
      match: 'all',
      names: { archived_long_ago: 'Old field' },
    });
    await until(deals, () => deals.branch.settled);
    const lines = (await tree.getChildren(deals)) as LineNode[];
    assert.deepEqual(
      lines.map(({ label }) => label),
      ['Attio refuses this filter', 'Change Filter', 'Clear Filter'],
    );
    assert.match(String(lines[0]!.tooltip), /archived_long_ago/);
    assert.equal(row(deals).description, 'Old field is “x”');
    // The condition can be taken out where it cannot be asked.
    await filter([{ pick: /^Old field/ }, { back: true }, { pick: 'Clear Filter' }], deals);
    await until(deals, () => row(deals).description === undefined);
    assert.ok((await records(deals)).length > 0);
  });

  it('is asked for an object when it comes from the palette', async () => {
    const script = await run('attio.filterRecords', [{ pick: 'Companies' }, { cancel: true }]);
    (await attio()).ui.use(undefined);
    assert.match(script.asked[1]!.title, /Filter Companies/);
  });

  describe('and what is written meanwhile', () => {
    const learn = async (change: (values: Record<string, unknown[]>) => void, over: object = {}) => {
      const { catalog } = await (await attio()).services.connections.current();
      const ref = { object: 'deals', recordId: seedId('deals', 'acme-renewal') };
      const record = structuredClone((await catalog.record(ref, { surface: 'test' }))!);
      change(record.values);
      Object.assign(record, over);
      requests();
      catalog.learnRecord(record, 'deals');
      return { catalog, record, ref };
    };

    it('shows a new record, a new name and a deletion without a request', async () => {
      const deals = await object('deals');
      const before = await names(deals);
      const made = {
        id: { ...deals.object.id, record_id: seedId('deals', 'made-by-a-test') },
        created_at: '2099-01-01T00:00:00.000000000Z',
      };
      const rename = (name: string) => (values: Record<string, unknown[]>) => {
        values.name = [{ ...(values.name![0] as object), value: name }];
      };
      const { catalog } = await learn(rename('Made by a test'), made);
      await until(deals, async () => (await names(deals))[0] === 'Made by a test');
      assert.equal((await names(deals)).length, before.length + 1);
      await learn(rename('Another name'), made);
      await until(deals, async () => (await names(deals))[0] === 'Another name');
      catalog.forgetRecord({ object: 'deals', recordId: made.id.record_id });
      await until(deals, async () => (await names(deals)).length === before.length);
      assert.deepEqual(await names(deals), before);
      assert.deepEqual(requests(), []);
    });

    it('asks once whether a filtered record still fits', async () => {
      const deals = await object('deals');
      const stages = async () => {
        const { catalog } = await (await attio()).services.connections.current();
        return catalog.choices('deals', 'stage', { surface: 'test' });
      };
      const lost = (await stages()).find(({ title }) => title === 'Lost')!;
      await filter([...won, { pick: 'Show Records' }], deals);
      await until(deals, () => /shown$/.test(String(row(deals).description)));
      queries();
      await learn((values) => {
        values.stage = [{ ...(values.stage![0] as object), status: { title: lost.title, id: { status_id: lost.id } } }];
      });
      await new Promise<void>((resolve) => {
        const listener = tree.onDidChangeTreeData((node) => {
          if (node !== deals) return;
          listener.dispose();
          resolve();
        });
      });
      await tree.getChildren(deals);
      await tree.getChildren(deals);
      assert.ok(queries().length <= 1);
    });
  });
});
