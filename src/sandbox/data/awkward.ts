/** What real workspaces hold sooner or later and programs trip over. Values as the API would be written to. */

export interface AwkwardRecord {
  object: 'companies' | 'people';
  key: string;
  values: Record<string, unknown>;
}

const LONG_NAME =
  'The Most Honourable and Perfectly Ordinary Society of Lighthouse Keepers, Ferry Captains, Buoy Painters, Harbour ' +
  'Pilots, Tide-Table Printers and Retired Fog-Horn Operators of the Northern and Southern Approaches (Holding) Ltd.';

export const AWKWARD: AwkwardRecord[] = [
  {
    object: 'companies',
    key: 'emoji',
    values: {
      name: '🦄 Unicorn & Töchter 👩‍👩‍👧‍👧 GmbH',
      domains: ['xn--tchter-xxa.example'],
      account_status: 'Prospect',
    },
  },
  { object: 'companies', key: 'very-long-name', values: { name: LONG_NAME, domains: ['lighthouse-keepers.example'] } },
  { object: 'companies', key: 'nameless', values: { domains: ['nameless.example'] } },
  {
    object: 'companies',
    key: 'markup',
    values: {
      name: '<b>Bold</b> & <img src=x onerror=alert(1)> *Co* _Ltd_ `rm -rf` | # 1',
      domains: ['markup.example'],
      description: '<script>alert("sample")</script> **not bold** <!-- gone -->',
    },
  },
  {
    object: 'companies',
    key: 'command-link',
    values: {
      name: '[Click me](command:workbench.action.quit)',
      domains: ['command-link.example'],
      description: '[free money](command:attio.signOut) and ![](https://tracker.example/pixel.png)',
    },
  },
  // An archived option is still on its value.
  {
    object: 'companies',
    key: 'theme-icon',
    values: { name: '$(zap) Lightning $(trash)', domains: ['lightning.example'], account_status: 'Legacy reseller' },
  },
  {
    object: 'people',
    key: 'rtl-name',
    values: {
      name: { first_name: 'נועה', last_name: 'בן־דוד', full_name: 'נועה בן־דוד' },
      email_addresses: ['noa.ben-david@cedarclinic.example'],
      job_title: 'מנהלת תפעול',
      company: 'cedar-clinic',
      phone_numbers: ['+97235550680'],
    },
  },
  {
    object: 'people',
    key: 'umlauts',
    values: {
      name: { first_name: 'Jürgen', last_name: 'Großmüller-Ångström', full_name: 'Jürgen Großmüller-Ångström' },
      email_addresses: ['juergen@verdantlabs.example', 'j.grossmueller@zephyrbikes.example'],
      job_title: 'Geschäftsführer (m/w/d)',
      company: 'verdant-labs',
      lead_source: 'Fax campaign',
    },
  },
  { object: 'people', key: 'no-name', values: { email_addresses: ['no.reply+crm@halcyon.example'] } },
  {
    object: 'people',
    key: 'mononym',
    values: { name: { first_name: 'Ṣadé', last_name: '', full_name: 'Ṣadé' }, description: 'One name.\nTwo lines.' },
  },
];
