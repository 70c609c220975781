/** Attio links in any document: hovers, Ctrl/Cmd+click, and the command that takes a link apart. */
import { type Disposable, extensions, languages, type TextDocument, type Uri, window, workspace } from 'vscode';
import type { Services } from '../services.js';
import { textNear } from './near.js';

/** Our own output channels tell of links in passing. */
const isOurs = ({ scheme, path }: Uri) => scheme === 'output' && path.includes('attio-community.attio-crm');
const isOn = (setting: 'hover.enabled' | 'links.openHere', document: TextDocument) =>
  !isOurs(document.uri) && workspace.getConfiguration('attio', document).get(setting, true);

const MARKDOWN = 'vscode.markdown-language-features';

/**
 * Both can be switched off for a document (`attio.hover.enabled`, `attio.links.openHere`), and are never in our own
 * output. Links are offered where somebody is signed in, hovers always.
 */
export function registerLinks(services: Services): void {
  const { context, accounts } = services;

  context.subscriptions.push(
    languages.registerHoverProvider('*', {
      provideHover(document, position, token) {
        if (!isOn('hover.enabled', document)) return undefined;
        const near = textNear(document.lineAt(position.line).text, position.character);
        return near && import('./late.js').then(({ hover }) => hover(services, near, position, token));
      },
    }),
  );

  // VS Code asks again for the links of open documents when a provider comes or goes: that is how they follow the account.
  const links: Disposable[] = [];
  const offer = (...selectors: string[]) => {
    for (const selector of selectors) {
      links.push(
        languages.registerDocumentLinkProvider(selector, {
          provideDocumentLinks: (document, token) =>
            accounts.list.length > 0 && isOn('links.openHere', document)
              ? import('./late.js').then(({ documentLinks }) => documentLinks(services, document, token))
              : undefined,
        }),
      );
    }
  };
  const markdownIsUp = () => extensions.getExtension(MARKDOWN)?.isActive ?? false;
  let overMarkdown = false;
  const withdraw = () => {
    for (const link of links.splice(0)) link.dispose();
  };
  const refresh = () => {
    withdraw();
    overMarkdown = markdownIsUp();
    offer('*', ...(overMarkdown ? ['markdown'] : []));
  };
  // Of two providers that are equally specific the later one wins; VS Code's own for Markdown comes with the first document.
  const followMarkdown = (document: TextDocument) => {
    if (overMarkdown || document.languageId !== 'markdown') return;
    void extensions
      .getExtension(MARKDOWN)
      ?.activate()
      .then(refresh, () => {});
  };
  refresh();
  for (const { document } of window.visibleTextEditors) followMarkdown(document);

  let known = '';
  context.subscriptions.push(
    { dispose: withdraw },
    workspace.onDidOpenTextDocument(followMarkdown),
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('attio.links.openHere')) refresh();
    }),
    accounts.onDidChange(() => {
      const now = accounts.list.map(({ slug }) => slug).join();
      if (now !== known) refresh();
      known = now;
    }),
  );

  // Not in the palette: the target of the links above.
  services.command('attio.openLink', async (url?: unknown) => (await import('./late.js')).openLink(services, url));
}
