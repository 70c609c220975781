/** The two pure functions of the wire. Everything else is imported from its own file, so that loading this loads no client. */
export { retryAfterMs } from './retryAfter.js';
export { type AttioLink, parseAttioUrl } from './webUrl.js';
