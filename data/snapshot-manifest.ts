import type { DuckDBConnection } from '@duckdb/node-api';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { copiedSchema } from './copy.ts';
import { sha256Of } from './digest.ts';
import { identifier, literal, rows } from './duck.ts';
import { syncFolder, writeDurably } from './durable.ts';
import { CoalfaceError, systemCode } from './errors.ts';
import type { Home } from './home.ts';
import { snapshotFile } from './snapshots.ts';

const manifest = z.strictObject({
  id: z.string(),
  /** `YYYY-MM-DD`; null while there is no live daily feed */
  asOf: z.string().nullable(),
  /** instant, ISO 8601 */
  publishedAt: z.string(),
  runs: z.array(z.string()),
  bytes: z.int().positive(),
  /** of the file; null between the swap and the end of its computation */
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  copy: copiedSchema,
  /** rows of every table, by `schema.table` */
  tables: z.record(z.string(), z.int().nonnegative()),
});

/** What is known of a published snapshot, beside it as `snapshots/<id>.json`. */
export type SnapshotManifest = z.infer<typeof manifest>;

/** The path of the manifest of a snapshot. @throws CoalfaceError `bad_snapshot_id` */
export function manifestFile(home: Home, id: string): string {
  return snapshotFile(home, id).replace(/\.duckdb$/, '.json');
}

/** The manifest of a snapshot; null for one that was published without. @throws CoalfaceError `bad_manifest` */
export async function readManifest(home: Home, id: string): Promise<SnapshotManifest | null> {
  const file = manifestFile(home, id);
  try {
    return manifest.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw new CoalfaceError('bad_manifest', 'the manifest of a snapshot cannot be read', {
      cause: error,
      where: { file },
      hint: 'the snapshot itself may be sound: move the manifest away, then run `coalface snapshots verify`',
    });
  }
}

/** Write the manifest of a snapshot durably. */
export function writeManifest(home: Home, made: SnapshotManifest): void {
  writeDurably(manifestFile(home, made.id), `${JSON.stringify(made, null, 2)}\n`);
  syncFolder(home.snapshots);
}

/**
 * Compute the digest of a snapshot whose run was killed before it had it; one that has a digest, or was published without
 * a manifest, stays as it is.
 * @throws CoalfaceError `bad_manifest`
 */
export async function completeManifest(home: Home, id: string): Promise<void> {
  const made = await readManifest(home, id);
  if (!made || made.sha256 !== null) return;
  writeManifest(home, { ...made, sha256: await sha256Of(snapshotFile(home, id)) });
}

/** Rows of every table of a database, by `schema.table` in order of name. @param database default: the one that is open */
export async function tableCounts(
  connection: DuckDBConnection,
  database?: string,
): Promise<Record<string, number>> {
  const tables = await rows<{ schema: string; name: string }>(
    connection,
    `SELECT schema_name AS schema, table_name AS name FROM duckdb_tables()
     WHERE NOT internal AND NOT temporary AND database_name = ${database ? literal(database) : 'current_database()'}
     ORDER BY ALL`,
  );
  if (tables.length === 0) return {};
  const prefix = database ? `${identifier(database)}.` : '';
  const counted = await rows<{ name: string; n: bigint }>(
    connection,
    tables
      .map(
        ({ schema, name }) =>
          `SELECT ${literal(`${schema}.${name}`)} AS name, count(*) AS n FROM ${prefix}${identifier(schema)}.${identifier(name)}`,
      )
      .join(' UNION ALL '),
  );
  return Object.fromEntries(
    counted.map(({ name, n }) => [name, Number(n)] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
