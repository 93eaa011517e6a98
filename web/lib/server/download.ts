import { toArrowIPC } from '../../../queries/engine/arrow.ts';
import { toCsv } from '../../../queries/engine/csv.ts';
import { rowsOf, type QueryResult } from '../../../queries/engine/result.ts';
import type { Lang } from '#lib/i18n/languages.ts';

/** A result as a file to save: the name says query and snapshot. */
function file(body: BodyInit, type: string, result: QueryResult, extension: string): Response {
  return new Response(body, {
    headers: {
      'content-type': type,
      'content-disposition': `attachment; filename="${result.query}-${result.snapshot}.${extension}"`,
    },
  });
}

/** A result as CSV with a byte order mark, so that spreadsheets read the Chinese. */
export function csvFile(result: QueryResult, lang: Lang): Response {
  const csv = toCsv(result, { bom: true, lang: lang === 'en' ? 'en' : 'zh' });
  return file(csv, 'text/csv; charset=utf-8', result, 'csv');
}

/** A result as JSON: query, parameters, snapshot, columns and rows. */
export function jsonFile(result: QueryResult): Response {
  const { query, snapshot, asOf, params, columns } = result;
  const body = JSON.stringify({ query, snapshot, asOf, params, columns, rows: rowsOf(result) });
  return new Response(body, { headers: { 'content-type': 'application/json; charset=utf-8' } });
}

/** A result as an Arrow IPC stream. */
export function arrowFile(result: QueryResult): Response {
  return file(new Uint8Array(toArrowIPC(result)), 'application/vnd.apache.arrow.stream', result, 'arrow');
}
