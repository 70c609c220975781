/**
 * `npm run sandbox [-- --port N --key K]`: serves the sample workspace alone. Prints one line of JSON,
 * `{"url":…,"key":…}`, on stdout, so that any Attio client can be pointed at it, and stops on SIGINT or SIGTERM.
 */
import { parseArgs } from 'node:util';
import { startSandbox } from './server.js';

const USAGE = 'Usage: npm run sandbox [-- --port <0-65535> --key <key>]';

function options(): { port?: number; key?: string } {
  const { values } = parseArgs({ options: { port: { type: 'string' }, key: { type: 'string' } } });
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
    throw new Error(`--port ${values.port} is not a port.`);
  }
  if (values.key !== undefined && values.key.trim() === '') throw new Error('--key must not be empty.');
  return { port, key: values.key };
}

try {
  const sandbox = await startSandbox(options());
  process.stdout.write(`${JSON.stringify({ url: sandbox.url, key: sandbox.key })}\n`);
  const stop = () => void sandbox.close();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
} catch (error) {
  process.stderr.write(`The sandbox could not start: ${error instanceof Error ? error.message : error}\n${USAGE}\n`);
  process.exitCode = 1;
}
