/** How the runner tells the UI tests what it has prepared. */
import { type VersionName, versionName } from '../../support/workbench/versions.js';

export const uiVariables = {
  /** The extensions folder with the packed extension in it. */
  extensionsDir: 'ATTIO_UI_EXTENSIONS',
  /** "newest" or "oldest". */
  version: 'ATTIO_UI_VERSION',
} as const;

export function installedExtensions(): string {
  const folder = process.env[uiVariables.extensionsDir];
  if (folder) return folder;
  throw new Error('The UI tests need the packed extension. Run them with: npm run test:ui');
}

export function workbenchVersion(): VersionName {
  return versionName(process.env[uiVariables.version] ?? 'newest');
}
