import { identifier } from '../../data/duck.ts';
import type { Source } from '../../data/source-file.ts';
import type { CompiledColumn } from './contract-column.ts';
import { reasonSql } from './contract-reasons.ts';

/** Compile a column that is computed from others, which must stand before it; a row for which it gives nothing is bad. */
export function compileDerived(name: string, { type, sql }: Source['derived'][string]): CompiledColumn {
  const value = `TRY((${sql})::${type === 'date' ? 'DATE' : 'VARCHAR'})`;
  const none = `${identifier(name)} IS NULL`;
  const reason = reasonSql('not_derivable', [name], {
    zh: '无法由其他列得出',
    en: `${name}: does not follow from the other columns of the row`,
  });
  return {
    name,
    settled: false,
    swift: value,
    careful: value,
    searched: null,
    spoiled: null,
    odd: [none],
    bad: [none],
    reasons: [`CASE WHEN ${none} THEN ${reason} END`],
  };
}
