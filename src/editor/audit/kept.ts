/** Where the trail is kept, and for how long. */
import path from 'node:path';
import { type ExtensionContext, workspace } from 'vscode';

/** In the extension’s global storage: of all windows and accounts. It is there once something was written. */
export const trailDirectory = (context: ExtensionContext): string =>
  path.join(context.globalStorageUri.fsPath, 'audit');

/** Days the trail is kept. The setting is application-scoped: no folder can shorten it. */
export function retentionDays(): number {
  const days = workspace.getConfiguration('attio').get<number>('audit.retentionDays', 90);
  return Number.isFinite(days) ? Math.min(3650, Math.max(1, Math.trunc(days))) : 90;
}
