/** The one wrapper around every command: a cancel is silent, an error becomes one message with buttons. */
import { CancellationError, commands, type ExtensionContext } from 'vscode';
import type { Redactor } from '../audit/redact.js';
import type { Services } from './services.js';
import type { Ui } from './ui.js';

/** Whether an error only says that the person (or an abort) stopped it. */
export function isCancel(error: unknown): boolean {
  if (error instanceof CancellationError) return true;
  if (!(error instanceof Error)) return false;
  return error.name === 'AbortError' || error.name === 'Canceled' || (error as { kind?: string }).kind === 'cancelled';
}

/**
 * `registered` gets the id of each. What is registered later under the same id takes the place of the earlier: a room knows
 * more of its commands than what loads it.
 */
export function createCommands(
  context: ExtensionContext,
  ui: Ui,
  redactor: Redactor,
  registered: Set<string>,
): Services['command'] {
  const runs = new Map<string, (...args: unknown[]) => unknown>();
  return (id, run) => {
    runs.set(id, run as (...args: unknown[]) => unknown);
    if (registered.has(id)) return;
    registered.add(id);
    const attempt = async (...args: unknown[]): Promise<unknown> => {
      try {
        return await runs.get(id)!(...args);
      } catch (error) {
        if (isCancel(error)) return undefined;
        const { report } = await import('./failure.js');
        // Not awaited: whoever ran the command must not wait until a message is dismissed.
        void report(error, { ui, redactor, again: () => attempt(...args) });
        return undefined;
      }
    };
    context.subscriptions.push(commands.registerCommand(id, attempt));
  };
}
