import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CoalfaceError } from '../data/errors.ts';
import { homeAt, type Home } from '../data/home.ts';
import { openJournalReader } from '../data/journal-reader.ts';
import { CheckLedger } from './checks/ledger.ts';
import { Journal } from './journal.ts';
import { judgement } from './testing/judgement.ts';

let home: Home;
let clock: number;
let journal: Journal;
const now = () => new Date((clock += 1000));
beforeEach(async () => {
  home = homeAt(await mkdtemp(path.join(tmpdir(), 'coalface-journal-')));
  clock = Date.parse('2012-06-19T02:00:00Z');
  journal = new Journal(home, now);
});
afterEach(async () => {
  journal.close();
  await rm(home.root, { recursive: true, force: true });
});

test('a run is seen while it is under way and after it has ended, newest first', () => {
  const first = journal.startRun(['accounts', 'deliveries']);
  expect(first).toBe('20120619T020001000');
  expect(journal.runs(9)).toMatchObject([
    { id: first, sources: 'accounts deliveries', status: 'running', ended_at: null, pid: process.pid },
  ]);
  journal.endRun(first, 'failed', new CoalfaceError('check_failed', 'broken', { hint: 'mend it' }));
  const second = journal.startRun(['accounts']);
  journal.endRun(second, 'ok');
  expect(journal.runs(9).map((run) => [run.id, run.status, run.error])).toEqual([
    [second, 'ok', null],
    [first, 'failed', 'check_failed: broken\n  hint: mend it'],
  ]);
  expect(journal.runs(1)).toHaveLength(1);
});

test('a step is recorded before and after, and hands its result or its fault through', async () => {
  const run = journal.startRun(['deliveries']);
  const at = { run, source: 'deliveries' };
  const seen: unknown[] = [];
  const result = await journal.step(
    { ...at, step: 'extract' },
    async () => {
      seen.push(journal.steps(run).map((step) => [step.step, step.status]));
      return 3;
    },
    (files) => `${files} files`,
  );
  expect(result).toBe(3);
  expect(seen).toEqual([[['extract', 'running']]]);
  const broken = journal.step({ ...at, file: 'f1', step: 'stage' }, () => Promise.reject(new Error('cut')));
  await expect(broken).rejects.toThrow('cut');
  expect(journal.steps(run)).toMatchObject([
    { source: 'deliveries', file: '', step: 'extract', status: 'ok', detail: '3 files' },
    { source: 'deliveries', file: 'f1', step: 'stage', status: 'failed', detail: 'cut' },
  ]);
});

test('what never ended is marked interrupted, what ended is left alone', async () => {
  const done = journal.startRun([]);
  journal.endRun(done, 'nothing_new');
  const killed = journal.startRun([]);
  void journal.step({ run: killed, step: 'marts' }, () => new Promise(() => {}));
  expect(journal.closeInterrupted()).toBe(1);
  expect(journal.runs(9).map((run) => run.status)).toEqual(['interrupted', 'nothing_new']);
  expect(journal.steps(killed)).toMatchObject([
    { status: 'interrupted', ended_at: expect.any(String) as string },
  ]);
  expect(journal.closeInterrupted()).toBe(0);
});

test('checks come back as they were recorded', () => {
  const run = journal.startRun([]);
  const ledger = new CheckLedger(home);
  ledger.record(
    run,
    [judgement('row_conservation', 'error', true), judgement('stock', 'warn', false)],
    now(),
  );
  ledger.close();
  expect(journal.checks(run)).toEqual([
    { run, name: 'row_conservation', severity: 'error', passed: true, detail: 'as measured' },
    { run, name: 'stock', severity: 'warn', passed: false, detail: 'as measured' },
  ]);
  expect(journal.checks('other')).toEqual([]);
});

test('a later reading of a file replaces its quarantine entry and its error', () => {
  const entry = { file: 'f1', source: 'deliveries', file_name: 'a.csv', run: 'r1', rows: 3 };
  journal.recordQuarantine(entry);
  journal.recordQuarantine({ ...entry, run: 'r2', rows: 1 });
  journal.recordQuarantine({ ...entry, file: 'f2', file_name: 'b.csv' });
  expect(journal.quarantine().map(({ file, run, rows }) => [file, run, rows])).toEqual([
    ['f1', 'r2', 1],
    ['f2', 'r1', 3],
  ]);
  journal.recordQuarantine({ ...entry, run: 'r3', rows: 0 });
  expect(journal.quarantine().map(({ file }) => file)).toEqual(['f2']);
  const file = { id: 'f1', source: 'deliveries', name: 'a.csv' };
  journal.recordFileError('r1', file, new CoalfaceError('empty_file', 'empty'));
  journal.recordFileError('r2', file, new CoalfaceError('bad_csv', 'bad'));
  expect(journal.fileErrors()).toMatchObject([
    { file: 'f1', run: 'r2', code: 'bad_csv', message: 'bad_csv: bad' },
  ]);
  journal.clearFileError('f1');
  expect(journal.fileErrors()).toEqual([]);
});

test('an inbox file is known until it changes', () => {
  journal.rememberInbox('/a.csv', 10, 1.25, 'r1');
  expect(journal.inboxReceipt('/a.csv', 10, 1.25)).toBe('r1');
  expect(journal.inboxReceipt('/a.csv', 11, 1.25)).toBeUndefined();
  expect(journal.inboxReceipt('/a.csv', 10, 1.5)).toBeUndefined();
});

test('a reader sees what is being written', () => {
  const run = journal.startRun(['accounts']);
  const reader = openJournalReader(home);
  if (!reader) throw new Error('no journal');
  expect(reader.runs(1)).toMatchObject([{ id: run, status: 'running' }]);
  expect(reader.endedRuns(0, 9)).toEqual([]);
  journal.endRun(run, 'ok');
  // the clock was set back: the id is smaller, the place is not
  clock -= 3_600_000;
  const next = journal.startRun(['accounts']);
  journal.endRun(next, 'nothing_new');
  expect(next < run).toBe(true);
  const ended = reader.endedRuns(0, 9);
  expect(ended.map(({ id }) => id)).toEqual([run, next]);
  expect(reader.endedRuns(ended[0]?.place ?? 0, 9).map(({ id }) => id)).toEqual([next]);
  expect(reader.endedRuns(0, 1).map(({ id }) => id)).toEqual([run]);
  reader.close();
});

test('what a run loaded is summed over the files of a source, by outcome', async () => {
  const run = journal.startRun(['deliveries']);
  for (const [file, inserted] of [
    ['f1', 10],
    ['f2', 5],
  ] as const) {
    await journal.step(
      { run, source: 'deliveries', file, step: 'load' },
      async () => ({ inserted, quarantined: 1 }),
      (counts) => JSON.stringify(counts),
    );
  }
  const broken = journal.step({ run, source: 'deliveries', file: 'f3', step: 'load' }, async () => {
    throw new Error('no');
  });
  await expect(broken).rejects.toThrow('no');
  expect(journal.loadedRows(run)).toEqual([
    { source: 'deliveries', outcome: 'inserted', rows: 15 },
    { source: 'deliveries', outcome: 'quarantined', rows: 2 },
  ]);
});

test('runs and steps are logged, each line with its run', async () => {
  const lines: Record<string, unknown>[] = [];
  const log = pino({ base: null, timestamp: false }, { write: (line) => void lines.push(JSON.parse(line)) });
  const logging = new Journal(home, now, log);
  const run = logging.startRun(['deliveries']);
  await logging.step(
    { run, source: 'deliveries', file: 'f1', step: 'stage' },
    async () => 3,
    (n) => `${n} rows`,
  );
  const fault = new CoalfaceError('bad_csv', 'bad');
  await expect(
    logging.step({ run, source: 'deliveries', file: 'f2', step: 'stage' }, () => Promise.reject(fault)),
  ).rejects.toBe(fault);
  logging.recordFileError(run, { id: 'f2', source: 'deliveries', name: 'b.csv' }, fault);
  logging.endRun(run, 'failed', fault);
  logging.close();
  expect(lines.every((line) => line['run'] === run)).toBe(true);
  expect(lines).toMatchObject([
    { level: 30, msg: 'run starts', sources: ['deliveries'] },
    { level: 30, msg: 'step ends', source: 'deliveries', file: 'f1', step: 'stage', detail: '3 rows' },
    { level: 50, msg: 'step ends', file: 'f2', status: 'failed', detail: 'bad' },
    { level: 50, msg: 'file cannot be read', file: 'f2', source: 'deliveries' },
    { level: 50, msg: 'run ends', status: 'failed' },
  ]);
});

test('a state file that is no database is named', async () => {
  const broken = homeAt(path.join(home.root, 'broken'));
  await rm(broken.root, { recursive: true, force: true });
  new Journal(broken, now).close();
  await writeFile(broken.state, 'not a database, but long enough to be looked at as one'.repeat(40));
  await rm(`${broken.state}-wal`, { force: true });
  expect(() => new Journal(broken, now)).toThrow(
    expect.objectContaining({ code: 'state_unreadable', where: { file: broken.state } }) as Error,
  );
});
