import assert from 'node:assert/strict';
import { type AttioApi, createClient } from '../../../../src/attio/client.js';
import { createCatalog } from '../../../../src/crm/createCatalog.js';
import { candidatesIn } from '../../../../src/crm/publish/candidates.js';
import { readFrontMatter } from '../../../../src/crm/publish/frontMatter.js';
import { proposeRecords } from '../../../../src/crm/publish/proposal.js';
import type { Catalog } from '../../../../src/crm/types.js';
import { SEED_WORKSPACE, seedUrl } from '../../../../src/sandbox/seed.js';
import { type Sandbox, startSandbox } from '../../../../src/sandbox/server.js';
import { cpuTime } from '../../../support/cpu.js';
import { account } from '../../../support/fakeApi.js';

describe('the records proposed for a file', () => {
  let sandbox: Sandbox;
  let api: AttioApi;
  let catalog: Catalog;
  beforeEach(async () => {
    sandbox = await startSandbox();
    const signedIn = { ...account, slug: SEED_WORKSPACE.slug };
    api = createClient({ baseUrl: sandbox.url, key: sandbox.key, scopes: signedIn.scopes, onOperation: () => {} });
    catalog = createCatalog(api, signedIn);
  });
  afterEach(async () => {
    catalog.dispose();
    await api.close();
    await sandbox.close();
  });

  const proposed = async (text: string, title = '') =>
    (
      await proposeRecords(text, readFrontMatter(text), catalog, {
        surface: 'test',
        workspace: SEED_WORKSPACE.slug,
        title,
      })
    ).map((one) => `${one.title}: ${one.reason}`);

  it('come each with its reason, the surest first', async () => {
    const text = `---
title: Spring
attendees: [grace.okafor@acme-robotics.example, Kenji Morimoto]
attio:
  - ${seedUrl('deals', 'acme-expansion')}
---
See ${seedUrl('people', 'lars-bakken')} about lumenhealth.example.

Talked to Diane Castell and ingrid.solheim@fjordline.example.
`;
    const found = await proposed(text);
    const [first] = found;
    assert.match(first ?? '', /: In the front matter$/);
    assert.deepEqual(found.slice(1), [
      'Grace Okafor: Attendee grace.okafor@acme-robotics.example',
      'Acme Robotics: Company of the attendee grace.okafor@acme-robotics.example',
      'Lars Bakken: Link in line 7',
      'Ingrid Solheim: ingrid.solheim@fjordline.example in line 9',
      'Lumen Health: lumenhealth.example in line 7',
      'Fjordline Energy: Company of ingrid.solheim@fjordline.example in line 9',
      'Kenji Morimoto: The name “Kenji Morimoto” in line 3',
      'Diane Castell: The name “Diane Castell” in line 9',
    ]);
  });

  it('say the line in which the name is a word of its own, not a piece of a word or an address', async () => {
    const text =
      'See https://x.example/Kestrel\nor kestrel@nobody.example, kestrel.example\nKestrels fly\nWe met with Kestrel.';
    const found = await proposed(text);
    assert.ok(found.includes('Kestrel Logistics: The name “Kestrel” in line 4'), found.join('\n'));
  });

  it('are found by a name in the title, also by its beginning', async () => {
    assert.deepEqual(await proposed('We met.', 'Kick-off with Quillworks'), ['Quillworks: The name “Quillworks”']);
    assert.deepEqual(await proposed('We met with Kestrel about boats.'), [
      'Kestrel Logistics: The name “Kestrel” in line 1',
      'Kestrel route planning: The name “Kestrel” in line 1',
    ]);
    assert.deepEqual(await proposed('Nothing here speaks of anybody.'), []);
  });

  it('cost a handful of requests, however long the text', async () => {
    await catalog.objects({ surface: 'test' });
    const before = sandbox.requests().length;
    const text = `grace.okafor@acme-robotics.example\n${'Ada Lovelace met Charles Babbage at Analytical Engines. See acme.example and x@y.example.\n'.repeat(3000)}`;
    const started = cpuTime();
    await proposed(text);
    assert(sandbox.requests().length - before <= 14, `${sandbox.requests().length - before} requests`);
    assert(cpuTime() - started < 3000);
  });
});

describe('names in a text', () => {
  const of = (body: string, title = '', attendees: string[] = []) => candidatesIn({ body, title, attendees });

  it('are runs of capitals, without the words that begin sentences and headings', () => {
    assert.deepEqual(of('The Next Steps are clear.\n\n## Meeting with Grace Okafor\n\nWe asked.'), ['Grace Okafor']);
    assert.deepEqual(of('Spoke with Acme Robotics’s team'), ['Acme Robotics']);
    assert.deepEqual(of('', 'Call: Straße & Söhne'), ['Straße & Söhne']);
    assert.deepEqual(of('', '', ['Bo Li', 'x@y.example']), ['Bo Li']);
    assert.deepEqual(of('Sentence. Another one. - Item'), []);
  });
});
