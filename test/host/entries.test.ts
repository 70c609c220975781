import assert from 'node:assert/strict';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type CodeLens,
  type CompletionList,
  ConfigurationTarget,
  commands,
  FilePermission,
  type Hover,
  languages,
  type TextDocument,
  window,
  workspace,
} from 'vscode';
import type { Entry } from '../../src/attio/types.js';
import { RecordPages } from '../../src/editor/records/pages.js';
import { seedId } from '../../src/sandbox/seed.js';
import type { Sandbox } from '../../src/sandbox/server.js';
import { attio, clearWindow, requestsTo, signInToSandbox, signOutEverywhere } from './support/attio.js';
import { edit, until } from './support/notes.js';
import { type Answer, type ScriptedUi, scriptedUi } from './support/scriptedUi.js';

const ACME = { object: 'deals', recordId: seedId('deals', 'acme-renewal') };
const ORBITAL = { object: 'companies', recordId: seedId('companies', 'orbital-foods') };
const LIST = 'renewals_2026';

describe('a place in a list', () => {
  let sandbox: Sandbox;
  let entryId: string;

  const autoSave = (how?: string) =>
    workspace.getConfiguration('files').update('autoSave', how, ConfigurationTarget.Global);
  before(() => autoSave('off'));
  after(() => autoSave());

  beforeEach(async () => {
    sandbox = await signInToSandbox();
    [{ entry_id: entryId }] = (await api('GET', `objects/deals/records/${ACME.recordId}/entries`)) as [
      { entry_id: string },
    ];
  });
  afterEach(async () => {
    await use();
    await clearWindow();
    await signOutEverywhere();
    await rm(await folder(), { recursive: true, force: true });
    await sandbox.close();
  });

  /** Behind the extension's back. */
  async function api(method: string, path: string, data?: unknown): Promise<unknown> {
    const answer = await fetch(`${sandbox.url}/v2/${path}`, {
      method,
      headers: { authorization: `Bearer ${sandbox.key}`, 'content-type': 'application/json' },
      ...(data !== undefined && { body: JSON.stringify({ data }) }),
    });
    assert(answer.ok, `${method} ${path}: ${answer.status}`);
    return ((await answer.json()) as { data: unknown }).data;
  }
  const inAttio = async () => (await api('GET', `lists/${LIST}/entries/${entryId}`)) as Entry;
  const due = async () => (await inAttio()).entry_values.due?.[0]?.value;
  const meanwhile = (values: Record<string, unknown>) =>
    api('PUT', `lists/${LIST}/entries/${entryId}`, { entry_values: values });

  const folder = async () => join((await attio()).services.context.globalStorageUri.fsPath, 'edits');
  const kept = async () => (await readdir(await folder()).catch(() => [])).filter((name) => name.endsWith('.json'));

  async function use(...answers: Answer[]): Promise<ScriptedUi> {
    const { ui } = await attio();
    const script = scriptedUi(...answers);
    ui.use(script);
    return script;
  }

  /** What the extension asks of Attio while something is done, as `GET /v2/lists`; ids and questions left out. */
  async function asked(work: () => Thenable<unknown>): Promise<string[]> {
    const before = requestsTo(sandbox).length;
    await work();
    return requestsTo(sandbox)
      .slice(before)
      .map(({ method, path }) => `${method} ${path.replace(/\?.*/, '').replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id')}`);
  }

  const target = () => ({ entry: { list: LIST, entryId } });

  async function open(argument: unknown = target()): Promise<TextDocument> {
    await commands.executeCommand('attio.editEntry', argument);
    const document = window.activeTextEditor?.document;
    assert.equal(document?.uri.scheme, 'attio-record');
    await until('it is read', async () => {
      return Buffer.from(await workspace.fs.readFile(document!.uri)).toString() === document!.getText();
    });
    return document!;
  }

  async function save(document: TextDocument, ...answers: Answer[]): Promise<ScriptedUi> {
    const script = await use(...answers);
    await window.showTextDocument(document);
    await commands.executeCommand('workbench.action.files.save');
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
  const isSent = (document: TextDocument) =>
    until('it is as in Attio', async () => (await lenses(document))[0] === '$(check) As it is in Attio');

  it('opens as a document that says of which record and list it is', async () => {
    await use();
    const document = await open();
    assert.equal(document.languageId, 'yaml');
    assert.equal(document.uri.path, '/Acme Robotics renewal 2027 in Renewals 2026.attio.yaml');
    const text = document.getText();
    assert.match(
      text,
      /^# Acme Robotics renewal 2027 \(Deal in Northwind Labs\)\n# Its entry in the list Renewals 2026\n# https:/,
    );
    assert.match(text, /^step: Proposal sent$/m);
    assert.match(text, /^due: 2026-12-15$/m);
    assert.match(text, /^at_risk: false$/m);
    assert.match(text, /^# {3}created_at: /m);
    // What the head says, and what only a program needs.
    assert.doesNotMatch(text, /entry_id|parent_record|stage:/);
    assert.deepEqual(await lenses(document), ['$(check) As it is in Attio']);
    assert.deepEqual(languages.getDiagnostics(document.uri), []);
    assert.deepEqual(await kept(), [], 'nothing that was only opened is on disk');
  });

  it('is read with one request where the record and the list are known', async () => {
    await use();
    const { catalog } = await (await attio()).services.connections.current();
    const read = { surface: 'test' };
    await catalog.summary(ACME, read);
    await catalog.lists(read);
    await catalog.listAttributes(LIST, read);
    await catalog.listChoices(LIST, 'step', read);
    await catalog.members(read);
    const requests = await asked(() => open());
    // Comments beside the document are another matter.
    assert.deepEqual(
      requests.filter((one) => !one.endsWith('/threads')),
      [`GET /v2/lists/${LIST}/entries/:id`],
    );
  });

  it('completes attributes and statuses, tells what an attribute is, and marks mistakes', async () => {
    await use();
    const document = await open();
    const at = document.positionAt(document.getText().indexOf('step: ') + 'step: '.length);
    const list = await commands.executeCommand<CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      at,
    );
    const labels = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    assert.deepEqual(
      labels.filter((one) => ['To contact', 'Proposal sent', 'Signed', 'Lost'].includes(one)),
      ['To contact', 'Proposal sent', 'Signed', 'Lost'],
    );
    const hovers = await commands.executeCommand<Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      document.positionAt(document.getText().indexOf('at_risk') + 2),
    );
    const words = hovers.flatMap(({ contents }) => contents.map((one) => (typeof one === 'string' ? one : one.value)));
    assert.match(words.join('\n'), /At risk.*`at_risk`[\s\S]*Checkbox/);
    await edit(document, 'step: Proposal sent', 'stage: Signed');
    await until('it is marked', () => languages.getDiagnostics(document.uri).length === 1);
    assert.match(
      languages.getDiagnostics(document.uri)[0]!.message,
      /^Entries of Renewals 2026 have no attribute “stage”/,
    );
    await edit(document, 'stage: Signed', 'step: Sgned');
    await until('the other is marked', () =>
      /no status “Sgned”; there are: To contact/.test(languages.getDiagnostics(document.uri)[0]?.message ?? ''),
    );
    const script = await save(document);
    await script.heard(/Nothing was sent to Attio\. Line \d+: .*Sgned/);
  });

  it('sends what was changed, once it was seen, and nothing else; an undo is followed', async () => {
    const document = await open();
    const before = document.getText();
    await edit(document, 'due: 2026-12-15', 'due: 2027-01-10');
    assert.match((await lenses(document))[0] ?? '', /Send 1 change to Northwind Labs…/);
    let script: ScriptedUi | undefined;
    const requests = await asked(async () => {
      script = await save(document, { confirm: 'Save Changes' });
      await until('Attio has it', async () => /^due: 2027-01-10$/m.test(document.getText()) && !document.isDirty);
      await isSent(document);
    });
    assert.equal(await due(), '2027-01-10');
    assert.match(
      script!.asked[0]?.title ?? '',
      /Change the due of Acme Robotics renewal 2027 \(Deal\) in the list Renewals 2026/,
    );
    assert.match(script!.asked[0]?.detail ?? '', /Due: .*→/);
    // Looked at anew before the question, written, read back, and once for the document.
    assert.deepEqual(
      requests.filter((one) => !one.endsWith('/threads')),
      [
        `GET /v2/lists/${LIST}/entries/:id`,
        `PUT /v2/lists/${LIST}/entries/:id`,
        `GET /v2/lists/${LIST}/entries/:id`,
        `GET /v2/lists/${LIST}/entries/:id`,
      ],
    );
    const writes = requestsTo(sandbox).filter(({ method }) => method === 'PUT');
    assert.equal(writes.length, 1);
    assert.deepEqual(await kept(), []);
    await use({ confirm: 'Undo' });
    await commands.executeCommand('attio.undoLastChange');
    await until('the document follows', () => document.getText() === before);
    assert.equal(await due(), '2026-12-15');
  });

  it('keeps what was declined, also after it is closed, and forgets it with the account', async () => {
    const document = await open();
    await edit(document, 'at_risk: false', 'at_risk: true');
    const script = await save(document, { cancel: true });
    await script.heard(/nothing was sent; your changes are kept here/);
    assert.equal((await kept()).length, 1);
    await commands.executeCommand('workbench.action.closeActiveEditor');
    const again = await open();
    assert.match(again.getText(), /^at_risk: true$/m);
    await until('it is offered', async () => /Send 1 change/.test((await lenses(again))[0] ?? ''));
    await commands.executeCommand('workbench.action.closeActiveEditor');
    await signOutEverywhere();
    await until('nothing is kept', async () => (await kept()).length === 0);
  });

  it('follows what others change elsewhere, and stops where both changed the same', async () => {
    const document = await open();
    await edit(document, 'due: 2026-12-15', 'due: 2027-01-10');
    await meanwhile({ due: '2026-12-24', at_risk: true });
    const script = await save(document);
    await script.heard(
      /Nothing was sent: “Due” of Acme Robotics renewal 2027 in Renewals 2026 was changed in Attio since you began/,
    );
    assert.equal(await due(), '2026-12-24');
    assert.match(document.getText(), /^due: 2027-01-10$/m);
    await until('the other follows', () => /^at_risk: true$/m.test(document.getText()));
    assert((await lenses(document)).some((one) => /Attio now: .* · before: /.test(one)));
    await save(document, { press: 'Overwrite with Mine', on: /Nothing was sent/ }, { confirm: 'Save Changes' });
    await until('Attio has mine', async () => (await due()) === '2027-01-10');
  });

  it('says so where the record was taken out of the list, and lets go of the text', async () => {
    const document = await open();
    await edit(document, 'due: 2026-12-15', 'due: 2027-01-10');
    await api('DELETE', `lists/${LIST}/entries/${entryId}`);
    const script = await save(document);
    await script.heard(/Acme Robotics renewal 2027 in Renewals 2026: This record is not in the list any more/);
    await until('it is said', async () => (await lenses(document))[0] === '$(warning) Not in the list any more');
    await use({ confirm: 'Discard' });
    await commands.executeCommand('attio.revertRecord', document.uri);
    await until('nothing is kept', async () => (await kept()).length === 0);
    const told = await use();
    await commands.executeCommand('attio.editEntry', target());
    await told.heard(/This record is not in the list any more/);
  });

  it('goes on with the text where Undo put the record back into the list', async () => {
    const document = await open();
    await edit(document, 'due: 2026-12-15', 'due: 2027-01-10');
    await until('it is kept', async () => (await kept()).length === 1);
    const removing = await use({ confirm: 'Remove from List' });
    await commands.executeCommand('attio.removeFromList', target());
    await removing.heard(/^Removed Acme Robotics renewal 2027/);
    assert.match(
      removing.asked[0]?.detail ?? '',
      /has edits of yours that are not sent\. They can be sent only once Undo/,
    );
    await until('it is said', async () => (await lenses(document))[0] === '$(warning) Not in the list any more');
    const undoing = await use({ confirm: 'Undo' });
    await commands.executeCommand('attio.undoLastChange');
    await undoing.heard(/^Undone: /);
    await until('the way on is shown', async () => (await lenses(document))[1] === '$(edit) Go On with My Text');
    await save(document, { press: 'Go On with My Text', on: /Undo has put it back since/ });
    const [{ entry_id: now }] = (await api('GET', `objects/deals/records/${ACME.recordId}/entries`)) as [
      { entry_id: string },
    ];
    assert.notEqual(now, entryId);
    entryId = now;
    await until('the other is open', () => window.activeTextEditor?.document.uri.authority.includes(now) === true);
    const next = window.activeTextEditor!.document;
    assert.match(next.getText(), /^due: 2027-01-10$/m);
    await until('the old text is let go of', async () => (await kept()).length === 1);
    await until('the old document is closed', () => window.tabGroups.all.every(({ tabs }) => tabs.length < 2));
    await save(next, { confirm: 'Save Changes' });
    await isSent(next);
    assert.equal(await due(), '2027-01-10');
  });

  /** Signs in anew with a key that may do only this. */
  async function withScopes(...scopes: string[]): Promise<void> {
    await signOutEverywhere();
    await sandbox.close();
    sandbox = await signInToSandbox({
      scopes: ['object_configuration:read', 'record_permission:read-write', ...scopes],
    });
  }

  it('is read-only where the key may not write lists, and its value is not asked for', async () => {
    await withScopes('list_configuration:read', 'list_entry:read');
    const script = await use();
    const document = await open();
    assert.equal((await workspace.fs.stat(document.uri)).permissions, FilePermission.Readonly);
    await commands.executeCommand('attio.setEntryAttribute', target());
    await script.heard(/list_entry:read-write/);
    assert.deepEqual(script.asked, []);
  });

  it('is chosen by its record, then by its list where it is in several', async () => {
    const script = await use({ pick: 'Tier 3' });
    await commands.executeCommand('attio.editEntry', ORBITAL);
    script.done();
    assert.match(script.asked[0]?.lines?.[0] ?? '', /^Target accounts \| Tier 2 · in it since /);
    assert.match(window.activeTextEditor!.document.getText(), /^tier: Tier 3$/m);
    const none = await use();
    await commands.executeCommand('attio.editEntry', {
      object: 'companies',
      recordId: seedId('companies', 'lumen-health'),
    });
    await none.heard(/Lumen Health is in no list that this key can see/);
    assert.deepEqual(none.said.at(-1)?.buttons, ['Add to List…']);
  });

  describe('Set Attribute of List Entry', () => {
    it('asks for the attribute and its value, and writes it alone', async () => {
      const script = await use({ pick: 'Step' }, { pick: 'Signed' }, { confirm: 'Save Changes' });
      const requests = await asked(() => commands.executeCommand('attio.setEntryAttribute', target()));
      script.done();
      assert.deepEqual(script.asked[0]?.lines, [
        'Step | Proposal sent | ',
        `Due | ${script.asked[0]?.lines?.[1]?.split(' | ')[1]} | `,
        'At risk | No | ',
      ]);
      assert.equal(script.asked[1]?.title, 'Step of Acme Robotics renewal 2027 in Renewals 2026');
      assert.deepEqual(script.asked[1]?.labels?.slice(0, 4), ['To contact', 'Proposal sent', 'Signed', 'Lost']);
      const { entry_values: values } = await inAttio();
      assert.equal((values.step![0]!.status as { title: string }).title, 'Signed');
      assert.equal(values.due?.[0]?.value, '2026-12-15');
      assert.deepEqual(
        requests.filter((one) => one.includes('/entries')),
        [`GET /v2/lists/${LIST}/entries/:id`, `PUT /v2/lists/${LIST}/entries/:id`, `GET /v2/lists/${LIST}/entries/:id`],
      );
    });

    it('takes the attribute that is named, and the entry whose document is in front', async () => {
      const document = await open();
      const script = await use({ pick: 'At risk' }, { pick: 'Yes' }, { confirm: 'Save Changes' });
      await commands.executeCommand('attio.setEntryAttribute');
      script.done();
      await until('the document follows', () => /^at_risk: true$/m.test(document.getText()));
      const refused = await use();
      await commands.executeCommand('attio.setEntryAttribute', { ...target(), attribute: 'created_at' });
      await refused.heard(/“Created at” cannot be changed/);
      await commands.executeCommand('attio.setEntryAttribute', { ...target(), attribute: 'stpe' });
      await refused.heard(/An entry of “Renewals 2026” has no attribute “stpe”. Did you mean “step”/);
    });
  });

  describe('on the page of its record', () => {
    let pages: RecordPages;
    beforeEach(async () => {
      pages = new RecordPages((await attio()).services, 'attio.record');
    });
    afterEach(() => pages.dispose());

    const places = (body: string) =>
      [...body.matchAll(/<h3 id="place-[^"]*" dir="auto">([^<]*)<\/h3>/g)].map((m) => m[1]);

    it('is listed with its stage; read once, and again only when something moved', async () => {
      await use();
      const requests = await asked(async () => {
        const page = await pages.open(ACME);
        assert.deepEqual(places(page!.body), ['Renewals 2026']);
      });
      assert.deepEqual(
        requests.filter((one) => one.includes('/entries')),
        [`GET /v2/objects/deals/records/:id/entries`, 'GET /v2/lists/:id/entries/:id'],
      );
      const page = (await pages.open(ACME))!;
      assert.match(page.body, /<span dir="auto">Proposal sent<\/span> since <time/);
      const { catalog } = await (await attio()).services.connections.current();
      const isRecord = (one: string) => /objects\/deals\/records/.test(one);
      const again = await asked(async () => {
        const before = requestsTo(sandbox).length;
        catalog.forget({ what: 'record', ref: ACME });
        await until('the record is read', () =>
          requestsTo(sandbox)
            .slice(before)
            .some(({ path }) => isRecord(path)),
        );
      });
      assert.deepEqual(
        again.filter((one) => one.includes('/entries')),
        [],
      );
    });

    it('is edited, moved and taken out from there', async () => {
      await use();
      const page = (await pages.open(ACME))!;
      await page.receive({ type: 'place', what: 'edit', id: entryId });
      await until('the document is open', () => window.activeTextEditor?.document.uri.scheme === 'attio-record');
      const script = await use({ pick: 'Step' }, { pick: 'Signed' }, { confirm: 'Save Changes' });
      await commands.executeCommand('attio.setEntryAttribute', target());
      script.done();
      // Behind another tab it is not drawn.
      await pages.open(ACME);
      await until('the page follows', () => /<span dir="auto">Signed<\/span> since/.test(page.body));
    });

    it('is not there for a key that may not read lists', async () => {
      await withScopes();
      await use();
      const requests = await asked(async () => {
        const page = await pages.open(ACME);
        assert.doesNotMatch(page!.body, />Lists</);
      });
      assert.deepEqual(
        requests.filter((one) => one.includes('entries')),
        [],
      );
    });
  });
});
