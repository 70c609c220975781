/** The text of a note as it is sent. */

/**
 * `body` in the form that Attio keeps, and of each piece that was rewritten for that a sentence for the preview, which
 * names its line where `body` begins with line `firstLine` (from 1) of what a person sees.
 */
export async function keptText(body: string, firstLine = 1): Promise<{ content: string; warnings: string[] }> {
  const [{ forAttio }, { sentenceOf }] = await Promise.all([
    import('../../crm/markdown/rewrite.js'),
    import('../../crm/markdown/kept.js'),
  ]);
  const { text, rewritten } = await forAttio(body);
  return { content: text, warnings: rewritten.map(({ kind, line }) => sentenceOf(kind, line + firstLine - 1)) };
}
