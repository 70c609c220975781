import assert from 'node:assert/strict';
import { WANTED_SCOPES } from '../../src/attio/wantedScopes.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.js';
import { accountStore, deadAddress, otherWorkspace, run } from './support/accounts.js';
import { attio, signOutEverywhere } from './support/attio.js';

const API_KEY = { pick: /^API key$/ };

describe('accounts: signing in', () => {
  let sandbox: Sandbox;

  before(async () => {
    sandbox = await startSandbox();
  });
  beforeEach(() => {
    sandbox.reset();
    process.env.ATTIO_API_URL = sandbox.url;
  });
  afterEach(signOutEverywhere);
  after(() => sandbox.close());

  it('keeps the workspace and its scopes in view, and the key in the keychain alone', async () => {
    const store = await accountStore();
    const { services } = await attio();
    const script = await run('attio.signIn', [API_KEY, { input: sandbox.key }]);
    const account = store.active;
    assert(account);
    assert.equal(account.id, `attio:${sandbox.workspace.id}`);
    assert.equal(account.name, sandbox.workspace.name);
    assert.equal(account.slug, sandbox.workspace.slug);
    assert(account.scopes.includes('note:read-write'));
    assert(account.memberId);
    assert.equal(store.state, 'ready');
    assert.equal(await store.keyOf(account), sandbox.key);
    const kept = services.context.globalState.keys().map((key) => services.context.globalState.get(key));
    assert(!JSON.stringify(kept).includes(sandbox.key));
    assert.equal(services.redactor.redact(`key ${sandbox.key}`), 'key •••');
    assert.deepEqual(
      script.said.map(({ severity }) => severity),
      ['status'],
      'a sign-in that worked asks for no click',
    );
  });

  it('names the scopes to grant before a key is made', async () => {
    const { asked } = await run('attio.signIn', [API_KEY, { cancel: true }]);
    const prompt = asked.find(({ kind }) => kind === 'input')?.detail ?? '';
    for (const { scope } of WANTED_SCOPES) assert(prompt.includes(scope), `${scope} in: ${prompt}`);
  });

  it('takes a key with white space, quotes and Bearer around it', async () => {
    const store = await accountStore();
    await run('attio.signIn', [API_KEY, { input: `  "Bearer ${sandbox.key}"\n` }]);
    assert.equal(await store.keyOf(store.active!), sandbox.key);
  });

  it('asks for nothing more when the box is closed', async () => {
    const store = await accountStore();
    await run('attio.signIn', [{ cancel: true }]);
    await run('attio.signIn', [API_KEY, { cancel: true }]);
    assert.equal(store.state, 'signedOut');
    assert.deepEqual(sandbox.requests(), []);
  });

  describe('tells in the box, which stays open,', () => {
    const refused = (status: number) => ({
      kind: 'status' as const,
      status,
      type: 'auth_error',
      code: 'unauthorized',
      message: 'Not with this key.',
    });
    const cases: [string, () => Promise<string>, RegExp][] = [
      ['that nothing was pasted', async () => '  ', /Paste an API key first/],
      ['that a key has no spaces inside', async () => 'two words', /no spaces/],
      [
        'that Attio does not know the key',
        async () => 'not-a-key-of-this-workspace',
        /does not know this key.*Copy the key again/,
      ],
      ['that the key was refused (401)', async () => fault(refused(401)), /Not with this key.*Copy the key again/],
      ['that the key was refused (403)', async () => fault(refused(403)), /refused.*Copy the key again/],
      ['that a proxy wants a password', async () => fault({ kind: 'status', status: 407 }), /proxy.*http\.proxy/],
      [
        'that something else answered',
        async () => fault({ kind: 'malformed', body: '<html>', times: 3 }),
        /not JSON|sign-in page/,
      ],
      [
        'that Attio’s server failed',
        async () => fault({ kind: 'status', status: 500, times: 3 }),
        /server failed \(500/,
      ],
      ['that it took too long', async () => fault({ kind: 'status', status: 408, times: 3 }), /slow/],
      [
        'that the network is down',
        async () => {
          process.env.ATTIO_API_URL = await deadAddress();
          return sandbox.key;
        },
        /network connection/,
      ],
    ];
    const fault = (...faults: Parameters<Sandbox['setFaults']>[0]) => {
      sandbox.setFaults(faults);
      return sandbox.key;
    };
    for (const [what, pasted, words] of cases)
      it(what, async () => {
        const store = await accountStore();
        const key = await pasted();
        const { problems } = await run('attio.signIn', [API_KEY, { input: key }, { cancel: true }]);
        assert.equal(problems.length, 1);
        assert.match(problems[0]!, words);
        assert(!problems[0]!.includes(sandbox.key));
        assert.equal(store.state, 'signedOut');
        assert.deepEqual(store.list, []);
      });

    it('each of these in words of its own, and takes the key when the trouble is over', async () => {
      const store = await accountStore();
      sandbox.setFaults([refused(403)]);
      const { problems } = await run('attio.signIn', [API_KEY, { input: sandbox.key }, { input: sandbox.key }]);
      assert.equal(problems.length, 1);
      assert.equal(store.state, 'ready');
    });
  });

  it('signs in with a key that lacks scopes, and says once what is off and what to add', async () => {
    const store = await accountStore();
    sandbox.setFaults([{ kind: 'missing-scopes', scopes: ['note:read-write', 'user_management:read'] }]);
    const script = await run('attio.signIn', [
      API_KEY,
      { input: sandbox.key },
      { press: 'Copy Scopes', on: /lacks 2 scopes.*create, change and delete notes; show colleagues by name/ },
    ]);
    assert.equal(store.state, 'ready');
    assert.deepEqual(script.copied, ['note:read-write user_management:read']);
    assert.equal(script.said.length, 1);
  });

  it('takes new scopes over with “Check Again”', async () => {
    const store = await accountStore();
    sandbox.setFaults([{ kind: 'missing-scopes', scopes: ['note:read-write'] }]);
    const script = await run('attio.signIn', [API_KEY, { input: sandbox.key }]);
    assert.equal(store.active?.scopes.includes('note:read-write'), false);
    sandbox.setFaults([]);
    assert.equal(script.said.at(-1)?.severity, 'warn');
    await run('attio.accountMenu', [{ pick: 'Check Key and Scopes Again' }]);
    assert.equal(store.active?.scopes.includes('note:read-write'), true);
  });

  it('replaces the key when the workspace is known already', async () => {
    const store = await accountStore();
    await run('attio.signIn', [API_KEY, { input: sandbox.key }]);
    const second = await startSandbox();
    try {
      process.env.ATTIO_API_URL = second.url;
      const script = await run('attio.signIn', [API_KEY, { input: second.key }]);
      assert.equal(store.list.length, 1);
      assert.equal(await store.keyOf(store.active!), second.key);
      assert.match(script.said.map(({ message }) => message).join(), /new key/);
      const { services } = await attio();
      const connection = await services.connections.current();
      await connection.api.objects.list();
      assert(second.requests().some(({ path, status }) => path === '/v2/objects' && status === 200));
    } finally {
      await second.close();
    }
  });

  it('leaves the operation in the audit, under the account it found', async () => {
    const { services } = await attio();
    const recorded: { account: string; name: string; outcome: string }[] = [];
    const original = services.audit.record;
    services.audit.record = (account, operation) =>
      void recorded.push({ account: account.id, name: operation.name, outcome: operation.outcome });
    try {
      await run('attio.signIn', [API_KEY, { input: sandbox.key }]);
    } finally {
      services.audit.record = original;
    }
    assert.deepEqual(recorded[0], { account: `attio:${sandbox.workspace.id}`, name: 'self.get', outcome: 'ok' });
  });

  describe('several accounts', () => {
    let other: Awaited<ReturnType<typeof otherWorkspace>>;
    before(async () => {
      other = await otherWorkspace();
    });
    after(() => other.close());

    const both = async () => {
      await run('attio.signIn', [API_KEY, { input: sandbox.key }]);
      process.env.ATTIO_API_URL = other.url;
      await run('attio.signIn', [API_KEY, { input: other.key }]);
    };

    it('can be switched between', async () => {
      const store = await accountStore();
      await both();
      assert.equal(store.active?.name, 'Other Works');
      const script = await run('attio.switchAccount', [{ pick: sandbox.workspace.name }]);
      assert.equal(store.active?.name, sandbox.workspace.name);
      assert.deepEqual(script.asked[0]?.labels, [
        sandbox.workspace.name,
        'Other Works',
        'Sign In to Another Workspace…',
      ]);
    });

    it('stay apart: signing out of one leaves the other in use', async () => {
      const store = await accountStore();
      await both();
      await run('attio.signOut', [{ pick: 'Other Works' }, { confirm: 'Sign Out' }]);
      assert.equal(store.active?.name, sandbox.workspace.name);
      assert.equal(store.state, 'ready');
    });

    it('are not mixed up by a key of the wrong workspace', async () => {
      const store = await accountStore();
      await run('attio.signIn', [API_KEY, { input: sandbox.key }]);
      process.env.ATTIO_API_URL = other.url;
      const script = await run('attio.enterKey', [{ input: other.key }, { cancel: true }]);
      assert.match(script.asked.at(-1)?.title ?? '', /belongs to Other Works, not to/);
      assert.equal(store.list.length, 1);
      assert.equal(await store.keyOf(store.active!), sandbox.key);
      await run('attio.enterKey', [{ input: other.key }, { confirm: 'Add as Another Account' }]);
      assert.equal(store.list.length, 2);
      assert.equal(store.active?.name, 'Other Works');
    });
  });

  it('opens the sample workspace without a key, and forgets it on signing out', async () => {
    const store = await accountStore();
    const { services } = await attio();
    await run('attio.exploreSample', []);
    assert.equal(store.active?.id, `sample:${sandbox.workspace.id}`);
    assert.equal(store.state, 'ready');
    assert(store.active.scopes.includes('note:read-write'));
    assert(store.active.memberId);
    const connection = await services.connections.current();
    assert((await connection.api.objects.list()).length > 0);
    assert.deepEqual(sandbox.requests(), [], 'the sample workspace has a server of its own');
    await run('attio.exploreSample', []);
    assert.equal(store.list.length, 1);
    const script = await run('attio.signOut', [{ confirm: 'Sign Out' }]);
    assert.match(script.asked[0]?.detail ?? '', /what you changed in it is lost/);
    assert.equal(store.state, 'signedOut');
  });

  it('says what signing out removes, and removes it', async () => {
    const store = await accountStore();
    const { services } = await attio();
    await run('attio.signIn', [API_KEY, { input: sandbox.key }]);
    const account = store.active!;
    const kept = await run('attio.signOut', [{ cancel: true }]);
    assert.match(kept.asked[0]?.detail ?? '', /removes its API key/);
    assert.equal(store.state, 'ready');
    await run('attio.signOut', [{ confirm: 'Sign Out' }]);
    assert.equal(store.state, 'signedOut');
    assert.equal(await services.context.secrets.get(`attio.key.${account.id}`), undefined);
    await assert.rejects(services.connections.current(), { name: 'NotSignedIn', state: 'signedOut' });
  });

  it('shows in the account menu what works, what is off and what can be done', async () => {
    sandbox.setFaults([{ kind: 'missing-scopes', scopes: ['user_management:read'] }]);
    await run('attio.signIn', [API_KEY, { input: sandbox.key }]);
    const script = await run('attio.accountMenu', [{ pick: 'Open in Attio' }]);
    const labels = script.asked[0]?.labels ?? [];
    for (const label of [
      'Switch Account…',
      'Sign Out…',
      'Show colleagues by name, and show or change tasks',
      'Read, create, change and delete notes',
    ])
      assert(labels.includes(label), label);
    assert.deepEqual(script.opened, [`https://app.attio.com/${sandbox.workspace.slug}`]);
  });
});
