import assert from 'node:assert/strict';
import { commands, type MarkdownString } from 'vscode';
import type { LineNode, MoreNode, ObjectNode, RecordNode, TreeNode } from '../../src/editor/tree/nodes.js';
import { RecordsTree } from '../../src/editor/tree/recordsTree.js';
import { seedId } from '../../src/sandbox/seed.js';
import type { Sandbox } from '../../src/sandbox/server.js';
import { attio, requestsTo, signInToSandbox, signOutEverywhere } from './support/attio.js';

const labels = (tree: RecordsTree, nodes: TreeNode[]) => nodes.map((node) => tree.getTreeItem(node).label);
const more = (nodes: TreeNode[]) => nodes.at(-1) as MoreNode;

describe('records view', () => {
  let sandbox: Sandbox;
  let tree: RecordsTree;
  let seen = 0;
  /** Requests since the last call, as `METHOD /path`. */
  const requests = () => {
    const list = requestsTo(sandbox).slice(seen);
    seen += list.length;
    return list.map(({ method, path }) => `${method} ${path}`);
  };
  /** Those for the records of the object that is opened: other views of the window may be asking for theirs. */
  const queries = () => requests().filter((request) => request.endsWith('/projects/records/query'));
  /** What is below an object, less its saved views; or below anything else. */
  const children = async (node: TreeNode): Promise<TreeNode[]> =>
    (await tree.getChildren(node)).filter(({ kind }) => kind !== 'views');
  const object = async (slug: string): Promise<ObjectNode> => {
    const found = (await tree.getChildren()).find((node) => node.kind === 'object' && node.slug === slug);
    assert.ok(found, `no object ${slug}`);
    return found as ObjectNode;
  };
  const record = async (slug: string, name: string): Promise<RecordNode> => {
    const parent = await object(slug);
    for (let nodes = await children(parent); ; nodes = await children(parent)) {
      const found = nodes.find((node) => node.kind === 'record' && node.ref.recordId === seedId(slug, name));
      if (found) return found as RecordNode;
      assert.equal(more(nodes).kind, 'more', `no record ${name}`);
      await tree.loadMore(more(nodes));
    }
  };
  /** What the tree tells VS Code to show anew until `work` is done and something was told. */
  const told = async (work: () => unknown): Promise<(TreeNode | undefined)[]> => {
    const heard: (TreeNode | undefined)[] = [];
    const first = new Promise<void>((resolve) => {
      const listener = tree.onDidChangeTreeData((node) => {
        heard.push(node);
        listener.dispose();
        resolve();
      });
    });
    const listener = tree.onDidChangeTreeData((node) => void (heard.includes(node) || heard.push(node)));
    await work();
    await first;
    listener.dispose();
    return heard;
  };

  beforeEach(async () => {
    // The window's own views ask for nothing while another side bar is in front.
    await commands.executeCommand('workbench.view.explorer');
    sandbox = await signInToSandbox();
    seen = requestsTo(sandbox).length;
    tree = new RecordsTree((await attio()).services);
  });
  afterEach(async () => {
    tree.dispose();
    await signOutEverywhere();
    await sandbox.close();
  });

  it('lists every object, custom ones like the others', async () => {
    const nodes = await tree.getChildren();
    const names = labels(tree, nodes);
    for (const name of ['Companies', 'People', 'Deals', 'Projects'])
      assert.ok(names.includes(name), `${name} in ${names}`);
    // The window's own view may have been the one to ask: it is one question all the same.
    const asked = requestsTo(sandbox).filter(({ path }) => path === '/v2/objects');
    assert.equal(asked.length, 1);
  });

  it('opens an object with one query, and loads more with one', async () => {
    const projects = await object('projects');
    requests();
    const first = await children(projects);
    assert.equal(queries().length, 1);
    assert.equal(first.length, 51);
    assert.equal(tree.getTreeItem(more(first)).label, 'Load more');
    const [next, again] = await Promise.all([tree.loadMore(more(first)), tree.loadMore(more(first))]);
    assert.equal(queries().length, 1);
    assert.equal(again, undefined);
    const second = await children(projects);
    assert.equal(second[50], next);
    assert.deepEqual(requests(), []);
    await tree.loadMore(more(second));
    const all = await children(projects);
    assert.equal(all.length, 130);
    assert.equal(new Set(all.map(({ id }) => id)).size, 130);
    assert.ok(all.every((node) => node.kind === 'record'));
  });

  it('gives every element an id of its own, below its account', async () => {
    const { services } = await attio();
    const ids: string[] = [];
    for (const parent of await tree.getChildren()) {
      ids.push(parent.id);
      for (const node of await tree.getChildren(parent)) ids.push(node.id);
    }
    const acme = await record('companies', 'acme-robotics');
    for (const node of await tree.getChildren(acme)) ids.push(node.id);
    assert.equal(new Set(ids).size, ids.length);
    for (const id of ids) assert.ok(id.startsWith(`${services.accounts.active?.id}/`), id);
  });

  it('refreshes one node with one query, and keeps its place', async () => {
    const projects = await object('projects');
    const before = await children(projects);
    requests();
    assert.deepEqual(await told(() => tree.refreshNode(projects)), [projects]);
    const after = await children(projects);
    assert.deepEqual(after.slice(0, 50), before.slice(0, 50));
    assert.equal(queries().length, 1);
  });

  it('reads nothing again of what is folded when the whole view is refreshed', async () => {
    await tree.getChildren(await object('projects'));
    requests();
    assert.ok((await told(() => tree.refreshAll())).includes(undefined));
    await tree.getChildren();
    assert.deepEqual(requests(), ['GET /v2/objects']);
  });

  it('keeps a failure until Retry is pressed', async () => {
    const projects = await object('projects');
    sandbox.setFaults([
      {
        kind: 'status',
        status: 403,
        type: 'auth_error',
        code: 'billing_error',
        message: 'Not in your plan.',
        path: '/projects/records/query',
      },
    ]);
    requests();
    const failed = (await children(projects)) as LineNode[];
    assert.deepEqual(
      failed.map(({ role }) => role),
      ['failure', 'retry'],
    );
    assert.match(String(failed[0]!.tooltip), /Not in your plan/);
    const asked = queries().length;
    await children(projects);
    await children(projects);
    assert.equal(queries().length, 0);
    assert.equal(asked, 1);
    sandbox.setFaults([]);
    assert.equal(tree.getTreeItem(failed[1]!).command?.command, 'attio.retryNode');
    await tree.retry(projects);
    assert.equal((await children(projects)).length, 51);
    assert.equal(queries().length, 1);
  });

  it('heals what failed below when the Retry at the top succeeds', async () => {
    const projects = await object('projects');
    const acme = await record('companies', 'acme-robotics');
    await tree.refreshAll();
    const outage = {
      kind: 'status',
      status: 403,
      type: 'auth_error',
      code: 'billing_error',
      message: 'Not now.',
    } as const;
    sandbox.setFaults([{ ...outage, times: 99 }]);
    const roles = (nodes: TreeNode[]) => nodes.flatMap((node) => (node.kind === 'line' ? [node.role] : []));
    const all = async () => [await tree.getChildren(), await children(projects), await tree.getChildren(acme)];
    for (const nodes of await all()) assert.deepEqual(roles(nodes), ['failure', 'retry']);
    // Still out: nothing below is asked. (The window's own view may ask for the objects, too.)
    requests();
    await tree.retry(undefined);
    assert.deepEqual([...new Set(requests())], ['GET /v2/objects']);
    sandbox.setFaults([]);
    assert.deepEqual(await told(() => tree.retry(undefined)), [undefined]);
    const [top, records, notes] = await all();
    assert.deepEqual([...roles(top!), ...roles(records!), ...roles(notes!)], []);
    assert.equal(records!.length, 51);
    assert.ok(notes!.length > 0 && notes!.every(({ kind }) => kind === 'note'));
    const asked = requests();
    assert.equal(asked.filter((one) => one.endsWith('/projects/records/query')).length, 1);
    assert.equal(asked.filter((one) => one.includes('/v2/notes')).length, 1);
  });

  it('says how long Attio asks to wait', async () => {
    const companies = await object('companies');
    sandbox.setFaults([{ kind: 'rate-limit', retryAfter: 86_400, times: 50, path: '/companies/' }]);
    const [line] = (await children(companies)) as LineNode[];
    assert.match(line!.label, /^Wait until \d/);
    assert.equal(line!.icon, 'watch');
  }).timeout(60_000);

  it('lists the notes of a record, and hears of new ones', async () => {
    const { services } = await attio();
    const acme = await record('companies', 'acme-robotics');
    const notes = await tree.getChildren(acme);
    assert.ok(notes.length > 0 && notes.every(({ kind }) => kind === 'note'));
    assert.ok(labels(tree, notes).every((label) => label !== ''));
    const { catalog } = await services.connections.current();
    const { notes: known } = await catalog.notesOf(acme.ref, { offset: 0, limit: 10 }, { surface: 'test' });
    requests();
    const made = {
      ...known[0]!,
      id: { ...known[0]!.id, note_id: seedId('notes', 'made-by-a-test') },
      title: 'Made elsewhere',
      created_at: '2099-01-01T00:00:00.000000000Z',
    };
    assert.deepEqual(await told(() => catalog.learnNote(made)), [acme]);
    assert.equal(labels(tree, await tree.getChildren(acme))[0], 'Made elsewhere');
    assert.deepEqual(requests(), []);
  });

  it('computes the tooltip when asked, with remote text escaped', async () => {
    const node = await record('companies', 'theme-icon');
    const item = tree.getTreeItem(node);
    assert.equal(item.tooltip, undefined);
    const tooltip = (await tree.resolveTreeItem(item, node)).tooltip as MarkdownString;
    assert.ok(!tooltip.isTrusted && !tooltip.supportHtml && !tooltip.supportThemeIcons);
    const markup = await record('companies', 'markup');
    const { value } = (await tree.resolveTreeItem(tree.getTreeItem(markup), markup)).tooltip as MarkdownString;
    assert.doesNotMatch(value, /(?<!\\)<|!\[|\]\(/);
  });

  it('drops answers of an account that is not shown any more', async () => {
    const { catalog } = await (await attio()).services.connections.current();
    // The window's own view may have learnt the objects already.
    sandbox.setFaults([{ kind: 'hang', times: 100 }]);
    catalog.forget({ what: 'everything' });
    const asked = tree.getChildren();
    await signOutEverywhere();
    assert.deepEqual(await asked, []);
    assert.deepEqual(await tree.getChildren(), []);
  });

  it('opens a record by its own command', async () => {
    const { command } = tree.getTreeItem(await record('companies', 'acme-robotics'));
    assert.equal(command?.command, 'attio.openRecord');
    await commands.executeCommand(command!.command, ...(command!.arguments ?? []));
    await commands.executeCommand('workbench.action.closeAllEditors');
  });
});

describe('records view with fewer scopes', () => {
  /** Signs in with these scopes alone and opens the first object. */
  const withScopes = async (
    scopes: string[],
    test: (tree: RecordsTree, nodes: TreeNode[], sandbox: Sandbox) => Promise<void>,
  ) => {
    const sandbox = await signInToSandbox({ scopes });
    const tree = new RecordsTree((await attio()).services);
    try {
      const [first] = await tree.getChildren();
      const nodes = await tree.getChildren(first);
      await test(
        tree,
        nodes.filter(({ kind }) => kind !== 'views'),
        sandbox,
      );
    } finally {
      tree.dispose();
      await signOutEverywhere();
      await sandbox.close();
    }
  };

  it('says quietly which scope notes need, and asks for nothing', async () => {
    await withScopes(['object_configuration:read', 'record_permission:read'], async (tree, [record], sandbox) => {
      const before = requestsTo(sandbox).length;
      const [line, ...rest] = (await tree.getChildren(record)) as LineNode[];
      assert.match(line!.label, /note:read/);
      assert.deepEqual(rest, []);
      assert.equal(requestsTo(sandbox).length, before);
    });
  });

  it('names the scope that records need', async () => {
    await withScopes(['object_configuration:read'], async (_tree, nodes) => {
      const [line, retry] = nodes as LineNode[];
      assert.match(line!.label, /record_permission:read/);
      assert.equal(line!.icon, 'lock');
      assert.equal(retry!.label, 'Retry');
    });
  });
});
