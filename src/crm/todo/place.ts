/** The line that a task made from a line ends with. Pure. */

/** An address in the web, or a file with a line: `src/a.ts:12`, `plan.ipynb cell 2:1`. */
const PLACE = /\s*\n(?:https?:\/\/\S+|[^\n]*[^\s:]:\d+)\s*$/;

/** What a task says, without the place it was said in. */
export const withoutPlace = (content: string): string => content.replace(PLACE, '') || content;
