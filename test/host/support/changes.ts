/** What the tests of changes share: the way surfaces write, and what a sandbox really has, behind the extension's back. */
import assert from 'node:assert/strict';
import { TabInputTextDiff, Uri, window, workspace } from 'vscode';
import type { UpdateRecord } from '../../../src/attio/writes.js';
import type { ApplyOutcome, Change } from '../../../src/changes/change.js';
import { type CarryOutOptions, carryOut } from '../../../src/editor/changes/carryOut.js';
import type { Connection } from '../../../src/editor/services.js';
import { seedId } from '../../../src/sandbox/seed.js';
import type { Sandbox } from '../../../src/sandbox/server.js';
import { attio } from './attio.js';
import { type Answer, type ScriptedUi, scriptedUi } from './scriptedUi.js';

export const ACME = seedId('companies', 'acme-robotics');

export async function connection(): Promise<Connection> {
  return (await attio()).services.connections.current();
}

/** Replaces the description of Acme Robotics. `base`: what the person saw. */
export const describing = (text: string, base?: string): UpdateRecord => ({
  kind: 'record.update',
  mode: 'overwrite',
  object: 'companies',
  recordId: ACME,
  values: { description: [text] },
  ...(base !== undefined && { base: { description: [base] } }),
});

/** Writes a change as a surface does, with these answers, all of which must be asked for. */
export async function write(
  change: Change,
  answers: Answer[],
  options: Partial<CarryOutOptions> = {},
): Promise<{ outcome: ApplyOutcome; script: ScriptedUi }> {
  const { services, ui } = await attio();
  const script = scriptedUi(...answers);
  ui.use(script);
  const outcome = await carryOut(services, await connection(), change, { surface: 'records.test', ...options });
  // The message comes after the outcome; it must not meet the next script.
  if (outcome.status !== 'declined' && !options.quiet) await script.heard(/./);
  return { outcome, script };
}

/** A request past the extension, as somebody else makes it. */
export async function ask(sandbox: Sandbox, method: string, path: string, data?: unknown): Promise<Response> {
  return fetch(`${sandbox.url}/v2/${path}`, {
    method,
    headers: { authorization: `Bearer ${sandbox.key}`, 'content-type': 'application/json' },
    ...(data !== undefined && { body: JSON.stringify({ data }) }),
  });
}

/** The description that the sandbox has. */
export async function description(sandbox: Sandbox): Promise<string | undefined> {
  const answer = await ask(sandbox, 'GET', `objects/companies/records/${ACME}`);
  assert.equal(answer.status, 200);
  const { data } = (await answer.json()) as { data: { values: { description: { value: string }[] } } };
  return data.values.description[0]?.value;
}

/** Somebody else replaces the description. */
export async function describeElsewhere(sandbox: Sandbox, text: string): Promise<void> {
  const answer = await ask(sandbox, 'PUT', `objects/companies/records/${ACME}`, { values: { description: text } });
  assert.equal(answer.status, 200);
}

export async function exists(sandbox: Sandbox, object: string, recordId: string): Promise<boolean> {
  return (await ask(sandbox, 'GET', `objects/${object}/records/${recordId}`)).status === 200;
}

/** The writing requests a sandbox has seen. */
export const writes = (sandbox: Sandbox): string[] =>
  sandbox
    .requests()
    .filter(({ method, path }) => ['POST', 'PUT', 'PATCH', 'DELETE'].includes(method) && !path.endsWith('/query'))
    .map(({ method, path }) => `${method} ${path}`);

export async function journalFolder(): Promise<Uri> {
  return Uri.joinPath((await attio()).services.context.globalStorageUri, 'journal');
}

/** The journal files there are, by name. */
export async function journalFiles(): Promise<string[]> {
  const found = await workspace.fs.readDirectory(await journalFolder()).then(
    (entries) => entries.map(([name]) => name),
    () => [],
  );
  return found.sort();
}

/** The texts that read-only documents of ours show now. */
export function shown(): string[] {
  return workspace.textDocuments
    .filter(({ uri, isClosed }) => uri.scheme === 'attio-compare' && !isClosed)
    .map((document) => document.getText());
}

/** Both sides of the comparison in the active tab, as it shows them; none when another kind of tab is active. */
export async function sides(): Promise<{ before: string; after: string } | undefined> {
  const input = window.tabGroups.activeTabGroup.activeTab?.input;
  if (!(input instanceof TabInputTextDiff)) return undefined;
  const [before, after] = [
    await workspace.openTextDocument(input.original),
    await workspace.openTextDocument(input.modified),
  ];
  return { before: before.getText(), after: after.getText() };
}

export const activeText = (): string => window.activeTextEditor?.document.getText() ?? '';
