/** What may be looked at when the mouse rests somewhere. Pure and tiny: it runs for every hover in every document. */

/** Longer than any link of Attio's; a link under the mouse lies wholly within this distance. */
const REACH = 4096;

/** The surroundings of `character` in a line, where a link to Attio can be; undefined when there is none. */
export function textNear(line: string, character: number): { text: string; start: number } | undefined {
  const start = Math.max(0, character - REACH);
  const text = start === 0 && line.length <= REACH ? line : line.slice(start, character + REACH);
  return text.includes('app.attio.com') ? { text, start } : undefined;
}
