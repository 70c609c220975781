/** A comment's text for VS Code's comment interface, which reads Markdown. Every remote text is escaped here. */
import { MarkdownString } from 'vscode';
import { escapeMarkdown } from '../markdown.js';
import type { CommentPart } from './mentions.js';

const lines = (text: string): string =>
  text
    .split(/\r?\n/)
    // Two spaces end a line; an empty one is a paragraph.
    .map((line) => escapeMarkdown(line))
    .join('  \n');

/** Mentions are set apart from the text around them. */
export function bodyOf(parts: readonly CommentPart[]): MarkdownString {
  const text = parts.map(({ text: own, mention }) =>
    mention === undefined ? lines(own) : `**@${escapeMarkdown(mention)}**`,
  );
  return new MarkdownString(text.join(''));
}
