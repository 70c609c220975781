/** From a meeting to a note: the view, a transcript as a document, a piece of it in a file, a note on who was there. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { useWorkbench } from './support/openWorkbench.js';
import type { Tree } from './support/tree.js';

const PLANT = 'Acme Robotics: second plant';
const TAB = /Acme Robotics second plant/;

describe('meetings and their transcripts', () => {
  const vscode = useWorkbench({ size: { width: 1360, height: 860 } });
  let meetings: Tree;

  before(async () => {
    const { welcome, page } = vscode();
    writeFileSync(path.join(vscode().folder, 'summary.md'), '# Summary\n\nWho signs off:\n');
    await vscode().activity('Attio').waitFor();
    await vscode().activity('Attio').click();
    await welcome.waitFor();
    await page.getByRole('button', { name: 'Explore the Sample Workspace' }).click();
    await vscode().statusItem('Northwind Labs').first().waitFor();
    meetings = vscode().tree('Meetings');
  });

  /** Unfolds the view, which is folded when it is new, and folds the others, which leave it little room. */
  async function unfold(): Promise<void> {
    for (const name of ['Meetings', 'Records', 'Notes']) {
      const header = vscode().page.locator('.sidebar .pane-header').filter({ hasText: name });
      await header.waitFor();
      const wanted = String(name === 'Meetings');
      if ((await header.getAttribute('aria-expanded')) !== wanted) await header.locator('h3.title').click();
      await header.and(vscode().page.locator(`[aria-expanded="${wanted}"]`)).waitFor();
    }
    await meetings.row('Past').waitFor();
  }

  it('lists the past by its days, and below a meeting who took part and what it was about', async () => {
    await unfold();
    await meetings.expand('Past');
    await meetings.expand(PLANT);
    await meetings.row('Grace Okafor').waitFor();
    await meetings.row('Recording').waitFor();
    await vscode().screenshot('meetings-1-view');
    await meetings.row(PLANT).locator('.monaco-icon-label').hover();
    await vscode()
      .page.locator('.monaco-hover')
      .filter({ hasText: 'taking part' })
      .filter({ visible: true })
      .first()
      .waitFor();
    await vscode().screenshot('meetings-2-tooltip');
  });

  it('opens a person on a click', async () => {
    await meetings.row('Grace Okafor').click();
    await vscode().tab('Grace Okafor').waitFor();
  });

  it('opens a transcript with speakers and times, which is searched with VS Code’s own find', async () => {
    const { editor, page } = vscode();
    await meetings.row('Recording').click();
    await vscode().tab(TAB).waitFor();
    await editor.find('Yes, go ahead.');
    const text = await editor.visibleText();
    assert.match(text, /# Acme Robotics: second plant/);
    assert.match(text, /- Call: https:\/\/app\.attio\.com\//);
    assert.match(text, /\*\*Grace Okafor\*\* · 0:07/);
    await vscode().screenshot('meetings-3-transcript');
    await editor.clickAt('Yes, go ahead.');
    await page.keyboard.press('ControlOrMeta+F');
    await page.locator('.find-widget.visible').waitFor();
    await page.keyboard.insertText('sign-off');
    await page
      .locator('.find-widget .matchesCount')
      .filter({ hasText: /\d of \d|\? of \d/ })
      .waitFor();
    await vscode().screenshot('meetings-4-find');
    await page.keyboard.press('Escape');
  });

  it('goes to a speaker’s turn by the outline', async () => {
    const { quickInput } = vscode();
    await quickInput.open('ControlOrMeta+Shift+O', '@Tomas');
    await quickInput
      .row(/Tomas Lindqvist/)
      .first()
      .waitFor();
    await vscode().screenshot('meetings-5-turns');
    await quickInput.dismiss();
  });

  it('puts a piece of it into a file, with where it is from', async () => {
    const { editor, quickInput, page } = vscode();
    await vscode().openFile('summary.md');
    await editor.clickAt('Who signs off:');
    await page.keyboard.press('ControlOrMeta+End');
    await vscode().tab(TAB).click();
    await editor.find('who signs off the safety part?');
    await editor.select('who signs off the safety part?');
    await vscode().runCommand('Attio: Insert Transcript…');
    await quickInput.row('Selection').waitFor();
    await vscode().screenshot('meetings-6-insert');
    await page.keyboard.press('Enter');
    await vscode().tab('summary.md').waitFor();
    await editor.find('From the transcript of');
    await vscode().screenshot('meetings-7-inserted');
    assert.match(
      await editor.visibleText(),
      /Who signs off:\s+who signs off the safety part\?\s+From the transcript of \[Acme Robotics: second plant\]\(https:/,
    );
  });

  it('proposes for a note whom and what the call was about', async () => {
    const { editor, quickInput, page } = vscode();
    await vscode().tab(TAB).click();
    await editor.find('who signs off the safety part?');
    await editor.select('who signs off the safety part?');
    await vscode().runCommand('Attio: New Note from Selection…');
    await quickInput.row('Acme Robotics').first().waitFor();
    await quickInput
      .row(/In this meeting/)
      .first()
      .waitFor();
    await vscode().screenshot('meetings-8-note');
    await page.keyboard.press('Enter');
    await editor.find('record: Acme Robotics');
  });
});
