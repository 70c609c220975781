/** The notes of the sample workspace, in Markdown: some written for their record, the rest from a few patterns. */
import { pick, seedId } from '../ids.js';
import { COMPANIES } from './companies.js';
import { DEALS } from './deals.js';
import { PEOPLE } from './people.js';
import { WORKSPACE } from './team.js';

export interface SeedNote {
  key: string;
  object: string;
  record: string;
  title: string;
  content: string;
  author: string;
  createdAt: string;
  /** Names of what is @-tagged. */
  tagged?: { members?: string[]; people?: string[] };
}

const link = (record: string) => `https://app.attio.com/${WORKSPACE.slug}/company/${seedId('companies', record)}`;

const KICKOFF = `# Kick-off with Acme Robotics

Met **Grace Okafor** and *Tomas Lindqvist* in Boston. They want the second plant connected ==before March==.

## What they need

- One feed for both plants
- Alerts within **five seconds**
  - by text message at night
  - by e-mail otherwise
- No ~~spreadsheets~~ manual exports

## Next steps

1. Send the [security overview](https://northwind-labs.example/security)
2. Ada prices the three-year option
3. Call again on 3 December

### Open question

Who owns the safety sign-off? See also [Granite Security](${link('granite-security')}).`;

const HAND_WRITTEN: SeedNote[] = [
  {
    key: 'acme-kickoff',
    object: 'companies',
    record: 'acme-robotics',
    title: 'Kick-off: second plant',
    content: KICKOFF,
    author: 'ada',
    createdAt: '2026-11-10T15:30:00.000Z',
    tagged: { members: ['ada'], people: ['grace-okafor'] },
  },
  {
    key: 'acme-price',
    object: 'deals',
    record: 'acme-renewal',
    title: 'Price history',
    content: '- 2024: **$120,000**\n- 2025: **$150,000**\n- 2026: **$168,000**\n\nTomas asked for a cap of 8% a year.',
    author: 'bruno',
    createdAt: '2026-11-16T09:05:00.000Z',
  },
  {
    key: 'grace-coffee',
    object: 'people',
    record: 'grace-okafor',
    title: 'Coffee with Grace ☕',
    content:
      'Moves to the Boston office in *January*.\nPrefers short mails, no decks.\n\nHer team is hiring: [openings](https://acme-robotics.example/jobs)',
    author: 'chloe',
    createdAt: '2026-11-02T11:00:00.000Z',
  },
  {
    key: 'lumen-incident',
    object: 'companies',
    record: 'lumen-health',
    title: 'Incident review: late images',
    content:
      '## Timeline\n\n1. 08:12 queue grows\n2. 08:40 **paged**\n3. 09:02 back to normal\n\n## Cause\n\nA certificate on `img-07` ran out. Monitoring looked at `img-01` only.\n\n## Follow-up\n\n- Watch all hosts\n- Tell Priya when done',
    author: 'dev',
    createdAt: '2026-10-21T17:45:00.000Z',
    tagged: { members: ['dev'] },
  },
  {
    key: 'untitled',
    object: 'people',
    record: 'priya-venkat',
    title: '',
    content: 'Call her after 16:00 London time, never before.',
    author: 'chloe',
    createdAt: '2026-09-18T16:20:00.000Z',
  },
  {
    key: 'empty',
    object: 'companies',
    record: 'papercrane',
    title: 'To be written',
    content: '',
    author: 'emeka',
    createdAt: '2026-05-16T08:00:00.000Z',
  },
  {
    key: 'markup',
    object: 'companies',
    record: 'markup',
    title: '<i>Title</i> with [link](command:attio.signOut) $(zap)',
    content:
      'Text with <b>HTML</b>, a [command](command:workbench.action.quit), $(trash) and a | table | like line |.\n\n| a | b |\n|---|---|\n| 1 | 2 |',
    author: 'finn',
    createdAt: '2025-08-08T08:08:00.000Z',
  },
  {
    key: 'rtl',
    object: 'people',
    record: 'rtl-name',
    title: 'שיחה ראשונה',
    content: '# סיכום\n\n- רשימת המתנה אחת\n- **תשע מרפאות**',
    author: 'chloe',
    createdAt: '2026-06-11T12:00:00.000Z',
  },
  {
    key: 'huge',
    object: 'companies',
    record: 'silverline-rail',
    title: 'Tender questions, all of them',
    content: hugeContent(),
    author: 'bruno',
    createdAt: '2026-10-30T18:00:00.000Z',
  },
  {
    key: 'atlas-standup',
    object: 'projects',
    record: 'atlas-rollout',
    title: 'Stand-up, week 46',
    content: '- Tiles for the **Azores** are in\n- Rui waits for `glacier.json`\n- Next deploy: *Thursday*',
    author: 'ada',
    createdAt: '2026-11-13T08:15:00.000Z',
  },
];

/** About 200 kB of questions and answers. */
function hugeContent(): string {
  const parts = ['# Tender 44/B: questions and answers'];
  for (let section = 1; section <= 12; section++) {
    parts.push(`## Section ${section}`);
    for (let question = 1; question <= 64; question++) {
      parts.push(
        `### Question ${section}.${question}`,
        `Describe how the supplier keeps requirement **R-${section * 100 + question}** when *two* depots are out of reach for ` +
          'longer than the agreed window, and who is told, in which order, by which means.',
        '- Kept by the standby site\n- Told by the duty officer',
      );
    }
  }
  return parts.join('\n\n');
}

const PATTERNS: ((who: string, what: string) => { title: string; content: string })[] = [
  (who, what) => ({
    title: `Call with ${who}`,
    content: `## Summary\n\n${who} walked us through how ${what} works today.\n\n- Budget is *set in spring*\n- Decision by **two** people\n\n## Next\n\n1. Send notes\n2. Book a demo`,
  }),
  (who, what) => ({
    title: `${what}: what they use now`,
    content: `Three tools and a shared inbox. **Nobody** owns the inbox.\n\n- Exports on Mondays\n- Corrections by hand on Tuesdays\n\nSource: ${who}`,
  }),
  (who, what) => ({
    title: `Demo for ${what}`,
    content: `# Demo\n\nShown: import, search, *undo*. ${who} liked undo best.\n\n### Asked for\n\n- Single sign-on\n- Shorter ~~invoices~~ meetings`,
  }),
  (who, what) => ({
    title: `Renewal check, ${what}`,
    content: `Usage is up. ==Watch the renewal date.==\n\n${who} will ask for a discount; see [our policy](https://northwind-labs.example/pricing).`,
  }),
];

const AUTHORS = ['ada', 'bruno', 'chloe', 'dev', 'emeka'];

function patterned(index: number): SeedNote {
  const key = `note-${String(index).padStart(3, '0')}`;
  const company = COMPANIES[(index * 5) % COMPANIES.length]!;
  const person = PEOPLE.find((one) => one.company === company.key);
  const deal = DEALS.find((one) => one.company === company.key);
  const who = person ? `${person.first} ${person.last}` : company.name;
  const { title, content } = PATTERNS[index % PATTERNS.length]!(who, company.name);
  const [object, record] =
    index % 3 === 1 && person
      ? ['people', person.key]
      : index % 3 === 2 && deal
        ? ['deals', deal.key]
        : ['companies', company.key];
  const createdAt = new Date(
    Date.UTC(2025, 0, 6, 9) + index * 12 * 86_400_000 + pick(key, 28_800) * 1000,
  ).toISOString();
  return { key, object: object!, record: record!, title, content, author: AUTHORS[index % AUTHORS.length]!, createdAt };
}

/** The written ones, then 52 made by pattern, a note each twelve days; always the same. */
export function seedNotes(): SeedNote[] {
  return [...HAND_WRITTEN, ...Array.from({ length: 52 }, (_, index) => patterned(index + 1))];
}
