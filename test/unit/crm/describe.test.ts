import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { AttioObject, Attribute } from '../../../src/attio/types.js';
import { countWords, type DescribeGround, describeObject, marksOf, sections } from '../../../src/crm/describe.js';
import { describeMarkdown } from '../../../src/crm/describeMarkdown.js';
import { durationWords, parseDuration } from '../../../src/crm/targetTime.js';
import { attribute as plain } from '../../support/fakeApi.js';

const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

function object(slug: string | null, singular: string | null, plural: string | null, number = 1): AttioObject {
  const created_at = '2026-01-01T00:00:00.000000000Z';
  const ids = { workspace_id: id(0), object_id: id(number) };
  return { id: ids, api_slug: slug, singular_noun: singular, plural_noun: plural, created_at };
}

function attribute(slug: string, type: string, more: Partial<Attribute> = {}): Attribute {
  const ids = { workspace_id: id(0), object_id: id(1), attribute_id: `${slug}-id` };
  return plain(slug, type, { id: ids, title: slug, is_system_attribute: false, ...more });
}

const projects = object('projects', 'Project', 'Projects');
const companies = object('companies', 'Company', 'Companies', 2);

const describing = (attributes: Attribute[], choices: DescribeGround['choices'] = new Map()) =>
  describeObject({ object: projects, objects: [projects, companies], attributes, choices });

describe('the description of an object', () => {
  it('counts what is in use, and apart from it what is archived', () => {
    const found = describing([
      attribute('record_id', 'text', { is_system_attribute: true, is_writable: false, is_unique: true }),
      attribute('name', 'text', { is_required: true }),
      attribute('old', 'text', { is_archived: true, is_required: true }),
    ]);
    assert.deepEqual(found.counts, { all: 2, own: 1, required: 1, unique: 1, archived: 1 });
    assert.equal(countWords(found), '2 attributes, 1 of your own; 1 required, 1 unique, 1 archived');
    const { filled, kept, archived } = sections(found);
    assert.deepEqual(
      [filled, kept, archived].map((list) => list.map(({ slug }) => slug)),
      [['name'], ['record_id'], ['old']],
    );
  });

  it('names the objects that a reference may be to, and both sides of a two-way one', () => {
    const [client, any] = describing([
      attribute('client', 'record-reference', {
        config: { currency: null, record_reference: { allowed_object_ids: [id(2), id(9)] } },
        relationship: { object_slug: 'companies', api_slug: 'projects', title: 'Projects', is_multiselect: true },
      }),
      attribute('any', 'record-reference'),
    ]).attributes;
    assert.deepEqual(client?.references, [
      { slug: 'companies', noun: 'Company' },
      { slug: id(9), noun: id(9) },
    ]);
    assert.deepEqual(client?.otherSide, {
      object: { slug: 'companies', noun: 'Company' },
      slug: 'projects',
      title: 'Projects',
      several: true,
    });
    assert.deepEqual(any?.references, []);
    assert.equal(any?.otherSide, undefined);
  });

  it('has options with what is archived, statuses with their target time, and says where they could not be read', () => {
    const choices = new Map<string, { id: string; title: string; archived: boolean; targetTime?: string }[] | string>([
      [
        'stage',
        [
          { id: 'a', title: 'Lead', archived: false, targetTime: 'P7D' },
          { id: 'b', title: 'Old', archived: true },
        ],
      ],
      ['tags', 'Attio refuses it.'],
    ]);
    const [stage, tags, pending] = describing(
      [attribute('stage', 'status'), attribute('tags', 'select'), attribute('later', 'select')],
      choices,
    ).attributes;
    assert.deepEqual(stage?.choices, [
      { id: 'a', title: 'Lead', archived: false, targetTime: '7 days' },
      { id: 'b', title: 'Old', archived: true },
    ]);
    assert.equal(tags?.choicesTrouble, 'Attio refuses it.');
    assert.equal(tags?.choices, undefined);
    assert.equal(pending?.choices, undefined);
  });

  it('says in words what a new record gets', () => {
    const words = (default_value: unknown, type = 'text', enabled = true) =>
      describing(
        [attribute('a', type, { default_value, is_default_value_enabled: enabled })],
        new Map([['a', [{ id: id(5), title: 'Gold', archived: false }]]]),
      ).attributes[0]?.defaultValue;
    assert.equal(words({ type: 'dynamic', template: 'current-user' }), 'who creates the record');
    assert.equal(words({ type: 'dynamic', template: 'PT0S' }), 'when the record is created');
    assert.equal(words({ type: 'dynamic', template: 'P1M' }), '1 month after the record is created');
    assert.equal(words({ type: 'static', template: [{ option: id(5) }] }, 'select'), 'Gold');
    assert.equal(words({ type: 'static', template: [{ value: true }] }, 'checkbox'), 'yes');
    assert.equal(words({ type: 'static', template: [0] }, 'number'), '0');
    assert.equal(words(null, 'text', false), undefined);
    assert.equal(words({ type: 'static', template: [] }, 'text'), undefined);
  });

  it('never lacks a name, whatever Attio leaves out', () => {
    const bare = object(null, null, null);
    const found = describeObject({ object: bare, objects: [], attributes: [], choices: new Map() });
    assert.equal(found.name, id(1));
    assert.equal(found.slug, id(1));
    const [odd] = describing([attribute('x', 'new-kind-of-type', { title: ' ' })]).attributes;
    assert.equal(odd?.title, 'x');
    assert.equal(odd?.typeName, 'New kind of type');
  });

  it('lists marks in one order', () => {
    const [one] = describing([
      attribute('a', 'domain', { is_unique: true, is_required: true, is_multiselect: true, is_writable: false }),
    ]).attributes;
    assert.deepEqual(one && marksOf(one), ['several', 'required', 'unique', 'read-only']);
  });
});

describe('the Markdown of an object', () => {
  it('is one table a section, with slugs as code', () => {
    const text = describeMarkdown(
      describing(
        [
          attribute('tier', 'select', { title: 'Tier', description: 'How\nmuch | we care', is_multiselect: true }),
          attribute('created_at', 'timestamp', { title: 'Created at', is_writable: false, is_system_attribute: true }),
          attribute('gone', 'text', { title: 'Gone', is_archived: true }),
        ],
        new Map([
          [
            'tier',
            [
              { id: 'a', title: 'A|B', archived: false },
              { id: 'b', title: 'C', archived: true },
            ],
          ],
        ]),
      ),
      'Northwind Labs',
    );
    assert.equal(
      text,
      `# Projects

Object \`projects\` of Northwind Labs in Attio; one record is a Project. Id \`${id(1)}\`. 2 attributes, 1 of your own; 1 archived.

## Attributes

| Attribute | Slug | Type | Values |
| --- | --- | --- | --- |
| Tier | \`tier\` | select, several | How much \\| we care<br>A\\|B; archived: C |

## Kept by Attio

| Attribute | Slug | Type | Values |
| --- | --- | --- | --- |
| Created at | \`created_at\` | timestamp, read-only |  |

## Archived

| Attribute | Slug | Type | Values |
| --- | --- | --- | --- |
| Gone | \`gone\` | text |  |
`,
    );
  });

  it('keeps every row in one line of four cells, whatever people call things', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (title, description, option) => {
        const text = describeMarkdown(
          describing(
            [attribute('slug', 'select', { title, description })],
            new Map([['slug', [{ id: 'a', title: option, archived: false }]]]),
          ),
          'W',
        );
        const row = text.split('\n').find((line) => line.includes('| `slug` |'));
        assert(row, text);
        assert.equal(row.replace(/\\[\\|]/g, '').split('|').length, 6, row);
        assert(!/(?<!\\)<(?!br>)/.test(row.replaceAll('\\\\', '')), row);
      }),
    );
  });
});

describe('target times', () => {
  it('are read from words', () => {
    for (const [text, iso] of [
      ['7 days', 'P7D'],
      ['7', 'P7D'],
      ['2w', 'P2W'],
      ['1 week 3 days', 'P1W3D'],
      ['1 week, 3 days and 2 hours', 'P1W3DT2H'],
      ['36h', 'PT36H'],
      ['1 month', 'P1M'],
      ['30 min', 'PT30M'],
      ['p7d', 'P7D'],
    ])
      assert.equal(parseDuration(text!), iso, text);
    for (const text of ['', 'soon', '0', '0 days', '7 dogs', 'days', '-3 days', '3 days 4 days', 'P', 'P0D'])
      assert.equal(parseDuration(text), undefined, text);
  });

  it('are written in words that are read as the same time', () => {
    assert.equal(durationWords('P0Y0M1DT0H0M0S'), '1 day');
    assert.equal(durationWords('PT0S'), '');
    assert.equal(durationWords('not one'), 'not one');
    const count = fc.nat(999);
    fc.assert(
      fc.property(fc.tuple(count, count, count, count, count, count, count), ([y, mo, w, d, h, m, s]) => {
        fc.pre(y + mo + w + d + h + m + s > 0);
        const words = durationWords(`P${y}Y${mo}M${w}W${d}DT${h}H${m}M${s}S`);
        const parsed = parseDuration(words);
        assert(parsed, words);
        assert.equal(durationWords(parsed), words);
      }),
    );
  });
});
