import type { DuckDBConnection } from '@duckdb/node-api';
import type { Source } from '../../data/source-file.ts';
import { readCsv } from './read-csv.ts';
import { readHtmlTable } from './read-html.ts';
import { readWorkbook } from './read-workbook.ts';
import { sniffKind } from './sniff.ts';
import type { ReadTable } from './table-format.ts';

/**
 * Read a table of any format – delimited text, workbook, table of a page – as text, and say how it was understood. The
 * format is told by the content.
 * @param file path of the bytes; `name` is what errors call it
 * @param scratch folder for temporary copies
 * @param options `source` helps to choose the sheet or table by its header; `sheet` names the sheet of a workbook
 * @throws CoalfaceError `empty_file`, `unsupported_format`, and those of the format's reader
 */
export async function readTable(
  connection: DuckDBConnection,
  file: string,
  name: string,
  scratch: string,
  options: { sheet?: string | undefined; source: Source },
): Promise<ReadTable> {
  const kind = await sniffKind(file, name);
  if (kind === 'text') return readCsv(connection, file, name, scratch);
  if (kind === 'html') return readHtmlTable(connection, file, name, options.source);
  return readWorkbook(connection, file, name, kind, options);
}
