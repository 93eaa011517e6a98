import { open, readFile, rm, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pruneSnapshots } from '../../data/prune.ts';
import { manifestFile, readManifest, writeManifest } from '../../data/snapshot-manifest.ts';
import { currentSnapshotId, listSnapshots, snapshotFile } from '../../data/snapshots.ts';
import { Journal } from '../journal.ts';
import type { RunOutcome } from '../run-outcome.ts';
import { runEtl } from '../run.ts';
import { DELIVERY_HEADER, deliveryLine, smallHome, type SmallHome } from '../testing/small-home.ts';
import { diffFigures } from './diff-figures.ts';
import { diffTables } from './diff-tables.ts';
import { SnapshotLedger } from './ledger.ts';
import { rollBack } from './rollback.ts';
import { verifySnapshot } from './verify.ts';

let small: SmallHome;
let clock = Date.parse('2012-06-19T02:00:00Z');
const now = () => new Date((clock += 1000));
const run = (): Promise<RunOutcome> =>
  runEtl({ home: small.home, sources: ['accounts', 'deliveries'], now, progress: () => {} });
const verify = (id: string) => verifySnapshot(small.home, id, () => {});
let good: string;
let bad: string;

beforeAll(async () => {
  small = await smallHome();
  await small.accounts([
    ['C001', '江海电力股份有限公司', '江海电力', '电力', '2012-06-01'],
    ['C002', '东岭钢铁有限责任公司', '东岭钢铁', '冶金'],
  ]);
  await small.deliveries('a.csv', [
    DELIVERY_HEADER,
    deliveryLine('T1', '2012-06-02', 'C001', 100),
    deliveryLine('T2', '2012-06-02', 'C002', 100),
  ]);
  good = (await run()).published?.id ?? '';
  await small.deliveries('b.csv', [
    DELIVERY_HEADER,
    deliveryLine('T1', '2012-06-02', 'C001', 300),
    deliveryLine('T3', '2012-06-02', 'C002', 100),
  ]);
  bad = (await run()).published?.id ?? '';
});
afterAll(() => small.remove());

test('a published snapshot is sound; the briefing that cites it pins it', async () => {
  expect(await verify(bad)).toMatchObject({ id: bad, faults: [], unchecked: [] });
  const ledger = new SnapshotLedger(small.home, now);
  expect(ledger.pins()).toMatchObject([
    { snapshot: bad, briefing: expect.stringMatching(/^2012-W/) as string },
  ]);
  ledger.close();
});

test('what is wrong with a snapshot is named', async () => {
  const manifest = await readManifest(small.home, bad);
  if (!manifest) throw new Error('no manifest');
  const [copy, text] = [
    await readFile(snapshotFile(small.home, bad)),
    await readFile(manifestFile(small.home, bad)),
  ];
  const faults = async () => (await verify(bad)).faults.map(({ code }) => code);
  const file = await open(snapshotFile(small.home, bad), 'r+');
  await file.write(Buffer.from([copy[20_000]! ^ 1]), 0, 1, 20_000);
  await file.close();
  expect(await faults()).toEqual(['checksum_mismatch']);
  await writeFile(snapshotFile(small.home, bad), copy.subarray(0, 30_000));
  expect(await faults()).toEqual(['size_mismatch']);
  writeManifest(small.home, { ...manifest, bytes: 30_000, sha256: null });
  expect(await faults()).toEqual(['snapshot_unreadable']);
  await writeFile(snapshotFile(small.home, bad), copy);
  writeManifest(small.home, {
    ...manifest,
    tables: { ...manifest.tables, 'sales.delivery': 4, 'sales.gone': 1 },
  });
  expect((await verify(bad)).faults).toEqual([
    { code: 'row_count_mismatch', message: 'sales.delivery: 3 rows, published were 4' },
    { code: 'row_count_mismatch', message: 'sales.gone: no rows, published were 1' },
  ]);
  await writeFile(manifestFile(small.home, bad), '{');
  expect(await faults()).toEqual(['bad_manifest']);
  await rm(manifestFile(small.home, bad));
  expect(await verify(bad)).toMatchObject({ faults: [], unchecked: ['checksum', 'row counts'] });
  await writeFile(manifestFile(small.home, bad), text);
  expect(await faults()).toEqual([]);
  expect((await verify('20110101T000000000')).faults[0]?.code).toBe('unknown_snapshot');
});

test('the difference of two snapshots: rows by key, and the figures with their units', async () => {
  const tables = await diffTables(snapshotFile(small.home, good), snapshotFile(small.home, bad));
  expect(tables.find(({ table }) => table === 'sales.delivery')).toEqual({
    table: 'sales.delivery',
    before: 2,
    after: 3,
    keys: { inserted: 1, removed: 0, changed: 1 },
    columns: { added: [], removed: [] },
  });
  expect(tables.map(({ table }) => table)).toContain('mart.account_day');
  expect(tables.map(({ table }) => table)).not.toContain('crm.account');
  expect(await diffTables(snapshotFile(small.home, good), snapshotFile(small.home, good))).toEqual([]);
  const { figures, errors, asOf } = await diffFigures(small.home, good, bad);
  expect([errors, asOf]).toEqual([[], { before: '2012-06-02', after: '2012-06-02' }]);
  // 100 of 200 tonnes before, 300 of 500 after
  expect(figures.find(({ metric }) => metric === 'cr1')).toMatchObject({
    query: 'concentration',
    unit: 'share',
    before: 0.5,
    after: 0.6,
    difference: 10,
    differenceUnit: 'pp',
  });
  expect(figures.find(({ metric }) => metric === 'total_wt')).toMatchObject({
    before: 0.02,
    after: 0.05,
    difference: 0.03,
    differenceUnit: 'wt',
  });
  expect(figures.filter(({ query }) => query === 'headline_kpis')).toHaveLength(7);
});

test('back, held, loaded, released, published: nothing is lost on the way', async () => {
  expect(await rollBack(small.home, now, { to: good, by: 'li', reason: '发错', hold: true })).toBe(bad);
  expect(await currentSnapshotId(small.home)).toBe(good);
  await expect(
    rollBack(small.home, now, { to: good, by: 'li', reason: null, hold: true }),
  ).rejects.toMatchObject({ code: 'already_in_service' });
  await expect(
    rollBack(small.home, now, { to: '20110101T000000000', by: 'li', reason: null, hold: true }),
  ).rejects.toMatchObject({ code: 'unknown_snapshot' });
  await small.deliveries('c.csv', [DELIVERY_HEADER, deliveryLine('T4', '2012-06-03', 'C001', 50)]);
  const held = await run();
  expect(held).toMatchObject({ published: null, held: { to: good, by: 'li', reason: '发错' }, errors: [] });
  expect(held.files).toHaveLength(1);
  const journal = new Journal(small.home, now);
  expect(journal.runs(1)).toMatchObject([{ id: held.run, status: 'held' }]);
  expect(journal.steps(held.run).find(({ step }) => step === 'publish')?.detail).toMatch(/^held since 2012-/);
  journal.close();
  expect([await currentSnapshotId(small.home), await listSnapshots(small.home)]).toEqual([good, [good, bad]]);
  // nothing new, and still there is something to publish
  expect((await run()).held).not.toBeNull();

  const ledger = new SnapshotLedger(small.home, now);
  ledger.release('wang');
  ledger.close();
  const { published, held: still } = await run();
  expect([still, await currentSnapshotId(small.home)]).toEqual([null, published?.id]);
  const manifest = await readManifest(small.home, published?.id ?? '');
  expect(manifest?.tables['sales.delivery']).toBe(4);
  // the run of the snapshot that was taken back, and the one that was held
  expect(manifest?.runs).toEqual([expect.any(String), held.run]);
  expect((await run()).published).toBeNull();
});

test('back without a hold: the next run publishes again, under a new id; a pin outlives its pruning', async () => {
  const before = await currentSnapshotId(small.home);
  const ledger = new SnapshotLedger(small.home, now);
  ledger.pin(good, '审计', 'li');
  await rollBack(small.home, now, { to: good, by: 'li', reason: null, hold: false });
  const { published } = await run();
  expect(published && before && published.id > before).toBe(true);
  expect((await readManifest(small.home, published?.id ?? ''))?.tables['sales.delivery']).toBe(4);
  expect(await listSnapshots(small.home)).toContain(good);
  ledger.unpin(good);
  const { deleted } = await pruneSnapshots(small.home, { pinned: ledger.pinned() });
  ledger.close();
  expect(deleted).toEqual([good]);
});
