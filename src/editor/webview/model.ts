/** What every page shows, as data. A room's own model extends it. */
import type { Trouble } from '../records/trouble.js';

/** What a page says of the account it reads from. */
export interface PageAccount {
  name: string;
  slug: string;
  sample: boolean;
  maton?: boolean;
}

/** `T`: what the page is about. Plain data with the id of its account; it survives a reload, so no CRM value is in it. */
export interface WebviewModel<T extends { account: string }> {
  target: T;
  /** undefined until there is a connection. */
  account: PageAccount | undefined;
  /** `gone`: there is no such thing. */
  state: 'loading' | 'ready' | 'gone' | 'failed';
  /** With `ready`: a refresh failed, and what is shown is older. */
  trouble?: Trouble;
  /** It is being read again. */
  refreshing: boolean;
}
