/** Markdown as a tree (GitHub's dialect, since that is what people write). Heavy: load it when there is text to read. */
import type { Nodes, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

export function parseMarkdown(text: string): Root {
  return fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
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
