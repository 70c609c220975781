import assert from 'node:assert/strict';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type CodeAction,
  type CodeLens,
  type CompletionList,
  ConfigurationTarget,
  commands,
  type Hover,
  languages,
  Range,
  TabInputText,
  type TextDocument,
  TextDocumentSaveReason,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { AttioRecord } from '../../src/attio/types.js';
import { EditStore } from '../../src/editor/documents/store.js';
import { seedId } from '../../src/sandbox/seed.js';
import type { Sandbox } from '../../src/sandbox/server.js';
import { attio, signInToSandbox, signOutEverywhere } from './support/attio.js';
import { edit, until } from './support/notes.js';
import { type Answer, type ScriptedUi, scriptedUi } from './support/scriptedUi.js';

const ACME = seedId('companies', 'acme-robotics');
const GRACE = seedId('people', 'grace-okafor');
const ATLAS = seedId('projects', 'atlas-rollout');
const SAVE = 'workbench.action.files.save';

describe('a record as a document', () => {
  let sandbox: Sandbox;
  /** The values of every write that was sent. */
  let sent: Record<string, unknown>[];

  // In a browser VS Code saves a second after the last key by itself; those who test that say so.
  const autoSave = (how?: string, delay?: number) => {
    const files = workspace.getConfiguration('files');
    return Promise.all([
      files.update('autoSave', how, ConfigurationTarget.Global),
      files.update('autoSaveDelay', delay, ConfigurationTarget.Global),
    ]);
  };
  before(() => autoSave('off'));
  after(() => autoSave());

  beforeEach(async () => {
    sandbox = await signInToSandbox();
    sent = [];
    const { api } = await (await attio()).services.connections.current();
    const { update } = api.records;
    api.records.update = (approved, options) => {
      sent.push(approved.change.values as Record<string, unknown>);
      return update(approved, options);
    };
  });
  afterEach(async () => {
    for (const { uri } of openRecords()) {
      await use({ confirm: 'Discard' });
      await commands.executeCommand('attio.revertRecord', uri);
    }
    await commands.executeCommand('workbench.action.closeAllEditors');
    await signOutEverywhere();
    await rm(await folder(), { recursive: true, force: true, maxRetries: 10 });
    await sandbox.close();
  });

  /** Those that have a tab. */
  const openRecords = () =>
    window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .flatMap(({ input }) => (input instanceof TabInputText && input.uri.scheme === 'attio-record' ? [input] : []));
  const folder = async () => join((await attio()).services.context.globalStorageUri.fsPath, 'edits');
  const kept = async () => (await readdir(await folder()).catch(() => [])).filter((name) => name.endsWith('.json'));

  /** A record as the sandbox has it, asked for behind the extension's back. */
  async function inAttio(object: string, recordId: string): Promise<AttioRecord> {
    const answer = await fetch(`${sandbox.url}/v2/objects/${object}/records/${recordId}`, {
      headers: { authorization: `Bearer ${sandbox.key}` },
    });
    assert.equal(answer.status, 200);
    return ((await answer.json()) as { data: AttioRecord }).data;
  }
  const health = async () => (await inAttio('companies', ACME)).values.health?.[0]?.value;

  /** Someone else changes a record. */
  async function meanwhile(object: string, recordId: string, values: Record<string, unknown>): Promise<void> {
    const answer = await fetch(`${sandbox.url}/v2/objects/${object}/records/${recordId}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${sandbox.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ data: { values } }),
    });
    assert.equal(answer.status, 200);
  }

  async function use(...answers: Answer[]): Promise<ScriptedUi> {
    const { ui } = await attio();
    const script = scriptedUi(...answers);
    ui.use(script);
    return script;
  }

  async function open(object = 'companies', recordId = ACME): Promise<TextDocument> {
    await commands.executeCommand('attio.editRecord', { object, recordId });
    const document = window.activeTextEditor?.document;
    assert.equal(document?.uri.scheme, 'attio-record');
    // VS Code holds on to documents that were open a moment ago, and shows them until it has read them again.
    await until('it is read', async () => {
      return Buffer.from(await workspace.fs.readFile(document!.uri)).toString() === document!.getText();
    });
    return document!;
  }

  /** Saves by hand and waits until the question of what to do with it is over. */
  async function save(document: TextDocument, ...answers: Answer[]): Promise<ScriptedUi> {
    const script = await use(...answers);
    await window.showTextDocument(document);
    await commands.executeCommand(SAVE);
    await until('the answers are used', () => {
      try {
        script.done();
        return true;
      } catch {
        return false;
      }
    });
    return script;
  }

  const lenses = async (document: TextDocument) =>
    (await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 20)).map(
      ({ command }) => command?.title ?? '',
    );
  const said = (script: ScriptedUi, message: RegExp) => script.said.some((one) => message.test(one.message));

  it('opens with what can be edited, as YAML, and what it refers to by name', async () => {
    const document = await open();
    assert.equal(document.languageId, 'yaml');
    assert.match(document.uri.path, /^\/Acme Robotics\.attio\.yaml$/);
    const text = document.getText();
    assert.match(text, /^# Acme Robotics \(Company in Northwind Labs\)\n# https:\/\/app\.attio\.com\//);
    assert.match(text, /^name: Acme Robotics$/m);
    assert.match(text, /^domains:\n {2}- acme-robotics\.example\n {2}- acme-arms\.example$/m);
    assert.match(text, /^account_status: Customer$/m);
    assert.match(text, new RegExp(`^ {2}- Grace Okafor <${GRACE}>$`, 'm'));
    assert.match(text, /^# {3}record_id: /m);
    assert.deepEqual(await lenses(document), ['$(check) As it is in Attio']);
    assert.deepEqual(languages.getDiagnostics(document.uri), []);
    assert.deepEqual(await kept(), [], 'nothing of a record that was only opened is on disk');
  });

  it('opens every type of attribute without a complaint', async () => {
    for (const [object, name] of [
      ['projects', 'atlas-rollout'],
      ['deals', 'acme-renewal'],
      ['people', 'rtl-name'],
      ['people', 'no-name'],
      ['companies', 'theme-icon'],
      ['companies', 'emoji'],
      ['companies', 'very-long-name'],
    ] as const) {
      const document = await open(object, seedId(object, name));
      assert.deepEqual(await lenses(document), ['$(check) As it is in Attio'], document.getText());
      assert.deepEqual(languages.getDiagnostics(document.uri), []);
    }
  });

  it('completes attributes, options and records, and tells what an attribute is', async () => {
    const document = await open();
    const complete = async (marker: string, more = 0) => {
      const at = document.positionAt(document.getText().indexOf(marker) + marker.length + more);
      const list = await commands.executeCommand<CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        at,
      );
      return list.items.map(({ label, insertText }) => ({
        label: typeof label === 'string' ? label : label.label,
        insert: String(insertText),
      }));
    };
    const statuses = (await complete('account_status: ')).map(({ label }) => label);
    assert.deepEqual(
      statuses.filter((one) => /Prospect|pilot|Customer|Churned|reseller/.test(one)),
      ['Prospect', 'In pilot', 'Customer', 'Churned'],
    );
    await edit(document, '# Not set', 'team:\n  - priya venk\n# Not set');
    const people = await complete('priya venk');
    const priya = people.find(({ label }) => /Priya Venkat/.test(label));
    assert.match(priya?.insert ?? '', new RegExp(`^Priya Venkat.* <${seedId('people', 'priya-venkat')}>$`));
    assert(!people.some(({ label }) => label === 'Lumen Health'), 'a company is offered where people are taken');
    const key = document.positionAt(document.getText().indexOf('account_status') + 2);
    const hovers = await commands.executeCommand<Hover[]>('vscode.executeHoverProvider', document.uri, key);
    const words = hovers.flatMap(({ contents }) => contents.map((one) => (typeof one === 'string' ? one : one.value)));
    assert.match(words.join('\n'), /Account status.*`account_status`[\s\S]*Select[\s\S]*Prospect/);
  });

  it('marks mistakes while one types, and puts them right', async () => {
    const document = await open();
    await edit(document, 'account_status: Customer', 'account_status: Custmer');
    await until('it is marked', () => languages.getDiagnostics(document.uri).length === 1);
    const [diagnostic] = languages.getDiagnostics(document.uri);
    assert.match(diagnostic?.message ?? '', /no option “Custmer”; there are: Prospect/);
    assert.equal(document.getText(diagnostic!.range), 'Custmer');
    const actions = await commands.executeCommand<CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      diagnostic!.range,
    );
    const fix = actions.find(({ title }) => title === 'Change to “Customer”');
    assert(fix?.edit);
    // Saving sends nothing while something is wrong, and says what.
    const script = await save(document);
    await script.heard(/Nothing was sent to Attio\. Line \d+: .*Custmer/);
    assert.deepEqual(sent, []);
    assert.equal(window.activeTextEditor?.document.getText(window.activeTextEditor.selection), 'Custmer');
    await workspace.applyEdit(fix.edit);
    await until('nothing is marked', () => languages.getDiagnostics(document.uri).length === 0);
    assert.deepEqual(await lenses(document), ['$(check) As it is in Attio']);
  });

  it('shows the difference when it is saved, and sends the changed attribute alone', async () => {
    const document = await open();
    await edit(document, 'health: 5', 'health: 2');
    assert.deepEqual(await lenses(document), [
      '$(cloud-upload) Send 1 change to Northwind Labs…',
      '$(diff) Show Difference',
      '$(discard) Revert',
    ]);
    const script = await save(document, { confirm: 'Save Changes' });
    await until('Attio has it', async () => (await health()) === 2);
    assert.match(script.asked[0]?.detail ?? '', /Health: .*→/);
    assert.deepEqual(
      sent.map((values) => Object.keys(values)),
      [['health']],
    );
    await until(
      'the document is as in Attio',
      async () => (await lenses(document))[0] === '$(check) As it is in Attio',
    );
    assert.equal(document.isDirty, false);
    assert.match(document.getText(), /^health: 2$/m);
    assert.deepEqual(await kept(), []);
  });

  it('clears what was emptied, moves it to what is not set, and follows an undo', async () => {
    const document = await open();
    const before = document.getText();
    await edit(document, 'health: 5', 'health:');
    const script = await save(document, { confirm: 'Save Changes' }, { press: 'Undo', on: /./ }, { confirm: 'Undo' });
    await until('it is back', async () => (await health()) === 5 && sent.length === 2);
    assert.deepEqual(sent[0], { health: [] });
    assert(script.asked.length >= 2);
    await until('the document follows', () => document.getText() === before);
  });

  it('keeps what was declined here, says so, and sends it when asked again', async () => {
    const document = await open();
    await edit(document, 'health: 5', 'health: 1');
    const script = await save(document, { cancel: true });
    await until('it is said', () => said(script, /nothing was sent; your changes are kept here/));
    assert.deepEqual(sent, []);
    assert.equal(document.isDirty, false);
    assert.equal((await kept()).length, 1);
    const [file] = await kept();
    assert.equal((await stat(join(await folder(), file!))).mode & 0o777, 0o600);
    // Closed and opened again, it is still there.
    await commands.executeCommand('workbench.action.closeActiveEditor');
    const again = await open();
    assert.match(again.getText(), /^health: 1$/m);
    await until('it is offered', async () => /Send 1 change/.test((await lenses(again))[0] ?? ''));
    await use({ confirm: 'Save Changes' });
    await commands.executeCommand('attio.sendRecord', again.uri);
    assert.equal(await health(), 1);
    await until('nothing is kept', async () => (await kept()).length === 0);
  });

  it('says when there is nothing to send', async () => {
    const document = await open();
    await edit(document, 'health: 5', 'health: 5 # as ever');
    const script = await save(document);
    await until('it is said', () => said(script, /Acme Robotics has no changes to send/));
    assert.deepEqual(sent, []);
  });

  it('reverts to what Attio has', async () => {
    const document = await open();
    const before = document.getText();
    await edit(document, 'health: 5', 'health: 1');
    await use({ confirm: 'Discard' });
    await commands.executeCommand('attio.revertRecord', document.uri);
    await until('it is as before', () => document.getText() === before && !document.isDirty);
    assert.deepEqual(await kept(), []);
    assert.deepEqual(sent, []);
  });

  it('neither sends nor asks when VS Code saves by itself', async () => {
    const script = await use();
    await autoSave('afterDelay', 50);
    try {
      const document = await open();
      await edit(document, 'health: 5', 'health: 1');
      await until('it is saved', () => !document.isDirty);
      await until('it is kept', async () => (await kept()).length === 1);
      assert.deepEqual(script.asked, []);
      assert(!said(script, /./), JSON.stringify(script.said));
      assert.deepEqual(sent, []);
      assert.match((await lenses(document))[0] ?? '', /Send 1 change/);
      // By hand it is sent, though there is nothing left to save.
      await save(document, { confirm: 'Save Changes' });
      await until('Attio has it', async () => (await health()) === 1);
    } finally {
      await autoSave('off');
    }
  });

  it('asks though an auto-save of the same text is under way when one saves', async () => {
    const document = await open();
    const script = await use({ confirm: 'Save Changes' });
    let pressed: Thenable<unknown> | undefined;
    const watching = workspace.onWillSaveTextDocument((event) => {
      if (event.document !== document || event.reason === TextDocumentSaveReason.Manual) return;
      pressed = commands.executeCommand('attio.saveRecord');
      // VS Code has heard of it before it goes on.
      event.waitUntil(Promise.resolve(commands.executeCommand('attio.nothing')).catch(() => []));
    });
    await autoSave('afterDelay', 50);
    try {
      await edit(document, 'health: 5', 'health: 1');
      await until('Attio has it', async () => (await health()) === 1);
      await pressed;
      assert.equal(script.asked.length, 1);
      assert.equal(sent.length, 1);
    } finally {
      watching.dispose();
      await autoSave('off');
    }
  });

  it('asks about what is saved while an earlier change is being sent, once that is done', async () => {
    const document = await open();
    const { api } = await (await attio()).services.connections.current();
    const { update } = api.records;
    let go = () => {};
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    api.records.update = async (...args) => {
      if (sent.length === 0) {
        sent.push({});
        await gate;
        sent.shift();
      }
      return update(...args);
    };
    const script = await use({ confirm: 'Save Changes' }, { confirm: 'Save Changes' });
    await edit(document, 'health: 5', 'health: 2');
    await commands.executeCommand(SAVE);
    await until('the first is on its way', () => sent.length === 1);
    await edit(document, 'health: 2', 'health: 3');
    await commands.executeCommand(SAVE);
    await script.heard(/what you saved now comes next/);
    go();
    await until('Attio has the second', async () => (await health()) === 3);
    assert.deepEqual(sent, [{ health: [2] }, { health: [3] }]);
    assert.equal(script.asked.length, 2);
    await until('all is sent', async () => (await lenses(document))[0] === '$(check) As it is in Attio');
  });

  it('keeps on disk what is typed and not saved', async () => {
    const document = await open();
    await edit(document, 'health: 5', 'health: 1');
    await until('it is kept', async () => (await kept()).length === 1);
    const [file] = await kept();
    const stored = JSON.parse(await readFile(join(await folder(), file!), 'utf8'));
    assert.match(stored.text, /^health: 1$/m);
    assert.deepEqual(stored.base.health, [5]);
    assert.match(stored.saved, /^health: 5$/m);
  });

  it('merges what others changed elsewhere in the record', async () => {
    const document = await open();
    await edit(document, 'health: 5', 'health: 1');
    await meanwhile('companies', ACME, { description: 'Robot arms, now softer.', is_partner: true });
    await save(document, { confirm: 'Save Changes' });
    await until('Attio has it', async () => (await health()) === 1);
    assert.deepEqual(sent, [{ health: [1] }]);
    await until('the document has both', () => /^description: Robot arms, now softer\.$/m.test(document.getText()));
    assert.match(document.getText(), /^health: 1$/m);
    assert.match(document.getText(), /^is_partner: true$/m);
  });

  it('stops where both changed the same, shows all sides, and overwrites only when told', async () => {
    const document = await open();
    await edit(document, 'health: 5', 'health: 1');
    await meanwhile('companies', ACME, { health: 3 });
    const script = await save(document);
    await script.heard(/Nothing was sent: “Health” of Acme Robotics was changed in Attio since you began/);
    assert.deepEqual(sent, []);
    assert.equal(await health(), 3);
    assert.match(document.getText(), /^health: 1$/m);
    const shown = await lenses(document);
    assert(shown.some((one) => one.includes('1 value changed in Attio as well')));
    assert(
      shown.some((one) => /Attio now: ★★★☆☆ · before: ★★★★★/.test(one)),
      shown.join('\n'),
    );
    // Saved once more, it stops once more.
    const again = await save(document);
    await again.heard(/Nothing was sent/);
    assert.equal(await health(), 3);
    const told = await save(
      document,
      { press: 'Overwrite with Mine', on: /Nothing was sent/ },
      { confirm: 'Save Changes' },
    );
    await until('Attio has mine', async () => (await health()) === 1);
    assert.match(told.asked[0]?.detail ?? '', /Health: ★★★☆☆ → ★☆☆☆☆/);
    assert.deepEqual(sent, [{ health: [1] }]);
    // What is decided is not to be decided once more.
    assert.deepEqual(
      window.tabGroups.all.flatMap(({ tabs }) => tabs).map(({ label }) => label),
      [document.uri.path.slice(1)],
    );
  });

  it('takes what Attio has where one prefers it', async () => {
    const document = await open();
    await edit(document, 'health: 5', 'health: 1');
    await edit(document, 'name: Acme Robotics', 'name: Acme Robotics Inc');
    await meanwhile('companies', ACME, { health: 3 });
    const script = await save(document);
    await script.heard(/Nothing was sent/);
    await use();
    await commands.executeCommand('attio.resolveRecord', document.uri, 'health', 'theirs');
    assert.match(document.getText(), /^health: 3$/m);
    await save(document, { confirm: 'Save Changes' });
    await until('the name is sent', () => sent.length === 1);
    assert.deepEqual(sent, [{ name: ['Acme Robotics Inc'] }]);
  });

  it('follows a record that changes elsewhere in the window, and leaves what is typed', async () => {
    const document = await open();
    await meanwhile('companies', ACME, { health: 3 });
    const { catalog } = await (await attio()).services.connections.current();
    catalog.forget({ what: 'record', ref: { object: 'companies', recordId: ACME } });
    await until('it follows', () => /^health: 3$/m.test(document.getText()));
    assert.equal(document.isDirty, false);
    await edit(document, 'health: 3', 'health: 4');
    await meanwhile('companies', ACME, { name: 'Acme AG' });
    catalog.forget({ what: 'record', ref: { object: 'companies', recordId: ACME } });
    await until('the name follows', () => /^name: Acme AG$/m.test(document.getText()));
    assert.match(document.getText(), /^health: 4$/m);
    assert.match((await lenses(document))[0] ?? '', /Send 1 change/);
  });

  /** Runs `during` when a reading of a record has its answer, before anybody hears of it. */
  async function whenRead(during: () => unknown): Promise<void> {
    const { catalog } = await (await attio()).services.connections.current();
    const { view } = catalog;
    catalog.view = async (...args) => {
      const answer = await view(...args);
      catalog.view = view;
      await during();
      return answer;
    };
  }

  it('follows an undo that is done before the document has read what was sent', async () => {
    const document = await open();
    const before = document.getText();
    await edit(document, 'health: 5', 'health:');
    const { catalog } = await (await attio()).services.connections.current();
    const { view } = catalog;
    catalog.view = async (ref, options) => {
      if (sent.length === 1 && options.surface === 'records.document')
        await until('it is undone', async () => sent.length === 2 && (await health()) === 5);
      return view(ref, options);
    };
    await save(document, { confirm: 'Save Changes' }, { press: 'Undo', on: /./ }, { confirm: 'Undo' });
    await until('the document follows', () => document.getText() === before && !document.isDirty);
    assert.deepEqual(await kept(), []);
  });

  it('takes news into what is typed before the editor has shown them', async () => {
    const document = await open();
    const editor = await window.showTextDocument(document);
    await meanwhile('companies', ACME, { name: 'Acme AG' });
    const { catalog } = await (await attio()).services.connections.current();
    let typing: Thenable<boolean> | undefined;
    const at = document.positionAt(document.getText().indexOf('health: 5') + 'health: '.length);
    await whenRead(() => {
      // The key is on its way to VS Code when the news are put behind the editor.
      typing = editor.edit((builder) => builder.replace(new Range(at, at.translate(0, 1)), '4'));
    });
    catalog.forget({ what: 'record', ref: { object: 'companies', recordId: ACME } });
    await until('the name follows', () => /^name: Acme AG$/m.test(document.getText()));
    assert(await typing);
    assert.match(document.getText(), /^health: 4$/m);
    await save(document, { confirm: 'Save Changes' });
    await until('Attio has it', async () => (await health()) === 4);
    assert.deepEqual(sent, [{ health: [4] }]);
    await until('all is sent', async () => (await lenses(document))[0] === '$(check) As it is in Attio');
  });

  it('reverts to what Attio has also while news of it come in', async () => {
    const document = await open();
    await edit(document, 'health: 5', 'health: 1');
    await use({ confirm: 'Discard' });
    await meanwhile('companies', ACME, { health: 3 });
    const { catalog } = await (await attio()).services.connections.current();
    let reverting: Thenable<unknown> | undefined;
    await whenRead(() => {
      reverting = commands.executeCommand('attio.revertRecord', document.uri);
    });
    catalog.forget({ what: 'record', ref: { object: 'companies', recordId: ACME } });
    await until('it is as in Attio', () => /^health: 3$/m.test(document.getText()) && !document.isDirty);
    await reverting;
    assert.match(document.getText(), /^health: 3$/m);
    assert.deepEqual(await kept(), []);
    const script = await save(document);
    assert.deepEqual(script.asked, []);
  });

  it('asks though one saves while the document is being saved without a question', async () => {
    const document = await open();
    await edit(document, 'health: 5', 'health: 1');
    const script = await use({ confirm: 'Save Changes' });
    const watching = workspace.onWillSaveTextDocument((event) => {
      if (event.document !== document) return;
      watching.dispose();
      void commands.executeCommand('attio.saveRecord');
      event.waitUntil(Promise.resolve(commands.executeCommand('attio.nothing')).catch(() => []));
    });
    await commands.executeCommand('attio.resolveRecord', document.uri, 'name', 'mine');
    await commands.executeCommand('attio.sendRecord', document.uri);
    await until('Attio has it', async () => (await health()) === 1);
    assert.equal(script.asked.length, 1);
  });

  it('lets a conflict go that Attio has taken back', async () => {
    const document = await open();
    await edit(document, 'name: Acme Robotics', 'name: Acme Robots');
    await meanwhile('companies', ACME, { name: 'Acme AG' });
    const script = await save(document);
    await script.heard(/Nothing was sent: “Name”/);
    await meanwhile('companies', ACME, { name: 'Acme Robotics' });
    const again = await save(document, { confirm: 'Save Changes' });
    await until('it is sent', () => sent.length === 1);
    assert.deepEqual(sent, [{ name: ['Acme Robots'] }]);
    assert(!said(again, /Nothing was sent/));
    assert(!languages.getDiagnostics(document.uri).some(({ message }) => /Attio has/.test(message)));
  });

  it('says that it waits for the person, and asks Attio again when it is opened again', async () => {
    const document = await open();
    await edit(document, 'health: 5', 'health: 4');
    const script = await use({ confirm: 'Save Changes' });
    const { confirm } = script;
    let shown: string[] = [];
    script.confirm = async (...args) => {
      shown = await lenses(document);
      return confirm(...args);
    };
    await commands.executeCommand(SAVE);
    await until('Attio has it', async () => (await health()) === 4);
    assert.match(shown[0] ?? '', /Waiting for your answer/);
    await until('it is read', async () => (await lenses(document))[0] === '$(check) As it is in Attio');
    await meanwhile('companies', ACME, { health: 5 });
    await commands.executeCommand('attio.editRecord', { object: 'companies', recordId: ACME });
    await until('it follows', () => /^health: 5$/m.test(document.getText()));
  });

  it('lets go of the text of a record that is deleted', async () => {
    const document = await open();
    await edit(document, 'health: 5', 'account_status: nobody');
    await until('it is kept', async () => (await kept()).length === 1);
    await until('it is marked', () => languages.getDiagnostics(document.uri).length > 0);
    const script = await use({ confirm: 'Delete Company' });
    await commands.executeCommand('attio.deleteRecord');
    assert.match(script.asked[0]?.detail ?? '', /edits of yours that are not sent/);
    await until('it is said', async () => /Deleted in Attio/.test((await lenses(document))[0] ?? ''));
    const discarding = await use({ confirm: 'Discard' });
    await commands.executeCommand('attio.revertRecord', document.uri);
    discarding.done();
    await until('it is closed', () => openRecords().length === 0);
    assert.deepEqual(await kept(), []);
    await until('nothing is marked', () => languages.getDiagnostics(document.uri).length === 0);
  });

  it('leads from a record that was merged to what it became, and lets go of its text', async () => {
    const document = await open();
    await edit(document, 'health: 5', 'health: 1');
    await save(document, { cancel: true });
    const answer = await fetch(`${sandbox.url}/v2/objects/companies/records`, {
      method: 'POST',
      headers: { authorization: `Bearer ${sandbox.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ data: { values: { name: 'Acme Robotics, Inc.', domains: ['acme-robotics.test'] } } }),
    });
    assert.equal(answer.status, 200);
    const merging = await use(
      { pick: /^Acme Robotics, Inc/ },
      { pick: /^Acme Robotics$/ },
      { confirm: 'Merge Records' },
    );
    await commands.executeCommand('attio.mergeRecords', { object: 'companies', recordId: ACME });
    assert.match(merging.asked[2]?.detail ?? '', /The document of Acme Robotics has edits of yours/);
    await until('it is said', async () => /Merged into Acme Robotics/.test((await lenses(document))[0] ?? ''));
    // Closed and opened again, its text is there, and leads there as well.
    await commands.executeCommand('workbench.action.closeAllEditors');
    const again = await workspace.openTextDocument(document.uri);
    await window.showTextDocument(again, { preview: false });
    assert.match(again.getText(), /^health: 1$/m);
    await until('it is said again', async () => /Merged into Acme Robotics/.test((await lenses(again))[0] ?? ''));
    await use({ confirm: 'Discard' });
    await commands.executeCommand('attio.revertRecord', again.uri);
    await until('it is closed', () => openRecords().length === 0);
    assert.deepEqual(await kept(), []);
  });

  it('is the record that commands are about while it is in front', async () => {
    const document = await open();
    await window.showTextDocument(document);
    const script = await use({ pick: /^Description/ }, { cancel: true });
    await commands.executeCommand('attio.setAttribute');
    assert.match(script.asked[0]?.title ?? '', /Acme Robotics/);
  });

  it('opens after all once a key that was missing is there again', async () => {
    const { services } = await attio();
    const { uri } = await open();
    await commands.executeCommand('workbench.action.closeAllEditors');
    const { id } = services.accounts.active!;
    const name = `attio.key.${id}`;
    await use();
    await services.context.secrets.delete(name);
    await until('the key is missed', () => services.accounts.state === 'keyMissing');
    // VS Code may still hold the text: another record it has never read.
    const other = uri.with({
      authority: uri.authority.replace(ACME, seedId('companies', 'lumen-health')),
      path: '/Lumen Health.attio.yaml',
    });
    await commands.executeCommand('vscode.open', other, { preview: false });
    const isRead = () => workspace.textDocuments.some((one) => one.uri.toString() === other.toString());
    assert(!isRead());
    await services.context.secrets.store(name, sandbox.key);
    await until('it is there', isRead);
    await until('it is in front', () => window.activeTextEditor?.document.uri.toString() === other.toString());
    assert.match(window.activeTextEditor!.document.getText(), /^name: Lumen Health$/m);
  });

  it('shows the difference to Attio beside the text', async () => {
    const document = await open();
    await edit(document, 'health: 5', 'health: 1');
    await commands.executeCommand('attio.showRecordDifference', document.uri);
    await until('a difference is shown', () =>
      Boolean(window.tabGroups.activeTabGroup.activeTab?.label.includes('in Attio ↔ your changes')),
    );
  });

  it('sends references, members, names and places of a custom object as they were typed', async () => {
    const document = await open('projects', ATLAS);
    const lumen = seedId('companies', 'lumen-health');
    await edit(document, '\nclient: ', `\nclient: Lumen Health <${lumen}> # was: `);
    await edit(document, '\nbillable: ', '\nbillable: false # was: ');
    await save(document, { confirm: 'Save Changes' });
    await until('it is sent', () => sent.length === 1);
    assert.deepEqual(sent[0]?.client, [{ target_object: 'companies', target_record_id: lumen }]);
    await until('Attio has it', async () => {
      const { client } = (await inAttio('projects', ATLAS)).values;
      return client?.[0]?.target_record_id === lumen;
    });
  });

  it('says so where the record is gone', async () => {
    const gone = '00000000-0000-4000-8000-00000000dead';
    const script = await use();
    await commands.executeCommand('attio.editRecord', { object: 'companies', recordId: gone });
    await script.heard(/not in Attio any more: it was deleted or merged/);
    const { services } = await attio();
    const uri = Uri.from({
      scheme: 'attio-record',
      authority: `companies.${gone}.${services.accounts.active!.id.replaceAll(':', '_3a_')}`,
      path: '/Gone.attio.yaml',
    });
    await assert.rejects(Promise.resolve(workspace.fs.readFile(uri)), /not in Attio any more/);
    const document = await open();
    await edit(document, 'health: 5', 'health: 1');
    const answer = await fetch(`${sandbox.url}/v2/objects/companies/records/${ACME}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${sandbox.key}` },
    });
    assert.equal(answer.status, 200);
    const told = await save(document);
    await told.heard(/Acme Robotics: This record is not in Attio any more.* Your text stays/);
    assert.match(document.getText(), /^health: 1$/m);
  });

  it('forgets what is on disk when one signs out', async () => {
    const document = await open();
    await edit(document, 'health: 5', 'health: 1');
    await save(document, { cancel: true });
    assert.equal((await kept()).length, 1);
    await commands.executeCommand('workbench.action.closeAllEditors');
    await signOutEverywhere();
    await until('nothing is kept', async () => (await kept()).length === 0);
  });

  it('is that of the page in front, where no other is named', async () => {
    await commands.executeCommand('attio.openRecord', { object: 'people', recordId: GRACE });
    await use();
    await commands.executeCommand('attio.editRecord');
    assert.match(window.activeTextEditor?.document.uri.authority ?? '', new RegExp(GRACE));
  });

  it('leaves what another window has typed into the same record, and says so once', async () => {
    const document = await open();
    const other = new EditStore(await folder());
    const target = { object: 'companies', recordId: ACME, account: (await attio()).services.accounts.active!.id };
    await other.read(target);
    await other.save({ version: 1, target, base: {}, text: 'health: 3\n', mtime: 1, clashes: {} });
    const script = await use();
    await edit(document, 'health: 5', 'health: 1');
    await script.heard(/is being edited in another window/);
    assert.equal((await other.read(target))?.text, 'health: 3\n');
    assert.deepEqual(script.said.at(-1)?.buttons, ['Compare', 'Keep Mine Instead']);
  });

  it('is one document however often it is opened', async () => {
    const first = await open();
    const second = await open();
    assert.equal(first, second);
    assert.equal(openRecords().length, 1);
  });
});
