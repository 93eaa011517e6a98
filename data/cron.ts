import { Cron } from 'croner';

/** Schedules are written in the time of China, which has had no summer time since 1991. */
export const SCHEDULE_ZONE = 'Asia/Shanghai';

const parsed = new Map<string, Cron>();

function cronOf(expression: string): Cron {
  const known = parsed.get(expression) ?? new Cron(expression, { mode: '5-part', timezone: SCHEDULE_ZONE });
  parsed.set(expression, known);
  return known;
}

/** Whether a text is a cron expression of five fields. */
export function isCron(expression: string): boolean {
  try {
    cronOf(expression);
    return true;
  } catch {
    return false;
  }
}

/** The last instant of a schedule at or before `at`; null if it has none. @throws Error if it is no cron expression */
export function previousDue(expression: string, at: Date): Date | null {
  // croner looks strictly before its reference, to the second
  const after = new Date((Math.floor(at.getTime() / 1000) + 1) * 1000);
  return cronOf(expression).previousRuns(1, after)[0] ?? null;
}

/** The first instant of a schedule after `at`; null if there is none. @throws Error if it is no cron expression */
export function nextDue(expression: string, at: Date): Date | null {
  return cronOf(expression).nextRun(at);
}
