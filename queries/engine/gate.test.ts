import { expect, test } from 'vitest';
import { Gate } from './gate.ts';

test('at most two tasks run at once, the rest in order, and a failed task frees its place', async () => {
  const gate = new Gate(2);
  const started: number[] = [];
  let running = 0;
  let most = 0;
  const results = await Promise.allSettled(
    [0, 1, 2, 3, 4].map((n) =>
      gate.run(async () => {
        started.push(n);
        most = Math.max(most, ++running);
        await new Promise((resolve) => setImmediate(resolve));
        running--;
        if (n === 1) throw new Error('task 1');
        return n;
      }),
    ),
  );
  expect(most).toBe(2);
  expect(started).toEqual([0, 1, 2, 3, 4]);
  expect(results.map((result) => (result.status === 'fulfilled' ? result.value : 'failed'))).toEqual([
    0,
    'failed',
    2,
    3,
    4,
  ]);
});

test('a gate tells how many run and how many wait', async () => {
  const gate = new Gate(1);
  const end = Promise.withResolvers<void>();
  expect(gate.load()).toEqual({ running: 0, waiting: 0 });
  const all = Promise.all([gate.run(() => end.promise), gate.run(async () => {})]);
  expect(gate.load()).toEqual({ running: 1, waiting: 1 });
  end.resolve();
  await all;
  expect(gate.load()).toEqual({ running: 0, waiting: 0 });
});
