/** The settings a window of the rig starts with: nothing that phones, greets, advertises or moves by itself. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const quietSettings: Readonly<Record<string, unknown>> = {
  'accessibility.signals.sounds.volume': 0,
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'editor.accessibilitySupport': 'off',
  'editor.minimap.enabled': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'security.workspace.trust.enabled': false,
  'settingsSync.keybindingsPerPlatform': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'window.autoDetectColorScheme': false,
  'window.commandCenter': false,
  'workbench.colorTheme': 'Default Light Modern',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
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
