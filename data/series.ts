import type { DuckDBConnection } from '@duckdb/node-api';
import { insertRecords } from './duck.ts';
import { CoalfaceError } from './errors.ts';
import type { Observation, PeriodKind } from './series-schema.ts';
import type { Source } from './source-file.ts';

const FREQUENCIES: Partial<Record<PeriodKind, string>> = {
  week_mon_sun: 'week',
  week_sat_fri: 'week',
  week_wed_tue: 'week',
  week_thu_wed: 'week',
};

const SERIES = {
  ...Object.fromEntries(
    'series zh en measure unit place grade basis heat_basis period_kind frequency source'
      .split(' ')
      .map((column) => [column, 'VARCHAR']),
  ),
  tax_included: 'BOOLEAN',
  since: 'DATE',
  until: 'DATE',
  sample: 'BOOLEAN',
};
const BREAK = { series: 'VARCHAR', break_on: 'DATE', zh: 'VARCHAR', en: 'VARCHAR' };

/**
 * Write the series catalogue anew from what the sources define. Each statement commits by itself, because DuckDB refuses
 * to delete and insert one primary key within one transaction; a run killed in between refills on the next open.
 * @throws CoalfaceError `duplicate_series` if two sources define one code
 */
export async function writeSeries(connection: DuckDBConnection, sources: Iterable<Source>): Promise<void> {
  const defined = new Map<string, string>();
  const series: object[] = [];
  const changes: object[] = [];
  for (const source of sources) {
    for (const [code, { period, breaks, ...one }] of Object.entries(source.series)) {
      const before = defined.get(code);
      if (before !== undefined) throw duplicate(code, before, source.id);
      defined.set(code, source.id);
      series.push({
        ...one,
        series: code,
        period_kind: period,
        frequency: FREQUENCIES[period] ?? period,
        source: source.id,
      });
      changes.push(...breaks.map(({ on, zh, en }) => ({ series: code, break_on: on, zh, en })));
    }
  }
  await connection.run('DELETE FROM market.series');
  await insertRecords(connection, 'market.series', SERIES, series);
  await connection.run('DELETE FROM market.series_break');
  await insertRecords(connection, 'market.series_break', BREAK, changes);
}

/**
 * The codes of the series that an observation of a source can publish: `{column}` stands for each value of its enum column.
 * @throws CoalfaceError `bad_source` if a column in the code is no enum column
 */
export function seriesCodes(source: Source, { series: template, of }: Observation): string[] {
  return template.split(/[{}]/).reduce<string[]>(
    (codes, part, index) => {
      if (index % 2 === 0) return codes.map((code) => code + part);
      const column = source.columns[part];
      if (column?.type !== 'enum') {
        throw new CoalfaceError('bad_source', `the series ${template} needs an enum column ${part}`, {
          where: { source: source.id, column: part },
        });
      }
      const values = Object.keys(column.values).filter((value) => !of || of.includes(value));
      return codes.flatMap((code) => values.map((value) => code + value));
    },
    [''],
  );
}

function duplicate(code: string, first: string, second: string): CoalfaceError {
  return new CoalfaceError('duplicate_series', `${first} and ${second} both define the series ${code}`, {
    where: { source: second },
    hint: 'two sources for one thing stay two series: give one of them another code',
  });
}
