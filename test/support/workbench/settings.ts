/** The settings a window of the rig starts with: nothing that phones, greets, advertises or moves by itself. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const quietSettings: Readonly<Record<string, unknown>> = {
  'accessibility.signalOptions.volume': 0,
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'comments.openView': 'never',
  'editor.accessibilitySupport': 'off',
  'editor.minimap.enabled': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'window.autoDetectColorScheme': false,
  'window.commandCenter': false,
  // As 1.139 calls it: it rewrites the names of before, and with them the file, while tests change settings.
  'workbench.colorTheme': 'Light Modern',
  'workbench.editor.useModal': 'off',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/** Writes the settings of a user data folder, unless a person has changed them there already. */
export function seedSettings(userDataDir: string, extra: Readonly<Record<string, unknown>> = {}): void {
  const file = settingsFile(userDataDir);
  if (existsSync(file)) return;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ ...quietSettings, ...extra }, null, 2)}\n`);
}

/** Where a VS Code with this user data folder keeps the user's settings. */
export function settingsFile(userDataDir: string): string {
  return path.join(userDataDir, 'User', 'settings.json');
}
