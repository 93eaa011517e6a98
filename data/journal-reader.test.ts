import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { homeAt, type Home } from './home.ts';
import { openJournalReader } from './journal-reader.ts';
import { holdNow } from './snapshot-ledger-reader.ts';

let home: Home;
beforeEach(async () => {
  home = homeAt(await mkdtemp(path.join(tmpdir(), 'coalface-reader-')));
});
afterEach(() => rm(home.root, { recursive: true, force: true }));

test('before anything was written there is no journal and no hold, and reading makes no file', () => {
  expect(openJournalReader(home)).toBeNull();
  expect(holdNow(home)).toBeNull();
  expect(() => new DatabaseSync(home.state, { readOnly: true })).toThrow();
});

test('a state file that others have made is no journal yet', () => {
  const database = new DatabaseSync(home.state);
  database.exec('CREATE TABLE session (id TEXT)');
  database.close();
  expect(openJournalReader(home)).toBeNull();
  expect(holdNow(home)).toBeNull();
});

test('a state file that is no database is named, with what to do', async () => {
  await writeFile(home.state, 'not a database, but long enough to be looked at as one'.repeat(40));
  expect(() => openJournalReader(home)).toThrow(
    expect.objectContaining({ code: 'state_unreadable', where: { file: home.state } }) as Error,
  );
});

test('a status that this version does not know is refused, a column that it does not know is left out', () => {
  const database = new DatabaseSync(home.state);
  database.exec(`
    CREATE TABLE run (id, sources, started_at, ended_at, status, pid, error, later);
    INSERT INTO run VALUES ('1', 'a b', '2012-06-19T02:00:00Z', NULL, 'running', 7, NULL, 'new')`);
  const journal = openJournalReader(home);
  expect(journal?.runs(1)).toEqual([
    {
      id: '1',
      sources: 'a b',
      started_at: '2012-06-19T02:00:00Z',
      ended_at: null,
      status: 'running',
      pid: 7,
      error: null,
    },
  ]);
  database.exec("UPDATE run SET status = 'dancing'");
  expect(() => journal?.runs(1)).toThrow(/status/);
  journal?.close();
  database.close();
});

test('the last load of each source is summed over its files; the loads of a file begin with the newest', () => {
  const database = new DatabaseSync(home.state);
  const detail = (read: number, inserted: number) =>
    `{"read":${read},"inserted":${inserted},"updated":0,"unchanged":1}`;
  database.exec(`
    CREATE TABLE run (id);
    CREATE TABLE step (run, source, file, step, started_at, ended_at, status, detail);
    INSERT INTO step VALUES ('1', 'qhd', 'a', 'load', '', '2012-06-17T01:00:00Z', 'ok', '${detail(9, 9)}'),
      ('2', 'qhd', 'a', 'load', '', '2012-06-18T01:00:00Z', 'ok', '${detail(10, 1)}'),
      ('2', 'qhd', 'b', 'load', '', '2012-06-18T01:00:01Z', 'ok', '${detail(5, 4)}'),
      ('3', 'qhd', 'c', 'load', '', '2012-06-19T01:00:01Z', 'failed', 'no JSON')`);
  database.close();
  const journal = openJournalReader(home);
  expect(journal?.lastLoads()).toEqual([
    expect.objectContaining({ source: 'qhd', run: '2', files: 2, read: 15, inserted: 5, quarantined: 0 }),
  ]);
  expect(journal?.fileLoads(['a', 'c']).map(({ run, read, unchanged }) => [run, read, unchanged])).toEqual([
    ['2', 10, 1],
    ['1', 9, 1],
  ]);
  journal?.close();
});
