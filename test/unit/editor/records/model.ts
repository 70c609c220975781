/** A record page's model to draw, with what a test wants different. */
import type { Attribute } from '../../../../src/attio/types.js';
import type { DisplayValue, ValuePart } from '../../../../src/crm/types.js';
import type { PageModel, PageNote } from '../../../../src/editor/records/pageModel.js';

export const RECORD = '11111111-2222-4333-8444-555555555555';
export const NOTE = '99999999-2222-4333-8444-555555555555';

export function value(title: string, parts: ValuePart[], attribute: Partial<Attribute> = {}): DisplayValue {
  return {
    parts,
    attribute: {
      id: { workspace_id: 'w', object_id: 'o', attribute_id: title },
      title,
      description: null,
      api_slug: title.toLowerCase().replaceAll(' ', '_'),
      type: 'text',
      is_system_attribute: false,
      is_writable: true,
      is_required: false,
      is_unique: false,
      is_multiselect: false,
      is_default_value_enabled: false,
      is_archived: false,
      default_value: null,
      relationship: null,
      created_at: '2026-01-01T00:00:00.000000000Z',
      config: { currency: null, record_reference: null },
      ...attribute,
    },
  };
}

export function note(over: Partial<PageNote> = {}): PageNote {
  return {
    id: NOTE,
    title: 'Kick-off',
    createdAt: '2026-03-04T05:06:07.000000000Z',
    author: 'Ada',
    markdown: 'Hello',
    open: false,
    ...over,
  };
}

export function model(values: DisplayValue[] = [], over: Partial<PageModel> = {}): PageModel {
  return {
    target: { account: 'attio:w', object: 'companies', recordId: RECORD },
    account: { name: 'Northwind', slug: 'northwind', sample: false },
    state: 'ready',
    record: {
      summary: {
        ref: { object: 'companies', recordId: RECORD },
        title: 'Acme',
        description: 'acme.example',
        objectNoun: 'Company',
        webUrl: null,
        facts: [],
      },
      values,
    },
    notes: { state: 'ready', items: [], more: false, busy: false },
    histories: {},
    canWriteNotes: true,
    canWriteRecords: true,
    canWriteEntries: true,
    refreshing: false,
    ...over,
  };
}
