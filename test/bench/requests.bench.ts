/** How many requests what a person does costs: the sandbox counts them, the surfaces' own reads cause them. */
import { parseAttioUrl } from '../../src/attio/webUrl.js';
import { describeLink } from '../../src/editor/links/describe.js';
import type { Services } from '../../src/editor/services.js';
import { seedId, seedUrl } from '../../src/sandbox/seed.js';
import { type Sandbox, type Seen, startSandbox } from '../../src/sandbox/server.js';
import { connectTo, type OpenConnection, yes } from './support/connection.js';
import type { Bench, Figure } from './support/figure.js';

const PAGE_OF_NOTES = 20;
const ACME = { object: 'companies', recordId: seedId('companies', 'acme-robotics') };
const RENEWALS = { of: { target: 'lists', list: 'renewals_2026' }, attribute: 'step' } as const;
const tree = { surface: 'tree', names: 'known' } as const;

/** A page of the tree: RecordsTree reads the page and summarises it. */
async function treePage({ catalog }: OpenConnection, object: string, offset: number): Promise<number | undefined> {
  const { records, next } = await catalog.recordsPage(object, { offset }, tree);
  await catalog.summarize(records, object, tree);
  return next;
}

/** What a record's page reads: itself, its notes, and the names of their authors. */
async function recordPage({ catalog }: OpenConnection): Promise<void> {
  const read = { surface: 'record' };
  const notes = catalog.notesOf(ACME, { offset: 0, limit: PAGE_OF_NOTES }, read);
  const view = await catalog.view(ACME, read);
  if (!view || (await notes).notes.length === 0) throw new Error('The sandbox has no such record, or it has no notes.');
  await catalog.members(read);
}

/** A card of the list of renewals is moved, as a board does it: from what was just seen. */
async function moveCard({ catalog, write }: OpenConnection): Promise<void> {
  const pipeline = await catalog.pipeline(RENEWALS, tree);
  const [from, to] = pipeline.stages;
  const [card] = (await catalog.cards(pipeline, { stage: from!.id, offset: 0 }, tree)).cards;
  const values = { step: [to!.id!] };
  const outcome = await write(
    {
      kind: 'entry.update',
      mode: 'overwrite',
      list: card!.entry!.list,
      entryId: card!.entry!.entryId,
      values,
      base: { step: card!.base as string[] },
    },
    { surface: 'bench', approve: yes, seenAt: card!.readAt, seenRef: card!.ref },
  );
  if (outcome.status !== 'applied') throw new Error(`The card was not moved: ${outcome.status}.`);
  const there = await catalog.cards(pipeline, { stage: to!.id, offset: 0 }, tree);
  if (there.cards[0]?.id !== card!.id) throw new Error('The card is not in its new stage.');
}

/** Only what a hover needs of the extension's services. */
function servicesOf(connection: OpenConnection): Services {
  const { account } = connection;
  return {
    accounts: { active: account, list: [account], state: 'ready' },
    connections: { current: async () => connection, forSlug: async () => connection },
    redactor: { redact: (text: string) => text },
  } as unknown as Services;
}

async function hover(connection: OpenConnection, url: string | null): Promise<void> {
  if (url === null) throw new Error('A record of the sandbox has no address.');
  const link = parseAttioUrl(url);
  const text = link && (await describeLink(servicesOf(connection), link, url, new AbortController().signal));
  if (!text?.includes('Open Record')) throw new Error(`The hover of ${url} says: ${text}`);
}

export const bench: Bench = {
  name: 'requests',
  async run() {
    const sandbox = await startSandbox({ records: 1000, entries: 10_000 });
    try {
      return await measure(sandbox);
    } finally {
      await sandbox.close();
    }
  },
};

async function measure(sandbox: Sandbox): Promise<Figure[]> {
  const figures: Figure[] = [];
  let before = 0;
  const since = (): readonly Seen[] => sandbox.requests().slice(before);
  const step = async <T>(what: string, most: number, act: () => Promise<T>): Promise<T> => {
    before = sandbox.requests().length;
    const result = await act();
    const seen = since();
    figures.push({
      what,
      kind: 'count',
      measured: seen.length,
      budget: { most },
      note: seen.map(({ method, path }) => `${method} ${path.replace(/^\/v2/, '').replace(/\?.*/, '')}`).join(', '),
    });
    const refused = seen.find(({ status }) => status === null || status >= 400);
    if (refused) throw new Error(`${what}: ${refused.method} ${refused.path} was answered with ${refused.status}.`);
    return result;
  };
  const connections: OpenConnection[] = [];
  const open = async () => {
    const connection = await connectTo(sandbox);
    connections.push(connection);
    return connection;
  };

  try {
    const one = await step('signing in', 1, open);
    await step('listing the objects', 1, () => one.catalog.objects(tree));
    await step('opening an object: its page, and its attributes once', 2, () => treePage(one, 'people', 0));
    await step('load more', 1, () => treePage(one, 'people', 50));
    await step('coming back to a page', 0, () => treePage(one, 'people', 50));
    await step('opening a second object: page and attributes', 2, () => treePage(one, 'companies', 0));
    const [first, second] = (await one.catalog.recordsPage('companies', { offset: 0 }, tree)).records;
    await step('first hover that names a colleague: the members, once', 1, () => hover(one, first!.web_url));
    await step('hover over a link to a record that is known', 0, () => hover(one, second!.web_url));
    // Records that no page has shown, as the links of a document.
    const [stranger, ...far] = await one.api.records.query('people', { offset: 400, limit: 101 });
    await step('hover over a link to a record that is not', 1, () => hover(one, stranger!.web_url));
    await step('hover over 100 links at once', 1, () => Promise.all(far.map(({ web_url }) => hover(one, web_url))));
    await step('and again', 0, () => Promise.all(far.map(({ web_url }) => hover(one, web_url))));

    const two = await open();
    await step('hover in a new window: record, objects, attributes, members', 4, () =>
      hover(two, seedUrl('companies', 'acme-robotics')),
    );
    await step('opening its page: notes, and one query for each object it refers to', 4, () => recordPage(two));
    await step('opening its page again', 0, () => recordPage(two));
    await step('search', 1, () => two.catalog.search('acme', { surface: 'search' }));
    await step('the same search again', 0, () => two.catalog.search('acme', { surface: 'search' }));
    await step('search by e-mail address: search, exact look-up', 2, () =>
      two.catalog.search('priya.venkataraman@lumenhealth.example', { surface: 'search' }),
    );

    const change = {
      kind: 'note.create',
      parentObject: ACME.object,
      parentRecordId: ACME.recordId,
      title: 'Bench',
      format: 'markdown',
      content: 'What it costs to write this.',
    } as const;
    await step('creating a note: preview, write, and its read-back', 1, async () => {
      const outcome = await two.write(change, { surface: 'bench', approve: yes });
      if (outcome.status !== 'applied') throw new Error(`The note was not created: ${outcome.status}.`);
    });
    await step('showing the record with the new note', 0, () => recordPage(two));

    const three = await open();
    const pipeline = await step('a pipeline: lists, objects, attributes of both, stages', 5, () =>
      three.catalog.pipeline(RENEWALS, tree),
    );
    const stages = pipeline.stages.slice(0, 2);
    await step('opening a stage of a list of 10,000: one page, and its records', 2, () =>
      three.catalog.cards(pipeline, { stage: stages[0]!.id, offset: 0 }, tree),
    );
    await step('opening another', 2, () => three.catalog.cards(pipeline, { stage: stages[1]!.id, offset: 0 }, tree));
    await step('moving a card: preview, write, read-back, and both stages shown', 2, () => moveCard(three));
    return figures;
  } finally {
    for (const connection of connections) await connection.close();
  }
}
