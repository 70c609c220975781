/** Builds the sample workspace from the tables in data/, through the same doors that writes take. */
import type { Actor } from '../attio/types.js';
import { WITH_PICTURE } from './avatars.js';
import { AWKWARD } from './data/awkward.js';
import { COMPANIES, type SeedCompany } from './data/companies.js';
import { DEALS } from './data/deals.js';
import { ENTRIES } from './data/entries.js';
import { PEOPLE } from './data/people.js';
import { PLACES } from './data/places.js';
import { PROJECTS } from './data/projects.js';
import { LISTS, OBJECTS, OPTIONS, type SeedAttribute, STATUSES } from './data/schema.js';
import { words } from './data/table.js';
import { MEMBERS } from './data/team.js';
import { countsOf, GROWN_LIST, type Grown, generatedEntries, generatedId, generatedRows } from './generated.js';
import { pick, seedId } from './ids.js';
import { type AttributeDef, type Choice, type Container, nano, type Row, SYSTEM } from './model.js';
import { heldRows, joined, Rows } from './rows.js';
import { SEED_WORKSPACE } from './seed.js';
import { SEEDS } from './seedWork.js';
import { parseValue } from './values.js';
import { findAttribute, Workspace } from './workspace.js';
import { setValues } from './writing.js';

/** One record or entry to be: written to once all rows exist, so that references find their targets. */
interface Plan {
  container: Container;
  id: string;
  createdAt: string;
  createdBy: Actor;
  parentId?: string;
  /** By attribute slug, as the API would be written to. */
  values: Record<string, unknown>;
  /** Attributes that Attio filled in by itself. */
  enriched?: ReadonlySet<string>;
}

/** How much more there is than what is written. */
export interface Growth {
  records?: number | undefined;
  entries?: number | undefined;
}

const member = (key: string): Actor => ({ type: 'workspace-member', id: seedId('members', key) });
const to = (object: string, key: string) => ({ target_object: object, target_record_id: seedId(object, key) });

/**
 * A new sample workspace; each call gives an equal one. `records`: how many more there are, made when asked for;
 * `entries`: how many more are in the list of renewals.
 */
export function buildWorkspace({ records = 0, entries = 0 }: Growth = {}): Workspace {
  const objects = OBJECTS.map(
    (object): Container => ({
      kind: 'objects',
      id: seedId('objects', object.slug),
      slug: object.slug,
      createdAt: nano(object.createdAt),
      singular: object.singular,
      plural: object.plural,
      attributes: object.attributes.map((attribute) => definition(object.slug, object.createdAt, attribute)),
    }),
  );
  const lists = LISTS.map(
    (list): Container => ({
      kind: 'lists',
      id: seedId('lists', list.key),
      slug: list.slug,
      createdAt: nano(list.createdAt),
      singular: list.name,
      plural: list.name,
      parent: list.parent,
      createdBy: member(list.createdBy),
      attributes: list.attributes.map((attribute) => definition(list.slug, list.createdAt, attribute, list.parent)),
    }),
  );
  const plans = planAll(objects, lists);
  const rows = new Map(
    [...objects, ...lists].map((container) => [container.id, emptyRows(container, plans, { records, entries })]),
  );
  const members = MEMBERS.map((one) => ({
    id: seedId('members', one.key),
    first: one.first,
    last: one.last,
    email: one.email,
    access: one.access,
    picture: WITH_PICTURE.has(one.key),
    createdAt: nano(one.createdAt),
  }));
  const workspace = new Workspace(SEED_WORKSPACE, { objects, lists, members, rows, seeds: SEEDS });
  for (const plan of plans) fill(workspace, plan);
  tellHistory(workspace);
  return workspace;
}

function definition(of: string, createdAt: string, seed: SeedAttribute, parent?: string): AttributeDef {
  const name = `${of}.${seed.slug}`;
  const related = /^(\w+)\.(\w+)$/.exec(seed.extra);
  const reference = seed.type === 'record-reference';
  const allowed = seed.slug === 'parent_record' ? [parent!] : related ? [related[1]!] : words(seed.extra);
  const [code, display] = seed.extra.split(' ');
  return {
    ...seed,
    id: seedId('attributes', name),
    description: null,
    archived: false,
    defaultValue:
      seed.slug === 'created_at'
        ? { type: 'dynamic', template: 'PT0S' }
        : seed.slug === 'created_by'
          ? { type: 'dynamic', template: 'current-user' }
          : null,
    createdAt: nano(createdAt),
    choices: choicesOf(name, seed.type),
    ...(seed.type === 'currency' && { currency: { code: code!, display: display! } }),
    ...(reference && { allowed }),
    ...(reference && related && { other: { object: related[1]!, attribute: related[2]! } }),
  };
}

function choicesOf(attribute: string, type: string): Choice[] {
  if (type !== 'select' && type !== 'status') return [];
  const titles = (type === 'status' ? STATUSES : OPTIONS).get(attribute) ?? [];
  return titles.map((written) => {
    const title = written.replace(/^-|!$/g, '');
    const id = seedId(type === 'status' ? 'statuses' : 'options', `${attribute}/${title}`);
    return { id, title, archived: written.startsWith('-'), celebrated: written.endsWith('!') };
  });
}

function emptyRows(container: Container, plans: Plan[], { records, entries }: Required<Growth>): Rows {
  const list = plans
    .filter((plan) => plan.container === container)
    .map(
      ({ id, createdAt, createdBy, parentId }): Row => ({
        id,
        createdAt,
        createdBy,
        values: new Map(),
        ...(parentId && { parentId }),
      }),
    );
  list.sort((a, b) => (a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0));
  const held = heldRows(list);
  if (entries > 0 && container.slug === GROWN_LIST) {
    const { deals } = countsOf(records);
    const parent = (index: number) =>
      records > 0 && deals > 0
        ? generatedId('deals', index % deals)
        : seedId('deals', DEALS[index % DEALS.length]!.key);
    const until = list.at(-1)?.createdAt ?? nano(Date.UTC(2026, 10, 1));
    return new Rows(joined(held, generatedEntries(container, entries, until, parent)));
  }
  if (records === 0 || !isGrown(container.slug)) return new Rows(held);
  return new Rows(joined(held, generatedRows(container.slug, container, countsOf(records))));
}

const isGrown = (slug: string): slug is Grown => slug === 'people' || slug === 'companies' || slug === 'deals';

/** A time of its own for every name, from spring 2024 to autumn 2026. */
function createdAt(name: string): string {
  return nano(
    Date.UTC(2024, 2, 4, 8) +
      pick(name, 920) * 86_400_000 +
      pick(`${name}/second`, 36_000) * 1000 +
      pick(`${name}/ms`, 1000),
  );
}

function planAll(objects: Container[], lists: Container[]): Plan[] {
  const plan = (object: string, key: string, values: Record<string, unknown>, enriched?: string[]): Plan => ({
    container: objects.find((one) => one.slug === object)!,
    id: seedId(object, key),
    createdAt: createdAt(`${object}/${key}`),
    createdBy: member(MEMBERS[pick(`${object}/${key}/by`, 5)]!.key),
    values,
    ...(enriched && { enriched: new Set(enriched) }),
  });
  return [
    ...COMPANIES.map((company) => plan('companies', company.key, companyValues(company), COMPANY_ENRICHED)),
    ...PEOPLE.map((person) => plan('people', person.key, personValues(person), ['linkedin', 'primary_location'])),
    ...AWKWARD.map(({ object, key, values }) => {
      const company = values.company ? { company: to('companies', String(values.company)) } : {};
      return plan(object, key, { ...values, ...company });
    }),
    ...DEALS.map((deal) =>
      plan('deals', deal.key, {
        name: deal.name,
        stage: deal.stage,
        owner: MEMBERS.find((one) => one.key === deal.owner)!.email,
        value: deal.value,
        associated_company: to('companies', deal.company),
        associated_people: deal.people.map((key) => to('people', key)),
        close_date: deal.close || undefined,
        probability: { Lead: 10, 'In Progress': 40, Negotiation: 70, Lost: 0 }[deal.stage],
        deal_type: deal.type,
        priority: deal.priority,
        next_step: deal.nextStep || undefined,
      }),
    ),
    ...PROJECTS.map((project) => plan('projects', project.key, projectValues(project))),
    ...ENTRIES.map(({ list, record, values }, index): Plan => {
      const container = lists.find((one) => one.id === seedId('lists', list))!;
      const name = `${list}/${record}/${index}`;
      const champion = MEMBERS.find((one) => one.key === values.champion)?.email;
      return {
        container,
        id: seedId('entries', name),
        createdAt: createdAt(name),
        createdBy: container.createdBy!,
        parentId: seedId(container.parent!, record),
        values: { ...values, champion },
      };
    }),
  ];
}

const COMPANY_ENRICHED = [
  'description',
  'categories',
  'primary_location',
  'logo_url',
  'linkedin',
  'twitter',
  'twitter_follower_count',
  'estimated_arr_usd',
  'funding_raised_usd',
  'foundation_date',
  'employee_range',
];

const ARR = ['Less than $1M', '$1M-$10M', '$10M-$50M', '$50M-$100M', '$100M-$250M'];
const STACK = ['TypeScript', 'Go', 'Python', 'Java', 'Kubernetes', 'Postgres', 'Snowfield', 'Spreadsheets'];
const SIZES = ['1-10', '11-50', '51-200', '201-500', '501-1K', '1K-5K', '5K-10K'];

function companyValues(company: SeedCompany): Record<string, unknown> {
  const { key, status } = company;
  const size = SIZES.indexOf(company.employees);
  const customer = status === 'Customer';
  return {
    domains: company.domains,
    name: company.name,
    description: company.description,
    categories: company.categories,
    primary_location: PLACES.get(company.place),
    linkedin: `https://linkedin.example/company/${key}`,
    twitter: pick(`${key}/twitter`, 2) === 0 ? `https://social.example/${key.replaceAll('-', '')}` : undefined,
    twitter_follower_count: pick(`${key}/twitter`, 2) === 0 ? pick(`${key}/followers`, 40_000) : undefined,
    estimated_arr_usd: ARR[Math.min(ARR.length - 1, Math.max(0, size - 1))],
    funding_raised_usd: pick(`${key}/funded`, 3) === 0 ? 250_000 * (1 + pick(`${key}/funding`, 200)) : undefined,
    foundation_date: company.founded,
    employee_range: company.employees,
    account_status: status,
    account_owner: MEMBERS[pick(`${key}/owner`, 5)]!.email,
    health: company.stars,
    renewal_date: customer ? `2027-${String(1 + pick(`${key}/renewal`, 12)).padStart(2, '0')}-01` : undefined,
    annual_contract_value: customer ? 6000 * (1 + pick(`${key}/acv`, 40)) + 0.5 * pick(`${key}/cents`, 2) : undefined,
    tech_stack:
      key === 'brassfield-bank'
        ? ['COBOL', 'Java', 'Spreadsheets']
        : STACK.filter((one) => pick(`${key}/${one}`, 3) === 0),
    is_partner: pick(`${key}/partner`, 6) === 0,
    ...interactions(key, customer || status === 'In pilot'),
  };
}

function personValues(person: (typeof PEOPLE)[number]): Record<string, unknown> {
  const company = COMPANIES.find((one) => one.key === person.company);
  const full = `${person.first} ${person.last}`;
  return {
    name: { first_name: person.first, last_name: person.last, full_name: full },
    email_addresses: company && person.local ? [`${person.local}@${company.domains[0]}`] : undefined,
    company: company && to('companies', company.key),
    job_title: person.title,
    phone_numbers: person.phone ? [person.phone] : undefined,
    primary_location: PLACES.get(person.place),
    linkedin: pick(`${person.key}/linkedin`, 3) > 0 ? `https://linkedin.example/in/${person.key}` : undefined,
    lead_source: ['Referral', 'Conference', 'Website', 'Webinar', 'Cold outreach'][pick(`${person.key}/source`, 5)],
    newsletter: pick(`${person.key}/newsletter`, 2) === 0,
    last_contacted:
      pick(`${person.key}/contacted`, 3) > 0
        ? `2026-${10 + pick(person.key, 2)}-${10 + pick(`${person.key}/d`, 9)}T10:30:00Z`
        : undefined,
    persona: ['Champion', 'Decision maker', 'Evaluator', 'User', 'Blocker'].filter(
      (one) => pick(`${person.key}/${one}`, 3) === 0,
    ),
    ...interactions(person.key, company?.status === 'Customer'),
  };
}

function projectValues({
  client,
  contacts,
  deal,
  related,
  values,
}: (typeof PROJECTS)[number]): Record<string, unknown> {
  const email = (key: unknown) => MEMBERS.find((one) => one.key === key)!.email;
  return {
    ...values,
    lead: email(values.lead),
    crew: (values.crew as string[]).map(email),
    site: PLACES.get(String(values.site)),
    client: to('companies', client),
    contacts: contacts.map((key) => to('people', key)),
    deal: deal && to('deals', deal),
    related: related && [
      ...related.companies.map((key) => to('companies', key)),
      ...related.people.map((key) => to('people', key)),
    ],
  };
}

/** Stored as they are read, since nobody can write them. */
function interactions(key: string, known: boolean): Record<string, unknown> {
  if (!known) return {};
  const owner = member(MEMBERS[pick(`${key}/connection`, 5)]!.key);
  const at = (type: string, year: number, what: string) => ({
    interaction_type: type,
    interacted_at: nano(Date.UTC(year, pick(`${key}/${what}`, 10), 1 + pick(`${key}/${what}/day`, 27), 14)),
    owner_actor: owner,
  });
  const first = at('email', 2024, 'first');
  const last = at('calendar-event', 2026, 'last');
  return {
    first_email_interaction: first,
    first_interaction: first,
    last_email_interaction: at('email', 2026, 'mail'),
    last_calendar_interaction: last,
    last_interaction: last,
    strongest_connection_strength_legacy: pick(`${key}/strength`, 100),
    strongest_connection_strength: ['Very weak', 'Weak', 'Good', 'Strong', 'Very strong'][
      Math.floor(pick(`${key}/strength`, 100) / 20)
    ],
    strongest_connection_user: MEMBERS.find((one) => seedId('members', one.key) === owner.id)!.email,
  };
}

function fill(workspace: Workspace, plan: Plan): void {
  for (const [slug, given] of Object.entries(plan.values)) {
    if (given === undefined) continue;
    const attribute = findAttribute(plan.container, slug)!;
    const inputs = Array.isArray(given) ? given : [given];
    const data =
      attribute.type === 'interaction'
        ? (inputs as Record<string, unknown>[])
        : inputs.map((input) => parseValue(attribute, input, workspace));
    const by = attribute.readOnly || plan.enriched?.has(slug) ? SYSTEM : plan.createdBy;
    setValues(workspace, plan.container, plan.id, attribute, data, 'replace', { by, at: plan.createdAt });
  }
}

/** A deal that moved, so that there is history to read. */
function tellHistory(workspace: Workspace): void {
  const deals = workspace.object('deals');
  const stage = findAttribute(deals, 'stage')!;
  const id = seedId('deals', 'acme-renewal');
  const moves: [string, string][] = [
    ['Lead', '2026-09-14T08:00:00Z'],
    ['In Progress', '2026-10-05T13:20:00Z'],
    ['Negotiation', '2026-11-09T10:45:00Z'],
  ];
  for (const [title, at] of moves) {
    const data = [parseValue(stage, title, workspace)];
    setValues(workspace, deals, id, stage, data, 'replace', { by: member('ada'), at: nano(at) });
  }
}
