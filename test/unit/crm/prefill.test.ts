import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type FoundPerson, nameOfDomain, prefillFrom } from '../../../src/crm/prefill.js';

const first = async (text: string): Promise<FoundPerson | undefined> => (await prefillFrom(text)).people[0];

describe('what a selected text fills in', () => {
  it('reads a signature', async () => {
    const { people, company } = await prefillFrom(
      'See you then.\n\nBest regards,\n\nAda Lovelace\nChief Analyst | Analytical Engines\n+44 20 7946 0101\nada@analyticalengines.com\nhttps://www.linkedin.com/in/ada-lovelace\n',
    );
    assert.deepEqual(people, [
      {
        name: 'Ada Lovelace',
        emails: ['ada@analyticalengines.com'],
        phones: ['+442079460101'],
        jobTitle: 'Chief Analyst',
        linkedin: 'https://www.linkedin.com/in/ada-lovelace',
      },
    ]);
    assert.deepEqual(company, { name: 'Analytical Engines', domains: ['analyticalengines.com'], phones: [] });
  });

  it('reads addresses with names, however they are written', async () => {
    for (const text of [
      'Ada Lovelace <ada@engines.example>',
      '"Lovelace, Ada" <ada@engines.example>',
      'From: Ada Lovelace <ada@engines.example>',
      '- **Ada Lovelace** (ada@engines.example)',
      'Ada Lovelace, ada@engines.example',
      '> Ada Lovelace - ada@engines.example',
      'Ada Lovelace\n\nada@engines.example',
    ])
      assert.equal((await first(text))?.name, 'Ada Lovelace', text);
  });

  it('tells several people apart, with what belongs to each', async () => {
    const { people } = await prefillFrom(
      '- **Ada Lovelace**, CTO at Acme Robotics (ada@acme-robotics.example)\n- Bob Stone, VP Sales — bob@acme-robotics.example, +1 617 555 0110',
    );
    assert.deepEqual(people, [
      { name: 'Ada Lovelace', emails: ['ada@acme-robotics.example'], phones: [], jobTitle: 'CTO' },
      { name: 'Bob Stone', emails: ['bob@acme-robotics.example'], phones: ['+16175550110'], jobTitle: 'VP Sales' },
    ]);
  });

  it('reads labels, and cards as address books write them', async () => {
    const labelled = await prefillFrom(
      'Name: Grace Hopper\nTitle: Rear Admiral\nCompany: Compiler Works\nPhone: (617) 555-0110\nEmail: grace@compilers.example',
      { region: 'US' },
    );
    assert.deepEqual(labelled.people, [
      { name: 'Grace Hopper', emails: ['grace@compilers.example'], phones: ['+16175550110'], jobTitle: 'Rear Admiral' },
    ]);
    assert.equal(labelled.company?.name, 'Compiler Works');
    const card = await prefillFrom(
      'BEGIN:VCARD\nVERSION:3.0\nN:Lovelace;Ada;;;\nFN:Ada Lovelace\nORG:Analytical Engines;R&D\nTITLE:CTO\nTEL;TYPE=WORK,VOICE:+442079460101\nEMAIL:ada@engines.example\nEND:VCARD',
    );
    assert.deepEqual(card.people, [
      { name: 'Ada Lovelace', emails: ['ada@engines.example'], phones: ['+442079460101'], jobTitle: 'CTO' },
    ]);
    assert.equal(card.company?.name, 'Analytical Engines');
  });

  it('knows names in other writings', async () => {
    assert.equal((await first('מרים כהן <miriam@kohen.co.il>'))?.name, 'מרים כהן');
    assert.equal((await first('田中 太郎\n営業部\ntaro@tanaka.example'))?.name, '田中 太郎');
    assert.equal((await first('Анна Петрова, anna@petrova.example'))?.name, 'Анна Петрова');
  });

  it('takes a name that looks like an abbreviated title only where it is written like one', async () => {
    assert.equal((await first('Ciro Esposito <c4@engines.example>'))?.name, 'Ciro Esposito');
    const { people } = await prefillFrom('Ciro Esposito\nCMO at Engines\nc4@engines.example');
    assert.deepEqual(people, [{ name: 'Ciro Esposito', emails: ['c4@engines.example'], phones: [], jobTitle: 'CMO' }]);
    assert.equal((await first('AVP Sales <c4@engines.example>'))?.name, undefined);
    assert.equal((await first('Acme Ltd <c4@engines.example>'))?.name, undefined);
  });

  it('takes no company from mailboxes and pages of everybody, and no person from a mailbox of nobody', async () => {
    assert.equal((await prefillFrom('Jane Doe <jane@gmail.com>')).company, undefined);
    assert.equal((await prefillFrom('Jane Doe, https://www.linkedin.com/in/jane')).company, undefined);
    const info = await prefillFrom('info@acme.io');
    assert.deepEqual(info.people, []);
    assert.deepEqual(info.company?.domains, ['acme.io']);
  });

  it('names a company as the text does, else by its domain', async () => {
    assert.equal(
      (await prefillFrom('We met ACME Robotics today, see https://acme-robotics.example/x')).company?.name,
      'ACME Robotics',
    );
    assert.equal((await prefillFrom('see https://shop.velvet-forge.co.uk')).company?.name, 'Velvet Forge');
    assert.equal(nameOfDomain('velvet-forge.co.uk'), 'Velvet Forge');
  });

  it('takes a company with its legal form from anywhere in the text before it makes a name of the domain', async () => {
    for (const [text, name] of [
      ['Straße & Söhne GmbH\ninfo@strasse-soehne.example', 'Straße & Söhne GmbH'],
      ['Jürgen Groß, Straße & Söhne GmbH, j.gross@strasse-soehne.example', 'Straße & Söhne GmbH'],
      ['Straße & Söhne GmbH, 10115 Berlin, www.strasse-soehne.de', 'Straße & Söhne GmbH'],
      ['Straße & Söhne GmbH: info@strasse-soehne.example', 'Straße & Söhne GmbH'],
      ['Straße & Söhne GmbH <info@strasse-soehne.example>', 'Straße & Söhne GmbH'],
      ['Yesterday we met Straße & Söhne GmbH & Co. KG (info@strasse-soehne.example).', 'Straße & Söhne GmbH & Co. KG'],
      ['We wrote to Nordlicht Energie, Inc. about hello@nle.example', 'Nordlicht Energie, Inc.'],
      ['at Bank of Tin Ltd. — jo@bot.example', 'Bank of Tin Ltd.'],
    ] as const)
      assert.equal((await prefillFrom(text)).company?.name, name, text);
    // Words that are no legal form where they stand, and one with nothing before it.
    for (const text of ['Acting As agreed: hi@velvet-forge.example', 'an Inc. of sorts, hi@velvet-forge.example'])
      assert.equal((await prefillFrom(text)).company?.name, 'Velvet Forge', text);
  });

  it('offers a short line as it is', async () => {
    assert.equal((await prefillFrom('  🚀 Rocket Co ')).words, '🚀 Rocket Co');
    assert.equal((await prefillFrom('two\nlines')).words, undefined);
    assert.deepEqual(await prefillFrom(' \n '), { people: [] });
  });

  it('finds each name before its address', async () => {
    const word = fc
      .stringMatching(/^[A-Z][a-z]{2,9}$/)
      .filter((one) => !/^(?:Head|Lead|Owner|Chair|Partner|The|Limited|Corp)/.test(one))
      // `Acme Ltd` before an address is a company.
      .filter((one) => !/^(?:Inc|Llc|Ltd|Plc|Gmbh|Aps|Pty|Sas|Sarl|Srl)$/.test(one));
    const people = fc.uniqueArray(fc.tuple(word, word), {
      minLength: 1,
      maxLength: 6,
      selector: (names) => names.join(),
    });
    await fc.assert(
      fc.asyncProperty(people, fc.constantFrom('\n', '; ', '\n\n'), async (names, between) => {
        const written = names.map(([one, two], at) => `${one} ${two} <mail${at}@company.example>`);
        const found = await prefillFrom(written.join(between));
        assert.deepEqual(
          found.people.map(({ name, emails }) => [name, ...emails]),
          names.map(([one, two], at) => [`${one} ${two}`, `mail${at}@company.example`]),
        );
      }),
      { examples: [[[['Avp', 'Aaa']], '\n']] },
    );
  });

  it('takes any text, invents no address, and is quick', async () => {
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(
        'Ada Lovelace',
        '<',
        '>',
        '@',
        'a@b.example',
        ': ',
        '\n',
        '\r\n',
        ';',
        '**',
        'CTO at ',
        '+49 30 901820',
        'acme.com',
        '(',
        'FN:',
        ' | ',
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 60 }), async (pieces) => {
        const text = pieces.join('');
        const { people, company } = await prefillFrom(text, { region: 'DE' });
        for (const { emails, name } of people) {
          for (const email of emails) assert.ok(text.includes(email));
          assert.ok(name === undefined || (name.trim() === name && name !== ''));
        }
        for (const domain of company?.domains ?? []) assert.ok(text.toLowerCase().includes(domain));
      }),
    );
    for (const long of ['a@b.co ', 'A ', '-', '1 2 3 ', '**__', 'Aa Bb\n', '<', 'x: ', '(']) {
      // Of the processor, not the clock: what else the machine does is no slowness of this.
      const started = process.cpuUsage();
      await prefillFrom(long.repeat(100_000));
      const { user, system } = process.cpuUsage(started);
      assert.ok((user + system) / 1_000 < 2_000, JSON.stringify(long));
    }
  });
});
