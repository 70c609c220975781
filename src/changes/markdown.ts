/** What reads Markdown, as one part that is loaded when there is some to read. */
export { notKeptPatiently } from '../crm/markdown/kept.js';
export { normalForm } from '../crm/markdown/same.js';
export { likeness, plainWords, wordsOf } from '../crm/markdown/words.js';
