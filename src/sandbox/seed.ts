/**
 * The sample workspace: names for everything in it. Ids are derived from names, so they are the same at every start,
 * and tests and sample files can link to what is here. Useful ones:
 *
 *   seedId('companies', 'acme-robotics')     a customer with people, deals, projects and notes; acme-robotics.example
 *   seedId('companies', 'lumen-health')      a customer with an open and a won deal; lumenhealth.example
 *   seedId('people', 'grace-okafor')         grace.okafor@acme-robotics.example
 *   seedId('people', 'priya-venkat')         priya.venkataraman@lumenhealth.example
 *   seedId('deals', 'acme-renewal')          an open deal with value, owner, company and people
 *   seedId('projects', 'atlas-rollout')      the custom object `projects`, nearly every attribute type filled
 *   seedId('notes', 'acme-kickoff')          a Markdown note with headings, lists, bold and links, on Acme Robotics
 *   seedId('notes', 'huge')                  about 200 kB
 *   seedId('notes', 'untitled')              an empty title
 *   seedId('lists', 'target-accounts')       a list of companies
 *   seedId('members', 'ada')                 the member who made the sample key
 *   seedId('tasks', 'send-security')         an open, overdue task of Ada on a company and a person
 *   seedId('comments', 'acme-discount')      a thread of three on a deal
 *   seedId('meetings', 'acme-second-plant')  a recorded call of four, seedId('recordings', 'acme-second-plant') has
 *                                            its transcript, with action items in it
 *   seedId('files', 'acme-alerts')           a CSV file that can be downloaded
 *   seedId('views', 'customers')             a saved view of companies
 *
 * Awkward on purpose: companies `emoji`, `very-long-name`, `nameless`, `markup`, `command-link`, `theme-icon`; people
 * `rtl-name`, `umlauts`, `no-name`, `mononym`. Number of records: 62 companies, 72 people, 35 deals, 130 projects,
 * 62 notes, 6 members, 3 lists, 18 tasks, 9 comments, 9 meetings, 3 recordings, 6 files, 9 views, 1 webhook.
 */

import { WORKSPACE } from './data/team.js';
import { seedId } from './ids.js';

export { seedId } from './ids.js';

/** Ids and names of the sample workspace itself. */
export const SEED_WORKSPACE = { id: seedId('workspace', WORKSPACE.key), name: WORKSPACE.name, slug: WORKSPACE.slug };

/**
 * The address of a record in Attio's web app, as the API's `web_url` has it (api.md section 9): singular for people and
 * companies, `/deals/record/`, `/custom/<slug>/record/` for custom objects.
 */
export function recordUrl(slug: string, object: string, recordId: string): string {
  const root = `https://app.attio.com/${slug}`;
  if (object === 'people') return `${root}/person/${recordId}`;
  if (object === 'companies') return `${root}/company/${recordId}`;
  if (['deals', 'users', 'workspaces'].includes(object)) return `${root}/${object}/record/${recordId}`;
  return `${root}/custom/${object}/record/${recordId}`;
}

/** `recordUrl` of a seeded record by its name: `seedUrl('people', 'grace-okafor')`. */
export function seedUrl(object: string, name: string): string {
  return recordUrl(WORKSPACE.slug, object, seedId(object, name));
}
