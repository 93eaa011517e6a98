import type { DuckDBConnection } from '@duckdb/node-api';
import type { Source } from '../../data/source-file.ts';
import { requireKind } from './expected-kind.ts';
import { readCsv } from './read-csv.ts';
import { readHtmlTable } from './read-html.ts';
import { readJson } from './read-json.ts';
import { readProse } from './read-prose.ts';
import { readWorkbook } from './read-workbook.ts';
import { sniffKind } from './sniff.ts';
import type { ReadTable } from './table-format.ts';

/**
 * Read a file – delimited text, workbook, table of a page, JSON – as text, and say how it was understood. The format is told
 * by the content; the source's reader may assert it.
 * @param file path of the bytes; `name` is what errors call it
 * @param scratch folder for temporary copies
 * @param options `source` says the reader and helps to choose the sheet or table by its header; `sheet` names the sheet of
 *   a workbook in its place
 * @throws CoalfaceError `empty_file`, `unsupported_format`, `unexpected_format`, and those of the format's reader
 */
export async function readTable(
  connection: DuckDBConnection,
  file: string,
  name: string,
  scratch: string,
  options: { sheet?: string | undefined; source: Source },
): Promise<ReadTable> {
  const { source } = options;
  const { reader } = source;
  const kind = await sniffKind(file, name);
  await requireKind(file, name, source, kind);
  if (reader.kind === 'prose' && (kind === 'html' || kind === 'text'))
    return readProse(connection, file, name, kind, { source, reader });
  if (kind === 'text') return readCsv(connection, file, name, scratch);
  if (kind === 'html') return readHtmlTable(connection, file, name, source);
  if (kind === 'json') {
    return readJson(connection, file, name, { source, path: reader.kind === 'json' ? reader.path : '' });
  }
  const sheet = options.sheet ?? ('sheet' in reader ? reader.sheet : undefined);
  const unpivot = reader.kind === 'workbook' ? reader.unpivot : undefined;
  return readWorkbook(connection, file, name, kind, { sheet, source, unpivot });
}
