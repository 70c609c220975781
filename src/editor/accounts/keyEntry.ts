/** The box in which a key is entered: it stays open until Attio has taken the key, or it is closed. */

import { AttioError } from '../../attio/errors.js';
import { WANTED_SCOPES } from '../../attio/scopes.js';
import { describe, KEYS_PAGE } from '../failure.js';
import type { Account, Services } from '../services.js';
import { cleanKey, keyProblem } from './apiKey.js';
import { checkKey } from './checkKey.js';
import { listed } from './words.js';

export interface EnteredKey {
  key: string;
  account: Account;
}

/** Asks for an API key and checks it with Attio. undefined when the box is closed; nothing is stored here. */
export async function askForKey(services: Services, title: string): Promise<EnteredKey | undefined> {
  const { ui } = services;
  let entered: EnteredKey | undefined;
  const given = await ui.input({
    title,
    password: true,
    ignoreFocusOut: true,
    placeholder: 'Paste the API key',
    prompt: `Make a key in Attio under Workspace settings › Developers (the link icon above) with ${listed(WANTED_SCOPES.map(({ scope }) => scope))}. It is kept in this machine’s keychain only.`,
    buttons: [
      { icon: 'link-external', tooltip: 'Open Attio’s page for API keys', run: () => ui.openExternal(KEYS_PAGE) },
    ],
    check: async (pasted, signal) => {
      const key = cleanKey(pasted);
      const problem = keyProblem(key);
      if (problem !== undefined) return problem;
      try {
        const account = await checkKey(services, key, signal);
        if (!signal.aborted) entered = { key, account };
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
  return AttioError.is(error, 'key-invalid')
    ? `${error.message} Copy the key again, or make a new one in Attio.`
    : describe(error);
}
