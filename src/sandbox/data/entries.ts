/** Entries of the lists: which records are in them, and with what values. */
export interface SeedEntry {
  list: string;
  record: string;
  values: Record<string, unknown>;
}

export const ENTRIES: SeedEntry[] = [
  { list: 'target-accounts', record: 'orbital-foods', values: { tier: 'Tier 2', champion: 'dev', fit: 3 } },
  { list: 'target-accounts', record: 'verdant-labs', values: { tier: 'Tier 2', champion: 'dev', fit: 4 } },
  { list: 'target-accounts', record: 'brassfield-bank', values: { tier: 'Tier 1', champion: 'bruno', fit: 5 } },
  { list: 'target-accounts', record: 'halcyon-insurance', values: { tier: 'Tier 1', champion: 'emeka', fit: 4 } },
  { list: 'target-accounts', record: 'monsoon-mobility', values: { tier: 'Tier 3', fit: 2 } },
  { list: 'target-accounts', record: 'bluebird-airships', values: { tier: 'Tier 3', champion: 'bruno' } },
  { list: 'target-accounts', record: 'orchid-biotech', values: { tier: 'Tier 1', fit: 5 } },
  { list: 'target-accounts', record: 'silverline-rail', values: { tier: 'Tier 1', champion: 'bruno', fit: 5 } },
  // One record may be in a list twice.
  { list: 'target-accounts', record: 'orbital-foods', values: { tier: 'Tier 3' } },
  { list: 'renewals', record: 'acme-renewal', values: { step: 'Proposal sent', due: '2026-12-15', at_risk: false } },
  { list: 'renewals', record: 'fjordline-renewal', values: { step: 'To contact', due: '2026-11-30', at_risk: true } },
  { list: 'renewals', record: 'redwood-shop', values: { step: 'Proposal sent', due: '2026-12-31', at_risk: false } },
  { list: 'renewals', record: 'meridian-lab', values: { step: 'Signed', due: '2026-08-31' } },
  {
    list: 'beta-testers',
    record: 'grace-okafor',
    values: { invited: '2026-08-01T09:00:00Z', feedback: 'Wants a dark mode.' },
  },
  { list: 'beta-testers', record: 'rui-tavares', values: { invited: '2026-08-01T09:00:00Z' } },
  {
    list: 'beta-testers',
    record: 'leonie-fuchs',
    values: { invited: '2026-08-03T09:00:00Z', feedback: 'Fast. Keep it so.' },
  },
  { list: 'renewals', record: 'acme-expansion', values: { step: 'To contact', due: '2027-02-28', at_risk: false } },
  { list: 'renewals', record: 'kestrel-islands', values: { step: 'Proposal sent', due: '2026-12-20' } },
  { list: 'renewals', record: 'papercrane-tools', values: { step: 'Lost', due: '2026-05-15' } },
];
