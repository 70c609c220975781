/** What hovers, document links and their commands load when first needed. */
export { documentLinks } from './documentLinks.js';
export { hover } from './hover.js';
export { openLink } from './openLink.js';
export { parseUrl } from './parseUrl.js';
