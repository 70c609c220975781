/** Runs a command quietly: its output is shown only when it fails. */
import { spawn } from 'node:child_process';
import { stopTree } from './processTree.js';

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** What was being done, for the error: "Installing Chromium". */
  readonly purpose: string;
}

/** Thrown when a command could not start or did not end with 0. The message carries everything it printed. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
}

/**
 * Runs `command` with `args` and resolves with what it printed.
 * @throws CommandFailed with the exit code and the whole output.
 */
export function runQuietly(command: string, args: readonly string[], options: CommandOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    // npm is a .cmd file on Windows, which only a shell can start. None of our arguments has a space there.
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      shell: process.platform === 'win32' && command === 'npm',
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const release = stopTree.onExit(child);
    const output: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
    child.on('error', (error) => {
      release();
      reject(new CommandFailed(`${options.purpose} failed: "${command}" could not be started (${error.message}).`));
    });
    child.on('close', (code, signal) => {
      release();
      const text = Buffer.concat(output).toString('utf8');
      if (code === 0) resolve(text);
      else {
        const ended = signal === null ? `exit code ${code}` : `signal ${signal}`;
        reject(
          new CommandFailed(
            `${options.purpose} failed: "${command} ${args.join(' ')}" ended with ${ended}. It printed:\n\n${text.trim()}\n`,
          ),
        );
      }
    });
  });
}
