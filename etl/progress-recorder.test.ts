import { afterEach, beforeEach, expect, test } from 'vitest';
import { Journal } from './journal.ts';
import { ProgressRecorder } from './progress-recorder.ts';
import type { Progress } from './run-outcome.ts';
import { smallHome, type SmallHome } from './testing/small-home.ts';

let at: SmallHome;
let journal: Journal;
let run: string;
let elapsed: number;
let recorder: ProgressRecorder;
beforeEach(async () => {
  at = await smallHome();
  let minute = 0;
  journal = new Journal(at.home, () => new Date(Date.UTC(2012, 5, 18, 2, minute++)));
  run = journal.startRun(['deliveries']);
  elapsed = 0;
  recorder = new ProgressRecorder(journal, run, () => elapsed);
});
afterEach(async () => {
  recorder.close();
  journal.close();
  await at.remove();
});

const load = (done: number, rows: number): Progress => ({
  step: 'load',
  source: 'deliveries',
  done,
  total: 2,
  rows,
});
const written = () => journal.progress(run).map(({ step, done, rows }) => [step, done, rows]);

test('it writes at once, then at most every quarter of a second, and at the end of a step', () => {
  recorder.take(load(0, 0));
  expect(written()).toEqual([['load', 0, 0]]);
  elapsed = 249;
  recorder.take(load(0.5, 500));
  expect(written()).toEqual([['load', 0, 0]]);
  elapsed = 250;
  recorder.take(load(0.6, 600));
  expect(written()).toEqual([['load', 0.6, 600]]);
  elapsed = 260;
  recorder.take(load(2, 2000));
  expect(written()).toEqual([['load', 2, 2000]]);
});

test('what was told last is written though nothing follows it', async () => {
  recorder.take(load(0, 0));
  elapsed = 240;
  recorder.take(load(1, 1000));
  await expect.poll(written).toEqual([['load', 1, 1000]]);
});

test('a step is at work between two reports of it; the time of another step is not its own', () => {
  const stage = (done: number): Progress => ({ ...load(done, 100), step: 'stage' });
  recorder.take(stage(0));
  elapsed = 400;
  expect(recorder.take(stage(1)).workedMs).toBe(400);
  recorder.take(load(0, 0));
  elapsed = 1_000;
  expect(recorder.take(load(1, 100)).workedMs).toBe(600);
  recorder.take(stage(1));
  elapsed = 1_100;
  expect(recorder.take(stage(2)).workedMs).toBe(500);
  expect(journal.progress(run).map(({ step, worked_ms: ms }) => [step, ms])).toEqual([
    ['stage', 500],
    ['load', 600],
  ]);
});

test('progress that is no step of a run passes through', () => {
  const sample = { step: 'sample', source: null, done: 1, total: 3 } as const;
  expect(recorder.take(sample)).toEqual(sample);
  expect(written()).toEqual([]);
});

test('the end of a run strikes its progress off, and so does closing it as interrupted', () => {
  recorder.take(load(0, 0));
  journal.endRun(run, 'ok');
  expect(written()).toEqual([]);
  run = journal.startRun(['accounts']);
  new ProgressRecorder(journal, run, () => elapsed).take(load(0, 0));
  expect(written()).toHaveLength(1);
  journal.closeInterrupted();
  expect(written()).toEqual([]);
});

test('a write that fails while nobody waits ends the run at its next report', async () => {
  recorder.take(load(0, 0));
  recorder.take(load(0.5, 5));
  journal.close();
  await expect
    .poll(() => {
      try {
        recorder.take(load(0.5, 5));
        return 'taken';
      } catch (error) {
        return String(error);
      }
    })
    .toMatch(/not open/);
  journal = new Journal(at.home, () => new Date());
});
