/** A page's panel: puts what a model says on screen, with the least disturbance of who is reading it. */
import { randomBytes } from 'node:crypto';
import { Uri, type WebviewPanel } from 'vscode';
import { oneLine } from '../records/text.js';
import type { PageFrame } from './html.js';

/** How the pages of a room look. File names are those in `media/`. */
export interface PageLook<M> {
  /** `record` stands for record-light.svg and record-dark.svg. */
  icon: string;
  styles: readonly string[];
  /**
   * Sends `{type: 'ready', version}` when it has been loaded, and takes `{type: 'body', version, html}` (shows it, and
   * keeps focus, scroll and folds) and `{type: 'said', text}` (for a screen reader).
   */
  script: string;
  /** Parts of it that are loaded before it, where it is too long for one file. */
  parts?: readonly string[];
  /** It shows pictures (members/face.ts), which its markup brings along. */
  pictures?: true;
  /** What the panel is called; undefined leaves the title it has. */
  title(model: M): string | undefined;
  /** The markup of the whole page: `documentHtml` around the body. */
  document(model: M, frame: PageFrame): string;
  /** The markup of what changes when something changes. */
  body(model: M): string;
}

/**
 * A document is set with the first `draw`, and anew when the panel goes out of sight; a script that hears is sent
 * bodies only. The icon and what the page may load are set at once.
 */
export class Screen<M> {
  readonly #panel: WebviewPanel;
  readonly #look: PageLook<M>;
  readonly #media: Uri;
  #model: M | undefined;
  #version = 0;
  /** The panel has a document. */
  #drawn = false;
  /** The script of the document on screen has spoken and hears us. */
  #live = false;

  constructor(panel: WebviewPanel, extensionUri: Uri, look: PageLook<M>) {
    this.#panel = panel;
    this.#look = look;
    const media = Uri.joinPath(extensionUri, 'media');
    this.#media = media;
    panel.webview.options = { enableScripts: true, enableCommandUris: false, localResourceRoots: [media] };
    const icon = (theme: string) => Uri.joinPath(media, `${look.icon}-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
  }

  draw(model: M): void {
    this.#model = model;
    this.#version++;
    const name = this.#look.title(model);
    const title = name ? oneLine(name, 60) : this.#panel.title;
    if (this.#panel.title !== title) this.#panel.title = title;
    if (this.#live) {
      this.#postBody();
      return;
    }
    // On screen, and its script has not spoken yet: it will say what it shows, and get what is newer.
    if (this.#drawn && this.#panel.visible) return;
    this.#drawn = true;
    this.#panel.webview.html = this.#document(model);
  }

  /** The script says which drawing it shows. */
  ready(version: number): void {
    this.#live = true;
    if (version !== this.#version) this.#postBody();
  }

  /** The panel went out of sight: its document is thrown away, and what comes back later must be what is current. */
  hidden(): void {
    if (!this.#live || !this.#model) return;
    this.#live = false;
    this.draw(this.#model);
  }

  /** Tells the script something; false while it cannot hear it, and then it is lost. */
  post(message: { type: string; [part: string]: unknown }): boolean {
    if (this.#live) void this.#panel.webview.postMessage(message);
    return this.#live;
  }

  /** Tells a screen reader. */
  say(text: string): void {
    this.post({ type: 'said', text });
  }

  #postBody(): void {
    if (!this.#model) return;
    const html = this.#look.body(this.#model);
    void this.#panel.webview.postMessage({ type: 'body', version: this.#version, html });
  }

  #document(model: M): string {
    const { webview } = this.#panel;
    const { styles, script, parts = [], pictures } = this.#look;
    const media = (name: string) => webview.asWebviewUri(Uri.joinPath(this.#media, name)).toString();
    return this.#look.document(model, {
      cspSource: webview.cspSource,
      nonce: randomBytes(16).toString('hex'),
      styleUris: styles.map(media),
      scriptUri: media(script),
      partUris: parts.map(media),
      ...(pictures && { pictures }),
      version: this.#version,
    });
  }
}
