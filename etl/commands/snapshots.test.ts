import { execFile } from 'node:child_process';
import { open, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { currentSnapshotId, snapshotFile } from '../../data/snapshots.ts';
import { runEtl } from '../run.ts';
import { DELIVERY_HEADER, deliveryLine, smallHome, type SmallHome } from '../testing/small-home.ts';

const CLI = fileURLToPath(new URL('../cli.ts', import.meta.url));
let small: SmallHome;
let elsewhere: string;
let a: string;
let b: string;

/** Run the command line as a user does. */
function coalface(home: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((done) => {
    const { FORCE_COLOR: _, ...inherited } = process.env;
    const env = { ...inherited, COALFACE_HOME: home, NO_COLOR: '1' };
    execFile(process.execPath, [CLI, ...args], { env }, (error, out, err) =>
      done({ code: error ? Number(error.code) : 0, out, err }),
    );
  });
}
const snapshots = (...args: string[]) => coalface(small.home.root, 'snapshots', ...args);
const json = async (...args: string[]) => JSON.parse((await snapshots(...args, '--json')).out) as unknown;

beforeAll(async () => {
  small = await smallHome();
  elsewhere = `${small.home.root}-elsewhere`;
  let clock = Date.parse('2012-06-19T02:00:00Z');
  const run = async () => {
    const sources = ['accounts', 'deliveries'];
    const { published } = await runEtl({
      home: small.home,
      sources,
      now: () => new Date((clock += 1000)),
      progress: () => {},
    });
    return published?.id ?? '';
  };
  await small.accounts([['C001', '江海电力股份有限公司', '江海电力', '电力', '2012-06-01']]);
  await small.deliveries('a.csv', [DELIVERY_HEADER, deliveryLine('T1', '2012-06-02', 'C001', 100)]);
  a = await run();
  await small.deliveries('b.csv', [DELIVERY_HEADER, deliveryLine('T2', '2012-06-02', 'C001', 300)]);
  b = await run();
});
afterAll(async () => {
  await small.remove();
  await rm(elsewhere, { recursive: true, force: true });
});

test('list, verify and diff, for people and for scripts', async () => {
  expect(await json('list')).toMatchObject({
    hold: null,
    snapshots: [
      {
        id: b,
        current: true,
        asOf: '2012-06-02',
        pins: [{ reason: expect.stringMatching(/^briefing/) as string }],
      },
      { id: a, current: false, pins: [] },
    ],
  });
  expect((await snapshots('list')).out).toMatch(new RegExp(`▶ +${b} +2012-06-02`));
  const sound = await snapshots('verify');
  expect([sound.code, sound.out]).toEqual([
    0,
    expect.stringMatching(new RegExp(`sound ${a} .*\n(.*\n)*sound ${b} `)) as string,
  ]);
  const { out } = await snapshots('diff', a, b);
  expect(out).toMatch(/sales\.delivery +1 +2 +1 +0 +0/);
  expect(out).toMatch(/总销量 +0\.01 万吨 +0\.04 万吨 +▲ \+0\.03 万吨/);
  expect(await json('diff', a, b)).toMatchObject({ a, b, errors: [] });
});

test('rollback holds publishing, status says so, release ends it', async () => {
  expect(await json('rollback', a, '--reason', '发错', '--by', 'li')).toEqual({
    to: a,
    from: b,
    by: 'li',
    reason: '发错',
    hold: true,
  });
  expect(await currentSnapshotId(small.home)).toBe(a);
  expect((await coalface(small.home.root, 'etl', 'status')).out).toMatch(/^held .* by li:/m);
  const run = await coalface(small.home.root, 'etl', 'run', 'deliveries');
  expect([run.code, run.out]).toEqual([0, expect.stringMatching(/^held since .* by li: /m) as string]);
  expect((await snapshots('release', '--by', 'wang')).out).toMatch(/^released/);
  expect((await snapshots('release')).out).toBe('publishing was not held\n');
});

test('pins are set with a reason and taken away; what a briefing cites stays', async () => {
  expect(await snapshots('pin', a)).toMatchObject({
    code: 2,
    err: expect.stringContaining('--reason') as string,
  });
  expect((await snapshots('pin', a, '--reason', '审计')).code).toBe(0);
  expect((await snapshots('unpin', a)).out).toBe(`unpinned ${a}\n`);
  expect(await snapshots('unpin', b)).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^not_pinned: .* is kept by briefing 2012-W/) as string,
  });
  expect(await json('prune', '--dry-run')).toEqual({ dryRun: true, deleted: [], bytes: 0, busy: [] });
});

test('a backup is restored elsewhere; a home that is not empty is refused', async () => {
  const backup = path.join(elsewhere, 'backup');
  const made = await coalface(small.home.root, 'backup', backup);
  expect([made.code, made.out]).toEqual([0, expect.stringMatching(/^backed up \d+ files/m) as string]);
  const home = path.join(elsewhere, 'home');
  const restored = await coalface(home, 'restore', backup, '--json');
  expect(JSON.parse(restored.out)).toMatchObject({ snapshot: a, unloaded: 1 });
  expect(await coalface(home, 'restore', backup)).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^home_not_empty: /) as string,
  });
});

test('a damaged snapshot: exit code 1 and what is wrong with it', async () => {
  const file = await open(snapshotFile(small.home, a), 'r+');
  await file.write(Buffer.from('damage'), 0, 6, 15_000);
  await file.close();
  const { code, out } = await snapshots('verify', a);
  expect([code, out]).toEqual([
    1,
    expect.stringMatching(new RegExp(`fault ${a} checksum_mismatch: `)) as string,
  ]);
});
