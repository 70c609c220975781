/** Pipelines through the catalog, against a server of Attio's kind: what is in a stage, what it costs, what writes do. */
import assert from 'node:assert/strict';
import type { Account } from '../../../../src/attio/account.js';
import { type AttioApi, createClient } from '../../../../src/attio/client.js';
import { AttioError } from '../../../../src/attio/errors.js';
import { parseScopes } from '../../../../src/attio/scopes.js';
import type { Entry } from '../../../../src/attio/types.js';
import { createCatalog } from '../../../../src/crm/createCatalog.js';
import type { Card, Pipeline, PipelineRef, Stage } from '../../../../src/crm/pipeline/types.js';
import type { Catalog, CatalogChange } from '../../../../src/crm/types.js';
import { seedId } from '../../../../src/sandbox/seed.js';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../../src/sandbox/server.js';

const by = { surface: 'test' };
/** As trees ask: what records refer to is named where that is known. */
const tree = { surface: 'test', names: 'known' } as const;
const DEALS: PipelineRef = { of: { target: 'objects', object: 'deals' }, attribute: 'stage' };
const RENEWALS: PipelineRef = { of: { target: 'lists', list: 'renewals_2026' }, attribute: 'step' };

class Room {
  seen = 0;
  changes: CatalogChange[] = [];

  private constructor(
    readonly sandbox: Sandbox,
    readonly api: AttioApi,
    readonly catalog: Catalog,
  ) {
    catalog.onDidChange((change) => this.changes.push(change));
  }

  static async open(options: SandboxOptions = {}): Promise<Room> {
    const sandbox = await startSandbox(options);
    const api = createClient({ baseUrl: sandbox.url, key: sandbox.key });
    const self = await api.self.get(by);
    assert.ok(self.active);
    const account: Account = {
      id: `attio:${self.workspace_id}`,
      via: 'attio',
      workspaceId: self.workspace_id,
      slug: self.workspace_slug,
      name: self.workspace_name,
      scopes: parseScopes(self.scope),
    };
    const room = new Room(sandbox, api, createCatalog(api, account, { locale: 'en-GB', timeZone: 'UTC' }));
    room.requests();
    return room;
  }

  async close(): Promise<void> {
    this.catalog.dispose();
    await this.api.close();
    await this.sandbox.close();
  }

  /** Requests since the last call, as `METHOD /path`, in alphabetical order. */
  requests(): string[] {
    const list = this.sandbox.requests().slice(this.seen);
    this.seen += list.length;
    return list.map(({ method, path }) => `${method} ${path.replace(/^\/v2/, '').replace(/\?.*/, '')}`).sort();
  }

  async send<T>(method: string, path: string, data?: unknown): Promise<T> {
    const response = await fetch(`${this.sandbox.url}/v2${path}`, {
      method,
      headers: { authorization: `Bearer ${this.sandbox.key}`, 'content-type': 'application/json' },
      ...(data !== undefined && { body: JSON.stringify({ data }) }),
    });
    const answer = (await response.json()) as { data: T; message?: string };
    assert.equal(response.status, 200, answer.message);
    this.requests();
    return answer.data;
  }

  stage(pipeline: Pipeline, title: string): Stage['id'] {
    const found = pipeline.stages.find((one) => one.title === title);
    assert.ok(found, `no stage ${title}`);
    return found.id;
  }

  async in(pipeline: Pipeline, title: string, options: Parameters<Catalog['cards']>[2] = tree): Promise<Card[]> {
    return (await this.catalog.cards(pipeline, { stage: this.stage(pipeline, title), offset: 0 }, options)).cards;
  }
}

const titles = (cards: readonly Card[]) => cards.map(({ title }) => title);

describe('pipelines in the catalog', () => {
  let room: Room;
  let catalog: Catalog;
  beforeEach(async () => {
    room = await Room.open();
    ({ catalog } = room);
  });
  afterEach(() => room.close());

  describe('how they are set up', () => {
    it('is by status attributes, then by selects of one value that a person may set', async () => {
      const of = (object: string) => catalog.groupings({ target: 'objects', object }, by);
      assert.deepEqual(
        (await of('deals')).map((one) => one.api_slug),
        ['stage', 'deal_type'],
      );
      const companies = (await of('companies')).map((one) => one.api_slug);
      assert.ok(companies.includes('account_status') && companies.includes('employee_range'));
      assert.ok(!companies.includes('tech_stack'), 'several values');
      assert.ok(!companies.includes('strongest_connection_strength'), 'read only');
      assert.deepEqual(await catalog.groupings({ target: 'lists', list: 'beta_testers' }, by), []);
    });

    it('has stages in Attio’s order, archived ones last, and those without a stage at the end', async () => {
      const pipeline = await catalog.pipeline(DEALS, by);
      assert.deepEqual(
        pipeline.stages.map(({ title, archived }) => (archived ? `(${title})` : title)),
        ['Lead', 'In Progress', 'Negotiation', 'Won 🎉', 'Lost', '(On ice)', 'No stage'],
      );
      assert.equal(pipeline.stages.at(-1)!.id, null);
      assert.equal(pipeline.stages[3]!.celebrated, true);
      assert.deepEqual([pipeline.name, pipeline.attributeTitle, pipeline.type], ['Deals', 'Deal stage', 'status']);
      assert.deepEqual([pipeline.objects, pipeline.money], [['deals'], 'value']);
    });

    it('of a list adds up what its records are worth, and is known by slug and by id', async () => {
      const pipeline = await catalog.pipeline(RENEWALS, by);
      const list = seedId('lists', 'renewals');
      const [attribute] = await catalog.groupings({ target: 'lists', list }, by);
      const again = await catalog.pipeline(
        { of: { target: 'lists', list }, attribute: attribute!.id.attribute_id },
        by,
      );
      assert.deepEqual(again, pipeline);
      assert.deepEqual(again.ref, RENEWALS);
      assert.deepEqual([pipeline.name, pipeline.objects, pipeline.money], ['Renewals 2026', ['deals'], 'value']);
      const companies = await catalog.pipeline(
        { of: { target: 'lists', list: 'target_accounts' }, attribute: 'tier' },
        by,
      );
      assert.deepEqual([companies.type, companies.money], ['select', 'annual_contract_value']);
    });

    it('is refused for what is not there, or has no stages', async () => {
      const is = (kind: 'not-found' | 'validation') => (error: unknown) => AttioError.is(error, kind);
      const list = (slug: string, attribute: string) =>
        catalog.pipeline({ of: { target: 'lists', list: slug }, attribute }, by);
      await assert.rejects(list('no_such_list', 'step'), is('not-found'));
      await assert.rejects(list('renewals_2026', 'no_such_attribute'), is('not-found'));
      await assert.rejects(list('renewals_2026', 'due'), is('validation'));
      await assert.rejects(
        catalog.pipeline({ of: { target: 'objects', object: 'ships' }, attribute: 'stage' }, by),
        is('not-found'),
      );
    });

    it('is read once: attributes and choices of lists as of objects', async () => {
      await catalog.pipeline(RENEWALS, by);
      room.requests();
      await catalog.pipeline(RENEWALS, by);
      const slugs = (await catalog.listAttributes('renewals_2026', by)).map((one) => one.api_slug);
      assert.ok(slugs.includes('step') && slugs.includes('due'));
      const steps = await catalog.listChoices('renewals_2026', 'step', by);
      assert.deepEqual(
        steps.map(({ title }) => title),
        ['To contact', 'Proposal sent', 'Signed', 'Lost'],
      );
      assert.equal((await catalog.list(seedId('lists', 'renewals'), by))?.api_slug, 'renewals_2026');
      assert.deepEqual(room.requests(), []);
      catalog.forget({ what: 'object', object: 'renewals_2026' });
      await catalog.listChoices('renewals_2026', 'step', by);
      assert.equal(room.requests().length, 2, 'its attributes and its choices');
    });
  });

  describe('a stage', () => {
    it('of deals costs one query, and says what, whose, how much and since when', async () => {
      const pipeline = await catalog.pipeline(DEALS, by);
      room.requests();
      const cards = await room.in(pipeline, 'Negotiation');
      assert.deepEqual(room.requests(), ['POST /objects/deals/records/query']);
      const acme = cards.find(({ id }) => id === seedId('deals', 'acme-renewal'));
      assert.ok(acme);
      assert.deepEqual(acme.ref, { object: 'deals', recordId: acme.id });
      assert.equal(acme.entry, undefined);
      assert.equal(acme.title, 'Acme Robotics renewal 2027');
      assert.deepEqual(acme.money, { amount: 184_000, currency: 'USD' });
      assert.deepEqual(acme.owners, [seedId('members', 'ada')]);
      assert.equal(acme.since?.slice(0, 16), '2026-11-09T10:45');
      assert.deepEqual(acme.base, [room.stage(pipeline, 'Negotiation')]);
      assert.equal(acme.stage, room.stage(pipeline, 'Negotiation'));
      assert.doesNotMatch(acme.description, /Negotiation|184/);
      assert.equal(acme.company, undefined, 'its name is not known');
      const since = cards.map((card) => card.since ?? card.createdAt);
      assert.deepEqual(since, [...since].sort().reverse());
      assert.deepEqual(await room.in(pipeline, 'Negotiation'), cards);
      assert.deepEqual(room.requests(), []);
    });

    it('names the companies, with one more query for all of them, where that is wanted', async () => {
      const pipeline = await catalog.pipeline(DEALS, by);
      room.requests();
      const cards = await room.in(pipeline, 'Negotiation', by);
      assert.deepEqual(room.requests(), ['POST /objects/companies/records/query', 'POST /objects/deals/records/query']);
      const acme = cards.find(({ id }) => id === seedId('deals', 'acme-renewal'))!;
      assert.equal(acme.company?.title, 'Acme Robotics');
      assert.equal(acme.company?.ref.recordId, seedId('companies', 'acme-robotics'));
      assert.equal(acme.description, '', 'company, stage and amount are said otherwise');
      await Promise.all(['Negotiation', 'Lead', 'Lost'].map((title) => room.in(pipeline, title, by)));
      assert.ok(room.requests().filter((one) => one.includes('companies')).length <= 1);
    });

    it('of a list costs one query more, for the records that are not known', async () => {
      const pipeline = await catalog.pipeline(RENEWALS, by);
      room.requests();
      const cards = await room.in(pipeline, 'Proposal sent');
      assert.deepEqual(room.requests(), [
        'POST /lists/renewals_2026/entries/query',
        'POST /objects/deals/records/query',
      ]);
      const acme = cards.find(({ ref }) => ref.recordId === seedId('deals', 'acme-renewal'))!;
      assert.deepEqual(acme.entry, { list: 'renewals_2026', entryId: acme.id });
      assert.deepEqual([acme.title, acme.money?.amount], ['Acme Robotics renewal 2027', 184_000]);
      assert.deepEqual(acme.owners, [seedId('members', 'ada')], 'of the record, where the entry names nobody');
      await room.in(pipeline, 'Signed');
      await room.in(pipeline, 'Signed');
      assert.equal(room.requests().length, 2);
    });

    it('has what has no value, what is archived, and records by a select', async () => {
      const deals = await catalog.pipeline(DEALS, by);
      assert.deepEqual(await room.in(deals, 'No stage'), []);
      assert.deepEqual(titles(await room.in(deals, 'On ice')), ['Anchor Shipyard yard plan']);
      const tiers = await catalog.pipeline({ of: { target: 'lists', list: 'target_accounts' }, attribute: 'tier' }, by);
      const [tier] = await room.in(tiers, 'Tier 1');
      await room.send('PUT', `/lists/target_accounts/entries/${tier!.id}`, { entry_values: { tier: [] } });
      catalog.forget({ what: 'entry', list: 'target_accounts', entryId: tier!.id, ref: tier!.ref });
      assert.deepEqual(titles(await room.in(tiers, 'No stage')), [tier!.title]);
      assert.deepEqual((await room.in(tiers, 'No stage'))[0]!.base, []);
      const types = await catalog.pipeline({ of: { target: 'objects', object: 'deals' }, attribute: 'deal_type' }, by);
      const pilots = await room.in(types, 'Pilot');
      assert.ok(pilots.length > 0 && titles(pilots).includes('Orbital Foods pilot'));
    });

    it('shows the entry of a record that cannot be read, without its name', async () => {
      const pipeline = await catalog.pipeline(RENEWALS, by);
      const nothing = {
        kind: 'status',
        status: 403,
        code: 'unauthorized',
        path: '/objects/deals/records/query',
      } as const;
      room.sandbox.setFaults([nothing]);
      const cards = await room.in(pipeline, 'Signed');
      assert.deepEqual(titles(cards), ['Untitled deal']);
      assert.deepEqual([cards[0]!.description, cards[0]!.money], ['', undefined]);
    });
  });

  describe('a move', () => {
    const move = (pipeline: Pipeline, card: Card, title: string) =>
      room.send<Entry>('PUT', `/lists/renewals_2026/entries/${card.id}`, {
        entry_values: { step: room.stage(pipeline, title) },
      });

    it('is followed from the write’s own answer, without another request', async () => {
      const pipeline = await catalog.pipeline(RENEWALS, by);
      const [card] = await room.in(pipeline, 'To contact');
      const before = titles(await room.in(pipeline, 'Signed'));
      const entry = await move(pipeline, card!, 'Signed');
      catalog.learnEntry(entry);
      assert.deepEqual(room.changes, [{ what: 'entry', list: 'renewals_2026', entryId: card!.id, ref: card!.ref }]);
      assert.ok(!titles(await room.in(pipeline, 'To contact')).includes(card!.title));
      const [moved, ...others] = await room.in(pipeline, 'Signed');
      assert.deepEqual(titles(others), before);
      assert.equal(moved!.id, card!.id);
      assert.equal(moved!.stage, room.stage(pipeline, 'Signed'));
      assert.deepEqual(moved!.base, [room.stage(pipeline, 'Signed')]);
      assert.ok(moved!.since! > card!.since!);
      assert.deepEqual(room.requests(), []);
    });

    it('of a deal is followed likewise', async () => {
      const pipeline = await catalog.pipeline(DEALS, by);
      const [card] = await room.in(pipeline, 'Lead');
      await room.in(pipeline, 'Lost');
      const record = await room.send<Parameters<Catalog['learnRecord']>[0]>(
        'PATCH',
        `/objects/deals/records/${card!.id}`,
        { values: { stage: 'Lost' } },
      );
      catalog.learnRecord(record, 'deals');
      assert.ok(!titles(await room.in(pipeline, 'Lead')).includes(card!.title));
      assert.equal((await room.in(pipeline, 'Lost'))[0]!.id, card!.id);
      assert.deepEqual(room.requests(), []);
    });

    it('is not undone by an answer that was asked for before', async () => {
      const pipeline = await catalog.pipeline(RENEWALS, by);
      const [card] = await room.in(pipeline, 'To contact');
      const late = room.in(pipeline, 'To contact', { ...tree, fresh: true });
      const entry = structuredClone(await room.api.entries.get('renewals_2026', card!.id, by));
      entry.entry_values.step = [];
      catalog.learnEntry(entry);
      await late;
      assert.ok(!titles(await room.in(pipeline, 'To contact')).includes(card!.title));
    });

    it('takes out what is removed, and what belongs to a record that is deleted', async () => {
      const pipeline = await catalog.pipeline(RENEWALS, by);
      const [one, two, ...rest] = await room.in(pipeline, 'Proposal sent');
      room.requests();
      catalog.forgetEntry(seedId('lists', 'renewals'), one!.id, one!.ref);
      assert.deepEqual(room.changes.at(-1), {
        what: 'entry',
        list: 'renewals_2026',
        entryId: one!.id,
        ref: one!.ref,
      });
      catalog.forgetRecord(two!.ref);
      assert.deepEqual(titles(await room.in(pipeline, 'Proposal sent')), titles(rest));
      assert.deepEqual(room.requests(), []);
    });

    it('of somebody else is told when the card is looked at', async () => {
      const pipeline = await catalog.pipeline(RENEWALS, by);
      const [card] = await room.in(pipeline, 'To contact');
      await room.in(pipeline, 'Lost');
      await move(pipeline, card!, 'Lost');
      const now = await catalog.card(pipeline, card!, tree);
      assert.equal(now?.stage, room.stage(pipeline, 'Lost'));
      assert.deepEqual(room.requests(), [`GET /lists/renewals_2026/entries/${card!.id}`]);
      assert.equal(room.changes.length, 1);
      assert.equal((await room.in(pipeline, 'Lost'))[0]!.id, card!.id);
      await room.send('DELETE', `/lists/renewals_2026/entries/${card!.id}`);
      assert.equal(await catalog.card(pipeline, card!, by), undefined);
    });
  });
});

describe('a list of 10,000 entries', () => {
  let room: Room;
  let catalog: Catalog;
  let pipeline: Pipeline;
  before(async () => {
    room = await Room.open({ records: 20_000, entries: 10_000 });
    ({ catalog } = room);
    pipeline = await catalog.pipeline(RENEWALS, by);
  });
  after(() => room.close());
  beforeEach(() => room.requests());

  it('opens with one page for each stage, and one query for its records', async () => {
    for (const { id } of pipeline.stages) {
      const page = await catalog.cards(pipeline, { stage: id, offset: 0 }, tree);
      assert.equal(page.cards.length, 50);
      assert.equal(page.next, 50);
      assert.deepEqual(room.requests(), [
        'POST /lists/renewals_2026/entries/query',
        'POST /objects/deals/records/query',
      ]);
    }
  });

  it('pages on without doubles or gaps while cards come and go', async () => {
    const stage = room.stage(pipeline, 'Lost');
    const first = await catalog.cards(pipeline, { stage, offset: 0 }, tree);
    const second = await catalog.cards(pipeline, { stage, offset: first.next! }, tree);
    const gone = first.cards[7]!;
    const entry = await room.send<Entry>('PUT', `/lists/renewals_2026/entries/${gone.id}`, {
      entry_values: { step: room.stage(pipeline, 'Signed') },
    });
    catalog.learnEntry(entry);
    // One that stands far down comes into the stage, too.
    const far = (await catalog.cards(pipeline, { stage: room.stage(pipeline, 'To contact'), offset: 900 }, tree))
      .cards[0]!;
    const come = await room.send<Entry>('PUT', `/lists/renewals_2026/entries/${far.id}`, {
      entry_values: { step: stage },
    });
    catalog.learnEntry(come);
    const ids: string[] = [];
    let offset: number | undefined = 0;
    let pages = 0;
    while (offset !== undefined) {
      const page: Awaited<ReturnType<Catalog['cards']>> = await catalog.cards(pipeline, { stage, offset }, tree);
      ids.push(...page.cards.map(({ id }) => id));
      offset = page.next;
      pages++;
    }
    assert.equal(ids[0], far.id, 'before the others');
    assert.ok(pages > 10);
    assert.equal(new Set(ids).size, ids.length);
    assert.ok(!ids.includes(gone.id));
    const all = await room.api.entries.query('renewals_2026', { filter: { step: stage! }, limit: 500, offset: 0 });
    for (let at = 500; ; at += 500) {
      const more = await room.api.entries.query('renewals_2026', { filter: { step: stage! }, limit: 500, offset: at });
      all.push(...more);
      if (more.length < 500) break;
    }
    assert.deepEqual([...ids].sort(), all.map((one) => one.id.entry_id).sort());
    assert.ok(second.cards.every(({ id }) => ids.includes(id)));
  });

  it('is looked through five hundred at a time, as bulk work, and remembered by nobody', async () => {
    const seen = new Set<string>();
    let sum = 0;
    let most = 0;
    for await (const cards of catalog.everyCard(pipeline, tree)) {
      most = Math.max(most, cards.length);
      for (const card of cards) {
        seen.add(card.id);
        sum += card.money?.amount ?? 0;
      }
    }
    assert.equal(most, 500);
    assert.equal(seen.size, 10_007);
    assert.ok(sum > 0);
    const queries = room.requests();
    assert.equal(queries.filter((one) => one.includes('/entries/query')).length, 21);
    assert.ok(queries.length <= 43, `${queries.length} requests`);
  });

  it('gives up when nobody wants it any more', async () => {
    const controller = new AbortController();
    await assert.rejects(
      (async () => {
        for await (const _ of catalog.everyCard(pipeline, { ...tree, signal: controller.signal })) controller.abort();
      })(),
      (error: unknown) => AttioError.is(error, 'cancelled'),
    );
  });
});
