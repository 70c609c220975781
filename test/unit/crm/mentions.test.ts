import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createCatalog } from '../../../src/crm/createCatalog.js';
import { findInText } from '../../../src/crm/textFinds.js';
import type { Catalog } from '../../../src/crm/types.js';
import { cpuTime } from '../../support/cpu.js';
import { account, domain, email, type FakeApi, id, personName, sampleApi, text } from '../../support/fakeApi.js';

const found = (written: string) => findInText(written).map((find) => `${find.kind} ${find.evidence}`);

describe('what a text speaks of', () => {
  it('finds addresses and domains as people write them', () => {
    assert.deepEqual(found('Ada (ada.l+crm@acme.example), see www.acme.example.'), [
      'email ada.l+crm@acme.example',
      'domain www.acme.example',
    ]);
    assert.deepEqual(found('<mailto:ada@acme.example> and https://north.example/pricing?x=1#y'), [
      'email ada@acme.example',
      'domain north.example',
    ]);
    assert.deepEqual(found('Visit acme.com, north.io; and “müller.de”!'), [
      'domain acme.com',
      'domain north.io',
      'domain müller.de',
    ]);
    assert.deepEqual(found('| Acme | acme.example |'), ['domain acme.example']);
    assert.deepEqual(found('acme.example/pricing'), ['domain acme.example']);
    assert.deepEqual(found('acme.example: two meetings'), ['domain acme.example']);
  });

  it('does not take file names, paths, code or versions for domains', () => {
    const files =
      'index.ts README.md app.py main.rs ./run.sh a/b.com src/acme.com/x notes.test.ts package.json build.gradle.kts Dockerfile.dev v1.2.3 1.2.3.4';
    assert.deepEqual(
      found(files).filter((line) => !/dev$/.test(line)),
      [],
    );
    assert.deepEqual(found('console.log(x); user.name(1); array.map(f); fooBar.bazQux; a.b = 3 e.g. i.e. etc.'), []);
    assert.deepEqual(found('ask README.md'), []);
    assert.deepEqual(found('see https://getcracking.rs'), ['domain getcracking.rs']);
  });

  it('looks up the domain above a host as well', () => {
    assert.deepEqual(findInText('https://docs.acme.example/x')[0]!.values, ['docs.acme.example', 'acme.example']);
  });

  it('does not read Attio links as domains', () => {
    const link = `https://app.attio.com/acme-crm/company/${id(1)}/overview?x=acme.example`;
    assert.deepEqual(found(`See ${link} now`), [`link ${link}`]);
  });

  it('finds links anywhere in a large text, and addresses at its beginning and end', () => {
    const link = `https://app.attio.com/acme-crm/company/${id(1)}`;
    const other = `https://app.attio.com/acme-crm/company/${id(2)}`;
    const filler = 'nothing to see here\n'.repeat(7_500);
    for (const space of [filler, filler.replaceAll('\n', ' ')]) {
      const written = `a@acme.example ${space} ${other} m@middle.example ${space} z@north.example ${link}`;
      assert(written.length > 300_000);
      assert.deepEqual(found(written), [
        `link ${other}`,
        `link ${link}`,
        'email a@acme.example',
        'email z@north.example',
      ]);
    }
    // One link said often leaves room for the next.
    assert.deepEqual(found(`${other} `.repeat(200) + link), [`link ${other}`, `link ${link}`]);
    // An address at the cut is whole or not there.
    for (let shift = 0; shift < 30; shift++) {
      const cut = `${'-'.repeat(99_970 + shift)} whole@address.example ${'- '.repeat(200_000)}`;
      for (const one of found(cut)) assert.equal(one, 'email whole@address.example');
    }
  });

  it('costs no more for a huge text, and finds a bounded number', () => {
    const text = 'a'.repeat(2_000_000);
    const started = cpuTime();
    findInText(text);
    findInText(`${'a.'.repeat(500_000)}`);
    findInText(`${'a@'.repeat(500_000)}`);
    findInText(Array.from({ length: 20_000 }, (_, n) => `x${n}@c${n}.example c${n}.example`).join('\n'));
    assert(cpuTime() - started < 3000, `${cpuTime() - started} ms`);
    assert(findInText(Array.from({ length: 999 }, (_, n) => `x${n}@c${n}.example`).join('\n')).length <= 150);
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (written) => void findInText(written)));
  });
});

describe('mentions', () => {
  let api: FakeApi;
  let catalog: Catalog;
  const by = { surface: 'test' };

  beforeEach(() => {
    api = sampleApi();
    api.addRecord('companies', id(1), { name: text('Acme'), domains: domain('acme.example') });
    api.addRecord('companies', id(2), { name: text('North'), domains: domain('north.example') });
    api.addRecord('people', id(3), { name: personName('Ada'), email_addresses: email('ada@acme.example') });
    api.addRecord('projects', id(4), { name: text('Rollout') });
    catalog = createCatalog(api, account);
  });
  afterEach(() => catalog.dispose());

  it('names links first, then people, then companies, each once, with one query per object', async () => {
    const link = `https://app.attio.com/${account.slug}/custom/projects/record/${id(4)}`;
    const mentions = await catalog.mentions(
      `north.example met Ada@acme.example about ${link}; again north.example, ada@acme.example`,
      by,
    );
    assert.deepEqual(
      mentions.map((one) => `${one.by} ${one.title} ${one.evidence}`),
      [
        `link Rollout ${link}`,
        'email Ada Ada@acme.example',
        'domain North north.example',
        'domain Acme Ada@acme.example',
      ],
    );
    const queries = api.calls.filter((call) => call.name === 'records.query').map((call) => call.args[0]);
    assert.deepEqual(queries.sort(), ['companies', 'people', 'projects']);
  });

  it('finds whose note a link points to', async () => {
    const note = api.addNote('companies', id(2), 'Call', 'text', '2026-05-01T10:00:00Z');
    const mentions = await catalog.mentions(
      `https://app.attio.com/${account.slug}/notes/notes?modal=note&id=${note.id.note_id}`,
      by,
    );
    assert.deepEqual(
      mentions.map((one) => one.title),
      ['North'],
    );
  });

  it('asks nothing for a text that names nothing, and nothing of another workspace', async () => {
    await catalog.mentions('Just words in index.ts and README.md', by);
    await catalog.mentions(`https://app.attio.com/elsewhere/company/${id(1)}`, by);
    assert.equal(api.count('records.query'), 0);
  });

  it('does not take everybody’s mailboxes for companies', async () => {
    api.addRecord('companies', id(9), { name: text('Google'), domains: domain('gmail.com') });
    assert.deepEqual(await catalog.mentions('someone@gmail.com', by), []);
  });
});
