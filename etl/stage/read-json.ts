import type { DuckDBConnection } from '@duckdb/node-api';
import type { Source } from '../../data/source-file.ts';
import { wholeText } from './facts.ts';
import { arrayAt, jsonGrid, parseJson } from './json-grid.ts';
import { readText } from './page.ts';
import { rawTableOf } from './raw-table.ts';
import type { ReadTable } from './table-format.ts';

/**
 * Read the records of a JSON document as text. Records that are objects follow one of their keys, which counts as a record
 * as a header of a table does.
 * @param path to the array of records; empty for the whole document
 * @throws CoalfaceError `empty_file`, `page_too_large`, `bad_encoding`, `bad_json`, `path_not_found`, `table_too_wide`
 */
export async function readJson(
  connection: DuckDBConnection,
  file: string,
  name: string,
  { source, path }: { source: Source; path: string },
): Promise<ReadTable> {
  const { text, encoding } = await readText(file, name, 'the answer');
  const array = arrayAt(parseJson(text.replace(/^\ufeff/, ''), name), path, name);
  const { width, records } = jsonGrid(array, name);
  return {
    ...(await rawTableOf(connection, width, records)),
    page: wholeText(text, source),
    format: { kind: 'json', encoding, path },
  };
}
