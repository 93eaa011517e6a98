import type { DuckDBConnection } from '@duckdb/node-api';
import { count, identifier, rows } from '../../data/duck.ts';
import { CoalfaceError } from '../../data/errors.ts';
import type { Source } from '../../data/source-file.ts';
import { isPersonal, originalSql } from './contract-extra.ts';
import { MALFORMED, reasonSql } from './contract-reasons.ts';
import type { Header } from './header.ts';
import type { Malformed } from './raw-table.ts';
import { numbered } from './record-number.ts';

/** Why rows are kept aside after they were typed. */
export interface RejectReason {
  code: string;
  columns: string[];
  zh: string;
  en: string;
}

/** @throws CoalfaceError `schema_drift` if a cell is none of its column's type */
export async function refuseSpoiled(
  connection: DuckDBConnection,
  source: Source,
  name: string,
): Promise<void> {
  const [found] = await rows<{ row: bigint; zh: string; column: string }>(
    connection,
    `SELECT _row AS row, r.zh AS zh, r.columns[1] AS column FROM (SELECT _row, unnest(reasons) AS r FROM rejected)
     WHERE r.code IN ('invalid_date', 'year_missing', 'invalid_number', 'invalid_flag', 'unknown_value') ORDER BY _row LIMIT 1`,
  );
  if (!found) return;
  throw new CoalfaceError('schema_drift', `a cell does not fit the type of its column: ${found.zh}`, {
    where: { file: name, source: source.id, row: Number(found.row), column: found.column },
    hint: 'correct the file, or let `drift.types` be discard_row to keep such rows aside',
  });
}

/** Keep more records aside: SQL that selects their `_row`, and the reason. */
export type Reject = (rowsSql: string, reason: RejectReason) => Promise<void>;

/** Rows that a printed total does not bear out are not believed: neither it nor they can be. */
export async function rejectTotals(source: Source, header: Header, reject: Reject): Promise<void> {
  const { totals } = source;
  if (!totals || !header.fields.has(totals.column)) return;
  const by = identifier(totals.by);
  const parts = totals.sum.map(identifier);
  const differs = parts.map((part) => `abs(t.${part} - p.${part}) > ${totals.tolerance}`).join(' OR ');
  await reject(
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
export async function rejectDuplicates(
  connection: DuckDBConnection,
  source: Source,
  reject: Reject,
): Promise<void> {
  const key = source.key.map(identifier).join(', ');
  // keys are counted by their hash, which is much cheaper; two keys of one hash cost nothing but a look at them
  await connection.run(`CREATE OR REPLACE TEMP TABLE repeated AS
    SELECT hash(${key}) AS key_hash FROM staged WHERE _kind = 'data' AND _reasons IS NULL GROUP BY key_hash HAVING count(*) > 1`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE later AS
    SELECT _row, _hash = first_value(_hash) OVER earliest AS same
    FROM staged WHERE _kind = 'data' AND _reasons IS NULL AND hash(${key}) IN (SELECT key_hash FROM repeated)
    WINDOW earliest AS (PARTITION BY ${key} ORDER BY _row)
    QUALIFY row_number() OVER earliest > 1`);
  await connection.run('DROP TABLE temp.repeated');
  await reject('SELECT _row FROM later WHERE NOT same', {
    code: 'duplicate_key',
    columns: source.key,
    zh: '同一业务主键在文件中重复且内容不同',
    en: 'the same key stands in the file before with other content',
  });
}

/** Where the texts of a record are found again once its typed row turns out bad. */
export interface Texts {
  source: Source;
  header: Header;
  scan: string;
  /** records with `_row` and, where they were kept, `_cells` */
  kept: string;
  leftOut: readonly number[];
}

/**
 * Keep rows aside that SQL over the staged rows selects by their `_row`, each with its original texts. A row that is kept
 * aside already keeps its reasons.
 */
export async function rejectRows(
  connection: DuckDBConnection,
  { source, header, scan, kept, leftOut }: Texts,
  rowsSql: string,
  reason: RejectReason,
): Promise<void> {
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE caught AS SELECT DISTINCT _row FROM (${rowsSql}) WHERE _row NOT IN (SELECT _row FROM rejected)`,
  );
  const cells = header.titles.map((_, i) => `_cells[${i + 1}] AS c${i}`).join(', ');
  const insert = (relation: string) =>
    connection.run(`INSERT INTO rejected
      SELECT _row, [${reasonSql(reason.code, reason.columns, reason)}], ${originalSql(header, source)}
      FROM ${relation} WHERE _row IN (SELECT _row FROM caught)`);
  await insert(`(SELECT _row, ${cells} FROM ${kept} WHERE _cells IS NOT NULL)`);
  await connection.run('DELETE FROM caught WHERE _row IN (SELECT _row FROM rejected)');
  // the texts of the others were not kept: they are read again
  if ((await count(connection, 'SELECT count(*) FROM caught')) > 0)
    await insert(await numbered(connection, scan, 'row_number() OVER ()', leftOut));
  await connection.run('DROP TABLE temp.caught');
}

/** Keep aside the records that could not be split into cells; long numbers are hidden where a column is personal. */
export async function rejectMalformed(
  connection: DuckDBConnection,
  source: Source,
  malformed: readonly Malformed[],
): Promise<void> {
  const personal = isPersonal(source);
  for (const { row, text, complaint } of malformed) {
    const reason = reasonSql('malformed', [], { ...MALFORMED, en: `${MALFORMED.en}: ${complaint}` });
    await connection.run(`INSERT INTO rejected SELECT $row, [${reason}], json_object('行', $text)::VARCHAR`, {
      row: BigInt(row),
      // which cell is which is not known: no long number of such a record is kept
      text: personal ? text.replace(/\d{7,}/g, (digits) => '*'.repeat(digits.length)) : text,
    });
  }
}
