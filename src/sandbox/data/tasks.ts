/** The tasks of the sample workspace: overdue, due, done, unassigned, about several records, about none. */
import { rows, words } from './table.js';

export interface SeedTask {
  key: string;
  content: string;
  /** Names as `object/key`. */
  links: string[];
  assignees: string[];
  deadline: string | null;
  createdAt: string;
  by: string;
  completedAt: string | null;
}

// key | created | by | deadline | completed | assignees | links | content
const TABLE = `
  send-security      | 2026-11-10T15:42 | ada   | 2026-11-17T17:00 |                  | ada         | companies/acme-robotics, people/grace-okafor | Send the security overview to Grace
  three-year-price   | 2026-11-10T15:44 | ada   | 2026-11-24T12:00 |                  | ada, bruno  | deals/acme-renewal, people/tomas-lindqvist | Price the three-year option, with a cap of 8% a year
  safety-signoff     | 2026-11-10T15:50 | ada   | 2026-12-03T09:00 |                  | bruno       | companies/acme-robotics, companies/granite-security | Find out who owns the safety sign-off at the second plant
  site-visit         | 2026-11-12T08:15 | bruno | 2027-01-15T09:00 |                  | bruno       | deals/acme-expansion | Book the site visit in Boston
  certificate-watch  | 2026-10-21T09:30 | chloe | 2026-10-28T17:00 | 2026-10-27T16:12 | dev         | companies/lumen-health | Watch the certificates of all image hosts, not only img-01
  tell-priya         | 2026-10-21T09:31 | chloe | 2026-10-30T17:00 | 2026-10-30T10:05 | chloe       | people/priya-venkat | Tell Priya that the certificate check is in place
  radiology-budget   | 2026-11-03T14:00 | chloe |                  |                  | chloe       | deals/lumen-imaging | Ask Oliver when the radiology budget is decided
  intro-maya         | 2026-11-05T17:20 | dev   | 2026-11-20T16:00 |                  | dev         | people/maya-thornton, deals/orbital-pilot | Intro call with Maya: shelf life of the pilot data
  legal-review       | 2026-11-06T09:00 | ada   | 2026-11-19T12:00 |                  | ada         | deals/fjordline-renewal, people/ingrid-solheim | Chase the legal review of the Fjordline renewal
  questionnaire      | 2026-11-09T11:00 | bruno | 2026-11-27T18:00 |                  | bruno, emeka | deals/brassfield-core, people/diane-castell | Security questionnaire, part two: 64 questions, sections C to F
  tender-answers     | 2026-11-13T07:45 | bruno | 2027-01-29T12:00 |                  | bruno, dev, emeka | deals/silverline-tender | Answer the 212 questions of tender 44/B
  ferry-import       | 2026-11-14T10:10 | chloe | 2026-12-10T09:00 |                  | emeka       | deals/kestrel-islands, projects/atlas-rollout | Try the ferry timetable import with last winter's tables
  thank-aoife        | 2026-09-30T16:00 | chloe | 2026-10-02T12:00 | 2026-10-01T08:40 | chloe       | people/aoife-brennan | Thank Aoife for speaking at the customer day
  price-list         | 2026-11-16T09:12 | finn  |                  |                  |             |  | Update the price list on the website
  badge-printer      | 2026-11-17T13:00 | emeka | 2026-11-30T17:00 |                  | emeka       |  | Return the badge printer from the conference
  quarter-review     | 2026-11-18T08:00 | ada   | 2026-12-18T15:00 |                  | ada, bruno, chloe, dev, emeka | deals/acme-renewal, deals/fjordline-renewal, deals/redwood-shop, deals/meridian-lab | Go through every renewal of the quarter before the winter break: what is agreed, what is written down, who is on leave, and what would make us lose it
  emoji-invoice      | 2026-11-19T12:30 | dev   | 2026-11-26T12:00 |                  | dev         | companies/emoji | Invoice for 🦄 & Töchter: the name must print as it is
  old-fax            | 2024-06-11T10:00 | finn  | 2024-06-30T12:00 |                  | finn        | companies/tidewater-systems | Confirm the order by fax
`;

const at = (text: string | undefined) => (text ? `${text}:00.000Z` : null);

/** In the order of the table. Times are ISO, in UTC; null: no deadline, or not completed. */
export function seedTasks(): SeedTask[] {
  return rows(TABLE).map(([key, created, by, deadline, completed, assignees, links, content]) => ({
    key: key!,
    content: content!,
    links: words(links),
    assignees: words(assignees),
    deadline: at(deadline),
    createdAt: at(created)!,
    by: by!,
    completedAt: at(completed),
  }));
}
