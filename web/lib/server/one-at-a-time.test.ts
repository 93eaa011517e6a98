import { expect, test } from 'vitest';
import { OneAtATime } from './one-at-a-time.ts';

test('equal work is shared, other work is refused until it has ended, also badly', async () => {
  const gate = new OneAtATime();
  let begun = 0;
  let end = (_fault?: Error) => {};
  const work = () =>
    new Promise<number>((done, fail) => {
      begun += 1;
      end = (fault) => (fault ? fail(fault) : done(begun));
    });
  const both = [gate.run('a', work), gate.run('a', work)];
  await expect(gate.run('b', work)).rejects.toMatchObject({ code: 'busy' });
  end();
  expect(await Promise.all(both)).toEqual([1, 1]);
  const failing = gate.run('b', work);
  end(new Error('broken'));
  await expect(failing).rejects.toThrow('broken');
  const again = gate.run('b', work);
  end();
  expect(await again).toBe(3);
});
