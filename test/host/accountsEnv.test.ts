import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { commands, Position, Uri, WorkspaceEdit, window, workspace } from 'vscode';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.js';
import { accountStore, run } from './support/accounts.js';
import { signOutEverywhere } from './support/attio.js';

const exec = promisify(execFile);

describe('accounts: a key in a .env file', () => {
  let sandbox: Sandbox;
  let folder: string;
  const at = (name: string) => path.join(folder, name);

  before(async () => {
    folder = workspace.workspaceFolders![0]!.uri.fsPath;
    sandbox = await startSandbox();
  });
  beforeEach(() => {
    sandbox.reset();
    process.env.ATTIO_API_URL = sandbox.url;
  });
  afterEach(async () => {
    await signOutEverywhere();
    for (const name of ['.env', '.env.local']) await rm(at(name), { force: true });
  });
  after(() => sandbox.close());

  it('is checked and stored; the line is deleted and every other byte stays', async () => {
    const store = await accountStore();
    const rest = ['\ufeffA="one\r\ntwo"\r\n', 'B=ä # keep\r\n\r\n# end'];
    await writeFile(at('.env'), rest.join(`export ATTIO_API_KEY="${sandbox.key}" # ours\r\n`));
    const script = await run('attio.importKeyFromEnv', [{ confirm: 'Delete Line' }]);
    assert.equal(await store.keyOf(store.active!), sandbox.key);
    assert.equal(await readFile(at('.env'), 'utf8'), rest.join(''));
    assert(script.said.every(({ severity }) => severity === 'status'));
  });

  it('stays in the file when the person wants that', async () => {
    const store = await accountStore();
    const text = `ATTIO_API_KEY=${sandbox.key}\n`;
    await writeFile(at('.env'), text);
    await run('attio.importKeyFromEnv', [{ cancel: true }]);
    assert.equal(store.state, 'ready');
    assert.equal(await readFile(at('.env'), 'utf8'), text);
  });

  it('is looked for in .env.local too, and the person picks when both have one', async () => {
    const store = await accountStore();
    await writeFile(at('.env'), 'ATTIO_API_KEY=a-key-of-nobody-at-all\n');
    await writeFile(at('.env.local'), `ATTIO_API_KEY=${sandbox.key}\n`);
    const script = await run('attio.importKeyFromEnv', [{ pick: '.env.local' }, { cancel: true }]);
    assert.equal(script.asked[0]?.labels?.length, 2);
    assert(!JSON.stringify(script.asked).includes(sandbox.key));
    assert.equal(store.state, 'ready');
  });

  it('that is not there is told with the places looked at', async () => {
    await writeFile(at('.env'), '# ATTIO_API_KEY=no\nATTIO_API_KEY=\n');
    const script = await run('attio.importKeyFromEnv', []);
    assert.equal(script.said.length, 1);
    assert.match(
      script.said[0]!.message,
      /No ATTIO_API_KEY was found.*\.env \(ATTIO_API_KEY is empty there\).*\.env\.local \(no such file\)/,
    );
  });

  it('that Attio refuses is not stored, and stays where it is', async () => {
    const store = await accountStore();
    const text = 'ATTIO_API_KEY=a-key-of-nobody-at-all\n';
    await writeFile(at('.env'), text);
    const script = await run('attio.importKeyFromEnv', []);
    assert.match(script.said[0]!.message, /was not stored\. Attio does not know this key/);
    assert.equal(store.state, 'signedOut');
    assert.equal(await readFile(at('.env'), 'utf8'), text);
  });

  it('is deleted in the editor when the file has other unsaved changes', async () => {
    // A VS Code in a browser saves by itself after a second.
    const files = workspace.getConfiguration('files');
    await files.update('autoSave', 'off', true);
    const file = Uri.file(at('.env'));
    await writeFile(at('.env'), `A=1\nATTIO_API_KEY=${sandbox.key}\nB=2\n`);
    const document = await workspace.openTextDocument(file);
    await window.showTextDocument(document);
    const edit = new WorkspaceEdit();
    edit.insert(file, new Position(0, 0), '# mine\n');
    await workspace.applyEdit(edit);
    const saved = new Promise<void>((resolve) => {
      const listener = workspace.onDidSaveTextDocument((one) => {
        if (one !== document) return;
        listener.dispose();
        resolve();
      });
    });
    const script = await run('attio.importKeyFromEnv', [
      { confirm: 'Delete Line' },
      { press: 'Save', on: /other unsaved changes/ },
    ]);
    await saved;
    assert.equal(script.said.filter(({ severity }) => severity === 'warn').length, 1);
    assert.equal(document.getText(), '# mine\nA=1\nB=2\n');
    assert.equal(await readFile(at('.env'), 'utf8'), '# mine\nA=1\nB=2\n');
    await commands.executeCommand('workbench.action.closeActiveEditor');
    await files.update('autoSave', undefined, true);
  });

  describe('that git knows', () => {
    const git = (...args: string[]) =>
      exec(
        'git',
        ['-c', 'user.name=T', '-c', 'user.email=t@northwind-labs.example', '-c', 'commit.gpgsign=false', ...args],
        {
          cwd: folder,
        },
      );

    // One repository, whose story the tests tell in order: VS Code's git forgets and finds repositories in its own time.
    before(() => git('init', '--quiet'));
    after(async () => {
      await commands.executeCommand('git.close', Uri.file(folder));
      await rm(at('.git'), { recursive: true });
    });
    beforeEach(() => writeFile(at('.env'), `ATTIO_API_KEY=${sandbox.key}\n`));

    it('nothing of is not warned about', async () => {
      const script = await run('attio.importKeyFromEnv', [{ cancel: true }]);
      assert(script.said.every(({ severity }) => severity === 'status'));
    });

    it('from the index alone is told to be on its way', async () => {
      await git('add', '-f', '.env');
      const script = await run('attio.importKeyFromEnv', [{ cancel: true }]);
      assert(script.said.some(({ message }) => /Git tracks .*\.env/.test(message)));
    });

    it('from a commit is told to be in the history', async () => {
      await git('commit', '--quiet', '--no-verify', '-m', 'Add');
      const script = await run('attio.importKeyFromEnv', [
        { cancel: true },
        { press: 'Open Attio’s Key Settings', on: /git history/ },
      ]);
      assert.deepEqual(script.opened, ['https://app.attio.com/settings/developers']);
    });

    it('from an old commit is told to be in the history still', async () => {
      await git('rm', '--quiet', '--cached', '.env');
      await git('commit', '--quiet', '--no-verify', '-m', 'Remove');
      const script = await run('attio.importKeyFromEnv', [{ cancel: true }]);
      assert(script.said.some(({ message }) => /git history/.test(message)));
    });
  });
});
