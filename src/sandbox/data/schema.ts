/**
 * Objects, lists and their attributes. The standard attributes, their order and flags are as recorded from a real
 * workspace ([wire], api.md section 5); the others are what a company of this kind would add. All seventeen attribute
 * types occur.
 */
import { rows, words } from './table.js';

export interface SeedAttribute {
  slug: string;
  title: string;
  type: string;
  system: boolean;
  readOnly: boolean;
  required: boolean;
  unique: boolean;
  multi: boolean;
  /** Currency code and display type; or allowed objects of a reference; or `object.attribute` of its other side. */
  extra: string;
}

export interface SeedObject {
  slug: string;
  singular: string;
  plural: string;
  createdAt: string;
  attributes: SeedAttribute[];
}

export interface SeedList {
  key: string;
  slug: string;
  name: string;
  parent: string;
  createdAt: string;
  createdBy: string;
  attributes: SeedAttribute[];
}

// slug | title | type | flags: s system, r read only, q required, u unique, m multi | extra
const INTERACTIONS = `
  first_calendar_interaction | First calendar interaction | interaction | sr |
  last_calendar_interaction  | Last calendar interaction  | interaction | sr |
  next_calendar_interaction  | Next calendar interaction  | interaction | sr |
  first_email_interaction    | First email interaction    | interaction | sr |
  last_email_interaction     | Last email interaction     | interaction | sr |
  first_interaction          | First interaction          | interaction | sr |
  last_interaction           | Last interaction           | interaction | sr |
  next_interaction           | Next interaction           | interaction | sr |
  strongest_connection_strength_legacy | Connection strength (legacy) | number | sr |
  strongest_connection_strength | Connection strength   | select          | sr |
  strongest_connection_user     | Strongest connection  | actor-reference | sr |
`;
const SOCIAL = `
  angellist | AngelList | text | s |
  facebook  | Facebook  | text | s |
  instagram | Instagram | text | s |
  linkedin  | LinkedIn  | text | s |
  twitter   | Twitter   | text | s |
  twitter_follower_count | Twitter follower count | number | sr |
`;
const CREATED = `
  created_at | Created at | timestamp       | sr |
  created_by | Created by | actor-reference | sr |
`;
const RECORD_ID = 'record_id | Record ID | text | sru |';

const PEOPLE = `
  ${RECORD_ID}
  name             | Name             | personal-name    | s   |
  email_addresses  | Email addresses  | email-address    | sum |
  description      | Description      | text             | s   |
  company          | Company          | record-reference | s   | companies.team
  job_title        | Job title        | text             | s   |
  avatar_url       | Avatar URL       | text             | sr  |
  phone_numbers    | Phone numbers    | phone-number     | sm  |
  primary_location | Primary location | location         | s   |
  ${SOCIAL}
  ${INTERACTIONS}
  associated_deals | Associated deals | record-reference | sm  | deals.associated_people
  ${CREATED}
  lead_source      | Lead source      | select           |     |
  newsletter       | Newsletter       | checkbox         |     |
  last_contacted   | Last contacted   | timestamp        |     |
  persona          | Persona          | select           | m   |
  projects         | Projects         | record-reference | m   | projects.contacts
`;

const COMPANIES = `
  ${RECORD_ID}
  domains            | Domains          | domain           | sum |
  name               | Name             | text             | s   |
  description        | Description      | text             | s   |
  team               | Team             | record-reference | sm  | people.company
  categories         | Categories       | select           | sm  |
  primary_location   | Primary location | location         | s   |
  logo_url           | Logo URL         | text             | sr  |
  ${SOCIAL}
  estimated_arr_usd  | Estimated ARR    | select           | s   |
  funding_raised_usd | Funding raised   | currency         | s   | USD symbol
  foundation_date    | Foundation date  | date             | s   |
  employee_range     | Employee range   | select           | s   |
  ${INTERACTIONS}
  associated_deals   | Associated deals | record-reference | sm  | deals.associated_company
  ${CREATED}
  account_status     | Account status   | select           |     |
  account_owner      | Account owner    | actor-reference  |     |
  health             | Health           | rating           |     |
  renewal_date       | Renewal date     | date             |     |
  annual_contract_value | Annual contract value | currency |     | EUR code
  tech_stack         | Tech stack       | select           | m   |
  is_partner         | Partner          | checkbox         |     |
  projects           | Projects         | record-reference | m   | projects.client
`;

const DEALS = `
  ${RECORD_ID}
  name               | Deal name          | text             | sq |
  stage              | Deal stage         | status           | sq |
  owner              | Deal owner         | actor-reference  | sq |
  value              | Deal value         | currency         | s  | USD symbol
  associated_people  | Associated people  | record-reference | sm | people.associated_deals
  associated_company | Associated company | record-reference | s  | companies.associated_deals
  ${CREATED}
  close_date         | Close date         | date             |    |
  probability        | Probability        | number           |    |
  deal_type          | Deal type          | select           |    |
  priority           | Priority           | rating           |    |
  next_step          | Next step          | text             |    |
`;

const PROJECTS = `
  ${RECORD_ID}
  name            | Name            | text             | q  |
  status          | Status          | status           |    |
  lead            | Lead            | actor-reference  |    |
  crew            | Crew            | actor-reference  | m  |
  client          | Client          | record-reference |    | companies.projects
  contacts        | Contacts        | record-reference | m  | people.projects
  deal            | Deal            | record-reference |    | deals
  related         | Related         | record-reference | m  | companies, people
  budget          | Budget          | currency         |    | EUR symbol
  hours           | Hours           | number           |    |
  kickoff         | Kick-off        | date             |    |
  last_deployed   | Last deployed   | timestamp        |    |
  confidence      | Confidence      | rating           |    |
  billable        | Billable        | checkbox         |    |
  site            | Site            | location         |    |
  tags            | Tags            | select           | m  |
  codename        | Code name       | text             | u  |
  staging_domain  | Staging domain  | domain           |    |
  support_email   | Support e-mail  | email-address    |    |
  hotline         | Hotline         | phone-number     |    |
  ${CREATED}
`;

const ENTRY_ID = `
  entry_id | Entry ID | text | sru |
  parent_record | Parent record | record-reference | sr |`;
const ENTRY_CREATED = CREATED;

function attributes(table: string): SeedAttribute[] {
  return rows(table).map(([slug, title, type, flags, extra]) => ({
    slug: slug!,
    title: title!,
    type: type!,
    system: flags!.includes('s'),
    readOnly: flags!.includes('r'),
    required: flags!.includes('q'),
    unique: flags!.includes('u'),
    multi: flags!.includes('m'),
    extra: extra ?? '',
  }));
}

const START = '2024-01-08T09:00:00.000Z';

export const OBJECTS: SeedObject[] = [
  { slug: 'people', singular: 'Person', plural: 'People', createdAt: START, attributes: attributes(PEOPLE) },
  { slug: 'companies', singular: 'Company', plural: 'Companies', createdAt: START, attributes: attributes(COMPANIES) },
  { slug: 'deals', singular: 'Deal', plural: 'Deals', createdAt: START, attributes: attributes(DEALS) },
  {
    slug: 'projects',
    singular: 'Project',
    plural: 'Projects',
    createdAt: '2024-02-05T14:20:00.000Z',
    attributes: attributes(PROJECTS),
  },
];

export const LISTS: SeedList[] = [
  {
    key: 'target-accounts',
    slug: 'target_accounts',
    name: 'Target accounts',
    parent: 'companies',
    createdAt: '2024-03-04T10:00:00.000Z',
    createdBy: 'bruno',
    attributes: attributes(`
      ${ENTRY_ID}
      tier     | Tier     | select          |   |
      champion | Champion | actor-reference |   |
      fit      | Fit      | rating          |   |
      ${ENTRY_CREATED}`),
  },
  {
    key: 'renewals',
    slug: 'renewals_2026',
    name: 'Renewals 2026',
    parent: 'deals',
    createdAt: '2025-12-01T10:00:00.000Z',
    createdBy: 'ada',
    attributes: attributes(`
      ${ENTRY_ID}
      step     | Step     | status          |   |
      due      | Due      | date            |   |
      at_risk  | At risk  | checkbox        |   |
      ${ENTRY_CREATED}`),
  },
  {
    key: 'beta-testers',
    slug: 'beta_testers',
    name: 'Beta testers ✨',
    parent: 'people',
    createdAt: '2025-05-19T10:00:00.000Z',
    createdBy: 'dev',
    attributes: attributes(`
      ${ENTRY_ID}
      invited  | Invited  | timestamp       |   |
      feedback | Feedback | text            |   |
      ${ENTRY_CREATED}`),
  },
];

/** Titles of select options by `object.attribute`; a leading `-` marks an archived one. */
export const OPTIONS: ReadonlyMap<string, string[]> = new Map(
  rows(`
    companies.categories | Aerospace & Defense, Agriculture, Automation, B2B, B2C, Beverages, Biotechnology, Building Materials, Cloud Services, Construction, Consumer Goods, Cosmetics, Design, E-Learning, Education, Energy & Utilities, Entertainment & Recreation, Events, Eyewear, Family Services, Finance, Financial Services, Food, Food Production, Ground Transportation, Health Care, Home & Furniture, Import & Export, Industrials & Manufacturing, Insurance, Internet, Legal Services, Maritime, Media, Mining & Metals, Mobile, Networking, Payments, Pharmaceuticals, Publishing, Renewables & Environment, Restaurants, Retail, SAAS, Scientific & Academic Research, Security, Shipbuilding, Shipping & Logistics, Sporting Goods, Sports & Fitness, Technology, Telecommunications, Textiles, Transportation, Travel & Leisure, Video Games, Web Services & Apps, Wholesale
    companies.estimated_arr_usd | Less than $1M, $1M-$10M, $10M-$50M, $50M-$100M, $100M-$250M, $250M-$500M, $500M-$1B, $1B-$10B, $10B+
    companies.employee_range | 1-10, 11-50, 51-200, 201-500, 501-1K, 1K-5K, 5K-10K, 10K+
    companies.strongest_connection_strength | Very weak, Weak, Good, Strong, Very strong
    companies.account_status | Prospect, In pilot, Customer, Churned, -Legacy reseller
    companies.tech_stack | TypeScript, Go, Python, Java, COBOL, Kubernetes, Postgres, Snowfield, Spreadsheets
    people.strongest_connection_strength | Very weak, Weak, Good, Strong, Very strong
    people.lead_source | Referral, Conference, Website, Webinar, Cold outreach, -Fax campaign
    people.persona | Champion, Decision maker, Evaluator, User, Blocker
    deals.deal_type | New business, Expansion, Renewal, Pilot
    projects.tags | migration, pilot, integration, training, on-site, security review, data quality, 100% remote
    target_accounts.tier | Tier 1, Tier 2, Tier 3
  `).map(([attribute, titles]) => [attribute!, words(titles)]),
);

/** Titles of statuses; a leading `-` marks an archived one, a trailing `!` one that is celebrated. */
export const STATUSES: ReadonlyMap<string, string[]> = new Map(
  rows(`
    deals.stage | Lead, In Progress, Negotiation, Won 🎉!, Lost, -On ice
    projects.status | Planned, Running, Blocked, Done!, -Cancelled (old)
    renewals_2026.step | To contact, Proposal sent, Signed!, Lost
  `).map(([attribute, titles]) => [attribute!, words(titles)]),
);
