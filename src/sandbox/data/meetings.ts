/** The meetings of the sample workspace: most are synced from calendars, some were recorded. */
import { rows, words } from './table.js';

export interface SeedMeeting {
  key: string;
  title: string;
  description: string;
  start: string;
  end: string;
  timezone: string | null;
  organizer: string;
  /** Keys of members and people, each with a `?`, `-` or `~` behind who is pending, declined or tentative. */
  others: string[];
  links: string[];
  synced: boolean;
}

// key | title | start | end | zone | organizer | others | links | synced | description
const TABLE = `
  acme-second-plant | Acme Robotics: second plant        | 2026-11-10T14:00:00-05:00 | 2026-11-10T15:00:00-05:00 | America/New_York | ada   | bruno, grace-okafor, tomas-lindqvist | companies/acme-robotics, people/grace-okafor, people/tomas-lindqvist, deals/acme-renewal | yes | Where the first plant is, what the second one needs, and the renewal.
  acme-follow-up    | Acme Robotics: follow-up           | 2026-12-03T14:00:00-05:00 | 2026-12-03T14:30:00-05:00 | America/New_York | ada   | bruno, grace-okafor?, tomas-lindqvist~ | companies/acme-robotics, people/grace-okafor, people/tomas-lindqvist | yes |
  lumen-incident    | Late images: review with Lumen     | 2026-10-21T09:00:00+01:00 | 2026-10-21T09:30:00+01:00 | Europe/London    | chloe | dev, priya-venkat, oliver-stone- | companies/lumen-health, people/priya-venkat, people/oliver-stone | yes | What happened on the twentieth, and what changes.
  lumen-quarterly   | Lumen Health quarterly             | 2026-12-15T10:00:00Z | 2026-12-15T11:00:00Z | Europe/London    | chloe | priya-venkat, oliver-stone~ | companies/lumen-health, people/priya-venkat, people/oliver-stone | yes |
  orbital-intro     | Intro: Orbital Foods               | 2026-11-20T17:00:00Z      | 2026-11-20T17:25:00Z      |                  | dev   | maya-thornton | companies/orbital-foods, people/maya-thornton, deals/orbital-pilot | no  | First call with Maya. Shelf life of the pilot data, price of the pilot.
  fjordline-legal   | Fjordline renewal: legal           | 2026-11-24T10:00:00+01:00 | 2026-11-24T10:45:00+01:00 | Europe/Oslo      | ada   | ingrid-solheim, lars-bakken? | companies/fjordline-energy, people/ingrid-solheim, people/lars-bakken, deals/fjordline-renewal | yes |
  brassfield-audit  | Brassfield security questionnaire  | 2026-11-26T15:00:00-05:00 | 2026-11-26T16:30:00-05:00 | America/New_York | bruno | emeka, diane-castell, marcus-webb | companies/brassfield-bank, people/diane-castell, people/marcus-webb, deals/brassfield-core | yes | Sections C to F.
  kestrel-day       | Customer day in Dublin             | 2026-09-29 | 2026-09-30 |                  | chloe | ada, bruno, aoife-brennan, sean-gallagher | companies/kestrel-logistics, people/aoife-brennan, people/sean-gallagher | yes | Aoife speaks at eleven.
  pipeline          | Pipeline review                    | 2026-11-23T08:30:00Z      | 2026-11-23T09:15:00Z      |                  | ada   | bruno, chloe, dev, emeka? |  | no  | Internal. Every open renewal, five minutes each.
`;

/** In the order of the table. Times are ISO, with their offset; all-day meetings have days, the end exclusive. */
export function seedMeetings(): SeedMeeting[] {
  return rows(TABLE).map(([key, title, start, end, zone, organizer, others, links, synced, description]) => ({
    key: key!,
    title: title!,
    description: description ?? '',
    start: start!,
    end: end!,
    timezone: zone || null,
    organizer: organizer!,
    others: words(others),
    links: words(links),
    synced: synced === 'yes',
  }));
}

/** Recordings of meetings, with the transcript's name; one failed, one is without words. */
export const RECORDINGS: { key: string; meeting: string; status: 'completed' | 'failed'; transcript?: string }[] = [
  { key: 'acme-second-plant', meeting: 'acme-second-plant', status: 'completed', transcript: 'acme' },
  { key: 'lumen-incident', meeting: 'lumen-incident', status: 'completed', transcript: 'lumen' },
  { key: 'lumen-incident-first-try', meeting: 'lumen-incident', status: 'failed' },
];
