import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { AttioRecord, Attribute, AttributeValue } from '../../../src/attio/types.js';
import { fold, oneEditApart, personName, thingName } from '../../../src/crm/duplicates/names.js';
import { mailbox } from '../../../src/crm/duplicates/subject.js';
import {
  type DuplicatePair,
  findDuplicates,
  likeness,
  lookForDuplicates,
  type Subject,
  subjectOf,
} from '../../../src/crm/duplicates.js';
import { domain, email, id, personName as name, reference, text, value } from '../../support/fakeApi.js';

const phone = (number: string): AttributeValue[] => [
  value('phone-number', { phone_number: number, original_phone_number: number, country_code: 'DE' }),
];

function record(n: number, values: Record<string, AttributeValue[]>): AttioRecord {
  const ids = { workspace_id: id(900), object_id: id(901), record_id: id(n) };
  return { id: ids, created_at: '2026-01-01T00:00:00Z', web_url: null, values };
}

const attribute = (slug: string, type: string, more: Partial<Attribute> = {}): Attribute =>
  ({
    api_slug: slug,
    title: slug,
    type,
    is_unique: false,
    is_archived: false,
    is_multiselect: false,
    ...more,
  }) as Attribute;

const COMPANY = [
  attribute('name', 'text'),
  attribute('domains', 'domain', { is_unique: true, is_multiselect: true }),
  attribute('phone', 'phone-number'),
];
const PERSON = [
  attribute('name', 'personal-name'),
  attribute('email_addresses', 'email-address', { is_unique: true, is_multiselect: true }),
  attribute('company', 'record-reference', { title: 'Company' }),
  attribute('phone', 'phone-number'),
];
const company = (n: number, title: string, host?: string, number?: string): Subject =>
  subjectOf(
    record(n, {
      name: text(title),
      ...(host !== undefined && { domains: domain(host) }),
      ...(number !== undefined && { phone: phone(number) }),
    }),
    COMPANY,
    'Company',
  );
const person = (n: number, full: string, address?: string, employer?: number): Subject =>
  subjectOf(
    record(n, {
      name: name(full),
      ...(address !== undefined && { email_addresses: email(address) }),
      ...(employer !== undefined && { company: reference('companies', id(employer)) }),
    }),
    PERSON,
    'Person',
  );

const key = (title: string) => thingName(title)?.key;
const told = ({ a, b, certainty, reasons }: DuplicatePair) =>
  `${a.title} = ${b.title}: ${certainty}, ${reasons.map((one) => one.text).join('; ')}`;

describe('names as they are compared', () => {
  it('lose their legal form, in many languages, wherever it stands', () => {
    for (const title of [
      'Acme Robotics',
      'ACME Robotics, Inc.',
      'Acme-Robotics GmbH',
      'Acme Robotics GmbH & Co. KG',
      'Acme Robotics Ltd.',
      'The Acme Robotics Company',
      'Acme Robotics S.A.',
      'Acme Robotics S. A.',
      'Acme Robotics AB',
      'Acme Robotics Oy',
      'Acme Robotics B.V.',
      'Acme Robotics A/S',
      'Acmé Robotics Sp. z o.o.',
      'Acme Robotics s.r.o.',
      'Acme Robotics S. r. l.',
      'Acme Robotics Pty Ltd',
      'Acme Robotics Sdn. Bhd.',
      'PT Acme Robotics Tbk',
      'ООО «Acme Robotics»',
      'Acme Robotics株式会社',
      '株式会社Acme Robotics',
      '㈱Acme Robotics',
      'Ａｃｍｅ　Robotics 有限公司',
      '주식회사 Acme Robotics',
    ])
      assert.equal(key(title), 'acmerobotics', title);
  });

  it('lose their legal form in scripts that run the other way', () => {
    for (const title of ['שלום תעשיות', 'שלום תעשיות בע״מ', 'שלום תעשיות בע"מ'])
      assert.equal(key(title), 'שלוםתעשיות', title);
    assert.equal(key('شركة السلام ش.م.م'), key('شركة السلام'));
  });

  it('keep something when all of them is a legal form, and tell apart what differs otherwise', () => {
    for (const title of ['AG', 'Co', 'GmbH & Co. KG', '株式会社', 'SE', 'The Company']) assert(key(title), title);
    assert.equal(key('Y Combinator'), 'ycombinator');
    assert.equal(key('Johnson & Johnson'), key('Johnson and Johnson, Inc'));
    assert.notEqual(key('Bank Eins'), key('Bank Zwei'));
    // Of these scripts the marks are letters.
    assert.notEqual(key('バス'), key('ハス'));
    assert.equal(key('🚀'), '🚀');
    assert.equal(thingName(' \u0301 '), undefined);
  });

  it('of people have their words in any order, without titles and diacritics', () => {
    const ada = personName('Ada Lovelace')?.key;
    for (const full of ['Lovelace, Ada', 'Dr. Ada Lovelace', 'ADA  LOVELACE', 'Àda Lovelacé', 'Ada Lovelace, PhD'])
      assert.equal(personName(full)?.key, ada, full);
    assert.equal(personName('J. R. R. Tolkien')?.key, personName('JRR Tolkien')?.key);
    assert.equal(personName('Sinéad O’Connor')?.key, personName('Sinead OConnor')?.key);
    assert.equal(fold('Łódź Ærø Straße İstanbul'), 'lodz aero strasse istanbul');
    assert.notEqual(personName('نادیه کریمی')?.key, undefined);
  });

  it('are one edit apart in any of the four ways', () => {
    for (const [a, b] of [
      ['robotics', 'robotcs'],
      ['robotics', 'robotiics'],
      ['robotics', 'robotiks'],
      ['robotics', 'robotisc'],
      ['robotics', 'robotics'],
    ] as const) {
      assert(oneEditApart(a, b) && oneEditApart(b, a), `${a} ${b}`);
    }
    for (const [a, b] of [
      ['robotics', 'robots'],
      ['robotics', 'orbotisc'],
      ['abcd', 'acbe'],
    ] as const)
      assert(!oneEditApart(a, b), `${a} ${b}`);
  });

  it('mailboxes are one however they are written', () => {
    assert.equal(mailbox('Ada.Lovelace+crm@Gmail.com'), mailbox('adalovelace@googlemail.com'));
    assert.equal(mailbox('ada+crm@acme.example'), 'ada@acme.example');
    assert.notEqual(mailbox('a.da@acme.example'), mailbox('ada@acme.example'));
    assert.equal(mailbox('+@acme.example'), '+@acme.example');
  });
});

describe('duplicates', () => {
  const found = (...subjects: Subject[]) => findDuplicates(subjects).pairs.map(told);

  it('are found by the registrable domain, but not by that of everybody’s mailboxes or hosting', () => {
    assert.deepEqual(found(company(1, 'Acme', 'acme.co.uk'), company(2, 'Zenith', 'shop.acme.co.uk')), [
      'Acme = Zenith: likely, Same domain acme.co.uk',
    ]);
    assert.deepEqual(found(company(1, 'Acme', 'acme.github.io'), company(2, 'Zenith', 'zenith.github.io')), []);
    assert.deepEqual(found(company(1, 'Acme', 'gmail.com'), company(2, 'Zenith', 'gmail.com')), []);
  });

  it('are found by mailbox and by phone number', () => {
    assert.deepEqual(
      found(person(1, 'Ada Lovelace', 'ada@acme.example'), person(2, 'Countess', 'ada+x@acme.example')),
      ['Ada Lovelace = Countess: sure, Same mailbox ada@acme.example'],
    );
    assert.deepEqual(
      found(company(1, 'Acme', undefined, '+4930901820'), company(2, 'Zenith', 'z.example', '+4930901820')),
      ['Acme = Zenith: possible, Same phone number +4930901820'],
    );
    // Colleagues share a domain, and are not the same.
    assert.deepEqual(found(person(1, 'Ada Lovelace', 'ada@acme.example'), person(2, 'Bo Ek', 'bo@acme.example')), []);
  });

  it('are found by name; other domains, addresses and companies make it less sure, further likeness surer', () => {
    assert.deepEqual(found(company(1, 'Acme Robotics GmbH'), company(2, 'ACME Robotics', 'acme.example')), [
      'Acme Robotics GmbH = ACME Robotics: likely, Same name but for how it is written',
    ]);
    assert.deepEqual(found(company(1, 'Acme Robotics', 'a.example'), company(2, 'Acme Robotics', 'b.example')), [
      'Acme Robotics = Acme Robotics: possible, Same name',
    ]);
    assert.deepEqual(found(company(1, 'Acme Robotics', 'acme.com'), company(2, 'Acme Robotics', 'acme.io')), [
      'Acme Robotics = Acme Robotics: likely, Same name; Domains that differ in their ending: acme.com and acme.io',
    ]);
    assert.deepEqual(found(person(1, 'Ada Lovelace', undefined, 7), person(2, 'Lovelace, Ada', undefined, 7)), [
      'Ada Lovelace = Lovelace, Ada: likely, Same name, written differently; Same company',
    ]);
    assert.deepEqual(found(person(1, 'Ada Lovelace', 'a@a.example', 7), person(2, 'Ada Lovelace', 'b@b.example', 8)), [
      'Ada Lovelace = Ada Lovelace: possible, Same name',
    ]);
  });

  it('are found with a letter or a middle name more, but not where a number or a short name differs', () => {
    assert.deepEqual(found(company(1, 'Northwind Traders'), company(2, 'Nortwind Traders Ltd')), [
      'Northwind Traders = Nortwind Traders Ltd: possible, Nearly the same name',
    ]);
    assert.deepEqual(found(person(1, 'Ada Lovelace'), person(2, 'Ada King Lovelace')), [
      'Ada Lovelace = Ada King Lovelace: possible, Same name but for one word',
    ]);
    assert.deepEqual(found(company(1, 'Renewal 2025 Nordics'), company(2, 'Renewal 2026 Nordics')), []);
    assert.deepEqual(found(company(1, 'Apex'), company(2, 'Apax')), []);
    assert.deepEqual(found(person(1, 'Anna'), person(2, 'Anna')), []);
  });

  it('are not found where nothing names a record', () => {
    const nameless = (n: number) => subjectOf(record(n, { name: [] }), COMPANY, 'Company');
    assert.equal(nameless(1).title, 'Untitled company');
    assert.deepEqual(found(nameless(1), nameless(2)), []);
    const byDomain = (n: number, host: string) => subjectOf(record(n, { name: [], domains: domain(host) }), COMPANY);
    assert.deepEqual(found(byDomain(1, 'acme.com'), byDomain(2, 'acme.io')), []);
  });

  it('come surest first', () => {
    const { pairs } = findDuplicates([
      company(1, 'Acme Robotics', 'acme.example'),
      company(2, 'Acme Robotic', 'other.example'),
      company(3, 'Acme Robotics Inc', 'www.acme.example'),
    ]);
    assert.deepEqual(
      pairs.map(({ certainty }) => certainty),
      ['sure', 'possible', 'possible'],
    );
    assert(pairs.every(({ score }, at) => at === 0 || pairs[at - 1]!.score >= score));
  });
});

describe('duplicates, in general', () => {
  const word = fc
    .array(fc.constantFrom(...'abcdefghiklmnoprstuvzéüøß株'), { minLength: 3, maxLength: 9 })
    .map((letters) => letters.join(''));
  const title = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' '));
  const host = word.map((name) => `${name.replace(/[^a-z]/g, 'x')}.com`);
  const one = fc.record(
    {
      title,
      host: fc.option(host, { nil: undefined }),
      number: fc.option(fc.constantFrom('+4930901820', '+46812345678', '+81312345678'), { nil: undefined }),
    },
    { requiredKeys: ['title'] },
  );
  const many = fc.array(one, { minLength: 2, maxLength: 30 });
  const companies = (all: { title: string; host?: string; number?: string }[]) =>
    all.map((each, at) => company(at + 1, each.title, each.host, each.number));

  it('likeness is the same both ways round, within 0 and 1, and of nothing with itself', () => {
    fc.assert(
      fc.property(one, one, (x, y) => {
        const [a, b] = companies([x, y]) as [Subject, Subject];
        const [there, back] = [likeness(a, b), likeness(b, a)];
        assert.deepEqual(there, back);
        assert(there === undefined || (there.score >= 0.5 && there.score <= 1 && there.reasons.length > 0));
        assert.equal(likeness(a, a), undefined);
      }),
    );
  });

  it('no record is paired with itself, no pair comes twice, and the order does not matter', () => {
    fc.assert(
      fc.property(many, (all) => {
        const subjects = companies(all);
        const pairs = (list: Subject[]) => findDuplicates(list).pairs.map(({ a, b }) => `${a.recordId} ${b.recordId}`);
        const there = pairs([...subjects, subjects[0]!]);
        assert(there.every((pair) => pair.split(' ')[0] !== pair.split(' ')[1]));
        assert.equal(new Set(there).size, there.length);
        assert.deepEqual([...there].sort(), pairs([...subjects].reverse()).sort());
      }),
      { numRuns: 60 },
    );
  });

  it('finds all that comparing each with each would find', () => {
    fc.assert(
      fc.property(many, (all) => {
        const subjects = companies(all);
        const expected = subjects.flatMap((a, at) =>
          subjects
            .slice(at + 1)
            .filter((b) => likeness(a, b))
            .map((b) => [a, b]),
        );
        assert.equal(findDuplicates(subjects).pairs.length, expected.length);
      }),
      { numRuns: 100 },
    );
  });

  const mutations: ((text: string, at: number) => string)[] = [
    (text) => `${text}, Inc.`,
    (text) => `${text} GmbH & Co. KG`,
    (text) => `株式会社${text}`,
    (text) => text.toUpperCase(),
    (text) => text.replace('a', 'á').replace('u', 'ü').replace('o', 'ø'),
    (text) => ` ${text.replaceAll(' ', '  ')}. `,
    (text, at) => text.slice(0, at) + text.slice(at + 1),
    (text, at) => `${text.slice(0, at)}x${text.slice(at)}`,
    (text, at) => text.slice(0, at) + (text[at + 1] ?? '') + (text[at] ?? '') + text.slice(at + 2),
  ];

  it('finds a copy that was written differently among others', () => {
    const longWord = word.filter((text) => /^[a-z]{5,}$/.test(text));
    fc.assert(
      fc.property(many, longWord, longWord, fc.nat(8), fc.nat(), (all, first, last, kind, place) => {
        const original = `${first} ${last}`;
        // Within the words: a legal form that a mutation makes by chance is none of the name's.
        const copy = mutations[kind]!(original, 1 + (place % (first.length - 2)));
        const subjects = [...companies(all), company(500, original), company(501, copy)];
        const { pairs } = findDuplicates(subjects);
        assert(
          pairs.some(({ a, b }) => a.recordId === id(500) && b.recordId === id(501)),
          `${original} = ${copy}`,
        );
      }),
    );
  });

  it('the words of a person’s name may come in any order', () => {
    const words = fc.array(
      word.filter((text) => /^[a-z]{4,}$/.test(text)),
      { minLength: 2, maxLength: 4 },
    );
    fc.assert(
      fc.property(words, fc.nat(3), (all, turn) => {
        const turned = [...all.slice(turn % all.length), ...all.slice(0, turn % all.length)];
        const { pairs } = findDuplicates([person(1, all.join(' ')), person(2, turned.join(' '))]);
        assert.equal(pairs.length, 1);
      }),
    );
  });

  /** Words without a meaning, the same at every run. */
  function generated(count: number): Subject[] {
    let seed = 7;
    const next = (below: number) => {
      seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
      return seed % below;
    };
    const syllables = 'ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu bra cle dro flu gri'.split(' ');
    const make = () => Array.from({ length: 4 }, () => syllables[next(syllables.length)]).join('');
    return Array.from({ length: count }, (_, at) => {
      const [brand, kind] = [make(), make()];
      return company(at + 1, `${brand} ${kind}`, at % 3 === 0 ? undefined : `${brand}${kind}.com`);
    });
  }

  it('the work grows with the number of records, not with its square', () => {
    const [few, ten] = [2_000, 20_000].map((count) => findDuplicates(generated(count)).comparisons);
    assert(ten! <= 20_000 * 4, `${ten} comparisons`);
    assert(ten! <= Math.max(few!, 200) * 30, `${few} comparisons of 2,000 and ${ten} of 20,000`);
  });

  it('not even where all share a name or a number', () => {
    const same = Array.from({ length: 5_000 }, (_, at) => company(at + 1, 'Acme Robotics', undefined, '+4930901820'));
    const { comparisons, pairs } = findDuplicates(same);
    assert(comparisons <= 5_000 * 10, `${comparisons} comparisons`);
    // Each is still found with another.
    const found = new Set(pairs.flatMap(({ a, b }) => [a.recordId, b.recordId]));
    assert.equal(found.size, same.length);
  });

  it('the work can be paused and stopped', () => {
    const work = lookForDuplicates(generated(10_000));
    let pauses = 0;
    for (let step = work.next(); !step.done; step = work.next()) pauses++;
    assert(pauses >= 4, `${pauses} pauses`);
  });
});
