/** "Attio: Search Records". */
import { commands } from 'vscode';
import type { Services } from '../services.js';

export function registerSearch(services: Services): void {
  services.command('attio.search', async (query?: unknown) => {
    const { pickRecord } = await import('./pickRecord.js');
    const picked = await pickRecord(services, {
      title: 'Search Records',
      actions: true,
      ...(typeof query === 'string' && { value: query }),
    });
    if (picked) await commands.executeCommand('attio.openRecord', picked);
  });
}
