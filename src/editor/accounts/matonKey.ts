/** The box in which a Maton key is entered: it stays open until Maton has taken the key, or it is closed. */
import { AttioError } from '../../attio/errors.js';
import { describe, MATON_KEYS_PAGE } from '../failure.js';
import type { Account, Services } from '../services.js';
import { cleanKey, keyProblem } from './apiKey.js';
import { type Reach, reachOf } from './matonReach.js';

export interface EnteredMatonKey {
  key: string;
  /** What it reaches. */
  reach: Reach[];
}

/** Asks for a Maton key and for its connections. undefined when the box is closed; nothing is stored here. */
export async function askForMatonKey(
  services: Services,
  title: string,
  account?: Account,
): Promise<EnteredMatonKey | undefined> {
  const { ui } = services;
  let entered: EnteredMatonKey | undefined;
  const given = await ui.input({
    title,
    password: true,
    ignoreFocusOut: true,
    placeholder: 'Paste the Maton API key',
    prompt:
      'Copy the key from your Maton settings (the link icon above). It is Maton’s key, not Attio’s, and is kept in this machine’s keychain only.',
    buttons: [
      { icon: 'link-external', tooltip: 'Open Maton’s page for keys', run: () => ui.openExternal(MATON_KEYS_PAGE) },
    ],
    check: async (pasted, signal) => {
      const key = cleanKey(pasted);
      const problem = keyProblem(key, 'Maton');
      if (problem !== undefined) return problem;
      try {
        const reach = await reachOf(services, key, account, signal);
        if (!signal.aborted) entered = { key, reach };
        return undefined;
      } catch (error) {
        return services.redactor.redact(whyNot(error));
      }
    },
  });
  return given === undefined ? undefined : entered;
}

/** Why a key was not taken, as the person in front of the box needs it: the usual remedy would send them here. */
function whyNot(error: unknown): string {
  return AttioError.is(error, 'key-invalid') ? `${error.message} Copy the key again from Maton.` : describe(error);
}
