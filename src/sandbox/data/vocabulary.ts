/** Words that the names of made-up records are put together from. */
import { words } from './table.js';

export const FIRST_NAMES = words(
  'Amara, Benoît, Carla, Dmitri, Elif, Fabian, Gül, Hana, Ivo, Jonna, Kofi, Leila, Mateus, Nadia, Oskar, Petra, Quentin, Rania, Stefan, Tova, Umar, Vera, Wanda, Ximena, Yusuf, Zofia, Anders, Bianca, Cyril, Dora, Edvin, Farah, Goran, Helga, Imani, Joaquín, Karim, Lotte, Milan, Noor, Olga, Pavel, Rosa, Sanjay, Tamar, Ulrich, Viktor, Willa, Yara, Zeno, Agnes, Bashir, Chiara, Damian, Ebba, Filip, Greta, Hugo, Ines, Jules',
);

export const LAST_NAMES = words(
  'Abrams, Bergström, Costa, Drăgan, Ekström, Falk, Greenwood, Haddad, Ivanov, Jansen, Kovács, Lindholm, Moreau, Nakamura, Osei, Petrov, Quigley, Rossi, Sørensen, Tanaka, Ueda, Vargas, Whitlock, Xu, Yilmaz, Zawadzki, Almeida, Bishop, Castillo, Dubois, Eriksen, Fontana, Grant, Horvat, Ishikawa, Jovanović, Klein, Laurent, Mbeki, Novak, Okoye, Pereira, Rahman, Santos, Takala, Unger, Vogt, Weiss, Yeo, Zielinski, Ashdown, Brandão, Cole, Deniz, Engel, Farkas, Gomes, Hsu, Iversen, Jung',
);

export const ADJECTIVES = words(
  'Amber, Blue, Cedar, Distant, Eastern, First, Golden, High, Indigo, Jade, Keen, Little, Maple, Northern, Open, Plain, Quiet, Red, Silver, True, Upper, Velvet, Western, Young, Autumn, Bright, Copper, Double, Early, Fair, Grand, Hidden, Iron, Joint, Kind, Lasting, Merry, New, Old, Pale',
);

export const NOUNS = words(
  'Anchor, Bridge, Canyon, Delta, Ember, Forest, Garden, Harbor, Island, Junction, Kiln, Lantern, Meadow, Needle, Orchard, Prairie, Quarry, River, Summit, Tower, Union, Valley, Willow, Yard, Arrow, Beacon, Cliff, Dune, Engine, Feather, Glacier, Hollow, Ivy, Jetty, Key, Ledger, Mill, Nest, Oak, Pier',
);

export const TRADES = words(
  'Analytics, Bakeries, Capital, Design, Energy, Foods, Genomics, Health, Instruments, Logistics, Media, Networks, Optics, Partners, Robotics, Software, Textiles, Transport, Ventures, Works',
);

export const TITLES = words(
  'Account Manager, Buyer, Chief of Staff, Data Analyst, Engineer, Finance Lead, Head of Operations, IT Director, Legal Counsel, Product Manager, Recruiter, Sales Director, Security Lead, Support Lead, Founder',
);

export const TOPICS = words('pilot, renewal, second site, training, data import, expansion, audit, migration');
