import assert from 'node:assert/strict';
import { useWorkbench } from './support/openWorkbench.js';

describe('the packed extension in VS Code', () => {
  const vscode = useWorkbench();

  it('has its item in the activity bar', async () => {
    await vscode().activity('Attio').waitFor();
  });

  it('shows the Records view', async () => {
    await vscode().openView('Attio', 'Records');
    await vscode().page.locator('.sidebar').getByText('Records').first().waitFor();
  });

  it('offers its commands in the palette', async () => {
    await vscode().activity('Attio').waitFor();
    assert.equal(await vscode().offersCommand('Attio: Show Audit Log'), true);
    assert.equal(await vscode().offersCommand('Attio: Load More'), false);
  });
});
