/** Names that the start and the work share. */

/** Files known to be published, by address, in the extension's storage. */
export const FILES = 'attio.publishedFiles';
/** What was last published as each note, by the note's id. */
export const NOTES = 'attio.publishedNotes';
/** Documents with a note's text as Attio will keep it. */
export const PREVIEW_SCHEME = 'attio-preview';
/** Fires the code lenses anew. */
export type LensesChanged = () => void;
