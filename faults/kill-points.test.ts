import { afterAll, beforeAll, expect, test } from 'vitest';
import { FAULT_POINTS, type FaultPoint } from './fault-point.ts';
import { LANDED, prepareInstallations, SOURCES, undisturbed, type Installations } from './installation.ts';
import { startReader } from './reader.ts';
import { rowsLost, stateOf, type State } from './state.ts';
import { CLI, startWriter, watched } from './writer.ts';

let installations: Installations;
let expected: State;
const sum = { kills: 0, requests: 0, failed: 0, lost: 0 };

beforeAll(async () => {
  installations = await prepareInstallations();
  const home = await installations.waiting();
  await undisturbed(home);
  expected = await stateOf(home);
});
afterAll(async () => {
  process.stdout.write(
    `kills at ${FAULT_POINTS.length - 1} points: ${sum.kills}, ${sum.requests} requests, ${sum.failed} failed, ${sum.lost} rows lost\n`,
  );
  await installations.remove();
});

test('what the suite compares has something in every part', () => {
  expect(expected.faults).toEqual([]);
  expect(expected.landing.length).toBeGreaterThan(LANDED);
  expect(expected.tables['sales.delivery']).toHaveLength(5);
  expect(Object.keys(expected.quarantine)).toHaveLength(2);
  expect(Object.keys(expected.briefings)).not.toHaveLength(0);
});

test('no variable of the environment alone makes a run fail', async () => {
  const home = await installations.waiting();
  const env = { ...process.env, COALFACE_HOME: home.root, COALFACE_FAULT: 'extracted:kill:1' };
  expect(await watched(process.execPath, [CLI, 'etl', 'run', ...SOURCES], env).ended).toMatchObject({
    code: 0,
  });
});

/** The manifest and the pointer are written after all receipts. */
const DRAFTS: [FaultPoint, number][] = [
  ['draft_flushed', LANDED + 1],
  ['draft_flushed', LANDED + 2],
];
const LATER: [FaultPoint, number][] = [
  ['landed_receipt', LANDED],
  ['load_committed', 2],
  ['load_committed', 4],
];
const FIRST = FAULT_POINTS.filter((at) => at !== 'migration').map((at): [FaultPoint, number] => [at, 1]);

test.each([...FIRST, ...DRAFTS, ...LATER])(
  'killed at %s (%i), the next run ends as if nothing had been',
  async (at, nth) => {
    const home = await installations.waiting();
    const reader = await startReader(home);
    const killed = await startWriter(home, { at, nth, kind: 'kill' }).ended;
    expect(killed).toMatchObject({ signal: 'SIGKILL' });
    await undisturbed(home);
    const reading = await reader.stop();
    const state = await stateOf(home);
    sum.kills += 1;
    sum.requests += reading.requests;
    sum.failed += reading.failures.length;
    sum.lost += rowsLost(expected, state);
    expect(state).toEqual(expected);
    expect(reading.failures).toEqual([]);
    expect(reading.requests).toBeGreaterThan(10);
    expect(reading.snapshots.length).toBeLessThanOrEqual(2);
  },
);
