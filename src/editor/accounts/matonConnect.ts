/** A new connection of Maton: made, consented to by a person in the browser, and waited for. */
import type { MatonConnection } from '../../attio/maton.js';
import { isCancel } from '../command.js';
import type { Account, Services } from '../services.js';
import { hide, learn, type Reach, SURFACE, withMaton } from './matonReach.js';

const LATER =
  'Not connected yet. The connection waits for your consent at Maton: choose it in the list of connections to open the page again.';

/**
 * Makes a connection, or takes up a pending one, and waits until somebody has consented in the browser. undefined when that
 * was cancelled: the connection is still there, pending, and can be taken up again. Rejects with AttioError.
 */
export async function connectWorkspace(
  services: Services,
  key: string,
  account?: Account,
  pending?: MatonConnection,
): Promise<Reach | undefined> {
  const { ui } = services;
  return withMaton(services, key, account, async (maton) => {
    const connection = pending ?? (await maton.create({ surface: SURFACE }));
    hide(services, connection);
    if (connection.url === undefined)
      throw new Error('Maton gave no page of consent for this connection. Delete the connection, and connect again.');
    if (!(await ui.openExternal(connection.url))) {
      ui.status(LATER);
      return undefined;
    }
    try {
      const active = await ui.progress(
        {
          title:
            'Attio: choose a workspace and allow access on the page in your browser. This goes on by itself when you have.',
          where: 'notification',
          cancellable: true,
        },
        (_report, token) => {
          const stop = new AbortController();
          if (token.isCancellationRequested) stop.abort();
          token.onCancellationRequested(() => stop.abort());
          return maton.waitUntilActive(connection.id, { surface: SURFACE, signal: stop.signal });
        },
      );
      return await learn(services, key, active);
    } catch (error) {
      if (!isCancel(error)) throw error;
      ui.status(LATER);
      return undefined;
    }
  });
}
