/** Commands whose code loads when they are first run: all of the manifest's that nothing else has registered. */
import type { Services } from './services.js';

/**
 * Registered last. What they do is in lateCommandTable.ts, which a test holds against the manifest; those on documents that
 * are open are registered by the rooms of the documents.
 */
export function registerLateCommands(services: Services): void {
  const { contributes } = services.context.extension.packageJSON as {
    contributes: { commands: { command: string }[] };
  };
  for (const { command } of contributes.commands) {
    if (services.registered.has(command)) continue;
    services.command(command, async (argument?: unknown, more?: unknown) =>
      (await import('./lateCommandTable.js')).LATE_COMMANDS[command.slice(6)]?.(services, argument, more),
    );
  }
}
