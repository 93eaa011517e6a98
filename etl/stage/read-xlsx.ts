import type { DuckDBConnection } from '@duckdb/node-api';
import { readFile } from 'node:fs/promises';
import readWorkbook from 'read-excel-file/node';
import { CoalfaceError } from '../../data/errors.ts';
import { rawTableOf, type RawTable } from './raw-table.ts';

/**
 * Read one sheet of an .xlsx workbook as text: dates as `YYYY-MM-DD[ HH:MM:SS]`, numbers as JavaScript prints them.
 * @param sheet name of the sheet; default the first
 * @throws CoalfaceError `empty_file`, `bad_workbook`, `sheet_not_found`
 */
export async function readXlsx(
  connection: DuckDBConnection,
  file: string,
  name: string,
  sheet?: string,
): Promise<RawTable> {
  const bytes = await readFile(file);
  if (bytes.length === 0) {
    throw new CoalfaceError('empty_file', 'the file is empty', {
      where: { file: name },
      hint: 'export it again',
    });
  }
  const sheets = await readWorkbook(bytes).catch((error: unknown) => {
    throw new CoalfaceError('bad_workbook', 'the file is not a readable .xlsx workbook', {
      cause: error,
      where: { file: name },
      hint: 'open it in Excel and save it again as .xlsx, without a password',
    });
  });
  const chosen = sheet === undefined ? sheets[0] : sheets.find((one) => one.sheet === sheet);
  if (!chosen) {
    throw new CoalfaceError('sheet_not_found', `the workbook has no sheet ${sheet ?? '1'}`, {
      where: { file: name },
      hint: `its sheets: ${sheets.map((one) => one.sheet).join(', ')}`,
    });
  }
  return rawTableOf(
    connection,
    chosen.data.map((row) => row.map(cellText)),
  );
}

function cellText(cell: unknown): string | null {
  if (cell === null || cell === undefined) return null;
  if (cell instanceof Date) {
    // a time of day is a fraction of a day in the workbook: 07:42 comes as 07:41:59.999
    const rounded = new Date(Math.round(cell.getTime() / 1000) * 1000);
    return rounded
      .toISOString()
      .replace('T', ' ')
      .replace(/( 00:00:00)?\.000Z$/, '');
  }
  return String(cell);
}
