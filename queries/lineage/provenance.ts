import type { DuckDBConnection } from '@duckdb/node-api';
import { literal, rows } from '../../data/duck.ts';
import { CoalfaceError } from '../../data/errors.ts';
import type { Home } from '../../data/home.ts';
import { readReceipt } from '../../data/receipt.ts';
import { SHOWN, type Revision, type TracedDecision, type TracedFile, type TracedRun } from './explanation.ts';

/** How many there are of what is shown in part. */
interface Counted<T> {
  count: number;
  first: T[];
}

const INSTANT = (column: string) => `strftime(${column}, '%Y-%m-%dT%H:%M:%S.%g+08:00') AS ${column}`;

async function some<T extends object>(connection: DuckDBConnection, sql: string): Promise<Counted<T>> {
  const found = await rows<T & { of_all: bigint }>(
    connection,
    `SELECT *, count(*) OVER () AS of_all FROM (${sql}) LIMIT ${SHOWN}`,
  );
  const first = found.map(({ of_all: _, ...row }) => plain(row) as T);
  return { count: Number(found[0]?.of_all ?? 0), first };
}

/** A row with numbers for what DuckDB counts in BIGINT. */
export function plain<T extends object>(row: T): T {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, typeof value === 'bigint' ? Number(value) : value]),
  ) as T;
}

/**
 * The files that facts came in, those with most facts first, each looked up in the landing archive.
 * @param facts SQL of relations with `_file` and `_row`
 */
export async function filesOf(
  connection: DuckDBConnection,
  home: Home,
  facts: readonly string[],
): Promise<Counted<TracedFile>> {
  if (facts.length === 0) return { count: 0, first: [] };
  const { count, first } = await some<Omit<TracedFile, 'landed' | 'fault'>>(
    connection,
    `SELECT f.id, f.source, s.zh AS source_zh, s.en AS source_en, f.name, f.url, f.sha256, f.bytes, ${INSTANT('received_at')},
       ${INSTANT('published_at')}, n.facts
     FROM (SELECT _file, count(*) AS facts FROM (${distinctFacts(facts)}) GROUP BY _file) n
     JOIN meta.file f ON f.id = n._file LEFT JOIN meta.source s USING (source) ORDER BY n.facts DESC, f.id`,
  );
  const looked = first.map(async (file): Promise<TracedFile> => {
    try {
      const receipt = await readReceipt(home, file.id);
      return { ...file, landed: receipt?.sha256 === file.sha256, fault: null };
    } catch (error) {
      if (!(error instanceof CoalfaceError)) throw error;
      return { ...file, landed: false, fault: error.code };
    }
  });
  return { count, first: await Promise.all(looked) };
}

/** The loads of the files that facts came in by the runs that wrote them. @param facts as of {@link filesOf} */
export async function runsOf(
  connection: DuckDBConnection,
  facts: readonly string[],
): Promise<Counted<TracedRun>> {
  if (facts.length === 0) return { count: 0, first: [] };
  return some(
    connection,
    `SELECT run, file, ${INSTANT('loaded_at')}, rows_read, inserted, updated, unchanged, quarantined
     FROM meta.load SEMI JOIN (${distinctFacts(facts)}) AS f ON f._run = run AND f._file = file ORDER BY run, file`,
  );
}

function distinctFacts(facts: readonly string[]): string {
  return facts.map((sql) => `SELECT DISTINCT _file, _row, _run FROM (${sql})`).join(' UNION ');
}

/** Every revision of the observations among facts. @param facts SQL of relations with `series` and `period_end` */
export async function revisionsOf(
  connection: DuckDBConnection,
  facts: readonly string[],
): Promise<Counted<Revision>> {
  if (facts.length === 0) return { count: 0, first: [] };
  const wanted = facts.map((sql) => `SELECT series, period_end FROM (${sql})`).join(' UNION ');
  return some(
    connection,
    `SELECT o.series, o.period_end::VARCHAR AS period_end, o.revision, o.value, o.low, o.high,
       ${INSTANT('o.published_at').replace('AS o.', 'AS ')}, coalesce(o.withdrawn, false) AS withdrawn,
       l.revision IS NOT NULL AS counts, o._file, o._row, o._run
     FROM market.observation o SEMI JOIN (${wanted}) w ON w.series = o.series AND w.period_end = o.period_end
     LEFT JOIN market.latest l ON l.series = o.series AND l.period_end = o.period_end AND l.revision = o.revision
     ORDER BY o.series, o.period_end DESC, o.revision`,
  );
}

/**
 * The decisions about names that touch accounts: those that give them a code or a name, and those about their own code.
 * @param facts SQL of relations with `account_id`
 * @param named accounts beside those of the facts
 */
export async function decisionsOf(
  connection: DuckDBConnection,
  facts: readonly string[],
  named: readonly string[],
): Promise<Counted<TracedDecision>> {
  const involved = [
    ...facts.map((sql) => `SELECT account_id FROM (${sql})`),
    ...named.map((id) => `SELECT account_id FROM crm.account WHERE account_id = ${literal(id)}`),
  ];
  if (involved.length === 0) return { count: 0, first: [] };
  return some(
    connection,
    `WITH involved AS (${involved.join(' UNION ')})
     SELECT id, kind, code, name, account_id, valid_from::VARCHAR AS valid_from, valid_to::VARCHAR AS valid_to, note,
       ${INSTANT('decided_at')}, decided_by, ${INSTANT('undone_at')}, undone_by
     FROM crm.account_decision
     WHERE account_id IN (FROM involved) OR code IN (FROM involved) ORDER BY id`,
  );
}
