/** A record made with the keyboard alone: from a signature, with one in Attio that is the same. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { useWorkbench } from './support/openWorkbench.js';

const SIGNATURE = `Thanks, speak soon!

Mina Harlow
CTO | Velvet Forge
+1 617 555 0119
mina.harlow@velvet-forge.example
`;

describe('creating records with the keyboard', () => {
  const vscode = useWorkbench({ size: { width: 1360, height: 860 } });

  const command = (title: string) => vscode().quickInput.runByKeyboard(title);
  const press = (key: string) => vscode().page.keyboard.press(key);
  const type = (text: string) => vscode().page.keyboard.insertText(text);
  /** The row that Enter would take. */
  const focused = () => vscode().quickInput.box.locator('.monaco-list-row.focused .label-name').first().innerText();
  /** Moves down until the cursor is on a row. */
  async function moveTo(label: string): Promise<void> {
    for (let rows = 0; (await focused()) !== label; rows++) {
      assert.ok(rows < 40, `no row ${label}`);
      await press('ArrowDown');
    }
  }

  before(async () => {
    const { welcome, page } = vscode();
    writeFileSync(path.join(vscode().folder, 'mail.txt'), SIGNATURE);
    await vscode().activity('Attio').waitFor();
    await vscode().activity('Attio').click();
    await welcome.waitFor();
    await page.getByRole('button', { name: 'Explore the Sample Workspace' }).click();
    await vscode().statusItem('Northwind Labs').first().waitFor();
  });

  it('says at each step what it is and how many there are, and goes back', async () => {
    const { quickInput } = vscode();
    await command('Attio: New Person…');
    await quickInput.shown('New Person · Name');
    assert.match(await quickInput.title.innerText(), /\(1\/2\)/);
    await type('Okafor, Grace');
    await quickInput.shown('Will be stored as Grace Okafor');
    await vscode().screenshot('create-1-name');
    await press('Enter');
    await quickInput.shown('Email addresses');
    await press('Control+Alt+Minus');
    await quickInput.shown('(1/2)');
    assert.equal(await quickInput.input.inputValue(), 'Grace Okafor');
    await press('Enter');
    await quickInput.shown('Email addresses');
    await type('grace.okafor@acme-robotics.example, grace@okafor');
    await quickInput.shown('needs a dot');
    await vscode().screenshot('create-2-problem');
    await type('.example');
    await quickInput.message.filter({ hasText: 'needs a dot' }).waitFor({ state: 'detached' });
    await press('Enter');
  });

  it('links the company of the address and shows everything before it is created', async () => {
    const { quickInput } = vscode();
    await quickInput.row('Link Acme Robotics').waitFor();
    await vscode().screenshot('create-3-company');
    assert.equal(await focused(), 'Link Acme Robotics');
    await press('Enter');
    await quickInput.row('Create Person').waitFor();
    await quickInput.row(/Company.*Acme Robotics/s).waitFor();
    await vscode().screenshot('create-4-review');
  });

  it('adds an attribute', async () => {
    const { quickInput } = vscode();
    await moveTo('Add Attribute…');
    await press('Enter');
    await quickInput.shown('Add Attribute');
    await vscode().screenshot('create-5-attributes');
    await type('persona');
    await quickInput.row('Persona').waitFor();
    await press('Enter');
    await quickInput.row('Champion').waitFor();
    await press('ArrowDown');
    await press('Space');
    await quickInput.shown('1 Selected');
    await vscode().screenshot('create-6-several');
    await press('Enter');
    await quickInput.row(/Persona.*Champion/s).waitFor();
  });

  it('finds the one in Attio and updates it instead, with the difference before the approval', async () => {
    const { quickInput, dialog, notifications } = vscode();
    assert.equal(await focused(), 'Create Person');
    await press('Enter');
    await quickInput.row('Update Grace Okafor Instead…').waitFor();
    await quickInput
      .row(/same e-mail/)
      .first()
      .waitFor();
    await vscode().screenshot('create-7-duplicate');
    await press('Enter');
    const question = await dialog.text();
    await vscode().screenshot('create-8-difference');
    assert.match(question, /grace@okafor\.example/);
    assert.doesNotMatch(question, /Job title/);
    await press('Enter');
    await notifications.toast('Grace Okafor').waitFor();
    await vscode().screenshot('create-9-updated');
  });

  it('makes a person and the company from a signature in one approval', async () => {
    const { quickInput, dialog, notifications } = vscode();
    await vscode().openFile('mail.txt');
    await press('ControlOrMeta+A');
    await command('Attio: New Record from Selection…');
    await quickInput.row(/Person.*Mina Harlow/s).waitFor();
    await vscode().screenshot('create-10-objects');
    await press('Enter');
    await quickInput.row('Create Velvet Forge Too').waitFor();
    await press('Enter');
    await quickInput.row('Company: Velvet Forge').waitFor();
    await vscode().screenshot('create-11-found');
    await press('Enter');
    const question = await dialog.text();
    await vscode().screenshot('create-12-batch');
    assert.match(question, /Mina Harlow/);
    assert.match(question, /Velvet Forge/);
    await press('Enter');
    await notifications.toast('Mina Harlow').waitFor();
    await vscode().screenshot('create-13-created');
  });

  it('keeps what is begun when the box is closed', async () => {
    const { quickInput } = vscode();
    await press('ArrowUp');
    await command('Attio: New Company…');
    await quickInput.shown('New Company · Name');
    await type('Half Moon');
    await press('Enter');
    await quickInput.shown('Domains');
    await press('Escape');
    await quickInput.hidden();
    await command('Attio: New Company…');
    await quickInput.row('Continue with Half Moon').waitFor();
    await vscode().screenshot('create-14-continue');
    await press('Escape');
    await quickInput.hidden();
  });
});
