import type { DuckDBConnection } from '@duckdb/node-api';
import type { CatalogueObject } from '../../data/object-file.ts';
import { GOOD_ROWS } from '../stage/stage.ts';

/** Attributes of a customer that the delivery marts are built from. */
const ATTRIBUTES = ['key_from', 'key_to', 'industry', 'use_province'];

const DELIVERY_MONTHS = `INSERT OR IGNORE INTO meta.touched SELECT DISTINCT 'delivery', date_trunc('month', day)::DATE`;

/**
 * Note the months whose marts the merge of `novel` and `known` rows will change, before the table is changed: those of
 * old and new dates of deliveries, and those in which a customer bought whose attributes change.
 */
export async function touchMonths(connection: DuckDBConnection, object: CatalogueObject): Promise<void> {
  if (object.id === 'delivery') {
    await connection.run(`${DELIVERY_MONTHS} FROM (
      SELECT _day AS day FROM novel UNION ALL SELECT _known_day FROM known WHERE _holds)`);
  }
  if (object.id === 'account') {
    const list = (of: string) => ATTRIBUTES.map((name) => `${of}.${name}`).join(', ');
    await connection.run(`${DELIVERY_MONTHS} FROM (
      SELECT d.delivered_on AS day FROM ${GOOD_ROWS} AS good SEMI JOIN novel USING (_row)
      JOIN crm.account t USING (account_id) JOIN sales.delivery d USING (account_id)
      WHERE (${list('t')}) IS DISTINCT FROM (${list('good')}))`);
  }
  if (object.id === 'account_change') {
    await connection.run(`${DELIVERY_MONTHS} FROM (
      SELECT d.delivered_on AS day FROM ${GOOD_ROWS} AS good SEMI JOIN novel USING (_row)
      JOIN account_map m ON m.code IS NOT DISTINCT FROM good.account_code AND m.name IS NOT DISTINCT FROM good.account_name
      JOIN sales.delivery d ON d.account_id = m.account_id)`);
  }
}

/** Note the months whose marts change because the rows of the temporary table `gone (day, account_id)` vanish or return. */
export async function touchGone(connection: DuckDBConnection, object: CatalogueObject): Promise<void> {
  if (object.id === 'delivery') await connection.run(`${DELIVERY_MONTHS} FROM gone`);
  if (object.id === 'account_change') {
    await connection.run(`${DELIVERY_MONTHS} FROM (
      SELECT delivered_on AS day FROM sales.delivery SEMI JOIN gone USING (account_id))`);
  }
}
