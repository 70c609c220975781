/**
 * The sample workspace as an Attio-compatible HTTP server on loopback. It answers as recordings of the real API do
 * (envelopes, ids, headers, limits, refusals) and goes wrong on request (faults.ts). Two things differ on purpose: it
 * refuses foreign Host headers, so that no web page reaches it by rebinding a name, and it sends no CORS headers.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Seen } from './control.js';
import type { Delivery } from './delivery.js';
import type { Fault } from './faults.js';
import { Handler } from './handler.js';
import type { SandboxOptions } from './options.js';
import { SEED_WORKSPACE } from './seed.js';
import type { WorkspaceName } from './workspace.js';

export type { Seen } from './control.js';
export type { Delivery } from './delivery.js';
export type { Fault } from './faults.js';
export { ALL_SCOPES } from './handler.js';
export type { SandboxOptions } from './options.js';
export { SEED_WORKSPACE } from './seed.js';

export interface Sandbox {
  /** `http://127.0.0.1:<port>`, to be used in the place of `https://api.attio.com`. */
  readonly url: string;
  readonly key: string;
  /** The same through Maton: `url` in the place of `https://api.maton.ai`, and Maton's key. */
  readonly maton: { readonly url: string; readonly key: string };
  readonly workspace: WorkspaceName;
  /** Puts these faults in force in the place of all others. */
  setFaults(faults: readonly Fault[]): void;
  /** The requests seen since the start or the last reset, oldest first. */
  requests(): readonly Seen[];
  /** The webhook deliveries since the start or the last reset, oldest first. */
  deliveries(): readonly Delivery[];
  /** Data, faults and log as at the start. */
  reset(): void;
  /** Ends all connections, also those with requests under way, and stops listening. Can be called again. */
  close(): Promise<void>;
}

/** Starts a sample workspace; rejects when the port is taken. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const handler = new Handler(options);
  const server = createServer(
    { keepAliveTimeout: 60_000 },
    (request, response) => void handler.handle(request, response),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  handler.listensAt(port);
  let closing: Promise<void> | undefined;
  return {
    url,
    key: handler.key,
    maton: { url: `${url}/maton`, key: handler.maton.key },
    workspace: SEED_WORKSPACE,
    setFaults: (faults) => handler.faults.set(faults),
    requests: () => handler.log.list,
    deliveries: () => handler.deliverer.log,
    reset: () => handler.reset(),
    close() {
      closing ??= new Promise((resolve) => {
        handler.stop();
        server.close(() => resolve());
        server.closeAllConnections();
      });
      return closing;
    },
  };
}
