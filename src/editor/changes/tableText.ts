/** A table as plain text, in columns that are broken into lines and never cut. Pure. */

const MAX_WIDTH = 36;

/** Lines of at most `width` characters, broken at spaces where there are any. */
function wrapped(text: string, width: number): string[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const lines: string[] = [];
    let rest = [...line];
    while (rest.length > width) {
      const space = rest.lastIndexOf(' ', width);
      const at = space > width / 3 ? space : width;
      lines.push(rest.slice(0, at).join(''));
      rest = rest.slice(space > width / 3 ? at + 1 : at);
    }
    return [...lines, rest.join('')];
  });
}

/** `rows` have a cell per column. An empty cell is a dash. */
export function tableText({ columns, rows }: { columns: readonly string[]; rows: readonly string[][] }): string {
  const all = [columns, ...rows].map((row) => row.map((cell) => wrapped(cell.trim() || '–', MAX_WIDTH)));
  const widths = columns.map((_, at) =>
    Math.max(...all.flatMap((row) => (row[at] ?? []).map((line) => [...line].length))),
  );
  const padded = (text: string, width: number) => text + ' '.repeat(Math.max(0, width - [...text].length));
  const lines = all.flatMap((row, index) => {
    const height = Math.max(...row.map((cell) => cell.length));
    const text = Array.from({ length: height }, (_, line) =>
      widths
        .map((width, at) => padded(row[at]?.[line] ?? '', width))
        .join('  ')
        .trimEnd(),
    );
    return index === 0 ? [...text, widths.map((width) => '─'.repeat(width)).join('  ')] : text;
  });
  return lines.join('\n');
}
