/** The Ui port over VS Code; the prompts themselves load when first asked for. Tests put another port in its place. */
import { env, ProgressLocation, Uri, window, workspace } from 'vscode';
import type { Redactor } from '../audit/redact.js';
import { plain } from './plain.js';
import type { Button, Ui } from './ui.js';

/** A Ui whose answers can be scripted: `use(fake)` replaces it, `use(undefined)` restores VS Code's own. */
export interface SwitchableUi extends Ui {
  use(other: Ui | undefined): void;
}

/** Everything shown passes the redactor, and is plain text: names and texts of others are in it. */
export function createUi(redactor: Redactor): SwitchableUi {
  const said = (text: string) => plain(redactor.redact(text));
  const prompts = () => import('./prompts.js');

  const tell =
    (show: (message: string, ...titles: string[]) => Thenable<string | undefined>) =>
    async (message: string, ...buttons: Button[]) => {
      const pressed = await show(said(message), ...buttons.map(({ title }) => title));
      await buttons.find(({ title }) => title === pressed)?.run?.();
      return pressed;
    };

  const own: Ui = {
    pick: async (items, options) => (await prompts()).pick(items, options),
    pickMany: async (items, options) => (await prompts()).pickMany(items, options),
    pickLive: async (options) => (await prompts()).pickLive(options),
    input: async (options) => (await prompts()).input(options),
    confirm: async ({ message, detail, verb, others = [], destructive }) =>
      (destructive ? window.showWarningMessage : window.showInformationMessage)(
        said(message),
        { modal: true, detail: detail === undefined ? undefined : said(detail) },
        verb,
        ...others,
      ),
    info: tell(window.showInformationMessage),
    warn: tell(window.showWarningMessage),
    error: tell(window.showErrorMessage),
    status: (message) => void window.setStatusBarMessage(said(message), 4000),
    progress: (options, task) =>
      Promise.resolve(
        window.withProgress(
          {
            title: said(options.title),
            cancellable: options.cancellable ?? false,
            location:
              options.where === 'notification'
                ? ProgressLocation.Notification
                : options.where === 'window'
                  ? ProgressLocation.Window
                  : { viewId: options.where.view },
          },
          (progress, token) => task((message) => progress.report({ message: said(message) }), token),
        ),
      ),
    openExternal: async (url) => {
      if (!/^(?:https?:\/\/|mailto:|tel:)/i.test(url))
        throw new TypeError('Only web and mail addresses are opened outside.');
      // A Uri would be decoded on its way to the browser, and a token with %2B or %26 in it arrive as another one. VS Code
      // takes a string too and opens it as it is, though its types do not say so.
      return env.openExternal(url as unknown as Uri);
    },
    copy: async (text) => env.clipboard.writeText(text),
    saveDialog: async ({ defaultName, filters }) => {
      const folder = workspace.workspaceFolders?.[0]?.uri;
      return window.showSaveDialog({ filters, ...(folder && { defaultUri: Uri.joinPath(folder, defaultName) }) });
    },
  };

  let current = own;
  return {
    use: (other) => {
      current = other ?? own;
    },
    pick: (items, options) => current.pick(items, options),
    pickMany: (items, options) => current.pickMany(items, options),
    pickLive: (options) => current.pickLive(options),
    input: (options) => current.input(options),
    confirm: (options) => current.confirm(options),
    info: (message, ...buttons) => current.info(message, ...buttons),
    warn: (message, ...buttons) => current.warn(message, ...buttons),
    error: (message, ...buttons) => current.error(message, ...buttons),
    status: (message) => current.status(message),
    progress: (options, task) => current.progress(options, task),
    openExternal: (url) => current.openExternal(url),
    copy: (text) => current.copy(text),
    saveDialog: (options) => current.saveDialog(options),
  };
}
