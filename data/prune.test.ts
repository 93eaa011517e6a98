import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { homeAt, type Home } from './home.ts';
import { pruneSnapshots } from './prune.ts';
import { manifestFile } from './snapshot-manifest.ts';
import { listSnapshots, snapshotFile, snapshotIdAt } from './snapshots.ts';

let home: Home;
const ids = Array.from({ length: 30 }, (_, i) => snapshotIdAt(new Date(Date.UTC(2012, 5, 18, 0, i))));
const [current = '', pinned = ''] = [ids[3], ids[7]];

beforeEach(async () => {
  home = homeAt(await mkdtemp(path.join(tmpdir(), 'coalface-prune-')));
  await mkdir(home.snapshots, { recursive: true });
  for (const id of ids) {
    await writeFile(snapshotFile(home, id), '12345');
    await writeFile(manifestFile(home, id), '{}');
  }
  await writeFile(path.join(home.snapshots, 'notes.txt'), '');
  await writeFile(home.current, current);
});
afterEach(() => rm(home.root, { recursive: true, force: true }));

test('what retention drops goes with its manifest; the current, the pinned and what is no snapshot stay', async () => {
  const pruning = await pruneSnapshots(home, { pinned: new Set([pinned]) });
  const kept = [current, pinned, ...ids.slice(-3)];
  expect(await listSnapshots(home)).toEqual(kept);
  expect(pruning).toEqual({ deleted: ids.filter((id) => !kept.includes(id)), bytes: 25 * 5, busy: [] });
  expect((await readdir(home.snapshots)).sort()).toEqual(
    [...kept.flatMap((id) => [`${id}.duckdb`, `${id}.json`]), 'notes.txt'].sort(),
  );
});

test('a dry run says the same and deletes nothing', async () => {
  const dry = await pruneSnapshots(home, { pinned: new Set([pinned]), dryRun: true });
  expect(await listSnapshots(home)).toEqual(ids);
  expect(await pruneSnapshots(home, { pinned: new Set([pinned]) })).toEqual(dry);
});
