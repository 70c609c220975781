/** Turns an error into one message: what happened, what to do, and the buttons that do it. */
import { commands } from 'vscode';
import { AttioError, type AttioErrorKind } from '../attio/errors.js';
import type { Redactor } from '../audit/redact.js';
import { sentences, trouble } from './records/trouble.js';
import type { NotSignedIn } from './services.js';
import type { Button, Ui } from './ui.js';

export const KEYS_PAGE = 'https://app.attio.com/settings/developers';
/** Where Maton shows a person's key. */
export const MATON_KEYS_PAGE = 'https://maton.ai/settings';

const REPEATABLE: ReadonlySet<AttioErrorKind> = new Set([
  'rate-limited',
  'offline',
  'proxy',
  'timeout',
  'server',
  'unreadable',
  'conflict',
]);

const command = (title: string, id: string, ...args: unknown[]): Button => ({
  title,
  run: () => commands.executeCommand(id, ...args),
});

/** Whether it is the connection of Maton that does not work any more, not the key to Maton. */
export function isDisconnected({ kind, details }: AttioError): boolean {
  if (kind !== 'key-invalid' || details.through !== 'maton') return false;
  // Attio's own refusals, which Maton passes on, name a code; Maton's 401 is about its key.
  return details.status !== 401 || details.code !== undefined;
}

/** The sentence a person reads: Attio's failure and its remedy, or the error's own message. */
export function describe(error: unknown): string {
  return sentences(trouble(error, new Date()));
}

/** The buttons that help with an error. `again` repeats what failed; left out where repeating could write twice. */
export function remedies(error: unknown, ui: Ui, again?: () => unknown): Button[] {
  const signedOut = error instanceof Error && error.name === 'NotSignedIn' ? (error as NotSignedIn) : undefined;
  if (signedOut?.state === 'signedOut')
    return [command('Sign In', 'attio.signIn'), command('Explore the Sample Workspace', 'attio.exploreSample')];
  if (signedOut) {
    const { button = 'Enter API Key Again', accountId } = signedOut.trouble ?? {};
    return [command(button, 'attio.enterKey', accountId)];
  }
  if (AttioError.is(error)) {
    const log = command('Show Audit Log', 'attio.showAudit');
    if (error.details.through === 'maton') {
      if (error.kind === 'key-invalid')
        return [
          isDisconnected(error)
            ? command('Choose a Connection', 'attio.matonConnections')
            : command('Enter Maton Key', 'attio.enterKey'),
          log,
        ];
      if (error.kind === 'permission')
        return [command('Reconnect with More Scopes', 'attio.matonConnections', 'reconnect'), log];
    }
    if (error.kind === 'key-invalid') return [command('Enter API Key Again', 'attio.enterKey'), log];
    if (error.kind === 'permission')
      return [{ title: 'Open Attio’s Key Settings', run: () => ui.openExternal(KEYS_PAGE) }, log];
    const repeat: Button[] =
      again && REPEATABLE.has(error.kind) && error.fate === 'no' ? [{ title: 'Try Again', run: again }] : [];
    return [...repeat, log];
  }
  return [command('Show Audit Log', 'attio.showAudit')];
}

/** Shows the message of an error and runs the button pressed. */
export async function report(
  error: unknown,
  { ui, redactor, again }: { ui: Ui; redactor: Redactor; again?: () => unknown },
): Promise<void> {
  const calm = error instanceof Error && error.name === 'NotSignedIn';
  if (!calm && !AttioError.is(error)) console.error(redactor.redact(String((error as Error)?.stack ?? error)));
  const message = describe(error);
  const text = message.startsWith('Attio') || calm ? message : `Attio: ${message}`;
  await (calm ? ui.info : ui.error)(text, ...remedies(error, ui, again));
}
