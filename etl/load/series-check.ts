import type { DuckDBConnection } from '@duckdb/node-api';
import { rows } from '../../data/duck.ts';
import { CoalfaceError } from '../../data/errors.ts';
import type { Source } from '../../data/source-file.ts';
import { JUDGED } from './published.ts';

/**
 * Every series of the observations under judgement is in the catalogue, in the unit in which the file's columns are staged.
 * @param name what errors call the file
 * @returns the codes of the series
 * @throws CoalfaceError `unknown_series`, `series_unit_mismatch`
 */
export async function requireSeries(
  connection: DuckDBConnection,
  source: Source,
  name: string,
): Promise<string[]> {
  const named = await rows<{ series: string; field: string; unit: string | null; known: boolean }>(
    connection,
    `SELECT DISTINCT p.series AS series, p.field AS field, s.unit AS unit, s.series IS NOT NULL AS known
     FROM (${JUDGED}) AS p LEFT JOIN market.series s USING (series) ORDER BY ALL`,
  );
  const unknown = named.filter((one) => !one.known);
  if (unknown.length) {
    throw new CoalfaceError(
      'unknown_series',
      `not in the series catalogue: ${unknown.map((one) => one.series).join(', ')}`,
      {
        where: { source: source.id, file: name },
        hint: 'define them under `series` in the source file, with name, measure, unit and period',
      },
    );
  }
  for (const { series, field, unit } of named) {
    for (const [id, staged] of unitsOf(source, field)) {
      if (staged === unit) continue;
      throw new CoalfaceError(
        'series_unit_mismatch',
        `${series} is in ${unit}, the column ${id} in ${staged ?? 'no unit'}`,
        {
          where: { source: source.id, file: name, column: id },
          hint: `let \`unit\` of the column be ${unit}: figures printed in another unit are converted to it`,
        },
      );
    }
  }
  return [...new Set(named.map((one) => one.series))];
}

/** The columns of a value and of its printed change with their units; a change that states none is taken to be in the value's. */
function unitsOf({ columns, observations }: Source, value: string): [string, string | undefined][] {
  const unit = (id: string) => {
    const column = columns[id];
    return column && 'unit' in column ? column.unit : undefined;
  };
  const changes = observations.flatMap((one) => (one.value === value && one.change ? [one.change] : []));
  return [
    [value, unit(value)],
    ...changes.flatMap((id): [string, string][] => {
      const stated = unit(id);
      return stated === undefined ? [] : [[id, stated]];
    }),
  ];
}
