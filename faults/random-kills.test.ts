import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Rng } from '../etl/sample/random.ts';
import { prepareInstallations, undisturbed, type Installations } from './installation.ts';
import { startReader } from './reader.ts';
import { rowsLost, stateOf, type State } from './state.ts';
import { startWriter } from './writer.ts';

const ROUNDS = 5;
const KILLS_A_ROUND = 5;
const SEED = 20120618;

let installations: Installations;
let expected: State;
/** how long a run takes here, process and all, ms */
let length: number;

beforeAll(async () => {
  installations = await prepareInstallations();
  const home = await installations.waiting();
  const began = performance.now();
  expect(await startWriter(home).ended).toMatchObject({ code: 0 });
  length = performance.now() - began;
  expected = await stateOf(home);
});
afterAll(() => installations.remove());

test('killed again and again at random instants, the run that is left alone ends as if nothing had been', async () => {
  const random = new Rng(SEED, 'kills');
  const sum = { kills: 0, ended: 0, requests: 0, failed: 0, lost: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    const home = await installations.waiting();
    const reader = await startReader(home);
    for (let kill = 0; kill < KILLS_A_ROUND; kill++) {
      const writer = startWriter(home);
      // the first third is the start of Node
      const wait = sleep(length * random.between(0.3, 1.05));
      await Promise.race([wait, writer.ended]);
      writer.child.kill('SIGKILL');
      const { signal } = await writer.ended;
      sum[signal === 'SIGKILL' ? 'kills' : 'ended'] += 1;
      await wait;
    }
    await undisturbed(home);
    const reading = await reader.stop();
    const state = await stateOf(home);
    sum.requests += reading.requests;
    sum.failed += reading.failures.length;
    sum.lost += rowsLost(expected, state);
    expect(reading.failures).toEqual([]);
    expect(state).toEqual(expected);
  }
  process.stdout.write(
    `random kills: ${sum.kills} (${sum.ended} runs had ended), ${sum.requests} requests, ${sum.failed} failed, ${sum.lost} rows lost\n`,
  );
  expect(sum).toMatchObject({ failed: 0, lost: 0 });
  expect(sum.kills).toBeGreaterThan((ROUNDS * KILLS_A_ROUND) / 2);
}, 900_000);
