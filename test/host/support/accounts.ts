/** What tests of accounts share. */
import { type AddressInfo, createServer } from 'node:net';
import { commands } from 'vscode';
import { WANTED_SCOPES } from '../../../src/attio/wantedScopes.js';
import type { AccountStore } from '../../../src/editor/accounts/accountStore.js';
import { attio } from './attio.js';
import { type Answer, type ScriptedUi, scriptedUi } from './scriptedUi.js';

/** The store behind `services.accounts`. */
export async function accountStore(): Promise<AccountStore> {
  return (await attio()).services.accounts as AccountStore;
}

/** Runs a command with these answers, all of which must be asked for. */
export async function run(command: string, answers: Answer[], ...args: unknown[]): Promise<ScriptedUi> {
  const { ui } = await attio();
  const script = scriptedUi(...answers);
  ui.use(script);
  await commands.executeCommand(command, ...args);
  script.done();
  return script;
}

/** Resolves when `condition` holds; looks again whenever the accounts change. */
export async function until(condition: () => boolean): Promise<void> {
  const { services } = await attio();
  if (condition()) return;
  await new Promise<void>((resolve) => {
    const listener = services.accounts.onDidChange(() => {
      if (!condition()) return;
      listener.dispose();
      resolve();
    });
  });
}

/** The address of a port on this machine at which nobody listens. */
export async function deadAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

/** A server that answers `GET /v2/self` for another workspace than the sandbox's, with a key of its own. */
export async function otherWorkspace(): Promise<{ url: string; key: string; id: string; close(): Promise<void> }> {
  const { createServer: createHttp } = await import('node:http');
  const id = '6f0e1c52-9a53-4d0e-8b1c-52a1f0f3c0de';
  const key = 'other-workspace-key-0123456789';
  const server = createHttp((request, response) => {
    const known = request.headers.authorization === `Bearer ${key}`;
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify(
        known
          ? {
              active: true,
              scope: WANTED_SCOPES.map(({ scope }) => scope).join(' '),
              workspace_id: id,
              workspace_name: 'Other Works',
              workspace_slug: 'other-works',
              authorized_by_workspace_member_id: '0b5c1c0e-64ce-4c5b-9f3d-3f1a4f6f2a11',
            }
          : { active: false },
      ),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    key,
    id,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
