import assert from 'node:assert/strict';
import { AccountStore } from '../../src/editor/accounts/accountStore.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.js';
import { accountStore, run, until } from './support/accounts.js';
import { attio, signOutEverywhere } from './support/attio.js';
import { scriptedUi } from './support/scriptedUi.js';

describe('accounts: a key that is gone or dead', () => {
  let sandbox: Sandbox;

  before(async () => {
    sandbox = await startSandbox();
  });
  beforeEach(async () => {
    sandbox.reset();
    process.env.ATTIO_API_URL = sandbox.url;
    await run('attio.signIn', [{ pick: /^API key$/ }, { input: sandbox.key }]);
  });
  afterEach(signOutEverywhere);
  after(() => sandbox.close());

  it('is asked for once, however often it is missed', async () => {
    const { services, ui } = await attio();
    const store = await accountStore();
    const script = scriptedUi();
    ui.use(script);
    await services.context.secrets.delete(`attio.key.${store.active!.id}`);
    await until(() => store.state === 'keyMissing');
    await script.heard(/no longer in this machine’s keychain/);
    for (let i = 0; i < 20; i++)
      await assert.rejects(services.connections.current(), { name: 'NotSignedIn', state: 'keyMissing' });
    await store.checkKeys();
    store.reload();
    const prompts = script.said.filter(({ severity }) => severity !== 'status');
    assert.equal(prompts.length, 1, JSON.stringify(prompts));
    assert.deepEqual(prompts[0]?.buttons, ['Enter API Key', 'Sign Out']);
    assert.equal(store.list.length, 1, 'the account stays known');
  });

  it('can be entered again, and a later loss is told again', async () => {
    const { services, ui } = await attio();
    const store = await accountStore();
    const script = scriptedUi({ press: 'Enter API Key', on: /keychain/ }, { input: sandbox.key });
    ui.use(script);
    const name = `attio.key.${store.active!.id}`;
    await services.context.secrets.delete(name);
    await until(() => store.state === 'keyMissing');
    await until(() => store.state === 'ready');
    script.done();
    assert.equal(await services.context.secrets.get(name), sandbox.key);
    const again = scriptedUi();
    ui.use(again);
    await services.context.secrets.delete(name);
    await again.heard(/keychain/);
  });

  it('that Attio refuses is told once, and Attio is not asked with it again', async () => {
    const { services, ui } = await attio();
    const store = await accountStore();
    const script = scriptedUi();
    ui.use(script);
    const connection = await services.connections.current();
    sandbox.setFaults([{ kind: 'revoked' }]);
    const told = script.heard(/no longer accepts the API key/);
    await Promise.allSettled([connection.api.objects.list(), connection.api.members.list()]);
    await told;
    assert.equal(store.state, 'keyMissing');
    assert.equal(store.problem(store.active!), 'refused');
    const before = sandbox.requests().length;
    for (let i = 0; i < 20; i++) await assert.rejects(services.connections.current(), { name: 'NotSignedIn' });
    assert.equal(sandbox.requests().length, before);
    assert.equal(script.said.filter(({ severity }) => severity !== 'status').length, 1);
    sandbox.setFaults([]);
    await run('attio.accountMenu', [{ pick: 'Check Key and Scopes Again' }]);
    assert.equal(store.state, 'ready');
  });

  it('is not called dead when it has only lost a scope: what it may do is learnt instead', async () => {
    const { services, ui } = await attio();
    const store = await accountStore();
    const script = scriptedUi();
    ui.use(script);
    const connection = await services.connections.current();
    sandbox.setFaults([{ kind: 'missing-scopes', scopes: ['user_management:read'] }]);
    // As Attio words it when it does not name the scope: just like a dead key.
    store.keyRefused(connection.account);
    await until(() => store.active?.scopes.includes('user_management:read-write') === false);
    assert.equal(store.state, 'ready');
    assert.deepEqual(script.said, []);
  });

  it('is not called dead when Attio cannot be asked', async () => {
    const store = await accountStore();
    sandbox.setFaults([{ kind: 'status', status: 400, times: 1 }]);
    store.keyRefused(store.active!);
    const { ui } = await attio();
    ui.use(scriptedUi());
    // The next refusal asks anew, and this time there is an answer.
    await run('attio.accountMenu', [{ pick: 'Check Key and Scopes Again' }]);
    assert.equal(store.state, 'ready');
  });

  describe('in another window', () => {
    /** A store over the same storage, as another window has it. */
    const otherWindow = async () => {
      const { services } = await attio();
      return new AccountStore(services.context, services.redactor);
    };

    it('a sign-out is seen', async () => {
      const store = await accountStore();
      const other = await otherWindow();
      try {
        assert.equal(other.active?.id, store.active?.id);
        const seen = new Promise<void>((resolve) => other.onDidChange(() => other.state === 'signedOut' && resolve()));
        await run('attio.signOut', [{ confirm: 'Sign Out' }]);
        await seen;
      } finally {
        other.dispose();
      }
    });

    it('a sign-in is seen', async () => {
      await signOutEverywhere();
      process.env.ATTIO_API_URL = sandbox.url;
      const other = await otherWindow();
      try {
        assert.equal(other.state, 'signedOut');
        const seen = new Promise<void>((resolve) => other.onDidChange(() => other.state === 'ready' && resolve()));
        await run('attio.signIn', [{ pick: /^API key$/ }, { input: sandbox.key }]);
        await seen;
        assert.equal(await other.keyOf(other.active!), sandbox.key);
      } finally {
        other.dispose();
      }
    });

    it('a switch is not: each window keeps the account it speaks to', async () => {
      const store = await accountStore();
      const first = store.active!;
      const other = await otherWindow();
      try {
        await run('attio.exploreSample', []);
        other.reload();
        assert.equal(other.list.length, 2);
        assert.equal(other.active?.id, first.id);
        assert.notEqual(store.active?.id, first.id);
      } finally {
        other.dispose();
      }
    });
  });
});
