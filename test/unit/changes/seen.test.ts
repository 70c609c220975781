import assert from 'node:assert/strict';
import type { UpdateEntry, UpdateRecord } from '../../../src/attio/writes.js';
import type { Approver } from '../../../src/changes/change.js';
import { writable } from '../../../src/crm/edit/writable.js';
import { seedId } from '../../../src/sandbox/ids.js';
import type { Sandbox } from '../../../src/sandbox/server.js';
import { agree, type Desk, raw, withSandbox } from './sandboxed.js';
import { applied } from './support.js';

const LIST = 'renewals_2026';
const deal = seedId('deals', 'fjordline-renewal');

describe('changes of what was seen a moment ago, on the sample workspace', function () {
  this.timeout(60_000);
  let sandbox: Sandbox;
  let own: Desk;
  let time: number;
  withSandbox(
    (fresh, at) => {
      sandbox = fresh;
      own = at;
      time = Date.now();
    },
    { now: () => time },
  );

  const calls = async (run: () => Promise<unknown>): Promise<string[]> => {
    const before = sandbox.requests().length;
    await run();
    return sandbox
      .requests()
      .slice(before)
      .map(({ method, path }) => `${method} ${path.split('?')[0]!.replace(/[0-9a-f-]{36}/g, '…')}`);
  };
  const options = { surface: 'test' };

  /** An entry of a list in one of its stages, another stage, and all that a board knows when it shows it. */
  async function card() {
    const [attribute] = await own.catalog.groupings({ target: 'lists', list: LIST }, options);
    const pipeline = await own.catalog.pipeline(
      { of: { target: 'lists', list: LIST }, attribute: attribute!.api_slug },
      options,
    );
    for (const stage of pipeline.stages) {
      const { cards } = await own.catalog.cards(pipeline, { stage: stage.id, offset: 0 }, options);
      const [one] = cards;
      if (!one) continue;
      const to = pipeline.stages.find(({ id, archived }) => id !== null && id !== stage.id && !archived)!;
      const move: UpdateEntry = {
        kind: 'entry.update',
        mode: 'overwrite',
        list: LIST,
        entryId: one.id,
        values: { [attribute!.api_slug]: [to.id!] },
        base: { [attribute!.api_slug]: one.base as string[] },
      };
      return { slug: attribute!.api_slug, one, stage, to, move };
    }
    throw new Error('no card');
  }
  const stageOf = async (entryId: string, slug: string) =>
    (await raw(sandbox, 'GET', `/v2/lists/${LIST}/entries/${entryId}`)).entry_values[slug][0]?.status?.id.status_id;

  it('a card is moved with one write and one read-back', async () => {
    const { move, one, slug, stage, to } = await card();
    const asked = await calls(async () => {
      const done = applied(await own.service.write(move, own.options({ seenAt: time, seenRef: one.ref })));
      assert.deepEqual(done.differences, []);
    });
    assert.deepEqual(asked, [`PUT /v2/lists/${LIST}/entries/…`, `GET /v2/lists/${LIST}/entries/…`]);
    assert.equal(await stageOf(one.id, slug), to.id);
    const [preview] = own.seen;
    assert.equal(
      preview!.sentence,
      `Change the ${slug.replaceAll('_', ' ')} of ${one.title} (Deal) in the list Renewals 2026`,
    );
    assert.deepEqual(
      preview!.fields.map(({ before, after }) => [before, after]),
      [[stage.title, to.title]],
    );
    // Its undo looks, and goes back to where it was.
    applied(await own.service.undo(own.journal.entries[0]!, own.options()));
    assert.equal(await stageOf(one.id, slug), stage.id);
  });

  it('it is not read again while the person agrees', async () => {
    const { move, one } = await card();
    const slowly: Approver = async (preview, change) => {
      time += 20_000;
      return { ...(await agree(preview, change))!, at: new Date(time).toISOString() };
    };
    const seen = { seenAt: time, seenRef: one.ref, approve: slowly };
    const asked = await calls(() => own.service.write(move, own.options(seen)));
    assert.deepEqual(
      asked.map((call) => call.split(' ')[0]),
      ['PUT', 'GET'],
    );
  });

  it('what was seen longer ago, or not of all that is written, is read again, and conflicts', async () => {
    const { move, one, slug, to } = await card();
    const { stages } = await own.catalog.pipeline({ of: { target: 'lists', list: LIST }, attribute: slug }, options);
    const third = stages.find(({ id, archived }) => id !== null && id !== to.id && id !== one.stage && !archived)!;
    await raw(sandbox, 'PUT', `/v2/lists/${LIST}/entries/${one.id}`, {
      data: { entry_values: { [slug]: third.id } },
    });
    const seen = { seenAt: time - 31_000, seenRef: one.ref };
    assert.equal((await own.service.write(move, own.options(seen))).status, 'conflict');
    const { base: _, ...blind } = move;
    const asked = await calls(() => own.service.write(blind, own.options({ ...seen, seenAt: time })));
    assert.equal(asked[0], `GET /v2/lists/${LIST}/entries/…`);
    // And when the half minute ends while the person reads.
    const late: Approver = async (preview, change) => {
      await raw(sandbox, 'PUT', `/v2/lists/${LIST}/entries/${one.id}`, {
        data: { entry_values: { [slug]: one.stage } },
      });
      time += 40_000;
      return { ...(await agree(preview, change))!, at: new Date(time).toISOString() };
    };
    const next = { ...move, values: { [slug]: [third.id!] }, base: { [slug]: [to.id!] } };
    const outcome = await own.service.write(next, own.options({ seenAt: time, seenRef: one.ref, approve: late }));
    assert.equal(outcome.status, 'conflict');
  });

  it('without its record an entry is read to know whose it is', async () => {
    const { move } = await card();
    const asked = await calls(() => own.service.write(move, own.options({ seenAt: time })));
    assert.equal(asked[0], `GET /v2/lists/${LIST}/entries/…`);
  });

  it('in a batch everything is looked at', async () => {
    const { move, one } = await card();
    const batch = { kind: 'batch' as const, title: 'Move one card', changes: [move] };
    const asked = await calls(() => own.service.write(batch, own.options({ seenAt: time, seenRef: one.ref })));
    assert.equal(asked[0], `GET /v2/lists/${LIST}/entries/…`);
  });

  it('a record is written with one write and one read-back too', async () => {
    const read = async () => {
      const [record, attributes] = await Promise.all([
        own.catalog.record({ object: 'deals', recordId: deal }, options),
        own.catalog.attributes('deals', options),
      ]);
      const attribute = attributes.find(({ api_slug }) => api_slug === 'stage')!;
      const choices = await own.catalog.choices('deals', 'stage', options);
      const base = writable(record!.values.stage, attribute);
      return { base, to: choices.find(({ id, archived }) => !archived && id !== base[0])! };
    };
    const { base, to } = await read();
    await own.catalog.summary({ object: 'deals', recordId: deal }, options);
    const move: UpdateRecord = {
      kind: 'record.update',
      mode: 'overwrite',
      object: 'deals',
      recordId: deal,
      values: { stage: [to.id] },
      base: { stage: base },
    };
    const asked = await calls(async () => applied(await own.service.write(move, own.options({ seenAt: time }))));
    assert.deepEqual(asked, ['PUT /v2/objects/deals/records/…', 'GET /v2/objects/deals/records/…']);
    // What an earlier try may have left is looked at, however short ago it was seen.
    const again = await calls(() => own.service.write(move, own.options({ seenAt: time, mayBeDone: true })));
    assert.deepEqual(again, ['POST /v2/objects/deals/records/query']);
  });
});
