import assert from 'node:assert/strict';
import { commands, type QuickPick, type QuickPickItem, window } from 'vscode';
import { pick, pickLive, pickMany } from '../../src/editor/prompts.js';
import { pickRecord } from '../../src/editor/search/pickRecord.js';
import { recentRecords } from '../../src/editor/search/recent.js';
import type { Services } from '../../src/editor/services.js';
import type { PickItem } from '../../src/editor/ui.js';
import { seedId, seedUrl } from '../../src/sandbox/seed.js';
import type { Sandbox } from '../../src/sandbox/server.js';
import { attio, signInToSandbox, signOutEverywhere } from './support/attio.js';
import { scriptedUi } from './support/scriptedUi.js';

/** The boxes that are made until `restore`. */
function watched() {
  const boxes: QuickPick<QuickPickItem>[] = [];
  const create = window.createQuickPick;
  window.createQuickPick = <T extends QuickPickItem>() => {
    const box = create<T>();
    boxes.push(box as unknown as QuickPick<QuickPickItem>);
    return box;
  };
  const restore = () => {
    window.createQuickPick = create;
  };
  return { boxes, restore };
}

const heard = <E>(event: (listener: (e: E) => void) => { dispose(): void }) =>
  new Promise<void>((resolve) => {
    const listener = event(() => {
      listener.dispose();
      resolve();
    });
  });

describe('a box whose rows are still to come', () => {
  /** A box in which `sig` was typed before its rows are there, of which another is the present one. */
  async function typed() {
    const { boxes, restore } = watched();
    let answer = () => {};
    const items = new Promise<PickItem<string>[]>((resolve) => {
      answer = () =>
        resolve([
          { label: 'Proposal sent', value: 'proposal', picked: true },
          { label: 'Signed', value: 'signed' },
          { label: 'Resigned', value: 'resigned' },
        ]);
    });
    const picked = pick(items, { title: 'Move' });
    restore();
    const box = boxes[0]!;
    const value = heard(box.onDidChangeValue);
    box.value = 'sig';
    await value;
    return { box, picked, answer };
  }
  async function enter({ onDidAccept }: QuickPick<QuickPickItem>): Promise<void> {
    const accepted = heard(onDidAccept);
    await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    await accepted;
  }

  it('takes the first that matches what was typed meanwhile', async () => {
    const { box, picked, answer } = await typed();
    const active = heard(box.onDidChangeActive);
    answer();
    await active;
    await enter(box);
    assert.equal(await picked, 'signed');
  });

  it('takes the Enter that was pressed before', async () => {
    const { box, picked, answer } = await typed();
    await enter(box);
    answer();
    assert.equal(await picked, 'signed');
  });

  it('forgets that Enter when more is typed', async () => {
    const { box, picked, answer } = await typed();
    await enter(box);
    const value = heard(box.onDidChangeValue);
    box.value = 'resig';
    await value;
    const active = heard(box.onDidChangeActive);
    answer();
    await active;
    await commands.executeCommand('workbench.action.closeQuickOpen');
    assert.equal(await picked, undefined);
  });

  it('does not take an early Enter for no box being ticked', async () => {
    const { boxes, restore } = watched();
    let answer = () => {};
    const items = new Promise<PickItem<string>[]>((resolve) => {
      answer = () => resolve([{ label: 'One', value: 'one', picked: true }]);
    });
    const picked = pickMany(items, { title: 'Which' });
    restore();
    const box = boxes[0]!;
    await enter(box);
    const selected = heard(box.onDidChangeSelection);
    answer();
    await selected;
    await enter(box);
    assert.deepEqual(await picked, ['one']);
  });
});

describe('search for records', () => {
  let sandbox: Sandbox;
  let services: Services;
  const search = async (query: string, pick: string | RegExp) => {
    const { ui } = await attio();
    const script = scriptedUi({ pick, type: query });
    ui.use(script);
    const picked = await pickRecord(services, { title: 'Pick' });
    ui.use(undefined);
    script.done();
    return { picked, labels: script.asked[0]!.labels! };
  };

  before(async () => {
    sandbox = await signInToSandbox();
    ({ services } = await attio());
  });
  after(async () => {
    await signOutEverywhere();
    await sandbox.close();
  });

  it('finds by name, e-mail address, domain, id and link, the exact one first', async () => {
    const grace = seedId('people', 'grace-okafor');
    for (const query of [
      'Grace Okafor',
      'grace.okafor@acme-robotics.example',
      grace,
      seedUrl('people', 'grace-okafor'),
    ]) {
      const { picked, labels } = await search(query, 'Grace Okafor');
      assert.equal(labels[0], 'Grace Okafor', query);
      assert.equal(picked?.recordId, grace);
      assert.equal(picked?.account, services.accounts.active?.id);
    }
    const { labels } = await search('acme-robotics.example', 'Acme Robotics');
    assert.equal(labels[0], 'Acme Robotics');
  });

  it('remembers what was picked by id only, newest first', async () => {
    await search('Lumen', 'Lumen Health');
    await search('Acme', 'Acme Robotics');
    const recent = recentRecords(services, services.accounts.active!.id);
    assert.deepEqual(
      recent.slice(0, 2).map(({ recordId }) => recordId),
      [seedId('companies', 'acme-robotics'), seedId('companies', 'lumen-health')],
    );
    for (const ref of recent) assert.deepEqual(Object.keys(ref).sort(), ['object', 'recordId']);
    const { labels } = await search('', 'Lumen Health');
    assert.deepEqual(labels.slice(0, 2), ['Acme Robotics', 'Lumen Health']);
  });

  it('offers what a text speaks of before what was used last', async () => {
    const { ui } = await attio();
    const script = scriptedUi({ pick: /./ });
    ui.use(script);
    const target = { object: 'companies', recordId: seedId('companies', 'acme-robotics') };
    const picked = await pickRecord(services, { title: 'Pick', first: [{ label: 'Said in the text', value: target }] });
    ui.use(undefined);
    const labels = script.asked[0]!.labels!;
    assert.equal(labels[0], 'Said in the text');
    assert.ok(!labels.includes('Acme Robotics'), 'offered once, not twice');
    assert.equal(picked?.recordId, target.recordId);
  });

  it('opens what is picked, and does not keep what the box was closed on', async () => {
    const { ui } = await attio();
    const script = scriptedUi({ cancel: true });
    ui.use(script);
    await commands.executeCommand('attio.search');
    ui.use(undefined);
    script.done();
  });

  it('keeps an Enter until the answer to what is typed is there, unless something else is pressed', async () => {
    const { boxes, restore } = watched();
    const waiting = new Map<string, () => void>();
    const answers = new Map<string, () => void>();
    const load = (query: string): Promise<PickItem<string>[]> =>
      new Promise((resolve) => {
        const rows = ['first', 'second'].map((row) => ({ label: `${row} of ${query}`, value: `${row} of ${query}` }));
        answers.set(query, () => resolve(rows));
        waiting.get(query)?.();
      });
    const askedFor = (query: string) =>
      answers.has(query) ? Promise.resolve() : new Promise<void>((resolve) => waiting.set(query, resolve));
    /** A box that shows what was found for `lum`, in which `lumen` was typed and Enter pressed; its answer is to come. */
    async function entered() {
      answers.clear();
      waiting.clear();
      const picked = pickLive<string>({ title: 'Live', value: 'lum', load });
      const box = boxes.at(-1)!;
      await askedFor('lum');
      const active = heard(box.onDidChangeActive);
      answers.get('lum')!();
      await active;
      box.value = 'lumen';
      await askedFor('lumen');
      const accepted = heard(box.onDidAccept);
      await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      await accepted;
      return { box, picked };
    }
    try {
      const one = await entered();
      answers.get('lumen')!();
      assert.equal(await one.picked, 'first of lumen');

      const typedOn = await entered();
      typedOn.box.value = 'lumens';
      await askedFor('lumens');
      answers.get('lumen')!();
      answers.get('lumens')!();
      await new Promise(setImmediate);
      assert.equal(typedOn.box.items[0]?.label, 'first of lumens');
      await commands.executeCommand('workbench.action.closeQuickOpen');
      assert.equal(await typedOn.picked, undefined);

      const moved = await entered();
      const active = heard(moved.box.onDidChangeActive);
      await commands.executeCommand('workbench.action.quickOpenSelectNext');
      await active;
      answers.get('lumen')!();
      await new Promise(setImmediate);
      assert.equal(moved.box.items[0]?.label, 'first of lumen');
      await commands.executeCommand('workbench.action.closeQuickOpen');
      assert.equal(await moved.picked, undefined);

      const closed = await entered();
      await commands.executeCommand('workbench.action.closeQuickOpen');
      answers.get('lumen')!();
      assert.equal(await closed.picked, undefined);
    } finally {
      restore();
    }
  });

  it('aborts the older query when more is typed, and shows only the newer answer', async () => {
    const { boxes, restore } = watched();
    const asked: { query: string; signal: AbortSignal; answer: () => void }[] = [];
    let heard = () => {};
    const next = () =>
      new Promise<void>((resolve) => {
        heard = resolve;
      });
    const load = (query: string, signal: AbortSignal): Promise<PickItem<string>[]> =>
      new Promise((resolve) => {
        asked.push({ query, signal, answer: () => resolve([{ label: `answer to ${query}`, value: query }]) });
        heard();
      });
    try {
      const first = next();
      const picked = pickLive<string>({ title: 'Live', value: 'lum', load });
      const box = boxes[0]!;
      await first;
      const second = next();
      // As if it were typed: VS Code reports it back like typing.
      box.value = 'lumen';
      await second;
      assert.deepEqual(
        asked.map(({ query, signal }) => `${query} ${signal.aborted}`),
        ['lum true', 'lumen false'],
      );
      assert.equal(box.busy, true);
      asked[1]!.answer();
      asked[0]!.answer();
      await new Promise(setImmediate);
      assert.deepEqual(
        box.items.map(({ label, alwaysShow }) => `${label} ${alwaysShow}`),
        ['answer to lumen true'],
      );
      assert.equal(box.busy, false);
      await commands.executeCommand('workbench.action.closeQuickOpen');
      assert.equal(await picked, undefined);
      assert.equal(asked[1]!.signal.aborted, true);
    } finally {
      restore();
    }
  });
});
