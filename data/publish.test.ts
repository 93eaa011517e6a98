import { constants, copyFileSync, readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { rows } from './duck.ts';
import { CoalfaceError, systemCode } from './errors.ts';
import { homeAt, type Home } from './home.ts';
import { publishSnapshot, type Publication } from './publish.ts';
import { readManifest } from './snapshot-manifest.ts';
import { currentSnapshotId, listSnapshots, openSnapshot, snapshotFile } from './snapshots.ts';
import { openWarehouse, type Warehouse } from './warehouse.ts';

let home: Home;
let warehouse: Warehouse;
beforeEach(async () => {
  home = homeAt(await mkdtemp(path.join(tmpdir(), 'coalface-publish-')));
  warehouse = await openWarehouse(home);
});
afterEach(async () => {
  warehouse.close();
  await rm(home.root, { recursive: true, force: true });
});

const publish = (at: string, swap?: Publication['swap']) =>
  publishSnapshot(warehouse.connection, home, {
    now: new Date(at),
    asOf: '2012-06-18',
    runs: ['r1', 'r2'],
    ...(swap && { swap }),
  });

const touch = (month: string) =>
  warehouse.connection.run("INSERT INTO meta.touched VALUES ('delivery', $month::DATE)", { month });

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
  await touch('2012-06-01');
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
  expect(await readdir(home.snapshots)).toEqual(
    [first.id, second.id].flatMap((id) => [`${id}.duckdb`, `${id}.json`]),
  );
});

test('the manifest says what the snapshot is, how it was copied and what is in it', async () => {
  await touch('2012-06-01');
  const { id, file } = await publish('2012-06-19T02:00:00Z');
  const bytes = await readFile(file);
  const manifest = await readManifest(home, id);
  expect(manifest).toMatchObject({
    id,
    asOf: '2012-06-18',
    publishedAt: '2012-06-19T02:00:00.000Z',
    runs: ['r1', 'r2'],
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    copy: { method: canClone() ? 'reflink' : 'copy' },
  });
  expect(manifest?.tables).toMatchObject({ 'meta.touched': 1, 'meta.publication': 1, 'sales.delivery': 0 });
  expect(Object.keys(manifest?.tables ?? {})).toHaveLength(
    Number((await ask<{ n: bigint }>(id, 'SELECT count(*) AS n FROM duckdb_tables()'))[0]?.n),
  );
});

/** Whether the file system of the temporary folder shares blocks between files. */
function canClone(): boolean {
  try {
    copyFileSync(home.current, `${home.current}.clone`, constants.COPYFILE_FICLONE_FORCE);
    return true;
  } catch (error) {
    expect(['ENOTSUP', 'ENOSYS', 'EXDEV', 'ENOTTY', 'EINVAL']).toContain(systemCode(error));
    return false;
  }
}

test('the new snapshot is complete before the pointer is swapped; only its checksum may come later', async () => {
  const first = await publish('2012-06-19T02:00:00Z');
  let seen: unknown;
  const { id } = await publish('2012-06-20T02:00:00Z', (point) => {
    const manifest: unknown = JSON.parse(
      readFileSync(path.join(home.snapshots, '20120620T020000000.json'), 'utf8'),
    );
    seen = [readFileSync(home.current, 'utf8').trim(), manifest];
    point();
  });
  expect(seen).toMatchObject([first.id, { id, sha256: null }]);
  expect((await readManifest(home, id))?.sha256).toMatch(/^[0-9a-f]{64}$/);
});

test('a publication that fails leaves the last good snapshot current and no draft', async () => {
  const good = await publish('2012-06-19T02:00:00Z');
  await mkdir(`${home.current}.tmp`);
  await expect(publish('2012-06-20T02:00:00Z')).rejects.toMatchObject({
    code: 'publish_failed',
    where: { file: snapshotFile(home, '20120620T020000000') },
  });
  expect(await currentSnapshotId(home)).toBe(good.id);
  expect(await readdir(home.snapshots)).toEqual([`${good.id}.duckdb`, `${good.id}.json`]);
  expect(await ask(good.id, 'SELECT count(*)::INTEGER AS n FROM meta.publication')).toEqual([{ n: 1 }]);
});

test('a publication that is held is deleted again and said so', async () => {
  const good = await publish('2012-06-19T02:00:00Z');
  const held = new CoalfaceError('publishing_held', 'held');
  await expect(
    publish('2012-06-20T02:00:00Z', () => {
      throw held;
    }),
  ).rejects.toBe(held);
  expect(await listSnapshots(home)).toEqual([good.id]);
  expect(await currentSnapshotId(home)).toBe(good.id);
});

test('ids only grow: at the same instant, and when the clock was set back', async () => {
  const ids = [];
  for (const at of [
    '2012-06-19T02:00:00Z',
    '2012-06-19T02:00:00Z',
    '2011-01-01T00:00:00Z',
    '2012-06-20T00:00:00Z',
  ])
    ids.push((await publish(at)).id);
  expect(ids).toEqual([
    '20120619T020000000',
    '20120619T020000001',
    '20120619T020000002',
    '20120620T000000000',
  ]);
});

test('the draft of a killed run is cleared away by the next publication', async () => {
  await mkdir(home.snapshots, { recursive: true });
  await writeFile(path.join(home.snapshots, '20120618T020000000.duckdb.tmp'), 'half');
  const { id } = await publish('2012-06-19T02:00:00Z');
  expect(await readdir(home.snapshots)).toEqual([`${id}.duckdb`, `${id}.json`]);
});
