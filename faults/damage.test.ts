import { open, rename, rm, stat, truncate } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Home } from '../data/home.ts';
import { prepareInstallations, undisturbed, type Installations } from './installation.ts';
import { startReader } from './reader.ts';
import { stateOf, withoutHistory, type State } from './state.ts';
import { startWriter } from './writer.ts';

let installations: Installations;
let expected: State;
beforeAll(async () => {
  installations = await prepareInstallations();
  const home = await installations.waiting();
  await undisturbed(home);
  expected = await stateOf(home);
});
afterAll(() => installations.remove());

test.each<[string, (file: string) => Promise<void>]>([
  ['cut short', async (file) => truncate(file, Math.floor((await stat(file)).size / 2))],
  ['empty but for a few bytes', (file) => truncate(file, 100)],
  ['with a damaged header', (file) => flip(file, 4096, 64)],
  ['damaged throughout', async (file) => flip(file, 3 * 4096, (await stat(file)).size - 3 * 4096)],
])(
  'a warehouse %s is a named fault, readers read on, and a new one is built from what has landed',
  async (_how, damage) => {
    const home = await installations.waiting();
    const reader = await startReader(home);
    await undisturbed(home);
    // what was read is offered by nobody any more
    await damage(home.warehouse);
    const failed = await startWriter(home).ended;
    expect(failed.code).toBe(1);
    expect(failed.output).toContain('warehouse_unreadable');
    expect(failed.output).toContain(home.warehouse);
    expect(failed.output).toMatch(/move .+ away/);
    await moveAway(home);
    await rm(home.inbox, { recursive: true });
    expect(await startWriter(home).ended).toMatchObject({ code: 0 });
    const reading = await reader.stop();
    expect(reading.failures).toEqual([]);
    expect(reading.snapshots).toHaveLength(3);
    expect(withoutHistory(await stateOf(home))).toEqual(withoutHistory(expected));
  },
);

async function moveAway({ warehouse }: Home): Promise<void> {
  await rename(warehouse, `${warehouse}.damaged`);
  await rm(`${warehouse}.wal`, { force: true });
}

/** Turn bits over in bytes all through a stretch of a file, one in every 512. */
async function flip(file: string, from: number, length: number): Promise<void> {
  const handle = await open(file, 'r+');
  const bytes = Buffer.alloc(length);
  await handle.read(bytes, 0, length, from);
  for (let i = 16; i < length; i += 512) bytes[i] = (bytes[i] ?? 0) ^ 0xff;
  await handle.write(bytes, 0, length, from);
  await handle.close();
}
