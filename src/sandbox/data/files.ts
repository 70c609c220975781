/** The files of the sample workspace. Contents are made when asked for. */
export interface SeedFile {
  key: string;
  /** `object/key`. */
  on: string;
  name?: string;
  /** Key of a folder. */
  folder?: string;
  type: 'file' | 'folder' | 'connected-file' | 'connected-folder';
  provider?: 'dropbox' | 'box' | 'google-drive' | 'microsoft-onedrive';
  externalId?: string;
  driveId?: string;
  contentType?: string;
  content?: () => string;
  by: string;
  at: string;
}

const CSV = () =>
  [
    'plant,week,alerts,median_seconds',
    ...Array.from(
      { length: 26 },
      (_, week) => `one,${week + 20},${40 + ((week * 7) % 23)},${(1.4 + (week % 5) / 10).toFixed(1)}`,
    ),
    '',
  ].join('\n');

export const FILES: SeedFile[] = [
  {
    key: 'acme-contracts',
    on: 'companies/acme-robotics',
    name: 'Contracts',
    type: 'folder',
    by: 'ada',
    at: '2025-01-14T10:00:00.000Z',
  },
  {
    key: 'acme-terms',
    on: 'companies/acme-robotics',
    folder: 'acme-contracts',
    name: 'Terms 2026.md',
    type: 'file',
    contentType: 'text/markdown',
    content: () => '# Terms 2026\n\nOne plant, one feed. Alerts within five seconds, measured at the gateway.\n',
    by: 'ada',
    at: '2025-12-12T15:20:00.000Z',
  },
  {
    key: 'acme-alerts',
    on: 'companies/acme-robotics',
    name: 'Alerts, weekly.csv',
    type: 'file',
    contentType: 'text/csv',
    content: CSV,
    by: 'bruno',
    at: '2026-11-09T07:00:00.000Z',
  },
  {
    key: 'acme-layout',
    on: 'companies/acme-robotics',
    type: 'connected-file',
    provider: 'google-drive',
    externalId: '1AcmeSecondPlantLayout',
    by: 'bruno',
    at: '2026-11-09T11:30:00.000Z',
  },
  {
    key: 'lumen-share',
    on: 'companies/lumen-health',
    type: 'connected-folder',
    provider: 'microsoft-onedrive',
    externalId: '01LUMENSHARE',
    driveId: 'b!northwind',
    by: 'chloe',
    at: '2025-04-02T09:00:00.000Z',
  },
  {
    key: 'tender-questions',
    on: 'deals/silverline-tender',
    name: 'Fragen 44-B (Überarbeitet).txt',
    type: 'file',
    contentType: 'text/plain; charset=utf-8',
    content: () => Array.from({ length: 212 }, (_, n) => `${n + 1}. Requirement R-${n + 1}\n`).join(''),
    by: 'bruno',
    at: '2026-11-13T07:40:00.000Z',
  },
];
