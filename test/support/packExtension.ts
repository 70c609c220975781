/** Packs the extension as `npm run package` does, into a file of one's own. */
import path from 'node:path';
import { runQuietly } from './workbench/commandLine.js';
import { projectRoot } from './workbench/paths.js';

/**
 * Builds and packs into `vsix`.
 * @throws an Error when the build or vsce fails or warns: a warning at publishing time is too late.
 */
export async function packExtension(vsix: string): Promise<void> {
  const vsce = path.join(projectRoot, 'node_modules', '@vscode', 'vsce', 'vsce');
  const output = await runQuietly(process.execPath, [vsce, 'package', '--no-dependencies', '--out', vsix], {
    cwd: projectRoot,
    purpose: 'Packing the extension',
  });
  if (/\bWARNING\b/.test(output)) throw new Error(`The extension was packed, but with a warning:\n\n${output}`);
}
