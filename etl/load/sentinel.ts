import type { DuckDBConnection } from '@duckdb/node-api';
import { count, identifier, literal, rows } from '../../data/duck.ts';
import { CoalfaceError } from '../../data/errors.ts';
import type { Source } from '../../data/source-file.ts';
import type { Receipt } from '../../data/receipt.ts';
import { ACCEPTED_ROWS, type Staged } from '../stage/stage.ts';
import { absences, disorder, lostColumns, outsiders } from './file-flags.ts';
import { factorText, shortNumber, type Flag } from './flag.ts';
import { statedSql } from './published.ts';
import { heldSql, MEASURED, SHIFTED } from './sentinel-sql.ts';
import { requireSeries } from './series-check.ts';

/** What is known of a file beside its bytes. */
export type Publication = Pick<Receipt, 'name' | 'url' | 'publishedAt' | 'receivedAt'>;

/**
 * Judge the observations of a staged file against each other and against what the warehouse holds, before they are
 * loaded: rows that cannot be believed are kept aside, what is remarkable about the others is returned. A published value
 * is never deleted or corrected for being unusual.
 * - `future_period`: the period begins after the day of publication (else of receipt) and the day after. One that is
 *   running is no such period: weekly figures come out before the week is over
 * - `duplicate_key`: another row states another value for the same series and period
 * - `decimal_shift`: see {@link SHIFTED}; kept aside or flagged, as the source says
 * @param unread landing ids of files that are to be read again: what they said is no measure
 * @throws CoalfaceError `unknown_series`, `series_unit_mismatch`; `no_observations` if the file yields none although none
 * of its rows is kept aside
 */
export async function judgeObservations(
  connection: DuckDBConnection,
  staged: Staged,
  file: Publication,
  unread: readonly string[] = [],
): Promise<Flag[]> {
  const { source } = staged;
  await connection.run(`CREATE OR REPLACE TEMP TABLE stated AS ${statedSql(source)}`);
  const codes = await requireSeries(connection, source, file.name);
  await connection.run(`CREATE OR REPLACE TEMP TABLE held AS ${heldSql(codes, unread)}`);
  await rejectFuture(connection, staged, file);
  await rejectContradictions(staged);
  const shifts = await judgeShifts(connection, staged);
  await requireObservations(connection, source, file.name);
  return [
    ...shifts,
    ...(await changes(connection, source.sentinel.outlier)),
    ...(await outsiders(connection)),
    ...(await absences(connection, source)),
    ...(await disorder(connection)),
    ...lostColumns(source, staged.absent),
  ];
}

async function rejectFuture(
  connection: DuckDBConnection,
  { source, reject }: Staged,
  { publishedAt, receivedAt }: Publication,
): Promise<void> {
  // what ships with the program is as old as the program, whatever the clock of the machine says
  if (publishedAt === null && source.origin.kind === 'shipped') return;
  const [found] = await rows<{ day: string }>(
    connection,
    "SELECT ($instant::TIMESTAMPTZ AT TIME ZONE 'Asia/Shanghai')::DATE::VARCHAR AS day",
    { instant: publishedAt ?? receivedAt },
  );
  await reject(
    withReprints(
      source,
      `SELECT _row FROM stated WHERE period_start > ${literal(found?.day ?? '')}::DATE + 1`,
    ),
    {
      code: 'future_period',
      columns: periodColumns(source),
      zh: `报告期晚于发布日 ${found?.day}`,
      en: `the period begins after the day of publication, ${found?.day}`,
    },
  );
}

/** SQL of the rows that SQL selects and of their reprints, which are not believed either. */
function withReprints({ key }: Source, rowsSql: string): string {
  const same = key.map(identifier).map((name) => `r.${name} IS NOT DISTINCT FROM s.${name}`);
  return `WITH doubtful AS (${rowsSql})
    FROM doubtful UNION
    SELECT r._row FROM staged r SEMI JOIN later USING (_row)
    JOIN (FROM staged SEMI JOIN doubtful USING (_row)) AS s ON ${same.join(' AND ')}`;
}

function periodColumns({ period }: Source): string[] {
  if (!period) return [];
  return 'of' in period ? [period.of] : [period.start ?? period.end];
}

async function rejectContradictions({ source, reject }: Staged): Promise<void> {
  await reject(
    withReprints(
      source,
      `SELECT _row FROM (SELECT * FROM stated WHERE _row NOT IN (SELECT _row FROM rejected))
       QUALIFY (low, high, value) IS DISTINCT FROM first_value((low, high, value)) OVER (PARTITION BY series, period_end ORDER BY _row, field)`,
    ),
    {
      code: 'duplicate_key',
      columns: source.key,
      zh: '同一序列同一报告期在文件中已有另一数值',
      en: 'the file states another value for the same series and period before',
    },
  );
}

async function judgeShifts(connection: DuckDBConnection, { source, reject }: Staged): Promise<Flag[]> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE shifted AS ${SHIFTED}`);
  const found = await rows<{
    series: string;
    period: string;
    field: string;
    power: number;
    value: string;
    level: string;
  }>(
    connection,
    `SELECT series, period_end::VARCHAR AS period, field, power, value::VARCHAR AS value, round(level, 2)::VARCHAR AS level
     FROM shifted ORDER BY ALL`,
  );
  const unitOf = (field: string) => {
    const column = source.columns[field];
    return column && 'unit' in column ? column.unit : undefined;
  };
  if (source.sentinel.shift === 'flag') {
    return found.map(({ series, period, field, power, value, level }) => {
      const { zh, en } = factorText(power, unitOf(field));
      return {
        series,
        period_end: period,
        code: 'decimal_shift',
        zh: `${shortNumber(value)} ${zh}(${shortNumber(level)})`,
        en: `${shortNumber(value)} is ${en} (${shortNumber(level)})`,
      };
    });
  }
  for (const one of new Set(found.map(({ field, power }) => `${field} ${power}`))) {
    const [field = '', power] = one.split(' ');
    const { zh, en } = factorText(Number(power), unitOf(field));
    const rowsSql = `SELECT _row FROM stated SEMI JOIN (
      FROM shifted WHERE field = ${literal(field)} AND power = ${Number(power)}) USING (series, period_end)`;
    await reject(withReprints(source, rowsSql), {
      code: 'decimal_shift',
      columns: [field],
      zh,
      en: `the value is ${en}`,
    });
  }
  return [];
}

async function requireObservations(
  connection: DuckDBConnection,
  source: Source,
  name: string,
): Promise<void> {
  // values that are kept aside now were found: the page has not changed
  if ((await count(connection, 'SELECT count(*) FROM stated')) > 0) return;
  const accepted = await count(connection, `SELECT count(*) FROM ${ACCEPTED_ROWS}`);
  const rejected = await count(connection, 'SELECT count(*) FROM rejected');
  if (accepted === 0 && rejected > 0) return;
  throw new CoalfaceError(
    'no_observations',
    accepted > 0 ? `${accepted} rows, but no value in any of them` : 'the file has no data rows',
    {
      where: { file: name, source: source.id },
      hint: 'nothing of this file was loaded; look whether the page has changed: coalface etl try',
    },
  );
}

/** Changes that are unusual, and printed ones that are none. */
async function changes(connection: DuckDBConnection, limit: number): Promise<Flag[]> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE measured AS ${MEASURED}`);
  const unusual = await rows<{ series: string; period: string; step: string; times: string }>(
    connection,
    `SELECT series, period_end::VARCHAR AS period, step::VARCHAR AS step, round(times, 1)::VARCHAR AS times
     FROM measured WHERE measured.times > $limit ORDER BY ALL`,
    { limit },
  );
  const wrong = await rows<{ series: string; period: string; change: string; base: string; diff: string }>(
    connection,
    `SELECT series, period_end::VARCHAR AS period, change::VARCHAR AS change, base::VARCHAR AS base, difference::VARCHAR AS diff
     FROM measured WHERE NOT holds ORDER BY ALL`,
  );
  return [
    ...unusual.map(({ series, period, step, times }) => ({
      series,
      period_end: period,
      code: 'outlier',
      zh: `较上一值变动 ${shortNumber(step)},为通常波动的 ${shortNumber(times)} 倍`,
      en: `a change of ${shortNumber(step)} since the value before, ${shortNumber(times)} times the usual deviation`,
    })),
    ...wrong.map(({ series, period, change, base, diff }) => ({
      series,
      period_end: period,
      code: 'change_mismatch',
      zh: `公布涨跌 ${shortNumber(change)},与 ${base} 的值相减为 ${shortNumber(diff)}`,
      en: `printed change ${shortNumber(change)}; the difference to the value of ${base} is ${shortNumber(diff)}`,
    })),
  ];
}
