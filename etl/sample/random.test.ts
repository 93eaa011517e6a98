import { expect, test } from 'vitest';
import { Rng } from './random.ts';

test('a stream depends on its seed and its name alone', () => {
  const draw = (seed: number, name: string) => {
    const rng = new Rng(seed, name);
    return [rng.int(0, 999), rng.int(0, 999), rng.int(0, 999)];
  };
  expect(draw(1, 'a')).toEqual(draw(1, 'a'));
  expect(draw(1, 'a')).not.toEqual(draw(1, 'b'));
  expect(draw(1, 'a')).not.toEqual(draw(2, 'a'));
});

test('draws keep their ranges and their mean', () => {
  const rng = new Rng(7, 'ranges');
  const reals = Array.from({ length: 20_000 }, () => rng.real());
  expect(Math.min(...reals)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...reals)).toBeLessThan(1);
  const normals = Array.from({ length: 20_000 }, () => rng.normal(10, 2));
  expect(normals.reduce((a, b) => a + b) / normals.length).toBeCloseTo(10, 1);
  expect(new Set(Array.from({ length: 500 }, () => rng.int(3, 5)))).toEqual(new Set([3, 4, 5]));
  expect(rng.weighted([0, 0, 1, 0])).toBe(2);
  expect(rng.shuffled([1, 2, 3, 4]).sort()).toEqual([1, 2, 3, 4]);
});
