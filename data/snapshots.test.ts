import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { rows } from './duck.ts';
import { homeAt, type Home } from './home.ts';
import {
  currentSnapshotId,
  listSnapshots,
  openSnapshot,
  pruneSnapshots,
  publishSnapshot,
  snapshotFile,
  snapshotIdAt,
} from './snapshots.ts';
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

test('a snapshot is a copy that later writes do not reach, and CURRENT names the newest', async () => {
  const first = await publish('2012-06-19T02:00:00.123Z');
  expect(first).toEqual({
    id: '20120619T020000123',
    file: snapshotFile(home, '20120619T020000123'),
    asOf: '2012-06-18',
  });
  expect(await readFile(home.current, 'utf8')).toBe('20120619T020000123\n');
  await warehouse.connection.run("INSERT INTO meta.touched VALUES ('delivery', DATE '2012-06-01')");
  const second = await publish('2012-06-20T02:00:00Z');
  expect(await currentSnapshotId(home)).toBe(second.id);
  expect(await listSnapshots(home)).toEqual([first.id, second.id]);
  const touched = 'SELECT count(*)::INTEGER AS n FROM meta.touched';
  expect([await ask(first.id, touched), await ask(second.id, touched)]).toEqual([[{ n: 0 }], [{ n: 1 }]]);
  expect(
    await ask(
      second.id,
      "SELECT as_of::VARCHAR AS as_of, array_to_string(runs, ' ') AS runs FROM meta.publication ORDER BY snapshot DESC LIMIT 1",
    ),
  ).toEqual([{ as_of: '2012-06-18', runs: 'r1 r2' }]);
  expect((await readdir(home.snapshots)).filter((name) => !name.endsWith('.duckdb'))).toEqual([]);
});

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

test('a publication that fails leaves the last good snapshot current and no draft', async () => {
  const good = await publish('2012-06-19T02:00:00Z');
  await expect(publish('2012-06-19T02:00:00Z')).rejects.toMatchObject({
    code: 'publish_failed',
    where: { file: good.file },
  });
  expect(await currentSnapshotId(home)).toBe(good.id);
  expect(await readdir(home.snapshots)).toEqual([`${good.id}.duckdb`]);
  expect(await ask(good.id, 'SELECT count(*)::INTEGER AS n FROM meta.publication')).toEqual([{ n: 1 }]);
});

test('pruning deletes what retention drops but never the current one, nor what is no snapshot', async () => {
  await mkdir(home.snapshots, { recursive: true });
  const ids = Array.from({ length: 30 }, (_, i) => snapshotIdAt(new Date(Date.UTC(2012, 5, 18, 0, i))));
  for (const id of ids) await writeFile(snapshotFile(home, id), '');
  await writeFile(path.join(home.snapshots, 'notes.txt'), '');
  const current = ids[3] ?? '';
  const gone = await pruneSnapshots(home, current);
  expect(await listSnapshots(home)).toEqual([current, ...ids.slice(-3)]);
  expect(gone).toHaveLength(26);
  expect(await readdir(home.snapshots)).toContain('notes.txt');
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
