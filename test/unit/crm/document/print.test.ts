import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parse } from 'yaml';
import { LOCATION_KEYS } from '../../../../src/attio/attributeTypes.js';
import type { Json } from '../../../../src/attio/values.js';
import { readDocument } from '../../../../src/crm/document/parse.js';
import { printRecord } from '../../../../src/crm/document/print.js';
import { id } from '../../../support/fakeApi.js';
import { ADA, ATTRIBUTES, groundWith, OPTIONS, place, STAGES } from './ground.js';

const NOW = { now: new Date('2026-11-20T10:00:00Z'), timeZone: 'UTC' };

describe('a record as a document', () => {
  it('says of which list it is, where it is a place in one', async () => {
    const ground = { ...groundWith({ name: ['Acme'] }), list: { slug: 'renewals', name: 'Renewals\n# <2026>' } };
    assert.deepEqual(printRecord(ground).split('\n').slice(0, 3), [
      '# Acme Robotics (Company in Acme CRM)',
      '# Its entry in the list Renewals # 2026',
      `# https://app.attio.com/acme-crm/company/${id(1)}`,
    ]);
    const { problems } = await readDocument('stpe: x\n', ground, NOW);
    assert.match(problems[0]?.message ?? '', /^Entries of Renewals # 2026 have no attribute “stpe”/);
  });

  it('is written as a person would write it', () => {
    const ground = groundWith(
      {
        name: ['Acme: Robotics #1'],
        domains: ['acme.example', 'acme-robotics.example'],
        description: ['Grippers.\n\n  And arms.'],
        contact: [{ first_name: 'Grace', last_name: 'Okafor', full_name: 'Grace Okafor' }],
        phones: [{ original_phone_number: '+49 30 901820', country_code: 'DE' }],
        stage: [STAGES.won],
        tags: [OPTIONS.hardware, OPTIONS.odd],
        attribute_7: [47500],
        partner: [false],
        since: ['2026-03-31'],
        health: [0],
        owner: [{ referenced_actor_type: 'workspace-member', referenced_actor_id: ADA }],
        parent: [{ target_object: 'companies', target_record_id: id(2) }],
        people: [{ target_object: 'people', target_record_id: id(3) }],
        site: [place({ line_1: '1 High St', locality: 'Bern', country_code: 'CH' })],
      },
      { [id(2)]: 'Globex <Holding>', [id(3)]: 'Ada Lovelace' },
    );
    assert.equal(
      printRecord(ground),
      `# Acme Robotics (Company in Acme CRM)
# https://app.attio.com/acme-crm/company/${id(1)}
# Save to see what changes and send it. Empty a value to clear it; a removed line changes nothing.

name: "Acme: Robotics #1"
domains:
  - acme.example
  - acme-robotics.example
description: |-
  Grippers.

    And arms.
contact: Grace Okafor
phones:
  - +49 30 901820
stage: Won 🎉
tags:
  - Hardware
  - "100%: yes, # [really]"
attribute_7: 47500 # Budget, EUR
partner: false
since: 2026-03-31
health: 0
owner: Ada Lovelace <ada@northwind.example>
parent: Globex Holding <${id(2)}>
people:
  - Ada Lovelace <https://app.attio.com/acme-crm/person/${id(3)}>
site:
  line_1: 1 High St
  locality: Bern
  country_code: CH

# Not set
mail:
employees:
seen:

# Read-only
#   created_at: 9 May 2026
`,
    );
  });

  it('folds a long text and keeps every space of it', async () => {
    const text = `${'words of many kinds '.repeat(20)}end`;
    const ground = groundWith({ description: [text] });
    const printed = printRecord(ground);
    assert(printed.split('\n').every((line) => line.length <= 120));
    assert.equal((parse(printed) as { description: string }).description, text);
    assert.deepEqual((await readDocument(printed, ground, NOW)).changed, {});
  });

  it('asks for nothing when it is saved as it was printed, whatever the values', async function () {
    this.timeout(60_000);
    const hostile = fc.constantFrom(
      '',
      ' ',
      '#',
      'a: b',
      '- x',
      '---',
      '...',
      'null',
      '~',
      'true',
      '007',
      '0x1F',
      '1e3',
      '+49301',
      '!!js/function "x"',
      '&a',
      '*a',
      '{a: 1}',
      '[',
      '| \n x',
      'a\n---\nb',
      'a\r\nb\rc',
      'tab\there',
      '\n\nx\n\n',
      '  indented\nless',
      'trail \n',
      '\u0000\u0007\u001b',
      'مرحبا \u202e abc \u2066x\u2069',
      '👩‍👩‍👧 🇩🇪',
      '\u2028\u2029\u0085\ufeff',
      '\ud800',
      '"quoted" \'single\' \\',
      '%TAG',
      '@at',
      '`tick',
      'key:\n  - nested: yes',
      '# a comment\nname: evil',
      'x'.repeat(5000),
      'long words '.repeat(200),
    );
    const text = fc.oneof(
      hostile,
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.tuple(hostile, hostile).map(([a, b]) => `${a}\n${b}`),
    );
    const uuid = fc.integer({ min: 1, max: 0xffff }).map((number) => id(number));
    const optional = <T extends Json>(one: fc.Arbitrary<T>) => fc.array(one, { maxLength: 1 });
    const many = <T extends Json>(one: fc.Arbitrary<T>) => fc.array(one, { maxLength: 4 });
    const record = fc.record({
      name: optional(text),
      domains: many(text),
      description: optional(text),
      contact: optional(fc.record({ first_name: text, last_name: text, full_name: text })),
      mail: many(text),
      phones: many(fc.record({ original_phone_number: text, country_code: fc.constantFrom('DE', null) })),
      stage: optional(fc.constantFrom(STAGES.lead, STAGES.won, 'gone')),
      tags: many(fc.constantFrom(...Object.values(OPTIONS), 'unknown: #1')),
      employees: optional(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer())),
      attribute_7: optional(fc.double({ noNaN: true, noDefaultInfinity: true })),
      partner: optional(fc.boolean()),
      since: optional(fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10))),
      seen: optional(fc.date({ noInvalidDate: true }).map((date) => date.toISOString())),
      health: optional(fc.integer({ min: 0, max: 5 })),
      owner: optional(
        fc.record({
          referenced_actor_type: fc.constant('workspace-member'),
          referenced_actor_id: fc.oneof(fc.constant(ADA), uuid),
        }),
      ),
      parent: optional(fc.record({ target_object: fc.constant('companies'), target_record_id: uuid })),
      people: many(fc.record({ target_object: fc.constantFrom('people', 'companies', 'zoo'), target_record_id: uuid })),
      site: optional(
        fc.record(Object.fromEntries(LOCATION_KEYS.map((key) => [key, fc.oneof(text, fc.constant(null))]))),
      ),
    });
    await fc.assert(
      fc.asyncProperty(record, text, async (base, name) => {
        const ground = groundWith(base as Record<string, Json[]>, { [id(1)]: name });
        const printed = printRecord({ ...ground, title: name, fixed: [{ slug: 'created_at', text: name }] });
        const { changed, problems } = await readDocument(printed, ground, NOW);
        assert.deepEqual({ changed, problems }, { changed: {}, problems: [] }, printed);
        // Nothing an editor would break lines at, hide, or refuse as binary.
        assert(!/(?![\t\n])[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069\ufeff]/u.test(printed), JSON.stringify(printed));
        assert.deepEqual(
          Object.keys(parse(printed) as object).sort(),
          ATTRIBUTES.filter((one) => one.is_writable && !one.is_archived)
            .map((one) => one.api_slug)
            .sort(),
        );
      }),
      { numRuns: 50 },
    );
  });
});
