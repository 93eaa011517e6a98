import { expect, test } from 'vitest';
import { dayOf } from './calendar.ts';
import { bridged, lineAt, waypoints } from './waypoints.ts';

const points = waypoints([
  ['2012-06-03', 816.5],
  ['2012-06-10', 898],
]);

test('the line goes through its points and is level outside them', () => {
  const at = ['2012-06-01', '2012-06-03', '2012-06-05', '2012-06-10', '2012-06-12'].map((d) =>
    lineAt(points, dayOf(d)),
  );
  expect(at[2]).toBeCloseTo(816.5 + (81.5 * 2) / 7, 9);
  at.splice(2, 1);
  expect(at).toEqual([816.5, 816.5, 898, 898]);
});

test('a bridge is zero at the points and keeps the walk between them', () => {
  const first = dayOf('2012-06-03');
  const days = Array.from({ length: 8 }, (_, i) => first + i);
  const walk = [2, 3, 1, 4, 6, 5, 7, 9];
  const bridge = bridged(days, walk, points);
  expect([bridge[0], bridge[7]]).toEqual([0, 0]);
  expect(bridge[3]).toBeCloseTo(4 - (2 + (7 * 3) / 7), 9);
});
