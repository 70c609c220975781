import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { AttioObject, Attribute, AttributeType, WorkspaceMember } from '../../../../src/attio/types.js';
import type { Json } from '../../../../src/attio/values.js';
import { parseInput } from '../../../../src/crm/edit/parse.js';
import type { InputContext, Parsed } from '../../../../src/crm/edit/types.js';
import { normalWritten } from '../../../../src/crm/edit/writable.js';
import { attribute, id, WORKSPACE } from '../../../support/fakeApi.js';

const member = (n: number, first: string, last: string, address: string): WorkspaceMember => ({
  id: { workspace_id: WORKSPACE, workspace_member_id: id(n) },
  first_name: first,
  last_name: last,
  avatar_url: null,
  email_address: address,
  access_level: 'member',
  created_at: '',
});
const object = (slug: string, singular: string, plural: string, n: number): AttioObject => ({
  id: { workspace_id: WORKSPACE, object_id: id(n) },
  api_slug: slug,
  singular_noun: singular,
  plural_noun: plural,
  created_at: '',
});
const known = {
  /** A Saturday. */
  now: new Date('2026-11-21T10:30:15.123Z'),
  timeZone: 'Europe/Berlin',
  region: 'DE',
  workspace: 'acme-crm',
  choices: [
    { id: 'c1', title: 'In Progress', archived: false },
    { id: 'c2', title: 'Won 🎉', archived: false },
    { id: 'c3', title: 'On ice', archived: true },
  ],
  members: [
    member(1, 'Ada', 'Lovelace', 'ada@acme.example'),
    member(2, 'Grace', 'Hopper', 'grace@acme.example'),
    member(3, 'Grace', 'Hopper', 'gh@acme.example'),
  ],
  objects: [object('companies', 'Company', 'Companies', 91), object('people', 'Person', 'People', 92)],
};
const money = (code: string): Partial<Attribute> => ({
  config: { currency: { default_currency_code: code, display_type: 'symbol' }, record_reference: null },
});
const allowed = (...ids: string[]): Partial<Attribute> => ({
  config: { currency: null, record_reference: { allowed_object_ids: ids } },
});

function read(
  type: AttributeType,
  text: string,
  more: Partial<InputContext> & { of?: Partial<Attribute> } = {},
): Promise<Parsed> {
  const { of, ...rest } = more;
  return parseInput(text, { ...known, attribute: attribute('thing', type, of), ...rest });
}
async function takes(
  type: AttributeType,
  text: string,
  value: Json,
  more: Parameters<typeof read>[2] = {},
): Promise<void> {
  const found = await read(type, text, more);
  assert.ok(found.ok, `${text}: ${!found.ok && found.problem}`);
  assert.deepEqual(found.value, value, text);
}
async function refuses(
  type: AttributeType,
  text: string,
  why: RegExp,
  suggestion?: string,
  more: Parameters<typeof read>[2] = {},
): Promise<void> {
  const found = await read(type, text, more);
  assert.ok(!found.ok, `${text} was taken as ${JSON.stringify(found)}`);
  assert.match(found.problem, why);
  assert.equal(found.suggestion, suggestion, text);
}

describe('words read as a value', () => {
  it('of a day: ISO, unambiguous figures and words', async () => {
    for (const [text, day] of Object.entries({
      '2026-05-31': '2026-05-31',
      '2026/05/31': '2026-05-31',
      '31/12/2026': '2026-12-31',
      '04.04.2026': '2026-04-04',
      'next friday': '2026-11-27',
      'last friday': '2026-11-20',
      'in 3 weeks': '2026-12-12',
      'end of march': '2027-03-31',
      'end of year': '2026-12-31',
      'end of q1': '2027-03-31',
      eom: '2026-11-30',
      'start of next quarter': '2027-01-01',
      'day after tomorrow': '2026-11-23',
      'may 5': '2027-05-05',
      '29 feb 2028': '2028-02-29',
      now: '2026-11-21',
    }))
      await takes('date', text, day);
  });

  it('of a day that has two readings, or none, is refused', async () => {
    await refuses('date', '03/04/2026', /2026-04-03 or 2026-03-04/, '2026-03-04');
    await refuses('date', '03/04/2026', /2026-04-03 or 2026-03-04/, '2026-04-03', { locale: 'en-GB' });
    await refuses('date', '3.4.2026', /2026-04-03 or 2026-03-04/, '2026-04-03');
    await refuses('date', '3/4/26', /four digits/);
    for (const text of ['2026-02-30', '2026-13-01', '30/02/2026']) await refuses('date', text, /There is no day/);
    for (const text of ['feb 30', 'call tomorrow', 'christmas', '2 weeks from friday', 'soon'])
      await refuses('date', text, /cannot be read as a day/);
    await refuses('date', 'march', /names no day/, '2027-03-01');
    await refuses('date', 'next week', /names no day/);
    await refuses('date', 'monday to friday', /one of them/);
    await refuses('date', '2027', /not a whole day/);
    await refuses('date', 'tomorrow 5pm', /Only the day is kept/, '2026-11-22');
    await refuses('date', '2026-03-01T10:00:00Z', /Only the day is kept/, '2026-03-01');
  });

  it('of a moment: in the person’s time zone, unless another is said', async () => {
    for (const [text, moment] of Object.entries({
      '2026-11-27T17:00:00Z': '2026-11-27T17:00:00.000Z',
      '2026-11-27 17:00': '2026-11-27T16:00:00.000Z',
      '2026-07-01 17:00': '2026-07-01T15:00:00.000Z',
      '2026-07-01T17:00+05:30': '2026-07-01T11:30:00.000Z',
      '2026-05-09T21:42:57.234567890Z': '2026-05-09T21:42:57.234567890Z',
      'tomorrow at 5pm': '2026-11-22T16:00:00.000Z',
      'in 2 hours': '2026-11-21T12:30:15.000Z',
      now: '2026-11-21T10:30:15.000Z',
      '3 march 2027 14:00 utc': '2027-03-03T14:00:00.000Z',
      '3 march 2027 14:00 PST': '2027-03-03T22:00:00.000Z',
      tomorrow: '2026-11-21T23:00:00.000Z',
    }))
      await takes('timestamp', text, moment);
  });

  it('of a moment when clocks are put forward or back says so', async () => {
    await refuses('timestamp', '2026-03-29 02:30', /put forward/);
    const twice = await read('timestamp', '2026-10-25 02:30');
    assert.ok(twice.ok && twice.shown.endsWith('02:30 (UTC+02:00)'), JSON.stringify(twice));
    await takes('timestamp', '2026-10-25 02:30 +01:00', '2026-10-25T01:30:00.000Z');
    // Two hours from then are two hours, whatever clocks show.
    const now = new Date('2026-10-25T00:30:00Z');
    await takes('timestamp', 'in 2 hours', '2026-10-25T02:30:00.000Z', { now });
  });

  it('of a number: with the separators of the language', async () => {
    for (const [text, number] of Object.entries({
      '1,234': 1234,
      '1.234': 1.234,
      '1,234,567.8901': 1_234_567.8901,
      '1 234 567': 1_234_567,
      "1'234.5": 1234.5,
      '1.1m': 1_100_000,
      '3k': 3000,
      '2 billion': 2e9,
      '1e3': 1000,
      '−5': -5,
      '.5': 0.5,
      '-0': 0,
    }))
      await takes('number', text, number);
    await takes('number', '1.234,56', 1234.56, { locale: 'de' });
    await takes('number', '1.5', 1.5, { locale: 'de' });
    await takes('number', '12,34,567', 1_234_567, { locale: 'en-IN' });
  });

  it('of a number that can be two, or that would not be kept, is refused', async () => {
    await refuses('number', '1.234,56', /write 1234\.56/, '1234.56');
    await refuses('number', '1,23', /write 1\.23/, '1.23');
    await refuses('number', '1.234', /can be 1234 or 1,234/, undefined, { locale: 'de' });
    await refuses('number', '1,234', /can be 1234 or 1\.234/, undefined, { locale: 'fr' });
    await refuses('number', '1,234.56', /write 1234\.56/, '1234.56', { locale: 'de' });
    await refuses('number', '0.12345', /four decimals/, '0.1235');
    await refuses('number', '12345678901234567', /digits/);
    await refuses('number', '15%', /percent/, '15');
    for (const text of ['abc', '1-2', '1,2,3', '--5', '$5', '1..2']) await refuses('number', text, /number|written/);
  });

  it('of money: in the attribute’s currency only', async () => {
    const of = money('USD');
    for (const text of ['$1.2m', 'USD 1,200,000', '1.2m usd', 'US$1,200,000.00', '1200000'])
      await takes('currency', text, 1_200_000, { of });
    await takes('currency', '-$5', -5, { of });
    for (const text of ['€5', '5 EUR', 'CA$5']) await refuses('currency', text, /kept in USD/, undefined, { of });
    await refuses('currency', '$5', /without a currency/, '5');
    const shown = await read('currency', '1.2345', { of });
    assert.ok(shown.ok && shown.shown === '$1.2345');
  });

  it('of ratings and checkboxes', async () => {
    await takes('rating', '3', 3);
    await takes('rating', '★★☆☆☆', 2);
    for (const text of ['6', '-1', '2.5', '★★★★★★']) await refuses('rating', text, /0 to 5/);
    for (const text of ['yes', 'TRUE', 'on']) await takes('checkbox', text, true);
    for (const text of ['No', 'false', 'off']) await takes('checkbox', text, false);
    await refuses('checkbox', 'maybe', /neither yes nor no/);
  });

  it('of a domain: from pasted addresses', async () => {
    for (const text of [
      'https://www.Acme.com/pricing?x=1',
      'ada@acme.com',
      'acme.com.',
      'http://u:p@acme.com:8080',
      'ACME.COM',
    ])
      await takes('domain', text, 'acme.com');
    await takes('domain', 'shop.acme.co.uk', 'shop.acme.co.uk');
    await refuses('domain', 'ada@gmail.com', /everybody/);
    await refuses('domain', 'co.uk', /not one company/);
    for (const text of ['acme', '127.0.0.1', 'a b.com', 'https://']) await refuses('domain', text, /domain/);
  });

  it('of an e-mail address: as it is spelt', async () => {
    await takes('email-address', 'Ada Lovelace <Ada@Acme.example>', 'Ada@Acme.example');
    await takes('email-address', 'mailto:o&m@x.com?subject=hi', 'o&m@x.com');
    for (const text of ['ada', 'ada@acme', 'a@b@c.de', 'a..b@x.com', 'a b@x.com', '@x.com'])
      await refuses('email-address', text, /not an e-mail/);
  });

  it('of a phone number: in E.164, with its country', async () => {
    const berlin = { original_phone_number: '+4930901820', country_code: 'DE' };
    for (const text of ['030 901820', '+49 (30) 901820', '0049 30 901820', 'tel:+4930901820'])
      await takes('phone-number', text, berlin);
    await takes(
      'phone-number',
      '(415) 555-0100',
      { original_phone_number: '+14155550100', country_code: 'US' },
      { region: 'us' },
    );
    await refuses('phone-number', '030 901820', /begin with its code/, undefined, { region: undefined });
    await refuses('phone-number', '12', /not a phone number \(country: Germany\)/);
    await refuses('phone-number', '+1 415 555 0100 ext. 5', /Extensions/, '+14155550100');
  });

  it('of a name: in its three parts', async () => {
    const name = (first_name: string, last_name: string, full_name = `${first_name} ${last_name}`.trim()) => ({
      first_name,
      last_name,
      full_name,
    });
    for (const [text, value] of [
      ['Ada Lovelace', name('Ada', 'Lovelace')],
      ['  Lovelace,  Ada ', name('Ada', 'Lovelace')],
      ['Ada', name('Ada', '')],
      ['Ludwig van Beethoven', name('Ludwig', 'van Beethoven')],
      ['Vincent van der Berg', name('Vincent', 'van der Berg')],
      ['Charles de Gaulle', name('Charles', 'de Gaulle')],
      ['García Márquez, Gabriel', name('Gabriel', 'García Márquez')],
      ['Martin Luther King Jr.', name('Martin Luther', 'King Jr.')],
      ['Mary Ann Smith', name('Mary Ann', 'Smith')],
      ['山田 太郎', name('太郎', '山田', '山田 太郎')],
    ] as const)
      await takes('personal-name', text, value);
    await refuses('personal-name', 'ada@acme.example', /not a name/);
    await refuses('personal-name', 'a, b, c', /more than one comma/);
  });

  it('of a place: all ten keys, and its country only where it is certain', async () => {
    const place = (more: Record<string, string>) => ({
      line_1: null,
      line_2: null,
      line_3: null,
      line_4: null,
      locality: null,
      region: null,
      postcode: null,
      country_code: null,
      latitude: null,
      longitude: null,
      ...more,
    });
    const berlin = place({ locality: 'Berlin', country_code: 'DE' });
    for (const text of ['Berlin, Germany', 'Berlin, DE', 'berlin, germany'.replace('berlin', 'Berlin')])
      await takes('location', text, berlin);
    await takes('location', 'Berlin, Deutschland', berlin, { locale: 'de' });
    await takes('location', 'Berlin', place({ locality: 'Berlin' }));
    await takes(
      'location',
      'San Francisco, CA, US',
      place({ locality: 'San Francisco', region: 'CA', country_code: 'US' }),
    );
    await takes(
      'location',
      'Hauptstr. 5, 10115 Berlin, Germany',
      place({ line_1: 'Hauptstr. 5', postcode: '10115', locality: 'Berlin', country_code: 'DE' }),
    );
    await takes(
      'location',
      '1600 Amphitheatre Pkwy, Mountain View, CA 94043, USA',
      place({
        line_1: '1600 Amphitheatre Pkwy',
        locality: 'Mountain View',
        region: 'CA',
        postcode: '94043',
        country_code: 'US',
      }),
    );
    await takes(
      'location',
      'London SW1A 1AA, UK',
      place({ locality: 'London', postcode: 'SW1A 1AA', country_code: 'GB' }),
    );
    await refuses('location', 'San Francisco, CA', /state of the US or Canada/, 'San Francisco, CA, US');
    await refuses('location', 'Atlanta, Georgia', /state of the US and a country/, 'Atlanta, Georgia, US');
    await refuses('location', 'Berlin, Germny', /no country “Germny”/, 'Berlin, Germany');
    await refuses('location', 'Paris, Texas', /no country “Texas”/);
  });

  it('of an option: by its title, never an archived one', async () => {
    for (const type of ['select', 'status'] as const) {
      await takes(type, ' in progress ', 'c1');
      await takes(type, 'c2', 'c2');
      await refuses(type, 'In Progres', /there are: In Progress, Won 🎉/, 'In Progress');
      await refuses(type, 'on ice', /archived/);
    }
    const choices = [
      { id: 'a', title: 'Gold', archived: true },
      { id: 'b', title: 'Gold', archived: false },
    ];
    await takes('select', 'gold', 'b', { choices });
  });

  it('of a colleague: by name or address, if there is one of it', async () => {
    const actor = (n: number) => ({ referenced_actor_type: 'workspace-member', referenced_actor_id: id(n) });
    for (const text of ['ada lovelace', 'ADA@acme.example', 'Ada <ada@acme.example>', id(1)])
      await takes('actor-reference', text, actor(1));
    await takes('actor-reference', 'gh@acme.example', actor(3));
    await refuses('actor-reference', 'Grace Hopper', /2 colleagues/, 'grace@acme.example');
    await refuses('actor-reference', 'Ada', /full name/, 'Ada Lovelace');
    await refuses('actor-reference', 'Ada', /user_management:read/, undefined, { members: [] });
  });

  it('of a record: by link or id, alone or after its name, of an object that is allowed', async () => {
    const ref = (target_object: string) => ({ target_object, target_record_id: id(7) });
    const of = allowed(id(91));
    for (const text of [
      id(7),
      `Acme Corp <${id(7)}>`,
      `companies/${id(7).toUpperCase()}`,
      `Company ${id(7)}`,
      `https://app.attio.com/acme-crm/company/${id(7)}/overview`,
      `Acme, Inc. <https://app.attio.com/acme-crm/company/${id(7)}>`,
      `[Acme](https://app.attio.com/acme-crm/company/${id(7)})`,
    ])
      await takes('record-reference', text, ref('companies'), { of });
    await refuses('record-reference', id(7), /does not say of what/, undefined, { of: allowed(id(91), id(92)) });
    await takes('record-reference', `people/${id(7)}`, ref('people'), { of: allowed(id(91), id(92)) });
    await refuses('record-reference', `people/${id(7)}`, /takes Companies only/, undefined, { of });
    await refuses('record-reference', `https://app.attio.com/other/company/${id(7)}`, /another workspace/, undefined, {
      of,
    });
    await refuses('record-reference', 'Acme', /search for it/, undefined, { of });
  });

  it('of what cannot be written, or of nothing, is refused', async () => {
    await refuses('interaction', 'yesterday', /cannot be written/);
    await refuses('sparkle', 'x', /cannot be written/);
    for (const type of ['text', 'date', 'select']) await refuses(type, ' \n', /no value/);
    await refuses('number', '1'.repeat(5000), /too long/);
  });

  const TYPES = [
    'text',
    'number',
    'currency',
    'rating',
    'checkbox',
    'date',
    'timestamp',
    'select',
    'status',
    'domain',
    'email-address',
    'phone-number',
    'personal-name',
    'location',
    'actor-reference',
    'record-reference',
    'interaction',
  ];
  const pieces = fc.constantFrom(
    ...'next friday 3 weeks in march 2026-05-31 12/11/2026 5pm 1,234 1.5 m k $ € USD , . - + @ < > / acme.com ada Lovelace van Berlin Germany CA US 10115 +49 030 ★ yes utc end of q1 Georgia GE ('.split(
      ' ',
    ),
    id(7),
    'companies/',
    ' ',
    'https://',
  );
  const words = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 30 }),
    fc.array(pieces, { maxLength: 6 }).map((parts) => parts.join(' ')),
    fc.array(pieces, { maxLength: 4 }).map((parts) => parts.join('')),
  );
  const context = fc.record({
    timeZone: fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Apia', 'Nowhere/Land'),
    locale: fc.constantFrom(undefined, 'en', 'de', 'en-IN', 'de-CH', 'fr', 'not a locale'),
    region: fc.constantFrom(undefined, 'DE', 'US', 'ZZ'),
    of: fc.constantFrom(money('USD'), money('EUR'), money('JPY'), money('oops'), allowed(id(91)), {}),
  });

  it('never fails, and what is shown is read as the same value', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...TYPES), words, context, async (type, text, more) => {
        const first = await read(type, text, more);
        if (!first.ok) {
          assert.match(first.problem, /[.!?]$/);
          return;
        }
        assert.notEqual(first.shown, '');
        assert.deepEqual(normalWritten(type, first.value), [first.value], 'in the written form');
        const again = await read(type, first.shown, more);
        assert.ok(again.ok, `${type} “${text}” shown as “${first.shown}”: ${!again.ok && again.problem}`);
        assert.deepEqual(again.value, first.value, `${type} “${text}” shown as “${first.shown}”`);
      }),
      { numRuns: 1500 },
    );
  }).timeout(30_000);

  it('suggests only what it takes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...TYPES), words, context, async (type, text, more) => {
        const first = await read(type, text, more);
        if (first.ok || first.suggestion === undefined) return;
        const second = await read(type, first.suggestion, more);
        assert.ok(second.ok, `${type} “${text}” suggests “${first.suggestion}”: ${!second.ok && second.problem}`);
      }),
      { numRuns: 1500 },
    );
  }).timeout(30_000);

  it('shows three decimals with a fourth where they could be thousands', async () => {
    const french = await read('number', '0301,234', { locale: 'fr' });
    assert.deepEqual(french, { ok: true, value: 301.234, shown: '301,2340' });
    assert.deepEqual(await read('number', '301,2340', { locale: 'fr' }), french);
  });

  it('shows every number, day and moment so that it is read again', async () => {
    const number = fc.integer({ min: -(10 ** 14), max: 10 ** 14 }).map((n) => n / 10_000);
    const date = fc.date({ min: new Date('1900-01-02'), max: new Date('2999-12-30'), noInvalidDate: true });
    await fc.assert(
      fc.asyncProperty(number, date, context, async (n, at, more) => {
        for (const [type, value] of [
          ['number', n],
          ['currency', n],
          ['date', at.toISOString().slice(0, 10)],
          ['timestamp', at.toISOString()],
        ] as const) {
          const first = await read(type, String(value), more);
          assert.ok(
            first.ok && (first.value === value || Object.is(value, -0)),
            `${type} ${value} ${JSON.stringify(more)} ${JSON.stringify(first)}`,
          );
          await takes(type, first.shown, first.value, more);
        }
      }),
      { numRuns: 300 },
    );
  }).timeout(30_000);
});
