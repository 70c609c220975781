import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import {
  CancellationTokenSource,
  ConfigurationTarget,
  commands,
  TabInputText,
  TabInputTextDiff,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { Batch, Change } from '../../src/changes/change.js';
import { carryOut } from '../../src/editor/changes/carryOut.js';
import type { PickItem } from '../../src/editor/ui.js';
import type { Sandbox } from '../../src/sandbox/server.js';
import { run } from './support/accounts.js';
import { attio, signInToSandbox, signOutEverywhere } from './support/attio.js';
import {
  ACME,
  activeText,
  ask,
  connection,
  describeElsewhere,
  describing,
  description,
  exists,
  journalFiles,
  journalFolder,
  shown,
  write,
  writes,
} from './support/changes.js';
import { until } from './support/notes.js';
import { type ScriptedUi, scriptedUi } from './support/scriptedUi.js';

const BRAND_NEW: Change = { kind: 'record.create', object: 'companies', values: { name: ['Brand New Ltd'] } };

describe('changes', () => {
  let sandbox: Sandbox;
  let original: string;

  beforeEach(async () => {
    sandbox = await signInToSandbox();
    original = (await description(sandbox)) ?? '';
    assert(original, 'the sample company has a description');
  });
  afterEach(async () => {
    const { ui } = await attio();
    const attioSettings = workspace.getConfiguration('attio');
    await attioSettings.update('confirmWrites', undefined, ConfigurationTarget.Global);
    await attioSettings.update('undo.retentionDays', undefined, ConfigurationTarget.Global);
    await commands.executeCommand('workbench.action.closeAllEditors');
    ui.use(undefined);
    await signOutEverywhere();
    await sandbox.close();
  });

  /** The verb that a change's dialog offers. */
  const verbOf = async (change: Parameters<typeof write>[0]) => (await (await connection()).preview(change)).verb;

  /** Takes the last change back; its message must not meet the next script. */
  async function undoLast(): Promise<ScriptedUi> {
    const script = await run('attio.undoLastChange', [{ confirm: 'Undo' }]);
    await script.heard(/^Undone: /);
    return script;
  }

  /** Describes Acme anew, agreed to. */
  async function describeAs(text: string): Promise<ScriptedUi> {
    const change = describing(text);
    const { outcome, script } = await write(change, [{ confirm: await verbOf(change) }]);
    assert.equal(outcome.status, 'applied', JSON.stringify(outcome));
    script.done();
    return script;
  }

  describe('approval', () => {
    it('shows the value before and after, and where; a no sends nothing and says nothing', async () => {
      const { outcome, script } = await write(describing('A new one.'), [{ cancel: true }]);
      assert.deepEqual(outcome, { status: 'declined' });
      assert.match(script.asked[0]?.detail ?? '', /^Workspace: .*\(.*\)/);
      assert(script.asked[0]?.detail?.includes(`${original} → A new one.`), script.asked[0]?.detail);
      assert.deepEqual(script.said, []);
      assert.deepEqual(writes(sandbox), []);
    });

    it('says what was done, with Undo and the record', async () => {
      const script = await describeAs('A new one.');
      assert.equal(await description(sandbox), 'A new one.');
      assert.match(script.said.at(-1)?.message ?? '', /^Changed the description of Acme Robotics/);
      assert.deepEqual(script.said.at(-1)?.buttons, ['Undo', 'Show Record', 'Open in Attio']);
    });

    it('passes without a question where the person’s setting says so and nothing is taken away', async () => {
      await workspace.getConfiguration('attio').update('confirmWrites', 'destructive', ConfigurationTarget.Global);
      const { outcome, script } = await write(BRAND_NEW, []);
      assert(outcome.status === 'applied' && outcome.applied.approval?.how === 'setting', JSON.stringify(outcome));
      assert.deepEqual(script.asked, []);
      assert(await exists(sandbox, 'companies', outcome.applied.record!.id.record_id));
      // What was there before would be gone.
      const over = await write(describing('A new one.'), [{ cancel: true }]);
      assert.equal(over.script.asked.length, 1);
      assert.equal(await description(sandbox), original);
    });

    it('is asked for whatever the setting says when another workspace than the one in use is written to', async () => {
      await workspace.getConfiguration('attio').update('confirmWrites', 'destructive', ConfigurationTarget.Global);
      const mine = await connection();
      await run('attio.exploreSample', []);
      const { services, ui } = await attio();
      const script = scriptedUi({ cancel: true });
      ui.use(script);
      const outcome = await carryOut(services, mine, BRAND_NEW, { surface: 'records.test' });
      assert.equal(outcome.status, 'declined');
      assert.match(script.asked[0]?.detail ?? '', /This is not the account in use now/);
    });

    it('is asked for a delete and for a batch whatever the setting says', async () => {
      await workspace.getConfiguration('attio').update('confirmWrites', 'destructive', ConfigurationTarget.Global);
      const deleted = await write({ kind: 'record.delete', object: 'companies', recordId: ACME }, [{ cancel: true }]);
      assert.equal(deleted.outcome.status, 'declined');
      assert.equal(deleted.script.asked.length, 1);
      const batch: Batch = { kind: 'batch', title: 'Describe Acme', changes: [describing('A new one.')] };
      const several = await write(batch, [{ cancel: true }]);
      assert.equal(several.outcome.status, 'declined');
      assert.equal(several.script.asked.length, 1);
      assert.deepEqual(writes(sandbox), []);
    });

    it('and no answer: that it is looked for is said while it is', async () => {
      const mine = await connection();
      const { services, ui } = await attio();
      const change = describing('A new one.');
      const script = scriptedUi({ confirm: await verbOf(change) });
      const said: string[] = [];
      ui.use({
        ...script,
        progress: (shown, task) => {
          if (shown.where === 'notification') said.push(shown.title);
          return script.progress(shown, task);
        },
      });
      sandbox.setFaults([{ kind: 'status', status: 500, method: 'PUT', path: ACME }]);
      const writing = carryOut(services, mine, change, { surface: 'records.test', quiet: true });
      await until('it is said', () => said.length > 0);
      assert.deepEqual(said, ['Attio did not answer; looking whether it was written…']);
      assert.equal((await writing).status, 'failed');
      await script.heard(/was read again and did not have the new values/);
    });

    it('is not weakened by a folder’s settings', async () => {
      const settings = workspace.getConfiguration('attio');
      await assert.rejects(
        Promise.resolve(settings.update('confirmWrites', 'destructive', ConfigurationTarget.Workspace)),
      );
      const file = Uri.joinPath(workspace.workspaceFolders![0]!.uri, '.vscode', 'settings.json');
      const before = await workspace.fs.readFile(file).then(
        (bytes) => bytes,
        () => undefined,
      );
      const hostile = {
        'attio.confirmWrites': 'destructive',
        'attio.undo.retentionDays': 0,
        'attio.hover.enabled': false,
      };
      await workspace.fs.writeFile(file, Buffer.from(JSON.stringify(hostile)));
      try {
        // The last of the three may be set by a folder: with it the file has been read.
        await until(
          'the folder’s settings hold',
          () => workspace.getConfiguration('attio').get('hover.enabled') === false,
        );
        assert.equal(workspace.getConfiguration('attio').get('confirmWrites'), 'always');
        const { script } = await write(describing('A new one.'), [{ cancel: true }]);
        assert.equal(script.asked.length, 1);
        await describeAs('Kept all the same.');
        assert.equal((await (await connection()).journal.list()).length, 1);
      } finally {
        if (before) await workspace.fs.writeFile(file, before);
        else await workspace.fs.delete(file);
        await until(
          'the folder’s settings are gone',
          () => workspace.getConfiguration('attio').get('hover.enabled') === true,
        );
      }
    });

    it('opens the whole of a long preview, asks again, and closes it whatever the answer', async () => {
      const text = Array.from({ length: 40 }, (_, at) => `Line ${at} of the description.`).join('\n');
      const change = describing(text);
      const { outcome, script } = await write(change, [{ confirm: 'Show Details' }, { pick: await verbOf(change) }]);
      script.done();
      assert.equal(outcome.status, 'applied');
      const previews = () =>
        window.tabGroups.all.flatMap(({ tabs }) =>
          tabs.filter(({ input }) => input instanceof TabInputText && input.uri.scheme === 'attio-compare'),
        );
      assert.deepEqual(previews(), []);
      const no = await write(describing(`${text} More.`), [{ confirm: 'Show Details' }, { pick: 'Cancel' }]);
      assert.equal(no.outcome.status, 'declined');
      assert.deepEqual(previews(), []);
      assert(!script.asked[0]?.detail?.includes('Line 39'), 'the dialog shows the beginning only');
      assert.equal(await description(sandbox), text);
    });

    it('refuses before asking what the key may not do', async () => {
      await signOutEverywhere();
      const poor = await signInToSandbox({ scopes: ['object_configuration:read', 'record_permission:read'] });
      try {
        const { outcome, script } = await write(describing('A new one.'), []);
        assert(outcome.status === 'failed' && outcome.error.kind === 'permission');
        await script.heard(/may not write records.*record_permission:read-write/);
        assert.deepEqual(script.asked, []);
        assert.deepEqual(writes(poor), []);
      } finally {
        await poor.close();
      }
    });
  });

  it('writes nothing in a folder that is not trusted, and says the way out', async () => {
    const trusted = Object.getOwnPropertyDescriptor(workspace, 'isTrusted')!;
    Object.defineProperty(workspace, 'isTrusted', { ...trusted, get: () => false });
    try {
      const { outcome, script } = await write(describing('A new one.'), []);
      assert.equal(outcome.status, 'declined');
      assert.match(script.said[0]?.message ?? '', /until you trust this folder. Nothing was sent/);
      assert.deepEqual(script.said[0]?.buttons, ['Manage Trust']);
      assert.deepEqual(writes(sandbox), []);
    } finally {
      Object.defineProperty(workspace, 'isTrusted', trusted);
    }
  });

  describe('a conflict', () => {
    const diff = () =>
      window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ input }) => input instanceof TabInputTextDiff);

    it('opens both sides; Attio’s is kept unless the person overwrites it', async () => {
      const change = describing('Mine.', original);
      await describeElsewhere(sandbox, 'Theirs.');
      const { outcome, script } = await write(change, []);
      assert.equal(outcome.status, 'conflict');
      await script.heard(/Nothing was written: someone changed “Description”/);
      assert.deepEqual(script.said[0]?.buttons, ['Overwrite with Mine', 'Keep Attio’s', 'Show Comparison']);
      assert(diff(), 'no comparison is open');
      assert.equal(await description(sandbox), 'Theirs.');
    });

    it('is overwritten by the button, once both sides were seen', async () => {
      await describeElsewhere(sandbox, 'Theirs.');
      let later: string | undefined;
      const done = new Promise<void>((resolve) => {
        void write(describing('Mine.', original), [{ press: 'Overwrite with Mine', on: /someone changed/ }], {
          later: (outcome) => {
            later = outcome.status;
            resolve();
          },
        });
      });
      await done;
      assert.equal(later, 'applied');
      assert.equal(await description(sandbox), 'Mine.');
    });
  });

  describe('a failure', () => {
    it('says what was not done, and that nothing was changed, and tries again', async () => {
      const change = describing('A new one.');
      const verb = await verbOf(change);
      sandbox.setFaults([{ kind: 'status', status: 400, method: 'PUT', message: 'Not today.' }]);
      let outcomes = 0;
      const { outcome, script } = await write(change, [{ confirm: verb }], { later: () => void outcomes++ });
      assert.equal(outcome.status, 'failed');
      await script.heard(/“.*Acme Robotics.*”: .*Nothing was changed/);
      assert.equal(outcomes, 0);
    });

    it('can be stopped when it hangs: Attio is looked at, and what came of it is said', async () => {
      const { services, ui } = await attio();
      const change = describing('A new one.');
      const script = scriptedUi({ confirm: await verbOf(change) });
      const shown: string[] = [];
      ui.use({
        ...script,
        progress: async (options, task) => {
          shown.push(options.title);
          const source = new CancellationTokenSource();
          const result = task(() => {}, source.token);
          if (options.cancellable)
            void until('it is sent', () => writes(sandbox).length > 0).then(() => source.cancel());
          return result;
        },
      });
      sandbox.setFaults([{ kind: 'hang', path: ACME, method: 'PUT' }]);
      const outcome = await carryOut(services, await connection(), change, { surface: 'records.test', slowMs: 50 });
      assert(outcome.status === 'failed' && outcome.error.kind === 'cancelled', JSON.stringify(outcome));
      assert(shown.includes('Writing to Attio takes long'), shown.join());
      await script.heard(/was read again and did not have the new values/);
      assert.equal(await description(sandbox), original);
    });

    it('of a part of a batch says how far it came, and takes back what was done', async () => {
      const gone = '00000000-aaaa-4bbb-8ccc-000000000000';
      const batch: Batch = {
        kind: 'batch',
        title: 'Create a company and describe Acme',
        changes: [
          { kind: 'record.create', object: 'companies', values: { name: ['Half Done Ltd'] } },
          describing('A new one.'),
        ],
      };
      const verb = await verbOf(batch);
      sandbox.setFaults([{ kind: 'status', status: 400, path: ACME, method: 'PUT', message: `No ${gone}.` }]);
      const { outcome, script } = await write(batch, [{ confirm: verb }]);
      assert.equal(outcome.status, 'failed');
      assert(outcome.status === 'failed' && outcome.applied?.parts?.length === 1);
      const made = outcome.applied.parts[0]!.record!.id.record_id;
      assert(await exists(sandbox, 'companies', made));
      await script.heard(/1 of 2 changes was made before \(Created Half Done Ltd \(Company\)\); the rest was not/);
      const message = script.said.find(({ buttons }) => buttons.includes('Undo What Was Done'));
      assert(message, JSON.stringify(script.said));
      // As that button does.
      await undoLast();
      assert(!(await exists(sandbox, 'companies', made)));
      assert.equal(await description(sandbox), original);
    });
  });

  describe('the journal', () => {
    const file = async () => {
      const name = (await journalFiles()).find((one) => one.includes(sandbox.workspace.id));
      return name && Uri.joinPath(await journalFolder(), name).fsPath;
    };

    it('is for its owner’s eyes only, holds no key, and goes with signing out', async () => {
      await describeAs('A new one.');
      const kept = await file();
      assert(kept);
      if (process.platform !== 'win32') assert.equal((await stat(kept)).mode & 0o777, 0o600);
      const text = Buffer.from(await workspace.fs.readFile(Uri.file(kept))).toString();
      assert(text.includes('A new one.') && text.includes(original));
      assert(!text.includes(sandbox.key));
      await signOutEverywhere();
      assert.equal(await file(), undefined);
    });

    it('keeps nothing with a retention of 0, and what was kept goes at once', async () => {
      await describeAs('A new one.');
      assert(await file());
      await workspace.getConfiguration('attio').update('undo.retentionDays', 0, ConfigurationTarget.Global);
      await until('the journal is gone', async () => (await file()) === undefined);
      const script = await describeAs('Another.');
      assert.equal(await file(), undefined);
      // While its message is there, it can still be taken back.
      await script.heard(/Acme Robotics/);
      assert(script.said.at(-1)?.buttons.includes('Undo'));
      const { said } = await run('attio.undoLastChange', []);
      assert.match(said[0]?.message ?? '', /retentionDays” is 0/);
    });

    it('of the sample workspace stays in memory', async () => {
      await signOutEverywhere();
      await run('attio.exploreSample', []);
      const { account } = await connection();
      assert.equal(account.via, 'sample');
      await describeAs('In the sample.');
      assert.equal((await (await connection()).journal.list()).length, 1);
      assert(!(await journalFiles()).some((name) => name.startsWith('sample')));
      await undoLast();
    });
  });

  describe('Undo Last Change', () => {
    it('says so when there is nothing', async () => {
      const { said } = await run('attio.undoLastChange', []);
      assert.match(said[0]?.message ?? '', /^Nothing was changed in .* from this editor/);
    });

    it('shows what it brings back, goes further back when pressed again, and then says that all is undone', async () => {
      await describeAs('First.');
      await describeAs('Second.');
      const { asked } = await undoLast();
      assert.match(asked[0]?.detail ?? '', /^Takes back: .*Acme Robotics/);
      assert(asked[0]?.detail?.includes('Second. → First.'), asked[0]?.detail);
      assert.equal(await description(sandbox), 'First.');
      await undoLast();
      assert.equal(await description(sandbox), original);
      const { said } = await run('attio.undoLastChange', []);
      assert.match(said[0]?.message ?? '', /undone already/);
    });

    it('stops where someone else changed the value since, shows both, and overwrites nothing unasked', async () => {
      await describeAs('Mine.');
      await describeElsewhere(sandbox, 'Theirs.');
      const script = await run('attio.undoLastChange', []);
      await script.heard(/was not taken back: someone changed “Description” in Attio since/);
      assert.equal(await description(sandbox), 'Theirs.');
      assert.deepEqual(script.asked, []);
      await until('both sides are shown', () => shown().length >= 2);
      const [theirs, mine] = [
        shown().find((text) => text.includes('Theirs.')),
        shown().find((text) => text.includes(original)),
      ];
      assert(theirs && mine && theirs !== mine, JSON.stringify(shown()));
    });

    it('offers the change before where what it would take back is gone for good', async () => {
      await describeAs('First.');
      const made = await ask(sandbox, 'POST', 'objects/companies/records', { values: { name: 'Short-lived Ltd' } });
      const { data } = (await made.json()) as { data: { id: { record_id: string } } };
      const recordId = data.id.record_id;
      const change = { ...describing('Of the short-lived.'), recordId };
      await write(change, [{ confirm: await verbOf(change) }]);
      assert.equal((await ask(sandbox, 'DELETE', `objects/companies/records/${recordId}`)).status, 200);
      const script = scriptedUi({ press: 'Undo the Change Before', on: /Short-lived/ }, { confirm: 'Undo' });
      (await attio()).ui.use(script);
      await commands.executeCommand('attio.undoLastChange');
      await script.heard(/^Undone: /);
      script.done();
      assert.equal(await description(sandbox), original);
    });

    it('of a create deletes', async () => {
      const { outcome } = await write(BRAND_NEW, [{ confirm: await verbOf(BRAND_NEW) }]);
      assert(outcome.status === 'applied');
      const id = outcome.applied.record!.id.record_id;
      await undoLast();
      assert(!(await exists(sandbox, 'companies', id)));
    });

    it('of a note creates it anew', async () => {
      const change = {
        kind: 'note.create',
        parentObject: 'companies',
        parentRecordId: ACME,
        title: 'Short-lived',
        format: 'markdown',
        content: 'Text of it.',
      } as const;
      const { outcome } = await write(change, [{ confirm: 'Create Note' }]);
      assert(outcome.status === 'applied');
      const note = outcome.applied.note!;
      await run('attio.deleteNote', [{ confirm: 'Delete Note' }], {
        note: { id: note.id.note_id, parentObject: 'companies', parentRecordId: ACME, title: note.title },
      });
      const { asked } = await undoLast();
      assert.match(asked[0]?.detail ?? '', /^Takes back: Deleted the note “Short-lived”/);
      const { notes } = await (await connection()).catalog.notesOf(
        { object: 'companies', recordId: ACME },
        { offset: 0, limit: 10 },
        { surface: 'test', fresh: true },
      );
      assert(notes.some(({ title, id }) => title === 'Short-lived' && id.note_id !== note.id.note_id));
    });

    it('says of a merge that it cannot be undone, keeps both as they were, and offers the change before', async () => {
      await describeAs('A new one.');
      const made = await write(BRAND_NEW, [{ confirm: await verbOf(BRAND_NEW) }]);
      assert(made.outcome.status === 'applied');
      const other = made.outcome.applied.record!.id.record_id;
      const merge = {
        kind: 'record.merge',
        object: 'companies',
        primaryRecordId: ACME,
        secondaryRecordId: other,
      } as const;
      const merged = await write(merge, [{ confirm: await verbOf(merge) }]);
      assert.equal(merged.outcome.status, 'applied', JSON.stringify(merged.outcome));
      const { said } = await run('attio.undoLastChange', [{ press: 'Show Originals', on: /cannot be undone/ }]);
      assert.deepEqual(said[0]?.buttons, ['Show Originals', 'Undo the Change Before']);
      const originals = shown().filter((text) => text.startsWith('{'));
      assert.equal(originals.length, 2);
      assert(originals.some((text) => text.includes('Brand New Ltd')) && originals.some((text) => text.includes(ACME)));
    });
  });

  describe('Recent Changes', () => {
    /** Runs the command; `choose` is given the items. */
    async function recent(choose: (items: PickItem<unknown>[]) => unknown): Promise<ScriptedUi> {
      const { ui } = await attio();
      const script = scriptedUi();
      ui.use({
        ...script,
        pick: async (items) => (await choose((await items) as PickItem<unknown>[])) as never,
      });
      await commands.executeCommand('attio.recentChanges');
      return script;
    }

    it('lists what was done, newest first, when, by what, and what is undone', async () => {
      await describeAs('First.');
      await describeAs('Second.');
      await undoLast();
      let items: PickItem<unknown>[] = [];
      await recent((some) => {
        items = some;
      });
      assert.equal(items.length, 3);
      assert.match(items[0]?.description ?? '', /^just now · undo · took a change back/);
      assert.match(items[1]?.description ?? '', /^just now · records: test · undone/);
      assert.match(items[2]?.description ?? '', /^just now · records: test$/);
      assert.match(items[2]?.label ?? '', /Acme Robotics/);
      assert.deepEqual(
        items[2]?.buttons?.map(({ tooltip }) => tooltip),
        ['Undo', 'Open Record', 'Copy'],
      );
      assert(!items[1]?.buttons?.some(({ tooltip }) => tooltip === 'Undo'));
    });

    it('opens a change to be read, with every value before and after', async () => {
      await describeAs('A new one.');
      await recent((items) => items[0]?.value);
      assert.match(activeText(), /^\w+ .*Acme Robotics/);
      assert(activeText().includes(`Description\n    before: ${original}\n    after:  A new one.`), activeText());
      const lenses = await commands.executeCommand<{ command?: { title: string } }[]>(
        'vscode.executeCodeLensProvider',
        window.activeTextEditor!.document.uri,
        5,
      );
      assert.deepEqual(
        lenses.map(({ command }) => command?.title),
        ['$(discard) Undo', '$(go-to-file) Open Record', '$(copy) Copy'],
      );
    });

    it('copies and takes back by an item’s buttons', async () => {
      await describeAs('A new one.');
      const { services, ui } = await attio();
      const buttons = new Map<string, (() => unknown) | undefined>();
      await recent((items) => {
        for (const { tooltip, run: press } of items[0]?.buttons ?? []) buttons.set(tooltip, press);
      });
      const script = scriptedUi({ confirm: 'Undo' });
      ui.use(script);
      await buttons.get('Copy')?.();
      assert.match(script.copied[0] ?? '', /after: {2}A new one\./);
      await buttons.get('Undo')?.();
      await script.heard(/^Undone: /);
      script.done();
      assert.equal(await description(sandbox), original);
      assert.equal((await (await services.connections.current()).journal.list())[0]?.undone !== undefined, true);
    });
  });
});
