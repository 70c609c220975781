/** The projects of the sample workspace: a few told in full, the rest one after the other from the companies. */
import { pick } from '../ids.js';
import { COMPANIES } from './companies.js';
import { DEALS } from './deals.js';
import { PEOPLE } from './people.js';

export interface SeedProject {
  key: string;
  /** By attribute slug, as the API would be written to; references by the name of what they point to. */
  values: Record<string, unknown>;
  client: string;
  contacts: string[];
  deal?: string;
  related?: { companies: string[]; people: string[] };
}

const TOTAL = 130;

const KINDS = [
  'Data migration',
  'Warehouse pilot',
  'Integration',
  'Training week',
  'Security review',
  'Dashboard',
  'Rollout',
];
const STATES = ['Planned', 'Running', 'Running', 'Blocked', 'Done', 'Done'];
const LEADS = ['ada', 'bruno', 'chloe', 'dev', 'emeka'];
const TAGS = [
  'migration',
  'pilot',
  'integration',
  'training',
  'on-site',
  'security review',
  'data quality',
  '100% remote',
];
const CODENAMES = [
  'Amber',
  'Birch',
  'Cinder',
  'Dune',
  'Echo',
  'Fern',
  'Gale',
  'Heron',
  'Isle',
  'Jade',
  'Kelp',
  'Lark',
  'Moss',
];

/** Nearly every attribute filled. */
const ATLAS: SeedProject = {
  key: 'atlas-rollout',
  client: 'atlas-cartography',
  contacts: ['ines-carvalho', 'rui-tavares'],
  deal: 'atlas-licence',
  related: { companies: ['glasswing', 'nimbus-weather'], people: ['miguel-antunes'] },
  values: {
    name: 'Atlas rollout',
    status: 'Running',
    lead: 'ada',
    crew: ['ada', 'dev', 'emeka'],
    budget: 48_500.75,
    hours: 412.5,
    kickoff: '2026-03-16',
    last_deployed: '2026-11-12T16:42:10.000Z',
    confidence: 4,
    billable: true,
    site: 'lisbon',
    tags: ['integration', 'on-site', 'data quality'],
    codename: 'North Cape',
    staging_domain: 'staging.atlascarto.example',
    support_email: 'rollout@atlascarto.example',
    hotline: '+351215550182',
  },
};

const BRASSFIELD: SeedProject = {
  key: 'brassfield-bridge',
  client: 'brassfield-bank',
  contacts: ['marcus-webb'],
  deal: 'brassfield-core',
  values: {
    name: 'Mainframe bridge',
    status: 'Blocked',
    lead: 'bruno',
    crew: ['bruno', 'finn'],
    budget: 220_000,
    hours: 960,
    kickoff: '2026-06-01',
    confidence: 2,
    billable: false,
    site: 'newyork',
    tags: ['migration', 'security review'],
    codename: 'Brass Band',
  },
};

function generated(number: number): SeedProject {
  const company = COMPANIES[(number * 9) % COMPANIES.length]!;
  const name = `project-${String(number).padStart(3, '0')}`;
  const choose = <T>(of: readonly T[], what: string) => of[pick(`${name}/${what}`, of.length)]!;
  const state = choose(STATES, 'state');
  const month = String(1 + pick(`${name}/month`, 10)).padStart(2, '0');
  const day = String(1 + pick(`${name}/day`, 28)).padStart(2, '0');
  const kickoff = `${2024 + pick(`${name}/year`, 3)}-${month}-${day}`;
  const lead = choose(LEADS, 'lead');
  const values: Record<string, unknown> = {
    name: `${company.name}: ${choose(KINDS, 'kind').toLowerCase()}`,
    status: state,
    lead,
    crew: [lead, ...LEADS.filter((one) => one !== lead && pick(`${name}/${one}`, 3) === 0)],
    budget: 1000 * (2 + pick(`${name}/budget`, 60)),
    hours: 8 * (1 + pick(`${name}/hours`, 90)),
    confidence: pick(`${name}/confidence`, 6),
    billable: pick(`${name}/billable`, 4) !== 0,
    tags: TAGS.filter((tag) => pick(`${name}/${tag}`, 4) === 0),
    codename: `${choose(CODENAMES, 'codename')} ${number}`,
  };
  if (state !== 'Planned') values.kickoff = kickoff;
  if (state === 'Done')
    values.last_deployed = `${kickoff}T${String(8 + pick(`${name}/hour`, 10)).padStart(2, '0')}:30:00.000Z`;
  if (pick(`${name}/site`, 3) === 0) values.site = company.place;
  const contacts = PEOPLE.filter((person) => person.company === company.key).map((person) => person.key);
  const deal = DEALS.find((one) => one.company === company.key)?.key;
  return { key: name, client: company.key, contacts: contacts.slice(0, 2), values, ...(deal && { deal }) };
}

export const PROJECTS: SeedProject[] = [
  ATLAS,
  BRASSFIELD,
  ...Array.from({ length: TOTAL - 2 }, (_, index) => generated(index + 1)),
];
