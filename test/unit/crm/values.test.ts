import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { AttributeValue } from '../../../src/attio/types.js';
import { labelOf } from '../../../src/crm/label.js';
import { summarizeRecord } from '../../../src/crm/summary.js';
import { type ValueContext, valueParts, valueText } from '../../../src/crm/values.js';
import { ATTRIBUTE_TYPES } from '../../support/attributeTypes.js';
import {
  attribute,
  domain,
  email,
  type FakeApi,
  id,
  personName,
  reference,
  sampleApi,
  text,
  value,
} from '../../support/fakeApi.js';

const context: ValueContext = {
  locale: 'en-GB',
  timeZone: 'Europe/Berlin',
  recordName: (ref) => (ref.recordId === id(1) ? 'Acme Robotics' : undefined),
  memberName: (member) => (member === id(7) ? 'Ada Lovelace' : undefined),
  objectNoun: (object) => (object === 'companies' ? 'Company' : undefined),
};
const write = (type: string, fields: Record<string, unknown>, more: ValueContext = {}) =>
  valueParts([value(type, fields)], { ...context, ...more });
const said = (type: string, fields: Record<string, unknown>, more: ValueContext = {}) =>
  write(type, fields, more)
    .map((part) => part.text)
    .join('|');

describe('values', () => {
  it('writes each type as a person would', () => {
    assert.equal(said('text', { value: ' Hello ' }), 'Hello');
    assert.equal(said('number', { value: 1234567.5 }), '1,234,567.5');
    assert.equal(said('number', { value: 0 }), '0');
    assert.equal(said('checkbox', { value: true }), 'Yes');
    assert.equal(said('checkbox', { value: false }), 'No');
    assert.equal(said('currency', { currency_value: 47_500_000, currency_code: 'USD' }), 'US$47,500,000');
    assert.equal(
      said('currency', { currency_value: '99.5', currency_code: 'EUR' }, { locale: 'de-DE' }),
      '99,50\u00a0€',
    );
    assert.equal(said('currency', { currency_value: 5, currency_code: null }), '5');
    assert.equal(said('currency', { currency_value: 5, currency_code: 'POINTS' }), '5 POINTS');
    assert.equal(said('date', { value: '2026-05-03' }), '3 May 2026');
    assert.equal(said('date', { value: '2026-05-03' }, { timeZone: 'America/Los_Angeles' }), '3 May 2026');
    assert.equal(said('timestamp', { value: '2026-05-03T22:30:00.000000000Z' }), '4 May 2026, 00:30');
    assert.equal(said('rating', { value: 3 }), '★★★☆☆');
    assert.equal(said('rating', { value: 0 }), '☆☆☆☆☆');
    assert.equal(said('status', { status: { title: 'In Progress', is_archived: false } }), 'In Progress');
    assert.equal(
      said('actor-reference', { referenced_actor_type: 'workspace-member', referenced_actor_id: id(7) }),
      'Ada Lovelace',
    );
    assert.equal(
      said('actor-reference', { referenced_actor_type: 'workspace-member', referenced_actor_id: id(8) }),
      'Workspace member',
    );
    assert.equal(said('actor-reference', { referenced_actor_type: 'system', referenced_actor_id: null }), 'System');
    assert.equal(
      said('actor-reference', { referenced_actor_type: 'api-token', referenced_actor_id: id(1) }),
      'API token',
    );
    assert.equal(said('actor-reference', { referenced_actor_type: 'app', referenced_actor_id: id(1) }), 'App');
    assert.equal(said('personal-name', { full_name: 'Ada Lovelace' }), 'Ada Lovelace');
    assert.equal(said('personal-name', { first_name: 'Ada', last_name: null, full_name: null }), 'Ada');
    const interaction = {
      interaction_type: 'email',
      interacted_at: '2026-05-03T10:00:00Z',
      owner_actor: { type: 'workspace-member', id: id(7) },
    };
    assert.equal(said('interaction', interaction), 'Email on 3 May 2026 with Ada Lovelace');
    assert.equal(
      said('interaction', { ...interaction, interaction_type: 'in-person-meeting', owner_actor: null }),
      'In-person meeting on 3 May 2026',
    );
  });

  it('marks archived options', () => {
    const parts = write('select', { option: { title: 'Old', is_archived: true } });
    assert.deepEqual(parts, [{ text: 'Old', archived: true }]);
    assert.equal(
      valueText([value('select', { option: { title: 'Old', is_archived: true } })], context),
      'Old (archived)',
    );
  });

  it('links what one can follow, and nothing else', () => {
    assert.deepEqual(write('email-address', { email_address: 'ada+x@acme.example' }), [
      { text: 'ada+x@acme.example', href: 'mailto:ada%2Bx@acme.example' },
    ]);
    assert.deepEqual(write('domain', { domain: 'acme.example' }), [
      { text: 'acme.example', href: 'https://acme.example/' },
    ]);
    assert.deepEqual(write('domain', { domain: 'evil@host/x' }), [{ text: 'evil@host/x' }]);
    assert.deepEqual(write('phone-number', { phone_number: '+15558675309' }), [
      { text: '+15558675309', href: 'tel:+15558675309' },
    ]);
    assert.deepEqual(write('text', { value: 'https://acme.example/a' }), [
      { text: 'https://acme.example/a', href: 'https://acme.example/a' },
    ]);
    assert.deepEqual(write('text', { value: 'javascript:alert(1)' }), [{ text: 'javascript:alert(1)' }]);
    assert.deepEqual(write('text', { value: 'command:attio.signOut' }), [{ text: 'command:attio.signOut' }]);
  });

  it('names references, or what they are', () => {
    const parts = valueParts(reference('companies', id(1), id(2)), context);
    assert.deepEqual(parts, [
      { text: 'Acme Robotics', ref: { object: 'companies', recordId: id(1) } },
      { text: 'Company', ref: { object: 'companies', recordId: id(2) } },
    ]);
  });

  it('writes addresses in the order of their country', () => {
    const us = {
      line_1: '11740 Wilshire Boulevard',
      locality: 'Los Angeles',
      region: 'California',
      postcode: '90025',
      country_code: 'US',
    };
    assert.equal(said('location', us), '11740 Wilshire Boulevard, Los Angeles, California 90025, United States');
    const de = {
      line_1: 'Invalidenstr. 1',
      locality: 'Berlin',
      region: 'Berlin',
      postcode: '10115',
      country_code: 'DE',
    };
    assert.equal(said('location', de), 'Invalidenstr. 1, 10115 Berlin, Germany');
    assert.equal(said('location', { country_code: 'XX' }), 'XX');
    assert.equal(said('location', { latitude: '34.04', longitude: '-118.4' }), '34.04, -118.4');
    assert.equal(said('location', { locality: null, country_code: null }), '');
  });

  it('says something sensible of a type it does not know', () => {
    assert.equal(said('hologram', { value: 'blue' }), 'blue');
    assert.equal(said('hologram', { option: { title: 'Blue' } }), 'Blue');
    assert.equal(said('hologram', { hue: 'blue', depth: 3 }), 'blue, 3');
    assert.equal(said('__proto__', { value: 'x' }), 'x');
  });

  it('never throws and never writes an empty part, whatever comes', () => {
    const types = [...ATTRIBUTE_TYPES, 'unheard-of', 'toString'];
    const fields = [
      'value',
      'currency_value',
      'currency_code',
      'status',
      'option',
      'target_object',
      'target_record_id',
      'referenced_actor_type',
      'referenced_actor_id',
      'line_1',
      'country_code',
      'postcode',
      'domain',
      'email_address',
      'phone_number',
      'interaction_type',
      'interacted_at',
      'owner_actor',
      'first_name',
      'full_name',
    ];
    const odd = fc.oneof(
      fc.anything(),
      fc.string(),
      fc.constantFrom('EUR', 'eur', 'DE', 'de', '2026-02-31', '9999-99-99', 1e300, -1),
    );
    const wild = fc.record(
      { attribute_type: fc.constantFrom(...types), ...Object.fromEntries(fields.map((field) => [field, odd])) },
      { requiredKeys: ['attribute_type'] },
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(wild, fc.constant(null), fc.string())), (values) => {
        for (const part of valueParts(values as AttributeValue[], context)) assert.notEqual(part.text, '');
      }),
    );
    assert.deepEqual(valueParts(undefined, context), []);
  });
});

describe('labels and summaries', () => {
  const api: FakeApi = sampleApi();
  const record = (object: string, values: Record<string, AttributeValue[]>) =>
    api.addRecord(object, id(Math.floor(Math.random() * 1e9)), values);
  const title = (object: string, values: Record<string, AttributeValue[]>) => labelOf(record(object, values))?.title;

  it('finds what names a record of any object', () => {
    assert.equal(title('companies', { name: text('Acme\n Robotics ') }), 'Acme Robotics');
    assert.equal(title('people', { name: personName('Ada Lovelace') }), 'Ada Lovelace');
    assert.equal(
      title('companies', { domains: domain('acme.example', 'acme2.example'), description: text('We build robots') }),
      'acme.example',
    );
    assert.equal(
      title('people', { job_title: text('CEO'), email_addresses: email('ada@acme.example') }),
      'ada@acme.example',
    );
    assert.equal(title('people', { job_title: text('CEO') }), undefined);
    api.addObject('tickets', 'Ticket', []);
    assert.equal(title('tickets', { notes: text('long'), subject: text('Printer on fire') }), 'Printer on fire');
    assert.equal(title('tickets', { description: text('long'), reference_code: text('T-100') }), 'T-100');
    assert.equal(title('tickets', {}), undefined);
  });

  const object = (slug: string) => api.objectList.find((one) => one.api_slug === slug)!;
  const summarize = (slug: string, values: Record<string, AttributeValue[]>) => {
    const one = record(slug, values);
    return summarizeRecord(
      one,
      { object: slug, recordId: one.id.record_id },
      object(slug),
      api.defs.get(slug)!,
      context,
    );
  };

  it('is never without a title', () => {
    assert.equal(summarize('companies', {}).title, 'Untitled company');
    assert.equal(summarize('companies', { name: text('   ') }).title, 'Untitled company');
  });

  it('describes by at most two facts, the telling ones', () => {
    assert.equal(
      summarize('companies', { name: text('Acme'), domains: domain('acme.example') }).description,
      'acme.example',
    );
    const ada = summarize('people', {
      name: personName('Ada'),
      email_addresses: email('ada@acme.example'),
      company: reference('companies', id(1)),
      job_title: text('CEO'),
    });
    assert.equal(ada.description, 'ada@acme.example · Acme Robotics');
    assert.deepEqual(ada.facts.map((fact) => fact.text).sort(), ['Acme Robotics', 'CEO', 'ada@acme.example'].sort());
    api.addObject('deals', 'Deal', [
      attribute('name', 'text'),
      attribute('stage', 'status'),
      attribute('value', 'currency'),
    ]);
    const deal = summarize('deals', {
      name: text('Renewal'),
      value: [value('currency', { currency_value: 5000, currency_code: 'EUR' })],
      stage: [value('status', { status: { title: 'Lead', is_archived: false } })],
    });
    assert.equal(deal.description, 'Lead · €5,000');
  });

  it('keeps to six facts and leaves out ids, long texts and unnamed references', () => {
    const many = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`field_${n}`, text(`value ${n}`)]));
    const summary = summarize('companies', {
      name: text('Acme'),
      ...many,
      essay: text('x'.repeat(2000)),
      team: reference('people', id(5)),
    });
    assert.equal(summary.facts.length, 6);
    assert(summary.facts.every((fact) => fact.text.startsWith('value')));
  });

  it('says how many there are of a long list', () => {
    const team = reference('companies', id(1), id(1), id(1), id(1), id(1));
    const fact = summarize('companies', { name: text('Acme'), team }).facts.find((one) => one.title === 'Team');
    assert.equal(fact?.text, 'Acme Robotics, Acme Robotics, Acme Robotics and 2 more');
  });
});
