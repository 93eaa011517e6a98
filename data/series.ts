import type { DuckDBConnection } from '@duckdb/node-api';
import { CoalfaceError } from './errors.ts';
import type { Observation, PeriodKind } from './series-schema.ts';
import type { Source } from './source-file.ts';

const FREQUENCIES: Partial<Record<PeriodKind, string>> = {
  week_mon_sun: 'week',
  week_sat_fri: 'week',
  week_wed_tue: 'week',
  week_thu_wed: 'week',
};

/**
 * Write the series catalogue anew from what the sources define. Each statement commits by itself, because DuckDB refuses
 * to delete and insert one primary key within one transaction; a run killed in between refills on the next open.
 * @throws CoalfaceError `duplicate_series` if two sources define one code
 */
export async function writeSeries(connection: DuckDBConnection, sources: Iterable<Source>): Promise<void> {
  const defined = new Map<string, string>();
  await connection.run('DELETE FROM market.series');
  await connection.run('DELETE FROM market.series_break');
  for (const source of sources) {
    for (const [code, one] of Object.entries(source.series)) {
      const before = defined.get(code);
      if (before !== undefined) throw duplicate(code, before, source.id);
      defined.set(code, source.id);
      await connection.run(
        `INSERT INTO market.series (series, zh, en, measure, unit, place, grade, basis, tax_included, heat_basis, period_kind,
           frequency, source, since, until, sample)
         VALUES ($code, $zh, $en, $measure, $unit, $place, $grade, $basis, $tax, $heat, $period, $frequency, $source,
           $since::DATE, $until::DATE, $sample)`,
        {
          code,
          zh: one.zh,
          en: one.en,
          measure: one.measure,
          unit: one.unit,
          place: one.place ?? null,
          grade: one.grade ?? null,
          basis: one.basis ?? null,
          tax: one.tax_included ?? null,
          heat: one.heat_basis ?? null,
          period: one.period,
          frequency: FREQUENCIES[one.period] ?? one.period,
          source: source.id,
          since: one.since ?? null,
          until: one.until ?? null,
          sample: one.sample,
        },
      );
      for (const { on, zh, en } of one.breaks) {
        await connection.run('INSERT INTO market.series_break VALUES ($code, $on::DATE, $zh, $en)', {
          code,
          on,
          zh,
          en,
        });
      }
    }
  }
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
