import assert from 'node:assert/strict';
import type { Json } from '../../../../src/attio/values.js';
import { layoutOf } from '../../../../src/crm/document/layout.js';
import { edited, movedBetween, takeValues } from '../../../../src/crm/document/merge.js';
import { readDocument } from '../../../../src/crm/document/parse.js';
import { printRecord } from '../../../../src/crm/document/print.js';
import { id } from '../../../support/fakeApi.js';
import { ADA, groundWith, OPTIONS, place, STAGES } from './ground.js';

const NOW = { now: new Date('2026-11-20T10:00:00Z'), timeZone: 'UTC' };

const BASE: Record<string, Json[]> = {
  name: ['Acme'],
  domains: ['acme.example', 'acme.test'],
  description: ['Old words'],
  contact: [{ first_name: 'Grace', last_name: 'Okafor', full_name: 'Grace Okafor' }],
  stage: [STAGES.lead],
  tags: [OPTIONS.hardware, OPTIONS.fax],
  health: [3],
  people: [{ target_object: 'people', target_record_id: id(3) }],
  site: [place({ locality: 'Bern', country_code: 'CH' })],
};
const ground = groundWith(BASE, { [id(3)]: 'Grace Okafor' });

const read = (text: string) => readDocument(text, ground, NOW);
/** What changes when these lines are all there is. */
const changed = async (text: string) => {
  const reading = await read(text);
  assert.deepEqual(reading.problems, [], text);
  return reading.changed;
};
/** The only thing that is wrong, the text it is about, and the text after the first fix. */
async function wrong(text: string): Promise<{ message: string; at: string; fixed: string | undefined }> {
  const { problems, changed: none } = await read(text);
  assert.equal(problems.length, 1, JSON.stringify(problems));
  assert.deepEqual(none, {});
  const [{ start, end, message, fixes }] = problems as [(typeof problems)[number]];
  const fix = fixes[0]?.edit;
  return { message, at: text.slice(start, end), fixed: fix && edited(text, [fix]) };
}

describe('reading a document', () => {
  it('finds what was changed and nothing else', async () => {
    const printed = printRecord(ground);
    const text = printed.replace('health: 3', 'health: 5').replace('Old words', 'New: words'.replace(':', ''));
    assert.deepEqual(await changed(text), { health: [5], description: ['New words'] });
  });

  it('takes every type as a person types it', async () => {
    const cases: [string, string, Json[]][] = [
      ['name: 007', 'name', ['007']],
      ['domains: [acme.example, Globex.example]', 'domains', ['acme.example', 'globex.example']],
      ['phones: +49 30 901820', 'phones', [{ original_phone_number: '+4930901820', country_code: 'DE' }]],
      ['phones:\n- +4930901820', 'phones', [{ original_phone_number: '+4930901820', country_code: 'DE' }]],
      ['stage: won 🎉', 'stage', [STAGES.won]],
      ['tags:\n  - Software\n  - Fax', 'tags', [OPTIONS.software, OPTIONS.fax]],
      ['employees: 1250.5', 'employees', [1250.5]],
      ['attribute_7: 47500 # Budget', 'attribute_7', [47500]],
      ['partner: yes', 'partner', [true]],
      ['since: 2026-03-31', 'since', ['2026-03-31']],
      ['seen: 2026-03-31T14:00:00+02:00', 'seen', ['2026-03-31T12:00:00.000Z']],
      [
        'owner: Ada Lovelace <ada@northwind.example>',
        'owner',
        [{ referenced_actor_type: 'workspace-member', referenced_actor_id: ADA }],
      ],
      [`parent: Globex <${id(9)}>`, 'parent', [{ target_object: 'companies', target_record_id: id(9) }]],
      [
        `people:\n  - Acme <https://app.attio.com/acme-crm/company/${id(9)}>`,
        'people',
        [{ target_object: 'companies', target_record_id: id(9) }],
      ],
      ['contact: Ada Lovelace', 'contact', [{ first_name: 'Ada', last_name: 'Lovelace', full_name: 'Ada Lovelace' }]],
      [
        'contact:\n  first_name: Ada\n  last_name: King Lovelace',
        'contact',
        [{ first_name: 'Ada', last_name: 'King Lovelace', full_name: 'Ada King Lovelace' }],
      ],
      ['site:\n  locality: Basel', 'site', [place({ locality: 'Basel' })]],
    ];
    for (const [text, slug, values] of cases) assert.deepEqual(await changed(text), { [slug]: values }, text);
  });

  it('clears what is emptied and leaves what has no line', async () => {
    assert.deepEqual(await changed(''), {});
    assert.deepEqual(await changed('name: Acme'), {});
    assert.deepEqual(await changed('description:\n'), { description: [] });
    assert.deepEqual(await changed('description: ""\n'), { description: [] });
    assert.deepEqual(await changed('tags: []\nhealth: ~\n'), { tags: [], health: [] });
    assert.deepEqual(await changed('employees:\n'), {});
    // A text that says “null” is a text.
    assert.deepEqual(await changed('description: "null"'), { description: ['null'] });
  });

  it('takes another order, other quotes and comments for no change', async () => {
    const text = `# mine\ntags: [Fax, Hardware]\nname: 'Acme' # ok\ndomains: ["ACME.test", acme.example]\n`;
    assert.deepEqual(await changed(text), {});
  });

  it('keeps an archived option that was there, and refuses one that was not', async () => {
    assert.deepEqual(await changed('tags: [Fax]'), { tags: [OPTIONS.fax] });
    const other = groundWith({ ...BASE, tags: [] });
    const { problems } = await readDocument('tags: [Fax]', other, NOW);
    assert.match(problems[0]?.message ?? '', /archived/);
  });

  it('says what is wrong, where, and what was probably meant', async () => {
    assert.deepEqual(await wrong('domain: x.example'), {
      message: 'Companies have no attribute “domain”. Did you mean “domains”?',
      at: 'domain',
      fixed: 'domains: x.example',
    });
    assert.equal((await wrong('Budget: 3')).fixed, 'attribute_7: 3');
    assert.match((await wrong('created_at: 2026-01-01')).message, /read-only/);
    assert.equal((await wrong('name: Acme\ncreated_at: 2026-01-01\nhealth: 3')).fixed, 'name: Acme\nhealth: 3');
    assert.match((await wrong('old_field: x')).message, /archived/);
    const option = await wrong('tags:\n  - Hardwear\n  - Fax');
    assert.equal(option.at, 'Hardwear');
    assert.match(option.message, /Hardware, Software/);
    assert.equal(option.fixed, 'tags:\n  - Hardware\n  - Fax');
    for (const text of ['since: 2026-02-31', 'employees: many', 'mail: [not-an-address]', 'health: 9', 'phones: 12'])
      assert.equal((await wrong(text)).at, text.replace(/^.*?: \[?|\]$/g, ''), text);
    assert.match((await wrong('domains: [not a domain]')).message, /domain/i);
    const twice = await wrong('name: Acme\nhealth: 3\nname: Acme Inc\n');
    assert.match(twice.message, /twice; first on line 1/);
    assert.equal(twice.fixed, 'name: Acme\nhealth: 3\n');
    const cleared = await wrong('name:\n');
    assert.match(cleared.message, /required/);
    assert.equal(cleared.fixed, 'name: Acme\n');
    assert.match((await wrong('stage: [Lead, Won 🎉]')).message, /one value; here are 2/);
    assert.match((await wrong('parent: Globex')).message, /no record/);
    assert.match((await wrong(`parent: https://app.attio.com/other/company/${id(9)}`)).message, /another workspace/);
    assert.match((await wrong(`parent: https://app.attio.com/acme-crm/person/${id(9)}`)).message, /Companies only/);
    assert.equal((await wrong('site:\n  city: Bern')).at, 'city');
    assert.match((await wrong('site:\n  country_code: Switzerland')).message, /two letters/);
    assert.match((await wrong('health:\n  stars: 3')).message, /plain value/);
    assert.match((await wrong('- name')).message, /slug: value/);
  });

  it('says which line is indented wrongly, once, and puts it right', async () => {
    for (const [text, line, fixed] of [
      ['domains:\n    - a.example\n  - b.example\n  - c.example\nname: A', '    - a.example', '  - a.example\n'],
      ['domains:\n  - a.example\n - b.example\nname: A', ' - b.example', '\n  - b.example\n'],
      ['name: A\ndomains:\n  - a.example\n  - b.example\n - c.example', ' - c.example', '\n  - c.example'],
      ['name: A\n  description: B', '  description: B', '\ndescription: B'],
      ['  name: A\ndescription: B', '  name: A', 'name: A\n'],
      ['site:\n  locality: Bern\n    country_code: CH\nname: A', '    country_code: CH', '\n  country_code: CH\n'],
    ] as const) {
      const found = await wrong(text);
      assert.match(found.message, /^This line is indented by .* instead of /, text);
      assert.equal(found.at, line, text);
      assert(found.fixed?.includes(fixed), found.fixed);
      assert.deepEqual(layoutOf(found.fixed!).problems, [], found.fixed);
    }
  });

  it('advises quotes only where quotes would help', async () => {
    assert.match((await wrong('description: one: two')).message, /Put quotes around a value/);
    assert.match((await wrong('description: @home')).message, /Put quotes around a value/);
    assert.doesNotMatch((await wrong('description: "one\nname: A')).message, /Put quotes around/);
    assert.match((await wrong('name: A\nmore words\ndescription: B')).message, /^This line has no colon/);
  });

  it('tells YAML that is none, and changes nothing meanwhile', async () => {
    for (const text of [
      'name: a: b',
      'name: "x',
      'tags: [a',
      'name:\n\t- x',
      '? [a]\n: b',
      'name: a\n---\nname: b\n',
      '*x',
    ])
      assert((await read(text)).problems.length > 0, text);
    assert.match((await read('tags:\n\t- x')).problems[0]?.message ?? '', /spaces, not with tabs/);
  });

  it('never rejects, whatever is typed', async () => {
    const printed = printRecord(ground);
    for (let at = 0; at < printed.length; at += 7) {
      await read(printed.slice(0, at));
      await read(`${printed.slice(0, at)}\u0000[{"&*!|>${printed.slice(at)}`);
    }
  });
});

describe('merging what changed in Attio', () => {
  const live: Record<string, Json[]> = { ...BASE, health: [1], name: ['Acme Inc'], tags: [], employees: [12] };

  it('follows what is untouched, and marks what both changed', async () => {
    const text = printRecord(ground)
      .replace('health: 3', 'health: 5 # sure')
      .replace('name: Acme', 'name:   Acme   # same');
    const { changed: mine } = await read(text);
    const moved = movedBetween(ground, live, mine);
    assert.deepEqual(moved, { theirs: ['name', 'tags', 'employees'], both: ['health'] });
    const next = { ...ground, base: live };
    const merged = edited(text, takeValues(layoutOf(text), moved.theirs, next));
    assert.match(merged, /^name: Acme Inc$/m);
    assert.match(merged, /^health: 5 # sure$/m);
    assert.match(merged, /^tags:\nhealth/m);
    assert.match(merged, /^employees: 12$/m);
    assert.deepEqual((await readDocument(merged, next, NOW)).changed, { health: [5] });
  });

  it('takes the same change on both sides for none', () => {
    assert.deepEqual(movedBetween(ground, live, { health: [1] }).both, []);
  });
});

describe('what is odd in a document', () => {
  const known: Record<string, { object: string; name: string | undefined }> = {
    [id(3)]: { object: 'people', name: 'Grace Okafor' },
    [id(4)]: { object: 'people', name: 'Priya Venkat' },
    [id(5)]: { object: 'companies', name: 'Globex' },
  };
  const odd = { ...ground, recordKnown: (recordId: string) => known[recordId] };
  const look = (text: string) => readDocument(text, odd, NOW);

  it('names characters that are not seen, and takes them out', async () => {
    for (const [sign, name] of [
      ['\u202e', 'U+202E (right-to-left override)'],
      ['\u2066', 'U+2066 (left-to-right isolate)'],
      ['\u0000', 'U+0000 (NUL)'],
      ['\u0007', 'U+0007 (control character)'],
    ] as const)
      for (const text of [`name: ${JSON.stringify(`Ac${sign}me Ltd`)}`, `name: Ac${sign}me Ltd`]) {
        const { problems, warnings, changed: values } = await look(text);
        assert.deepEqual(problems, []);
        assert.equal(warnings.length, 1, text);
        assert(warnings[0]!.message.includes(name), warnings[0]!.message);
        assert.deepEqual(values, { name: [`Ac${sign}me Ltd`] });
        assert.equal(edited(text, [warnings[0]!.fixes[0]!.edit]), 'name: Acme Ltd');
      }
    assert.deepEqual((await look('description: "two\\n\\tlines"')).warnings, []);
  });

  it('says nothing of such characters that Attio has already', async () => {
    const own = groundWith({ name: ['Ac\u202eme'] });
    assert.deepEqual((await readDocument(printRecord(own), own, NOW)).warnings, []);
  });

  it('takes no YAML tags but those that say nothing', async () => {
    const first = async (text: string) => (await look(text)).problems[0]?.message ?? '';
    assert.match(await first('name: !!binary aGVsbG8='), /no YAML tags here.*“!!binary”/);
    assert.match(await first('tags: !!set {Software}'), /“!!set”/);
    assert.match(await first('name: !secret Acme'), /“!secret”/);
    assert.deepEqual(await changed('name: !!str 007'), { name: ['007'] });
  });

  it('tells whom an id is when another name stands beside it', async () => {
    const text = `people:\n  - Oliver Fenwick <people/${id(4)}>`;
    const { problems, warnings } = await look(text);
    assert.deepEqual(problems, []);
    assert.deepEqual(
      warnings.map(({ message }) => message),
      ['The id is that of “Priya Venkat”, not of “Oliver Fenwick”. The id counts.'],
    );
    assert.match(warnings[0]!.fixes[0]!.edit.text, /^Priya Venkat <people/);
    assert.deepEqual((await look(`people:\n  - priya venkat <people/${id(4)}>`)).warnings, []);
    assert.deepEqual((await look(`people:\n  - Someone New <people/${id(9)}>`)).warnings, []);
  });

  it('refuses the id of a record of another kind', async () => {
    const { problems, changed: values } = await look(`parent: Priya Venkat <${id(4)}>`);
    assert.deepEqual(
      problems.map(({ message }) => message),
      ['“Priya Venkat” is of another kind (Person); Parent takes: Company.'],
    );
    assert.deepEqual(values, {});
    assert.deepEqual((await look(`parent: Globex <${id(5)}>`)).problems, []);
  });
});
