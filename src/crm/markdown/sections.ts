import type { Definition, FootnoteDefinition, RootContent } from 'mdast';
import { parseMarkdown, walk } from './parse.js';

export interface Section {
  nodes: RootContent[];
  /** What the offsets of the nodes count in. */
  source: string;
  /** To be added to the lines of the nodes for those of the text. */
  line: number;
}

export interface Sections {
  sections: Section[];
  /** By identifier. */
  definitions: Map<string, Definition>;
  footnotes: { node: FootnoteDefinition; section: Section }[];
  /** The text's lines, without their ends. */
  lines: string[];
}

export async function readSections(markdown: string, turn: () => Promise<void> | undefined): Promise<Sections> {
  await turn();
  const source = markdown.replace(/\r\n?/g, '\n');
  const section: Section = { nodes: parseMarkdown(source).children, source, line: 0 };
  const definitions = new Map<string, Definition>();
  const footnotes: Sections['footnotes'] = [];
  for (const node of section.nodes) {
    for (const one of walk(node)) {
      if (one.type === 'definition' && !definitions.has(one.identifier)) definitions.set(one.identifier, one);
      if (one.type === 'footnoteDefinition') footnotes.push({ node: one, section });
    }
  }
  return { sections: [section], definitions, footnotes, lines: source.split('\n') };
}
