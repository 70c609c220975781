/** "Attio: Search Records". */
import { commands } from 'vscode';
import type { Services } from '../services.js';
import { pickRecord } from './pickRecord.js';

/** `query`: what the box begins with. */
export async function searchRecords(services: Services, query?: unknown): Promise<void> {
  const picked = await pickRecord(services, {
    title: 'Search Records',
    actions: true,
    ...(typeof query === 'string' && { value: query }),
  });
  if (picked) await commands.executeCommand('attio.openRecord', picked);
}
