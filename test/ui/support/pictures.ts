/** How the pictures of the README are taken: the window they are of, and what keeps chance out of them. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { projectRoot } from '../../support/workbench/paths.js';
import type { Workbench } from './workbench.js';

const folder = path.join(projectRoot, 'media', 'readme');

export const SIZE = { width: 1280, height: 760 };
export const TITLE = 'meeting-notes';

export type Theme = 'dark' | 'light';

/** The window of all pictures in one theme. */
export const look = (theme: Theme, more: Readonly<Record<string, unknown>> = {}) => ({
  size: SIZE,
  settings: {
    'workbench.colorTheme': theme === 'dark' ? 'Default Dark Modern' : 'Default Light Modern',
    'editor.minimap.enabled': false,
    'remote.autoForwardPorts': false,
    'workbench.editor.tabSizing': 'shrink',
    'comments.openView': 'never',
    'window.title': TITLE,
    ...more,
  },
});

/** Saves a picture of the window as media/readme/<name>-<theme>.png once nothing moves any more. */
export async function take(workbench: Workbench, name: string, theme: Theme): Promise<void> {
  mkdirSync(folder, { recursive: true });
  if (name !== 'hover' && name !== 'overview') await away(workbench);
  await workbench.settled();
  await workbench.page.screenshot({ path: path.join(folder, `${name}-${theme}.png`) });
}

/** Takes the mouse to where nothing has a tooltip: those belong to no picture but a hover's. */
export const away = ({ page }: Workbench) => page.mouse.move(960, 12);

/** Gives the side bar a width, in pixels. */
export const widen = ({ page }: Workbench, width: number) => drag(page, page.locator('.part.sidebar'), width);

/** Moves the right edge of a part of the window. */
export async function drag(page: Page, part: Locator, width: number): Promise<void> {
  const box = await part.boundingBox();
  if (box === null) throw new Error('What is to be widened is not there.');
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width + 1, y);
  await page.mouse.down();
  await page.mouse.move(box.x + width + 1, y, { steps: 4 });
  await page.mouse.up();
}

/** Folds or unfolds a view of the side bar. */
export async function fold({ page }: Workbench, view: string, wanted: 'folded' | 'open'): Promise<void> {
  const expanded = String(wanted === 'open');
  const header = page.locator('.sidebar .pane-header').filter({ hasText: view });
  await header.waitFor();
  if ((await header.getAttribute('aria-expanded')) !== expanded) await header.locator('h3.title').click();
  await header.and(page.locator(`[aria-expanded="${expanded}"]`)).waitFor();
}
