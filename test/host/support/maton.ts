/** What tests of the Maton gateway share. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { CancellationTokenSource, commands } from 'vscode';
import type { Operation } from '../../../src/attio/operation.js';
import type { Sandbox } from '../../../src/sandbox/server.js';
import { attio } from './attio.js';
import { type Answer, type ScriptedUi, scriptedUi } from './scriptedUi.js';

export interface Connection {
  connection_id: string;
  status: string;
  url: string;
}

/** Maton's own API of a sandbox, as an administrator uses it beside the editor. */
export function matonOf(sandbox: Sandbox) {
  const call = async (method: string, address: string, key: string, body?: unknown): Promise<Record<string, never>> => {
    const answer = await fetch(address, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    assert(answer.ok, `${method} ${address}: ${answer.status}`);
    return (await answer.json()) as Record<string, never>;
  };
  const { url, key } = sandbox.maton;
  const maton = {
    list: async (): Promise<Connection[]> => (await call('GET', `${url}/connections?app=attio`, key)).connections!,
    /** A pending one. */
    create: async (): Promise<Connection> =>
      (await call('POST', `${url}/connections`, key, { app: 'attio' })).connection!,
    delete: (id: string) => call('DELETE', `${url}/connections/${id}`, key),
    /** Changes a connection as consent, a lapse or an administrator would. */
    change: (id: string, change: { status?: string; scopes?: string[] }) =>
      call('PATCH', `${sandbox.url}/_sandbox/maton/connections/${id}`, sandbox.key, change),
    /** One that a person has consented to. */
    active: async (): Promise<Connection> => {
      const made = await maton.create();
      await consent(made.url);
      return made;
    },
  };
  return maton;
}

/** Consents as a browser does. */
export async function consent(url: string): Promise<void> {
  const page = await fetch(url);
  assert.equal(page.status, 200);
  await page.text();
}

/** Runs a command as `run` does; `browser` is what happens to each page that is opened. */
export async function runWith(
  options: { browser?: (url: string) => Promise<unknown>; cancelProgress?: RegExp },
  command: string,
  answers: Answer[],
  ...args: unknown[]
): Promise<ScriptedUi> {
  const { ui } = await attio();
  const script = scriptedUi(...answers);
  ui.use({
    ...script,
    openExternal: async (url) => {
      script.opened.push(url);
      await options.browser?.(url);
      return true;
    },
    progress: (shown, task) => {
      const source = new CancellationTokenSource();
      const done = task(() => {}, source.token);
      if (options.cancelProgress?.test(shown.title)) {
        assert(shown.cancellable, 'it cannot be cancelled');
        source.cancel();
      }
      return done;
    },
  });
  await commands.executeCommand(command, ...args);
  script.done();
  return script;
}

/** What the audit is told while `work` runs. */
export async function audited(work: () => Promise<unknown>): Promise<{ account: string; operation: Operation }[]> {
  const { services } = await attio();
  const recorded: { account: string; operation: Operation }[] = [];
  const original = services.audit.record;
  services.audit.record = (account, operation) => {
    recorded.push({ account: account.id, operation });
    original.call(services.audit, account, operation);
  };
  try {
    await work();
  } finally {
    services.audit.record = original;
  }
  return recorded;
}

/** Everything the extension has written so far: its logs, its storage, its remembered state. */
export async function written(): Promise<string> {
  const { services } = await attio();
  await services.audit.flush();
  const { globalState, logUri, globalStorageUri } = services.context;
  const folders = [logUri.fsPath, globalStorageUri.fsPath];
  const files = folders.flatMap((folder) => {
    try {
      return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => path.join(folder, file));
    } catch {
      return [];
    }
  });
  const texts = files.filter((file) => statSync(file).isFile()).map((file) => readFileSync(file, 'latin1'));
  return [...texts, ...globalState.keys().map((key) => JSON.stringify(globalState.get(key)))].join('\n');
}

/** A Maton before a sandbox's, whose connection `named` reaches another workspace than the rest, and whose key is `key()`. */
export async function withOtherWorkspace(
  sandbox: Sandbox,
  named: () => string | undefined,
  key = () => sandbox.maton.key,
): Promise<{ url: string; close(): Promise<void> }> {
  const target = new URL(sandbox.maton.url);
  const server = createServer(async (request, response) => {
    const { authorization, 'maton-connection': connection, 'content-type': type } = request.headers;
    const body = await read(request);
    const answer = await fetch(new URL(`${target.pathname}${request.url}`, target), {
      method: request.method ?? 'GET',
      headers: {
        ...(authorization && {
          authorization: authorization === `Bearer ${key()}` ? `Bearer ${sandbox.maton.key}` : 'Bearer not-its-key',
        }),
        ...(typeof connection === 'string' && { 'maton-connection': connection }),
        ...(type && { 'content-type': type }),
      },
      ...(body !== '' && { body }),
    });
    let text = await answer.text();
    if (request.url === '/attio/v2/self' && answer.ok && connection === named())
      text = JSON.stringify({
        ...JSON.parse(text),
        workspace_id: '6f0e1c52-9a53-4d0e-8b1c-52a1f0f3c0de',
        workspace_name: 'Other Works',
        workspace_slug: 'other-works',
      });
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function read(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}
