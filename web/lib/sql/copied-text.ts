import type { ResultColumn } from './result-columns.ts';

/** What a spreadsheet would run as a formula when a cell begins with it. */
const FORMULA = /^[=+\-@]/;

/**
 * Cells as a spreadsheet takes them from the clipboard: tab-separated, every digit kept, missing values empty.
 * Text that a spreadsheet would take for a formula gets a leading apostrophe.
 * @param rows row numbers
 * @param header whether the names of the columns come first
 */
export function copiedText(
  columns: readonly ResultColumn[],
  rows: Iterable<number>,
  { header }: { header: boolean },
): string {
  const lines = header ? [columns.map(({ name }) => field(name)).join('\t')] : [];
  for (const row of rows) {
    const cells = columns.map((column) => {
      const value = column.value(row);
      if (value === null) return '';
      const text = column.text(value);
      return field(column.kind === 'text' && FORMULA.test(text) ? `'${text}` : text);
    });
    lines.push(cells.join('\t'));
  }
  return lines.join('\n');
}

function field(text: string): string {
  return /[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
