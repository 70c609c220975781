import assert from 'node:assert/strict';
import { sessionsOf } from '../../src/editor/accounts/provider.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.js';
import { accountStore, deadAddress, run } from './support/accounts.js';
import { attio, signOutEverywhere } from './support/attio.js';
import { audited, type Connection, consent, matonOf, runWith, withOtherWorkspace, written } from './support/maton.js';

const MATON = { pick: /^Maton gateway/ };

describe('maton: signing in', () => {
  let sandbox: Sandbox;
  let maton: ReturnType<typeof matonOf>;
  let seeded: Connection;
  const browser = consent;
  const key = () => ({ input: sandbox.maton.key });

  before(async () => {
    sandbox = await startSandbox();
    maton = matonOf(sandbox);
  });
  beforeEach(async () => {
    sandbox.reset();
    process.env.ATTIO_MATON_URL = sandbox.maton.url;
    // Nothing may go to Attio itself.
    process.env.ATTIO_API_URL = await deadAddress();
    [seeded] = (await maton.list()) as [Connection];
  });
  afterEach(async () => {
    await signOutEverywhere();
    delete process.env.ATTIO_MATON_URL;
  });
  after(() => sandbox.close());

  it('is offered after the API key and before the sample workspace', async () => {
    const { asked } = await run('attio.signIn', [{ cancel: true }]);
    assert.deepEqual(asked[0]?.labels, [
      'API key',
      'Maton gateway: a company’s managed connection',
      'Sample workspace',
    ]);
  });

  it('with one connection takes it, says its name, and works through it', async () => {
    const store = await accountStore();
    const { services } = await attio();
    const script = await run('attio.signIn', [MATON, { input: `  Bearer ${sandbox.maton.key}\n` }]);
    const account = store.active!;
    assert.equal(account.id, `maton:${sandbox.workspace.id}`);
    assert.equal(account.via, 'maton');
    assert.equal(account.connectionId, seeded.connection_id);
    assert(account.scopes.includes('note:read-write'));
    assert.equal(await store.keyOf(account), sandbox.maton.key);
    assert.deepEqual(script.said, [
      { severity: 'status', message: `Signed in to ${sandbox.workspace.name} (through Maton).`, buttons: [] },
    ]);
    const connection = await services.connections.current();
    assert((await connection.api.objects.list()).length > 0);
    const asked = sandbox.requests().filter(({ path }) => path.startsWith('/maton/attio/v2/objects'));
    assert.equal(asked.at(-1)?.status, 200);
  });

  it('keeps the key and the address of consent out of all that is written, and audits each operation', async () => {
    await maton.delete(seeded.connection_id);
    let page = '';
    const open = (url: string) => {
      page = url;
      return consent(url);
    };
    const answers = [MATON, key(), { confirm: 'Connect a Workspace' }];
    const operations = await audited(() => runWith({ browser: open }, 'attio.signIn', answers));
    assert.deepEqual(
      // The window's own view reads for itself once the account is known.
      operations
        .filter(({ operation: { surface } }) => surface !== 'tree')
        .map(({ operation: { name, outcome } }) => `${name} ${outcome}`),
      ['connections.list ok', 'connections.create ok', 'connections.get ok', 'self.get ok'],
    );
    const token = new URL(page).searchParams.get('session_token')!;
    const text = await written();
    assert(text.includes('connections.create'), 'there is no audit to look into');
    for (const secret of [sandbox.maton.key, token]) assert(!text.includes(secret));
    const { services } = await attio();
    assert(!services.redactor.redact(`${page} ${sandbox.maton.key}`).includes(token));
  });

  it('with several always asks, by workspace, id and state', async () => {
    const store = await accountStore();
    const second = await maton.active();
    const pending = await maton.create();
    const failed = await maton.active();
    await maton.change(failed.connection_id, { status: 'EXPIRED' });
    const script = await run('attio.signIn', [MATON, key(), { pick: second.connection_id }]);
    assert.equal(store.active?.connectionId, second.connection_id);
    const [, list] = script.asked.filter(({ kind }) => kind === 'pick');
    assert.deepEqual(list?.labels, [
      sandbox.workspace.name,
      sandbox.workspace.name,
      `Connection ${pending.connection_id.split('-')[0]}`,
      `Connection ${failed.connection_id.split('-')[0]}`,
      'Connect Another Workspace…',
    ]);
    assert.match(list?.lines?.[0] ?? '', new RegExp(`active · ${seeded.connection_id} .*Made .*2026`));
    assert.match(list?.lines?.[2] ?? '', /waiting for consent .*open the page again/);
    assert.match(list?.lines?.[3] ?? '', /expired: it no longer works/);
  });

  it('shows on its line why the workspace of a connection could not be read', async () => {
    const store = await accountStore();
    await maton.active();
    sandbox.setFaults([{ kind: 'revoked', of: 'attio' }]);
    const script = await run('attio.signIn', [MATON, key(), { cancel: true }]);
    assert.match(script.asked.at(-1)?.lines?.[0] ?? '', /could not be read.*no longer accepts this connection/);
    assert.equal(store.state, 'signedOut');
  });

  it('without any offers to make one, and signs in when somebody has consented', async () => {
    const store = await accountStore();
    await maton.delete(seeded.connection_id);
    const script = await runWith({ browser }, 'attio.signIn', [MATON, key(), { confirm: 'Connect a Workspace' }]);
    assert.match(script.asked.at(-1)?.title ?? '', /no connection to Attio yet/);
    const [made] = await maton.list();
    assert.equal(store.active?.connectionId, made?.connection_id);
    assert.deepEqual(script.opened, [made?.url]);
  });

  it('can be left while it waits for consent, and taken up again', async () => {
    const store = await accountStore();
    await maton.delete(seeded.connection_id);
    const script = await runWith({ cancelProgress: /allow access/ }, 'attio.signIn', [
      MATON,
      key(),
      { confirm: 'Connect a Workspace' },
      { cancel: true },
    ]);
    assert.match(script.said[0]?.message ?? '', /Not connected yet/);
    assert.equal(store.state, 'signedOut');
    const [left] = await maton.list();
    assert.equal(left?.status, 'PENDING');
    await runWith({ browser }, 'attio.signIn', [MATON, key(), { pick: /waiting for consent/ }]);
    assert.equal(store.active?.connectionId, left?.connection_id);
    assert.equal((await maton.list()).length, 1, 'no second connection was made');
  });

  it('gives a second connection to one workspace an account of its own', async () => {
    const store = await accountStore();
    await run('attio.signIn', [MATON, key()]);
    const second = await maton.active();
    await run('attio.signIn', [MATON, key(), { pick: second.connection_id }]);
    await run('attio.signIn', [MATON, key(), { pick: second.connection_id }]);
    assert.deepEqual(
      store.list.map(({ id }) => id),
      [`maton:${sandbox.workspace.id}`, `maton:${sandbox.workspace.id}:${second.connection_id}`],
    );
    const { asked } = await run('attio.switchAccount', [{ cancel: true }]);
    assert.deepEqual(asked[0]?.labels?.slice(0, 2), [
      `${sandbox.workspace.name} (through Maton)`,
      `${sandbox.workspace.name} (through Maton, ${second.connection_id.split('-')[0]})`,
    ]);
  });

  it('gives nobody who asks VS Code for an Attio session the key to Maton', async () => {
    const store = await accountStore();
    await run('attio.signIn', [MATON, key()]);
    const [session] = await sessionsOf(store);
    assert.equal(session?.account.label, `${sandbox.workspace.name} (through Maton)`);
    assert(!JSON.stringify(session).includes(sandbox.maton.key));
  });

  describe('tells in the box, which stays open,', () => {
    const cases: [string, () => Promise<unknown> | unknown, RegExp, string?][] = [
      ['that nothing was pasted', () => {}, /Paste an API key first/, ' '],
      [
        'that Maton does not know the key',
        () => {},
        /Maton refused its key.*Copy the key again from Maton/,
        'wrong-key-of-maton',
      ],
      ['that too much was asked', () => sandbox.setFaults([{ kind: 'rate-limit', retryAfter: 3600 }]), /wait/i],
      [
        'that the network is down',
        async () => {
          process.env.ATTIO_MATON_URL = await deadAddress();
        },
        /network connection/,
      ],
    ];
    for (const [what, prepare, words, pasted] of cases)
      it(what, async () => {
        const store = await accountStore();
        await prepare();
        const { problems } = await run('attio.signIn', [
          MATON,
          { input: pasted ?? sandbox.maton.key },
          { cancel: true },
        ]);
        assert.equal(problems.length, 1);
        assert.match(problems[0]!, words);
        assert.equal(store.state, 'signedOut');
      });

    it('and where keys are', async () => {
      const { asked } = await run('attio.signIn', [MATON, { cancel: true }]);
      assert.match(asked.at(-1)?.detail ?? '', /Maton’s key, not Attio’s/);
    });
  });

  describe('to two workspaces', () => {
    let other: string | undefined;
    let front: Awaited<ReturnType<typeof withOtherWorkspace>>;
    before(async () => {
      front = await withOtherWorkspace(sandbox, () => other);
    });
    beforeEach(() => {
      process.env.ATTIO_MATON_URL = front.url;
      other = undefined;
    });
    after(() => front.close());

    it('adds the one connected later as another account', async () => {
      const store = await accountStore();
      await run('attio.signIn', [MATON, key()]);
      await runWith(
        {
          browser: async (url) => {
            other = (await maton.list()).at(-1)?.connection_id;
            await consent(url);
          },
        },
        'attio.matonConnections',
        [{ pick: 'Connect Another Workspace…' }],
      );
      assert.deepEqual(
        store.list.map(({ name }) => name),
        [sandbox.workspace.name, 'Other Works'],
      );
      assert.equal(store.active?.name, 'Other Works');
    });

    it('does not put one in the place of the other', async () => {
      const store = await accountStore();
      await run('attio.signIn', [MATON, key()]);
      const account = store.active!;
      const second = await maton.active();
      await maton.delete(seeded.connection_id);
      other = second.connection_id;
      const script = await run('attio.enterKey', [key(), { pick: 'Other Works' }, { cancel: true }]);
      assert.match(script.asked.at(-1)?.title ?? '', /reaches Other Works, not/);
      assert.deepEqual(store.list, [account]);
    });
  });
});
