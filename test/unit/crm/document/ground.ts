/** A made-up object with every type of attribute that can be edited, for tests of its document. */
import type { Attribute, WorkspaceMember } from '../../../../src/attio/types.js';
import type { Json } from '../../../../src/attio/values.js';
import type { RecordGround } from '../../../../src/crm/document/ground.js';
import { account, attribute, id, WORKSPACE } from '../../../support/fakeApi.js';

export const COMPANIES = id(901);
export const PEOPLE = id(902);
export const ADA = id(501);
export const OPTIONS = { hardware: id(601), software: id(602), fax: id(603), odd: id(604) };
export const STAGES = { lead: id(611), won: id(612) };

const reference = (...ids: string[]) => ({ currency: null, record_reference: { allowed_object_ids: ids } });

export const ATTRIBUTES: Attribute[] = [
  attribute('record_id', 'text', { is_writable: false }),
  attribute('name', 'text', { is_required: true }),
  attribute('domains', 'domain', { is_unique: true, is_multiselect: true }),
  attribute('description', 'text', { description: 'What they do.' }),
  attribute('contact', 'personal-name'),
  attribute('mail', 'email-address', { is_multiselect: true }),
  attribute('phones', 'phone-number', { is_multiselect: true }),
  attribute('stage', 'status', { is_required: true }),
  attribute('tags', 'select', { is_multiselect: true }),
  attribute('employees', 'number'),
  attribute('attribute_7', 'currency', {
    title: 'Budget',
    config: { currency: { default_currency_code: 'EUR', display_type: 'code' }, record_reference: null },
  }),
  attribute('partner', 'checkbox'),
  attribute('since', 'date'),
  attribute('seen', 'timestamp'),
  attribute('health', 'rating'),
  attribute('owner', 'actor-reference'),
  attribute('parent', 'record-reference', { config: reference(COMPANIES) }),
  attribute('people', 'record-reference', { is_multiselect: true, config: reference(PEOPLE, COMPANIES) }),
  attribute('site', 'location'),
  attribute('old_field', 'text', { is_archived: true }),
  attribute('created_at', 'timestamp', { is_writable: false }),
];

const objects = [
  { slug: 'companies', noun: 'Company', plural: 'Companies', object: COMPANIES },
  { slug: 'people', noun: 'Person', plural: 'People', object: PEOPLE },
].map(({ slug, noun, plural, object }) => ({
  id: { workspace_id: WORKSPACE, object_id: object },
  api_slug: slug,
  singular_noun: noun,
  plural_noun: plural,
  created_at: '',
}));

const ada: WorkspaceMember = {
  id: { workspace_id: WORKSPACE, workspace_member_id: ADA },
  first_name: 'Ada',
  last_name: 'Lovelace',
  avatar_url: null,
  email_address: 'ada@northwind.example',
  access_level: 'admin',
  created_at: '',
};

const choice = (choiceId: string, title: string, archived = false) => ({ id: choiceId, title, archived });

export function groundWith(base: Record<string, Json[]>, names: Record<string, string> = {}): RecordGround {
  return {
    ref: { object: 'companies', recordId: id(1) },
    title: 'Acme Robotics',
    object: objects[0]!,
    attributes: ATTRIBUTES,
    base,
    fixed: [{ slug: 'created_at', text: '9 May 2026' }],
    account: { name: account.name, slug: account.slug },
    url: `https://app.attio.com/${account.slug}/company/${id(1)}`,
    choices: new Map([
      [
        'tags',
        [
          choice(OPTIONS.hardware, 'Hardware'),
          choice(OPTIONS.software, 'Software'),
          choice(OPTIONS.fax, 'Fax', true),
          choice(OPTIONS.odd, '100%: yes, # [really]'),
        ],
      ],
      ['stage', [choice(STAGES.lead, 'Lead'), choice(STAGES.won, 'Won 🎉')]],
    ]),
    members: [ada],
    objects,
    recordName: ({ recordId }) => names[recordId],
  };
}

export const place = (parts: Record<string, string>): Json => ({
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
  ...parts,
});
