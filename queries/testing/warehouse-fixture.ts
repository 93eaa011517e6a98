import type { DuckDBConnection } from '@duckdb/node-api';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { homeAt, type Home } from '../../data/home.ts';
import { publishSnapshot } from '../../data/publish.ts';
import type { Snapshot } from '../../data/snapshots.ts';
import { openWarehouse } from '../../data/warehouse.ts';

/** What a publication states beside its rows. */
export interface Publication {
  asOf: string | null;
  now: Date;
}

/** 18 June 2012, 18:00 in Shanghai: the evening of the data date of every golden number. */
export const DEMO_PUBLICATION: Publication = { asOf: '2012-06-18', now: new Date('2012-06-18T10:00:00Z') };

/**
 * Add rows to the warehouse of a home (made with schema and reference data if it is not there) and publish it.
 * @param fill inserts the rows
 * @returns the snapshot published
 */
export async function publishRows(
  home: Home,
  fill: (connection: DuckDBConnection) => Promise<void>,
  publication: Publication = DEMO_PUBLICATION,
): Promise<Snapshot> {
  const warehouse = await openWarehouse(home);
  try {
    await fill(warehouse.connection);
    return await publishSnapshot(warehouse.connection, home, { ...publication, runs: ['hand-made'] });
  } finally {
    warehouse.close();
  }
}

/** A state folder below the system's temporary folder; call `remove` when done. */
export async function temporaryHome(): Promise<{ home: Home; remove(): Promise<void> }> {
  const root = await mkdtemp(path.join(tmpdir(), 'coalface-home-'));
  return { home: homeAt(root), remove: () => rm(root, { recursive: true, force: true }) };
}
