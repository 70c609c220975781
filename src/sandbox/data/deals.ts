/** The deals of the sample workspace. */
import { rows, words } from './table.js';

export interface SeedDeal {
  key: string;
  name: string;
  company: string;
  people: string[];
  stage: string;
  value: number | undefined;
  owner: string;
  close: string;
  type: string;
  priority: number;
  nextStep: string;
}

// key | name | company | people | stage | value in USD | owner | close date | type | priority | next step
const TABLE = `
  acme-renewal      | Acme Robotics renewal 2027        | acme-robotics     | grace-okafor, tomas-lindqvist | Negotiation | 184000   | ada   | 2026-12-15 | Renewal      | 5 | Send the three-year price to Tomas
  acme-expansion    | Acme Robotics: second plant       | acme-robotics     | grace-okafor    | In Progress | 96000    | bruno | 2027-02-28 | Expansion    | 4 | Site visit in Boston
  lumen-platform    | Lumen Health platform             | lumen-health      | priya-venkat, oliver-stone | Won 🎉 | 240000  | chloe | 2026-03-31 | New business | 5 |
  lumen-imaging     | Lumen imaging add-on              | lumen-health      | oliver-stone    | Lead        | 58000    | chloe | 2027-03-31 | Expansion    | 3 | Wait for the radiology budget
  orbital-pilot     | Orbital Foods pilot               | orbital-foods     | maya-thornton   | Lead        | 12000    | dev   | 2027-01-20 | Pilot        | 2 | Intro call with Maya
  fjordline-data    | Fjordline forecasting             | fjordline-energy  | ingrid-solheim, lars-bakken | Won 🎉 | 310000.5 | ada  | 2025-11-30 | New business | 5 |
  fjordline-renewal | Fjordline renewal                 | fjordline-energy  | ingrid-solheim  | In Progress | 330000   | ada   | 2026-11-30 | Renewal      | 4 | Legal review
  papercrane-tools  | Papercrane build tools            | papercrane        | kenji-morimoto  | Lost        | 8000     | emeka | 2026-05-15 | New business | 1 |
  brassfield-core   | Brassfield mainframe bridge       | brassfield-bank   | diane-castell, marcus-webb | Negotiation | 1250000 | bruno | 2027-06-30 | New business | 5 | Security questionnaire, part two
  kestrel-routes    | Kestrel route planning            | kestrel-logistics | aoife-brennan   | Won 🎉      | 76000    | chloe | 2026-01-31 | New business | 4 |
  kestrel-islands   | Kestrel: eleven more islands      | kestrel-logistics | aoife-brennan, sean-gallagher | In Progress | 41000 | chloe | 2026-12-20 | Expansion | 3 | Ferry timetable import
  verdant-sensors   | Verdant sensor stream             | verdant-labs      | jonas-weber     | Lead        | 27500    | dev   | 2027-02-14 | New business | 3 |
  atlas-licence     | Atlas licence                     | atlas-cartography | ines-carvalho   | Won 🎉      | 132000   | ada   | 2026-02-28 | New business | 4 |
  moonrise-archive  | Moonrise archive                  | moonrise-media    | elise-fontaine  | Lost        | 45000    | finn  | 2025-09-30 | New business | 2 |
  tidewater-berths  | Tidewater berth planner           | tidewater-systems | liam-harcourt   | Won 🎉      | 118000   | emeka | 2026-04-30 | New business | 4 |
  juniper-pilot     | Juniper clause pilot              | juniper-legal     | camille-roux    | In Progress | 15000    | chloe | 2026-12-01 | Pilot        | 3 | Redline the pilot agreement
  copperleaf-guests | Copperleaf guest data             | copperleaf-hotels | javier-molina, lucia-ferrer | Won 🎉 | 205000 | bruno | 2025-12-15 | New business | 5 |
  nimbus-api        | Nimbus API bundle                 | nimbus-weather    | anna-keller     | Lead        |          | dev   |            | New business | 1 |
  halcyon-claims    | Halcyon claims intake             | halcyon-insurance | wei-tan         | Lead        | 87000    | emeka | 2027-04-01 | New business | 3 | Find the second approver
  redwood-shop      | Redwood Toys shop renewal         | redwood-toys      | astrid-nyberg   | Negotiation | 64000    | ada   | 2026-12-31 | Renewal      | 4 | Discount for two years?
  savanna-text      | Savanna text payments             | savanna-pay       | wanjiru-kamau   | In Progress | 149000   | dev   | 2027-01-31 | Pilot        | 4 | Load test with Otieno
  baobab-offline    | Baobab offline lessons            | baobab-learning   | chidi-eze       | Won 🎉      | 52000    | emeka | 2026-06-30 | New business | 3 |
  monsoon-fleet     | Monsoon fleet                     | monsoon-mobility  | rohan-desai     | Lead        | 98000    | dev   | 2027-05-31 | New business | 2 |
  cedar-waitlist    | Cedar Clinic waiting list         | cedar-clinic      |                 | Won 🎉      | 143000   | chloe | 2025-10-31 | New business | 4 |
  bluebird-freight  | Bluebird freight desk             | bluebird-airships | harriet-vale    | In Progress | 33000    | bruno | 2027-03-15 | New business | 3 | Demo for the pilots
  granite-keys      | Granite hardware keys             | granite-security  | samuel-brandt   | Won 🎉      | 89000    | ada   | 2026-07-31 | Expansion    | 4 |
  pebble-growth     | Pebble growth plan                | pebble-analytics  | leonie-fuchs    | In Progress | 38000    | dev   | 2026-12-10 | Expansion    | 3 | Reprice above ten million events
  willow-rosters    | Willow rosters                    | willow-care       | declan-roche    | Negotiation | 212000   | chloe | 2027-01-10 | Pilot        | 4 | Data protection assessment
  meridian-lab      | Meridian lab renewal              | meridian-optics   | ueli-zimmermann | Won 🎉      | 175000   | ada   | 2026-08-31 | Renewal      | 5 |
  harvest-invoices  | Harvest Moon invoices             | harvest-moon      | carmen-hale     | In Progress | 67000    | emeka | 2027-02-01 | Expansion    | 3 | Three farms as test group
  silverline-tender | Silverline Rail tender no. 44/B   | silverline-rail   | alvaro-cid      | Negotiation | 2480000  | bruno | 2027-09-30 | New business | 5 | Answer the 212 questions
  sundial-field     | Sundial field service             | sundial-solar     | tunde-bakare, ngozi-obi | Won 🎉 | 121000 | emeka | 2026-05-31 | New business | 5 |
  zephyr-chain      | Zephyr supply chain               | zephyr-bikes      | mareike-vogel   | Lost        | 29000    | dev   | 2026-02-15 | New business | 2 |
  anchor-yard       | Anchor Shipyard yard plan         | anchor-shipyard   | duarte-nobre    | On ice      | 156000   | bruno | 2026-09-30 | New business | 2 | Ask again after the strike
  terrace-export    | Terrace Coffee export             | terrace-coffee    | caio-moreira    | In Progress | 73000    | chloe | 2027-01-15 | Expansion    | 3 | Customs codes from Caio
`;

/**
 * In the order of the table. `value` is in USD, `close` a day or empty; companies, people and owners go by their keys.
 */
export const DEALS: SeedDeal[] = rows(TABLE).map((cells) => ({
  key: cells[0]!,
  name: cells[1]!,
  company: cells[2]!,
  people: words(cells[3]),
  stage: cells[4]!,
  value: cells[5] === '' ? undefined : Number(cells[5]),
  owner: cells[6]!,
  close: cells[7]!,
  type: cells[8]!,
  priority: Number(cells[9]),
  nextStep: cells[10] ?? '',
}));
