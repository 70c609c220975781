/** The extension under test, and a sandbox it can be signed in to. */
import assert from 'node:assert/strict';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { commands, extensions, window, workspace } from 'vscode';
import type { TestApi } from '../../../src/extension.js';
import { type Sandbox, startSandbox } from '../../../src/sandbox/server.js';
import { scriptedUi } from './scriptedUi.js';

/** Activates the extension; what `activate()` returns in a test run. */
export async function attio(): Promise<TestApi> {
  const extension = extensions.getExtension<TestApi>('attio-community.attio-crm');
  assert(extension, 'the extension is not installed in this host');
  return extension.activate();
}

/**
 * Closes every editor, whatever is in it, and puts the Records view out of sight: what an earlier test left open or
 * unfolded there would read again, and its requests would be taken for those of this test.
 */
export async function clearWindow(): Promise<void> {
  for (const document of workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
    await window.showTextDocument(document);
    await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await window.tabGroups.close(window.tabGroups.all.flatMap(({ tabs }) => tabs));
  await commands.executeCommand('workbench.view.explorer');
}

/** Starts a sandbox of the test's own and signs in to it with its key, through the command a person uses. */
export async function signInToSandbox(options?: Parameters<typeof startSandbox>[0]): Promise<Sandbox> {
  const { ui } = await attio();
  await clearWindow();
  const sandbox = await startSandbox(options);
  process.env.ATTIO_API_URL = sandbox.url;
  const script = scriptedUi({ pick: /API key/i }, { input: sandbox.key });
  ui.use(script);
  await commands.executeCommand('attio.signIn');
  script.done();
  ui.use(undefined);
  return sandbox;
}

/**
 * What a sandbox was asked, less what the window's own Tasks view asks for its badge whenever it sees fit: no test of
 * something else can know when.
 */
export function requestsTo(sandbox: Sandbox): ReturnType<Sandbox['requests']> {
  return sandbox.requests().filter(({ method, path }) => !(method === 'GET' && /^\/v2\/tasks\?/.test(path)));
}

/** Signs out of every account. */
export async function signOutEverywhere(): Promise<void> {
  const { services, ui } = await attio();
  while (services.accounts.active) {
    const script = scriptedUi({ confirm: 'Sign Out' });
    ui.use(script);
    await commands.executeCommand('attio.signOut', services.accounts.active.id);
  }
  ui.use(undefined);
  delete process.env.ATTIO_API_URL;
  await clearOutbox();
}

export const outboxFolder = async () => join((await attio()).services.context.globalStorageUri.fsPath, 'outbox');

/** Forgets what was approved and what was sent: the next test is another world. */
export async function clearOutbox(): Promise<void> {
  const folder = await outboxFolder();
  const names = await readdir(folder).catch(() => []);
  for (const name of names) await rm(join(folder, name), { force: true });
}
