/** What is wrong with an account, in words. */
import type { AccountTrouble } from '../services.js';
import type { KeyProblem } from './accountStore.js';
import { accountLabel, type Named } from './names.js';

/** What is wrong with an account, in words: a few for the status bar, a sentence, what to do, and the button that does it. */
export function troubleWords(account: Named, problem: KeyProblem | undefined): AccountTrouble {
  const name = accountLabel(account);
  const maton = account.via === 'maton';
  const key = maton ? 'Maton key' : 'API key';
  const button = maton ? 'Enter Maton Key' : 'Enter API Key';
  switch (problem) {
    case 'refused':
      return {
        short: 'key no longer works',
        sentence: `${maton ? 'Maton' : 'Attio'} no longer accepts the ${key} of ${name}.`,
        next: `It may have been deleted ${maton ? 'at Maton' : 'in Attio'}. Enter a new one to go on.`,
        button,
      };
    case 'disconnected':
      return {
        short: 'not connected',
        sentence: `The Maton connection of ${name} no longer works: it was deleted, or its access to Attio was taken away.`,
        next: 'Choose another one or connect anew to go on.',
        button: 'Choose a Connection',
      };
    default:
      return {
        short: 'key missing',
        sentence: `The ${key} of ${name} is no longer in this machine’s keychain.`,
        next: 'Enter it again to go on; nothing else is lost.',
        button,
      };
  }
}
