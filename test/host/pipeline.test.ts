/** Cards that move between stages, moves that are staged and committed, and the digest of a pipeline. */
import assert from 'node:assert/strict';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigurationTarget, commands, window, workspace } from 'vscode';
import { type AttioApi, createClient } from '../../src/attio/client.js';
import type { AttioRecord } from '../../src/attio/types.js';
import { createChangeService } from '../../src/changes/service.js';
import { createCatalog } from '../../src/crm/createCatalog.js';
import type { Card, Pipeline, PipelineRef } from '../../src/crm/pipeline/types.js';
import { commitMoves } from '../../src/editor/pipeline/commitMoves.js';
import { moveCards } from '../../src/editor/pipeline/moveCards.js';
import type { PipelineCard } from '../../src/editor/pipeline/moves.js';
import { claimCommit, StagedStore, stagedFolder } from '../../src/editor/pipeline/stagedStore.js';
import type { Connection, Services } from '../../src/editor/services.js';
import { seedId } from '../../src/sandbox/seed.js';
import type { Sandbox, SandboxOptions } from '../../src/sandbox/server.js';
import { run } from './support/accounts.js';
import { attio, requestsTo, signInToSandbox, signOutEverywhere } from './support/attio.js';
import { ask, connection, exists, shown, sides, writes } from './support/changes.js';
import { notesOf, until } from './support/notes.js';
import { type Answer, scriptedUi } from './support/scriptedUi.js';

const RENEWAL = seedId('deals', 'acme-renewal');
const BRASS = seedId('deals', 'brassfield-core');
const LUMEN = seedId('deals', 'lumen-imaging');
const WON = seedId('deals', 'lumen-platform');
const DEALS: PipelineRef = { of: { target: 'objects', object: 'deals' }, attribute: 'stage' };
const RENEWALS: PipelineRef = { of: { target: 'lists', list: 'renewals_2026' }, attribute: 'step' };
const TARGETS: PipelineRef = { of: { target: 'lists', list: 'target_accounts' }, attribute: 'tier' };
const READ = { surface: 'test' };

describe('pipelines', () => {
  let sandbox: Sandbox;
  let services: Services;

  async function signIn(options?: SandboxOptions): Promise<void> {
    sandbox = await signInToSandbox(options);
    from = 0;
    ({ services } = await attio());
  }
  beforeEach(() => signIn());
  afterEach(async () => {
    await staging(false);
    (await attio()).ui.use(undefined);
    await commands.executeCommand('workbench.action.closeAllEditors');
    await signOutEverywhere();
    await sandbox.close();
  });

  const staging = (on: boolean) =>
    workspace
      .getConfiguration('attio')
      .update('pipeline.stageMoves', on ? true : undefined, ConfigurationTarget.Global);

  const pipelineOf = async (ref: PipelineRef) => (await connection()).catalog.pipeline(ref, READ);
  const stageId = (pipeline: Pipeline, title: string) => {
    const stage = pipeline.stages.find((one) => one.title === title);
    assert(stage, pipeline.stages.map((one) => one.title).join());
    return stage.id;
  };
  /** Rows as the trees give them to commands. */
  async function cardsOf(ref: PipelineRef, ...wanted: string[]): Promise<PipelineCard[]> {
    const { account, catalog } = await connection();
    const pipeline = await pipelineOf(ref);
    const all: Card[] = [];
    for await (const page of catalog.everyCard(pipeline, READ)) all.push(...page);
    const found = wanted.map((id) => all.find((card) => card.ref.recordId === id));
    return found.map((card) => {
      assert(card);
      return { account: account.id, pipeline, card };
    });
  }

  /** What the sandbox has, behind the extension's back. */
  async function stageNow(recordId: string): Promise<string | undefined> {
    const { data } = (await (await ask(sandbox, 'GET', `objects/deals/records/${recordId}`)).json()) as {
      data: AttioRecord;
    };
    return (data.values.stage?.[0]?.status as { title: string } | undefined)?.title;
  }
  const moveElsewhere = (recordId: string, stage: string) =>
    ask(sandbox, 'PATCH', `objects/deals/records/${recordId}`, { values: { stage } });
  let from = 0;
  /** What is asked from here on counts. */
  const mark = () => {
    from = requestsTo(sandbox).length;
  };
  const requests = () =>
    requestsTo(sandbox)
      .slice(from)
      .map(({ method, path }) => `${method} ${path.replace(/\?.*/, '')}`);
  const onDeals = async (recordId: string) =>
    (await notesOf(sandbox, 'deals', recordId)).filter(({ title }) => title.startsWith('Moved to'));

  async function moving(cards: PipelineCard[], to: string | null, answers: Answer[]) {
    const { ui } = await attio();
    const script = scriptedUi(...answers);
    ui.use(script);
    const outcome = await moveCards(services, cards, to, { surface: 'test.move' });
    script.done();
    return { outcome, script };
  }
  async function stage(to: string, ...ids: string[]): Promise<void> {
    await staging(true);
    const cards = await cardsOf(DEALS, ...ids);
    const { outcome } = await moving(cards, stageId(cards[0]!.pipeline, to), []);
    assert.equal(outcome, 'staged');
    await settled(ids.length);
  }
  /** What a window has of it that was just opened. */
  function waiting() {
    const store = new StagedStore(services);
    try {
      return store.list(services.accounts.active!.id);
    } finally {
      store.dispose();
    }
  }
  /** Until the window's own set knows what another one did: it watches the folder. */
  async function settled(count: number): Promise<void> {
    const { ui } = await attio();
    for (;;) {
      const script = scriptedUi({ cancel: true });
      ui.use(script);
      await commands.executeCommand('attio.dropMove');
      if ((script.asked[0]?.labels?.length ?? 0) === count) return;
    }
  }

  describe('moving', () => {
    it('costs one write and one look at it, says it with Undo, and Undo takes it back', async () => {
      const cards = await cardsOf(DEALS, RENEWAL);
      mark();
      const { outcome, script } = await moving(cards, stageId(cards[0]!.pipeline, 'Won 🎉'), [
        { confirm: 'Save Changes' },
      ]);
      assert.equal(outcome, 'moved');
      assert.match(script.asked[0]?.detail ?? '', /Deal stage: Negotiation → Won 🎉/);
      await script.heard(/^Moved “Acme Robotics renewal 2027” from “Negotiation” to “Won 🎉”\.$/);
      assert.deepEqual(requests(), [
        `PUT /v2/objects/deals/records/${RENEWAL}`,
        `GET /v2/objects/deals/records/${RENEWAL}`,
      ]);
      await run('attio.undoLastChange', [{ confirm: 'Undo' }]);
      assert.equal(await stageNow(RENEWAL), 'Negotiation');
    });

    it('costs no more for an entry of a list', async () => {
      const cards = await cardsOf(RENEWALS, RENEWAL);
      const { entry } = cards[0]!.card;
      assert(entry);
      mark();
      const { outcome, script } = await moving(cards, stageId(cards[0]!.pipeline, 'Signed'), [
        { confirm: 'Save Changes' },
      ]);
      assert.equal(outcome, 'moved');
      await script.heard(/^Moved .* from “Proposal sent” to “Signed” in Renewals 2026\.$/);
      const place = `/v2/lists/renewals_2026/entries/${entry.entryId}`;
      assert.deepEqual(requests(), [`PUT ${place}`, `GET ${place}`]);
    });

    it('moves several in one approval, leaves out those that are there, and takes them back as one', async () => {
      const cards = await cardsOf(DEALS, RENEWAL, BRASS, WON);
      const { outcome, script } = await moving(cards, stageId(cards[0]!.pipeline, 'Won 🎉'), [
        { confirm: 'Move 2 Deals' },
      ]);
      assert.equal(outcome, 'moved');
      assert.equal(script.asked[0]?.title, 'Move 2 deals to “Won 🎉”');
      assert.deepEqual([await stageNow(RENEWAL), await stageNow(BRASS)], ['Won 🎉', 'Won 🎉']);
      await script.heard(/^Moved 2 deals to “Won 🎉”\.$/);
      await run('attio.undoLastChange', [{ confirm: 'Undo' }]);
      assert.deepEqual([await stageNow(RENEWAL), await stageNow(BRASS)], ['Negotiation', 'Negotiation']);
    });

    it('writes nothing where all are there already', async () => {
      const cards = await cardsOf(DEALS, WON);
      mark();
      const { outcome } = await moving(cards, cards[0]!.card.stage, []);
      assert.equal(outcome, 'nothing');
      assert.deepEqual(requests(), []);
    });

    it('takes the stage away where Attio allows it, and nowhere else', async () => {
      const [target] = await cardsOf(TARGETS, seedId('companies', 'verdant-labs'));
      const { outcome } = await moving([target!], null, [{ confirm: 'Save Changes' }]);
      assert.equal(outcome, 'moved');
      const [after] = await cardsOf(TARGETS, seedId('companies', 'verdant-labs'));
      assert.equal(after!.card.stage, null);
      const cards = await cardsOf(DEALS, RENEWAL);
      await assert.rejects(moving(cards, null, []), /Attio wants a value of “Deal stage” in Deals/);
      const archived = stageId(cards[0]!.pipeline, 'On ice');
      await assert.rejects(moving(cards, archived, []), /“On ice” of Deals is archived/);
    });

    it('tells both sides where someone else moved it meanwhile, and overwrites it when that is asked for', async () => {
      const cards = await cardsOf(DEALS, RENEWAL);
      await moveElsewhere(RENEWAL, 'Lost');
      const row = { ...cards[0]!, card: { ...cards[0]!.card, readAt: 0 } };
      const script = await run('attio.moveToStage', [{ pick: 'Won 🎉' }], row);
      await script.heard(/^Nothing was written: someone changed “Deal stage” in Attio since/);
      assert.equal(await stageNow(RENEWAL), 'Lost');
      assert(shown().some((text) => /Lost/.test(text)) && shown().some((text) => /Won/.test(text)), shown().join('\n'));
      const { ui } = await attio();
      const again = scriptedUi({ pick: 'Won 🎉' }, { press: 'Overwrite with Mine', on: /someone changed/ });
      ui.use(again);
      await commands.executeCommand('attio.moveToStage', row);
      await again.heard(/^Moved “Acme Robotics renewal 2027”/);
      again.done();
      assert.equal(await stageNow(RENEWAL), 'Won 🎉');
    });
  });

  describe('moving several, of which one was moved meanwhile', () => {
    it('names it, and moves the others when that is asked for', async () => {
      const cards = await cardsOf(DEALS, RENEWAL, BRASS);
      await moveElsewhere(RENEWAL, 'Lost');
      const { outcome, script } = await moving(cards, stageId(cards[0]!.pipeline, 'Won 🎉'), []);
      assert.equal(outcome, 'conflict');
      const told =
        /^Nothing was moved: “Acme Robotics renewal 2027” is in “Lost” now; someone moved it in Attio since\./;
      await script.heard(told);
      const again = scriptedUi({ press: 'Move the Other One', on: told }, { confirm: 'Save Changes' });
      (await attio()).ui.use(again);
      await moveCards(services, cards, stageId(cards[0]!.pipeline, 'Won 🎉'), { surface: 'test.move' });
      await again.heard(/^Moved “Brassfield mainframe bridge” from “Negotiation” to “Won 🎉”\.$/);
      again.done();
      assert.equal(script.said[0]?.buttons[0], 'Move the Other One');
      assert.deepEqual([await stageNow(RENEWAL), await stageNow(BRASS)], ['Lost', 'Won 🎉']);
    });
  });

  describe('Move to Stage', () => {
    it('asks in which pipeline where there are several, and shows the present stage', async () => {
      const script = await run(
        'attio.moveToStage',
        [{ pick: 'Deal stage in Deals' }, { pick: 'In Progress' }, { confirm: 'Save Changes' }],
        { object: 'deals', recordId: RENEWAL },
      );
      assert.equal(await stageNow(RENEWAL), 'In Progress');
      const [where, stages] = script.asked;
      assert.deepEqual(where?.labels?.slice(0, 2), ['Deal stage in Deals', 'Step in Renewals 2026']);
      assert.match(where?.lines?.[0] ?? '', /now Negotiation/);
      assert.deepEqual(stages?.picked, ['Negotiation']);
      assert.match(stages?.lines?.find((line) => line.startsWith('Negotiation')) ?? '', /here now since /);
      assert(!stages?.labels?.includes('On ice') && !stages?.labels?.includes('No stage'), stages?.labels?.join());
    });

    it('takes the rows of a tree as they are, several at once', async () => {
      const cards = await cardsOf(DEALS, RENEWAL, LUMEN);
      mark();
      const script = await run(
        'attio.moveToStage',
        [{ pick: 'In Progress' }, { confirm: 'Move 2 Deals' }],
        cards[0],
        cards,
      );
      assert.equal(script.asked[0]?.title, 'Move 2 deals');
      assert.match(script.asked[0]?.lines?.join('\n') ?? '', /Negotiation \| 1 of them here now/);
      assert.deepEqual([await stageNow(RENEWAL), await stageNow(LUMEN)], ['In Progress', 'In Progress']);
    });

    it('takes an entry by its id', async () => {
      const [row] = await cardsOf(RENEWALS, RENEWAL);
      await run('attio.moveToStage', [{ pick: 'Signed' }, { confirm: 'Save Changes' }], { entry: row!.card.entry });
      const [after] = await cardsOf(RENEWALS, RENEWAL);
      assert.equal(after!.card.stage, stageId(after!.pipeline, 'Signed'));
    });

    it('says so of rows of several pipelines', async () => {
      const rows = [...(await cardsOf(DEALS, RENEWAL)), ...(await cardsOf(RENEWALS, RENEWAL))];
      const script = await run('attio.moveToStage', [], rows[0], rows);
      assert.match(script.said[0]?.message ?? '', /are of several pipelines/);
    });
  });

  describe('staged moves', () => {
    it('wait instead of being written, survive, and are gone when the card goes back', async () => {
      await stage('Won 🎉', RENEWAL, BRASS);
      assert.deepEqual(writes(sandbox), []);
      const stored = waiting();
      assert.deepEqual(stored.map(({ card }) => card).sort(), [RENEWAL, BRASS].sort());
      const known = new Set(['account', 'of', 'attribute', 'card', 'object', 'recordId', 'from', 'to', 'base', 'at']);
      for (const move of stored)
        assert.deepEqual(
          Object.keys(move).filter((key) => !known.has(key)),
          [],
        );
      assert.doesNotMatch(JSON.stringify(stored), /Acme|Won|Negotiation/, 'ids only');
      const [back] = await cardsOf(DEALS, BRASS);
      const { outcome } = await moving([back!], back!.card.stage, []);
      assert.equal(outcome, 'staged');
      assert.deepEqual(
        waiting().map(({ card }) => card),
        [RENEWAL],
      );
    });

    it('of two windows come together', async () => {
      await staging(true);
      const [one, two] = [new StagedStore(services), new StagedStore(services)];
      try {
        const cards = await cardsOf(DEALS, RENEWAL, BRASS);
        const to = stageId(cards[0]!.pipeline, 'Lost');
        const moves = cards.map(({ account, card }) => ({
          ...{ account, ...DEALS, card: card.id, ...card.ref, from: card.stage, to },
          ...{ base: card.base, at: new Date().toISOString() },
        }));
        const heard = new Promise((resolve) => two.onDidChange(resolve));
        await Promise.all([one.put([moves[0]!]), two.put([moves[1]!])]);
        await heard;
        assert.equal(waiting().length, 2);
        await new Promise<void>((resolve) => {
          const look = () => one.list(moves[0]!.account).length === 2 && resolve();
          one.onDidChange(look);
          look();
        });
        // What one window has given another target meanwhile, the other cannot drop unseen.
        await one.put([{ ...moves[0]!, to: stageId(cards[0]!.pipeline, 'Won 🎉') }]);
        await two.drop([moves[0]!]);
        assert.equal(waiting().length, 2);
        await two.drop(waiting());
        assert.equal(waiting().length, 0);
      } finally {
        one.dispose();
        two.dispose();
      }
    });

    it('are committed in one approval with a note on each, and taken back together', async () => {
      await stage('Won 🎉', RENEWAL, BRASS);
      const script = await run('attio.commitMoves', [
        { input: 'Signed at the *summit*.' },
        { confirm: 'Make 4 Changes' },
      ]);
      assert.match(
        script.asked[1]?.title ?? '',
        /^Commit 2 moves with a note on each record: “Signed at the \*summit\*\.”$/,
      );
      assert.deepEqual([await stageNow(RENEWAL), await stageNow(BRASS)], ['Won 🎉', 'Won 🎉']);
      for (const id of [RENEWAL, BRASS]) {
        const [note, ...rest] = await onDeals(id);
        assert.equal(note?.title, 'Moved to Won 🎉');
        assert.match(note?.content_markdown ?? '', /Signed at the \*summit\*\./);
        assert.deepEqual(rest, []);
      }
      await script.heard(/^Committed 2 moves with a note on each record\.$/);
      assert.deepEqual(script.said.at(-1)?.buttons, ['Undo'], 'of two records none is the one to open');
      assert.deepEqual(waiting(), []);
      const undo = await run('attio.undoLastChange', [{ confirm: 'Undo' }]);
      assert.equal(undo.asked[0]?.title, 'Undo “Commit 2 moves with a note on each record: ‘Signed at the *summit*.’”');
      await undo.heard(/^Undone: Committed 2 moves with a note on each record: “Signed/);
      assert.deepEqual([await stageNow(RENEWAL), await stageNow(BRASS)], ['Negotiation', 'Negotiation']);
      for (const id of [RENEWAL, BRASS]) assert.deepEqual(await onDeals(id), []);
      assert.deepEqual(waiting(), [], 'what was taken back is not staged again');
    });

    it('keep the message when the approval is declined, and write no note without one', async () => {
      await stage('Won 🎉', RENEWAL);
      await run('attio.commitMoves', [{ input: 'Half a thought' }, { cancel: true }]);
      assert.equal(waiting().length, 1);
      const script = await run('attio.commitMoves', [{ input: '' }, { confirm: 'Save Changes' }]);
      assert.equal(script.asked[0]?.value, 'Half a thought');
      assert.equal(await stageNow(RENEWAL), 'Won 🎉');
      assert.deepEqual(await onDeals(RENEWAL), []);
    });

    it('stay where they failed, and what was made is never made twice', async () => {
      await stage('Won 🎉', RENEWAL, BRASS);
      const order = waiting().map(({ card }) => card);
      sandbox.setFaults([{ kind: 'status', status: 400, method: 'POST', path: '/v2/notes' }]);
      const script = await run('attio.commitMoves', [{ input: 'Signed.' }, { confirm: 'Make 4 Changes' }]);
      await script.heard(/1 of 4 changes was made before/);
      assert.deepEqual([await stageNow(order[0]!), await stageNow(order[1]!)], ['Won 🎉', 'Negotiation']);
      assert.deepEqual(
        waiting().map(({ card, owesNote }) => [card, owesNote]),
        [
          [order[0], true],
          [order[1], undefined],
        ],
      );
      const review = await run('attio.reviewMoves', [{ cancel: true }]);
      assert.match(review.asked[0]?.lines?.join('\n') ?? '', /Moved; its note is still to be written/);
      mark();
      const again = await run('attio.commitMoves', [{ input: 'Signed.' }, { confirm: 'Make 3 Changes' }]);
      assert.equal(again.asked[0]?.value, 'Signed.', 'the message was kept');
      assert.deepEqual([await stageNow(order[0]!), await stageNow(order[1]!)], ['Won 🎉', 'Won 🎉']);
      for (const id of order) assert.equal((await onDeals(id)).length, 1);
      assert.equal(requests().filter((one) => one.startsWith('PUT')).length, 1);
      assert.deepEqual(waiting(), []);
    });

    it('go on where they stopped by Try Again, and nothing waits then', async () => {
      await stage('Won 🎉', RENEWAL);
      sandbox.setFaults([{ kind: 'status', status: 500, method: 'POST', path: '/v2/notes', times: 20 }]);
      const { ui } = await attio();
      const first = scriptedUi({ input: 'Signed.' }, { confirm: 'Make 2 Changes' });
      let again: (() => unknown) | undefined;
      ui.use({
        ...first,
        error: async (message, ...buttons) => {
          again = buttons.find(({ title }) => title === 'Try Again')?.run;
          return first.error(message, ...buttons);
        },
      });
      await commands.executeCommand('attio.commitMoves');
      await first.heard(/./);
      sandbox.setFaults([]);
      assert(again, JSON.stringify(first.said));
      ui.use(scriptedUi({ confirm: 'Create Note' }));
      await again();
      assert.equal((await onDeals(RENEWAL)).length, 1);
      assert.deepEqual(waiting(), []);
    });

    describe('of which a commit was interrupted', () => {
      const clients: AttioApi[] = [];
      afterEach(async () => {
        await Promise.all(clients.splice(0).map((client) => client.close()));
      });
      const claims = async () => {
        const folder = stagedFolder(services.context.globalStorageUri);
        return (await readdir(folder)).filter((name) => name.endsWith('.claim')).map((name) => join(folder, name));
      };
      /** Another window, which stops for good at a write: before it is sent, or before its answer is heard. */
      const dying = async (at: number, when: 'before' | 'after') => {
        let reached = () => {};
        const dead = new Promise<void>((resolve) => {
          reached = resolve;
        });
        let count = 0;
        const mortal = <T extends object>(family: T): T =>
          new Proxy(family, {
            get: (target, key) => {
              const call = Reflect.get(target, key) as (...all: unknown[]) => Promise<unknown>;
              if (key !== 'create' && key !== 'update' && key !== 'overwrite')
                return typeof call === 'function' ? call.bind(target) : call;
              return async (...all: unknown[]) => {
                count += 1;
                const dies = count === at;
                const answer = dies && when === 'before' ? undefined : await call.apply(target, all);
                if (!dies) return answer;
                reached();
                return new Promise(() => {});
              };
            },
          });
        const { account, journal } = await connection();
        const client = createClient({ baseUrl: sandbox.url, key: sandbox.key, scopes: account.scopes });
        clients.push(client);
        const api = new Proxy(client, {
          get: (target, key) => {
            const family = Reflect.get(target, key) as object;
            return key === 'records' || key === 'notes' ? mortal(family) : family;
          },
        });
        const catalog = createCatalog(client, account);
        const changes = createChangeService({ api, catalog, account, journal });
        const mine: Connection = { account, api, catalog, journal, ...changes };
        const current = async () => mine;
        const { onDidChange } = services.connections;
        const connections = { current, forAccount: current, forSlug: current, onDidChange };
        const { globalStorageUri, globalState } = services.context;
        const context = { globalStorageUri, globalState, subscriptions: [] as { dispose(): void }[] };
        const window = { ...services, connections, context } as unknown as Services;
        const close = async () => {
          for (const one of context.subscriptions) one.dispose();
          // Its process is gone: what it held is free.
          for (const path of await claims()) await rm(path, { force: true });
        };
        return { window, dead, close };
      };

      const deaths = [1, 2, 3, 4].flatMap((at) => [[at, 'before'] as const, [at, 'after'] as const]);
      for (const [at, when] of deaths)
        it(`makes each move and each note once: the window dies ${when} write ${at} of 4`, async () => {
          await stage('Won 🎉', RENEWAL, BRASS);
          const order = waiting().map(({ card }) => card);
          const { window, dead, close } = await dying(at, when);
          const { ui } = await attio();
          ui.use(scriptedUi({ input: 'Signed.' }, { confirm: 'Make 4 Changes' }));
          void commitMoves(window);
          await dead;
          await close();
          const made = when === 'after' ? at : at - 1;
          const left = 4 - made;
          const review = await run('attio.reviewMoves', left > 0 ? [{ cancel: true }] : []);
          const rows = review.asked[0]?.lines?.join('\n') ?? '';
          assert.doesNotMatch(rows, /someone/);
          assert.equal(/Moved; its note is still to be written/.test(rows), made % 2 === 1, rows);
          mark();
          const confirm = left === 1 ? 'Create Note' : `Make ${left} Changes`;
          if (left > 0) {
            const again = await run('attio.commitMoves', [{ input: 'Signed.' }, { confirm }]);
            assert.equal(again.asked[0]?.value, 'Signed.');
            assert.doesNotMatch(again.asked[1]?.detail ?? '', /someone/);
          } else await run('attio.commitMoves', []);
          for (const id of order) {
            assert.equal(await stageNow(id), 'Won 🎉');
            assert.equal((await onDeals(id)).length, 1);
          }
          assert.equal(requests().filter((one) => one.startsWith('PUT')).length, made <= 0 ? 2 : made <= 2 ? 1 : 0);
          assert.deepEqual(waiting(), []);
        });

      it('without a note leaves nothing behind', async () => {
        await stage('Won 🎉', RENEWAL);
        const { window, dead, close } = await dying(1, 'after');
        const { ui } = await attio();
        ui.use(scriptedUi({ input: '' }, { confirm: 'Save Changes' }));
        void commitMoves(window);
        await dead;
        await close();
        const script = await run('attio.commitMoves', []);
        await script.heard(/^The staged move was committed by an earlier try/);
        assert.deepEqual(waiting(), []);
      });

      it('is not written by a second window whose question was open as well, nor at the same time', async () => {
        await stage('Won 🎉', RENEWAL);
        const { window, close } = await dying(0, 'before');
        const { ui } = await attio();
        let agree = () => {};
        const asked = new Promise<void>((resolve) => {
          const waits = new Promise<void>((done) => {
            agree = done;
          });
          const script = scriptedUi({ input: 'From the other window.' });
          ui.use({
            ...script,
            confirm: async ({ verb }) => {
              resolve();
              await waits;
              return verb;
            },
          });
        });
        const other = commitMoves(window);
        await asked;
        await run('attio.commitMoves', [{ input: 'From this one.' }, { confirm: 'Make 2 Changes' }]);
        agree();
        await assert.rejects(
          other,
          /The moves that wait are not those you were asked about any more.*Nothing was sent/,
        );
        assert.equal((await onDeals(RENEWAL)).length, 1);
        await stage('Lost', RENEWAL);
        const held = await claimCommit(services, services.accounts.active!.id);
        assert(held);
        ui.use(scriptedUi({ input: 'At once.' }, { confirm: 'Make 2 Changes' }));
        await assert.rejects(commitMoves(services), /Moves are being committed at this moment/);
        await held.release();
        assert.equal(await stageNow(RENEWAL), 'Won 🎉');
        assert.equal(waiting()[0]?.sent, undefined);
        await close();
      });

      it('is not begun again by Try Again in an old message, once a newer commit has made it', async () => {
        await stage('Won 🎉', RENEWAL, BRASS, LUMEN);
        const order = waiting().map(({ card }) => card);
        sandbox.setFaults([{ kind: 'status', status: 500, method: 'POST', path: '/v2/notes', times: 20 }]);
        const { ui } = await attio();
        const first = scriptedUi({ input: 'Signed.' }, { confirm: 'Make 6 Changes' });
        let again: (() => unknown) | undefined;
        ui.use({
          ...first,
          error: async (message, ...buttons) => {
            again = buttons.find(({ title }) => title === 'Try Again')?.run;
            return first.error(message, ...buttons);
          },
        });
        await commands.executeCommand('attio.commitMoves');
        await first.heard(/./);
        sandbox.setFaults([]);
        assert(again, JSON.stringify(first.said));
        await run('attio.commitMoves', [{ input: 'Signed.' }, { confirm: 'Make 5 Changes' }]);
        const late = scriptedUi();
        ui.use(late);
        await again();
        await late.heard(/^The moves that wait are not those you were asked about any more/);
        for (const id of order) assert.equal((await onDeals(id)).length, 1);
      });
    });

    it('are committed without a message where the key may write no notes, which is said', async () => {
      await signOutEverywhere();
      await sandbox.close();
      await signIn({
        scopes: [
          'object_configuration:read',
          'record_permission:read-write',
          'user_management:read',
          'list_configuration:read',
        ],
      });
      await stage('Won 🎉', RENEWAL);
      const script = await run('attio.commitMoves', [{ confirm: 'Save Changes' }]);
      assert.match(script.asked[0]?.detail ?? '', /The key may not write notes: there is no message on the records\./);
      assert.equal(await stageNow(RENEWAL), 'Won 🎉');
    });

    it('are told apart where someone else moved the card meanwhile', async () => {
      await stage('Won 🎉', RENEWAL, BRASS);
      await moveElsewhere(RENEWAL, 'Lost');
      const review = await run('attio.reviewMoves', [{ cancel: true }]);
      const row = review.asked[0]?.lines?.find((line) => line.includes('Acme'));
      assert.match(row ?? '', /Negotiation → Won 🎉 · staged just now \| Conflict: it was moved to Lost meanwhile/);
      assert.deepEqual(review.asked[0]?.picked, ['Brassfield mainframe bridge'], 'not ticked');
      const script = await run('attio.commitMoves', [
        { confirm: 'Commit the Other One' },
        { input: '' },
        { confirm: 'Save Changes' },
      ]);
      assert.match(script.asked[0]?.detail ?? '', /Acme .*: you staged Negotiation → Won 🎉; it is in Lost now\./);
      assert.deepEqual([await stageNow(RENEWAL), await stageNow(BRASS)], ['Lost', 'Won 🎉']);
      assert.deepEqual(
        waiting().map(({ card }) => card),
        [RENEWAL],
      );
      const compared = await run('attio.commitMoves', [{ confirm: 'Compare' }]);
      assert.match(compared.asked[0]?.title ?? '', /^A card was moved since you staged it\.$/);
      await until('both sides are shown', async () => (await sides()) !== undefined);
      assert.match((await sides())!.before, /renewal 2027: Lost \(conflict: you saw it in Negotiation\)/);
      await run('attio.commitMoves', [{ confirm: 'Overwrite with Mine' }, { input: '' }, { confirm: 'Save Changes' }]);
      assert.equal(await stageNow(RENEWAL), 'Won 🎉');
      assert.deepEqual(waiting(), []);
    });

    it('are let go where the only one of them was moved meanwhile', async () => {
      await stage('Won 🎉', RENEWAL);
      await moveElsewhere(RENEWAL, 'Lost');
      await run('attio.commitMoves', [{ confirm: 'Unstage It' }]);
      assert.equal(await stageNow(RENEWAL), 'Lost');
      assert.deepEqual(waiting(), []);
    });

    it('of a card that is gone are shown as such, keep nothing from going, and can be dropped', async () => {
      await stage('Won 🎉', RENEWAL, BRASS);
      assert.equal((await ask(sandbox, 'DELETE', `objects/deals/records/${RENEWAL}`)).status, 200);
      const script = await run('attio.commitMoves', [{ input: '' }, { confirm: 'Save Changes' }]);
      assert.match(script.asked[1]?.detail ?? '', /1 card is gone and is left out/);
      assert.equal(await exists(sandbox, 'deals', RENEWAL), false);
      const review = await run('attio.reviewMoves', [{ picks: [] }, { pick: /^Unstage 1 move/ }]);
      assert.match(
        review.asked[0]?.lines?.[0] ?? '',
        /A card that is gone \| .* \| Gone: it was deleted, merged or taken out/,
      );
      assert.deepEqual(waiting(), []);
    });

    it('are reviewed: what is unticked stays, is dropped, or all is compared', async () => {
      await stage('Won 🎉', RENEWAL, BRASS, LUMEN);
      await run('attio.reviewMoves', [
        { picks: ['Acme Robotics renewal 2027'] },
        { pick: 'Commit 1 move…' },
        { input: '' },
        { confirm: 'Save Changes' },
      ]);
      assert.equal(waiting().length, 2);
      await run('attio.reviewMoves', [{ picks: [/Brassfield/] }, { pick: 'Compare Before and After' }]);
      await until('both sides are shown', async () => (await sides()) !== undefined);
      const { before, after } = (await sides())!;
      assert.match(before, /^Deals\n {2}.*: \w+/);
      assert.match(before, /Brassfield mainframe bridge: Negotiation/);
      assert.match(after, /Brassfield mainframe bridge: Won 🎉/);
      assert.doesNotMatch(`${before}${after}`, /renewal 2027/, 'what was committed is not among them');
      await run('attio.reviewMoves', [{ picks: [/Brassfield/] }, { pick: 'Unstage 1 move' }]);
      assert.deepEqual(
        waiting().map(({ card }) => card),
        [BRASS],
      );
    });

    it('are dropped by a row of a tree, and discarded as a whole once the person agrees', async () => {
      await stage('Won 🎉', RENEWAL, BRASS, LUMEN);
      const [row] = await cardsOf(DEALS, RENEWAL);
      await run('attio.dropMove', [], row);
      assert.equal(waiting().length, 2);
      await run('attio.discardMoves', [{ cancel: true }]);
      assert.equal(waiting().length, 2);
      const script = await run('attio.discardMoves', [{ confirm: 'Discard Moves' }]);
      assert.match(script.asked[0]?.detail ?? '', /Brassfield mainframe bridge: Negotiation → Won 🎉/);
      assert.deepEqual(waiting(), []);
      assert.deepEqual(writes(sandbox), []);
      await run('attio.commitMoves', []);
    });

    it('are told of when one signs out, and go with the account', async () => {
      await stage('Won 🎉', RENEWAL);
      const { id } = services.accounts.active!;
      const script = await run('attio.signOut', [{ cancel: true }], id);
      assert.match(script.asked[0]?.detail ?? '', /1 staged move that was not committed is discarded\./);
      await run('attio.signOut', [{ confirm: 'Sign Out' }], id);
      const store = new StagedStore(services);
      assert.deepEqual(store.list(id), []);
      store.dispose();
    });
  });

  describe('the digest', () => {
    const digest = async (ref: PipelineRef) => {
      const pipeline = await pipelineOf(ref);
      const { object, list } = ref.of as { object?: string; list?: string };
      const { id } = (await connection()).account;
      const of = object ?? list!;
      await run('attio.pipelineDigest', [{ pick: '7 days' }], {
        account: id,
        target: ref.of.target,
        of,
        attribute: ref.attribute,
      });
      const document = window.activeTextEditor?.document;
      assert.equal(document?.languageId, 'markdown');
      return { text: document?.getText() ?? '', pipeline };
    };

    it('says what moved, from where and by whom, what is won and lost, and what has no next step, in a few requests', async () => {
      const cards = await cardsOf(DEALS, RENEWAL, BRASS);
      const won = stageId(cards[0]!.pipeline, 'Won 🎉');
      await moving([cards[0]!], won, [{ confirm: 'Save Changes' }]);
      await moving([cards[1]!], stageId(cards[0]!.pipeline, 'In Progress'), [{ confirm: 'Save Changes' }]);
      mark();
      const before = sandbox.requests().length;
      const { text } = await digest(DEALS);
      assert.match(text, /^# Pipeline digest: Deals\n/);
      assert.match(text, /\[Acme Robotics renewal 2027\]\(https:\/\/app\.attio\.com\/.*Negotiation → Won 🎉 on /);
      assert.match(text, /\[Brassfield mainframe bridge\].* · Negotiation → In Progress on /);
      assert.match(text, /Told by the stage Won 🎉 \(celebrated in Attio\)/);
      assert.match(text, /Told by the stage Lost \(by its name\)/);
      assert.match(
        text,
        /Made from 3\d records, the histories of \d+ that moved, \d+ open tasks and \d+ meetings? ahead of Deals in /,
      );
      const asked = requests();
      // Those of one person are the Tasks view's.
      const everyones = sandbox
        .requests()
        .slice(before)
        .filter(({ path }) => path.startsWith('/v2/tasks?') && !path.includes('assignee='));
      assert(everyones.length <= 1, JSON.stringify(everyones));
      assert(asked.filter((one) => one.endsWith('/deals/records/query')).length <= 1, asked.join('\n'));
    });

    it('reads the history of entries, too', async () => {
      const cards = await cardsOf(RENEWALS, RENEWAL);
      await moving(cards, stageId(cards[0]!.pipeline, 'Signed'), [{ confirm: 'Save Changes' }]);
      const { text } = await digest(RENEWALS);
      assert.match(text, /\[Acme Robotics renewal 2027\].* · Proposal sent → Signed on /);
    });

    it('says what the key may not read', async () => {
      await signOutEverywhere();
      await sandbox.close();
      await signIn({ scopes: ['object_configuration:read', 'record_permission:read'] });
      const { text } = await digest(DEALS);
      assert.match(text, /Not known: the key may read neither tasks nor meetings\./);
    });
  });
});
