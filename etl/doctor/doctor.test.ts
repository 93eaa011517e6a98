import { spawn } from 'node:child_process';
import { appendFile, mkdir, readdir, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { currentSnapshotId, snapshotFile } from '../../data/snapshots.ts';
import { landedFile, readReceipt } from '../../data/receipt.ts';
import { runEtl } from '../run.ts';
import { DueLedger } from '../schedule/due-ledger.ts';
import { SnapshotLedger } from '../snapshots/ledger.ts';
import { DELIVERY_HEADER, deliveryLine, smallHome, type SmallHome } from '../testing/small-home.ts';
import { CONTENT } from './content.ts';
import { examine, type Examined } from './finding.ts';
import { judgeClock, judgeDisk, judgeNode, MACHINE } from './machine.ts';
import { WORK } from './work.ts';

let small: SmallHome;
const now = () => new Date(Date.now() + 1000);
beforeAll(async () => {
  small = await smallHome();
  await small.accounts([['C001', '江海电力有限公司', '江海电力', '电力']]);
  await small.deliveries('a.csv', [DELIVERY_HEADER, deliveryLine('T1', '2012-06-01', 'C001', 50)]);
  await runEtl({ home: small.home, sources: ['accounts', 'deliveries'], now, progress: () => {} });
});
afterAll(() => small.remove());

/** Examine one thing. */
async function look(id: string, env: NodeJS.ProcessEnv = {}): Promise<Examined> {
  const examination = [...MACHINE, ...CONTENT, ...WORK].find((one) => one.id === id);
  if (!examination) throw new Error(`no examination ${id}`);
  return examine(examination, { home: small.home, env, now });
}

/** Another process that has the warehouse open for writing. */
async function otherWriter(): Promise<{ end(): Promise<void> }> {
  const module = new URL('../../data/warehouse.ts', import.meta.url).href;
  const script = `
    import { openWarehouse } from ${JSON.stringify(module)};
    const warehouse = await openWarehouse(${JSON.stringify(small.home)});
    process.stdout.write('open');
    process.stdin.once('end', () => warehouse.close()).resume();`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  await new Promise<void>((done) => child.stdout.once('data', () => done()));
  return {
    end() {
      child.stdin.end();
      return ended;
    },
  };
}

test('a sound installation: every examination finds it so', async () => {
  const ids = [
    'node',
    'disk',
    'folders',
    'clock',
    'time_zone',
    'definitions',
    'snapshot',
    'warehouse',
    'state',
  ];
  for (const id of [...ids, 'landing', 'last_run', 'failed_files', 'publishing'])
    expect(await look(id)).toMatchObject({ id, level: 'ok', mend: null });
  expect((await look('landing')).en).toBe('2 files, 2 compared, all sound');
});

test('Node, disk and clock are judged by what is needed', () => {
  expect(judgeNode('v22.1.0', 'linux', 'x64')).toMatchObject({
    level: 'fail',
    en: 'v22.1.0 linux-x64 is too old',
  });
  expect(judgeNode('v24.1.0', 'linux', 'ia32')).toMatchObject({ level: 'fail' });
  expect(judgeNode('v24.1.0', 'darwin', 'arm64').level).toBe('ok');
  const gib = 1024 ** 3;
  expect(judgeDisk(3 * gib, 0).level).toBe('ok');
  expect(judgeDisk(gib, 0).level).toBe('fail');
  expect(judgeDisk(29 * gib, 10 * gib)).toMatchObject({
    level: 'fail',
    en: '29.0 GiB free, 30.0 GiB are needed',
  });
  const at = Date.parse('2012-06-18T10:00:00Z');
  expect(judgeClock(new Date(at), [at, at + 299_000]).level).toBe('ok');
  expect(judgeClock(new Date(at), [at - 1, at + 301_000])).toMatchObject({
    level: 'fail',
    en: expect.stringContaining('2012-06-18T10:05:01.000Z'),
  });
});

test('a receipt of a time to come tells of a clock that was set back', async () => {
  const folder = path.join(small.home.landing, 'receipts');
  const [name = ''] = await readdir(folder);
  const later = new Date(Date.now() + 86_400_000);
  await utimes(path.join(folder, name), later, later);
  expect(await look('clock')).toMatchObject({
    level: 'fail',
    mend: { en: expect.stringContaining('timedatectl') },
  });
  await utimes(path.join(folder, name), new Date(), new Date());
});

test('a folder that cannot be written is named', async () => {
  await rm(small.home.logs, { recursive: true, force: true });
  await writeFile(small.home.logs, 'a file in its place');
  const found = await look('folders');
  expect(found).toMatchObject({ level: 'fail', mend: { en: expect.stringContaining('chown') } });
  expect(found.en).toContain(`${small.home.logs} (ENOTDIR)`);
  await rm(small.home.logs);
  expect((await readdir(small.home.root)).filter((name) => name.startsWith('.doctor'))).toEqual([]);
});

test('fonts: a machine without fontconfig is told what to install', async () => {
  if (process.platform !== 'linux') return;
  const empty = path.join(small.home.root, 'no-programs');
  await mkdir(empty);
  expect(await look('fonts', { PATH: empty })).toMatchObject({
    level: 'warn',
    mend: { en: expect.stringContaining('fonts-noto-cjk') },
  });
});

test('a run that is writing the warehouse is no fault', async () => {
  const writer = await otherWriter();
  expect(await look('warehouse')).toMatchObject({ level: 'ok', en: 'a run is writing it' });
  await writer.end();
});

test('what waits for somebody is a warning: a hold, an unreadable file, a run that failed', async () => {
  const ledger = new SnapshotLedger(small.home, now);
  const to = (await currentSnapshotId(small.home)) ?? '';
  ledger.rollBack({ from: null, to, by: 'li', reason: null, hold: true }, () => {});
  expect(await look('publishing')).toMatchObject({
    level: 'warn',
    en: expect.stringContaining('by li'),
    mend: { en: expect.stringContaining('coalface snapshots release') },
  });
  ledger.release('li');
  ledger.close();
  const broken = path.join(small.home.inbox, 'deliveries', 'broken.csv');
  await writeFile(broken, Buffer.from([0x00, 0x01, 0x02]));
  await runEtl({ home: small.home, sources: ['deliveries'], now, progress: () => {} });
  expect(await look('failed_files')).toMatchObject({
    level: 'warn',
    en: 'deliveries/broken.csv (unsupported_encoding)',
  });
  expect(await look('last_run')).toMatchObject({ level: 'warn', en: expect.stringContaining('failed') });
});

test('a source without its key, or everything offline, does not run on its schedule', async () => {
  const found = await look('schedules', { COALFACE_OFFLINE: '1' });
  expect(found).toMatchObject({ level: 'warn', en: expect.stringContaining('COALFACE_OFFLINE is set') });
});

test('what waits without a server, and what is paused, is named', async () => {
  expect(await look('due')).toMatchObject({ level: 'ok' });
  const ledger = new DueLedger(small.home, now);
  ledger.request('deliveries', 'request');
  ledger.pause('accounts', 'li', null);
  ledger.close();
  const found = await look('due');
  expect(found).toMatchObject({
    level: 'warn',
    en: '1 wait; tried again: none; paused: accounts (li)',
    mend: { en: expect.stringMatching(/^no server runs the schedules/) },
  });
});

test('an archive that lost or changed bytes fails and names the receipts', async () => {
  const names = await readdir(path.join(small.home.landing, 'receipts'));
  const receipts = await Promise.all(names.map((name) => readReceipt(small.home, name.slice(0, -5))));
  const [cut, changed] = receipts.filter((one) => one !== null);
  if (!cut || !changed) throw new Error('two files have landed');
  await truncate(landedFile(small.home, cut.sha256), cut.bytes - 1);
  await writeFile(landedFile(small.home, changed.sha256), 'x'.repeat(changed.bytes));
  const found = await look('landing');
  expect(found).toMatchObject({ level: 'fail', mend: { en: expect.stringContaining('backup') } });
  expect(found.en).toContain(`${cut.id} lacks its bytes`);
  expect(found.en).toContain(`${changed.id} has other bytes`);
});

test('a damaged snapshot and a damaged state fail with the way back', async () => {
  const id = (await currentSnapshotId(small.home)) ?? '';
  await appendFile(snapshotFile(small.home, id), 'x');
  expect(await look('snapshot')).toMatchObject({
    level: 'fail',
    en: expect.stringContaining('size_mismatch'),
    mend: { en: expect.stringContaining('rollback') },
  });
  for (const end of ['', '-wal', '-shm']) await rm(`${small.home.state}${end}`, { force: true });
  await writeFile(small.home.state, 'not a database, but long enough to be looked at as one'.repeat(40));
  expect(await look('state')).toMatchObject({
    level: 'fail',
    mend: { en: expect.stringContaining('backup') },
  });
});
