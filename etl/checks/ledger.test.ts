import { mkdtemp, rm } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCheckHistory } from '../../data/check-history-reader.ts';
import { homeAt, type Home } from '../../data/home.ts';
import { judgement } from '../testing/judgement.ts';
import type { Judgement } from './judge.ts';
import { CheckLedger } from './ledger.ts';

let home: Home;
beforeEach(async () => {
  home = homeAt(await mkdtemp(path.join(tmpdir(), 'coalface-ledger-')));
});
afterEach(() => rm(home.root, { recursive: true, force: true }));

function record(run: string, ...judgements: Judgement[]): void {
  const ledger = new CheckLedger(home);
  ledger.record(run, judgements, new Date(`2012-06-19T0${run.slice(1)}:00:00Z`));
  ledger.close();
}

function standing(name: string) {
  const reader = openCheckHistory(home);
  const found = reader?.standings().find(({ definition }) => definition.name === name);
  reader?.close();
  return { latest: found?.latest?.run, verdict: found?.latest?.verdict, since: found?.failingSince?.run };
}

test('a failure lasts until a run that judged it passes; one that had nothing to judge does not end it', () => {
  const failed = judgement('sums', 'error', false);
  const passed = judgement('sums', 'error', true);
  const nothing = judgement('sums', 'error', true, { verdict: 'nothing', measured: null });
  record('r1', nothing);
  expect(standing('sums')).toEqual({ latest: 'r1', verdict: 'nothing', since: undefined });
  record('r2', failed);
  record('r3', nothing);
  record('r4', failed);
  record('r5', nothing);
  expect(standing('sums')).toEqual({ latest: 'r4', verdict: 'failed', since: 'r2' });
  record('r6', passed);
  expect(standing('sums')).toEqual({ latest: 'r6', verdict: 'passed', since: undefined });
});

test('the history is kept, newest first; definitions are those of the last run', () => {
  record('r1', judgement('sums', 'warn', false), judgement('gone', 'warn', true));
  record('r2', judgement('sums', 'error', true));
  const reader = openCheckHistory(home);
  expect(reader?.definitions().map(({ name, severity }) => [name, severity])).toEqual([['sums', 'error']]);
  expect(reader?.history('sums', 9)).toMatchObject([
    { run: 'r2', severity: 'error', passed: true, measured: 0, high: 0, unit: 'rows', ms: 1.5, examples: [] },
    { run: 'r1', severity: 'warn', passed: false, measured: 3, examples: ['QHD 2012-06-18'] },
  ]);
  expect(reader?.history('gone', 9)).toHaveLength(1);
  expect(reader?.lastRun()).toEqual([
    { name: 'sums', severity: 'error', failed: false, detail: 'as measured' },
  ]);
  reader?.close();
});

test('what an older version recorded, without a measure, is part of the history', () => {
  const old = new DatabaseSync(home.state);
  old.exec(`CREATE TABLE check_result (
      run TEXT NOT NULL, name TEXT NOT NULL, severity TEXT NOT NULL, passed INTEGER NOT NULL, detail TEXT NOT NULL,
      checked_at TEXT NOT NULL) STRICT;
    INSERT INTO check_result VALUES ('r0', 'sums', 'warn', 0, 'old', '2012-06-18T00:00:00Z');`);
  old.close();
  expect(openCheckHistory(home)).toBeNull();
  record('r1', judgement('sums', 'warn', false));
  expect(standing('sums')).toEqual({ latest: 'r1', verdict: 'failed', since: 'r0' });
  const reader = openCheckHistory(home);
  expect(reader?.history('sums', 9).at(-1)).toMatchObject({
    run: 'r0',
    detail: 'old',
    verdict: null,
    measured: null,
  });
  reader?.close();
});
