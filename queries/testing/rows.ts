import type { DuckDBConnection } from '@duckdb/node-api';
import { writePublications } from '../../data/calendar.ts';
import { identifier, rows } from '../../data/duck.ts';
import { calendar, type Calendar } from '../../data/series-schema.ts';

/** A hand-made row: column names to values, as JSON would carry them (dates as `YYYY-MM-DD`). */
export type HandMadeRow = Record<string, string | number | boolean | null | string[]>;

/**
 * Insert hand-made rows, typed by the table's own columns; a column that only other rows
 * name is NULL, one that no row names takes its default.
 * @param table schema-qualified name, e.g. `mart.port_day`
 * @throws if a row names a column that the table has not
 */
export async function insertRows(
  connection: DuckDBConnection,
  table: string,
  handMade: readonly HandMadeRow[],
): Promise<void> {
  if (handMade.length === 0) return;
  const [schema = '', name = ''] = table.split('.');
  const columns = await rows<{ name: string; type: string }>(
    connection,
    `SELECT column_name AS name, data_type AS type FROM information_schema.columns
     WHERE table_schema = $schema AND table_name = $name`,
    { schema, name },
  );
  const typeOf = new Map(columns.map((column) => [column.name, column.type]));
  const named = [...new Set(handMade.flatMap((row) => Object.keys(row)))];
  const unknown = named.filter((column) => !typeOf.has(column));
  if (unknown.length) throw new Error(`${table} has no column ${unknown.join(', ')}`);
  const complete = handMade.map((row) =>
    Object.fromEntries(named.map((column) => [column, row[column] ?? null])),
  );
  const structure = JSON.stringify([Object.fromEntries(named.map((column) => [column, typeOf.get(column)]))]);
  await connection.run(
    `INSERT INTO ${identifier(schema)}.${identifier(name)} BY NAME
     SELECT unnest(made) FROM (SELECT unnest(from_json_strict($rows::JSON, $structure)) AS made)`,
    { rows: JSON.stringify(complete), structure },
  );
}

/** What every fact row carries to say where it came from. */
export const ORIGIN = { _file: 'hand-made', _row: 1, _run: 'hand-made', _hash: 0 };

/** Insert hand-made rows of a table of facts, such as `crm.contract`: each with its origin. */
export function insertFacts(
  connection: DuckDBConnection,
  table: string,
  facts: readonly HandMadeRow[],
): Promise<void> {
  return insertRows(
    connection,
    table,
    facts.map((fact) => ({ ...fact, ...ORIGIN })),
  );
}

/** An opportunity and the stages that it entered, each at noon of a day. */
export interface OpportunityRow {
  opportunity_no: string;
  path: readonly (readonly [stage: string, day: string])[];
  account_id?: string;
  expected_t?: number | null;
  amount_cny?: number | null;
  closes_on?: string;
  lost_reason?: string;
  _deleted_on?: string;
}

/** Insert opportunities with the history of their stages; each stands in the last of them. */
export async function insertOpportunities(
  connection: DuckDBConnection,
  opportunities: readonly OpportunityRow[],
): Promise<void> {
  const noon = (day: string | undefined) => (day ? `${day} 12:00:00+08` : null);
  await insertFacts(
    connection,
    'crm.opportunity',
    opportunities.map(({ path, ...opportunity }) => ({
      ...opportunity,
      stage: path.at(-1)?.[0] ?? null,
      stage_at: noon(path.at(-1)?.[1]),
      created_at: noon(path[0]?.[1]),
    })),
  );
  await insertFacts(
    connection,
    'crm.opportunity_stage',
    opportunities.flatMap(({ opportunity_no, path }) =>
      path.map(([stage, day]) => ({ opportunity_no, stage, entered_at: noon(day) })),
    ),
  );
}

/** A customer; key account from `key_from` (inclusive) to `key_to` (exclusive). */
export interface AccountRow {
  account_id: string;
  name?: string;
  short_name?: string | null;
  industry?: string;
  key_from?: string | null;
  key_to?: string | null;
  registered_province?: string;
  use_province?: string;
  parent_id?: string;
  tier?: string;
  owner?: string;
  credit_limit_cny?: number;
}

/** Insert customers; those without an industry are power plants, those without a name are called by their id. */
export function insertAccounts(connection: DuckDBConnection, accounts: readonly AccountRow[]): Promise<void> {
  return insertRows(
    connection,
    'crm.account',
    accounts.map((account) => ({
      name: `${account.account_id}有限公司`,
      short_name: account.account_id,
      industry: '电力',
      ...account,
      ...ORIGIN,
    })),
  );
}

/** One delivery; `net_t` in tonnes. */
export interface DeliveryRow {
  day: string;
  account_id: string;
  net_t: number;
  province?: string;
  grade?: string;
  mode?: string;
  mine?: string;
  price_cny_t?: number | null;
}

const MARTS = [
  `CREATE OR REPLACE TEMP TABLE attributed AS
   SELECT d.*, c.industry,
     EXISTS (FROM crm.key_account k WHERE k.account_id = d.account_id
       AND k.valid_from <= d.delivered_on AND (k.valid_to IS NULL OR d.delivered_on < k.valid_to)) AS is_key,
     EXISTS (FROM ref.advantage_market a WHERE a.province = d.province
       AND a.valid_from <= d.delivered_on AND (a.valid_to IS NULL OR d.delivered_on < a.valid_to)) AS is_advantage
   FROM sales.delivery d JOIN crm.account c USING (account_id)`,
  `INSERT INTO mart.account_day
   SELECT delivered_on, account_id, sum(net_t), coalesce(sum(net_t) FILTER (is_key), 0), round(sum(net_t * price_cny_t), 2),
     coalesce(sum(net_t) FILTER (price_cny_t IS NOT NULL), 0), count(*)
   FROM attributed GROUP BY ALL`,
  `INSERT INTO mart.region_day
   SELECT delivered_on, province, sum(net_t), coalesce(sum(net_t) FILTER (is_advantage), 0), count(*)
   FROM attributed GROUP BY ALL`,
  `INSERT INTO mart.account_month
   SELECT date_trunc('month', delivered_on)::DATE, account_id, industry, grade, province, mode, sum(net_t),
     coalesce(sum(net_t) FILTER (is_key), 0), coalesce(sum(net_t) FILTER (is_advantage), 0),
     round(sum(net_t * price_cny_t), 2), coalesce(sum(net_t) FILTER (price_cny_t IS NOT NULL), 0), count(*)
   FROM attributed GROUP BY ALL`,
];

/** Insert deliveries and build the delivery marts from them; once per warehouse, after its accounts. */
export async function insertDeliveries(
  connection: DuckDBConnection,
  deliveries: readonly DeliveryRow[],
): Promise<void> {
  await insertRows(
    connection,
    'sales.delivery',
    deliveries.map(({ day, net_t, ...delivery }, index) => ({
      province: '江苏',
      grade: 'Q5500',
      mode: 'rail_water',
      price_cny_t: null,
      ...delivery,
      ticket_no: `T${index + 1}`,
      delivered_on: day,
      weighed_at: `${day} 08:00:00+08`,
      consignee: delivery.account_id,
      gross_t: net_t,
      tare_t: 0,
      net_t,
      ...ORIGIN,
    })),
  );
  for (const sql of MARTS) await connection.run(sql);
}

/** A port's day: `[day, port, stock, rail in, ship out (万吨), vessels anchored]`. */
export type PortDayRow = [
  string,
  string,
  number | null,
  (number | null)?,
  (number | null)?,
  (number | null)?,
];

/** Insert days of `mart.port_day`. */
export function insertPortDays(connection: DuckDBConnection, days: readonly PortDayRow[]): Promise<void> {
  return insertRows(
    connection,
    'mart.port_day',
    days.map(([day, port, stock_wt, rail_in_wt = null, ship_out_wt = null, anchored = null]) => ({
      day,
      port,
      stock_wt,
      rail_in_wt,
      ship_out_wt,
      anchored,
    })),
  );
}

/** A quotation: `[day, grade, low, high]` in CNY per tonne. */
export type PriceRow = [string, string, number, number];

/** Insert days of `mart.price_day`; the middle is that of the range. */
export function insertPrices(connection: DuckDBConnection, prices: readonly PriceRow[]): Promise<void> {
  return insertRows(
    connection,
    'mart.price_day',
    prices.map(([day, grade, low, high]) => ({
      day,
      grade,
      low_cny_t: low,
      high_cny_t: high,
      mid_cny_t: (low + high) / 2,
    })),
  );
}

/** A published value: `[series, last day of its period, value, note?]`. */
export type ObservationRow = [string, string, number, string?];

/** Insert first revisions into `market.observation`; the period is the `days` that end on the given day. */
export function insertObservations(
  connection: DuckDBConnection,
  observations: readonly ObservationRow[],
  days = 1,
): Promise<void> {
  return insertRows(
    connection,
    'market.observation',
    observations.map(([series, period_end, value, note = null]) => ({
      series,
      period_start: addDays(period_end, 1 - days),
      period_end,
      revision: 1,
      value,
      source: 'hand-made',
      published_at: `${period_end} 09:30:00+08`,
      fetched_at: `${period_end} 09:40:00+08`,
      note,
      ...ORIGIN,
    })),
  );
}

/** The date so many days later. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Write the publications of hand-made observations: of the given periods, due the morning after their last day. */
export function insertCalendar(
  connection: DuckDBConnection,
  one: Pick<Calendar, 'period' | 'since'> & Partial<Calendar>,
  now = new Date('2012-06-18T10:00:00Z'),
): Promise<void> {
  const due = calendar.parse({ due_days: 1, due_at: '09:30', late_h: 2, missing_h: 48, ...one });
  return writePublications(connection, [{ id: 'hand-made', calendar: due }], now);
}
