/** Values on their way to Attio, in the forms that it takes by type (api.md section 5). */

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** By attribute slug or id: one value, or several as an array; null or [] takes all away. */
export type WriteValues = Record<string, Json>;
