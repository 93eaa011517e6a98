import { expect, test } from 'vitest';
import type { RunRecord } from '../../../data/journal-records.ts';
import { timelineOf } from './timeline.ts';

const run = (id: string, began: string, ended: string | null, status: RunRecord['status'] = 'ok') => ({
  id,
  sources: 'deliveries',
  started_at: began,
  ended_at: ended,
  status,
  pid: 1,
  error: null,
});

test('a lane a day in Beijing time, newest first, over the hours in which there was a run', () => {
  const { from, to, lanes } = timelineOf(
    [
      run('C', '2012-06-18T02:30:00Z', null, 'running'),
      run('B', '2012-06-17T15:30:00Z', '2012-06-17T16:30:00Z'),
      run('A', '2012-06-17T01:00:00Z', '2012-06-17T01:30:00Z', 'failed'),
    ],
    '2012-06-18T03:00:00Z',
  );
  expect([from, to]).toEqual([9, 24]);
  expect(lanes).toEqual([
    { day: '2012-06-18', bars: [{ run: 'C', status: 'running', from: 10.5, to: 11 }] },
    {
      day: '2012-06-17',
      bars: [
        { run: 'B', status: 'ok', from: 23.5, to: 24 },
        { run: 'A', status: 'failed', from: 9, to: 9.5 },
      ],
    },
  ]);
});

test('runs within one hour fill the picture', () => {
  const { from, to } = timelineOf([run('A', '2012-06-18T02:00:00Z', '2012-06-18T02:00:00Z')], '');
  expect([from, to]).toEqual([10, 11]);
});
