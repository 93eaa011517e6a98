import type { DuckDBConnection } from '@duckdb/node-api';
import { existsSync } from 'node:fs';
import { literal, rows } from '../../data/duck.ts';
import type { Home } from '../../data/home.ts';
import type { Source } from '../../data/source-file.ts';
import { quarantineFile } from '../../data/quarantine.ts';
import type { Staged } from '../stage/stage.ts';

/** When each file was first loaded, how often, how many rows of others it corrected and how many it left as they were. */
const LOADS = `(SELECT file, source, min(loaded_at) AS first_at, count(*) AS times, sum(updated) AS updated,
  sum(unchanged) AS unchanged FROM meta.load GROUP BY file, source)`;

/**
 * Queue the files that must be staged again because of the pairs in the temporary table `changed_meaning`: loaded files with
 * rows of these pairs kept aside, and the files whose rows were taken out. A row that was taken out may have stood in place
 * of one of another file of its object: files are queued too of which that cannot be excluded.
 * @param emptied files whose rows were taken out
 * @param sources those there are, which feed one table if they have one object
 */
export async function queueFiles(
  connection: DuckDBConnection,
  emptied: readonly string[],
  sources: readonly Pick<Source, 'id' | 'object'>[],
): Promise<void> {
  await connection.run(`INSERT OR IGNORE INTO meta.restage
    SELECT DISTINCT p.file, p.source FROM crm.account_pending AS p
    JOIN changed_meaning AS m ON p.code IS NOT DISTINCT FROM m.code AND p.name IS NOT DISTINCT FROM m.name
    WHERE p.file IN (SELECT file FROM meta.load)`);
  if (emptied.length === 0) return;
  await connection.run(
    `INSERT OR IGNORE INTO meta.restage
     WITH feeds AS (SELECT unnest(string_split($ids, ' ')) AS source, unnest(string_split($objects, ' ')) AS object),
     loads AS (SELECT l.*, coalesce(f.object, l.source) AS object FROM ${LOADS} AS l LEFT JOIN feeds AS f USING (source)),
     emptied AS (FROM loads WHERE file IN (SELECT unnest(string_split($files, ' '))))
     SELECT file, source FROM emptied
     UNION SELECT other.file, other.source FROM loads AS other JOIN emptied AS e USING (object)
     WHERE (other.first_at <= e.first_at AND e.updated > 0) OR (other.first_at >= e.first_at AND other.unchanged > 0)
       OR EXISTS (FROM loads AS again WHERE again.object = e.object AND again.times > 1)`,
    {
      files: emptied.join(' '),
      ids: sources.map((one) => one.id).join(' '),
      objects: sources.map((one) => one.object).join(' '),
    },
  );
}

/**
 * Queue the loaded files that have rows in quarantine whose customer was not known: for a warehouse from before such rows
 * were recorded by pair.
 */
export async function queueQuarantined(connection: DuckDBConnection, home: Home): Promise<void> {
  const loaded = await rows<{ file: string }>(connection, 'SELECT DISTINCT file FROM meta.load');
  const kept = loaded.filter(({ file }) => existsSync(quarantineFile(home, file)));
  for (const { file } of kept) {
    await connection.run(
      `INSERT OR IGNORE INTO meta.restage SELECT DISTINCT $file, source FROM meta.load
       WHERE file = $file AND EXISTS (FROM read_parquet(${literal(quarantineFile(home, file))})
         WHERE list_has_any(list_transform(reasons, lambda r: r.code), ['unknown_account', 'account_conflict']))`,
      { file },
    );
  }
}

/** The files to be staged again, in the order in which they were first loaded. */
export function filesToRestage(connection: DuckDBConnection): Promise<{ file: string; source: string }[]> {
  return rows(
    connection,
    `SELECT r.file, r.source FROM meta.restage AS r JOIN ${LOADS} AS l USING (file) ORDER BY l.first_at, r.file`,
  );
}

/**
 * Record what resolving the staged file found, before its rows are loaded: the pairs in use and the rows kept aside.
 */
export async function recordResolution(
  connection: DuckDBConnection,
  staged: Staged,
  file: string,
): Promise<void> {
  await connection.run('BEGIN');
  try {
    await connection.run('DELETE FROM crm.account_pending WHERE file = $file', { file });
    await connection.run(
      `INSERT INTO crm.account_pending
       SELECT $file, $source, code, name, how, count(*), min(day), max(day) FROM unresolved
       WHERE code IS NOT NULL OR name IS NOT NULL GROUP BY code, name, how ORDER BY ALL`,
      { file, source: staged.source.id },
    );
    await connection.run(`INSERT INTO crm.account_map
      SELECT m.* FROM account_map AS m ANTI JOIN crm.account_map AS k
        ON k.code IS NOT DISTINCT FROM m.code AND k.name IS NOT DISTINCT FROM m.name
      WHERE m.code IS NOT NULL OR m.name IS NOT NULL`);
    await connection.run('COMMIT');
  } catch (error) {
    await connection.run('ROLLBACK');
    throw error;
  }
}

/** Strike a file off the queue, in the transaction that loads its rows. */
export async function strikeOff(connection: DuckDBConnection, file: string): Promise<void> {
  await connection.run('DELETE FROM meta.restage WHERE file = $file', { file });
}
