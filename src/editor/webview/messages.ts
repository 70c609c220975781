/** What the script of every page may say. Everything it says is checked: remote text is drawn in that page. */

export type CommonMessage =
  /** The page was drawn by the browser; `version` is what it shows. */
  | { type: 'ready'; version: number }
  | { type: 'refresh' }
  /** A command that a page in trouble offers. */
  | { type: 'help'; command: string };

/** undefined: none of these, or a part of it is not what it should be. `commands`: those that the room's page may offer. */
export function commonMessage(data: unknown, commands: ReadonlySet<string>): CommonMessage | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { type, version, command } = data as Record<string, unknown>;
  if (type === 'ready') return typeof version === 'number' ? { type, version } : undefined;
  if (type === 'refresh') return { type };
  if (type === 'help') return typeof command === 'string' && commands.has(command) ? { type, command } : undefined;
  return undefined;
}

/** By its type: only of what `commonMessage`, or a room’s own check, has let through. */
export function isCommon(message: { type: string }): message is CommonMessage {
  return message.type === 'ready' || message.type === 'refresh' || message.type === 'help';
}
