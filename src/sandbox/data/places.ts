/** Real cities with invented addresses; coordinates are strings, as Attio answers them. */
import { rows } from './table.js';

export interface Place {
  line_1: string | null;
  line_2: string | null;
  line_3: string | null;
  line_4: string | null;
  locality: string | null;
  region: string | null;
  postcode: string | null;
  country_code: string | null;
  latitude: string | null;
  longitude: string | null;
}

const cell = (text: string | undefined) => (text === undefined || text === '' ? null : text);

/** By the key used in the tables of companies, people and projects. */
export const PLACES: ReadonlyMap<string, Place> = new Map(
  rows(`
    berlin    | Lindenhof 12         | Berlin        | Berlin           | 10115   | DE | 52.5200  | 13.4050
    boston    | 40 Harbour Row       | Boston        | Massachusetts    | 02110   | US | 42.3601  | -71.0589
    dublin    | 7 Weaver's Quay      | Dublin        |                  | D02     | IE | 53.3498  | -6.2603
    lagos     | 18 Palm Grove Close  | Lagos         | Lagos            | 101233  | NG | 6.5244   | 3.3792
    lisbon    | Rua do Farol 3       | Lisbon        | Lisboa           | 1100    | PT | 38.7223  | -9.1393
    london    | 9 Lantern Yard       | London        | England          | E1 6AN  | GB | 51.5072  | -0.1276
    madrid    | Calle del Olivo 21   | Madrid        | Madrid           | 28004   | ES | 40.4168  | -3.7038
    montreal  | 55 rue des Érables   | Montréal      | Québec           | H2X     | CA | 45.5019  | -73.5674
    mumbai    | 4 Banyan Terrace     | Mumbai        | Maharashtra      | 400001  | IN | 19.0760  | 72.8777
    nairobi   | 31 Acacia Lane       | Nairobi       |                  | 00100   | KE | -1.2921  | 36.8219
    newyork   | 210 Lower Ferry St   | New York      | New York         | 10004   | US | 40.7128  | -74.0060
    oslo      | Fjordveien 8         | Oslo          |                  | 0150    | NO | 59.9139  | 10.7522
    paris     | 14 rue du Pont Neuf  | Paris         | Île-de-France    | 75001   | FR | 48.8566  | 2.3522
    saopaulo  | Rua das Figueiras 90 | São Paulo     | São Paulo        | 01310   | BR | -23.5558 | -46.6396
    seattle   | 77 Cedar Landing     | Seattle       | Washington       | 98101   | US | 47.6062  | -122.3321
    singapore | 3 Orchid Walk        | Singapore     |                  | 238823  | SG | 1.3521   | 103.8198
    stockholm | Bryggargränd 5       | Stockholm     |                  | 111 21  | SE | 59.3293  | 18.0686
    sydney    | 12 Wattle Street     | Sydney        | New South Wales  | 2000    | AU | -33.8688 | 151.2093
    telaviv   | 6 Orange Grove Road  | Tel Aviv-Yafo |                  | 6100000 | IL | 32.0853  | 34.7818
    tokyo     | 2-4-8 Sakurazaka     | Tokyo         | Tokyo            | 107     | JP | 35.6762  | 139.6503
    vienna    | Mühlgasse 19         | Wien          |                  | 1040    | AT | 48.2082  | 16.3738
    zurich    | Seeblickweg 2        | Zürich        | Zürich           | 8001    | CH | 47.3769  | 8.5417
  `).map(([key, line, locality, region, postcode, country, latitude, longitude]) => [
    key!,
    {
      line_1: cell(line),
      line_2: null,
      line_3: null,
      line_4: null,
      locality: cell(locality),
      region: cell(region),
      postcode: cell(postcode),
      country_code: cell(country),
      latitude: cell(latitude),
      longitude: cell(longitude),
    },
  ]),
);
