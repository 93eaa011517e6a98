import type { DuckDBConnection } from '@duckdb/node-api';
import { rows } from '../../data/duck.ts';

/** A text in both languages. */
export interface Named {
  zh: string;
  en: string;
}

/**
 * What a table of the snapshot and its columns are called. A comment is `中文名 English words`.
 * @param table `schema.table`
 * @returns the table under `''`, its columns by name
 */
export async function commentsOf(
  connection: DuckDBConnection,
  table: string,
): Promise<Record<string, Named>> {
  const found = await rows<{ name: string; comment: string }>(
    connection,
    `SELECT name, comment FROM (
       SELECT '' AS name, comment, schema_name || '.' || table_name AS of_table FROM duckdb_tables()
       WHERE database_name = 'snapshot'
       UNION ALL SELECT column_name, comment, schema_name || '.' || table_name FROM duckdb_columns()
       WHERE database_name = 'snapshot')
     WHERE of_table = $table AND comment IS NOT NULL`,
    { table },
  );
  return Object.fromEntries(
    found.map(({ name, comment }) => {
      const [zh = comment, ...en] = comment.split(' ');
      return [name, { zh, en: en.join(' ') || zh }];
    }),
  );
}

/** What codes stand for – ports, grades, provinces, series, accounts –; those that are none of them are left out. */
export async function namesOf(
  connection: DuckDBConnection,
  codes: readonly string[],
): Promise<Record<string, Named>> {
  const found = await rows<{ code: string } & Named>(
    connection,
    `SELECT code, any_value(zh) AS zh, any_value(en) AS en FROM (
       SELECT port AS code, zh, en FROM ref.port UNION ALL SELECT grade, zh, en FROM ref.grade
       UNION ALL SELECT province, province, en FROM ref.province UNION ALL SELECT series, zh, en FROM market.series
       UNION ALL SELECT account_id, coalesce(short_name, name), coalesce(short_name, name) FROM crm.account)
     SEMI JOIN (SELECT unnest(from_json($codes::JSON, '["VARCHAR"]')) AS code) USING (code) GROUP BY code ORDER BY code`,
    { codes: JSON.stringify(codes) },
  );
  return Object.fromEntries(found.map(({ code, zh, en }) => [code, { zh, en }]));
}
