/**
 * A built workbench takes an extension from a folder only under VS Code's smoke test driver, and that driver hides
 * notifications and refuses dialogs: right for the host tests, wrong for a person and for tests of what a person sees.
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The condition, as minified since VS Code 1.139; 1.103 has none. */
const onlyUnderTheDriver = /(\.payload&&)\(!this\.isBuilt\|\|this\.enableSmokeTestDriver\)/;

/** Lets the workbench in `vscodeFolder` take extensions from folders without the driver. */
export async function allowDevelopmentPath(vscodeFolder: string): Promise<void> {
  const file = path.join(vscodeFolder, 'out', 'vs', 'code', 'browser', 'workbench', 'workbench.js');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace(onlyUnderTheDriver, '$1!0'));
}
