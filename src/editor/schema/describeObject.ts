/** "Attio: Describe Object": what an object is made of, as a page. */
import type { Services } from '../services.js';
import type { ObjectPage } from './page.js';
import { objectPages } from './pages.js';

/** `argument`: a tree node, `{object, account?}`, or nothing; then the object is asked for. */
export function describeObject(services: Services, argument?: unknown): Promise<ObjectPage | undefined> {
  return objectPages(services).open(argument);
}
