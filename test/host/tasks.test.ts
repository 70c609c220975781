import assert from 'node:assert/strict';
import {
  commands,
  EventEmitter,
  type MarkdownString,
  type TreeCheckboxChangeEvent,
  TreeItemCheckboxState,
  type TreeItemCollapsibleState,
  type ViewBadge,
} from 'vscode';
import type { Task } from '../../src/attio/workTypes.js';
import type { DoneNode, DueNode, TaskNode, TasksNode } from '../../src/editor/tasks/nodes.js';
import { TasksTree } from '../../src/editor/tasks/tasksTree.js';
import type { LineNode } from '../../src/editor/tree/nodes.js';
import { seedId } from '../../src/sandbox/seed.js';
import type { Sandbox } from '../../src/sandbox/server.js';
import { attio, clearWindow, signInToSandbox, signOutEverywhere } from './support/attio.js';
import { until } from './support/notes.js';
import { type Answer, type ScriptedUi, scriptedUi } from './support/scriptedUi.js';

const MINUTE = 60_000;
/** Wednesday, 18 November 2026, noon in UTC: what the sample's tasks are about. */
const THEN = Date.parse('2026-11-18T12:00:00Z');
const task = (key: string) => seedId('tasks', key);
const member = (key: string) => seedId('members', key);
const ACME = { object: 'companies', recordId: seedId('companies', 'acme-robotics') };

describe('tasks', () => {
  let sandbox: Sandbox;
  let tree: TasksTree;
  let changed: EventEmitter<TasksNode | undefined>;
  let boxes: EventEmitter<TreeCheckboxChangeEvent<TasksNode>>;
  let visibility: EventEmitter<{ visible: boolean }>;
  let view: { description?: string; badge?: ViewBadge };
  let now: number;
  let seen: number;

  beforeEach(async () => {
    sandbox = await signInToSandbox();
    await show('everyone');
    now = THEN;
    start();
  });
  afterEach(async () => {
    stop();
    const { ui } = await attio();
    ui.use(undefined);
    await clearWindow();
    await signOutEverywhere();
    await sandbox.close();
  });

  function start(): void {
    changed = new EventEmitter();
    boxes = new EventEmitter();
    visibility = new EventEmitter();
    view = {};
    tree = new TasksTree(services, changed, () => now);
    tree.attach(
      Object.assign(view, { onDidChangeVisibility: visibility.event, onDidChangeCheckboxState: boxes.event }) as never,
    );
    requests();
  }
  function stop(): void {
    tree.dispose();
    for (const one of [changed, boxes, visibility]) one.dispose();
  }

  let services: Awaited<ReturnType<typeof attio>>['services'];
  before(async () => {
    ({ services } = await attio());
  });

  /** Requests since the last call, as `METHOD /path`, with what tasks are asked for, and without the schema's. */
  function requests(): string[] {
    const list = sandbox.requests().slice(seen ?? 0);
    seen = (seen ?? 0) + list.length;
    return list
      .map(({ method, path }) => {
        const [where = '', query = ''] = path.split('?');
        const asked = new URLSearchParams(query);
        const what = ['is_completed', 'assignee', 'linked_record_id'].flatMap((key) =>
          asked.has(key) ? [`${key}=${asked.get(key)}`] : [],
        );
        return [`${method} ${where}`, ...what].join(' ');
      })
      .filter((one) => !/GET \/v2\/objects(?:\/[^/]+\/attributes)?(?: |$)/.test(one));
  }

  const active = () => services.accounts.active!;
  async function show(of: string, more: object = {}): Promise<void> {
    seen = sandbox.requests().length;
    const { globalState } = services.context;
    await globalState.update('attio.tasksOf', { [active().id]: { of, ...more } });
  }

  async function api<T>(method: string, path: string, data?: unknown): Promise<T> {
    const response = await fetch(`${sandbox.url}/v2${path}`, {
      method,
      headers: { authorization: `Bearer ${sandbox.key}`, 'content-type': 'application/json' },
      ...(data !== undefined && { body: JSON.stringify({ data }) }),
    });
    const answer = (await response.json()) as { data: T; message?: string };
    assert.equal(response.status, 200, answer.message);
    requests();
    return answer.data;
  }
  /** Makes a task behind the extension's back. */
  async function make(content: string, deadline: number | null, more: Record<string, unknown> = {}): Promise<Task> {
    const deadline_at = deadline === null ? null : new Date(deadline).toISOString();
    const rest = { format: 'plaintext', is_completed: false, linked_records: [], assignees: [] };
    return api('POST', '/tasks', { content, deadline_at, ...rest, ...more });
  }
  const stored = (id: string) => api<Task>('GET', `/tasks/${id}`);
  const all = () => api<Task[]>('GET', '/tasks?limit=500');

  const label = (node: TasksNode) => String(tree.getTreeItem(node).label);
  const line = (node: TasksNode) => `${label(node)} | ${String(tree.getTreeItem(node).description ?? '')}`;
  async function groups(): Promise<Map<string, TasksNode>> {
    return new Map((await tree.getChildren()).map((node) => [label(node), node]));
  }
  async function under(group: string): Promise<TaskNode[]> {
    const node = (await groups()).get(group);
    assert.ok(node, `no group ${group}`);
    return (await tree.getChildren(node)).filter((one) => one.kind === 'task');
  }
  /** The open tasks by group, as labels. */
  async function shown(): Promise<Record<string, string[]>> {
    const found: Record<string, string[]> = {};
    for (const [name, node] of await groups())
      if (node.kind === 'due') found[name] = (await tree.getChildren(node)).map(label);
    return found;
  }
  async function row(id: string): Promise<TaskNode> {
    for (const node of await tree.getChildren()) {
      const found = (await tree.getChildren(node)).find((one) => one.kind === 'task' && one.task.id === id);
      if (found?.kind === 'task') return found;
    }
    throw new Error(`no task ${id}`);
  }

  /** Runs a command with these answers; all of them must be asked for. */
  async function run(command: string, args: unknown[], ...answers: Answer[]): Promise<ScriptedUi> {
    const { ui } = await attio();
    const script = scriptedUi(...answers);
    ui.use(script);
    await commands.executeCommand(command, ...args);
    // Messages come after the command has done its work, and so do the buttons pressed on them.
    if (answers.some((answer) => 'press' in answer)) await until('all is answered', () => isDone(script));
    script.done();
    return script;
  }
  function isDone(script: ScriptedUi): boolean {
    try {
      script.done();
      return true;
    } catch {
      return false;
    }
  }

  describe('the view', () => {
    it('groups open tasks by when they are due, with one request for them and one for each kind of name', async () => {
      const nodes = await tree.getChildren();
      assert.deepEqual(nodes.map(line), ['Overdue | 2', 'This Week | 2', 'Later | 9', 'No Date | 2', 'Done | ']);
      assert.deepEqual(
        nodes.map((node) => tree.getTreeItem(node).collapsibleState),
        [2, 2, 1, 1, 1].map((state) => state as TreeItemCollapsibleState),
      );
      const overdue = await tree.getChildren(nodes[0]);
      assert.deepEqual(overdue.map(label), ['Confirm the order by fax', 'Send the security overview to Grace']);
      assert.match(line(overdue[1]!), /\| Yesterday .*·.* Ada Brightwater · Acme Robotics, Grace Okafor$/);
      const asked = requests();
      assert.deepEqual(
        asked.filter((one) => one.includes('/tasks')),
        ['GET /v2/tasks is_completed=false'],
      );
      assert.equal(asked.filter((one) => one.includes('workspace_members')).length, 1);
      const queries = asked.filter((one) => one.includes('/records/query'));
      assert.equal(new Set(queries).size, queries.length, queries.join());
      await tree.getChildren(nodes[0]);
      assert.deepEqual(requests(), []);
    });

    it('reads what is done when it is unfolded, newest first', async () => {
      const done = (await groups()).get('Done') as DoneNode;
      requests();
      const nodes = await tree.getChildren(done);
      assert.deepEqual(nodes.map(label), [
        'Tell Priya that the certificate check is in place',
        'Watch the certificates of all image hosts, not only img-01',
        'Thank Aoife for speaking at the customer day',
      ]);
      assert.equal(requests().filter((one) => one === 'GET /v2/tasks is_completed=true').length, 1);
      const item = tree.getTreeItem(nodes[0]!);
      assert.equal(item.contextValue, 'task.done');
      assert.match(String(item.description), /^Done Oct 30, 2026/);
      assert.equal((item.checkboxState as { state: number }).state, TreeItemCheckboxState.Checked);
    });

    it('gives every row an id of its own, below its account', async () => {
      const ids: string[] = [];
      for (const node of await tree.getChildren())
        ids.push(node.id, ...(await tree.getChildren(node)).map(({ id }) => id));
      assert.equal(new Set(ids).size, ids.length);
      for (const id of ids) assert.ok(id.startsWith(`${active().id}/`), id);
    });

    it('says in its badge how many are overdue, and beside its name whose they are', async () => {
      await tree.getChildren();
      assert.deepEqual(view.badge, { value: 2, tooltip: '2 tasks overdue' });
      assert.equal(view.description, 'Everyone’s');
      now = Date.parse('2024-06-30T13:00:00Z');
      tree.refreshAll();
      await tree.getChildren();
      assert.deepEqual(view.badge, { value: 1, tooltip: '1 task overdue' });
      now = Date.parse('2024-06-30T11:00:00Z');
      tree.refreshAll();
      await tree.getChildren();
      assert.equal(view.badge, undefined);
    });

    it('moves a task when its deadline passes, and asks for nothing', async () => {
      stop();
      now = 0;
      const made = await make('Soon', Date.now() + 1500);
      services.connections.current().then(({ catalog }) => catalog.forget({ what: 'everything' }));
      changed = new EventEmitter();
      tree = new TasksTree(services, changed);
      tree.attach(
        Object.assign(view, {
          onDidChangeVisibility: visibility.event,
          onDidChangeCheckboxState: boxes.event,
        }) as never,
      );
      const node = await row(made.id.task_id);
      const before = (node.parent as DueNode).group;
      assert.notEqual(before, 'overdue');
      const badge = view.badge?.value ?? 0;
      requests();
      await until('the task is overdue', () => (node.parent as DueNode).group === 'overdue');
      assert.equal(view.badge?.value, badge + 1);
      assert.deepEqual(requests(), []);
    });

    it('shows remote text as text, and names of records as links that open them', async () => {
      const made = await make('**Bold** [x](command:evil) $(zap)\nsecond <b>line</b>', THEN + 5 * MINUTE, {
        linked_records: [{ target_object: 'companies', target_record_id: ACME.recordId }],
      });
      tree.refreshAll();
      const node = await row(made.id.task_id);
      assert.equal(label(node), '**Bold** [x](command:evil) $(zap) second <b>line</b>');
      const tip = (await tree.resolveTreeItem(tree.getTreeItem(node), node)).tooltip as MarkdownString;
      assert.deepEqual(tip.isTrusted, { enabledCommands: ['attio.openRecord'] });
      assert.doesNotMatch(tip.value, /\]\(command:evil|<b>|\*\*\*Bold/);
      assert.match(tip.value, /command:attio\.openRecord/);
      assert.match(tip.value, /Due .*18/);
      assert.match(tip.value, /Nobody/);
    });

    it('says that nothing is due, with New Task', async () => {
      await show('record', { object: 'companies', recordId: seedId('companies', 'papercrane') });
      stop();
      start();
      const nodes = await tree.getChildren();
      assert.deepEqual(nodes.map(label), ['Nothing is due', 'New Task…', 'Done']);
      assert.equal(tree.getTreeItem(nodes[1]!).command?.command, 'attio.newTask');
      assert.equal(view.description, 'Papercrane Studio');
      assert.equal(view.badge, undefined);
      const done = await tree.getChildren(nodes[2]);
      assert.deepEqual(done.map(label), ['Nothing is done yet']);
    });

    it('keeps a failure until Retry is pressed, and then shows what is there', async () => {
      sandbox.setFaults([{ kind: 'status', status: 400, message: 'No tasks today.', path: '/v2/tasks', times: 20 }]);
      const [failure, retry] = (await tree.getChildren()) as LineNode<DoneNode>[];
      assert.equal(failure?.role, 'failure');
      assert.match(failure?.description ?? '', /No tasks today/);
      assert.deepEqual([retry?.view, retry?.parent], ['attio.tasks', undefined]);
      sandbox.setFaults([]);
      await tree.retry(retry!.parent);
      assert.equal((await shown()).Overdue?.length, 2);
    });

    it('names the scope that is missing, and has no boxes where tasks may not be written', async () => {
      const scopes = ['object_configuration:read', 'record_permission:read', 'user_management:read'];
      for (const more of ['task:read', 'note:read']) {
        await signOutEverywhere();
        await sandbox.close();
        sandbox = await signInToSandbox({ scopes: [...scopes, more] });
        await show('everyone');
        stop();
        start();
        const nodes = await tree.getChildren();
        if (more === 'note:read') {
          assert.deepEqual(nodes.map(label), ['Tasks need the scope task:read']);
          continue;
        }
        const item = tree.getTreeItem((await under('Overdue'))[0]!);
        assert.deepEqual([item.checkboxState, item.contextValue], [undefined, 'task']);
        const { ui } = await attio();
        const script = scriptedUi();
        ui.use(script);
        await commands.executeCommand('attio.completeTask');
        await script.heard(/may not change tasks.*task:read-write|task:read-write/);
      }
    });

    it('names the scope of colleagues where only that is missing', async () => {
      await signOutEverywhere();
      await sandbox.close();
      sandbox = await signInToSandbox({
        scopes: ['object_configuration:read', 'record_permission:read', 'task:read-write'],
      });
      stop();
      start();
      assert.deepEqual((await tree.getChildren()).map(label), ['Tasks need the scope user_management:read']);
      assert.deepEqual(
        requests().filter((one) => one.includes('/tasks')),
        [],
      );
    });

    it('forgets what it showed when the account goes', async () => {
      await tree.getChildren();
      await signOutEverywhere();
      assert.deepEqual(await tree.getChildren(), []);
      assert.deepEqual([view.badge, view.description], [undefined, undefined]);
    });
  });

  describe('whose', () => {
    it('is the person’s own at first, as far as the key says who that is', async () => {
      await services.context.globalState.update('attio.tasksOf', undefined);
      stop();
      start();
      await tree.getChildren();
      const me = active().memberId;
      const [asked] = requests().filter((one) => one.includes('/v2/tasks'));
      assert.equal(asked, me ? `GET /v2/tasks is_completed=false assignee=${me}` : 'GET /v2/tasks is_completed=false');
      assert.equal(view.description, me ? 'Mine' : 'Everyone’s');
    });

    /** What the window's own view asks for, which a choice brings into sight; and what a new one shows. */
    async function chosen(asked: string): Promise<string[]> {
      const told: string[] = [];
      await until(`the view asks ${asked}`, () => told.push(...requests()) > 0 && told.includes(asked));
      stop();
      start();
      return Object.values(await shown())
        .flat()
        .sort();
    }

    it('is chosen, told the view, and remembered by ids only', async () => {
      const script = await run('attio.showTasksOf', [], { pick: 'Bruno Castellan' });
      assert.deepEqual(script.asked[0]?.labels?.slice(0, 4), ['Mine', 'Everyone’s', 'Nobody’s', 'Of a Record…']);
      const found = await chosen(`GET /v2/tasks is_completed=false assignee=${member('bruno')}`);
      assert.deepEqual(services.context.globalState.get('attio.tasksOf'), {
        [active().id]: { of: 'member', memberId: member('bruno') },
      });
      assert.ok(found.includes('Book the site visit in Boston') && !found.includes('Confirm the order by fax'));
      assert.equal(view.description, 'Bruno Castellan');
    });

    it('is nobody’s: what waits for someone', async () => {
      await run('attio.showTasksOf', [], { pick: 'Nobody’s' });
      const found = await chosen('GET /v2/tasks is_completed=false assignee=null');
      assert.deepEqual(found, ['Update the price list on the website']);
    });

    it('is those of a record that is named', async () => {
      await run('attio.showTasksOf', [{ ...ACME, account: active().id }]);
      assert.deepEqual(await chosen(`GET /v2/tasks is_completed=false linked_record_id=${ACME.recordId}`), [
        'Find out who owns the safety sign-off at the second plant',
        'Send the security overview to Grace',
      ]);
      assert.equal(view.description, 'Acme Robotics');
    });

    it('is asked for once where “Mine” is chosen and nobody knows who that is', async () => {
      const { memberId: _, ...nameless } = active();
      const ask = active().memberId === undefined;
      assert.equal(ask, !('memberId' in active()), JSON.stringify(nameless));
      await run('attio.showTasksOf', [], { pick: 'Mine' }, ...(ask ? [{ pick: 'Bruno Castellan' } as const] : []));
      const found = await chosen(`GET /v2/tasks is_completed=false assignee=${active().memberId ?? member('bruno')}`);
      assert.ok(found.length > 0);
      assert.equal(view.description, 'Mine');
    });
  });

  describe('boxes', () => {
    const press = async (nodes: TaskNode[], state: TreeItemCheckboxState): Promise<void> => {
      await tree.check(nodes.map((node) => ({ node, done: state === TreeItemCheckboxState.Checked })));
    };
    async function script(...answers: Answer[]): Promise<ScriptedUi> {
      const { ui } = await attio();
      const made = scriptedUi(...answers);
      ui.use(made);
      return made;
    }

    it('complete a task with one look, one write, and nothing read after', async () => {
      await tree.getChildren((await groups()).get('Done'));
      const node = await row(task('send-security'));
      requests();
      const ui = await script({ confirm: 'Complete Task' });
      await press([node], TreeItemCheckboxState.Checked);
      const id = task('send-security');
      await until('it is among those that are done', async () =>
        (await under('Done')).some((one) => one.task.id === id && one.full.is_completed),
      );
      assert.deepEqual(requests(), [`GET /v2/tasks/${id}`, `PATCH /v2/tasks/${id}`]);
      assert.ok(!(await shown()).Overdue?.includes('Send the security overview to Grace'));
      assert.equal(view.badge?.value, 1);
      assert.match(ui.asked[0]?.title ?? '', /^Complete the task “Send the security overview to Grace”/);
      await ui.heard(/Completed the task/);
      assert.equal((await stored(id)).is_completed, true);
    });

    it('reopen a task', async () => {
      const node = (await under('Done')).find((one) => one.task.id === task('tell-priya'))!;
      await script({ confirm: 'Reopen Task' });
      await press([node], TreeItemCheckboxState.Unchecked);
      await until('it is open', async () => (await shown()).Overdue?.includes(label(node)) ?? false);
      assert.equal((await stored(task('tell-priya'))).is_completed, false);
    });

    it('go back where the person says no, or Attio does', async () => {
      const node = await row(task('send-security'));
      const box = () => (tree.getTreeItem(node).checkboxState as { state: number }).state;
      for (const answer of [{ cancel: true } as const, { confirm: 'Complete Task' }]) {
        const drawn = new Promise<TasksNode | undefined>((resolve) => changed.event(resolve));
        if ('confirm' in answer)
          sandbox.setFaults([{ kind: 'status', status: 400, message: 'Not now.', method: 'PATCH', times: 9 }]);
        const ui = await script(answer);
        await press([node], TreeItemCheckboxState.Checked);
        assert.equal(await drawn, undefined);
        assert.equal(box(), TreeItemCheckboxState.Unchecked);
        if ('confirm' in answer) await ui.heard(/Not now/);
      }
      sandbox.setFaults([]);
      assert.equal((await stored(task('send-security'))).is_completed, false);
    });

    it('several at once are one approval', async () => {
      const nodes = [await row(task('send-security')), await row(task('old-fax'))];
      const ui = await script({ confirm: 'Make 2 Changes' });
      await press(nodes, TreeItemCheckboxState.Checked);
      assert.equal(ui.asked[0]?.title, 'Complete 2 tasks');
      for (const key of ['send-security', 'old-fax']) assert.equal((await stored(task(key))).is_completed, true);
      await until('nothing is overdue', async () => (await shown()).Overdue === undefined);
      assert.equal(view.badge, undefined);
    });
  });

  describe('commands', () => {
    it('complete what is chosen from a list, and take it back', async () => {
      await tree.getChildren();
      const ui = await run(
        'attio.completeTask',
        [],
        { picks: [/security overview/] },
        { confirm: 'Complete Task' },
        { press: 'Undo', on: /Completed the task/ },
        { confirm: 'Undo' },
      );
      assert.equal(ui.asked[0]?.title, 'Complete or Reopen Tasks · Everyone’s');
      await until('it is open again', async () => !(await stored(task('send-security'))).is_completed);
    });

    it('set a deadline in words, and say what was understood', async () => {
      const node = await row(task('price-list'));
      const ui = await run(
        'attio.setTaskDeadline',
        [node],
        { input: 'soon' },
        { input: '2027-03-05 3pm' },
        { confirm: 'Save Changes' },
      );
      assert.match(ui.problems[0]!, /cannot be read as a day|names no day/);
      assert.match(ui.hints[0]!, /Fri 5 Mar 2027, 15:00 \(UTC/);
      const wanted = new Date(2027, 2, 5, 15).toISOString();
      assert.equal(new Date((await stored(task('price-list'))).deadline_at!).toISOString(), wanted);
      assert.ok((await under('Later')).some((one) => one.task.id === node.task.id));
    });

    it('set and take away the deadline of several at once', async () => {
      const nodes = [await row(task('send-security')), await row(task('legal-review'))];
      await run('attio.setTaskDeadline', [nodes[0], nodes], { input: 'none' }, { confirm: 'Make 2 Changes' });
      for (const key of ['send-security', 'legal-review']) assert.equal((await stored(task(key))).deadline_at, null);
    });

    it('set assignees, those it has ticked', async () => {
      const node = await row(task('site-visit'));
      const ui = await run(
        'attio.setTaskAssignees',
        [node],
        { picks: [/Bruno/, /Chloé/] },
        { confirm: 'Save Changes' },
      );
      assert.deepEqual(ui.asked[0]?.picked, ['Bruno Castellan']);
      assert.ok(!ui.asked[0]?.labels?.includes('Finn Östergård'), 'a suspended member is offered');
      assert.deepEqual(
        (await stored(task('site-visit'))).assignees.map(({ referenced_actor_id: id }) => id).sort(),
        [member('bruno'), member('chloe')].sort(),
      );
    });

    it('of several leave alone who has only some of them, and say so', async () => {
      const assigned = (...keys: string[]) => ({
        assignees: keys.map((key) => ({
          referenced_actor_type: 'workspace-member',
          referenced_actor_id: member(key),
        })),
      });
      const ids = [
        (await make('Together one', null, assigned('ada', 'bruno'))).id.task_id,
        (await make('Together two', null, assigned('ada'))).id.task_id,
      ];
      await until('both are shown', async () => {
        tree.refreshAll();
        const labels = Object.values(await shown()).flat();
        return ['Together one', 'Together two'].every((one) => labels.includes(one));
      });
      const nodes = [await row(ids[0]!), await row(ids[1]!)];
      const ui = await run(
        'attio.setTaskAssignees',
        [nodes[0], nodes],
        { picks: [/Chloé/] },
        { confirm: 'Make 2 Changes' },
      );
      assert.deepEqual(ui.asked[0]?.picked, ['Ada Brightwater']);
      assert.match(ui.asked[0]?.lines?.find((one) => one.startsWith('Bruno')) ?? '', /on 1 of 2, stays so/);
      const whom = async (id: string) => (await stored(id)).assignees.map(({ referenced_actor_id: one }) => one).sort();
      assert.deepEqual(await whom(ids[0]!), [member('bruno'), member('chloe')].sort());
      assert.deepEqual(await whom(ids[1]!), [member('chloe')]);
      await until('the rows have what was written', () =>
        nodes.every(({ full }) => full.assignees.some(({ referenced_actor_id: id }) => id === member('chloe'))),
      );
      // What is as it was is not written.
      await run(
        'attio.setTaskAssignees',
        [nodes[0], nodes],
        { picks: [/Chloé/, /Bruno/] },
        { confirm: 'Save Changes' },
      );
      assert.deepEqual(await whom(ids[1]!), [member('bruno'), member('chloe')].sort());
    });

    it('set records beside those that Attio left out of its answer', async () => {
      sandbox.setFaults([{ kind: 'drop-linked-records' }]);
      const node = await row(task('send-security'));
      assert.deepEqual(node.full.linked_records, []);
      sandbox.setFaults([]);
      const ui = await run('attio.setTaskRecords', [node], { pick: 'Done' });
      for (const name of ['Acme Robotics', 'Grace Okafor']) assert.ok(ui.asked[0]?.labels?.includes(name), name);
      assert.equal((await stored(task('send-security'))).linked_records.length, 2);
    });

    it('set records, one after another', async () => {
      const node = await row(task('badge-printer'));
      await run(
        'attio.setTaskRecords',
        [node],
        { pick: 'Acme Robotics', type: 'acme robotics' },
        { pick: 'Done' },
        { confirm: 'Save Changes' },
      );
      assert.deepEqual(
        (await stored(task('badge-printer'))).linked_records.map((one) => one.target_record_id),
        [ACME.recordId],
      );
    });

    it('delete tasks, and bring them back', async () => {
      const nodes = [await row(task('old-fax')), await row(task('price-list'))];
      const before = (await all()).length;
      await run(
        'attio.deleteTask',
        [nodes[1], nodes],
        { confirm: 'Make 2 Changes' },
        { press: 'Undo', on: /Deleted 2 tasks/ },
        { confirm: 'Undo' },
      );
      await until('they are there again', async () => (await all()).length === before);
      const again = (await all()).find(({ content_plaintext }) => content_plaintext === 'Confirm the order by fax');
      assert.ok(again && again.id.task_id !== task('old-fax'));
      assert.deepEqual(
        again.linked_records.map((one) => one.target_record_id),
        [seedId('companies', 'tidewater-systems')],
      );
      await until(
        'they are shown again',
        async () => (await shown()).Overdue?.includes('Confirm the order by fax') ?? false,
      );
    });

    it('that were brought back without their links can be linked again', async () => {
      const node = await row(task('send-security'));
      const links = node.full.linked_records.map((one) => one.target_record_id);
      assert.ok(links.length > 0);
      await run('attio.deleteTask', [node], { confirm: 'Delete Task' });
      sandbox.setFaults([{ kind: 'drop-linked-records', when: 'write', times: 1 }]);
      const ui = await run(
        'attio.undoLastChange',
        [],
        { confirm: 'Undo' },
        { press: 'Link Again', on: /did not link the task to/ },
        { confirm: 'Save Changes' },
      );
      await ui.heard(/^Linked the task/);
      const again = (await all()).find(({ content_plaintext }) => content_plaintext === node.full.content_plaintext)!;
      assert.deepEqual(again.linked_records.map((one) => one.target_record_id).sort(), links.sort());
    });

    it('copy the link and the id of a task, and open it in Attio', async () => {
      const node = await row(task('old-fax'));
      const url = `https://app.attio.com/${active().slug}/tasks?id=${task('old-fax')}&command-menu-page=task`;
      const link = await run('attio.copyLink', [node]);
      assert.deepEqual(link.copied, [url]);
      const id = await run('attio.copyId', [node]);
      assert.deepEqual(id.copied, [task('old-fax')]);
      const opened = await run('attio.openInAttio', [node]);
      assert.deepEqual(opened.opened, [url]);
    });

    it('refuse a link that names no task', async () => {
      const { ui } = await attio();
      const script = scriptedUi();
      ui.use(script);
      await commands.executeCommand('attio.deleteTask', { task: { id: '../evil' } });
      await script.heard(/does not name a task/);
    });
  });

  describe('replacing', () => {
    it('creates it anew with all else kept and deletes the old one, approved and undone as one', async () => {
      const node = await row(task('three-year-price'));
      const text = 'Price the three-year option, without a cap';
      const ui = await run('attio.replaceTask', [node], { input: text }, { confirm: 'Make 2 Changes' });
      assert.equal(ui.asked[0]?.value, 'Price the three-year option, with a cap of 8% a year');
      const old = (await all()).filter(({ id }) => id.task_id === task('three-year-price'));
      assert.deepEqual(old, []);
      const made = (await all()).find(({ content_plaintext }) => content_plaintext === text)!;
      assert.equal(made.deadline_at?.slice(0, 16), '2026-11-24T12:00');
      assert.equal(made.linked_records.length, 2);
      assert.equal(made.assignees.length, 2);
      await until('the new one is shown', async () => (await shown()).Later?.includes(text) ?? false);
      assert.ok(!(await shown()).Later?.includes('Price the three-year option, with a cap of 8% a year'));
      const undone = await run('attio.undoLastChange', [], { confirm: 'Undo' });
      assert.match(undone.asked[0]?.title ?? '', /Replace/);
      const now = (await all()).map(({ content_plaintext }) => content_plaintext);
      assert.ok(!now.includes(text) && now.includes('Price the three-year option, with a cap of 8% a year'));
    });

    it('keeps the lines of the words, and the place that they are from', async () => {
      const place = 'https://example.com/northwind/plan.md#L3';
      const made = await make(`Chase legal\nand ask for a date\n${place}`, null);
      tree.refreshAll();
      const node = await row(made.id.task_id);
      const same = await run('attio.replaceTask', [node], { input: 'Chase legal ⏎ and ask for a date' });
      assert.equal(same.asked[0]?.value, 'Chase legal ⏎ and ask for a date');
      assert.ok(same.asked[0]?.detail?.endsWith(`⏎ ends a line. Its last line stays: ${place}`), same.asked[0]?.detail);
      await same.heard(/says this already/);
      assert.ok(await stored(made.id.task_id));
      const input = { input: 'Chase legal twice ⏎ and ask for a date' };
      const ui = await run('attio.replaceTask', [node], input, { confirm: 'Make 2 Changes' });
      assert.equal(ui.asked[0]?.value, 'Chase legal ⏎ and ask for a date');
      const now = (await all()).map(({ content_plaintext }) => content_plaintext);
      assert.ok(now.includes(`Chase legal twice\nand ask for a date\n${place}`), now.join('; '));
    });

    it('keeps the new words until they are written', async () => {
      const node = await row(task('old-fax'));
      await run('attio.replaceTask', [node], { input: 'Confirm the order by mail' }, { cancel: true });
      const ui = await run('attio.replaceTask', [node], { cancel: true });
      assert.equal(ui.asked[0]?.value, 'Confirm the order by mail');
      await run('attio.replaceTask', [node], { input: 'Confirm the order by mail' }, { confirm: 'Make 2 Changes' });
      assert.deepEqual(services.context.workspaceState.get('attio.taskTexts'), {});
    });
  });

  describe('a new task', () => {
    const ALL: Answer[] = [
      { input: 'Call the plant' },
      { input: 'in 2 weeks' },
      { picks: [/Ada Brightwater/] },
      { pick: 'Acme Robotics', type: 'acme robotics' },
      { pick: 'Done' },
    ];

    it('is asked for in four steps and written with one approval', async () => {
      await tree.getChildren();
      const ui = await run('attio.newTask', [], ...ALL, { confirm: 'Create Task' });
      assert.deepEqual(
        ui.asked.map(({ step }) => step),
        ['1/4', '2/4', '3/4', '4/4', '4/4', undefined],
      );
      assert.match(ui.hints[1] ?? ui.hints[0]!, /17:00 \(UTC.*the end of that day’s work/);
      const made = (await all()).find(({ content_plaintext }) => content_plaintext === 'Call the plant')!;
      assert.deepEqual(
        made.assignees.map((one) => one.referenced_actor_id),
        [member('ada')],
      );
      assert.deepEqual(
        made.linked_records.map((one) => one.target_record_id),
        [ACME.recordId],
      );
      assert.equal(new Date(made.deadline_at!).getHours(), 17);
      await until('it is shown', async () =>
        Object.values(await shown())
          .flat()
          .includes('Call the plant'),
      );
      assert.deepEqual(services.context.workspaceState.get('attio.taskDrafts'), {});
    });

    it('is about the record it was asked for', async () => {
      const ui = await run(
        'attio.newTask',
        [{ ...ACME, account: active().id }],
        { input: 'Ask about the plant' },
        { input: '' },
        { picks: [] },
        { pick: 'Done' },
        { confirm: 'Create Task' },
      );
      assert.ok(ui.asked[3]?.labels?.includes('Acme Robotics'));
      const made = (await all()).find(({ content_plaintext }) => content_plaintext === 'Ask about the plant')!;
      assert.deepEqual([made.deadline_at, made.assignees], [null, []]);
      assert.deepEqual(
        made.linked_records.map((one) => one.target_record_id),
        [ACME.recordId],
      );
    });

    it('goes back a step', async () => {
      const ui = await run('attio.newTask', [], { input: 'One' }, { back: true }, { cancel: true });
      assert.equal(ui.asked[2]?.value, 'One');
    });

    it('stays as a draft when a box is closed, the approval is declined, or Attio refuses', async () => {
      await run('attio.newTask', [], { input: 'Call the plant' }, { input: 'next friday 3pm' }, { cancel: true });
      const again = await run('attio.newTask', [], { cancel: true });
      assert.equal(again.asked[0]?.value, 'Call the plant');
      await run('attio.newTask', [], ...ALL, { cancel: true });
      sandbox.setFaults([
        { kind: 'status', status: 400, message: 'Not now.', method: 'POST', path: '/v2/tasks', times: 9 },
      ]);
      const refused = await run('attio.newTask', [], ...ALL.slice(0, 3), { pick: 'Done' }, { confirm: 'Create Task' });
      await refused.heard(/Not now/);
      sandbox.setFaults([]);
      const last = await run('attio.newTask', [], { input: 'Call the plant' }, { cancel: true });
      assert.deepEqual([last.asked[0]?.value, last.asked[1]?.value], ['Call the plant', 'in 2 weeks']);
      assert.ok(!(await all()).some(({ content_plaintext }) => content_plaintext === 'Call the plant'));
    });

    it('is linked again where Attio dropped the link', async () => {
      sandbox.setFaults([{ kind: 'drop-linked-records', when: 'write', times: 1 }]);
      const ui = await run(
        'attio.newTask',
        [{ ...ACME, account: active().id }],
        { input: 'Ask about the plant' },
        { input: '' },
        { picks: [] },
        { pick: 'Done' },
        { confirm: 'Create Task' },
        { press: 'Link Again', on: /did not link the task to Acme Robotics/ },
        { confirm: 'Save Changes' },
      );
      await ui.heard(/^Linked the task/);
      const made = (await all()).find(({ content_plaintext }) => content_plaintext === 'Ask about the plant')!;
      assert.deepEqual(
        made.linked_records.map((one) => one.target_record_id),
        [ACME.recordId],
      );
    });
  });
});
