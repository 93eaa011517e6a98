/**
 * A table that queries read, and the fact rows its rows are made of. The relation has the table's own day, keys and
 * measures, one row a fact, so that one condition picks rows of the table and the facts behind them.
 */
export interface FactRelation {
  /** `schema.table` of what queries read */
  table: string;
  /** the table that keeps the facts */
  object: string;
  /** column with the date of a row */
  day: string;
  /** the other columns that tell its rows apart */
  keys: readonly string[];
  /** columns with figures; NULL in the relation for a fact that adds nothing to one */
  measures: readonly string[];
  /** the measures are sums over the facts; else each is a fact's own value */
  additive: boolean;
  /** SQL of the relation; beside day, keys and measures it has `fact` (a name for people), `_file`, `_row` and `_run` */
  facts: string;
}

const KEY_NOW = `EXISTS (FROM crm.key_account k WHERE k.account_id = d.account_id
  AND k.valid_from <= d.delivered_on AND (k.valid_to IS NULL OR d.delivered_on < k.valid_to))`;
const ADVANTAGE_NOW = `EXISTS (FROM ref.advantage_market a WHERE a.province = d.province
  AND a.valid_from <= d.delivered_on AND (a.valid_to IS NULL OR d.delivered_on < a.valid_to))`;

/** SQL of the deliveries that count, with the province of use, the industry of the account and what they were that day. */
export const DELIVERIES = `SELECT d.*, ${KEY_NOW} AS is_key, ${ADVANTAGE_NOW} AS is_advantage
  FROM (SELECT d.* REPLACE (coalesce(d.province, c.use_province, '未知') AS province), c.industry
    FROM sales.delivery d JOIN crm.account c USING (account_id) WHERE d._deleted_on IS NULL) AS d`;

const DELIVERED = `SELECT delivered_on AS day, date_trunc('month', delivered_on)::DATE AS month, account_id, industry, grade,
  province, mode, net_t, CASE WHEN is_key THEN net_t END AS key_t, CASE WHEN is_advantage THEN net_t END AS advantage_t,
  (net_t * price_cny_t)::DECIMAL(18,5) AS amount_cny, CASE WHEN price_cny_t IS NOT NULL THEN net_t END AS priced_t,
  1 AS tickets, ticket_no AS fact, _file, _row, _run FROM (${DELIVERIES})`;

const delivered = (table: string, day: string, keys: string[], measures: string[]): FactRelation => ({
  table,
  object: 'sales.delivery',
  day,
  keys,
  measures,
  additive: true,
  facts: DELIVERED,
});

const PORT_MEASURES = ['stock', 'rail_in', 'ship_out', 'anchored'] as const;
const portColumn = (measure: string) => (measure === 'anchored' ? measure : `${measure}_wt`);

/** Every table whose figures can be followed to the rows of the files they came in. */
export const FACT_RELATIONS: readonly FactRelation[] = [
  delivered(
    'mart.account_day',
    'day',
    ['account_id'],
    ['net_t', 'key_t', 'amount_cny', 'priced_t', 'tickets'],
  ),
  delivered('mart.region_day', 'day', ['province'], ['net_t', 'advantage_t', 'tickets']),
  delivered(
    'mart.account_month',
    'month',
    ['account_id', 'industry', 'grade', 'province', 'mode'],
    ['net_t', 'key_t', 'advantage_t', 'amount_cny', 'priced_t', 'tickets'],
  ),
  {
    table: 'mart.port_day',
    object: 'market.observation',
    day: 'day',
    keys: ['port'],
    measures: PORT_MEASURES.map(portColumn),
    additive: false,
    facts: `SELECT o.period_end AS day, p.port, ${PORT_MEASURES.map(
      (one) => `CASE WHEN o.series = p.port || '.${one}' THEN o.value END AS ${portColumn(one)}`,
    ).join(', ')}, o.series, o.period_end, o.series AS fact, o._file, o._row, o._run
      FROM market.latest o JOIN ref.port p ON o.series IN (${PORT_MEASURES.map((one) => `p.port || '.${one}'`).join(', ')})`,
  },
  {
    table: 'mart.price_day',
    object: 'market.observation',
    day: 'day',
    keys: ['grade'],
    measures: ['low_cny_t', 'high_cny_t', 'mid_cny_t'],
    additive: false,
    facts: `SELECT o.period_end AS day, g.grade, o.low AS low_cny_t, o.high AS high_cny_t, o.value AS mid_cny_t,
      o.series, o.period_end, o.series AS fact, o._file, o._row, o._run
      FROM market.latest o JOIN ref.grade g ON o.series = 'QHD.FOB.' || g.grade`,
  },
  {
    table: 'market.observation',
    object: 'market.observation',
    day: 'period_end',
    keys: ['series'],
    measures: ['value', 'low', 'high', 'change', 'change_pct'],
    additive: false,
    facts: `SELECT *, series AS fact FROM market.latest`,
  },
  {
    table: 'plant.report',
    object: 'plant.report',
    day: 'reported_for',
    keys: ['plant'],
    measures: ['generation_wkwh', 'burn_t', 'receipts_t', 'stock_t', 'days'],
    additive: false,
    facts: `SELECT *, plant AS fact FROM plant.report WHERE _deleted_on IS NULL`,
  },
];
