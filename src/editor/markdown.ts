/**
 * Markdown for hovers and tooltips, written so that text from the CRM can do nothing: no formatting, no links, no
 * theme icons, no HTML. Every surface that puts remote text into a MarkdownString escapes it here. Imports no `vscode`.
 */

import { oneLine } from './oneLine.js';

export { oneLine };

const PUNCTUATION = /[!-/:-@[-`{-~]/g;

/** Characters a backslash does not disarm everywhere: VS Code looks for `$(icon)` in the HTML, after Markdown is done. */
const ENTITIES: Record<string, string> = { $: '&#36;', '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' };

/** `text` cut to about `length` characters, at a word where one is near, with an ellipsis when something is missing. */
export function beginning(text: string, length: number): string {
  const line = oneLine(text).trim();
  if (line.length <= length) return line;
  const head = line.slice(0, length + 1);
  const space = head.lastIndexOf(' ');
  const cut = space > length * 0.6 ? space : length;
  // Never half of a surrogate pair.
  return `${head.slice(0, cut).replace(/[\p{Cs}\s]+$/u, '')}…`;
}

/**
 * Text as Markdown that shows exactly that text on one line (see `oneLine`) in VS Code's renderer: all ASCII punctuation
 * is escaped, so that `$(zap)`, `[x](command:…)`, `<b>`, backticks, `https://…` and line breaks mean nothing.
 */
export function escapeMarkdown(text: string): string {
  return oneLine(text).replace(PUNCTUATION, (sign) => ENTITIES[sign] ?? `\\${sign}`);
}

/** A `command:` URI with its arguments, safe as the target of a Markdown link. */
export function commandUri(command: string, ...args: unknown[]): string {
  if (args.length === 0) return `command:${command}`;
  // encodeURIComponent leaves parentheses and quotes, which would end the target.
  const query = encodeURIComponent(JSON.stringify(args)).replace(
    /[()'*!~]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
  return `command:${command}?${query}`;
}

/** `[$(icon) label](command:…)`; the command must be among the string's `enabledCommands`. The label is ours, not remote. */
export function commandLink(label: string, icon: string, command: string, ...args: unknown[]): string {
  return `[$(${icon}) ${label}](${commandUri(command, ...args)})`;
}

/** `[$(icon) label](https://…)` for a web address; empty for anything that is not http(s). */
export function webLink(label: string, icon: string, url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol !== 'https:' && parsed?.protocol !== 'http:') return '';
  const href = parsed.href.replace(/[()'*!<>\\[\]`$]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `[$(${icon}) ${label}](${href})`;
}
