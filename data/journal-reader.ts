import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { z } from 'zod';
import type { Home } from './home.ts';
import {
  checkRecord,
  endedRun,
  fileErrorRecord,
  fileLoad,
  loadedRows,
  progressRecord,
  quarantineRecord,
  runRecord,
  sourceLoad,
  stepRecord,
  type CheckRecord,
  type EndedRun,
  type FileErrorRecord,
  type FileLoad,
  type LoadedRows,
  type ProgressRecord,
  type QuarantineRecord,
  type RunRecord,
  type SourceLoad,
  type StepRecord,
} from './journal-records.ts';
import { readState } from './state-reader.ts';

const COUNTS = ['read', 'inserted', 'updated', 'unchanged', 'quarantined'];
const LOADED = "step = 'load' AND status = 'ok' AND json_valid(detail)";
const count = (key: string) => `coalesce(json_extract(detail, '$.${key}'), 0)`;

/** The journal as anybody may read it: runs, their steps and checks, what was kept aside and what could not be read. */
export class JournalReader {
  protected readonly db: DatabaseSync;

  /** @param database `state.sqlite` with the tables of the journal */
  constructor(database: DatabaseSync) {
    this.db = database;
  }

  close(): void {
    this.db.close();
  }

  /** The newest runs, newest first. */
  runs(limit: number): RunRecord[] {
    return this.#all(runRecord, 'SELECT * FROM run ORDER BY started_at DESC, id DESC LIMIT ?', limit);
  }

  /**
   * Some of the runs, newest first, and how many there are.
   * @param which over a source, with a status; `interrupted`: ids of runs that count as such, whatever is recorded
   */
  runsWhere(
    which: { source: string; status: string; interrupted: readonly string[] },
    limit: number,
    offset: number,
  ): { runs: RunRecord[]; count: number } {
    const sql = `FROM run WHERE (?1 = '' OR instr(' ' || sources || ' ', ' ' || ?1 || ' ') > 0)
      AND (?2 = '' OR CASE WHEN id IN (SELECT value FROM json_each(?3)) THEN 'interrupted' ELSE status END = ?2)`;
    const values = [which.source, which.status, JSON.stringify(which.interrupted)];
    const [counted] = this.#all(z.object({ n: z.int() }), `SELECT count(*) AS n ${sql}`, ...values);
    return {
      runs: this.#all(
        runRecord,
        `SELECT * ${sql} ORDER BY started_at DESC, id DESC LIMIT ?4 OFFSET ?5`,
        ...values,
        limit,
        offset,
      ),
      count: counted?.n ?? 0,
    };
  }

  /** One run, or null. */
  run(id: string): RunRecord | null {
    return this.#all(runRecord, 'SELECT * FROM run WHERE id = ?', id)[0] ?? null;
  }

  /** Runs that have not ended, newest first; the process of one may have been killed. */
  running(): RunRecord[] {
    return this.#all(
      runRecord,
      "SELECT * FROM run WHERE status = 'running' ORDER BY started_at DESC, id DESC",
    );
  }

  /** Runs that have ended, in the order in which they began. @param after only those with a greater place */
  endedRuns(after: number, limit: number): EndedRun[] {
    return this.#all(
      endedRun,
      'SELECT rowid AS place, * FROM run WHERE rowid > ? AND ended_at IS NOT NULL ORDER BY rowid LIMIT ?',
      after,
      limit,
    );
  }

  /** Steps of a run as recorded, in order. */
  steps(run: string): StepRecord[] {
    return this.#all(stepRecord, 'SELECT * FROM step WHERE run = ? ORDER BY rowid', run);
  }

  /** How far the steps of a run under way are, in the order in which they began; none of a run that has ended. */
  progress(run: string): ProgressRecord[] {
    // an older program may have written the journal
    const known = this.db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'progress'").get();
    if (!known) return [];
    return this.#all(progressRecord, 'SELECT * FROM progress WHERE run = ? ORDER BY rowid', run);
  }

  /** What a run loaded, by source and outcome. */
  loadedRows(run: string): LoadedRows[] {
    return this.#all(
      loadedRows,
      `SELECT source, key AS outcome, sum(value) AS rows FROM step, json_each(step.detail)
       WHERE run = ? AND step = 'load' AND status = 'ok' AND json_valid(step.detail) AND json_each.type = 'integer'
       GROUP BY source, key ORDER BY source, key`,
      run,
    );
  }

  /** The last load of each source. */
  lastLoads(): SourceLoad[] {
    return this.#all(
      sourceLoad,
      `SELECT source, run, max(ended_at) AS at, count(*) AS files,
         ${COUNTS.map((key) => `sum(${count(key)}) AS ${key}`).join(', ')}
       FROM step JOIN (SELECT source, max(run) AS run FROM step WHERE ${LOADED} GROUP BY source) USING (source, run)
       WHERE ${LOADED} GROUP BY source, run`,
    );
  }

  /** The loads of files, newest run first. @param files landing ids */
  fileLoads(files: readonly string[]): FileLoad[] {
    return this.#all(
      fileLoad,
      `SELECT file, source, run, ended_at AS at, ${COUNTS.map((key) => `${count(key)} AS ${key}`).join(', ')}
       FROM step WHERE ${LOADED} AND file IN (SELECT value FROM json_each(?)) ORDER BY run DESC`,
      JSON.stringify(files),
    );
  }

  /** When each file was first staged by any run: a number that grows with time. */
  firstStaged(): Map<string, number> {
    const found = this.db
      .prepare("SELECT file, min(rowid) AS place FROM step WHERE step = 'stage' AND file <> '' GROUP BY file")
      .all();
    return new Map(found.map((row) => [String(row['file']), Number(row['place'])]));
  }

  /** Checks of a run. */
  checks(run: string): CheckRecord[] {
    return this.#all(
      checkRecord,
      'SELECT run, name, severity, passed, detail FROM check_result WHERE run = ? ORDER BY rowid',
      run,
    );
  }

  /** All files with quarantined rows, newest run first. */
  quarantine(): QuarantineRecord[] {
    return this.#all(quarantineRecord, 'SELECT * FROM quarantine ORDER BY run DESC, file_name');
  }

  /** Files that could not be read. */
  fileErrors(): FileErrorRecord[] {
    return this.#all(fileErrorRecord, 'SELECT * FROM file_error ORDER BY seen_at');
  }

  /** Whether rows of a source were ever loaded. */
  hasLoaded(source: string): boolean {
    const sql = "SELECT 1 FROM step WHERE source = ? AND step = 'load' AND status = 'ok' LIMIT 1";
    return this.db.prepare(sql).get(source) !== undefined;
  }

  #all<T extends z.ZodType>(record: T, sql: string, ...values: SQLInputValue[]): z.infer<T>[] {
    return this.db
      .prepare(sql)
      .all(...values)
      .map((row) => record.parse(row));
  }
}

/**
 * Open the journal of an installation for reading, also while a run writes it.
 * @returns null before the first run
 * @throws CoalfaceError `state_unreadable`
 */
export function openJournalReader(home: Home): JournalReader | null {
  const database = readState(home, 'run');
  return database && new JournalReader(database);
}
