import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';

describe('the extension in a real VS Code', () => {
  const extension = () => {
    const found = vscode.extensions.getExtension('attio-community.attio-crm');
    assert.ok(found, 'VS Code does not know the extension');
    return found;
  };

  it('activates', async () => {
    await extension().activate();
    assert.equal(extension().isActive, true);
  });

  it('has a handler for every command of its manifest', async () => {
    await extension().activate();
    const registered = new Set(await vscode.commands.getCommands(true));
    const declared: { command: string }[] = extension().packageJSON.contributes.commands;
    assert.deepEqual(
      declared.map(({ command }) => command).filter((command) => !registered.has(command)),
      [],
    );
  });

  it('runs on a copy of the sample folder', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder, 'no folder is open');
    const readme = await readFile(path.join(folder.uri.fsPath, 'README.md'), 'utf8');
    assert.match(readme, /northwind-labs/i);
    assert.doesNotMatch(folder.uri.fsPath, /sample-folder/);
  });
});
