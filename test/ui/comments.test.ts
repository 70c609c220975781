/** Comments as a person reads and writes them: on a record's page, and beside its document. */
import assert from 'node:assert/strict';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.js';
import { useWorkbench } from './support/openWorkbench.js';

describe('comments, in the workbench', function () {
  this.bail(true);
  let sandbox: Sandbox;
  const env: Record<string, string> = {};
  before(async () => {
    sandbox = await startSandbox();
    env.ATTIO_API_URL = sandbox.url;
  });
  after(() => sandbox.close());
  const vscode = useWorkbench({ extension: 'development', env, size: { width: 1280, height: 900 } });

  const page = () => vscode().webview();
  const comments = () => page().getByRole('region', { name: 'Comments' });
  const first = () => comments().locator('[data-draft="record"]');
  const thread = (text: string) => comments().locator('.thread').filter({ hasText: text });
  const openComments = async (name: string, row: string | RegExp = name) => {
    const { quickInput } = vscode();
    await vscode().runCommand('Attio: Comments…');
    await quickInput.shown('Comments of a Record');
    await quickInput.type(name);
    // A list that is drawn anew under the mouse takes the click for none: then it is picked again, as a person would.
    for (let closed = false; !closed; ) {
      await quickInput.pick(row);
      closed = await quickInput.input.waitFor({ state: 'hidden', timeout: 5000 }).then(
        () => true,
        () => false,
      );
    }
    await comments().locator('.thread').first().waitFor();
  };

  it('are read on the record’s page', async () => {
    await vscode().signIn(sandbox.key);
    await openComments('Acme Robotics renewal 2027');
    await thread('Tomas will ask').locator('.mention').getByText('@Ada Brightwater').waitFor();
    assert.equal(await thread('Tomas will ask').locator('.comment').count(), 3);
    await vscode().screenshot('comments page');
  });

  it('are answered with a mention that completes', async () => {
    const { keyboard } = vscode().page;
    await thread('Tomas will ask').getByRole('button', { name: 'Reply to' }).click();
    await keyboard.type('Let us ask @Chl');
    await comments().getByRole('option', { name: 'Chloé Marchetti' }).waitFor();
    await vscode().screenshot('comments mention');
    await keyboard.press('Enter');
    await keyboard.type('first.');
    const box = thread('Tomas will ask').locator('textarea');
    assert.equal(await box.inputValue(), 'Let us ask @Chloé Marchetti first.');
    await keyboard.press('ControlOrMeta+Enter');
    assert.match(await vscode().dialog.text(), /Reply to “Tomas will ask[\s\S]*Mentions: .*Chloé Marchetti/);
    await vscode().screenshot('comments approval');
    await vscode().dialog.press('Reply');
    await thread('Tomas will ask').locator('.mention').getByText('@Chloé Marchetti').waitFor();
    await box.waitFor({ state: 'hidden' });
    await vscode().notifications.dismiss(/Replied to/);
    await vscode().screenshot('comments answered');
  });

  it('keep what is typed over a refusal and a reload', async () => {
    await first().fill('The floor is 8% after all.\nSee the sheet.');
    sandbox.setFaults([{ kind: 'status', status: 400, message: 'Not today.', path: '/comments', times: 1 }]);
    await comments().getByRole('button', { name: 'Comment', exact: true }).click();
    await vscode().dialog.press('Comment');
    await vscode()
      .notifications.toast(/Not today/)
      .waitFor();
    assert.match(await first().inputValue(), /^The floor is 8%/);
    await vscode().screenshot('comments refused');
    await vscode().reload();
    // The rig keeps secrets in memory only; and which pages were open it writes down now and then.
    await vscode().page.getByRole('button', { name: 'Enter API Key Again' }).click();
    await vscode().quickInput.shown('object_configuration:read');
    await vscode().quickInput.type(sandbox.key);
    await vscode().quickInput.accept();
    await vscode().quickInput.hidden();
    await openComments('Acme Robotics renewal 2027');
    assert.match(await first().inputValue(), /See the sheet\.$/);
    // What was sent before is not in its box again, whichever state VS Code has come back with.
    await thread('Tomas will ask').locator('textarea').waitFor({ state: 'hidden' });
    await comments().getByRole('button', { name: 'Comment', exact: true }).click();
    await vscode().dialog.press('Comment');
    await thread('The floor is 8% after all.').waitFor();
    assert.equal(await first().inputValue(), '');
  });

  it('are deleted with what answers them, and brought back', async () => {
    const { dialog, notifications } = vscode();
    await first().fill('Of my own.');
    await thread('Tomas will ask').getByRole('button', { name: 'Reply to' }).click();
    await vscode().page.keyboard.type('Begun as an answer.');
    await thread('Tomas will ask').locator('.comment').first().hover();
    await vscode().screenshot('comments hover');
    await thread('Tomas will ask').getByRole('button', { name: 'Delete: Tomas' }).click();
    assert.match(await dialog.text(), /3 replies go with it[\s\S]*reply that you have begun here is kept/);
    await vscode().screenshot('comments deletion');
    await dialog.press('Delete Thread');
    await thread('Tomas will ask').waitFor({ state: 'detached' });
    const kept = 'Of my own.\n\nBegun as an answer.';
    for (const end = Date.now() + 20_000; (await first().inputValue()) !== kept; )
      assert(Date.now() < end, await first().inputValue());
    await vscode().screenshot('comments reply kept');
    await notifications
      .toast(/Deleted the comment/)
      .getByText('Undo', { exact: true })
      .click();
    await dialog.press('Undo');
    await thread('I will lead with two years').waitFor();
    assert.equal(await thread('Tomas will ask').locator('.comment').count(), 4);
    assert.equal(await first().inputValue(), kept);
    await first().fill('');
    await notifications.dismiss(/Undone/);
  });

  it('that are resolved are folded, also in a narrow editor and in high contrast', async () => {
    await openComments('Acme Robotics', /Company/);
    const resolved = comments().locator('details.resolved');
    await resolved.getByText('Resolved by').waitFor();
    await resolved.locator('summary').click();
    await resolved.getByText('Grace said so by mail').last().waitFor();
    await vscode().screenshot('comments resolved');
    await vscode().useTheme('high contrast');
    await vscode().screenshot('comments high contrast');
    await vscode().useTheme('dark');
    await vscode().screenshot('comments dark');
  });

  it('stand beside the record’s document, and are answered there', async () => {
    const { page: workbench, dialog } = vscode();
    await vscode().runCommand('Attio: Edit Record');
    await vscode().editor.find('Robot arms');
    // One of a thread that is settled lies below.
    const glyph = workbench.locator('.comment-range-glyph.comment-thread-unresolved').first();
    await glyph.waitFor();
    await vscode().screenshot('comments document');
    await glyph.click();
    const review = workbench.locator('.review-widget').filter({ hasText: 'second plant' });
    await review.waitFor();
    await vscode().screenshot('comments document thread');
    await review
      .locator('.review-thread-reply-button, .comment-form-container .monaco-editor')
      .filter({ visible: true })
      .first()
      .click();
    await workbench.keyboard.type('Good idea, @Bru');
    await workbench.locator('.suggest-widget.visible').getByText('Bruno Castellan').first().waitFor();
    await vscode().screenshot('comments document names');
    await workbench.keyboard.press('Enter');
    await review.getByRole('button', { name: 'Reply to Comment' }).last().click();
    await dialog.press('Reply');
    await review.getByText('@Bruno Castellan').first().waitFor();
    await vscode().screenshot('comments document answered');
  });
});
