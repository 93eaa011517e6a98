import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { identifier, literal, rows } from '../../data/duck.ts';
import { CoalfaceError } from '../../data/errors.ts';
import type { FactRelation } from '../../data/fact-relations.ts';
import { migrate } from '../../data/warehouse.ts';

/** A snapshot whose figures can be altered on trial: every table is a view of it, the snapshot itself is only read. */
export interface TrialViews {
  connection: DuckDBConnection;
  /**
   * Show other figures in the rows of a table.
   * @param condition SQL; the rows concerned
   * @param measures the columns concerned
   * @param way whether the figures grow about a hundredfold or shrink, each by a factor of its own
   */
  alter(
    table: FactRelation,
    condition: string,
    measures: readonly string[],
    way: 'up' | 'down',
  ): Promise<void>;
  /** Show the table as it is. */
  restore(table: FactRelation): Promise<void>;
  close(): void;
}

/**
 * Open a snapshot for trials.
 * @param file path of the snapshot
 * @throws CoalfaceError `snapshot_unreadable`, also for one that an older version with other tables published
 */
export async function openTrialViews(file: string): Promise<TrialViews> {
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    threads: '2',
    memory_limit: '2GB',
  });
  const connection = await instance.connect();
  const close = () => {
    connection.closeSync();
    instance.closeSync();
  };
  try {
    await connection.run("SET TimeZone = 'Asia/Shanghai'");
    await migrate(connection);
    await connection.run(`ATTACH ${literal(file)} AS snapshot (READ_ONLY)`);
    await connection.run('SET enable_external_access = false');
    const tables = await rows<{ schema: string; name: string }>(
      connection,
      `SELECT schema_name AS schema, table_name AS name FROM duckdb_tables()
       WHERE database_name = current_database() AND NOT internal AND NOT temporary ORDER BY ALL`,
    );
    for (const { schema, name } of tables) {
      const table = `${identifier(schema)}.${identifier(name)}`;
      await connection.run(`DROP TABLE ${table}`);
      await connection.run(`CREATE VIEW ${table} AS FROM snapshot.${table}`);
    }
    const types = await typesOf(connection);
    const show = (table: string, columns: string) =>
      connection.run(`CREATE OR REPLACE VIEW ${table} AS SELECT ${columns} FROM snapshot.${table}`);
    return {
      connection,
      close,
      async alter({ table, day, keys }, condition, measures, way) {
        const others = measures.map((measure) => {
          const type = types.get(`${table}.${measure}`) ?? 'DOUBLE';
          const share = `(hash(${[day, ...keys].join(', ')}, ${literal(measure)}) % 997) / 997.0::DOUBLE`;
          const grown = (least: number) =>
            `TRY_CAST(${measure} * (${least} + ${share}) + 1 + ${share} AS ${type})`;
          // a figure that cannot grow a hundredfold within its type grows a little
          const other =
            way === 'up'
              ? `coalesce(${grown(101)}, ${grown(1.1)}, ${measure})`
              : `TRY_CAST(${measure} * (0.2 + 0.6 * ${share}) AS ${type})`;
          return `CASE WHEN ${condition} THEN ${other} ELSE ${measure} END AS ${measure}`;
        });
        await show(table, `* REPLACE (${others.join(', ')})`);
      },
      restore: async ({ table }) => void (await show(table, '*')),
    };
  } catch (error) {
    close();
    throw new CoalfaceError('snapshot_unreadable', 'the snapshot cannot be opened for tracing', {
      cause: error,
      where: { file },
      hint: 'a snapshot of an older version may lack tables: explain the figure on a newer one',
    });
  }
}

async function typesOf(connection: DuckDBConnection): Promise<Map<string, string>> {
  const found = await rows<{ name: string; type: string }>(
    connection,
    `SELECT schema_name || '.' || table_name || '.' || column_name AS name, data_type AS type FROM duckdb_columns()
     WHERE database_name = 'snapshot' AND NOT internal`,
  );
  return new Map(found.map(({ name, type }) => [name, type]));
}
