/** The open object pages: one per object, reused when it is opened again, brought back after a reload. */
import type { Services } from '../services.js';
import { WebviewPages } from '../webview/pages.js';
import { type ObjectState, objectState } from './messages.js';
import { OBJECT_VIEW_TYPE } from './names.js';
import { ObjectPage } from './page.js';
import { placeOf } from './target.js';

/** One page for each account and object id: an object whose slug was changed keeps its own. */
export class ObjectPages extends WebviewPages<ObjectState, ObjectPage> {
  constructor(services: Services) {
    super(services, {
      viewType: OBJECT_VIEW_TYPE,
      title: 'Attio Object',
      state: objectState,
      key: ({ account, object }) => `${account}/${object}`,
      make: (...all) => new ObjectPage(...all),
    });
  }

  /** Opens the object an argument names, or asks for one. Resolves when it is drawn; undefined: nobody chose one. */
  async open(argument: unknown): Promise<ObjectPage | undefined> {
    const place = await placeOf(this.services, argument, 'Describe an Object', 'schema.describe');
    if (!place) return undefined;
    const state = { account: place.connection.account.id, object: place.object.id.object_id };
    const page = this.find(state);
    if (page) {
      page.reveal();
      return page;
    }
    const made = this.create(state);
    await made.load();
    return made;
  }
}

let pages: ObjectPages | undefined;

/** The pages of this window. */
export function objectPages(services: Services): ObjectPages {
  if (!pages) {
    pages = new ObjectPages(services);
    services.context.subscriptions.push(pages);
  }
  return pages;
}
