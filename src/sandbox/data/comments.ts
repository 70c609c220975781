/** The comments of the sample workspace, in threads. */
export interface SeedComment {
  key: string;
  /** Key of the comment it answers; absent for the first of a thread. */
  answers?: string;
  /** `object/key`; of an answer that of its thread. */
  on: string;
  /** Entry of a list about that record, by list key. */
  list?: string;
  author: string;
  at: string;
  text: string;
  resolvedAt?: string;
  resolvedBy?: string;
}

export const COMMENTS: SeedComment[] = [
  {
    key: 'acme-discount',
    on: 'deals/acme-renewal',
    author: 'bruno',
    at: '2026-11-16T09:20:00.000Z',
    text: 'Tomas will ask for more than 8%. ada@northwind-labs.example, what is our floor?',
  },
  {
    key: 'acme-discount-2',
    answers: 'acme-discount',
    on: 'deals/acme-renewal',
    author: 'ada',
    at: '2026-11-16T09:41:00.000Z',
    text: '10% for three years, nothing below for one.',
  },
  {
    key: 'acme-discount-3',
    answers: 'acme-discount',
    on: 'deals/acme-renewal',
    author: 'bruno',
    at: '2026-11-16T09:43:00.000Z',
    text: 'Good. I will lead with two years.',
  },
  {
    key: 'acme-plant',
    on: 'companies/acme-robotics',
    author: 'chloe',
    at: '2026-11-11T08:05:00.000Z',
    text: 'The second plant runs on the other time zone. Do not schedule calls before 15:00.',
  },
  {
    key: 'acme-logo',
    on: 'companies/acme-robotics',
    author: 'dev',
    at: '2026-10-02T12:00:00.000Z',
    text: 'May we use their logo? Yes, Grace said so by mail.',
    resolvedAt: '2026-10-05T09:00:00.000Z',
    resolvedBy: 'ada',
  },
  {
    key: 'lumen-tone',
    on: 'people/priya-venkat',
    author: 'chloe',
    at: '2026-10-22T07:30:00.000Z',
    text: 'Priya prefers facts first, apology second.\nWrite the next incident mail that way.',
  },
  {
    key: 'orbital-tier',
    on: 'companies/orbital-foods',
    list: 'target-accounts',
    author: 'dev',
    at: '2026-11-06T10:00:00.000Z',
    text: 'Tier 2 for now; polar stations pay late but always.',
  },
  {
    key: 'orbital-tier-2',
    answers: 'orbital-tier',
    on: 'companies/orbital-foods',
    list: 'target-accounts',
    author: 'bruno',
    at: '2026-11-06T10:12:00.000Z',
    text: 'Then why is it in here twice?',
  },
  {
    key: 'fjordline-risk',
    on: 'deals/fjordline-renewal',
    list: 'renewals',
    author: 'ada',
    at: '2026-11-18T16:00:00.000Z',
    text: 'At risk until legal answers.',
  },
];
