/// <reference lib="dom" />
/** The text editor in front. */
import type { Locator, Page } from 'playwright-core';
import { chooseFromMenu } from './tree.js';

interface Box {
  readonly left: number;
  readonly right: number;
  readonly y: number;
}

export class Editor {
  private readonly root: Locator;
  /** The lines that are drawn: what fits on the screen. */
  readonly lines: Locator;
  readonly hoverBox: Locator;

  constructor(private readonly page: Page) {
    this.root = page.locator('.editor-group-container.active .editor-instance .monaco-editor').first();
    this.lines = this.root.locator('.view-line');
    this.hoverBox = page
      .locator('.monaco-editor .monaco-resizable-hover, .monaco-editor .monaco-hover')
      .filter({ visible: true })
      .first();
  }

  /** The text on the screen, top to bottom; a line longer than the screen is cut where VS Code cuts it. */
  async visibleText(): Promise<string> {
    const lines = await this.lines.evaluateAll((elements) =>
      elements
        .map((element) => ({ top: element.getBoundingClientRect().top, text: element.textContent ?? '' }))
        .sort((a, b) => a.top - b.top)
        .map((line) => line.text),
    );
    return lines.join('\n').replaceAll('\u00a0', ' ');
  }

  /** Resolves when `text`, which lies within one line, is drawn, and says where. */
  async find(text: string): Promise<Box> {
    const line = this.lines.filter({ hasText: text }).first();
    await line.waitFor();
    for (let frame = 0; frame < 300; frame++) {
      const box = await line.evaluate(placeOf, text);
      if (box !== undefined) return box;
      // The line was being drawn anew, as when colours arrive.
      await this.page.evaluate('new Promise(requestAnimationFrame)');
    }
    throw new Error(`"${text}" is in the editor but never came to rest.`);
  }

  /**
   * Rests the mouse on `text` until a hover is shown that says `says`, and returns all that it says. VS Code puts together
   * what several tell of a place, as each has its answer.
   */
  async hover(text: string, says: string): Promise<string> {
    const { left, right, y } = await this.find(text);
    const x = Math.min((left + right) / 2, left + 60);
    for (let attempt = 0; ; attempt++) {
      // Away first: a mouse that does not move asks for nothing.
      await this.page.mouse.move(x, y + 300);
      await this.page.mouse.move(x, y, { steps: 3 });
      const shown = await this.hoverBox.waitFor({ timeout: 3_000 }).then(
        () => true,
        () => false,
      );
      if (shown) {
        await this.hoverBox.filter({ hasText: says }).waitFor();
        await this.hoverBox.getByText('Loading...', { exact: true }).waitFor({ state: 'detached' });
        return this.hoverBox.innerText();
      }
      if (attempt === 4) throw new Error(`Nothing is shown when the mouse rests on "${text}".`);
    }
  }

  /** Puts the cursor before `text`. */
  async clickAt(text: string): Promise<void> {
    const { left, y } = await this.find(text);
    await this.page.mouse.click(left + 1, y);
  }

  /** Selects from the beginning of `from` to the end of `to`, which may be on another line or the same text. */
  async select(from: string, to: string = from): Promise<void> {
    const start = await this.find(from);
    const end = await this.find(to);
    await this.page.mouse.click(start.left + 1, start.y);
    await this.page.keyboard.down('Shift');
    await this.page.mouse.click(end.right - 1, end.y);
    await this.page.keyboard.up('Shift');
  }

  /** Chooses an entry of the context menu of the selection or of the cursor. */
  async contextMenu(at: string, entry: string): Promise<void> {
    const { left, y } = await this.find(at);
    await this.page.mouse.click(left + 4, y, { button: 'right' });
    await chooseFromMenu(this.page, entry);
  }

  /** Ctrl+click (Cmd on a Mac) on `text`, as one follows a link: once VS Code, which takes its time, has underlined it. */
  async followLink(text: string): Promise<void> {
    await this.lines.locator('.detected-link').filter({ hasText: text }).first().waitFor();
    const { left, y } = await this.find(text);
    await this.page.keyboard.down('ControlOrMeta');
    await this.page.mouse.move(left + 10, y);
    await this.page.mouse.move(left + 12, y);
    await this.lines.locator('.detected-link-active').filter({ hasText: text }).first().waitFor();
    await this.page.mouse.click(left + 12, y);
    await this.page.keyboard.up('ControlOrMeta');
  }

  /** Pastes `text` in place of everything in the editor: what is typed, VS Code completes and closes its brackets. */
  async replaceAll(text: string): Promise<void> {
    // What the mouse rests on may have put its tooltip over the first line.
    await this.page.mouse.move(0, 0);
    await this.lines.first().click();
    await this.page.keyboard.press('ControlOrMeta+A');
    await this.page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
    await this.page.keyboard.press('ControlOrMeta+V');
  }

  /** Types at the cursor. */
  async type(text: string): Promise<void> {
    await this.page.keyboard.insertText(text);
  }
}

/** Runs in the page: where `wanted` is within a line of the editor, if the line is on the screen. */
function placeOf(line: Element, wanted: string): Box | undefined {
  // VS Code draws spaces as no-break spaces.
  const from = (line.textContent ?? '').replaceAll('\u00a0', ' ').indexOf(wanted);
  if (from < 0) return undefined;
  const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  let passed = 0;
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const length = node.textContent?.length ?? 0;
    const start = from - passed;
    const end = start + wanted.length;
    if (start >= 0 && start < length) range.setStart(node, start);
    if (end > 0 && end <= length) range.setEnd(node, end);
    passed += length;
  }
  const { left, right, top, bottom } = range.getBoundingClientRect();
  return right > left ? { left, right, y: (top + bottom) / 2 } : undefined;
}
