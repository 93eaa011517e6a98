import type { DuckDBConnection } from '@duckdb/node-api';
import { count, identifier, rows } from '../../data/duck.ts';
import { CoalfaceError, messageOf } from '../../data/errors.ts';
import type { Source } from '../../data/source-file.ts';
import { compileContract, MALFORMED, originalSql } from './contract.ts';
import { reasonSql } from './contract-column.ts';
import { findHeader, type Header } from './header.ts';
import type { Malformed, RawTable } from './raw-table.ts';
import { readHtmlTable } from './read-html.ts';
import { readTable } from './read-table.ts';

/**
 * A file staged in temporary tables of the connection:
 * `staged` – every record but the malformed, typed, with `_row`, `_kind`, `_reasons`, `_original`, `_hash`;
 * `rejected (_row, reasons, original)` – the records kept aside so far.
 */
export interface Staged {
  source: Source;
  /** records in the file, counted on its bytes */
  records: number;
  /** titles, headers, footers, totals and blank records */
  furniture: number;
  /** keep more records aside for one reason; `condition` is SQL over `staged` and selects their `_row` */
  reject(rowsSql: string, reason: { code: string; columns: string[]; zh: string; en: string }): Promise<void>;
  dispose(): Promise<void>;
}

/**
 * Read a landed file (on a connection that has the cell macros), find its header, compile the source's contract for it and stage its rows.
 * @param file path of the bytes; `name` is what errors call it
 * @throws CoalfaceError of the readers and the contract; `header_not_found`
 */
export async function stageFile(
  connection: DuckDBConnection,
  source: Source,
  file: string,
  name: string,
  scratch: string,
): Promise<Staged> {
  const raw = await readRaw(connection, source, file, name, scratch);
  try {
    const header = findHeader(raw.head, source);
    if (!header) throw headerNotFound(source, raw, name);
    const contract = compileContract(source, header, raw.width, name);
    const columns = contract.columns.join(', ');
    const scan = (relation: string) =>
      connection
        .run(`CREATE OR REPLACE TEMP TABLE swift AS ${contract.swift(relation)}`)
        .catch((error: unknown) => {
          throw unscannable(error, source, name);
        });
    await scan(raw.relation());
    const malformed = await raw.malformed();
    const relation = raw.relation(malformed);
    if (malformed.length) await scan(relation);
    await connection.run(
      `CREATE OR REPLACE TEMP TABLE careful AS ${contract.careful('(FROM swift WHERE _cells IS NOT NULL)')}`,
    );
    await connection.run(`CREATE OR REPLACE TEMP VIEW staged AS
      SELECT _row, 'data' AS _kind, ${columns}, NULL AS _reasons, NULL AS _original, hash(${columns}) AS _hash FROM swift WHERE _cells IS NULL
      UNION ALL SELECT *, hash(${columns}) FROM careful`);
    await connection.run(`CREATE OR REPLACE TEMP TABLE rejected AS
      SELECT _row, _reasons AS reasons, _original AS original FROM staged WHERE _reasons IS NOT NULL`);
    await rejectMalformed(connection, source, malformed);
    await rejectTotals(connection, source, header, relation);
    await rejectDuplicates(connection, source, header, relation);
    const staged = await count(connection, 'SELECT count(*) FROM staged');
    const accounted = staged + raw.blank + malformed.length;
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
    return {
      source,
      records: raw.records,
      furniture: raw.blank + (await count(connection, "SELECT count(*) FROM staged WHERE _kind <> 'data'")),
      reject: (rowsSql, reason) => rejectRows(connection, source, header, relation, rowsSql, reason),
      dispose: async () => {
        await connection.run(
          'DROP VIEW IF EXISTS temp.staged; DROP TABLE IF EXISTS temp.swift; DROP TABLE IF EXISTS temp.careful; DROP TABLE IF EXISTS temp.rejected',
        );
        await raw.dispose();
      },
    };
  } catch (error) {
    await raw.dispose();
    throw error;
  }
}

async function readRaw(
  connection: DuckDBConnection,
  source: Source,
  file: string,
  name: string,
  scratch: string,
): Promise<RawTable> {
  const { reader } = source;
  if (reader.kind === 'html_table') return readHtmlTable(connection, file, name, source);
  return readTable(connection, file, name, scratch, { sheet: reader.sheet, source });
}

/** DuckDB's CSV reader gives up on some files as a whole: CR LF here and LF there, for one. */
function unscannable(error: unknown, source: Source, name: string): unknown {
  if (!/CSV/.test(messageOf(error))) return error;
  return new CoalfaceError('bad_csv', 'the file cannot be split into records', {
    cause: error,
    where: { file: name, source: source.id },
    hint: 'nothing of this file was loaded; look for line ends of two kinds in one file, or export it again',
  });
}

function headerNotFound(source: Source, raw: RawTable, name: string): CoalfaceError {
  const wanted = Object.values(source.columns).map((column) => column.from[0]);
  return new CoalfaceError(
    'header_not_found',
    `no header with ${wanted.join('、')} in the first ${raw.head.length} records`,
    {
      where: { file: name, source: source.id },
      hint: `the file begins with: ${(raw.head[0] ?? []).join(' | ').slice(0, 200)}`,
    },
  );
}

async function rejectMalformed(
  connection: DuckDBConnection,
  source: Source,
  malformed: readonly Malformed[],
): Promise<void> {
  const personal = Object.values(source.columns).some((column) => column.type === 'text' && column.mask);
  for (const { row, text, complaint } of malformed) {
    const reason = reasonSql('malformed', [], { ...MALFORMED, en: `${MALFORMED.en}: ${complaint}` });
    await connection.run(`INSERT INTO rejected SELECT $row, [${reason}], json_object('行', $text)::VARCHAR`, {
      row: BigInt(row),
      // which cell is which is not known: no long number of such a record is kept
      text: personal ? text.replace(/\d{7,}/g, (digits) => '*'.repeat(digits.length)) : text,
    });
  }
}

/** Rows that a printed total does not bear out are not believed: neither it nor they can be. */
async function rejectTotals(
  connection: DuckDBConnection,
  source: Source,
  header: Header,
  relation: string,
): Promise<void> {
  const { totals } = source;
  if (!totals || !header.fields.has(totals.column)) return;
  const by = identifier(totals.by);
  const parts = totals.sum.map(identifier);
  const differs = parts.map((part) => `abs(t.${part} - p.${part}) > ${totals.tolerance}`).join(' OR ');
  await rejectRows(
    connection,
    source,
    header,
    relation,
    `WITH parts AS (
       SELECT ${by}, ${parts.map((part) => `CASE WHEN count(${part}) = count(*) THEN sum(${part}) END AS ${part}`).join(', ')}
       FROM (SELECT DISTINCT ON (${source.key.map(identifier).join(', ')}) * FROM staged WHERE _kind = 'data' AND _reasons IS NULL)
       GROUP BY ${by}),
     broken AS (SELECT t.${by} FROM staged t JOIN parts p ON t.${by} = p.${by} WHERE t._kind = 'total' AND (${differs}))
     SELECT _row FROM staged WHERE _kind = 'data' AND _reasons IS NULL AND ${by} IN (SELECT ${by} FROM broken)`,
    {
      code: 'total_mismatch',
      columns: totals.sum,
      zh: '与合计行不符,当日各行均待核',
      en: 'the rows do not add up to the printed total',
    },
  );
}

/** One key twice in a file: the same content again is a reprint; different content is kept aside, the first row stands. */
async function rejectDuplicates(
  connection: DuckDBConnection,
  source: Source,
  header: Header,
  relation: string,
): Promise<void> {
  const key = source.key.map(identifier).join(', ');
  await connection.run(`CREATE OR REPLACE TEMP TABLE repeated AS
    SELECT ${key} FROM staged WHERE _kind = 'data' AND _reasons IS NULL GROUP BY ALL HAVING count(*) > 1`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE later AS
    SELECT _row, _hash = first_value(_hash) OVER earliest AS same
    FROM staged SEMI JOIN repeated USING (${key}) WHERE _kind = 'data' AND _reasons IS NULL
    WINDOW earliest AS (PARTITION BY ${key} ORDER BY _row)
    QUALIFY row_number() OVER earliest > 1`);
  await rejectRows(connection, source, header, relation, 'SELECT _row FROM later WHERE NOT same', {
    code: 'duplicate_key',
    columns: source.key,
    zh: '同一业务主键在文件中重复且内容不同',
    en: 'the same key stands in the file before with other content',
  });
}

async function rejectRows(
  connection: DuckDBConnection,
  source: Source,
  header: Header,
  relation: string,
  rowsSql: string,
  reason: { code: string; columns: string[]; zh: string; en: string },
): Promise<void> {
  const found = await rows<{ _row: bigint }>(
    connection,
    `SELECT DISTINCT _row FROM (${rowsSql}) WHERE _row NOT IN (SELECT _row FROM rejected)`,
  );
  if (found.length === 0) return;
  await connection.run(`INSERT INTO rejected
    SELECT _row, [${reasonSql(reason.code, reason.columns, reason)}], ${originalSql(header, source)}
    FROM ${relation} WHERE _row IN (${found.map((row) => row._row).join(', ')})`);
}

/** SQL of the data rows of the staged file that are not kept aside, reprints included. */
export const ACCEPTED_ROWS = `(SELECT * FROM staged WHERE _kind = 'data' AND _row NOT IN (SELECT _row FROM rejected))`;

/** SQL of the accepted rows, reprints left out: the rows that may be loaded. */
export const GOOD_ROWS = `(SELECT * FROM ${ACCEPTED_ROWS} WHERE _row NOT IN (SELECT _row FROM later))`;
