/** Signs in with an API key as a person does, works, and then looks for the key in everything that was written. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { seedUrl } from '../../src/sandbox/seed.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.js';
import { useWorkbench } from './support/openWorkbench.js';

const KEY = 'key-that-must-not-be-written-4f1c9b7e2a';
const NOTE = 'Sentence that belongs to Attio alone';

describe('an API key', () => {
  let sandbox: Sandbox;
  const env: Record<string, string> = {};
  before(async () => {
    sandbox = await startSandbox({ key: KEY });
    env.ATTIO_API_URL = sandbox.url;
  });
  after(() => sandbox.close());
  const vscode = useWorkbench({ extension: 'development', env });

  /** Everything below the profile: settings, storage, logs, audit. */
  function written(): { file: string; text: string }[] {
    const { userDataDir } = vscode();
    return readdirSync(userDataDir, { recursive: true, encoding: 'utf8' })
      .map((file) => path.join(userDataDir, file))
      .filter((file) => statSync(file).isFile())
      .map((file) => ({ file, text: readFileSync(file, 'latin1') }));
  }

  it('signs in, and a wrong one says so while the box stays open', async () => {
    const { quickInput } = vscode();
    await vscode().activity('Attio').waitFor();
    await vscode().runCommand('Attio: Sign In…');
    await quickInput.pick('API key');
    await quickInput.shown('object_configuration:read');
    await quickInput.type('not-a-key-of-this-workspace');
    await quickInput.accept();
    await quickInput.message
      .filter({ hasText: /key/i })
      .filter({ hasText: /inactive|revoked|not accept|does not know|no longer/i })
      .waitFor();
    await quickInput.type(`  ${KEY} `);
    await quickInput.accept();
    await quickInput.hidden();
    await vscode().statusItem('Northwind Labs').first().waitFor();
  });

  it('works, in success and in failure', async () => {
    const { quickInput, dialog, notifications } = vscode();
    writeFileSync(
      path.join(vscode().folder, 'call.md'),
      `${NOTE}, for ${seedUrl('companies', 'acme-robotics')} only.\n`,
    );
    await vscode().openFile('call.md');
    await vscode().editor.select(NOTE);
    await vscode().runCommand('Attio: Quick Note from Selection…');
    await quickInput.shown('Title of the note');
    await quickInput.accept();
    await quickInput.row('Acme Robotics').first().waitFor();
    await quickInput.accept();
    await dialog.press('Create Note');
    await notifications.toast('Note created').waitFor();
    sandbox.setFaults([{ kind: 'status', status: 500, times: 100 }]);
    const tree = await vscode().openView('Attio', 'Records');
    await vscode().runCommand('Attio: Refresh Records');
    await tree.rows.filter({ hasText: /Retry/ }).first().waitFor();
    sandbox.setFaults([]);
  });

  it('is nowhere in what was written, and neither is the note', async () => {
    const files = written();
    assert(
      files.some(({ file }) => file.endsWith('Attio Audit.log')),
      'there is no audit log to look into',
    );
    assert(
      files.some(({ text }) => text.includes('"notes.create"')),
      'there is no audit trail to look into',
    );
    for (const form of [KEY, encodeURIComponent(KEY), Buffer.from(KEY).toString('base64').slice(0, -4)]) {
      assert.deepEqual(
        files.filter(({ text }) => text.includes(form)).map(({ file }) => file),
        [],
      );
    }
    const own = files.filter(({ file }) => /attio/i.test(file) && !file.startsWith(vscode().folder));
    assert(own.length > 0);
    const holders = own.filter(({ text }) => text.includes(NOTE)).map(({ file }) => file);
    // What was written is kept for Undo alone, where nobody but the person can read it.
    assert.deepEqual(
      holders.map((file) => path.basename(path.dirname(file))),
      ['journal'],
    );
    assert.equal(statSync(holders[0]!).mode & 0o777, 0o600);
  });
});
