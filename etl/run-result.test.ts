import { expect, test } from 'vitest';
import { CoalfaceError } from '../data/errors.ts';
import type { RunOutcome } from './run-outcome.ts';
import { readResult, resultOf, resultOfError } from './run-result.ts';

const OUTCOME: RunOutcome = {
  run: '20120619T013000000',
  published: null,
  held: null,
  files: [],
  errors: [],
  skipped: [{ source: 'keyed', reason: 'no key' }],
};
const through = (outcome: Partial<RunOutcome>) =>
  readResult(`a line before\n${JSON.stringify(resultOf({ ...OUTCOME, ...outcome }))}\n`);

test('what a run did comes through its output', () => {
  expect(through({})).toEqual({
    run: '20120619T013000000',
    status: 'nothing_new',
    snapshot: null,
    data_date: null,
    files: [],
    skipped: [{ source: 'keyed', reason: 'no key' }],
    errors: [],
  });
});

test('errors come through with what to do, whether they pass, and when to come back', () => {
  const later = new CoalfaceError('retry_later', 'come back', {
    hint: 'wait',
    where: { url: 'http://h/', row: 3 },
    retryAt: '2012-06-19T03:00:00.000Z',
  });
  expect(through({ errors: [later, new CoalfaceError('page_missing', 'gone')] })).toMatchObject({
    status: 'failed',
    errors: [
      {
        code: 'retry_later',
        message: 'come back',
        hint: 'wait',
        where: { url: 'http://h/', row: 3 },
        passing: true,
        retry_at: '2012-06-19T03:00:00.000Z',
      },
      { code: 'page_missing', hint: null, where: {}, passing: false, retry_at: null },
    ],
  });
});

test.each<[string, boolean]>([
  ['fetch_failed', true],
  ['server_error', true],
  ['host_unreachable', true],
  ['warehouse_locked', true],
  ['http_status', false],
  ['check_failed', false],
  ['robots_refused', false],
])('%s may pass by itself: %s', (code, passing) => {
  expect(resultOfError(new CoalfaceError(code, 'm')).errors).toMatchObject([{ code, passing }]);
});

test('an error that nobody foresaw is named internal', () => {
  expect(resultOfError(new TypeError('x is undefined'))).toMatchObject({
    run: null,
    status: 'failed',
    errors: [{ code: 'internal', message: 'x is undefined', passing: false }],
  });
});

test('what is no result is none', () => {
  const more = JSON.stringify({ ...resultOf(OUTCOME), more: 1 });
  expect(['', 'Error: x', '{}', more].map(readResult)).toEqual([null, null, null, null]);
});
