import { expect, test } from 'vitest';
import { testClock } from '../testing/scripted-web.ts';
import { HostGate } from './host-gate.ts';

test('requests to a host go one by one with pauses between, those to another host beside them', async () => {
  const clock = testClock();
  const gate = new HostGate(clock);
  const events: string[] = [];
  const request = (name: string) => async () => {
    events.push(`${name} enters`);
    await Promise.resolve();
    events.push(`${name} leaves`);
  };
  await Promise.all([
    gate.inTurn('a', 1000, request('a1')),
    gate.inTurn('a', 1000, request('a2')),
    gate.inTurn('b', 1000, request('b1')),
  ]);
  expect(events).toEqual(['a1 enters', 'b1 enters', 'a1 leaves', 'b1 leaves', 'a2 enters', 'a2 leaves']);
  expect(clock.slept).toEqual([1000]);
});

test('a request that fails lets the next one in', async () => {
  const gate = new HostGate(testClock());
  const failed = gate.inTurn('a', 0, () => Promise.reject(new Error('cut')));
  const next = gate.inTurn('a', 0, () => Promise.resolve('in'));
  await expect(failed).rejects.toThrow('cut');
  expect(await next).toBe('in');
});
