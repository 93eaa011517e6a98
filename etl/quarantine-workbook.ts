import writeWorkbook from 'write-excel-file/node';
import { CoalfaceError } from '../data/errors.ts';
import type { Home } from '../data/home.ts';
import { quarantinePage, type QuarantinedRow } from '../data/quarantine-rows.ts';
import type { QuarantineEntry } from '../data/quarantine-state.ts';

/** A workbook is collected whole before it is written. */
const MOST_ROWS = 50_000;
const AT_FAULT = '#FFC7CE';

/**
 * Write rows in quarantine as a workbook for those who correct them: file and row number, the original columns in order
 * with the cells at fault coloured, the reasons. Every cell is text, so none can be a formula.
 * @param entries files; the columns of all stand side by side
 * @param out path of the workbook
 * @returns how many rows were written
 * @throws CoalfaceError `too_many_rows`, `bytes_missing`
 */
export async function writeQuarantineWorkbook(
  home: Home,
  entries: readonly QuarantineEntry[],
  out: string,
): Promise<number> {
  const all = entries.reduce((sum, entry) => sum + entry.rows, 0);
  if (all > MOST_ROWS) {
    throw new CoalfaceError(
      'too_many_rows',
      `${all} rows are more than a workbook is made of (${MOST_ROWS})`,
      {
        hint: 'export one file at a time, or correct what most rows have in common first: coalface quarantine list',
      },
    );
  }
  const kept: { name: string; row: QuarantinedRow }[] = [];
  for (const entry of entries) {
    const { rows } = await quarantinePage(home, entry, { limit: MOST_ROWS });
    kept.push(...rows.map((row) => ({ name: entry.file_name, row })));
  }
  const titles = [...new Set(kept.flatMap(({ row }) => Object.keys(row.original)))];
  const head = ['文件', '行号', ...titles, '原因', 'Reasons'].map((value) => ({
    ...text(value),
    fontWeight: 'bold' as const,
  }));
  const body = kept.map(({ name, row }) => {
    const atFault = new Set(row.at_fault);
    return [
      text(name),
      text(String(row.row)),
      ...titles.map((title) => ({
        ...text(row.original[title] ?? ''),
        ...(atFault.has(title) ? { backgroundColor: AT_FAULT } : {}),
      })),
      text(row.reasons.map(({ zh }) => zh).join('; ')),
      text(row.reasons.map(({ en }) => en).join('; ')),
    ];
  });
  await writeWorkbook([head, ...body], { sheet: '隔离行', stickyRowsCount: 1 }).toFile(out);
  return kept.length;
}

const text = (value: string) => ({ value, type: String });
