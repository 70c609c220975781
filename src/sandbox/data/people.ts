/** The people of the sample workspace, all invented. E-mail addresses are `first.last@` the company's domain. */
import { rows } from './table.js';

export interface SeedPerson {
  key: string;
  first: string;
  last: string;
  /** Key of a company, or empty. */
  company: string;
  title: string;
  place: string;
  phone: string;
  /** Local part of the e-mail address; empty when there is none. */
  local: string;
}

// key | first | last | company | job title | place | phone | e-mail local part
const TABLE = `
  grace-okafor     | Grace    | Okafor      | acme-robotics      | VP Engineering            | boston    | +16175550110    | grace.okafor
  tomas-lindqvist  | Tomas    | Lindqvist   | acme-robotics      | Head of Procurement       | boston    | +16175550111    | tomas.lindqvist
  priya-venkat     | Priya    | Venkataraman | lumen-health      | Chief Information Officer | london    | +442079460101   | priya.venkataraman
  oliver-stone     | Oliver   | Fenwick     | lumen-health       | Integration Lead          | london    | +442079460102   | oliver.fenwick
  maya-thornton    | Maya     | Thornton    | orbital-foods      | Founder                   | seattle   | +12065550120    | maya
  ingrid-solheim   | Ingrid   | Solheim     | fjordline-energy   | Head of Data              | oslo      | +4722950130     | ingrid.solheim
  lars-bakken      | Lars     | Bakken      | fjordline-energy   | Plant Manager             | oslo      |                 | lars.bakken
  kenji-morimoto   | Kenji    | Morimoto    | papercrane         | Creative Director         | tokyo     | +81355500140    | kenji
  diane-castell    | Diane    | Castell     | brassfield-bank    | SVP Operations            | newyork   | +12125550150    | diane.castell
  marcus-webb      | Marcus   | Webb        | brassfield-bank    | Mainframe Architect       | newyork   | +12125550151    | marcus.webb
  aoife-brennan    | Aoife    | Brennan     | kestrel-logistics  | COO                       | dublin    | +35315550160    | aoife.brennan
  sean-gallagher   | Seán     | Gallagher   | kestrel-logistics  | Fleet Lead                | dublin    |                 | sean.gallagher
  jonas-weber      | Jonas    | Weber       | verdant-labs       | CTO                       | berlin    | +493055500170   | jonas.weber
  ines-carvalho    | Inês     | Carvalho    | atlas-cartography  | Head of Partnerships      | lisbon    | +351215550180   | ines.carvalho
  rui-tavares      | Rui      | Tavares     | atlas-cartography  | Staff Engineer            | lisbon    |                 | rui.tavares
  elise-fontaine   | Élise    | Fontaine    | moonrise-media     | Producer                  | montreal  | +15145550190    | elise.fontaine
  liam-harcourt    | Liam     | Harcourt    | tidewater-systems  | Product Manager           | sydney    | +61255500200    | liam.harcourt
  zoe-pappas       | Zoe      | Pappas      | tidewater-systems  | Harbour Solutions         | sydney    |                 | zoe.pappas
  camille-roux     | Camille  | Roux        | juniper-legal      | Managing Partner          | paris     | +33155500210    | camille.roux
  javier-molina    | Javier   | Molina      | copperleaf-hotels  | Director of Guest Systems | madrid    | +34915550220    | javier.molina
  lucia-ferrer     | Lucía    | Ferrer      | copperleaf-hotels  | Revenue Manager           | madrid    |                 | lucia.ferrer
  anna-keller      | Anna     | Keller      | nimbus-weather     | CEO                       | zurich    | +41445550230    | anna
  wei-tan          | Wei Ling | Tan         | halcyon-insurance  | Head of Claims            | singapore | +6565550240     | weiling.tan
  astrid-nyberg    | Astrid   | Nyberg      | redwood-toys       | Operations                | stockholm | +4685550250     | astrid.nyberg
  felix-auer       | Felix    | Auer        | quillworks         | Founder                   | vienna    | +4315550260     | felix
  wanjiru-kamau    | Wanjiru  | Kamau       | savanna-pay        | VP Product                | nairobi   | +254205550270   | wanjiru.kamau
  otieno-ouma      | Otieno   | Ouma        | savanna-pay        | Platform Engineer         | nairobi   |                 | otieno.ouma
  chidi-eze        | Chidi    | Eze         | baobab-learning    | CTO                       | lagos     | +23415550280    | chidi.eze
  folake-adeyemi   | Folake   | Adeyemi     | baobab-learning    | Curriculum Director       | lagos     |                 | folake.adeyemi
  rohan-desai      | Rohan    | Desai       | monsoon-mobility   | Head of Fleet             | mumbai    | +912255500290   | rohan.desai
  bruna-queiroz    | Bruna    | Queiroz     | ipe-timber         | Export Manager            | saopaulo  | +551155500310   | bruna.queiroz
  harriet-vale     | Harriet  | Vale        | bluebird-airships  | Chief Pilot               | london    | +442079460320   | harriet.vale
  samuel-brandt    | Samuel   | Brandt      | granite-security   | CISO                      | boston    | +16175550330    | samuel.brandt
  nora-lystad      | Nora     | Lystad      | northstar-freight  | Terminal Lead             | oslo      |                 | nora.lystad
  leonie-fuchs     | Leonie   | Fuchs       | pebble-analytics   | Head of Engineering       | berlin    | +493055500350   | leonie.fuchs
  declan-roche     | Declan   | Roche       | willow-care        | IT Director               | dublin    | +35315550360    | declan.roche
  tess-lombard     | Tess     | Lombard     | sparrow-voice      | Founder                   | newyork   |                 | tess
  ueli-zimmermann  | Ueli     | Zimmermann  | meridian-optics    | Lab Director              | zurich    | +41445550380    | ueli.zimmermann
  carmen-hale      | Carmen   | Hale        | harvest-moon       | General Manager           | seattle   | +12065550390    | carmen.hale
  jack-cobalt      | Jacqueline | Cobalt    | cobalt-mining      | Managing Director         | sydney    | +61255500400    | jacqueline.cobalt
  miguel-antunes   | Miguel   | Antunes     | glasswing          | CTO                       | lisbon    | +351215550410   | miguel.antunes
  teresa-lobo      | Teresa   | Lobo        | glasswing          | Customer Success          | lisbon    |                 | teresa.lobo
  karin-holm       | Karin    | Holm        | hearth-home        | E-commerce Lead           | stockholm | +4685550420     | karin.holm
  denis-tremblay   | Denis    | Tremblay    | ember-fitness      | Owner                     | montreal  |                 | denis.tremblay
  paula-reyes      | Paula    | Reyes       | canyon-robotics    | CEO                       | seattle   | +12065550440    | paula.reyes
  alvaro-cid       | Álvaro   | Cid         | silverline-rail    | Programme Manager         | madrid    | +34915550450    | alvaro.cid
  margaux-petit    | Margaux  | Petit       | plume-perfumes     | Founder                   | paris     |                 | margaux
  erik-sandberg    | Erik     | Sandberg    | tundra-data        | Site Reliability Lead     | stockholm | +4685550470     | erik.sandberg
  rosalind-shaw    | Rosalind | Shaw        | lantern-press      | Editor                    | london    |                 | rosalind.shaw
  jia-lim          | Jia Hui  | Lim         | orchid-biotech     | Research Operations       | singapore | +6565550490     | jiahui.lim
  tunde-bakare     | Tunde    | Bakare      | sundial-solar      | CEO                       | lagos     | +23415550500    | tunde.bakare
  ngozi-obi        | Ngozi    | Obi         | sundial-solar      | Head of Field Service     | lagos     |                 | ngozi.obi
  mareike-vogel    | Mareike  | Vogel       | zephyr-bikes       | Supply Chain              | berlin    | +493055500520   | mareike.vogel
  walter-ames      | Walter   | Ames        | ironwood-builders  | Estimator                 | boston    |                 | walter.ames
  faith-njoroge    | Faith    | Njoroge     | clearwater-labs    | Co-founder                | nairobi   | +254205550540   | faith
  kavya-iyer       | Kavya    | Iyer        | marigold-events    | Director                  | mumbai    | +912255500550   | kavya.iyer
  sindre-moen      | Sindre   | Moen        | polaris-navigation | Test Lead                 | oslo      |                 | sindre.moen
  beatrice-frei    | Beatrice | Frei        | foxglove-pharma    | Regulatory Affairs        | zurich    | +41445550570    | beatrice.frei
  caio-moreira     | Caio     | Moreira     | terrace-coffee     | Head of Export            | saopaulo  | +551155500580   | caio.moreira
  niamh-doyle      | Niamh    | Doyle       | prism-payments     | Head of Risk              | dublin    | +35315550590    | niamh.doyle
  haruka-sato      | Haruka   | Satomi      | signal-tower       | Network Planner           | tokyo     |                 | haruka.satomi
  theo-winkler     | Theo     | Winkler     | bramble-games      | Producer                  | vienna    | +4315550610     | theo.winkler
  duarte-nobre     | Duarte   | Nobre       | anchor-shipyard    | Yard Director             | lisbon    | +351215550620   | duarte.nobre
  fiona-mackay     | Fiona    | Mackay      | thistle-textiles   | Mill Manager              | london    |                 | fiona.mackay
  luc-gagnon       | Luc      | Gagnon      | vector-avionics    | Chief Engineer            | montreal  | +15145550640    | luc.gagnon
  neel-kapoor      | Neel     | Kapoor      | saffron-kitchens   | Head of Operations        | mumbai    | +912255500650   | neel.kapoor
  ruby-tran        | Ruby     | Tran        | gullwing-drones    | CEO                       | sydney    | +61255500660    | ruby.tran
  ellis-marsh      | Ellis    | Marsh       |                    | Independent consultant    | london    | +442079460670   |
`;

/** In the order of the table. `phone` is in E.164 or empty. */
export const PEOPLE: SeedPerson[] = rows(TABLE).map((cells) => ({
  key: cells[0]!,
  first: cells[1]!,
  last: cells[2]!,
  company: cells[3]!,
  title: cells[4]!,
  place: cells[5]!,
  phone: cells[6] ?? '',
  local: cells[7] ?? '',
}));
