import iconv from 'iconv-lite';
import type { Cell } from '../table.ts';

/** How the bytes of a delimited file are made. */
export interface CsvForm {
  encoding: 'utf-8' | 'utf-8-bom' | 'gb18030';
  lineEnd: '\r\n' | '\n';
}

function cellText(cell: Cell): string {
  if (cell === null) return '';
  const text = typeof cell === 'object' ? String(cell.serial) : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Records as comma-separated text. */
export function csvBytes(records: readonly Cell[][], { encoding, lineEnd }: CsvForm): Buffer {
  const text = records.map((cells) => cells.map(cellText).join(',') + lineEnd).join('');
  if (encoding === 'gb18030') return iconv.encode(text, 'gb18030');
  return Buffer.from(encoding === 'utf-8-bom' ? `\ufeff${text}` : text);
}
