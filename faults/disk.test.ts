import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FaultPoint } from './fault-point.ts';
import { prepareInstallations, undisturbed, type Installations } from './installation.ts';
import { startReader } from './reader.ts';
import { stateOf, withoutHistory, type State } from './state.ts';
import { startWriter } from './writer.ts';

const ROOT = process.getuid?.() === 0;
const mount = (...args: string[]) => spawnSync('mount', args).status === 0;
const unmount = (folder: string) => spawnSync('umount', ['--lazy', folder]).status === 0;

let installations: Installations;
let expected: State;
let disk: string;
/** whether this machine lets the tests mount: a container may not, and a user who is not root never may */
let mounted: boolean;

beforeAll(async () => {
  installations = await prepareInstallations();
  const home = await installations.waiting();
  await undisturbed(home);
  expected = await stateOf(home);
  disk = await mkdtemp(path.join(tmpdir(), 'coalface-disk-'));
  mounted = mount('-t', 'tmpfs', '-o', 'size=256m', 'tmpfs', disk);
});
afterAll(async () => {
  if (mounted) unmount(disk);
  await rm(disk, { recursive: true, force: true });
  await installations.remove();
});

test.for([0, 64, 512, 4096, 12288, 20480])(
  'on a disk with %i KiB left a run fails by name or ends; with room again it ends as if nothing had been',
  async (kib, context) => {
    if (!mounted) context.skip('needs the right to mount a small disk');
    const home = await installations.waiting(path.join(disk, `home-${kib}`));
    const reader = await startReader(home);
    const { bavail, bsize } = await statfs(disk);
    const ballast = path.join(disk, 'ballast');
    await writeFile(ballast, Buffer.alloc(bavail * bsize - kib * 1024));
    const ended = await startWriter(home).ended;
    await rm(ballast);
    if (ended.code !== 0) {
      expect(ended.code).toBe(1);
      expect(ended.output).toMatch(NAMED);
      expect(ended.output).not.toMatch(STACK);
    }
    await undisturbed(home);
    const reading = await reader.stop();
    expect(withoutHistory(await stateOf(home))).toEqual(withoutHistory(expected));
    expect(reading.failures).toEqual([]);
    await rm(home.root, { recursive: true });
  },
);

/** A fault of ours is a code, its message and where it lies; a stack is a fault of the program. */
const NAMED = /(^|\s)[a-z]+(_[a-z]+)+: /m;
const STACK = /^ {4}at .+:\d+:\d+\)?$/m;

test('landing that cannot be written is named for every source; writable again, the run ends', async () => {
  const home = await installations.waiting();
  const reader = await startReader(home);
  // the modes of a file do not stop root
  const bound = ROOT && mount('--bind', home.landing, home.landing);
  if (bound) expect(mount('-o', 'remount,ro,bind', home.landing)).toBe(true);
  else for (const place of ['', 'receipts']) await chmod(path.join(home.landing, place), 0o555);
  const failed = await startWriter(home, ROOT && !bound ? { at: 'landing_draft', kind: 'EROFS' } : undefined)
    .ended;
  if (bound) expect(unmount(home.landing)).toBe(true);
  else for (const place of ['', 'receipts']) await chmod(path.join(home.landing, place), 0o755);
  expect(failed.code).toBe(1);
  expect(failed.output).toMatch(/landing_failed: could not archive/);
  expect(failed.output).not.toMatch(STACK);
  await undisturbed(home);
  const reading = await reader.stop();
  expect(withoutHistory(await stateOf(home))).toEqual(withoutHistory(expected));
  expect(reading.failures).toEqual([]);
});

/** Where the file system itself is asked, and not DuckDB or SQLite. */
const WRITES: [FaultPoint, RegExp][] = [
  ['landing_draft', /landing_failed/],
  ['draft_flushed', /landing_failed/],
  ['landed_bytes', /landing_failed/],
  ['copied', /publish_failed/],
  ['snapshot_in_place', /publish_failed/],
  ['manifest', /publish_failed/],
];

test.each(WRITES)(
  'a full disk at %s is named, and the next run ends as if nothing had been',
  async (at, named) => {
    const home = await installations.waiting();
    const reader = await startReader(home);
    const failed = await startWriter(home, { at, kind: 'ENOSPC' }).ended;
    expect(failed.code).toBe(1);
    expect(failed.output).toMatch(named);
    expect(failed.output).toContain('no space left on device');
    await undisturbed(home);
    const reading = await reader.stop();
    expect(withoutHistory(await stateOf(home))).toEqual(withoutHistory(expected));
    expect(reading.failures).toEqual([]);
  },
);
