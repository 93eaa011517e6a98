import { faultPoint } from '#fault-point';
import type { DuckDBConnection } from '@duckdb/node-api';
import { rows } from '../data/duck.ts';
import { DELIVERIES } from '../data/fact-relations.ts';

const DELIVERY_MARTS = [
  `DELETE FROM mart.account_day WHERE day >= $from AND day < $to`,
  `INSERT INTO mart.account_day
   SELECT delivered_on, account_id, sum(net_t), coalesce(sum(net_t) FILTER (is_key), 0), round(sum(net_t * price_cny_t), 2),
     coalesce(sum(net_t) FILTER (price_cny_t IS NOT NULL), 0), count(*)
   FROM month_delivery GROUP BY delivered_on, account_id ORDER BY delivered_on, account_id`,
  `DELETE FROM mart.region_day WHERE day >= $from AND day < $to`,
  `INSERT INTO mart.region_day
   SELECT delivered_on, province, sum(net_t), coalesce(sum(net_t) FILTER (is_advantage), 0), count(*)
   FROM month_delivery GROUP BY delivered_on, province ORDER BY delivered_on, province`,
  `DELETE FROM mart.account_month WHERE month = $from`,
  `INSERT INTO mart.account_month
   SELECT $from::DATE, account_id, industry, grade, province, mode, sum(net_t), coalesce(sum(net_t) FILTER (is_key), 0),
     coalesce(sum(net_t) FILTER (is_advantage), 0), round(sum(net_t * price_cny_t), 2),
     coalesce(sum(net_t) FILTER (price_cny_t IS NOT NULL), 0), count(*)
   FROM month_delivery GROUP BY account_id, industry, grade, province, mode ORDER BY ALL`,
];

/** Two sources may publish one thing: the marts show the house series, `PORT.measure` and `QHD.FOB.GRADE`, and no other. */
const MARKET_MARTS = [
  `DELETE FROM mart.port_day WHERE day >= $from AND day < $to`,
  `INSERT INTO mart.port_day
   SELECT o.period_end, p.port, any_value(o.value) FILTER (o.series = p.port || '.stock'),
     any_value(o.value) FILTER (o.series = p.port || '.rail_in'), any_value(o.value) FILTER (o.series = p.port || '.ship_out'),
     any_value(o.value) FILTER (o.series = p.port || '.anchored')
   FROM month_latest o
   JOIN ref.port p ON o.series IN (p.port || '.stock', p.port || '.rail_in', p.port || '.ship_out', p.port || '.anchored')
   GROUP BY o.period_end, p.port ORDER BY o.period_end, p.port`,
  `DELETE FROM mart.price_day WHERE day >= $from AND day < $to`,
  `INSERT INTO mart.price_day
   SELECT o.period_end, g.grade, o.low, o.high, o.value
   FROM month_latest o JOIN ref.grade g ON o.series = 'QHD.FOB.' || g.grade
   ORDER BY o.period_end, g.grade`,
];

/**
 * Rebuild the marts of the months whose facts changed, and only those; each month in a transaction that also strikes it
 * off `meta.touched`, so that a run killed in between goes on where it was.
 * @param progress called with months done and in all
 * @returns how many months were rebuilt
 */
export async function buildMarts(
  connection: DuckDBConnection,
  progress: (done: number, total: number) => void,
): Promise<number> {
  const touched = await rows<{ subject: 'delivery' | 'market'; month: string; next: string }>(
    connection,
    `SELECT subject, month::VARCHAR AS month, (month + INTERVAL 1 MONTH)::DATE::VARCHAR AS next
     FROM meta.touched ORDER BY subject, month`,
  );
  for (const [done, { subject, month, next }] of touched.entries()) {
    progress(done, touched.length);
    await connection.run('BEGIN');
    try {
      await connection.run(subject === 'delivery' ? deliveriesOf(month, next) : observationsOf(month, next));
      for (const sql of subject === 'delivery' ? DELIVERY_MARTS : MARKET_MARTS) {
        await connection.run(sql.replaceAll('$from', `DATE '${month}'`).replaceAll('$to', `DATE '${next}'`));
      }
      await connection.run('DELETE FROM meta.touched WHERE subject = $subject AND month = $month::DATE', {
        subject,
        month,
      });
      await connection.run('INSERT OR IGNORE INTO meta.rebuilt VALUES ($subject, $month::DATE)', {
        subject,
        month,
      });
      faultPoint('mart_open');
      await connection.run('COMMIT');
    } catch (error) {
      await connection.run('ROLLBACK');
      throw error;
    }
    faultPoint('mart_month');
  }
  progress(touched.length, touched.length);
  return touched.length;
}

// the dates come from DATE columns of the warehouse, as literals so that DuckDB prunes by them
function deliveriesOf(month: string, next: string): string {
  return `CREATE OR REPLACE TEMP TABLE month_delivery AS ${DELIVERIES}
    WHERE d.delivered_on >= DATE '${month}' AND d.delivered_on < DATE '${next}'`;
}

function observationsOf(month: string, next: string): string {
  return `CREATE OR REPLACE TEMP TABLE month_latest AS
    FROM market.latest WHERE period_end >= DATE '${month}' AND period_end < DATE '${next}'`;
}
