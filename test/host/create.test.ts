import assert from 'node:assert/strict';
import { commands, Selection } from 'vscode';
import { labelOf } from '../../src/crm/label.js';
import { keepDraft } from '../../src/editor/create/draft.js';
import type { Connection, Services } from '../../src/editor/services.js';
import { seedId } from '../../src/sandbox/seed.js';
import type { Sandbox } from '../../src/sandbox/server.js';
import { attio, requestsTo, signInToSandbox, signOutEverywhere } from './support/attio.js';
import { openFile } from './support/notes.js';
import { type Answer, type ScriptedUi, scriptedUi } from './support/scriptedUi.js';

const READ = { surface: 'test', fresh: true } as const;

describe('creating records', () => {
  let sandbox: Sandbox;
  let services: Services;
  let connection: Connection;

  /** Runs a command with these answers, all of which must be asked for. */
  async function run(command: string, answers: Answer[], ...args: unknown[]): Promise<ScriptedUi> {
    const { ui } = await attio();
    const script = scriptedUi(...answers);
    ui.use(script);
    await commands.executeCommand(command, ...args);
    script.done();
    return script;
  }

  const records = async (object: string) => (await connection.catalog.recordsPage(object, { offset: 0 }, READ)).records;
  const named = async (object: string, title: string) =>
    (await records(object)).find((record) => labelOf(record)?.title === title);
  const only = async (object: string, title: string) => {
    const record = await named(object, title);
    assert.ok(record, `there is no ${title}`);
    return record;
  };
  const value = (record: { values: Record<string, unknown[]> }, slug: string) =>
    (record.values[slug] ?? [])[0] as Record<string, unknown> | undefined;

  /** Opens a file with this text and selects all of it. */
  async function select(text: string): Promise<void> {
    const editor = await openFile('signature.txt', text);
    const end = editor.document.positionAt(text.length);
    editor.selection = new Selection(editor.document.positionAt(0), end);
  }

  before(async () => {
    sandbox = await signInToSandbox();
    ({ services } = await attio());
    connection = await services.connections.current();
  });
  beforeEach(async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    sandbox.setFaults([]);
    await services.context.workspaceState.update('attio.recordDrafts', undefined);
  });
  after(async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    await signOutEverywhere();
    await sandbox.close();
  });

  it('creates a company from its name alone, once approved, and shows it without another request', async () => {
    const before = requestsTo(sandbox).length;
    const script = await run('attio.newCompany', [
      { input: 'Tin Whistle Works' },
      { input: '' },
      { pick: 'Create Company' },
      { confirm: 'Create Company' },
    ]);
    const steps = script.asked.filter(({ step }) => step !== undefined).map(({ title, step }) => `${step} ${title}`);
    assert.deepEqual(steps, ['1/2 New Company · Name', '2/2 New Company: Tin Whistle Works · Domains']);
    const record = await only('companies', 'Tin Whistle Works');
    await script.heard(/^Created Tin Whistle Works \(Company\)\.$/);
    const said = script.said.find(({ message }) => message.startsWith('Created'));
    assert.deepEqual(said?.buttons.slice(0, 2), ['Undo', 'Show Record']);
    const writes = requestsTo(sandbox)
      .slice(before)
      .filter(({ method, path }) => method === 'POST' && path.endsWith('/companies/records'));
    assert.equal(writes.length, 1);
    const asked = requestsTo(sandbox).length;
    const summary = await connection.catalog.summary(
      { object: 'companies', recordId: record.id.record_id },
      { surface: 'test' },
    );
    assert.equal(summary?.title, 'Tin Whistle Works');
    assert.equal(requestsTo(sandbox).length, asked);
  });

  it('goes back step by step with what was typed, and shows while typing what will be stored', async () => {
    const script = await run('attio.newCompany', [
      { input: 'Backward Bikes' },
      { back: true },
      { input: 'Forward Bikes' },
      { input: 'https://www.forward-bikes.example/about' },
      { back: true },
      { input: 'forward-bikes.example' },
      { pick: 'Add Attribute…' },
      { pick: 'Foundation date' },
      { back: true },
      { pick: 'Foundation date' },
      { input: '31/12/2026' },
      { pick: 'Create Company' },
      { confirm: 'Create Company' },
    ]);
    const inputs = script.asked.filter(({ kind }) => kind === 'input');
    assert.deepEqual(
      inputs.map(({ title, value }) => `${title.split(' · ')[1]}: ${value}`),
      [
        'Name: ',
        'Domains: ',
        'Name: Backward Bikes',
        'Domains: ',
        'Domains: forward-bikes.example',
        'Foundation date: ',
        'Foundation date: ',
      ],
    );
    assert.deepEqual(script.hints, ['Will be stored as forward-bikes.example', 'Will be stored as Thu 31 Dec 2026']);
    const record = await only('companies', 'Forward Bikes');
    assert.equal(value(record, 'domains')?.domain, 'forward-bikes.example');
    assert.equal(value(record, 'foundation_date')?.value, '2026-12-31');
  });

  it('refuses what cannot be stored where it is typed', async () => {
    const script = await run('attio.newCompany', [
      { input: ' ' },
      { input: 'not a domain' },
      { input: 'oddly.example' },
      { pick: 'Discard' },
    ]);
    assert.match(script.problems.join('\n'), /not a domain/);
    assert.equal(
      script.asked.some(({ kind }) => kind === 'confirm'),
      false,
    );
  });

  it('fills a person in from a selected signature and links the company of the address', async () => {
    await select('Best,\n\nMina Harlow\nCTO | Acme Robotics\n+1 617 555 0119\nmina.harlow@acme-robotics.example\n');
    const script = await run('attio.newRecordFromSelection', [
      { pick: 'Person' },
      { pick: 'Link Acme Robotics' },
      { pick: 'Create Person' },
      { confirm: 'Create Person' },
    ]);
    const [objects, companies, review] = script.asked;
    assert.deepEqual(objects?.lines?.slice(0, 2), [
      'Person | Mina Harlow · CTO · mina.harlow@acme-robotics.example | ',
      'Company | Acme Robotics · acme-robotics.example | ',
    ]);
    assert.match(companies!.lines!.join('\n'), /Link Acme Robotics \| same domain acme-robotics\.example/);
    assert.ok(!companies!.labels!.some((label) => label.startsWith('Create')), 'a second company with the domain');
    assert.deepEqual(
      review!.lines!.slice(1, 6).map((line) => line.split(' | ').slice(0, 2).join(': ')),
      [
        'Name: Mina Harlow',
        'Email addresses: mina.harlow@acme-robotics.example',
        'Phone numbers: +16175550119',
        'Job title: CTO',
        'Company: Acme Robotics',
      ],
    );
    const record = await only('people', 'Mina Harlow');
    assert.equal(value(record, 'company')?.target_record_id, seedId('companies', 'acme-robotics'));
    assert.equal(value(record, 'job_title')?.value, 'CTO');
  });

  it('creates a person and the company in one approval, and undoes both together', async () => {
    await select('Rosa Lindt <rosa.lindt@velvet-forge.example>');
    const script = await run('attio.newPerson', [
      { pick: 'Create Velvet Forge Too' },
      { pick: 'Create Person' },
      { confirm: 'Make 2 Changes' },
    ]);
    assert.match(script.asked.at(-1)!.title, /Create Rosa Lindt \(Person\) and Velvet Forge \(Company\)/);
    const person = await only('people', 'Rosa Lindt');
    const company = await only('companies', 'Velvet Forge');
    assert.equal(value(person, 'company')?.target_record_id, company.id.record_id);
    assert.equal(value(company, 'domains')?.domain, 'velvet-forge.example');
    await script.heard(/Rosa Lindt/);

    const { ui } = await attio();
    const undo = scriptedUi({ confirm: 'Undo' });
    ui.use(undo);
    await commands.executeCommand('attio.undoLastChange');
    undo.done();
    assert.equal(await named('people', 'Rosa Lindt'), undefined);
    assert.equal(await named('companies', 'Velvet Forge'), undefined);
  });

  it('leaves out what was found and is not wanted, and the company that nothing needs any more', async () => {
    await select('Otto Fink <otto@fink-und-soehne.example>, +49 30 901820');
    const script = await run('attio.newPerson', [
      { pick: 'Create Fink Und Soehne Too' },
      { pick: 'Phone numbers' },
      { input: '' },
      { pick: 'Company: Fink Und Soehne' },
      { pick: 'Leave It Out' },
      { pick: 'Create Person' },
      { confirm: 'Create Person' },
    ]);
    assert.equal(script.asked.at(-2)!.labels!.includes('Phone numbers'), false);
    const person = await only('people', 'Otto Fink');
    assert.deepEqual([person.values.phone_numbers, person.values.company], [[], []]);
    assert.equal(await named('companies', 'Fink Und Soehne'), undefined);
  });

  it('proposes no company for a mailbox of everybody', async () => {
    await select('Jane Freemail <jane.freemail@gmail.com>');
    const script = await run('attio.newPerson', [{ pick: 'Discard' }]);
    assert.equal(script.asked.length, 1);
  });

  it('gives a new company the people of the selection', async () => {
    await select(
      'Silk Harbour Ltd, silk-harbour.example\nPaul Drake, CFO, paul.drake@silk-harbour.example\nGrace Okafor <grace.okafor@acme-robotics.example>',
    );
    const script = await run('attio.newCompany', [
      { picks: ['Paul Drake'] },
      { pick: 'Create Company' },
      { confirm: 'Make 2 Changes' },
    ]);
    const [people] = script.asked;
    assert.deepEqual(people?.lines, [
      'Paul Drake · CFO · paul.drake@silk-harbour.example | is created too | ',
      'Grace Okafor | in Attio: is linked | ',
    ]);
    assert.deepEqual(people?.picked, ['Paul Drake · CFO · paul.drake@silk-harbour.example']);
    const company = await only('companies', 'Silk Harbour');
    const paul = await only('people', 'Paul Drake');
    assert.equal(value(paul, 'company')?.target_record_id, company.id.record_id);
  });

  describe('when the same thing may be there', () => {
    it('says why, and updates it instead with only what is new', async () => {
      const script = await run('attio.newPerson', [
        { input: 'Grace Okafor' },
        { input: 'grace.okafor@acme-robotics.example, grace@okafor.example' },
        { pick: 'No Company' },
        { pick: 'Add Attribute…' },
        { pick: 'Twitter' },
        { input: 'https://social.example/grace' },
        { pick: 'Create Person' },
        { pick: 'Update Grace Okafor Instead…' },
        { confirm: 'Save Changes' },
      ]);
      const alike = script.asked.at(-2)!;
      assert.match(alike.lines![0]!, /same e-mail grace\.okafor@acme-robotics\.example, same name/);
      assert.match(alike.lines!.at(-1)!, /Create Anyway \| {2}\| leaves out grace\.okafor@acme-robotics\.example/);
      const grace = await connection.catalog.record(
        { object: 'people', recordId: seedId('people', 'grace-okafor') },
        READ,
      );
      assert.deepEqual(grace!.values.email_addresses!.map((one) => one.email_address).sort(), [
        'grace.okafor@acme-robotics.example',
        'grace@okafor.example',
      ]);
      assert.equal(value(grace!, 'twitter')?.value, 'https://social.example/grace');
      assert.equal(value(grace!, 'job_title')?.value, 'VP Engineering');
      assert.equal((await records('people')).filter((one) => labelOf(one)?.title === 'Grace Okafor').length <= 1, true);
    });

    it('asks before an update replaces what is there', async () => {
      const script = await run('attio.newCompany', [
        { input: 'Lumen' },
        { input: 'lumenhealth.example' },
        { pick: 'Create Company' },
        { pick: 'Update Lumen Health Instead…' },
        { picks: ['Name'] },
        { confirm: 'Save Changes' },
      ]);
      const differences = script.asked.at(-2)!;
      assert.deepEqual(differences.lines, ['Name | Lumen Health → Lumen | replaces what is there']);
      assert.deepEqual(differences.picked, []);
      const lumen = await connection.catalog.record(
        { object: 'companies', recordId: seedId('companies', 'lumen-health') },
        READ,
      );
      assert.equal(value(lumen!, 'name')?.value, 'Lumen');
    });

    it('says when the one that is there has all of it', async () => {
      const script = await run('attio.newCompany', [
        { input: 'Kestrel Logistics' },
        { input: 'kestrel-logistics.example' },
        { pick: 'Create Company' },
        { pick: 'Update Kestrel Logistics Instead…' },
      ]);
      await script.heard(/Kestrel Logistics has all of this already\. Nothing was sent\./);
    });

    it('creates it anyway, without what only one can have', async () => {
      await run('attio.newCompany', [
        { input: 'Acme Robotics' },
        { input: 'acme-robotics.example, acme-second.example' },
        { pick: 'Create Company' },
        { pick: 'Create Anyway' },
        { confirm: 'Create Company' },
      ]);
      const both = (await records('companies')).filter((one) => labelOf(one)?.title === 'Acme Robotics');
      const second = both.find((one) => one.id.record_id !== seedId('companies', 'acme-robotics'));
      assert.deepEqual(
        second?.values.domains?.map((one) => one.domain),
        ['acme-second.example'],
      );
    });

    it('goes back to the draft, or opens the one there is and keeps the draft', async () => {
      await run('attio.newCompany', [
        { input: 'Papercrane Studio' },
        { input: '' },
        { pick: 'Create Company' },
        { back: true },
        { pick: 'Create Company' },
        { pick: 'Open Papercrane Studio' },
      ]);
      await run('attio.newCompany', [{ pick: 'Continue with Papercrane Studio' }, { pick: 'Discard' }]);
    });
  });

  it('keeps what is filled in when a box is closed, and goes on with it', async () => {
    const closed = await run('attio.newCompany', [{ input: 'Half Moon Half Done' }, { cancel: true }]);
    assert.match(closed.said.at(-1)!.message, /Half Moon Half Done is kept/);
    const script = await run('attio.newCompany', [
      { pick: 'Continue with Half Moon Half Done' },
      { pick: 'Create Company' },
      { confirm: 'Create Company' },
    ]);
    assert.match(script.asked[1]!.lines!.join('\n'), /Name \| Half Moon Half Done/);
    await only('companies', 'Half Moon Half Done');
    const after = await run('attio.newCompany', [{ cancel: true }]);
    assert.equal(after.asked[0]!.kind, 'input', 'nothing is left of what was created');
  });

  it('goes back to the draft when the approval is refused', async () => {
    await run('attio.newCompany', [
      { input: 'Second Thoughts' },
      { input: '' },
      { pick: 'Create Company' },
      { cancel: true },
      { pick: 'Discard' },
    ]);
    assert.equal(await named('companies', 'Second Thoughts'), undefined);
  });

  it('asks a deal for what Attio needs, each in its way, then for money', async () => {
    const script = await run('attio.newDeal', [
      { input: 'Airship renewal' },
      { pick: 'Negotiation' },
      { pick: /Ada/ },
      { pick: 'Add Attribute…' },
      { pick: 'Deal value' },
      { input: 'lots' },
      { input: '$1.2m' },
      { pick: 'Add Attribute…' },
      { pick: 'Associated people' },
      { pick: 'Grace Okafor', type: 'Grace' },
      { pick: 'Harriet Vale', type: 'Harriet' },
      { pick: 'Done' },
      { pick: 'Create Deal' },
      { confirm: 'Create Deal' },
    ]);
    const steps = script.asked.flatMap(({ step }) => step ?? []);
    assert.deepEqual(steps, ['1/3', '2/3', '3/3']);
    assert.match(script.problems[0]!, /lots/);
    const deal = await only('deals', 'Airship renewal');
    assert.equal((value(deal, 'stage')?.status as { title?: string } | undefined)?.title, 'Negotiation');
    assert.equal(value(deal, 'value')?.currency_value, 1_200_000);
    assert.equal(deal.values.associated_people?.length, 2);
  });

  it('creates a record of a custom object with every type that can be written', async () => {
    const add = (attribute: string, ...answers: Answer[]): Answer[] => [
      { pick: 'Add Attribute…' },
      { pick: attribute },
      ...answers,
    ];
    await run('attio.newRecord', [
      { pick: 'Project' },
      { input: 'Lighthouse' },
      ...add('Status', { pick: /./ }),
      ...add('Crew', { picks: [/Ada/] }),
      ...add('Client', { pick: 'Acme Robotics', type: 'acme-robotics.example' }),
      ...add('Hours', { input: '12.5' }),
      ...add('Kick-off', { input: '2027-01-31' }),
      ...add('Last deployed', { input: '2026-11-20T10:00:00Z' }),
      ...add('Confidence', { pick: '★★★★☆' }),
      ...add('Billable', { pick: 'No' }),
      ...add('Site', { input: 'Berlin, Germany' }, { pick: 'Use This Place' }),
      ...add('Tags', { picks: [/./] }),
      ...add('Code name', { input: 'LH-77' }),
      ...add('Staging domain', { input: 'staging.lighthouse.example' }),
      ...add('Support e-mail', { input: 'help@lighthouse.example' }),
      ...add('Hotline', { input: '+49 30 901820' }),
      { pick: 'Create Project' },
      { confirm: 'Create Project' },
    ]);
    const project = await only('projects', 'Lighthouse');
    const filled = Object.keys(project.values).filter((slug) => (project.values[slug] ?? []).length > 0);
    for (const slug of 'name status crew client hours kickoff last_deployed confidence billable site tags codename staging_domain support_email hotline'.split(
      ' ',
    ))
      assert.ok(filled.includes(slug), slug);
    assert.equal(value(project, 'site')?.locality, 'Berlin');
    assert.equal(value(project, 'site')?.country_code, 'DE');
    assert.equal(value(project, 'billable')?.value, false);
    assert.equal(value(project, 'confidence')?.value, 4);
  });

  it('shows how a place was understood, and changes one part of it', async () => {
    const script = await run(
      'attio.newCompany',
      [
        { pick: 'Add Attribute…' },
        { pick: 'Primary location' },
        { input: 'Springfield, IL' },
        { input: 'Springfield, IL, US' },
        { pick: 'Postcode' },
        { input: '62701' },
        { pick: 'Country' },
        { back: true },
        { pick: 'Use This Place' },
        { pick: 'Discard' },
      ],
      { prefill: { values: { name: ['Placed'] } } },
    );
    assert.match(script.problems[0]!, /IL/);
    assert.equal(script.hints[0], 'Town: Springfield · Region or state: IL · Country: United States (US)');
    assert.match(script.asked.at(-1)!.lines!.join('\n'), /Primary location \| Springfield, IL 62701, United States/);
  });

  it('takes names in any writing, and shows what turns text around on one plain line', async () => {
    const script = await run('attio.newCompany', [
      { input: '🚀 שלום \u202Eمرحبا' },
      { input: '' },
      { pick: 'Create Company' },
      { confirm: 'Create Company' },
    ]);
    assert.doesNotMatch(
      script.asked
        .map(({ title }) => title)
        .filter((title) => title.startsWith('New '))
        .join(),
      /\u202E/,
    );
    assert.ok((await records('companies')).some((one) => String(value(one, 'name')?.value).startsWith('🚀 שלום')));
  });

  it('keeps everything when a request fails', async () => {
    sandbox.setFaults([
      {
        kind: 'status',
        status: 409,
        code: 'concurrent_write_conflict',
        method: 'POST',
        path: '/companies/records',
        times: 50,
      },
    ]);
    const failed = await run('attio.newCompany', [
      { input: 'Stormproof' },
      { input: '' },
      { pick: 'Create Company' },
      { confirm: 'Create Company' },
    ]);
    await failed.heard(/Create Stormproof/);
    assert.equal(failed.said.find(({ message }) => /Create Stormproof/.test(message))?.severity, 'error');
    sandbox.setFaults([]);
    await run('attio.newCompany', [
      { pick: 'Continue with Stormproof' },
      { pick: 'Create Company' },
      { confirm: 'Create Company' },
    ]);
    await only('companies', 'Stormproof');
  });

  it('keeps everything when the scope is missing, and offers it once it is there', async () => {
    sandbox.setFaults([{ kind: 'missing-scopes', scopes: ['record_permission:read-write'] }]);
    const refused = await run('attio.newCompany', [
      { input: 'Scopeless Tin' },
      { input: 'scopeless-tin.example' },
      { pick: 'Create Company' },
      { confirm: 'Create Company' },
    ]);
    await refused.heard(/Create Scopeless Tin/);
    sandbox.setFaults([]);
    // As the message says: granted in Attio, and the key entered again.
    await run('attio.enterKey', [{ input: sandbox.key }]);
    connection = await services.connections.current();
    const again = await run('attio.newCompany', [
      { pick: 'Continue with Scopeless Tin' },
      { pick: 'Create Company' },
      { confirm: 'Create Company' },
    ]);
    assert.equal(again.asked.filter(({ title }) => / · (?:Name|Domains)$/.test(title ?? '')).length, 0);
    const record = await only('companies', 'Scopeless Tin');
    assert.equal(value(record, 'domains')?.domain, 'scopeless-tin.example');
  });

  it('returns to the value that Attio refuses, with its words', async () => {
    sandbox.setFaults([
      {
        kind: 'status',
        status: 400,
        type: 'invalid_request_error',
        code: 'validation_type',
        message: 'Invalid value was passed to attribute with slug/ID "description".',
        method: 'POST',
        path: '/v2/objects/companies/records',
        times: 1,
      },
    ]);
    const script = await run('attio.newCompany', [
      { input: 'Refused Once' },
      { input: '' },
      { pick: 'Add Attribute…' },
      { pick: 'Description' },
      { input: 'x' },
      { pick: 'Create Company' },
      { confirm: 'Create Company' },
      { input: 'y' },
      { pick: 'Create Company' },
      { confirm: 'Create Company' },
    ]);
    const again = script.asked.filter(({ title }) => title.endsWith('· Description')).at(-1)!;
    assert.equal(again.value, 'x');
    assert.match(again.detail!, /description/i);
    const record = await only('companies', 'Refused Once');
    assert.equal(value(record, 'description')?.value, 'y');
  });

  it('shows the record that took a unique value in the meantime', async () => {
    const { ui } = await attio();
    const script = scriptedUi(
      { input: 'Raced' },
      { input: 'raced.example' },
      { pick: 'Create Company' },
      { confirm: 'Create Company' },
      { pick: 'Create Company' },
      { pick: 'Update Raced First Instead…' },
      { picks: ['Name'] },
      { confirm: 'Save Changes' },
    );
    // Somebody else is quicker while the approval is asked for.
    let raced = false;
    ui.use({
      ...script,
      confirm: async (options) => {
        if (!raced) {
          raced = true;
          const answer = await fetch(`${sandbox.url}/v2/objects/companies/records`, {
            method: 'POST',
            headers: { authorization: `Bearer ${sandbox.key}`, 'content-type': 'application/json' },
            body: JSON.stringify({ data: { values: { name: 'Raced First', domains: ['raced.example'] } } }),
          });
          assert.equal(answer.status, 200);
        }
        return script.confirm(options);
      },
    });
    await commands.executeCommand('attio.newCompany');
    script.done();
    await only('companies', 'Raced');
    assert.equal(await named('companies', 'Raced First'), undefined);
  });

  it('says when an object is not there', async () => {
    const script = await run('attio.newRecord', [], { object: 'spaceships' });
    await script.heard(/Spaceships are not enabled in Northwind Labs/);
  });

  it('does not take a selection for a record asked for in the tree', async () => {
    await select('Rosa Lindt <rosa.lindt@velvet-forge.example>');
    const script = await run('attio.newRecord', [{ cancel: true }], { kind: 'object', slug: 'people', id: 'x' });
    assert.equal(script.asked[0]!.title, 'New Person · Name');
  });

  describe('with a key that may not write', () => {
    before(async () => {
      await signOutEverywhere();
      await sandbox.close();
      sandbox = await signInToSandbox({
        scopes: ['object_configuration:read', 'record_permission:read', 'user_management:read', 'note:read'],
      });
    });

    it('says so before anything is asked', async () => {
      const script = await run('attio.newCompany', []);
      await script.heard(/may not create records.*record_permission:read-write/s);
      assert.equal(script.asked.length, 0);
    });

    it('forgets what was begun when one signs out, and only that of the account', async () => {
      const { workspaceState } = services.context;
      const { account } = await services.connections.current();
      const draft = { values: { name: ['Half Done'] }, also: [], found: [], offered: [] };
      const begun = { [account.id]: { companies: draft }, another: { companies: draft } };
      await workspaceState.update('attio.recordDrafts', begun);
      await signOutEverywhere();
      assert.deepEqual(workspaceState.get('attio.recordDrafts'), { another: { companies: draft } });
      // A box that was still open does not bring it back.
      await keepDraft(services, account.id, 'companies', draft);
      assert.deepEqual(workspaceState.get('attio.recordDrafts'), {});
    });
  });
});
