import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Json } from '../../../../src/attio/values.js';
import { createOrder, isEditable } from '../../../../src/crm/edit/form.js';
import { asValues, normalWritten, sameWritten, writable, writtenText } from '../../../../src/crm/edit/writable.js';
import { ATTRIBUTE_TYPES } from '../../../support/attributeTypes.js';
import { attribute, id, value } from '../../../support/fakeApi.js';

const TYPES = [...ATTRIBUTE_TYPES, 'sparkle'];
const known = { locale: 'en', timeZone: 'UTC' };

describe('writable values', () => {
  it('are none of interactions and of types that are not known', () => {
    for (const type of ['interaction', 'sparkle'])
      assert.deepEqual(writable([value(type, { value: 'x', interaction_type: 'call' })], attribute('a', type)), []);
  });

  it('leave out what was, and who is no colleague', () => {
    const past = { ...value('text', { value: 'old' }), active_until: '2026-01-01T00:00:00Z' };
    assert.deepEqual(writable([past, value('text', { value: 'new' })], attribute('a', 'text')), ['new']);
    const app = value('actor-reference', { referenced_actor_type: 'app', referenced_actor_id: id(1) });
    assert.deepEqual(writable([app], attribute('a', 'actor-reference')), []);
  });

  it('keep what Attio keeps of a moment, and no noughts', () => {
    const at = (iso: string) => writable([value('timestamp', { value: iso })], attribute('a', 'timestamp'));
    assert.deepEqual(at('2026-05-09T21:42:57.234000000Z'), ['2026-05-09T21:42:57.234Z']);
    assert.deepEqual(at('2026-05-09T21:42:57.234567890Z'), ['2026-05-09T21:42:57.234567890Z']);
    assert.deepEqual(at('2026-05-09T21:42:57Z'), ['2026-05-09T21:42:57.000Z']);
  });

  it('take options given by their id alone, numbers given as texts, and the older name of a phone number', () => {
    assert.deepEqual(writable([value('select', { option: 'abc' })], attribute('a', 'select')), ['abc']);
    assert.deepEqual(writable([value('currency', { currency_value: '12.50' })], attribute('a', 'currency')), [12.5]);
    assert.deepEqual(
      writable([value('phone-number', { normalized_phone_number: '+4930123456' })], attribute('a', 'phone-number')),
      [{ original_phone_number: '+4930123456', country_code: null }],
    );
  });

  it('never throw, whatever stands there', () => {
    fc.assert(
      fc.property(fc.constantFrom(...TYPES), fc.anything(), fc.anything(), (type, one, other) => {
        const values = [
          { ...value(type, { value: one }), ...(typeof other === 'object' ? other : {}) },
          one,
          null,
        ] as never;
        const written = writable(values, { type });
        assert.ok(Array.isArray(written));
        asValues(attribute('a', type), written, known);
        assert.equal(typeof writtenText(attribute('a', type), written, known), 'string');
      }),
    );
  });

  it('are the same once more', () => {
    fc.assert(
      fc.property(fc.constantFrom(...TYPES), fc.jsonValue(), (type, given) => {
        const once = normalWritten(type, given as Json);
        assert.deepEqual(normalWritten(type, once), once);
        assert.ok(sameWritten(type, once, once));
      }),
    );
  });
});

describe('sameness of written values', () => {
  it('does not look at the order of several, but counts them', () => {
    assert.ok(sameWritten('select', ['a', 'b'], ['b', 'a']));
    assert.ok(!sameWritten('select', ['a', 'a', 'b'], ['a', 'b', 'b']));
    assert.ok(!sameWritten('select', ['a'], []));
  });
  it('takes a number for the same however it is spaced, and a domain however it is spelt', () => {
    const phone = (original_phone_number: string, country_code: string | null = 'US') => ({
      original_phone_number,
      country_code,
    });
    assert.ok(sameWritten('phone-number', [phone('+1 (415) 555-0100')], [phone('+14155550100', null)]));
    assert.ok(!sameWritten('phone-number', [phone('415 555 0100')], [phone('415 555 0100', 'CA')]));
    assert.ok(sameWritten('domain', ['Acme.com'], ['acme.com']));
  });
  it('sees another spelling of a text or an address, and no difference in an empty text', () => {
    assert.ok(!sameWritten('text', ['a'], ['A']));
    assert.ok(!sameWritten('email-address', ['Ada@x.com'], ['ada@x.com']));
    assert.ok(sameWritten('text', [''], []));
  });
  it('takes any form that Attio accepts', () => {
    assert.ok(sameWritten('text', [{ value: 'x' }], ['x']));
    assert.ok(sameWritten('timestamp', ['2026-01-01T00:00:00Z'], ['2026-01-01T00:00:00.000000000Z']));
    assert.ok(sameWritten('timestamp', ['2026-01-01T01:00:00+01:00'], ['2026-01-01T00:00:00Z']));
    assert.ok(sameWritten('number', [0.1 + 0.2], [0.3]));
  });
});

describe('written values in words', () => {
  it('are in the same words as values that were read', () => {
    const usd = attribute('v', 'currency', {
      config: { currency: { default_currency_code: 'USD', display_type: 'symbol' }, record_reference: null },
    });
    assert.equal(writtenText(usd, [1234.5], known), '$1,234.50');
    const choices = [
      { id: 's1', title: 'Won', archived: false },
      { id: 's2', title: 'On ice', archived: true },
    ];
    assert.equal(writtenText(attribute('stage', 'status'), ['s1'], { ...known, choices }), 'Won');
    assert.equal(
      writtenText(attribute('tags', 'select'), ['s2', 's1'], { ...known, choices }),
      'On ice (archived), Won',
    );
    assert.equal(
      writtenText(
        attribute('p', 'phone-number'),
        [{ original_phone_number: '+49 30 901820', country_code: 'DE' }],
        known,
      ),
      '+4930901820',
    );
    assert.equal(writtenText(attribute('d', 'date'), ['2026-05-03'], known), 'May 3, 2026');
    assert.equal(writtenText(attribute('d', 'text'), [], known), '');
  });

  it('name records and colleagues, and tell two unknown ones apart', () => {
    const ref = (n: number) => ({ target_object: 'companies', target_record_id: id(n) });
    const client = attribute('client', 'record-reference');
    const recordName = ({ recordId }: { recordId: string }) => (recordId === id(1) ? 'Acme' : undefined);
    assert.equal(writtenText(client, [ref(1)], { ...known, recordName }), 'Acme');
    assert.notEqual(writtenText(client, [ref(2)], known), writtenText(client, [ref(3)], known));
    const owner = attribute('owner', 'actor-reference');
    const actor = { referenced_actor_type: 'workspace-member', referenced_actor_id: id(9) };
    assert.match(writtenText(owner, [actor], known), new RegExp(id(9)));
  });
});

describe('the order of a new record’s attributes', () => {
  const slugs = (list: { api_slug: string }[]) => list.map((one) => one.api_slug);

  it('begins with what Attio insists on, then what names and identifies', () => {
    const { required, others } = createOrder([
      attribute('record_id', 'text', { is_writable: false, is_unique: true }),
      attribute('twitter', 'text'),
      attribute('owner', 'actor-reference', { is_required: true }),
      attribute('notes', 'text'),
      attribute('name', 'text', { is_required: true }),
      attribute('stage', 'status', { is_required: true, is_default_value_enabled: true }),
      attribute('domains', 'domain', { is_unique: true, is_multiselect: true }),
      attribute('gone', 'text', { is_archived: true }),
      attribute('last_interaction', 'interaction'),
      attribute('odd', 'sparkle'),
    ]);
    assert.deepEqual(slugs(required), ['name', 'owner']);
    assert.deepEqual(slugs(others), ['stage', 'domains', 'notes', 'twitter']);
  });

  it('asks for a person’s name and address before anything else', () => {
    const { required, others } = createOrder([
      attribute('company', 'record-reference'),
      attribute('email_addresses', 'email-address', { is_unique: true, is_multiselect: true }),
      attribute('description', 'text'),
      attribute('name', 'personal-name'),
    ]);
    assert.deepEqual(required, []);
    assert.deepEqual(slugs(others), ['name', 'email_addresses', 'company', 'description']);
  });

  it('leaves out what cannot be edited', () => {
    assert.ok(isEditable(attribute('a', 'text')));
    for (const one of [
      attribute('a', 'text', { is_writable: false }),
      attribute('a', 'text', { is_archived: true }),
      attribute('a', 'interaction'),
      attribute('a', 'sparkle'),
    ])
      assert.ok(!isEditable(one));
  });
});
