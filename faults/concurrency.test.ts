import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { currentSnapshotId } from '../data/snapshots.ts';
import { Journal } from '../etl/journal.ts';
import { prepareInstallations, undisturbed, type Installations } from './installation.ts';
import { startReader } from './reader.ts';
import { stateOf } from './state.ts';
import { startWriter, watched } from './writer.ts';

const READING = fileURLToPath(new URL('reading-process.ts', import.meta.url));

let installations: Installations;
beforeAll(async () => {
  installations = await prepareInstallations();
});
afterAll(() => installations.remove());

test('two runs at once: one waits for the other, and both end well', async () => {
  const home = await installations.waiting();
  const ended = await Promise.all([startWriter(home).ended, startWriter(home).ended]);
  expect(ended.map(({ code }) => code)).toEqual([0, 0]);
  const journal = new Journal(home, () => new Date());
  const [second, first] = journal.runs(2);
  journal.close();
  expect([first?.status, second?.status]).toEqual(['ok', 'nothing_new']);
  expect((first?.ended_at ?? '') <= (second?.started_at ?? '')).toBe(true);
});

test('a reader that is killed while the pointer is swapped leaves nothing behind that stops a writer or a reader', async () => {
  const home = await installations.waiting();
  const before = await currentSnapshotId(home);
  const reading = watched(process.execPath, [READING, home.root]);
  await new Promise<void>((resolve, reject) => {
    reading.child.stdout?.once('data', () => resolve());
    void reading.ended.then(({ output }) => reject(new Error(output)));
  });
  // it follows the swap at once, and is killed as it does
  const writer = startWriter(home);
  for (const deadline = Date.now() + 60_000; (await currentSnapshotId(home)) === before;)
    if (Date.now() > deadline) throw new Error('the writer published nothing');
  reading.child.kill('SIGKILL');
  expect(await reading.ended).toMatchObject({ signal: 'SIGKILL' });
  expect(await writer.ended).toMatchObject({ code: 0 });
  const reader = await startReader(home);
  await writeFile(`${home.inbox}/deliveries/空.csv`, '');
  const again = await startWriter(home).ended;
  expect(again.output).toContain('空.csv');
  const found = await reader.stop();
  expect(found).toMatchObject({ failures: [], snapshots: [await currentSnapshotId(home)] });
  expect((await stateOf(home)).faults).toEqual([]);
});

test('killed at a migration of its first run, the next run makes the warehouse', async () => {
  const [home, twin] = [await installations.fresh(), await installations.fresh()];
  const killed = await startWriter(home, { at: 'migration', nth: 3, kind: 'kill' }).ended;
  expect(killed).toMatchObject({ signal: 'SIGKILL' });
  await undisturbed(home);
  await undisturbed(twin);
  expect(await stateOf(home)).toEqual(await stateOf(twin));
});
