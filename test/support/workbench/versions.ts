/** The two VS Code versions that the tests run in: the ends of what `engines.vscode` promises. */

export type VersionName = 'newest' | 'oldest';

export interface WorkbenchVersion {
  /** VS Code's own version, which also names the cache folder. */
  readonly vscode: string;
  /** The npm package that carries VS Code's server and workbench. */
  readonly server: string;
  /** The npm package of the Node that this server is built for. */
  readonly node: string;
}

export const versions: Readonly<Record<VersionName, WorkbenchVersion>> = {
  newest: { vscode: '1.139', server: 'code-server@4.139.1', node: 'node@24' },
  oldest: { vscode: '1.103', server: 'code-server@4.103.2', node: 'node@22' },
};

/** Reads a version name from a command line or the environment; anything else is an error that lists the names. */
export function versionName(text: string): VersionName {
  if (text === 'newest' || text === 'oldest') return text;
  throw new Error(`There is no VS Code version named "${text}". Use "newest" or "oldest".`);
}
