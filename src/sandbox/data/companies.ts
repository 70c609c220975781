/** The companies of the sample workspace. All of them, and their domains, are invented. */
import { rows, words } from './table.js';

export interface SeedCompany {
  key: string;
  name: string;
  domains: string[];
  place: string;
  employees: string;
  founded: string;
  status: string;
  stars: number | undefined;
  categories: string[];
  description: string;
}

// key | name | domains | place | employees | founded | account status | health | categories | description
const TABLE = `
  acme-robotics      | Acme Robotics        | acme-robotics.example, acme-arms.example | boston | 51-200 | 2016-04-01 | Customer | 5 | Automation, B2B, Industrials & Manufacturing | Robot arms that hand parts to people without hurting them.
  lumen-health       | Lumen Health         | lumenhealth.example     | london    | 201-500   | 2014-09-12 | Customer | 4 | Health Care, SAAS            | Scheduling and imaging for mid-size clinics.
  orbital-foods      | Orbital Foods        | orbitalfoods.example    | seattle   | 11-50     | 2020-02-20 | Prospect | 3 | Food Production, B2C         | Shelf-stable meals, first made for polar stations.
  fjordline-energy   | Fjordline Energy     | fjordline.example       | oslo      | 501-1K    | 2009-06-15 | Customer | 4 | Energy & Utilities           | Small hydro plants and the forecasting that runs them.
  papercrane         | Papercrane Studio    | papercrane.example      | tokyo     | 1-10      | 2019-11-03 | Prospect | 2 | Design, Video Games          | Puzzle games folded by four people.
  brassfield-bank    | Brassfield Bank      | brassfieldbank.example  | newyork   | 1K-5K     | 1987-01-05 | In pilot | 3 | Financial Services           | Regional bank with a stubborn mainframe.
  kestrel-logistics  | Kestrel Logistics    | kestrel-logistics.example | dublin  | 201-500   | 2011-03-30 | Customer | 5 | Shipping & Logistics, B2B    | Last-mile delivery for island towns.
  verdant-labs       | Verdant Labs         | verdantlabs.example     | berlin    | 11-50     | 2021-05-17 | Prospect | 3 | Biotechnology, Agriculture   | Soil sensors that smell nitrogen.
  atlas-cartography  | Atlas Cartography    | atlascarto.example      | lisbon    | 51-200    | 2013-08-08 | Customer | 4 | Technology, SAAS             | Maps for places that move: coasts, glaciers, camps.
  moonrise-media     | Moonrise Media       | moonrise.example        | montreal  | 51-200    | 2015-10-21 | Churned  | 1 | Media, Entertainment & Recreation | Documentaries and the archive behind them.
  tidewater-systems  | Tidewater Systems    | tidewater.example       | sydney    | 201-500   | 2012-02-02 | Customer | 4 | Maritime, SAAS               | Harbour scheduling and berth planning.
  juniper-legal      | Juniper Legal        | juniperlegal.example    | paris     | 11-50     | 2018-01-29 | In pilot | 3 | Legal Services               | Contract review for people who dislike contracts.
  copperleaf-hotels  | Copperleaf Hotels    | copperleaf.example      | madrid    | 1K-5K     | 1998-07-07 | Customer | 4 | Travel & Leisure             | Thirty-one small hotels and one large kitchen.
  nimbus-weather     | Nimbus Weather       | nimbusweather.example   | zurich    | 11-50     | 2017-12-01 | Prospect | 3 | Web Services & Apps          | Hyperlocal forecasts sold by the street.
  halcyon-insurance  | Halcyon Insurance    | halcyon.example         | singapore | 501-1K    | 2001-05-05 | Prospect | 2 | Insurance                    | Parametric cover for monsoon seasons.
  redwood-toys       | Redwood Toys         | redwoodtoys.example     | stockholm | 51-200    | 1979-11-11 | Customer | 5 | Consumer Goods, Retail       | Wooden toys; the catalogue is printed on the box.
  quillworks         | Quillworks           | quillworks.example      | vienna    | 1-10      | 2022-03-14 | Prospect | 2 | Publishing, SAAS             | Proofreading for very long books.
  savanna-pay        | Savanna Pay          | savannapay.example      | nairobi   | 201-500   | 2016-06-06 | In pilot | 4 | Payments, Finance            | Market-stall payments over plain text messages.
  baobab-learning    | Baobab Learning      | baobab.example          | lagos     | 51-200    | 2019-09-09 | Customer | 4 | E-Learning, Education        | Lessons that fit in a low-bandwidth evening.
  monsoon-mobility   | Monsoon Mobility     | monsoonmobility.example | mumbai    | 501-1K    | 2015-04-19 | Prospect | 3 | Transportation, Mobile       | Electric rickshaws, swapped batteries.
  cedar-clinic       | Cedar Clinic Group   | cedarclinic.example     | telaviv   | 201-500   | 2004-02-17 | Customer | 3 | Health Care                  | Nine clinics, one waiting list.
  ipe-timber         | Ipê Timber           | ipe-timber.example      | saopaulo  | 51-200    | 1995-08-23 | Prospect | 2 | Building Materials           | Certified hardwood, tracked by the log.
  bluebird-airships  | Bluebird Airships    | bluebird.example        | london    | 11-50     | 2021-01-01 | Prospect | 4 | Aerospace & Defense          | Slow freight by airship.
  granite-security   | Granite Security     | granitesec.example      | boston    | 51-200    | 2014-03-03 | Customer | 5 | Security, B2B                | Hardware keys for factories.
  northstar-freight  | Northstar Freight    | northstar.example       | oslo      | 201-500   | 2006-10-10 | Churned  | 1 | Shipping & Logistics         | Refrigerated rail, mostly fish.
  pebble-analytics   | Pebble Analytics     | pebble.example          | berlin    | 11-50     | 2020-07-20 | Customer | 4 | SAAS, Technology             | Product analytics that forgets people on purpose.
  willow-care        | Willow Care          | willowcare.example      | dublin    | 501-1K    | 2010-12-12 | In pilot | 3 | Family Services              | Home care rosters across four counties.
  sparrow-voice      | Sparrow Voice        | sparrowvoice.example    | newyork   | 1-10      | 2023-02-08 | Prospect | 2 | Telecommunications           | Voicemail one can read.
  meridian-optics    | Meridian Optics      | meridianoptics.example  | zurich    | 201-500   | 1968-05-25 | Customer | 5 | Eyewear, Scientific & Academic Research | Lenses for telescopes and for noses.
  harvest-moon       | Harvest Moon Co-op   | harvestmoon.example     | seattle   | 51-200    | 2002-09-22 | Customer | 4 | Agriculture, Food            | Three hundred farms under one invoice.
  cobalt-mining      | Cobalt & Sons        | cobaltandsons.example   | sydney    | 1K-5K     | 1951-03-18 | Prospect | 2 | Mining & Metals              | Family firm; the sons are now daughters.
  glasswing          | Glasswing Software   | glasswing.example       | lisbon    | 11-50     | 2019-04-04 | Customer | 5 | SAAS, Internet               | Feature flags with an undo.
  hearth-home        | Hearth & Home        | hearthhome.example      | stockholm | 201-500   | 1984-01-20 | Customer | 3 | Home & Furniture, Retail     | Stoves, chairs, and a newsletter people keep.
  ember-fitness      | Ember Fitness        | emberfitness.example    | montreal  | 51-200    | 2017-06-30 | Churned  | 1 | Sports & Fitness             | Gyms that open at four in the morning.
  canyon-robotics    | Canyon Robotics      | canyonrobotics.example  | seattle   | 11-50     | 2022-08-15 | Prospect | 3 | Automation                   | Inspection crawlers for pipes and dams.
  silverline-rail    | Silverline Rail      | silverline.example      | madrid    | 5K-10K    | 1992-04-21 | In pilot | 3 | Ground Transportation        | High-speed lines and slow procurement.
  plume-perfumes     | Plume                | plume.example           | paris     | 11-50     | 2012-11-30 | Prospect | 2 | Cosmetics, Wholesale         | Scents after rain, stone, old libraries.
  tundra-data        | Tundra Data          | tundradata.example      | stockholm | 51-200    | 2018-10-01 | Customer | 4 | Cloud Services               | Cold storage, literally.
  lantern-press      | Lantern Press        | lanternpress.example    | london    | 11-50     | 1999-09-09 | Customer | 3 | Publishing                   | Poetry, printed at a loss, gladly.
  orchid-biotech     | Orchid Biotech       | orchidbio.example       | singapore | 201-500   | 2015-02-14 | Prospect | 4 | Biotechnology, Pharmaceuticals | Vaccines without the cold chain.
  sundial-solar      | Sundial Solar        | sundialsolar.example    | lagos     | 201-500   | 2014-06-21 | Customer | 5 | Renewables & Environment     | Rooftop solar, paid by the day.
  zephyr-bikes       | Zephyr Bikes         | zephyrbikes.example     | berlin    | 51-200    | 2011-05-01 | Customer | 4 | Sporting Goods, B2C          | Cargo bikes for families and bakers.
  ironwood-builders  | Ironwood Builders    | ironwood.example        | boston    | 501-1K    | 1974-08-30 | Prospect | 2 | Construction                 | Schools, mostly; one opera house.
  clearwater-labs    | Clearwater Labs      | clearwaterlabs.example  | nairobi   | 11-50     | 2020-03-22 | In pilot | 4 | Scientific & Academic Research | Water tests that a child can read.
  marigold-events    | Marigold Events      | marigold.example        | mumbai    | 51-200    | 2008-12-25 | Customer | 3 | Events                       | Weddings of a thousand guests and upward.
  polaris-navigation | Polaris Navigation   | polarisnav.example      | oslo      | 51-200    | 2010-01-31 | Prospect | 3 | Maritime, Networking         | Positioning where satellites are thin.
  foxglove-pharma    | Foxglove Pharma      | foxglove.example        | zurich    | 1K-5K     | 1963-07-14 | Prospect | 2 | Pharmaceuticals              | Heart medicines since before the merger.
  terrace-coffee     | Terrace Coffee       | terracecoffee.example   | saopaulo  | 201-500   | 1990-10-01 | Customer | 4 | Beverages, Import & Export   | Estate coffee, sold by altitude.
  prism-payments     | Prism Payments       | prismpay.example        | dublin    | 201-500   | 2017-01-09 | Customer | 4 | Payments                     | Splits one payment into honest colours.
  signal-tower       | Signal Tower         | signaltower.example     | tokyo     | 51-200    | 2013-03-11 | Churned  | 2 | Telecommunications           | Rural antennas and their maintenance.
  bramble-games      | Bramble Games        | bramble.example         | vienna    | 11-50     | 2016-09-27 | Prospect | 3 | Video Games                  | Board games with apps that stay out of the way.
  anchor-shipyard    | Anchor Shipyard      | anchoryard.example      | lisbon    | 501-1K    | 1932-05-18 | In pilot | 3 | Shipbuilding                 | Ferries, tugs, and one very old crane.
  thistle-textiles   | Thistle Textiles     | thistle.example         | london    | 51-200    | 1958-02-28 | Customer | 3 | Textiles                     | Tweed woven to order.
  vector-avionics    | Vector Avionics      | vectoravionics.example  | montreal  | 201-500   | 2003-06-16 | Prospect | 4 | Aerospace & Defense          | Displays for small aircraft.
  saffron-kitchens   | Saffron Kitchens     | saffronkitchens.example | mumbai    | 201-500   | 2018-08-08 | Customer | 4 | Food, Restaurants            | Office lunches for eleven cities.
  gullwing-drones    | Gullwing Drones      | gullwing.example        | sydney    | 11-50     | 2021-11-19 | Prospect | 3 | Technology                   | Shark spotting, surf rescue, lost dogs.
`;

/** In the order of the table. `place` is a key of places.ts, `stars` undefined where nothing is said. */
export const COMPANIES: SeedCompany[] = rows(TABLE).map((cells) => ({
  key: cells[0]!,
  name: cells[1]!,
  domains: words(cells[2]),
  place: cells[3]!,
  employees: cells[4]!,
  founded: cells[5]!,
  status: cells[6]!,
  stars: cells[7] === '' ? undefined : Number(cells[7]),
  categories: words(cells[8]),
  description: cells[9]!,
}));
