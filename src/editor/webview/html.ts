/** The markup that pages share. Pure: every remote text is escaped here or by the room's own markup, and nowhere else. */
import { escapeHtml } from '../records/text.js';
import { sentences, type Trouble } from '../records/trouble.js';
import type { PageAccount } from './model.js';

/** What a document is put into; the screen makes it. */
export interface PageFrame {
  /** `webview.cspSource`. */
  cspSource: string;
  nonce: string;
  styleUris: readonly string[];
  scriptUri: string;
  /** Of scripts that are loaded before it. */
  partUris?: readonly string[];
  /** Pictures stand in the markup, as `data:`. */
  pictures?: true;
  /** Rises with each drawing; the script says which one it shows. */
  version: number;
}

/** Content security: nothing but our own style sheets and our own script; nothing is loaded from elsewhere. */
export function contentSecurity({
  cspSource,
  nonce,
  pictures,
}: Pick<PageFrame, 'cspSource' | 'nonce' | 'pictures'>): string {
  return `default-src 'none';${pictures ? ' img-src data:;' : ''} style-src ${cspSource}; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'`;
}

/** The whole document. `title` is text, `body` is markup, `state` is what the page's script keeps over a reload. */
export function documentHtml(page: { title: string; state: object; body: string }, frame: PageFrame): string {
  const styles = frame.styleUris.map((uri) => `<link rel="stylesheet" href="${escapeHtml(uri)}">`);
  const scripts = [...(frame.partUris ?? []), frame.scriptUri].map(
    (uri) => `<script nonce="${frame.nonce}" src="${escapeHtml(uri)}"></script>`,
  );
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(contentSecurity(frame))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(page.title)}</title>
${styles.join('\n')}
</head>
<body>
<div id="page" data-version="${frame.version}" data-state="${escapeHtml(JSON.stringify(page.state))}">
${page.body}
</div>
<div id="said" class="unseen" role="status"></div>
${scripts.join('\n')}
</body>
</html>`;
}

/** A button that sends `{ type: name }`. `key`: what focus finds it by after a redraw, the name unless told. */
export function action(
  name: string,
  title: string,
  options: { key?: string; look?: 'primary' | 'quiet'; busy?: boolean } = {},
): string {
  const { key = name, look, busy } = options;
  return `<button type="button" data-do="${name}" data-key="${key}"${look ? ` class="${look}"` : ''}${busy ? ' aria-disabled="true"' : ''}>${escapeHtml(title)}</button>`;
}

/** A button that runs one of the commands that `commonMessage` lets through. */
export function help({ command, title }: { command: string; title: string }): string {
  return `<button type="button" class="primary" data-do="help" data-command="${command}" data-key="help">${escapeHtml(title)}</button>`;
}

/** The line above the title: what kind of thing it is, and whose. */
export function eyebrow(noun: string | undefined, account: PageAccount | undefined): string {
  const where =
    account && account.name + (account.sample ? ' (made-up data)' : account.maton ? ' (through Maton)' : '');
  const parts = [noun, where].filter((part): part is string => part !== undefined);
  return `<p class="eyebrow">${parts.map((part) => `<span dir="auto">${escapeHtml(part)}</span>`).join('<span aria-hidden="true"> · </span>')}</p>`;
}

/** Before anything has been read. `look`: class of the page. */
export function skeleton(above: string, look?: string): string {
  const row = '<div class="row"><span class="bone short"></span><span class="bone"></span></div>';
  return `<main${look ? ` class="${look}"` : ''} aria-busy="true">
<header>${above}<h1>Loading…</h1></header>
<div class="values" aria-hidden="true">${row.repeat(6)}</div>
</main>`;
}

/** A page that has nothing to show but words. `above`, `actions` and `below` are markup, `title` and `text` are text. */
export interface PlainPage {
  above: string;
  title: string;
  text: string;
  actions: readonly string[];
  below?: string;
}

/** `text` is one paragraph. */
export function plainPage({ above, title, text, actions, below }: PlainPage): string {
  return `<main class="plain">
<header>${above}<h1>${escapeHtml(title)}</h1></header>
<p dir="auto">${escapeHtml(text)}</p>
<p class="tools">${actions.join('')}</p>
${below ? `${below}\n` : ''}</main>`;
}

/** The page when nothing could be read. */
export function failedPage(trouble: Trouble, around: Pick<PlainPage, 'above' | 'below'>): string {
  const id = trouble.executionId ? ` (Attio’s execution id: ${trouble.executionId})` : '';
  const actions = [
    ...(trouble.help ? [help(trouble.help)] : []),
    ...(trouble.again || !trouble.help ? [action('refresh', 'Retry')] : []),
  ];
  return plainPage({ ...around, title: trouble.label, text: sentences(trouble) + id, actions });
}

/** A failure above what is shown all the same. `retry`: the message that asks again; `note`: what to know of what is shown. */
export function banner(trouble: Trouble, retry: string, note: string): string {
  const remedy = trouble.help
    ? help(trouble.help)
    : trouble.again
      ? action(retry, 'Retry', { key: `${retry}-banner` })
      : '';
  const words = `${sentences(trouble)} ${note}`.replace(/\s+/g, ' ').trim();
  return `<div class="banner" role="alert"><p><strong>${escapeHtml(trouble.label)}.</strong> ${escapeHtml(words)}</p>${remedy}</div>`;
}
