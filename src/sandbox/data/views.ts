/** Saved views of objects and lists. */
export const VIEWS: {
  key: string;
  /** `objects/slug` or `lists/key`. */
  of: string;
  title: string;
  archived?: boolean;
  filter: Record<string, unknown> | null;
  createdAt: string;
}[] = [
  { key: 'all-people', of: 'objects/people', title: 'All people', filter: null, createdAt: '2024-01-08T09:05:00.000Z' },
  {
    key: 'newsletter',
    of: 'objects/people',
    title: 'Gets the newsletter',
    filter: { newsletter: true },
    createdAt: '2024-05-20T08:00:00.000Z',
  },
  {
    key: 'all-companies',
    of: 'objects/companies',
    title: 'All companies',
    filter: null,
    createdAt: '2024-01-08T09:05:00.000Z',
  },
  {
    key: 'customers',
    of: 'objects/companies',
    title: 'Customers',
    filter: { account_status: 'Customer' },
    createdAt: '2024-03-11T14:00:00.000Z',
  },
  {
    key: 'resellers',
    of: 'objects/companies',
    title: 'Resellers (old)',
    archived: true,
    filter: { is_partner: true },
    createdAt: '2024-03-11T14:10:00.000Z',
  },
  {
    key: 'open-deals',
    of: 'objects/deals',
    title: 'Open deals',
    filter: { $or: [{ stage: 'Lead' }, { stage: 'In Progress' }, { stage: 'Negotiation' }] },
    createdAt: '2024-02-01T09:00:00.000Z',
  },
  {
    key: 'tier-one',
    of: 'lists/target-accounts',
    title: 'Tier 1',
    filter: { tier: 'Tier 1' },
    createdAt: '2024-03-04T10:30:00.000Z',
  },
  {
    key: 'all-targets',
    of: 'lists/target-accounts',
    title: 'All',
    filter: null,
    createdAt: '2024-03-04T10:00:00.000Z',
  },
  {
    key: 'at-risk',
    of: 'lists/renewals',
    title: 'At risk',
    filter: { at_risk: true },
    createdAt: '2025-12-01T10:20:00.000Z',
  },
];
