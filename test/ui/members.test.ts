/** Colleagues as they look on the page of a record: with their pictures or initials, in every kind of theme. */
import { useWorkbench } from './support/openWorkbench.js';

describe('colleagues on a page', () => {
  const vscode = useWorkbench({ size: { width: 1280, height: 900 } });

  it('have pictures, or initials, beside what they wrote', async () => {
    const { page, quickInput } = vscode();
    await vscode().activity('Attio').click();
    await page.getByRole('button', { name: 'Explore the Sample Workspace' }).click();
    await vscode().statusItem('Northwind Labs').first().waitFor();
    await vscode().runCommand('Attio: Search Records…');
    await quickInput.shown('Search Records');
    await quickInput.type('Acme Robotics renewal 2027');
    await quickInput.row('Acme Robotics renewal 2027').first().waitFor();
    await quickInput.row('Acme Robotics renewal 2027').first().click();
    const record = vscode().webview();
    await record.getByRole('heading', { name: 'Acme Robotics renewal 2027', level: 1 }).waitFor();
    await record.locator('svg.face').first().waitFor();
    await record.locator('.person').last().scrollIntoViewIfNeeded();
    await vscode().screenshot('colleagues on a page');
  });

  it('in every kind of theme', async () => {
    for (const theme of ['dark', 'high contrast', 'light high contrast'] as const) {
      await vscode().useTheme(theme);
      const record = vscode().webview();
      await record.locator('svg.face').first().waitFor();
      await record.locator('.person').last().scrollIntoViewIfNeeded();
      await vscode().screenshot(`colleagues on a page, ${theme}`);
    }
  });
});
