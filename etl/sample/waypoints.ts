import { dayOf } from './calendar.ts';
import type { Day } from './calendar.ts';

/** Values that a series passes through, in order of time. */
export type Waypoints = readonly { day: Day; value: number }[];

/** Waypoints from pairs of ISO date and value. */
export function waypoints(pairs: readonly (readonly [iso: string, value: number])[]): Waypoints {
  return pairs.map(([iso, value]) => ({ day: dayOf(iso), value }));
}

/** The straight line through the waypoints at a day; level before the first and after the last. */
export function lineAt(points: Waypoints, day: Day): number {
  let before = points[0];
  for (const point of points) {
    if (point.day === day) return point.value;
    if (point.day > day) {
      if (!before || before === point) return point.value;
      return before.value + ((point.value - before.value) * (day - before.day)) / (point.day - before.day);
    }
    before = point;
  }
  return before?.value ?? 0;
}

/**
 * Brownian-bridge correction: takes from a path of deviations (one per entry of `days`, ascending) the straight lines
 * between its own values at the waypoints, so that it is exactly 0 there.
 * @returns the corrected deviations, one per day
 */
export function bridged(days: readonly Day[], deviations: readonly number[], points: Waypoints): number[] {
  const at = new Map(days.map((day, i) => [day, deviations[i] as number]));
  const own = points.flatMap(({ day }) => {
    const value = at.get(day);
    return value === undefined ? [] : [{ day, value }];
  });
  if (own.length === 0) return [...deviations];
  return days.map((day, i) => (deviations[i] as number) - lineAt(own, day));
}
