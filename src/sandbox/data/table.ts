/** Rows of a table written as text: one row a line, cells between bars, so that data reads as data. */
export function rows(text: string): string[][] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => line.split('|').map((cell) => cell.trim()));
}

/** `a, b` as `['a', 'b']`; empty text as `[]`. */
export function words(cell: string | undefined): string[] {
  return (cell ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}
