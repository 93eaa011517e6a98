import type { DuckDBConnection } from '@duckdb/node-api';
import { literal } from '../../data/duck.ts';
import { CoalfaceError, messageOf } from '../../data/errors.ts';
import { patternOf } from '../../data/pattern.ts';
import type { Source } from '../../data/source-file.ts';
import { cleaned, matchesSql, plainTexts } from './column-type.ts';
import type { Header } from './header.ts';

/**
 * SQL that is true for a record that `only` passes over.
 * @param cell prefix of the cells' names: `c` as read, `t` cleaned
 */
export function unwantedSql(source: Source, header: Header, cell: 'c' | 't'): string {
  const { only } = source;
  if (only === undefined) return 'false';
  const name = typeof only === 'string' ? only : only.column;
  const [column, found] = [source.columns[name], header.fields.get(name)];
  if (!found) return 'false';
  const text = `${cell}${found.index}`;
  if (typeof only !== 'string') {
    const plain = cell === 'c' ? `cell(${text})` : text;
    return `NOT regexp_matches(coalesce(${plain}, ''), ${literal(only.pattern)})`;
  }
  if (column?.type !== 'enum') return 'false';
  const texts = Object.entries(column.values)
    .flatMap(([canonical, synonyms]) => [canonical, ...plainTexts(synonyms)])
    .map((one) => `lower(${cleaned(one)})`);
  const unknown = `coalesce(lower(${text}), '') NOT IN (${texts.join(', ')})`;
  // as read, a text that only a pattern knows is looked at anew once it is cleaned
  const matched = cell === 't' ? matchesSql(column, text) : null;
  return matched === null ? unknown : `(${unknown} AND coalesce(length(${matched}), 0) = 0)`;
}

/**
 * Patterns that are run over the cells of a column: DuckDB's expressions know no look-around, which JavaScript's do.
 * @throws CoalfaceError `bad_source` naming the column
 */
export async function provePatterns(
  connection: DuckDBConnection,
  source: Source,
  file: string,
): Promise<void> {
  const { only } = source;
  const patterns = Object.entries(source.columns).flatMap(([column, { type, ...rest }]) =>
    type === 'enum' && 'values' in rest
      ? Object.values(rest.values)
          .flat()
          .flatMap((text) => patternOf(text) ?? [])
          .map((pattern) => ({ column, pattern }))
      : [],
  );
  if (only !== undefined && typeof only !== 'string') patterns.push(only);
  for (const { column, pattern } of patterns) {
    await connection.run(`SELECT regexp_matches('', ${literal(pattern)})`).catch((error: unknown) => {
      throw new CoalfaceError(
        'bad_source',
        `the pattern /${pattern}/ is none for cells: ${messageOf(error)}`,
        {
          cause: error,
          where: { file, source: source.id, column },
          hint: 'look-ahead, look-behind and back references cannot be used in patterns of cells',
        },
      );
    });
  }
}
