/** VS Code as a person sees it. Every method waits for what it needs to see, so tests contain no pauses. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { savePicture } from '../../support/workbench/page.js';
import { settingsFile } from '../../support/workbench/settings.js';
import { Dialog } from './dialog.js';
import { Editor } from './editor.js';
import { Notifications } from './notifications.js';
import { QuickInput } from './quickInput.js';
import { Tree } from './tree.js';

/** Themes that every VS Code has: the name, and what it is known by in the page. */
const THEMES = {
  light: ['Light Modern', 'vs'],
  dark: ['Dark Modern', 'vs-dark'],
  'high contrast': ['Dark High Contrast', 'hc-black'],
  'light high contrast': ['Light High Contrast', 'hc-light'],
} as const;

export class Workbench {
  /** The text editor in front. */
  readonly editor: Editor;
  /** The palette, pickers and input boxes at the top. */
  readonly quickInput: QuickInput;
  readonly notifications: Notifications;
  /** Modal questions. */
  readonly dialog: Dialog;

  constructor(
    readonly page: Page,
    /** The folder that is open: a copy of the sample folder. */
    readonly folder: string,
    /** Settings, storage and logs of this VS Code: everything it writes is below. */
    readonly userDataDir: string,
  ) {
    this.editor = new Editor(page);
    this.quickInput = new QuickInput(page);
    this.notifications = new Notifications(page);
    this.dialog = new Dialog(page);
  }

  /** Resolves when the workbench has drawn its parts. */
  async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench .statusbar-item').first().waitFor({ timeout: 60_000 });
    await this.page.locator('.activitybar .action-item').first().waitFor();
  }

  /** Loads the window anew, as "Developer: Reload Window" does. */
  async reload(): Promise<void> {
    await this.page.reload({ waitUntil: 'domcontentloaded' });
    await this.ready();
  }

  /**
   * Runs a command from the palette by its full title, such as "Attio: Search Records…". A palette that does not know
   * it yet, as right after the start or before a context key is set, is asked again until `timeout` (ms).
   */
  async runCommand(title: string, timeout = 30_000): Promise<void> {
    await this.quickInput.pickFromPrefix('F1', `>${title}`, title, timeout);
  }

  /** True when the palette offers a command with this full title now. */
  async offersCommand(title: string): Promise<boolean> {
    await this.quickInput.open('F1', `>${title}`);
    const labels = await this.quickInput.labels();
    await this.quickInput.dismiss();
    return labels.includes(title);
  }

  /** Opens a file of the folder by its name and resolves when its text is there. */
  async openFile(name: string): Promise<void> {
    const title = path.basename(name);
    const inFront = this.page.locator('.tabs-container .tab.active').filter({ hasText: title }).first();
    // A list that is drawn anew under the mouse takes the click for none: then it is picked again, as a person would.
    for (let tries = 1; ; tries++) {
      await this.quickInput.pickFromPrefix('ControlOrMeta+P', name, title, 30_000);
      if (tries === 3) await inFront.waitFor();
      const shown = await inFront.waitFor({ timeout: 5_000 }).then(
        () => true,
        () => false,
      );
      if (shown) break;
    }
    await this.editor.lines.first().waitFor();
  }

  /** The tab of an editor that is open; its text may be shortened or carry a preview mark. */
  tab(title: string | RegExp): Locator {
    return this.page.locator('.tabs-container .tab').filter({ hasText: title });
  }

  /** An item of the activity bar by its name. */
  activity(name: string): Locator {
    return this.page.locator(`.activitybar a.action-label[aria-label="${name}"]`);
  }

  /** Brings a view container to the front and returns the tree of one of its views. */
  async openView(container: string, view: string): Promise<Tree> {
    const item = this.page.locator('.activitybar .action-item', {
      has: this.page.locator(`a.action-label[aria-label="${container}"]`),
    });
    await item.waitFor();
    // A click on the item of the container in front would close the side bar.
    if (!(await item.getAttribute('class'))?.split(' ').includes('checked')) await this.activity(container).click();
    await this.page.locator('.sidebar .composite.title', { hasText: new RegExp(container, 'i') }).waitFor();
    return this.tree(view);
  }

  /** Signs in with a key to the workspace that the tests' server has. */
  async signIn(key: string): Promise<void> {
    const { quickInput } = this;
    await this.runCommand('Attio: Sign In…');
    await quickInput.pick('API key');
    await quickInput.shown('object_configuration:read');
    await quickInput.type(key);
    await quickInput.accept();
    await quickInput.hidden();
    await this.statusItem('Northwind Labs').first().waitFor();
  }

  /** Resolves when two frames in a row look the same: nothing fades or loads any more. */
  async settled(): Promise<void> {
    let last: Buffer | undefined;
    for (let tries = 0; tries < 20; tries++) {
      const now = await this.page.screenshot();
      if (last?.equals(now)) return;
      last = now;
    }
  }

  /** The tree of a view by the view's name. */
  tree(view: string): Tree {
    return new Tree(this.page, view);
  }

  /** The welcome text of a view without rows. */
  get welcome(): Locator {
    return this.page.locator('.sidebar .welcome-view-content');
  }

  /** An item of the status bar by its text. */
  statusItem(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item').filter({ hasText: text });
  }

  /** What a webview editor shows: the one in front, or the n-th of several side by side. */
  webview(nth = 0): FrameLocator {
    return this.page
      .locator('iframe.webview.ready')
      .filter({ visible: true })
      .nth(nth)
      .contentFrame()
      .locator('iframe#active-frame')
      .contentFrame();
  }

  /**
   * Changes user settings while VS Code runs, in the editor as a person does it: this server does not notice when the
   * file changes on disk. `undefined` removes a setting.
   */
  async setSettings(settings: Readonly<Record<string, unknown>>): Promise<void> {
    const merged = { ...JSON.parse(readFileSync(settingsFile(this.userDataDir), 'utf8')), ...settings };
    await this.runCommand('Preferences: Open User Settings (JSON)');
    const tab = this.tab('settings.json');
    await this.editor.find('workbench.startupEditor');
    await this.editor.replaceAll(JSON.stringify(merged));
    await this.runCommand('File: Save');
    await this.page.locator('.tabs-container .tab.dirty', { hasText: 'settings.json' }).waitFor({ state: 'detached' });
    await tab.hover();
    await tab.locator('.tab-actions .action-label').click();
    await tab.waitFor({ state: 'detached' });
  }

  /** Switches to a theme of VS Code's own and resolves when it is on. */
  async useTheme(theme: keyof typeof THEMES): Promise<void> {
    const [name, mark] = THEMES[theme];
    await this.runCommand('Preferences: Color Theme');
    await this.quickInput.type(name);
    await this.quickInput.pick(new RegExp(`^${name}`));
    await this.quickInput.hidden();
    await this.page.locator(`.monaco-workbench.${mark}`).waitFor();
  }

  /** What has been copied. */
  async clipboard(): Promise<string> {
    return this.page.evaluate('navigator.clipboard.readText()');
  }

  /** What a log output channel has written to disk in all windows so far; empty when there is none. */
  log(channel: string): string {
    return readdirSync(this.userDataDir, { recursive: true, encoding: 'utf8' })
      .filter((file) => path.basename(file) === `${channel}.log`)
      .sort()
      .map((file) => path.join(this.userDataDir, file))
      .map((file) => readFileSync(file, 'utf8'))
      .join('');
  }

  /** Saves a picture in test-results/ and returns where. */
  screenshot(name: string): Promise<string> {
    return savePicture(this.page, name);
  }
}
