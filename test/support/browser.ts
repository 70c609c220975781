/** Opens the browser of the person at this machine, if there is one. */
import { spawn } from 'node:child_process';

/** The command that opens `url`, or undefined where nobody would see it: in CI, over SSH, without a screen. */
export function browserCommand(
  url: string,
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): readonly string[] | undefined {
  if (env.CI) return undefined;
  // By convention "none" switches it off.
  if (env.BROWSER) return env.BROWSER === 'none' ? undefined : [env.BROWSER, url];
  if (platform === 'darwin') return ['open', url];
  // `start` is a word of cmd, which would take the & of an address for its own.
  if (platform === 'win32') return ['cmd', '/c', 'start', '""', url.replaceAll('&', '^&')];
  return env.DISPLAY || env.WAYLAND_DISPLAY ? ['xdg-open', url] : undefined;
}

/** Opens `url`. Resolves with false where there is no browser; the address has been printed anyway. */
export function openBrowser(url: string): Promise<boolean> {
  const [command, ...args] = browserCommand(url) ?? [];
  if (command === undefined) return Promise.resolve(false);
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'ignore', detached: true, windowsVerbatimArguments: true });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}
