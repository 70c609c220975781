/** A record page's model to draw, with what a test wants different. */

import type { Attribute } from '../../../../src/attio/types.js';
import type { DisplayValue, ValuePart } from '../../../../src/crm/types.js';
import { noComments } from '../../../../src/editor/comments/pageModel.js';
import type { PageModel, PageNote } from '../../../../src/editor/records/pageModel.js';
import type { PagePlace } from '../../../../src/editor/records/places.js';
import { attribute as plain } from '../../../support/fakeApi.js';

export const RECORD = '11111111-2222-4333-8444-555555555555';
export const ENTRY = '77777777-2222-4333-8444-555555555555';
export const NOTE = '99999999-2222-4333-8444-555555555555';

export function value(title: string, parts: ValuePart[], attribute: Partial<Attribute> = {}): DisplayValue {
  const slug = title.toLowerCase().replaceAll(' ', '_');
  return { parts, attribute: plain(slug, 'text', { title, is_system_attribute: false, ...attribute }) };
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

export function place(over: Partial<PagePlace> = {}): PagePlace {
  return {
    list: 'renewals_2026',
    name: 'Renewals 2026',
    entryId: ENTRY,
    createdAt: '2025-12-03T09:00:00.000000000Z',
    staged: true,
    stage: { attribute: 'step', title: 'Proposal sent', since: '2026-02-03T09:00:00.000000000Z' },
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
    places: { state: 'ready', items: [] },
    notes: { state: 'ready', items: [], more: false, busy: false },
    comments: { ...noComments('ready'), canWrite: true },
    histories: {},
    canWriteNotes: true,
    canWriteRecords: true,
    canWriteEntries: true,
    refreshing: false,
    ...over,
  };
}
