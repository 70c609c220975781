import assert from 'node:assert/strict';
import { commands, env, TabInputWebview, ViewColumn, type WebviewPanel, window, workspace } from 'vscode';
import type { Attribute } from '../../src/attio/types.js';
import type { ObjectPage } from '../../src/editor/schema/page.js';
import { ObjectPages } from '../../src/editor/schema/pages.js';
import type { Services } from '../../src/editor/services.js';
import type { Sandbox } from '../../src/sandbox/server.js';
import { attio, clearWindow, signInToSandbox, signOutEverywhere } from './support/attio.js';
import { connection, writes } from './support/changes.js';
import { type Answer, type ScriptedUi, scriptedUi } from './support/scriptedUi.js';

const MAY_LOOK = ['object_configuration:read', 'record_permission:read'];

async function become(is: () => boolean, what: () => string): Promise<void> {
  for (const end = Date.now() + 10_000; !is(); await new Promise(setImmediate))
    if (Date.now() > end) assert.fail(what());
}

/** Resolves when the body of a page matches. */
const until = (page: ObjectPage, pattern: RegExp) =>
  become(
    () => pattern.test(page.body),
    () => `${pattern}: ${page.body}`,
  );

describe('how objects are set up', () => {
  let sandbox: Sandbox;
  let services: Services;
  let pages: ObjectPages;

  const signIn = async (options?: Parameters<typeof signInToSandbox>[0]) => {
    sandbox = await signInToSandbox(options);
    ({ services } = await attio());
    pages = new ObjectPages(services);
  };
  beforeEach(() => signIn());
  afterEach(async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    pages.dispose();
    await signOutEverywhere();
    await sandbox.close();
  });

  const open = async (object: string): Promise<ObjectPage> => {
    const page = await pages.open({ object });
    assert(page);
    return page;
  };

  /** Runs a command with these answers, all of which must be asked for. */
  async function run(command: string, answers: Answer[], argument?: unknown): Promise<ScriptedUi> {
    const { ui } = await attio();
    const script = scriptedUi(...answers);
    ui.use(script);
    await commands.executeCommand(command, ...(argument === undefined ? [] : [argument]));
    script.done();
    return script;
  }

  async function read<T>(path: string): Promise<T> {
    const headers = { authorization: `Bearer ${sandbox.key}` };
    const answer = await fetch(`${sandbox.url}/v2/${path}`, { headers });
    assert.equal(answer.status, 200, path);
    return ((await answer.json()) as { data: T }).data;
  }
  const attributeOf = (object: string, slug: string) => read<Attribute>(`objects/${object}/attributes/${slug}`);
  const titlesOf = async (object: string, slug: string, what = 'options') =>
    (
      await read<{ title: string; is_archived: boolean }[]>(
        `objects/${object}/attributes/${slug}/${what}?show_archived=true`,
      )
    ).map(({ title, is_archived }) => (is_archived ? `${title} (archived)` : title));
  const asked = (script: ScriptedUi, title: RegExp) => script.asked.filter((one) => title.test(one.title));

  describe('Describe Object', () => {
    const tabs = () =>
      window.tabGroups.all
        .flatMap((group) => group.tabs)
        .filter(({ input }) => input instanceof TabInputWebview && input.viewType.endsWith('attio.object'));

    it('opens one page per object, from the tree or a list, by slug or id', async () => {
      const objects = await (await connection()).catalog.objects({ surface: 'test' });
      const companies = objects.find(({ api_slug }) => api_slug === 'companies')!;
      await run('attio.describeObject', [], { kind: 'object', slug: 'companies', object: companies });
      await run('attio.describeObject', [], { object: companies.id.object_id });
      const script = await run('attio.describeObject', [{ pick: 'Projects' }]);
      assert.deepEqual(script.asked[0]?.labels, ['People', 'Companies', 'Deals', 'Projects']);
      const labels = () =>
        tabs()
          .map(({ label }) => label)
          .join();
      await become(() => labels() === 'Companies,Projects', labels);
    });

    it('shows every attribute with slug, type, marks, options and both sides of references', async () => {
      const { body } = await open('projects');
      for (const { api_slug } of await read<Attribute[]>('objects/projects/attributes'))
        assert.match(body, new RegExp(`data-slug="${api_slug}"`));
      const row = (slug: string) => body.split('<tr').find((part) => part.includes(`data-slug="${slug}"`)) ?? '';
      assert.match(row('name'), /Text.*required/s);
      assert.match(row('codename'), /unique/);
      assert.match(row('budget'), /EUR/);
      assert.match(row('client'), /data-object="companies"[^>]*>Company<.*Two-way.*<code>projects<\/code>, several/s);
      assert.match(row('created_by'), /read-only.*who creates the record/s);
      for (const title of await titlesOf('projects', 'status', 'statuses'))
        if (!title.endsWith('(archived)')) assert(row('status').includes(title), title);
      assert.doesNotMatch(body, /\[object Object\]|undefined|>null</);
    });

    it('escapes what people have written', async () => {
      await run(
        'attio.newAttribute',
        [
          { input: '<img src=x onerror=alert(1)>' },
          { input: 'nasty' },
          { pick: 'Text' },
          { picks: [] },
          { input: '"><script>x</script>' },
          { confirm: 'Create Attribute' },
        ],
        { object: 'projects' },
      );
      const { body } = await open('projects');
      assert.match(body, /&lt;img src=x/);
      assert.doesNotMatch(body, /<img|<script/);
    });

    it('copies slugs, ids and all of it as Markdown, and opens the Markdown', async () => {
      const page = await open('companies');
      const { ui } = await attio();
      const script = scriptedUi();
      ui.use(script);
      const domains = await attributeOf('companies', 'domains');
      await page.receive({ type: 'copy', what: 'slug', attribute: domains.id.attribute_id });
      await page.receive({ type: 'copy', what: 'id' });
      await page.receive({ type: 'copyMarkdown' });
      assert.equal(script.copied[0], 'domains');
      assert.equal(script.copied[1], domains.id.object_id);
      assert.match(script.copied[2] ?? '', /^# Companies\n\nObject `companies` of /);
      await page.receive({ type: 'markdown' });
      const { document } = window.activeTextEditor!;
      assert.equal(document.languageId, 'markdown');
      await become(
        () => document.getText() === script.copied[2],
        () => document.getText(),
      );
      assert.match(document.getText(), /\| Domains \| `domains` \| domain, several, unique \|/);
    });

    it('comes back after a reload from account and id alone', async () => {
      const panel = (): WebviewPanel => window.createWebviewPanel('attio.object', 'Companies', ViewColumn.Active);
      const account = services.accounts.active!.id;
      const { object_id: object } = (await attributeOf('companies', 'name')).id;
      const page = await pages.revive(panel(), { account, object, filter: 'name' });
      assert.match(page!.body, /<h1[^>]*>Companies</);
      assert.equal(await pages.open({ object: 'companies' }), page);
      assert.equal(await pages.revive(panel(), { object }), undefined);
    });

    it('says what failed, and reads again on Retry; options that are refused are a remark', async () => {
      sandbox.setFaults([{ kind: 'status', status: 500, path: '/attributes', times: 99 }]);
      const page = await open('deals');
      assert.match(page.body, /server failed/i);
      sandbox.setFaults([{ kind: 'status', status: 400, path: '/statuses', message: 'Not these.', times: 99 }]);
      await page.receive({ type: 'refresh' });
      assert.match(page.body, /<h1[^>]*>Deals</);
      assert.match(page.body, /Not these/);
      sandbox.setFaults([]);
      await page.receive({ type: 'refresh' });
      assert.doesNotMatch(page.body, /Not these/);
    });

    it('of a key that may only look says what changing needs and where to get it', async () => {
      await signOutEverywhere();
      await sandbox.close();
      await signIn({ scopes: MAY_LOOK });
      const page = await open('companies');
      assert.doesNotMatch(page.body, /New Attribute|data-do="edit"|Rename/);
      assert.match(page.body, /object_configuration:read-write/);
      const { ui } = await attio();
      const script = scriptedUi();
      ui.use(script);
      await page.receive({ type: 'keys' });
      assert.deepEqual(script.opened, ['https://app.attio.com/settings/developers']);
    });
  });

  describe('New Attribute', () => {
    it('proposes a slug, writes what was shown, and every page and list has it without a reload', async () => {
      const page = await open('projects');
      const script = await run('attio.newAttribute', [
        { pick: 'Projects' },
        { input: 'Größe (m²)' },
        { input: 'grosse_m2' },
        { pick: 'Number' },
        { picks: ['Unique', 'Required'] },
        { input: 'Floor space' },
        { confirm: 'Create Attribute' },
      ]);
      assert.equal(asked(script, /New Attribute on Project/)[1]?.value, 'grosse_m2');
      await script.heard(/Project now has the attribute “Größe \(m²\)” \(grosse_m2\)/);
      assert.deepEqual(script.said.at(-1)?.buttons, ['Undo']);
      const made = await attributeOf('projects', 'grosse_m2');
      assert.deepEqual(
        [made.type, made.is_unique, made.is_required, made.is_multiselect, made.description],
        ['number', true, true, false, 'Floor space'],
      );
      await until(page, /data-slug="grosse_m2"/);
      const known = await (await connection()).catalog.attributes('projects', { surface: 'test' });
      assert(known.some(({ api_slug }) => api_slug === 'grosse_m2'));
    });

    it('is taken back by archiving it, and its slug stays taken', async () => {
      const answers: Answer[] = [
        { input: 'Tier' },
        { input: 'tier' },
        { pick: 'Checkbox' },
        { picks: [] },
        { input: '' },
      ];
      await run('attio.newAttribute', [...answers, { confirm: 'Create Attribute' }], { object: 'companies' });
      await run('attio.undoLastChange', [{ confirm: 'Undo' }]);
      assert.equal((await attributeOf('companies', 'tier')).is_archived, true);
      const page = await open('companies');
      assert.match(page.body, /<details data-key="archived".*data-slug="tier"/s);
      const script = await run('attio.newAttribute', [{ input: 'Tier' }, { input: 'tier' }, { cancel: true }], {
        object: 'companies',
      });
      assert.match(script.problems[0] ?? '', /archived attribute “Tier” has this slug/);
      assert.equal(script.asked.at(-1)?.value, 'tier_2');
    });

    it('makes a select with its options under one approval and one undo', async () => {
      await env.clipboard.writeText('Gold\nSilver\n\ngold\nBronze\n');
      const script = await run(
        'attio.newAttribute',
        [
          { input: 'Tier' },
          { input: 'tier' },
          { pick: 'Select' },
          { pick: 'clipboard' },
          { input: 'Tin; Lead' },
          { input: 'tin' },
          { back: true },
          { input: 'Zinc' },
          { input: '' },
          { picks: ['Several values'] },
          { input: '' },
          { confirm: 'Make 6 Changes' },
        ],
        { object: 'companies' },
      );
      assert.match(script.problems[0] ?? '', /“tin” is in the list already/);
      assert.equal(asked(script, /^Options of Tier/).at(-2)?.value, 'Lead', 'Back brings the last one to be corrected');
      assert.equal(script.asked.filter(({ kind }) => kind === 'confirm').length, 1);
      assert.match(
        asked(script, /Create the attribute “Tier” \(tier, Select\) on Company with 5 options/)[0]?.detail ?? '',
        /Bronze/,
      );
      assert.deepEqual(await titlesOf('companies', 'tier'), ['Gold', 'Silver', 'Bronze', 'Tin', 'Zinc']);
      assert.equal((await attributeOf('companies', 'tier')).is_multiselect, true);
      const page = await open('companies');
      assert.match(page.body, /data-slug="tier".*Zinc/s);
      await run('attio.undoLastChange', [{ confirm: 'Undo' }]);
      assert.equal((await attributeOf('companies', 'tier')).is_archived, true);
    });

    it('makes a status with statuses typed one by one', async () => {
      await run(
        'attio.newAttribute',
        [
          { input: 'Rollout' },
          { input: 'rollout' },
          { pick: 'Status' },
          { pick: /Type the statuses/ },
          { input: 'Planned' },
          { input: 'Live' },
          { input: '' },
          { picks: [] },
          { input: '' },
          { confirm: 'Make 3 Changes' },
        ],
        { object: 'companies' },
      );
      assert.deepEqual(await titlesOf('companies', 'rollout', 'statuses'), ['Planned', 'Live']);
    });

    it('asks for the currency and how it looks', async () => {
      const script = await run(
        'attio.newAttribute',
        [
          { input: 'Fee' },
          { input: 'fee' },
          { pick: 'Currency' },
          { pick: 'CHF' },
          { pick: /Swiss francs/ },
          { picks: [] },
          { input: '' },
          { confirm: 'Create Attribute' },
        ],
        { object: 'companies' },
      );
      assert.equal(script.asked.at(-2)?.step, '7/7');
      assert.deepEqual((await attributeOf('companies', 'fee')).config.currency, {
        default_currency_code: 'CHF',
        display_type: 'name',
      });
    });

    it('makes both sides of a two-way reference, and both objects show it', async () => {
      const page = await open('deals');
      const script = await run(
        'attio.newAttribute',
        [
          { input: 'Deliverables' },
          { input: 'deliverables' },
          { pick: 'Record' },
          { picks: [] },
          { picks: ['Deals'] },
          { pick: /Two-way, each Deal with several/ },
          { input: 'Delivering' },
          { input: 'name' },
          { input: 'delivering' },
          { picks: ['Several values'] },
          { input: '' },
          { confirm: 'Create Attribute' },
        ],
        { object: 'projects' },
      );
      assert.match(script.problems[0] ?? '', /“Deal name” has this slug/);
      const made = await attributeOf('projects', 'deliverables');
      assert.deepEqual((made.relationship as { api_slug: string }).api_slug, 'delivering');
      assert.equal((await attributeOf('deals', 'delivering')).is_multiselect, true);
      await until(page, /data-slug="delivering"/);
    });

    it('goes back step by step, as far as the object, with what was answered', async () => {
      const script = await run('attio.newAttribute', [
        { pick: 'Deals' },
        { back: true },
        { pick: 'Companies' },
        { input: 'Motto' },
        { input: 'motto' },
        { pick: 'Currency' },
        { back: true },
        { pick: 'Text' },
        { back: true },
        { pick: 'Text' },
        { picks: [] },
        { input: 'What they say' },
        { confirm: 'Create Attribute' },
      ]);
      assert.equal((await attributeOf('companies', 'motto')).type, 'text');
      assert.deepEqual(
        asked(script, /New Attribute on Company/).map(({ step }) => step),
        ['1/5', '2/5', '3/5', '4/7', '3/7', '4/5', '3/5', '4/5', '5/5'],
      );
    });

    it('keeps what was answered when it is closed or not approved', async () => {
      await run(
        'attio.newAttribute',
        [
          { input: 'Motto' },
          { input: 'motto' },
          { pick: 'Text' },
          { picks: ['Required'] },
          { input: 'Why' },
          { cancel: true },
        ],
        { object: 'companies' },
      );
      assert.deepEqual(writes(sandbox), []);
      const script = await run('attio.newAttribute', [{ input: 'Motto' }, { input: 'motto' }, { cancel: true }], {
        object: 'companies',
      });
      assert.deepEqual(
        script.asked.map(({ value }) => value),
        ['Motto', 'motto', undefined],
      );
      assert.deepEqual(script.asked[2]?.picked, ['Text']);
    });

    it('comes back to the slug when Attio says that it is taken, with all that was answered', async () => {
      sandbox.setFaults([
        {
          kind: 'status',
          status: 409,
          type: 'invalid_request_error',
          code: 'slug_conflict',
          message:
            'An attribute with the same API slug already exists on this object. Please choose a different API slug.',
          method: 'POST',
        },
      ]);
      const script = await run(
        'attio.newAttribute',
        [
          { input: 'Motto' },
          { input: 'motto' },
          { pick: 'Text' },
          { picks: ['Unique'] },
          { input: 'Why' },
          { confirm: 'Create Attribute' },
          { input: 'motto_2' },
          { pick: 'Text' },
          { picks: ['Unique'] },
          { input: 'Why' },
          { confirm: 'Create Attribute' },
        ],
        { object: 'projects' },
      );
      const again = script.asked.filter(({ detail }) => /same API slug already exists/.test(detail ?? ''));
      assert.deepEqual(
        again.map(({ value, step }) => [value, step]),
        [['motto', '2/5']],
      );
      assert.deepEqual(
        script.said.filter(({ severity }) => severity === 'error'),
        [],
        'said where it is typed, not twice',
      );
      assert.equal((await attributeOf('projects', 'motto_2')).is_unique, true);
    });

    it('offers no unique attribute where Attio takes none', async () => {
      const script = await run(
        'attio.newAttribute',
        [{ input: 'Motto' }, { input: 'motto' }, { pick: 'Text' }, { cancel: true }],
        { object: 'people' },
      );
      assert.deepEqual(script.asked.at(-1)?.labels, ['Required']);
    });

    it('of a key without the scope asks nothing, and says which it lacks', async () => {
      await signOutEverywhere();
      await sandbox.close();
      await signIn({ scopes: MAY_LOOK });
      for (const command of ['attio.newAttribute', 'attio.editAttribute', 'attio.newObject']) {
        const script = await run(command, [], command === 'attio.newObject' ? undefined : { object: 'companies' });
        await script.heard(/may not change how objects are set up.*object_configuration:read-write/);
        assert.deepEqual(script.said[0]?.buttons[0], 'Open Attio’s Key Settings');
        assert.deepEqual(script.asked, []);
      }
    });
  });

  describe('Edit Attribute', () => {
    it('lists one’s own, those of which only options can change, and those put away', async () => {
      const script = await run('attio.editAttribute', [
        { pick: 'Companies' },
        { pick: 'Categories' },
        { cancel: true },
      ]);
      const labels = script.asked[1]?.labels ?? [];
      assert(labels.includes('Account status') && labels.includes('Categories'));
      assert(!labels.includes('Record ID') && !labels.includes('Description'));
      assert.deepEqual(script.asked[2]?.labels, ['Options…']);
    });

    it('changes title, description, slug and whether it is required, one approval each', async () => {
      const page = await open('companies');
      const of = async (slug: string) => ({
        object: 'companies',
        attribute: (await attributeOf('companies', slug)).id.attribute_id,
      });
      const target = await of('health');
      await run(
        'attio.editAttribute',
        [{ pick: 'Title…' }, { input: 'Mood' }, { confirm: 'Change Attribute' }],
        target,
      );
      await until(page, /Mood/);
      await run(
        'attio.editAttribute',
        [{ pick: 'Description…' }, { input: 'How they feel' }, { confirm: 'Change Attribute' }],
        target,
      );
      await run('attio.editAttribute', [{ pick: 'Require it' }, { confirm: 'Change Attribute' }], target);
      await run(
        'attio.editAttribute',
        [{ pick: 'Slug…' }, { input: 'name' }, { input: 'mood' }, { confirm: 'Change Attribute' }],
        target,
      );
      const made = await attributeOf('companies', 'mood');
      assert.deepEqual([made.title, made.description, made.is_required], ['Mood', 'How they feel', true]);
      await run('attio.undoLastChange', [{ confirm: 'Undo' }]);
      assert.equal((await attributeOf('companies', 'health')).title, 'Mood');
      await until(page, /data-slug="health"/);
    });

    it('archives and brings back', async () => {
      const page = await open('companies');
      await run('attio.editAttribute', [{ pick: 'Health' }, { pick: 'Archive' }, { confirm: 'Archive' }], {
        object: 'companies',
      });
      await until(page, /1 archived/);
      const script = await run(
        'attio.editAttribute',
        [{ pick: 'Health' }, { pick: 'Bring back' }, { confirm: 'Bring back' }],
        { object: 'companies' },
      );
      assert.deepEqual(script.asked[1]?.labels, ['Bring back']);
      assert.equal((await attributeOf('companies', 'health')).is_archived, false);
    });

    it('says what Attio refuses in the box where it was typed', async () => {
      sandbox.setFaults([
        {
          kind: 'status',
          status: 400,
          type: 'invalid_request_error',
          code: 'system_edit_unauthorized',
          message: 'Cannot update a System attribute.',
          method: 'PATCH',
        },
      ]);
      const script = await run(
        'attio.editAttribute',
        [
          { pick: 'Health' },
          { pick: 'Title…' },
          { input: 'Mood' },
          { confirm: 'Change Attribute' },
          { back: true },
          { cancel: true },
        ],
        { object: 'companies' },
      );
      const again = script.asked.find(({ detail }) => /Cannot update a System attribute/.test(detail ?? ''));
      assert.equal(again?.value, 'Mood');
    });

    it('adds, renames, archives and brings back options, and the list stays open', async () => {
      const target = { object: 'companies', attribute: (await attributeOf('companies', 'tech_stack')).id.attribute_id };
      const before = await titlesOf('companies', 'tech_stack');
      const script = await run(
        'attio.editAttribute',
        [
          { pick: 'Options…' },
          { pick: 'Add Options…' },
          { pick: /Type the options/ },
          { input: before[0]! },
          { input: 'Ada; Zig' },
          { input: '' },
          { confirm: 'Make 2 Changes' },
          { pick: 'Ada' },
          { pick: 'Rename…' },
          { input: 'Ada 2022' },
          { confirm: 'Change Option' },
          { pick: 'Zig' },
          { pick: 'Archive' },
          { confirm: 'Archive' },
          { pick: 'Zig' },
          { pick: 'Bring back' },
          { confirm: 'Bring back' },
          { cancel: true },
        ],
        target,
      );
      assert.match(script.problems[0] ?? '', /is there already/);
      assert.deepEqual(await titlesOf('companies', 'tech_stack'), [...before, 'Ada 2022', 'Zig']);
    });

    it('sets target times and celebrations of statuses, also of Attio’s own', async () => {
      const page = await open('deals');
      const stage = await attributeOf('deals', 'stage');
      const [first] = (await titlesOf('deals', 'stage', 'statuses')).filter((one) => !one.endsWith('(archived)'));
      const script = await run(
        'attio.editAttribute',
        [
          { pick: 'Statuses…' },
          { pick: first! },
          { pick: 'Target time…' },
          { input: 'soon' },
          { input: '2 weeks' },
          { confirm: 'Change Status' },
          { pick: first! },
          { pick: 'Celebrate it' },
          { confirm: 'Change Status' },
          { back: true },
          { cancel: true },
        ],
        { object: 'deals', attribute: stage.id.attribute_id },
      );
      assert.match(script.problems[0] ?? '', /7 days/);
      const [status] = await read<{ target_time_in_status: string; celebration_enabled: boolean }[]>(
        'objects/deals/attributes/stage/statuses',
      );
      assert.deepEqual([status?.target_time_in_status, status?.celebration_enabled], ['P2W', true]);
      await until(page, /2 weeks, celebrated/);
    });

    it('stops where someone else changed it since, and shows both', async () => {
      const target = { object: 'companies', attribute: (await attributeOf('companies', 'health')).id.attribute_id };
      const { catalog } = await connection();
      await catalog.attributes('companies', { surface: 'test', archived: true });
      const answer = await fetch(`${sandbox.url}/v2/objects/companies/attributes/health`, {
        method: 'PATCH',
        headers: { authorization: `Bearer ${sandbox.key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ data: { title: 'Theirs' } }),
      });
      assert.equal(answer.status, 200);
      const script = await run('attio.editAttribute', [{ pick: 'Title…' }, { input: 'Mine' }], target);
      await script.heard(/someone changed “Title”/);
      assert.equal((await attributeOf('companies', 'health')).title, 'Theirs');
    });
  });

  describe('New Custom Object and renaming', () => {
    it('creates an object, and tree, lists and its page have it', async () => {
      const script = await run('attio.newObject', [
        { input: 'Company' },
        { input: 'Facility' },
        { input: 'Facilities' },
        { input: 'facilities' },
        { confirm: 'Create Object' },
      ]);
      assert.match(script.problems[0] ?? '', /There is an object “Companies” already/);
      assert.deepEqual(
        asked(script, /New Custom Object/).map(({ value }) => value),
        ['', 'Facilities', 'facilities'],
      );
      await read('objects/facilities');
      const label = () => window.tabGroups.activeTabGroup.activeTab?.label ?? '';
      await become(() => label() === 'Facilities', label);
      const objects = await (await connection()).catalog.objects({ surface: 'test' });
      assert(objects.some(({ api_slug }) => api_slug === 'facilities'));
      await run('attio.undoLastChange', [{ confirm: 'Undo' }]);
      const left = await (await connection()).catalog.objects({ surface: 'test' });
      assert(!left.some(({ api_slug }) => api_slug === 'facilities'));
    });

    it('says that the plan has no room for it, and keeps the names', async () => {
      sandbox.setFaults([
        {
          kind: 'status',
          status: 400,
          type: 'invalid_request_error',
          code: 'quota_exceeded',
          message: 'Your plan allows 3 objects. Please upgrade to create more.',
          method: 'POST',
        },
      ]);
      const script = await run('attio.newObject', [
        { input: 'Facility' },
        { input: 'Facilities' },
        { input: 'facilities' },
        { confirm: 'Create Object' },
        { cancel: true },
      ]);
      const last = script.asked.at(-1);
      assert.equal(last?.value, 'Facility');
      assert.match(last?.detail ?? '', /Your plan allows 3 objects/);
    });

    it('renames a custom object with its slug; pages and the tree follow', async () => {
      const page = await open('projects');
      await run(
        'attio.editAttribute',
        [
          { pick: 'Rename Projects…' },
          { input: 'Engagement' },
          { input: 'Engagements' },
          { input: 'engagements' },
          { confirm: 'Change Object' },
        ],
        { object: 'projects' },
      );
      await until(page, /<h1[^>]*>Engagements</);
      assert.match(page.body, /<code>engagements<\/code>/);
      await read('objects/engagements');
    });

    it('leaves the slug of a standard object alone', async () => {
      const page = await open('deals');
      const { ui } = await attio();
      const script = scriptedUi({ input: 'Opportunity' }, { input: 'Opportunities' }, { confirm: 'Change Object' });
      ui.use(script);
      await page.receive({ type: 'rename' });
      script.done();
      await until(page, /<h1[^>]*>Opportunities</);
      assert.match(page.body, /<code>deals<\/code>/);
    });
  });

  it('keeps an open Markdown document as Attio has the object', async () => {
    const page = await open('companies');
    await page.receive({ type: 'markdown' });
    const { document } = window.activeTextEditor!;
    const changed = new Promise<void>((resolve) => {
      const listener = workspace.onDidChangeTextDocument((event) => {
        if (event.document !== document || !document.getText().includes('| Mood |')) return;
        listener.dispose();
        resolve();
      });
    });
    await run(
      'attio.editAttribute',
      [{ pick: 'Health' }, { pick: 'Title…' }, { input: 'Mood' }, { confirm: 'Change Attribute' }],
      {
        object: 'companies',
      },
    );
    await changed;
  });

  it('reads nothing for a Markdown document that was closed, until it is opened again', async () => {
    const page = await open('companies');
    await page.receive({ type: 'markdown' });
    const { document } = window.activeTextEditor!;
    await become(
      () => document.getText().includes('| Domains |'),
      () => document.getText(),
    );
    await clearWindow();
    const before = sandbox.requests().length;
    const ofCompanies = () =>
      sandbox
        .requests()
        .slice(before)
        .filter(({ path }) => path.includes('/companies/'));
    await commands.executeCommand('attio.refreshRecords');
    await open('people');
    assert.deepEqual(ofCompanies(), []);
    await commands.executeCommand('vscode.open', document.uri);
    await become(
      () => ofCompanies().length > 0,
      () => 'the document came back as it was',
    );
  });
});
