import type { DuckDBConnection } from '@duckdb/node-api';
import { count, identifier, rows } from '../data/duck.ts';
import { objectCatalogue, referencesOf, type Reference } from '../data/object-file.ts';

/** An assertion over the warehouse. A failed `error` stops publishing; a failed `warn` is shown. */
export interface Check {
  name: string;
  severity: 'error' | 'warn';
  /** @param run the run that asks; @returns whether it holds, and what was found */
  run(connection: DuckDBConnection, run: string): Promise<{ passed: boolean; detail: string }>;
}

/** Every record of every file ever loaded is accounted for. */
const rowConservation: Check = {
  name: 'row_conservation',
  severity: 'error',
  async run(connection) {
    const broken = await rows<{ file: string; read: bigint; sum: bigint }>(
      connection,
      `SELECT file, rows_read AS read, inserted + updated + unchanged + quarantined + furniture AS sum
       FROM meta.load WHERE read <> sum ORDER BY file LIMIT 5`,
    );
    return {
      passed: broken.length === 0,
      detail: broken.length
        ? broken.map((row) => `${row.file}: ${row.read} read, ${row.sum} accounted for`).join('; ')
        : 'rows read = inserted + updated + unchanged + quarantined + furniture for every file',
    };
  },
};

/**
 * Port stock moves by what came in less what went out: r = stock − previous stock − in + out. Only across one-day steps;
 * tolerance max(2 万吨, 1 % of throughput) a day.
 */
const stockReconciliation: Check = {
  name: 'stock_reconciliation',
  severity: 'warn',
  async run(connection) {
    const broken = await rows<{ port: string; day: string; residual: number; total: bigint }>(
      connection,
      `WITH steps AS (
         SELECT port, day, rail_in_wt + ship_out_wt AS throughput,
           CASE WHEN date_diff('day', lag(day) OVER w, day) = 1
                THEN stock_wt - lag(stock_wt) OVER w - rail_in_wt + ship_out_wt END AS residual
         FROM mart.port_day WINDOW w AS (PARTITION BY port ORDER BY day))
       SELECT port, day::VARCHAR AS day, residual, count(*) OVER () AS total FROM steps
       WHERE abs(residual) > greatest(2, 0.01 * throughput) ORDER BY day DESC, port LIMIT 5`,
    );
    return {
      passed: broken.length === 0,
      detail: broken.length
        ? `${broken[0]?.total} port-days do not reconcile; newest: ${broken.map((row) => `${row.port} ${row.day} ${row.residual} 万吨`).join('; ')}`
        : 'stock = previous stock + in − out within tolerance on every port-day',
    };
  },
};

/**
 * What rows refer to is there: the contract of a receipt, the opportunity of a quote. Only a warning, for the other row may
 * arrive later; of objects that the installation does not load nothing is expected.
 */
const orphanReferences: Check = {
  name: 'orphan_references',
  severity: 'warn',
  async run(connection) {
    const found: string[] = [];
    for (const reference of referencesOf(objectCatalogue())) {
      const orphans = await orphansOf(connection, reference);
      if (orphans) found.push(orphans);
    }
    return {
      passed: found.length === 0,
      detail: found.length ? found.join('; ') : 'every row that refers to another object finds it',
    };
  },
};

async function orphansOf(
  connection: DuckDBConnection,
  { object, column, target, targetColumn }: Reference,
): Promise<string | null> {
  if ((await count(connection, `SELECT count(*) FROM (FROM ${target.table} LIMIT 1)`)) === 0) return null;
  const [name, key] = [identifier(column), identifier(targetColumn)];
  const missing = await rows<{ value: string; lines: bigint; total: bigint }>(
    connection,
    `SELECT ${name} AS value, sum(count(*)) OVER ()::BIGINT AS lines, count(*) OVER () AS total
     FROM ${object.table} AS t WHERE _deleted_on IS NULL AND ${name} IS NOT NULL
       AND NOT EXISTS (FROM ${target.table} AS o WHERE o.${key} = t.${name})
     GROUP BY ${name} ORDER BY ${name} LIMIT 3`,
  );
  const [first] = missing;
  if (!first) return null;
  const examples = missing.map((row) => row.value).join(', ') + (first.total > 3n ? ' …' : '');
  return `${object.id}.${column}: ${first.lines} rows refer to no ${target.id} (${examples})`;
}

/** Published values that this run loaded although they are remarkable, and what its files lack. */
const marketFlags: Check = {
  name: 'market_flags',
  severity: 'warn',
  async run(connection, run) {
    const found = await rows<{ source: string; code: string; flags: bigint }>(
      connection,
      `SELECT source, code, count(*) AS flags FROM market.flag WHERE _run = $run GROUP BY ALL ORDER BY ALL`,
      { run },
    );
    return {
      passed: found.length === 0,
      detail: found.length
        ? found.map(({ source, code, flags }) => `${source}: ${flags} ${code}`).join('; ')
        : 'nothing remarkable about the values of this run',
    };
  },
};

/** All checks, in the order they run. */
export const CHECKS: readonly Check[] = [rowConservation, stockReconciliation, orphanReferences, marketFlags];
