/** The box in which a key is entered: it stays open until Attio has taken the key, or it is closed. */

import { AttioError } from '../../attio/errors.js';
import { OPTIONAL_SCOPES, WANTED_SCOPES } from '../../attio/wantedScopes.js';
import { describe, KEYS_PAGE } from '../failure.js';
import type { Account, Services } from '../services.js';
import { cleanKey, keyProblem } from './apiKey.js';
import { checkKey } from './checkKey.js';
import { listed } from './scopeWords.js';

export interface EnteredKey {
  key: string;
  account: Account;
}

const scopesOf = (some: readonly { scope: string }[]) => listed(some.map(({ scope }) => scope));
const PROMPT = [
  'Make a key in Attio under Workspace settings › Developers (the link icon above).',
  `Scopes: ${scopesOf(WANTED_SCOPES)}; with fewer, what they are for is off.`,
  `Optional, ${OPTIONAL_SCOPES.map(({ why, scope }) => `to ${why}: ${scope}`).join('; ')}.`,
  'The key is kept in this machine’s keychain only.',
].join(' ');

/** Asks for an API key and checks it with Attio. undefined when the box is closed; nothing is stored here. */
export async function askForKey(services: Services, title: string): Promise<EnteredKey | undefined> {
  const { ui } = services;
  let entered: EnteredKey | undefined;
  const given = await ui.input({
    title,
    password: true,
    ignoreFocusOut: true,
    placeholder: 'Paste the API key',
    prompt: PROMPT,
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
