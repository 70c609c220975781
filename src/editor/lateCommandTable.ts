/** What runs for each late command. Each handler loads its own room. */
import type { LateCommand } from './lateCommands.js';
import type { Services } from './services.js';

/** `argument`: a tree node, a target of targets.ts, or nothing; `more`: the selected nodes, where VS Code gives them. */
type Run = (services: Services, argument?: unknown, more?: unknown) => Promise<unknown>;

export const LATE_COMMANDS: Partial<Record<LateCommand, Run>> = {
  editRecord: async (s, arg) => (await import('./documents/editRecord.js')).editRecord(s, arg),
  undoLastChange: async (services) => (await import('./changes/undoLastChange.js')).undoLastChange(services),
  recentChanges: async (services) => (await import('./changes/recentChanges.js')).recentChanges(services),
};
