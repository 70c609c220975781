/** Attio through Maton, as a person does it: sign in, connect another workspace, switch, lose a connection, delete one. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.js';
import { useWorkbench } from './support/openWorkbench.js';

const KEY = 'maton-key-that-must-not-be-written-77c0d1';
const ACCOUNT = 'Northwind Labs (through Maton)';

interface Connection {
  connection_id: string;
  status: string;
  url: string;
}

describe('the Maton gateway', () => {
  let sandbox: Sandbox;
  let front: Awaited<ReturnType<typeof matonFront>>;
  const env: Record<string, string> = { ATTIO_API_URL: 'http://127.0.0.1:9' };
  before(async () => {
    sandbox = await startSandbox({ matonKey: KEY });
    front = await matonFront(sandbox.maton.url);
    env.ATTIO_MATON_URL = front.url;
  });
  after(async () => {
    await front.close();
    await sandbox.close();
  });
  const vscode = useWorkbench({ extension: 'development', env, size: { width: 1280, height: 800 } });

  const connections = async (): Promise<Connection[]> => {
    const answer = await fetch(`${sandbox.maton.url}/connections?app=attio`, {
      headers: { authorization: `Bearer ${KEY}` },
    });
    return ((await answer.json()) as { connections: Connection[] }).connections;
  };
  const setStatus = (id: string, status: string) =>
    fetch(`${sandbox.url}/_sandbox/maton/connections/${id}`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${sandbox.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ status }),
    });

  it('is a way to sign in; a wrong key says so while the box stays open', async () => {
    const { quickInput } = vscode();
    await vscode().activity('Attio').waitFor();
    await vscode().runCommand('Attio: Sign In…');
    await quickInput.row('Sample workspace').waitFor();
    await vscode().screenshot('maton ways to sign in');
    await quickInput.pick('Maton gateway');
    await quickInput.shown('It is Maton’s key, not Attio’s');
    await quickInput.type('not-a-key-of-maton');
    await quickInput.accept();
    await quickInput.message.filter({ hasText: /Maton refused its key/ }).waitFor();
    await vscode().screenshot('maton wrong key');
    await quickInput.type(`Bearer ${KEY} `);
    await quickInput.accept();
    await quickInput.hidden();
    await vscode().statusItem(ACCOUNT).first().waitFor();
  });

  it('reaches the records, and a record page says how', async () => {
    const tree = await vscode().openView('Attio', 'Records');
    await tree.row('Companies').waitFor();
    await tree.expand('Companies');
    await tree.row('Terrace Coffee').click();
    await vscode().webview().getByText(ACCOUNT).first().waitFor();
    await vscode().screenshot('maton record page');
  });

  it('connects another workspace with consent in the browser, and uses it', async () => {
    const { quickInput, notifications, page } = vscode();
    // The person takes a moment before allowing access.
    const gate = { allow: () => {}, arrived: () => {} };
    const allowed = new Promise<void>((resolve) => {
      gate.allow = resolve;
    });
    const asked = new Promise<void>((resolve) => {
      gate.arrived = resolve;
    });
    await page.context().route(/\/maton\/connect\?/, async (route) => {
      gate.arrived();
      await allowed;
      // This server leads to pages of its machine through a proxy of code-server's, which is not there without it.
      const { pathname, search } = new URL(route.request().url());
      const answer = await fetch(sandbox.url + pathname.replace(/^\/proxy\/\d+/, '') + search);
      await route.fulfill({ status: answer.status, contentType: 'text/html', body: await answer.text() });
    });
    await vscode().runCommand('Attio: Maton Connections…');
    await quickInput.row('active · in use').waitFor();
    await vscode().screenshot('maton connections');
    const opened = page.context().waitForEvent('page');
    await quickInput.pick('Connect Another Workspace…');
    await asked;
    await notifications.toast('allow access on the page in your browser').waitFor();
    await page.bringToFront();
    await vscode().screenshot('maton waiting for consent');
    gate.allow();
    const consent = await opened;
    await consent.getByText('is connected').waitFor();
    await consent.close();
    await page.bringToFront();
    await quickInput.row('Use for This Account').waitFor();
    await vscode().screenshot('maton connection details');
    await quickInput.pick('Use for This Account');
    await vscode().statusItem('now uses the connection you chose').waitFor();
    assert.equal((await connections()).length, 2);
  });

  it('opens a page of consent with exactly its address', async () => {
    const { quickInput, dialog, notifications, page } = vscode();
    front.consent = `https://connect.maton.test/?session_token=a%2Bb%2Fc%3D%3D+d&next=https%3A%2F%2Fx.test%2F%3Fa%3D1%26b`;
    const asked: string[] = [];
    await page.context().route('https://connect.maton.test/**', async (route) => {
      asked.push(route.request().url());
      await route.fulfill({ contentType: 'text/html', body: 'Allow access?' });
    });
    const before = (await connections()).map((one) => one.connection_id);
    await vscode().runCommand('Attio: Maton Connections…');
    const opened = page.context().waitForEvent('page');
    await quickInput.pick('Connect Another Workspace…');
    // VS Code asks before it leads to a host that it does not know.
    await dialog.press('Open');
    const consent = await opened;
    await consent.getByText('Allow access?').waitFor();
    await consent.close();
    await page.bringToFront();
    assert.deepEqual(asked, [front.consent]);
    front.consent = undefined;
    await notifications.press('allow access on the page in your browser', 'Cancel');
    await vscode().statusItem('Not connected yet').waitFor();
    for (const { connection_id } of await connections())
      if (!before.includes(connection_id))
        await fetch(`${sandbox.maton.url}/connections/${connection_id}`, {
          method: 'DELETE',
          headers: { authorization: `Bearer ${KEY}` },
        });
  });

  it('says which scopes are missing, what is off, and how to get them', async () => {
    const { quickInput, notifications } = vscode();
    const used = (await connections()).at(-1)!;
    const scopes = async (wanted?: string[]) => {
      const answer = await fetch(`${sandbox.url}/_sandbox/maton/connections/${used.connection_id}`, {
        method: 'PATCH',
        headers: { authorization: `Bearer ${sandbox.key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ scopes: wanted }),
      });
      assert(answer.ok);
    };
    await scopes(['record_permission:read', 'user_management:read']);
    await vscode().runCommand('Attio: Account…');
    // Below what the account can do: brought up by its name.
    await quickInput.type('Check Connection');
    await quickInput.pick('Check Connection and Scopes Again');
    assert.match(await notifications.text(/Its connection lacks/), /list your objects.*allow them all on Attio’s page/);
    await vscode().screenshot('maton missing scopes');
    await vscode().runCommand('Attio: Account…');
    await quickInput.row('object_configuration:read').waitFor();
    await vscode().screenshot('maton account menu with missing scopes');
    await vscode().page.keyboard.press('Escape');
  });

  it('shows a connection that lapsed with what helps, and switches to another one', async () => {
    const { quickInput, welcome, notifications, page } = vscode();
    const [first, second] = await connections();
    await setStatus(second!.connection_id, 'EXPIRED');
    await vscode().runCommand('Attio: Account…');
    // Below what the account can do: brought up by its name.
    await quickInput.type('Check Connection');
    await quickInput.pick('Check Connection and Scopes Again');
    await welcome.filter({ hasText: 'Maton no longer lets this account through' }).waitFor();
    await vscode().statusItem(`${ACCOUNT}: not connected`).first().waitFor();
    await vscode().screenshot('maton connection lapsed');
    await page.getByRole('button', { name: 'Enter Maton Key or Choose a Connection' }).click();
    await quickInput.row('expired: it no longer works').waitFor();
    assert.equal(await notifications.toasts.filter({ hasText: 'no longer works' }).count(), 1);
    await vscode().screenshot('maton choose another');
    await quickInput.pick(first!.connection_id);
    await quickInput.pick('Use for This Account');
    const tree = await vscode().openView('Attio', 'Records');
    await tree.row('Companies').waitFor();
  });

  it('deletes a connection after approval that says who loses what, and signs out', async () => {
    const { quickInput, dialog, notifications } = vscode();
    const [first, second] = await connections();
    const choose = async () => {
      await vscode().runCommand('Attio: Maton Connections…');
      await quickInput.pick(first!.connection_id);
      await quickInput.pick('Delete Connection…');
      await dialog.box.waitFor();
    };
    await choose();
    assert.match(await dialog.text(), /Every program that uses this Maton key loses its access to Northwind Labs/);
    assert.match(await dialog.text(), /cannot be undone/);
    await vscode().screenshot('maton delete a connection');
    await dialog.press('Cancel');
    assert.equal((await connections()).length, 2);
    await choose();
    await dialog.press('Delete Connection');
    await notifications.toast(`You are signed out of ${ACCOUNT}`).waitFor();
    await vscode().screenshot('maton connection deleted');
    await vscode().statusItem('Attio: Sign In').waitFor();
    assert.deepEqual(
      (await connections()).map((one) => one.connection_id),
      [second!.connection_id],
    );
  });

  it('leaves its key and the addresses of consent in nothing that was written', async () => {
    const { userDataDir } = vscode();
    const files = readdirSync(userDataDir, { recursive: true, encoding: 'utf8' })
      .map((file) => path.join(userDataDir, file))
      .filter((file) => statSync(file).isFile())
      .map((file) => ({ file, text: readFileSync(file, 'latin1') }));
    assert(files.some(({ text }) => text.includes('"connections.delete"')));
    const tokens = (await connections()).map(({ url }) => new URL(url).searchParams.get('session_token')!);
    assert.equal(tokens.length, 1);
    for (const secret of [KEY, ...tokens])
      assert.deepEqual(
        files.filter(({ text }) => text.includes(secret)).map(({ file }) => file),
        [],
      );
  });
});

/** A Maton before a sandbox's, whose pages of consent are at another address where `consent` says so. */
async function matonFront(target: string) {
  const read = async (request: IncomingMessage): Promise<string> => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    return text;
  };
  const server = createServer(async (request, response) => {
    const { authorization = '', 'maton-connection': connection, 'content-type': type } = request.headers;
    const body = await read(request);
    const answer = await fetch(target + request.url, {
      method: request.method ?? 'GET',
      headers: {
        authorization,
        ...(typeof connection === 'string' && { 'maton-connection': connection }),
        ...(type && { 'content-type': type }),
      },
      ...(body !== '' && { body }),
    });
    const text = await answer.text();
    const page = front.consent;
    const said = page ? text.replace(/"url":\s*"[^"]*"/g, () => `"url":${JSON.stringify(page)}`) : text;
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(said);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const front = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    consent: undefined as string | undefined,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return front;
}
