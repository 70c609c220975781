/** The types of attributes that Attio documents, and what some of their values are made of (api.md section 5). */

/** Those that an attribute can be made with. */
export const CREATABLE_TYPES = [
  'text',
  'number',
  'checkbox',
  'currency',
  'date',
  'timestamp',
  'rating',
  'status',
  'select',
  'record-reference',
  'actor-reference',
  'location',
  'domain',
  'email-address',
  'phone-number',
] as const;

/** Those whose values can be written: of personal names none can be made, and those there are can be filled in. */
export const WRITABLE_TYPES = [...CREATABLE_TYPES, 'personal-name'] as const;

/** All seventeen: interactions are Attio's own. */
export const ATTRIBUTE_TYPES = [...WRITABLE_TYPES, 'interaction'] as const;

/** What the value of a location has; each part may be null. */
export const LOCATION_KEYS = [
  'line_1',
  'line_2',
  'line_3',
  'line_4',
  'locality',
  'region',
  'postcode',
  'country_code',
  'latitude',
  'longitude',
] as const;
