import type { DuckDBConnection } from '@duckdb/node-api';
import { rows } from '../../data/duck.ts';
import { CoalfaceError, messageOf } from '../../data/errors.ts';
import type { Source } from '../../data/source-file.ts';
import { originalTitles } from './contract-extra.ts';
import { compileContract, continuationSql } from './contract.ts';
import { settleFacts, type Statement } from './facts.ts';
import { metered, type Meter } from '../metered.ts';
import { findHeader, wantedTitles, type Header } from './header.ts';
import type { RawTable } from './raw-table.ts';
import { readTable } from './read-table.ts';
import { numbered } from './record-number.ts';
import { provePatterns } from './row-pattern.ts';
import {
  refuseSpoiled,
  rejectDuplicates,
  rejectMalformed,
  rejectRows,
  rejectTotals,
  type RejectReason,
} from './reject.ts';

/**
 * A file staged in temporary tables of the connection:
 * `staged` – every record but the malformed, typed, with `_row`, `_kind`, `_reasons`, `_original`, `_hash`;
 * `rejected (_row, reasons, original)` – the records kept aside so far;
 * `later (_row, same)` – records whose key stands in the file before.
 */
export interface Staged {
  source: Source;
  /** records in the file, counted on its bytes */
  records: number;
  /** titles, headers, footers, totals and blank records */
  furniture: number;
  /** declared columns that the file has not: optional ones, or it would have been refused */
  absent: string[];
  /** the header text of every column that was found in the file */
  titles: Record<string, string>;
  /** keep more records aside for one reason; `rowsSql` is SQL over `staged` that selects their `_row` */
  reject(rowsSql: string, reason: RejectReason): Promise<void>;
  dispose(): Promise<void>;
}

const NOTHING_STATED: Statement = { url: null, publishedAt: null, receivedAt: null };

/**
 * Read a landed file (on a connection that has the cell macros), find its header, compile the source's contract for it and stage its rows.
 * @param file path of the bytes; `name` is what errors call it
 * @param statement what is known of the file besides its bytes
 * @param meter told how far the pass over its records is
 * @throws CoalfaceError of the readers and the contract; `header_not_found`, `fact_not_found`, `no_records`, `schema_drift`,
 *   `row_conservation`
 */
export async function stageFile(
  connection: DuckDBConnection,
  source: Source,
  file: string,
  name: string,
  scratch: string,
  statement: Statement = NOTHING_STATED,
  meter?: Meter,
): Promise<Staged> {
  const raw = await readTable(connection, file, name, scratch, { source });
  try {
    const header = raw.records === 0 ? noHeader(source, name) : findHeader(raw.head, source);
    if (!header) throw headerNotFound(source, raw, name);
    await provePatterns(connection, source, name);
    const facts = raw.records === 0 ? undefined : await settleFacts(connection, source, raw, name, statement);
    const contract = compileContract(source, header, raw.width, name, facts);
    for (const type of contract.types) await connection.run(type);
    const scan = continued(raw.scan, source, header, raw.blank);
    await metered(connection, raw.records, meter, () =>
      connection.run(`CREATE OR REPLACE TEMP TABLE swift AS ${contract.swift(scan)}`),
    ).catch((error: unknown) => {
      throw unscannable(error, source, name);
    });
    const malformed = await raw.malformed();
    const leftOut = [...raw.blank, ...malformed.map((one) => one.row)];
    const records = await numbered(connection, 'swift', 'rowid + 1', leftOut);
    await connection.run(
      `CREATE OR REPLACE TEMP TABLE careful AS ${contract.careful(`(FROM ${records} WHERE _odd)`)}`,
    );
    await connection.run(`CREATE OR REPLACE TEMP VIEW staged AS
      SELECT _row, CASE WHEN _row <= ${header.row} THEN 'furniture' ELSE 'data' END AS _kind, ${contract.restored.join(', ')},
        NULL AS _reasons, NULL AS _original, _hash FROM ${records} WHERE NOT _odd
      UNION ALL SELECT *, ${contract.hash} FROM careful`);
    await connection.run(`CREATE OR REPLACE TEMP TABLE rejected AS
      SELECT _row, _reasons AS reasons, _original AS original FROM careful WHERE _reasons IS NOT NULL`);
    if (source.drift.types === 'freeze') await refuseSpoiled(connection, source, name);
    await rejectMalformed(connection, source, malformed);
    const reject = (rowsSql: string, reason: RejectReason) =>
      rejectRows(connection, { source, header, scan, kept: records, leftOut }, rowsSql, reason);
    await rejectTotals(source, header, reject);
    await rejectDuplicates(connection, source, reject);
    const [staged] = await rows<{ records: bigint; furniture: bigint }>(
      connection,
      "SELECT count(*) AS records, count(*) FILTER (_kind <> 'data') AS furniture FROM staged",
    );
    const accounted = Number(staged?.records) + raw.blank.length + malformed.length;
    if (accounted !== raw.records) {
      throw new CoalfaceError(
        'row_conservation',
        `${raw.records} records in the file, ${accounted} accounted for`,
        {
          where: { file: name, source: source.id },
          hint: 'nothing of this file was loaded; look for stray quotes or line breaks inside cells',
        },
      );
    }
    const titles = originalTitles(header);
    return {
      source,
      records: raw.records,
      furniture: raw.blank.length + Number(staged?.furniture),
      absent: raw.records === 0 ? [] : absentColumns(source, header),
      titles: Object.fromEntries(
        [...header.fields].map(([column, { index }]) => [column, titles[index] ?? column]),
      ),
      reject,
      dispose: async () => {
        await connection.run('DROP VIEW IF EXISTS temp.staged');
        for (const table of ['swift', 'careful', 'rejected', 'later', 'gap'])
          await connection.run(`DROP TABLE IF EXISTS temp.${table}`);
        await raw.dispose();
      },
    };
  } catch (error) {
    await raw.dispose();
    throw error;
  }
}

/** Matches of prose have the columns that they have: none is absent. */
function absentColumns({ columns, constants, reader }: Source, { fields }: Header): string[] {
  if (reader.kind === 'prose') return [];
  return Object.keys(columns).filter(
    (name) => !fields.has(name) && !(name in constants) && !columns[name]?.fact,
  );
}

/** Fill the heads of continued records down, where the source says so: with what the head above has, nothing included. */
function continued(scan: string, source: Source, header: Header, blank: readonly number[]): string {
  if (source.continuation?.mode !== 'fill') return scan;
  // blank records are not in the scan
  const titles = header.row - blank.filter((row) => row < header.row).length;
  const cells = source.continuation.columns.flatMap((name) => header.fields.get(name)?.index ?? []);
  const filled = cells.map(
    (
      index,
    ) => `CASE WHEN _continued THEN last_value(CASE WHEN NOT _continued AND _ordinal > ${titles} THEN [c${index}] END IGNORE NULLS) OVER above[1]
      ELSE c${index} END AS c${index}`,
  );
  return `(SELECT * EXCLUDE (_ordinal, _continued) REPLACE (${filled.join(', ')})
    FROM (SELECT *, ${continuationSql(source, header, 'c')} AND _ordinal > ${titles} AS _continued
      FROM (SELECT *, row_number() OVER () AS _ordinal FROM ${scan}))
    WINDOW above AS (ORDER BY _ordinal ROWS UNBOUNDED PRECEDING) ORDER BY _ordinal)`;
}

/** DuckDB's CSV reader gives up on some files as a whole. */
function unscannable(error: unknown, source: Source, name: string): unknown {
  if (!/CSV/.test(messageOf(error))) return error;
  return new CoalfaceError('bad_csv', 'the file cannot be split into records', {
    cause: error,
    where: { file: name, source: source.id },
    hint: 'nothing of this file was loaded; look for stray quotes, or export it again',
  });
}

/**
 * The header of an answer without records, which for a market feed is an answer like another: what was due and did not come
 * its calendar tells. Of all else an empty answer is more likely a broken export, and of a full one it would delete all.
 * @throws CoalfaceError `no_records`
 */
function noHeader(source: Source, name: string): Header {
  if (source.object !== 'observation') {
    throw new CoalfaceError('no_records', 'the file has no records', {
      where: { file: name, source: source.id },
      hint: 'export it again; nothing was loaded from it',
    });
  }
  const fields = new Map(
    Object.keys(source.columns).map((column) => [column, { index: 0, title: '', unit: undefined }]),
  );
  return { row: 0, from: 0, levels: 1, fields, titles: [''], units: [], ambiguous: [], titleUnit: undefined };
}

function headerNotFound(source: Source, raw: RawTable, name: string): CoalfaceError {
  return new CoalfaceError(
    'header_not_found',
    `no header with ${wantedTitles(source)} in the first ${raw.head.length} records`,
    {
      where: { file: name, source: source.id },
      hint: `the file begins with: ${(raw.head[0] ?? []).join(' | ').slice(0, 200)}`,
    },
  );
}

/** SQL of the data rows of the staged file that are not kept aside, reprints included. */
export const ACCEPTED_ROWS = `(SELECT * FROM staged WHERE _kind = 'data' AND _row NOT IN (SELECT _row FROM rejected))`;

/** SQL of the accepted rows, reprints left out: the rows that may be loaded. */
export const GOOD_ROWS = `(SELECT * FROM staged WHERE _kind = 'data'
  AND _row NOT IN (SELECT _row FROM rejected UNION ALL SELECT _row FROM later))`;
