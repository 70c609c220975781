/**
 * `npm run sandbox [-- --port N --key K --records N --entries N --latency live]`: serves the sample workspace alone. Prints one line
 * of JSON, `{"url":…,"key":…,"maton":{"url":…,"key":…}}`, on stdout, so that any Attio client can be pointed at it, and
 * stops on SIGINT or SIGTERM.
 */
import { parseArgs } from 'node:util';
import { type SandboxOptions, startSandbox } from './server.js';

const USAGE =
  'Usage: npm run sandbox [-- --port <0-65535> --key <key> --maton-key <key> --records <0-10000000> --entries <0-1000000> --latency live]';

const MOST_RECORDS = 10_000_000;
const MOST_ENTRIES = 1_000_000;

/** A whole number from 0 to `most`; undefined where the option was not given. */
function amount(name: string, given: string | undefined, most: number): number | undefined {
  if (given === undefined) return undefined;
  const number = Number(given);
  if (Number.isInteger(number) && number >= 0 && number <= most) return number;
  throw new Error(`--${name} ${given} is not a number from 0 to ${most}.`);
}

function options(): SandboxOptions {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      key: { type: 'string' },
      'maton-key': { type: 'string' },
      records: { type: 'string' },
      entries: { type: 'string' },
      latency: { type: 'string' },
    },
  });
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
    throw new Error(`--port ${values.port} is not a port.`);
  }
  for (const name of ['key', 'maton-key'] as const) {
    if (values[name] !== undefined && values[name].trim() === '') throw new Error(`--${name} must not be empty.`);
  }
  const records = amount('records', values.records, MOST_RECORDS);
  const entries = amount('entries', values.entries, MOST_ENTRIES);
  if (values.latency !== undefined && values.latency !== 'live') {
    throw new Error(`--latency ${values.latency}: only "live" is known.`);
  }
  return { port, key: values.key, matonKey: values['maton-key'], records, entries, latency: values.latency };
}

try {
  const sandbox = await startSandbox(options());
  process.stdout.write(`${JSON.stringify({ url: sandbox.url, key: sandbox.key, maton: sandbox.maton })}\n`);
  const stop = () => void sandbox.close();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
} catch (error) {
  process.stderr.write(`The sandbox could not start: ${error instanceof Error ? error.message : error}\n${USAGE}\n`);
  process.exitCode = 1;
}
