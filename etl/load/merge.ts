import type { DuckDBConnection } from '@duckdb/node-api';
import { rows } from '../../data/duck.ts';
import type { CatalogueObject } from '../../data/object-file.ts';
import { onAccount } from '../resolve.ts';
import { ACCEPTED_ROWS, GOOD_ROWS } from '../stage/stage.ts';

/** What became of the good rows of a file, reprints counted as unchanged. */
export interface MergeCounts {
  inserted: number;
  updated: number;
  unchanged: number;
}

const ACCOUNT = [
  'account_id',
  'name',
  'short_name',
  'parent_id',
  'industry',
  'tier',
  'registered_province',
  'use_province',
  'uscc',
  'credit_limit_cny',
  'key_from',
  'key_to',
  'owner',
  'status',
];
const DELIVERY = [
  'ticket_no',
  'delivered_on',
  'weighed_at',
  'account_id',
  'consignee',
  'grade',
  'province',
  'mode',
  'mine',
  'vehicle',
  'gross_t',
  'tare_t',
  'net_t',
  'price_cny_t',
];

/** Merge staged accounts by customer code. A change of key-account dates or industry touches every month of the account. */
export async function mergeAccounts(
  connection: DuckDBConnection,
  file: string,
  run: string,
): Promise<MergeCounts> {
  await compare(
    connection,
    'crm.account',
    ['account_id'],
    ACCOUNT,
    `SELECT ${ACCOUNT.join(', ')}, _row FROM ${GOOD_ROWS}`,
  );
  await connection.run(`INSERT OR IGNORE INTO meta.touched
    SELECT DISTINCT 'delivery', date_trunc('month', d.delivered_on)::DATE
    FROM delta s JOIN crm.account t USING (account_id) JOIN sales.delivery d USING (account_id)
    WHERE (t.key_from, t.key_to, t.industry) IS DISTINCT FROM (s.key_from, s.key_to, s.industry)`);
  return merge(connection, {
    table: 'crm.account',
    columns: ACCOUNT,
    key: ['account_id'],
    where: '',
    file,
    run,
  });
}

/** Merge staged, resolved deliveries by ticket number; the months of old and new dates are touched. */
export async function mergeDeliveries(
  connection: DuckDBConnection,
  file: string,
  run: string,
): Promise<MergeCounts> {
  const incoming = `SELECT good.ticket_no, good.weighed_at::DATE AS delivered_on, good.weighed_at::TIMESTAMPTZ AS weighed_at,
      m.account_id, good.consignee, good.grade, good.province, good.mode, good.mine, good.vehicle, good.gross_t, good.tare_t,
      good.net_t, good.price_cny_t, good._row
    FROM ${GOOD_ROWS} AS good JOIN account_map AS m
      ON m.code IS NOT DISTINCT FROM good.account_code AND m.name = good.consignee`;
  await compare(connection, 'sales.delivery', ['ticket_no'], DELIVERY, incoming, 't.delivered_on');
  await connection.run(`INSERT OR IGNORE INTO meta.touched
    SELECT DISTINCT 'delivery', date_trunc('month', day)::DATE
    FROM (SELECT unnest([delivered_on, _known_day]) AS day FROM delta WHERE _known IS DISTINCT FROM _hash) WHERE day IS NOT NULL`);
  // the bound is a literal so that DuckDB prunes the table by it: only rows of these days can match
  const [known] = await rows<{ first: string | null; last: string | null }>(
    connection,
    'SELECT min(_known_day)::VARCHAR AS first, max(_known_day)::VARCHAR AS last FROM delta WHERE _known <> _hash',
  );
  const where = known?.first
    ? `AND t.delivered_on BETWEEN DATE '${known.first}' AND DATE '${known.last}'`
    : 'AND false';
  return merge(connection, {
    table: 'sales.delivery',
    columns: DELIVERY,
    key: ['ticket_no'],
    where,
    file,
    run,
  });
}

/** Merge the staged, resolved rows of a catalogue object by its business key. */
export async function mergeObject(
  connection: DuckDBConnection,
  object: CatalogueObject,
  file: string,
  run: string,
): Promise<MergeCounts> {
  const { table, key, account } = object;
  const own = Object.entries(object.columns).map(([id, column]) =>
    column.type === 'timestamp' ? `good.${id}::TIMESTAMPTZ AS ${id}` : `good.${id}`,
  );
  const columns = [...Object.keys(object.columns), ...(account ? ['account_id'] : []), 'extra'];
  const incoming = `SELECT ${own.join(', ')}${account ? ', m.account_id' : ''}, good.extra, good._row
    FROM ${GOOD_ROWS} AS good ${account ? `LEFT JOIN account_map AS m ON ${onAccount(account)}` : ''}`;
  await compare(connection, table, key, columns, incoming);
  return merge(connection, { table, columns, key, where: '', file, run });
}

/** Put the incoming rows into the temporary table `delta`, with the hash and the day of the row known by the same key. */
async function compare(
  connection: DuckDBConnection,
  table: string,
  key: string[],
  columns: string[],
  incoming: string,
  knownDay = 'NULL::DATE',
): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE delta AS
    SELECT s.*, hash(${columns.map((name) => `s.${name}`).join(', ')}) AS _hash, t._hash AS _known, ${knownDay} AS _known_day
    FROM (${incoming}) AS s LEFT JOIN ${table} AS t ON ${equal(key)}`);
}

function equal(key: string[]): string {
  return key.map((name) => `t.${name} = s.${name}`).join(' AND ');
}

async function merge(
  connection: DuckDBConnection,
  to: { table: string; columns: string[]; key: string[]; where: string; file: string; run: string },
): Promise<MergeCounts> {
  const columns = [...to.columns, '_row', '_hash'];
  await connection.run(
    `MERGE INTO ${to.table} AS t USING (FROM delta WHERE _known IS DISTINCT FROM _hash) AS s ON ${equal(to.key)} ${to.where}
     WHEN MATCHED THEN UPDATE SET
       ${columns
         .filter((name) => !to.key.includes(name))
         .map((name) => `${name} = s.${name}`)
         .join(', ')}, _file = $file, _run = $run
     WHEN NOT MATCHED THEN INSERT (${columns.join(', ')}, _file, _run) VALUES (${columns.map((name) => `s.${name}`).join(', ')}, $file, $run)`,
    { file: to.file, run: to.run },
  );
  const [counts] = await rows<Record<'good' | 'inserted' | 'updated', bigint>>(
    connection,
    `SELECT (SELECT count(*) FROM ${ACCEPTED_ROWS}) AS good,
       count(*) FILTER (_known IS NULL) AS inserted, count(*) FILTER (_known <> _hash) AS updated FROM delta`,
  );
  const [good, inserted, updated] = [Number(counts?.good), Number(counts?.inserted), Number(counts?.updated)];
  return { inserted, updated, unchanged: good - inserted - updated };
}
