import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { existsSync } from 'node:fs';
import { z } from 'zod';
import { count, literal, rows } from './duck.ts';
import { CoalfaceError } from './errors.ts';
import type { Home } from './home.ts';
import { quarantineFile, rejectedRows, type RejectedRow } from './quarantine.ts';
import type { Dismissal, QuarantineEntry, QuarantineState } from './quarantine-state.ts';

/** Which rows in quarantine are meant; what is not given does not narrow. */
export interface QuarantineFilter {
  source?: string | undefined;
  /** reason code */
  reason?: string | undefined;
  /** only files that have had rows in quarantine for more than so many days */
  olderThanDays?: number | undefined;
  /** count dismissed rows too */
  dismissed?: boolean | undefined;
}

/** Rows of a source with one reason, by how long their files have had rows in quarantine. */
export interface QuarantineGroup {
  source: string;
  reason: string;
  zh: string;
  en: string;
  age: QuarantineAge;
  files: number;
  /** a row with several reasons counts with each */
  rows: number;
}

/** Ages in whole days since a file was first seen. */
export const AGES = ['≤1d', '≤7d', '≤30d', '>30d'] as const;
export type QuarantineAge = (typeof AGES)[number];

/** A file of the list: how many of its rows match, and how many of all its rows were dismissed. */
export interface QuarantineListEntry extends QuarantineEntry {
  matching: number;
  dismissed: number;
}

/** What is in quarantine. */
export interface QuarantineList {
  groups: QuarantineGroup[];
  files: QuarantineListEntry[];
  /** matching rows, each once */
  rows: number;
  /** files of the index whose rows are not on disk */
  missing: string[];
}

const DAY_MS = 86_400_000;

/** The rows of a file that were dismissed by a decision that holds. */
export function dismissedRows(dismissals: readonly Dismissal[], file: string): Set<number> {
  return new Set(dismissals.flatMap((one) => (one.file === file && one.undone_at === null ? one.rows : [])));
}

/** Count what is in quarantine by source, reason and age; DuckDB reads the Parquet files. @param now for the ages */
export async function listQuarantine(
  home: Home,
  { entries, dismissals }: QuarantineState,
  { source, reason, olderThanDays = 0, dismissed = false }: QuarantineFilter,
  now: Date,
): Promise<QuarantineList> {
  const days = (entry: QuarantineEntry) =>
    Math.floor((now.getTime() - Date.parse(entry.first_seen)) / DAY_MS);
  const wanted = entries.filter(
    (entry) =>
      (source === undefined || entry.source === source) &&
      (olderThanDays === 0 || days(entry) > olderThanDays),
  );
  const here = wanted.filter((entry) => existsSync(quarantineFile(home, entry.file)));
  const missing = wanted.filter((entry) => !here.includes(entry)).map((entry) => entry.file);
  if (here.length === 0) return { groups: [], files: [], rows: 0, missing };
  return withDuck(async (connection) => {
    await connection.run(
      'CREATE TABLE entry (file VARCHAR, source VARCHAR, age VARCHAR); CREATE TABLE dismissed (file VARCHAR, _row BIGINT)',
    );
    for (const entry of here) {
      await connection.run('INSERT INTO entry VALUES ($file, $source, $age)', {
        file: entry.file,
        source: entry.source,
        age: ageOf(days(entry)),
      });
      for (const row of dismissedRows(dismissals, entry.file))
        await connection.run('INSERT INTO dismissed VALUES ($file, $row)', { file: entry.file, row });
    }
    const files = here.map((entry) => literal(quarantineFile(home, entry.file))).join(', ');
    await connection.run(`CREATE VIEW kept AS
      SELECT parse_filename(filename, true) AS file, _row, reasons,
        EXISTS (FROM dismissed d WHERE d.file = parse_filename(filename, true) AND d._row = q._row) AS dismissed
      FROM read_parquet([${files}], filename = true, union_by_name = true) q`);
    await connection.run(
      'CREATE TABLE asked AS SELECT $reason::VARCHAR AS reason, $dismissed::BOOLEAN AS dismissed',
      {
        reason: reason ?? null,
        dismissed,
      },
    );
    await connection.run(`CREATE VIEW matching AS SELECT kept.* FROM kept, asked
      WHERE (asked.dismissed OR NOT kept.dismissed)
        AND (asked.reason IS NULL OR list_contains(list_transform(reasons, lambda r: r.code), asked.reason))`);
    const groups = await rows<Omit<QuarantineGroup, 'files' | 'rows'> & { files: bigint; n: bigint }>(
      connection,
      `SELECT source, r.code AS reason, min(r.zh) AS zh, min(r.en) AS en, age, count(DISTINCT file) AS files, count(*) AS n
       FROM (SELECT file, unnest(reasons) AS r FROM matching) JOIN entry USING (file), asked
       WHERE asked.reason IS NULL OR r.code = asked.reason
       GROUP BY source, r.code, age ORDER BY n DESC, source, reason, age`,
    );
    const matching = await rows<{ file: string; n: bigint }>(
      connection,
      'SELECT file, count(*) AS n FROM matching GROUP BY file',
    );
    const numbers = new Map(matching.map(({ file, n }) => [file, Number(n)]));
    return {
      groups: groups.map(({ n, files: some, ...group }) => ({
        ...group,
        files: Number(some),
        rows: Number(n),
      })),
      files: here
        .map((entry) => ({
          ...entry,
          matching: numbers.get(entry.file) ?? 0,
          dismissed: dismissedRows(dismissals, entry.file).size,
        }))
        .filter((entry) => entry.matching > 0),
      rows: await count(connection, 'SELECT count(*) FROM matching'),
      missing,
    };
  });
}

function ageOf(days: number): QuarantineAge {
  if (days <= 1) return '≤1d';
  if (days <= 7) return '≤7d';
  return days <= 30 ? '≤30d' : '>30d';
}

/** A row in quarantine with the header texts of its cells at fault. */
export interface QuarantinedRow extends RejectedRow {
  at_fault: string[];
}

/** Which rows of a file are shown. */
export interface QuarantineRows {
  limit: number;
  /** rows passed over before the first one shown */
  offset?: number;
  /** the rows with these numbers only */
  only?: readonly number[] | undefined;
  /** reason code that they have */
  reason?: string | undefined;
  /** numbers of rows that are left out */
  without?: ReadonlySet<number>;
}

/** How many rows of a file were asked for, and those of them that are shown. */
export interface QuarantinePage {
  total: number;
  rows: QuarantinedRow[];
  /** header text by column; none for files from before it was kept */
  titles: Record<string, string>;
}

/**
 * Rows of a file in quarantine with their original texts and reasons, in the order of the file.
 * @throws CoalfaceError `bytes_missing` if the rows are not on disk, `unknown_row` if one of `only` is not among them
 */
export async function quarantinePage(
  home: Home,
  entry: QuarantineEntry,
  { limit, offset = 0, only, reason, without = new Set() }: QuarantineRows,
): Promise<QuarantinePage> {
  const parquet = quarantineFile(home, entry.file);
  if (!existsSync(parquet)) {
    throw new CoalfaceError('bytes_missing', `the rows of ${entry.file_name} are not on disk`, {
      where: { file: parquet },
      hint: `coalface quarantine retry ${entry.file}`,
    });
  }
  return withDuck(async (connection) => {
    const numbers = (list: Iterable<number>) => [...list].map((row) => Math.trunc(row)).join(', ');
    const conditions = [
      ...(only ? [`_row IN (${numbers(only)})`] : []),
      ...(without.size ? [`_row NOT IN (${numbers(without)})`] : []),
      ...(reason === undefined
        ? []
        : [`list_contains(list_transform(reasons, lambda r: r.code), ${literal(reason)})`]),
    ];
    const relation = literal(parquet);
    const wanted = `(FROM ${relation} WHERE ${conditions.join(' AND ') || 'true'})`;
    const shown = await rejectedRows(
      connection,
      `(FROM ${wanted} ORDER BY _row LIMIT ${Math.trunc(limit)} OFFSET ${Math.trunc(offset)})`,
    );
    const strangers = only?.filter((row) => !shown.some((one) => one.row === row)) ?? [];
    if (strangers.length > 0) {
      throw new CoalfaceError(
        'unknown_row',
        `row ${strangers.join(', ')} of ${entry.file_name} is not in quarantine`,
        {
          where: { file: entry.file_name },
          hint: `coalface quarantine show ${entry.file}`,
        },
      );
    }
    const titles = await titlesOf(connection, relation);
    return {
      titles,
      total: await count(connection, `SELECT count(*) FROM ${wanted}`),
      rows: shown.map((row) => ({
        ...row,
        at_fault: [
          ...new Set(row.reasons.flatMap(({ columns }) => columns.map((column) => titles[column] ?? column))),
        ],
      })),
    };
  });
}

/** Header text by column, as it is kept beside the rows; none in files from before it was. */
async function titlesOf(connection: DuckDBConnection, relation: string): Promise<Record<string, string>> {
  const [found] = await rows<{ titles: string }>(
    connection,
    `SELECT decode(value) AS titles FROM parquet_kv_metadata(${relation}) WHERE decode(key) = 'titles'`,
  );
  return z.record(z.string(), z.string()).parse(JSON.parse(found?.titles ?? '{}'));
}

/** The numbers of a file's rows in quarantine; none if they are not on disk. @param file landing id */
export async function quarantinedRowNumbers(home: Home, file: string): Promise<number[]> {
  const parquet = quarantineFile(home, file);
  if (!existsSync(parquet)) return [];
  return withDuck(async (connection) => {
    const found = await rows<{ row: bigint }>(
      connection,
      `SELECT _row AS row FROM ${literal(parquet)} ORDER BY row`,
    );
    return found.map(({ row }) => Number(row));
  });
}

async function withDuck<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    memory_limit: '512MB',
    threads: '2',
  });
  const connection = await instance.connect();
  try {
    return await work(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
