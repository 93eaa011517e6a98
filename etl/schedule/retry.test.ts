import { expect, test } from 'vitest';
import { askedUntil, retryTime, type FailedTry } from './retry.ts';

const NOW = new Date('2012-06-19T01:30:00.000Z');
const NEXT = new Date('2012-06-20T01:30:00.000Z');
const passing = { passing: true, retry_at: null };
const lasting = { passing: false, retry_at: null };
const after = (tried: Partial<FailedTry>, next: Date | null = NEXT) =>
  retryTime({ attempt: 1, killed: false, errors: [passing], ...tried }, NOW, next)?.toISOString() ?? null;

test('a passing fault is tried again after 5, 15 and 45 minutes, then no more', () => {
  expect([1, 2, 3, 4].map((attempt) => after({ attempt }))).toEqual([
    '2012-06-19T01:35:00.000Z',
    '2012-06-19T01:45:00.000Z',
    '2012-06-19T02:15:00.000Z',
    null,
  ]);
});

test('a fault that somebody must mend is not tried again, unless another of the run may pass', () => {
  expect(after({ errors: [lasting] })).toBeNull();
  expect(after({ errors: [] })).toBeNull();
  expect(after({ errors: [lasting, passing] })).toBe('2012-06-19T01:35:00.000Z');
});

test('the publisher may ask for more time, not for less', () => {
  const asks = (retry_at: string) => after({ errors: [{ passing: true, retry_at }] });
  expect(asks('2012-06-19T04:00:00.000Z')).toBe('2012-06-19T04:00:00.000Z');
  expect(asks('2012-06-19T01:31:00.000Z')).toBe('2012-06-19T01:35:00.000Z');
  expect(asks('2012-06-20T01:30:00.000Z')).toBeNull();
  expect(askedUntil([passing, { passing: true, retry_at: '2012-06-19T04:00:00.000Z' }], NOW)).toEqual(
    new Date('2012-06-19T04:00:00.000Z'),
  );
  expect(askedUntil([{ passing: true, retry_at: '2022-06-19T04:00:00.000Z' }], NOW)).toEqual(NEXT);
  expect(askedUntil([passing], NOW)).toBeNull();
});

test('the next instant of the schedule is a try anyway', () => {
  expect(after({}, new Date('2012-06-19T01:35:00.000Z'))).toBeNull();
  expect(after({}, new Date('2012-06-19T01:35:00.001Z'))).toBe('2012-06-19T01:35:00.000Z');
  expect(after({}, null)).toBe('2012-06-19T01:35:00.000Z');
});

test('a killed run is tried again once', () => {
  expect(after({ killed: true, errors: [] })).toBe('2012-06-19T01:35:00.000Z');
  expect(after({ killed: true, errors: [], attempt: 2 })).toBeNull();
});
