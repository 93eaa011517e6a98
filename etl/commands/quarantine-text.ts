import pc from 'picocolors';
import type { QuarantinedRow, QuarantineList, QuarantinePage } from '../../data/quarantine-rows.ts';
import type { QuarantineEntry } from '../../data/quarantine-state.ts';
import type { Retried } from '../quarantine-retry.ts';
import { textTable } from '../terminal.ts';

/** The counts by source, reason and age, then the files. */
export function quarantineListText({ groups, files, rows, missing }: QuarantineList): string {
  const gone = missing
    .map((file) => `${pc.yellow('缺失 missing')} ${file}: coalface quarantine retry ${file}\n`)
    .join('');
  if (rows === 0) return `${gone}隔离区没有待处理的行 / no open rows in quarantine\n`;
  const counted = textTable(
    ['source', 'reason', '原因', 'age', 'files', 'rows'],
    groups.map((one) => [one.source, one.reason, one.zh, one.age, String(one.files), String(one.rows)]),
    new Set(['files', 'rows']),
  );
  const listed = textTable(
    ['file', 'name', 'source', 'first seen', 'rows', 'dismissed'],
    files.map((one) => [
      one.file,
      one.file_name,
      one.source,
      one.first_seen.slice(0, 16).replace('T', ' '),
      String(one.matching),
      String(one.dismissed),
    ]),
    new Set(['rows', 'dismissed']),
  );
  return `${counted}\n${listed}\n${gone}${rows} 行 / rows; 有多个原因的行按每个原因各计一次 / a row counts with each of its reasons\n`;
}

/** Rows of a file, each as a table of its cells with those at fault marked. */
export function quarantinePageText(
  entry: QuarantineEntry,
  page: QuarantinePage,
  dismissed: ReadonlySet<number>,
): string {
  const more =
    page.total > page.rows.length
      ? `\n前 ${page.rows.length} 行,共 ${page.total} / the first ${page.rows.length} of ${page.total}; --row N, or coalface quarantine export ${entry.file} --out rows.xlsx\n`
      : '';
  return `${pc.bold(entry.file_name)}  ${entry.file}  ${entry.source}\n${page.rows
    .map((row) => rowText(row, dismissed.has(row.row)))
    .join('')}${more}`;
}

function rowText({ row, original, reasons, at_fault }: QuarantinedRow, dismissed: boolean): string {
  const atFault = new Set(at_fault);
  const cells = Object.entries(original).map(([title, cell]) => [
    atFault.has(title) ? '✗' : '',
    title,
    cell ?? '',
  ]);
  const why = reasons.map(({ code, zh, en }) => `${pc.red(code)} ${zh} / ${en}\n`);
  return `\n${pc.cyan(`第 ${row} 行 / row ${row}`)}${dismissed ? '  已决定不处理 dismissed' : ''}\n${why.join('')}${textTable(['', '列', '原文'], cells)}`;
}

/** What left quarantine. */
export function retriedText(retried: readonly Retried[]): string {
  const table = textTable(
    ['file', 'name', 'before', 'after', '离开隔离区的行 rows that left'],
    retried.map((one) => [
      one.file,
      one.file_name,
      String(one.before),
      String(one.after),
      one.released.length > 12
        ? `${one.released.slice(0, 12).join(' ')} … (${one.released.length})`
        : one.released.join(' '),
    ]),
    new Set(['before', 'after']),
  );
  return table;
}
