import type { DuckDBConnection } from '@duckdb/node-api';
import { count, identifier, rows } from '../../data/duck.ts';
import type { Home } from '../../data/home.ts';
import { objectCatalogue, type CatalogueObject } from '../../data/object-file.ts';
import { loadSources } from '../../data/source-file.ts';
import { onAccount, type AccountColumns } from '../resolve.ts';
import { insertMeanings, meaningsOf, readMeanings, type Pair } from './account-map.ts';
import type { AliasEntry } from './alias-file.ts';
import type { Decision } from './decision.ts';
import { mirrorEvidence, readAccounts } from './evidence.ts';
import { nameIndex, type Meaning } from './name-index.ts';
import { queueFiles, queueQuarantined } from './restage.ts';
import { digestOf } from './warehouse-rows.ts';

/** A table whose rows name customers. */
interface AccountTable {
  object: CatalogueObject;
  columns: AccountColumns;
}

const MIRRORS = ['crm.account_decision', 'crm.company_alias'];

/**
 * Bring the warehouse to what the accounts, aliases and decisions say now, in one transaction: the evidence is written
 * into it, rows whose pair means another account go to that account, rows whose pair means none any more are taken out,
 * the months of moved deliveries are touched, and the files are queued that must be staged again, in `meta.restage`: those
 * with rows kept aside whose pair has another meaning now, and those whose rows were taken out. Only pairs are compared;
 * the tables are scanned only if some pair changed. Nothing changed is nothing done.
 * @param run the run that `meta.resolution` records if something changed
 */
export async function reresolve(
  connection: DuckDBConnection,
  home: Home,
  evidence: { aliases: readonly AliasEntry[]; decisions: readonly Decision[] },
  run: string,
  now: Date,
): Promise<void> {
  const accounts = await readAccounts(connection);
  const index = nameIndex({ accounts, ...evidence });
  const tables = accountTables();
  await connection.run('BEGIN');
  try {
    const before = await digests(connection);
    await mirrorEvidence(connection, { accounts, ...evidence });
    const recorded = (await digests(connection)) !== before;
    const kept = (await count(connection, 'SELECT count(*) FROM crm.account_map')) > 0;
    if (!kept) await queueQuarantined(connection, home);
    const known = kept
      ? await readMeanings(connection, 'crm.account_map')
      : await pairsOfTables(connection, tables);
    const old = new Map(known.map(({ pair, meanings }) => [JSON.stringify(pair), meanings]));
    const pairs = [...old.keys()].map((key) => JSON.parse(key) as Pair);
    const changed = meaningsOf(index, pairs).filter(
      ({ pair, meanings }) => JSON.stringify(meanings) !== JSON.stringify(old.get(JSON.stringify(pair))),
    );
    if (recorded || changed.length) {
      await connection.run('CREATE OR REPLACE TEMP TABLE changed_meaning AS FROM crm.account_map LIMIT 0');
      await insertMeanings(connection, 'temp.changed_meaning', changed);
      const moves = await moveRows(connection, tables);
      await queueFiles(connection, moves.files, [...(await loadSources(home)).values()]);
      await connection.run(`DELETE FROM crm.account_map AS k USING (SELECT DISTINCT code, name FROM changed_meaning) AS m
        WHERE k.code IS NOT DISTINCT FROM m.code AND k.name IS NOT DISTINCT FROM m.name`);
      await connection.run('INSERT INTO crm.account_map FROM changed_meaning');
      await connection.run(
        `INSERT INTO meta.resolution
         VALUES ($run, $now::TIMESTAMPTZ, $pairs, $moved, $removed, (SELECT count(*) FROM meta.restage))`,
        {
          run,
          now: now.toISOString(),
          pairs: BigInt(changed.length),
          moved: BigInt(moves.moved),
          removed: BigInt(moves.removed),
        },
      );
    }
    await connection.run('COMMIT');
  } catch (error) {
    await connection.run('ROLLBACK');
    throw error;
  }
}

/** The tables of the catalogue whose rows name customers. */
function accountTables(): AccountTable[] {
  return [...objectCatalogue().values()].flatMap((object) =>
    object.account ? [{ object, columns: object.account }] : [],
  );
}

async function digests(connection: DuckDBConnection): Promise<string> {
  const found: string[] = [];
  for (const table of MIRRORS) found.push(await digestOf(connection, table));
  return found.join(' ');
}

/** The pairs of a warehouse from before they were kept. */
async function pairsOfTables(
  connection: DuckDBConnection,
  tables: readonly AccountTable[],
): Promise<{ pair: Pair; meanings: Meaning[] }[]> {
  const pairs = tables.map(({ object, columns: { code, name } }) => {
    const [c, n] = [identifier(code), identifier(name)];
    return `SELECT ${c} AS code, ${n} AS name FROM ${object.table} WHERE ${c} IS NOT NULL OR ${n} IS NOT NULL`;
  });
  const found = await rows<Pair>(connection, `${pairs.join(' UNION ')} ORDER BY ALL`);
  return found.map((pair) => ({ pair, meanings: [] }));
}

async function moveRows(
  connection: DuckDBConnection,
  tables: readonly AccountTable[],
): Promise<{ moved: number; removed: number; files: string[] }> {
  const total = { moved: 0, removed: 0, files: [] as string[] };
  if ((await count(connection, 'SELECT count(*) FROM changed_meaning')) === 0) return total;
  for (const { object, columns } of tables) {
    const differs = `${onAccount(columns)} AND good.account_id IS DISTINCT FROM m.account_id`;
    const [found] = await rows<{ moved: bigint; removed: bigint; files: string | null }>(
      connection,
      `SELECT count(*) FILTER (m.account_id IS NOT NULL) AS moved, count(*) FILTER (m.account_id IS NULL) AS removed,
         string_agg(DISTINCT good._file, ' ') FILTER (m.account_id IS NULL) AS files
       FROM ${object.table} AS good JOIN changed_meaning AS m ON ${differs}`,
    );
    const [moved, removed] = [Number(found?.moved), Number(found?.removed)];
    if (moved + removed === 0) continue;
    const join = `${object.table} AS good JOIN changed_meaning AS m ON ${differs}`;
    if (object.id === 'delivery') await touch(connection, `SELECT good.delivered_on AS day FROM ${join}`);
    // the marts read from the changes of a customer whether it is a key account
    if (object.id === 'account_change') {
      await touch(
        connection,
        `SELECT delivered_on AS day FROM sales.delivery
         WHERE account_id IN (SELECT unnest([good.account_id, m.account_id]) FROM ${join})`,
      );
    }
    await connection.run(
      `UPDATE ${object.table} AS good SET account_id = m.account_id FROM changed_meaning AS m WHERE ${differs} AND m.account_id IS NOT NULL`,
    );
    await connection.run(
      `DELETE FROM ${object.table} AS good USING changed_meaning AS m WHERE ${differs} AND m.account_id IS NULL`,
    );
    total.moved += moved;
    total.removed += removed;
    total.files.push(...(found?.files?.split(' ') ?? []));
  }
  return total;
}

async function touch(connection: DuckDBConnection, days: string): Promise<void> {
  await connection.run(
    `INSERT OR IGNORE INTO meta.touched SELECT DISTINCT 'delivery', date_trunc('month', day)::DATE FROM (${days})`,
  );
}
