import { createTask } from 'node-cron';
import { expect, test } from 'vitest';
import { isCron, nextDue, previousDue, SCHEDULE_ZONE } from './cron.ts';
import { loadSources } from './source-file.ts';

const previous = (expression: string, at: string) => previousDue(expression, new Date(at))?.toISOString();
const next = (expression: string, at: string) => nextDue(expression, new Date(at))?.toISOString();

test('instants are those of the clock in China, and the previous one may be now', () => {
  expect(previous('30 9 * * *', '2012-06-19T01:30:00.000Z')).toBe('2012-06-19T01:30:00.000Z');
  expect(previous('30 9 * * *', '2012-06-19T01:29:59.999Z')).toBe('2012-06-18T01:30:00.000Z');
  expect(next('30 9 * * *', '2012-06-19T01:30:00.000Z')).toBe('2012-06-20T01:30:00.000Z');
  expect(previous('0 17 * * 5', '2012-06-19T01:30:00Z')).toBe('2012-06-15T09:00:00.000Z');
});

test('what is no cron expression of five fields is refused', () => {
  expect(['30 9 * * *', '30 9 * *', '61 9 * * *', '0 30 9 * * *', 'daily'].map(isCron)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
});

test('the ledger and the timer read every shipped schedule alike', async () => {
  const at = new Date('2026-03-01T00:00:00Z');
  for (const { schedule } of (await loadSources()).values()) {
    if (!schedule) continue;
    const task = createTask(schedule, () => {}, { timezone: SCHEDULE_ZONE });
    for (let due = nextDue(schedule, at), n = 0; due && n < 20; due = nextDue(schedule, due), n += 1)
      expect([schedule, due.toISOString(), task.match(due)]).toEqual([schedule, due.toISOString(), true]);
    await task.destroy();
  }
});
