/** The text of a note as it is sent. */

/** `body` in the form that Attio keeps, and of each piece that was rewritten for that a sentence for the preview. */
export async function keptText(body: string): Promise<{ content: string; warnings: string[] }> {
  const { forAttio } = await import('../../crm/markdown/rewrite.js');
  const { text, rewritten } = await forAttio(body);
  return { content: text, warnings: rewritten.map(({ sentence }) => sentence) };
}
