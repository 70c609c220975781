import assert from 'node:assert/strict';
import { CancellationTokenSource, commands, window, workspace } from 'vscode';
import type { AttioRecord, Entry } from '../../src/attio/types.js';
import type { RecordPage } from '../../src/editor/records/page.js';
import type { Ui } from '../../src/editor/ui.js';
import { seedId } from '../../src/sandbox/seed.js';
import type { Sandbox, SandboxOptions } from '../../src/sandbox/server.js';
import { run } from './support/accounts.js';
import { attio, signInToSandbox, signOutEverywhere } from './support/attio.js';
import { ACME, connection, describeElsewhere, description, exists, writes } from './support/changes.js';
import { until } from './support/notes.js';
import { type Answer, type ScriptedUi, scriptedUi } from './support/scriptedUi.js';

const GRACE = seedId('people', 'grace-okafor');
const LUMEN = seedId('companies', 'lumen-health');
const RENEWAL = seedId('deals', 'acme-renewal');
const acme = { object: 'companies', recordId: ACME };
const renewal = { object: 'deals', recordId: RENEWAL };

describe('quick edits', () => {
  let sandbox: Sandbox;

  async function signIn(options?: SandboxOptions): Promise<void> {
    sandbox = await signInToSandbox(options);
  }
  beforeEach(() => signIn());
  afterEach(async () => {
    const { ui } = await attio();
    ui.use(undefined);
    await commands.executeCommand('workbench.action.closeAllEditors');
    await signOutEverywhere();
    await sandbox.close();
  });

  /** Behind the extension's back. */
  async function api<T>(method: string, path: string, data?: unknown): Promise<T> {
    const answer = await fetch(`${sandbox.url}/v2/${path}`, {
      method,
      headers: { authorization: `Bearer ${sandbox.key}`, 'content-type': 'application/json' },
      ...(data !== undefined && { body: JSON.stringify({ data }) }),
    });
    assert(answer.ok, `${method} ${path}: ${answer.status} ${await answer.clone().text()}`);
    return ((await answer.json()) as { data: T }).data;
  }
  const read = (object: string, id: string) => api<AttioRecord>('GET', `objects/${object}/records/${id}`);
  const make = async (object: string, values: Record<string, unknown>) =>
    (await api<AttioRecord>('POST', `objects/${object}/records`, { values })).id.record_id;
  const entries = (object: string, id: string) =>
    api<{ list_api_slug: string; entry_id: string }[]>('GET', `objects/${object}/records/${id}/entries`);
  const refs = (record: AttioRecord, slug: string) =>
    record.values[slug]!.map((value) => value.target_record_id as string).sort();

  /** What was sent that writes, as data. */
  const sent = () => sandbox.requests().filter(({ method }) => method === 'PUT' || method === 'PATCH');

  /** Runs a command with a Ui of which some parts are the test's own. */
  async function runWith(
    command: string,
    answers: Answer[],
    own: (script: ScriptedUi) => Partial<Ui>,
    ...args: unknown[]
  ) {
    const { ui } = await attio();
    const script = scriptedUi(...answers);
    ui.use({ ...script, ...own(script) } as Ui);
    await commands.executeCommand(command, ...args);
    return script;
  }

  describe('Set Attribute', () => {
    it('lists what can be set with its values, and writes the one that was chosen and nothing else', async () => {
      const script = await run(
        'attio.setAttribute',
        [{ pick: 'Account status' }, { pick: 'Churned' }, { confirm: 'Save Changes' }],
        acme,
      );
      const [list, value, approval] = script.asked;
      assert.equal(list?.title, 'Set an Attribute of Acme Robotics');
      assert(list?.lines?.includes('Account status | Customer | '), list?.lines?.join('\n'));
      assert(!list?.labels?.includes('Created at') && !list?.labels?.includes('Record ID'));
      const set = list!.lines!.findIndex((line) => line.startsWith('Domains'));
      const empty = list!.lines!.findIndex((line) => line.startsWith('AngelList |  |'));
      assert(set >= 0 && empty > set, 'those with a value come first');
      assert.equal(value?.title, 'Account status of Acme Robotics');
      assert.deepEqual(value?.picked, ['Customer']);
      assert.match(approval?.detail ?? '', /Account status: Customer → Churned/);
      const record = await read('companies', ACME);
      assert.equal((record.values.account_status![0] as { option?: { title: string } }).option?.title, 'Churned');
      assert.equal(sent().length, 1);
      await script.heard(/Acme Robotics/);
      assert(script.said.at(-1)?.buttons.includes('Undo'));
      await run('attio.undoLastChange', [{ confirm: 'Undo' }]);
      const again = await read('companies', ACME);
      assert.equal((again.values.account_status![0] as { option?: { title: string } }).option?.title, 'Customer');
    });

    it('goes straight to an attribute that is named', async () => {
      const script = await run('attio.setAttribute', [{ input: 'A new line.' }, { confirm: 'Save Changes' }], {
        ...acme,
        attribute: 'description',
      });
      assert.equal(script.asked[0]?.value, 'Robot arms that hand parts to people without hurting them.');
      assert.equal(await description(sandbox), 'A new line.');
    });

    it('keeps what was typed when the approval is declined, and asks on', async () => {
      const script = await run(
        'attio.setAttribute',
        [{ input: 'A new line.' }, { cancel: true }, { input: 'A better line.' }, { confirm: 'Save Changes' }],
        { ...acme, attribute: 'description' },
      );
      assert.equal(script.asked[2]?.value, 'A new line.');
      assert.equal(await description(sandbox), 'A better line.');
    });

    it('keeps the other values of an attribute that takes several, and shows them', async () => {
      const script = await run(
        'attio.setAttribute',
        [{ input: 'acme-robotics.example, acme-arms.example, acme-legs.example' }, { confirm: 'Save Changes' }],
        { ...acme, attribute: 'domains' },
      );
      assert.equal(script.asked[0]?.value, 'acme-robotics.example, acme-arms.example');
      const record = await read('companies', ACME);
      assert.deepEqual(record.values.domains!.map(({ domain }) => domain).sort(), [
        'acme-arms.example',
        'acme-legs.example',
        'acme-robotics.example',
      ]);
    });

    it('keeps those of several values that one line cannot say, and says so', async () => {
      const phones = async () =>
        (await read('people', GRACE)).values.phone_numbers!.map(({ original_phone_number }) => original_phone_number);
      await api('PUT', `objects/people/records/${GRACE}`, {
        values: { phone_numbers: [{ original_phone_number: '030 901820', country_code: 'DE' }, '+49 30 901821'] },
      });
      assert.deepEqual(await phones(), ['030 901820', '+49 30 901821']);
      const script = await run('attio.setAttribute', [{ input: '+49 30 901822' }, { confirm: 'Save Changes' }], {
        object: 'people',
        recordId: GRACE,
        attribute: 'phone_numbers',
      });
      assert.equal(script.asked[0]?.value, '+49 30 901821');
      assert.match(script.asked[0]?.detail ?? '', /Kept beside: 1 value that one line cannot show/);
      assert.deepEqual(await phones(), ['030 901820', '+4930901822']);
    });

    it('goes back to the list, and writes nothing for the same value or a closed box', async () => {
      const script = await run(
        'attio.setAttribute',
        [{ pick: 'Description' }, { back: true }, { pick: 'Partner' }, { cancel: true }],
        acme,
      );
      assert.deepEqual(script.asked[2]?.picked, ['Description'], 'the cursor is where one was');
      await run('attio.setAttribute', [{ cancel: true }], acme);
      const same = await run('attio.setAttribute', [{ pick: 'Customer' }], { ...acme, attribute: 'account_status' });
      assert.match(same.said[0]?.message ?? '', /Account status stays as it is/);
      assert.deepEqual(writes(sandbox), []);
    });

    it('does not offer an archived option again, and says that one is set', async () => {
      const target = { object: 'companies', recordId: seedId('companies', 'theme-icon'), attribute: 'account_status' };
      const script = await run('attio.setAttribute', [{ cancel: true }], target);
      assert(script.asked[0]?.lines?.some((line) => /^Legacy reseller \| archived/.test(line)));
      const other = await run('attio.setAttribute', [{ cancel: true }], { ...acme, attribute: 'account_status' });
      assert(!other.asked[0]?.labels?.includes('Legacy reseller'));
    });

    it('refuses what is not there or cannot be set, before asking', async () => {
      for (const [attribute, message] of [
        ['descripton', /no attribute “descripton”. Did you mean “description”/],
        ['created_at', /“Created at” cannot be changed/],
      ] as const) {
        const script = await run('attio.setAttribute', [], { ...acme, attribute });
        await script.heard(message);
        assert.deepEqual(script.asked, []);
      }
      const broken = await run('attio.setAttribute', [], { object: 'companies', recordId: 'short' });
      await broken.heard(/does not name a record/);
      const gone = await run('attio.setAttribute', [], { object: 'companies', recordId: crypto.randomUUID() });
      await gone.heard(/not in Attio any more/);
    });

    it('asks nothing of a key that may not write, and nothing in a folder that is not trusted', async () => {
      sandbox.setFaults([]);
      const trusted = Object.getOwnPropertyDescriptor(workspace, 'isTrusted')!;
      Object.defineProperty(workspace, 'isTrusted', { ...trusted, get: () => false });
      try {
        const script = await run('attio.setAttribute', [], acme);
        await script.heard(/until you trust this folder/);
      } finally {
        Object.defineProperty(workspace, 'isTrusted', trusted);
      }
      await signOutEverywhere();
      await sandbox.close();
      await signIn({ scopes: ['object_configuration:read', 'record_permission:read'] });
      for (const command of ['setAttribute', 'linkRecord', 'deleteRecord', 'mergeRecords']) {
        const script = await run(`attio.${command}`, [], acme);
        await script.heard(/may not write records.*record_permission:read-write/);
        assert.deepEqual(script.asked, [], command);
      }
      const list = await run('attio.addToList', [], acme);
      await list.heard(/may not change what is in lists.*list_entry:read-write/);
    });

    it('is about the record whose page is in front, else about one that is searched for', async () => {
      await commands.executeCommand('attio.openRecord', acme);
      const script = await run('attio.setAttribute', [{ cancel: true }]);
      assert.equal(script.asked[0]?.title, 'Set an Attribute of Acme Robotics');
      await commands.executeCommand('workbench.action.closeAllEditors');
      const other = await run('attio.setAttribute', [{ type: 'lumen', pick: 'Lumen Health' }, { cancel: true }]);
      assert.equal(other.asked[1]?.title, 'Set an Attribute of Lumen Health');
    });

    it('shows both sides when someone else has written meanwhile', async () => {
      const script = await runWith(
        'attio.setAttribute',
        [],
        () => ({
          input: async () => {
            await describeElsewhere(sandbox, 'Theirs.');
            return 'Mine.';
          },
        }),
        { ...acme, attribute: 'description' },
      );
      await script.heard(/Nothing was written: someone changed “Description”/);
      assert.equal(await description(sandbox), 'Theirs.');
    });

    it('says what was not written when Attio fails or refuses the key, and waits out a 429', async () => {
      const set = (text: string) =>
        run('attio.setAttribute', [{ input: text }, { confirm: 'Save Changes' }], {
          ...acme,
          attribute: 'description',
        });
      sandbox.setFaults([{ kind: 'rate-limit', retryAfter: 0, times: 1, method: 'PUT' }]);
      await set('After a pause.');
      assert.equal(await description(sandbox), 'After a pause.');
      sandbox.setFaults([{ kind: 'status', status: 400, message: 'Not today.', method: 'PUT' }]);
      const refused = await set('Refused.');
      await refused.heard(/Nothing was changed/);
      assert.equal(await description(sandbox), 'After a pause.');
      sandbox.setFaults([{ kind: 'revoked' }]);
      const revoked = await run('attio.setAttribute', [], { ...acme, attribute: 'description' });
      await until('it is said', () => revoked.said.some(({ severity }) => severity !== 'status'));
      sandbox.setFaults([]);
    });
  });

  describe('Link Record', () => {
    it('adds to those that are linked, searches only what fits, and says who leaves whom', async () => {
      const before = refs(await read('companies', ACME), 'team');
      const noa = seedId('people', 'rtl-name');
      const script = await run(
        'attio.linkRecord',
        [{ pick: 'Team' }, { type: 'noa.ben-david@cedarclinic.example', pick: /./ }, { confirm: 'Save Changes' }],
        acme,
      );
      assert.deepEqual(script.asked[0]?.labels?.includes('Name'), false);
      assert.match(script.asked[0]?.lines?.find((line) => line.startsWith('Team')) ?? '', /Grace Okafor/);
      assert.equal(script.asked[1]?.title, 'Team of Acme Robotics');
      assert.match(script.asked[2]?.detail ?? '', /leaves .*Cedar/);
      assert.deepEqual(refs(await read('companies', ACME), 'team'), [...before, noa].sort());
    });

    it('replaces the one there is where there is room for one, after saying which', async () => {
      let placeholder = '';
      const script = await runWith(
        'attio.linkRecord',
        [{ type: 'lumen', pick: 'Lumen Health' }, { confirm: 'Save Changes' }],
        (own) => ({
          pickLive: (options) => {
            placeholder = options.placeholder ?? '';
            return own.pickLive(options);
          },
        }),
        { ...renewal, attribute: 'associated_company' },
      );
      script.done();
      assert.match(placeholder, /^Replaces Acme Robotics/);
      assert.deepEqual(
        script.asked[0]?.labels?.every((label) => !/renewal|Okafor/i.test(label)),
        true,
      );
      assert.match(script.asked[1]?.detail ?? '', /Associated company: Acme Robotics → Lumen Health/);
      assert.deepEqual(refs(await read('deals', RENEWAL), 'associated_company'), [LUMEN]);
    });

    it('says when it is linked already, goes back to the attributes, and can be closed', async () => {
      const script = await run(
        'attio.linkRecord',
        [{ pick: 'Team' }, { back: true }, { pick: 'Team' }, { type: 'Grace', pick: 'Grace Okafor' }],
        acme,
      );
      assert.match(script.asked[3]?.lines?.find((line) => line.startsWith('Grace Okafor')) ?? '', /linked already/);
      await script.heard(/Grace Okafor is in Team of Acme Robotics already/);
      await run('attio.linkRecord', [{ pick: 'Team' }, { cancel: true }], acme);
      assert.deepEqual(
        writes(sandbox).filter((one) => !one.endsWith('/search')),
        [],
      );
      const wrong = await run('attio.linkRecord', [], { ...acme, attribute: 'name' });
      await wrong.heard(/“Name” does not refer to records/);
    });
  });

  describe('Add to List', () => {
    it('offers the lists that fit, marks those it is in, and adds; undo takes it out', async () => {
      const unlisted = await make('companies', { name: 'Ὀδυσσεύς & שלום 🛶 Ltd' });
      const target = { object: 'companies', recordId: unlisted };
      const script = await run('attio.addToList', [{ pick: 'Target accounts' }, { confirm: 'Add to List' }], target);
      assert.deepEqual(script.asked[0]?.labels, ['Target accounts']);
      assert.deepEqual(
        (await entries('companies', unlisted)).map((one) => one.list_api_slug),
        ['target_accounts'],
      );
      await script.heard(/Added .*Target accounts/);
      const twice = await run('attio.addToList', [{ pick: 'Target accounts' }, { confirm: 'Add to List' }], target);
      assert.match(twice.asked[0]?.lines?.[0] ?? '', /in it already since .*choose to add it once more/);
      assert.match(twice.asked[1]?.detail ?? '', /It is in the list already: it will be in it 2 times/);
      assert.equal((await entries('companies', unlisted)).length, 2);
      const thrice = await run('attio.addToList', [{ cancel: true }], target);
      assert.match(thrice.asked[0]?.lines?.[0] ?? '', /in it 2 times already/);
      await run('attio.undoLastChange', [{ confirm: 'Undo' }]);
      assert.equal((await entries('companies', unlisted)).length, 1);
    });

    it('asks for what the list requires, with Back, and its own options', async () => {
      const stage = await api<{ api_slug: string }>('POST', 'lists/target_accounts/attributes', {
        title: 'Reason',
        description: null,
        api_slug: 'reason',
        type: 'text',
        is_required: true,
        is_unique: false,
        is_multiselect: false,
        config: {},
      });
      assert.equal(stage.api_slug, 'reason');
      await api('POST', 'lists/target_accounts/attributes', {
        title: 'Round',
        description: null,
        api_slug: 'round',
        type: 'select',
        is_required: true,
        is_unique: false,
        is_multiselect: false,
        config: {},
      });
      for (const title of ['First', 'Second'])
        await api('POST', 'lists/target_accounts/attributes/round/options', { title });
      const target = { object: 'companies', recordId: await make('companies', { name: 'Required Ltd' }) };
      const script = await run(
        'attio.addToList',
        [
          { pick: 'Target accounts' },
          { back: true },
          { pick: 'Target accounts' },
          { input: '' },
          { input: 'Because.' },
          { back: true },
          { input: 'Because of that.' },
          { pick: 'Second' },
          { confirm: 'Add to List' },
        ],
        target,
      );
      assert.match(script.problems[0] ?? '', /Reason is needed/);
      assert.deepEqual(
        script.asked.map(({ step }) => step),
        [undefined, '1/2', undefined, '1/2', '2/2', '1/2', '2/2', undefined],
      );
      const [place] = await entries('companies', target.recordId);
      const entry = await api<Entry>('GET', `lists/target_accounts/entries/${place!.entry_id}`);
      assert.equal(entry.entry_values.reason![0]!.value, 'Because of that.');
      assert.equal((entry.entry_values.round![0] as { option?: { title: string } }).option?.title, 'Second');
    });

    it('says so where no list fits, and when lists cannot be read', async () => {
      const project = { object: 'projects', recordId: seedId('projects', 'atlas-rollout') };
      const none = await run('attio.addToList', [], project);
      await none.heard(/has no list of Projects/);
      sandbox.setFaults([{ kind: 'status', status: 500, path: '/v2/lists', times: 20 }]);
      const failed = await run('attio.addToList', [], acme);
      await until('it is said', () => failed.said.some(({ severity }) => severity === 'error'));
      assert(failed.said.at(-1)?.buttons.includes('Try Again'), JSON.stringify(failed.said));
      sandbox.setFaults([]);
    });
  });

  describe('Delete Record', () => {
    it('shows what hangs on it, deletes, and comes back with another id, which is said', async () => {
      const page = (await commands.executeCommand('attio.openRecord', acme)) as RecordPage;
      const refused = await run('attio.deleteRecord', [{ cancel: true }]);
      assert.match(refused.asked[0]?.title ?? '', /^Delete Acme Robotics/);
      assert.match(refused.asked[0]?.detail ?? '', /Notes: \d+[\s\S]*Tasks: \d+/);
      assert(await exists(sandbox, 'companies', ACME));
      const script = await run('attio.deleteRecord', [{ confirm: 'Delete Company' }], acme);
      assert(!(await exists(sandbox, 'companies', ACME)));
      await until('the page says so', () => /deleted|no longer|any more/i.test(page.body));
      await script.heard(/Deleted Acme Robotics/);
      const undone = await run('attio.undoLastChange', [{ confirm: 'Undo' }]);
      await undone.heard(/Undone: Deleted Acme Robotics/);
      const back = (await connection()).journal;
      const entry = (await back.list()).at(-1);
      const id = entry?.target?.recordId;
      assert(id && id !== ACME);
      assert(
        undone.said.some(({ message }) => message.includes(id)),
        `the new id ${id} is not in ${JSON.stringify(undone.said)}`,
      );
    });

    it('says what failed, and that nothing was deleted', async () => {
      sandbox.setFaults([{ kind: 'status', status: 400, message: 'Not this one.', method: 'DELETE' }]);
      const script = await run('attio.deleteRecord', [{ confirm: 'Delete Company' }], acme);
      await script.heard(/Nothing was changed/);
      assert(await exists(sandbox, 'companies', ACME));
    });
  });

  describe('Merge', () => {
    const twin = { name: 'ACME Robotics, Inc. 🤖', domains: ['acme-robotics.test'], description: 'A twin.' };

    it('offers likely ones first, shows both, and says what is lost; then opens what they became', async () => {
      const other = await make('companies', twin);
      const { ui } = await attio();
      const script = await run(
        'attio.mergeRecords',
        [{ pick: /^ACME Robotics, Inc/ }, { pick: /^Acme Robotics$/ }, { confirm: 'Merge Records' }],
        acme,
      );
      const [first, winner, approval] = script.asked;
      assert.equal(first?.labels?.[0], twin.name);
      assert.match(first?.lines?.[0] ?? '', /Same name but for how it is written/);
      assert(!first?.labels?.includes('Acme Robotics'), 'not with itself');
      assert.deepEqual(winner?.labels, ['Acme Robotics', twin.name, 'Compare Side by Side']);
      assert.match(winner?.lines?.[0] ?? '', /values · created .*Description: Robot arms/);
      assert.match(winner?.lines?.[1] ?? '', /Description: A twin\./);
      assert.match(approval?.detail ?? '', /Cannot be undone\. Both originals are kept/);
      assert.match(approval?.detail ?? '', /Description: “A twin\.” is lost/);
      assert(!(await exists(sandbox, 'companies', ACME)));
      assert(!(await exists(sandbox, 'companies', other)));
      const entry = (await (await connection()).journal.list()).at(-1);
      assert.deepEqual(entry?.originals?.map(({ record }) => record.id.record_id).sort(), [ACME, other].sort());
      const merged = entry?.target?.recordId;
      assert(merged && (await exists(sandbox, 'companies', merged)));
      await until('its page is open', () => window.tabGroups.activeTabGroup.activeTab?.label === 'Acme Robotics');
      ui.use(undefined);
    });

    it('can be left at every question', async () => {
      await make('companies', twin);
      const before = writes(sandbox).length;
      const steps: Answer[] = [{ pick: /^ACME Robotics, Inc/ }, { pick: /^Acme Robotics$/ }];
      for (let count = 0; count <= steps.length; count++)
        await run('attio.mergeRecords', [...steps.slice(0, count), { cancel: true }], acme);
      const back = await run('attio.mergeRecords', [steps[0]!, { back: true }, { cancel: true }], acme);
      assert.equal(back.asked.length, 3);
      assert.deepEqual(
        writes(sandbox)
          .slice(before)
          .filter((one) => one.includes('merge')),
        [],
      );
    });

    it('of two that are selected asks only which wins, and refuses two kinds', async () => {
      const other = { object: 'companies', recordId: await make('companies', twin) };
      const script = await run('attio.mergeRecords', [{ pick: 'Compare Side by Side' }, { cancel: true }], acme, [
        acme,
        other,
      ]);
      assert.equal(script.asked.length, 2);
      assert.equal(window.tabGroups.all.length, 2, 'both pages are open beside each other');
      const wrong = await run('attio.mergeRecords', [], acme, [acme, { object: 'people', recordId: GRACE }]);
      await wrong.heard(/Only records of the same object/);
    });

    it('shows the waiting, and goes on when one stops waiting', async () => {
      const other = await make('companies', twin);
      sandbox.setFaults([{ kind: 'latency', write: 400 }]);
      const script = await runWith(
        'attio.mergeRecords',
        [{ pick: /^Acme Robotics$/ }, { confirm: 'Merge Records' }],
        (own) => ({
          progress: (options, task) => {
            if (!options.cancellable) return own.progress(options, task);
            const source = new CancellationTokenSource();
            const going = task(() => {}, source.token);
            source.cancel();
            return going;
          },
        }),
        acme,
        [acme, { object: 'companies', recordId: other }],
      );
      assert(script.said.some(({ message }) => /the merge goes on/.test(message)));
      await script.heard(/Merged/);
      assert(!(await exists(sandbox, 'companies', other)));
    });

    it('shows in the dialog which values of the other one are lost, and not all that stays', async () => {
      const other = await make('companies', { ...twin, twitter: 'https://twitter.example/acme' });
      const script = await run('attio.mergeRecords', [{ pick: /^Acme Robotics$/ }, { cancel: true }], acme, [
        acme,
        { object: 'companies', recordId: other },
      ]);
      const detail = script.asked[1]?.detail ?? '';
      assert.match(detail, /\n⚠ Cannot be undone\..*\n⚠ Name: “ACME Robotics, Inc\. 🤖” is lost\n/);
      // What stays as it is can be read in the table beside.
      assert(!detail.includes('Categories') && !detail.includes('Twitter'), detail);
      assert(detail.split('\n').length <= 14, detail);
    });

    it('says when Attio refuses, and both are still there', async () => {
      const other = await make('companies', twin);
      sandbox.setFaults([{ kind: 'status', status: 403, message: 'No merging.', path: 'merge' }]);
      const script = await run(
        'attio.mergeRecords',
        [{ pick: /^Acme Robotics$/ }, { confirm: 'Merge Records' }],
        acme,
        [acme, { object: 'companies', recordId: other }],
      );
      await until('it is said', () => script.said.some(({ severity }) => severity === 'error'));
      assert((await exists(sandbox, 'companies', ACME)) && (await exists(sandbox, 'companies', other)));
    });
  });

  describe('Find Duplicates', () => {
    const find = (...answers: Answer[]) => run('attio.findDuplicates', answers, { object: 'companies' });
    const twins = async () => {
      const acme2 = await make('companies', { name: 'ACME Robotics GmbH', domains: ['shop.acme-robotics.example'] });
      const lumen2 = await make('companies', { name: 'Lumen Heath' });
      return { acme2, lumen2 };
    };

    it('lists pairs by certainty with the reasons; picks an object without an argument', async () => {
      await twins();
      const script = await run('attio.findDuplicates', [{ pick: 'Companies' }, { cancel: true }]);
      assert.deepEqual(script.asked[0]?.labels, ['People', 'Companies', 'Deals', 'Projects']);
      const lines = script.asked[1]?.lines ?? [];
      const own = lines.find((line) => line.includes('ACME Robotics GmbH'));
      assert.match(own ?? '', /Same domain acme-robotics\.example · Same name/);
      const near = lines.find((line) => line.includes('Lumen Heath'));
      assert.match(near ?? '', /Nearly the same name/);
      assert(lines.indexOf(own!) < lines.indexOf(near!), 'the surest first');
      assert.match(script.asked[1]?.title ?? '', /^Duplicate Companies: \d+ pairs among \d+/);
    });

    it('remembers what is no duplicate, per account, shows it again, and says when nothing is left', async () => {
      await twins();
      const before = await find({ cancel: true });
      const count = before.asked[0]!.labels!.length;
      const script = await find({ pick: /ACME Robotics GmbH/ }, { pick: 'Not a Duplicate' }, { cancel: true });
      assert(!script.asked.at(-1)?.labels?.some((label) => label.includes('ACME Robotics GmbH')));
      const later = await find({ pick: 'Show Those Kept Apart' }, { cancel: true });
      assert.equal(later.asked[0]?.labels?.length, count, 'one less, and the row that brings it back');
      assert(later.asked[1]?.labels?.some((label) => label.includes('ACME Robotics GmbH')));
      const none = await run('attio.findDuplicates', [], { object: 'deals' });
      await none.heard(/^No duplicates among the [\d,]+ deals of Northwind Labs/);
    });

    it('opens both pages beside each other, and merges from there', async () => {
      const { acme2 } = await twins();
      const script = await find({ pick: /ACME Robotics GmbH/ }, { pick: 'Compare' });
      assert.equal(window.tabGroups.all.length, 2);
      await script.heard(/^Are .*Acme Robotics.* the same\?$/);
      assert.deepEqual(script.said.at(-1)?.buttons, ['Merge…', 'Not a Duplicate', 'Back to the List']);
      const merged = await find(
        { pick: /ACME Robotics GmbH/ },
        { pick: 'Merge…' },
        { back: true },
        { pick: /ACME Robotics GmbH/ },
        { pick: 'Merge…' },
        { pick: /^Acme Robotics$/ },
        { confirm: 'Merge Records' },
        { cancel: true },
      );
      assert(!(await exists(sandbox, 'companies', acme2)));
      assert(!merged.asked.at(-1)?.labels?.some((label) => label.includes('ACME Robotics GmbH')));
    });

    it('is stopped without a word, and a failure in the middle is said', async () => {
      const stopped = await runWith(
        'attio.findDuplicates',
        [],
        (own) => ({
          progress: (options, task) => {
            if (!options.cancellable) return own.progress(options, task);
            const source = new CancellationTokenSource();
            return task(() => source.cancel(), source.token);
          },
        }),
        { object: 'companies' },
      );
      assert.deepEqual(
        stopped.said.filter(({ severity }) => severity === 'error'),
        [],
      );
      assert.deepEqual(stopped.asked, []);
      sandbox.setFaults([{ kind: 'rate-limit', retryAfter: 0, times: 1, path: 'records/query' }]);
      await twins();
      const slow = await find({ cancel: true });
      assert.equal(slow.asked.length, 1);
      sandbox.setFaults([{ kind: 'status', status: 500, times: 1, path: 'records/query' }]);
      const again = await find({ cancel: true });
      assert.deepEqual(again.asked[0]?.labels, slow.asked[0]?.labels);
      sandbox.setFaults([{ kind: 'status', status: 400, message: 'Too much.', path: 'records/query' }]);
      const failed = await run('attio.findDuplicates', [], { object: 'companies' });
      await failed.heard(/Too much/);
      assert.deepEqual(failed.asked, []);
    });

    it('offers no merge to a key that may not write', async () => {
      await signOutEverywhere();
      await sandbox.close();
      await signIn({ scopes: ['object_configuration:read', 'record_permission:read'] });
      const script = await run('attio.findDuplicates', [{ pick: /↔/ }, { cancel: true }], { object: 'projects' });
      assert.deepEqual(script.asked[1]?.labels, ['Compare', 'Not a Duplicate']);
    });
  });
});
