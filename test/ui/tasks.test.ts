/** Tasks as a person meets them: what is due, checked off, written anew, replaced, and asked about a record. */
import assert from 'node:assert/strict';
import { useWorkbench } from './support/openWorkbench.js';
import type { Tree } from './support/tree.js';

const SECURITY = 'Send the security overview to Grace';

describe('tasks', () => {
  const vscode = useWorkbench({ size: { width: 1360, height: 860 } });
  let tasks: Tree;

  before(async () => {
    const { welcome, page } = vscode();
    await vscode().activity('Attio').waitFor();
    await vscode().activity('Attio').click();
    await welcome.waitFor();
    await page.getByRole('button', { name: 'Explore the Sample Workspace' }).click();
    await vscode().statusItem('Northwind Labs').first().waitFor();
    tasks = vscode().tree('Tasks');
    await unfold();
  });

  /** Unfolds the view, which is folded when it is new, and folds the others, which leave it little room. */
  async function unfold(): Promise<void> {
    for (const name of ['Tasks', 'Records', 'Notes']) {
      const header = vscode()
        .page.locator('.sidebar .pane-header')
        .filter({ has: vscode().page.locator('h3.title').getByText(name, { exact: true }) });
      await header.waitFor();
      const wanted = String(name === 'Tasks');
      if ((await header.getAttribute('aria-expanded')) !== wanted) await header.locator('h3.title').click();
      await header.and(vscode().page.locator(`[aria-expanded="${wanted}"]`)).waitFor();
    }
    await tasks.row('Done').waitFor();
  }

  const box = (label: string | RegExp) =>
    tasks.row(label).locator('.monaco-custom-toggle, .custom-view-tree-node-item-checkbox').first();

  it('are grouped by when they are due, with a box each and a badge for those that are overdue', async () => {
    await tasks.row(SECURITY).waitFor();
    const labels = await tasks.labels();
    assert.equal(labels[0], 'Overdue');
    assert.ok(labels.includes('Done'));
    await vscode().page.locator('.activitybar .badge .badge-content').filter({ hasText: /^\d+$/ }).first().waitFor();
    await vscode().screenshot('tasks-1-view');
    await tasks.row(SECURITY).locator('.monaco-icon-label').hover();
    await vscode()
      .page.locator('.monaco-hover')
      .filter({ hasText: 'overdue' })
      .filter({ visible: true })
      .first()
      .waitFor();
    await vscode().screenshot('tasks-2-tooltip');
  });

  it('is not done where the person says no: the box goes back', async () => {
    const { dialog } = vscode();
    await box(SECURITY).click();
    await dialog.box.waitFor();
    await vscode().screenshot('tasks-3-complete');
    await dialog.press('Cancel');
    await tasks.row(SECURITY).locator('[aria-checked="false"]').first().waitFor();
  });

  it('is done when its box is checked and the person agrees', async () => {
    const { dialog, notifications } = vscode();
    await box(SECURITY).click();
    await dialog.press('Complete Task');
    await notifications.toast('Completed the task').waitFor();
    await tasks.row(SECURITY).waitFor({ state: 'hidden' });
    await tasks.expand('Done');
    await tasks.row(SECURITY).waitFor();
    await vscode().screenshot('tasks-4-done');
    await notifications.dismiss('Completed the task');
    await box(SECURITY).click();
    await dialog.press('Reopen Task');
    await notifications.dismiss('Reopened the task');
  });

  it('is written in four steps, its deadline understood while it is typed', async () => {
    const { quickInput, dialog, notifications, page } = vscode();
    await vscode().runCommand('Attio: New Task…');
    await quickInput.shown('What is to be done');
    await quickInput.type('Send the offer to Grace');
    await vscode().screenshot('tasks-5-new');
    await quickInput.accept();
    await quickInput.shown('Until when');
    await quickInput.type('next friday 3pm');
    await quickInput.message.filter({ hasText: /Fri .* 15:00/ }).waitFor();
    await vscode().screenshot('tasks-6-deadline');
    // Later than this week, whichever day it is.
    await quickInput.type('2031-06-06 15:00');
    await quickInput.message.filter({ hasText: 'Fri 6 Jun 2031' }).waitFor();
    await quickInput.accept();
    await quickInput.row('Ada Brightwater').waitFor();
    await vscode().screenshot('tasks-7-assignees');
    await page.keyboard.press('Enter');
    await quickInput.shown('Type to search');
    await quickInput.type('grace okafor');
    await quickInput.pick('Grace Okafor');
    await quickInput.row('Done').waitFor();
    await vscode().screenshot('tasks-8-records');
    await quickInput.pick('Done');
    await dialog.box.waitFor();
    await vscode().screenshot('tasks-9-approval');
    await dialog.press('Create Task');
    await notifications.toast('Created the task').waitFor();
    await vscode().screenshot('tasks-10-created');
    await notifications.dismiss('Created the task');
    await tasks.expand('Later');
    await tasks.row('Send the offer to Grace').waitFor();
  });

  it('is told of in plain words: what somebody made a link to a command is none', async () => {
    const { quickInput, dialog, notifications, page } = vscode();
    const text = '[Sign here](command:workbench.action.files.newUntitledFile)';
    await vscode().runCommand('Attio: New Task…');
    await quickInput.shown('What is to be done');
    await quickInput.type(text);
    await quickInput.accept();
    await quickInput.shown('Until when');
    await quickInput.accept();
    await quickInput.row('Ada Brightwater').waitFor();
    await page.keyboard.press('Enter');
    await quickInput.shown('Type to search');
    await quickInput.row('Done').waitFor();
    await quickInput.pick('Done');
    await dialog.press('Create Task');
    const toast = notifications.toast('Created the task');
    await toast.waitFor();
    assert.match((await notifications.text('Created the task')).replaceAll('\u200b', ''), /\[Sign here\]\(command:/);
    assert.equal(await toast.locator('.notification-list-item-message a').count(), 0);
    await vscode().screenshot('tasks-plain');
    await notifications.dismiss('Created the task');
  });

  it('is replaced where its words are to be others', async () => {
    const { quickInput, dialog, notifications } = vscode();
    await tasks.contextMenu('Send the offer to Grace', 'Replace Task…');
    await quickInput.shown('What is to be done');
    await quickInput.type('Send the new offer to Grace');
    await quickInput.accept();
    await dialog.box.waitFor();
    await vscode().screenshot('tasks-11-replace');
    await dialog.press('Make 2 Changes');
    await notifications.toast('Replaced the task').waitFor();
    await tasks.row('Send the new offer to Grace').waitFor();
    await tasks.row('Send the offer to Grace').waitFor({ state: 'hidden' });
    await vscode().screenshot('tasks-12-replaced');
    await notifications.dismiss('Replaced the task');
  });

  it('can be everyone’s, a colleague’s or a record’s', async () => {
    const { quickInput } = vscode();
    await vscode().runCommand('Attio: Show Tasks of…');
    await quickInput.row('Nobody’s').waitFor();
    await vscode().screenshot('tasks-13-whose');
    await quickInput.pick('Nobody’s');
    await tasks.row('Update the price list on the website').waitFor();
    await tasks.row(SECURITY).waitFor({ state: 'hidden' });
    await vscode().screenshot('tasks-14-nobody');
  });

  it('stand on the page of their record, and are checked off there', async () => {
    const { dialog, notifications, quickInput } = vscode();
    await vscode().runCommand('Attio: Search Records…');
    await quickInput.type('acme robotics');
    await quickInput.pick('Acme Robotics');
    await vscode().tab('Acme Robotics').waitFor();
    const page = vscode().webview();
    const section = page.locator('section', { has: page.locator('#tasks-title') });
    const listed = section.locator('li', { hasText: SECURITY });
    await listed.waitFor();
    await listed.scrollIntoViewIfNeeded();
    await vscode().screenshot('tasks-15-page');
    await listed.getByRole('checkbox').click();
    await dialog.press('Complete Task');
    await notifications.toast('Completed the task').waitFor();
    await listed.waitFor({ state: 'detached' });
    await notifications.dismiss('Completed the task');
  });

  it('are read in a dark theme too', async () => {
    const { quickInput } = vscode();
    await vscode().useTheme('dark');
    await vscode().runCommand('Attio: Show Tasks of…');
    await quickInput.pick('Everyone’s');
    await tasks.row('Overdue').waitFor();
    await vscode().screenshot('tasks-16-dark');
  });
});
