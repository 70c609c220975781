import assert from 'node:assert/strict';
import type { Operation } from '../../src/attio/operation.js';
import { remedies } from '../../src/editor/failure.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.js';
import { accountStore, deadAddress, run, until } from './support/accounts.js';
import { attio, signOutEverywhere } from './support/attio.js';
import { audited, type Connection, consent, matonOf, runWith, withOtherWorkspace, written } from './support/maton.js';
import { scriptedUi } from './support/scriptedUi.js';

const MATON = { pick: /^Maton gateway/ };

describe('maton: connections', () => {
  let sandbox: Sandbox;
  let maton: ReturnType<typeof matonOf>;
  let first: Connection;

  before(async () => {
    sandbox = await startSandbox();
    maton = matonOf(sandbox);
  });
  beforeEach(async () => {
    sandbox.reset();
    process.env.ATTIO_MATON_URL = sandbox.maton.url;
    process.env.ATTIO_API_URL = await deadAddress();
    [first] = (await maton.list()) as [Connection];
    await run('attio.signIn', [MATON, { input: sandbox.maton.key }]);
  });
  afterEach(async () => {
    await signOutEverywhere();
    delete process.env.ATTIO_MATON_URL;
  });
  after(() => sandbox.close());

  const open = (id: string) => ({ pick: id });

  it('are in the account menu, with what each is', async () => {
    const menu = await run('attio.accountMenu', [
      { pick: 'Maton Connections…' },
      open(first.connection_id),
      { pick: 'Connection ID' },
    ]);
    const [account, list, details] = menu.asked;
    assert(account?.labels?.includes('Replace Maton Key…'));
    assert(account?.labels?.includes('Check Connection and Scopes Again'));
    assert.match(list?.lines?.[0] ?? '', /active · in use · /);
    const text = details?.lines?.join('\n') ?? '';
    assert.match(text, /Workspace \| Northwind Labs \(northwind-labs\)/);
    assert.match(text, /Status \| active/);
    assert.match(text, /Created \| .*2026/);
    assert.deepEqual(menu.copied, [first.connection_id]);
  });

  it('of this account can be switched, and requests go through the new one', async () => {
    const store = await accountStore();
    const { services } = await attio();
    const second = await maton.active();
    const { id } = store.active!;
    const before = await services.connections.current();
    await run('attio.matonConnections', [open(second.connection_id), { pick: 'Use for This Account' }]);
    assert.equal(store.list.length, 1);
    assert.deepEqual([store.active?.id, store.active?.connectionId], [id, second.connection_id]);
    const after = await services.connections.current();
    assert.notEqual(after, before);
    await maton.change(first.connection_id, { status: 'EXPIRED' });
    assert((await after.api.objects.list()).length > 0);
  });

  it('can be added as another account, and switched to', async () => {
    const store = await accountStore();
    const second = await maton.active();
    await run('attio.matonConnections', [open(second.connection_id), { pick: 'Add as Another Account' }]);
    assert.equal(store.list.length, 2);
    assert.equal(store.active?.connectionId, second.connection_id);
    await run('attio.matonConnections', [open(first.connection_id), { pick: /^Switch to/ }]);
    assert.equal(store.active?.connectionId, first.connection_id);
  });

  it('that wait for consent can be taken up again', async () => {
    const store = await accountStore();
    const pending = await maton.create();
    const script = await runWith({ browser: consent }, 'attio.matonConnections', [
      open(pending.connection_id),
      { pick: 'Open the Consent Page Again' },
      { pick: 'Use for This Account' },
    ]);
    assert.deepEqual(script.opened, [pending.url]);
    assert.equal(store.active?.connectionId, pending.connection_id);
  });

  describe('are deleted', () => {
    const remove = (id: string) => [open(id), { pick: 'Delete Connection…' }];

    it('only with approval, which says who loses what', async () => {
      const store = await accountStore();
      const script = await run('attio.matonConnections', [...remove(first.connection_id), { cancel: true }]);
      const { title, detail = '' } = script.asked.at(-1)!;
      assert.equal(title, `Delete the Maton connection to ${sandbox.workspace.name}`);
      assert.match(detail, /Every program that uses this Maton key loses its access to Northwind Labs/);
      assert.match(detail, /cannot be undone/);
      assert.match(detail, /signed out of Northwind Labs \(through Maton\)/);
      assert(detail.includes(first.connection_id));
      assert.equal((await maton.list()).length, 1);
      assert.equal(store.state, 'ready');
    });

    it('with an audit line that names the approval, and sign out calmly who used them', async () => {
      const store = await accountStore();
      let said: { severity: string; message: string }[] = [];
      const operations = await audited(async () => {
        const script = await run('attio.matonConnections', [
          ...remove(first.connection_id),
          { confirm: 'Delete Connection' },
        ]);
        said = [...script.said];
      });
      assert.deepEqual(await maton.list(), []);
      assert.equal(store.state, 'signedOut');
      assert.deepEqual(
        said.map(({ severity }) => severity),
        ['info'],
      );
      assert.match(said[0]!.message, /is deleted\. You are signed out of Northwind Labs \(through Maton\)\./);
      const { operation } = operations.find(({ operation: { name } }) => name === 'connections.delete') as {
        operation: Operation;
      };
      assert.deepEqual(
        [operation.kind, operation.target, operation.approval?.how, operation.outcome],
        ['write', first.connection_id, 'asked', 'ok'],
      );
    });

    it('without touching the account that uses another one', async () => {
      const store = await accountStore();
      const second = await maton.active();
      await run('attio.matonConnections', [...remove(second.connection_id), { confirm: 'Delete Connection' }]);
      assert.equal(store.active?.connectionId, first.connection_id);
      assert.equal(store.state, 'ready');
      assert.equal((await maton.list()).length, 1);
    });

    it('or said to be gone when the answer is lost on the way', async () => {
      const store = await accountStore();
      sandbox.setFaults([{ kind: 'reset', when: 'after', method: 'DELETE' }]);
      await run('attio.matonConnections', [...remove(first.connection_id), { confirm: 'Delete Connection' }]);
      assert.equal(store.state, 'signedOut');
    });

    it('not at all when Maton refuses, and the account stays', async () => {
      const store = await accountStore();
      sandbox.setFaults([{ kind: 'status', status: 403, method: 'DELETE', message: 'Not allowed.' }]);
      const script = await run('attio.matonConnections', [
        ...remove(first.connection_id),
        { confirm: 'Delete Connection' },
      ]);
      await script.heard(/delete the connection of Maton/);
      assert.equal(store.state, 'ready');
    });
  });

  describe('that go wrong say what helps:', () => {
    const failing = async () => {
      const { services } = await attio();
      const connection = await services.connections.current();
      const error: unknown = await connection.api.objects.list().then(
        () => assert.fail('it did not fail'),
        (reason: unknown) => reason,
      );
      return { error, titles: remedies(error, services.ui).map(({ title }) => title) };
    };

    it('one that lapsed: another one is chosen, with the same key', async () => {
      const store = await accountStore();
      const { ui } = await attio();
      const script = scriptedUi();
      ui.use(script);
      await maton.change(first.connection_id, { status: 'EXPIRED' });
      const { titles } = await failing();
      assert.deepEqual(titles, ['Choose a Connection', 'Show Audit Log']);
      await until(() => store.state === 'keyMissing');
      await script.heard(/connection of Northwind Labs \(through Maton\) no longer works/);
      assert.deepEqual(script.said[0]?.buttons, ['Choose a Connection', 'Sign Out']);
      const second = await maton.active();
      await run('attio.enterKey', [open(second.connection_id), { pick: 'Use for This Account' }]);
      assert.equal(store.state, 'ready');
      assert.equal(store.active?.connectionId, second.connection_id);
    });

    it('a key that Maton no longer takes: it is asked for', async () => {
      const store = await accountStore();
      const { ui } = await attio();
      const script = scriptedUi();
      ui.use(script);
      sandbox.setFaults([{ kind: 'revoked', of: 'maton' }]);
      const { titles } = await failing();
      assert.deepEqual(titles, ['Enter Maton Key', 'Show Audit Log']);
      await until(() => store.state === 'keyMissing');
      await script.heard(/Maton no longer accepts the Maton key/);
      sandbox.setFaults([]);
      const { asked } = await run('attio.enterKey', [{ input: sandbox.maton.key }]);
      assert.match(asked[0]?.title ?? '', /^Maton Key of Northwind Labs/);
      assert.equal(store.state, 'ready');
    });

    it('one that lapsed is told once by “Check Connection”, as often as it is asked', async () => {
      const store = await accountStore();
      await maton.change(first.connection_id, { status: 'EXPIRED' });
      for (let asked = 0; asked < 2; asked++) {
        const script = await run('attio.accountMenu', [{ pick: 'Check Connection and Scopes Again' }]);
        // The words load when they are first needed: nobody waits for the message.
        await script.heard(/no longer works/);
        const { said } = script;
        assert.equal(store.problem(store.active!), 'disconnected');
        assert.equal(said.length, 1, JSON.stringify(said));
        assert.match(said[0]!.message, /^The Maton connection of Northwind Labs \(through Maton\) no longer works/);
        // The same each time, for VS Code to show it once.
        assert.deepEqual(said[0]!.buttons, ['Choose a Connection', 'Sign Out']);
      }
      sandbox.setFaults([{ kind: 'revoked', of: 'maton' }]);
      const refused = await run('attio.accountMenu', [{ pick: 'Check Connection and Scopes Again' }]);
      await refused.heard(/^Maton no longer accepts the Maton key/);
      assert.equal(refused.said.length, 1, JSON.stringify(refused.said));
      sandbox.setFaults([]);
      await maton.change(first.connection_id, { status: 'ACTIVE' });
      const healed = await run('attio.accountMenu', [{ pick: 'Check Connection and Scopes Again' }]);
      assert.deepEqual(
        healed.said.map(({ message }) => message),
        ['The connection of Northwind Labs (through Maton) works.'],
      );
    });

    it('no answer to “Check Connection” speaks of the connection', async () => {
      process.env.ATTIO_MATON_URL = await deadAddress();
      const script = await run('attio.accountMenu', [{ pick: 'Check Connection and Scopes Again' }]);
      await script.heard(/Could not check the connection of Maton: .* cannot be reached/);
      assert.equal(script.said.length, 1);
    });

    it('a key that is gone from the keychain is called Maton’s everywhere', async () => {
      const { services, ui } = await attio();
      const store = await accountStore();
      const script = scriptedUi();
      ui.use(script);
      await services.context.secrets.delete(`attio.key.${store.active!.id}`);
      await until(() => store.state === 'keyMissing');
      const error: unknown = await services.connections.current().catch((reason: unknown) => reason);
      assert.match(
        String(error),
        /The Maton key of Northwind Labs \(through Maton\) is no longer in this machine’s keychain/,
      );
      assert.deepEqual(
        remedies(error, services.ui).map(({ title }) => title),
        ['Enter Maton Key'],
      );
      await script.heard(/The Maton key of/);
      assert.deepEqual(script.said[0]?.buttons, ['Enter Maton Key', 'Sign Out']);
    });

    it('missing scopes: a new connection with more, in the place of the old one', async () => {
      const store = await accountStore();
      await maton.change(first.connection_id, { scopes: ['record_permission:read'] });
      const { titles } = await failing();
      assert.deepEqual(titles, ['Reconnect with More Scopes', 'Show Audit Log']);
      await until(() => !store.active?.scopes.includes('note:read-write'));
      const menu = await run('attio.accountMenu', [{ cancel: true }]);
      assert(menu.asked[0]?.labels?.includes('Read, create, change and delete notes'));
      const script = await runWith({ browser: consent }, 'attio.matonConnections', [], 'reconnect');
      assert.equal(script.opened.length, 1);
      assert.equal(store.list.length, 1);
      assert.notEqual(store.active?.connectionId, first.connection_id);
      assert(store.active?.scopes.includes('note:read-write'));
    });

    it('too many requests, and no network: again, later', async () => {
      sandbox.setFaults([{ kind: 'rate-limit', retryAfter: 3600, path: '/connections' }]);
      const limited = await run('attio.matonConnections', []);
      await limited.heard(/wait/i);
      assert(limited.said[0]?.buttons.includes('Try Again'));
      sandbox.setFaults([]);
      process.env.ATTIO_MATON_URL = await deadAddress();
      const offline = await run('attio.matonConnections', []);
      await offline.heard(/network connection/);
      assert(offline.said[0]?.buttons.includes('Try Again'));
    });
  });

  describe('whose key has changed', () => {
    const NEW = 'the-next-key-of-maton-51f0';
    let accepted: string;
    let front: Awaited<ReturnType<typeof withOtherWorkspace>>;
    let second: Connection;
    before(async () => {
      front = await withOtherWorkspace(
        sandbox,
        () => undefined,
        () => accepted,
      );
    });
    beforeEach(async () => {
      accepted = sandbox.maton.key;
      process.env.ATTIO_MATON_URL = front.url;
      second = await maton.active();
      await run('attio.matonConnections', [open(second.connection_id), { pick: 'Add as Another Account' }]);
      accepted = NEW;
    });
    after(() => front.close());

    it('are given the new one at once', async () => {
      const store = await accountStore();
      const { active } = store;
      const script = await run('attio.enterKey', [{ input: NEW }, { confirm: 'Use for Both' }], store.list[1]!.id);
      assert.equal(script.asked.at(-1)?.title, 'Use this Maton key for Northwind Labs (through Maton) too?');
      for (const account of store.list) {
        assert.equal(await store.keyOf(account), NEW);
        const { services } = await attio();
        assert(((await (await services.connections.forAccount(account.id))?.api.objects.list()) ?? []).length > 0);
      }
      assert.deepEqual(store.active, active);
      assert(!(await written()).includes(NEW));
    });

    it('at sign-in too, and after the keychain was lost', async () => {
      const store = await accountStore();
      const { services, ui } = await attio();
      ui.use(scriptedUi());
      for (const { id } of store.list) await services.context.secrets.delete(`attio.key.${id}`);
      await store.checkKeys();
      await run('attio.signIn', [MATON, { input: NEW }, open(first.connection_id), { confirm: 'Use for Both' }]);
      assert.deepEqual(await Promise.all(store.list.map((one) => store.keyOf(one))), [NEW, NEW]);
    });

    it('keep the old one when the person says so, or when the new one does not reach them', async () => {
      const store = await accountStore();
      const [one, two] = store.list;
      await run('attio.enterKey', [{ input: NEW }, { cancel: true }], two!.id);
      assert.deepEqual([await store.storedKey(one!), await store.storedKey(two!)], [sandbox.maton.key, NEW]);
      await maton.delete(first.connection_id);
      accepted = 'a-third-key-of-maton-9b';
      const { asked } = await run('attio.enterKey', [{ input: accepted }], two!.id);
      assert.equal(asked.length, 1);
      assert.equal(await store.storedKey(one!), sandbox.maton.key);
    });

    it('keep one of their own', async () => {
      const store = await accountStore();
      const [one, two] = store.list;
      await store.replaceKeys([one!], 'another-person-s-key-of-maton');
      await run('attio.enterKey', [{ input: NEW }], two!.id);
      assert.equal(await store.storedKey(one!), 'another-person-s-key-of-maton');
    });
  });
});
