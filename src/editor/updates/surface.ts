/** Who reads and writes, for the audit and the journal. */
export const SURFACE = 'updates';
