/** Which records a text calls by name. Pure. */

/** Shorter words ("of", "AG") stand in any text. */
const MIN_LETTERS = 3;

/** Words in one spelling: composed, lower case. Letters, their marks and digits belong to a word. */
function words(text: string): string[] {
  return (
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  );
}

const letters = (word: string) => word.match(/\p{L}/gu)?.length ?? 0;

/**
 * First those of which a word of the title, of three letters or more, stands in `selection` as a whole word, whatever its
 * case; then the others. The order within both stays.
 */
export function namedFirst<T extends { title: string }>(
  selection: string,
  records: readonly T[],
): (T & { named: boolean })[] {
  if (records.length === 0) return [];
  const said = new Set(words(selection));
  const told = records.map((record) => ({
    ...record,
    named: words(record.title).some((word) => letters(word) >= MIN_LETTERS && said.has(word)),
  }));
  return [...told.filter(({ named }) => named), ...told.filter(({ named }) => !named)];
}
