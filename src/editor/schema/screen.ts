/** An object page's panel: puts what a model says on screen, with the least disturbance of who is reading it. */
import { randomBytes } from 'node:crypto';
import { Uri, type WebviewPanel } from 'vscode';
import { oneLine } from '../records/text.js';
import { type ObjectModel, objectBody, objectHtml } from './pageHtml.js';

export class ObjectScreen {
  readonly #panel: WebviewPanel;
  readonly #media: Uri;
  #model: ObjectModel | undefined;
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
    panel.iconPath = { light: Uri.joinPath(media, 'schema-light.svg'), dark: Uri.joinPath(media, 'schema-dark.svg') };
  }

  draw(model: ObjectModel): void {
    this.#model = model;
    this.#version++;
    const name = model.description?.name;
    const title = name ? oneLine(name, 60) : model.state === 'gone' ? 'No Such Object' : this.#panel.title;
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

  #postBody(): void {
    if (!this.#model) return;
    void this.#panel.webview.postMessage({ type: 'body', version: this.#version, html: objectBody(this.#model) });
  }

  #document(model: ObjectModel): string {
    const { webview } = this.#panel;
    const media = (name: string) => webview.asWebviewUri(Uri.joinPath(this.#media, name)).toString();
    return objectHtml(model, {
      cspSource: webview.cspSource,
      nonce: randomBytes(16).toString('hex'),
      recordStyleUri: media('record.css'),
      styleUri: media('schema.css'),
      scriptUri: media('schema.js'),
      version: this.#version,
    });
  }
}
