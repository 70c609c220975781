/** The outbox as a person meets it: Attio away, a host that dies in the middle of sending, and each note once in the end. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { seedId } from '../../src/sandbox/seed.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.js';
import { useWorkbench } from './support/openWorkbench.js';

const GRACE = seedId('people', 'grace-okafor');
const POST = { method: 'POST', path: '/v2/notes' } as const;

describe('the outbox, in the workbench', function () {
  this.bail(true);
  this.timeout(180_000);
  let sandbox: Sandbox;
  const env: Record<string, string> = {};
  before(async () => {
    sandbox = await startSandbox();
    env.ATTIO_API_URL = sandbox.url;
  });
  after(() => sandbox.close());
  const vscode = useWorkbench({
    extension: 'development',
    env,
    size: { width: 1000, height: 720 },
    settings: { 'workbench.colorTheme': 'Default Dark Modern' },
  });

  /** How many notes whose title begins so Grace has. */
  async function count(title: string): Promise<number> {
    const query = new URLSearchParams({ parent_object: 'people', parent_record_id: GRACE, limit: '50' });
    const answer = await fetch(`${sandbox.url}/v2/notes?${query}`, {
      headers: { authorization: `Bearer ${sandbox.key}` },
    });
    assert.equal(answer.status, 200);
    const { data } = (await answer.json()) as { data: { title: string }[] };
    return data.filter((note) => note.title.startsWith(title)).length;
  }

  /** A draft about Grace made from the text of a file. */
  async function draft(call: number): Promise<void> {
    const { editor, quickInput } = vscode();
    await vscode().openFile(`call-${call}.md`);
    await editor.select(`Call ${call}`, 'today.');
    await vscode().runCommand('Attio: New Note from Selection…');
    await quickInput.row('Grace Okafor').first().waitFor();
    await quickInput.accept();
    await editor.lines.filter({ hasText: 'record:' }).waitFor();
  }
  const approve = async () => {
    await vscode().runCommand('Attio: Create Note');
    await vscode().dialog.press('Create Note');
  };
  const notes = () => vscode().tree('Notes');
  const lens = (text: string) => vscode().page.locator('.codelens-decoration > *').filter({ hasText: text }).first();

  const outbox = (): string => {
    const found = readdirSync(vscode().userDataDir, { recursive: true, encoding: 'utf8' }).find(
      (name) => path.basename(name) === 'outbox' && name.includes('attio-crm'),
    );
    assert(found, 'there is no outbox on disk');
    return path.join(vscode().userDataDir, found);
  };
  const files = () => readdirSync(outbox()).filter((name) => name.endsWith('.json'));

  /** Kills the extension host: it is the one that says by its claim that it sends. */
  function killHost(): void {
    const claim = readdirSync(outbox()).find((name) => name.endsWith('.claim'));
    assert(claim, 'nobody is sending');
    const pid = Number(readFileSync(path.join(outbox(), claim), 'utf8').split(' ')[1]);
    assert(pid > 1);
    process.kill(pid, 'SIGKILL');
  }

  async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
    for (const limit = Date.now() + 60_000; !(await holds()); ) {
      assert(Date.now() < limit, `waited in vain until ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  it('keeps an approved note that Attio does not take, and says so', async () => {
    const { notifications } = vscode();
    for (const call of [1, 2, 3, 4]) {
      const text = `# Minutes\n\nCall ${call}: grace.okafor@acme-robotics.example agrees, and says so today.\n`;
      writeFileSync(path.join(vscode().folder, `call-${call}.md`), text);
    }
    await vscode().signIn(sandbox.key);
    await vscode().openView('Attio', 'Records');
    await draft(2);
    await draft(1);
    sandbox.setFaults([{ kind: 'reset', when: 'before', path: '/v2/', times: 500 }]);
    await approve();
    await notifications.toast('is kept in the outbox').waitFor();
    await notes().row('Outbox').waitFor();
    await notes().row('Drafts').waitFor();
    await lens('In the outbox').waitFor();
    await vscode().screenshot('outbox waiting');
    assert.equal(files().length, 1);
  });

  it('is sent when Attio is there again, and its draft goes', async () => {
    const { notifications } = vscode();
    sandbox.setFaults([]);
    await vscode().runCommand('Attio: Send Outbox Now');
    await notifications.toast('is in Attio now').waitFor();
    await notes().row('Outbox').waitFor({ state: 'detached' });
    await notes().row('Drafts').waitFor();
    await vscode().screenshot('outbox sent');
  });

  for (const [what, fault, made] of [
    ['before Attio has acted', { kind: 'latency', write: 5_000, ...POST }, false],
    ['after Attio has acted, without its answer', { kind: 'slow', ms: 60_000, ...POST }, true],
  ] as const) {
    it(`has a note once when the host is killed ${what}`, async () => {
      const { notifications, quickInput } = vscode();
      const at = made ? 4 : 3;
      await draft(at);
      const title = `Call ${at}:`;
      sandbox.setFaults([fault]);
      await approve();
      await until('it is being sent', () =>
        files().some((name) => readFileSync(path.join(outbox(), name), 'utf8').includes('"state":"sending"')),
      );
      if (made) await until('Attio has it', async () => (await count(title)) === 1);
      killHost();
      await vscode().screenshot(`outbox host killed ${made ? 'after' : 'before'}`);
      sandbox.setFaults([]);
      await vscode().reload();
      // This VS Code keeps keys as long as its page; a person's keeps them in the keychain.
      await vscode().statusItem('key missing').first().waitFor();
      await vscode().page.getByRole('button', { name: 'Enter API Key Again' }).first().click();
      await quickInput.type(sandbox.key);
      await quickInput.accept();
      await quickInput.hidden();
      await notifications.toast('is in Attio now').waitFor({ timeout: 90_000 });
      assert.equal(await count(title), 1);
      await until('the outbox knows', () =>
        files().every((name) => !readFileSync(path.join(outbox(), name), 'utf8').includes('"change"')),
      );
      await vscode().screenshot(`outbox after the restart ${made ? 'after' : 'before'}`);
    });
  }
});
