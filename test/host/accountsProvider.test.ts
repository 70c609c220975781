import assert from 'node:assert/strict';
import { type AuthenticationSessionsChangeEvent, authentication } from 'vscode';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.js';
import { accountStore, run } from './support/accounts.js';
import { attio, signOutEverywhere } from './support/attio.js';

describe('accounts: in VS Code’s own Accounts', () => {
  let sandbox: Sandbox;

  before(async () => {
    await attio();
    sandbox = await startSandbox();
  });
  beforeEach(() => {
    process.env.ATTIO_API_URL = sandbox.url;
  });
  afterEach(signOutEverywhere);
  after(() => sandbox.close());

  /** The next change of Attio's sessions that VS Code tells. */
  const change = () =>
    new Promise<AuthenticationSessionsChangeEvent>((resolve) => {
      const listener = authentication.onDidChangeSessions((event) => {
        if (event.provider.id !== 'attio') return;
        listener.dispose();
        resolve(event);
      });
    });
  const labels = async () => (await authentication.getAccounts('attio')).map(({ label }) => label);

  it('nobody is listed while signed out, and asking silently asks nobody', async () => {
    assert.deepEqual(await labels(), []);
    assert.equal(await authentication.getSession('attio', [], { silent: true }), undefined);
  });

  it('each account is listed, the sample workspace too, and VS Code is told of every change', async () => {
    const store = await accountStore();
    let told = change();
    await run('attio.signIn', [{ pick: /^API key$/ }, { input: sandbox.key }]);
    await told;
    assert.deepEqual(await labels(), [sandbox.workspace.name]);

    told = change();
    await run('attio.exploreSample', []);
    await told;
    assert.deepEqual(await labels(), [sandbox.workspace.name, `${sandbox.workspace.name} (sample)`]);

    told = change();
    await run('attio.signOut', [{ confirm: 'Sign Out' }], store.active!.id);
    await told;
    assert.deepEqual(await labels(), [sandbox.workspace.name]);
  });

  it('an account whose key is gone is not listed until the key is back', async () => {
    const { services, ui } = await attio();
    const store = await accountStore();
    await run('attio.signIn', [{ pick: /^API key$/ }, { input: sandbox.key }]);
    ui.use((await import('./support/scriptedUi.js')).scriptedUi());
    let told = change();
    await services.context.secrets.delete(`attio.key.${store.active!.id}`);
    await told;
    assert.deepEqual(await labels(), []);
    told = change();
    await run('attio.enterKey', [{ input: sandbox.key }]);
    await told;
    assert.deepEqual(await labels(), [sandbox.workspace.name]);
  });
});
