import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { rows } from './duck.ts';
import { homeAt, type Home } from './home.ts';
import { publishSnapshot } from './publish.ts';
import { currentSnapshotId, listSnapshots, openSnapshot, snapshotFile } from './snapshots.ts';
import { openWarehouse, type Warehouse } from './warehouse.ts';

let home: Home;
let warehouse: Warehouse;
beforeEach(async () => {
  home = homeAt(await mkdtemp(path.join(tmpdir(), 'coalface-snapshots-')));
  warehouse = await openWarehouse(home);
});
afterEach(async () => {
  warehouse.close();
  await rm(home.root, { recursive: true, force: true });
});

const publish = (at: string) =>
  publishSnapshot(warehouse.connection, home, { now: new Date(at), asOf: '2012-06-18', runs: ['r1', 'r2'] });

async function ask<T extends object>(id: string, sql: string): Promise<T[]> {
  const instance = await openSnapshot(snapshotFile(home, id));
  const connection = await instance.connect();
  try {
    return await rows<T>(connection, sql);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

test('a snapshot can neither be written nor lead out of itself', async () => {
  const { id } = await publish('2012-06-19T02:00:00Z');
  await expect(ask(id, "INSERT INTO meta.touched VALUES ('delivery', DATE '2012-06-01')")).rejects.toThrow(
    /read-only/i,
  );
  await expect(ask(id, `FROM read_text('${home.current}')`)).rejects.toThrow(/disabled/i);
  await expect(ask(id, 'SET enable_external_access = true')).rejects.toThrow();
  await expect(ask(id, "SET memory_limit = '90GB'")).rejects.toThrow(/locked/i);
  expect(await ask(id, "SELECT current_setting('TimeZone') AS zone")).toEqual([{ zone: 'Asia/Shanghai' }]);
});

test('before the first publication there is none', async () => {
  expect(await currentSnapshotId(home)).toBeNull();
  expect(await listSnapshots(home)).toEqual([]);
});

test.each(['', 'x', '20120619', '../20120619T020000123', '20120619T020000123/..'])(
  '%j is no snapshot id',
  async (id) => {
    expect(() => snapshotFile(home, id)).toThrow(
      expect.objectContaining({ code: 'bad_snapshot_id' }) as Error,
    );
    await writeFile(home.current, id);
    expect(await currentSnapshotId(home)).toBeNull();
  },
);

test('a snapshot that is missing or damaged is named', async () => {
  const file = snapshotFile(home, '20120619T020000123');
  await expect(openSnapshot(file)).rejects.toMatchObject({ code: 'snapshot_unreadable', where: { file } });
  await mkdir(home.snapshots, { recursive: true });
  await writeFile(file, 'x'.repeat(20_000));
  await expect(openSnapshot(file)).rejects.toMatchObject({ code: 'snapshot_unreadable', where: { file } });
});
