/** Opens one workbench for the tests of a file: own server, own profile, own copy of the sample folder. */
import { cpSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { installWorkbench } from '../../support/workbench/install.js';
import { openPage, type PageOptions, savePicture } from '../../support/workbench/page.js';
import { projectRoot, removeFolder, sampleFolder, temporaryFolder } from '../../support/workbench/paths.js';
import { startServer } from '../../support/workbench/server.js';
import { installedExtensions, workbenchVersion } from './environment.js';
import { Workbench } from './workbench.js';

export interface WorkbenchOptions extends Omit<PageOptions, 'prepare'> {
  /** User settings beside the rig's quiet ones. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Variables of the extension host. */
  readonly env?: Readonly<Record<string, string>>;
  /**
   * `installed` (when left out) is the packed VSIX, as a person has it. `development` runs the extension from the
   * project's folder in ExtensionMode.Development, where ATTIO_API_URL counts.
   */
  readonly extension?: 'installed' | 'development';
}

export interface OpenWorkbench {
  readonly workbench: Workbench;
  close(): Promise<void>;
}

/** Starts everything and resolves when the workbench has drawn itself. */
export async function openWorkbench(options: WorkbenchOptions = {}): Promise<OpenWorkbench> {
  const profile = temporaryFolder();
  const folder = path.join(profile, 'notes');
  mkdirSync(folder);
  cpSync(sampleFolder, folder, { recursive: true });
  const development = options.extension === 'development';
  const closers = [() => removeFolder(profile)];
  const close = async () => {
    for (const closer of closers.splice(0)) await closer();
  };
  try {
    const server = await startServer({
      workbench: await installWorkbench(workbenchVersion()),
      userDataDir: profile,
      extensionsDir: development ? path.join(profile, 'extensions') : installedExtensions(),
      ...(options.settings ? { settings: options.settings } : {}),
      ...(options.env ? { env: options.env } : {}),
    });
    closers.unshift(() => server.stop());
    const url = server.url(folder, development ? { extensionDevelopmentPath: projectRoot } : {});
    const open = await openPage(url, options);
    closers.unshift(() => open.close());
    const workbench = new Workbench(open.page, folder, profile);
    await workbench.ready();
    return { workbench, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Opens a workbench before the tests of the surrounding `describe` and closes it after them; a test that fails leaves a
 * picture in test-results/. Returns how to reach it: `const vscode = useWorkbench(); … await vscode().runCommand('…')`.
 */
export function useWorkbench(options: WorkbenchOptions = {}): () => Workbench {
  let open: OpenWorkbench | undefined;
  before(async () => {
    open = await openWorkbench(options);
  });
  afterEach(async function () {
    if (this.currentTest?.state !== 'failed' || open === undefined) return;
    console.log(`    picture: ${await savePicture(open.workbench.page, this.currentTest.fullTitle())}`);
  });
  after(async () => {
    await open?.close();
  });
  return () => {
    if (open === undefined) throw new Error('The workbench is open only while tests run.');
    return open.workbench;
  };
}
