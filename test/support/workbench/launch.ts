/**
 * Stands in for VS Code's executable in a test run: understands the arguments that `@vscode/test-electron` gives it,
 * runs the tests in the VS Code that VSCODE_RIG_VERSION names, and ends with the exit code of the run.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { testLineMark } from '../testLine.js';
import { installWorkbench } from './install.js';
import { openPage, savePicture } from './page.js';
import { removeFolder, temporaryFolder } from './paths.js';
import { onInterrupt } from './processTree.js';
import { startServer } from './server.js';
import { versionName } from './versions.js';

/** Names of variables that tell this executable what its arguments cannot. */
export const rigVariables = {
  /** "newest" or "oldest". */
  version: 'ATTIO_RIG_VERSION',
  /** A JSON object of variables for the extension host. */
  environment: 'ATTIO_RIG_ENVIRONMENT',
  /** How long a run may go on without a new line, in seconds. */
  silence: 'ATTIO_RIG_SILENCE',
} as const;

/** A run that prints nothing for this long, in seconds, is taken for hung: longer than the slowest single test. */
const silenceLimit = 120;

/** Runs the tests that the arguments name and ends the process. */
export async function launch(argv: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    // VS Code has hundreds of switches; those that matter to the desktop only are let pass.
    strict: false,
    options: {
      extensionDevelopmentPath: { type: 'string' },
      extensionTestsPath: { type: 'string' },
      'user-data-dir': { type: 'string' },
      'extensions-dir': { type: 'string' },
    },
  });
  const option = (name: string): string => {
    const value = values[name];
    if (typeof value === 'string' && value !== '') return value;
    throw new Error(`The launcher of the test VS Code needs --${name}=…`);
  };
  const workbench = await installWorkbench(versionName(process.env[rigVariables.version] ?? 'newest'));
  // Not the folder of the caller, which two runs at once would share.
  const profile = temporaryFolder();
  const environment = JSON.parse(process.env[rigVariables.environment] ?? '{}') as Record<string, string>;
  const server = await startServer({
    workbench,
    userDataDir: profile,
    extensionsDir: path.join(profile, 'extensions'),
    testDriver: true,
    // The page asks for it too, but VS Code 1.103 does not listen.
    env: environment,
  });
  const closers = [() => server.stop(), () => removeFolder(profile)];
  const close = async () => {
    for (const closer of closers.splice(0)) await closer();
  };
  onInterrupt(130, close);

  const run = testRun(Number(process.env[rigVariables.silence] ?? silenceLimit));
  void server.ended.then((output) => run.fail(`VS Code's server ended during the run.\n${output}`));
  let code = 1;
  try {
    const url = server.url(positionals[0], {
      extensionDevelopmentPath: option('extensionDevelopmentPath'),
      extensionTestsPath: option('extensionTestsPath'),
      extensionEnvironment: environment,
    });
    const { page, close: closePage } = await openPage(url, {
      prepare: async (page) => {
        await page.exposeFunction('codeAutomationLog', (type: string, values: unknown[]) => run.line(type, values));
        await page.exposeFunction('codeAutomationExit', (exitCode: number) => run.exit(exitCode));
        page.on('crash', () => run.fail('The page of the workbench crashed.'));
      },
    });
    closers.unshift(closePage);
    try {
      code = await run.ended;
    } catch (error) {
      const picture = await savePicture(page, `host tests VS Code ${workbench.version}`).catch(() => undefined);
      console.error(`${(error as Error).message}${picture === undefined ? '' : `\nWhat it looked like: ${picture}`}`);
    }
  } catch (error) {
    console.error((error as Error).message);
  }
  await close();
  process.exit(code);
}

/** Follows one run by what the workbench reports, and gives up on it when it falls silent for `limit` seconds. */
function testRun(limit: number) {
  let exit!: (code: number) => void;
  let fail!: (message: string) => void;
  const ended = new Promise<number>((resolve, reject) => {
    exit = resolve;
    fail = (message) => reject(new Error(message));
  });
  // Whoever awaits it hears of a failure; before that it must not count as unhandled.
  ended.catch(() => undefined);
  const recent: string[] = [];
  let alarm: NodeJS.Timeout;
  const restart = () => {
    clearTimeout(alarm);
    alarm = setTimeout(
      () =>
        fail(
          `The run printed nothing for ${limit} seconds and was ended. The workbench's last lines:\n${recent.join('\n')}`,
        ),
      limit * 1000,
    );
    alarm.unref();
  };
  restart();
  return {
    ended,
    exit: (code: number) => exit(code),
    fail: (message: string) => fail(message),
    line: (type: string, values: unknown[]) => {
      const text = values.map(String).join(' ');
      if (text.startsWith(testLineMark)) {
        restart();
        console.log(text.slice(testLineMark.length));
      } else {
        recent.push(`${type}: ${text}`.slice(0, 300));
        recent.splice(0, recent.length - 15);
      }
    },
  };
}
