/** A note's Markdown as HTML that cannot do harm: no HTML passes through, no image is fetched, few kinds of links. Pure. */
import { micromark } from 'micromark';
import { gfmStrikethrough, gfmStrikethroughHtml } from 'micromark-extension-gfm-strikethrough';
import { gfmTable, gfmTableHtml } from 'micromark-extension-gfm-table';
import { gfmTaskListItem, gfmTaskListItemHtml } from 'micromark-extension-gfm-task-list-item';
import { parseAttioUrl } from '../../attio/webUrl.js';
import { escapeHtml } from './text.js';

/** How much of a folded note shows. */
const FOLDED_LINES = 10;
const FOLDED_CHARACTERS = 900;

/** The beginning of a long note, cut between lines where that is possible; the whole of a short one. */
export function beginning(markdown: string): { text: string; cut: boolean } {
  const lines = markdown.slice(0, FOLDED_CHARACTERS + 1).split('\n');
  const fits = markdown.length <= FOLDED_CHARACTERS && lines.length <= FOLDED_LINES + 2;
  if (fits) return { text: markdown, cut: false };
  const whole = lines.slice(0, FOLDED_LINES);
  // The last line was cut by the number of characters: left out, unless it is all there is.
  if (whole.length === lines.length && whole.length > 1 && markdown.length > FOLDED_CHARACTERS) whole.pop();
  return { text: whole.join('\n').replace(/[\ud800-\udbff]$/, ''), cut: true };
}

/** What a link may do: open a record here, open outside, or nothing. */
export function linkTarget(url: string): { record?: { object: string; recordId: string }; href: string } | undefined {
  const link = parseAttioUrl(url);
  if (link?.kind === 'record') return { record: { object: link.object, recordId: link.recordId }, href: url };
  try {
    const { protocol } = new URL(url);
    return ['http:', 'https:', 'mailto:'].includes(protocol) ? { href: url } : undefined;
  } catch {
    return undefined;
  }
}

const ENTITIES: Record<string, string> = { '&amp;': '&', '&quot;': '"', '&lt;': '<', '&gt;': '>' };
const decode = (text: string) => text.replace(/&(?:amp|quot|lt|gt);/g, (entity) => ENTITIES[entity]!);

/** Web addresses that stand in the text as they are become links, except within links and code. */
function linkBareUrls(html: string): string {
  let inside = 0;
  return html.replace(/<(\/?)([a-z0-9]+)[^>]*>|https?:\/\/[^\s<>]+/g, (found, close: string, tag?: string) => {
    if (tag !== undefined) {
      if (tag === 'a' || tag === 'code') inside += close ? -1 : 1;
      return found;
    }
    if (inside > 0) return found;
    // Punctuation after an address belongs to the sentence.
    const url = found.replace(/(?:&quot;|&gt;|&lt;|[.,;:!?)'\]*_])+$/, '');
    return `<a href="${url}">${url}</a>${found.slice(url.length)}`;
  });
}

/** `slug`: the account's, so that links to its own records open here and others outside. */
export function noteHtml(markdown: string, slug: string): string {
  const html = micromark(markdown, {
    // `![alt](url)` becomes a link after an exclamation mark: Attio keeps no images, and none may be fetched.
    extensions: [gfmStrikethrough(), gfmTable(), gfmTaskListItem(), { disable: { null: ['labelStartImage'] } }],
    htmlExtensions: [gfmStrikethroughHtml(), gfmTableHtml(), gfmTaskListItemHtml()],
  });
  return (
    linkBareUrls(html)
      // micromark's own output: attributes are always quoted and encoded, and links cannot nest.
      .replace(/<a href="([^"]*)"[^>]*>([\s\S]*?)<\/a>/g, (_all, encoded: string, inner: string) => {
        const url = decode(encoded);
        const target = linkTarget(url);
        if (!target) return `<span>${inner}</span>`;
        const here = target.record && parseAttioUrl(url)?.workspace === slug ? target.record : undefined;
        return here
          ? `<a href="${escapeHtml(url)}" data-do="record" data-object="${escapeHtml(here.object)}" data-record="${here.recordId}">${inner}</a>`
          : `<a href="${escapeHtml(url)}" data-do="external" title="${escapeHtml(url)}">${inner}</a>`;
      })
      // The page has one h1 and an h3 above each note.
      .replace(
        /<(\/?)h([1-6])>/g,
        (_all, close: string, level: string) => `<${close}h${Math.min(6, Number(level) + 3)}>`,
      )
  );
}
