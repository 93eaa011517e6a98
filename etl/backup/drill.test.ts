import { mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { homeAt, type Home } from '../../data/home.ts';
import { readManifest } from '../../data/snapshot-manifest.ts';
import { currentSnapshotId } from '../../data/snapshots.ts';
import { openQueryPool } from '../../queries/engine/pool.ts';
import { Journal } from '../journal.ts';
import type { Progress } from '../run-outcome.ts';
import { runEtl } from '../run.ts';
import { rollBack } from '../snapshots/rollback.ts';
import { SnapshotLedger } from '../snapshots/ledger.ts';
import { verifySnapshot } from '../snapshots/verify.ts';
import { DELIVERY_HEADER, deliveryLine, smallHome, type SmallHome } from '../testing/small-home.ts';
import { tableContents } from '../testing/table-contents.ts';
import { backUp, type BackupReport } from './backup.ts';
import { readBackupManifest } from './backup-manifest.ts';
import { restore } from './restore.ts';
import { unloadedFiles } from './unloaded.ts';

let small: SmallHome;
let elsewhere: string;
let clock = Date.parse('2012-06-19T02:00:00Z');
const now = () => new Date((clock += 1000));
const still = () => {};
const run = (home: Home, sources: string[], progress: (progress: Progress) => void = still) =>
  runEtl({ home, sources, now, progress });
const SOURCES = ['accounts', 'deliveries', 'port_bulletin'];

let backup: string;
let published: string;
let made: BackupReport;

/**
 * What the drill begins with: a published snapshot; a page that was loaded after it; one file loaded and one landed by a
 * run that is still at work, while readers read. That run then ends: it is what the restored installation must equal.
 */
beforeAll(async () => {
  small = await smallHome();
  elsewhere = await mkdtemp(path.join(tmpdir(), 'coalface-drill-'));
  backup = path.join(elsewhere, 'backup');
  const { home } = small;
  await small.accounts([
    ['C001', '江海电力股份有限公司', '江海电力', '电力', '2012-06-01'],
    ['C002', '东岭钢铁有限责任公司', '东岭钢铁', '冶金'],
  ]);
  await small.deliveries('a.csv', [DELIVERY_HEADER, deliveryLine('T1', '2012-06-02', 'C001', 100)]);
  published = (await run(home, ['accounts', 'deliveries'])).published?.id ?? '';
  await small.portPage(
    '2012-06',
    '2012-06-19 09:30:00',
    [
      ['秦皇岛港', '900', '30', '30', '10'],
      ['曹妃甸港', '200', '30', '30', '10'],
      ['京唐港', '300', '30', '30', '10'],
      ['天津港', '300', '30', '30', '10'],
      ['四港合计', '1700', '120', '120', '40'],
    ].map((cells) => ['2012-06-18', ...cells]),
  );
  await run(home, ['port_bulletin']);
  await rollBack(home, now, { to: published, by: 'li', reason: null, hold: false });

  await small.deliveries('b.csv', [
    DELIVERY_HEADER,
    deliveryLine('T1', '2012-06-02', 'C001', 90),
    deliveryLine('T2', '2012-06-03', 'C002', 50),
    deliveryLine('T9', '2012-02-30', 'C002', 50),
  ]);
  await small.deliveries('c.csv', [DELIVERY_HEADER, deliveryLine('T2', '2012-06-03', 'C002', 55)]);
  const pool = await openQueryPool(home);
  let backingUp: Promise<BackupReport> | undefined;
  await run(home, ['deliveries'], ({ step, source, done, total }) => {
    if (step === 'load' && source === 'deliveries' && done === 1 && total === 2)
      backingUp ??= backUp(home, backup, now, still);
  });
  await pool.run('port_stock');
  await pool.close();
  if (!backingUp) throw new Error('the run loaded no second file');
  made = await backingUp;
});
afterAll(async () => {
  await small.remove();
  await rm(elsewhere, { recursive: true, force: true });
});

test('the backup holds the published snapshot, what had landed, and the state of that instant', async () => {
  expect(made).toMatchObject({ snapshot: published, copied: { files: made.files } });
  const manifest = await readBackupManifest(backup);
  const homePaths = manifest?.files.map((file) => file.home) ?? [];
  expect(homePaths).toContain(`snapshots/${published}.duckdb`);
  expect(homePaths).toContain('state.sqlite');
  expect(homePaths.filter((name) => name.startsWith('landing/receipts/')).length).toBeGreaterThanOrEqual(5);
  expect(await currentSnapshotId(small.home)).not.toBe(published);
});

test('one damaged byte: the restore names the file and leaves the home empty', async () => {
  const landed = (await readBackupManifest(backup))?.files.find(({ home }) =>
    /^landing\/[0-9a-f]{2}\//.test(home),
  );
  const file = path.join(backup, landed?.backup ?? '');
  await flipByte(file, 10);
  const home = homeAt(path.join(elsewhere, 'refused'));
  await expect(restore(home, backup, now, still)).rejects.toMatchObject({
    code: 'damaged_backup',
    where: { file },
  });
  await expect(readdir(home.root)).rejects.toMatchObject({ code: 'ENOENT' });
  await flipByte(file, 10);
});

async function flipByte(file: string, at: number): Promise<void> {
  const handle = await open(file, 'r+');
  const byte = Buffer.alloc(1);
  await handle.read(byte, 0, 1, at);
  await handle.write(Buffer.from([(byte[0] ?? 0) ^ 1]), 0, 1, at);
  await handle.close();
}

test('restored elsewhere and run once, it equals the undisturbed installation, table by table', async () => {
  const home = homeAt(path.join(elsewhere, 'restored'));
  const restored = await restore(home, backup, now, still);
  expect(restored).toMatchObject({ snapshot: published, unloaded: 3 });
  expect(await currentSnapshotId(home)).toBe(published);
  expect((await verifySnapshot(home, published, still)).faults).toEqual([]);
  // the inbox is gone, and so is the site: what had landed is loaded all the same
  const outcome = await run(home, SOURCES);
  expect(outcome.errors.map(({ code }) => code)).toEqual(['site_missing']);
  expect(outcome.files.map((file) => file.name)).toEqual(['b.csv', 'c.csv', '2012-06.html']);
  expect(SOURCES.flatMap((source) => unloadedFiles(home, source))).toEqual([]);
  const [mine, theirs] = [await tableContents(small.home), await tableContents(home)];
  expect(Object.keys(theirs)).toEqual(Object.keys(mine));
  for (const table of Object.keys(mine)) expect([table, theirs[table]]).toEqual([table, mine[table]]);
  expect(mine['sales.delivery']).toHaveLength(2);
  expect(mine['market.observation']?.length).toBeGreaterThan(3);
  // the same rows are kept aside
  const [kept, keptThere] = [small.home, home].map((one) => {
    const journal = new Journal(one, now);
    const found = journal.quarantine().map(({ file, rows: n }) => [file, n]);
    journal.close();
    return found;
  });
  expect([kept, keptThere?.length]).toEqual([keptThere, 1]);
  // decisions come along: the rollback is on record, and the newest id is above all others
  const ledger = new SnapshotLedger(home, now);
  expect(ledger.rollbacks()).toMatchObject([{ to: published, by: 'li' }]);
  ledger.close();
  expect((outcome.published?.id ?? '') > published).toBe(true);
  expect((await readManifest(home, outcome.published?.id ?? ''))?.sha256).not.toBeNull();
});

test('a second backup copies what is new, and the first stays whole until the last step', async () => {
  const again = await backUp(small.home, backup, now, still);
  expect(again.snapshot).toBe(await currentSnapshotId(small.home));
  expect(again.copied.files).toBeLessThan(again.files / 2);
  expect(await readdir(path.join(backup, 'snapshots'))).toEqual([`${again.snapshot}.duckdb`]);
  expect((await readdir(backup)).filter((name) => name.startsWith('files-'))).toHaveLength(1);
  const home = homeAt(path.join(elsewhere, 'again'));
  expect(await restore(home, backup, now, still)).toMatchObject({ snapshot: again.snapshot, unloaded: 0 });
  expect(await tableContents(home)).toEqual(await tableContents(small.home));
});

test('a restore only fills an empty home, and only from a backup', async () => {
  await expect(restore(small.home, backup, now, still)).rejects.toMatchObject({ code: 'home_not_empty' });
  const home = homeAt(path.join(elsewhere, 'none'));
  await expect(restore(home, elsewhere, now, still)).rejects.toMatchObject({ code: 'no_backup' });
});

test('a backup goes into no folder that holds something else, nor into the installation', async () => {
  await writeFile(path.join(elsewhere, 'notes.txt'), '');
  for (const dir of [elsewhere, path.join(small.home.root, 'backup'), path.dirname(small.home.root)])
    await expect(backUp(small.home, dir, now, still)).rejects.toMatchObject({ code: 'bad_backup_folder' });
});

test('a landed file that is not what was received stops the backup and is named', async () => {
  const manifest = await readBackupManifest(backup);
  const landed = manifest?.files.find(({ home }) => /^landing\/[0-9a-f]{2}\//.test(home));
  const file = path.join(small.home.root, landed?.home ?? '');
  await flipByte(file, 3);
  const other = path.join(elsewhere, 'other');
  await expect(backUp(small.home, other, now, still)).rejects.toMatchObject({
    code: 'damaged_source',
    where: { file },
  });
  expect(await readBackupManifest(other)).toBeNull();
});
