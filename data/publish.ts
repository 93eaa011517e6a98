import { faultPoint } from '#fault-point';
import type { DuckDBConnection } from '@duckdb/node-api';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { copyApart, type Copy } from './copy.ts';
import { rows } from './duck.ts';
import { syncFolder, writeDurably } from './durable.ts';
import { CoalfaceError } from './errors.ts';
import type { Home } from './home.ts';
import { removeSnapshot } from './prune.ts';
import { tableCounts, writeManifest, type SnapshotManifest } from './snapshot-manifest.ts';
import {
  currentSnapshotId,
  listSnapshots,
  openSnapshot,
  snapshotFile,
  snapshotIdAt,
  type Snapshot,
} from './snapshots.ts';

/** What is published, and who has a say in it. */
export interface Publication {
  now: Date;
  asOf: string | null;
  runs: string[];
  /**
   * Called when the new snapshot is complete, to call `point`, which puts it into service. What it throws keeps the
   * snapshot out of service, and it is deleted again; default: calls `point`.
   */
  swap?: (point: () => void) => void;
}

/**
 * Publish the warehouse: record the publication in it, checkpoint, copy it to `snapshots/<id>.duckdb`, open the copy
 * read-only and verify it, write its manifest, make all durable, then swap `CURRENT`. The digest of the copy is completed
 * in the manifest after the swap, so that readers do not wait for it.
 * The copy is made by a child process: a handle opened here on the live file would drop DuckDB's lock when closed, and a
 * copy without a checkpoint would lose what is in the write-ahead log.
 * @throws CoalfaceError `publish_failed`; the previous snapshot then stays current. `publishing_held` of `swap`;
 * `checksum_failed`: the new one is in service
 */
export async function publishSnapshot(
  connection: DuckDBConnection,
  home: Home,
  publication: Publication,
): Promise<Snapshot> {
  const { asOf, runs, swap = (point) => point() } = publication;
  await mkdir(home.snapshots, { recursive: true });
  const id = await freshId(connection, home, publication.now);
  const file = snapshotFile(home, id);
  const draft = `${file}.tmp`;
  const publishedAt = publication.now.toISOString();
  let copy: Copy | undefined;
  let made: SnapshotManifest;
  try {
    await removeDrafts(home);
    await connection.run(
      `INSERT INTO meta.publication (snapshot, published_at, as_of, runs)
       VALUES ($id, $at::TIMESTAMPTZ, $asOf::DATE, string_split($runs, ' '))`,
      { id, at: publishedAt, asOf, runs: runs.join(' ') },
    );
    faultPoint('publication_recorded');
    await connection.run('CHECKPOINT');
    faultPoint('checkpoint');
    copy = await copyApart(home.warehouse, draft);
    const { bytes, tables } = await examine(draft, id);
    faultPoint('copied');
    await rename(draft, file);
    faultPoint('snapshot_in_place');
    const { method, ms } = copy;
    made = { id, asOf, publishedAt, runs, bytes, sha256: null, copy: { method, ms }, tables };
    writeManifest(home, made);
    faultPoint('manifest');
    swap(() => pointTo(home, id));
  } catch (error) {
    copy?.stop();
    await rm(draft, { force: true });
    if ((await currentSnapshotId(home)) !== id) await removeSnapshot(home, id);
    if (error instanceof CoalfaceError && error.code === 'publishing_held') throw error;
    throw new CoalfaceError('publish_failed', `snapshot ${id} was not published`, {
      cause: error,
      where: { file },
      hint: 'the previous snapshot stays in service; check the free disk space and run again',
    });
  }
  const sha256 = await copy.sha256.catch((error: unknown) => {
    throw new CoalfaceError('checksum_failed', `snapshot ${id} is in service without a checksum`, {
      cause: error,
      where: { file },
      hint: 'look at it with `coalface snapshots verify`; the next publication has one again',
    });
  });
  writeManifest(home, { ...made, sha256 });
  faultPoint('checksum');
  return { id, file, asOf };
}

/**
 * Put a snapshot into service: swap `CURRENT` atomically and durably. Synchronous, so that a database transaction can
 * hold all other swaps off.
 */
export function pointTo(home: Home, id: string): void {
  writeDurably(home.current, `${id}\n`);
  faultPoint('pointer_swapped');
  syncFolder(home.root);
}

/**
 * The id of a publication at an instant. Ids only grow, also when the clock was set back or an installation was restored
 * from another machine: which runs are published is read from their order.
 */
async function freshId(connection: DuckDBConnection, home: Home, now: Date): Promise<string> {
  const [recorded] = await rows<{ id: string | null }>(
    connection,
    'SELECT max(snapshot) AS id FROM meta.publication',
  );
  const newest = [...(await listSnapshots(home)), recorded?.id ?? ''].sort().at(-1) ?? '';
  const wanted = snapshotIdAt(now);
  return wanted > newest ? wanted : snapshotIdAt(new Date(instantOf(newest).getTime() + 1));
}

function instantOf(id: string): Date {
  return new Date(id.replace(/^(....)(..)(..)T(..)(..)(..)(...)$/, '$1-$2-$3T$4:$5:$6.$7Z'));
}

/** Only the one writer publishes, so every draft is that of a run that was killed. */
async function removeDrafts(home: Home): Promise<void> {
  for (const name of await readdir(home.snapshots)) {
    if (name.endsWith('.tmp')) await rm(path.join(home.snapshots, name), { force: true });
  }
}

/** The copy opens on its own and its newest publication is the one being made. */
async function examine(file: string, id: string): Promise<{ bytes: number; tables: Record<string, number> }> {
  const instance = await openSnapshot(file);
  const connection = await instance.connect();
  try {
    const [newest] = await rows<{ snapshot: string }>(
      connection,
      'SELECT max(snapshot) AS snapshot FROM meta.publication',
    );
    if (newest?.snapshot !== id) throw new Error(`the copy shows publication ${newest?.snapshot}, not ${id}`);
    return { bytes: (await stat(file)).size, tables: await tableCounts(connection) };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
