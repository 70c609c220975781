/** A record page's panel: puts what a model says on screen, with the least disturbance of who is reading it. */
import { randomBytes } from 'node:crypto';
import { Uri, type WebviewPanel } from 'vscode';
import { bodyHtml, pageHtml } from './pageHtml.js';
import type { PageModel } from './pageModel.js';
import { oneLine } from './text.js';

export class Screen {
  readonly #panel: WebviewPanel;
  readonly #media: Uri;
  #model: PageModel | undefined;
  #version = 0;
  /** The panel has a document. */
  #drawn = false;
  /** The script of the document on screen has spoken and hears us. */
  #live = false;

  constructor(panel: WebviewPanel, extensionUri: Uri) {
    this.#panel = panel;
    const media = Uri.joinPath(extensionUri, 'media');
    this.#media = media;
    panel.webview.options = { enableScripts: true, enableCommandUris: false, localResourceRoots: [media] };
    panel.iconPath = { light: Uri.joinPath(media, 'record-light.svg'), dark: Uri.joinPath(media, 'record-dark.svg') };
  }

  draw(model: PageModel): void {
    this.#model = model;
    this.#version++;
    const name = model.record?.summary.title;
    const title = name ? oneLine(name, 60) : model.state === 'gone' ? 'No Such Record' : this.#panel.title;
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

  /** Tells a screen reader. */
  say(text: string): void {
    if (this.#live) void this.#panel.webview.postMessage({ type: 'said', text });
  }

  /** Brings a note into view and focus; false while the script cannot hear it. */
  goToNote(id: string): boolean {
    if (this.#live) void this.#panel.webview.postMessage({ type: 'note', id });
    return this.#live;
  }

  #postBody(): void {
    if (!this.#model) return;
    void this.#panel.webview.postMessage({ type: 'body', version: this.#version, html: bodyHtml(this.#model) });
  }

  #document(model: PageModel): string {
    const { webview } = this.#panel;
    const media = (name: string) => webview.asWebviewUri(Uri.joinPath(this.#media, name)).toString();
    return pageHtml(model, {
      cspSource: webview.cspSource,
      nonce: randomBytes(16).toString('hex'),
      styleUri: media('record.css'),
      scriptUri: media('record.js'),
      version: this.#version,
    });
  }
}
