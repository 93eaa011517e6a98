import type { DuckDBConnection } from '@duckdb/node-api';
import { count } from '../../data/duck.ts';
import { GOOD_ROWS } from '../stage/stage.ts';

/** What became of the good rows of a file, reprints counted as unchanged. */
export interface MergeCounts {
  inserted: number;
  updated: number;
  unchanged: number;
}

const ACCOUNT = [
  'account_id', 'name', 'short_name', 'parent_id', 'industry', 'tier', 'registered_province', 'use_province', 'uscc',
  'credit_limit_cny', 'key_from', 'key_to', 'owner', 'status',
];
const DELIVERY = [
  'ticket_no', 'delivered_on', 'weighed_at', 'account_id', 'consignee', 'grade', 'province', 'mode', 'mine', 'vehicle',
  'gross_t', 'tare_t', 'net_t', 'price_cny_t',
];

/** Merge staged accounts by customer code. A change of key-account dates touches every month of that account. */
export async function mergeAccounts(connection: DuckDBConnection, file: string, run: string): Promise<MergeCounts> {
  const incoming = `SELECT ${ACCOUNT.join(', ')}, _row, hash(${ACCOUNT.join(', ')}) AS _hash FROM ${GOOD_ROWS}`;
  await connection.run(`INSERT OR IGNORE INTO meta.touched
    SELECT DISTINCT 'delivery', date_trunc('month', d.delivered_on)::DATE
    FROM (${incoming}) s JOIN crm.account t USING (account_id) JOIN sales.delivery d USING (account_id)
    WHERE (t.key_from, t.key_to, t.industry) IS DISTINCT FROM (s.key_from, s.key_to, s.industry)`);
  return merge(connection, { table: 'crm.account', columns: ACCOUNT, key: 'account_id', incoming, file, run });
}

/** Merge staged, resolved deliveries by ticket number; the months of old and new dates are touched. */
export async function mergeDeliveries(connection: DuckDBConnection, file: string, run: string): Promise<MergeCounts> {
  await connection.run(`CREATE OR REPLACE TEMP VIEW incoming AS
    SELECT good.ticket_no, good.weighed_at::DATE AS delivered_on, good.weighed_at::TIMESTAMPTZ AS weighed_at, m.account_id,
      good.consignee, good.grade, good.province, good.mode, good.mine, good.vehicle, good.gross_t, good.tare_t, good.net_t,
      good.price_cny_t, good._row
    FROM ${GOOD_ROWS} AS good JOIN account_map AS m
      ON m.account_code IS NOT DISTINCT FROM good.account_code AND m.consignee = good.consignee`);
  const incoming = `SELECT *, hash(${DELIVERY.join(', ')}) AS _hash FROM incoming`;
  await connection.run(`INSERT OR IGNORE INTO meta.touched
    WITH s AS (${incoming}),
    days AS (
      SELECT s.delivered_on AS day FROM s LEFT JOIN sales.delivery t USING (ticket_no) WHERE t._hash IS DISTINCT FROM s._hash
      UNION SELECT t.delivered_on FROM s JOIN sales.delivery t USING (ticket_no) WHERE t._hash <> s._hash)
    SELECT DISTINCT 'delivery', date_trunc('month', day)::DATE FROM days`);
  return merge(connection, { table: 'sales.delivery', columns: DELIVERY, key: 'ticket_no', incoming, file, run });
}

async function merge(
  connection: DuckDBConnection,
  to: { table: string; columns: string[]; key: string; incoming: string; file: string; run: string },
): Promise<MergeCounts> {
  const size = () => count(connection, `SELECT count(*) FROM ${to.table}`);
  const before = await size();
  const columns = [...to.columns, '_row', '_hash'];
  const result = await connection.run(
    `MERGE INTO ${to.table} AS t USING (${to.incoming}) AS s ON t.${to.key} = s.${to.key}
     WHEN MATCHED AND t._hash <> s._hash THEN UPDATE SET
       ${columns.filter((name) => name !== to.key).map((name) => `${name} = s.${name}`).join(', ')}, _file = $file, _run = $run
     WHEN NOT MATCHED THEN INSERT (${columns.join(', ')}, _file, _run) VALUES (${columns.map((name) => `s.${name}`).join(', ')}, $file, $run)`,
    { file: to.file, run: to.run },
  );
  const inserted = (await size()) - before;
  const updated = result.rowsChanged - inserted;
  const good = await count(
    connection,
    "SELECT count(*) FROM staged WHERE _kind = 'data' AND _row NOT IN (SELECT _row FROM rejected)",
  );
  return { inserted, updated, unchanged: good - inserted - updated };
}
