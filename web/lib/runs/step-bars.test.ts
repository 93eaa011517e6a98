import { expect, test } from 'vitest';
import type { LiveRun, LiveStep } from './live-run.ts';
import { sourcesOf } from './run-sources.ts';
import { stepBars } from './step-bars.ts';

const one = (
  step: LiveStep['step'],
  source: string,
  done: number,
  total: number,
  rows: number | null = null,
) => ({
  step,
  source,
  done,
  total,
  rows,
  rowsPerSecond: null,
});
const run = (steps: LiveStep[]): LiveRun => ({
  run: '20120618T020000000',
  sources: ['a', 'b'],
  since: '',
  at: '',
  pid: 1,
  steps,
});

test('a step counts sources; one without a new file is done with; rows add up', () => {
  expect(
    stepBars(run([one('extract', 'a', 1, 1), one('load', 'a', 0, 0, 0), one('load', 'b', 1.5, 2, 30)])),
  ).toEqual([
    { step: 'extract', bySource: true, done: 1, total: 2, rows: null },
    { step: 'load', bySource: true, done: 1.75, total: 2, rows: 30 },
  ]);
});

test('when the steps of the whole run have begun, no source is under way', () => {
  expect(stepBars(run([one('extract', 'a', 1, 1), one('marts', '', 3, 90)]))).toEqual([
    { step: 'extract', bySource: true, done: 2, total: 2, rows: null },
    { step: 'marts', bySource: false, done: 3, total: 90, rows: null },
  ]);
});

test('the steps of a run sum up by source; one that goes on has no end', () => {
  const step = { run: 'R', source: 'a', file: 'f', detail: null } as const;
  expect(
    sourcesOf(
      [
        { ...step, step: 'stage', started_at: '1', ended_at: '2', status: 'ok' },
        { ...step, step: 'load', started_at: '2', ended_at: '3', status: 'ok' },
        { ...step, source: 'b', step: 'stage', started_at: '4', ended_at: null, status: 'running' },
        { ...step, source: '', step: 'marts', started_at: '5', ended_at: '6', status: 'ok' },
      ],
      [{ source: 'a', outcome: 'read', rows: 7 }],
    ),
  ).toEqual([
    { source: 'a', began: '1', ended: '3', failed: false, files: 1, rows: { read: 7 } },
    { source: 'b', began: '4', ended: null, failed: false, files: 0, rows: {} },
  ]);
});
