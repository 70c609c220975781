import assert from 'node:assert/strict';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { commands, type ExtensionContext, Uri, window, workspace } from 'vscode';
import type { AuditEntry } from '../../src/audit/entry.js';
import { seedId } from '../../src/sandbox/seed.js';
import type { Sandbox } from '../../src/sandbox/server.js';
import { attio, signInToSandbox, signOutEverywhere } from './support/attio.js';
import { scriptedUi } from './support/scriptedUi.js';

const RECORD = { object: 'companies', recordId: seedId('companies', 'acme-robotics') };
/** Strings that nothing of the audit may hold. */
const TITLE = 'Wombat negotiations';
const TEXT = 'Their budget is 424242 quokkas.';

async function filesBelow(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return names.filter((one) => one.isFile()).map((one) => path.join(one.parentPath, one.name));
}
const days = (context: ExtensionContext) => path.join(context.globalStorageUri.fsPath, 'audit');

async function kept(context: ExtensionContext): Promise<AuditEntry[]> {
  const files = (await filesBelow(days(context))).sort();
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  return texts
    .join('')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as AuditEntry);
}

describe('audit', () => {
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await signInToSandbox();
    const { services } = await attio();
    const { write, catalog, api } = await services.connections.current();
    const asked = async () => ({ how: 'asked' as const, at: new Date().toISOString(), surface: 'notes.draft' });
    const change = {
      kind: 'note.create' as const,
      parentObject: RECORD.object,
      parentRecordId: RECORD.recordId,
      title: TITLE,
      format: 'markdown' as const,
      content: TEXT,
    };
    const outcome = await write(change, { surface: 'notes.draft', approve: asked });
    assert.equal(outcome.status, 'applied');
    await catalog.search('Wombat negotiations', { surface: 'search' });
    await catalog.mentions('mail grace.okafor@acme-robotics.example', { surface: 'notes' });
    await catalog.summary(RECORD, { surface: 'hover', fresh: true });
    const path = `/records/${RECORD.recordId}`;
    sandbox.setFaults([{ kind: 'status', status: 400, code: 'validation_type', message: `Bad ${TITLE}`, path }]);
    await assert.rejects(api.records.get('companies', RECORD.recordId, { surface: 'test' }));
    sandbox.setFaults([]);
    await services.audit.flush();
  });
  after(async () => {
    await signOutEverywhere();
    await sandbox.close();
  });

  it('keeps one entry for every operation, read or write, with how it was allowed and how it ended', async () => {
    const { services } = await attio();
    const entries = await kept(services.context);
    const created = entries.filter(({ operation }) => operation === 'notes.create').at(-1)!;
    assert.equal(created.kind, 'write');
    assert.equal(created.approval?.how, 'asked');
    assert.equal(created.approval?.surface, 'notes.draft');
    assert.equal(created.outcome, 'ok');
    assert.equal(created.object, 'companies');
    assert.equal(created.account.slug, 'northwind-labs');
    assert(created.attributes?.includes('title') && created.attributes.includes('content'), String(created.attributes));
    const seen = sandbox.requests().find(({ executionId }) => executionId === created.executionId);
    assert.equal(seen?.method, 'POST');
    assert.equal(created.status, seen?.status);
    const failed = entries
      .filter(({ operation, surface }) => operation === 'records.get' && surface === 'test')
      .at(-1)!;
    assert.deepEqual([failed.outcome === 'ok', failed.status, failed.errorKind], [false, 400, 'validation']);
    // Every request that was answered is told of, by its execution id.
    const ids = new Set(entries.map(({ executionId }) => executionId));
    const told = sandbox.requests().filter(({ executionId }) => ids.has(executionId));
    const self = sandbox.requests().filter(({ path }) => path === '/v2/self');
    assert(told.length >= sandbox.requests().length - self.length, `${told.length} of ${sandbox.requests().length}`);
  });

  it('holds no key, no value and no text: in storage, in the log, in what is opened and exported', async () => {
    const { services, ui } = await attio();
    const written = await Promise.all(
      [
        ...(await filesBelow(services.context.globalStorageUri.fsPath)),
        ...(await filesBelow(services.context.logUri.fsPath)),
        // The undo journal is there to hold values; what may not stand in it is tested with it.
      ]
        .filter((file) => path.basename(path.dirname(file)) !== 'journal')
        .map((file) => readFile(file, 'utf8')),
    );
    const exported = path.join(tmpdir(), `attio-export-${process.pid}`);
    for (const [format, file] of [
      ['JSON lines', `${exported}.jsonl`],
      ['CSV', `${exported}.csv`],
    ] as const) {
      const script = scriptedUi({ pick: 'All that is kept' }, { pick: format }, { save: Uri.file(file) });
      ui.use(script);
      await commands.executeCommand('attio.exportAudit');
      script.done();
      assert.match(script.said[0]!.message, /\d+ audit entries exported/);
      written.push(await readFile(file, 'utf8'));
      await rm(file);
    }
    ui.use(scriptedUi({ pick: 'Today' }));
    await commands.executeCommand('attio.openAuditEntries');
    written.push(window.activeTextEditor!.document.getText());
    ui.use(undefined);
    assert(written.some((text) => text.includes('notes.create')));
    for (const text of written) {
      for (const secret of [sandbox.key, 'Wombat', 'quokka', '424242', 'grace.okafor'])
        assert(!text.includes(secret), `${secret} was written`);
    }
  });

  it('writes each line to the log channel, for those who watch', async () => {
    const { services } = await attio();
    const logs = await filesBelow(services.context.logUri.fsPath);
    const log = logs.find((file) => path.basename(file) === 'Attio Audit.log');
    assert(log, `no log among ${logs.join()}`);
    // The channel writes when it pleases.
    let text = '';
    for (const until = Date.now() + 10_000; Date.now() < until && !/notes\.create/.test(text); )
      text = await readFile(log, 'utf8');
    assert.match(
      text,
      /^\S+ \S+ \[info\] northwind-labs notes\.create companies\/\S+ \[.*title.*\] approved:asked via notes\.draft → ok 20\d \d+ ms 1 attempt exec=/m,
    );
    assert.match(text, /\[(warning|error)\] northwind-labs records\.get .* \(validation, validation_type\)/);
  });

  it('opens the entries as a read-only document, newest last', async () => {
    const { ui } = await attio();
    ui.use(scriptedUi({ pick: 'Today' }));
    await commands.executeCommand('attio.openAuditEntries');
    ui.use(undefined);
    const { document } = window.activeTextEditor!;
    assert.equal(document.uri.scheme, 'attio-audit');
    assert.equal(document.languageId, 'log');
    assert.match(document.lineAt(0).text, /^# Attio audit, today: \d+ operations, newest last\. It holds no values/);
    const times = document
      .getText()
      .split('\n')
      .filter((line) => /^\d{4}-/.test(line))
      .map((line) => line.slice(0, 24));
    assert(times.length > 3);
    assert.deepEqual(times, [...times].sort());
    await commands.executeCommand('workbench.action.closeActiveEditor');
  });

  it('forgets what is older than the days kept, as soon as fewer are', async () => {
    const { services } = await attio();
    const old = path.join(days(services.context), '2020-01-01.jsonl');
    await writeFile(old, '');
    const settings = workspace.getConfiguration('attio');
    await settings.update('audit.retentionDays', 30, true);
    for (
      const until = Date.now() + 10_000;
      Date.now() < until && (await readdir(days(services.context))).includes('2020-01-01.jsonl');
    ) {
      await new Promise(setImmediate);
    }
    await settings.update('audit.retentionDays', undefined, true);
    assert(!(await readdir(days(services.context))).includes('2020-01-01.jsonl'));
    assert((await kept(services.context)).length > 0);
  });
});
