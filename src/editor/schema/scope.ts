/** Whether a key may change how objects are set up. */
import { AttioError } from '../../attio/errors.js';
import { hasScopes } from '../../attio/scopes.js';
import type { Connection } from '../services.js';

export const CONFIGURE = 'object_configuration:read-write';

/** Rejects, before anything is asked, with the AttioError that says what the key lacks and where to get it. */
export function mustConfigure({ account }: Connection, operation: string): void {
  if (hasScopes(account.scopes, CONFIGURE)) return;
  const maton = account.via === 'maton';
  throw new AttioError({
    kind: 'permission',
    operation,
    message: `The ${maton ? 'Maton connection' : 'API key'} for ${account.name} may not change how objects are set up.`,
    remedy: maton
      ? `It lacks the scope ${CONFIGURE}: connect it anew and allow this on Attio’s page.`
      : `It lacks the scope ${CONFIGURE}: grant it in Attio (Workspace settings, Developers), then enter the key again.`,
    fate: 'no',
    missingScopes: [CONFIGURE],
    ...(maton && { through: 'maton' }),
  });
}
