import type { DuckDBConnection } from '@duckdb/node-api';

/**
 * Number the records of a relation that holds those of a file in order, some left out.
 * @param relation SQL of the relation
 * @param ordinal SQL of a row's place in it from 1: `rowid + 1` of a table filled by one statement, else `row_number() OVER ()`
 * @param leftOut 1-based numbers of the records that are not in it
 * @returns SQL of the rows with `_row`, their 1-based record number in the file; needs the temporary table `gap` that is made here
 */
export async function numbered(
  connection: DuckDBConnection,
  relation: string,
  ordinal: string,
  leftOut: readonly number[],
): Promise<string> {
  if (leftOut.length === 0) return `(SELECT ${ordinal} AS _row, * FROM ${relation})`;
  // the n-th row stands after as many left-out records as precede it: a gap opens where the record less the gaps before it stands
  const opens = leftOut.toSorted((a, b) => a - b).map((record, i) => record - i);
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE gap AS
     SELECT opens, max(width) AS width
     FROM (SELECT unnest([0, ${opens.join(', ')}]::BIGINT[]) AS opens, unnest(range(${opens.length + 1})) AS width) GROUP BY opens`,
  );
  return `(SELECT r._ordinal + gap.width AS _row, r.* EXCLUDE (_ordinal)
    FROM (SELECT ${ordinal} AS _ordinal, * FROM ${relation}) AS r ASOF JOIN gap ON r._ordinal >= gap.opens)`;
}
