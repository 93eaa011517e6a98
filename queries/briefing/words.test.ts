import { expect, test } from 'vitest';
import { concentration, priceMove, volumeMove } from './words.ts';

test.each([
  [0, 'flat'],
  [3, 'slight'],
  [-3.1, 'small'],
  [10, 'small'],
  [-20, 'clear'],
  [20.5, 'sharp'],
])('a price that moves by %s moves: %s', (change, word) => {
  expect(priceMove(change)).toBe(word);
});

test.each([
  [0.0049, 'steady'],
  [0.005, 'small'],
  [-0.03, 'clear'],
  [0.0799, 'clear'],
  [0.1012, 'sharp'],
])('a stock that changes by %s changes: %s', (rate, word) => {
  expect(volumeMove(rate)).toBe(word);
});

test.each([
  [851, 'low'],
  [2500, 'medium'],
  [3800, 'high'],
])('HHI %s is %s', (hhi, word) => {
  expect(concentration(hhi)).toBe(word);
});
