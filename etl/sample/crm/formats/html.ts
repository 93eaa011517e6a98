import iconv from 'iconv-lite';
import type { Cell } from '../table.ts';

/** Turns a text into the inside of a table cell. */
function inside(cell: Cell): string {
  if (cell === null) return '&nbsp;';
  return String(typeof cell === 'object' ? cell.serial : cell)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('\u00a0', '&nbsp;');
}

/** A header cell and how many columns and rows it covers. */
export interface HeaderCell {
  text: string;
  columns?: number;
  rows?: number;
}

/**
 * A page with one table, as a web ledger saves it under the name of a workbook: GBK by its meta tag, cells as text so that
 * leading zeros stay.
 */
export function htmlBytes(
  title: string,
  header: readonly HeaderCell[][],
  records: readonly Cell[][],
): Buffer {
  const head = header.map((cells) => {
    const row = cells.map(({ text, columns = 1, rows = 1 }) => {
      const span = `${columns > 1 ? ` colspan="${columns}"` : ''}${rows > 1 ? ` rowspan="${rows}"` : ''}`;
      return `<td${span} align="center"><b>${text}</b></td>`;
    });
    return `<tr>${row.join('')}</tr>`;
  });
  const body = records.map(
    (cells) =>
      `<tr>${cells.map((cell) => `<td style="vnd.ms-excel.numberformat:@">${inside(cell)}</td>`).join('')}</tr>`,
  );
  const page = `<html xmlns:x="urn:schemas-microsoft-com:office:excel">
<head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>${title}</title></head>
<body><table border="1">
${[...head, ...body].join('\n')}
</table></body>
</html>
`;
  return iconv.encode(page, 'gb18030');
}
