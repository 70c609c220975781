/** Markdown as a tree: what is in CommonMark and the parts of GitHub's dialect that people use. Load it when there is text to read. */
import type { Nodes, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFootnoteFromMarkdown } from 'mdast-util-gfm-footnote';
import { gfmStrikethroughFromMarkdown } from 'mdast-util-gfm-strikethrough';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTaskListItemFromMarkdown } from 'mdast-util-gfm-task-list-item';
import { gfmFootnote } from 'micromark-extension-gfm-footnote';
import { gfmStrikethrough } from 'micromark-extension-gfm-strikethrough';
import { gfmTable } from 'micromark-extension-gfm-table';
import { gfmTaskListItem } from 'micromark-extension-gfm-task-list-item';
import { highlight, highlightFromMarkdown } from './highlight.js';

// One tilde is a tilde, as in VS Code's preview and in Attio: `~5 to ~10`.
const extensions = [
  gfmFootnote(),
  gfmStrikethrough({ singleTilde: false }),
  gfmTable(),
  gfmTaskListItem(),
  highlight(),
];
const mdastExtensions = [
  highlightFromMarkdown(),
  gfmFootnoteFromMarkdown(),
  gfmStrikethroughFromMarkdown(),
  gfmTableFromMarkdown(),
  gfmTaskListItemFromMarkdown(),
];

/**
 * Places of the nodes are those of `text`. The cost grows faster than the text: long ones are cut first (see
 * blocks.ts).
 */
export function parseMarkdown(text: string): Root {
  return fromMarkdown(text, { extensions, mdastExtensions });
}

/** Every node, parents before children, without recursion: nesting comes from outside and can be deep. */
export function* walk(root: Nodes): Generator<Nodes> {
  const left: Nodes[] = [root];
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    yield node;
    if ('children' in node)
      for (let at = node.children.length - 1; at >= 0; at--) left.push(node.children[at] as Nodes);
  }
}
