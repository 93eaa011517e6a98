import { expect, test } from 'vitest';
import { lightOf, type Standing } from './source-light.ts';

const daily: Standing = {
  schedule: '30 6 * * *',
  daily: true,
  paused: false,
  loaded: true,
  publication: null,
  lastDay: '2012-06-17',
  last: null,
};
const at = (text: string) => new Date(`${text}+08:00`);
const noon = at('2012-06-18T12:00');

test.each([
  ['on_time', 'on_time'],
  ['published_late', 'on_time'],
  ['expected', 'expected'],
  ['due', 'due'],
  ['late', 'late'],
  ['missing', 'missing'],
  ['ended', 'ended'],
])('by its calendar a feed that is %s has the light %s', (publication, light) => {
  expect(lightOf({ ...daily, publication }, noon)).toBe(light);
});

test('a pause and the want of any row say more than a calendar', () => {
  expect(lightOf({ ...daily, paused: true, publication: 'late' }, noon)).toBe('paused');
  expect(lightOf({ ...daily, loaded: false, publication: 'late' }, noon)).toBe('never_loaded');
});

test.each([
  ['2012-06-17', '2012-06-18T06:31', 'on_time'],
  ['2012-06-16', '2012-06-18T06:29', 'on_time'],
  ['2012-06-16', '2012-06-18T06:31', 'due'],
  ['2012-06-16', '2012-06-18T08:31', 'late'],
  ['2012-06-15', '2012-06-18T06:31', 'missing'],
])('a daily source that has reached %s is, at %s, %s', (lastDay, now, light) => {
  expect(lightOf({ ...daily, lastDay }, at(now))).toBe(light);
});

test.each([
  [null, 'expected'],
  [{ state: 'skipped', attempt: 0 }, 'expected'],
  [{ state: 'done', attempt: 1 }, 'on_time'],
  [{ state: 'running', attempt: 1 }, 'due'],
  [{ state: 'waiting', attempt: 2 }, 'late'],
  [{ state: 'failed', attempt: 4 }, 'late'],
] as const)('a source that promises no day is judged by its last look: %j is %s', (last, light) => {
  const entry = last && { ...last, due_at: '2012-06-17T22:30:00.000Z' };
  expect(lightOf({ ...daily, daily: false, lastDay: null, last: entry }, noon)).toBe(light);
});

test('without a schedule and a calendar nothing is promised', () => {
  expect(lightOf({ ...daily, schedule: undefined, publication: 'no_calendar' }, noon)).toBe('unscheduled');
});
