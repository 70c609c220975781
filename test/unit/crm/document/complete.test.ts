import assert from 'node:assert/strict';
import { placeAt } from '../../../../src/crm/document/at.js';
import { completionsAt } from '../../../../src/crm/document/complete.js';
import { describeAttribute } from '../../../../src/crm/document/describe.js';
import { layoutOf } from '../../../../src/crm/document/layout.js';
import { id } from '../../../support/fakeApi.js';
import { ATTRIBUTES, groundWith } from './ground.js';

const ground = groundWith({});

/** Completions at the `^` of a text: labels, and the text after taking one. */
function at(marked: string, take?: string) {
  const offset = marked.indexOf('^');
  const text = marked.replace('^', '');
  const found = completionsAt(text, offset, ground);
  const items = found?.what === 'items' ? found.items : [];
  const item = items.find(({ label }) => label === take);
  assert(take === undefined || item, `${take} is not offered: ${items.map(({ label }) => label).join()}`);
  const after = item && text.slice(0, found!.replace.start) + item.insert + text.slice(found!.replace.end);
  return { found, labels: items.map(({ label }) => label), after };
}

describe('completions in a document', () => {
  it('offers the attributes that have no line yet', () => {
    const { labels, after } = at('name: Acme\nhe^\nstage: Lead\n', 'health');
    assert.equal(after, 'name: Acme\nhealth: \nstage: Lead\n');
    for (const slug of ['name', 'stage', 'record_id', 'old_field', 'created_at'])
      assert(!labels.includes(slug), `${slug} is offered`);
    assert(labels.includes('attribute_7'));
    assert.equal(at('heal^th: 3', undefined).labels.includes('health'), false);
    assert.equal(at('x^x: 3', 'health').after, 'health: 3');
  });

  it('offers options and statuses, quoted where they must be', () => {
    assert.deepEqual(at('stage: ^').labels, ['Lead', 'Won 🎉']);
    assert.equal(at('stage: Wo^ # now', 'Won 🎉').after, 'stage: Won 🎉 # now');
    assert.equal(at('tags:\n  - Soft^\n', 'Software').after, 'tags:\n  - Software\n');
    assert.equal(at('tags:\n- ^\n', '100%: yes, # [really]').after, 'tags:\n- "100%: yes, # [really]"\n');
    assert.equal(at('tags: [Software, Ha^]', 'Hardware').after, 'tags: [Software, Hardware]');
    assert.equal(at('tags: [^]', '100%: yes, # [really]').after, 'tags: ["100%: yes, # [really]"]');
    assert(!at('tags: ^').labels.includes('Fax'), 'an archived option is offered');
  });

  it('offers members, booleans, stars and parts', () => {
    assert.equal(at('owner: ad^', 'Ada Lovelace').after, 'owner: Ada Lovelace <ada@northwind.example>');
    assert.deepEqual(at('partner: ^').labels, ['true', 'false']);
    assert.deepEqual(at('health: ^').labels, ['0', '1', '2', '3', '4', '5']);
    assert.equal(at('site:\n  loc^', 'locality').after, 'site:\n  locality: ');
    assert.deepEqual(at('contact:\n  ^').labels, ['first_name', 'last_name']);
  });

  it('asks for records of the objects that a reference takes', () => {
    const { found } = at('people:\n  - Grace O^ka <x>\n');
    assert(found?.what === 'records');
    assert.equal(found.query, 'Grace O');
    assert.deepEqual(found.objects, ['people', 'companies']);
    assert.equal('people:\n  - Grace Oka <x>\n'.slice(found.replace.start, found.replace.end), 'Grace Oka <x>');
  });

  it('offers nothing in comments, in texts, and where no attribute is known', () => {
    for (const text of ['# na^', 'stage: Lead # L^', 'nothing: ^', 'created_at: ^', '  - ^'])
      assert.equal(at(text).labels.length, 0, text);
    assert.deepEqual(at('description: ^').labels, []);
  });
});

describe('what a place is about', () => {
  const text = `people:\n  - Grace <https://app.attio.com/acme-crm/person/${id(3)}>\nparent: Globex <${id(9)}>\n`;
  const place = (word: string) => placeAt(layoutOf(text), text.indexOf(word) + 1, ground);

  it('is an attribute or the record a value names', () => {
    assert.equal((place('people') as { attribute: { api_slug: string } }).attribute.api_slug, 'people');
    assert.deepEqual((place('Grace') as { ref: unknown }).ref, { object: 'people', recordId: id(3) });
    assert.deepEqual((place(id(9)) as { ref: unknown }).ref, { object: 'companies', recordId: id(9) });
  });

  it('is told in words', () => {
    const facts = (slug: string) => describeAttribute(ATTRIBUTES.find((one) => one.api_slug === slug)!, ground);
    assert.equal(facts('domains').type, 'Domain, several · unique');
    assert.equal(facts('people').type, 'Person or Company, several');
    assert.equal(facts('attribute_7').type, 'Money in EUR');
    assert.equal(facts('created_at').type, 'Date and time · read-only');
    assert.deepEqual(facts('stage').choices, ['Lead', 'Won 🎉']);
    assert.equal(facts('description').description, 'What they do.');
  });
});
