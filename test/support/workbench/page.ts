/** Opens the workbench in a headless Chromium. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { findChromium } from './chromium.js';
import { resultsDir } from './paths.js';

/** Quiet, offline, and able to run in a container. */
const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none',
];

export interface OpenPage {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly browser: Browser;
  close(): Promise<void>;
}

export interface PageOptions {
  readonly size?: { readonly width: number; readonly height: number };
  /** Device pixels for one CSS pixel; 2 makes pictures sharp enough to print. */
  readonly scale?: number;
  /** Called with the new page before it loads anything. */
  readonly prepare?: (page: Page) => Promise<void>;
}

/** Starts Chromium and opens `url`. Resolves when the document has loaded, not when the workbench has drawn itself. */
export async function openPage(url: string, options: PageOptions = {}): Promise<OpenPage> {
  const browser = await chromium.launch({
    executablePath: await findChromium(),
    args: chromiumArguments,
    // The runners decide themselves what happens on a signal.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  try {
    const context = await browser.newContext({
      viewport: options.size ?? { width: 1280, height: 800 },
      deviceScaleFactor: options.scale ?? 1,
      locale: 'en-US',
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const page = await context.newPage();
    await options.prepare?.(page);
    await page.goto(url, { waitUntil: 'domcontentloaded' });
    return { page, context, browser, close: () => browser.close() };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

/** Saves a picture of the page under test-results/ and returns where, relative to the project. */
export async function savePicture(page: Page, name: string): Promise<string> {
  mkdirSync(resultsDir, { recursive: true });
  const file = path.join(resultsDir, `${name.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '')}.png`);
  await page.screenshot({ path: file });
  return path.relative(path.dirname(resultsDir), file);
}
